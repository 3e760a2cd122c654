//! Texts kept once each and known by a number.

use crate::distance::{Word, letters};
use std::hint::black_box;

/// Texts in the order in which they were first met; number 0 is the empty text, "missing".
#[derive(Clone, Debug)]
pub(crate) struct Interner {
    bytes: Vec<u8>,
    texts: Vec<Text>,
    /// The upper half of a text's hash above its number; 0 is a free place.
    slots: Vec<u64>,
}

/// What is kept of a text, close together in memory.
#[derive(Clone, Copy, Debug)]
struct Text {
    end: u32,
    letters: u32,
    hash: u64,
}

/// Texts one after the other, each with where it ends.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row {
    pub bytes: Vec<u8>,
    pub ends: Vec<u32>,
}

impl Row {
    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
    }

    /// Ends a text of which the letters were added.
    pub(crate) fn end(&mut self) {
        self.ends.push(self.bytes.len() as u32);
    }

    pub(crate) fn get(&self, at: usize) -> &[u8] {
        let from = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.bytes[from as usize..self.ends[at] as usize]
    }
}

/// The half of a slot that is of the hash.
const TAG: u64 = !0xffff_ffff;
/// Texts that are looked up together.
const WAVE: usize = 16;

impl Default for Interner {
    fn default() -> Interner {
        let nothing = Text { end: 0, letters: 0, hash: hash(&[]) };
        Interner { bytes: Vec::new(), texts: vec![nothing], slots: vec![0; 64] }
    }
}

impl Interner {
    pub(crate) fn intern(&mut self, text: &str) -> u32 {
        self.intern_bytes(text.as_bytes())
    }

    pub(crate) fn intern_bytes(&mut self, text: &[u8]) -> u32 {
        if text.is_empty() {
            return 0;
        }
        self.reserve(1);
        self.intern_hashed(text, hash(text))
    }

    /// The numbers of all texts of a row, as [`Interner::intern_bytes`] would give them one by one.
    ///
    /// A processor waits for distant memory, and can wait for many places of it at once: each step
    /// is taken for all texts before the next.
    pub(crate) fn intern_row(&mut self, row: &Row, numbers: &mut Vec<u32>) {
        numbers.clear();
        self.reserve(row.ends.len());
        let count = row.ends.len();
        for from in (0..count).step_by(WAVE) {
            let wave = from..count.min(from + WAVE);
            let (mut hashes, mut slots) = ([0u64; WAVE], [0u64; WAVE]);
            let mask = self.slots.len() - 1;
            for (at, hashed) in wave.clone().zip(&mut hashes) {
                *hashed = hash(row.get(at));
            }
            for (slot, hashed) in slots.iter_mut().zip(&hashes).take(wave.len()) {
                *slot = self.slots[*hashed as usize & mask];
            }
            let mut spans = [(0u32, 0u32); WAVE];
            for ((slot, hash), span) in slots.iter().zip(hashes).zip(&mut spans) {
                let number = *slot as u32 as usize;
                if number != 0 && (slot ^ hash) & TAG == 0 {
                    *span = (self.texts[number - 1].end, self.texts[number].end);
                }
            }
            black_box(spans.iter().fold(0, |all, (from, _)| {
                all ^ self.bytes.get(*from as usize).copied().unwrap_or_default()
            }));
            for (at, place) in wave.zip(0..) {
                let text = row.get(at);
                let (from, until) = spans[place];
                let is_found = !text.is_empty()
                    && text.len() as u32 == until - from
                    && self.bytes[from as usize..until as usize] == *text;
                numbers.push(match (is_found, text.is_empty()) {
                    (true, _) => slots[place] as u32,
                    (_, true) => 0,
                    _ => self.intern_hashed(text, hashes[place]),
                });
            }
        }
    }

    fn intern_hashed(&mut self, text: &[u8], hash: u64) -> u32 {
        let mut slot = hash as usize & (self.slots.len() - 1);
        while self.slots[slot] != 0 {
            let number = self.slots[slot] as u32;
            if (self.slots[slot] ^ hash) & TAG == 0 && self.bytes(number) == text {
                return number;
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
        let number = self.texts.len() as u32;
        self.bytes.extend_from_slice(text);
        let end = self.bytes.len() as u32;
        self.slots[slot] = hash & TAG | u64::from(number);
        self.texts.push(Text { end, letters: letters(text), hash });
        number
    }

    /// Makes room for so many further texts: half of the slots stay free.
    fn reserve(&mut self, more: usize) {
        while self.slots.len() < 2 * (self.texts.len() + more) {
            self.grow();
        }
    }

    fn grow(&mut self) {
        let mut slots = vec![0; self.slots.len() * 2];
        for (number, text) in (0u64..).zip(&self.texts).skip(1) {
            let mut slot = text.hash as usize & (slots.len() - 1);
            while slots[slot] != 0 {
                slot = (slot + 1) & (slots.len() - 1);
            }
            slots[slot] = text.hash & TAG | number;
        }
        self.slots = slots;
    }

    pub(crate) fn bytes(&self, number: u32) -> &[u8] {
        match number as usize {
            0 => &[],
            at => &self.bytes[self.texts[at - 1].end as usize..self.texts[at].end as usize],
        }
    }

    /// A text with the set of its letters.
    pub(crate) fn word(&self, number: u32) -> Word<'_> {
        Word { bytes: self.bytes(number), letters: self.letters(number) }
    }

    /// The set of a text's letters.
    pub(crate) fn letters(&self, number: u32) -> u32 {
        self.texts[number as usize].letters
    }

    /// Whether two texts are within so many edits, as far as their letters tell.
    pub(crate) fn may_be_within(&self, one: u32, other: u32, most: u32) -> bool {
        (self.letters(one) ^ self.letters(other)).count_ones() <= 2 * most
    }

    /// The hash of a text.
    pub(crate) fn hash(&self, number: u32) -> u64 {
        self.texts[number as usize].hash
    }
}

/// A hash of what is said, the same on every machine and in every run.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    let mut state = 0x9e37_79b9_7f4a_7c15 ^ bytes.len() as u64;
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        state = mix(state, word(chunk));
    }
    mix(state, last_word(bytes, chunks.remainder()))
}

fn word(chunk: &[u8]) -> u64 {
    chunk.first_chunk().map_or(0, |word| u64::from_le_bytes(*word))
}

/// The letters of the remainder as a number, read in few steps that overlap.
fn last_word(bytes: &[u8], rest: &[u8]) -> u64 {
    let count = rest.len();
    if let (Some(last), 1..) = (bytes.last_chunk(), count) {
        return u64::from_le_bytes(*last) >> (8 * (8 - count));
    }
    if let (Some(first), Some(last)) = (rest.first_chunk(), rest.last_chunk()) {
        let [first, last] = [*first, *last].map(|half| u64::from(u32::from_le_bytes(half)));
        return first | last << (8 * (count - 4));
    }
    rest.iter().rev().fold(0, |word, letter| word << 8 | u64::from(*letter))
}

/// One step of a hash (the finisher of SplitMix64: Steele, Lea and Flood, 2014).
pub(crate) fn mix(state: u64, word: u64) -> u64 {
    let mut mixed = (state.rotate_left(23) ^ word).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_one_number_and_the_empty_text_has_0() {
        let mut interner = Interner::default();
        let numbers: Vec<u32> = (0..1000).map(|n| interner.intern(&format!("text {n}"))).collect();
        assert_eq!(interner.intern(""), 0);
        assert_eq!(interner.intern("text 7"), numbers[7]);
        assert_eq!(interner.bytes(numbers[999]), b"text 999");
        assert_eq!(numbers[999], 1000);
    }

    #[test]
    fn a_hash_reads_the_last_letters_as_a_number_at_every_length() {
        let text = b"abcdefghijklmnopqrstuvwxyz";
        for length in 0..text.len() {
            let mut state = 0x9e37_79b9_7f4a_7c15 ^ length as u64;
            for chunk in text[..length / 8 * 8].chunks(8) {
                state =
                    mix(state, chunk.iter().rev().fold(0, |all, one| all << 8 | u64::from(*one)));
            }
            let rest = text[length / 8 * 8..length].iter().rev();
            let rest = rest.fold(0, |all, one| all << 8 | u64::from(*one));
            assert_eq!(hash(&text[..length]), mix(state, rest), "{length}");
        }
    }

    #[test]
    fn a_row_of_texts_gets_the_numbers_that_one_by_one_they_would_get() {
        let (mut one_by_one, mut by_rows) = (Interner::default(), Interner::default());
        let (mut row, mut numbers) = (Row::default(), Vec::new());
        for length in [0, 1, WAVE - 1, WAVE, WAVE + 1, 500] {
            row.clear();
            for at in 0..length {
                // Every seventh is empty, and many come twice in a row or in an earlier one.
                if at % 7 != 3 {
                    row.bytes.extend(format!("text {}", at * at % 97).bytes());
                }
                row.end();
            }
            by_rows.intern_row(&row, &mut numbers);
            let expected: Vec<u32> =
                (0..length).map(|at| one_by_one.intern_bytes(row.get(at))).collect();
            assert_eq!(numbers, expected, "{length}");
        }
    }
}
