//! A police incident as rows of the extract.

use super::{
    csv::{Cell, Column},
    hand::police,
    party::{Party, Sitting, date_cell, write_party},
};
use crate::county::{
    calendar::{Day, civil, day},
    incidents::{Incident, Standing},
    pairs::World,
    places::AREAS,
    random::{Random, hashed},
};
use jiff::civil::date;

pub(crate) struct IncidentRow {
    pub(crate) reference: String,
    reported_on: String,
    reported_at: String,
    occurred_on: String,
    area: String,
    postcode: String,
    record_status: &'static str,
    definition: &'static str,
    risk_grade: &'static str,
    relationship: &'static str,
    honour_based: &'static str,
    forced_marriage: &'static str,
    alcohol: &'static str,
    drugs: &'static str,
    crime_refs: String,
    offence: &'static str,
    outcome: &'static str,
    children_present: String,
    pub(crate) victim: Party,
    pub(crate) suspect: Party,
    pub(crate) victim_number: u32,
    pub(crate) suspect_number: u32,
}

const EARLY_PARTY: [&str; 11] = [
    "ref",
    "given_names",
    "family_name",
    "other_names",
    "date_of_birth",
    "age",
    "sex",
    "address",
    "postcode",
    "phone",
    "ethnicity",
];

const RECENT_PARTY: [&str; 16] = [
    "ref",
    "given_names",
    "family_name",
    "other_names",
    "date_of_birth",
    "age",
    "sex",
    "address",
    "postcode",
    "phone",
    "email",
    "ethnicity",
    "ethnicity_list",
    "disability",
    "nationality",
    "language",
];

/// What the system of the time gives out: the old one had no times and no list of groups.
pub(crate) fn incident_columns(early: bool) -> Vec<Column<IncidentRow>> {
    let mut columns = vec![Column::new("incident_ref", |row: &IncidentRow| &row.reference)];
    columns.push(match early {
        true => Column::new("reported_on", |row| &row.reported_on),
        false => Column::new("reported_at", |row| &row.reported_at),
    });
    let told: [(&str, Cell<IncidentRow>); 13] = [
        ("occurred_on", |row| &row.occurred_on),
        ("area", |row| &row.area),
        ("postcode", |row| &row.postcode),
        ("record_status", |row| row.record_status),
        ("relationship", |row| row.relationship),
        ("risk_grade", |row| row.risk_grade),
        ("honour_based", |row| row.honour_based),
        ("alcohol", |row| row.alcohol),
        ("drugs", |row| row.drugs),
        ("crime_refs", |row| &row.crime_refs),
        ("offence", |row| row.offence),
        ("outcome", |row| row.outcome),
        ("children_present", |row| &row.children_present),
    ];
    columns.extend(told.map(|(name, cell)| Column::new(name, cell)));
    if !early {
        columns.push(Column::new("definition", |row| row.definition));
        columns.push(Column::new("forced_marriage", |row| row.forced_marriage));
    }
    let names: &[&str] = if early { &EARLY_PARTY } else { &RECENT_PARTY };
    columns.extend(Column::of_party("victim", names, |row: &IncidentRow| &row.victim));
    columns.extend(Column::of_party("suspect", names, |row: &IncidentRow| &row.suspect));
    columns
}

/// What the police did not know, or had wrong, when they first sent an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Draft {
    /// Nothing: as it is in the end.
    Final,
    /// Neither the outcome nor who else was there.
    Unfinished,
    NoSuspect,
    OtherStanding(Standing),
    OtherArea(u8),
}

/// The rows of one incident, of every version the same but for what `draft` says.
pub(crate) fn incident_rows(
    world: &World,
    incident: &Incident,
    reference: &str,
    sitting: Sitting,
    draft: Draft,
) -> Vec<IncidentRow> {
    let pair = world.pair(incident.pair);
    let about = [sitting.seed, 1, u64::from(incident.pair), incident.day as u64];
    let mut chance = Random::of(&[hashed(&about), u64::from(incident.minute)]);
    let mut parties = vec![(pair.victim, pair.suspect, pair.bond)];
    for (helper, bond) in pair.helpers.iter().take(3) {
        if chance.chance(0.45) {
            parties.push((pair.victim, *helper, *bond));
        }
    }
    if let (Some((other, bond)), 1) = (pair.bystander, parties.len())
        && chance.chance(0.5)
    {
        parties.push((other, pair.suspect, bond));
    }
    let mut common = Common::write(world, incident, &mut chance, sitting);
    if !common.offence.is_empty() {
        common.crime_refs = crime_refs(&mut chance, reference);
    }
    common.amend(draft);
    let (of_victim, of_suspect) = (police(true, sitting.early), police(false, sitting.early));
    let mut rows: Vec<IncidentRow> = Vec::new();
    for (victim, suspect, bond) in parties {
        // One incident writes of one person once.
        let known = rows.iter().find(|row| row.victim_number == victim);
        let victim_party = match known {
            Some(row) => row.victim.clone(),
            None => write_party(world, &mut chance, victim, &of_victim, sitting),
        };
        let known = rows.iter().find(|row| row.suspect_number == suspect);
        let suspect_party = match known {
            Some(row) => row.suspect.clone(),
            None => write_party(world, &mut chance, suspect, &of_suspect, sitting),
        };
        let relationship = relationship(&mut chance, pair.relationship_on(bond, incident.day));
        let mut row = common.row(reference, relationship, victim_party, suspect_party);
        (row.victim_number, row.suspect_number) = (victim, suspect);
        if draft == Draft::NoSuspect {
            row.suspect = Party { sex: row.suspect.sex, ..Party::default() };
        }
        rows.push(row);
    }
    rows
}

fn relationship(chance: &mut Random, told: &'static str) -> &'static str {
    match chance.unit() {
        ..0.02 => "",
        0.02..0.035 => "not_known",
        _ => told,
    }
}

/// What every row of an incident repeats.
struct Common {
    reported_on: String,
    reported_at: String,
    occurred_on: String,
    area: String,
    postcode: String,
    standing: Standing,
    definition: &'static str,
    risk_grade: &'static str,
    honour_based: &'static str,
    forced_marriage: &'static str,
    alcohol: &'static str,
    drugs: &'static str,
    crime_refs: String,
    offence: &'static str,
    outcome: &'static str,
    children_present: String,
}

impl Common {
    fn write(world: &World, incident: &Incident, chance: &mut Random, sitting: Sitting) -> Self {
        let pair = world.pair(incident.pair);
        let reported = civil(incident.day);
        let (hour, minute) = (incident.minute / 60, incident.minute % 60);
        let back = match chance.unit() {
            ..0.75 => 0,
            0.75..0.95 => chance.between(1, 6),
            0.95..0.993 => chance.between(7, 200),
            _ => chance.between(200, 4_000),
        };
        let crime = crime(chance);
        let home = world.person(pair.victim).home_on(incident.day);
        let yes = |is: bool| if is { "yes" } else { "no" };
        Self {
            reported_on: date_cell(reported, sitting.slashes),
            reported_at: format!("{}T{hour:02}:{minute:02}", date_cell(reported, false)),
            occurred_on: date_cell(civil(incident.day - back), sitting.slashes),
            area: area_cell(incident.area, chance.chance(0.04)),
            postcode: world
                .places
                .postcode(home)
                .filter(|_| chance.chance(0.9))
                .unwrap_or_default(),
            standing: incident.standing,
            definition: definition(incident.day, chance),
            risk_grade: risk_grade(chance, incident.day),
            honour_based: yes(pair.honour && chance.chance(0.8)),
            forced_marriage: yes(pair.forced_marriage && chance.chance(0.7)),
            alcohol: chance.pick(&["yes", "yes", "no", "no", "no", ""]),
            drugs: chance.pick(&["yes", "no", "no", "no", ""]),
            crime_refs: String::new(),
            offence: crime.unwrap_or_default(),
            outcome: if crime.is_some() { outcome(chance) } else { "" },
            children_present: match chance.chance(0.4) {
                true => chance.pick(&["1", "1", "2", "2", "3", "4"]).to_owned(),
                false => chance.pick(&["0", "0", ""]).to_owned(),
            },
        }
    }

    fn amend(&mut self, draft: Draft) {
        match draft {
            Draft::Final | Draft::NoSuspect => {}
            Draft::Unfinished => {
                self.outcome = "";
                self.children_present.clear();
            }
            Draft::OtherStanding(standing) => self.standing = standing,
            Draft::OtherArea(area) => self.area = area_cell(area, false),
        }
    }

    fn row(
        &self,
        reference: &str,
        relationship: &'static str,
        victim: Party,
        suspect: Party,
    ) -> IncidentRow {
        IncidentRow {
            reference: reference.to_owned(),
            reported_on: self.reported_on.clone(),
            reported_at: self.reported_at.clone(),
            occurred_on: self.occurred_on.clone(),
            area: self.area.clone(),
            postcode: self.postcode.clone(),
            record_status: self.standing.code(),
            definition: self.definition,
            risk_grade: self.risk_grade,
            relationship,
            honour_based: self.honour_based,
            forced_marriage: self.forced_marriage,
            alcohol: self.alcohol,
            drugs: self.drugs,
            crime_refs: self.crime_refs.clone(),
            offence: self.offence,
            outcome: self.outcome,
            children_present: self.children_present.clone(),
            victim,
            suspect,
            victim_number: 0,
            suspect_number: 0,
        }
    }
}

pub(crate) fn area_cell(area: u8, by_code: bool) -> String {
    let area = &AREAS[usize::from(area)];
    if by_code { area.code } else { area.name }.to_owned()
}

fn definition(on: Day, chance: &mut Random) -> &'static str {
    let told = on < day(date(2009, 4, 1)) || chance.chance(0.3);
    if told { "" } else { "da2021" }
}

fn risk_grade(chance: &mut Random, on: Day) -> &'static str {
    let graded = if on < day(date(2005, 4, 1)) { 0.1 } else { 0.95 };
    if !chance.chance(graded) {
        return "";
    }
    chance.pick(&["standard", "standard", "standard", "standard", "medium", "medium", "high"])
}

fn crime(chance: &mut Random) -> Option<&'static str> {
    let offences = [
        "common assault",
        "common assault",
        "assault occasioning actual bodily harm",
        "harassment",
        "criminal damage",
        "threats to kill",
        "stalking",
        "grievous bodily harm",
        "breach of non-molestation order",
        "common assault;criminal damage",
    ];
    chance.chance(0.42).then(|| chance.pick(&offences))
}

fn crime_refs(chance: &mut Random, reference: &str) -> String {
    let number = reference.trim_start_matches("DV");
    match chance.chance(0.08) {
        true => format!("CR{number}A;CR{number}B"),
        false => format!("CR{number}A"),
    }
}

fn outcome(chance: &mut Random) -> &'static str {
    chance.pick(&[
        "no further action",
        "evidential difficulties",
        "evidential difficulties",
        "charged",
        "caution",
        "victim does not support",
        "victim does not support",
    ])
}
