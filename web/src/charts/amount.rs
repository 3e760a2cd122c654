//! A number to draw, how it is spelled, and what a drawing says about itself.

use std::fmt;

/// A number from zero up, and its spelling: the drawing never rounds by itself.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Amount {
    pub size: f64,
    pub words: String,
}

/// What a drawing tells whoever cannot see it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Told {
    /// Names the drawing within its page: letters, digits and `-`.
    pub id: String,
    /// The finding, in a sentence.
    pub title: String,
    /// What is drawn, of what and when.
    pub desc: String,
}

impl Amount {
    /// A count of something.
    pub(crate) fn count(count: i64) -> Amount {
        Amount { size: count as f64, words: count_words(count) }
    }

    /// A percentage as reports spell it (`15.0`), where there is one.
    pub(crate) fn percent(value: Option<&str>) -> Option<Amount> {
        let value = value?;
        let size = value.parse::<f64>().ok().filter(|size| size.is_finite())?;
        Some(Amount { size, words: format!("{value}%") })
    }

    /// The same size with more words: `1,405 in 2007/08`.
    #[must_use]
    pub(crate) fn worded(mut self, words: impl Into<String>) -> Amount {
        self.words = words.into();
        self
    }
}

impl Told {
    pub(crate) fn new(id: &str, title: impl Into<String>, desc: impl Into<String>) -> Told {
        Told { id: id.to_owned(), title: title.into(), desc: desc.into() }
    }
}

/// `1,405`
pub(crate) fn count_words(count: i64) -> String {
    let digits = count.unsigned_abs().to_string();
    let mut words = String::from(if count < 0 { "-" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if 0 < at && (digits.len() - at).is_multiple_of(3) {
            words.push(',');
        }
        words.push(digit);
    }
    words
}

/// A share of the whole as SVG takes it: `12.50%`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Percent(pub f64);

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2}%", self.0)
    }
}

impl askama::filters::HtmlSafe for Percent {}

/// A distance in pixels: `12.5`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Px(pub f64);

impl fmt::Display for Px {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.1}", self.0)
    }
}

impl askama::filters::HtmlSafe for Px {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        for (count, words) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (1_405, "1,405"),
            (1_234_567, "1,234,567"),
            (-1_000, "-1,000"),
        ] {
            assert_eq!(count_words(count), words);
        }
    }

    #[test]
    fn a_value_that_is_not_there_is_no_amount() {
        assert_eq!(Amount::percent(None), None);
        assert_eq!(Amount::percent(Some("many")), None);
        assert_eq!(Amount::percent(Some("NaN")), None);
        let amount = Amount::percent(Some("15.0")).unwrap();
        assert_eq!((amount.size, amount.words.as_str()), (15.0, "15.0%"));
    }
}
