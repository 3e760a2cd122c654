//! `wicken migrate`: the schema is brought up to date.

use crate::{
    app::{App, Config, open_database},
    ctx::{About, Record, Visitor},
    db::migrate,
    error::{Error, StartError},
};
use domain::policy::{Permission, Subject};

/// Brings the schema up to date and records it; how many steps that took. A server does this
/// when it starts.
///
/// # Errors
/// [`StartError`]; a newer schema is refused.
pub fn migrate_database(config: &Config, visitor: &Visitor) -> Result<usize, StartError> {
    let db = open_database(config)?;
    let steps = migrate(&db, config.clock.now())?;
    drop(db);
    if steps == 0 {
        return Ok(0);
    }
    // The ledger lives in the database: the step is recorded once there is one to record it in.
    let app = App::open(Config { spool: None, ..config.clone() })?;
    app.change(visitor, |ctx| {
        let basis = ctx.permit(Permission::MigrateDatabase, Subject::System)?;
        ctx.record(Record::Changed { basis: &basis, about: About::SYSTEM })
    })
    .map_err(|error: Error| StartError::Other(error.to_string()))?;
    Ok(steps)
}
