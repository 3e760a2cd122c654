//! Pairs that may be two of one home, or that only a name connects: never one person by themselves.

use crate::compare::{Field, Levels, given_and_family};

/// Whether a number of their own agrees: one given out once, to one person.
fn has_number(levels: Levels) -> bool {
    matches!(levels.of(Field::National), 1..=3) || levels.of(Field::AgencyRef) == 1
}

/// Whether the two are met in one home or one case, or around one person.
fn is_home(levels: Levels) -> bool {
    matches!(levels.of(Field::Address), 1..=3 | 5)
        || matches!(levels.of(Field::Group), 1 | 2)
        || matches!(levels.of(Field::Fellow), 1 | 2)
}

/// Whether both are who has a role in their cases that one person has, and of one day of birth.
fn is_sole_of_one_day(levels: Levels) -> bool {
    levels.of(Field::Fellow) == 1 && levels.of(Field::Born) == 1 && levels.of(Field::Sex) != 2
}

/// Whether the levels are those of two members of one family: never one person by themselves.
///
/// One family name in one home or case, and the given names, the sexes or the whole dates of birth
/// differ: twins, sisters, father and son. Where the records show `homes`, two of one home whose
/// given names differ are two people whatever their family names: a refuge has many of one age. A
/// number of their own that agrees outweighs that.
pub(crate) fn are_kin(levels: Levels, homes: bool) -> bool {
    let Some((given, family)) = given_and_family(levels.of(Field::Name)) else { return false };
    // Daniel and Danielle: a slip in the name does not change the sex.
    let of_two_sexes = matches!(given, 2 | 4 | 5) && levels.of(Field::Sex) == 2;
    if is_sole_of_one_day(levels) {
        return false;
    }
    let differ = given == 7 || of_two_sexes || matches!(levels.of(Field::Born), 10 | 14);
    let are_family = matches!(family, 1..=4) && differ;
    is_home(levels) && !has_number(levels) && (are_family || homes && given == 7)
}

/// Whether the levels may be those of twins with names alike, such as Jean and Joan: one family
/// name, birthday and home, and a given name that is a slip of the other or a name of its own.
pub(crate) fn may_be_twins(levels: Levels) -> bool {
    let Some((given, family)) = given_and_family(levels.of(Field::Name)) else { return false };
    let is_near = is_home(levels) || levels.of(Field::Address) == 4 || levels.of(Field::Phone) == 1;
    let is_same_name = levels.of(Field::Middle) == 1;
    matches!(given, 4 | 5)
        && matches!(family, 1..=4)
        && matches!(levels.of(Field::Born), 1 | 2)
        && is_near
        && !is_same_name
        && levels.of(Field::Fellow) != 1
        && !has_number(levels)
}

/// Whether something speaks against the pair that no number of their own outweighs: another given
/// name, another date of birth throughout, another middle name, or another national number. An
/// alias or a slip does that too; nobody links it without an eye.
pub(crate) fn is_doubtful(levels: Levels) -> bool {
    let given = given_and_family(levels.of(Field::Name)).map_or(0, |(given, _)| given);
    let differs = [
        given == 7,
        matches!(levels.of(Field::Born), 10 | 13 | 14),
        levels.of(Field::Middle) == 4,
        matches!(levels.of(Field::National), 4 | 5),
    ];
    !has_number(levels) && differs.contains(&true)
}

/// Whether nothing but names, sex and the like agrees: John Smith and another John Smith.
pub(crate) fn is_name_alone(levels: Levels) -> bool {
    let agrees = [
        matches!(levels.of(Field::Born), 1..=7 | 11),
        matches!(levels.of(Field::Address), 1..=5),
        matches!(levels.of(Field::Phone), 1 | 2),
        matches!(levels.of(Field::Email), 1..=3),
        matches!(levels.of(Field::National), 1..=3),
        levels.of(Field::AgencyRef) == 1,
        levels.of(Field::Group) == 1,
        matches!(levels.of(Field::Fellow), 1 | 2),
    ];
    !agrees.contains(&true)
}

/// Whether nothing differs but what a marriage and a move change: given name and date of birth are
/// the same, and neither sex, middle name nor national number is another.
pub(crate) fn may_have_changed(levels: Levels) -> bool {
    let given = given_and_family(levels.of(Field::Name)).map_or(0, |(given, _)| given);
    matches!(given, 1 | 2)
        && levels.of(Field::Born) == 1
        && levels.of(Field::Sex) != 2
        && levels.of(Field::Middle) != 4
        && !matches!(levels.of(Field::National), 4 | 5)
}
