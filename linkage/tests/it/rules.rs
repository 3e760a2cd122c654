//! What people decided, and what may never be.

use crate::people::{Chance, records, register, row, run};
use linkage::{Band, Kind, Options, Outcome, Records, Schema, explain};

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
fn what_people_say_of_two_records_is_said_of_all_that_is_certain_of_either() {
    let born = |born| ["Margaret", "Kowalska", born, "12 Elm Road", "CB1 2AB", "", "", "F"];
    let (mut rows, _) = register(40, &mut Chance(5));
    let first = rows.len() as u32;
    rows.extend([born("1984-03-09"), born("1979-11-26"), born("1979-11-26")].map(row));
    let group = |outcome: &Outcome, at: u32| outcome.certain[(first + at) as usize];
    let before = run(&records(&rows), &Options::default());
    assert_ne!(group(&before, 0), group(&before, 1));
    assert_eq!(group(&before, 1), group(&before, 2));
    let must_link = vec![(first, first + 1)];
    let after = run(&records(&rows), &Options { must_link, ..Options::default() });
    for groups in [&after.certain, &after.clusters] {
        let [one, two, three] = [0, 1, 2].map(|at| groups[(first + at) as usize]);
        assert!(one == two && two == three, "{one} {two} {three}");
    }
}

#[test]
fn a_yes_does_not_bring_together_whom_a_no_keeps_apart() {
    let other = ["Tomasz", "Wilk", "1990-07-14", "", "", "", "", "M"];
    let records = records(&[ANN, other, ANN].map(row));
    let (must_link, cannot_link) = (vec![(0, 1)], vec![(1, 2)]);
    let options = Options { must_link, cannot_link, ..Options::default() };
    let outcome = run(&records, &options);
    assert_eq!((outcome.clusters, outcome.certain), (vec![0, 0, 2], vec![0, 0, 2]));
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
