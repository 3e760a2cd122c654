//! "About this system": what it is and how it does, for those who run it.

use super::{
    check::{Check, quick_checks},
    store,
};
use crate::{
    ctx::{About, Ctx, Record},
    db::{Applied, Engine, NEWEST},
    error::Error,
    setting,
};
use domain::policy::{Basis, Permission, Subject};

/// What Wicken tells about itself.
#[derive(Debug, Clone)]
pub struct AboutSystem {
    pub version: &'static str,
    pub engine: Engine,
    pub engine_version: String,
    /// The cipher of an embedded database; a PostgreSQL server's disk is its owner's to encrypt.
    pub cipher: Option<String>,
    pub schema: i64,
    pub migrations: Vec<Applied>,
    pub policy_epoch: i64,
    pub ledger_entries: i64,
    pub public_key: String,
    pub checks: Vec<Check>,
}

/// Tells about the system, with the checks that are quick.
///
/// # Errors
/// [`Error::Denied`].
pub fn about_system(ctx: &mut Ctx<'_>) -> Result<(AboutSystem, Basis), Error> {
    let basis = ctx.permit(Permission::SeeSystem, Subject::System)?;
    let checks = quick_checks(ctx)?;
    let about = AboutSystem {
        version: env!("CARGO_PKG_VERSION"),
        engine: ctx.tx.engine(),
        engine_version: store::find_engine_version(&mut ctx.tx)?,
        cipher: store::find_cipher(&mut ctx.tx)?,
        schema: NEWEST,
        migrations: crate::db::list_applied(&mut ctx.tx)?,
        policy_epoch: setting::find_epoch(&mut ctx.tx)?,
        ledger_entries: store::count_entries(&mut ctx.tx)?,
        public_key: crate::ledger::public_key(ctx.app()),
        checks,
    };
    ctx.record(Record::Read { basis: &basis, about: About::SYSTEM, classes: &["system"] })?;
    Ok((about, basis))
}
