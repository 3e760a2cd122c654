//! Two records compared: a level for each field, all of them in one number.

mod born;
mod name;
mod number;
mod place;

use crate::records::{MOST_CATEGORIES, Person, Records};

pub(crate) use name::{Likely, Memo, given_and_family, level_of_names};

/// What is compared. Categories follow [`Field::FIXED`], one field a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    Name,
    Born,
    Address,
    Locality,
    Phone,
    Email,
    National,
    AgencyRef,
    Sex,
    Middle,
    Group,
    Role,
    /// Whether somebody else of their groups is one person: known once people were found.
    Fellow,
}

impl Field {
    pub(crate) const FIXED: [Field; 13] = [
        Field::Name,
        Field::Born,
        Field::Address,
        Field::Locality,
        Field::Phone,
        Field::Email,
        Field::National,
        Field::AgencyRef,
        Field::Sex,
        Field::Middle,
        Field::Group,
        Field::Role,
        Field::Fellow,
    ];
}

/// Most fields of a pattern.
pub(crate) const MOST_FIELDS: usize = Field::FIXED.len() + MOST_CATEGORIES;

/// Where each field's bits begin, and how many there are.
const BITS: [(u32, u32); MOST_FIELDS] = {
    let widths = [6, 4, 4, 2, 2, 3, 3, 2, 2, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2];
    let mut bits = [(0, 0); MOST_FIELDS];
    let (mut at, mut from) = (0, 0);
    while at < MOST_FIELDS {
        bits[at] = (from, widths[at]);
        from += widths[at];
        at += 1;
    }
    bits
};

/// The levels of a pair of records, one a field; level 0 is "not known of both".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Levels(pub(crate) u64);

impl Levels {
    /// As one number, to be kept beside a decision.
    pub fn to_number(self) -> u64 {
        self.0
    }

    pub fn from_number(number: u64) -> Levels {
        Levels(number)
    }

    /// These levels, with a level of one field of a model added.
    pub fn with(mut self, field: usize, level: usize) -> Levels {
        self.set(field, level as u8);
        self
    }

    /// Whether both names are the same: by the letter, or by a short form or another name that is
    /// known. What only sounds or looks alike is not, nor what changed places.
    pub fn agree_in_names(self) -> bool {
        let names = given_and_family(self.of(Field::Name));
        names.is_some_and(|(given, family)| is_the_same(given) && is_the_same(family))
    }

    /// And the day of birth too.
    pub fn agree_in_names_and_day(self) -> bool {
        self.agree_in_names() && is_the_same(self.of(Field::Born))
    }

    pub(crate) fn get(self, field: usize) -> usize {
        let (from, width) = BITS[field];
        (self.0 >> from & ((1 << width) - 1)) as usize
    }

    pub(crate) fn of(self, field: Field) -> usize {
        self.get(field as usize)
    }

    /// These levels, of two who have a fellow in common: 1 in a role that one person has in each
    /// group, 2 in another role.
    pub(crate) fn with_fellow(mut self, is_sole: bool) -> Levels {
        self.set(Field::Fellow as usize, if is_sole { 1 } else { 2 });
        self
    }

    fn clear(&mut self, field: usize) {
        let (from, width) = BITS[field];
        self.0 &= !(((1 << width) - 1) << from);
    }

    fn set(&mut self, field: usize, level: u8) {
        self.0 |= u64::from(level) << BITS[field].0;
    }
}

/// Of a name or a day of birth.
fn is_the_same(level: usize) -> bool {
    (1..=2).contains(&level)
}

/// For a field from which level on it is compared to be; 0 where it is not known of both.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AtBest {
    pub address: u8,
    pub locality: u8,
    pub phone: u8,
    pub email: u8,
    pub middle: u8,
}

/// Records in an order that does not depend on how they came.
pub(crate) struct Table<'a> {
    pub records: &'a Records,
    pub people: Vec<Person>,
    /// The number in `records` of each of `people`.
    pub order: Vec<u32>,
}

impl<'a> Table<'a> {
    pub(crate) fn new(records: &'a Records) -> Table<'a> {
        let places = (0..records.len() as u32).map(|at| (records.place(at), at));
        let mut places: Vec<(u64, u32)> = places.collect();
        places.sort_unstable_by(|one, other| {
            let by_place = one.0.cmp(&other.0);
            by_place.then_with(|| records.id_bytes(one.1).cmp(records.id_bytes(other.1)))
        });
        let order: Vec<u32> = places.into_iter().map(|(_, at)| at).collect();
        let people = order.iter().map(|at| records.people[*at as usize]).collect();
        Table { records, people, order }
    }

    pub(crate) fn len(&self) -> usize {
        self.people.len()
    }

    pub(crate) fn compare(&self, one: u32, other: u32) -> Levels {
        let memo = &mut Memo::none();
        self.compare_rest(one, other, self.compare_first(one, other, memo))
    }

    /// Compares what is quickly compared: names, births, sex, group, role, and numbers given out.
    pub(crate) fn compare_first(&self, one: u32, other: u32, memo: &mut Memo) -> Levels {
        self.compare_people(&self.people[one as usize], &self.people[other as usize], memo)
    }

    pub(crate) fn compare_people(&self, a: &Person, b: &Person, memo: &mut Memo) -> Levels {
        self.compare_names(a, b, self.compare_codes(a, b), memo)
    }

    /// Compares the names, and adds them.
    pub(crate) fn compare_names(
        &self,
        a: &Person,
        b: &Person,
        mut levels: Levels,
        memo: &mut Memo,
    ) -> Levels {
        levels.set(Field::Name as usize, name::compare(self.records, a, b, memo));
        levels
    }

    /// Compares the address, and adds it.
    pub(crate) fn compare_address(&self, a: &Person, b: &Person, mut levels: Levels) -> Levels {
        levels.set(Field::Address as usize, place::compare_address(self.records, a, b));
        levels
    }

    /// Compares what is a number or a code: births, sex, group, role, and numbers given out.
    pub(crate) fn compare_codes(&self, a: &Person, b: &Person) -> Levels {
        let (mut levels, is_open) = self.glance_at_codes(a, b);
        if is_open {
            self.compare_national(a, b, &mut levels);
        }
        levels
    }

    /// Compares the digits of two national numbers that are not the same.
    pub(crate) fn compare_national(&self, a: &Person, b: &Person, levels: &mut Levels) {
        levels.clear(Field::National as usize);
        levels.set(Field::National as usize, number::compare_national(self.records, a, b));
    }

    /// Compares codes, and says whether the national numbers may still be a slip of each other.
    pub(crate) fn glance_at_codes(&self, a: &Person, b: &Person) -> (Levels, bool) {
        let records = self.records;
        let mut levels = Levels::default();
        levels.set(Field::Born as usize, born::compare(records, a, b));
        let (national, is_open) = number::glance_at_national(records, a, b);
        levels.set(Field::National as usize, national);
        levels.set(Field::AgencyRef as usize, number::compare_agency_ref(records, a, b));
        levels.set(Field::Sex as usize, equal(u32::from(a.sex), u32::from(b.sex)));
        levels.set(Field::Group as usize, compare_group(a, b));
        levels.set(Field::Role as usize, equal(a.role, b.role));
        (levels, is_open)
    }

    /// Compares what takes longer, and adds it.
    pub(crate) fn compare_rest(&self, one: u32, other: u32, levels: Levels) -> Levels {
        let (a, b) = (&self.people[one as usize], &self.people[other as usize]);
        self.compare_last((one, a), (other, b), self.compare_address(a, b, levels))
    }

    /// Compares what is left after all else, and adds it.
    pub(crate) fn compare_last(
        &self,
        (one, a): (u32, &Person),
        (other, b): (u32, &Person),
        mut levels: Levels,
    ) -> Levels {
        let records = self.records;
        levels.set(Field::Locality as usize, place::compare_locality(records, a, b));
        levels.set(Field::Phone as usize, number::compare_phone(records, a, b));
        levels.set(Field::Email as usize, number::compare_email(records, a, b));
        levels.set(Field::Middle as usize, name::compare_middle(records, a, b));
        for column in 0..records.category_names.len() {
            let a = records.category(self.order[one as usize], column);
            let b = records.category(self.order[other as usize], column);
            let level = place::compare_words(records, a, b);
            levels.set(Field::FIXED.len() + column, level);
        }
        levels
    }

    /// The least levels that the fields of [`Table::compare_rest`] can come to, without comparing
    /// them: a field with the level from which on it cannot be better; 0 for one not known.
    pub(crate) fn at_best(a: &Person, b: &Person) -> AtBest {
        if a.extra_count != 0 || b.extra_count != 0 {
            return AtBest { address: 1, locality: 1, phone: 1, email: 1, middle: 1 };
        }
        let from = |one: u32, other: u32| u8::from(one != other) + 1;
        let known =
            |one: u32, other: u32| if one == 0 || other == 0 { 0 } else { from(one, other) };
        let shares = |one: u32, other: u32| one != 0 && one == other;
        let shares_place = shares(a.postcode, b.postcode)
            || shares(a.street, b.street)
            || shares(a.house, b.house);
        let has_place = |one: &Person| one.postcode != 0 || one.street != 0;
        AtBest {
            address: match (has_place(a) && has_place(b), shares_place) {
                (false, _) => 0,
                (true, true) => 1,
                (true, false) => place::NOTHING_SHARED,
            },
            locality: known(a.locality, b.locality),
            phone: known(a.phone, b.phone),
            email: known(a.email, b.email),
            middle: known(a.middle, b.middle),
        }
    }

    /// Whether the two are two people of one case, whatever else they have in common.
    pub(crate) fn are_apart(&self, one: u32, other: u32) -> bool {
        let (a, b) = (&self.people[one as usize], &self.people[other as usize]);
        let has_two_roles =
            a.group != 0 && a.group == b.group && a.role != b.role && a.role != 0 && b.role != 0;
        has_two_roles || a.is_valid && b.is_valid && a.national != b.national
    }
}

fn equal(a: u32, b: u32) -> u8 {
    match (a, b) {
        (0, _) | (_, 0) => 0,
        _ if a == b => 1,
        _ => 2,
    }
}

/// 1 in one group with one role, 2 in one group without a role, 3 in two groups.
fn compare_group(a: &Person, b: &Person) -> u8 {
    match (a.group, b.group) {
        (0, _) | (_, 0) => 0,
        (one, other) if one != other => 3,
        _ if a.role != 0 && a.role == b.role => 1,
        _ => 2,
    }
}
