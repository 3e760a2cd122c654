//! Chance that can be repeated: the same seed tells the same county.

/// SplitMix64, by Steele, Lea and Flood ("Fast splittable pseudorandom number generators", 2014).
///
/// A generator of its own: the randomness of the house fails closed and cannot be repeated.
pub(crate) struct Random(u64);

const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// The finaliser of SplitMix64: near numbers become far ones.
pub(crate) fn mixed(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// A number of its own for each thing, kept nowhere: what is `about` that thing is always so.
pub(crate) fn hashed(about: &[u64]) -> u64 {
    about.iter().fold(STEP, |sum, part| mixed(sum ^ mixed(part.wrapping_add(STEP))))
}

impl Random {
    /// A stream for one thing, whatever was drawn before: a record that is written a second time
    /// comes out as it did the first time.
    pub(crate) fn of(about: &[u64]) -> Self {
        Self(hashed(about))
    }

    fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mixed(self.0)
    }

    /// 0 up to, without, `end`; 0 where `end` is 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.draw()) * end as u128) >> 64) as usize
    }

    /// Both ends included.
    pub(crate) fn between(&mut self, first: i32, last: i32) -> i32 {
        first + self.below((last - first).max(0) as usize + 1) as i32
    }

    /// 0 up to, without, 1.
    pub(crate) fn unit(&mut self) -> f64 {
        (self.draw() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub(crate) fn chance(&mut self, share: f64) -> bool {
        self.unit() < share
    }

    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// An index of `weights`, drawn in proportion.
    pub(crate) fn weighted(&mut self, weights: &[f64]) -> usize {
        let mut at = self.unit() * weights.iter().sum::<f64>();
        for (index, weight) in weights.iter().enumerate() {
            at -= weight;
            if at < 0.0 {
                return index;
            }
        }
        weights.len() - 1
    }

    /// Days, years or whatever `mean` is in, until something happens that has no memory.
    pub(crate) fn wait(&mut self, mean: f64) -> f64 {
        -mean * (1.0 - self.unit()).ln()
    }

    /// Nearly normal: the sum of twelve equal chances.
    pub(crate) fn around(&mut self, mean: f64, spread: f64) -> f64 {
        let sum: f64 = (0..12).map(|_| self.unit()).sum();
        mean + (sum - 6.0) * spread
    }

    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}
