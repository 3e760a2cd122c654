//! Who a record says that somebody is, and when an amendment says that it is somebody else.

use jiff::civil::Date;

/// The part of a record that says who somebody is.
#[derive(Debug, Clone, Default)]
pub(super) struct Named {
    pub given_names: Option<String>,
    pub family_name: Option<String>,
    pub other_names: Vec<String>,
    pub date_of_birth: Option<Date>,
    pub nhs_number: Option<String>,
}

impl Named {
    /// Whether this is another person than `other`.
    ///
    /// Where both say a day of birth, another name with another day: whoever marries keeps her day,
    /// whoever's day is mended keeps her name, and of a sister, the likeliest mistake, neither is
    /// the same. Where a day is unknown, a name of which nothing is the same. The agency's own
    /// number proves nothing: a number that is kept is how one person is written over another.
    pub(super) fn is_somebody_else(&self, other: &Named) -> bool {
        let [given, family] = self.differences(other);
        match (self.date_of_birth, other.date_of_birth) {
            (Some(one), Some(two)) => {
                let is_other = given == Some(true) || family == Some(true);
                one != two && is_other && !self.is_known_as(other)
            }
            _ => self.has_nothing_of(other),
        }
    }

    /// Whether this is another person than the last who was named before, or has nothing at all of
    /// any of them: nobody becomes somebody else step by step, or by way of nobody. `before` is in
    /// the order of time.
    pub(super) fn is_none_of(&self, before: &[Named]) -> bool {
        let is_named = |named: &&Named| named.given_names.is_some() || named.family_name.is_some();
        let last = before.iter().rev().find(is_named);
        last.is_some_and(|last| self.is_somebody_else(last))
            || before.iter().any(|earlier| self.has_nothing_of(earlier))
    }

    /// Neither part of the name that both say, nor the day.
    fn has_nothing_of(&self, other: &Named) -> bool {
        let [given, family] = self.differences(other);
        let is_same_day = self.date_of_birth.is_some() && self.date_of_birth == other.date_of_birth;
        let differs = given.or(family) == Some(true) && family.or(given) == Some(true);
        differs && !is_same_day && !self.is_known_as(other)
    }

    /// Whether given names and family name are others; nothing of what either does not say.
    fn differences(&self, other: &Named) -> [Option<bool>; 2] {
        let differ = |one: &Option<String>, two: &Option<String>| {
            let both = one.as_deref().map(folded).zip(two.as_deref().map(folded));
            both.map(|(one, two)| one != two)
        };
        [
            differ(&self.given_names, &other.given_names),
            differ(&self.family_name, &other.family_name),
        ]
    }

    /// Whether either was called what the other is, or they have one number.
    fn is_known_as(&self, other: &Named) -> bool {
        let is_one_number = self.nhs_number.is_some() && self.nhs_number == other.nhs_number;
        is_one_number || self.was_called(other) || other.was_called(self)
    }

    /// Whether the name of `other` is among the names that this one had.
    fn was_called(&self, other: &Named) -> bool {
        let words = [&other.given_names, &other.family_name];
        let name: String = words.into_iter().flatten().map(|word| folded(word)).collect();
        self.other_names.iter().any(|earlier| folded(earlier) == name)
    }
}

/// Letters alone, in lower case: a hyphen or a blank makes nobody somebody else.
fn folded(name: &str) -> String {
    name.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(given: &str, family: &str, born: &str) -> Named {
        let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Named {
            given_names: said(given),
            family_name: said(family),
            date_of_birth: born.parse().ok(),
            ..Named::default()
        }
    }

    fn is_else(one: &Named, other: &Named) -> bool {
        let found = one.is_somebody_else(other);
        assert_eq!(found, other.is_somebody_else(one), "{one:?} {other:?}");
        found
    }

    #[test]
    fn another_name_and_another_day_are_another_person_and_one_of_them_is_not() {
        let anna = named("Anna", "Hale", "1984-02-29");
        for (given, family, born, expected) in [
            ("Anna", "Hale", "1984-02-29", false),
            ("ANNA ", "Ha-le", "1990-01-01", false),
            ("Anna", "Pryce", "1984-02-29", false),
            ("Berta", "Oakes", "1984-02-29", false),
            ("Anna", "Hale", "1984-03-01", false),
            ("Berta", "Hale", "1986-05-06", true),
            ("Anna", "Pryce", "1986-05-06", true),
            // Where nobody knows a day, it takes more to be somebody else.
            ("Berta", "Oakes", "", true),
            ("Berta", "Hale", "", false),
            ("Anna", "Hale", "", false),
        ] {
            assert_eq!(is_else(&anna, &named(given, family, born)), expected, "{given} {family}");
        }
    }

    #[test]
    fn what_is_not_said_differs_from_nothing() {
        let anna = named("Anna", "Hale", "1984-02-29");
        for other in [named("", "", ""), named("Anna", "", ""), named("", "Hale", "1990-01-01")] {
            assert!(!is_else(&anna, &other), "{other:?}");
        }
        assert!(is_else(&anna, &named("Berta", "", "")));
    }

    #[test]
    fn nobody_becomes_somebody_else_step_by_step_or_by_way_of_nobody() {
        let anna = named("Anna", "Hale", "1984-02-29");
        let nobody = named("", "", "");
        for (before, now, expected) in [
            (vec![anna.clone(), named("Anna", "Hale", "1990-01-01")], ("Berta", "Oakes"), true),
            (vec![anna.clone(), named("Anna", "Hale", "1990-01-01")], ("Anna", "Oakes"), false),
            (vec![anna.clone(), nobody.clone()], ("Berta", "Hale"), true),
            (vec![anna.clone(), nobody.clone()], ("Anna", "Hale"), false),
            (vec![nobody.clone()], ("Berta", "Oakes"), false),
            (vec![], ("Berta", "Oakes"), false),
        ] {
            let now = named(now.0, now.1, "1990-01-01");
            assert_eq!(now.is_none_of(&before), expected, "{before:?} {now:?}");
        }
        assert!(!nobody.is_none_of(&[anna]));
    }

    #[test]
    fn an_earlier_name_and_a_national_number_say_that_it_is_the_same_person() {
        let anna = named("Anna", "Hale", "1984-02-29");
        let other_names = vec!["Anna Hale".to_owned()];
        let renamed = Named { other_names, ..named("Rosa", "Pryce", "1985-02-28") };
        assert!(!is_else(&anna, &renamed));
        let number =
            |of: &Named, number: &str| Named { nhs_number: Some(number.to_owned()), ..of.clone() };
        let berta = named("Berta", "Oakes", "1990-01-01");
        assert!(is_else(&anna, &berta));
        assert!(!is_else(&number(&anna, "9434765919"), &number(&berta, "9434765919")));
        assert!(is_else(&number(&anna, "9434765919"), &number(&berta, "9434765870")));
    }
}
