//! How far an import has come, in one line on a terminal that is written over.

use app::import::Progress;
use std::{
    io::{IsTerminal, Write},
    time::{Duration, Instant},
};

/// Oftener nobody could read it.
const EVERY: Duration = Duration::from_millis(100);

/// Talks where somebody looks on, and is silent in a log.
pub(crate) struct Talk {
    is_seen: bool,
    last: Option<Instant>,
}

impl Talk {
    pub(crate) fn begin() -> Talk {
        Talk { is_seen: std::io::stderr().is_terminal(), last: None }
    }

    pub(crate) fn tell(&mut self, progress: &Progress<'_>) {
        let is_due = self.last.is_none_or(|last| EVERY <= last.elapsed());
        if !self.is_seen || !is_due {
            return;
        }
        let words = match progress {
            Progress::Refused(_) => return,
            Progress::Rows(rows) => format!("{rows} rows"),
            Progress::Linking(linking) => {
                let share = linking.share.map(|share| format!(" {:.0} %", 100.0 * share));
                format!("linking{}", share.unwrap_or_default())
            }
        };
        self.last = Some(Instant::now());
        over(&format!("{words} ..."));
    }

    /// Leaves the line to what is said next.
    pub(crate) fn end(&self) {
        if self.is_seen {
            over("");
        }
    }
}

/// Back to the beginning of the line, clear it, write. What a terminal cannot take is no fault of
/// the import.
fn over(words: &str) {
    let mut err = std::io::stderr().lock();
    drop(write!(err, "\r\u{1b}[K{words}").and_then(|()| err.flush()));
}
