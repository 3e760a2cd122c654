//! Phone numbers, e-mail addresses and registers' numbers compared.

use crate::records::{Part, Person, Records};

/// The best level of two sets of values; 0 where one is empty.
fn best(
    records: &Records,
    people: (&Person, &Person),
    firsts: (u32, u32),
    part: Part,
    compare: impl Fn(u32, u32) -> u8,
) -> u8 {
    let (a, b) = people;
    if firsts.0 == 0 || firsts.1 == 0 {
        return 0;
    }
    let mut level = compare(firsts.0, firsts.1);
    if 1 < level && (a.extra_count != 0 || b.extra_count != 0) {
        for one in records.more(a, part).chain([firsts.0]) {
            for other in records.more(b, part).chain([firsts.1]) {
                level = level.min(compare(one, other));
            }
        }
    }
    level
}

/// 1 same, 2 one slip, 3 different.
pub(super) fn compare_phone(records: &Records, a: &Person, b: &Person) -> u8 {
    best(records, (a, b), (a.phone, b.phone), Part::Phone, |one, other| match one == other {
        true => 1,
        false if records.is_within(one, other, 1) => 2,
        false => 3,
    })
}

/// 1 same, 2 two letters off or the same before the @, 3 alike, 4 different.
pub(super) fn compare_email(records: &Records, a: &Person, b: &Person) -> u8 {
    best(records, (a, b), (a.email, b.email), Part::Email, |one, other| {
        if one == other {
            return 1;
        }
        if records.is_coded {
            return if records.is_within(one, other, 2) { 2 } else { 4 };
        }
        let (one, other) = (records.texts.word(one), records.texts.word(other));
        let local = |email: &[u8]| email.iter().position(|c| *c == b'@').unwrap_or(email.len());
        let from = &one.bytes[..local(one.bytes)];
        let is_same_name = 4 < from.len()
            && other.bytes.starts_with(from)
            && other.bytes.get(from.len()).is_none_or(|c| *c == b'@');
        if is_same_name || one.is_within(other, 2) {
            return 2;
        }
        if one.is_like(other, 0.88) { 3 } else { 4 }
    })
}

/// 1 same, with a check digit that is right; 2 same; 3 one slip; 4 different; 5 different though
/// both check digits are right.
pub(super) fn compare_national(records: &Records, a: &Person, b: &Person) -> u8 {
    best(records, (a, b), (a.national, b.national), Part::National, |one, other| {
        let is_first = (one, other) == (a.national, b.national);
        let are_valid = is_first && a.is_valid && b.is_valid;
        if one == other {
            return if are_valid { 1 } else { 2 };
        }
        let lengths = [one, other].map(|number| records.texts.bytes(number).len());
        // Two digits that changed places need not be neighbours.
        let most = if 6 < lengths[0] && lengths[0] == lengths[1] { 2 } else { 1 };
        match are_valid {
            true => 5,
            false if records.is_within(one, other, most) => 3,
            false => 4,
        }
    })
}

/// The level of two national numbers without a look at their digits, and whether they may still be
/// a slip of each other.
pub(super) fn glance_at_national(records: &Records, a: &Person, b: &Person) -> (u8, bool) {
    match (a.national, b.national) {
        (0, _) | (_, 0) => (0, false),
        _ if a.extra_count != 0 || b.extra_count != 0 => (compare_national(records, a, b), false),
        (one, other) if one == other => (if a.is_valid && b.is_valid { 1 } else { 2 }, false),
        _ if a.is_valid && b.is_valid => (5, false),
        _ => (4, true),
    }
}

/// Within one agency: 1 same number, 2 another.
pub(super) fn compare_agency_ref(records: &Records, a: &Person, b: &Person) -> u8 {
    let level =
        best(records, (a, b), (a.agency_ref, b.agency_ref), Part::AgencyRef, |one, other| {
            if one == other { 1 } else { 2 }
        });
    if level == 2 && a.agency != b.agency { 0 } else { level }
}
