//! Records in code, taken in and compared.

use super::{ALIKE, Encoded, SLIP, differing};
use crate::{
    intern::hash,
    records::{Person, Records},
    schema::{Kind, Schema},
};

impl Records {
    /// For records in code: the columns that somebody filled, by [`super::Coded::code`] or `sex`.
    pub fn of_codes<'a>(columns: impl IntoIterator<Item = &'a str>) -> Records {
        let kind = |column: &'a str| match column {
            "house" => Some((column, Kind::HouseNumber)),
            "street" => Some((column, Kind::Address)),
            other => Kind::from_code(other).map(|kind| (column, kind)),
        };
        let mut records = Records::new(Schema::new(columns.into_iter().filter_map(kind)));
        records.is_coded = true;
        records
    }

    /// Takes in a record in code.
    pub fn push_encoded(&mut self, id: &str, encoded: &Encoded) {
        let [given, middle, family, born, house, street, postcode, locality, phone, email, number] =
            encoded.codes.each_ref().map(Vec::as_slice);
        let mut person = Person {
            extra_from: self.extras.len() as u32,
            given: self.names.intern_code(given),
            middle: self.names.intern_code(middle),
            family: self.names.intern_code(family),
            house: self.texts.intern_bytes(house),
            street: self.texts.intern_bytes(street),
            postcode: self.texts.intern_bytes(postcode),
            locality: self.texts.intern_bytes(locality),
            phone: self.texts.intern_bytes(phone),
            email: self.texts.intern_bytes(email),
            national: self.texts.intern_bytes(number),
            is_valid: encoded.is_checked,
            sex: match encoded.sex {
                "F" => 1,
                "M" => 2,
                _ => 0,
            },
            ..Person::default()
        };
        if !born.is_empty() {
            person.born_code = self.texts.intern_bytes(born);
            // The same for the same day in whatever order records come, and never "not known".
            person.born = hash(born) as u32 | 1;
        }
        self.keys.extend(&encoded.keys);
        self.key_ends.push(self.keys.len() as u32);
        self.push_person(id, person);
    }

    /// Keyed hashes of a record in code.
    pub(crate) fn keys_of(&self, record: u32) -> &[u64] {
        let at = record as usize;
        let from = if at == 0 { 0 } else { self.key_ends[at - 1] as usize };
        &self.keys[from..self.key_ends[at] as usize]
    }

    /// Bits in which the codes of two texts differ.
    pub(crate) fn texts_differ(&self, one: u32, other: u32) -> u32 {
        differing(self.texts.bytes(one), self.texts.bytes(other))
    }

    /// Whether two texts, or codes of texts, are `most` letters put in, left out, changed or
    /// swapped apart.
    pub(crate) fn is_within(&self, one: u32, other: u32, most: usize) -> bool {
        match self.is_coded {
            true => self.texts_differ(one, other) <= if most == 1 { SLIP } else { ALIKE },
            false => {
                self.texts.may_be_within(one, other, most as u32)
                    && self.texts.word(one).is_within(self.texts.word(other), most)
            }
        }
    }
}

/// The level of two dates of birth in code: 1 same; 4 one part differs; 8 the year is the same or
/// nearly so; 10 different.
pub(crate) fn compare_days(records: &Records, a: &Person, b: &Person) -> u8 {
    match records.texts_differ(a.born_code, b.born_code) {
        0 => 1,
        bits if bits <= SLIP => 4,
        bits if bits <= ALIKE => 8,
        _ => 10,
    }
}

/// The likeness of two names in code, as of two names in clear: 1 same, 4 a slip, 5 alike, 9 none.
pub(crate) fn likeness(records: &Records, one: u32, other: u32) -> u8 {
    match differing(records.names.bytes(one), records.names.bytes(other)) {
        0 => 1,
        bits if bits <= SLIP => 4,
        bits if bits <= ALIKE => 5,
        _ => 9,
    }
}
