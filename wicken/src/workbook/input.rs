//! A file at the machine as our reader takes it: CSV as it is, or the rows of a workbook.

use super::parent::{convert, is_workbook};
use app::import::reading::FileKind;
use std::{
    fs::File,
    io::{self, Cursor, Read, Seek, SeekFrom},
};

/// One byte more than a workbook may have, so that the child sees that it is too large.
const READ_MOST: u64 = 48 * 1024 * 1024 + 1;

pub(crate) enum Input {
    File(File),
    Rows(Cursor<Vec<u8>>),
}

impl Input {
    /// And what there is to say about it. Its name says nothing; its first bytes do.
    ///
    /// # Errors
    /// A sentence about the file, without capital and full stop.
    pub(crate) fn of(mut file: File, kind: FileKind) -> Result<(Input, Vec<String>), String> {
        let told = |error: io::Error| format!("the file cannot be read: {error}");
        let mut head = Vec::new();
        file.by_ref().take(8).read_to_end(&mut head).map_err(told)?;
        file.seek(SeekFrom::Start(0)).map_err(told)?;
        if !is_workbook(&head) {
            return Ok((Input::File(file), Vec::new()));
        }
        let mut workbook = Vec::new();
        file.take(READ_MOST).read_to_end(&mut workbook).map_err(told)?;
        let rows = convert(&workbook, kind)?;
        Ok((Input::Rows(Cursor::new(rows.csv)), rows.notes))
    }
}

impl Read for Input {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Input::File(file) => file.read(buffer),
            Input::Rows(rows) => rows.read(buffer),
        }
    }
}

impl Seek for Input {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Input::File(file) => file.seek(to),
            Input::Rows(rows) => rows.seek(to),
        }
    }
}
