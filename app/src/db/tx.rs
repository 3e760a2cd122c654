//! One transaction: the only thing a store speaks to.

use super::{
    DbError, Row, Value,
    dialect::{Engine, for_sqlite},
    postgres::PgConnection,
    row::{Of, Places},
};
use postgres::types::ToSql;
use rusqlite::{Connection, params_from_iter};

/// A transaction on either engine. It ends with the operation it was opened for.
pub enum Tx<'c> {
    Sqlite(&'c Connection),
    Postgres(&'c mut PgConnection),
}

impl Tx<'_> {
    /// Which engine this is, for the few statements that must differ.
    #[must_use]
    pub fn engine(&self) -> Engine {
        match self {
            Tx::Sqlite(_) => Engine::Sqlite,
            Tx::Postgres(_) => Engine::Postgres,
        }
    }

    /// The same transaction, lent for a shorter time.
    pub(crate) fn reborrow(&mut self) -> Tx<'_> {
        match self {
            Tx::Sqlite(connection) => Tx::Sqlite(connection),
            Tx::Postgres(connection) => Tx::Postgres(connection),
        }
    }

    /// Runs a statement; how many rows it touched.
    ///
    /// # Errors
    /// [`DbError`]; [`DbError::Unique`] names the constraint that was met.
    pub fn execute(&mut self, sql: &'static str, params: &[Value]) -> Result<u64, DbError> {
        refuse_nul(params)?;
        match self {
            Tx::Sqlite(connection) => {
                let mut statement = connection.prepare_cached(for_sqlite(sql))?;
                Ok(statement.execute(params_from_iter(params))? as u64)
            }
            Tx::Postgres(connection) => {
                let statement = connection.statement(sql)?;
                let done = connection.client.execute(&statement, &borrowed(params));
                connection.noted(done)
            }
        }
    }

    /// Every row of the answer, each read by `read`.
    ///
    /// # Errors
    /// [`DbError`], also when a column does not hold what `read` wants.
    pub fn list<T>(
        &mut self,
        sql: &'static str,
        params: &[Value],
        read: impl Fn(&Row<'_>) -> Result<T, DbError>,
    ) -> Result<Vec<T>, DbError> {
        refuse_nul(params)?;
        let places = Places::default();
        match self {
            Tx::Sqlite(connection) => {
                let mut statement = connection.prepare_cached(for_sqlite(sql))?;
                let mut rows = statement.query(params_from_iter(params))?;
                let mut found = Vec::new();
                while let Some(row) = rows.next()? {
                    found.push(read(&Row::new(Of::Sqlite(row), &places))?);
                }
                Ok(found)
            }
            Tx::Postgres(connection) => {
                let statement = connection.statement(sql)?;
                let done = connection.client.query(&statement, &borrowed(params));
                let rows = connection.noted(done)?;
                rows.iter().map(|row| read(&Row::new(Of::Postgres(row), &places))).collect()
            }
        }
    }

    /// The first row of the answer, if there is one.
    ///
    /// # Errors
    /// As [`Tx::list`].
    pub fn find<T>(
        &mut self,
        sql: &'static str,
        params: &[Value],
        read: impl Fn(&Row<'_>) -> Result<T, DbError>,
    ) -> Result<Option<T>, DbError> {
        refuse_nul(params)?;
        let places = Places::default();
        match self {
            Tx::Sqlite(connection) => {
                let mut statement = connection.prepare_cached(for_sqlite(sql))?;
                let mut rows = statement.query(params_from_iter(params))?;
                rows.next()?.map(|row| read(&Row::new(Of::Sqlite(row), &places))).transpose()
            }
            Tx::Postgres(connection) => {
                let statement = connection.statement(sql)?;
                let done = connection.client.query(&statement, &borrowed(params));
                let rows = connection.noted(done)?;
                rows.first().map(|row| read(&Row::new(Of::Postgres(row), &places))).transpose()
            }
        }
    }

    /// The number in the column `count` of the only row.
    ///
    /// # Errors
    /// As [`Tx::list`].
    pub fn count(&mut self, sql: &'static str, params: &[Value]) -> Result<i64, DbError> {
        Ok(self.find(sql, params, |row| row.get("count"))?.unwrap_or(0))
    }

    /// Statements without parameters, one after the other: for migrations.
    pub(super) fn batch(&mut self, sql: &str) -> Result<(), DbError> {
        match self {
            Tx::Sqlite(connection) => Ok(connection.execute_batch(sql)?),
            Tx::Postgres(connection) => {
                let done = connection.client.batch_execute(sql);
                connection.noted(done)
            }
        }
    }
}

/// PostgreSQL cannot keep the character NUL in a text, SQLite can: neither may.
fn refuse_nul(params: &[Value]) -> Result<(), DbError> {
    if params.iter().any(Value::holds_nul) {
        let why = "a text cannot hold the character NUL".to_owned();
        return Err(DbError::Column { name: "(parameter)", why });
    }
    Ok(())
}

fn borrowed(params: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    params.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}
