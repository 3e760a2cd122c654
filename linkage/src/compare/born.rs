//! Dates of birth compared, and ages where there are none.

use crate::{
    clk,
    date::parts,
    records::{Part, Person, Records},
};

/// 1 same day; 2 same 1 January; 3 day and month swapped; 4 one slip; 5 a year or ten off; 6 an
/// estimate that fits; 7 two parts of three; 8 same year; 9 years near; 10 different; against an
/// age: 11 fits, 12 near, 13 different, 14 a generation apart.
pub(super) fn compare(records: &Records, a: &Person, b: &Person) -> u8 {
    if a.born == 0 || b.born == 0 {
        return compare_ages(a, b);
    }
    if records.is_coded {
        return clk::compare_days(records, a, b);
    }
    let mut level = compare_days(a.born, b.born);
    if level != 1 && (a.extra_count != 0 || b.extra_count != 0) {
        for one in records.more(a, Part::Born).chain([a.born]) {
            for other in records.more(b, Part::Born).chain([b.born]) {
                level = level.min(compare_days(one, other));
            }
        }
    }
    level
}

fn compare_days(one: u32, other: u32) -> u8 {
    let ((year, month, day), (other_year, other_month, other_day)) = (parts(one), parts(other));
    let is_first = (month, day) == (1, 1);
    let is_other_first = (other_month, other_day) == (1, 1);
    if one == other {
        return if is_first { 2 } else { 1 };
    }
    let years_off = year.abs_diff(other_year);
    if year == other_year && month == other_day && day == other_month {
        return 3;
    }
    if (is_first || is_other_first) && years_off <= 2 {
        return 6;
    }
    if GENERATION.contains(&years_off) {
        return 10;
    }
    match (years_off == 0, month == other_month, day == other_day) {
        (false, true, true) if is_one_slip(year, other_year) => 4,
        (false, true, true) if matches!(years_off, 1 | 10) => 5,
        (true, false, true) if is_one_slip(month, other_month) => 4,
        (true, true, false) if is_one_slip(day, other_day) => 4,
        (false, true, true) | (true, false, true) | (true, true, false) => 7,
        (true, false, false) => 8,
        _ if years_off <= 2 => 9,
        _ => 10,
    }
}

/// So many years lie between a parent and a child. A year that is wrong by as much may be a slip of
/// the pen; but two of one name so far apart are father and son, and to make one person of them is
/// the graver mistake.
const GENERATION: std::ops::RangeInclusive<u32> = 13..=60;

/// One digit changed, or two neighbours swapped.
fn is_one_slip(one: u32, other: u32) -> bool {
    let digits = |number: u32| [number / 1000, number / 100 % 10, number / 10 % 10, number % 10];
    let (one, other) = (digits(one), digits(other));
    let mut changed = (0..4).filter(|at| one[*at] != other[*at]);
    match (changed.next(), changed.next(), changed.next()) {
        (Some(_), None, _) => true,
        (Some(left), Some(right), None) => {
            left + 1 == right && one[left] == other[right] && one[right] == other[left]
        }
        _ => false,
    }
}

/// The years in which a person can be born: from, to.
fn years(person: &Person) -> Option<(u32, u32)> {
    let year = parts(person.born).0;
    match (person.born, person.birth_year) {
        (0, 0) => None,
        (0, earlier) => Some((u32::from(earlier), u32::from(earlier) + 1)),
        _ => Some((year, year)),
    }
}

fn compare_ages(a: &Person, b: &Person) -> u8 {
    let (Some((from, to)), Some((other_from, other_to))) = (years(a), years(b)) else { return 0 };
    let gap = from.saturating_sub(other_to).max(other_from.saturating_sub(to));
    match gap {
        0 => 11,
        1..=2 => 12,
        gap if GENERATION.contains(&gap) => 14,
        _ => 13,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::read_day;

    #[test]
    fn each_way_in_which_a_date_goes_wrong_has_its_level() {
        for (one, other, level) in [
            ("1984-03-09", "1984-03-09", 1),
            ("1984-01-01", "1984-01-01", 2),
            ("1984-03-09", "1984-09-03", 3),
            ("1984-03-09", "1984-03-19", 4),
            ("1984-03-09", "1948-03-09", 10),
            ("1981-03-04", "1951-03-04", 10),
            ("1984-03-09", "1971-03-09", 10),
            ("1994-03-09", "1984-03-09", 4),
            ("1984-03-09", "1884-03-09", 4),
            ("1989-03-09", "1990-03-09", 5),
            ("1984-01-01", "1986-05-07", 6),
            ("1984-03-09", "1984-03-27", 7),
            ("1984-03-09", "1984-04-27", 8),
            ("1984-03-09", "1985-04-27", 9),
            ("1984-03-09", "1987-04-27", 10),
        ] {
            assert_eq!(compare_days(read_day(one), read_day(other)), level, "{one} {other}");
            assert_eq!(compare_days(read_day(other), read_day(one)), level, "{other} {one}");
        }
    }

    #[test]
    fn an_age_fits_two_years_of_birth() {
        let age = Person { birth_year: 1979, ..Person::default() };
        for (born, level) in [
            ("1978-05-05", 12),
            ("1979-05-05", 11),
            ("1980-05-05", 11),
            ("1983-05-05", 13),
            ("1951-05-05", 14),
        ] {
            let person = Person { born: read_day(born), ..Person::default() };
            assert_eq!(compare_ages(&age, &person), level, "{born}");
        }
    }
}
