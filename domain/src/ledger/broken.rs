//! When an export does not hold, the error names the line, what is wrong, and what that means.

use thiserror::Error;

use super::checkpoint::SignatureBroken;
use super::line::LineBroken;
use super::verifier::LONGEST_LINE;

/// The first fault found; nothing after it was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line}: {fault}")]
pub struct ExportBroken {
    /// Counted from 1. For a fault of the whole file, its last line.
    pub line: u64,
    pub fault: Fault,
}

#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    #[error("the line has no end: the file was cut off here")]
    NoLineEnd,
    #[error("the line is longer than {LONGEST_LINE} bytes: no ledger writes such a line")]
    TooLong,
    #[error("the line is not text: the file was damaged or changed here")]
    NotText,
    #[error(
        "this is not the first line of a ledger export, {0}: it is another file or was changed"
    )]
    NotAHeader(LineBroken),
    #[error("this is not a line of a ledger, {0}: it was damaged, changed or put in")]
    NotARow(LineBroken),
    #[error("the last line is not a checkpoint, {0}: it was damaged or changed")]
    NotACheckpoint(LineBroken),
    #[error(
        "entry {found} stands where entry {expected} belongs: entries were removed, put in, \
         repeated or moved"
    )]
    OutOfOrder { expected: u64, found: u64 },
    #[error("it has a salt or an entry but not both: it was half erased, which we never do")]
    HalfErased,
    #[error(
        "the entry and its salt do not give its hash: one of the three was changed after it was \
         written"
    )]
    LeafDiffers,
    #[error(
        "the first {size} entries are not those of the checkpoint you kept: the past was rewritten"
    )]
    KeptRootDiffers { size: u64 },
    #[error("the checkpoint you kept is of another ledger: this export says nothing about it")]
    KeptLedgerDiffers,
    #[error("the checkpoint is not signed by the key you gave, {0}: do not trust this export")]
    NotSigned(SignatureBroken),
    #[error("the checkpoint is of another ledger than the header: two exports were put together")]
    LedgerDiffers,
    #[error(
        "the checkpoint is about {signed} entries and the file has {found}: entries were removed \
         or put in"
    )]
    SizeDiffers { signed: u64, found: u64 },
    #[error("the entries do not give the root that was signed: some of them are not the real ones")]
    RootDiffers,
    #[error(
        "with {found} entries the export is older than the checkpoint you kept, which has {kept}: \
         entries were removed"
    )]
    OlderThanKept { kept: u64, found: u64 },
    #[error("there is more after the checkpoint: lines were put in at the end")]
    AfterTheEnd,
    #[error("the file ends without a checkpoint: its end was removed")]
    NoCheckpoint,
}
