//! A handful of records: nothing to learn from, and still the right answers.

use crate::people::{Row, records, row, run};
use linkage::{Band, Kind, Options, Outcome, Records, Schema};

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
fn father_and_son_of_one_name_and_birthday_are_two_people() {
    let john = |born: &'static str| {
        ["John", "Winterbourne", born, "4 Low Road", "PE13 1AB", "01945 496000", "", "M"]
    };
    for son in ["1981-03-04", "1964-03-04", "1987-03-04", "2011-03-04"] {
        two_people(john("1951-03-04"), john(son));
    }
    let away = |born: &'static str| ["John", "Winterbourne", born, "", "", "", "", ""];
    two_people(away("1951-03-04"), away("1981-03-04"));
    // Ten years off is a slip of the pen, and less than a generation.
    one_person(john("1951-03-04"), john("1961-03-04"));
}

#[test]
fn a_brother_and_a_sister_whose_names_are_alike_are_two_people() {
    let daniel = ["Daniel", "Winterbourne", "1990-06-05", "4 Low Road", "PE13 1AB", "", "", "M"];
    let danielle =
        ["Danielle", "Winterbourne", "1990-06-05", "4 Low Road", "PE13 1AB", "", "", "F"];
    two_people(daniel, danielle);
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

/// Records of an agency's own number, a family name, a date of birth and an age.
fn of_agency(rows: &[[&str; 5]]) -> Outcome {
    let columns = [
        ("number", Kind::AgencyRef),
        ("given", Kind::GivenName),
        ("family", Kind::FamilyName),
        ("born", Kind::DateOfBirth),
        ("age", Kind::Age),
    ];
    let mut records = Records::new(Schema::new(columns));
    for (at, row) in rows.iter().enumerate() {
        records.push(&format!("r{at}"), row);
    }
    run(&records, &Options::default())
}

#[test]
fn an_agencys_own_number_is_enough_however_few_the_records_are() {
    let number = |agency_and_number: &'static str| [agency_and_number, "", "", "", ""];
    let ann = ["POLICE|P77", "Ann", "Carter", "1984-03-09", ""];
    for others in [0, 3, 10, 48] {
        let others: Vec<[String; 5]> = (0..others)
            .map(|other| {
                [
                    format!("POLICE|Q{other}"),
                    format!("Given{other}"),
                    format!("Family{other}"),
                    format!("19{}-05-1{}", 40 + other, other % 9),
                    String::new(),
                ]
            })
            .collect();
        let with = |mut rows: Vec<[&'static str; 5]>, wanted: [u32; 2]| {
            let own: Vec<[String; 5]> =
                rows.drain(..).map(|row| row.map(str::to_owned)).chain(others.clone()).collect();
            let own: Vec<[&str; 5]> =
                own.iter().map(|row| row.each_ref().map(String::as_str)).collect();
            let outcome = of_agency(&own);
            let words = format!("{wanted:?} among {}: {:?}", own.len(), outcome.pairs);
            assert_eq!(outcome.clusters[..2], wanted, "{words}");
        };
        with(vec![number("POLICE|P77"), number("POLICE|P77")], [0, 0]);
        with(vec![number("POLICE|P77"), ann], [0, 0]);
        with(vec![number("POLICE|P77"), number("HOUSING|P77")], [0, 1]);
        with(vec![number("POLICE|P77"), number("POLICE|P78")], [0, 1]);
    }
}

#[test]
fn an_age_a_generation_off_is_somebody_else() {
    let outcome = of_agency(&[
        ["", "John", "Winterbourne", "1951-03-04", ""],
        ["", "John", "Winterbourne", "", "2008-06-01|27"],
    ]);
    assert_eq!(outcome.clusters, [0, 1], "{:?}", outcome.pairs);
}
