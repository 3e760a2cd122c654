//! Texts kept once each and known by a number.

use crate::distance::{Word, letters};

/// Texts in the order in which they were first met; number 0 is the empty text, "missing".
#[derive(Clone, Debug)]
pub(crate) struct Interner {
    bytes: Vec<u8>,
    ends: Vec<u32>,
    slots: Vec<u32>,
    letters: Vec<u32>,
}

impl Default for Interner {
    fn default() -> Interner {
        Interner { bytes: Vec::new(), ends: vec![0], slots: vec![0; 64], letters: vec![0] }
    }
}

impl Interner {
    pub(crate) fn intern(&mut self, text: &str) -> u32 {
        if text.is_empty() {
            return 0;
        }
        if self.slots.len() < self.ends.len() * 2 {
            self.grow();
        }
        let mut slot = hash(text.as_bytes()) as usize & (self.slots.len() - 1);
        while self.slots[slot] != 0 {
            if self.bytes(self.slots[slot]) == text.as_bytes() {
                return self.slots[slot];
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
        let number = self.ends.len() as u32;
        self.bytes.extend_from_slice(text.as_bytes());
        self.ends.push(self.bytes.len() as u32);
        self.slots[slot] = number;
        self.letters.push(letters(text.as_bytes()));
        number
    }

    fn grow(&mut self) {
        let mut slots = vec![0; self.slots.len() * 2];
        for number in 1..self.ends.len() as u32 {
            let mut slot = hash(self.bytes(number)) as usize & (slots.len() - 1);
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
            at => &self.bytes[self.ends[at - 1] as usize..self.ends[at] as usize],
        }
    }

    /// A text with the set of its letters.
    pub(crate) fn word(&self, number: u32) -> Word<'_> {
        Word { bytes: self.bytes(number), letters: self.letters[number as usize] }
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
