//! A record that says little, told from its namesakes' by those it is met with.

use crate::people::{COLUMNS, Chance, Row, person, record_of, run};
use linkage::{Band, Kind, Options, Outcome, Records, Schema};
use std::collections::{BTreeMap, BTreeSet};

/// A record with its case and its role there.
type Met = (Row, String, &'static str);
/// The number of a case, and who is met there.
type Case<'a> = (&'a str, &'a [([&'static str; 8], &'static str)]);

fn columns() -> impl Iterator<Item = (&'static str, Kind)> {
    COLUMNS.into_iter().chain([("case", Kind::Group), ("role", Kind::Role)])
}

fn push(records: &mut Records, id: &str, (row, case, role): &Met) {
    let values: Vec<&str> = row.iter().map(String::as_str).chain([&**case, *role]).collect();
    records.push(id, &values);
}

/// Families of a victim, a perpetrator and two children, each met once or twice in two or three
/// cases; the perpetrator `is_new` in each, or always the same.
fn families(count: usize, is_new: bool, chance: &mut Chance) -> Vec<Met> {
    let mut all = Vec::new();
    for family in 0..count {
        let first = person(chance);
        let mut members = vec![first.clone()];
        while members.len() < 4 {
            let mut member = person(chance);
            for shared in [1, 3, 4, 5] {
                member[shared].clone_from(&first[shared]);
            }
            if members.iter().all(|one| one[0] != member[0]) {
                members.push(member);
            }
        }
        let roles = ["victim", "perpetrator", "child", "child"];
        for case in 0..2 + chance.below(2) {
            if is_new {
                members[1] = person(chance);
            }
            for (member, role) in members.iter().zip(roles) {
                for _ in 0..1 + chance.below(2) {
                    all.push((record_of(member, chance), format!("{family}-{case}"), role));
                }
            }
        }
    }
    all
}

const VICTIM: [&str; 8] =
    ["Margaret", "Kowalska", "1984-03-09", "12 Elm Road", "CB1 2AB", "07700 900222", "", "F"];
const OTHER_VICTIM: [&str; 8] =
    ["Edith", "Marlowe", "1951-11-23", "4 Mill Lane", "PE7 1AA", "07700 900333", "", "F"];
/// Born on a day that nobody else is born on here.
const JAN: [&str; 8] =
    ["Jan", "Nowak", "1979-11-28", "3 Fen Row", "PE13 2ZZ", "07700 900444", "", "M"];
const NAME_ONLY: [&str; 8] = ["Jan", "Nowak", "", "", "", "", "", "M"];

/// So many others bear the name that it says little.
fn namesakes(chance: &mut Chance) -> Vec<Met> {
    let namesake = |number: usize| {
        let mut one = person(chance);
        one[0] = "Jan".to_owned();
        one[1] = "Nowak".to_owned();
        (one, format!("namesake-{number}"), "perpetrator")
    };
    (0..16).map(namesake).collect()
}

/// Among families and namesakes: of each case its number and who is met there. Answers the outcome
/// and the number of the first of these records.
fn met(is_new: bool, cases: &[Case<'_>]) -> (Outcome, usize) {
    let mut chance = Chance(17);
    let mut all = families(40, is_new, &mut chance);
    all.extend(namesakes(&mut chance));
    let first = all.len();
    for (case, people) in cases {
        let met = people
            .iter()
            .map(|(texts, role)| (texts.map(str::to_owned), (*case).to_owned(), *role));
        all.extend(met);
    }
    let mut records = Records::new(Schema::new(columns()));
    for (at, met) in all.iter().enumerate() {
        push(&mut records, &format!("r{at}"), met);
    }
    let outcome = run(&records, &Options::default());
    assert!(outcome.summary.has_households);
    (outcome, first)
}

/// Whether the second and the fourth of four records are one in the best guess.
fn are_one(cases: &[Case<'_>]) -> bool {
    let (outcome, first) = met(false, cases);
    outcome.clusters[first + 1] == outcome.clusters[first + 3]
}

#[test]
fn a_name_alone_is_a_guess_around_the_same_person_and_never_certain() {
    let (outcome, first) = met(
        false,
        &[
            ("x", &[(VICTIM, "victim"), (JAN, "perpetrator")]),
            ("y", &[(VICTIM, "victim"), (NAME_ONLY, "perpetrator")]),
        ],
    );
    assert_eq!(outcome.clusters[first + 1], outcome.clusters[first + 3]);
    assert_ne!(outcome.certain[first + 1], outcome.certain[first + 3]);
    let is_theirs = |pair: &&linkage::Pair| pair.left as usize == first + 1;
    let pair = outcome.pairs.iter().find(is_theirs).unwrap();
    assert_eq!(pair.right as usize, first + 3);
    assert!(matches!(pair.band, Band::Guess | Band::Review), "{:?}", pair.band);
    let reasons = linkage::explain(&outcome.model, pair.levels);
    let company = reasons.iter().find(|reason| reason.field == "shared_company").unwrap();
    assert!(10.0 < company.weight, "{reasons:?}");
}

#[test]
fn around_two_people_a_name_alone_stays_one() {
    assert!(!are_one(&[
        ("x", &[(VICTIM, "victim"), (JAN, "perpetrator")]),
        ("y", &[(OTHER_VICTIM, "victim"), (NAME_ONLY, "perpetrator")]),
    ]));
}

#[test]
fn another_name_or_another_role_or_another_birth_around_the_same_person_is_somebody_else() {
    let one_more = |texts: [&'static str; 8], role: &'static str| {
        are_one(&[
            ("x", &[(VICTIM, "victim"), (JAN, "perpetrator")]),
            ("y", &[(VICTIM, "victim"), (texts, role)]),
        ])
    };
    let born = |date| ["Jan", "Nowak", date, "", "", "", "", "M"];
    assert!(one_more(NAME_ONLY, "perpetrator"));
    assert!(one_more(born("1979-11-28"), "perpetrator"));
    assert!(!one_more(born("2008-05-17"), "perpetrator"), "a son");
    assert!(!one_more(NAME_ONLY, "child"));
    assert!(!one_more(["Marek", "Nowak", "", "", "", "", "", "M"], "perpetrator"), "a brother");
    assert!(!one_more(["Piotr", "Wilk", "", "", "", "", "", "M"], "perpetrator"));
    assert!(!one_more(["Jan", "Wilk", "", "", "", "", "", "M"], "perpetrator"), "another Jan");
}

#[test]
fn an_alias_counts_where_one_person_has_the_role_and_the_day_of_birth_is_the_same() {
    let alias = ["Marek", "Wilk", "1979-11-28", "", "", "", "", "M"];
    let in_role = |role: &'static str| {
        are_one(&[
            ("x", &[(VICTIM, "victim"), (JAN, role)]),
            ("y", &[(VICTIM, "victim"), (alias, role)]),
        ])
    };
    assert!(in_role("perpetrator"));
    assert!(!in_role("child"), "twins");
}

#[test]
fn a_family_name_alone_is_one_person_where_one_has_the_role_and_two_where_several_have() {
    let family_only = ["", "Nowak", "", "", "", "", "", "M"];
    let in_role = |role: &'static str| {
        are_one(&[
            ("x", &[(VICTIM, "victim"), (JAN, role)]),
            ("y", &[(VICTIM, "victim"), (family_only, role)]),
        ])
    };
    assert!(in_role("perpetrator"));
    assert!(!in_role("child"));
}

#[test]
fn where_everybody_has_a_new_partner_each_time_an_alias_is_the_next_one() {
    let alias = ["Marek", "Wilk", "1979-11-28", "", "", "", "", "M"];
    for (is_new, other, is_one) in
        [(false, alias, true), (true, alias, false), (true, NAME_ONLY, true)]
    {
        let (outcome, first) = met(
            is_new,
            &[
                ("x", &[(VICTIM, "victim"), (JAN, "perpetrator")]),
                ("y", &[(VICTIM, "victim"), (other, "perpetrator")]),
            ],
        );
        let are_one = outcome.clusters[first + 1] == outcome.clusters[first + 3];
        assert_eq!(are_one, is_one, "{is_new} {other:?}");
    }
}

#[test]
fn in_whatever_order_records_come_the_same_people_are_found_around_each_other() {
    let mut chance = Chance(23);
    let mut rows: Vec<(usize, Met)> =
        families(30, false, &mut chance).into_iter().enumerate().collect();
    let partition = |rows: &[(usize, Met)], threads: usize| {
        let mut records = Records::new(Schema::new(columns()));
        for (id, met) in rows {
            push(&mut records, &format!("r{id}"), met);
        }
        let outcome = run(&records, &Options { threads, ..Options::default() });
        let mut people = BTreeMap::<u32, BTreeSet<usize>>::new();
        for (cluster, (id, _)) in outcome.clusters.iter().zip(rows) {
            people.entry(*cluster).or_default().insert(*id);
        }
        people.into_values().collect::<BTreeSet<_>>()
    };
    let expected = partition(&rows, 1);
    for threads in [1, 2, 4] {
        for at in (1..rows.len()).rev() {
            rows.swap(at, chance.below(at + 1));
        }
        assert_eq!(partition(&rows, threads), expected, "{threads}");
    }
}
