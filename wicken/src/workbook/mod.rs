//! Workbooks (xlsx and ods) become CSV, in a child process that can do nothing else.
//!
//! A workbook is a zip of XML that somebody else made: it can ask for any amount of memory, and
//! where memory ends, a Rust program ends too. So the server never reads one. It starts itself
//! anew, hands the bytes in and takes CSV out, and what befalls the child is a sentence.

mod cage;
mod child;
mod input;
mod markup;
mod ods;
mod parent;
mod parts;
mod refusal;
mod table;
mod values;
mod xlsx;

pub(crate) use self::{
    child::run,
    input::Input,
    parent::{convert, is_workbook},
};
use app::import::reading::FileKind;

/// A column that every file of this kind has: its header row is known by it.
fn column_of(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Incidents => "incident_ref",
        FileKind::Referrals => "referral_ref",
    }
}
