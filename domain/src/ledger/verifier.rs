//! The verifier reads an export line by line and believes nothing but the public key.

use ed25519_dalek::VerifyingKey;
use jiff::Timestamp;
use uuid::Uuid;

use super::broken::{ExportBroken, Fault};
use super::checkpoint::{Checkpoint, SignatureBroken, SignedCheckpoint};
use super::entry::{Entry, Outcome};
use super::export::{CHECKPOINT_START, Row, RowBroken, read_header, read_row};
use super::leaf::sealed_leaf;
use super::line::encode;
use super::merkle::{Frontier, Hash};

/// Longer than any line can be, so that a reader can stop before a hostile file fills its memory.
///
/// Two lists of [`super::entry::LIST_MAX`] codes of 64 letters come to 8,576 bytes, all other
/// fields to less than 1,500.
pub const LONGEST_LINE: usize = 16 * 1024;

/// What an entry says it was doing when it erased one other entry (its salt and its content).
///
/// Each erased line of a lawful export is matched by one such entry that was [`Outcome::Done`].
pub const ERASURE: &str = "erase_ledger_entry";

/// What an export that holds has in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    pub ledger: Uuid,
    /// All of them, the erased ones too.
    pub size: u64,
    /// Those that can be read.
    pub entries: u64,
    pub erased: u64,
    /// How many erasures the readable entries tell of.
    pub erasures_recorded: u64,
    pub root: Hash,
    pub at: Timestamp,
}

impl Verified {
    /// Whether each erased entry is matched by an entry that says so.
    ///
    /// The tree cannot tell a lawful erasure from content that was made to disappear: this can.
    pub fn every_erasure_is_recorded(&self) -> bool {
        self.erased <= self.erasures_recorded
    }
}

/// Feed it each line with its end, first to last, then ask it to finish.
///
/// Its memory does not grow with the export: what stays of the entries are counts and the
/// frontier of the tree. After a fault it gives the same fault to every further question.
#[derive(Debug)]
pub struct Verifier {
    key: VerifyingKey,
    kept: Option<Checkpoint>,
    line: u64,
    stage: Stage,
    frontier: Frontier,
    erased: u64,
    erasures_recorded: u64,
}

#[derive(Debug)]
enum Stage {
    Header,
    Rows { ledger: Uuid },
    Closed(Verified),
    Broken(ExportBroken),
}

impl Verifier {
    pub fn new(key: VerifyingKey) -> Verifier {
        Verifier {
            key,
            kept: None,
            line: 0,
            stage: Stage::Header,
            frontier: Frontier::default(),
            erased: 0,
            erasures_recorded: 0,
        }
    }

    /// The export must go through this checkpoint, or its past is not the one you knew.
    pub fn expecting(self, kept: &SignedCheckpoint) -> Result<Verifier, SignatureBroken> {
        let kept = Some(kept.verify(&self.key)?.clone());
        Ok(Verifier { kept, ..self })
    }

    pub fn feed(&mut self, line: &[u8]) -> Result<(), ExportBroken> {
        if let Stage::Broken(broken) = &self.stage {
            return Err(broken.clone());
        }
        self.line += 1;
        self.take(line).map_err(|fault| {
            let broken = ExportBroken { line: self.line, fault };
            self.stage = Stage::Broken(broken.clone());
            broken
        })
    }

    pub fn finish(self) -> Result<Verified, ExportBroken> {
        match self.stage {
            Stage::Header | Stage::Rows { ledger: _ } => {
                Err(ExportBroken { line: self.line, fault: Fault::NoCheckpoint })
            }
            Stage::Closed(verified) => Ok(verified),
            Stage::Broken(broken) => Err(broken),
        }
    }

    fn take(&mut self, line: &[u8]) -> Result<(), Fault> {
        let line = text_of(line)?;
        match self.stage {
            Stage::Header => self.take_header(line),
            Stage::Rows { ledger } if line.starts_with(CHECKPOINT_START) => {
                self.take_checkpoint(ledger, line)
            }
            Stage::Rows { ledger: _ } => self.take_row(line),
            Stage::Closed(_) | Stage::Broken(_) => Err(Fault::AfterTheEnd),
        }
    }

    fn take_header(&mut self, line: &str) -> Result<(), Fault> {
        let ledger = read_header(line).map_err(Fault::NotAHeader)?;
        if self.kept.as_ref().is_some_and(|kept| kept.ledger != ledger) {
            return Err(Fault::KeptLedgerDiffers);
        }
        self.stage = Stage::Rows { ledger };
        self.check_kept()
    }

    fn take_row(&mut self, line: &str) -> Result<(), Fault> {
        let Row { seq, leaf, content } = read_row(line)?;
        let expected = self.frontier.size();
        if seq != expected {
            return Err(Fault::OutOfOrder { expected, found: seq });
        }
        match content {
            Some((salt, entry)) if sealed_leaf(&salt, &encode(&entry)) != leaf => {
                return Err(Fault::LeafDiffers);
            }
            Some((_, entry)) => self.erasures_recorded += u64::from(records_erasure(&entry)),
            None => self.erased += 1,
        }
        self.frontier.push(leaf);
        self.check_kept()
    }

    fn check_kept(&self) -> Result<(), Fault> {
        match &self.kept {
            Some(kept)
                if kept.size == self.frontier.size() && kept.head() != self.frontier.head() =>
            {
                Err(Fault::KeptRootDiffers { size: kept.size })
            }
            Some(_) | None => Ok(()),
        }
    }

    fn take_checkpoint(&mut self, ledger: Uuid, line: &str) -> Result<(), Fault> {
        let signed = SignedCheckpoint::decode(line).map_err(Fault::NotACheckpoint)?;
        let checkpoint = signed.verify(&self.key).map_err(Fault::NotSigned)?;
        let found = self.frontier.size();
        if checkpoint.ledger != ledger {
            return Err(Fault::LedgerDiffers);
        }
        if checkpoint.size != found {
            return Err(Fault::SizeDiffers { signed: checkpoint.size, found });
        }
        if checkpoint.root != self.frontier.root() {
            return Err(Fault::RootDiffers);
        }
        if let Some(kept) = self.kept.as_ref().filter(|kept| found < kept.size) {
            return Err(Fault::OlderThanKept { kept: kept.size, found });
        }
        self.stage = Stage::Closed(self.verified(checkpoint));
        Ok(())
    }

    fn verified(&self, checkpoint: &Checkpoint) -> Verified {
        Verified {
            ledger: checkpoint.ledger,
            size: checkpoint.size,
            entries: checkpoint.size - self.erased,
            erased: self.erased,
            erasures_recorded: self.erasures_recorded,
            root: checkpoint.root,
            at: checkpoint.at,
        }
    }
}

impl From<RowBroken> for Fault {
    fn from(broken: RowBroken) -> Fault {
        match broken {
            RowBroken::Line(broken) => Fault::NotARow(broken),
            RowBroken::HalfErased => Fault::HalfErased,
        }
    }
}

fn text_of(line: &[u8]) -> Result<&str, Fault> {
    if LONGEST_LINE < line.len() {
        return Err(Fault::TooLong);
    }
    let line = line.strip_suffix(b"\n").ok_or(Fault::NoLineEnd)?;
    str::from_utf8(line).map_err(|_| Fault::NotText)
}

fn records_erasure(entry: &Entry) -> bool {
    entry.doing == ERASURE && entry.outcome == Outcome::Done
}
