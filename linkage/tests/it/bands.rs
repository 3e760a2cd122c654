//! What is certain, what is guessed, and what a person should look at.

use crate::people::{Chance, Row, accuracy, record_of, records, register, row, run};
use linkage::{Band, Options, Outcome};
use std::collections::BTreeSet;

fn waiting(outcome: &Outcome) -> BTreeSet<u32> {
    let asked = outcome.pairs.iter().filter(|pair| pair.band == Band::Review);
    asked.flat_map(|pair| [pair.left, pair.right]).collect()
}

fn band_of(outcome: &Outcome, left: u32, right: u32) -> Option<Band> {
    let pair = outcome.pairs.iter().find(|pair| (pair.left, pair.right) == (left, right));
    pair.map(|pair| pair.band)
}

#[test]
fn what_is_certain_is_right_and_little_of_the_rest_waits_for_an_eye() {
    for seed in [11, 12] {
        let (rows, truth) = register(1600, &mut Chance(seed));
        let outcome = run(&records(&rows), &Options { threads: 2, ..Options::default() });
        let (precision, recall) = accuracy(&outcome.certain, &truth);
        assert!(0.998 < precision && 0.85 < recall, "{precision} {recall}");
        let waiting = waiting(&outcome);
        assert_eq!(waiting.len() as u64, outcome.summary.records_for_review);
        assert!(waiting.len() * 50 <= rows.len(), "{} of {}", waiting.len(), rows.len());
        assert!(!waiting.is_empty());
        // With the answers to what is asked more is found than without.
        let said = outcome.pairs.iter().filter(|pair| pair.band == Band::Review);
        let mut options = Options::default();
        for pair in said {
            let is_same = truth[pair.left as usize] == truth[pair.right as usize];
            let list = if is_same { &mut options.must_link } else { &mut options.cannot_link };
            list.push((pair.left, pair.right));
        }
        let answered = run(&records(&rows), &options);
        let (_, more) = accuracy(&answered.certain, &truth);
        assert!(recall < more, "{recall} {more}");
    }
}

#[test]
fn what_is_certain_is_whole_in_one_cluster_and_a_question_lies_between_two_groups() {
    let (rows, _) = register(800, &mut Chance(21));
    let outcome = run(&records(&rows), &Options::default());
    for (at, root) in outcome.certain.iter().enumerate() {
        assert!(*root as usize <= at);
        assert_eq!(outcome.clusters[at], outcome.clusters[*root as usize]);
    }
    let mut asked = BTreeSet::new();
    for pair in &outcome.pairs {
        let (left, right) = (pair.left as usize, pair.right as usize);
        let groups = (outcome.certain[left], outcome.certain[right]);
        assert_eq!(pair.band == Band::Link, groups.0 == groups.1);
        if pair.band == Band::Guess {
            assert_eq!(outcome.clusters[left], outcome.clusters[right]);
        }
        if pair.band == Band::Review {
            let groups = (groups.0.min(groups.1), groups.0.max(groups.1));
            assert!(asked.insert(groups), "two groups are asked about once");
        }
    }
}

#[test]
fn what_was_answered_is_not_asked_again_not_even_of_another_pair_of_the_same_two() {
    let jean = ["Jean", "Carter", "1951-03-09", "9 Low Road", "PE14 8AA", "", "", "F"];
    let joan = ["Joan", "Carter", "1951-03-09", "9 Low Road", "PE14 8AA", "", "", "F"];
    let rows = [jean, jean, joan, joan].map(row);
    let outcome = run(&records(&rows), &Options::default());
    let asked: Vec<_> = outcome.pairs.iter().filter(|pair| pair.band == Band::Review).collect();
    assert_eq!(asked.len(), 1, "{asked:?}");
    let cannot_link = vec![(asked[0].left, asked[0].right)];
    let outcome = run(&records(&rows), &Options { cannot_link, ..Options::default() });
    assert_eq!(outcome.clusters, [0, 0, 2, 2]);
    assert_eq!(waiting(&outcome).len(), 0, "{:?}", outcome.pairs);
}

#[test]
fn twins_with_names_alike_are_shown_and_not_linked() {
    let twin = |given: &'static str| {
        [given, "Carter", "1951-03-09", "9 Low Road", "PE14 8AA", "01945 496000", "", "F"]
    };
    for (one, other) in [("Jean", "Joan"), ("Kelly", "Kerry"), ("Holly", "Molly")] {
        let outcome = run(&records(&[row(twin(one)), row(twin(other))]), &Options::default());
        assert_eq!(outcome.clusters, [0, 1], "{one} {other}: {:?}", outcome.pairs);
        assert_eq!(band_of(&outcome, 0, 1), Some(Band::Review), "{one} {other}");
    }
    // A slip that is nobody's name is a slip.
    for slip in ["Jaen", "Jeann", "Jea"] {
        let outcome = run(&records(&[row(twin("Jean")), row(twin(slip))]), &Options::default());
        assert_eq!(outcome.clusters, [0, 0], "{slip}: {:?}", outcome.pairs);
    }
    // And a number of their own tells.
    let numbered = |given: &'static str| {
        let mut twin = twin(given);
        twin[6] = "943 476 5919";
        row(twin)
    };
    let outcome = run(&records(&[numbered("Jean"), numbered("Joan")]), &Options::default());
    assert_eq!(outcome.clusters, [0, 0], "{:?}", outcome.pairs);
}

#[test]
fn a_woman_who_married_and_moved_stays_one_person() {
    let maiden = ["Harriet", "Winterbourne", "1984-03-09", "9 Low Road", "PE14 8AA", "", "", "F"];
    let between = [
        "Harriet",
        "Winterbourne",
        "1984-03-09",
        "22 Elm Lane",
        "CB3 9BB",
        "07700 900111",
        "",
        "F",
    ];
    let married =
        ["Harriet", "Peverell", "1984-03-09", "22 Elm Lane", "CB3 9BB", "07700 900111", "", "F"];
    let mut later = married;
    (later[3], later[4], later[5]) = ("4 Mill Street", "IP4 2CC", "07700 900222");
    let others = register(40, &mut Chance(31)).0;
    for rows in [vec![maiden, between, married], vec![maiden, maiden, between, married, later]] {
        let own = rows.len();
        let rows: Vec<Row> = rows.into_iter().map(row).chain(others.clone()).collect();
        let outcome = run(&records(&rows), &Options::default());
        assert_eq!(outcome.clusters[..own], vec![0; own], "{:?}", outcome.pairs);
    }
}

#[test]
fn the_same_nhs_number_is_shown_whatever_else_differs() {
    let one = ["Ann", "Carter", "", "", "", "", "943 476 5919", "F"];
    let others = [
        ["Ann", "Lovell", "", "", "", "", "943 476 5919", "F"],
        ["Ann", "Lovell", "", "4 Mill Street", "IP4 2CC", "07700 900222", "943 476 5919", "F"],
        ["Brenda", "Lovell", "1962-05-30", "", "", "", "943 476 5919", "F"],
        ["Brian", "Lovell", "1962-05-30", "4 Mill Street", "IP4 2CC", "", "943 476 5919", "M"],
    ];
    let strangers = register(2000, &mut Chance(41)).0;
    for other in others {
        for strangers in [&[][..], &strangers[..300], &strangers[..]] {
            let rows: Vec<Row> =
                [row(one), row(other)].into_iter().chain(strangers.iter().cloned()).collect();
            let outcome = run(&records(&rows), &Options::default());
            let band = band_of(&outcome, 0, 1);
            let is_seen = matches!(band, Some(Band::Link | Band::Review));
            assert!(is_seen, "{other:?} among {}: {band:?}", strangers.len());
        }
    }
}

/// Who is with whom, by the rows themselves and not by where they stood.
fn of_rows(rows: &[Row], order: &[usize], threads: usize) -> BTreeSet<BTreeSet<usize>> {
    let shuffled: Vec<Row> = order.iter().map(|at| rows[*at].clone()).collect();
    let outcome = run(&records(&shuffled), &Options { threads, ..Options::default() });
    let mut sets = std::collections::BTreeMap::<u32, BTreeSet<usize>>::new();
    for (at, root) in outcome.clusters.iter().enumerate() {
        sets.entry(*root).or_default().insert(order[at]);
    }
    sets.into_values().collect()
}

#[test]
fn who_fits_two_people_in_conflict_goes_to_neither_whatever_came_first() {
    let ann = |number: &'static str| {
        row(["Ann", "Carter", "1984-03-09", "9 Low Road", "PE14 8AA", "", number, "F"])
    };
    let (mut rows, _) = register(400, &mut Chance(51));
    let own = rows.len();
    rows.extend([ann("943 476 5919"), ann("401 023 2137"), ann("")]);
    let mut chance = Chance(52);
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let expected = of_rows(&rows, &order, 1);
    assert!(expected.contains(&BTreeSet::from([own + 2])), "it is nobody's by itself");
    for shuffle in 0..20 {
        for at in (1..order.len()).rev() {
            order.swap(at, chance.below(at + 1));
        }
        for threads in [1, 2, 4] {
            assert_eq!(of_rows(&rows, &order, threads), expected, "{shuffle} {threads}");
        }
    }
}

#[test]
fn people_of_many_records_do_not_fall_apart_and_do_not_flow_together() {
    for (each, people) in [(6, 300), (40, 60)] {
        let mut chance = Chance(61);
        let (mut rows, mut truth) = (Vec::new(), Vec::new());
        for number in 0..people {
            let person = crate::people::person(&mut chance);
            rows.extend((0..each).map(|_| record_of(&person, &mut chance)));
            truth.extend((0..each).map(|_| number));
        }
        let outcome = run(&records(&rows), &Options { threads: 2, ..Options::default() });
        let (precision, recall) = accuracy(&outcome.clusters, &truth);
        assert!(0.99 < precision && 0.93 < recall, "{each}: {precision} {recall}");
        let (precision, _) = accuracy(&outcome.certain, &truth);
        assert!(0.999 < precision, "{each}: {precision}");
    }
}
