//! A text as words with their places, and what may be a name among them.

use super::vocabulary::{ABBREVIATED, COMMON, List, NAMES_OF_NO_PLACE, STAYING, TOWNS};
use std::ops::Range;

/// One run of letters, digits and apostrophes.
pub(super) struct Word<'t> {
    pub text: &'t str,
    pub lower: String,
    pub at: Range<usize>,
    /// Which sentence it stands in.
    pub sentence: usize,
    /// The lists on which it stands.
    lists: List,
}

/// Of a text without stops so many words are taken for a sentence: the work stays in proportion.
const MOST_WORDS: usize = 60;

/// A run of words between two stops.
struct Sentence {
    words: Range<usize>,
    /// Whether its capitals tell names.
    is_cased: bool,
    /// The lists on which any of its words stands.
    lists: List,
}

pub(super) struct Words<'t> {
    pub text: &'t str,
    pub list: Vec<Word<'t>>,
    sentences: Vec<Sentence>,
}

impl<'t> Words<'t> {
    pub fn of(text: &'t str) -> Words<'t> {
        let mut list: Vec<Word<'t>> = Vec::new();
        let mut start = None;
        let mut begun = 0;
        for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
            let is_within = c.is_alphanumeric()
                || (matches!(c, '\'' | '’' | '&')
                    && start.is_some()
                    && is_letter_after(text, at, c));
            match (is_within, start) {
                (true, None) => start = Some(at),
                (false, Some(from)) => {
                    push(&mut list, text, from..at, &mut begun);
                    start = None;
                }
                (true, Some(_)) | (false, None) => {}
            }
        }
        let sentences = sentences(&list);
        Words { text, list, sentences }
    }

    /// The word in small letters; empty beyond either end.
    pub fn lower(&self, at: usize) -> &str {
        self.list.get(at).map_or("", |word| word.lower.as_str())
    }

    pub fn lower_before(&self, at: usize, back: usize) -> &str {
        at.checked_sub(back).map_or("", |at| self.lower(at))
    }

    /// Whether a word stands on one of some lists.
    pub fn is(&self, at: usize, lists: List) -> bool {
        self.list.get(at).is_some_and(|word| word.lists.meets(lists))
    }

    pub fn is_before(&self, at: usize, back: usize, lists: List) -> bool {
        at.checked_sub(back).is_some_and(|at| self.is(at, lists))
    }

    /// Whether the sentence of a word holds any word of some lists.
    pub fn holds(&self, at: usize, lists: List) -> bool {
        self.of_sentence(at).is_some_and(|sentence| sentence.lists.meets(lists))
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

    fn of_sentence(&self, at: usize) -> Option<&Sentence> {
        self.sentences.get(self.sentence(at))
    }

    /// The words of the sentence in which a word stands.
    pub fn around(&self, at: usize) -> Range<usize> {
        self.of_sentence(at).map_or(at..at, |sentence| sentence.words.clone())
    }

    /// The bytes from one word to another, both with it.
    pub fn span(&self, from: usize, to: usize) -> Range<usize> {
        self.list[from].at.start..self.list[to].at.end
    }

    pub fn is_cased(&self, at: usize) -> bool {
        self.of_sentence(at).is_some_and(|sentence| sentence.is_cased)
    }

    pub fn is_capital(&self, at: usize) -> bool {
        self.list.get(at).is_some_and(|word| word.text.starts_with(char::is_uppercase))
    }

    /// Whether a word may be the name of a place: with a capital, or where capitals tell nothing, a
    /// word that is not one of everyday.
    pub fn is_name(&self, at: usize) -> bool {
        let Some(word) = self.list.get(at) else { return false };
        let lower = word.lower.trim_end_matches("'s").trim_end_matches("’s");
        let lists = if lower == word.lower { word.lists } else { List::of(lower) };
        // `ED` and `CP` are no names in a sentence that has small letters too.
        let is_short = word.text.len() < 4 && !word.text.contains(char::is_lowercase);
        if is_short && lists.meets(COMMON) && self.is_cased(at) {
            return false;
        }
        let is_letters = word.text.starts_with(char::is_alphabetic) && 1 < word.text.len();
        if !is_letters || lists.meets(NAMES_OF_NO_PLACE) {
            return false;
        }
        match self.is_cased(at) {
            // A word of everyday with a capital is a name within a sentence: "in Station Road".
            true if self.is_capital(at) => !lists.meets(COMMON) || !self.is_first(at),
            true => lists.meets(TOWNS) && !lists.meets(COMMON),
            false => lists.meets(TOWNS) || !(lists.meets(COMMON | STAYING) || is_plain(lower)),
        }
    }

    pub fn is_first(&self, at: usize) -> bool {
        at.checked_sub(1).is_none_or(|before| self.sentence(before) != self.sentence(at))
    }
}

/// Whether a word ends as words of everyday do and names of places seldom.
pub(super) fn is_plain(lower: &str) -> bool {
    let ends = [
        "ing", "ed", "ly", "tion", "sion", "ment", "ness", "ance", "ence", "able", "ible", "ful",
        "ous", "ive", "ised", "ism", "ical", "less", "ships",
    ];
    if lower.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let is_long = |end: &str| end.len() + 3 < lower.len() && lower.ends_with(end);
    ends.iter().any(|end| is_long(end)) || lower.contains("n't")
}

fn is_letter_after(text: &str, at: usize, c: char) -> bool {
    text[at + c.len_utf8()..].starts_with(char::is_alphanumeric)
}

fn push<'t>(list: &mut Vec<Word<'t>>, text: &'t str, at: Range<usize>, begun: &mut usize) {
    let sentence = list.last().map_or(0, |before| {
        let ends = ends_sentence(&text[before.at.end..at.start], before)
            || *begun + MOST_WORDS <= list.len();
        if ends {
            *begun = list.len();
        }
        before.sentence + usize::from(ends)
    });
    let word = &text[at.clone()];
    let lower = word.to_lowercase();
    let mut lists = List::of(&lower);
    // "clients" is as much a word of everyday as "client".
    if lists == List::default() && 4 < lower.len() {
        let is_plural = |stem: &str| List::of(stem).meets(COMMON) && !List::of(stem).meets(TOWNS);
        if lower.strip_suffix('s').is_some_and(is_plural) {
            lists = COMMON;
        }
    }
    list.push(Word { text: word, lower, at, sentence, lists });
}

/// A stop ends a sentence, but not after `St.` or `No.`, and not in `07700.900.123`.
fn ends_sentence(gap: &str, before: &Word<'_>) -> bool {
    let stops = gap.contains(". ") || gap.ends_with(".\n");
    (stops && !before.lists.meets(ABBREVIATED)) || gap.contains(['\n', '!', '?', ';'])
}

fn sentences(list: &[Word<'_>]) -> Vec<Sentence> {
    let mut sentences: Vec<Sentence> = Vec::new();
    for (at, word) in list.iter().enumerate() {
        match sentences.get_mut(word.sentence) {
            Some(sentence) => {
                sentence.words.end = at + 1;
                sentence.lists = sentence.lists | word.lists;
            }
            None => {
                sentences.push(Sentence { words: at..at + 1, is_cased: false, lists: word.lists });
            }
        }
    }
    let is_spelled = |sentence: &Sentence| list[sentence.words.clone()].iter().any(is_titled);
    let cased: Vec<bool> = sentences.iter().map(is_spelled).collect();
    let is_mostly = sentences.len() < 2 * cased.iter().filter(|is_cased| **is_cased).count();
    for (sentence, is_cased) in sentences.iter_mut().zip(cased) {
        let has_small = || {
            let mut letters =
                list[sentence.words.clone()].iter().flat_map(|word| word.text.chars());
            letters.any(char::is_lowercase)
        };
        sentence.is_cased = is_cased || (is_mostly && has_small());
    }
    sentences
}

/// `Ely`, and not `GP` or `ely`.
fn is_titled(word: &Word<'_>) -> bool {
    let mut letters = word.text.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.any(char::is_lowercase)
}
