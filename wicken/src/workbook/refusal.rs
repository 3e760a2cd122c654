//! Why a workbook is not read, and what its sender can do about it.

use quick_xml::events::attributes::AttrError;
use zip::result::ZipError;

/// Names of sheets that are told.
const NAMES_MOST: usize = 10;

/// Nothing of the workbook is taken in. It repeats no cell of it.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Refusal {
    #[error("the workbook has a password: take it away, or save the sheet as CSV")]
    Password,
    #[error("the file is an old Excel workbook (.xls): save it as .xlsx or as CSV")]
    OldExcel,
    #[error("the file is a binary Excel workbook (.xlsb): save it as .xlsx or as CSV")]
    Binary,
    #[error("the file is {0} and no workbook: put the rows into a workbook or into CSV")]
    Other(&'static str),
    #[error("the file is a zip archive and no workbook: send the .xlsx, .ods or .csv by itself")]
    NoWorkbook,
    #[error("the workbook is damaged ({0}): open it and save it anew, or save the sheet as CSV")]
    Broken(&'static str),
    #[error("the workbook is too large ({0}): divide it, or save the sheet as CSV")]
    TooLarge(&'static str),
    #[error(
        "a part of the workbook grows to more than three hundred times its size when it is \
         unpacked, which no table does: save the sheet as CSV"
    )]
    Bomb,
    #[error(
        "the workbook defines words of its own (a DTD), which no workbook needs: open it and \
         save it anew, or save the sheet as CSV"
    )]
    Entities,
    #[error("the workbook has no sheet with cells: put the rows into one, or save them as CSV")]
    NoSheet,
    #[error(
        "none of the sheets begins with a row of column names that has {column} in it: {}",
        list(.names)
    )]
    NoneFits { column: &'static str, names: Vec<String> },
    #[error(
        "several sheets hold rows of this kind: {}. Leave one of them in the workbook, or save \
         each as CSV",
        list(.0)
    )]
    SeveralFit(Vec<String>),
    #[error("the reader of workbooks could not be locked in, so nothing was read: {0}")]
    Cage(&'static str),
}

impl Refusal {
    /// For machines.
    pub(super) fn code(&self) -> &'static str {
        match self {
            Refusal::Password => "password",
            Refusal::OldExcel => "old_excel",
            Refusal::Binary => "binary",
            Refusal::Other(_) => "other_document",
            Refusal::NoWorkbook => "no_workbook",
            Refusal::Broken(_) => "broken",
            Refusal::TooLarge(_) => "too_large",
            Refusal::Bomb => "bomb",
            Refusal::Entities => "entities",
            Refusal::NoSheet => "no_sheet",
            Refusal::NoneFits { .. } => "none_fits",
            Refusal::SeveralFit(_) => "several_fit",
            Refusal::Cage(_) => "cage",
        }
    }

    fn of_io(error: &std::io::Error) -> Refusal {
        match error.kind() {
            std::io::ErrorKind::FileTooLarge => Refusal::TooLarge("unpacked, it is over 512 MiB"),
            _ => Refusal::Broken("a part of it cannot be unpacked"),
        }
    }
}

impl From<std::io::Error> for Refusal {
    fn from(error: std::io::Error) -> Self {
        Refusal::of_io(&error)
    }
}

impl From<quick_xml::Error> for Refusal {
    fn from(error: quick_xml::Error) -> Self {
        match error {
            quick_xml::Error::Io(error) => Refusal::of_io(&error),
            quick_xml::Error::Encoding(_) => Refusal::Broken("a part of it is not in UTF-8"),
            _ => Refusal::Broken("a part of it is no XML"),
        }
    }
}

impl From<AttrError> for Refusal {
    fn from(_: AttrError) -> Self {
        Refusal::Broken("a part of it is no XML")
    }
}

impl From<ZipError> for Refusal {
    fn from(error: ZipError) -> Self {
        match error {
            ZipError::Io(error) => Refusal::of_io(&error),
            ZipError::InvalidPassword => Refusal::Password,
            ZipError::FileNotFound => Refusal::Broken("a part of it is missing"),
            _ => Refusal::Broken("it is cut off, or its list of parts cannot be read"),
        }
    }
}

/// The names of sheets as they can be shown: without hidden characters, and not too many.
fn list(names: &[String]) -> String {
    let mut told: Vec<String> = names.iter().take(NAMES_MOST).map(|name| shown(name)).collect();
    if NAMES_MOST < names.len() {
        told.push(format!("and {} more", names.len() - NAMES_MOST));
    }
    told.join(", ")
}

pub(super) fn shown(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(64).collect()
}
