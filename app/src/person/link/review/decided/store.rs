//! Decisions about pairs, with the names of who made, confirmed and ended them.

use super::{Decided, Row as DecidedRow};
use crate::{
    db::{Column, DbError, Row, Tx, Value},
    params,
    person::link::review::{
        decide::Verdict,
        store::{limit, sides, with_sides},
    },
};
use domain::ids::AgencyId;
use uuid::Uuid;

impl Column for Verdict {
    fn read(cell: &crate::db::Cell<'_>) -> Result<Self, String> {
        let code = String::read(cell)?;
        Verdict::from_code(&code).ok_or_else(|| format!("{code:?} is no verdict"))
    }
}

impl From<Verdict> for Value {
    fn from(verdict: Verdict) -> Self {
        verdict.code().into()
    }
}

fn decided(row: &Row<'_>) -> Result<Decided, DbError> {
    Ok(Decided {
        id: row.get("decision_id")?,
        link: row.get("link_id")?,
        verdict: row.get("verdict")?,
        why: row.get("why")?,
        at: row.get("recorded_at")?,
        by: row.get("recorded_by")?,
        by_name: row.get("by_name")?,
        in_force_at: row.get("in_force_at")?,
        confirmed_by: row.get("confirmed_name")?,
        ended_at: row.get("superseded_at")?,
        ended_by: row.get("ended_name")?,
        ended_why: row.get("ended_why")?,
    })
}

pub(in super::super) fn find_decided(
    tx: &mut Tx<'_>,
    id: Uuid,
) -> Result<Option<Decided>, DbError> {
    tx.find(
        "select d.decision_id, d.link_id, d.verdict, d.why, d.recorded_at, d.recorded_by,
                d.in_force_at, d.superseded_at, d.ended_why, b.name as by_name,
                c.name as confirmed_name, e.name as ended_name
         from link_decision d
         left join user_state b on b.user_id = d.recorded_by and b.superseded_at is null
         left join user_state c on c.user_id = d.confirmed_by and c.superseded_at is null
         left join user_state e on e.user_id = d.ended_by and e.superseded_at is null
         where d.decision_id = $1",
        params![id],
        decided,
    )
}

/// Decisions about pairs of one agency, or of all with none, the latest first.
pub(super) fn list_decided(
    tx: &mut Tx<'_>,
    agency: Option<AgencyId>,
    (before, most): (Option<Uuid>, usize),
) -> Result<Vec<DecidedRow>, DbError> {
    tx.list(
        concat!(with_sides!(
            "select p.decision_id, p.link_id, p.verdict, p.why, p.recorded_at, p.recorded_by,
                    p.in_force_at, p.superseded_at, p.ended_why, p.left_id, p.right_id,
                    lr.agency_id as left_agency_id, rr.agency_id as right_agency_id,
                    b.name as by_name, c.name as confirmed_name, e.name as ended_name,
                    exists (select 1 from fact_due f
                            where f.source_id in (lr.source_id, rr.source_id)) as is_owed",
            "link_decision p",
            "left join user_state b on b.user_id = p.recorded_by and b.superseded_at is null
             left join user_state c on c.user_id = p.confirmed_by and c.superseded_at is null
             left join user_state e on e.user_id = p.ended_by and e.superseded_at is null
             where ((lr.agency_id = $1 and rr.agency_id = $1) or $1 is null)
               and (p.decision_id < $2 or $2 is null)
             order by p.decision_id desc limit $3"
        )),
        params![agency, before, limit(most)],
        |row| {
            Ok(DecidedRow {
                decided: decided(row)?,
                records: [row.get("left_id")?, row.get("right_id")?],
                agencies: [row.get("left_agency_id")?, row.get("right_agency_id")?],
                sides: sides(row)?,
                is_owed: row.get("is_owed")?,
            })
        },
    )
}
