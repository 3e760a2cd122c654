//! The second and the third reading of a file: its references, then its rows.

use std::{
    collections::BTreeMap,
    hash::{DefaultHasher, Hash, Hasher},
    io::{Read, Seek},
    ops::Range,
};

use super::{
    Fold,
    cells::{Cells, RowFault, Sheet},
    gathering::{Gathering, ReadRow},
    outcome::{FileNotes, FileRefused, Group, ReadError},
    record::{Fault, Record},
    records::{Place, Records},
    text::{clean, decode},
};

/// A row whose reference has rows elsewhere too.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Apart {
    hash: u64,
    line: u64,
    offset: u64,
}

/// What the second reading finds.
struct Survey {
    /// The hashes of the references whose rows do not all stand together, in order. Two
    /// references of one hash are both taken to stand apart, which does no harm.
    apart: Vec<u64>,
    rows: u64,
}

pub(super) struct Reading<'a, 'e, R, F: Fold, E> {
    records: Records<R>,
    sheet: &'a Sheet<'a>,
    notes: FileNotes,
    each: &'e mut dyn FnMut(Group) -> Result<(), E>,
    /// The rows that stand together and end where the reading is.
    current: Option<Gathering<F>>,
    /// 24 bytes for each row that stands apart; the rows themselves are read again.
    apart: Vec<Apart>,
}

impl<'a, 'e, R: Read + Seek, F: Fold, E> Reading<'a, 'e, R, F, E> {
    /// Reads from where `records` is, which is behind the header.
    pub(super) fn run(
        mut records: Records<R>,
        sheet: &'a Sheet<'a>,
        notes: FileNotes,
        each: &'e mut dyn FnMut(Group) -> Result<(), E>,
    ) -> Result<FileNotes, ReadError<E>> {
        let start = records.place();
        let survey = survey::<R, F, E>(&mut records, sheet)?;
        records.begin_again(start)?;
        let apart = Vec::new();
        let mut reading = Self { records, sheet, notes, each, current: None, apart };
        let mut record = Record::default();
        while reading.records.read(&mut record)? {
            reading.take(&record, &survey)?;
        }
        reading.finish_current()?;
        reading.take_apart(&mut record)?;
        if reading.notes.rows != survey.rows {
            return Err(FileRefused::Changed.into());
        }
        Ok(reading.notes)
    }

    fn take(&mut self, record: &Record, survey: &Survey) -> Result<(), ReadError<E>> {
        if record.is_blank() {
            self.notes.empty_rows += 1;
            return Ok(());
        }
        self.notes.rows += 1;
        let Some(reference) = reference::<F>(record, self.sheet) else {
            let mut alone = Gathering::new("");
            let row = self.read_row(record);
            alone.add(row);
            return self.finish(alone);
        };
        let hash = hash_of(&reference);
        let is_apart = survey.apart.binary_search(&hash).is_ok();
        if is_apart || self.current.as_ref().is_some_and(|now| now.reference != reference) {
            self.finish_current()?;
        }
        if is_apart {
            self.apart.push(Apart { hash, line: record.line, offset: record.offset });
            return Ok(());
        }
        let row = self.read_row(record);
        let current = self.current.get_or_insert_with(|| Gathering::new(&reference));
        match current.add(row) {
            Some(group) => self.hand_out(group),
            None => Ok(()),
        }
    }

    /// Reads again the rows that stand apart, reference by reference, in the order in which each
    /// first occurs.
    fn take_apart(&mut self, record: &mut Record) -> Result<(), ReadError<E>> {
        let mut apart = std::mem::take(&mut self.apart);
        apart.sort_unstable();
        for range in ranges(&apart) {
            let mut gatherings: BTreeMap<String, Gathering<F>> = BTreeMap::new();
            for at in &apart[range] {
                self.records.begin_again(Place { offset: at.offset, line: at.line })?;
                if !self.records.read(record)? {
                    return Err(FileRefused::Changed.into());
                }
                let reference = reference::<F>(record, self.sheet).ok_or(FileRefused::Changed)?;
                let row = self.read_row(record);
                let gathering =
                    gatherings.entry(reference).or_insert_with_key(|name| Gathering::new(name));
                if let Some(group) = gathering.add(row) {
                    self.hand_out(group)?;
                }
            }
            for gathering in gatherings.into_values() {
                self.finish(gathering)?;
            }
        }
        Ok(())
    }

    fn read_row(&mut self, record: &Record) -> ReadRow<F> {
        let mut cells = Cells::new(self.sheet, record);
        let row = match record.fault {
            None => F::read(&mut cells),
            Some(fault) => Err(RowFault {
                column: fault
                    .column()
                    .map_or_else(String::new, |column| self.sheet.columns.name_at(column)),
                reason: fault.to_string(),
            }),
        };
        self.notes.used_ddmmyyyy |= cells.used_ddmmyyyy;
        let is_first = self.sheet.columns.index(F::REFERENCE) == Some(0);
        let has_slipped = matches!(record.fault, Some(Fault::CellCount { .. })) && !is_first;
        ReadRow {
            line: record.line,
            bytes: record.size(),
            is_reference_sure: !has_slipped,
            row,
            warnings: cells.warnings,
        }
    }

    fn finish_current(&mut self) -> Result<(), ReadError<E>> {
        match self.current.take() {
            Some(gathering) => self.finish(gathering),
            None => Ok(()),
        }
    }

    fn finish(&mut self, gathering: Gathering<F>) -> Result<(), ReadError<E>> {
        match gathering.finish() {
            Some(group) => self.hand_out(group),
            None => Ok(()),
        }
    }

    fn hand_out(&mut self, group: Group) -> Result<(), ReadError<E>> {
        match &group {
            Group::Incident { lines, warnings, .. } | Group::Referral { lines, warnings, .. } => {
                self.notes.rows_accepted += lines.len() as u64;
                self.notes.warnings += warnings.len() as u64;
            }
            Group::Refused { rows, .. } => self.notes.rows_refused += rows,
        }
        (self.each)(group).map_err(ReadError::Each)
    }
}

fn survey<R: Read + Seek, F: Fold, E>(
    records: &mut Records<R>,
    sheet: &Sheet<'_>,
) -> Result<Survey, ReadError<E>> {
    let mut record = Record::default();
    let mut rows = 0;
    // One hash for each stretch of rows with one reference: eight bytes a stretch.
    let mut hashes = Vec::new();
    let mut last = String::new();
    while records.read(&mut record)? {
        if records.is_exhausted() {
            return Err(FileRefused::Quotes { line: record.line }.into());
        }
        if record.is_blank() {
            continue;
        }
        rows += 1;
        if let Some(reference) = reference::<F>(&record, sheet)
            && reference != last
        {
            hashes.push(hash_of(&reference));
            last = reference;
        }
    }
    hashes.sort_unstable();
    let mut apart: Vec<u64> =
        hashes.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
    apart.dedup();
    Ok(Survey { apart, rows })
}

/// The reference that a row belongs to, even a broken row, as far as it was read.
fn reference<F: Fold>(record: &Record, sheet: &Sheet<'_>) -> Option<String> {
    let cell = record.cell(sheet.columns.index(F::REFERENCE)?)?;
    let (reference, _) = clean(&decode(cell, sheet.encoding).0);
    if reference.is_empty() { None } else { Some(reference) }
}

fn hash_of(reference: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    reference.hash(&mut hasher);
    hasher.finish()
}

/// The stretches of one hash each, in the order of their first lines.
fn ranges(apart: &[Apart]) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut start = 0;
    for chunk in apart.chunk_by(|left, right| left.hash == right.hash) {
        ranges.push(start..start + chunk.len());
        start += chunk.len();
    }
    ranges.sort_unstable_by_key(|range| apart[range.start].line);
    ranges
}
