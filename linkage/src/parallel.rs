//! Work shared out to threads, with an outcome that does not depend on how many there are.

use std::{iter::StepBy, ops::Range, thread};

/// Calls `work` for each number below `count`, and answers in the order of the numbers.
pub(crate) fn map<T: Send>(
    threads: usize,
    count: usize,
    work: impl Fn(usize) -> T + Sync,
) -> Vec<T> {
    map_with(threads, count, || (), |(), at| work(at))
}

/// As [`map`], each thread with a workplace of its own. What stands there must not show in an
/// answer: which thread takes which number depends on how many there are.
pub(crate) fn map_with<T: Send, W>(
    threads: usize,
    count: usize,
    workplace: impl Fn() -> W + Sync,
    work: impl Fn(&mut W, usize) -> T + Sync,
) -> Vec<T> {
    let threads = threads.clamp(1, 64).min(count.max(1));
    let (workplace, work) = (&workplace, &work);
    let all = move |numbers: StepBy<Range<usize>>| {
        let mut place = workplace();
        numbers.map(|at| work(&mut place, at)).collect::<Vec<T>>()
    };
    if threads == 1 {
        return all((0..count).step_by(1));
    }
    let mut answers: Vec<Option<T>> = (0..count).map(|_| None).collect();
    thread::scope(|scope| {
        let share = |first: usize| (first..count).step_by(threads);
        let handles: Vec<_> =
            (0..threads).map(|first| scope.spawn(move || all(share(first)))).collect();
        for (first, handle) in handles.into_iter().enumerate() {
            // A panic in a thread goes on in the caller.
            let found = handle.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            for (at, answer) in share(first).zip(found) {
                answers[at] = Some(answer);
            }
        }
    });
    answers.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_come_in_order_whatever_the_threads() {
        for threads in [0, 1, 2, 3, 100] {
            assert_eq!(map(threads, 7, |at| at * at), [0, 1, 4, 9, 16, 25, 36]);
        }
        assert!(map(4, 0, |at| at).is_empty());
    }
}
