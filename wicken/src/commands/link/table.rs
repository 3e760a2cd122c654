//! Files of records: CSV and Parquet, row by row.

use super::{schema::LinkSchema, text::decode};
use crate::config::Failure;
use linkage::Records;
use parquet::{
    file::reader::{FileReader, SerializedFileReader},
    record::Field,
};
use std::{
    borrow::Cow,
    fs::File,
    hash::{DefaultHasher, Hash, Hasher},
    io::{Read, Seek},
    path::Path,
};

/// Reads the records of a file, in the order of the file.
pub(super) fn read(path: &Path, schema: &LinkSchema, records: &mut Records) -> Result<(), Failure> {
    let failed = |error: &dyn std::fmt::Display| failure(path, error);
    let mut file = File::open(path).map_err(|error| failed(&error))?;
    let mut magic = [0; 4];
    let length = file.read(&mut magic).map_err(|error| failed(&error))?;
    file.rewind().map_err(|error| failed(&error))?;
    let mut intake = Intake { path, records, seen: Vec::new() };
    match &magic[..length] {
        b"PAR1" => read_parquet(file, schema, &mut intake)?,
        _ => read_csv(file, schema, &mut intake)?,
    }
    intake.check()
}

fn failure(path: &Path, error: &dyn std::fmt::Display) -> Failure {
    Failure::Failed(format!("{}: {error}", path.display()))
}

/// Takes records in, and sees to it that each has an identifier of its own.
struct Intake<'a> {
    path: &'a Path,
    records: &'a mut Records,
    /// The hash of each identifier, its record and its line.
    seen: Vec<(u64, u32, u64)>,
}

impl Intake<'_> {
    fn take(&mut self, line: u64, id: &str, values: &[&str]) -> Result<(), Failure> {
        if id.is_empty() {
            let what = format!("line {line} has no identifier; give it one");
            return Err(failure(self.path, &what));
        }
        let mut hasher = DefaultHasher::new();
        id.hash(&mut hasher);
        let record = u32::try_from(self.records.len()).map_err(Failure::of)?;
        self.seen.push((hasher.finish(), record, line));
        self.records.push(id, values);
        Ok(())
    }

    /// Whether each record has an identifier of its own.
    fn check(mut self) -> Result<(), Failure> {
        self.seen.sort_unstable();
        let mut twice = None;
        let runs = self.seen.chunk_by(|one, other| one.0 == other.0);
        for run in runs.filter(|run| 1 < run.len()) {
            for (at, (_, record, line)) in run.iter().enumerate() {
                let id = self.records.id(*record);
                let first = run[..at].iter().find(|(_, first, _)| self.records.id(*first) == id);
                if let Some((_, _, first)) = first {
                    let found = (*line, *first, id);
                    twice = Some(twice.map_or(found, |one: (u64, u64, &str)| one.min(found)));
                }
            }
        }
        if let Some((line, first, id)) = twice {
            let what = format!(
                "line {line} has the identifier `{id}`, as line {first} has; give each its own"
            );
            return Err(failure(self.path, &what));
        }
        Ok(())
    }
}

fn read_csv(file: File, schema: &LinkSchema, intake: &mut Intake<'_>) -> Result<(), Failure> {
    let path = intake.path;
    let mut reader = csv::ReaderBuilder::new().buffer_capacity(1 << 20).from_reader(file);
    let header = reader.byte_headers().map_err(|error| failure(path, &csv_error(&error)))?;
    let mut names: Vec<String> =
        header.iter().map(|cell| decode(cell.trim_ascii()).into_owned()).collect();
    if let Some(first) = names.first_mut() {
        *first = first.trim_start_matches('\u{feff}').trim().to_owned();
    }
    let (id, columns) = schema.places(path, &names)?;
    let mut row = csv::ByteRecord::new();
    let mut was_1252 = false;
    loop {
        let is_there =
            reader.read_byte_record(&mut row).map_err(|error| failure(path, &csv_error(&error)))?;
        if !is_there {
            break;
        }
        let line = row.position().map_or(0, csv::Position::line);
        if let Ok(text) = str::from_utf8(row.as_slice()) {
            // Checked once for all cells; where one begins within a letter, its row is not UTF-8.
            let whole = |at: usize| row.range(at).and_then(|range| text.get(range));
            let values: Option<Vec<&str>> = columns.iter().map(|at| whole(*at)).collect();
            if let (Some(id), Some(values)) = (whole(id), values) {
                intake.take(line, id.trim_ascii(), &values)?;
                continue;
            }
        }
        let cells: Vec<Cow<'_, str>> = columns.iter().map(|at| cell(&row, *at)).collect();
        was_1252 |= cells.iter().any(|cell| matches!(cell, Cow::Owned(_)));
        let values: Vec<&str> = cells.iter().map(|cell| &**cell).collect();
        intake.take(line, &cell(&row, id), &values)?;
    }
    if was_1252 {
        eprintln!("{} is not UTF-8 throughout and was read as Windows-1252.", path.display());
    }
    Ok(())
}

/// A cell as text, without the blanks around it.
fn cell(row: &csv::ByteRecord, at: usize) -> Cow<'_, str> {
    decode(row.get(at).unwrap_or_default().trim_ascii())
}

/// What is wrong, with its line and its mend.
fn csv_error(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { pos, expected_len, len } => format!(
            "line {} has {len} cells where the header has {expected_len}; a cell with a comma \
             stands in quotes",
            pos.as_ref().map_or(0, csv::Position::line)
        ),
        _ => error.to_string(),
    }
}

fn read_parquet(file: File, schema: &LinkSchema, intake: &mut Intake<'_>) -> Result<(), Failure> {
    let path = intake.path;
    let failed = |error: parquet::errors::ParquetError| failure(path, &error);
    let reader = SerializedFileReader::new(file).map_err(failed)?;
    let columns = reader.metadata().file_metadata().schema_descr().root_schema().get_fields();
    let names: Vec<String> = columns.iter().map(|column| column.name().trim().to_owned()).collect();
    let (id, columns) = schema.places(path, &names)?;
    for (at, row) in reader.get_row_iter(None).map_err(failed)?.enumerate() {
        let row = row.map_err(failed)?;
        let cells: Vec<&Field> = row.get_column_iter().map(|(_, field)| field).collect();
        let values: Vec<String> = columns.iter().map(|at| parquet_text(cells[*at])).collect();
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        // A row's number as a table shows it: the first row of data is line 2 below the names.
        intake.take(at as u64 + 2, &parquet_text(cells[id]), &values)?;
    }
    Ok(())
}

/// A cell as a CSV file would have it.
fn parquet_text(field: &Field) -> String {
    match field {
        Field::Null => String::new(),
        Field::Str(text) => text.trim().to_owned(),
        Field::Bytes(bytes) => decode(bytes.data()).trim().to_owned(),
        Field::Date(days) => {
            let epoch = jiff::civil::date(1970, 1, 1);
            let span = jiff::Span::new().try_days(*days);
            let day = span.and_then(|span| epoch.checked_add(span));
            day.map(|day| day.to_string()).unwrap_or_default()
        }
        other => other.to_string(),
    }
}
