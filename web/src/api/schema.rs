//! What the description says about texts, as exactly as a description can.

use app::person::review::Verdict;
use domain::{
    agency::{AgencyKind, NAME_CHARS_MAX},
    performance::By,
    person::SearchPurpose,
};
use utoipa::openapi::schema::{KnownFormat, Object, ObjectBuilder, SchemaFormat, Type};

/// What Unicode calls white space, which no name begins or ends with.
const SPACE: &str = "\t-\r \u{85}\u{a0}\u{1680}\u{2000}-\u{200a}\u{2028}\u{2029}\u{202f}\u{205f}\
                     \u{3000}";
/// What no name may hold: see `domain::agency::name`.
const HIDDEN: &str = "\u{0}-\u{1f}\u{7f}-\u{9f}\u{61c}\u{200b}\u{200e}\u{200f}\u{2028}-\u{202e}\
                      \u{2060}-\u{206f}\u{feff}\u{e0000}-\u{e007f}";

fn text() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

/// The name of an agency.
pub(crate) fn name() -> Object {
    let (inside, edge) = (format!("[^{HIDDEN}]"), format!("[^{SPACE}{HIDDEN}]"));
    let pattern = format!("^{edge}({inside}*{edge})?$");
    text().min_length(Some(1)).max_length(Some(NAME_CHARS_MAX)).pattern(Some(pattern)).build()
}

/// The code of an agency.
pub(crate) fn code() -> Object {
    text().pattern(Some("^[A-Za-z0-9_-]{2,40}$")).build()
}

/// The kind of an agency.
pub(crate) fn kind() -> Object {
    text().enum_values(Some(AgencyKind::ALL.iter().map(|kind| kind.code()))).build()
}

/// A day, as `2008-04-01`.
pub(crate) fn day() -> Object {
    text().format(Some(SchemaFormat::KnownFormat(KnownFormat::Date))).build()
}

/// What a report can be broken down by.
pub(crate) fn by() -> Object {
    text().enum_values(Some(By::ALL.iter().map(|by| by.code()))).build()
}

/// What a search is for.
pub(crate) fn purpose() -> Object {
    text().enum_values(Some(SearchPurpose::ALL.iter().map(|purpose| purpose.code()))).build()
}

/// A name, postcode or number that is searched for.
pub(crate) fn sought() -> Object {
    text().max_length(Some(120)).build()
}

/// A date of birth, or a part of it.
pub(crate) fn birth() -> Object {
    text().pattern(Some("^[0-9]{4}(-[0-9]{2}){0,2}$")).build()
}

/// What somebody says of two records.
pub(crate) fn verdict() -> Object {
    text().enum_values(Some(Verdict::ALL.iter().map(|verdict| verdict.code()))).build()
}

/// Why somebody decided something.
pub(crate) fn why() -> Object {
    text().min_length(Some(1)).max_length(Some(2_000)).build()
}
