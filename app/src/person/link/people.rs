//! Which person each group of records is: as far as it can be, the one it was.

use super::gather::{Known, number};
use domain::ids::PersonId;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Whose the records of one group are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    Known(PersonId),
    /// Someone new: the groups that begin a person are numbered from 0.
    New(u32),
}

/// Who everyone is, and how many came to be so.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct People {
    /// One a record, in the order of the records.
    pub whose: Vec<Whose>,
    pub new: u32,
    /// Records that nobody knew before and that belong to someone who has other records.
    pub joined: u64,
}

/// Gives each group of `groups` (one number a record, equal for one person) the person to whom
/// most of its records belong now. Of two groups that want one person the one with more of its
/// records gets it; ties go to the oldest person, then to the group of the oldest record.
pub(super) fn assign(records: &[Known], groups: &[u32]) -> People {
    let mut votes: BTreeMap<(u32, PersonId), u32> = BTreeMap::new();
    for (record, group) in records.iter().zip(groups) {
        if let Some(person) = record.inherits {
            *votes.entry((*group, person)).or_default() += 1;
        }
    }
    let mut claims: Vec<_> =
        votes.into_iter().map(|((group, person), count)| (count, person, group)).collect();
    claims.sort_by_key(|(count, person, group)| (std::cmp::Reverse(*count), *person, *group));
    let mut of_group: HashMap<u32, Whose> = HashMap::new();
    let mut taken = HashSet::new();
    for (_, person, group) in claims {
        if !of_group.contains_key(&group) && taken.insert(person) {
            of_group.insert(group, Whose::Known(person));
        }
    }
    let mut new = 0;
    let mut joined = 0;
    let whose = records.iter().zip(groups).map(|(record, group)| {
        let is_fresh = record.inherits.is_none();
        let begins = !of_group.contains_key(group);
        if begins {
            of_group.insert(*group, Whose::New(new));
            new += 1;
        }
        joined += u64::from(is_fresh && !begins);
        of_group[group]
    });
    let whose = whose.collect();
    People { whose, new, joined }
}

/// The groups of all records from those of the named ones; an unnamed record is alone.
pub(super) fn groups_of_all(records: usize, named: &[u32], clusters: &[u32]) -> Vec<u32> {
    let mut groups: Vec<u32> = (0..records).map(number).collect();
    for (at, cluster) in clusters.iter().enumerate() {
        groups[named[at] as usize] = named[*cluster as usize];
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::RecordId;
    use uuid::Uuid;

    fn person(number: u128) -> PersonId {
        PersonId::from_uuid(Uuid::from_u128(number))
    }

    /// Records of these persons; 0 is a record that nobody knew before.
    fn records(persons: &[u128]) -> Vec<Known> {
        let record = |(at, number): (usize, &u128)| Known {
            id: RecordId::from_uuid(Uuid::from_u128(at as u128)),
            member_of: None,
            inherits: (*number != 0).then(|| person(*number)),
        };
        persons.iter().enumerate().map(record).collect()
    }

    fn whose(persons: &[u128], groups: &[u32]) -> Vec<Whose> {
        assign(&records(persons), groups).whose
    }

    use Whose::{Known as Was, New};

    #[test]
    fn a_group_keeps_the_person_of_most_of_its_records() {
        let found = whose(&[1, 2, 2, 0], &[0, 0, 0, 0]);
        assert_eq!(found, [Was(person(2)); 4]);
    }

    #[test]
    fn a_tie_goes_to_the_oldest_person() {
        assert_eq!(whose(&[9, 3], &[0, 0]), [Was(person(3)); 2]);
    }

    #[test]
    fn one_person_is_no_two_groups_and_the_smaller_part_is_someone_new() {
        let found = whose(&[1, 1, 1], &[0, 1, 1]);
        assert_eq!(found, [New(0), Was(person(1)), Was(person(1))]);
        let torn_in_two_halves = whose(&[1, 1], &[0, 1]);
        assert_eq!(torn_in_two_halves, [Was(person(1)), New(0)]);
    }

    #[test]
    fn a_group_that_loses_its_first_claim_takes_its_second() {
        let found = whose(&[1, 1, 1, 2, 1, 1], &[0, 0, 0, 3, 3, 3]);
        assert_eq!(found[..3], [Was(person(1)); 3]);
        assert_eq!(found[3..], [Was(person(2)); 3]);
    }

    #[test]
    fn every_record_nobody_knew_begins_a_person_or_joins_one() {
        let people = assign(&records(&[0, 0, 0, 5, 0]), &[0, 0, 2, 3, 3]);
        assert_eq!((people.new, people.joined), (2, 2));
        assert_eq!(people.whose[0], people.whose[1]);
        assert_ne!(people.whose[0], people.whose[2]);
    }

    #[test]
    fn unnamed_records_are_alone_whatever_linkage_says_of_the_named() {
        // Records 1 and 3 are named, and one person.
        assert_eq!(groups_of_all(4, &[1, 3], &[0, 0]), [0, 1, 2, 1]);
    }
}
