//! A person's records with their cases, and what holds them together.

use super::{
    links::Kept,
    record::{Case, CaseKind, RecordOfPerson},
};
use crate::{
    db::{DbError, Row, Tx},
    params,
};
use domain::{
    ids::{PersonId, RecordId},
    incident::Relationship,
    person::Equality,
};

/// The current records of a person, by agency and then the newest first.
pub(super) fn list_records(
    tx: &mut Tx<'_>,
    person: PersonId,
) -> Result<Vec<RecordOfPerson>, DbError> {
    tx.list(
        "select r.record_id, r.source_id, r.agency_id, a.name as agency_name,
                s.referring_agency_id, r.party,
                r.own_ref, r.given_names, r.family_name, r.other_names, r.date_of_birth, r.age,
                r.seen_on, r.date_of_death, r.sex, r.nhs_number, r.equality,
                (r.address is not null or r.postcode is not null or r.phone is not null
                 or r.email is not null) as holds_whereabouts,
                t.status as incident_status, s.status as referral_status,
                coalesce(i.reference, f.reference) as reference, s.heard_on, c.name as marac,
                b.name as referrer, s.relationship,
                coalesce(t.honour_based, s.honour_based) as honour_based,
                coalesce(t.forced_marriage, s.forced_marriage) as forced_marriage,
                coalesce((select x.earlier_id from incident_fact x
                          where x.incident_id = r.source_id and x.superseded_at is null),
                         (select y.earlier_id from membership v
                          left join guess g on g.person_id = v.person_id
                               and g.superseded_at is null
                          join case_fact y on y.victim_id = coalesce(g.group_id, v.person_id)
                          where v.record_id = s.victim_id and v.superseded_at is null
                                and y.superseded_at is null and y.repeat_id is not null
                                and y.heard_on = s.heard_on and y.marac_id = s.marac_id limit 1)
                ) as earlier_id
         from membership m
         join person_record r on r.record_id = m.record_id and r.superseded_at is null
         join agency_state a on a.agency_id = r.agency_id and a.superseded_at is null
         left join incident i on i.incident_id = r.source_id
         left join incident_state t on t.incident_id = r.source_id and t.superseded_at is null
         left join referral f on f.referral_id = r.source_id
         left join referral_state s on s.referral_id = r.source_id and s.superseded_at is null
         left join agency_state b on b.agency_id = s.referring_agency_id
              and b.superseded_at is null
         left join marac c on c.marac_id = s.marac_id
         where m.person_id = $1 and m.superseded_at is null
         order by a.name, r.seen_on desc, r.record_id",
        params![person],
        record,
    )
}

fn record(row: &Row<'_>) -> Result<RecordOfPerson, DbError> {
    let equality = serde_json::from_value::<Equality>(row.get("equality")?);
    let other_names = serde_json::from_value::<Vec<String>>(row.get("other_names")?);
    Ok(RecordOfPerson {
        id: row.get("record_id")?,
        source: row.get("source_id")?,
        agency: row.get("agency_id")?,
        agency_name: row.get("agency_name")?,
        referred_by: row.get("referring_agency_id")?,
        case: case(row)?,
        party: row.get("party")?,
        own_ref: row.get("own_ref")?,
        given_names: row.get("given_names")?,
        family_name: row.get("family_name")?,
        other_names: other_names.map_err(|error| broken("other_names", &error))?,
        date_of_birth: row.get("date_of_birth")?,
        age: row.get("age")?,
        seen_on: row.get("seen_on")?,
        date_of_death: row.get("date_of_death")?,
        sex: row.get("sex")?,
        nhs_number: row.get("nhs_number")?,
        equality: equality.map_err(|error| broken("equality", &error))?,
        holds_whereabouts: row.get("holds_whereabouts")?,
        is_other_marac: false,
        is_in_place: false,
        because: None,
    })
}

fn case(row: &Row<'_>) -> Result<Case, DbError> {
    let kind = match row.get("incident_status")? {
        Some(status) => CaseKind::Incident(status),
        None => CaseKind::Referral(row.get("referral_status")?),
    };
    Ok(Case {
        kind,
        reference: row.get("reference")?,
        // The day on which the parties were as they are told of: of the report or the referral.
        on: row.get("seen_on")?,
        marac: row.get("marac")?,
        heard_on: row.get("heard_on")?,
        referred_by: row.get("referrer")?,
        relationships: row.get::<Option<Relationship>>("relationship")?.into_iter().collect(),
        earlier: row.get("earlier_id")?,
        is_repeat: false,
        honour_based: row.get("honour_based")?,
        forced_marriage: row.get("forced_marriage")?,
    })
}

fn broken(name: &'static str, error: &dyn std::fmt::Display) -> DbError {
    DbError::Column { name, why: error.to_string() }
}

/// What the alleged perpetrator is to the victim, for the person's records of incidents.
pub(super) fn list_relationships(
    tx: &mut Tx<'_>,
    person: PersonId,
) -> Result<Vec<(RecordId, Relationship)>, DbError> {
    tx.list(
        "select distinct r.record_id, p.relationship
         from membership m
         join person_record r on r.record_id = m.record_id and r.superseded_at is null
         join incident_state t on t.incident_id = r.source_id and t.superseded_at is null
         join incident_pair p on p.state_id = t.state_id
              and (p.victim_id = r.record_id or p.perpetrator_id = r.record_id)
         where m.person_id = $1 and m.superseded_at is null and p.relationship is not null
         order by 1, 2",
        params![person],
        |row| Ok((row.get("record_id")?, row.get("relationship")?)),
    )
}

/// The links that hold a person together.
pub(super) fn list_links(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Kept>, DbError> {
    tx.list(
        "select l.left_id, l.right_id, l.recorded_at, l.reasons
         from membership m
         join link l on l.left_id = m.record_id and l.superseded_at is null and l.band = 'link'
         where m.person_id = $1 and m.superseded_at is null order by l.recorded_at, l.link_id",
        params![person],
        |row| {
            Ok(Kept {
                left: row.get("left_id")?,
                right: row.get("right_id")?,
                since: row.get("recorded_at")?,
                reasons: Some(row.get("reasons")?),
            })
        },
    )
}

/// What somebody decided about two of a person's records, as far as it is in force.
pub(super) fn list_decisions(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Kept>, DbError> {
    tx.list(
        "select d.left_id, d.right_id, d.in_force_at
         from membership m
         join link_decision d on d.left_id = m.record_id and d.superseded_at is null
              and d.in_force_at is not null and d.verdict = 'same'
         where m.person_id = $1 and m.superseded_at is null
         order by d.in_force_at, d.decision_id",
        params![person],
        |row| {
            Ok(Kept {
                left: row.get("left_id")?,
                right: row.get("right_id")?,
                since: row.get("in_force_at")?,
                reasons: None,
            })
        },
    )
}
