//! The keys of a record under each rule.

use super::Rule;
use crate::{
    compare::Table,
    date::parts,
    intern::{hash, mix},
    place::is_british,
    records::{Part, Person},
};

/// What many rules ask of a record, looked up once: sounds, hashes and initials, 0 for none.
#[derive(Clone, Copy)]
pub(super) struct Traits {
    pub given: u64,
    pub family: u64,
    pub postcode: u64,
    house: u64,
    street: u64,
    given_sound: u32,
    family_sound: u32,
    first: u8,
    last: u8,
}

impl Traits {
    pub(super) fn of(table: &Table<'_>, person: &Person) -> Traits {
        let (names, texts) = (&table.records.names, &table.records.texts);
        let initial = |name: u32| names.bytes(name).first().copied().unwrap_or_default();
        Traits {
            given: names.hash(person.given),
            family: names.hash(person.family),
            postcode: texts.hash(person.postcode),
            house: texts.hash(person.house),
            street: texts.hash(person.street),
            given_sound: names.sound(person.given),
            family_sound: names.sound(person.family),
            first: initial(person.given),
            last: initial(person.family),
        }
    }

    /// The sounds of the given and the family name.
    fn sounds(&self) -> (u64, u64) {
        (u64::from(self.given_sound), u64::from(self.family_sound))
    }

    fn initials(&self) -> (u64, u64) {
        (u64::from(self.first), u64::from(self.last))
    }
}

pub(super) fn push_keys(
    table: &Table<'_>,
    rule: Rule,
    person: &Person,
    own: &Traits,
    keys: &mut Vec<u64>,
) {
    let records = table.records;
    let text = |text: u32| records.texts.hash(text);
    let texts = |first: u32, part: Part| {
        records.more(person, part).chain([first]).filter(|one| *one != 0).map(text)
    };
    match rule {
        Rule::National => keys.extend(texts(person.national, Part::National)),
        Rule::Phone => keys.extend(texts(person.phone, Part::Phone)),
        Rule::Email => keys.extend(texts(person.email, Part::Email)),
        Rule::AgencyRef => keys.extend(texts(person.agency_ref, Part::AgencyRef)),
        Rule::GroupRole => {
            if person.group != 0 && person.role != 0 {
                keys.push(mix(text(person.group), text(person.role)));
            }
        }
        Rule::HouseStreet => push_streets(table, person, own, keys),
        Rule::PostcodeGiven
        | Rule::PostcodeFamily
        | Rule::PostcodeBorn
        | Rule::Dwelling
        | Rule::AreaNames => push_places(table, rule, person, own, keys),
        Rule::Sounds | Rule::NicknameFamily | Rule::Beginnings | Rule::PartGiven => {
            push_names(table, rule, person, own, keys);
        }
        Rule::Born
        | Rule::FamilyBorn
        | Rule::GivenBorn
        | Rule::NicknameBorn
        | Rule::InitialsBorn
        | Rule::FamilyBirthday
        | Rule::GivenBirthday
        | Rule::YearNames => push_births(table, rule, person, own, keys),
        Rule::Keyed => {}
    }
}

fn push_births(table: &Table<'_>, rule: Rule, person: &Person, own: &Traits, keys: &mut Vec<u64>) {
    if person.born == 0 {
        return;
    }
    let (year, month, day) = parts(person.born);
    // Day and month in either order are one key.
    let (low, high) = (u64::from(day.min(month)), u64::from(day.max(month)));
    let birthday = low << 8 | high;
    let born = u64::from(year) << 16 | birthday;
    let ((given, family), (first, last)) = (own.sounds(), own.initials());
    match rule {
        Rule::Born => {
            // Thousands are born on one day: one initial must be the same.
            let initials = [(7, first), (8, last)].into_iter().filter(|(_, one)| *one != 0);
            keys.extend(initials.map(|(which, one)| mix(mix(born, which), one)));
        }
        Rule::FamilyBorn if family != 0 => keys.push(mix(born, family)),
        Rule::GivenBorn if given != 0 => keys.push(mix(born, given)),
        Rule::NicknameBorn => {
            let roots = table.records.names.roots(person.given).iter();
            keys.extend(roots.map(|root| mix(born, u64::from(*root))));
        }
        Rule::InitialsBorn if first != 0 && last != 0 => {
            keys.push(mix(born, first.min(last) << 8 | first.max(last)));
        }
        Rule::FamilyBirthday if family != 0 && first != 0 => {
            keys.push(mix(mix(birthday, family), first));
        }
        Rule::GivenBirthday if given != 0 => {
            keys.push(mix(mix(birthday, given), u64::from(year / 10)));
            keys.push(mix(mix(birthday, given), last));
        }
        Rule::YearNames if given != 0 && last != 0 => {
            keys.push(mix(mix(u64::from(year), given), last));
        }
        _ => {}
    }
}

fn push_streets(table: &Table<'_>, person: &Person, own: &Traits, keys: &mut Vec<u64>) {
    let records = table.records;
    let (given, family) = own.sounds();
    let others = records.more(person, Part::Street).map(|street| records.texts.hash(street));
    let first = (person.street != 0).then_some(own.street);
    for street in others.chain(first).filter(|_| person.house != 0) {
        let dwelling = mix(street, own.house);
        keys.extend([given, family].iter().filter(|name| **name != 0).map(|n| mix(dwelling, *n)));
    }
}

fn push_places(table: &Table<'_>, rule: Rule, person: &Person, own: &Traits, keys: &mut Vec<u64>) {
    let texts = &table.records.texts;
    let ((given, family), (initial, _)) = (own.sounds(), own.initials());
    let others = table.records.more(person, Part::Postcode).map(|one| (one, texts.hash(one)));
    let first = (person.postcode != 0).then_some((person.postcode, own.postcode));
    for (postcode, hashed) in others.chain(first) {
        match rule {
            Rule::PostcodeGiven if given != 0 => keys.push(mix(hashed, given)),
            Rule::PostcodeFamily if family != 0 => keys.push(mix(hashed, family)),
            Rule::PostcodeBorn if person.born != 0 => {
                keys.push(mix(hashed, u64::from(person.born)));
            }
            Rule::Dwelling if person.house != 0 && person.born != 0 => {
                let dwelling = mix(hashed, own.house);
                keys.push(mix(dwelling, u64::from(parts(person.born).0)));
            }
            Rule::AreaNames if given != 0 && family != 0 => {
                let code = texts.bytes(postcode);
                let area = if is_british(code) { &code[..code.len() - 3] } else { code };
                keys.push(mix(mix(hash(area), family), initial));
            }
            _ => {}
        }
    }
}

fn push_names(table: &Table<'_>, rule: Rule, person: &Person, own: &Traits, keys: &mut Vec<u64>) {
    let (records, names) = (table.records, &table.records.names);
    if person.given == 0 || person.family == 0 {
        return;
    }
    let (given, family) = own.sounds();
    match rule {
        Rule::Sounds => keys.push(mix(given.min(family), given.max(family))),
        Rule::NicknameFamily => {
            let roots = names.roots(person.given).iter();
            keys.extend(roots.map(|root| mix(family, u64::from(*root))));
        }
        Rule::Beginnings => {
            let beginning = |name: u32, most: usize| {
                let bytes = names.bytes(name);
                hash(&bytes[..bytes.len().min(most)])
            };
            keys.push(mix(beginning(person.given, 3), beginning(person.family, 4)));
        }
        _ => {
            // A whole name takes part too: it may be a part of somebody else's.
            keys.push(mix(given, own.family));
            let parts = names.parts(person.family).iter();
            keys.extend(parts.map(|part| mix(given, names.hash(*part))));
            for other in records.more(person, Part::Family) {
                keys.push(mix(given, names.hash(other)));
            }
            for other in records.more(person, Part::Given) {
                let other = u64::from(names.sound(other));
                keys.push(mix(other, own.family));
            }
        }
    }
}
