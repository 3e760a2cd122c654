//! What is expected of each field before any data is seen.
//!
//! The numbers are rough shares of everyday registers in Britain. They act as pseudo-counts: a
//! handful of records is judged by them, and a thousand true pairs outweigh them.

use crate::{
    compare::{Field, given_and_family, level_of_names},
    schema::{Kind, Schema},
};

/// One level: its words, its share among pairs of one person, and among pairs of strangers.
pub(crate) type Level = (&'static str, f64, f64);

/// Chance that two records picked blindly are of one person.
pub(crate) const MATCHES: f64 = 0.000_03;

const GIVEN: [Level; 7] = [
    ("given name the same", 0.80, 0.008),
    ("given name a short form or other name", 0.06, 0.005),
    ("given name an initial that fits", 0.015, 0.008),
    ("given name one letter or one sound off", 0.05, 0.008),
    ("given name alike", 0.02, 0.03),
    ("given name is the other's middle name", 0.015, 0.008),
    ("given name different", 0.04, 0.93),
];
const FAMILY: [Level; 6] = [
    ("family name the same", 0.84, 0.0012),
    ("family name is another name of theirs", 0.03, 0.0003),
    ("family name shares a part", 0.02, 0.0005),
    ("family name one letter or one sound off", 0.05, 0.003),
    ("family name alike", 0.015, 0.012),
    ("family name different", 0.045, 0.983),
];
const SWAPPED: [Level; 2] = [
    ("given and family name change places", 0.008, 0.000_005),
    ("given and family name change places, with a slip", 0.003, 0.000_02),
];
const BORN: [Level; 14] = [
    ("date of birth the same", 0.80, 0.000_05),
    ("date of birth the same, on 1 January", 0.01, 0.000_02),
    ("date of birth with day and month swapped", 0.02, 0.000_03),
    ("date of birth with one slip", 0.05, 0.001_2),
    ("date of birth a year or ten off", 0.015, 0.000_2),
    ("date of birth an estimate that fits", 0.04, 0.004),
    ("date of birth the same in two parts", 0.025, 0.004_5),
    ("year of birth the same", 0.012, 0.014),
    ("years of birth near", 0.01, 0.05),
    ("date of birth different", 0.018, 0.926),
    ("age fits", 0.80, 0.035),
    ("age near", 0.13, 0.07),
    ("age different", 0.06, 0.345),
    ("age a generation apart", 0.01, 0.55),
];
const ADDRESS: [Level; 10] = [
    ("same dwelling", 0.42, 0.000_02),
    ("same house and street", 0.06, 0.000_005),
    ("same street and postcode", 0.05, 0.000_04),
    ("same postcode", 0.05, 0.000_06),
    ("same house number, postcode one letter off", 0.015, 0.000_01),
    ("same street", 0.03, 0.001_5),
    ("same postcode sector", 0.05, 0.002),
    ("same postcode district", 0.05, 0.01),
    ("address different, over a year apart", 0.135, 0.45),
    ("address different", 0.14, 0.536),
];
const LOCALITY: [Level; 3] = [
    ("locality the same", 0.62, 0.03),
    ("locality alike", 0.08, 0.01),
    ("locality different", 0.30, 0.96),
];
const PHONE: [Level; 3] = [
    ("phone the same", 0.55, 0.000_01),
    ("phone one digit off", 0.03, 0.000_01),
    ("phone different", 0.42, 0.999_98),
];
const EMAIL: [Level; 4] = [
    ("e-mail the same", 0.72, 0.000_005),
    ("e-mail nearly the same", 0.08, 0.000_02),
    ("e-mail alike", 0.04, 0.001),
    ("e-mail different", 0.16, 0.998_9),
];
const NATIONAL: [Level; 5] = [
    ("national number the same", 0.90, 0.000_000_2),
    ("national number the same, not checked", 0.05, 0.000_000_2),
    ("national number one slip off", 0.03, 0.000_003),
    ("national number different", 0.015, 0.5),
    ("national number different, both checked", 0.005, 0.5),
];
const AGENCY_REF: [Level; 2] = [
    ("the agency's own number the same", 0.70, 0.000_001),
    ("the agency's own number another", 0.30, 1.0),
];
const SEX: [Level; 2] = [("sex the same", 0.985, 0.5), ("sex different", 0.015, 0.5)];
const MIDDLE: [Level; 4] = [
    ("middle names the same", 0.52, 0.02),
    ("middle name an initial that fits", 0.34, 0.07),
    ("middle names alike", 0.05, 0.02),
    ("middle names different", 0.09, 0.89),
];
const GROUP: [Level; 3] =
    [("one case, one role", 0.01, 0.01), ("one case", 0.01, 0.01), ("cases different", 0.98, 0.98)];
const ROLE: [Level; 2] = [("role the same", 0.75, 0.5), ("role different", 0.25, 0.5)];
/// To have a fellow in common tells one person from strangers, hardly from their family. It is
/// known once people were found, and so is not learnt.
const FELLOW: [Level; 3] = [
    ("another person of their cases is the same, the role one person's", 0.25, 0.000_000_5),
    ("another person of their cases is the same", 0.25, 0.000_000_5),
    ("nobody else of their cases is the same", 0.5, 0.999_999),
];
const CATEGORY: [Level; 3] =
    [("the same", 0.85, 0.1), ("alike", 0.03, 0.02), ("different", 0.12, 0.88)];

/// Levels of a field from 1 on; the names' are made of two lists.
pub(crate) fn levels(field: Option<Field>) -> &'static [Level] {
    match field {
        Some(Field::Name) => &SWAPPED,
        Some(Field::Born) => &BORN,
        Some(Field::Address) => &ADDRESS,
        Some(Field::Locality) => &LOCALITY,
        Some(Field::Phone) => &PHONE,
        Some(Field::Email) => &EMAIL,
        Some(Field::National) => &NATIONAL,
        Some(Field::AgencyRef) => &AGENCY_REF,
        Some(Field::Sex) => &SEX,
        Some(Field::Middle) => &MIDDLE,
        Some(Field::Group) => &GROUP,
        Some(Field::Role) => &ROLE,
        Some(Field::Fellow) => &FELLOW,
        None => &CATEGORY,
    }
}

/// The code under which a field stands in files, such as `date_of_birth`.
pub(crate) fn field_name(field: Field) -> &'static str {
    match field {
        Field::Name => "name",
        Field::Born => "date_of_birth",
        Field::Address => "address",
        Field::Locality => "locality",
        Field::Phone => "phone",
        Field::Email => "email",
        Field::National => "national_id",
        Field::AgencyRef => "agency_ref",
        Field::Sex => "sex",
        Field::Middle => "middle_names",
        Field::Group => "group",
        Field::Role => "role",
        Field::Fellow => "shared_company",
    }
}

/// Whether a schema has a column from which the field is known.
pub(crate) fn is_compared(field: Field, schema: &Schema) -> bool {
    let kinds: &[Kind] = match field {
        Field::Name => &[Kind::GivenName, Kind::FamilyName, Kind::FullName],
        Field::Born => &[Kind::DateOfBirth, Kind::Age],
        Field::Address => &[Kind::Address, Kind::Postcode],
        Field::Locality => &[Kind::Locality],
        Field::Phone => &[Kind::Phone],
        Field::Email => &[Kind::Email],
        Field::National => &[Kind::NationalId],
        Field::AgencyRef => &[Kind::AgencyRef],
        Field::Sex => &[Kind::Sex],
        Field::Middle => &[Kind::MiddleNames, Kind::GivenName, Kind::FullName],
        Field::Group => &[Kind::Group],
        Field::Role => &[Kind::Role],
        Field::Fellow => return schema.has(Kind::Group) && schema.has(Kind::Role),
    };
    kinds.iter().any(|kind| schema.has(*kind))
}

/// A level in words.
pub(crate) fn words(field: Option<Field>, level: usize) -> String {
    if level == 0 {
        return "not known of both".to_owned();
    }
    let list = levels(field);
    if field != Some(Field::Name) {
        return list.get(level - 1).map_or_else(String::new, |(words, ..)| (*words).to_owned());
    }
    match given_and_family(level) {
        None => list[level - NAMES_FROM].0.to_owned(),
        Some((0, family)) => FAMILY[family - 1].0.to_owned(),
        Some((given, 0)) => GIVEN[given - 1].0.to_owned(),
        Some((given, family)) => format!("{}, {}", GIVEN[given - 1].0, FAMILY[family - 1].0),
    }
}

const NAMES_FROM: usize = 56;

/// What is expected of one level: share in pairs of one person, share in pairs of strangers, and
/// the group of levels whose shares make one whole (0 for "not known", which says nothing).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Expected {
    pub one: f64,
    pub strangers: f64,
    pub whole: usize,
}

/// The levels of a field, "not known" first.
pub(crate) fn expected(field: Option<Field>) -> Vec<Expected> {
    if field == Some(Field::Name) {
        return expected_names();
    }
    let nothing = Expected { one: 1.0, strangers: 1.0, whole: 0 };
    let levels = levels(field).iter().enumerate();
    let levels = levels.map(|(at, (_, one, strangers))| {
        // Dates against dates are one whole, dates against ages another.
        let whole = if field == Some(Field::Born) && 10 <= at { 2 } else { 1 };
        Expected { one: *one, strangers: *strangers, whole }
    });
    std::iter::once(nothing).chain(levels).collect()
}

fn expected_names() -> Vec<Expected> {
    let mut all = vec![Expected { one: 1.0, strangers: 1.0, whole: 0 }; 58];
    let one_of = |list: &[Level], at: usize| match at {
        0 => (1.0, 1.0),
        _ => (list[at - 1].1, list[at - 1].2),
    };
    for given in 0..=GIVEN.len() {
        for family in 0..=FAMILY.len() {
            let (first, second) = (one_of(&GIVEN, given), one_of(&FAMILY, family));
            let whole = usize::from(given != 0) + 2 * usize::from(family != 0);
            let at = usize::from(level_of_names(given as u8, family as u8));
            all[at] = Expected { one: first.0 * second.0, strangers: first.1 * second.1, whole };
        }
    }
    for (at, (_, one, strangers)) in SWAPPED.iter().enumerate() {
        all[NAMES_FROM + at] = Expected { one: *one, strangers: *strangers, whole: 3 };
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shares_of_a_whole_make_one() {
        for field in Field::FIXED.map(Some).into_iter().chain([None]) {
            let levels = expected(field);
            for whole in 1..4 {
                let members = levels.iter().filter(|level| level.whole == whole);
                let sum = members
                    .fold((0.0, 0.0), |sum, level| (sum.0 + level.one, sum.1 + level.strangers));
                let is_one = |sum: f64| sum == 0.0 || (sum - 1.0).abs() < 0.03;
                assert!(is_one(sum.0) && is_one(sum.1), "{field:?} {whole}: {sum:?}");
            }
            for level in 1..levels.len() {
                assert!(!words(field, level).is_empty());
            }
        }
    }
}
