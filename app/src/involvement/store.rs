//! Rows of `involvement`.

use super::{
    add::NewInvolvement,
    case::InvolvingCase,
    list::{Involved, OwnCase, PersonInCase},
};
use crate::{
    ctx::Ctx,
    db::{DbError, Row, Tx},
    error::Error,
    params,
};
use domain::{
    agreement::SharingWords,
    ids::{AgencyId, InvolvementId, PersonId, RecordId},
    involvement::{InvolvementDays, InvolvementPart},
};
use jiff::civil::Date;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Whether an agency works on a case on the side of the alleged perpetrator on a day: SQL, by the
/// names of the three. What the register calls it beside that opens nothing to it.
macro_rules! is_on_his_side {
    ($case:literal, $agency:literal, $on:literal) => {
        concat!(
            "exists (select 1 from involvement i
                     join perpetrator_side v on v.involvement_id = i.involvement_id
                     where i.source_id = ",
            $case,
            " and i.agency_id = ",
            $agency,
            " and i.ended_at is null and i.from_on <= ",
            $on,
            " and (i.until_on is null or ",
            $on,
            " <= i.until_on))"
        )
    };
}

/// Who referred the referral of `referral_state s`, as a column; nobody where they are on his side.
macro_rules! referrer {
    ($on:literal) => {
        concat!(
            "case when ",
            $crate::involvement::is_on_his_side!("s.referral_id", "s.referring_agency_id", $on),
            " then null else s.referring_agency_id end as referring_agency_id "
        )
    };
}

pub(crate) use {is_on_his_side, referrer};

fn case(row: &Row<'_>) -> Result<InvolvingCase, DbError> {
    Ok(InvolvingCase {
        id: row.get("source_id")?,
        is_referral: row.get("is_referral")?,
        reference: row.get("reference")?,
        on: row.get("day")?,
        holder: row.get("holder_id")?,
        holder_name: row.get("holder_name")?,
        referred_by: row.get("referring_agency_id")?,
        marac: row.get("marac_id")?,
        is_in_place: false,
    })
}

/// The side stands beside the part: whoever is on the perpetrator's is no party to the case.
fn part(row: &Row<'_>) -> Result<InvolvementPart, DbError> {
    let side: Option<InvolvementId> = row.get("side_id")?;
    side.map_or_else(|| row.get("part"), |_| Ok(InvolvementPart::PerpetratorSide))
}

fn days(row: &Row<'_>) -> Result<InvolvementDays, DbError> {
    Ok(InvolvementDays { from: row.get("from_on")?, until: row.get("until_on")? })
}

pub(super) fn find_case(tx: &mut Tx<'_>, id: Uuid) -> Result<Option<InvolvingCase>, DbError> {
    let referral = tx.find(
        "select f.referral_id as source_id, true as is_referral, f.reference,
                s.referred_on as day, f.agency_id as holder_id, h.name as holder_name,
                s.referring_agency_id, s.marac_id
         from referral f
         join referral_state s on s.referral_id = f.referral_id and s.superseded_at is null
         join agency_state h on h.agency_id = f.agency_id and h.superseded_at is null
         where f.referral_id = $1",
        params![id],
        case,
    )?;
    match referral {
        Some(found) => Ok(Some(found)),
        None => tx.find(
            "select n.incident_id as source_id, false as is_referral, n.reference,
                    t.reported_on as day, n.agency_id as holder_id, h.name as holder_name,
                    (select s.referring_agency_id from referral_state s where false)
                        as referring_agency_id,
                    (select s.marac_id from referral_state s where false) as marac_id
             from incident n
             join incident_state t on t.incident_id = n.incident_id and t.superseded_at is null
             join agency_state h on h.agency_id = n.agency_id and h.superseded_at is null
             where n.incident_id = $1",
            params![id],
            case,
        ),
    }
}

pub(super) fn insert(
    ctx: &mut Ctx<'_>,
    id: InvolvementId,
    new: &NewInvolvement,
) -> Result<(), Error> {
    let (now, hand) = (ctx.now(), ctx.hand());
    let part = match new.part {
        InvolvementPart::PerpetratorSide => InvolvementPart::Assigned,
        part @ (InvolvementPart::Assigned | InvolvementPart::Invited) => part,
    };
    ctx.tx.execute(
        "insert into involvement (involvement_id, source_id, agency_id, part, from_on, until_on,
                                  why, recorded_at, recorded_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![
            id,
            new.case,
            new.agency,
            part,
            new.days.from,
            new.days.until,
            new.why.as_str(),
            now,
            hand,
        ],
    )?;
    if new.part == InvolvementPart::PerpetratorSide {
        ctx.tx.execute("insert into perpetrator_side (involvement_id) values ($1)", params![id])?;
    }
    Ok(())
}

/// Whether it stood.
pub(super) fn update_ended(
    ctx: &mut Ctx<'_>,
    (case, id): (Uuid, InvolvementId),
    why: &SharingWords,
) -> Result<bool, Error> {
    let (now, hand) = (ctx.now(), ctx.hand());
    let ended = ctx.tx.execute(
        "update involvement set ended_at = $3, ended_by = $4, ended_why = $5
         where involvement_id = $1 and source_id = $2 and ended_at is null",
        params![id, case, now, hand, why.as_str()],
    )?;
    Ok(ended == 1)
}

pub(super) fn list_of_case(tx: &mut Tx<'_>, case: Uuid) -> Result<Vec<Involved>, DbError> {
    tx.list(
        "select i.involvement_id, i.agency_id, s.name as agency_name, i.part,
                v.involvement_id as side_id, i.from_on, i.until_on, i.why, i.recorded_at,
                u.name as made_by
         from involvement i
         left join perpetrator_side v on v.involvement_id = i.involvement_id
         join agency_state s on s.agency_id = i.agency_id and s.superseded_at is null
         left join user_state u on u.user_id = i.recorded_by and u.superseded_at is null
         where i.source_id = $1 and i.ended_at is null
         order by s.name, i.from_on, i.involvement_id",
        params![case],
        |row| {
            Ok(Involved {
                id: row.get("involvement_id")?,
                agency: row.get("agency_id")?,
                agency_name: row.get("agency_name")?,
                part: part(row)?,
                days: days(row)?,
                why: row.get("why")?,
                since: row.get("recorded_at")?,
                made_by: row.get("made_by")?,
                classes: BTreeSet::new(),
            })
        },
    )
}

/// An agency's involvements that have not been ended, the latest first.
pub(super) fn list_of_agency(tx: &mut Tx<'_>, agency: AgencyId) -> Result<Vec<OwnCase>, DbError> {
    tx.list(
        "select i.source_id, i.part, v.involvement_id as side_id, i.from_on, i.until_on,
                (f.referral_id is not null) as is_referral,
                coalesce(f.reference, n.reference) as reference,
                coalesce(s.referred_on, t.reported_on) as day, h.agency_id as holder_id,
                h.name as holder_name, s.referring_agency_id, s.marac_id
         from involvement i
         left join perpetrator_side v on v.involvement_id = i.involvement_id
         left join incident n on n.incident_id = i.source_id
         left join incident_state t on t.incident_id = i.source_id and t.superseded_at is null
         left join referral f on f.referral_id = i.source_id
         left join referral_state s on s.referral_id = i.source_id and s.superseded_at is null
         join agency_state h on h.agency_id = coalesce(n.agency_id, f.agency_id)
              and h.superseded_at is null
         where i.agency_id = $1 and i.ended_at is null
         order by day desc, i.source_id, i.part",
        params![agency],
        |row| {
            let people = Vec::new();
            Ok(OwnCase { case: case(row)?, part: part(row)?, days: days(row)?, people })
        },
    )
}

/// Who stands in a case by what is known of it now.
pub(super) fn list_people(
    tx: &mut Tx<'_>,
    case: Uuid,
) -> Result<Vec<(RecordId, PersonInCase)>, DbError> {
    tx.list(
        "select r.record_id, r.party, m.person_id, r.given_names, r.family_name from person_record r
         join membership m on m.record_id = r.record_id and m.superseded_at is null
         where r.source_id = $1 and r.superseded_at is null
         order by r.party desc, m.person_id, r.record_id",
        params![case],
        |row| {
            let names: [Option<String>; 2] = [row.get("given_names")?, row.get("family_name")?];
            let name = names.into_iter().flatten().collect::<Vec<_>>().join(" ");
            let person = PersonInCase {
                party: row.get("party")?,
                person: row.get("person_id")?,
                name: Some(name).filter(|name| !name.is_empty()),
            };
            Ok((row.get("record_id")?, person))
        },
    )
}

/// Whether an agency works on a case on a day, on whichever side, or is invited to hear it.
///
/// # Errors
/// When the database cannot answer.
pub(crate) fn is_involved(
    tx: &mut Tx<'_>,
    (case, agency): (Uuid, AgencyId),
    on: Date,
) -> Result<bool, DbError> {
    let standing = tx.list(
        "select from_on, until_on from involvement
         where source_id = $1 and agency_id = $2 and ended_at is null",
        params![case, agency],
        days,
    )?;
    Ok(standing.into_iter().any(|days| days.holds(on)))
}

/// The incidents and referrals in which an agency works on a day on the side of the alleged
/// perpetrator.
///
/// # Errors
/// When the database cannot answer.
pub(crate) fn list_perpetrator_side(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    on: Date,
) -> Result<BTreeSet<Uuid>, DbError> {
    let rows = tx.list(
        "select i.source_id, i.from_on, i.until_on from involvement i
         join perpetrator_side v on v.involvement_id = i.involvement_id
         where i.agency_id = $1 and i.ended_at is null",
        params![agency],
        |row| Ok((row.get::<Uuid>("source_id")?, days(row)?)),
    )?;
    let holding = rows.into_iter().filter(|(_, days)| days.holds(on));
    Ok(holding.map(|(source, _)| source).collect())
}

/// The incidents and referrals in which an agency is involved on a day, and besides those in which
/// it is so on the side of the alleged perpetrator.
///
/// # Errors
/// When the database cannot answer.
pub(crate) fn list_all_involved(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    on: Date,
) -> Result<(BTreeSet<Uuid>, BTreeSet<Uuid>), DbError> {
    let rows = tx.list(
        "select i.source_id, i.part, v.involvement_id as side_id, i.from_on, i.until_on
         from involvement i
         left join perpetrator_side v on v.involvement_id = i.involvement_id
         where i.agency_id = $1 and i.ended_at is null",
        params![agency],
        |row| Ok((row.get("source_id")?, part(row)?, days(row)?)),
    )?;
    Ok(by_side(rows, on))
}

/// The incidents and referrals among a person's current records in which an agency is involved on
/// a day, and besides those in which it is so on the side of the alleged perpetrator. A case, not a
/// person: what else the person stands in is no affair of that agency.
///
/// # Errors
/// When the database cannot answer.
pub(crate) fn list_involved(
    tx: &mut Tx<'_>,
    agency: AgencyId,
    person: PersonId,
    on: Date,
) -> Result<(BTreeSet<Uuid>, BTreeSet<Uuid>), DbError> {
    let rows = tx.list(
        "select i.source_id, i.part, v.involvement_id as side_id, i.from_on, i.until_on
         from membership m
         join person_record r on r.record_id = m.record_id and r.superseded_at is null
         join involvement i on i.source_id = r.source_id and i.agency_id = $1
              and i.ended_at is null
         left join perpetrator_side v on v.involvement_id = i.involvement_id
         where m.person_id = $2 and m.superseded_at is null",
        params![agency, person],
        |row| Ok((row.get("source_id")?, part(row)?, days(row)?)),
    )?;
    Ok(by_side(rows, on))
}

type Part = (Uuid, InvolvementPart, InvolvementDays);

fn by_side(mut rows: Vec<Part>, on: Date) -> (BTreeSet<Uuid>, BTreeSet<Uuid>) {
    rows.retain(|(_, _, days)| days.holds(on));
    let (side, case): (Vec<_>, Vec<_>) =
        rows.into_iter().partition(|(_, part, _)| *part == InvolvementPart::PerpetratorSide);
    let sources = |rows: Vec<Part>| rows.into_iter().map(|(source, ..)| source).collect();
    (sources(case), sources(side))
}
