//! How alike two short words are.

/// A word and the set of its letters, which rules most likenesses out at once.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word<'a> {
    pub bytes: &'a [u8],
    pub letters: u32,
}

/// The set of letters in a text; digits and others share six places.
pub(crate) fn letters(text: &[u8]) -> u32 {
    text.iter().fold(0, |set, letter| {
        let place = match letter {
            b'a'..=b'z' => letter - b'a',
            _ => 26 + letter % 6,
        };
        set | 1 << place
    })
}

impl Word<'_> {
    /// Whether the Jaro-Winkler similarity is at least this.
    pub(crate) fn is_like(self, other: Word<'_>, least: f32) -> bool {
        let left = self.bytes.len() - (self.letters & !other.letters).count_ones() as usize;
        let right = other.bytes.len() - (other.letters & !self.letters).count_ones() as usize;
        let common = left.min(right) as f32;
        let most = common / self.bytes.len() as f32 + common / other.bytes.len() as f32 + 1.0;
        let most = most / 3.0;
        let prefix = prefix(self.bytes, other.bytes);
        least <= most + 0.1 * prefix * (1.0 - most)
            && least <= jaro_winkler(self.bytes, other.bytes)
    }

    /// Whether at most this many letters are put in, left out, changed or swapped.
    pub(crate) fn is_within(self, other: Word<'_>, most: usize) -> bool {
        let unshared = (self.letters ^ other.letters).count_ones() as usize;
        unshared <= 2 * most
            && match most {
                1 => is_one_edit(self.bytes, other.bytes),
                _ => edits(self.bytes, other.bytes, most) <= most,
            }
    }
}

/// Letters that both begin with, at most four.
fn prefix(one: &[u8], other: &[u8]) -> f32 {
    one.iter().zip(other).take(4).take_while(|(a, b)| a == b).count() as f32
}

/// Jaro-Winkler similarity of two words of at most 64 bytes, from 0 to 1.
///
/// Winkler, "String comparator metrics", 1990: prefix weight 0.1, at most four letters.
fn jaro_winkler(one: &[u8], other: &[u8]) -> f32 {
    let (one, other) = (&one[..one.len().min(64)], &other[..other.len().min(64)]);
    let jaro = jaro(one, other);
    jaro + 0.1 * prefix(one, other) * (1.0 - jaro)
}

fn jaro(one: &[u8], other: &[u8]) -> f32 {
    if one.is_empty() || other.is_empty() {
        return 0.0;
    }
    let window = (one.len().max(other.len()) / 2).saturating_sub(1);
    let (mut in_one, mut in_other) = (0u64, 0u64);
    for (at, letter) in one.iter().enumerate() {
        let from = at.saturating_sub(window);
        let until = other.len().min(at + window + 1);
        for (place, candidate) in other.iter().enumerate().take(until).skip(from) {
            if candidate == letter && in_other & 1 << place == 0 {
                in_one |= 1 << at;
                in_other |= 1 << place;
                break;
            }
        }
    }
    let common = in_one.count_ones();
    if common == 0 {
        return 0.0;
    }
    let mut moved = 0u32;
    let (mut left, mut right) = (in_one, in_other);
    while left != 0 {
        let (a, b) = (left.trailing_zeros() as usize, right.trailing_zeros() as usize);
        moved += u32::from(one[a] != other[b]);
        left &= left - 1;
        right &= right - 1;
    }
    let common = common as f32;
    let kept = common - (moved / 2) as f32;
    (common / one.len() as f32 + common / other.len() as f32 + kept / common) / 3.0
}

/// Whether one letter put in, left out, changed, or swapped with its neighbour explains the
/// difference.
fn is_one_edit(one: &[u8], other: &[u8]) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    if 1 < long.len() - short.len() {
        return false;
    }
    let same = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    if same == short.len() {
        return true;
    }
    if short.len() < long.len() {
        return short[same..] == long[same + 1..];
    }
    if short[same + 1..] == long[same + 1..] {
        return true;
    }
    same + 1 < short.len()
        && short[same] == long[same + 1]
        && short[same + 1] == long[same]
        && short[same + 2..] == long[same + 2..]
}

/// Smallest number of letters put in, left out, changed or swapped, counted up to `most`.
fn edits(one: &[u8], other: &[u8], most: usize) -> usize {
    let (one, other) = (&one[..one.len().min(48)], &other[..other.len().min(48)]);
    if most < one.len().abs_diff(other.len()) {
        return most + 1;
    }
    let mut rows = [[0u8; 49]; 3];
    for (at, cell) in rows[0].iter_mut().enumerate() {
        *cell = at as u8;
    }
    for at in 1..=one.len() {
        let (here, before, earlier) = (at % 3, (at + 2) % 3, (at + 1) % 3);
        rows[here][0] = at as u8;
        let mut best = at as u8;
        for place in 1..=other.len() {
            let changed = u8::from(one[at - 1] != other[place - 1]);
            let mut least = (rows[before][place] + 1)
                .min(rows[here][place - 1] + 1)
                .min(rows[before][place - 1] + changed);
            let is_swapped = 1 < at
                && 1 < place
                && one[at - 1] == other[place - 2]
                && one[at - 2] == other[place - 1];
            if is_swapped {
                least = least.min(rows[earlier][place - 2] + 1);
            }
            rows[here][place] = least;
            best = best.min(least);
        }
        if most < usize::from(best) {
            return most + 1;
        }
    }
    usize::from(rows[one.len() % 3][other.len()]).min(most + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_words_have_their_known_likeness() {
        for (one, other, likeness) in
            [("martha", "marhta", 0.961), ("dixon", "dicksonx", 0.813), ("abc", "xyz", 0.0)]
        {
            let found = jaro_winkler(one.as_bytes(), other.as_bytes());
            assert!((found - likeness).abs() < 0.001, "{one} {other}: {found}");
        }
    }

    #[test]
    fn one_edit_is_one_letter_or_one_swap() {
        for (one, other) in
            [("allen", "alen"), ("allen", "alle"), ("smith", "smyth"), ("ewan", "ewna"), ("a", "")]
        {
            assert!(is_one_edit(one.as_bytes(), other.as_bytes()), "{one} {other}");
            assert!(edits(one.as_bytes(), other.as_bytes(), 3) <= 1, "{one} {other}");
        }
        for (one, other) in [("allen", "aln"), ("abcd", "badc"), ("ab", "cd")] {
            assert!(!is_one_edit(one.as_bytes(), other.as_bytes()), "{one} {other}");
            assert_eq!(edits(one.as_bytes(), other.as_bytes(), 3), 2, "{one} {other}");
        }
    }
}
