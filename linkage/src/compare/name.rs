//! Given and family name compared together, since they go wrong together.

use crate::{
    clk,
    records::{Part, Person, Records},
};

/// Levels of a given name: 1 same, 2 short form or other name, 3 initial, 4 one letter or one
/// sound, 5 alike, 6 the other's middle name, 7 different.
const GIVEN_DIFFERENT: u8 = 7;
/// Levels of a family name: 1 same, 2 other name, 3 one part of two, 4 one letter or one sound,
/// 5 alike, 6 different.
const FAMILY_DIFFERENT: u8 = 6;
const FAMILY_LEVELS: u8 = FAMILY_DIFFERENT + 1;
/// Given and family name changed places.
pub(super) const SWAPPED: u8 = 56;
/// The same, with a slip in one of them.
pub(super) const NEARLY_SWAPPED: u8 = 57;

/// The level of given and family name together: `given * 7 + family`, or one of the two swaps.
pub(crate) fn level_of_names(given: u8, family: u8) -> u8 {
    given * FAMILY_LEVELS + family
}

/// The levels of given and family name in a level of both; `None` for a swap.
pub(crate) fn given_and_family(level: usize) -> Option<(usize, usize)> {
    let families = usize::from(FAMILY_LEVELS);
    (level < usize::from(SWAPPED)).then_some((level / families, level % families))
}

/// What is known of one of two names without a look at its letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Likely {
    Unknown,
    Same,
    Other,
}

impl Likely {
    pub(crate) const ALL: [Likely; 3] = [Likely::Unknown, Likely::Same, Likely::Other];

    pub(crate) fn of(one: u32, other: u32) -> Likely {
        match (one, other) {
            (0, _) | (_, 0) => Likely::Unknown,
            _ if one == other => Likely::Same,
            _ => Likely::Other,
        }
    }

    /// Whether a level of one of the names is still open; 0 is "not known", 1 "the same".
    fn allows(self, level: usize) -> bool {
        self as usize == level.min(Likely::Other as usize)
    }

    /// Whether a level of both names is still open.
    pub(crate) fn allow(given: Likely, family: Likely, level: usize) -> bool {
        match given_and_family(level) {
            Some(found) => given.allows(found.0) && family.allows(found.1),
            None => (given, family) == (Likely::Other, Likely::Other),
        }
    }
}

pub(super) fn compare(records: &Records, a: &Person, b: &Person, memo: &mut Memo) -> u8 {
    let given = compare_given(records, a, b, memo);
    let family = compare_family(records, a, b, memo);
    let is_poor = 4 < given && 4 < family;
    if is_poor && a.given != 0 && b.given != 0 && a.family != 0 && b.family != 0 {
        if a.given == b.family && a.family == b.given {
            return SWAPPED;
        }
        let crossed = [(a.given, b.family), (a.family, b.given)];
        let has_equal = crossed.iter().any(|(one, other)| one == other);
        if has_equal
            && crossed
                .iter()
                .all(|(one, other)| memo.relation(records, *one, *other).likeness() <= 5)
        {
            return NEARLY_SWAPPED;
        }
    }
    level_of_names(given, family)
}

fn compare_given(records: &Records, a: &Person, b: &Person, memo: &mut Memo) -> u8 {
    if a.given == 0 || b.given == 0 {
        return 0;
    }
    if a.given == b.given {
        return 1;
    }
    let relation = memo.relation(records, a.given, b.given);
    let has_other = || {
        has_other_name(records, a, b.given, Part::Given)
            || has_other_name(records, b, a.given, Part::Given)
    };
    if relation.is(CUT | NICKNAME) || has_other() {
        return 2;
    }
    if relation.is(INITIAL) {
        return if relation.is(SAME_INITIAL) { 3 } else { GIVEN_DIFFERENT };
    }
    let middle = |person: &Person, given: u32| {
        person.middle != 0
            && (person.middle == given || records.names.parts(person.middle).contains(&given))
    };
    match relation.likeness() {
        level @ (4 | 5) => level,
        _ if middle(a, b.given) || middle(b, a.given) => 6,
        _ => GIVEN_DIFFERENT,
    }
}

fn compare_family(records: &Records, a: &Person, b: &Person, memo: &mut Memo) -> u8 {
    if a.family == 0 || b.family == 0 {
        return 0;
    }
    if a.family == b.family {
        return 1;
    }
    let is_former = has_other_name(records, a, b.family, Part::Family)
        || has_other_name(records, b, a.family, Part::Family)
        || share_other_name(records, a, b);
    if is_former {
        return 2;
    }
    let relation = memo.relation(records, a.family, b.family);
    if relation.is(PART) {
        return 3;
    }
    if relation.is(NICKNAME) {
        return 4;
    }
    match relation.likeness() {
        level @ (4 | 5) => level,
        _ => FAMILY_DIFFERENT,
    }
}

/// How two names that are not the same stand to each other, in one number.
#[derive(Clone, Copy)]
struct Relation(u32);

/// The lowest four bits are the likeness; this one is none.
const FAR: u32 = 9;
const NICKNAME: u32 = 1 << 4;
/// One has a word of the other.
const PART: u32 = 1 << 5;
/// One is the beginning of the other.
const CUT: u32 = 1 << 6;
/// One is a single letter.
const INITIAL: u32 = 1 << 7;
const SAME_INITIAL: u32 = 1 << 8;

impl Relation {
    fn find(records: &Records, one: u32, other: u32) -> Relation {
        if records.is_coded {
            return Relation(u32::from(clk::likeness(records, one, other)));
        }
        let (a, b) = (records.names.bytes(one), records.names.bytes(other));
        let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
        let flag = |is_so: bool, flag: u32| if is_so { flag } else { 0 };
        Relation(
            u32::from(likeness(records, one, other))
                | flag(is_nickname(records, one, other), NICKNAME)
                | flag(share_part(records, one, other), PART)
                | flag(
                    2 < short.len() && short.len() + 1 < long.len() && long.starts_with(short),
                    CUT,
                )
                | flag(short.len() == 1, INITIAL)
                | flag(a.first() == b.first(), SAME_INITIAL),
        )
    }

    /// Whether any of these flags is set.
    fn is(self, flags: u32) -> bool {
        self.0 & flags != 0
    }

    fn likeness(self) -> u8 {
        (self.0 & 15) as u8
    }
}

/// What is remembered of pairs of names: the same ones are met again and again.
#[derive(Default)]
pub(crate) struct Memo {
    /// The two names, and how they stand to each other.
    slots: Vec<(u32, u32, Relation)>,
}

/// A power of two: small enough to stay in a processor's cache.
const SLOTS: usize = 1 << 13;

impl Memo {
    pub(crate) fn new() -> Memo {
        Memo { slots: vec![(0, 0, Relation(0)); SLOTS] }
    }

    /// For a pair or two: nothing is remembered.
    pub(crate) fn none() -> Memo {
        Memo { slots: Vec::new() }
    }

    fn relation(&mut self, records: &Records, one: u32, other: u32) -> Relation {
        if !records.is_coded && records.names.are_far(one, other) {
            return Relation(FAR);
        }
        let at = (one.wrapping_mul(0x9e37_79b1) ^ other.wrapping_mul(0x85eb_ca6b)) >> 7;
        let Some(slot) = self.slots.get_mut(at as usize & (SLOTS - 1)) else {
            return Relation::find(records, one, other);
        };
        if (slot.0, slot.1) != (one, other) {
            *slot = (one, other, Relation::find(records, one, other));
        }
        slot.2
    }
}

/// Middle names: 1 same, 2 initial, 3 alike or in part, 4 different.
pub(super) fn compare_middle(records: &Records, a: &Person, b: &Person) -> u8 {
    if a.middle == 0 || b.middle == 0 {
        return 0;
    }
    if a.middle == b.middle {
        return 1;
    }
    if records.is_coded {
        return if clk::likeness(records, a.middle, b.middle) <= 5 { 3 } else { 4 };
    }
    let (one, other) = (records.names.bytes(a.middle), records.names.bytes(b.middle));
    if one.len() == 1 || other.len() == 1 {
        return if one[0] == other[0] { 2 } else { 4 };
    }
    let is_near = share_part(records, a.middle, b.middle)
        || is_nickname(records, a.middle, b.middle)
        || likeness(records, a.middle, b.middle) <= 5;
    if is_near { 3 } else { 4 }
}

fn has_other_name(records: &Records, person: &Person, name: u32, part: Part) -> bool {
    person.extra_count != 0 && records.more(person, part).any(|other| other == name)
}

fn share_other_name(records: &Records, a: &Person, b: &Person) -> bool {
    if a.extra_count == 0 || b.extra_count == 0 {
        return false;
    }
    records.more(a, Part::Family).any(|name| records.more(b, Part::Family).any(|one| one == name))
}

fn is_nickname(records: &Records, one: u32, other: u32) -> bool {
    let (one, other) = (records.names.roots(one), records.names.roots(other));
    one.iter().any(|root| other.contains(root))
}

/// Whether names of several words have a word in common, or one is a word of the other.
fn share_part(records: &Records, one: u32, other: u32) -> bool {
    let (parts, other_parts) = (records.names.parts(one), records.names.parts(other));
    parts.contains(&other)
        || other_parts.contains(&one)
        || parts
            .iter()
            .any(|part| 2 < records.names.bytes(*part).len() && other_parts.contains(part))
}

/// 1 same, 4 one letter or one sound, 5 alike, 9 different.
fn likeness(records: &Records, one: u32, other: u32) -> u8 {
    if one == other {
        return 1;
    }
    let names = &records.names;
    let (a, b) = (names.word(one), names.word(other));
    if 3 < a.bytes.len().max(b.bytes.len()) && a.is_within(b, 1) {
        return 4;
    }
    let is_one_sound = names.sound(one) == names.sound(other) && a.is_like(b, 0.75);
    match is_one_sound {
        true => 4,
        false if !a.is_like(b, 0.83) => 9,
        false if a.is_like(b, 0.93) => 4,
        false => 5,
    }
}
