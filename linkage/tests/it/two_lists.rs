//! Two lists against each other.

use crate::people::{Chance, person, record_of, records, row};
use linkage::{Options, match_sides};
use std::collections::BTreeSet;

#[test]
fn each_person_of_one_list_finds_themselves_in_the_other_and_nobody_twice() {
    let mut chance = Chance(3);
    let people: Vec<_> = (0..900).map(|_| person(&mut chance)).collect();
    let mut rows: Vec<_> = people.iter().map(|one| record_of(one, &mut chance)).collect();
    // Half of them stand in the second list, some twice.
    let right: Vec<usize> = (0..900).filter(|at| at % 2 == 0).chain(0..50).collect();
    rows.extend(right.iter().map(|at| record_of(&people[*at], &mut chance)));
    let links = match_sides(&records(&rows), 900, &Options::default(), &mut |_| {});
    let is_right = |pair: &&linkage::Pair| pair.left as usize == right[pair.right as usize - 900];
    let found = links.pairs.iter().filter(is_right).count();
    assert!(links.pairs.len() <= found + 4, "{found} of {} are right", links.pairs.len());
    assert!(430 < found, "{found}");
    let sides: BTreeSet<u32> =
        links.pairs.iter().flat_map(|pair| [pair.left, pair.right]).collect();
    assert_eq!(sides.len(), links.pairs.len() * 2);
}

#[test]
fn records_of_one_list_are_not_linked_with_each_other() {
    let ann = row(["Ann", "Carter", "1984-03-09", "", "", "", "", ""]);
    let tom = row(["Tom", "Wilk", "1990-07-14", "", "", "", "", ""]);
    let rows = [ann.clone(), ann.clone(), tom, ann];
    let links = match_sides(&records(&rows), 2, &Options::default(), &mut |_| {});
    assert_eq!(links.pairs.len(), 1);
    assert_eq!(links.pairs[0].right, 3);
    let cannot = Options { cannot_link: vec![(3, 0), (1, 3)], ..Options::default() };
    assert!(match_sides(&records(&rows), 2, &cannot, &mut |_| {}).pairs.is_empty());
}
