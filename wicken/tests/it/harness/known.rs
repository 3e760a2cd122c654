//! What clients were told, beside what is in the database.

use super::wire::{Reply, Wire};
use app::{App, db::DbError};
use serde_json::json;
use std::{
    collections::{BTreeMap, BTreeSet},
    io,
};
use uuid::Uuid;

/// One write: sent under `key`; its `id` is known once it was acknowledged.
#[derive(Debug, Clone)]
pub struct Written {
    pub key: String,
    pub code: String,
    pub id: Option<Uuid>,
}

impl Written {
    pub fn new() -> Written {
        let key = app::new_request_id(app::Clock::System.now());
        let code = format!("A{}", &key.simple().to_string()[12..]).to_uppercase();
        Written { key: key.to_string(), code, id: None }
    }

    /// Sends it, as often as one likes: it is to act once.
    pub fn send(&self, wire: &mut Wire) -> io::Result<Reply> {
        let body = json!({ "code": self.code, "name": "An agency", "kind": "housing" });
        wire.write("/api/v1/agencies", &self.key, &body)
    }
}

/// What the clients know.
#[derive(Default)]
pub struct Known {
    pub acknowledged: Vec<Written>,
    /// Sent, and never answered: to be sent again.
    pub unanswered: Vec<Written>,
    pub replayed: usize,
    pub reads: u64,
    pub reads_unanswered: u64,
    pub findings: Vec<String>,
}

/// What is in the database, with no server beside it.
pub struct Found {
    agencies: BTreeMap<String, Uuid>,
    /// How many entries tell of a change of each agency.
    changes: BTreeMap<Uuid, i64>,
    reads: u64,
    states: i64,
}

pub fn look(app: &App) -> Found {
    let found = app.db().read(|tx| {
        let agencies = tx.list("select code, agency_id from agency", &[], |row| {
            Ok((row.get("code")?, row.get("agency_id")?))
        })?;
        let changes = tx.list(
            "select subject_id, count(*) as count from ledger_entry
             where kind = 'change' and subject_kind = 'agency' group by subject_id",
            &[],
            |row| Ok((row.get("subject_id")?, row.get("count")?)),
        )?;
        let reads = tx.count(
            "select count(*) as count from ledger_entry
             where kind = 'read' and subject_kind = 'agency'",
            &[],
        )?;
        let states = tx.count("select count(*) as count from agency_state", &[])?;
        let (agencies, changes) = (agencies.into_iter().collect(), changes.into_iter().collect());
        Ok::<_, DbError>(Found { agencies, changes, reads: reads.unsigned_abs(), states })
    });
    found.unwrap_or_else(|error| panic!("the database cannot be read: {error}"))
}

/// Compares what the clients were told with what is there; adds what does not agree.
pub fn compare(found: &Found, known: &mut Known) {
    let mut findings = Vec::new();
    for written in &known.acknowledged {
        match (found.agencies.get(&written.code), written.id) {
            (None, _) => findings.push(format!("acknowledged and lost: {written:?}")),
            (Some(is), Some(was)) if *is != was => {
                findings.push(format!("made twice: {written:?}"))
            }
            (Some(_), _) => {}
        }
    }
    let mut sent: BTreeSet<&str> = ["PARTNERSHIP"].into();
    sent.extend(known.acknowledged.iter().map(|written| written.code.as_str()));
    sent.extend(known.unanswered.iter().map(|written| written.code.as_str()));
    for (code, id) in &found.agencies {
        if !sent.contains(code.as_str()) {
            findings.push(format!("{code} was never sent"));
        }
        match found.changes.get(id) {
            Some(1) => {}
            None => findings.push(format!("{code} is there without its entry")),
            Some(entries) => findings.push(format!("{code} has {entries} entries")),
        }
    }
    if found.agencies.len() != found.changes.len() {
        findings.push("an entry tells of an agency that is not there".to_owned());
    }
    if found.agencies.len() as i64 != found.states {
        findings.push(format!("{} agencies, {} states", found.agencies.len(), found.states));
    }
    if !(known.reads..=known.reads + known.reads_unanswered).contains(&found.reads) {
        let (told, open) = (known.reads, known.reads_unanswered);
        findings.push(format!("{told} reads shown, {open} cut off, {} recorded", found.reads));
    }
    known.findings.append(&mut findings);
}
