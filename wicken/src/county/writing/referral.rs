//! A referral as rows of the register.

use super::{
    csv::{Cell, Column},
    hand::{Hand, register},
    incident::area_cell,
    party::{Party, Sitting, date_cell, write_party},
};
use crate::county::{
    calendar::civil,
    marac::{Fate, MARAC_OF_AREA, MARACS, REFERRERS, Referral},
    pairs::World,
    people::trait_of,
    random::{Random, hashed},
};

#[derive(Clone)]
pub(crate) struct ReferralRow {
    reference: String,
    marac: &'static str,
    referred_on: String,
    referring_agency: &'static str,
    status: &'static str,
    incident_on: String,
    identified_on: String,
    same_incident_as: String,
    heard_on: String,
    meeting_kind: &'static str,
    criteria: String,
    checklist: &'static str,
    checklist_score: String,
    referring_agency_kind: &'static str,
    area: String,
    children_count: String,
    pregnant: &'static str,
    honour_based: &'static str,
    forced_marriage: &'static str,
    relationship: &'static str,
    victim_aware: &'static str,
    victim_agrees: &'static str,
    victim_lgbt: &'static str,
    pub(crate) victim: Party,
    pub(crate) perpetrator: Party,
    pub(crate) victim_number: u32,
    pub(crate) perpetrator_number: u32,
}

const EARLY_PARTY: [&str; 14] = [
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
    "nhs_number",
    "ethnicity",
    "ethnicity_list",
    "disability",
];

const RECENT_PARTY: [&str; 22] = [
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
    "nhs_number",
    "ethnicity",
    "ethnicity_list",
    "gender_identity",
    "sexual_orientation",
    "religion",
    "disability",
    "nationality",
    "language",
    "employment",
    "education_level",
];

pub(crate) fn referral_columns(early: bool) -> Vec<Column<ReferralRow>> {
    let told: [(&str, Cell<ReferralRow>); 23] = [
        ("referral_ref", |row| &row.reference),
        ("marac", |row| row.marac),
        ("referred_on", |row| &row.referred_on),
        ("referring_agency", |row| row.referring_agency),
        ("referring_agency_kind", |row| row.referring_agency_kind),
        ("status", |row| row.status),
        ("incident_on", |row| &row.incident_on),
        ("identified_on", |row| &row.identified_on),
        ("same_incident_as", |row| &row.same_incident_as),
        ("heard_on", |row| &row.heard_on),
        ("meeting_kind", |row| row.meeting_kind),
        ("criteria", |row| &row.criteria),
        ("checklist", |row| row.checklist),
        ("checklist_score", |row| &row.checklist_score),
        ("area", |row| &row.area),
        ("children_count", |row| &row.children_count),
        ("pregnant", |row| row.pregnant),
        ("honour_based", |row| row.honour_based),
        ("forced_marriage", |row| row.forced_marriage),
        ("relationship", |row| row.relationship),
        ("victim_aware", |row| row.victim_aware),
        ("victim_agrees", |row| row.victim_agrees),
        ("victim_lgbt", |row| row.victim_lgbt),
    ];
    let mut columns: Vec<_> =
        told.into_iter().map(|(name, cell)| Column::new(name, cell)).collect();
    let names: &[&str] = if early { &EARLY_PARTY } else { &RECENT_PARTY };
    columns.extend(Column::of_party("victim", names, |row: &ReferralRow| &row.victim));
    columns.extend(Column::of_party("perpetrator", names, |row: &ReferralRow| &row.perpetrator));
    columns
}

/// What the register did not say yet when a referral was first sent; while it is not final, no
/// meeting has heard it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// As it is in the end.
    Final,
    NotHeard,
    NotJudged,
    PerpetratorUnknown,
    OtherArea(u8),
}

/// References of this referral and of the one it says is of the same incident.
pub(crate) struct References<'a> {
    pub(crate) own: &'a str,
    pub(crate) same: Option<&'a str>,
}

/// The rows of one referral: the victim once, and each perpetrator.
pub(crate) fn referral_rows(
    world: &World,
    referral: &Referral,
    references: &References<'_>,
    sitting: Sitting,
    stage: Stage,
) -> Vec<ReferralRow> {
    let pair = world.pair(referral.pair);
    let about = [sitting.seed, 2, u64::from(referral.pair), referral.day as u64];
    let mut chance = Random::of(&[hashed(&about), u64::from(referral.by)]);
    let kind = REFERRERS[usize::from(referral.by)].kind;
    let (of_victim, of_other) = (register(true, kind), register(false, kind));
    let mut common = common_row(world, referral, references, sitting, &mut chance);
    common.victim = write_party(world, &mut chance, pair.victim, &of_victim, sitting);
    common.victim_number = pair.victim;
    let mut parties = vec![(pair.suspect, pair.bond, of_other)];
    for (helper, bond) in &pair.helpers {
        if pair.honour || chance.chance(0.4) {
            let unnamed = if pair.honour { 0.3 } else { 0.1 };
            parties.push((*helper, *bond, Hand { unnamed, ..of_other }));
        }
    }
    let mut rows = Vec::new();
    for (number, bond, hand) in parties {
        let mut row = common.clone();
        row.perpetrator = write_party(world, &mut chance, number, &hand, sitting);
        row.perpetrator_number = number;
        row.relationship = pair.relationship_on(bond, referral.day);
        rows.push(row);
    }
    for row in &mut rows {
        amend(row, stage);
    }
    rows
}

fn amend(row: &mut ReferralRow, stage: Stage) {
    match stage {
        Stage::Final => {}
        Stage::NotHeard => {
            row.heard_on.clear();
            row.meeting_kind = "";
        }
        Stage::NotJudged => {
            amend(row, Stage::NotHeard);
            row.status = not_judged(&row.reference);
        }
        Stage::PerpetratorUnknown => {
            amend(row, Stage::NotHeard);
            row.perpetrator =
                Party { sex: std::mem::take(&mut row.perpetrator.sex), ..Party::default() };
        }
        Stage::OtherArea(area) => {
            amend(row, Stage::NotHeard);
            row.area = area_cell(area, false);
        }
    }
}

/// Every other one is told of in words of the register's own, which no list has: an import takes
/// such a referral as submitted, and says so.
fn not_judged(reference: &str) -> &'static str {
    let number = reference.rsplit('-').next().and_then(|number| number.parse::<u32>().ok());
    match number {
        Some(number) if number.is_multiple_of(2) => "awaiting triage",
        Some(_) | None => Fate::Submitted.code(),
    }
}

fn common_row(
    world: &World,
    referral: &Referral,
    references: &References<'_>,
    sitting: Sitting,
    chance: &mut Random,
) -> ReferralRow {
    let pair = world.pair(referral.pair);
    let date = |day| date_cell(civil(day), sitting.slashes);
    let by = &REFERRERS[usize::from(referral.by)];
    let marac = MARAC_OF_AREA[usize::from(referral.area)];
    let (checklist, score) = checklist(chance, sitting.early, by.kind);
    let is = |which| trait_of(sitting.seed, pair.victim, which);
    let is_lgbt = world.person(pair.victim).same_sex_couple;
    ReferralRow {
        reference: references.own.to_owned(),
        marac: MARACS[marac].name,
        referred_on: date(referral.day),
        referring_agency: by.code,
        referring_agency_kind: by.kind,
        status: accepted_by_silence(chance, referral.fate),
        incident_on: referral.incident_on.map(date).unwrap_or_default(),
        identified_on: referral.identified_on.map(date).unwrap_or_default(),
        same_incident_as: references.same.unwrap_or_default().to_owned(),
        heard_on: referral.heard_on.map(date).unwrap_or_default(),
        meeting_kind: match referral.heard_on {
            Some(_) if referral.emergency => "emergency",
            Some(_) => "ordinary",
            None => "",
        },
        criteria: criteria(chance, referral.repeat, score),
        checklist,
        checklist_score: score.map(|score| score.to_string()).unwrap_or_default(),
        area: match chance.chance(0.03) {
            true => String::new(),
            false => area_cell(referral.area, chance.chance(0.04)),
        },
        children_count: children(chance, is(61)),
        pregnant: pick(chance, is(62) < 0.06, 0.7),
        honour_based: pick(chance, pair.honour, 0.9),
        forced_marriage: pick(chance, pair.forced_marriage, 0.8),
        relationship: "",
        victim_aware: pick(chance, is(63) < 0.9, 0.9),
        victim_agrees: pick(chance, is(64) < 0.8, 0.85),
        victim_lgbt: pick(chance, is_lgbt, 0.6),
        victim: Party::default(),
        perpetrator: Party::default(),
        victim_number: 0,
        perpetrator_number: 0,
    }
}

/// `yes` or `no` where the form was filled in that far.
fn pick(chance: &mut Random, is: bool, filled: f64) -> &'static str {
    match (chance.chance(filled), is) {
        (false, _) => "",
        (true, true) => "yes",
        (true, false) => "no",
    }
}

/// An empty status is an accepted one.
fn accepted_by_silence(chance: &mut Random, fate: Fate) -> &'static str {
    if fate == Fate::Accepted && chance.chance(0.2) { "" } else { fate.code() }
}

/// The checklist of 20 questions until 2009, of 24 after; the police's of today has no score.
fn checklist(chance: &mut Random, early: bool, kind: &str) -> (&'static str, Option<i32>) {
    if chance.chance(0.06) {
        return ("", None);
    }
    match (early, kind) {
        (true, _) => ("caada-2008", Some(chance.between(6, 19))),
        (false, "police") => ("dara", None),
        (false, _) => ("caada-dash-2009", Some(chance.between(8, 22))),
    }
}

/// The four routes do not follow from the score: 14 is a convention, and whoever writes may
/// differ.
fn criteria(chance: &mut Random, repeat: bool, score: Option<i32>) -> String {
    let mut told = Vec::new();
    if score.is_some_and(|score| 13 < score) || chance.chance(0.1) {
        told.push("visible_high_risk");
    }
    if repeat && chance.chance(0.85) {
        told.push("repeat");
    }
    if chance.chance(0.12) {
        told.push("potential_escalation");
    }
    if told.is_empty() || chance.chance(0.15) {
        told.push("professional_judgement");
    }
    told.join(";")
}

fn children(chance: &mut Random, which: f64) -> String {
    if chance.chance(0.08) {
        return String::new();
    }
    let count = match which {
        ..0.33 => 0,
        0.33..0.6 => 1,
        0.6..0.83 => 2,
        0.83..0.95 => 3,
        _ => 5,
    };
    count.to_string()
}
