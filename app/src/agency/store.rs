//! Rows of `agency` and `agency_state`.

use super::Agency;
use crate::{
    ctx::Ctx,
    db::{DbError, Row},
    error::{Conflict, Error},
    params,
};
use domain::{
    agency::{AgencyCode, AgencyKind, AgencyName, AgencyStatus},
    ids::AgencyId,
};

/// What may change about an agency.
pub(super) struct State {
    pub version: i64,
    pub name: AgencyName,
    pub kind: AgencyKind,
    pub status: AgencyStatus,
}

fn agency(row: &Row<'_>) -> Result<Agency, DbError> {
    let checked =
        |name, result: Result<_, String>| result.map_err(|why| DbError::Column { name, why });
    let code: String = row.get("code")?;
    let name: String = row.get("name")?;
    let name = AgencyName::parse(&name).map_err(|error| error.to_string());
    Ok(Agency {
        id: row.get("agency_id")?,
        code: AgencyCode::parse(&code)
            .map_err(|error| DbError::Column { name: "code", why: error.to_string() })?,
        name: checked("name", name)?,
        kind: row.get("kind")?,
        status: row.get("status")?,
        version: row.get("version")?,
    })
}

pub(super) fn insert_agency(
    ctx: &mut Ctx<'_>,
    id: AgencyId,
    code: &AgencyCode,
) -> Result<(), Error> {
    let now = ctx.now();
    ctx.tx.execute(
        "insert into agency (agency_id, code, made_at) values ($1, $2, $3)",
        params![id, code.as_str(), now],
    )?;
    Ok(())
}

/// Whether it is new.
pub(super) fn insert_agency_unless_there(
    ctx: &mut Ctx<'_>,
    id: AgencyId,
    code: &AgencyCode,
) -> Result<bool, Error> {
    let now = ctx.now();
    let inserted = ctx.tx.execute(
        "insert into agency (agency_id, code, made_at) values ($1, $2, $3)
         on conflict (code) do nothing",
        params![id, code.as_str(), now],
    )?;
    Ok(inserted == 1)
}

pub(super) fn insert_state(ctx: &mut Ctx<'_>, id: AgencyId, state: &State) -> Result<(), Error> {
    let (state_id, now, hand) = (ctx.new_id(), ctx.now(), ctx.hand());
    ctx.tx.execute(
        "insert into agency_state (state_id, agency_id, version, name, kind, status,
                                   recorded_at, recorded_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![
            state_id,
            id,
            state.version,
            state.name.as_str(),
            state.kind,
            state.status,
            now,
            hand,
        ],
    )?;
    Ok(())
}

/// Puts `state` in the place of the version before it, which keeps its dates.
pub(super) fn supersede(ctx: &mut Ctx<'_>, id: AgencyId, state: &State) -> Result<(), Error> {
    let now = ctx.now();
    let superseded = ctx.tx.execute(
        "update agency_state set superseded_at = $3
         where agency_id = $1 and version = $2 and superseded_at is null",
        params![id, state.version - 1, now],
    )?;
    if superseded == 0 {
        let version = find_agency(ctx, id)?.version;
        return Err(Conflict::Changed { version }.into());
    }
    insert_state(ctx, id, state)
}

pub(crate) fn find_agency(ctx: &mut Ctx<'_>, id: AgencyId) -> Result<Agency, Error> {
    ctx.tx
        .find(
            "select a.agency_id, a.code, s.name, s.kind, s.status, s.version from agency a
             join agency_state s on s.agency_id = a.agency_id and s.superseded_at is null
             where a.agency_id = $1",
            params![id],
            agency,
        )?
        .ok_or(Error::NotFound)
}

pub(crate) fn find_agency_by_code(ctx: &mut Ctx<'_>, code: &AgencyCode) -> Result<Agency, Error> {
    ctx.tx
        .find(
            "select a.agency_id, a.code, s.name, s.kind, s.status, s.version from agency a
             join agency_state s on s.agency_id = a.agency_id and s.superseded_at is null
             where a.code = $1",
            params![code.as_str()],
            agency,
        )?
        .ok_or(Error::NotFound)
}

pub(crate) fn list_agencies(ctx: &mut Ctx<'_>) -> Result<Vec<Agency>, Error> {
    Ok(ctx.tx.list(
        "select a.agency_id, a.code, s.name, s.kind, s.status, s.version from agency a
         join agency_state s on s.agency_id = a.agency_id and s.superseded_at is null
         order by s.name, a.agency_id",
        params![],
        agency,
    )?)
}
