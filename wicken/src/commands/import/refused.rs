//! The list of refused rows beside the file: line, column, reason and reference, nothing else.

use app::{db::with_suffix, import::reading::Refusal};
use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufWriter, Read, Seek, SeekFrom, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

const HEADER: &str = "line,column,reason,reference\n";

/// Where the list of an import stands.
pub(crate) fn path_beside(file: &Path) -> PathBuf {
    with_suffix(file, ".refused.csv")
}

/// A list that is made with the first refusal. The list of an earlier run is gone before this one
/// begins: what it says may no longer be true.
pub(crate) struct RefusedFile {
    path: PathBuf,
    list: Option<List>,
    fault: Option<io::Error>,
}

impl RefusedFile {
    pub(crate) fn beside(file: &Path) -> Result<RefusedFile, String> {
        let path = path_beside(file);
        remove(&path)?;
        remove(&sorted_beside(&path))?;
        Ok(RefusedFile { path, list: None, fault: None })
    }

    /// Adds a row. A fault is told at the end: it does not stop the import.
    pub(crate) fn push(&mut self, refusal: &Refusal) {
        if self.fault.is_none()
            && let Err(error) = self.write(refusal)
        {
            self.fault = Some(error);
        }
    }

    fn write(&mut self, refusal: &Refusal) -> io::Result<()> {
        let list = match &mut self.list {
            Some(list) => list,
            None => self.list.insert(List::new(&self.path)?),
        };
        list.push(refusal)
    }

    /// Writes the list to its end, in the order of the file's lines.
    pub(crate) fn finish(self) -> Result<(), String> {
        let told = |error: io::Error| format!("{}: {error}", self.path.display());
        if let Some(fault) = self.fault {
            return Err(told(fault));
        }
        let Some(list) = self.list else { return Ok(()) };
        list.finish(&self.path).map_err(told)
    }
}

/// Where the list is put in order; a run that was killed may have left one.
fn sorted_beside(list: &Path) -> PathBuf {
    with_suffix(list, ".sorted")
}

fn remove(path: &Path) -> Result<(), String> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(format!("{}: {error}", path.display()))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Where a refusal stands in the list.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    line: u64,
    offset: u64,
    length: u64,
}

/// The refusals in the order in which they came, which is not that of the lines: a reference whose
/// rows stand apart comes last. The texts stay in the file, for there may be a million of them.
struct List {
    out: BufWriter<File>,
    length: u64,
    /// 24 bytes for each refusal.
    places: Vec<Place>,
}

impl List {
    fn new(path: &Path) -> io::Result<List> {
        let mut out = BufWriter::new(create(path)?);
        out.write_all(HEADER.as_bytes())?;
        Ok(List { out, length: HEADER.len() as u64, places: Vec::new() })
    }

    fn push(&mut self, refusal: &Refusal) -> io::Result<()> {
        let Refusal { line, column, reason, reference } = refusal;
        let row = format!("{line},{},{},{}\n", cell(column), cell(reason), cell(reference));
        self.out.write_all(row.as_bytes())?;
        let length = row.len() as u64;
        self.places.push(Place { line: *line, offset: self.length, length });
        self.length += length;
        Ok(())
    }

    fn finish(mut self, path: &Path) -> io::Result<()> {
        self.out.flush()?;
        if self.places.is_sorted() {
            return Ok(());
        }
        self.places.sort_unstable();
        let mut from = self.out.into_inner().map_err(io::IntoInnerError::into_error)?;
        let sorted = sorted_beside(path);
        let mut out = BufWriter::new(create(&sorted)?);
        out.write_all(HEADER.as_bytes())?;
        for Place { offset, length, .. } in self.places {
            from.seek(SeekFrom::Start(offset))?;
            io::copy(&mut (&from).take(length), &mut out)?;
        }
        out.flush()?;
        fs::rename(sorted, path)
    }
}

fn create(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(path)
}

/// A cell as RFC 4180 has it. A reference that a spreadsheet would take for a formula is made a
/// text for it.
fn cell(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if is_formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(lines: &[u64]) -> String {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("may.csv");
        let mut refused = RefusedFile::beside(&file).unwrap();
        for line in lines {
            refused.push(&Refusal {
                line: *line,
                column: "area".to_owned(),
                reason: "not, known".to_owned(),
                reference: format!("I-{line}"),
            });
        }
        refused.finish().unwrap();
        let names = fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(names, 1, "only the list is left");
        fs::read_to_string(path_beside(&file)).unwrap()
    }

    #[test]
    fn refusals_stand_in_the_order_of_the_lines_in_whatever_order_they_came() {
        let expected: String =
            [2, 3, 10, 200].map(|line| format!("{line},area,\"not, known\",I-{line}\n")).concat();
        for lines in [[2, 3, 10, 200], [200, 10, 3, 2], [3, 200, 2, 10]] {
            assert_eq!(listed(&lines), format!("{HEADER}{expected}"), "{lines:?}");
        }
    }

    #[test]
    fn a_cell_is_quoted_where_it_must_be_and_never_a_formula() {
        assert_eq!(cell("I-1"), "I-1");
        assert_eq!(cell("a, b"), "\"a, b\"");
        assert_eq!(cell("say \"no\""), "\"say \"\"no\"\"\"");
        assert_eq!(cell("=1+1"), "'=1+1");
        assert_eq!(cell(""), "");
    }
}
