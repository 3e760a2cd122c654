//! A handful of records: nothing to learn from, and still the right answers.

use crate::people::{Row, records, row, run};
use linkage::{Band, Options, Outcome};

/// Four people who have nothing to do with the two that a test is about.
fn with_others(two: [Row; 2]) -> Outcome {
    let mut rows = two.to_vec();
    rows.extend([
        row(["Edith", "Marlowe", "1951-11-23", "4 Mill Lane", "CB1 1AA", "", "", "F"]),
        row(["Tomasz", "Wilk", "1990-07-14", "", "", "07700 900321", "", "M"]),
        row(["Grace", "Adeyemi", "2001-05-30", "8 Fen Row", "PE13 2ZZ", "", "", "F"]),
    ]);
    let outcome = run(&records(&rows), &Options::default());
    assert_eq!(outcome.clusters[2..], [2, 3, 4], "strangers stay strangers");
    outcome
}

#[track_caller]
fn one_person(one: [&str; 8], other: [&str; 8]) {
    let outcome = with_others([row(one), row(other)]);
    assert_eq!(outcome.clusters[..2], [0, 0], "{one:?} {other:?}: {:?}", outcome.pairs);
    let alone = run(&records(&[row(one), row(other)]), &Options::default());
    assert_eq!(alone.clusters, [0, 0], "alone {one:?} {other:?}: {:?}", alone.pairs);
}

#[track_caller]
fn two_people(one: [&str; 8], other: [&str; 8]) -> Outcome {
    let outcome = with_others([row(one), row(other)]);
    assert_eq!(outcome.clusters[..2], [0, 1], "{one:?} {other:?}: {:?}", outcome.pairs);
    let alone = run(&records(&[row(one), row(other)]), &Options::default());
    assert_eq!(alone.clusters, [0, 1], "alone {one:?} {other:?}: {:?}", alone.pairs);
    outcome
}

#[test]
fn nobody_and_one_record_are_fine() {
    assert!(run(&records(&[]), &Options::default()).clusters.is_empty());
    let one = records(&[row(["Ann", "Lee", "", "", "", "", "", ""])]);
    assert_eq!(run(&one, &Options::default()).clusters, [0]);
}

#[test]
fn the_same_name_and_date_of_birth_are_one_person() {
    let ann = ["Ann", "Carter", "1984-03-09", "", "", "", "", ""];
    one_person(ann, ann);
    one_person(ann, ["ANN", "carter", "09/03/1984", "", "", "", "", "F"]);
    one_person(
        ["José", "O’Brien", "1984-03-09", "", "", "", "", ""],
        ["Jose", "OBRIEN", "19840309", "", "", "", "", ""],
    );
}

#[test]
fn a_short_form_with_family_name_and_date_of_birth_is_one_person() {
    let liz = ["Liz", "Carter", "1984-03-09", "", "", "", "", ""];
    one_person(liz, ["Elizabeth", "Carter", "1984-03-09", "", "", "", "", ""]);
    one_person(liz, ["Lizzie", "Carter", "1984-03-09", "9 Low Road", "PE14 8AA", "", "", "F"]);
}

#[test]
fn a_slip_in_the_name_or_day_and_month_swapped_is_one_person_when_the_address_agrees() {
    let ann = ["Anna", "Carter", "1984-03-09", "9 Low Road", "PE14 8AA", "", "", ""];
    one_person(ann, ["Anna", "Cartr", "1984-03-09", "9 Low Rd", "PE148AA", "", "", ""]);
    one_person(ann, ["Anna", "Carter", "1984-09-03", "9 Low Road", "PE14 8AA", "", "", ""]);
}

#[test]
fn a_name_alone_is_never_enough() {
    let john = ["John", "Carter", "", "", "", "", "", ""];
    two_people(john, john);
    two_people(john, ["John", "Carter", "1984-03-09", "", "", "", "", "M"]);
    two_people(john, ["Jon", "Carter", "", "", "", "", "", "M"]);
}

#[test]
fn the_same_name_with_another_date_of_birth_is_somebody_else() {
    two_people(
        ["John", "Carter", "1984-03-09", "", "", "", "", ""],
        ["John", "Carter", "1961-12-27", "", "", "", "", ""],
    );
}

#[test]
fn two_of_one_home_are_two_people() {
    let ann = ["Ann", "Carter", "1984-03-09", "9 Low Road", "PE14 8AA", "01945 496000", "", "F"];
    let home = |given: &'static str, born: &'static str| {
        [given, "Carter", born, "9 Low Road", "PE14 8AA", "01945 496000", "", ""]
    };
    two_people(ann, home("Mark", "1980-11-21"));
    two_people(ann, home("Ann", "1958-08-17"));
    two_people(ann, home("Beth", "1984-03-09"));
    two_people(ann, home("Beth", ""));
}

#[test]
fn an_empty_record_is_nobody_in_particular() {
    let empty = ["", "", "", "", "", "", "", ""];
    two_people(empty, empty);
    two_people(
        ["unknown", "Unknown", "", "NFA", "", "", "", ""],
        ["unknown", "unknown", "", "nfa", "", "", "", ""],
    );
}

#[test]
fn a_pair_that_is_left_open_is_shown_to_a_person() {
    let outcome = two_people(
        ["John", "Carter", "", "", "", "", "", "M"],
        ["John", "Carter", "", "", "", "", "", "M"],
    );
    let pair = outcome.pairs.iter().find(|pair| (pair.left, pair.right) == (0, 1));
    assert_eq!(pair.map(|pair| pair.band), Some(Band::Review));
}
