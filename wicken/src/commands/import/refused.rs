//! The list of refused rows beside the file: line, column, reason and reference, nothing else.

use app::{db::with_suffix, import::reading::Refusal};
use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufWriter, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

/// Where the list of an import stands.
pub(crate) fn path_beside(file: &Path) -> PathBuf {
    with_suffix(file, ".refused.csv")
}

/// A list that is made with the first refusal. The list of an earlier run is gone before this one
/// begins: what it says may no longer be true.
pub(crate) struct RefusedFile {
    path: PathBuf,
    out: Option<BufWriter<File>>,
    fault: Option<io::Error>,
}

impl RefusedFile {
    pub(crate) fn beside(file: &Path) -> Result<RefusedFile, String> {
        let path = path_beside(file);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(format!("{}: {error}", path.display()));
            }
            Ok(()) | Err(_) => {}
        }
        Ok(RefusedFile { path, out: None, fault: None })
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
        let out = match &mut self.out {
            Some(out) => out,
            None => {
                let mut options = OpenOptions::new();
                let file = options.write(true).create_new(true).mode(0o600).open(&self.path)?;
                let out = self.out.insert(BufWriter::new(file));
                writeln!(out, "line,column,reason,reference")?;
                out
            }
        };
        let Refusal { line, column, reason, reference } = refusal;
        writeln!(out, "{line},{},{},{}", cell(column), cell(reason), cell(reference))
    }

    /// Writes the list to its end.
    pub(crate) fn finish(self) -> Result<(), String> {
        let told = |error: io::Error| format!("{}: {error}", self.path.display());
        if let Some(fault) = self.fault {
            return Err(told(fault));
        }
        match self.out {
            Some(mut out) => out.flush().map_err(told),
            None => Ok(()),
        }
    }
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
    use super::cell;

    #[test]
    fn a_cell_is_quoted_where_it_must_be_and_never_a_formula() {
        assert_eq!(cell("I-1"), "I-1");
        assert_eq!(cell("a, b"), "\"a, b\"");
        assert_eq!(cell("say \"no\""), "\"say \"\"no\"\"\"");
        assert_eq!(cell("=1+1"), "'=1+1");
        assert_eq!(cell(""), "");
    }
}
