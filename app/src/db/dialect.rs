//! Everything in which the two engines differ, in one place.
//!
//! Statements are written once, in the common dialect with `$1` parameters. What cannot be common
//! is a *token* here: `{uuid}` in a migration or a whole clause such as the append-only triggers.

use std::{cell::RefCell, collections::HashMap};

/// Which engine a statement meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    /// The engine's name as people know it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Engine::Sqlite => "SQLite (SQLCipher)",
            Engine::Postgres => "PostgreSQL",
        }
    }
}

/// The type tokens of the migrations: (token, SQLite, PostgreSQL).
///
/// SQLite's tables are STRICT and have no dates or ids of their own: instants are text of a fixed
/// width in UTC, so that their byte order is the order of time; ids are 16 bytes. Text compares by
/// bytes on both (`collate "C"`), so that a page of a list ends at the same row on both.
const TOKENS: [(&str, &str, &str); 9] = [
    ("{uuid}", "blob", "uuid"),
    ("{instant}", "text", "timestamptz"),
    ("{date}", "text", "date"),
    ("{json}", "text", "jsonb"),
    ("{bytes}", "blob", "bytea"),
    ("{bool}", "integer", "boolean"),
    ("{int}", "integer", "bigint"),
    ("{text}", "text", "text collate \"C\""),
    ("{strict}", "strict, without rowid", ""),
];

/// A migration's text for one engine. `{append_only:TABLE}` becomes the triggers that refuse
/// every change and removal of a row of TABLE.
#[must_use]
pub fn expand(engine: Engine, migration: &str) -> String {
    let mut text = migration.to_owned();
    for (token, sqlite, postgres) in TOKENS {
        let own = if engine == Engine::Sqlite { sqlite } else { postgres };
        text = text.replace(token, own);
    }
    while let Some(start) = text.find("{append_only:") {
        let end = text[start..].find('}').map_or(text.len(), |length| start + length + 1);
        let table = text[start + "{append_only:".len()..end - 1].to_owned();
        text.replace_range(start..end, &append_only(engine, &table));
    }
    text
}

fn append_only(engine: Engine, table: &str) -> String {
    match engine {
        Engine::Sqlite => ["update", "delete"]
            .map(|verb| {
                format!(
                    "create trigger {table}_no_{verb} before {verb} on {table} begin \
                     select raise(abort, '{table} is append-only'); end;"
                )
            })
            .join("\n"),
        Engine::Postgres => format!(
            "create function {table}_append_only() returns trigger language plpgsql as \
             $$ begin raise exception '{table} is append-only'; end $$;\n\
             create trigger {table}_append_only before update or delete on {table} \
             for each row execute function {table}_append_only();\n\
             create trigger {table}_no_truncate before truncate on {table} \
             for each statement execute function {table}_append_only();"
        ),
    }
}

thread_local! {
    /// Rewritten statements by the address of their text: `sql` is `'static`, so the address
    /// names it for ever, and each thread rewrites a statement once.
    static REWRITTEN: RefCell<HashMap<(usize, usize), &'static str>> = RefCell::default();
}

/// `$1` as SQLite must read it. To SQLite `$1` is a *name*, numbered by first appearance, so
/// `where b = $2 and a = $1` would silently swap its parameters; `?1` is a number.
///
/// A rewritten statement is kept for the life of the process: there are as many as there are
/// statements in the source.
pub(super) fn for_sqlite(sql: &'static str) -> &'static str {
    if !sql.contains('$') {
        return sql;
    }
    REWRITTEN.with_borrow_mut(|known| {
        *known
            .entry((sql.as_ptr() as usize, sql.len()))
            .or_insert_with(|| Box::leak(numbered(sql).into_boxed_str()))
    })
}

fn numbered(sql: &str) -> String {
    let mut text = String::with_capacity(sql.len());
    let mut quoted = false;
    let mut letters = sql.chars().peekable();
    while let Some(letter) = letters.next() {
        quoted ^= letter == '\'';
        let is_parameter =
            letter == '$' && !quoted && letters.peek().is_some_and(char::is_ascii_digit);
        text.push(if is_parameter { '?' } else { letter });
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_keeps_its_number_whatever_the_order_of_appearance() {
        assert_eq!(numbered("b = $2 and a = $1 or c = $10"), "b = ?2 and a = ?1 or c = ?10");
    }

    #[test]
    fn a_dollar_in_a_quoted_text_is_left_alone() {
        assert_eq!(numbered("a = '$1' and b = $1"), "a = '$1' and b = ?1");
    }

    #[test]
    fn a_token_that_is_not_known_stays_and_so_breaks_the_migration_loudly() {
        assert_eq!(expand(Engine::Sqlite, "a {uuid}, b {what}"), "a blob, b {what}");
    }
}
