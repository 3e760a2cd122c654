//! Rows of `declaration`, `declaration_match` and `declaration_progress`.

use super::{
    decide::MatchAnswer,
    search::{Compared, Found},
};
use crate::{
    ctx::Ctx,
    db::{DbError, Row, Tx},
    error::Error,
    involvement::referrer,
    params,
};
use domain::{
    declaration::Strength,
    ids::{AgencyId, PersonId, UserId},
    user::Role,
};
use jiff::{Timestamp, civil::Date};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Somebody of an agency, and when they declared last.
pub(super) struct Staff {
    pub name: String,
    pub role: Role,
    pub began: Timestamp,
    pub last: Option<Date>,
}

/// A match that waits.
pub(super) struct KeptMatch {
    pub id: Uuid,
    pub user: UserId,
    pub user_name: String,
    pub agency: AgencyId,
    pub agency_name: String,
    pub role: Role,
    pub declaration: Option<Uuid>,
    pub place: Option<i64>,
    pub is_other_party: bool,
    pub person: PersonId,
    pub strength: Strength,
    pub reasons: Vec<String>,
    pub found_at: Timestamp,
    pub exclusion: Option<Uuid>,
    /// Whether that exclusion is in force.
    pub is_shut: bool,
    /// Whether they work at the body that runs Wicken for the others.
    pub of_partnership: bool,
}

pub(super) fn insert(
    ctx: &mut Ctx<'_>,
    id: Uuid,
    (user, agency): (UserId, AgencyId),
    content: Vec<u8>,
) -> Result<(), Error> {
    let (today, now) = (ctx.today(), ctx.now());
    ctx.tx.execute(
        "insert into declaration (declaration_id, user_id, agency_id, content, declared_on,
                                  recorded_at)
         values ($1, $2, $3, $4, $5, $6)",
        params![id, user, agency, content, today, now],
    )?;
    Ok(())
}

/// On which days somebody declared, the latest first.
pub(super) fn list_days(tx: &mut Tx<'_>, user: UserId) -> Result<Vec<Date>, DbError> {
    tx.list(
        "select declared_on from declaration where user_id = $1
         order by declared_on desc, declaration_id desc",
        params![user],
        |row| row.get("declared_on"),
    )
}

/// When somebody was let in.
pub(super) fn find_began(tx: &mut Tx<'_>, user: UserId) -> Result<Timestamp, Error> {
    tx.find("select made_at from user_account where user_id = $1", params![user], |row| {
        row.get("made_at")
    })?
    .ok_or(Error::NotFound)
}

/// What somebody declared, sealed, the latest first.
pub(super) fn list_contents(
    tx: &mut Tx<'_>,
    user: UserId,
) -> Result<Vec<(Uuid, Vec<u8>)>, DbError> {
    tx.list(
        "select declaration_id, content from declaration where user_id = $1
         order by declared_on desc, declaration_id desc",
        params![user],
        |row| Ok((row.get("declaration_id")?, row.get("content")?)),
    )
}

pub(super) fn find_content(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<(Date, Vec<u8>)>, DbError> {
    tx.find(
        "select declared_on, content from declaration where declaration_id = $1",
        params![id],
        |row| Ok((row.get("declared_on")?, row.get("content")?)),
    )
}

/// Everyone of an agency who can sign in, by name.
pub(super) fn list_staff(tx: &mut Tx<'_>, agency: AgencyId) -> Result<Vec<Staff>, DbError> {
    tx.list(
        "select u.name, u.role, a.made_at,
                (select max(d.declared_on) from declaration d where d.user_id = u.user_id) as last
         from user_state u
         join user_account a on a.user_id = u.user_id
         where u.agency_id = $1 and u.superseded_at is null and u.status = 'active'
         order by u.name, u.user_id",
        params![agency],
        |row| {
            Ok(Staff {
                name: row.get("name")?,
                role: row.get("role")?,
                began: row.get("made_at")?,
                last: row.get("last")?,
            })
        },
    )
}

/// Everyone who could sign in again: whoever is suspended today may be let in tomorrow.
pub(super) fn list_compared(tx: &mut Tx<'_>) -> Result<Vec<(Compared, Role)>, DbError> {
    tx.list(
        "select user_id, name, role from user_state where superseded_at is null order by user_id",
        params![],
        |row| {
            let compared = Compared { user: row.get("user_id")?, name: row.get("name")? };
            Ok((compared, row.get("role")?))
        },
    )
}

pub(super) fn find_newest(tx: &mut Tx<'_>) -> Result<Option<Uuid>, DbError> {
    tx.find(
        "select membership_id from membership order by membership_id desc limit 1",
        params![],
        |row| row.get("membership_id"),
    )
}

/// Whether anybody was linked since everyone's declarations were compared.
pub(super) fn is_anything_new(tx: &mut Tx<'_>) -> Result<bool, DbError> {
    let seen: Option<Option<Uuid>> = tx.find(
        "select membership_id from declaration_progress where row_id = 1",
        params![],
        |row| row.get("membership_id"),
    )?;
    Ok(find_newest(tx)? != seen.flatten())
}

pub(super) fn update_progress(tx: &mut Tx<'_>, newest: Option<Uuid>) -> Result<(), DbError> {
    tx.execute(
        "update declaration_progress set membership_id = $1 where row_id = 1",
        params![newest],
    )?;
    Ok(())
}

/// Those who are victims in incidents and referrals in which somebody is the perpetrator.
pub(super) fn list_victims_of(
    tx: &mut Tx<'_>,
    perpetrator: PersonId,
) -> Result<BTreeSet<PersonId>, DbError> {
    let victims = tx.list(
        "select distinct v.person_id
         from membership p
         join person_record pr on pr.record_id = p.record_id and pr.superseded_at is null
              and pr.party = 'perpetrator'
         join person_record vr on vr.source_id = pr.source_id and vr.superseded_at is null
              and vr.party = 'victim'
         join membership v on v.record_id = vr.record_id and v.superseded_at is null
         where p.person_id = $1 and p.superseded_at is null and v.person_id <> p.person_id",
        params![perpetrator],
        |row| row.get::<PersonId>("person_id"),
    )?;
    Ok(victims.into_iter().collect())
}

/// How sure Wicken was each time it found that a user may know a person.
pub(super) fn list_strengths(
    tx: &mut Tx<'_>,
    user: UserId,
    person: PersonId,
) -> Result<Vec<Strength>, DbError> {
    tx.list(
        "select strength from declaration_match where user_id = $1 and person_id = $2",
        params![user, person],
        |row| row.get("strength"),
    )
}

pub(super) fn insert_match(
    ctx: &mut Ctx<'_>,
    user: UserId,
    found: &Found,
    exclusion: Option<Uuid>,
) -> Result<Uuid, Error> {
    let (id, now) = (ctx.new_id(), ctx.now());
    ctx.tx.execute(
        "insert into declaration_match (match_id, user_id, declaration_id, place, is_other_party,
                                        person_id, strength, reasons, found_at, exclusion_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        params![
            id,
            user,
            found.declaration,
            found.place,
            found.is_other_party,
            found.person,
            found.strength,
            serde_json::json!(found.reasons),
            now,
            exclusion,
        ],
    )?;
    Ok(id)
}

/// The agencies that hold a person or referred one of their cases, whoever knew them first first.
/// None of those that work in it with the alleged perpetrator.
pub(super) fn list_knowing(
    tx: &mut Tx<'_>,
    person: PersonId,
    on: Date,
) -> Result<Vec<AgencyId>, DbError> {
    let known = tx.list(
        concat!(
            "select r.agency_id, ",
            referrer!("$2"),
            " from membership m
         join person_record r on r.record_id = m.record_id and r.superseded_at is null
         left join referral_state s on s.referral_id = r.source_id and s.superseded_at is null
         where m.person_id = $1 and m.superseded_at is null
         order by r.record_id"
        ),
        params![person, on],
        |row| Ok([Some(row.get::<AgencyId>("agency_id")?), row.get("referring_agency_id")?]),
    )?;
    let mut knowing: Vec<AgencyId> = Vec::new();
    for agency in known.into_iter().flatten().flatten() {
        if !knowing.contains(&agency) {
            knowing.push(agency);
        }
    }
    Ok(knowing)
}

/// The data protection officers who can sign in, by agency: the agency that came first first.
pub(super) fn list_officers(tx: &mut Tx<'_>) -> Result<Vec<(UserId, AgencyId)>, DbError> {
    tx.list(
        "select u.user_id, u.agency_id from user_state u
         join agency_state a on a.agency_id = u.agency_id and a.superseded_at is null
              and a.status = 'active'
         where u.role = 'privacy_officer' and u.status = 'active' and u.superseded_at is null
         order by u.agency_id, u.user_id",
        params![],
        |row| Ok((row.get("user_id")?, row.get("agency_id")?)),
    )
}

/// Where somebody works.
pub(super) fn find_agency_of(tx: &mut Tx<'_>, user: UserId) -> Result<Option<AgencyId>, DbError> {
    tx.find(
        "select agency_id from user_state where user_id = $1 and superseded_at is null",
        params![user],
        |row| row.get("agency_id"),
    )
}

/// What waits, the oldest first; where the person is somebody else by now, it is found anew.
pub(super) fn list_waiting(tx: &mut Tx<'_>) -> Result<Vec<KeptMatch>, DbError> {
    tx.list(
        "select d.match_id, d.user_id, u.name as user_name, u.agency_id, s.name as agency_name,
                u.role, d.declaration_id, d.place, d.is_other_party, d.person_id, d.strength,
                d.reasons, d.found_at, d.exclusion_id,
                (e.exclusion_id is not null) as is_shut,
                (s.kind = 'partnership') as of_partnership
         from declaration_match d
         join user_state u on u.user_id = d.user_id and u.superseded_at is null
         join agency_state s on s.agency_id = u.agency_id and s.superseded_at is null
         left join exclusion e on e.exclusion_id = d.exclusion_id and e.ended_at is null
         where d.decided_at is null
           and exists (select 1 from membership m
                       where m.person_id = d.person_id and m.superseded_at is null)
         order by d.found_at, d.match_id",
        params![],
        kept_match,
    )
}

/// One that waits or was decided.
pub(super) fn find_match(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<KeptMatch>, DbError> {
    tx.find(
        "select d.match_id, d.user_id, u.name as user_name, u.agency_id, s.name as agency_name,
                u.role, d.declaration_id, d.place, d.is_other_party, d.person_id, d.strength,
                d.reasons, d.found_at, d.exclusion_id,
                (e.exclusion_id is not null) as is_shut,
                (s.kind = 'partnership') as of_partnership
         from declaration_match d
         join user_state u on u.user_id = d.user_id and u.superseded_at is null
         join agency_state s on s.agency_id = u.agency_id and s.superseded_at is null
         left join exclusion e on e.exclusion_id = d.exclusion_id and e.ended_at is null
         where d.match_id = $1
           and exists (select 1 from membership m
                       where m.person_id = d.person_id and m.superseded_at is null)",
        params![id],
        kept_match,
    )
}

fn kept_match(row: &Row<'_>) -> Result<KeptMatch, DbError> {
    let reasons: serde_json::Value = row.get("reasons")?;
    let reasons = reasons.as_array().into_iter().flatten().filter_map(|reason| reason.as_str());
    Ok(KeptMatch {
        id: row.get("match_id")?,
        user: row.get("user_id")?,
        user_name: row.get("user_name")?,
        agency: row.get("agency_id")?,
        agency_name: row.get("agency_name")?,
        role: row.get("role")?,
        declaration: row.get("declaration_id")?,
        place: row.get("place")?,
        is_other_party: row.get("is_other_party")?,
        person: row.get("person_id")?,
        strength: row.get("strength")?,
        reasons: reasons.map(str::to_owned).collect(),
        found_at: row.get("found_at")?,
        exclusion: row.get("exclusion_id")?,
        is_shut: row.get("is_shut")?,
        of_partnership: row.get("of_partnership")?,
    })
}

/// Whether a match waits for somebody to decide: nobody has, and the person is who they were.
///
/// # Errors
/// When the database cannot answer.
pub(crate) fn is_waiting(tx: &mut Tx<'_>, id: Uuid) -> Result<bool, DbError> {
    let found = tx.find(
        "select d.match_id from declaration_match d
         where d.match_id = $1 and d.decided_at is null
           and exists (select 1 from membership m
                       where m.person_id = d.person_id and m.superseded_at is null)",
        params![id],
        |row| row.get::<Uuid>("match_id"),
    )?;
    Ok(found.is_some())
}

/// Whether nobody had decided.
pub(super) fn update_decided(
    ctx: &mut Ctx<'_>,
    id: Uuid,
    answer: &MatchAnswer,
    exclusion: Option<Uuid>,
) -> Result<bool, Error> {
    let (is_conflict, why) = match answer {
        MatchAnswer::Conflict => (true, None),
        MatchAnswer::None(why) => (false, Some(why.as_str().to_owned())),
    };
    let (now, hand) = (ctx.now(), ctx.hand());
    let decided = ctx.tx.execute(
        "update declaration_match
         set decided_at = $2, decided_by = $3, is_conflict = $4, why = $5, exclusion_id = $6
         where match_id = $1 and decided_at is null",
        params![id, now, hand, is_conflict, why, exclusion],
    )?;
    Ok(decided == 1)
}
