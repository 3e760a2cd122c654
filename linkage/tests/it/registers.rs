//! Registers of some size, with their truth.

use crate::people::{Chance, accuracy, records, register, run};
use linkage::Options;

#[test]
fn a_register_with_faults_is_put_together_right() {
    for (seed, people) in [(1, 150), (2, 400), (3, 1200)] {
        let (rows, truth) = register(people, &mut Chance(seed));
        let outcome = run(&records(&rows), &Options { threads: 2, ..Options::default() });
        let (precision, recall) = accuracy(&outcome.clusters, &truth);
        assert!(0.995 < precision, "{people}: precision {precision}");
        assert!(0.93 < recall, "{people}: recall {recall}");
    }
}

#[test]
fn too_many_records_of_one_key_are_told_and_cost_no_quadratic_time() {
    let (mut rows, _) = register(500, &mut Chance(4));
    let mut one = rows[0].clone();
    for number in 0..3000 {
        one[5] = format!("07{number:09}");
        rows.push(one.clone());
    }
    let outcome = run(&records(&rows), &Options { threads: 2, ..Options::default() });
    assert!(!outcome.summary.capped.is_empty());
    assert!(outcome.summary.pairs_compared < 1_000_000, "{}", outcome.summary.pairs_compared);
}
