//! The records: a hundred bytes or so each.

use crate::{
    date,
    intake::Intake,
    intern::{Interner, mix},
    names::NameTable,
    schema::{Kind, Schema},
};

/// Records of people, to be compared with each other.
#[derive(Clone, Debug, Default)]
pub struct Records {
    pub(crate) schema: Schema,
    pub(crate) names: NameTable,
    pub(crate) texts: Interner,
    pub(crate) people: Vec<Person>,
    pub(crate) extras: Vec<Extra>,
    /// One value a category column and record.
    pub(crate) categories: Vec<u32>,
    /// The category columns that are compared, by name.
    pub(crate) category_names: Vec<String>,
    /// Whether the values are codes.
    pub(crate) is_coded: bool,
    /// Keyed hashes of records in code, and where those of each end.
    pub(crate) keys: Vec<u64>,
    pub(crate) key_ends: Vec<u32>,
    ids: Vec<u8>,
    id_ends: Vec<u32>,
    pub(crate) intake: Intake,
}

/// One record. Numbers are of the interners, 0 is missing.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Person {
    pub given: u32,
    pub family: u32,
    pub middle: u32,
    pub born: u32,
    pub house: u32,
    pub street: u32,
    pub postcode: u32,
    pub locality: u32,
    pub phone: u32,
    pub email: u32,
    pub national: u32,
    pub agency: u32,
    pub agency_ref: u32,
    pub group: u32,
    pub role: u32,
    pub day: u32,
    /// The code of a date of birth, of which `born` is a hash.
    pub born_code: u32,
    pub extra_from: u32,
    pub extra_count: u16,
    /// The earlier of the two years of birth that an age allows.
    pub birth_year: u16,
    pub sex: u8,
    /// Whether the national number has a check digit that is right.
    pub is_valid: bool,
}

/// A second value of what a person has one of in [`Person`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Extra {
    pub part: Part,
    pub value: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    Given,
    Family,
    Born,
    House,
    Street,
    Postcode,
    Locality,
    Phone,
    Email,
    National,
    AgencyRef,
}

/// Most category columns that are compared; what is beyond them is not looked at.
pub(crate) const MOST_CATEGORIES: usize = 8;

impl Records {
    pub fn new(schema: Schema) -> Records {
        let names = schema.names(Kind::Category).take(MOST_CATEGORIES);
        let category_names = names.map(str::to_owned).collect();
        Records { schema, category_names, ..Records::default() }
    }

    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    pub fn len(&self) -> usize {
        self.people.len()
    }

    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// The identifier that a record was pushed with.
    pub fn id(&self, record: u32) -> &str {
        str::from_utf8(self.id_bytes(record)).unwrap_or_default()
    }

    /// The same, in the same order.
    pub(crate) fn id_bytes(&self, record: u32) -> &[u8] {
        let at = record as usize;
        let from = if at == 0 { 0 } else { self.id_ends[at - 1] as usize };
        &self.ids[from..self.id_ends[at] as usize]
    }

    /// What a record says, as it is compared: the kind of each value and the value.
    pub fn values(&self, record: u32) -> Vec<(&'static str, String)> {
        if self.is_coded {
            return Vec::new();
        }
        let person = &self.people[record as usize];
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let (year, month, day) = date::parts(person.born);
        let born = match person.born {
            0 => String::new(),
            _ => format!("{year:04}-{month:02}-{day:02}"),
        };
        let sex = ["", "F", "M"].get(usize::from(person.sex)).copied().unwrap_or_default();
        let mut values = vec![
            ("given name", text(self.names.bytes(person.given))),
            ("middle names", text(self.names.bytes(person.middle))),
            ("family name", text(self.names.bytes(person.family))),
            ("date of birth", born),
            ("sex", sex.to_owned()),
        ];
        values.extend(
            [
                ("house", person.house),
                ("street", person.street),
                ("postcode", person.postcode),
                ("locality", person.locality),
                ("phone", person.phone),
                ("e-mail", person.email),
                ("national number", person.national),
            ]
            .map(|(kind, value)| (kind, text(self.texts.bytes(value)))),
        );
        values.retain(|(_, value)| !value.is_empty());
        values
    }

    pub(crate) fn push_person(&mut self, id: &str, person: Person) {
        self.ids.extend_from_slice(id.as_bytes());
        self.id_ends.push(self.ids.len() as u32);
        self.people.push(person);
    }

    pub(crate) fn extras(&self, person: &Person) -> &[Extra] {
        let from = person.extra_from as usize;
        &self.extras[from..from + usize::from(person.extra_count)]
    }

    /// Second values of one part of a person.
    pub(crate) fn more(&self, person: &Person, part: Part) -> impl Iterator<Item = u32> {
        let extras = self.extras(person).iter().filter(move |extra| extra.part == part);
        extras.map(|extra| extra.value)
    }

    pub(crate) fn category(&self, record: u32, column: usize) -> u32 {
        self.categories[record as usize * self.category_names.len() + column]
    }

    /// A number by which records stand in an order that does not depend on how they came, those
    /// next to each other that are likely to be compared.
    pub(crate) fn place(&self, record: u32) -> u64 {
        let person = &self.people[record as usize];
        let family = mix(u64::from(self.names.sound(person.family)), 0);
        let given = self.names.hash(person.given);
        let rest = mix(mix(self.names.hash(person.family), given), u64::from(person.born));
        family & !0xffff_ffff | rest >> 32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_kept_by_parts_and_its_second_values_beside_it() {
        let schema = Schema::new([
            ("name", Kind::FullName),
            ("aka", Kind::FormerName),
            ("born", Kind::DateOfBirth),
            ("mobile", Kind::Phone),
            ("home", Kind::Phone),
            ("sex", Kind::Sex),
            ("job", Kind::Category),
        ]);
        let mut records = Records::new(schema);
        let values = ["Ann Lee", "Khan; Annie Lee", "1980-02-03", "07700 900123", "01223 496123"];
        records.push("one", &[&values[..], &["female", "Nurse"]].concat());
        records.push("two", &[]);
        let person = records.people[0];
        assert_eq!((person.sex, records.len()), (1, 2));
        assert_eq!(records.names.bytes(person.family), b"lee");
        assert_eq!(records.more(&person, Part::Family).count(), 2);
        assert_eq!(records.more(&person, Part::Phone).count(), 1);
        assert_eq!((records.id(0), records.id(1)), ("one", "two"));
        assert_eq!((records.category(1, 0), records.people[1].given), (0, 0));
    }
}
