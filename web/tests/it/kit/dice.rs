//! Chance that can be had again: every run prints its seed.

/// Thrown from a seed (SplitMix64).
pub struct Dice(u64);

impl Dice {
    /// From `WICKEN_SEED`, else always the same.
    pub fn new(what: &str) -> Dice {
        #[expect(clippy::disallowed_methods, reason = "read in tests only, to repeat a run")]
        let seed = std::env::var("WICKEN_SEED").ok().and_then(|seed| seed.parse().ok());
        let seed = seed.unwrap_or(20_261_124);
        eprintln!("{what}: WICKEN_SEED={seed}");
        Dice(seed)
    }

    /// Dice of their own for a thread.
    pub fn others(&mut self) -> Dice {
        Dice(self.throw())
    }

    pub fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.throw() % most as u64).unwrap()
    }

    pub fn one_of<T: Clone>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())].clone()
    }

    pub fn bytes(&mut self, most: usize) -> Vec<u8> {
        let length = self.below(most + 1);
        (0..length).map(|_| self.throw().to_le_bytes()[0]).collect()
    }
}

/// Whether the long runs are asked for.
pub fn is_deep() -> bool {
    #[expect(clippy::disallowed_methods, reason = "read in tests only")]
    std::env::var("WICKEN_DEEP").is_ok()
}
