//! Wicken's records as linkage wants them, and what linkage answers.

use super::{
    choose::Forest,
    evidence::{Found, scaled},
    gather::{Gathered, Line, Opened, number},
    taught::Taught,
};
use domain::{ids::ModelId, person::PartyRole};
use linkage::{Band, Kind, Model, Outcome, Reason, Records, Schema, dedupe, dedupe_with, explain};
use serde_json::{Value, json};
use std::{collections::HashMap, thread};

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
    let named = &party.named;
    let text = |cell: &Option<String>| cell.clone().unwrap_or_default();
    let own_ref = party.own_ref.as_ref().map(|own| format!("{}|{own}", line.agency));
    let seen_on = line.seen_on.to_string();
    let age = line.age.map(|age| format!("{seen_on}|{age}"));
    let [address, postcode, phone, email] = opened;
    let values = [
        own_ref.unwrap_or_default(),
        text(&named.given_names),
        text(&named.family_name),
        named.other_names.join(";"),
        named.date_of_birth.map(|day| day.to_string()).unwrap_or_default(),
        age.unwrap_or_default(),
        line.sex.map(|sex| sex.code().to_owned()).unwrap_or_default(),
        text(&named.nhs_number),
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
    /// One a named record, equal for one person: what is certain, and what people decided.
    pub persons: Vec<u32>,
    /// Coarser, and the smallest place of each: who counts as one.
    pub counted: Vec<u32>,
    /// Pairs by their places among all records.
    pub found: Vec<Found>,
    /// What linkage answered, unless people were told apart in another way.
    pub outcome: Option<Outcome>,
    /// The model that was kept and used; nothing where it was learnt or taught anew.
    pub kept: Option<ModelId>,
    pub taught: Taught,
}

/// What was learnt before, and is used as long as it fits.
pub(super) struct KeptModel {
    id: ModelId,
    /// As it was learnt, without what people taught.
    model: Model,
    bits: f64,
}

impl KeptModel {
    /// Nothing where it is of another time, or of no linkage at all.
    pub(super) fn read(id: ModelId, parameters: Value) -> Option<KeptModel> {
        let bits = parameters["taught"]["bits"].as_f64().unwrap_or_default();
        let model: Model = serde_json::from_value(parameters).ok()?;
        let model = Taught { bits, answers: 0 }.taken_from(&model);
        Some(KeptModel { id, model, bits })
    }

    /// Whether the records are still those that it was learnt from, but for one in ten.
    pub(super) fn is_fit_for(&self, records: &Records) -> bool {
        !self.model.is_outgrown(records)
    }
}

/// Every thread of the machine.
pub(super) fn threads() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// Runs linkage over everyone, by what was learnt before or by what these records teach, with the
/// thresholds that people's answers teach.
pub(super) fn link(
    gathered: &Gathered,
    kept: Option<&KeptModel>,
    told: &mut dyn FnMut(),
) -> Linked {
    let options = linkage::Options {
        threads: threads(),
        must_link: gathered.same.clone(),
        cannot_link: gathered.different.clone(),
    };
    let stage = &mut |_| told();
    let learnt = kept.is_none().then(|| dedupe(&gathered.table, &options, stage));
    let model = kept.map(|kept| &kept.model).or(learnt.as_ref().map(|learnt| &learnt.model));
    let taught =
        model.map(|model| Taught::by(&gathered.answers, model.link_at)).unwrap_or_default();
    let taught_model = model.map(|model| taught.applied_to(model));
    let outcome = match (learnt, taught_model) {
        (Some(learnt), _) if taught.bits == 0.0 => learnt,
        (_, Some(model)) => dedupe_with(&gathered.table, &model, &options, stage),
        (_, None) => dedupe(&gathered.table, &options, stage),
    };
    let place = |at: u32| gathered.named[at as usize];
    let found = outcome.pairs.iter().enumerate().map(|(pair, found)| Found {
        left: place(found.left),
        right: place(found.right),
        weight: found.weight,
        probability: found.probability,
        is_for_review: found.band == Band::Review,
        pair,
    });
    let (found, counted) = (found.collect(), outcome.clusters.clone());
    let persons = by_side(gathered, &outcome.certain);
    let kept = kept.filter(|kept| kept.bits == taught.bits).map(|kept| kept.id);
    Linked { persons, counted, found, outcome: Some(outcome), kept, taught }
}

/// Of those who are certainly one, victims and children apart from perpetrators: a program puts
/// nobody who was harmed into one person with somebody who is said to have done harm. People do,
/// pair by pair; then all that is certain of both is one again.
fn by_side(gathered: &Gathered, certain: &[u32]) -> Vec<u32> {
    let mut sides = Forest::new(certain.len());
    let mut first: HashMap<(u32, bool), u32> = HashMap::new();
    for (at, group) in certain.iter().enumerate() {
        let role = gathered.records[gathered.named[at] as usize].role;
        let at = number(at);
        sides.join(*first.entry((*group, role == PartyRole::Perpetrator)).or_insert(at), at);
    }
    for (one, other) in &gathered.same {
        sides.join(*one, *other);
    }
    (0..certain.len()).map(|at| sides.root(number(at))).collect()
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

/// The name of what was learnt, and all of it.
pub(super) fn learnt(model: &Model, taught: Taught) -> (String, Value) {
    let mut parameters = serde_json::to_value(model).unwrap_or(Value::Null);
    let name = format!("linkage/{}", model.version);
    if taught.bits == 0.0 {
        return (name, parameters);
    }
    parameters["taught"] = json!({ "bits": taught.bits, "answers": taught.answers });
    (format!("{name} and {} answers of reviewers", taught.answers), parameters)
}
