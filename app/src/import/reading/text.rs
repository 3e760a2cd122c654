//! From bytes to the text of a cell: decoded, without hidden characters and stray white space.

use std::borrow::Cow;

use super::outcome::Encoding;

/// The characters of the bytes 0x80 to 0x9f in Windows-1252, after the WHATWG's encoding
/// standard; five bytes have none.
const HIGH: [char; 32] = [
    '€', '\u{fffd}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{fffd}', 'Ž',
    '\u{fffd}', '\u{fffd}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{fffd}',
    'ž', 'Ÿ',
];

/// A cell's text, and whether bytes of it are not in the file's encoding.
pub(super) fn decode(bytes: &[u8], encoding: Encoding) -> (Cow<'_, str>, bool) {
    match (encoding, std::str::from_utf8(bytes)) {
        (Encoding::Utf8, Ok(text)) => (Cow::Borrowed(text), false),
        (Encoding::Windows1252, Ok(text)) if text.is_ascii() => (Cow::Borrowed(text), false),
        (Encoding::Utf8, Err(_)) => {
            let mut text = String::with_capacity(bytes.len() * 2);
            for chunk in bytes.utf8_chunks() {
                text.push_str(chunk.valid());
                text.extend(chunk.invalid().iter().map(|byte| windows_1252(*byte)));
            }
            (Cow::Owned(text), true)
        }
        (Encoding::Windows1252, _) => {
            let text: String = bytes.iter().map(|byte| windows_1252(*byte)).collect();
            let is_broken = text.contains('\u{fffd}');
            (Cow::Owned(text), is_broken)
        }
    }
}

fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        byte => char::from(byte),
    }
}

/// One space between words, none around them, nothing hidden; and whether anything was.
pub(super) fn clean(text: &str) -> (String, bool) {
    let mut cleaned = String::with_capacity(text.len());
    let mut has_hidden = false;
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        if c.is_whitespace() {
            if !cleaned.ends_with(' ') {
                cleaned.push(' ');
            }
        } else if is_hidden(c) || (is_joiner(c) && !joins(&cleaned, characters.peek())) {
            has_hidden = true;
        } else {
            cleaned.push(c);
        }
    }
    let kept = cleaned.trim().len();
    if kept != cleaned.len() {
        cleaned = cleaned.trim().to_owned();
    }
    (cleaned, has_hidden)
}

/// Danger: with characters that turn the writing direction or take no room, two spellings of one
/// name look alike and are never found to be one (Unicode Technical Report 36).
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

/// Persian and Indian names need the joiners between their letters; between Latin ones they hide.
fn joins(before: &str, after: Option<&char>) -> bool {
    let needs =
        |c: char| '\u{600}' <= c && c.is_alphanumeric() || ('\u{900}'..'\u{e00}').contains(&c);
    before.chars().next_back().is_some_and(needs) && after.copied().is_some_and(needs)
}

/// At most so many characters.
pub(super) fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, cleaned: &str, has_hidden: bool) {
        assert_eq!(clean(text), (cleaned.to_owned(), has_hidden), "{text:?}");
    }

    #[test]
    fn words_are_one_space_apart_and_nothing_stands_around_them() {
        check("", "", false);
        check(" \t\u{a0}", "", false);
        check(" Asha  Rao\r\n", "Asha Rao", false);
        check("1 Mill Lane\nElyton", "1 Mill Lane Elyton", false);
    }

    #[test]
    fn what_takes_no_room_or_turns_the_direction_is_left_out() {
        check("As\u{200b}ha", "Asha", true);
        check("\u{feff}Asha\u{202e}", "Asha", true);
        check("\u{200f}Asha\u{1b}", "Asha", true);
        check("Sm\u{200c}ith", "Smith", true);
        check("\u{200d}", "", true);
        check("نسرین\u{200c}دخت", "نسرین\u{200c}دخت", false);
    }

    #[test]
    fn every_byte_of_windows_1252_is_its_character_and_five_are_none() {
        let (text, is_broken) = decode(b"Zo\xeb \x80\x93", Encoding::Windows1252);
        assert_eq!((text.as_ref(), is_broken), ("Zoë €“", false));
        let undefined = (0..=255_u8).filter(|byte| decode(&[*byte], Encoding::Windows1252).1);
        assert_eq!(undefined.collect::<Vec<_>>(), [0x81, 0x8d, 0x8f, 0x90, 0x9d]);
    }

    #[test]
    fn a_stray_byte_in_utf_8_is_read_as_windows_1252_and_told() {
        assert_eq!(decode("Zoë".as_bytes(), Encoding::Utf8), ("Zoë".into(), false));
        assert_eq!(decode(b"Zo\xeb \xc3\xab", Encoding::Utf8), ("Zoë ë".into(), true));
        assert_eq!(decode(b"Zo\xc3", Encoding::Utf8), ("ZoÃ".into(), true));
    }
}
