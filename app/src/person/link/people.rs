//! Which person each group of records is: the one that is called after the oldest of them.

use super::gather::{Known, number};
use domain::ids::{PersonId, RecordId};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Who everyone is, and how many came to be so.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct People {
    /// One a record, in the order of the records.
    pub whose: Vec<PersonId>,
    /// Persons whom no record is now, in the order of their first records.
    pub new: Vec<PersonId>,
    /// Records that nobody knew before and that belong to someone who has other records.
    pub joined: u64,
}

/// Gives each group of `groups` (one number a record, equal for one person) its person: the one
/// that is called after the oldest root of the group.
///
/// So who is called what depends on the groups alone, never on the way to them: whoever was joined
/// and is parted again is called as before. A new record, having a younger root, renames nobody.
pub(super) fn assign(records: &[Known], groups: &[u32]) -> People {
    let mut oldest: HashMap<u32, RecordId> = HashMap::new();
    for (record, group) in records.iter().zip(groups) {
        let root = oldest.entry(*group).or_insert(record.root);
        *root = record.root.min(*root);
    }
    let known: HashSet<PersonId> = records.iter().filter_map(|record| record.inherits).collect();
    let mut begun = HashSet::new();
    let mut people = People { whose: Vec::with_capacity(records.len()), new: vec![], joined: 0 };
    for (record, group) in records.iter().zip(groups) {
        let person = called_after(oldest[group]);
        let begins = !known.contains(&person) && begun.insert(person);
        if begins {
            people.new.push(person);
        }
        people.joined += u64::from(record.inherits.is_none() && !begins);
        people.whose.push(person);
    }
    people
}

fn called_after(root: RecordId) -> PersonId {
    PersonId::from_uuid(root.uuid())
}

/// The groups of all records from those of the named ones; an unnamed record is alone.
pub(super) fn groups_of_all(records: usize, named: &[u32], clusters: &[u32]) -> Vec<u32> {
    let mut groups: Vec<u32> = (0..records).map(number).collect();
    for (at, cluster) in clusters.iter().enumerate() {
        groups[named[at] as usize] = named[*cluster as usize];
    }
    groups
}

/// Whoever counts as one with somebody older, each with the oldest of those: `counted` has one
/// number a record, equal for those who count as one.
pub(super) fn guesses(whose: &[PersonId], counted: &[u32]) -> BTreeMap<PersonId, PersonId> {
    let mut oldest: HashMap<u32, PersonId> = HashMap::new();
    for (person, group) in whose.iter().zip(counted) {
        let first = oldest.entry(*group).or_insert(*person);
        *first = (*person).min(*first);
    }
    let of = whose.iter().zip(counted).map(|(person, group)| (*person, oldest[group]));
    of.filter(|(person, oldest)| person != oldest).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::person::PartyRole;
    use jiff::civil::date;
    use uuid::Uuid;

    fn person(number: u128) -> PersonId {
        PersonId::from_uuid(Uuid::from_u128(number))
    }

    /// Records with their root and the person they are; 0 is nobody yet.
    fn records(known: &[(u128, u128)]) -> Vec<Known> {
        let id = |number| RecordId::from_uuid(Uuid::from_u128(number));
        let record = |(at, (root, whose)): (usize, &(u128, u128))| Known {
            id: id(100 + at as u128),
            root: id(*root),
            member_of: None,
            heir_of: None,
            inherits: (*whose != 0).then(|| person(*whose)),
            role: PartyRole::Victim,
            is_referral: false,
            seen_on: date(2008, 4, 1),
        };
        known.iter().enumerate().map(record).collect()
    }

    fn whose(known: &[(u128, u128)], groups: &[u32]) -> Vec<PersonId> {
        assign(&records(known), groups).whose
    }

    #[test]
    fn a_group_is_called_after_its_oldest_record() {
        assert_eq!(whose(&[(7, 7), (3, 3), (9, 0)], &[0, 0, 0]), [person(3); 3]);
    }

    #[test]
    fn whoever_is_joined_and_parted_again_is_called_as_before_by_whatever_way() {
        let roots = [5, 2, 8, 4];
        let apart = roots.map(|root| (root, root));
        let called = whose(&apart, &[0, 1, 2, 3]);
        for ways in [[[0, 0, 2, 3], [0, 0, 0, 3]], [[0, 1, 1, 1], [0, 0, 0, 0]]] {
            let mut now = apart;
            for groups in ways {
                let found = whose(&now, &groups);
                now = std::array::from_fn(|at| (roots[at], found[at].uuid().as_u128()));
            }
            assert_eq!(whose(&now, &[0, 1, 2, 3]), called);
        }
    }

    #[test]
    fn who_is_torn_in_two_stays_where_the_oldest_record_is() {
        let found = assign(&records(&[(1, 1), (2, 1), (3, 1)]), &[0, 1, 1]);
        assert_eq!(found.whose, [person(1), person(2), person(2)]);
        assert_eq!((found.new, found.joined), (vec![person(2)], 0));
    }

    #[test]
    fn every_record_nobody_knew_begins_a_person_or_joins_one() {
        let known = [(1, 0), (2, 0), (3, 0), (4, 4), (5, 0)];
        let people = assign(&records(&known), &[0, 0, 2, 3, 3]);
        assert_eq!((people.new.len(), people.joined), (2, 2));
        assert_eq!(people.whose[0], people.whose[1]);
        assert_ne!(people.whose[0], people.whose[2]);
    }

    #[test]
    fn whoever_counts_as_one_with_somebody_counts_by_the_oldest() {
        let whose = [4, 2, 2, 9, 7].map(person);
        let found = guesses(&whose, &[0, 0, 0, 3, 0]);
        let expected = [(4, 2), (7, 2)].map(|(one, by)| (person(one), person(by)));
        assert_eq!(found, BTreeMap::from(expected));
        assert_eq!(guesses(&whose, &[0, 1, 1, 3, 4]), BTreeMap::new());
    }

    #[test]
    fn unnamed_records_are_alone_whatever_linkage_says_of_the_named() {
        // Records 1 and 3 are named, and one person.
        assert_eq!(groups_of_all(4, &[1, 3], &[0, 0]), [0, 1, 2, 1]);
    }
}
