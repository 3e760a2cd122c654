//! The child: bytes of a workbook in, CSV out, and one line of JSON at the end.

use super::{
    cage, column_of, ods,
    parts::Parts,
    refusal::Refusal,
    table::{Notes, Table},
    xlsx,
};
use app::import::reading::FileKind;
use serde_json::json;
use std::{
    io::{self, BufWriter, Read},
    process::ExitCode,
};

/// A workbook of more bytes than this is divided, or sent as CSV.
const FILE_MOST: u64 = 48 * 1024 * 1024;
const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// Reads standard input to its end and writes the rows of `kind` to standard output. Standard error
/// is told in one line of JSON what should be known about them, or why there are none.
pub(crate) fn run(kind: FileKind) -> ExitCode {
    let done = cage::enter().and_then(|()| work(column_of(kind)));
    match done {
        Ok(notes) => {
            eprintln!("{}", json!({ "notes": notes.sentences() }));
            ExitCode::SUCCESS
        }
        Err(refusal) => {
            eprintln!("{}", json!({ "code": refusal.code(), "words": refusal.to_string() }));
            ExitCode::FAILURE
        }
    }
}

fn work(column: &'static str) -> Result<Notes, Refusal> {
    let mut bytes = Vec::new();
    io::stdin().lock().take(FILE_MOST + 1).read_to_end(&mut bytes)?;
    if FILE_MOST < bytes.len() as u64 {
        return Err(Refusal::TooLarge("it is over 48 MiB"));
    }
    if bytes.starts_with(OLE) {
        return Err(old(&bytes));
    }
    let parts = Parts::open(&bytes)?;
    let mut table = Table::new(BufWriter::with_capacity(1 << 16, io::stdout().lock()));
    match what(&parts)? {
        Kind::Xlsx => xlsx::read(parts, column, &mut table)?,
        Kind::Ods => ods::read(parts, column, &mut table)?,
    }
    table.end()
}

enum Kind {
    Xlsx,
    Ods,
}

/// What the parts say that the file is; its name says nothing.
fn what(parts: &Parts<'_>) -> Result<Kind, Refusal> {
    if parts.has("EncryptedPackage") || parts.has("encrypted-package") {
        return Err(Refusal::Password);
    }
    if parts.has("mimetype") && parts.has("content.xml") {
        return match parts.text("mimetype", 256)?.trim() {
            "application/vnd.oasis.opendocument.spreadsheet"
            | "application/vnd.oasis.opendocument.spreadsheet-template" => Ok(Kind::Ods),
            "application/vnd.oasis.opendocument.text" => Err(Refusal::Other("a text document")),
            "application/vnd.oasis.opendocument.presentation" => {
                Err(Refusal::Other("a presentation"))
            }
            _ => Err(Refusal::Other("another kind of document")),
        };
    }
    match parts.has("[Content_Types].xml") {
        true => Ok(Kind::Xlsx),
        false => Err(Refusal::NoWorkbook),
    }
}

/// Excel puts a workbook with a password into the container of its old files.
fn old(bytes: &[u8]) -> Refusal {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    match bytes.windows(name.len()).any(|window| window == name) {
        true => Refusal::Password,
        false => Refusal::OldExcel,
    }
}
