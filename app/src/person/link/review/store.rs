//! Rows that reviewing reads and writes: pairs, decisions, and the records on both sides.

use super::{
    decide::Verdict,
    list::{InCase, Row as WaitingRow, Stake, Waiting},
    pair::{Pair, Standing},
    second::Stand,
    side::{Brief, Sealed, Side},
};
use crate::{
    ctx::Ctx,
    db::{DbError, Row, Tx},
    params,
};
use domain::ids::{AgencyId, LinkId, MaracId, PersonId, RecordId};
use uuid::Uuid;

/// The two records of `$pair` with their senders and references, as `lr` and `rr`, `li` ... .
macro_rules! with_sides {
    ($select:literal, $pair:literal, $tail:literal) => {
        concat!(
            $select,
            ", lr.source_kind as left_kind, lr.party as left_party, lr.seen_on as left_on,
               ls.name as left_agency, coalesce(li.reference, lf.reference) as left_reference,
               rr.source_kind as right_kind, rr.party as right_party, rr.seen_on as right_on,
               rs.name as right_agency, coalesce(ri.reference, rf.reference) as right_reference
             from ",
            $pair,
            " join person_record lr on lr.record_id = p.left_id
              join person_record rr on rr.record_id = p.right_id
              join agency_state ls on ls.agency_id = lr.agency_id and ls.superseded_at is null
              join agency_state rs on rs.agency_id = rr.agency_id and rs.superseded_at is null
              left join incident li on li.incident_id = lr.source_id
              left join incident ri on ri.incident_id = rr.source_id
              left join referral lf on lf.referral_id = lr.source_id
              left join referral rf on rf.referral_id = rr.source_id ",
            $tail
        )
    };
}

pub(super) use with_sides;

type Names = [&'static str; 5];
const LEFT: Names = ["left_kind", "left_party", "left_on", "left_agency", "left_reference"];
const RIGHT: Names = ["right_kind", "right_party", "right_on", "right_agency", "right_reference"];

fn brief(row: &Row<'_>, [kind, party, on, agency, reference]: Names) -> Result<Brief, DbError> {
    Ok(Brief {
        agency: row.get(agency)?,
        reference: row.get::<Option<String>>(reference)?.unwrap_or_default(),
        is_referral: row.get::<String>(kind)? == "referral",
        role: row.get(party)?,
        on: row.get(on)?,
    })
}

pub(super) fn sides(row: &Row<'_>) -> Result<[Brief; 2], DbError> {
    Ok([brief(row, LEFT)?, brief(row, RIGHT)?])
}

pub(super) fn find_pair(tx: &mut Tx<'_>, id: LinkId) -> Result<Option<Pair>, DbError> {
    tx.find(
        "select p.link_id, p.left_id, p.right_id, p.band, p.weight, p.probability, p.reasons,
                p.model_id, o.version, o.made_at, lr.agency_id as left_agency,
                rr.agency_id as right_agency,
                (lr.superseded_at is not null or rr.superseded_at is not null) as is_amended,
                p.superseded_at is null as is_current
         from link p
         join link_model o on o.model_id = p.model_id
         join person_record lr on lr.record_id = p.left_id
         join person_record rr on rr.record_id = p.right_id
         where p.link_id = $1",
        params![id],
        |row| {
            Ok(Pair {
                id: row.get("link_id")?,
                records: [row.get("left_id")?, row.get("right_id")?],
                agencies: [row.get("left_agency")?, row.get("right_agency")?],
                band: row.get("band")?,
                weight: row.get("weight")?,
                probability: row.get("probability")?,
                reasons: row.get("reasons")?,
                model: (row.get("model_id")?, row.get("version")?, row.get("made_at")?),
                is_amended: row.get("is_amended")?,
                is_current: row.get("is_current")?,
            })
        },
    )
}

/// The decision about two records that has not ended.
pub(super) fn find_standing(
    tx: &mut Tx<'_>,
    [left, right]: [RecordId; 2],
) -> Result<Option<Standing>, DbError> {
    tx.find(
        "select decision_id, recorded_by from link_decision
         where left_id = $1 and right_id = $2 and superseded_at is null",
        params![left, right],
        |row| Ok(Standing { id: row.get("decision_id")?, by: row.get("recorded_by")? }),
    )
}

pub(super) fn find_person(tx: &mut Tx<'_>, record: RecordId) -> Result<Option<PersonId>, DbError> {
    tx.find(
        "select person_id from membership where record_id = $1 and superseded_at is null",
        params![record],
        |row| row.get("person_id"),
    )
}

/// Whose a record is. Of one that was amended away: whose the same party of its source is now.
pub(super) fn list_persons_of(tx: &mut Tx<'_>, record: RecordId) -> Result<Vec<PersonId>, DbError> {
    tx.list(
        "select distinct m.person_id
         from person_record o
         join person_record r on r.source_id = o.source_id and r.party = o.party
              and r.superseded_at is null
              and (r.record_id = o.record_id or o.superseded_at is not null)
         join membership m on m.record_id = r.record_id and m.superseded_at is null
         where o.record_id = $1 order by m.person_id",
        params![record],
        |row| row.get("person_id"),
    )
}

/// Where everything stands that is one person with a record, the record itself included.
pub(super) fn list_stands(tx: &mut Tx<'_>, record: RecordId) -> Result<Vec<Stand>, DbError> {
    tx.list(
        "select o.source_id, o.party
         from membership m
         join membership n on n.person_id = m.person_id and n.superseded_at is null
         join person_record o on o.record_id = n.record_id and o.superseded_at is null
         where m.record_id = $1 and m.superseded_at is null
         union
         select source_id, party from person_record where record_id = $1",
        params![record],
        |row| Ok((row.get("source_id")?, row.get("party")?)),
    )
}

pub(super) fn find_source(
    tx: &mut Tx<'_>,
    record: RecordId,
) -> Result<Option<(&'static str, Uuid)>, DbError> {
    tx.find(
        "select source_kind, source_id from person_record where record_id = $1",
        params![record],
        |row| {
            let is_referral = row.get::<String>("source_kind")? == "referral";
            Ok((if is_referral { "referral" } else { "incident" }, row.get("source_id")?))
        },
    )
}

/// The referral that a record came with, and its MARAC; nothing of an incident.
pub(super) fn find_marac(
    tx: &mut Tx<'_>,
    record: RecordId,
) -> Result<Option<(Uuid, MaracId)>, DbError> {
    tx.find(
        "select s.referral_id, s.marac_id from person_record r
         join referral_state s on s.referral_id = r.source_id and s.superseded_at is null
         where r.record_id = $1",
        params![record],
        |row| Ok((row.get("referral_id")?, row.get("marac_id")?)),
    )
}

/// Whether linking is still owed to one of them.
pub(super) fn is_owed(tx: &mut Tx<'_>, [left, right]: [RecordId; 2]) -> Result<bool, DbError> {
    let found = tx.find(
        "select 1 as owed from fact_due d join person_record r on r.source_id = d.source_id
         where r.record_id in ($1, $2) limit 1",
        params![left, right],
        |_| Ok(()),
    )?;
    Ok(found.is_some())
}

/// What a record says, and its whereabouts, sealed.
pub(super) fn find_side(
    tx: &mut Tx<'_>,
    record: RecordId,
) -> Result<Option<(Side, Sealed)>, DbError> {
    tx.find(
        "select r.source_kind as left_kind, r.party as left_party, r.seen_on as left_on,
                s.name as left_agency, coalesce(i.reference, f.reference) as left_reference,
                r.given_names, r.family_name, r.other_names, r.date_of_birth, r.age, r.sex,
                r.nhs_number, r.own_ref, r.address, r.postcode, r.phone, r.email
         from person_record r
         join agency_state s on s.agency_id = r.agency_id and s.superseded_at is null
         left join incident i on i.incident_id = r.source_id
         left join referral f on f.referral_id = r.source_id
         where r.record_id = $1",
        params![record],
        |row| {
            let other_names: serde_json::Value = row.get("other_names")?;
            let texts = other_names.as_array().into_iter().flatten();
            let texts = texts.filter_map(|name| name.as_str().map(str::to_owned));
            let side = Side {
                from: brief(row, LEFT)?,
                given_names: row.get("given_names")?,
                family_name: row.get("family_name")?,
                other_names: texts.collect(),
                date_of_birth: row.get("date_of_birth")?,
                age: row.get("age")?,
                sex: row.get("sex")?,
                nhs_number: row.get("nhs_number")?,
                own_ref: row.get("own_ref")?,
            };
            let cell = |name| row.get(name);
            Ok((side, [cell("address")?, cell("postcode")?, cell("phone")?, cell("email")?]))
        },
    )
}

/// Pairs for review about which nothing is decided, by rank. A parameter that may be empty is
/// compared first: PostgreSQL takes its type from there.
pub(super) fn list_waiting(
    tx: &mut Tx<'_>,
    agency: Option<AgencyId>,
    (after, most): (Option<Uuid>, usize),
) -> Result<Vec<WaitingRow>, DbError> {
    tx.list(
        with_sides!(
            "select p.link_id, p.probability, p.rank, lr.source_id as left_source,
                    rr.source_id as right_source, lm.marac_id as left_marac,
                    rm.marac_id as right_marac,
                    (select coalesce(g.group_id, m.person_id) from membership m
                     left join guess g on g.person_id = m.person_id and g.superseded_at is null
                     where m.record_id = p.left_id and m.superseded_at is null) as left_group,
                    (select coalesce(g.group_id, m.person_id) from membership m
                     left join guess g on g.person_id = m.person_id and g.superseded_at is null
                     where m.record_id = p.right_id and m.superseded_at is null) as right_group",
            "link p",
            "left join referral_state lm on lm.referral_id = lr.source_id
                  and lm.superseded_at is null
             left join referral_state rm on rm.referral_id = rr.source_id
                  and rm.superseded_at is null
             where p.superseded_at is null and p.band = 'review'
               and lr.superseded_at is null and rr.superseded_at is null
               and ((lr.agency_id = $1 and rr.agency_id = $1) or $1 is null)
               and ((p.rank, p.link_id) <
                    (select c.rank, c.link_id from link c where c.link_id = $2) or $2 is null)
               and not exists (select 1 from link_decision d
                               where d.left_id = p.left_id and d.right_id = p.right_id
                                 and d.superseded_at is null)
             order by p.rank desc, p.link_id desc limit $3"
        ),
        params![agency, after, limit(most)],
        |row| {
            let groups: [Option<PersonId>; 2] = [row.get("left_group")?, row.get("right_group")?];
            let waiting = Waiting {
                id: row.get("link_id")?,
                counts_as_one: groups[0].is_some() && groups[0] == groups[1],
                probability: row.get("probability")?,
                stake: Stake::of_rank(row.get("rank")?),
                sides: sides(row)?,
            };
            Ok(WaitingRow { waiting, cases: cases(row)? })
        },
    )
}

/// The incidents or referrals of both records, each with its MARAC.
fn cases(row: &Row<'_>) -> Result<[InCase; 2], DbError> {
    Ok([
        (row.get("left_source")?, row.get("left_marac")?),
        (row.get("right_source")?, row.get("right_marac")?),
    ])
}

/// The incidents or referrals of the first so many waiting pairs: all that counting them needs.
pub(super) fn list_waiting_cases(
    tx: &mut Tx<'_>,
    agency: Option<AgencyId>,
    most: usize,
) -> Result<Vec<[InCase; 2]>, DbError> {
    tx.list(
        "select lr.source_id as left_source, rr.source_id as right_source,
                lm.marac_id as left_marac, rm.marac_id as right_marac
         from link p
         join person_record lr on lr.record_id = p.left_id and lr.superseded_at is null
         join person_record rr on rr.record_id = p.right_id and rr.superseded_at is null
         left join referral_state lm on lm.referral_id = lr.source_id and lm.superseded_at is null
         left join referral_state rm on rm.referral_id = rr.source_id and rm.superseded_at is null
         where p.superseded_at is null and p.band = 'review'
           and ((lr.agency_id = $1 and rr.agency_id = $1) or $1 is null)
           and not exists (select 1 from link_decision d
                           where d.left_id = p.left_id and d.right_id = p.right_id
                             and d.superseded_at is null)
         order by p.rank desc, p.link_id desc limit $2",
        params![agency, limit(most)],
        cases,
    )
}

pub(super) fn limit(most: usize) -> i64 {
    i64::try_from(most).unwrap_or(i64::MAX)
}

/// A decision that is about to be kept.
pub(super) struct NewDecision<'d> {
    pub id: Uuid,
    pub verdict: Verdict,
    pub why: &'d str,
    pub is_in_force: bool,
}

/// Whether it could be: there is one decision about a pair at a time.
pub(super) fn insert_decision(
    ctx: &mut Ctx<'_>,
    pair: &Pair,
    new: &NewDecision<'_>,
) -> Result<bool, DbError> {
    let (now, hand, [left, right]) = (ctx.now(), ctx.hand(), pair.records);
    let inserted = ctx.tx.execute(
        "insert into link_decision (decision_id, link_id, left_id, right_id, verdict, why, weight,
                                    probability, model_id, recorded_at, recorded_by, in_force_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         on conflict (left_id, right_id) where superseded_at is null do nothing",
        params![
            new.id,
            pair.id,
            left,
            right,
            new.verdict,
            new.why,
            pair.weight,
            pair.probability,
            pair.model.0,
            now,
            hand,
            new.is_in_force.then_some(now),
        ],
    )?;
    Ok(inserted == 1)
}

pub(super) fn update_confirmed(
    ctx: &mut Ctx<'_>,
    decision: Uuid,
    [left, right]: [RecordId; 2],
) -> Result<bool, DbError> {
    let (now, hand) = (ctx.now(), ctx.hand());
    let confirmed = ctx.tx.execute(
        "update link_decision set in_force_at = $4, confirmed_by = $5
         where decision_id = $1 and left_id = $2 and right_id = $3 and verdict = 'same'
           and in_force_at is null and superseded_at is null",
        params![decision, left, right, now, hand],
    )?;
    Ok(confirmed == 1)
}

pub(super) fn update_ended(
    ctx: &mut Ctx<'_>,
    decision: Uuid,
    [left, right]: [RecordId; 2],
    why: &str,
) -> Result<bool, DbError> {
    let (now, hand) = (ctx.now(), ctx.hand());
    let ended = ctx.tx.execute(
        "update link_decision set superseded_at = $4, ended_by = $5, ended_why = $6
         where decision_id = $1 and left_id = $2 and right_id = $3 and superseded_at is null",
        params![decision, left, right, now, hand, why],
    )?;
    Ok(ended == 1)
}
