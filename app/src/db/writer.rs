//! The one writer of the embedded database: verbs run in savepoints, batches commit together.
//!
//! A commit costs a flush of the disk, some five milliseconds. Verbs that arrive while one commit
//! is under way share the next, so that a busy server pays one flush for many. An outcome is told
//! only after the commit that holds it: nothing is reported before it is durable.

use super::{
    DbError,
    sqlite::{self, Opener},
    turn::Turn,
};
use rusqlite::Connection;
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel, sync_channel},
    thread,
    time::{Duration, Instant},
};

/// A batch takes no new verb after this long, so that its first verb does not wait.
const BATCH_MOST: Duration = Duration::from_millis(5);
/// A write-ahead log that is still long after a quiet second is folded back into the file.
const QUIET: Duration = Duration::from_secs(1);
/// One that is longer than so many pages, 16 MB, is folded back at once. A page of an index that
/// an import comes back to in batch after batch is so written to the file once for several.
const LONG: i64 = 4_000;

/// What a verb leaves behind: told `Ok` once it is durable, or why it is not.
type Release = Box<dyn FnOnce(Result<(), DbError>) + Send>;
/// Given the connection inside a transaction, or the reason why there is none.
type Job = Box<dyn FnOnce(Result<&Connection, DbError>) -> Release + Send>;

/// A handle to the writer thread; the thread ends when the last handle is gone.
pub struct Writer {
    jobs: Option<Sender<Job>>,
    thread: Option<thread::JoinHandle<()>>,
}

impl Writer {
    pub(super) fn start(connection: Connection, opener: Opener) -> Writer {
        let (jobs, queue) = channel();
        let turn = Turn::before(opener.path());
        let run = move || Loop { connection, opener, queue, turn }.run();
        let thread = thread::Builder::new()
            .name("wicken-writer".into())
            .spawn(run)
            .expect("a process that has just started can start a thread");
        Writer { jobs: Some(jobs), thread: Some(thread) }
    }

    /// Runs `verb` in a savepoint; returns when its batch is durable, or its error when it was
    /// undone.
    pub(super) fn run<T, E>(
        &self,
        verb: impl FnOnce(&Connection) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let (tell, told) = sync_channel(1);
        let job: Job = Box::new(move |connection| {
            let outcome = match connection {
                Ok(connection) => in_savepoint(connection, verb),
                Err(error) => Err(error.into()),
            };
            Box::new(move |durable| {
                let answer = outcome.and_then(|value| durable.map(|()| value).map_err(E::from));
                // A caller that has gone away does not undo what is durable.
                drop(tell.send(answer));
            })
        });
        let jobs = self.jobs.as_ref().ok_or(DbError::Stopped)?;
        jobs.send(job).map_err(|_| DbError::Stopped)?;
        told.recv().map_err(|_| DbError::Stopped)?
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(thread) = self.thread.take() {
            // The thread finishes what is queued; a panic in it was already told to its caller.
            drop(thread.join());
        }
    }
}

fn in_savepoint<T, E>(
    connection: &Connection,
    verb: impl FnOnce(&Connection) -> Result<T, E>,
) -> Result<T, E>
where
    E: From<DbError>,
{
    let outcome = match sqlite::run(connection, "savepoint verb") {
        Ok(()) => catch_unwind(AssertUnwindSafe(|| verb(connection)))
            .unwrap_or_else(|panic| Err(DbError::Panicked(panic_words(&*panic)).into())),
        Err(error) => Err(error.into()),
    };
    let ended = match outcome {
        Ok(_) => sqlite::run(connection, "release verb"),
        Err(_) => connection.execute_batch("rollback to verb; release verb").map_err(DbError::from),
    };
    match ended {
        Ok(()) => outcome,
        // A failed undo means SQLite has already undone the whole batch (disk full, I/O error):
        // the loop sees that and tells every verb of the batch.
        Err(error) => outcome.and_then(|_| Err(error.into())),
    }
}

pub(super) fn panic_words(panic: &(dyn std::any::Any + Send)) -> String {
    panic
        .downcast_ref::<String>()
        .cloned()
        .or_else(|| panic.downcast_ref::<&str>().map(|words| (*words).to_owned()))
        .unwrap_or_else(|| "without a word".to_owned())
}

struct Loop {
    connection: Connection,
    opener: Opener,
    queue: Receiver<Job>,
    turn: Turn,
}

impl Loop {
    fn run(mut self) {
        let mut is_folded = true;
        loop {
            match self.queue.recv_timeout(QUIET) {
                Ok(job) => {
                    self.batch(job);
                    is_folded = false;
                }
                Err(RecvTimeoutError::Timeout) if is_folded => {}
                Err(RecvTimeoutError::Timeout) => {
                    self.fold();
                    is_folded = true;
                }
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn batch(&mut self, first: Job) {
        let head = self.turn.wait();
        if let Err(why) = sqlite::run(&self.connection, "begin immediate") {
            return first(Err(why))(Ok(()));
        }
        drop(head);
        let started = Instant::now();
        let mut outcomes = vec![first(Ok(&self.connection))];
        while !self.connection.is_autocommit() && started.elapsed() < BATCH_MOST {
            let Ok(job) = self.queue.try_recv() else { break };
            outcomes.push(job(Ok(&self.connection)));
        }
        self.finish(outcomes);
    }

    fn finish(&mut self, outcomes: Vec<Release>) {
        let committed = if self.connection.is_autocommit() {
            Err(DbError::Undone)
        } else {
            sqlite::run(&self.connection, "commit")
        };
        match committed {
            Ok(()) => {
                outcomes.into_iter().for_each(|release| release(Ok(())));
                // Not within a commit, where SQLite would: whoever saved has their answer by now,
                // and other programs may write meanwhile.
                if self.is_long() {
                    self.fold();
                }
            }
            Err(error) => {
                self.recover();
                let words = error.to_string();
                for release in outcomes {
                    release(Err(if matches!(error, DbError::Full) {
                        DbError::Full
                    } else if matches!(error, DbError::Undone) {
                        DbError::Undone
                    } else {
                        DbError::NotConfirmed(words.clone())
                    }));
                }
            }
        }
    }

    fn is_long(&self) -> bool {
        let left = |row: &rusqlite::Row<'_>| Ok(row.get::<_, i64>(1)? - row.get::<_, i64>(2)?);
        let looked = self.connection.prepare_cached("pragma wal_checkpoint(noop)");
        let left = looked.and_then(|mut look| look.query_row([], left));
        left.is_ok_and(|pages| LONG < pages)
    }

    /// Passive: it takes what no reader holds, and never makes anyone wait.
    fn fold(&self) {
        drop(self.connection.execute_batch("pragma wal_checkpoint(passive)"));
    }

    /// After a failed commit the pages in memory are not to be trusted (a failed flush is never
    /// retried): undo, close, and read the file anew.
    fn recover(&mut self) {
        if !self.connection.is_autocommit() {
            drop(self.connection.execute_batch("rollback"));
        }
        if let Ok(fresh) = self.opener.open() {
            self.connection = fresh;
        }
    }
}
