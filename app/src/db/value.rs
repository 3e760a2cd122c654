//! What goes into a statement: one value type for both engines.

use jiff::{Timestamp, civil::Date};
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use rusqlite::types::{ToSqlOutput, Value as SqliteValue};
use uuid::Uuid;

/// A statement's parameter. Instants are kept to the microsecond, which is what PostgreSQL holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Null,
    Bool(bool),
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
    Uuid(Uuid),
    Instant(Timestamp),
    Date(Date),
    Json(serde_json::Value),
}

impl Value {
    pub(super) fn holds_nul(&self) -> bool {
        match self {
            Value::Text(text) => text.contains('\0'),
            Value::Json(json) => json_holds_nul(json),
            Value::Null
            | Value::Bool(_)
            | Value::Int(_)
            | Value::Bytes(_)
            | Value::Uuid(_)
            | Value::Instant(_)
            | Value::Date(_) => false,
        }
    }
}

fn json_holds_nul(json: &serde_json::Value) -> bool {
    use serde_json::Value as Json;
    match json {
        Json::String(text) => text.contains('\0'),
        Json::Array(items) => items.iter().any(json_holds_nul),
        Json::Object(fields) => {
            fields.iter().any(|(name, value)| name.contains('\0') || json_holds_nul(value))
        }
        Json::Null | Json::Bool(_) | Json::Number(_) => false,
    }
}

/// `params![id, name, now]`: the parameters of one statement, in the order of `$1`, `$2`, ...
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::db::Value::from($value)),*] };
}

macro_rules! value_from {
    ($($type:ty => |$v:ident| $make:expr),* $(,)?) => { $(
        impl From<$type> for Value { fn from($v: $type) -> Self { $make } }
    )* };
}

value_from! {
    bool => |v| Value::Bool(v),
    i64 => |v| Value::Int(v),
    u32 => |v| Value::Int(i64::from(v)),
    String => |v| Value::Text(v),
    &str => |v| Value::Text(v.to_owned()),
    &String => |v| Value::Text(v.clone()),
    Vec<u8> => |v| Value::Bytes(v),
    &[u8] => |v| Value::Bytes(v.to_vec()),
    [u8; 32] => |v| Value::Bytes(v.to_vec()),
    &[u8; 32] => |v| Value::Bytes(v.to_vec()),
    Uuid => |v| Value::Uuid(v),
    Timestamp => |v| Value::Instant(to_microsecond(v)),
    Date => |v| Value::Date(v),
    serde_json::Value => |v| Value::Json(v),
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Null, Into::into)
    }
}

/// Cuts what the databases do not keep, so that a value compares equal after a round trip.
#[must_use]
pub fn to_microsecond(instant: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(instant.as_microsecond())
        .expect("the microseconds of a timestamp are in its range")
}

/// Fixed width and UTC, so that SQLite's byte order is the order of time.
pub(super) fn instant_text(instant: Timestamp) -> String {
    format!("{:.6}", to_microsecond(instant))
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Value::Null => ToSqlOutput::Owned(SqliteValue::Null),
            Value::Bool(v) => ToSqlOutput::Owned(SqliteValue::Integer(i64::from(*v))),
            Value::Int(v) => ToSqlOutput::Owned(SqliteValue::Integer(*v)),
            Value::Text(v) => ToSqlOutput::Borrowed(v.as_str().into()),
            Value::Bytes(v) => ToSqlOutput::Borrowed(v.as_slice().into()),
            Value::Uuid(v) => ToSqlOutput::Borrowed(v.as_bytes().as_slice().into()),
            Value::Instant(v) => ToSqlOutput::Owned(SqliteValue::Text(instant_text(*v))),
            Value::Date(v) => ToSqlOutput::Owned(SqliteValue::Text(v.to_string())),
            Value::Json(v) => ToSqlOutput::Owned(SqliteValue::Text(v.to_string())),
        })
    }
}

impl ToSql for Value {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut postgres::types::private::BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Value::Null => Ok(IsNull::Yes),
            Value::Bool(v) => v.to_sql_checked(ty, out),
            Value::Int(v) if *ty == Type::INT4 => i32::try_from(*v)?.to_sql_checked(ty, out),
            Value::Int(v) => v.to_sql_checked(ty, out),
            Value::Text(v) => v.to_sql_checked(ty, out),
            Value::Bytes(v) => v.to_sql_checked(ty, out),
            Value::Uuid(v) => v.to_sql_checked(ty, out),
            Value::Instant(v) => v.to_sql_checked(ty, out),
            Value::Date(v) => v.to_sql_checked(ty, out),
            Value::Json(v) => v.to_sql_checked(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}
