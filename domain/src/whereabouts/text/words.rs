//! A text as words with their places, and what may be a name among them.

use super::vocabulary::{ABBREVIATED, COMMON, NAMES_OF_NO_PLACE, STAYING};
use std::ops::Range;

/// One run of letters, digits and apostrophes.
pub(super) struct Word<'t> {
    pub text: &'t str,
    pub lower: String,
    pub at: Range<usize>,
    /// Which sentence it stands in.
    pub sentence: usize,
}

pub(super) struct Words<'t> {
    pub text: &'t str,
    pub list: Vec<Word<'t>>,
    /// Of each sentence, whether its capitals tell names: it has some, and small letters too.
    is_cased: Vec<bool>,
}

impl<'t> Words<'t> {
    pub fn of(text: &'t str) -> Words<'t> {
        let mut list: Vec<Word<'t>> = Vec::new();
        let mut start = None;
        for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
            let is_within = c.is_alphanumeric()
                || (matches!(c, '\'' | '’' | '&')
                    && start.is_some()
                    && is_letter_after(text, at, c));
            match (is_within, start) {
                (true, None) => start = Some(at),
                (false, Some(from)) => {
                    push(&mut list, text, from..at);
                    start = None;
                }
                (true, Some(_)) | (false, None) => {}
            }
        }
        let sentences = list.last().map_or(0, |word| word.sentence + 1);
        let is_cased = (0..sentences).map(|sentence| is_cased(&list, sentence)).collect();
        Words { text, list, is_cased }
    }

    /// The word in small letters; empty beyond either end.
    pub fn lower(&self, at: usize) -> &str {
        self.list.get(at).map_or("", |word| word.lower.as_str())
    }

    pub fn lower_before(&self, at: usize, back: usize) -> &str {
        at.checked_sub(back).map_or("", |at| self.lower(at))
    }

    /// What stands between a word and the one before it.
    pub fn gap(&self, at: usize) -> &'t str {
        let before = at.checked_sub(1).and_then(|before| self.list.get(before));
        let from = before.map_or(0, |word| word.at.end);
        let to = self.list.get(at).map_or(self.text.len(), |word| word.at.start);
        &self.text[from..to]
    }

    pub fn sentence(&self, at: usize) -> usize {
        self.list.get(at).map_or(usize::MAX, |word| word.sentence)
    }

    /// The words of the sentence in which a word stands.
    pub fn around(&self, at: usize) -> Range<usize> {
        let sentence = self.sentence(at);
        let is_of = |word: &&Word<'_>| word.sentence == sentence;
        let from = self.list[..at].iter().rev().take_while(is_of).count();
        let to = self.list[at..].iter().take_while(is_of).count();
        at - from..at + to
    }

    /// The bytes from one word to another, both with it.
    pub fn span(&self, from: usize, to: usize) -> Range<usize> {
        self.list[from].at.start..self.list[to].at.end
    }

    pub fn is_cased(&self, at: usize) -> bool {
        self.list.get(at).is_some_and(|word| self.is_cased[word.sentence])
    }

    pub fn is_capital(&self, at: usize) -> bool {
        self.list.get(at).is_some_and(|word| word.text.starts_with(char::is_uppercase))
    }

    /// Whether a word may be the name of a place: with a capital, or where capitals tell nothing, a
    /// word that is not one of everyday.
    pub fn is_name(&self, at: usize) -> bool {
        let Some(word) = self.list.get(at) else { return false };
        let lower = word.lower.trim_end_matches("'s").trim_end_matches("’s");
        let is_letters = word.text.starts_with(char::is_alphabetic) && 1 < word.text.len();
        if !is_letters || NAMES_OF_NO_PLACE.contains(lower) {
            return false;
        }
        match self.is_cased(at) {
            // A word of everyday with a capital is a name within a sentence: "in Station Road".
            true => self.is_capital(at) && (!COMMON.contains(lower) || !self.is_first(at)),
            false => !COMMON.contains(lower) && !STAYING.contains(lower),
        }
    }

    fn is_first(&self, at: usize) -> bool {
        at.checked_sub(1).is_none_or(|before| self.sentence(before) != self.sentence(at))
    }
}

fn is_letter_after(text: &str, at: usize, c: char) -> bool {
    text[at + c.len_utf8()..].starts_with(char::is_alphanumeric)
}

fn push<'t>(list: &mut Vec<Word<'t>>, text: &'t str, at: Range<usize>) {
    let sentence = list.last().map_or(0, |before| {
        let ends = ends_sentence(&text[before.at.end..at.start], &before.lower);
        before.sentence + usize::from(ends)
    });
    let word = &text[at.clone()];
    list.push(Word { text: word, lower: word.to_lowercase(), at, sentence });
}

/// A stop ends a sentence, but not after `St.` or `No.`, and not in `07700.900.123`.
fn ends_sentence(gap: &str, before: &str) -> bool {
    let stops = gap.contains(". ") || gap.ends_with(".\n");
    (stops && !ABBREVIATED.contains(before)) || gap.contains(['\n', '!', '?', ';'])
}

fn is_cased(list: &[Word<'_>], sentence: usize) -> bool {
    let letters = || {
        let own = list.iter().filter(move |word| word.sentence == sentence);
        own.flat_map(|word| word.text.chars())
    };
    letters().any(char::is_uppercase) && letters().any(char::is_lowercase)
}
