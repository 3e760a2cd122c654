//! Groups of records, merged by the mean of what their pairs say.

/// What two say who are never one person.
pub(crate) const NEVER: f32 = f32::NEG_INFINITY;

/// Groups and the sums of the weights between them.
pub(crate) struct Groups {
    /// The first record of each, and how many it has; 0 for one that was merged away.
    first: Vec<u32>,
    size: Vec<u32>,
    /// Sum of weights between two groups, `NEVER` where they may not meet.
    sums: Vec<f32>,
    /// Whether any two may not meet.
    has_conflict: bool,
}

impl Groups {
    /// `roots` has one number a record, equal for those that are together already; `bits` says what
    /// two records say by their places in it.
    pub(crate) fn new(roots: &[u32], bits: &dyn Fn(usize, usize) -> f32) -> Groups {
        let mut first = roots.to_vec();
        first.sort_unstable();
        first.dedup();
        let group_of = |at: usize| first.binary_search(&roots[at]).unwrap_or_default();
        let count = first.len();
        let (mut size, mut sums) = (vec![0; count], vec![0.0f32; count * count]);
        let mut has_conflict = false;
        for at in 0..roots.len() {
            let group = group_of(at);
            size[group] += 1;
            for before in 0..at {
                let other_group = group_of(before);
                if group != other_group {
                    let bits = bits(at, before);
                    has_conflict |= bits == NEVER;
                    sums[group * count + other_group] += bits;
                    sums[other_group * count + group] += bits;
                }
            }
        }
        Groups { first, size, sums, has_conflict }
    }

    /// Merges as long as a mean is `at` or more; `join` hears the first records of both.
    ///
    /// Nearest-neighbour chains: quadratic in the number of groups, exact for mean linkage. What
    /// fits two groups that may not meet, one of them by less than `margin` worse than the other,
    /// goes to neither: which came first must not decide.
    pub(crate) fn merge_all(&mut self, at: f32, margin: f32, join: &mut dyn FnMut(u32, u32)) {
        let mut chain: Vec<usize> = Vec::new();
        let mut is_done = vec![false; self.size.len()];
        for first in 0..self.size.len() {
            if self.size[first] == 0 || is_done[first] {
                continue;
            }
            chain.push(first);
            while let Some(&last) = chain.last() {
                let before = chain.len().checked_sub(2).map(|at| chain[at]);
                let Some((nearest, _)) = self.nearest(last, before, at, margin) else {
                    is_done[last] = true;
                    chain.pop();
                    continue;
                };
                if Some(nearest) != before {
                    chain.push(nearest);
                    continue;
                }
                // A merge may settle which of two others is nearer, for groups of the chain too.
                let kept_chain = if self.has_conflict { 0 } else { chain.len() - 2 };
                chain.truncate(kept_chain);
                let kept = self.merge(last, nearest, join);
                is_done[kept] = false;
                if chain.is_empty() {
                    chain.push(kept);
                }
            }
        }
    }

    fn mean(&self, one: usize, other: usize) -> f32 {
        let pairs = (self.size[one] * self.size[other]) as f32;
        self.sums[one * self.size.len() + other] / pairs
    }

    /// The group with the greatest mean from `at` on, `before` where several have it.
    fn nearest(
        &self,
        group: usize,
        before: Option<usize>,
        at: f32,
        margin: f32,
    ) -> Option<(usize, f32)> {
        let mut passed_over: Vec<usize> = Vec::new();
        loop {
            let mut best: Option<(usize, f32)> = None;
            for other in 0..self.size.len() {
                if other == group || self.size[other] == 0 {
                    continue;
                }
                let mean = self.mean(group, other);
                let is_better = best
                    .is_none_or(|(_, most)| most < mean || mean == most && Some(other) == before);
                if at <= mean && is_better && !passed_over.contains(&other) {
                    best = Some((other, mean));
                }
            }
            let (other, mean) = best?;
            let least = mean - margin;
            if !self.has_conflict
                || !(self.is_torn(group, other, least) || self.is_torn(other, group, least))
            {
                return best;
            }
            passed_over.push(other);
        }
    }

    /// Whether `group` fits, with at least this mean, somebody who may not meet `other`.
    fn is_torn(&self, group: usize, other: usize, least: f32) -> bool {
        let count = self.size.len();
        (0..count).any(|third| {
            third != group
                && third != other
                && 0 < self.size[third]
                && self.sums[other * count + third] == NEVER
                && least <= self.mean(group, third)
        })
    }

    fn merge(&mut self, one: usize, other: usize, join: &mut dyn FnMut(u32, u32)) -> usize {
        let (kept, gone) = (one.min(other), one.max(other));
        join(self.first[kept], self.first[gone]);
        let count = self.size.len();
        for third in 0..count {
            let sum = self.sums[gone * count + third];
            self.sums[kept * count + third] += sum;
            self.sums[third * count + kept] += sum;
        }
        self.size[kept] += self.size[gone];
        self.size[gone] = 0;
        kept
    }
}
