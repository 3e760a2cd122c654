//! Everything that is true in a county, row by row as it is kept.

use super::facts::{Agreement, Exclusion, Facts, Involvement, Office, Opened, Record};
use app::{
    db::{DbError, Row, Tx},
    params,
};
use domain::{agency::AgencyKind, policy::FieldClass};
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

type Rows<T> = Result<Vec<T>, DbError>;

fn classes(row: &Row<'_>) -> Result<BTreeSet<FieldClass>, DbError> {
    Ok(serde_json::from_value(row.get("classes")?).unwrap())
}

pub(super) fn facts(tx: &mut Tx<'_>, now: Timestamp) -> Result<Facts, DbError> {
    let today = now.to_zoned(jiff::tz::TimeZone::get("Europe/London").unwrap()).date();
    Ok(Facts {
        records: records(tx)?,
        kinds: kinds(tx)?.into_iter().collect(),
        agreements: agreements(tx)?,
        signed: signed(tx)?.into_iter().collect(),
        involvements: involvements(tx)?,
        gifts: gifts(tx)?,
        glass: glass(tx)?,
        seconds: seconds(tx)?,
        exclusions: exclusions(tx)?,
        offices: offices(tx)?,
        neighbours: neighbours(tx)?.into_iter().collect(),
        on_duty: on_duty(tx, now)?.into_iter().collect(),
        calls: calls(tx, now)?.into_iter().collect(),
        now,
        today,
    })
}

fn records(tx: &mut Tx<'_>) -> Rows<Record> {
    let referrals: BTreeMap<Uuid, (Uuid, Uuid)> = tx
        .list(
            "select referral_id, referring_agency_id, marac_id from referral_state
             where superseded_at is null",
            &[],
            |row| {
                let of = (row.get("referring_agency_id")?, row.get("marac_id")?);
                Ok((row.get("referral_id")?, of))
            },
        )?
        .into_iter()
        .collect();
    let persons: BTreeMap<Uuid, (Uuid, Uuid)> = tx
        .list(
            "select record_id, person_id, root_id from membership where superseded_at is null",
            &[],
            |row| Ok((row.get("record_id")?, (row.get("person_id")?, row.get("root_id")?))),
        )?
        .into_iter()
        .collect();
    tx.list(
        "select record_id, source_id, party, agency_id, given_names, family_name
         from person_record where superseded_at is null",
        &[],
        |row| {
            let (id, source): (Uuid, Uuid) = (row.get("record_id")?, row.get("source_id")?);
            let (person, root) = persons[&id];
            Ok(Record {
                id,
                root,
                person,
                source,
                party: row.get("party")?,
                holder: row.get("agency_id")?,
                referred_by: referrals.get(&source).map(|(by, _)| *by),
                marac: referrals.get(&source).map(|(_, marac)| *marac),
                given_names: row.get("given_names")?,
                family_name: row.get("family_name")?,
            })
        },
    )
}

fn kinds(tx: &mut Tx<'_>) -> Rows<(Uuid, (AgencyKind, bool))> {
    tx.list(
        "select agency_id, kind, status from agency_state where superseded_at is null",
        &[],
        |row| {
            let status: String = row.get("status")?;
            Ok((row.get("agency_id")?, (row.get("kind")?, status == "active")))
        },
    )
}

fn agreements(tx: &mut Tx<'_>) -> Rows<Agreement> {
    tx.list(
        "select agreement_id, gateways, classes, from_on, until_on, ended_at from agreement",
        &[],
        |row| {
            let ended: Option<Timestamp> = row.get("ended_at")?;
            Ok(Agreement {
                id: row.get("agreement_id")?,
                gateways: serde_json::from_value(row.get("gateways")?).unwrap(),
                classes: classes(row)?,
                from: row.get("from_on")?,
                until: row.get("until_on")?,
                is_ended: ended.is_some(),
            })
        },
    )
}

fn signed(tx: &mut Tx<'_>) -> Rows<(Uuid, Uuid)> {
    tx.list(
        "select agreement_id, agency_id from agreement_party where signed_on is not null",
        &[],
        |row| Ok((row.get("agreement_id")?, row.get("agency_id")?)),
    )
}

fn involvements(tx: &mut Tx<'_>) -> Rows<Involvement> {
    tx.list(
        "select i.source_id, i.agency_id, i.from_on, i.until_on,
                (v.involvement_id is not null) as is_side
         from involvement i left join perpetrator_side v on v.involvement_id = i.involvement_id
         where i.ended_at is null",
        &[],
        |row| {
            Ok(Involvement {
                source: row.get("source_id")?,
                agency: row.get("agency_id")?,
                from: row.get("from_on")?,
                until: row.get("until_on")?,
                is_side: row.get("is_side")?,
            })
        },
    )
}

fn gifts(tx: &mut Tx<'_>) -> Rows<Opened> {
    let anchors: Vec<(Uuid, Uuid)> =
        tx.list("select gift_id, root_id from gift_anchor", &[], |row| {
            Ok((row.get("gift_id")?, row.get("root_id")?))
        })?;
    tx.list(
        "select gift_id, user_id, agency_id, classes, ends_at from gift where ended_at is null",
        &[],
        |row| {
            let id: Uuid = row.get("gift_id")?;
            let own = anchors.iter().filter(|(of, _)| *of == id);
            Ok(Opened {
                user: row.get("user_id")?,
                roots: own.map(|(_, root)| *root).collect(),
                classes: classes(row)?,
                ends: row.get("ends_at")?,
                holder: Some(row.get("agency_id")?),
            })
        },
    )
}

fn glass(tx: &mut Tx<'_>) -> Rows<Opened> {
    let anchors: Vec<(Uuid, Uuid)> =
        tx.list("select glass_id, root_id from glass_anchor", &[], |row| {
            Ok((row.get("glass_id")?, row.get("root_id")?))
        })?;
    let sql = "select glass_id, user_id, ends_at from glass where ended_at is null";
    tx.list(sql, &[], |row| {
        let id: Uuid = row.get("glass_id")?;
        let own = anchors.iter().filter(|(of, _)| *of == id);
        Ok(Opened {
            user: row.get("user_id")?,
            roots: own.map(|(_, root)| *root).collect(),
            classes: BTreeSet::new(),
            ends: row.get("ends_at")?,
            holder: None,
        })
    })
}

/// Open until an hour after they were answered.
fn seconds(tx: &mut Tx<'_>) -> Rows<Opened> {
    let anchors: Vec<(Uuid, (Uuid, Uuid))> =
        tx.list("select second_id, source_id, root_id from second_opening_anchor", &[], |row| {
            Ok((row.get("second_id")?, (row.get("source_id")?, row.get("root_id")?)))
        })?;
    let sql = "select second_id, user_id, answered_at from second_opening where is_approved";
    tx.list(sql, &[], |row| {
        let id: Uuid = row.get("second_id")?;
        let own = anchors.iter().filter(|(of, _)| *of == id);
        let answered: Timestamp = row.get("answered_at")?;
        Ok(Opened {
            user: row.get("user_id")?,
            roots: own.map(|(_, (_, root))| *root).collect(),
            classes: BTreeSet::new(),
            ends: answered + SignedDuration::from_hours(1),
            holder: None,
        })
    })
}

fn exclusions(tx: &mut Tx<'_>) -> Rows<Exclusion> {
    let anchors: Vec<(Uuid, (Uuid, String))> =
        tx.list("select exclusion_id, source_id, party from exclusion_anchor", &[], |row| {
            Ok((row.get("exclusion_id")?, (row.get("source_id")?, row.get("party")?)))
        })?;
    let sql = "select exclusion_id, user_id, person_id from exclusion where ended_at is null";
    tx.list(sql, &[], |row| {
        let id: Uuid = row.get("exclusion_id")?;
        let own = anchors.iter().filter(|(of, _)| *of == id);
        Ok(Exclusion {
            user: row.get("user_id")?,
            person: row.get("person_id")?,
            anchors: own.map(|(_, anchor)| anchor.clone()).collect(),
        })
    })
}

fn offices(tx: &mut Tx<'_>) -> Rows<Office> {
    tx.list(
        "select o.marac_id, o.user_id, o.part, u.role, u.status, a.status as agency_status
         from marac_office o
         join user_state u on u.user_id = o.user_id and u.superseded_at is null
         join agency_state a on a.agency_id = u.agency_id and a.superseded_at is null
         where o.ended_at is null",
        &[],
        |row| {
            let (part, role): (String, String) = (row.get("part")?, row.get("role")?);
            let role_of_part = if part == "chair" { "chair" } else { "coordinator" };
            let states = [row.get::<String>("status")?, row.get::<String>("agency_status")?];
            Ok(Office {
                marac: row.get("marac_id")?,
                user: row.get("user_id")?,
                is_there: role == role_of_part && states.iter().all(|state| state == "active"),
                part,
            })
        },
    )
}

fn neighbours(tx: &mut Tx<'_>) -> Rows<(Uuid, Uuid)> {
    tx.list(
        "select marac_id, stand_in_id from marac_neighbour where ended_at is null",
        &[],
        |row| Ok((row.get("marac_id")?, row.get("stand_in_id")?)),
    )
}

fn on_duty(tx: &mut Tx<'_>, now: Timestamp) -> Rows<(Uuid, Uuid)> {
    tx.list(
        "select user_id, agency_id from duty
         where from_at <= $1 and $1 < until_at and ended_at is null",
        params![now],
        |row| Ok((row.get("user_id")?, row.get("agency_id")?)),
    )
}

fn calls(tx: &mut Tx<'_>, now: Timestamp) -> Rows<(Uuid, Uuid)> {
    tx.list(
        "select source_id, agency_id from duty_call where $1 < until_at and ended_at is null",
        params![now],
        |row| Ok((row.get("source_id")?, row.get("agency_id")?)),
    )
}
