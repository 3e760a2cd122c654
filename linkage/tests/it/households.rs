//! People who live together, and registers in which nobody does.

use crate::people::{Chance, Row, accuracy, person, record_of, records, register, run};
use linkage::Options;

/// Homes of two to five people with one family name, address and phone.
fn homes(count: usize, chance: &mut Chance) -> (Vec<Row>, Vec<usize>) {
    let (mut rows, mut truth, mut number) = (Vec::new(), Vec::new(), 0);
    for _ in 0..count {
        let first = person(chance);
        let mut names = Vec::new();
        for _ in 0..2 + chance.below(4) {
            let mut member = person(chance);
            while names.contains(&member[0]) {
                member = person(chance);
            }
            names.push(member[0].clone());
            for shared in [1, 3, 4, 5] {
                member[shared].clone_from(&first[shared]);
            }
            for _ in 0..1 + chance.below(3) {
                rows.push(record_of(&member, chance));
                truth.push(number);
            }
            number += 1;
        }
    }
    (rows, truth)
}

#[test]
fn members_of_a_home_are_told_apart_by_what_is_learnt_of_homes() {
    for (seed, count) in [(1, 60), (2, 600)] {
        let (rows, truth) = homes(count, &mut Chance(seed));
        let outcome = run(&records(&rows), &Options::default());
        assert!(outcome.summary.has_households, "{count}");
        let (precision, recall) = accuracy(&outcome.clusters, &truth);
        assert!(0.985 < precision, "{count}: precision {precision}");
        assert!(0.88 < recall, "{count}: recall {recall}");
    }
}

#[test]
fn where_nobody_lives_together_no_homes_are_seen() {
    let (rows, truth) = register(600, &mut Chance(5));
    let outcome = run(&records(&rows), &Options::default());
    assert!(!outcome.summary.has_households);
    let (precision, recall) = accuracy(&outcome.clusters, &truth);
    assert!(0.99 < precision && 0.95 < recall, "{precision} {recall}");
    let (precision, recall) = accuracy(&outcome.certain, &truth);
    assert!(0.999 < precision && 0.85 < recall, "{precision} {recall}");
}
