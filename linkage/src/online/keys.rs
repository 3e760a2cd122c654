//! Keys of one record: two records with a key in common may be one person.

use super::{Born, Known, Online, push};
use crate::{
    date::parts,
    records::{Part, Person, Records},
};

/// A kind of key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    NationalId,
    Phone,
    Email,
    /// A family name as it sounds, former ones too, and a date of birth.
    FamilyBorn,
    /// A given name as it sounds or what it is short for, and a date of birth.
    GivenBorn,
    /// Both names as they sound, in either order, and a year of birth.
    NamesYear,
    /// A postcode and either name as it sounds.
    PostcodeName,
    /// Both names as they sound, in either order. Many people may share one: look last.
    Names,
}

impl Rule {
    /// Tells the keys of one rule from those of another; never given to another rule.
    pub fn code(self) -> u8 {
        match self {
            Rule::NationalId => 1,
            Rule::Phone => 2,
            Rule::Email => 3,
            Rule::FamilyBorn => 4,
            Rule::GivenBorn => 5,
            Rule::NamesYear => 6,
            Rule::PostcodeName => 7,
            Rule::Names => 8,
        }
    }
}

/// A value by which a record can be found. Danger: it tells a telephone number; store a keyed hash.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    pub rule: Rule,
    pub value: Vec<u8>,
}

/// Records that are taken apart before their tables are emptied.
const WORK_MOST: usize = 10_000;

impl Online {
    /// The keys of a record, or of somebody who is sought; each once, in order.
    pub fn keys(&mut self, known: &Known<'_>) -> Vec<Key> {
        if WORK_MOST < self.work.len() {
            self.work = self.empty.clone();
        }
        push(&mut self.work, known);
        let Some(person) = self.work.people.last() else { return Vec::new() };
        let record = Record { records: &self.work, person, roots: &self.roots };
        let mut keys = Vec::new();
        record.push_numbers(&mut keys);
        record.push_names(known.born, &mut keys);
        keys.sort_unstable();
        keys.dedup();
        keys
    }
}

struct Record<'a> {
    records: &'a Records,
    person: &'a Person,
    roots: &'a [&'static str],
}

impl Record<'_> {
    fn push_numbers(&self, keys: &mut Vec<Key>) {
        let person = self.person;
        for (rule, first, part) in [
            (Rule::NationalId, person.national, Part::National),
            (Rule::Phone, person.phone, Part::Phone),
            (Rule::Email, person.email, Part::Email),
        ] {
            let all = self.records.more(person, part).chain([first]).filter(|text| *text != 0);
            let value = |text| self.records.texts.bytes(text).to_vec();
            keys.extend(all.map(|text| Key { rule, value: value(text) }));
        }
    }

    fn push_names(&self, born: Option<Born>, keys: &mut Vec<Key>) {
        let given = self.sounds(self.person.given, Part::Given);
        let families = self.families();
        let mut both = Vec::new();
        for (at, given) in given.iter().enumerate() {
            // Another given name goes with today's family name; else every alias meets every one.
            let families = if at == 0 { &families[..] } else { &families[..families.len().min(1)] };
            both.extend(families.iter().map(|family| joined(given.min(family), given.max(family))));
        }
        if let Some(Born::Day { .. }) = born {
            let born = self.birthday();
            self.push_born(&given, &families, &born, keys);
        }
        let years = born.map(Born::years).into_iter().flat_map(|(from, to)| from..=to);
        for year in years {
            let with_year = |both: &Vec<u8>| joined(both, &year.to_be_bytes());
            let each = both.iter().map(with_year);
            keys.extend(each.map(|value| Key { rule: Rule::NamesYear, value }));
        }
        let postcode = self.records.texts.bytes(self.person.postcode);
        if !postcode.is_empty() {
            let each = given.iter().chain(&families).map(|name| joined(postcode, name));
            keys.extend(each.map(|value| Key { rule: Rule::PostcodeName, value }));
        }
        keys.extend(both.into_iter().map(|value| Key { rule: Rule::Names, value }));
    }

    fn push_born(&self, given: &[Vec<u8>], families: &[Vec<u8>], born: &[u8], keys: &mut Vec<Key>) {
        let key = |rule, name: &[u8]| Key { rule, value: joined(born, name) };
        keys.extend(families.iter().map(|family| key(Rule::FamilyBorn, family)));
        keys.extend(given.iter().map(|given| key(Rule::GivenBorn, given)));
        let roots = self.records.names.roots(self.person.given).iter();
        let roots = roots.filter_map(|row| self.roots.get(usize::from(*row)));
        keys.extend(roots.map(|root| key(Rule::GivenBorn, format!("={root}").as_bytes())));
    }

    /// Year, and month and day in whichever order.
    fn birthday(&self) -> Vec<u8> {
        let (year, month, day) = parts(self.person.born);
        let (low, high) = (month.min(day), month.max(day));
        (year << 16 | low << 8 | high).to_be_bytes().to_vec()
    }

    /// Today's family name, former ones, and the parts of a double one.
    fn families(&self) -> Vec<Vec<u8>> {
        let mut sounds = self.sounds(self.person.family, Part::Family);
        let parts = self.records.names.parts(self.person.family);
        sounds.extend(parts.iter().map(|part| self.sound(*part)));
        sounds
    }

    /// A name as it sounds, and the others of its kind.
    fn sounds(&self, first: u32, part: Part) -> Vec<Vec<u8>> {
        let others = self.records.more(self.person, part);
        [first].into_iter().chain(others).filter(|name| *name != 0).map(|n| self.sound(n)).collect()
    }

    /// A name in letters that sound nothing to us is itself.
    fn sound(&self, name: u32) -> Vec<u8> {
        match self.records.names.sound(name) {
            0 => self.records.names.bytes(name).to_vec(),
            sound => sound.to_be_bytes().to_vec(),
        }
    }
}

/// Two values as one that no other two make.
fn joined(one: &[u8], other: &[u8]) -> Vec<u8> {
    let mut value = Vec::with_capacity(one.len() + other.len() + 1);
    value.extend_from_slice(one);
    value.push(b'|');
    value.extend_from_slice(other);
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known<'a>(given_names: &'a str, family_name: &'a str, born: Option<Born>) -> Known<'a> {
        Known { given_names, family_name, born, ..Known::default() }
    }

    fn day(year: u16, month: u8, day: u8) -> Option<Born> {
        Some(Born::Day { year, month, day })
    }

    /// The rules by which the first finds the second.
    fn shared(sought: &Known<'_>, held: &Known<'_>) -> Vec<Rule> {
        let mut online = Online::new();
        let held = online.keys(held);
        let mut rules: Vec<Rule> = online
            .keys(sought)
            .into_iter()
            .filter(|key| held.contains(key))
            .map(|key| key.rule)
            .collect();
        rules.dedup();
        rules
    }

    #[test]
    fn names_that_sound_alike_find_each_other_in_either_order() {
        let held = known("Catherine", "Smyth", day(1984, 3, 9));
        let all = [Rule::FamilyBorn, Rule::GivenBorn, Rule::NamesYear, Rule::Names];
        assert_eq!(shared(&known("Katherine", "Smith", day(1984, 3, 9)), &held), all);
        assert_eq!(shared(&known("Smith", "Katherine", None), &held), [Rule::Names]);
        assert!(shared(&known("Margaret", "Jones", None), &held).is_empty());
    }

    #[test]
    fn a_date_with_day_and_month_swapped_finds_and_another_year_finds_by_names_alone() {
        let held = known("Ann", "Carter", day(1984, 3, 9));
        let swapped = shared(&known("Ann", "Carter", day(1984, 9, 3)), &held);
        assert!(swapped.contains(&Rule::FamilyBorn));
        assert_eq!(shared(&known("Ann", "Carter", day(1985, 3, 9)), &held), [Rule::Names]);
        assert!(shared(&known("Ann", "", day(1985, 3, 9)), &held).is_empty());
    }

    #[test]
    fn a_part_of_a_date_of_birth_finds_through_its_year() {
        let held = known("Ann", "Carter", day(1984, 3, 9));
        for part in [Born::Year(1984), Born::Month { year: 1984, month: 3 }] {
            let rules = shared(&known("Ann", "Carter", Some(part)), &held);
            assert_eq!(rules, [Rule::NamesYear, Rule::Names], "{part:?}");
        }
        // Aged 30 on a day of 2014: born in 1983 or 1984.
        let aged = known("Ann", "Carter", Some(Born::from_age(2014, 30)));
        for (year, is_found) in [(1982, false), (1983, true), (1984, true), (1985, false)] {
            let rules = shared(&known("Ann", "Carter", Some(Born::Year(year))), &aged);
            assert_eq!(rules.contains(&Rule::NamesYear), is_found, "{year}");
        }
    }

    #[test]
    fn former_names_and_parts_of_a_double_name_find_like_surnames() {
        let other_names = vec!["née Kowalska", "Annie Brown"];
        let held = Known { other_names, ..known("Ann", "Lee-Carter", day(1984, 3, 9)) };
        for family in ["Kowalska", "Brown", "Carter", "Lee", "Lee Carter"] {
            let rules = shared(&known("Ann", family, day(1984, 3, 9)), &held);
            assert!(rules.contains(&Rule::FamilyBorn), "{family}");
            assert!(rules.contains(&Rule::Names), "{family}");
        }
        let other_way = Known { other_names: vec!["Carter"], ..known("Ann", "New", None) };
        assert!(shared(&other_way, &held).contains(&Rule::Names));
    }

    #[test]
    fn a_short_form_finds_its_name_with_the_date_of_birth() {
        let held = known("Elizabeth", "", day(1984, 3, 9));
        assert_eq!(shared(&known("Liz", "", day(1984, 3, 9)), &held), [Rule::GivenBorn]);
        assert!(shared(&known("Peggy", "", day(1984, 3, 9)), &held).is_empty());
    }

    #[test]
    fn numbers_find_however_they_are_spelt_and_a_postcode_needs_a_name() {
        let held = Known {
            national_id: "943 476 5919",
            phone: "+44 7700 900123",
            postcode: "CB1 1AA",
            ..known("Ann", "Carter", None)
        };
        let by = |sought: Known<'_>| shared(&sought, &held);
        let national_id = "9434765919";
        assert_eq!(by(Known { national_id, ..Known::default() }), [Rule::NationalId]);
        assert_eq!(by(Known { phone: "07700900123", ..Known::default() }), [Rule::Phone]);
        assert!(by(Known { postcode: "cb11aa", ..Known::default() }).is_empty());
        let sought = Known { postcode: "cb11aa", ..known("Anne", "", None) };
        assert_eq!(by(sought), [Rule::PostcodeName]);
    }

    #[test]
    fn a_name_in_another_script_is_found_by_itself() {
        let held = known("Олена", "Шевченко", None);
        assert_eq!(shared(&held, &held), [Rule::Names]);
        assert!(shared(&known("Олена", "Коваль", None), &held).is_empty());
    }
}
