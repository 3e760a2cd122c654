//! Where two people live, compared.

use crate::{
    clk,
    place::is_british,
    records::{Part, Person, Records},
};

/// Days after which people are expected to have moved: an old address is weak evidence against.
const OLD: u32 = 365;

/// 1 same dwelling; 2 same house and street, not postcode; 3 same postcode and street; 4 same
/// postcode; 5 same number, postcode one letter off; 6 same street; 7 same postcode sector; 8 same
/// district; 9 different, the records over a year apart; 10 different.
pub(super) fn compare_address(records: &Records, a: &Person, b: &Person) -> u8 {
    let mut level = compare_one(records, Part3::of(a), Part3::of(b));
    if 1 < level && (a.extra_count != 0 || b.extra_count != 0) {
        for one in others(records, a) {
            for other in others(records, b) {
                let found = compare_one(records, one, other);
                level = if found == 0 { level } else { level.min(found) };
            }
        }
    }
    let is_old = a.day != 0 && b.day != 0 && OLD < a.day.abs_diff(b.day);
    if level == 10 && is_old { 9 } else { level }
}

/// The least level of two addresses of which neither house, nor street, nor postcode is the same.
pub(super) const NOTHING_SHARED: u8 = 6;

/// House, street and postcode of one address.
#[derive(Clone, Copy)]
struct Part3 {
    house: u32,
    street: u32,
    postcode: u32,
}

impl Part3 {
    fn of(person: &Person) -> Part3 {
        Part3 { house: person.house, street: person.street, postcode: person.postcode }
    }
}

/// Every address that the values of a person allow, the first of each kind foremost.
fn others(records: &Records, person: &Person) -> Vec<Part3> {
    let first = Part3::of(person);
    let mut all = vec![first];
    all.extend(records.more(person, Part::Street).map(|street| Part3 { street, ..first }));
    all.extend(records.more(person, Part::Postcode).map(|postcode| Part3 { postcode, ..first }));
    all.extend(records.more(person, Part::House).map(|house| Part3 { house, ..first }));
    all
}

fn compare_one(records: &Records, a: Part3, b: Part3) -> u8 {
    let is_same_house = a.house != 0 && a.house == b.house;
    let knows_street = a.street != 0 && b.street != 0;
    let is_same_street = knows_street && are_like_streets(records, a.street, b.street);
    let knows_postcode = a.postcode != 0 && b.postcode != 0;
    if knows_postcode && a.postcode == b.postcode {
        let code = records.texts.bytes(a.postcode);
        return match (is_same_house, is_same_street) {
            (true, true) => 1,
            // Fifteen dwellings share a British postcode: the number tells them apart.
            (true, false) if !knows_street || records.is_coded || is_british(code) => 1,
            (_, true) => 3,
            _ => 4,
        };
    }
    if is_same_house && is_same_street {
        return 2;
    }
    if !knows_postcode {
        return match (knows_street, is_same_street) {
            (true, true) => 6,
            (true, false) => 10,
            _ => 0,
        };
    }
    if is_same_house && records.is_within(a.postcode, b.postcode, 1) {
        return 5;
    }
    if is_same_street {
        return 6;
    }
    if records.is_coded {
        return match records.texts_differ(a.postcode, b.postcode) {
            bits if bits <= clk::SLIP => 7,
            bits if bits <= clk::ALIKE => 8,
            _ => 10,
        };
    }
    let (one, other) = (records.texts.bytes(a.postcode), records.texts.bytes(b.postcode));
    if !is_british(one) || !is_british(other) {
        return 10;
    }
    match (
        one[..one.len() - 2] == other[..other.len() - 2],
        one[..one.len() - 3] == other[..other.len() - 3],
    ) {
        (true, _) => 7,
        (_, true) => 8,
        _ => 10,
    }
}

fn are_like_streets(records: &Records, one: u32, other: u32) -> bool {
    if one == other {
        return true;
    }
    if records.is_coded {
        return records.is_within(one, other, 2);
    }
    let (one, other) = (records.texts.word(one), records.texts.word(other));
    let is_first_short = one.bytes.len() <= other.bytes.len();
    let (short, long) = if is_first_short { (one, other) } else { (other, one) };
    // "smithroad" and "smith": a street written short.
    5 <= short.bytes.len() && (long.bytes.starts_with(short.bytes) || short.is_within(long, 2))
}

/// Localities: 1 same, 2 alike, 3 different.
pub(super) fn compare_locality(records: &Records, a: &Person, b: &Person) -> u8 {
    let mut level = compare_words(records, a.locality, b.locality);
    if 1 < level && (a.extra_count != 0 || b.extra_count != 0) {
        for one in records.more(a, Part::Locality).chain([a.locality]) {
            for other in records.more(b, Part::Locality).chain([b.locality]) {
                level = level.min(compare_words(records, one, other));
            }
        }
    }
    level
}

/// 0 not known, 1 same, 2 alike, 3 different.
pub(super) fn compare_words(records: &Records, one: u32, other: u32) -> u8 {
    match (one, other) {
        (0, _) | (_, 0) => 0,
        _ if one == other => 1,
        _ if records.is_coded => {
            if records.is_within(one, other, 2) {
                2
            } else {
                3
            }
        }
        _ => {
            let (one, other) = (records.texts.word(one), records.texts.word(other));
            let length = one.bytes.len().min(other.bytes.len());
            let is_alike = 3 < length && one.is_like(other, 0.85);
            if is_alike { 2 } else { 3 }
        }
    }
}
