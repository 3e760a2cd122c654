//! Whose turn it is to write, among the programs that have one file open.

use super::sqlite::with_suffix;
use std::{
    fs,
    os::unix::fs::OpenOptionsExt,
    path::Path,
    thread,
    time::{Duration, Instant},
};

/// After this long whoever waits goes on without the queue: it is there for fairness, and who may
/// write is SQLite's to say.
const WAIT_MOST: Duration = Duration::from_secs(10);
/// How often somebody who waits looks again.
pub(super) const LOOK: Duration = Duration::from_millis(1);

/// A place at the head of the queue of those who want to write; whoever holds it is the next.
///
/// SQLite has no queue: who finds the file taken looks again after ever longer naps, up to a tenth
/// of a second, and a program that writes one batch after the other lets go of it for an instant
/// only. A page beside an import waited for seconds. Here the one who waits holds a second file
/// locked until they have begun, and whoever has just written has to come past it again.
pub(super) struct Turn(Option<fs::File>);

impl Turn {
    /// Prepares for the queue before `path`. Where its file cannot be made there is none.
    pub(super) fn before(path: &Path) -> Turn {
        let mut options = fs::OpenOptions::new();
        let options = options.write(true).create(true).truncate(false).mode(0o600);
        Turn(options.open(with_suffix(path, ".waiting")).ok())
    }

    /// Waits for the head of the queue, and is there until the answer is dropped.
    pub(super) fn wait(&self) -> Option<Head<'_>> {
        let file = self.0.as_ref()?;
        let begun = Instant::now();
        while rustix::fs::flock(file, rustix::fs::FlockOperation::NonBlockingLockExclusive).is_err()
        {
            if WAIT_MOST < begun.elapsed() {
                return None;
            }
            thread::sleep(LOOK);
        }
        Some(Head(file))
    }
}

/// The head of the queue.
pub(super) struct Head<'t>(&'t fs::File);

impl Drop for Head<'_> {
    fn drop(&mut self) {
        let _unlocked = rustix::fs::flock(self.0, rustix::fs::FlockOperation::Unlock);
    }
}
