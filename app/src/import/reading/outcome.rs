//! What reading a file gives: groups of rows, refusals, warnings and notes about the file.

use std::{fmt, io};

use domain::{incident::NewIncident, marac::NewReferral};
use thiserror::Error;

/// Which of the exchange formats a file is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileKind {
    /// One row per victim and suspect of an incident.
    Incidents,
    /// One row per referral and perpetrator.
    Referrals,
}

impl FileKind {
    pub const ALL: &[Self] = &[Self::Incidents, Self::Referrals];

    /// The name in the command line and in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Incidents => "incidents",
            Self::Referrals => "referrals",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.code() == code)
    }
}

/// The rows of one reference, all of them, wherever they stand in the file.
#[derive(Clone, Debug, PartialEq)]
pub enum Group {
    Incident {
        new: Box<NewIncident>,
        /// The line on which each of its rows begins; as many as rows.
        lines: Vec<u64>,
        warnings: Vec<Warning>,
    },
    Referral {
        new: Box<NewReferral>,
        lines: Vec<u64>,
        warnings: Vec<Warning>,
    },
    /// Nothing of these rows is taken in. A long list comes in several parts.
    Refused {
        /// One for each row.
        refusals: Vec<Refusal>,
        rows: u64,
    },
}

impl Group {
    /// How many rows of the file it is made of.
    pub fn rows(&self) -> u64 {
        match self {
            Self::Incident { lines, .. } | Self::Referral { lines, .. } => lines.len() as u64,
            Self::Refused { rows, .. } => *rows,
        }
    }
}

/// Why one row is not taken in. It holds no value of the file but the reference, which is short
/// and has no hidden characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Of the file, the header's being 1; the line on which the row begins.
    pub line: u64,
    /// Empty where it is about the row as a whole.
    pub column: String,
    pub reason: String,
    /// At most 64 characters; empty where it cannot be told.
    pub reference: String,
}

/// A cell that was not read as it stands; the row is taken in all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    pub line: u64,
    pub column: String,
    pub what: WarningKind,
}

/// What is the matter with a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WarningKind {
    /// No date, number, postcode or the like: kept as it came.
    Unreadable,
    /// Not a word of the column's list: kept as it came.
    UnknownWord,
    /// A status of a referral that is no word of the list: kept as it came, and nothing that was
    /// only guessed to be accepted is counted.
    TakenAsSubmitted,
    /// A status of an incident that is no word of the list: kept as it came. What was reported and
    /// is not said to be cancelled is counted.
    TakenAsLive,
    /// Longer than the column takes: kept as it came.
    TooLong,
    /// An NHS number whose last digit does not fit; it is evidence all the same.
    CheckDigit,
    /// A character without width, or one that turns the writing direction, was left out.
    HiddenCharacter,
    /// Bytes that are not in the file's encoding were read as Windows-1252.
    Encoding,
    /// Another row of the same reference says otherwise; the first one holds.
    Contradiction,
}

impl WarningKind {
    pub const ALL: &[Self] = &[
        Self::Unreadable,
        Self::UnknownWord,
        Self::TakenAsSubmitted,
        Self::TakenAsLive,
        Self::TooLong,
        Self::CheckDigit,
        Self::HiddenCharacter,
        Self::Encoding,
        Self::Contradiction,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::UnknownWord => "unknown_word",
            Self::TakenAsSubmitted => "taken_as_submitted",
            Self::TakenAsLive => "taken_as_live",
            Self::TooLong => "too_long",
            Self::CheckDigit => "check_digit",
            Self::HiddenCharacter => "hidden_character",
            Self::Encoding => "encoding",
            Self::Contradiction => "contradiction",
        }
    }

    pub const fn words(self) -> &'static str {
        match self {
            Self::Unreadable => "cannot be read; kept as it came",
            Self::UnknownWord => "is no word of the list; kept as it came",
            Self::TakenAsSubmitted => {
                "is no word of the list; kept as it came, and taken as submitted until it is mended"
            }
            Self::TakenAsLive => {
                "is no word of the list; kept as it came, and taken as live until it is mended"
            }
            Self::TooLong => "is too long; kept as it came",
            Self::CheckDigit => "fails its check digit; kept",
            Self::HiddenCharacter => "held hidden characters; they were left out",
            Self::Encoding => "held bytes of another encoding; read as Windows-1252",
            Self::Contradiction => "contradicts an earlier row of the same reference, which holds",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.code() == code)
    }
}

/// How the letters of a file are written in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    #[default]
    Utf8,
    /// What Excel writes on Windows as plain "CSV".
    Windows1252,
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Utf8 => "UTF-8",
            Self::Windows1252 => "Windows-1252",
        })
    }
}

/// What was found about a file as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileNotes {
    pub encoding: Encoding,
    pub had_bom: bool,
    /// At least one date was written `DD/MM/YYYY`.
    pub used_ddmmyyyy: bool,
    /// Columns of no meaning here: ignored. At most 100, each at most 64 characters.
    pub unknown_columns: Vec<String>,
    /// Columns without a name: ignored.
    pub unnamed_columns: u64,
    /// Data rows, `rows = rows_accepted + rows_refused`.
    pub rows: u64,
    pub rows_accepted: u64,
    pub rows_refused: u64,
    /// Lines with nothing in any cell; no data rows.
    pub empty_rows: u64,
    /// Of the accepted rows.
    pub warnings: u64,
}

impl FileNotes {
    /// What the sender should hear about the file, in sentences; nothing where all is as it
    /// should be.
    pub fn sentences(&self) -> Vec<String> {
        let mut said = Vec::new();
        if self.had_bom {
            said.push("The file begins with a byte-order mark; it was left out.".into());
        }
        if self.encoding == Encoding::Windows1252 {
            said.push("The file is not UTF-8; it was read as Windows-1252.".into());
        }
        if self.used_ddmmyyyy {
            said.push("Dates are written as DD/MM/YYYY; YYYY-MM-DD is surer.".into());
        }
        if !self.unknown_columns.is_empty() {
            let names = self.unknown_columns.join(", ");
            said.push(format!("These columns are not known and were ignored: {names}."));
        }
        if 0 < self.unnamed_columns {
            let count = self.unnamed_columns;
            said.push(format!("Columns without a name were ignored: {count}."));
        }
        if 0 < self.empty_rows {
            said.push(format!("Empty rows were passed over: {}.", self.empty_rows));
        }
        said
    }
}

/// Why a file as a whole cannot be read. No message holds anything of the file but column names.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum FileRefused {
    #[error("the file is empty: export it again")]
    Empty,
    #[error("the file is {0}: save it as \"CSV UTF-8 (comma delimited)\" and import that")]
    LooksLike(&'static str),
    #[error(
        "line {line} names no column of the format \"{}\": the first line must be the header, its \
         names separated by commas", kind.code()
    )]
    NoHeader { line: u64, kind: FileKind },
    #[error("line {line} is separated by {by}: save the file as CSV separated by commas")]
    Separator { line: u64, by: &'static str },
    #[error("line {line} names the column \"{column}\" twice: rename or remove one of the two")]
    DuplicateColumn { line: u64, column: String },
    #[error("line {line}, column {column}, in the header: {fault}")]
    BrokenHeader { line: u64, column: u64, fault: String },
    #[error(
        "too many quotation marks have no end, the last in line {line}: double each quotation mark \
         inside a cell, and put the cell in quotation marks"
    )]
    Quotes { line: u64 },
    #[error("the file changed while it was read: import it again when it is complete")]
    Changed,
}

/// Why the reading of a file came to no end.
#[derive(Debug, Error)]
pub enum ReadError<E> {
    #[error(transparent)]
    File(#[from] FileRefused),
    #[error("the file cannot be read: {0}")]
    Io(#[from] io::Error),
    /// Whoever took the groups did not go on.
    #[error("{0}")]
    Each(E),
}
