//! How cells show their numbers, as far as that says what they are.

use crate::workbook::{
    markup::{Markup, Piece, attribute},
    refusal::Refusal,
    values::Shown,
};
use std::{collections::HashMap, io::BufRead};

/// Excel itself keeps 65,490 of them.
const FORMATS_MOST: usize = 100_000;
/// Nobody shows a reference in more digits.
const DIGITS_MOST: usize = 64;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Plain,
    Moment(Shown),
    /// At least so many digits, with zeros before them.
    Digits(usize),
}

/// The format of each style, by its number.
#[derive(Debug, Default)]
pub(super) struct Formats(Vec<Format>);

impl Formats {
    pub(super) fn read<R: BufRead>(mut markup: Markup<R>) -> Result<Formats, Refusal> {
        let mut custom = HashMap::new();
        let (mut styles, mut is_within) = (Vec::new(), false);
        loop {
            match markup.next()? {
                Piece::Begin(start) => match start.local_name().as_ref() {
                    "numFmt" => {
                        let id = attribute(&start, "numFmtId")?.unwrap_or_default().into_owned();
                        let code = attribute(&start, "formatCode")?.unwrap_or_default();
                        custom.insert(id, of_code(&code));
                    }
                    "cellXfs" => is_within = true,
                    "xf" if is_within => {
                        let id = attribute(&start, "numFmtId")?.unwrap_or_default();
                        let own = custom.get(id.as_ref()).copied();
                        styles.push(own.unwrap_or_else(|| built_in(&id)));
                    }
                    _ => {}
                },
                Piece::End(end) if end.local_name().as_ref() == "cellXfs" => is_within = false,
                Piece::Over => return Ok(Formats(styles)),
                Piece::End(_) | Piece::Text(_) => {}
            }
            if FORMATS_MOST < styles.len().max(custom.len()) {
                return Err(Refusal::TooLarge("it has more than 100,000 formats"));
            }
        }
    }

    pub(super) fn of(&self, style: Option<usize>) -> Format {
        style.and_then(|style| self.0.get(style)).copied().unwrap_or(Format::Plain)
    }
}

/// The formats that are not written down, by number: ECMA-376, part 1, 18.8.30, with those of East
/// Asia.
fn built_in(id: &str) -> Format {
    match id.parse().unwrap_or(0_u32) {
        14..=17 | 27..=31 | 36 | 50..=54 | 57..=58 => Format::Moment(Shown::Date),
        22 => Format::Moment(Shown::DateTime),
        18..=21 | 32..=35 | 45..=47 | 55..=56 => Format::Moment(Shown::Time),
        _ => Format::Plain,
    }
}

/// Reads a code such as `dd/mm/yyyy hh:mm` or `0000000000`: its first section, without what stands
/// in quotation marks, behind a backslash or in brackets.
fn of_code(code: &str) -> Format {
    let mut letters = String::new();
    let mut characters = code.chars();
    while let Some(c) = characters.next() {
        match c {
            '"' => drop(characters.by_ref().find(|c| *c == '"')),
            '[' => {
                // A colour or a country; but `[h]` are hours that go on beyond a day.
                let within: String = characters.by_ref().take_while(|c| *c != ']').collect();
                if within.chars().all(|c| "hmsHMS".contains(c)) {
                    letters.push_str(&within.to_ascii_lowercase());
                }
            }
            '\\' | '_' | '*' => drop(characters.next()),
            ';' => break,
            c => letters.push(c.to_ascii_lowercase()),
        }
    }
    let has = |these: &[char]| letters.contains(these);
    let width = letters.chars().filter(|c| *c == '0').count();
    if letters.contains("general") {
        Format::Plain
    } else if has(&['d', 'y']) {
        let shown = if has(&['h', 's']) { Shown::DateTime } else { Shown::Date };
        Format::Moment(shown)
    } else if has(&['h', 's']) {
        Format::Moment(Shown::Time)
    } else if has(&['m']) {
        Format::Moment(Shown::Date)
    } else if 1 < width && width <= DIGITS_MOST && letters.chars().all(|c| "0 -()".contains(c)) {
        Format::Digits(width)
    } else {
        Format::Plain
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_tells_dates_times_and_digits_from_plain_numbers() {
        let (date, time) = (Format::Moment(Shown::Date), Format::Moment(Shown::Time));
        let both = Format::Moment(Shown::DateTime);
        for (code, format) in [
            ("dd/mm/yyyy", date),
            ("[$-809]d mmmm yyyy;@", date),
            ("mmm", date),
            ("yyyy\\-mm\\-dd hh:mm", both),
            ("h:mm AM/PM", time),
            ("[h]:mm", time),
            ("General", Format::Plain),
            ("0.00", Format::Plain),
            ("#,##0", Format::Plain),
            ("[Red]0", Format::Plain),
            ("0\" days\"", Format::Plain),
            ("@", Format::Plain),
            ("0000000000", Format::Digits(10)),
            ("000 000 0000", Format::Digits(10)),
            ("", Format::Plain),
            ("\"", Format::Plain),
            ("[", Format::Plain),
            ("\\", Format::Plain),
        ] {
            assert_eq!(of_code(code), format, "{code}");
        }
    }
}
