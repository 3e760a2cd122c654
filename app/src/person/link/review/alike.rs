//! How two sealed cells are to each other, without telling either.

/// What may be told of an address, a postcode, a telephone number or an e-mail address of two
/// records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alike {
    Same,
    Similar,
    Different,
    /// One of the two has none.
    NotHeld,
}

impl Alike {
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Alike::Same => "same",
            Alike::Similar => "similar",
            Alike::Different => "different",
            Alike::NotHeld => "not held",
        }
    }
}

/// Compares address, postcode, phone and e-mail, in this order.
pub(super) fn compare(one: &[Option<String>; 4], other: &[Option<String>; 4]) -> [Alike; 4] {
    const WAYS: [fn(&str, &str) -> Alike; 4] = [address, postcode, phone, email];
    std::array::from_fn(|at| match (&one[at], &other[at]) {
        (Some(one), Some(other)) => WAYS[at](one, other),
        (None, _) | (_, None) => Alike::NotHeld,
    })
}

fn either(is_same: bool, is_similar: bool) -> Alike {
    match (is_same, is_similar) {
        (true, _) => Alike::Same,
        (false, true) => Alike::Similar,
        (false, false) => Alike::Different,
    }
}

/// Similar when more than half of the words of the shorter one are in both.
fn address(one: &str, other: &str) -> Alike {
    let words = |text: &str| -> Vec<String> {
        let parts = text.split(|letter: char| !letter.is_alphanumeric());
        parts.filter(|part| !part.is_empty()).map(str::to_lowercase).collect()
    };
    let (one, other) = (words(one), words(other));
    let shared = one.iter().filter(|word| other.contains(word)).count();
    either(one == other, one.len().min(other.len()) < 2 * shared)
}

/// Similar in one sector: `CB1 2AB` and `CB1 2XY`.
fn postcode(one: &str, other: &str) -> Alike {
    let plain = |text: &str| -> String {
        text.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>().to_uppercase()
    };
    let (one, other) = (plain(one), plain(other));
    let sector = |code: &String| -> String {
        code.chars().take(code.chars().count().saturating_sub(2)).collect()
    };
    let is_long = 4 < one.len().min(other.len());
    either(one == other, is_long && sector(&one) == sector(&other))
}

/// Similar with one digit wrong.
fn phone(one: &str, other: &str) -> Alike {
    let plain = |text: &str| -> String {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let national = digits.strip_prefix("0044").or_else(|| digits.strip_prefix("44"));
        national.unwrap_or(&digits).trim_start_matches('0').to_owned()
    };
    let (one, other) = (plain(one), plain(other));
    let wrong = one.bytes().zip(other.bytes()).filter(|(one, other)| one != other).count();
    either(one == other, one.len() == other.len() && wrong == 1)
}

/// Similar with one name before the `@`, at another provider.
fn email(one: &str, other: &str) -> Alike {
    let (one, other) = (one.trim().to_lowercase(), other.trim().to_lowercase());
    let local = |text: &str| text.split('@').next().unwrap_or_default().to_owned();
    either(one == other, local(&one) == local(&other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use Alike::{Different, NotHeld, Same, Similar};

    #[test]
    fn each_field_is_compared_in_its_own_way() {
        for (way, one, other, alike) in [
            (address as fn(&str, &str) -> Alike, "1 Mill Road", "1, mill road", Same),
            (address, "1 Mill Road", "1 Mill Rd", Similar),
            (address, "1 Mill Road", "9 High Road", Different),
            (postcode, "CB1 2AB", "cb12ab", Same),
            (postcode, "CB1 2AB", "CB1 2XY", Similar),
            (postcode, "CB1 2AB", "CB2 2AB", Different),
            (phone, "01632 960001", "+44 1632 960001", Same),
            (phone, "01632 960001", "01632 960002", Similar),
            (phone, "01632 960001", "01632 960012", Different),
            (email, "Ann@mail.example", "ann@mail.example", Same),
            (email, "ann@mail.example", "ann@post.example", Similar),
            (email, "ann@mail.example", "bea@mail.example", Different),
        ] {
            assert_eq!(way(one, other), alike, "{one} {other}");
            assert_eq!(way(other, one), alike, "{other} {one}");
        }
    }

    #[test]
    fn what_one_of_them_has_not_is_not_compared() {
        let one = [None, Some("CB1 2AB".to_owned()), None, Some("ann@mail.example".to_owned())];
        let other = [None, Some("CB1 2AB".to_owned()), Some("1".to_owned()), None];
        assert_eq!(compare(&one, &other), [NotHeld, Same, NotHeld, NotHeld]);
    }
}
