//! From values to codes.

use super::{BITS, CODE_BYTES, Coded, Encoded, LEAST_SECRET, PLACES};
use crate::{
    date::parts,
    online::{Born, Known, Online},
    records::Records,
};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::collections::HashMap;

/// What partners share, and nobody else may have.
#[derive(Clone)]
pub struct ClkKey(Hmac<Sha256>);

impl ClkKey {
    /// From a secret; `None` where it has fewer than [`LEAST_SECRET`] bytes.
    pub fn new(secret: &[u8]) -> Option<ClkKey> {
        if secret.len() < LEAST_SECRET {
            return None;
        }
        Hmac::new_from_slice(secret).ok().map(ClkKey)
    }

    fn hash(&self, salt: &str, part: &[u8]) -> [u8; 32] {
        let mut hash = self.0.clone();
        // The length parts the two, so that no other two make the same.
        hash.update(&(salt.len() as u64).to_be_bytes());
        hash.update(salt.as_bytes());
        hash.update(part);
        hash.finalize().into_bytes().into()
    }

    /// By which files of two keys are told apart. It tells nothing of the key.
    pub fn check(&self) -> [u8; 4] {
        let hash = self.hash("check", b"");
        [hash[0], hash[1], hash[2], hash[3]]
    }
}

/// Encodes records with one key.
pub struct Encoder {
    key: ClkKey,
    online: Online,
    /// By salt: the place in a code of each bit of a filter, and of its complement.
    places: HashMap<&'static str, Vec<u16>>,
    /// Codes made before, by salt and value.
    made: HashMap<(&'static str, Vec<u8>), Vec<u8>>,
}

/// Codes that are kept before they are forgotten.
const MADE_MOST: usize = 200_000;

impl Encoder {
    pub fn new(key: ClkKey) -> Encoder {
        let places = Coded::ALL.map(|field| (field.salt(), places(&key, field.salt())));
        let places = places.into_iter().collect();
        Encoder { key, online: Online::new(), places, made: HashMap::new() }
    }

    /// One record in code: the first value of each kind, as it is compared in clear.
    pub fn encode(&mut self, records: &Records, record: u32) -> Encoded {
        let person = &records.people[record as usize];
        let born = born_parts(person.born);
        let values = Coded::ALL.map(|field| match field {
            Coded::GivenName => records.names.bytes(person.given),
            Coded::MiddleNames => records.names.bytes(person.middle),
            Coded::FamilyName => records.names.bytes(person.family),
            Coded::DateOfBirth => born.as_bytes(),
            Coded::House => records.texts.bytes(person.house),
            Coded::Street => records.texts.bytes(person.street),
            Coded::Postcode => records.texts.bytes(person.postcode),
            Coded::Locality => records.texts.bytes(person.locality),
            Coded::Phone => records.texts.bytes(person.phone),
            Coded::Email => records.texts.bytes(person.email),
            Coded::NationalId => records.texts.bytes(person.national),
        });
        let mut codes: [Vec<u8>; 11] = Default::default();
        for ((code, value), field) in codes.iter_mut().zip(values).zip(Coded::ALL) {
            if !value.is_empty() {
                *code = self.code(field, value);
            }
        }
        Encoded {
            codes,
            sex: ["", "F", "M"].get(usize::from(person.sex)).copied().unwrap_or_default(),
            is_checked: person.is_valid,
            keys: self.keys(records, record),
        }
    }

    fn code(&mut self, field: Coded, value: &[u8]) -> Vec<u8> {
        let made = (field.salt(), value.to_vec());
        if let Some(code) = self.made.get(&made) {
            return code.clone();
        }
        let mut filter = [false; BITS];
        for part in split(field, value) {
            let hash = self.key.hash(field.salt(), &part);
            hash[..PLACES].iter().for_each(|place| filter[usize::from(*place)] = true);
        }
        let mut code = vec![0u8; CODE_BYTES];
        let places = &self.places[field.salt()];
        for (at, is_set) in filter.into_iter().enumerate() {
            // Of a bit and its complement one is set: every code has as many ones as zeros.
            let place = usize::from(places[if is_set { at } else { BITS + at }]);
            code[place / 8] |= 1 << (place % 8);
        }
        if MADE_MOST < self.made.len() {
            self.made.clear();
        }
        self.made.insert(made, code.clone());
        code
    }

    /// Keyed hashes of the keys by which a database finds people, sorted.
    fn keys(&mut self, records: &Records, record: u32) -> Vec<u64> {
        let person = &records.people[record as usize];
        let name = |name: u32| str::from_utf8(records.names.bytes(name)).unwrap_or_default();
        let text = |text: u32| str::from_utf8(records.texts.bytes(text)).unwrap_or_default();
        let (year, month, day) = parts(person.born);
        let day = Born::Day { year: year as u16, month: month as u8, day: day as u8 };
        let known = Known {
            given_names: name(person.given),
            family_name: name(person.family),
            born: (person.born != 0).then_some(day),
            national_id: text(person.national),
            postcode: text(person.postcode),
            phone: text(person.phone),
            email: text(person.email),
            ..Known::default()
        };
        let hashed = self.online.keys(&known).into_iter().map(|found| {
            let hash = self.key.hash("key", &[&[found.rule.code()], &found.value[..]].concat());
            let mut first = [0; 8];
            first.copy_from_slice(&hash[..8]);
            u64::from_be_bytes(first)
        });
        let mut keys: Vec<u64> = hashed.collect();
        keys.sort_unstable();
        keys
    }
}

/// A permutation of all places of a code that only the key tells (Fisher and Yates).
fn places(key: &ClkKey, salt: &str) -> Vec<u16> {
    let mut places: Vec<u16> = (0..2 * BITS as u16).collect();
    for at in (1..places.len()).rev() {
        let hash = key.hash(salt, &[b"place", &at.to_be_bytes()[..]].concat());
        let mut first = [0; 8];
        first.copy_from_slice(&hash[..8]);
        places.swap(at, (u64::from_be_bytes(first) % (at as u64 + 1)) as usize);
    }
    places
}

/// A date of birth as its parts with a space between; empty where it is not known.
fn born_parts(born: u32) -> String {
    let (year, month, day) = parts(born);
    match born {
        0 => String::new(),
        _ => format!("{year:04}-{month:02}-{day:02}"),
    }
}

/// The parts of which two values that are alike have many in common.
fn split(field: Coded, value: &[u8]) -> Vec<Vec<u8>> {
    let tagged = |tag: &[u8], part: &[u8]| [tag, part].concat();
    match field {
        Coded::House => vec![value.to_vec()],
        Coded::DateOfBirth => {
            // Year, its digits, and month and day both in their place and anywhere.
            let (year, month, day) = (&value[..4], &value[5..7], &value[8..]);
            let digits = year.iter().enumerate().map(|(at, digit)| vec![b'0' + at as u8, *digit]);
            let whole = [
                tagged(b"y", year),
                tagged(b"m", month),
                tagged(b"d", day),
                tagged(b"p", month),
                // Of two that are the same the second is a part of its own.
                tagged(if month == day { b"q" } else { b"p" }, day),
            ];
            whole.into_iter().chain(digits).collect()
        }
        Coded::Postcode => {
            let outward = &value[..value.len().saturating_sub(3)];
            let sector = &value[..value.len().saturating_sub(2)];
            let letters = value.iter().enumerate().map(|(at, letter)| vec![at as u8, *letter]);
            [tagged(b"o", outward), tagged(b"s", sector)].into_iter().chain(letters).collect()
        }
        _ => pairs(value),
    }
}

/// Pairs of neighbours, the ends too; a pair met twice is another part the second time.
fn pairs(value: &[u8]) -> Vec<Vec<u8>> {
    let framed = [b"_", value, b"_"].concat();
    let mut pairs: Vec<Vec<u8>> = Vec::new();
    for pair in framed.windows(2) {
        let times = pairs.iter().filter(|before| before[..2] == *pair).count() as u8;
        pairs.push(vec![pair[0], pair[1], times]);
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::{super::differing, *};

    fn encoder() -> Encoder {
        Encoder::new(ClkKey::new(&[7; 32]).expect("it is long enough"))
    }

    #[test]
    fn a_code_has_as_many_ones_as_zeros_whatever_its_value() {
        for value in ["", "jo", "elizabeth", "anastasia-maximiliana"] {
            let code = encoder().code(Coded::GivenName, value.as_bytes());
            let ones: u32 = code.iter().map(|byte| byte.count_ones()).sum();
            assert_eq!((code.len(), ones), (CODE_BYTES, BITS as u32), "{value}");
        }
    }

    #[test]
    fn values_that_are_alike_differ_in_few_bits_and_others_in_many() {
        let mut encoder = encoder();
        let mut bits = |field, one: &str, other: &str| {
            let one = encoder.code(field, one.as_bytes());
            differing(&one, &encoder.code(field, other.as_bytes()))
        };
        assert_eq!(bits(Coded::FamilyName, "carter", "carter"), 0);
        for (field, one, other) in [
            (Coded::FamilyName, "carter", "cartier"),
            (Coded::FamilyName, "kowalska", "kowalski"),
            (Coded::DateOfBirth, "1984-03-09", "1984-09-03"),
            (Coded::DateOfBirth, "1984-03-09", "1985-03-09"),
            (Coded::Phone, "07700900123", "07700900128"),
        ] {
            let found = bits(field, one, other);
            assert!(0 < found && found <= super::super::SLIP, "{one} {other}: {found}");
        }
        for (field, one, other) in [
            (Coded::FamilyName, "carter", "kowalska"),
            (Coded::GivenName, "joanna", "thomas"),
            (Coded::DateOfBirth, "1984-03-09", "1972-11-26"),
            (Coded::Phone, "07700900123", "01223455118"),
        ] {
            let found = bits(field, one, other);
            assert!(super::super::ALIKE < found, "{one} {other}: {found}");
        }
    }

    #[test]
    fn another_key_gives_other_codes_and_another_check() {
        let other = ClkKey::new(&[8; 32]).expect("it is long enough");
        assert_ne!(other.check(), encoder().key.check());
        let one = encoder().code(Coded::FamilyName, b"carter");
        let two = Encoder::new(other).code(Coded::FamilyName, b"carter");
        assert!(super::super::ALIKE < differing(&one, &two));
        assert!(ClkKey::new(&[7; 31]).is_none());
    }

    #[test]
    fn fields_have_salts_of_their_own_and_names_one_together() {
        let mut encoder = encoder();
        let given = encoder.code(Coded::GivenName, b"carter");
        assert_eq!(given, encoder.code(Coded::FamilyName, b"carter"));
        assert_ne!(given, encoder.code(Coded::Street, b"carter"));
    }
}
