//! What a file is, by its bytes: text in UTF-8 or Windows-1252, or no text at all.

use std::io::{self, Read, Seek, SeekFrom};

use super::outcome::{Encoding, FileRefused, ReadError};

const CHUNK: usize = 64 * 1024;
const BOM: &[u8] = b"\xef\xbb\xbf";

const NO_TEXT: &str = "no text";

/// How files of other kinds begin. The longer of two that begin alike comes first.
const LOOKS: &[(&[u8], &str)] = &[
    (b"\xff\xfe\0\0", "UTF-32 text"),
    (b"\0\0\xfe\xff", "UTF-32 text"),
    (b"\xff\xfe", "UTF-16 text"),
    (b"\xfe\xff", "UTF-16 text"),
    (b"PK\x03\x04", "a zip archive or an Excel workbook (.xlsx, .ods)"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel workbook (.xls)"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "compressed with gzip"),
    (b"BZh", "compressed with bzip2"),
    (b"\xfd7zXZ\0", "compressed with xz"),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\x7fELF", "a program"),
    (b"{\\rtf", "a rich-text document"),
    (b"{", "JSON"),
    (b"[", "JSON"),
    (b"<", "HTML or XML"),
];

/// What was found out about the bytes of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sniffed {
    pub encoding: Encoding,
    pub had_bom: bool,
    /// Where the text begins, in bytes.
    pub start: u64,
    /// Where it ends.
    pub length: u64,
}

#[derive(Default)]
struct Tally {
    length: u64,
    /// Characters of more than one byte.
    multibyte: u64,
    /// Bytes that are no UTF-8.
    broken: u64,
    nul: u64,
    /// The beginning of a character whose rest is in the next chunk.
    carried: Vec<u8>,
}

/// Reads the whole file once, in bounded memory.
pub(super) fn sniff<R: Read + Seek, E>(input: &mut R) -> Result<Sniffed, ReadError<E>> {
    input.seek(SeekFrom::Start(0))?;
    let mut chunk = vec![0; CHUNK];
    let mut tally = Tally::default();
    let mut had_bom = false;
    loop {
        let length = fill(input, &mut chunk)?;
        let bytes = &chunk[..length];
        if tally.length == 0 {
            had_bom = bytes.starts_with(BOM);
            refuse_other_kinds(bytes)?;
        }
        if bytes.is_empty() {
            break;
        }
        tally.take(bytes);
    }
    if is_no_accident(tally.nul, tally.length) {
        return Err(FileRefused::LooksLike(NO_TEXT).into());
    }
    tally.broken += tally.carried.len() as u64;
    // One stray byte does not make a UTF-8 file Windows-1252: in Windows-1252, two bytes that
    // happen to be one character of UTF-8 are rare beside letters that are not.
    let is_utf8 = tally.broken == 0 || had_bom || tally.broken < tally.multibyte;
    let encoding = if is_utf8 { Encoding::Utf8 } else { Encoding::Windows1252 };
    let start = if had_bom { BOM.len() as u64 } else { 0 };
    if tally.length == start {
        return Err(FileRefused::Empty.into());
    }
    Ok(Sniffed { encoding, had_bom, start, length: tally.length })
}

fn fill<R: Read>(input: &mut R, chunk: &mut [u8]) -> io::Result<usize> {
    let mut length = 0;
    while length < chunk.len() {
        match input.read(&mut chunk[length..]) {
            Ok(0) => break,
            Ok(more) => length += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(length)
}

fn refuse_other_kinds(head: &[u8]) -> Result<(), FileRefused> {
    let text = head.trim_ascii_start();
    if let Some((_, what)) = LOOKS.iter().find(|(magic, _)| text.starts_with(magic)) {
        return Err(FileRefused::LooksLike(what));
    }
    let nul_at = |parity: usize| {
        let every_other = head.iter().skip(parity).step_by(2);
        3 < head.len() && every_other.take(64).all(|byte| *byte == 0)
    };
    if nul_at(0) != nul_at(1) {
        return Err(FileRefused::LooksLike("UTF-16 text"));
    }
    let is_control = |byte: &&u8| matches!(byte, 0..=0x08 | 0x0e..=0x19 | 0x1c..=0x1f | 0x7f);
    let controls = head.iter().filter(is_control).count() as u64;
    if is_no_accident(controls, head.len() as u64) {
        return Err(FileRefused::LooksLike(NO_TEXT));
    }
    Ok(())
}

/// A text has stray control characters at most: each is its row's misfortune. Sixteen of them, and
/// more than a hundredth of the bytes, are no text.
fn is_no_accident(controls: u64, bytes: u64) -> bool {
    16 <= controls && bytes < 100 * controls
}

impl Tally {
    fn take(&mut self, chunk: &[u8]) {
        self.length += chunk.len() as u64;
        self.nul += chunk.iter().filter(|byte| **byte == 0).count() as u64;
        if self.carried.is_empty() && chunk.is_ascii() {
            return;
        }
        let mut bytes = std::mem::take(&mut self.carried);
        bytes.extend_from_slice(chunk);
        self.take_letters(&bytes);
    }

    fn take_letters(&mut self, mut bytes: &[u8]) {
        let leads = |text: &str| text.bytes().filter(|byte| 0xc0 <= *byte).count() as u64;
        loop {
            match std::str::from_utf8(bytes) {
                Ok(text) => {
                    self.multibyte += leads(text);
                    return;
                }
                Err(error) => {
                    let (good, rest) = bytes.split_at(error.valid_up_to());
                    self.multibyte += leads(std::str::from_utf8(good).unwrap_or_default());
                    let Some(bad) = error.error_len() else {
                        self.carried = rest.to_vec();
                        return;
                    };
                    self.broken += bad as u64;
                    bytes = &rest[bad..];
                }
            }
        }
    }
}
