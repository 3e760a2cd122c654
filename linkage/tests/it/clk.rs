//! Records in code: compared as those in clear, by nobody who could read them.

use crate::people::{Chance, Row, accuracy, record_of, records, register, row, run};
use linkage::{
    Options, Records,
    clk::{ClkKey, Coded, Encoder},
    match_sides,
};

fn encoder(secret: u8) -> Encoder {
    Encoder::new(ClkKey::new(&[secret; 32]).expect("it is long enough"))
}

/// The rows in code, in an order of their own; identifiers go with the rows.
fn in_code(rows: &[Row], order: &[usize], encoder: &mut Encoder) -> Records {
    let plain = records(rows);
    let columns = Coded::ALL.map(Coded::code).into_iter().chain(["sex"]);
    let mut coded = Records::of_codes(columns);
    for at in order {
        let encoded = encoder.encode(&plain, *at as u32);
        coded.push_encoded(plain.id(*at as u32), &encoded);
    }
    coded
}

#[test]
fn a_register_in_code_is_put_together_without_labels() {
    let (rows, truth) = register(900, &mut Chance(31));
    assert!(1500 < rows.len(), "keys decide what is compared");
    let order: Vec<usize> = (0..rows.len()).collect();
    let coded = in_code(&rows, &order, &mut encoder(1));
    let outcome = run(&coded, &Options { threads: 2, ..Options::default() });
    let (precision, recall) = accuracy(&outcome.clusters, &truth);
    let f1 = 2.0 * precision * recall / (precision + recall);
    assert!(0.90 < f1 && 0.98 < precision, "{precision} {recall}");
    let (certain, _) = accuracy(&outcome.certain, &truth);
    assert!(0.995 < certain, "{certain}");
}

#[test]
fn records_in_code_come_out_the_same_in_whatever_order_and_with_however_many_threads() {
    let mut chance = Chance(32);
    let (mut rows, _) = register(700, &mut chance);
    let often = rows[0].clone();
    rows.extend((0..100).map(|_| record_of(&often, &mut chance)));
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let mut expected: Option<Vec<Vec<String>>> = None;
    for threads in [1, 3] {
        let coded = in_code(&rows, &order, &mut encoder(1));
        let clusters = run(&coded, &Options { threads, ..Options::default() }).clusters;
        let mut sets = vec![Vec::new(); clusters.len()];
        for (at, cluster) in clusters.iter().enumerate() {
            sets[*cluster as usize].push(coded.id(at as u32).to_owned());
        }
        sets.iter_mut().for_each(|set| set.sort_unstable());
        sets.retain(|set| !set.is_empty());
        sets.sort_unstable();
        assert_eq!(*expected.get_or_insert_with(|| sets.clone()), sets);
        for at in (1..order.len()).rev() {
            order.swap(at, chance.below(at + 1));
        }
    }
}

#[test]
fn two_lists_in_code_are_matched_and_codes_of_another_key_match_nobody() {
    let ann = ["Ann", "Carter", "1984-03-09", "9 Low Road", "PE14 8AA", "07700 900111", "", "F"];
    let slip = ["Anne", "Carter", "1984-03-09", "9 Low Road", "PE14 8AA", "", "", "F"];
    let other = ["Tomasz", "Wilk", "1990-07-14", "", "CB1 2AB", "", "", "M"];
    let rows = [ann, other, slip].map(row);
    let coded = in_code(&rows, &[0, 1, 2], &mut encoder(1));
    let links = match_sides(&coded, 2, &Options::default(), &mut |_| {});
    let found: Vec<(u32, u32)> = links.pairs.iter().map(|pair| (pair.left, pair.right)).collect();
    assert_eq!(found, [(0, 2)]);
    let plain = records(&rows);
    let mut mixed = Records::of_codes(Coded::ALL.map(Coded::code));
    for (at, secret) in [(0, 1), (1, 1), (2, 2)] {
        mixed.push_encoded(plain.id(at), &encoder(secret).encode(&plain, at));
    }
    assert!(match_sides(&mixed, 2, &Options::default(), &mut |_| {}).pairs.is_empty());
    assert!(coded.values(0).is_empty(), "a code shows nothing");
}
