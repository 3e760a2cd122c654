//! Texts kept once each and known by a number.

use crate::distance::{Word, letters};

/// Texts in the order in which they were first met; number 0 is the empty text, "missing".
#[derive(Clone, Debug)]
pub(crate) struct Interner {
    bytes: Vec<u8>,
    texts: Vec<Text>,
    slots: Vec<u32>,
}

/// What is kept of a text, close together in memory.
#[derive(Clone, Copy, Debug)]
struct Text {
    end: u32,
    letters: u32,
    hash: u64,
}

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
        if self.slots.len() < self.texts.len() + self.texts.len() / 2 {
            self.grow();
        }
        let hash = hash(text);
        let mut slot = hash as usize & (self.slots.len() - 1);
        while self.slots[slot] != 0 {
            let number = self.slots[slot];
            let is_like = self.texts[number as usize].hash == hash;
            if is_like && self.bytes(number) == text {
                return number;
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
        let number = self.texts.len() as u32;
        self.bytes.extend_from_slice(text);
        let end = self.bytes.len() as u32;
        self.slots[slot] = number;
        self.texts.push(Text { end, letters: letters(text), hash });
        number
    }

    fn grow(&mut self) {
        let mut slots = vec![0; self.slots.len() * 2];
        for (number, text) in (0u32..).zip(&self.texts).skip(1) {
            let mut slot = text.hash as usize & (slots.len() - 1);
            while slots[slot] != 0 {
                slot = (slot + 1) & (slots.len() - 1);
            }
            slots[slot] = number;
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
        let mut word = [0; 8];
        word.copy_from_slice(chunk);
        state = mix(state, u64::from_le_bytes(word));
    }
    let mut word = [0; 8];
    word[..chunks.remainder().len()].copy_from_slice(chunks.remainder());
    mix(state, u64::from_le_bytes(word))
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
}
