//! What people decided, and what may never be.

use crate::people::{records, row, run};
use linkage::{Band, Kind, Options, Records, Schema, explain};

const ANN: [&str; 8] =
    ["Ann", "Carter", "1984-03-09", "9 Low Road", "PE14 8AA", "07700 900111", "", "F"];

fn with_number(number: &'static str) -> [&'static str; 8] {
    let mut texts = ANN;
    texts[6] = number;
    texts
}

#[test]
fn two_nhs_numbers_that_are_both_right_keep_two_people_apart_also_through_a_third() {
    let rows = [with_number("943 476 5919"), with_number("401 023 2137"), ANN].map(row);
    let outcome = run(&records(&rows), &Options::default());
    assert_ne!(outcome.clusters[0], outcome.clusters[1]);
    let rows = [with_number("943 476 5919"), with_number("401 023 2138"), ANN].map(row);
    let outcome = run(&records(&rows), &Options::default());
    assert_eq!(outcome.clusters, [0, 0, 0], "a wrong check digit is no proof");
}

#[test]
fn people_of_one_case_with_two_roles_are_never_one() {
    let schema = Schema::new([
        ("name", Kind::FullName),
        ("born", Kind::DateOfBirth),
        ("case", Kind::Group),
        ("role", Kind::Role),
    ]);
    let mut records = Records::new(schema);
    records.push("a", &["Ann Carter", "1984-03-09", "I-1", "victim"]);
    records.push("b", &["Ann Carter", "1984-03-09", "I-1", "perpetrator"]);
    records.push("c", &["Ann Carter", "1984-03-09", "I-2", "victim"]);
    let outcome = run(&records, &Options::default());
    assert_ne!(outcome.clusters[0], outcome.clusters[1]);
    assert!(outcome.pairs.iter().all(|pair| (pair.left, pair.right) != (0, 1)));
}

#[test]
fn what_people_decided_stands() {
    let other = ["Tomasz", "Wilk", "1990-07-14", "", "", "", "", "M"];
    let rows = [ANN, ANN, other].map(row);
    let records = records(&rows);
    assert_eq!(run(&records, &Options::default()).clusters, [0, 0, 2]);
    let cannot = Options { cannot_link: vec![(1, 0)], ..Options::default() };
    let outcome = run(&records, &cannot);
    assert_eq!(outcome.clusters, [0, 1, 2]);
    assert!(outcome.pairs.is_empty(), "nobody is asked twice: {:?}", outcome.pairs);
    let must = Options { must_link: vec![(2, 0)], ..cannot };
    assert_eq!(run(&records, &must).clusters, [0, 1, 0]);
}

#[test]
fn the_reasons_of_a_pair_add_up_to_its_weight_but_for_rarity() {
    let outcome = run(&records(&[row(ANN), row(ANN)]), &Options::default());
    let pair = outcome.pairs[0];
    assert_eq!(pair.band, Band::Link);
    let reasons = explain(&outcome.model, pair.levels);
    let sum: f64 = reasons.iter().map(|reason| reason.weight).sum();
    assert!((sum - pair.weight).abs() < 3.0, "{sum} {reasons:?} {}", pair.weight);
    let fields: Vec<_> = reasons.iter().map(|reason| reason.field.as_str()).collect();
    assert_eq!(fields[..4], ["prior", "name", "date_of_birth", "address"]);
    assert!(reasons.iter().all(|reason| !reason.level.is_empty()));
    assert_eq!(linkage::Levels::from_number(pair.levels.to_number()), pair.levels);
}
