//! Wicken's records as linkage wants them, and what linkage answers.

use super::{
    evidence::{Found, scaled},
    gather::{Gathered, Line, Opened},
};
use linkage::{Band, Kind, Outcome, Reason, Records, Schema, explain};
use serde_json::{Value, json};
use std::thread;

/// The columns, in the order of [`push`].
pub(super) fn schema() -> Schema {
    Schema::new([
        ("own_ref", Kind::AgencyRef),
        ("given_names", Kind::GivenName),
        ("family_name", Kind::FamilyName),
        ("other_names", Kind::FormerName),
        ("date_of_birth", Kind::DateOfBirth),
        ("age", Kind::Age),
        ("sex", Kind::Sex),
        ("nhs_number", Kind::NationalId),
        ("address", Kind::Address),
        ("postcode", Kind::Postcode),
        ("phone", Kind::Phone),
        ("email", Kind::Email),
        ("seen_on", Kind::Date),
        ("source", Kind::Group),
        ("party", Kind::Role),
    ])
}

/// Adds a record with its whereabouts opened.
pub(super) fn push(records: &mut Records, line: &Line, opened: &Opened) {
    let party = &line.party;
    let text = |cell: &Option<String>| cell.clone().unwrap_or_default();
    let own_ref = party.own_ref.as_ref().map(|own| format!("{}|{own}", line.agency));
    let other_names: Vec<&str> =
        line.other_names.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let seen_on = line.seen_on.to_string();
    let age = line.age.map(|age| format!("{seen_on}|{age}"));
    let [address, postcode, phone, email] = opened;
    let values = [
        own_ref.unwrap_or_default(),
        text(&party.given_names),
        text(&party.family_name),
        other_names.join(";"),
        line.date_of_birth.map(|day| day.to_string()).unwrap_or_default(),
        age.unwrap_or_default(),
        line.sex.map(|sex| sex.code().to_owned()).unwrap_or_default(),
        text(&line.nhs_number),
        text(address),
        text(postcode),
        text(phone),
        text(email),
        seen_on,
        party.source.simple().to_string(),
        party.role.code().to_owned(),
    ];
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    records.push(&party.id.to_string(), &values);
}

/// Who is one person among the named records.
pub(super) struct Linked {
    /// One a named record: the smallest place of its cluster.
    pub clusters: Vec<u32>,
    /// Pairs by their places among all records.
    pub found: Vec<Found>,
    /// What linkage learnt, unless people were told apart in another way.
    pub outcome: Option<Outcome>,
}

/// Every thread of the machine.
pub(super) fn threads() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// Runs linkage over everyone.
pub(super) fn link(gathered: &Gathered, told: &mut dyn FnMut()) -> Linked {
    let options = linkage::Options {
        threads: threads(),
        must_link: gathered.same.clone(),
        cannot_link: gathered.different.clone(),
    };
    let outcome = linkage::dedupe(&gathered.table, &options, &mut |_| told());
    let place = |at: u32| gathered.named[at as usize];
    let found = outcome.pairs.iter().enumerate().map(|(pair, found)| Found {
        left: place(found.left),
        right: place(found.right),
        weight: found.weight,
        probability: found.probability,
        is_for_review: found.band == Band::Review,
        pair,
    });
    let found = found.collect();
    Linked { clusters: outcome.clusters.clone(), found, outcome: Some(outcome) }
}

/// Why linkage gave a pair its weight, field by field; weights in thousandths of a bit.
pub(super) fn reasons(outcome: &Outcome, pair: usize) -> Value {
    let Some(pair) = outcome.pairs.get(pair) else { return json!([]) };
    let mut reasons = explain(&outcome.model, pair.levels);
    let said: f64 = reasons.iter().map(|reason| reason.weight).sum();
    // How rare the values are belongs to the pair, not to its levels.
    let (field, level) = ("rarity".to_owned(), "of these values".to_owned());
    reasons.push(Reason { field, level, weight: pair.weight - said });
    let reason = |reason: Reason| {
        let weight = scaled(reason.weight, 1e3);
        json!({ "field": reason.field, "level": reason.level, "weight": weight })
    };
    Value::Array(reasons.into_iter().map(reason).collect())
}

/// The version of the engine, and all that it learnt from these records.
pub(super) fn learnt(outcome: &Outcome) -> (&'static str, Value) {
    const VERSION: &str = "linkage/1";
    (VERSION, serde_json::to_value(&outcome.model).unwrap_or(Value::Null))
}
