//! Sealing: committed entries are numbered, put into the tree, and its head is signed.

use super::store::{self, Head};
use crate::{alert, app::App, db::Tx, entropy, error::Error};
use domain::ledger::{Checkpoint, Frontier, Salt, sealed_leaf};
use jiff::{Timestamp, Unit};

/// Entries in one step: some ten milliseconds of the writer.
const BATCH: i64 = 500;

/// Seals everything that is committed; how many entries there were. Servers that share a database
/// take turns: whoever holds the lock seals, the others find nothing to do.
///
/// # Errors
/// [`Error::Storage`]; [`Error::Broken`] when the stored tree cannot be read.
pub fn seal_entries(app: &App) -> Result<usize, Error> {
    let mut sealed = 0;
    loop {
        let sealer = app.clone();
        let now = app.clock().now();
        let step = app.db().write(move |tx| seal_batch(tx, &sealer, now))?;
        sealed += step;
        if step < usize::try_from(BATCH).unwrap_or(usize::MAX) {
            return Ok(sealed);
        }
    }
}

fn seal_batch(tx: &mut Tx<'_>, app: &App, now: Timestamp) -> Result<usize, Error> {
    if !store::take_turn(tx)? {
        return Ok(0);
    }
    let entries = store::list_unsealed(tx, BATCH)?;
    if entries.is_empty() {
        return Ok(0);
    }
    let mut frontier = match store::find_head(tx)? {
        Some(head) => Frontier::from_bytes(&head.frontier)
            .ok_or_else(|| Error::Broken("the frontier of the ledger's tree".into()))?,
        None => Frontier::default(),
    };
    for (id, line) in &entries {
        let salt = Salt(entropy::bytes());
        let leaf = sealed_leaf(&salt, line);
        store::insert_leaf(tx, number(frontier.size())?, *id, salt.0, leaf.0)?;
        frontier.push(leaf);
    }
    sign(tx, app, &frontier, now)?;
    alert::enqueue(tx, now)?;
    Ok(entries.len())
}

fn sign(tx: &mut Tx<'_>, app: &App, frontier: &Frontier, now: Timestamp) -> Result<(), Error> {
    let keyring = app.keyring();
    let signed = Checkpoint::sign(app.ledger_id(), frontier.head(), now, keyring.signing());
    let head = Head {
        size: number(frontier.size())?,
        line: signed.encode(),
        frontier: frontier.to_bytes(),
    };
    let hour =
        now.round(jiff::TimestampRound::new().smallest(Unit::Hour).mode(jiff::RoundMode::Trunc));
    store::delete_checkpoints_of_hour(tx, hour.unwrap_or(now), head.size)?;
    Ok(store::insert_checkpoint(tx, &head, now)?)
}

fn number(size: u64) -> Result<i64, Error> {
    i64::try_from(size).map_err(|error| Error::Broken(error.to_string()))
}
