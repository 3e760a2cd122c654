//! Rows that facts are made of, with people as they count, and the rows of `incident_fact`,
//! `case_fact` and `fact_due`.

use super::{
    Due,
    cases::{Age, CaseFact, Perpetrator, Referral, Traits},
    incidents::{Incident, IncidentFact, Victim},
};
use crate::{
    db::{DbError, Row, Tx},
    params,
};
use domain::{
    ids::{AgencyId, IncidentId, ReferralId},
    incident::IncidentStatus,
    person::Equality,
};
use jiff::Timestamp;
use uuid::Uuid;

fn broken(name: &'static str, error: &dyn std::fmt::Display) -> DbError {
    DbError::Column { name, why: error.to_string() }
}

fn incident(row: &Row<'_>) -> Result<Incident, DbError> {
    let reported_at: Option<String> = row.get("reported_at")?;
    let reported_at = reported_at.map(|text| text.parse()).transpose();
    Ok(Incident {
        id: row.get("incident_id")?,
        agency: row.get("agency_id")?,
        reference: row.get("reference")?,
        area_code: row.get("area_code")?,
        reported_on: row.get("reported_on")?,
        reported_at: reported_at.map_err(|error| broken("reported_at", &error))?,
        is_live: row.get::<IncidentStatus>("status")? == IncidentStatus::Live,
        victims: Vec::new(),
    })
}

pub(super) fn list_incidents(
    tx: &mut Tx<'_>,
    after: IncidentId,
    most: i64,
) -> Result<Vec<Incident>, DbError> {
    tx.list(
        "select s.incident_id, i.agency_id, i.reference, s.area_code, s.reported_on,
                s.reported_at, s.status
         from incident_state s
         join incident i on i.incident_id = s.incident_id
         where s.superseded_at is null and $1 < s.incident_id
         order by s.incident_id limit $2",
        params![after, most],
        incident,
    )
}

pub(super) fn list_agency_codes(tx: &mut Tx<'_>) -> Result<Vec<(AgencyId, String)>, DbError> {
    tx.list("select agency_id, code from agency", params![], |row| {
        Ok((row.get("agency_id")?, row.get("code")?))
    })
}

/// One row a pair.
pub(super) fn list_victims(
    tx: &mut Tx<'_>,
    after: IncidentId,
    until: IncidentId,
) -> Result<Vec<Victim>, DbError> {
    tx.list(
        "select s.incident_id, r.is_named,
                coalesce(g.group_id, m.person_id) as person_id
         from incident_state s
         join incident_pair p on p.state_id = s.state_id
         join person_record r on r.record_id = p.victim_id
         left join membership m on m.record_id = p.victim_id and m.superseded_at is null
         left join guess g on g.person_id = m.person_id and g.superseded_at is null
         where s.superseded_at is null and $1 < s.incident_id and s.incident_id <= $2",
        params![after, until],
        |row| {
            Ok(Victim {
                incident: row.get("incident_id")?,
                is_named: row.get("is_named")?,
                person: row.get("person_id")?,
            })
        },
    )
}

fn age(row: &Row<'_>) -> Result<Age, DbError> {
    Ok(Age {
        date_of_birth: row.get("date_of_birth")?,
        age: row.get("age")?,
        seen_on: row.get("seen_on")?,
    })
}

fn referral(row: &Row<'_>) -> Result<Referral, DbError> {
    let equality: serde_json::Value = row.get("equality")?;
    let equality: Equality =
        serde_json::from_value(equality).map_err(|error| broken("equality", &error))?;
    let heard_on = row.get("heard_on")?;
    let said_lgbt = row.get("victim_lgbt")?;
    Ok(Referral {
        id: row.get("referral_id")?,
        agency: row.get("agency_id")?,
        agency_code: row.get("agency")?,
        reference: row.get("reference")?,
        referred_on: row.get("referred_on")?,
        status: row.get("status")?,
        incident_on: row.get("incident_on")?,
        identified_on: row.get("identified_on")?,
        heard_on,
        marac: row.get("marac_id")?,
        referring_agency: row.get("referring_agency_id")?,
        referrer_kind: row.get("referrer_kind")?,
        area_code: row.get("area_code")?,
        children: row.get("children_count")?,
        victim: row.get("person_id")?,
        traits: Traits::of((age(row)?, heard_on), row.get("sex")?, &equality, said_lgbt),
        perpetrators: Vec::new(),
        is_harmed_by_child: None,
    })
}

pub(super) fn list_referrals(
    tx: &mut Tx<'_>,
    after: ReferralId,
    most: i64,
) -> Result<Vec<Referral>, DbError> {
    tx.list(
        "select s.referral_id, f.agency_id, a.code as agency, f.reference, s.referred_on,
                s.status, s.incident_on, s.identified_on, s.heard_on, s.marac_id,
                s.referring_agency_id, s.referrer_kind, s.area_code, s.children_count,
                s.victim_lgbt, coalesce(g.group_id, m.person_id) as person_id,
                r.date_of_birth, r.age, r.seen_on, r.sex, r.equality
         from referral_state s
         join referral f on f.referral_id = s.referral_id
         join agency a on a.agency_id = f.agency_id
         join person_record r on r.record_id = s.victim_id
         left join membership m on m.record_id = s.victim_id and m.superseded_at is null
         left join guess g on g.person_id = m.person_id and g.superseded_at is null
         where s.superseded_at is null and $1 < s.referral_id
         order by s.referral_id limit $2",
        params![after, most],
        referral,
    )
}

pub(super) fn list_perpetrators(
    tx: &mut Tx<'_>,
    after: ReferralId,
    until: ReferralId,
) -> Result<Vec<Perpetrator>, DbError> {
    tx.list(
        "select s.referral_id, coalesce(g.group_id, m.person_id) as person_id,
                r.date_of_birth, r.age, r.seen_on
         from referral_state s
         join referral_perpetrator p on p.state_id = s.state_id
         join person_record r on r.record_id = p.record_id
         left join membership m on m.record_id = p.record_id and m.superseded_at is null
         left join guess g on g.person_id = m.person_id and g.superseded_at is null
         where s.superseded_at is null and $1 < s.referral_id and s.referral_id <= $2",
        params![after, until],
        |row| {
            Ok(Perpetrator {
                referral: row.get("referral_id")?,
                person: row.get("person_id")?,
                age: age(row)?,
            })
        },
    )
}

pub(super) fn list_same_incident(
    tx: &mut Tx<'_>,
    after: ReferralId,
    until: ReferralId,
) -> Result<Vec<(ReferralId, AgencyId, String)>, DbError> {
    tx.list(
        "select s.referral_id, x.agency_id, x.reference
         from referral_state s
         join referral_same_incident x on x.state_id = s.state_id
         where s.superseded_at is null and $1 < s.referral_id and s.referral_id <= $2",
        params![after, until],
        |row| Ok((row.get("referral_id")?, row.get("agency_id")?, row.get("reference")?)),
    )
}

pub(super) fn list_due(tx: &mut Tx<'_>) -> Result<Vec<Due>, DbError> {
    tx.list("select source_kind, source_id, due_id from fact_due", params![], |row| {
        Ok(Due {
            kind: row.get("source_kind")?,
            source: row.get("source_id")?,
            due: row.get("due_id")?,
        })
    })
}

pub(super) fn delete_due(tx: &mut Tx<'_>, due: &Due) -> Result<(), DbError> {
    tx.execute(
        "delete from fact_due where source_kind = $1 and source_id = $2 and due_id = $3",
        params![&due.kind, due.source, due.due],
    )?;
    Ok(())
}

pub(super) fn list_incident_facts(
    tx: &mut Tx<'_>,
    after: Uuid,
    most: i64,
) -> Result<Vec<(Uuid, IncidentFact)>, DbError> {
    tx.list(
        "select fact_id, incident_id, agency_id, area_code, reported_on, is_live,
                has_named_victim, earlier_id
         from incident_fact where superseded_at is null and $1 < fact_id
         order by fact_id limit $2",
        params![after, most],
        |row| {
            let fact = IncidentFact {
                incident: row.get("incident_id")?,
                agency: row.get("agency_id")?,
                area_code: row.get("area_code")?,
                reported_on: row.get("reported_on")?,
                is_live: row.get("is_live")?,
                has_named_victim: row.get("has_named_victim")?,
                earlier: row.get("earlier_id")?,
            };
            Ok((row.get("fact_id")?, fact))
        },
    )
}

pub(super) fn update_incident_fact_ended(
    tx: &mut Tx<'_>,
    id: Uuid,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute("update incident_fact set superseded_at = $2 where fact_id = $1", params![id, now])?;
    Ok(())
}

pub(super) fn insert_incident_fact(
    tx: &mut Tx<'_>,
    id: Uuid,
    fact: &IncidentFact,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "insert into incident_fact (fact_id, incident_id, agency_id, area_code, reported_on,
                                    is_live, has_named_victim, earlier_id, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![
            id,
            fact.incident,
            fact.agency,
            &fact.area_code,
            fact.reported_on,
            fact.is_live,
            fact.has_named_victim,
            fact.earlier,
            now,
        ],
    )?;
    Ok(())
}

fn case_fact(row: &Row<'_>) -> Result<(Uuid, CaseFact), DbError> {
    let repeat: Option<ReferralId> = row.get("repeat_id")?;
    let fact = CaseFact {
        victim: row.get("victim_id")?,
        marac: row.get("marac_id")?,
        heard_on: row.get("heard_on")?,
        first: row.get("first_referral_id")?,
        referring_agency: row.get("referring_agency_id")?,
        referrer_kind: row.get("referrer_kind")?,
        area_code: row.get("area_code")?,
        repeat: repeat.zip(row.get("earlier_id")?),
        referrals: row.get("referrals")?,
        children: row.get("children")?,
        traits: Traits {
            age: row.get("victim_age")?,
            is_male: row.get("is_male")?,
            is_bme: row.get("is_bme")?,
            is_lgbt: row.get("is_lgbt")?,
            is_disabled: row.get("is_disabled")?,
        },
        is_harmed_by_child: row.get("is_harmed_by_child")?,
    };
    Ok((row.get("fact_id")?, fact))
}

pub(super) fn list_case_facts(
    tx: &mut Tx<'_>,
    after: Uuid,
    most: i64,
) -> Result<Vec<(Uuid, CaseFact)>, DbError> {
    tx.list(
        "select fact_id, victim_id, marac_id, heard_on, first_referral_id, referring_agency_id,
                referrer_kind, area_code, repeat_id, earlier_id, referrals, children, victim_age,
                is_male, is_bme, is_lgbt, is_disabled, is_harmed_by_child
         from case_fact where superseded_at is null and $1 < fact_id
         order by fact_id limit $2",
        params![after, most],
        case_fact,
    )
}

pub(super) fn update_case_fact_ended(
    tx: &mut Tx<'_>,
    id: Uuid,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute("update case_fact set superseded_at = $2 where fact_id = $1", params![id, now])?;
    Ok(())
}

pub(super) fn insert_case_fact(
    tx: &mut Tx<'_>,
    id: Uuid,
    fact: &CaseFact,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "insert into case_fact (fact_id, victim_id, marac_id, heard_on, first_referral_id,
                                referring_agency_id, referrer_kind, area_code, repeat_id,
                                earlier_id, referrals, children, victim_age, is_male, is_bme,
                                is_lgbt, is_disabled, is_harmed_by_child, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
                 $19)",
        params![
            id,
            fact.victim,
            fact.marac,
            fact.heard_on,
            fact.first,
            fact.referring_agency,
            fact.referrer_kind,
            fact.area_code.as_ref(),
            fact.repeat.map(|(repeat, _)| repeat),
            fact.repeat.map(|(_, earlier)| earlier),
            fact.referrals,
            fact.children,
            fact.traits.age,
            fact.traits.is_male,
            fact.traits.is_bme,
            fact.traits.is_lgbt,
            fact.traits.is_disabled,
            fact.is_harmed_by_child,
            now,
        ],
    )?;
    Ok(())
}
