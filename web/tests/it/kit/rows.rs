//! How many rows there are of what: a change shows.

use app::{App, db::DbError};
use std::collections::BTreeMap;

/// Counts by table, and of what is changed in place.
pub type Rows = BTreeMap<&'static str, i64>;

macro_rules! count_of {
    ($($table:literal),+) => {
        &[$(($table, concat!("select count(*) as count from ", $table))),+]
    };
}

const TABLES: &[(&str, &str)] = count_of![
    "setting",
    "secret",
    "record_key",
    "agency",
    "agency_state",
    "user_account",
    "user_state",
    "credential",
    "second_factor",
    "recovery_code",
    "invitation",
    "session",
    "api_token",
    "throttle",
    "request",
    "job",
    "area",
    "ledger_entry"
];

const CHANGED: &[(&str, &str)] = &[
    ("policy epoch", "select epoch as count from policy_epoch"),
    ("ended sessions", "select count(*) as count from session where ended_at is not null"),
    ("revoked tokens", "select count(*) as count from api_token where revoked_at is not null"),
    ("used codes", "select count(*) as count from recovery_code where used_at is not null"),
    ("used invitations", "select count(*) as count from invitation where used_at is not null"),
    ("tries", "select cast(coalesce(sum(tries), 0) as bigint) as count from throttle"),
];

pub fn rows_of(app: &App) -> Rows {
    let counted = app.db().read(|tx| {
        TABLES
            .iter()
            .chain(CHANGED)
            .map(|(what, sql)| Ok((*what, tx.count(sql, &[])?)))
            .collect::<Result<Rows, DbError>>()
    });
    counted.unwrap()
}
