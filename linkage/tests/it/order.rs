//! The same records give the same people, in whatever order and with however many threads.

use crate::people::{Chance, Row, record_of, register, run};
use linkage::{Options, Records, Schema};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Clusters as sets of the identifiers that records came with.
fn partition(rows: &[(usize, &Row)], threads: usize) -> BTreeSet<BTreeSet<String>> {
    let mut records = Records::new(Schema::new(crate::people::COLUMNS));
    for (id, row) in rows {
        records.push(&format!("r{id}"), &row.each_ref().map(String::as_str));
    }
    let outcome = run(&records, &Options { threads, ..Options::default() });
    let mut sets = std::collections::BTreeMap::<u32, BTreeSet<String>>::new();
    for (at, cluster) in outcome.clusters.iter().enumerate() {
        assert!(*cluster as usize <= at, "a cluster is called by its smallest record");
        sets.entry(*cluster).or_default().insert(records.id(at as u32).to_owned());
    }
    sets.into_values().collect()
}

fn shuffled<'a>(rows: &'a [Row], chance: &mut Chance) -> Vec<(usize, &'a Row)> {
    let mut order: Vec<(usize, &Row)> = rows.iter().enumerate().collect();
    for at in (1..order.len()).rev() {
        order.swap(at, chance.below(at + 1));
    }
    order
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 24,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn order_and_threads_change_nothing(seed: u64, people in 1usize..60, threads in 1usize..5) {
        let mut chance = Chance(seed);
        let (rows, _) = register(people, &mut chance);
        let first: Vec<(usize, &Row)> = rows.iter().enumerate().collect();
        let expected = partition(&first, 1);
        prop_assert_eq!(partition(&shuffled(&rows, &mut chance), threads), expected);
    }
}

#[test]
fn order_and_threads_change_nothing_where_only_pairs_with_a_common_key_are_compared() {
    let mut chance = Chance(7);
    let (mut rows, _) = register(700, &mut chance);
    let often = rows[0].clone();
    rows.extend((0..200).map(|_| record_of(&often, &mut chance)));
    assert!(1500 < rows.len());
    let first: Vec<(usize, &Row)> = rows.iter().enumerate().collect();
    let expected = partition(&first, 1);
    for threads in [2, 3] {
        assert_eq!(partition(&shuffled(&rows, &mut chance), threads), expected);
    }
}
