//! Chance that can be had again: everything random in a harness comes from one printed seed.

/// SplitMix64 (Steele, Lea and Flood, 2014): small, and good enough to choose moments.
pub struct Chance(u64);

impl Chance {
    /// From `WICKEN_SEED`, else from the clock. The seed is printed, so that a red run can be had
    /// again as far as the machine allows.
    pub fn seeded(what: &str) -> Chance {
        #[expect(clippy::disallowed_methods, reason = "a seed is given to a test from outside")]
        let given = std::env::var("WICKEN_SEED").ok().and_then(|seed| seed.parse().ok());
        let now = app::Clock::System.now().as_microsecond().unsigned_abs();
        let seed = given.unwrap_or(now);
        eprintln!("{what}: seed {seed} (WICKEN_SEED={seed} for the same again)");
        Chance(seed)
    }

    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// One of `from..until`.
    pub fn between(&mut self, from: u64, until: u64) -> u64 {
        from + self.number() % (until - from)
    }

    /// A place in something that is `length` long.
    pub fn index(&mut self, length: usize) -> usize {
        usize::try_from(self.between(0, length as u64)).expect("a length is a usize")
    }
}
