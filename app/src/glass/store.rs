//! Rows of `glass` and of what hangs on it.

use super::{
    break_glass::{Anchor, Broken},
    end::Granted,
    list::{GlassTold, Looked, Span},
    open::{LiveGlass, OpenRecord},
};
use crate::{
    db::{DbError, Row, Tx},
    entropy,
    error::Error,
    involvement::referrer,
    params,
};
use domain::ids::{AgencyId, AlertId, GlassId, PersonId, RecordId, UserId};
use jiff::{Timestamp, civil::Date};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Waits until no other request of this user breaks the glass.
pub(super) fn take_turn(tx: &mut Tx<'_>, user: UserId, now: Timestamp) -> Result<(), DbError> {
    tx.execute(
        "insert into glass_turn (user_id, taken_at) values ($1, $2)
         on conflict (user_id) do update set taken_at = excluded.taken_at",
        params![user, now],
    )?;
    Ok(())
}

/// How often a user broke the glass since, found or not.
pub(super) fn count_since(tx: &mut Tx<'_>, user: UserId, since: Timestamp) -> Result<i64, DbError> {
    tx.count(
        "select count(*) as count from glass where user_id = $1 and $2 < asked_at",
        params![user, since],
    )
}

/// The current records of a person; without whoever referred one of them, where they work in it
/// with the alleged perpetrator.
pub(super) fn list_anchors(
    tx: &mut Tx<'_>,
    person: PersonId,
    on: Date,
) -> Result<Vec<Anchor>, DbError> {
    tx.list(
        concat!(
            "select m.root_id, r.source_id, r.agency_id, ",
            referrer!("$2"),
            " from membership m
         join person_record r on r.record_id = m.record_id and r.superseded_at is null
         left join referral_state s on s.referral_id = r.source_id and s.superseded_at is null
         where m.person_id = $1 and m.superseded_at is null"
        ),
        params![person, on],
        |row| {
            Ok(Anchor {
                root: row.get("root_id")?,
                source: row.get("source_id")?,
                holder: row.get("agency_id")?,
                referrer: row.get("referring_agency_id")?,
            })
        },
    )
}

/// The roots of what a user opened after an instant, ended or not.
pub(super) fn list_opened_since(
    tx: &mut Tx<'_>,
    user: UserId,
    since: Timestamp,
) -> Result<BTreeSet<Uuid>, DbError> {
    let roots = tx.list(
        "select a.root_id from glass g join glass_anchor a on a.glass_id = g.glass_id
         where g.user_id = $1 and $2 < g.asked_at",
        params![user, since],
        |row| row.get("root_id"),
    )?;
    Ok(roots.into_iter().collect())
}

pub(super) fn insert(tx: &mut Tx<'_>, broken: &Broken, anchors: &[Anchor]) -> Result<(), DbError> {
    tx.execute(
        "insert into glass (glass_id, user_id, agency_id, reason, words, outcome, person_id,
                            asked_at, ends_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![
            broken.id,
            broken.user,
            broken.agency,
            broken.reason,
            broken.words.as_str(),
            broken.outcome,
            broken.person,
            broken.at,
            broken.ends_at,
        ],
    )?;
    let roots: BTreeSet<Uuid> = anchors.iter().map(|anchor| anchor.root).collect();
    for root in roots {
        tx.execute(
            "insert into glass_anchor (glass_id, root_id) values ($1, $2)",
            params![broken.id, root],
        )?;
    }
    Ok(())
}

pub(super) fn insert_notice(
    tx: &mut Tx<'_>,
    id: GlassId,
    agency: AgencyId,
    alert: AlertId,
) -> Result<(), Error> {
    tx.execute(
        "insert into glass_notice (glass_id, agency_id, alert_id) values ($1, $2, $3)
         on conflict (glass_id, agency_id) do nothing",
        params![id, agency, alert],
    )?;
    Ok(())
}

/// The roots of records that are open to a user now, by a glass that they broke, each with whose it
/// is today.
///
/// # Errors
/// When the database cannot answer.
pub(crate) fn list_broken(
    tx: &mut Tx<'_>,
    user: UserId,
    now: Timestamp,
) -> Result<BTreeSet<(PersonId, RecordId)>, DbError> {
    let roots = tx.list(
        "select m.person_id, a.root_id from glass g
         join glass_anchor a on a.glass_id = g.glass_id
         join membership m on m.root_id = a.root_id and m.superseded_at is null
         join person_record r on r.record_id = m.record_id and r.superseded_at is null
         where g.user_id = $1 and $2 < g.ends_at and g.ended_at is null",
        params![user, now],
        |row| Ok((row.get("person_id")?, row.get("root_id")?)),
    )?;
    Ok(roots.into_iter().collect())
}

/// What is open to a user, the latest first: each glass with each record that was opened by it, by
/// what the records are today and whom they make today.
pub(super) fn list_open(
    tx: &mut Tx<'_>,
    user: UserId,
    now: Timestamp,
) -> Result<Vec<OpenRecord>, DbError> {
    tx.list(
        "select g.glass_id, m.person_id, g.asked_at, g.ends_at, r.record_id from glass g
         join glass_anchor a on a.glass_id = g.glass_id
         join membership m on m.root_id = a.root_id and m.superseded_at is null
         join person_record r on r.record_id = m.record_id and r.superseded_at is null
         where g.user_id = $1 and $2 < g.ends_at and g.ended_at is null
         order by g.asked_at desc, g.glass_id desc, m.person_id",
        params![user, now],
        |row| {
            let glass = LiveGlass {
                id: row.get("glass_id")?,
                person: row.get("person_id")?,
                since: row.get("asked_at")?,
                until: row.get("ends_at")?,
            };
            Ok(OpenRecord { glass, record: row.get("record_id")? })
        },
    )
}

pub(super) fn find_granted(tx: &mut Tx<'_>, id: GlassId) -> Result<Option<Granted>, DbError> {
    let found = tx.find(
        "select user_id, agency_id, ends_at, ended_at from glass
         where glass_id = $1 and ends_at is not null",
        params![id],
        |row| {
            Ok(Granted {
                user: row.get("user_id")?,
                agency: row.get("agency_id")?,
                ends_at: row.get("ends_at")?,
                ended_at: row.get("ended_at")?,
                notices: Vec::new(),
            })
        },
    )?;
    let Some(granted) = found else { return Ok(None) };
    Ok(Some(Granted { notices: list_notices(tx, id)?, ..granted }))
}

/// Which agencies were told, and by which alert.
pub(super) fn list_notices(
    tx: &mut Tx<'_>,
    id: GlassId,
) -> Result<Vec<(AgencyId, AlertId)>, DbError> {
    tx.list(
        "select agency_id, alert_id from glass_notice where glass_id = $1 order by agency_id",
        params![id],
        |row| Ok((row.get("agency_id")?, row.get("alert_id")?)),
    )
}

pub(super) fn update_ended(
    tx: &mut Tx<'_>,
    id: GlassId,
    (now, by): (Timestamp, UserId),
) -> Result<(), DbError> {
    tx.execute(
        "update glass set ended_at = $2, ended_by = $3
         where glass_id = $1 and ended_at is null",
        params![id, now, by],
    )?;
    Ok(())
}

/// The times of which an agency was told, or of which any was, with the agency of whoever broke
/// the glass; the latest first.
pub(super) fn list_told(
    tx: &mut Tx<'_>,
    agency: Option<AgencyId>,
    (before, most): (Option<Uuid>, i64),
) -> Result<Vec<(GlassTold, AgencyId)>, DbError> {
    tx.list(
        "select g.glass_id, g.user_id, g.agency_id, u.name as user_name, s.name as agency_name,
                g.reason, g.words, g.outcome, g.person_id, g.asked_at, g.ends_at, g.ended_at,
                e.name as ended_by
         from glass g
         join user_state u on u.user_id = g.user_id and u.superseded_at is null
         join agency_state s on s.agency_id = g.agency_id and s.superseded_at is null
         left join user_state e on e.user_id = g.ended_by and e.superseded_at is null
         where (cast($1 as uuid) is null
                or exists (select 1 from glass_notice n
                           where n.glass_id = g.glass_id and n.agency_id = $1))
               and (cast($2 as uuid) is null or g.glass_id < $2)
         order by g.glass_id desc limit $3",
        params![agency, before, most],
        |row| Ok((told(row)?, row.get("agency_id")?)),
    )
}

fn told(row: &Row<'_>) -> Result<GlassTold, DbError> {
    Ok(GlassTold {
        id: row.get("glass_id")?,
        user: row.get("user_id")?,
        user_name: row.get("user_name")?,
        agency_name: row.get("agency_name")?,
        reason: row.get("reason")?,
        words: row.get("words")?,
        outcome: row.get("outcome")?,
        person: row.get("person_id")?,
        at: row.get("asked_at")?,
        ends_at: row.get("ends_at")?,
        ended_at: row.get("ended_at")?,
        ended_by: row.get("ended_by")?,
        looks: Vec::new(),
        may_end: false,
        alert: None,
    })
}

/// What a user read between two instants through the broken glass, the first first: by its policy,
/// and where a second person opened where that person is. Told apart here and not afterwards: else
/// whoever first reads a great deal of their own would hide it behind that.
pub(super) fn list_looked(tx: &mut Tx<'_>, span: &Span) -> Result<Vec<Looked>, DbError> {
    tx.list(
        "select e.line, a.name as agency_name from ledger_entry e
         left join agency_state a on a.agency_id = e.subject_agency and a.superseded_at is null
         where e.actor_user = $1 and $2 <= e.entry_id
               and $3 <= e.made_at and e.made_at <= $4
               and e.kind = 'read' and e.subject_kind = 'person'
               and (cast($5 as uuid) is null or e.subject_agency = $5)
               and (e.line like '%\"glass-broken\"%'
                    or (e.subject_id = $7
                        and e.line like '%\"second-person-opened-whereabouts\"%'))
         order by e.entry_id limit $6",
        params![
            span.user,
            entropy::first_id(span.from),
            span.from,
            span.until,
            span.about,
            span.most,
            span.person
        ],
        |row| Ok(Looked { line: row.get("line")?, agency_name: row.get("agency_name")? }),
    )
}
