//! Rows that linking reads and writes: records, people, memberships, links and what is due.

use super::{
    evidence::{Band, Evidence},
    gather::{Decision, LeftBehind, Line, Member, NamedBefore, Party, Says},
    named::Named,
};
use crate::{
    db::{DbError, Row, Tx},
    params,
};
use domain::ids::{ModelId, PersonId, RecordId};
use jiff::Timestamp;
use uuid::Uuid;

fn party(row: &Row<'_>) -> Result<Party, DbError> {
    Ok(Party {
        id: row.get("record_id")?,
        source: row.get("source_id")?,
        role: row.get("party")?,
        own_ref: row.get("own_ref")?,
        named: named(row)?,
    })
}

fn named(row: &Row<'_>) -> Result<Named, DbError> {
    let name = "other_names";
    let other_names = serde_json::from_value::<Vec<String>>(row.get(name)?);
    Ok(Named {
        given_names: row.get("given_names")?,
        family_name: row.get("family_name")?,
        other_names: other_names
            .map_err(|error| DbError::Column { name, why: error.to_string() })?,
        date_of_birth: row.get("date_of_birth")?,
        nhs_number: row.get("nhs_number")?,
    })
}

fn member(row: &Row<'_>) -> Result<Member, DbError> {
    Ok(Member {
        id: row.get("membership_id")?,
        person: row.get("person_id")?,
        root: row.get("root_id")?,
    })
}

fn line(row: &Row<'_>) -> Result<Line, DbError> {
    let is_member = row.get::<Option<Uuid>>("membership_id")?.is_some();
    let key: Option<Uuid> = row.get("secret_id")?;
    let wrapped: Option<Vec<u8>> = row.get("wrapped")?;
    Ok(Line {
        party: party(row)?,
        agency: row.get("agency")?,
        is_named: row.get("is_named")?,
        age: row.get("age")?,
        seen_on: row.get("seen_on")?,
        is_referral: row.get::<String>("source_kind")? == "referral",
        sex: row.get("sex")?,
        sealed: [row.get("address")?, row.get("postcode")?, row.get("phone")?, row.get("email")?],
        key: key.zip(wrapped),
        member_of: if is_member { Some(member(row)?) } else { None },
    })
}

/// Records as they are now, in the order of their ids, each with its key and its membership.
pub(super) fn list_current(
    tx: &mut Tx<'_>,
    after: RecordId,
    most: i64,
) -> Result<Vec<Line>, DbError> {
    tx.list(
        "select r.record_id, a.code as agency, r.source_kind, r.source_id, r.party, r.is_named,
                r.own_ref, r.given_names, r.family_name, r.other_names, r.date_of_birth, r.age,
                r.seen_on, r.sex, r.nhs_number, r.address, r.postcode, r.phone, r.email,
                k.secret_id, k.wrapped, m.membership_id, m.person_id, m.root_id
         from person_record r
         join agency a on a.agency_id = r.agency_id
         left join record_key k on k.record_id = r.record_id
         left join membership m on m.record_id = r.record_id and m.superseded_at is null
         where r.superseded_at is null and $1 < r.record_id
         order by r.record_id limit $2",
        params![after, most],
        line,
    )
}

/// Records that others have taken the place of, whose memberships nobody has ended yet.
pub(super) fn list_left_behind(tx: &mut Tx<'_>) -> Result<Vec<LeftBehind>, DbError> {
    tx.list(
        "select r.record_id, r.source_id, r.party, r.own_ref, r.given_names, r.family_name,
                r.other_names, r.date_of_birth, r.nhs_number,
                m.membership_id, m.person_id, m.root_id
         from fact_due d
         join person_record r on r.source_id = d.source_id and r.superseded_at is not null
         join membership m on m.record_id = r.record_id and m.superseded_at is null
         order by r.record_id",
        params![],
        |row| Ok(LeftBehind { party: party(row)?, member_of: member(row)? }),
    )
}

/// Whom the records named that ever stood under the root of one of [`list_left_behind`].
pub(super) fn list_named_before(tx: &mut Tx<'_>) -> Result<NamedBefore, DbError> {
    let mut before = NamedBefore::new();
    let mut rows: Vec<(RecordId, RecordId, Named)> = tx.list(
        "select m.root_id, b.record_id, b.given_names, b.family_name, b.other_names,
                b.date_of_birth, b.nhs_number
         from fact_due d
         join person_record r on r.source_id = d.source_id and r.superseded_at is not null
         join membership m on m.record_id = r.record_id and m.superseded_at is null
         join membership p on p.root_id = m.root_id and p.superseded_at is not null
         join person_record b on b.record_id = p.record_id
         union all
         select m.root_id, r.record_id, r.given_names, r.family_name, r.other_names,
                r.date_of_birth, r.nhs_number
         from fact_due d
         join person_record r on r.source_id = d.source_id and r.superseded_at is not null
         join membership m on m.record_id = r.record_id and m.superseded_at is null",
        params![],
        |row| Ok((row.get("root_id")?, row.get("record_id")?, named(row)?)),
    )?;
    rows.sort_by_key(|(_, record, _)| *record);
    for (root, _, named) in rows {
        before.entry(root).or_default().push(named);
    }
    Ok(before)
}

/// What people decided, with both records as they were then.
pub(super) fn list_decisions(tx: &mut Tx<'_>) -> Result<Vec<Decision>, DbError> {
    let list = |tx: &mut Tx<'_>, sql| {
        tx.list(sql, params![], |row| {
            let verdict: String = row.get("verdict")?;
            let in_force_at: Option<Timestamp> = row.get("in_force_at")?;
            let says = match (verdict.as_str(), in_force_at) {
                ("same", Some(_)) => Says::Same,
                ("different", Some(_)) => Says::Different,
                _ => Says::Nothing,
            };
            Ok((says, party(row)?, row.get("weight")?))
        })
    };
    let left = list(
        tx,
        "select d.verdict, d.in_force_at, d.weight, r.record_id, r.source_id, r.party, r.own_ref,
                r.given_names, r.family_name, r.other_names, r.date_of_birth, r.nhs_number
         from link_decision d join person_record r on r.record_id = d.left_id
         where d.superseded_at is null order by d.decision_id",
    )?;
    let right = list(
        tx,
        "select d.verdict, d.in_force_at, d.weight, r.record_id, r.source_id, r.party, r.own_ref,
                r.given_names, r.family_name, r.other_names, r.date_of_birth, r.nhs_number
         from link_decision d join person_record r on r.record_id = d.right_id
         where d.superseded_at is null order by d.decision_id",
    )?;
    let both = left.into_iter().zip(right);
    let decision = |((says, left, weight), (_, right, _))| Decision { says, left, right, weight };
    Ok(both.map(decision).collect())
}

fn evidence(row: &Row<'_>) -> Result<(Uuid, Evidence), DbError> {
    let found = Evidence {
        left: row.get("left_id")?,
        right: row.get("right_id")?,
        band: row.get("band")?,
        weight: row.get("weight")?,
        probability: row.get("probability")?,
        rank: row.get("rank")?,
    };
    Ok((row.get("link_id")?, found))
}

/// Links and pairs for review as they are now, in the order of their ids, without the reasons.
pub(super) fn list_evidence(
    tx: &mut Tx<'_>,
    after: Uuid,
    most: i64,
) -> Result<Vec<(Uuid, Evidence)>, DbError> {
    tx.list(
        "select link_id, left_id, right_id, band, weight, probability, rank from link
         where superseded_at is null and $1 < link_id order by link_id limit $2",
        params![after, most],
        evidence,
    )
}

pub(super) fn is_anything_due(tx: &mut Tx<'_>) -> Result<bool, DbError> {
    let found = tx.find("select 1 as due from fact_due limit 1", params![], |_| Ok(()))?;
    Ok(found.is_some())
}

/// Whoever was joined to somebody else is there still.
pub(super) fn insert_person_unless_there(
    tx: &mut Tx<'_>,
    id: PersonId,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "insert into person (person_id, made_at) values ($1, $2)
         on conflict (person_id) do nothing",
        params![id, now],
    )?;
    Ok(())
}

pub(super) fn update_membership_ended(
    tx: &mut Tx<'_>,
    id: Uuid,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "update membership set superseded_at = $2
         where membership_id = $1 and superseded_at is null",
        params![id, now],
    )?;
    Ok(())
}

pub(super) fn insert_membership(
    tx: &mut Tx<'_>,
    (id, root): (Uuid, RecordId),
    (record, person): (RecordId, PersonId),
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "insert into membership (membership_id, record_id, person_id, root_id, recorded_at)
         values ($1, $2, $3, $4, $5)",
        params![id, record, person, root, now],
    )?;
    Ok(())
}

/// Who counts as one with whom now: of each row its id, the person and by whom they count.
pub(super) fn list_guesses(tx: &mut Tx<'_>) -> Result<Vec<(Uuid, PersonId, PersonId)>, DbError> {
    tx.list(
        "select guess_id, person_id, group_id from guess where superseded_at is null",
        params![],
        |row| Ok((row.get("guess_id")?, row.get("person_id")?, row.get("group_id")?)),
    )
}

pub(super) fn update_guess_ended(tx: &mut Tx<'_>, id: Uuid, now: Timestamp) -> Result<(), DbError> {
    tx.execute(
        "update guess set superseded_at = $2 where guess_id = $1 and superseded_at is null",
        params![id, now],
    )?;
    Ok(())
}

pub(super) fn insert_guess(
    tx: &mut Tx<'_>,
    id: Uuid,
    (person, group): (PersonId, PersonId),
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "insert into guess (guess_id, person_id, group_id, recorded_at) values ($1, $2, $3, $4)",
        params![id, person, group, now],
    )?;
    Ok(())
}

/// What was learnt, the latest first; a few, since one of another version cannot be read.
pub(super) fn list_models(tx: &mut Tx<'_>) -> Result<Vec<(ModelId, serde_json::Value)>, DbError> {
    tx.list(
        "select model_id, parameters from link_model order by made_at desc, model_id desc limit 4",
        params![],
        |row| Ok((row.get("model_id")?, row.get("parameters")?)),
    )
}

pub(super) fn insert_model(
    tx: &mut Tx<'_>,
    id: ModelId,
    (version, parameters): (&str, serde_json::Value),
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "insert into link_model (model_id, version, parameters, made_at) values ($1, $2, $3, $4)",
        params![id, version, parameters, now],
    )?;
    Ok(())
}

pub(super) fn update_link_rank(tx: &mut Tx<'_>, id: Uuid, rank: i64) -> Result<(), DbError> {
    tx.execute("update link set rank = $2 where link_id = $1", params![id, rank])?;
    Ok(())
}

pub(super) fn update_link_ended(tx: &mut Tx<'_>, id: Uuid, now: Timestamp) -> Result<(), DbError> {
    tx.execute(
        "update link set superseded_at = $2 where link_id = $1 and superseded_at is null",
        params![id, now],
    )?;
    Ok(())
}

pub(super) fn insert_link(
    tx: &mut Tx<'_>,
    id: Uuid,
    (evidence, reasons, model): (&Evidence, serde_json::Value, ModelId),
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "insert into link (link_id, left_id, right_id, band, weight, probability, rank, reasons,
                           model_id, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        params![
            id,
            evidence.left,
            evidence.right,
            evidence.band,
            evidence.weight,
            evidence.probability,
            evidence.rank,
            reasons,
            model,
            now,
        ],
    )?;
    Ok(())
}

/// Each current record with the code of its sender, the reference, its party as files call it, and
/// the first row of the reference in which it stands, from 1.
#[cfg(feature = "testing")]
pub(super) fn list_rows(tx: &mut Tx<'_>) -> Result<Vec<super::told::Standing>, DbError> {
    tx.list(
        "select p.victim_id as record_id, a.code, i.reference, 'victim' as party,
                min(p.place) as place
         from incident_state s join incident_pair p on p.state_id = s.state_id
         join incident i on i.incident_id = s.incident_id
         join agency a on a.agency_id = i.agency_id
         where s.superseded_at is null group by p.victim_id, a.code, i.reference
         union all
         select p.perpetrator_id, a.code, i.reference, 'suspect', min(p.place)
         from incident_state s join incident_pair p on p.state_id = s.state_id
         join incident i on i.incident_id = s.incident_id
         join agency a on a.agency_id = i.agency_id
         where s.superseded_at is null group by p.perpetrator_id, a.code, i.reference
         union all
         select s.victim_id, a.code, f.reference, 'victim', 1
         from referral_state s join referral f on f.referral_id = s.referral_id
         join agency a on a.agency_id = f.agency_id where s.superseded_at is null
         union all
         select p.record_id, a.code, f.reference, 'perpetrator', min(p.place)
         from referral_state s join referral_perpetrator p on p.state_id = s.state_id
         join referral f on f.referral_id = s.referral_id
         join agency a on a.agency_id = f.agency_id
         where s.superseded_at is null group by p.record_id, a.code, f.reference",
        params![],
        |row| {
            Ok(super::told::Standing {
                record: row.get("record_id")?,
                reference: format!(
                    "{}/{}",
                    row.get::<String>("code")?,
                    row.get::<String>("reference")?
                ),
                party: row.get("party")?,
                place: row.get("place")?,
            })
        },
    )
}

impl crate::db::Column for Band {
    fn read(cell: &crate::db::Cell<'_>) -> Result<Self, String> {
        match String::read(cell)?.as_str() {
            "link" => Ok(Band::Link),
            "review" => Ok(Band::Review),
            other => Err(format!("{other:?} is no band")),
        }
    }
}

impl From<Band> for crate::db::Value {
    fn from(band: Band) -> Self {
        let code = match band {
            Band::Link => "link",
            Band::Review => "review",
        };
        code.into()
    }
}
