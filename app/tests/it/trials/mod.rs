//! Trials by chance: random counties, in which what is listed is held against the door.

mod asked;
mod county;
mod expected;
mod facts;
mod fresh;
mod kept;
mod offices;
mod redraw;
mod rows;
mod worlds;

/// Chance that can be had again: every run prints its seed (SplitMix64).
struct Dice(u64);

impl Dice {
    /// From `WICKEN_SEED`, else always the same.
    fn new(what: &str) -> Dice {
        #[expect(clippy::disallowed_methods, reason = "read in tests only, to repeat a run")]
        let seed = std::env::var("WICKEN_SEED").ok().and_then(|seed| seed.parse().ok());
        let seed = seed.unwrap_or(20_261_124);
        eprintln!("{what}: WICKEN_SEED={seed}");
        Dice(seed)
    }

    fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.throw() % most as u64).unwrap()
    }

    fn one_of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }

    fn one_in(&mut self, sides: usize) -> bool {
        self.below(sides) == 0
    }
}

/// Whether the long runs are asked for.
fn is_deep() -> bool {
    std::env::var_os("WICKEN_DEEP").is_some()
}
