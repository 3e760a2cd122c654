//! What comes out of a statement: typed columns, read by name, the same on both engines.

use super::DbError;
use domain::{
    agency, agreement, alert, declaration, exclusion, glass, ids, incident, involvement, marac,
    person, user,
};
use jiff::{Timestamp, civil::Date};
use rusqlite::types::ValueRef;
use std::cell::{Cell as Mutable, RefCell};
use uuid::Uuid;

/// One row of an answer, alive while the statement runs.
pub struct Row<'r> {
    of: Of<'r>,
    places: &'r Places,
}

pub(super) enum Of<'r> {
    Sqlite(&'r rusqlite::Row<'r>),
    Postgres(&'r postgres::Row),
}

/// Where the columns are that were asked for by name so far, in the order of asking: rows are read
/// alike, so that the next to be asked for mostly is the next here. To look each up by its letters
/// took an eighth of the time in which linking reads everything.
#[derive(Default)]
pub(super) struct Places {
    known: RefCell<Vec<(&'static str, usize)>>,
    next: Mutable<usize>,
}

impl Places {
    fn of(
        &self,
        name: &'static str,
        find: impl FnOnce() -> Result<usize, String>,
    ) -> Result<usize, String> {
        let mut known = self.known.borrow_mut();
        let is_it = |(one, _): &(&'static str, usize)| std::ptr::eq(*one, name);
        let next = self.next.get();
        let found = match known.get(next).is_some_and(is_it) {
            true => Some(next),
            false => known.iter().position(is_it),
        };
        let at = match found {
            Some(at) => at,
            None => {
                known.push((name, find()?));
                known.len() - 1
            }
        };
        self.next.set(at + 1);
        Ok(known[at].1)
    }
}

/// One cell of a row.
pub enum Cell<'r> {
    Sqlite(ValueRef<'r>),
    Postgres(&'r postgres::Row, usize),
}

/// A type that a column can be read as.
pub trait Column: Sized {
    /// # Errors
    /// When the cell holds another type, or a text that is no value of this type.
    fn read(cell: &Cell<'_>) -> Result<Self, String>;
}

impl<'r> Row<'r> {
    /// A row of a statement whose rows share `places`.
    pub(super) fn new(of: Of<'r>, places: &'r Places) -> Row<'r> {
        Row { of, places }
    }

    /// The column `name`, as `T`.
    ///
    /// # Errors
    /// [`DbError::Column`] when there is no such column or it does not hold a `T`.
    pub fn get<T: Column>(&self, name: &'static str) -> Result<T, DbError> {
        let broken = |why: String| DbError::Column { name, why };
        let cell = match self.of {
            Of::Sqlite(row) => {
                let find = || row.as_ref().column_index(name).map_err(|error| error.to_string());
                let index = self.places.of(name, find).map_err(broken)?;
                Cell::Sqlite(row.get_ref(index).map_err(|error| broken(error.to_string()))?)
            }
            Of::Postgres(row) => {
                let find = || {
                    let index = row.columns().iter().position(|column| column.name() == name);
                    index.ok_or_else(|| "no such column".to_owned())
                };
                Cell::Postgres(row, self.places.of(name, find).map_err(broken)?)
            }
        };
        T::read(&cell).map_err(broken)
    }
}

fn odd(wanted: &str, found: ValueRef<'_>) -> String {
    format!("wanted {wanted}, found {}", found.data_type())
}

macro_rules! column {
    ($type:ty, $words:literal, $pattern:pat => $make:expr) => {
        impl Column for $type {
            fn read(cell: &Cell<'_>) -> Result<Self, String> {
                match cell {
                    Cell::Sqlite($pattern) => $make,
                    Cell::Sqlite(other) => Err(odd($words, *other)),
                    Cell::Postgres(row, index) => {
                        row.try_get(*index).map_err(|error| error.to_string())
                    }
                }
            }
        }
    };
}

fn text(bytes: &[u8]) -> Result<&str, String> {
    std::str::from_utf8(bytes).map_err(|error| error.to_string())
}

column!(bool, "a yes or no", ValueRef::Integer(v) => Ok(*v != 0));
column!(i64, "a number", ValueRef::Integer(v) => Ok(*v));
column!(String, "a text", ValueRef::Text(v) => text(v).map(str::to_owned));
column!(Vec<u8>, "bytes", ValueRef::Blob(v) => Ok(v.to_vec()));
column!(Uuid, "an id", ValueRef::Blob(v) => Uuid::from_slice(v).map_err(|e| e.to_string()));
column!(Timestamp, "an instant", ValueRef::Text(v) => {
    text(v)?.parse().map_err(|error: jiff::Error| error.to_string())
});
column!(Date, "a date", ValueRef::Text(v) => {
    text(v)?.parse().map_err(|error: jiff::Error| error.to_string())
});
column!(serde_json::Value, "JSON", ValueRef::Text(v) => {
    serde_json::from_slice(v).map_err(|error| error.to_string())
});

impl<T: Column> Column for Option<T> {
    fn read(cell: &Cell<'_>) -> Result<Self, String> {
        let empty = match cell {
            Cell::Sqlite(value) => matches!(value, ValueRef::Null),
            Cell::Postgres(row, index) => {
                matches!(row.try_get::<_, Option<Anything>>(*index), Ok(None))
            }
        };
        if empty { Ok(None) } else { T::read(cell).map(Some) }
    }
}

/// Accepts any PostgreSQL type, to ask only whether a cell is empty.
struct Anything;

impl postgres::types::FromSql<'_> for Anything {
    fn from_sql(
        _: &postgres::types::Type,
        _: &[u8],
    ) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Anything)
    }

    fn accepts(_: &postgres::types::Type) -> bool {
        true
    }
}

impl Column for [u8; 32] {
    fn read(cell: &Cell<'_>) -> Result<Self, String> {
        let bytes = Vec::<u8>::read(cell)?;
        let length = bytes.len();
        bytes.try_into().map_err(|_| format!("wanted 32 bytes, found {length}"))
    }
}

macro_rules! id_columns {
    ($($type:ty),* $(,)?) => { $(
        impl Column for $type {
            fn read(cell: &Cell<'_>) -> Result<Self, String> {
                Uuid::read(cell).map(<$type>::from_uuid)
            }
        }
        impl From<$type> for super::Value {
            fn from(id: $type) -> Self { super::Value::Uuid(id.uuid()) }
        }
    )* };
}

id_columns!(
    ids::AgencyId,
    ids::AgreementId,
    ids::AlertId,
    ids::DutyCallId,
    ids::DutyId,
    ids::EntryId,
    ids::GlassId,
    ids::GiftId,
    ids::ImportId,
    ids::IncidentId,
    ids::InvitationId,
    ids::InvolvementId,
    ids::LinkId,
    ids::MaracId,
    ids::ModelId,
    ids::OfficeId,
    ids::PersonId,
    ids::RecordId,
    ids::ReferralId,
    ids::SessionId,
    ids::TokenId,
    ids::UserId
);

macro_rules! code_columns {
    ($($type:ty),* $(,)?) => { $(
        impl Column for $type {
            fn read(cell: &Cell<'_>) -> Result<Self, String> {
                let code = String::read(cell)?;
                <$type>::from_code(&code).ok_or_else(|| format!("{code:?} is no known code"))
            }
        }
        impl From<$type> for super::Value {
            fn from(value: $type) -> Self { super::Value::Text(value.code().to_owned()) }
        }
    )* };
}

code_columns!(
    agency::AgencyKind,
    agency::AgencyStatus,
    agreement::Gateway,
    alert::AlertKind,
    alert::AlertOutcome,
    declaration::Strength,
    exclusion::ExclusionReason,
    glass::GlassOutcome,
    glass::GlassReason,
    incident::Definition,
    incident::IncidentStatus,
    incident::Relationship,
    incident::RiskGrade,
    involvement::InvolvementPart,
    marac::MaracPart,
    marac::MeetingKind,
    marac::ReferralStatus,
    marac::ReferrerKind,
    person::PartyRole,
    person::Sex,
    user::Role,
    user::UserStatus,
);
