//! Many small writes, in batches that are short enough for nobody to wait behind one.

use super::{Database, DbError, Tx};
use std::time::{Duration, Instant};

/// What a batch should take; a page that saves something waits no longer than about this.
const BATCH: Duration = Duration::from_millis(30);
const FIRST: usize = 200;
const LEAST: usize = 20;
const MOST: usize = 5_000;

impl Database {
    /// Writes each of `items`, a batch a transaction. `told` hears how many are durable. What is
    /// durable stays when a later one fails.
    ///
    /// # Errors
    /// The first failing write's.
    pub(crate) fn write_each<T: Send + 'static>(
        &self,
        items: Vec<T>,
        told: &mut dyn FnMut(usize),
        write: impl Fn(&mut Tx<'_>, T) -> Result<(), DbError> + Clone + Send + 'static,
    ) -> Result<(), DbError> {
        self.write_batches(items, told, move |tx, batch| {
            batch.into_iter().try_for_each(|item| write(tx, item))
        })
    }

    /// The same for a verb that takes a whole batch: what it writes besides the items is durable
    /// together with them.
    ///
    /// # Errors
    /// The first failing write's.
    pub(crate) fn write_batches<T: Send + 'static>(
        &self,
        items: Vec<T>,
        told: &mut dyn FnMut(usize),
        write: impl Fn(&mut Tx<'_>, Vec<T>) -> Result<(), DbError> + Clone + Send + 'static,
    ) -> Result<(), DbError> {
        let (mut size, mut done) = (FIRST, 0);
        let mut items = items.into_iter();
        loop {
            let batch: Vec<T> = items.by_ref().take(size).collect();
            if batch.is_empty() {
                return Ok(());
            }
            let (count, write) = (batch.len(), write.clone());
            let taken = self.write(move |tx| {
                let begun = Instant::now();
                write(tx, batch)?;
                Ok::<_, DbError>(begun.elapsed())
            })?;
            done += count;
            told(done);
            size = next_size(count, taken);
        }
    }
}

/// As many as would have taken [`BATCH`], but no more than twice as many as before.
fn next_size(count: usize, taken: Duration) -> usize {
    let each = taken.as_nanos() / (count.max(1) as u128);
    let fitting = usize::try_from(BATCH.as_nanos() / each.max(1)).unwrap_or(MOST);
    fitting.min(2 * count).clamp(LEAST, MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_grows_where_writes_are_quick_and_shrinks_where_they_are_slow() {
        let sizes = [(200, 1, 400), (200, 30, 200), (200, 300, 20), (200, 60_000, LEAST)];
        for (count, millis, next) in sizes {
            assert_eq!(next_size(count, Duration::from_millis(millis)), next, "{millis} ms");
        }
        assert_eq!(next_size(MOST, Duration::ZERO), MOST);
        assert_eq!(next_size(1, Duration::from_millis(30)), LEAST);
    }
}
