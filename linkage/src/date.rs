//! Days as they are written, real or not.

/// A date of birth as written: `year << 9 | month << 5 | day`, 0 where nothing can be read.
///
/// It need not be a day of the calendar: 31 April, or month 19, is still evidence.
pub(crate) fn read_day(text: &str) -> u32 {
    let mut numbers = [0u32; 3];
    let mut lengths = [0usize; 3];
    let mut at = 0;
    let mut was_digit = false;
    let text = text.trim();
    let text = text.split(['T', ' ']).next().unwrap_or_default();
    for letter in text.chars() {
        match letter.to_digit(10) {
            Some(digit) => {
                if 2 < at || 8 <= lengths[at] {
                    return 0;
                }
                numbers[at] = numbers[at] * 10 + digit;
                lengths[at] += 1;
                was_digit = true;
            }
            None if was_digit && matches!(letter, '-' | '/' | '.') => {
                at += 1;
                was_digit = false;
            }
            None => return 0,
        }
    }
    let [first, second, third] = numbers;
    match lengths {
        [8, 0, 0] => pack(first / 10_000, first / 100 % 100, first % 100),
        [4, 0, 0] => pack(first, 1, 1),
        [4, 1..=2, 1..=2] => pack(first, second, third),
        [1..=2, 1..=2, 4] => pack(third, second, first),
        _ => 0,
    }
}

fn pack(year: u32, month: u32, day: u32) -> u32 {
    // 1900-01-01 and the like stand in for "not known" in many systems.
    let is_filler = year == 0 || (day, month) == (1, 1) && matches!(year, 1900 | 1901 | 1800);
    match is_filler || 15 < month || 31 < day {
        true if is_filler => 0,
        true => year << 9 | month.min(15) << 5 | day.min(31),
        false => year << 9 | month << 5 | day,
    }
}

pub(crate) fn parts(day: u32) -> (u32, u32, u32) {
    (day >> 9, day >> 5 & 15, day & 31)
}

/// Days since some day long ago; 0 where nothing can be read. Good for differences.
pub(crate) fn read_ordinal(text: &str) -> u32 {
    match read_day(text) {
        0 => 0,
        day => {
            let (year, month, day) = parts(day);
            year * 365 + year / 4 + month * 30 + month / 2 + day
        }
    }
}

/// The earlier of the two years of birth that an age on a day allows; 0 where it cannot be read.
pub(crate) fn read_birth_year(text: &str) -> u32 {
    let Some((on, age)) = text.split_once('|') else { return 0 };
    let (year, ..) = parts(read_day(on));
    match age.trim().parse::<u32>() {
        Ok(age) if age < 120 && age < year => year - age - 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_spellings_of_a_day_are_one() {
        for text in ["1984-03-09", "19840309", "09/03/1984", "9/3/1984", "1984-03-09T10:00"] {
            assert_eq!(parts(read_day(text)), (1984, 3, 9), "{text}");
        }
    }

    #[test]
    fn a_day_that_never_was_is_read_and_a_word_is_not() {
        assert_eq!(parts(read_day("1984-04-31")), (1984, 4, 31));
        assert_eq!(parts(read_day("19190017")), (1919, 0, 17));
        for text in ["", "soon", "1/2", "1900-01-01", "123456789", "1-2-3-4"] {
            assert_eq!(read_day(text), 0, "{text}");
        }
    }

    #[test]
    fn an_age_on_a_day_gives_two_years_of_birth() {
        assert_eq!(read_birth_year("2010-06-01|30"), 1979);
        assert_eq!(read_birth_year("2010-06-01|"), 0);
        assert_eq!(read_birth_year("|30"), 0);
    }
}
