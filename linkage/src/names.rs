//! Names: taken apart into given, middle and family, and what is known of each word.

use crate::{
    distance::{Word, letters},
    intern::{Interner, hash},
    phonetic::sound,
    text::{fold, is_nothing, is_one_of},
};
use std::hint::black_box;

/// A name taken apart. The parts are folded; an empty part is missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Name {
    pub given: String,
    pub middle: String,
    pub family: String,
}

const TITLES: [&str; 20] = [
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "dr",
    "doctor",
    "prof",
    "professor",
    "rev",
    "reverend",
    "sir",
    "lady",
    "dame",
    "lord",
    "master",
    "fr",
    "sr",
    "pc",
    "cllr",
];
const SUFFIXES: [&str; 7] = ["jr", "jnr", "junior", "snr", "senior", "ii", "iii"];
const PREFIXES: [&str; 22] = [
    "mc", "mac", "o", "de", "del", "della", "di", "da", "dos", "du", "la", "le", "van", "von",
    "der", "den", "ten", "al", "el", "bin", "ibn", "st",
];

/// Given names in one cell: the first is the given name, the rest are middle names.
pub(crate) fn read_given(text: &str, folded: &mut String) -> Name {
    fold(text, folded);
    if is_nothing(folded) && folded.len() != 1 {
        return Name::default();
    }
    let words = without_titles(folded.split(' ').collect());
    let Some((given, middle)) = words.split_first() else { return Name::default() };
    Name { given: (*given).to_owned(), middle: middle.join(" "), family: String::new() }
}

/// A family name in one spelling: prefixes joined on, "junior" left off.
pub(crate) fn read_family(text: &str, folded: &mut String) -> String {
    fold(text, folded);
    if is_nothing(folded) && folded.len() != 1 {
        return String::new();
    }
    join_family(&folded.split(' ').collect::<Vec<_>>())
}

pub(crate) fn read_middle(text: &str, folded: &mut String) -> String {
    fold(text, folded);
    if is_nothing(folded) && folded.len() != 1 { String::new() } else { folded.clone() }
}

/// A whole name, `Given Middle Family` or `Family, Given Middle`.
pub(crate) fn read_full(text: &str, folded: &mut String) -> Name {
    if let Some((family, given)) = text.split_once(',') {
        let family = read_family(family, folded);
        return Name { family, ..read_given(given, folded) };
    }
    fold(text, folded);
    if is_nothing(folded) {
        return Name::default();
    }
    let words = without_titles(folded.split(' ').collect());
    let words = match words.last() {
        Some(last) if 1 < words.len() && is_one_of(&SUFFIXES, last) => &words[..words.len() - 1],
        _ => &words[..],
    };
    let Some((given, rest)) = words.split_first() else { return Name::default() };
    let mut from = rest.len().saturating_sub(1);
    while 0 < from && is_one_of(&PREFIXES, rest[from - 1]) {
        from -= 1;
    }
    Name {
        given: (*given).to_owned(),
        middle: rest[..from].join(" "),
        family: join_family(&rest[from..]),
    }
}

/// One other name: a whole name, or a single word that may be given or family name.
pub(crate) fn read_other(text: &str, folded: &mut String) -> Name {
    fold(text, folded);
    let marks = ["nee", "formerly", "previously", "aka", "alias", "maiden", "known", "as", "was"];
    let words: Vec<&str> = folded.split(' ').filter(|word| !marks.contains(word)).collect();
    if is_nothing(&words.join(" ")) {
        return Name::default();
    }
    match text.contains(',') {
        true => read_full(text, folded),
        false => read_full(&words.join(" "), &mut String::new()),
    }
}

fn without_titles(words: Vec<&str>) -> Vec<&str> {
    let titles = words.iter().take_while(|word| is_one_of(&TITLES, word)).count();
    if titles < words.len() { words[titles..].to_vec() } else { words }
}

fn join_family(words: &[&str]) -> String {
    let mut family = String::new();
    let mut is_joined = true;
    for (at, word) in words.iter().enumerate() {
        if 0 < at && is_one_of(&SUFFIXES, word) {
            continue;
        }
        if !is_joined {
            family.push(' ');
        }
        family.push_str(word);
        is_joined = is_one_of(&PREFIXES, word) && at + 1 < words.len();
    }
    family
}

/// What is known of each name, by its number in the interner.
#[derive(Clone, Debug)]
pub(crate) struct NameTable {
    texts: Interner,
    facts: Vec<Facts>,
    briefs: Vec<Brief>,
    roots: Vec<u16>,
    parts: Vec<u32>,
    nicknames: Nicknames,
}

/// What of a name rules most likenesses out, close together in memory.
#[derive(Clone, Copy, Debug, Default)]
struct Brief {
    letters: u32,
    sound: u32,
    /// Bits of the rows of the table of nicknames, so that two without a common bit share none.
    roots: u32,
    start: [u8; 4],
    length: u8,
    has_parts: bool,
}

impl Brief {
    fn of(name: &[u8], sound: u32, roots: &[u16]) -> Brief {
        let mut start = [0; 4];
        for (cell, letter) in start.iter_mut().zip(name) {
            *cell = *letter;
        }
        Brief {
            letters: letters(name),
            sound,
            roots: roots.iter().fold(0, |bits, root| bits | 1 << (root % 32)),
            start,
            length: name.len().min(255) as u8,
            has_parts: name.contains(&b' '),
        }
    }

    fn is_far(&self, other: &Brief) -> bool {
        let same_start = self.start.iter().zip(&other.start).take_while(|(a, b)| a == b).count();
        let is_open = self.sound == other.sound
            || self.roots & other.roots != 0
            || self.has_parts
            || other.has_parts
            || 3 <= same_start
            || self.length.min(other.length) < 2;
        let unshared = (self.letters ^ other.letters).count_ones();
        let is_one_slip = unshared <= 2 && self.length.abs_diff(other.length) <= 1;
        !is_open && !is_one_slip && self.likeness_at_most(other, same_start) < LIKE
    }

    /// No less than the Jaro-Winkler similarity.
    fn likeness_at_most(&self, other: &Brief, same_start: usize) -> f32 {
        let left = u32::from(self.length) - (self.letters & !other.letters).count_ones();
        let right = u32::from(other.length) - (other.letters & !self.letters).count_ones();
        let common = left.min(right) as f32;
        let most = common / f32::from(self.length) + common / f32::from(other.length) + 1.0;
        let most = most / 3.0;
        most + 0.1 * same_start as f32 * (1.0 - most)
    }
}

/// Names less alike than this are different; a little below what `compare::name` asks for.
const LIKE: f32 = 0.82;

#[derive(Clone, Copy, Debug, Default)]
struct Facts {
    sound: u32,
    roots: (u32, u16),
    parts: (u32, u16),
}

impl Default for NameTable {
    fn default() -> NameTable {
        NameTable {
            texts: Interner::default(),
            facts: vec![Facts::default()],
            briefs: vec![Brief::default()],
            roots: Vec::new(),
            parts: Vec::new(),
            nicknames: Nicknames::read(),
        }
    }
}

impl NameTable {
    pub(crate) fn intern(&mut self, name: &str) -> u32 {
        let number = self.texts.intern(name);
        if (number as usize) < self.facts.len() {
            return number;
        }
        let from = self.roots.len() as u32;
        self.roots.extend(self.nicknames.roots(name.as_bytes()));
        if let Some(stem) = without_diminutive(name) {
            self.roots.extend(self.nicknames.roots(stem.as_bytes()));
        }
        let roots = (from, (self.roots.len() as u32 - from) as u16);
        let facts = Facts { sound: sound(name.as_bytes()), roots, parts: (0, 0) };
        self.facts.push(facts);
        self.briefs.push(Brief::of(name.as_bytes(), facts.sound, &self.roots[from as usize..]));
        if name.contains(' ') {
            let parts: Vec<u32> = name.split(' ').map(|part| self.intern(part)).collect();
            self.facts[number as usize].parts = (self.parts.len() as u32, parts.len() as u16);
            self.parts.extend(parts);
        }
        number
    }

    /// A name in code: nothing is known of it but the code.
    pub(crate) fn intern_code(&mut self, code: &[u8]) -> u32 {
        let number = self.texts.intern_bytes(code);
        if self.facts.len() <= number as usize {
            self.facts.push(Facts::default());
            self.briefs.push(Brief::default());
        }
        number
    }

    /// How many numbers there are, that of the missing name too.
    pub(crate) fn len(&self) -> usize {
        self.facts.len()
    }

    pub(crate) fn bytes(&self, name: u32) -> &[u8] {
        self.texts.bytes(name)
    }

    pub(crate) fn hash(&self, name: u32) -> u64 {
        self.texts.hash(name)
    }

    /// Whether a glance at two names shows that neither is like the other in any way.
    pub(crate) fn are_far(&self, one: u32, other: u32) -> bool {
        self.briefs[one as usize].is_far(&self.briefs[other as usize])
    }

    /// Brings what [`NameTable::are_far`] looks at near, for many names at once.
    pub(crate) fn fetch(&self, names: impl Iterator<Item = u32>) {
        black_box(names.fold(0, |all, name| all ^ self.briefs[name as usize].sound));
    }

    pub(crate) fn word(&self, name: u32) -> Word<'_> {
        self.texts.word(name)
    }

    pub(crate) fn sound(&self, name: u32) -> u32 {
        self.facts[name as usize].sound
    }

    /// Rows of the table of nicknames in which the name stands.
    pub(crate) fn roots(&self, name: u32) -> &[u16] {
        let (from, count) = self.facts[name as usize].roots;
        &self.roots[from as usize..from as usize + usize::from(count)]
    }

    /// The words of a name of several words, else nothing.
    pub(crate) fn parts(&self, name: u32) -> &[u32] {
        let (from, count) = self.facts[name as usize].parts;
        &self.parts[from as usize..from as usize + usize::from(count)]
    }
}

/// `nick` of `nickie`, `bob` of `bobby`: a table need not hold every ending.
fn without_diminutive(name: &str) -> Option<&str> {
    let endings = ["ie", "ey", "y", "i"];
    let stem = endings.iter().find_map(|ending| name.strip_suffix(ending))?;
    let letters = stem.as_bytes();
    let is_double = 3 < letters.len() && letters[letters.len() - 1] == letters[letters.len() - 2];
    let stem = if is_double { stem.get(..stem.len() - 1)? } else { stem };
    (2 < stem.len()).then_some(stem)
}

/// Which names are short for, or spellings of, which.
#[derive(Clone, Debug)]
struct Nicknames {
    /// Hash of a name and its row, in order.
    rows: Vec<(u64, u16)>,
}

impl Nicknames {
    fn read() -> Nicknames {
        let mut rows = Vec::new();
        for (row, line) in include_str!("../data/nicknames.csv").lines().enumerate() {
            rows.extend(line.split(',').map(|name| (hash(name.as_bytes()), row as u16)));
        }
        rows.sort_unstable();
        rows.dedup();
        Nicknames { rows }
    }

    fn roots(&self, name: &[u8]) -> impl Iterator<Item = u16> {
        let name = hash(name);
        let from = self.rows.partition_point(|(one, _)| *one < name);
        self.rows[from..].iter().take_while(move |(one, _)| *one == name).map(|(_, row)| *row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(given: &str, middle: &str, family: &str) -> Name {
        Name { given: given.into(), middle: middle.into(), family: family.into() }
    }

    #[test]
    fn a_whole_name_is_taken_apart() {
        for (text, expected) in [
            ("Mrs Anna Maria Kowalska", name("anna", "maria", "kowalska")),
            ("O'Brien, Sean Patrick", name("sean", "patrick", "obrien")),
            ("Jan van der Berg", name("jan", "", "vanderberg")),
            ("John Smith Jr", name("john", "", "smith")),
            ("Cher", name("cher", "", "")),
            ("unknown", name("", "", "")),
        ] {
            assert_eq!(read_full(text, &mut String::new()), expected, "{text}");
        }
    }

    #[test]
    fn prefixes_are_part_of_a_family_name() {
        for (text, family) in
            [("Mc Donald", "mcdonald"), ("Smith-Jones", "smith jones"), ("DE SOUZA", "desouza")]
        {
            assert_eq!(read_family(text, &mut String::new()), family);
        }
        assert_eq!(read_given("Dr Ann", &mut String::new()).given, "ann");
        assert_eq!(read_given("Miss", &mut String::new()).given, "miss");
        assert_eq!(read_given("X", &mut String::new()).given, "x");
    }

    #[test]
    fn an_other_name_may_be_one_word_or_whole() {
        assert_eq!(read_other("née Khan", &mut String::new()), name("khan", "", ""));
        assert_eq!(read_other("aka Jim Brown", &mut String::new()), name("jim", "", "brown"));
    }

    #[test]
    fn nicknames_share_a_row_with_their_name() {
        let mut table = NameTable::default();
        let numbers = ["elizabeth", "liz", "beth", "john"].map(|name| table.intern(name));
        let double = table.intern("smith jones");
        let share = |one: u32, other: u32| {
            table.roots(one).iter().any(|root| table.roots(other).contains(root))
        };
        assert!(share(numbers[0], numbers[1]) && share(numbers[1], numbers[2]));
        assert!(!share(numbers[0], numbers[3]));
        let parts: Vec<_> = table.parts(double).iter().map(|part| table.bytes(*part)).collect();
        assert_eq!(parts, [b"smith", b"jones"]);
    }
}
