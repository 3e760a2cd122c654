//! Records taken in: each cell read by its kind, and each text kept once.

use crate::{
    contact, date,
    intern::{Interner, Row},
    names::{self, Name},
    place::{self, Place},
    records::{Extra, Part, Person, Records},
    schema::Kind,
    text,
};

/// What is at hand while records are taken in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Intake {
    folded: String,
    place: Place,
    /// Cells that were taken apart before: given, middle and family name.
    read: Interner,
    read_names: Vec<[u32; 3]>,
    /// The cells of a record that hold names, and its texts with what each is for.
    names: Row,
    texts: Row,
    uses: Vec<Use>,
    numbers: Vec<u32>,
    has_national: bool,
}

/// What a text of a record is.
#[derive(Clone, Copy, Debug)]
enum Use {
    Part(Part),
    Agency,
    Group,
    Role,
    Category(usize),
}

impl Intake {
    /// Keeps what was folded as a text of the record.
    fn keep(&mut self, of: Use) {
        if !self.folded.is_empty() {
            self.texts.bytes.extend_from_slice(self.folded.as_bytes());
            self.texts.end();
            self.uses.push(of);
        }
    }

    /// Keeps a cell as a text of the record, its words folded.
    fn keep_plain(&mut self, value: &str, of: Use) {
        text::fold(value, &mut self.folded);
        if !text::is_nothing(&self.folded) {
            self.keep(of);
        }
    }

    fn keep_as_it_is(&mut self, value: &str, of: Use) {
        self.folded.clear();
        self.folded.push_str(value);
        self.keep(of);
    }

    fn keep_place(&mut self, kind: Kind, value: &str) {
        match kind {
            Kind::Postcode => {
                place::read_postcode(value, &mut self.folded);
                self.keep(Use::Part(Part::Postcode));
            }
            Kind::Locality => self.keep_plain(value, Use::Part(Part::Locality)),
            Kind::HouseNumber => {
                text::fold(value, &mut self.folded);
                let zeros = self.folded.len() - self.folded.trim_start_matches('0').len();
                self.folded.drain(..zeros);
                self.keep(Use::Part(Part::House));
            }
            _ => {
                place::read_address(value, &mut self.folded, &mut self.place);
                let place = &self.place;
                let parts = [
                    (&place.house, Part::House),
                    (&place.street, Part::Street),
                    (&place.postcode, Part::Postcode),
                ];
                for (text, part) in parts.into_iter().filter(|(text, _)| !text.is_empty()) {
                    self.texts.bytes.extend_from_slice(text.as_bytes());
                    self.texts.end();
                    self.uses.push(Use::Part(part));
                }
            }
        }
    }

    /// Says whether it is the first national number and its check digit is right.
    fn keep_number(&mut self, kind: Kind, value: &str) -> bool {
        match kind {
            Kind::Phone => {
                for one in value.split(';') {
                    contact::read_phone(one, &mut self.folded);
                    self.keep(Use::Part(Part::Phone));
                }
            }
            Kind::Email => {
                for one in value.split(';') {
                    contact::read_email(one, &mut self.folded);
                    self.keep(Use::Part(Part::Email));
                }
            }
            Kind::NationalId => {
                let is_valid = contact::read_national_id(value, &mut self.folded);
                let is_first = !std::mem::replace(&mut self.has_national, true);
                self.has_national = !is_first || !self.folded.is_empty();
                self.keep(Use::Part(Part::National));
                return is_first && is_valid;
            }
            _ => {
                let (agency, number) = value.split_once('|').unwrap_or(("", value));
                if !number.trim().is_empty() {
                    self.keep_as_it_is(agency, Use::Agency);
                    self.keep_as_it_is(value, Use::Part(Part::AgencyRef));
                }
            }
        }
        false
    }
}

impl Records {
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
                    self.intake.keep_plain(value, Use::Category(category));
                }
                category += 1;
            } else if !value.is_empty() {
                self.take(&mut person, kind, value);
            }
        }
        self.find_names(&mut person);
        self.find_texts(&mut person);
        let count = self.extras.len() - person.extra_from as usize;
        person.extra_count = count.min(usize::from(u16::MAX)) as u16;
        self.push_person(id, person);
    }

    fn take(&mut self, person: &mut Person, kind: Kind, value: &str) {
        let intake = &mut self.intake;
        match kind {
            Kind::GivenName | Kind::FamilyName | Kind::MiddleNames | Kind::FullName => {
                // One list for all kinds: the first byte tells them apart.
                intake.names.bytes.push(kind as u8);
                intake.names.bytes.extend_from_slice(value.as_bytes());
                intake.names.end();
            }
            Kind::FormerName => self.take_other_names(value),
            Kind::Address | Kind::HouseNumber | Kind::Locality | Kind::Postcode => {
                intake.keep_place(kind, value);
            }
            Kind::Phone | Kind::Email | Kind::NationalId | Kind::AgencyRef => {
                person.is_valid |= intake.keep_number(kind, value);
            }
            Kind::DateOfBirth => {
                let born = date::read_day(value);
                put(&mut person.born, born, Part::Born, &mut self.extras);
            }
            Kind::Age => person.birth_year = date::read_birth_year(value) as u16,
            Kind::Sex => person.sex = read_sex(value),
            Kind::Date => person.day = date::read_ordinal(value),
            Kind::Group => intake.keep_as_it_is(value, Use::Group),
            Kind::Role => intake.keep_plain(value, Use::Role),
            Kind::Category => {}
        }
    }

    /// Takes the cells with names apart: the same ones come often.
    fn find_names(&mut self, person: &mut Person) {
        let Intake { names, numbers, read, read_names, folded, .. } = &mut self.intake;
        read.intern_row(names, numbers);
        for (at, number) in numbers.iter().enumerate() {
            if read_names.len() < *number as usize {
                let (kind, value) = names.get(at).split_first().unwrap_or((&0, &[]));
                let name = read_name(*kind, str::from_utf8(value).unwrap_or_default(), folded);
                let parts = [&name.given, &name.middle, &name.family];
                read_names.push(parts.map(|part| self.names.intern(part)));
            }
            let [given, middle, family] = read_names[*number as usize - 1];
            put(&mut person.given, given, Part::Given, &mut self.extras);
            put(&mut person.family, family, Part::Family, &mut self.extras);
            if person.middle == 0 {
                person.middle = middle;
            }
        }
        names.clear();
    }

    fn take_other_names(&mut self, value: &str) {
        for one in value.split(';') {
            let name = names::read_other(one, &mut self.intake.folded);
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

    /// Finds the numbers of the texts that were kept, and puts each where it belongs.
    fn find_texts(&mut self, person: &mut Person) {
        let from = self.categories.len();
        self.categories.resize(from + self.category_names.len(), 0);
        let Intake { texts, uses, numbers, has_national, .. } = &mut self.intake;
        self.texts.intern_row(texts, numbers);
        for (of, number) in uses.iter().zip(numbers) {
            match of {
                Use::Part(part) => {
                    put(place_of(person, *part), *number, *part, &mut self.extras);
                }
                Use::Agency if person.agency == 0 => person.agency = *number,
                Use::Agency => {}
                Use::Group => person.group = *number,
                Use::Role => person.role = *number,
                Use::Category(column) => self.categories[from + column] = *number,
            }
        }
        texts.clear();
        uses.clear();
        *has_national = false;
    }
}

/// Where the first value of a part stands.
fn place_of(person: &mut Person, part: Part) -> &mut u32 {
    match part {
        Part::Given => &mut person.given,
        Part::Family => &mut person.family,
        Part::Born => &mut person.born,
        Part::House => &mut person.house,
        Part::Street => &mut person.street,
        Part::Postcode => &mut person.postcode,
        Part::Locality => &mut person.locality,
        Part::Phone => &mut person.phone,
        Part::Email => &mut person.email,
        Part::National => &mut person.national,
        Part::AgencyRef => &mut person.agency_ref,
    }
}

fn put(first: &mut u32, value: u32, part: Part, extras: &mut Vec<Extra>) {
    if *first == 0 {
        *first = value;
    } else if value != 0 && value != *first {
        extras.push(Extra { part, value });
    }
}

/// A name by the number of its kind.
fn read_name(kind: u8, value: &str, folded: &mut String) -> Name {
    match Kind::ALL.into_iter().find(|one| *one as u8 == kind) {
        Some(Kind::GivenName) => names::read_given(value, folded),
        Some(Kind::FamilyName) => {
            Name { family: names::read_family(value, folded), ..Name::default() }
        }
        Some(Kind::MiddleNames) => {
            Name { middle: names::read_middle(value, folded), ..Name::default() }
        }
        _ => names::read_full(value, folded),
    }
}

/// 1 for female, 2 for male, 0 for anything else.
fn read_sex(value: &str) -> u8 {
    let is_any = |words: [&str; 5]| words.iter().any(|word| value.eq_ignore_ascii_case(word));
    if is_any(["f", "female", "woman", "girl", "2"]) {
        1
    } else if is_any(["m", "male", "man", "boy", "1"]) {
        2
    } else {
        0
    }
}
