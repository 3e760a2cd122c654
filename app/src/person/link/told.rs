//! For tests: persons by what is known of them, so that counting can be tried without linkage.

use super::{
    engine::Linked,
    gather::{Gathered, number},
    relink::{alone, round},
    store,
    taught::Taught,
};
use crate::{app::App, ctx::Visitor, error::Error};
use domain::ids::RecordId;
use std::collections::{BTreeMap, HashMap};

/// Where a record stands in the files it came from.
pub(super) struct Standing {
    pub record: RecordId,
    /// `AGENCY/REFERENCE`
    pub reference: String,
    pub party: String,
    pub place: i64,
}

pub(crate) fn take_links(
    app: &App,
    visitor: &Visitor,
    truth: &BTreeMap<String, u64>,
) -> Result<(), Error> {
    let _alone = alone(app)?;
    let standings = app.db().read(store::list_rows)?;
    let told: HashMap<RecordId, u64> = standings
        .iter()
        .filter_map(|standing| Some((standing.record, person_of(standing, truth)?)))
        .collect();
    let way = |gathered: &Gathered, _: &mut dyn FnMut(super::LinkProgress)| {
        let mut first: HashMap<u64, u32> = HashMap::new();
        let clusters = gathered.named.iter().enumerate().map(|(at, record)| {
            let id = gathered.records[*record as usize].id;
            match told.get(&id) {
                Some(person) => *first.entry(*person).or_insert(number(at)),
                None => number(at),
            }
        });
        let persons: Vec<u32> = clusters.collect();
        Ok(Linked {
            counted: persons.clone(),
            persons,
            found: Vec::new(),
            outcome: None,
            kept: None,
            taught: Taught::default(),
        })
    };
    round(app, visitor, &mut |_| (), &way).map(drop)
}

fn person_of(standing: &Standing, truth: &BTreeMap<String, u64>) -> Option<u64> {
    (1..=standing.place).rev().find_map(|place| {
        let row = if place == 1 { String::new() } else { place.to_string() };
        let key = format!("{}/{}{row}", standing.reference, standing.party);
        truth.get(&key).copied()
    })
}
