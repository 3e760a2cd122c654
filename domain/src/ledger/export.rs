//! An export is a text file: a header, a line for each entry in order, and a signed checkpoint.
//!
//! ```text
//! {"format":"wicken-ledger/1","ledger":"<uuid>"}
//! {"seq":0,"salt":"<hex>","leaf":"<hex>","entry":{...}}
//! {"seq":1,"salt":null,"leaf":"<hex>","entry":null}
//! {"checkpoint":{...,"size":2,...},"signature":"<hex>"}
//! ```
//!
//! The second entry here was erased: its leaf still holds its place in the tree. Each function
//! returns one line, end included, so that an export of any length can be written as a stream.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::checkpoint::SignedCheckpoint;
use super::entry::{Entry, NewEntry};
use super::hexed;
use super::leaf::Salt;
use super::line::{LineBroken, check_same, encode, from_json, to_json};
use super::merkle::Hash;

const FORMAT: &str = "wicken-ledger/1";

/// How the last line differs from an entry's in its first bytes.
pub(super) const CHECKPOINT_START: &str = "{\"checkpoint\":";

pub fn header_line(ledger: Uuid) -> String {
    to_json(&Header { format: FORMAT.to_owned(), ledger }) + "\n"
}

/// The leaf is the stored one, not computed here: a changed entry is then found on its own line.
pub fn entry_line(seq: u64, salt: &Salt, leaf: &Hash, entry: &Entry) -> String {
    let salt = hex::encode(salt.0);
    let entry = encode(entry);
    format!("{{\"seq\":{seq},\"salt\":\"{salt}\",\"leaf\":\"{leaf}\",\"entry\":{entry}}}\n")
}

pub fn erased_line(seq: u64, leaf: &Hash) -> String {
    format!("{{\"seq\":{seq},\"salt\":null,\"leaf\":\"{leaf}\",\"entry\":null}}\n")
}

pub fn checkpoint_line(signed: &SignedCheckpoint) -> String {
    signed.encode() + "\n"
}

#[derive(Serialize, Deserialize)]
struct Header {
    format: String,
    ledger: Uuid,
}

#[derive(Deserialize)]
struct WireRow {
    seq: u64,
    salt: Option<WireSalt>,
    leaf: Hash,
    entry: Option<NewEntry>,
}

#[derive(Deserialize)]
struct WireSalt(#[serde(with = "hexed")] [u8; 32]);

/// A line between the header and the checkpoint.
pub(super) struct Row {
    pub(super) seq: u64,
    pub(super) leaf: Hash,
    pub(super) content: Option<(Salt, Entry)>,
}

/// What can be wrong with a row before its place and its hash are looked at.
pub(super) enum RowBroken {
    Line(LineBroken),
    HalfErased,
}

impl From<LineBroken> for RowBroken {
    fn from(broken: LineBroken) -> RowBroken {
        RowBroken::Line(broken)
    }
}

/// Another format and another spelling are one fault: this version reads neither.
pub(super) fn read_header(line: &str) -> Result<Uuid, LineBroken> {
    let Header { ledger, format: _ } = from_json(line)?;
    check_same(header_line(ledger).trim_end(), line)?;
    Ok(ledger)
}

pub(super) fn read_row(line: &str) -> Result<Row, RowBroken> {
    let WireRow { seq, salt, leaf, entry } = from_json(line)?;
    let content = match (salt, entry) {
        (Some(salt), Some(entry)) => {
            Some((Salt(salt.0), Entry::new(entry).map_err(LineBroken::from)?))
        }
        (None, None) => None,
        (Some(_), None) | (None, Some(_)) => return Err(RowBroken::HalfErased),
    };
    let row = Row { seq, leaf, content };
    check_same(row.line().trim_end(), line)?;
    Ok(row)
}

impl Row {
    fn line(&self) -> String {
        match &self.content {
            Some((salt, entry)) => entry_line(self.seq, salt, &self.leaf, entry),
            None => erased_line(self.seq, &self.leaf),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::entry::tests::full;
    use super::*;

    #[test]
    fn the_lines_are_written_exactly_like_this() {
        let ledger = Uuid::from_u128(0xc);
        let header = concat!(
            r#"{"format":"wicken-ledger/1","ledger":"00000000-0000-0000-0000-00000000000c"}"#,
            "\n",
        );
        assert_eq!(header_line(ledger), header);

        let (salt, leaf) = (Salt([0xaa; 32]), Hash([0xbb; 32]));
        let entry = Entry::new(full()).unwrap();
        let (a, b, line) = ("a".repeat(64), "b".repeat(64), encode(&entry));
        assert_eq!(
            entry_line(5, &salt, &leaf, &entry),
            format!("{{\"seq\":5,\"salt\":\"{a}\",\"leaf\":\"{b}\",\"entry\":{line}}}\n"),
        );
        assert_eq!(
            erased_line(6, &leaf),
            format!("{{\"seq\":6,\"salt\":null,\"leaf\":\"{b}\",\"entry\":null}}\n"),
        );
    }
}
