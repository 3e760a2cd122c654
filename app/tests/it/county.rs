//! What the tests share: what an operation left in the ledger, and answers in one word.

use app::{App, Conflict, Error, params, testing::World};
use domain::{
    ids::{AgencyId, UserId},
    ledger::{Entry, EntryActor, EntryKind, Outcome, decode},
};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Every entry of the ledger, oldest first.
pub fn entries(app: &App) -> Vec<Entry> {
    let sql = "select line from ledger_entry order by made_at, entry_id";
    app.db()
        .read(|tx| tx.list(sql, params![], |row| row.get::<String>("line")))
        .unwrap()
        .iter()
        .map(|line| decode(line).unwrap())
        .collect()
}

/// What `act` answers, and what it left in the ledger, a line an entry, in alphabetical order.
pub fn left_by<T>(world: &World, act: impl FnOnce() -> T) -> (T, Vec<String>) {
    let before: BTreeSet<Uuid> = entries(&world.app).iter().map(|entry| entry.id).collect();
    let answer = act();
    let after = entries(&world.app);
    let new = after.iter().filter(|entry| !before.contains(&entry.id));
    let mut lines: Vec<String> = new.map(|entry| words(world, entry)).collect();
    lines.sort();
    (answer, lines)
}

/// As in `change invite_user agency:AMBER-HOUSE by grantor`; a refusal ends with its reason.
pub fn words(world: &World, entry: &Entry) -> String {
    let kind = match entry.kind {
        EntryKind::Read => "read",
        EntryKind::Change => "change",
        EntryKind::Refusal => "refusal",
        EntryKind::SignIn => "sign-in",
        EntryKind::Disclosure => "disclosure",
        EntryKind::System => "system",
    };
    let subject = entry.subject.map_or(String::new(), |id| format!(":{}", name_of(world, id)));
    let by = match &entry.actor {
        EntryActor::User { user, .. } => name_of(world, *user),
        EntryActor::Operator { name } => format!("operator {name}"),
        EntryActor::Stranger => "a stranger".to_owned(),
    };
    let outcome = match &entry.outcome {
        Outcome::Done => String::new(),
        Outcome::Refused { reason } => format!(" ({reason})"),
    };
    format!("{kind} {} {}{subject} by {by}{outcome}", entry.doing, entry.subject_kind)
}

/// The name of a person or the code of an agency of the small county; `new` for any other.
fn name_of(world: &World, id: Uuid) -> String {
    if let Some(name) = world.names().find(|name| world.person(name).id.uuid() == id) {
        return name.to_owned();
    }
    let sql = "select code from agency where agency_id = $1";
    let code = world
        .app
        .db()
        .read(|tx| tx.find(sql, params![id], |row| row.get::<String>("code")))
        .unwrap();
    code.filter(|code| code != "HARBOUR").unwrap_or_else(|| "new".to_owned())
}

/// An answer in one word.
pub fn word<T>(answer: &Result<T, Error>) -> &'static str {
    match answer {
        Ok(_) => "done",
        Err(Error::NotFound) => "not found",
        Err(Error::SignInNeeded) => "sign in",
        Err(Error::Denied(_)) => "denied",
        Err(Error::Conflict(Conflict::Changed { .. })) => "changed",
        Err(Error::Conflict(Conflict::RequestReused)) => "reused",
        Err(Error::Conflict(Conflict::RequestUnderWay)) => "under way",
        Err(Error::Refused(_)) => "refused",
        Err(Error::Busy) => "busy",
        Err(Error::NotConfirmed) => "not confirmed",
        Err(Error::LedgerUnavailable) => "no ledger",
        Err(Error::Storage(_)) => "storage",
        Err(Error::Broken(_)) => "broken",
    }
}

/// The agency of a code.
pub fn agency(world: &World, code: &'static str) -> AgencyId {
    let sql = "select agency_id from agency where code = $1";
    let found = world.app.db().read(|tx| tx.find(sql, params![code], |row| row.get("agency_id")));
    found.unwrap().unwrap()
}

/// The number that a `select count(*) as count ...` finds.
pub fn count(app: &App, sql: &'static str) -> i64 {
    app.db().read(|tx| tx.count(sql, params![])).unwrap()
}

/// Runs a statement behind everybody's back, as an intruder or a fault would.
pub fn meddle(app: &App, sql: &'static str) {
    app.db().write(move |tx| tx.execute(sql, params![])).unwrap();
}

/// A hash over every row that someone could have changed, the ledger apart.
pub fn state(app: &App) -> Vec<String> {
    const TABLES: [&str; 12] = [
        "select agency_id as id, code as a, '' as b from agency",
        "select state_id as id, name as a, status as b from agency_state",
        "select user_id as id, '' as a, '' as b from user_account",
        "select state_id as id, role as a, status as b from user_state",
        "select user_id as id, password_hash as a, '' as b from credential",
        "select user_id as id, '' as a, '' as b from second_factor",
        "select user_id as id, '' as a, '' as b from recovery_code where used_at is null",
        "select invitation_id as id, '' as a, '' as b from invitation where used_at is null",
        "select session_id as id, '' as a, '' as b from session where ended_at is null",
        "select token_id as id, name as a, '' as b from api_token where revoked_at is null",
        "select job_id as id, kind as a, '' as b from job where done_at is null",
        "select request_id as id, '' as a, '' as b from request",
    ];
    let mut rows = Vec::new();
    for sql in TABLES {
        let found = app.db().read(|tx| {
            tx.list(sql, params![], |row| {
                let id: Uuid = row.get("id")?;
                Ok(format!("{id} {} {}", row.get::<String>("a")?, row.get::<String>("b")?))
            })
        });
        rows.extend(found.unwrap());
    }
    rows.sort();
    rows
}

/// Someone whom nobody knows, and an agency that is none.
pub fn nobody() -> UserId {
    UserId::from_uuid(Uuid::from_u128(404))
}

pub fn nowhere() -> AgencyId {
    AgencyId::from_uuid(Uuid::from_u128(404))
}
