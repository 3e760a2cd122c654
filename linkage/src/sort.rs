//! Sorting of many numbers by their upper halves, which takes a fixed number of passes.

/// Fewer than this are sorted by comparing them.
const FEW: usize = 4096;
/// Bits of one pass; three passes make the 32 of an upper half.
const DIGIT: u32 = 11;
const DIGITS: usize = 1 << DIGIT;

/// Sorts by the upper 32 bits. What is equal in them keeps its order.
///
/// A radix sort from the least digit (Knuth, The Art of Computer Programming, volume 3, 5.2.5).
pub(crate) fn by_upper(entries: &mut Vec<u64>, spare: &mut Vec<u64>) {
    if entries.len() < FEW {
        entries.sort_by_key(|entry| entry >> 32);
        return;
    }
    spare.clear();
    spare.resize(entries.len(), 0);
    for pass in 0..3 {
        let digit = |entry: u64| (entry >> (32 + pass * DIGIT)) as usize & (DIGITS - 1);
        let mut places = [0usize; DIGITS];
        for entry in entries.iter() {
            places[digit(*entry)] += 1;
        }
        let mut from = 0;
        for place in &mut places {
            (*place, from) = (from, from + *place);
        }
        for entry in entries.iter() {
            let place = &mut places[digit(*entry)];
            spare[*place] = *entry;
            *place += 1;
        }
        std::mem::swap(entries, spare);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intern::mix;

    #[test]
    fn many_and_few_are_sorted_by_their_upper_halves_and_equals_keep_their_order() {
        for count in [0, 1, 2, FEW as u64 - 1, FEW as u64, 20_000] {
            let entries = (0..count).map(|at| mix(at % 5000, 3) & !0xffff_ffff | at);
            let mut expected: Vec<u64> = entries.collect();
            let mut found = expected.clone();
            expected.sort_by_key(|entry| entry >> 32);
            by_upper(&mut found, &mut Vec::new());
            assert_eq!(found, expected, "{count}");
        }
    }
}
