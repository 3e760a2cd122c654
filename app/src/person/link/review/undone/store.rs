//! Links that were undone, and the entries about the persons that they had made.

use super::UndoneLink;
use crate::{
    db::{DbError, Row, Tx},
    params,
    person::link::review::{
        decide::Verdict,
        store::{limit, sides, with_sides},
    },
};
use domain::ids::{AgencyId, EntryId};
use jiff::Timestamp;
use uuid::Uuid;

fn undone(row: &Row<'_>) -> Result<UndoneLink, DbError> {
    let begun: Timestamp = row.get("in_force_at")?;
    // *Different* took apart whom linkage had joined, when it made the evidence that was seen.
    let linked_by_itself = row.get::<Verdict>("verdict")? == Verdict::Different;
    let ended: Option<Timestamp> = row.get("superseded_at")?;
    let linked_at: Option<Timestamp> = row.get("linked_at")?;
    let why: String = row.get("why")?;
    Ok(UndoneLink {
        id: row.get("decision_id")?,
        linked_by_itself,
        linked_at: if linked_by_itself { linked_at.unwrap_or(begun) } else { begun },
        undone_at: if linked_by_itself { begun } else { ended.unwrap_or(begun) },
        why: if linked_by_itself { why } else { row.get("ended_why")? },
        sides: sides(row)?,
        records: [row.get("left_id")?, row.get("right_id")?],
    })
}

/// The latest first; the one of `id` alone, where it is given.
pub(super) fn list_undone(
    tx: &mut Tx<'_>,
    agency: Option<AgencyId>,
    (id, before): (Option<Uuid>, Option<Uuid>),
    most: usize,
) -> Result<Vec<UndoneLink>, DbError> {
    tx.list(
        concat!(with_sides!(
            "select p.decision_id, p.verdict, p.why, p.in_force_at, p.superseded_at, p.ended_why,
                    p.left_id, p.right_id, k.recorded_at as linked_at",
            "link_decision p",
            "left join link k on k.link_id = p.link_id
             where p.in_force_at is not null
               and ((p.verdict = 'same' and p.superseded_at is not null
                     and (k.band = 'review' or k.band is null))
                    or (p.verdict = 'different' and k.band = 'link'))
               and (lr.agency_id = $1 or rr.agency_id = $1 or $1 is null)
               and (p.decision_id = $2 or $2 is null)
               and (p.decision_id < $3 or $3 is null)
             order by p.decision_id desc limit $4"
        )),
        params![agency, id, before, limit(most)],
        undone,
    )
}

/// An entry with the names that its ids have today.
pub(super) struct Acted {
    pub id: EntryId,
    pub line: String,
    pub user_name: Option<String>,
    pub agency_name: Option<String>,
}

/// Entries about a person who both records were, from when they were joined until linking had
/// parted them, the latest first; of one agency's staff or records, or all.
pub(super) fn list_acted(
    tx: &mut Tx<'_>,
    link: &UndoneLink,
    agency: Option<AgencyId>,
    (before, most): (Option<Uuid>, usize),
) -> Result<Vec<Acted>, DbError> {
    tx.list(
        "with joint as (
             select m.person_id, m.superseded_at as one_left, o.superseded_at as other_left
             from membership m join membership o on o.person_id = m.person_id
             where m.record_id = $1 and o.record_id = $2
               and m.recorded_at < $4 and (m.superseded_at is null or $3 < m.superseded_at)
               and o.recorded_at < $4 and (o.superseded_at is null or $3 < o.superseded_at))
         select e.entry_id, e.line, u.name as user_name, a.name as agency_name
         from ledger_entry e
         left join user_state u on u.user_id = e.actor_user and u.superseded_at is null
         left join agency_state a on a.agency_id = e.actor_agency and a.superseded_at is null
         where e.subject_id in (select person_id from joint) and $3 <= e.made_at
           and (e.made_at <= $4
                or e.made_at <= (select min(coalesce(one_left, other_left)) from joint
                                 where $4 <= coalesce(one_left, other_left)))
           and (e.actor_agency = $5 or e.subject_agency = $5 or $5 is null)
           and (e.entry_id < $6 or $6 is null)
         order by e.entry_id desc limit $7",
        params![
            link.records[0],
            link.records[1],
            link.linked_at,
            link.undone_at,
            agency,
            before,
            limit(most)
        ],
        |row| {
            Ok(Acted {
                id: row.get("entry_id")?,
                line: row.get("line")?,
                user_name: row.get("user_name")?,
                agency_name: row.get("agency_name")?,
            })
        },
    )
}
