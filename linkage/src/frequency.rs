//! How common each value is: to share a rare one says more than to share a common one.

use crate::{compare::Table, intern::mix, records::Person, sort::by_upper};

/// Records that a value is taken to have been met in, before any is counted.
const PSEUDO: f64 = 200.0;

/// How many different people have each value, as far as records tell people apart.
pub(crate) struct Frequencies {
    /// By the numbers of names.
    pub given: Shares,
    pub family: Shares,
    /// By records.
    pub born: Shares,
    pub dwelling: Shares,
    pub postcode: Shares,
    pub phone: Shares,
    pub email: Shares,
    pub locality: Shares,
    pub categories: Vec<Shares>,
}

/// How many bits the rarity of a value adds to a weight.
pub(crate) struct Shares(Vec<f32>);

impl Shares {
    pub(crate) fn bits(&self, at: u32) -> f32 {
        self.0[at as usize]
    }

    /// No less than the bits of a record, and no less than none.
    pub(crate) fn most(&self, at: u32) -> f32 {
        self.bits(at).max(0.0)
    }

    /// For each record, from its value and what tells people with that value apart.
    fn count(keys: impl ExactSizeIterator<Item = Option<(u64, u64)>>, usual: f64) -> Shares {
        let mut bits = vec![0.0; keys.len()];
        // The upper half tells values apart, the lower one is the record.
        let (mut records, mut people) = (Vec::new(), vec![0; keys.len()]);
        for (at, key) in keys.enumerate() {
            if let Some((value, person)) = key {
                records.push(value & !0xffff_ffff | at as u64);
                people[at] = (mix(value, person) >> 32) as u32;
            }
        }
        by_upper(&mut records, &mut Vec::new());
        let values = || records.chunk_by(|one, other| one >> 32 == other >> 32);
        let mut of_value = Vec::new();
        let mut counts = Vec::new();
        for value in values() {
            of_value.clear();
            of_value.extend(value.iter().map(|record| people[*record as u32 as usize]));
            of_value.sort_unstable();
            of_value.dedup();
            counts.push(of_value.len() as f64);
        }
        let total: f64 = counts.iter().sum();
        // Others with the value: to have it oneself does not make it common.
        let share = |count: f64| (count - 1.0 + PSEUDO * usual) / (total + PSEUDO);
        // The chance that two people picked blindly agree, which the model's share stands for.
        let agree: f64 = counts.iter().map(|count| share(*count) * count).sum();
        let agree = (agree + PSEUDO * usual) / (total + PSEUDO);
        for (value, count) in values().zip(&counts) {
            let of_value = (agree / share(*count)).log2() as f32;
            value.iter().for_each(|record| bits[*record as u32 as usize] = of_value);
        }
        Shares(bits)
    }

    /// For each name, from what was counted for each record that has one.
    fn by_name(&self, table: &Table<'_>, name: impl Fn(&Person) -> u32) -> Shares {
        let mut bits = vec![0.0; table.records.names.len()];
        for (person, of_record) in table.people.iter().zip(&self.0) {
            bits[name(person) as usize] = *of_record;
        }
        Shares(bits)
    }
}

impl Frequencies {
    pub(crate) fn count(table: &Table<'_>) -> Frequencies {
        let records = table.records;
        let people = || table.people.iter().enumerate();
        let name = |name: u32| records.names.hash(name);
        let text = |text: u32| records.texts.hash(text);
        let sound = |name: u32| match records.is_coded {
            true => records.names.hash(name),
            false => u64::from(records.names.sound(name)),
        };
        let key = |value: u32, key: u64, person: u64| (value != 0).then_some((key, person));
        let of_text = |value: u32, person: u64| key(value, text(value), person);
        let categories = (0..records.category_names.len()).map(|column| {
            let values = people().map(|(at, person)| {
                let value = records.category(table.order[at], column);
                of_text(value, mix(name(person.given), u64::from(person.born)))
            });
            Shares::count(values, 0.1)
        });
        Frequencies {
            given: Shares::count(
                people().map(|(_, one)| {
                    let other = mix(name(one.family), u64::from(one.born));
                    key(one.given, name(one.given), other)
                }),
                0.008,
            )
            .by_name(table, |one| one.given),
            family: Shares::count(
                people().map(|(_, one)| {
                    let other = mix(name(one.given), u64::from(one.born));
                    key(one.family, name(one.family), other)
                }),
                0.0012,
            )
            .by_name(table, |one| one.family),
            born: Shares::count(
                people()
                    .map(|(_, one)| key(one.born, mix(1, u64::from(one.born)), sound(one.given))),
                0.000_05,
            ),
            dwelling: Shares::count(
                people().map(|(_, one)| {
                    let place = if one.postcode == 0 { one.street } else { one.postcode };
                    let dwelling = mix(text(place), text(one.house));
                    key(place, dwelling, sound(one.given))
                }),
                0.000_02,
            ),
            postcode: Shares::count(
                people().map(|(_, one)| of_text(one.postcode, sound(one.given))),
                0.000_06,
            ),
            phone: Shares::count(
                people().map(|(_, one)| of_text(one.phone, sound(one.given))),
                0.000_01,
            ),
            email: Shares::count(
                people().map(|(_, one)| of_text(one.email, sound(one.given))),
                0.000_005,
            ),
            locality: Shares::count(
                people().map(|(_, one)| {
                    of_text(one.locality, mix(name(one.given), u64::from(one.born)))
                }),
                0.03,
            ),
            categories: categories.collect(),
        }
    }
}

/// How many people have each given name.
pub(crate) struct Names(Vec<u32>);

impl Names {
    pub(crate) fn count(table: &Table<'_>) -> Names {
        let names = &table.records.names;
        let mut people: Vec<u64> = Vec::with_capacity(table.len());
        for one in table.people.iter().filter(|one| one.given != 0) {
            let person = mix(names.hash(one.family), u64::from(one.born));
            people.push(u64::from(one.given) << 32 | person >> 32);
        }
        people.sort_unstable();
        people.dedup();
        let mut counts = vec![0; names.len()];
        for person in people {
            counts[(person >> 32) as usize] += 1;
        }
        Names(counts)
    }

    /// Whether two names alike are two names: each in the table of names, or borne by so many that
    /// it is nobody's slip.
    pub(crate) fn are_two(&self, table: &Table<'_>, one: u32, other: u32) -> bool {
        let (count, other_count) = (self.0[one as usize], self.0[other as usize]);
        let names = &table.records.names;
        let is_name = |name: u32, own: u32, others: u32| {
            !names.roots(name).is_empty() || BORNE_BY <= own && others <= SLIPS * own
        };
        is_name(one, count, other_count) && is_name(other, other_count, count)
    }
}

/// People who bear a name that is none of the table's.
const BORNE_BY: u32 = 5;
/// One slip for so many of a name is the most that clerks make.
const SLIPS: u32 = 20;
