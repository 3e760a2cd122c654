//! The records: normalised as they come in, a hundred bytes or so each.

use crate::{
    contact, date,
    intern::{Interner, mix},
    names::{self, Name, NameTable},
    place,
    schema::{Kind, Schema},
    text,
};

/// Records of people, to be compared with each other.
#[derive(Clone, Debug, Default)]
pub struct Records {
    schema: Schema,
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
    folded: String,
    /// Cells that were taken apart before: given, middle and family name.
    read: Interner,
    read_names: Vec<[u32; 3]>,
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
        let at = record as usize;
        let from = if at == 0 { 0 } else { self.id_ends[at - 1] as usize };
        str::from_utf8(&self.ids[from..self.id_ends[at] as usize]).unwrap_or_default()
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

    /// Takes in a record. `values` stand in the order of the schema's columns; an empty or absent
    /// one is missing. No value is refused: what cannot be read is missing.
    pub fn push(&mut self, id: &str, values: &[&str]) {
        let mut person = Person { extra_from: self.extras.len() as u32, ..Person::default() };
        let mut category = 0;
        for at in 0..self.schema.columns.len() {
            let kind = self.schema.columns[at].kind;
            let value = values.get(at).copied().unwrap_or_default().trim();
            if kind == Kind::Category {
                if category < self.category_names.len() {
                    let value = self.plain(value);
                    self.categories.push(value);
                }
                category += 1;
            } else if !value.is_empty() {
                self.take(&mut person, kind, value);
            }
        }
        let count = self.extras.len() - person.extra_from as usize;
        person.extra_count = count.min(usize::from(u16::MAX)) as u16;
        self.push_person(id, person);
    }

    pub(crate) fn push_person(&mut self, id: &str, person: Person) {
        self.ids.extend_from_slice(id.as_bytes());
        self.id_ends.push(self.ids.len() as u32);
        self.people.push(person);
    }

    fn take(&mut self, person: &mut Person, kind: Kind, value: &str) {
        match kind {
            Kind::GivenName | Kind::FamilyName | Kind::MiddleNames | Kind::FullName => {
                self.take_name(person, kind, value);
            }
            Kind::FormerName => self.take_other_names(value),
            Kind::Address | Kind::HouseNumber | Kind::Locality | Kind::Postcode => {
                self.take_place(person, kind, value);
            }
            Kind::Phone | Kind::Email | Kind::NationalId | Kind::AgencyRef => {
                self.take_number(person, kind, value);
            }
            Kind::DateOfBirth => {
                let born = date::read_day(value);
                put(&mut person.born, born, Part::Born, &mut self.extras);
            }
            Kind::Age => person.birth_year = date::read_birth_year(value) as u16,
            Kind::Sex => person.sex = read_sex(value),
            Kind::Date => person.day = date::read_ordinal(value),
            Kind::Group => person.group = self.texts.intern(value),
            Kind::Role => person.role = self.plain(value),
            Kind::Category => {}
        }
    }

    fn plain(&mut self, value: &str) -> u32 {
        text::fold(value, &mut self.folded);
        if text::is_nothing(&self.folded) { 0 } else { self.texts.intern(&self.folded) }
    }

    fn take_name(&mut self, person: &mut Person, kind: Kind, value: &str) {
        let [given, middle, family] = self.read_name(kind, value);
        put(&mut person.given, given, Part::Given, &mut self.extras);
        put(&mut person.family, family, Part::Family, &mut self.extras);
        if person.middle == 0 {
            person.middle = middle;
        }
    }

    /// The numbers of the given, middle and family name in a cell: the same ones come often.
    fn read_name(&mut self, kind: Kind, value: &str) -> [u32; 3] {
        // One list for all kinds: the first byte tells them apart.
        self.folded.clear();
        self.folded.push(char::from(kind as u8 + b'A'));
        self.folded.push_str(value);
        let at = self.read.intern(&self.folded) as usize;
        if let Some(found) = self.read_names.get(at - 1) {
            return *found;
        }
        let folded = &mut self.folded;
        let name = match kind {
            Kind::GivenName => names::read_given(value, folded),
            Kind::FamilyName => {
                Name { family: names::read_family(value, folded), ..Name::default() }
            }
            Kind::MiddleNames => {
                Name { middle: names::read_middle(value, folded), ..Name::default() }
            }
            _ => names::read_full(value, folded),
        };
        let found = [&name.given, &name.middle, &name.family].map(|part| self.names.intern(part));
        self.read_names.push(found);
        found
    }

    fn take_other_names(&mut self, value: &str) {
        for one in value.split(';') {
            let name = names::read_other(one, &mut self.folded);
            let given = self.names.intern(&name.given);
            let family = self.names.intern(&name.family);
            // A single word may be either.
            let family = if family == 0 { given } else { family };
            for (part, value) in [(Part::Given, given), (Part::Family, family)] {
                if value != 0 {
                    self.extras.push(Extra { part, value });
                }
            }
        }
    }

    fn take_place(&mut self, person: &mut Person, kind: Kind, value: &str) {
        let mut place = place::Place::default();
        match kind {
            Kind::Postcode => place.postcode = place::read_postcode(value),
            Kind::Locality => {
                let locality = self.plain(value);
                put(&mut person.locality, locality, Part::Locality, &mut self.extras);
            }
            Kind::HouseNumber => {
                text::fold(value, &mut self.folded);
                place.house = self.folded.trim_start_matches('0').to_owned();
            }
            _ => place = place::read_address(value, &mut self.folded),
        }
        let house = self.texts.intern(&place.house);
        let street = self.texts.intern(&place.street);
        let postcode = self.texts.intern(&place.postcode);
        put(&mut person.house, house, Part::House, &mut self.extras);
        put(&mut person.street, street, Part::Street, &mut self.extras);
        put(&mut person.postcode, postcode, Part::Postcode, &mut self.extras);
    }

    fn take_number(&mut self, person: &mut Person, kind: Kind, value: &str) {
        let folded = &mut self.folded;
        match kind {
            Kind::Phone => {
                for one in value.split(';') {
                    contact::read_phone(one, folded);
                    let phone = self.texts.intern(folded);
                    put(&mut person.phone, phone, Part::Phone, &mut self.extras);
                }
            }
            Kind::Email => {
                for one in value.split(';') {
                    contact::read_email(one, folded);
                    let email = self.texts.intern(folded);
                    put(&mut person.email, email, Part::Email, &mut self.extras);
                }
            }
            Kind::NationalId => {
                let is_valid = contact::read_national_id(value, folded);
                let number = self.texts.intern(folded);
                person.is_valid |= person.national == 0 && is_valid;
                put(&mut person.national, number, Part::National, &mut self.extras);
            }
            _ => {
                let (agency, number) = value.split_once('|').unwrap_or(("", value));
                if !number.trim().is_empty() {
                    let agency_ref = self.texts.intern(value);
                    if person.agency == 0 {
                        person.agency = self.texts.intern(agency);
                    }
                    put(&mut person.agency_ref, agency_ref, Part::AgencyRef, &mut self.extras);
                }
            }
        }
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

fn put(first: &mut u32, value: u32, part: Part, extras: &mut Vec<Extra>) {
    if *first == 0 {
        *first = value;
    } else if value != 0 && value != *first {
        extras.push(Extra { part, value });
    }
}

/// 1 for female, 2 for male, 0 for anything else.
fn read_sex(value: &str) -> u8 {
    match value.to_ascii_lowercase().as_str() {
        "f" | "female" | "woman" | "girl" | "2" => 1,
        "m" | "male" | "man" | "boy" | "1" => 2,
        _ => 0,
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
