//! A random county: who holds what about whom, who works for whom, and what was agreed, given,
//! opened and shut, on days before and after today. Planted row by row, behind the doors' back.

use super::{
    Dice,
    rows::{Held, Rows},
};
use crate::performance::{Cells, file, import};
use app::{
    App, Visitor,
    agency::{NewAgency, add_agency},
    db::{DbError, Tx, Value},
    import::reading::FileKind,
    testing::{World, operator, take_links},
};
use domain::{
    agency::{AgencyCode, AgencyKind, AgencyName},
    user::Role,
};
use std::collections::BTreeMap;
use uuid::Uuid;

const AGENCIES: [&str; 3] = ["FEN-POLICE", "AMBER-HOUSE", "PARTNERSHIP"];
const INCIDENTS: [(&str, usize); 2] = [("FEN-POLICE", 5), ("AMBER-HOUSE", 3)];
const REFERRALS: usize = 5;
const MARACS: [&str; 2] = ["Fenland MARAC", "Ouse MARAC"];
const ASKERS: usize = 24;
const AGREEMENTS: usize = 6;
const INVOLVEMENTS: usize = 14;
const VICTIMS: [&str; 7] = ["Ada", "Berthe", "Clio", "Dora", "Elspeth", "Fenella", "Greta"];
const OTHERS: [&str; 5] = ["Hugo", "Ivo", "Jasper", "Kit", "Lorcan"];

/// Somebody who uses Wicken.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asker {
    pub id: Uuid,
    pub role: Role,
    pub agency: Uuid,
    pub is_active: bool,
}

impl Asker {
    pub fn visitor(&self) -> Visitor {
        Visitor::Cookie(format!("session of {}", self.id))
    }
}

pub(super) struct County {
    pub askers: Vec<Asker>,
}

/// A record as a file has it: where it stands, and who is meant.
pub(super) struct Party {
    key: String,
    person: u64,
}

impl County {
    pub fn at(world: &World, dice: &mut Dice) -> County {
        let app = &world.app;
        let (parties, agencies) = begin(app, dice);
        let mut rows = Rows::at(app.clock().now(), dice);
        let askers = rows.askers(ASKERS, &agencies);
        let records = app.db().read(held).unwrap();
        rows.agreements(AGREEMENTS, &agencies);
        rows.involvements(INVOLVEMENTS, &agencies, &records);
        rows.personal(&askers, &records);
        rows.offices(&askers, &list(app, "select marac_id as id from marac order by name"));
        rows.duties(&askers, &records);
        rows.suspended(&agencies);
        rows.write(app);
        owe(app);
        // Who is who changes after all that: what was held to records holds to them.
        let parties = parties.into_iter().map(|party| moved(party, dice)).collect::<Vec<_>>();
        link(app, &parties);
        County { askers }
    }
}

/// As if all had been sent in again: who works on which case was written behind Wicken's back, and
/// linking gives those agencies the keys by which their people search.
fn owe(app: &App) {
    let none: &[Value] = &[];
    let owe = |tx: &mut Tx<'_>| {
        tx.execute(
            "insert into fact_due (source_kind, source_id, due_id)
             select 'incident', incident_id, incident_id from incident
             union all select 'referral', referral_id, referral_id from referral",
            none,
        )
    };
    app.db().write(owe).map(drop).unwrap();
}

/// Cases, and who stands in them, as files tell; and an agency that sends none.
pub(super) fn begin(app: &App, dice: &mut Dice) -> (Vec<Party>, Vec<Uuid>) {
    app.change(&operator(), |ctx| {
        let (code, name) = (AgencyCode::parse("PROBATION")?, AgencyName::parse("Probation")?);
        add_agency(ctx, NewAgency { code, name, kind: AgencyKind::Probation })
    })
    .unwrap();
    let parties = send_files(app, dice);
    link(app, &parties);
    let none: &[Value] = &[];
    let forget = |tx: &mut Tx<'_>| tx.execute("delete from marac_office", none).map(drop);
    app.db().write(forget).unwrap();
    (parties, list(app, "select agency_id as id from agency order by code"))
}

/// One record in four turns out to be somebody else.
fn moved(party: Party, dice: &mut Dice) -> Party {
    let many = if party.person < 100 { VICTIMS.len() } else { OTHERS.len() };
    let first = if party.person < 100 { 1 } else { 100 };
    match dice.one_in(4) {
        true => Party { person: first + dice.below(many) as u64, ..party },
        false => party,
    }
}

fn link(app: &App, parties: &[Party]) {
    let truth: BTreeMap<String, u64> =
        parties.iter().map(|party| (party.key.clone(), party.person)).collect();
    take_links(app, &truth).unwrap();
}

fn send_files(app: &App, dice: &mut Dice) -> Vec<Party> {
    let mut parties = Vec::new();
    for (sender, many) in INCIDENTS {
        let rows = (0..many).map(|number| {
            let reference = format!("{}{number}", &sender[..1]);
            row(dice, (sender, &reference), false, &mut parties)
        });
        send(app, FileKind::Incidents, sender, rows.collect());
    }
    let rows = (0..REFERRALS)
        .map(|number| row(dice, ("PARTNERSHIP", &format!("R{number}")), true, &mut parties));
    send(app, FileKind::Referrals, "PARTNERSHIP", rows.collect());
    parties
}

fn row(
    dice: &mut Dice,
    (sender, reference): (&str, &str),
    is_referral: bool,
    parties: &mut Vec<Party>,
) -> Vec<(&'static str, String)> {
    let (victim, other) = (dice.below(VICTIMS.len()), dice.below(OTHERS.len()));
    let day = 1 + dice.below(28);
    let second = if is_referral { "perpetrator" } else { "suspect" };
    for (party, person) in [("victim", 1 + victim), (second, 100 + other)] {
        let key = format!("{sender}/{reference}/{party}");
        parties.push(Party { key, person: person as u64 });
    }
    let mut row = vec![
        ("honour_based", "yes".to_owned()),
        ("victim_given_names", VICTIMS[victim].to_owned()),
        ("victim_family_name", "Marchbanks".to_owned()),
        ("victim_date_of_birth", format!("198{victim}-02-11")),
        ("victim_religion", "not_asked".to_owned()),
    ];
    let mut say = |name: &'static str, value: String| row.push((name, value));
    match is_referral {
        true => {
            say("referral_ref", reference.to_owned());
            say("marac", dice.one_of(&MARACS).to_owned());
            say("referring_agency", dice.one_of(&AGENCIES).to_owned());
            say("referred_on", format!("2026-08-{day:02}"));
            say("heard_on", format!("2026-09-{day:02}"));
            say("perpetrator_given_names", OTHERS[other].to_owned());
            say("perpetrator_family_name", "Quillfeather".to_owned());
            say("perpetrator_date_of_birth", format!("197{other}-07-03"));
        }
        false => {
            say("incident_ref", reference.to_owned());
            say("area", "Fenland".to_owned());
            say("reported_on", format!("2026-08-{day:02}"));
            say("suspect_given_names", OTHERS[other].to_owned());
            say("suspect_family_name", "Quillfeather".to_owned());
            say("suspect_date_of_birth", format!("197{other}-07-03"));
        }
    }
    row
}

fn send(app: &App, kind: FileKind, sender: &str, rows: Vec<Vec<(&'static str, String)>>) {
    let rows: Vec<Vec<(&str, &str)>> = rows
        .iter()
        .map(|row| row.iter().map(|(name, value)| (*name, value.as_str())).collect())
        .collect();
    let rows: Vec<Cells<'_>> = rows.iter().map(Vec::as_slice).collect();
    import(app, kind, sender, &file(&rows));
}

pub(super) fn held(tx: &mut Tx<'_>) -> Result<Vec<Held>, DbError> {
    let sql = "select m.person_id, m.record_id, m.root_id, r.source_id, r.party, r.agency_id,
                      s.referring_agency_id
               from membership m
               join person_record r on r.record_id = m.record_id
               left join referral_state s on s.referral_id = r.source_id
                    and s.superseded_at is null
               where m.superseded_at is null and r.superseded_at is null order by r.record_id";
    tx.list(sql, &[], |row| {
        Ok(Held {
            id: row.get("record_id")?,
            person: row.get("person_id")?,
            root: row.get("root_id")?,
            source: row.get("source_id")?,
            party: row.get("party")?,
            holder: row.get("agency_id")?,
            referred_by: row.get("referring_agency_id")?,
        })
    })
}

pub(super) fn list(app: &App, sql: &'static str) -> Vec<Uuid> {
    app.db().read(|tx| tx.list(sql, &[], |row| row.get::<Uuid>("id"))).unwrap()
}
