//! A workbook of LibreOffice and others: OpenDocument 1.3, part 3, section 9 (tables).

mod sheet;

use self::sheet::{Sheets, Step};
use super::{
    markup::Markup,
    parts::Parts,
    refusal::{Refusal, shown},
    table::{Cell, Table, is_header},
};
use std::io::Write;

const CONTENT: &str = "content.xml";
const MANIFEST: &str = "META-INF/manifest.xml";
const SHEETS_MOST: usize = 1000;

/// Writes the rows of the one sheet that has `column` in its header. The sheets stand one behind
/// the other in one part, so it is read twice: which one it is, and then its rows.
pub(super) fn read<W: Write>(
    parts: Parts<'_>,
    column: &'static str,
    table: &mut Table<W>,
) -> Result<(), Refusal> {
    if is_encrypted(&parts)? {
        return Err(Refusal::Password);
    }
    let sheets = survey(&parts, column)?;
    let fitting: Vec<usize> = match sheets.len() {
        1 => vec![0],
        _ => (0..sheets.len()).filter(|at| sheets[*at].fits).collect(),
    };
    let name = |at: usize| sheets[at].name.clone();
    let chosen = match fitting.as_slice() {
        [] if sheets.is_empty() => return Err(Refusal::NoSheet),
        [] => {
            let names = (0..sheets.len()).map(name).collect();
            return Err(Refusal::NoneFits { column, names });
        }
        [one] => *one,
        several => return Err(Refusal::SeveralFit(several.iter().copied().map(name).collect())),
    };
    if 1 < sheets.len() {
        table.notes.tell(format!("Of the workbook, the sheet {} was read.", name(chosen)));
    }
    if parts.has_below("Basic/") || parts.has_below("Scripts/") {
        table.notes.tell("Macros of the workbook were not run.".to_owned());
    }
    let is_any = parts.read(CONTENT, |part| {
        let mut reading = Sheets::new(Markup::new(part));
        let (mut at, mut cells, mut is_any) = (None::<usize>, Vec::<Cell>::new(), false);
        loop {
            match reading.next(&mut cells)? {
                Step::Sheet(_) => at = Some(at.map_or(0, |at| at + 1)),
                Step::Row { first, times } if at == Some(chosen) => {
                    for row in first..first.saturating_add(times) {
                        table.put(row, &cells)?;
                    }
                    is_any = true;
                }
                Step::Row { .. } => {}
                Step::Over => return Ok(is_any),
            }
        }
    })?;
    if is_any { Ok(()) } else { Err(Refusal::NoSheet) }
}

struct Seen {
    name: String,
    /// Whether the first row that has something in it is the header we look for.
    fits: bool,
}

fn survey(parts: &Parts<'_>, column: &str) -> Result<Vec<Seen>, Refusal> {
    parts.read(CONTENT, |part| {
        let mut reading = Sheets::new(Markup::new(part));
        let mut cells = Vec::new();
        let (mut sheets, mut is_first) = (Vec::<Seen>::new(), false);
        loop {
            match reading.next(&mut cells)? {
                Step::Sheet(name) => {
                    sheets.push(Seen { name: shown(&name), fits: false });
                    is_first = true;
                    if SHEETS_MOST < sheets.len() {
                        return Err(Refusal::TooLarge("it has more than 1,000 sheets"));
                    }
                }
                Step::Row { .. } => {
                    if let Some(sheet) = sheets.last_mut().filter(|_| is_first) {
                        sheet.fits = is_header(&cells, column);
                        is_first = false;
                    }
                }
                Step::Over => return Ok(sheets),
            }
        }
    })
}

/// The manifest says of each part how it was encrypted, if it was.
fn is_encrypted(parts: &Parts<'_>) -> Result<bool, Refusal> {
    if !parts.has(MANIFEST) {
        return Ok(false);
    }
    // A manifest often names a document type, and all that matters in it is one word.
    let manifest = parts.text(MANIFEST, 4 * 1024 * 1024)?;
    Ok(manifest.contains("encryption-data"))
}
