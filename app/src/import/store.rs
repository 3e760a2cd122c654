//! Rows of `import_run`, `import_refusal` and `import_warning`; counts over what was sent.

use super::{
    list::{ImportRun, ImportState, WarningCount},
    quality::SenderQuality,
    reading::{FileKind, Refusal, WarningKind},
};
use crate::{
    db::{DbError, Engine, Row, Tx},
    params,
};
use domain::ids::{AgencyId, ImportId, UserId};
use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

/// Lets one batch of a sender in at a time. Two imports that amend the same references in another
/// order would otherwise wait for each other until PostgreSQL ends one; SQLite has one writer.
pub(super) fn lock_sender(tx: &mut Tx<'_>, agency: AgencyId) -> Result<(), DbError> {
    if tx.engine() == Engine::Postgres {
        let (_, lock) = agency.uuid().as_u64_pair();
        tx.execute("select pg_advisory_xact_lock($1)", params![lock.cast_signed()])?;
    }
    Ok(())
}

/// An import that begins.
pub(super) struct NewRun<'r> {
    pub id: ImportId,
    pub kind: FileKind,
    pub agency: AgencyId,
    pub file_name: &'r str,
}

pub(super) fn insert_run(
    tx: &mut Tx<'_>,
    run: &NewRun<'_>,
    (now, hand): (Timestamp, Option<UserId>),
) -> Result<(), DbError> {
    tx.execute(
        "insert into import_run (import_id, kind, agency_id, file_name, state, counts, notes,
                                 begun_at, begun_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![
            run.id,
            run.kind.code(),
            run.agency,
            run.file_name,
            ImportState::Running.code(),
            json!({}),
            json!([]),
            now,
            hand,
        ],
    )?;
    Ok(())
}

pub(super) fn update_counts(tx: &mut Tx<'_>, id: ImportId, counts: Value) -> Result<(), DbError> {
    tx.execute("update import_run set counts = $2 where import_id = $1", params![id, counts])?;
    Ok(())
}

pub(super) fn update_state(
    tx: &mut Tx<'_>,
    id: ImportId,
    state: ImportState,
) -> Result<(), DbError> {
    tx.execute("update import_run set state = $2 where import_id = $1", params![id, state.code()])?;
    Ok(())
}

pub(super) fn update_ended(
    tx: &mut Tx<'_>,
    (id, state): (ImportId, ImportState),
    (counts, notes): (Value, Value),
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "update import_run set state = $2, counts = $3, notes = $4, ended_at = $5
         where import_id = $1",
        params![id, state.code(), counts, notes, now],
    )?;
    Ok(())
}

/// Earlier runs of the same file that were killed: this one did what they left. One that is alive
/// after all says itself how it ended.
pub(super) fn update_overtaken(
    tx: &mut Tx<'_>,
    id: ImportId,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "update import_run set state = 'failed', ended_at = $2
         where state in ('running', 'linking') and import_id < $1
           and exists (select 1 from import_run own
                       where own.import_id = $1 and own.agency_id = import_run.agency_id
                         and own.kind = import_run.kind and own.file_name = import_run.file_name)",
        params![id, now],
    )?;
    Ok(())
}

/// A line that was refused for a column is refused once, however often it is told.
pub(super) fn insert_refusal(
    tx: &mut Tx<'_>,
    id: ImportId,
    refusal: &Refusal,
) -> Result<(), DbError> {
    let line = i64::try_from(refusal.line).unwrap_or(i64::MAX);
    tx.execute(
        "insert into import_refusal (import_id, line, column_name, reason, reference)
         values ($1, $2, $3, $4, $5) on conflict (import_id, line, column_name) do nothing",
        params![id, line, &refusal.column, &refusal.reason, &refusal.reference],
    )?;
    Ok(())
}

pub(super) fn upsert_warning(
    tx: &mut Tx<'_>,
    id: ImportId,
    (column, what, times): (&str, WarningKind, u64),
) -> Result<(), DbError> {
    let times = i64::try_from(times).unwrap_or(i64::MAX);
    tx.execute(
        "insert into import_warning (import_id, column_name, what, times) values ($1, $2, $3, $4)
         on conflict (import_id, column_name, what) do update set times = excluded.times",
        params![id, column, what.code(), times],
    )?;
    Ok(())
}

fn run(row: &Row<'_>) -> Result<ImportRun, DbError> {
    let kind: String = row.get("kind")?;
    let state: String = row.get("state")?;
    let (counts, notes): (Value, Value) = (row.get("counts")?, row.get("notes")?);
    let broken = |name| move || DbError::Column { name, why: "it is no known code".to_owned() };
    let unread =
        |name| move |error: serde_json::Error| DbError::Column { name, why: error.to_string() };
    Ok(ImportRun {
        id: row.get("import_id")?,
        kind: FileKind::from_code(&kind).ok_or_else(broken("kind"))?,
        agency: row.get("agency_id")?,
        agency_name: row.get("agency_name")?,
        file_name: row.get("file_name")?,
        state: ImportState::from_code(&state).ok_or_else(broken("state"))?,
        summary: serde_json::from_value(counts).map_err(unread("counts"))?,
        notes: serde_json::from_value(notes).map_err(unread("notes"))?,
        begun_at: row.get("begun_at")?,
        ended_at: row.get("ended_at")?,
    })
}

pub(super) fn find_run(tx: &mut Tx<'_>, id: ImportId) -> Result<Option<ImportRun>, DbError> {
    tx.find(
        "select r.import_id, r.kind, r.agency_id, s.name as agency_name, r.file_name, r.state,
                r.counts, r.notes, r.begun_at, r.ended_at
         from import_run r
         join agency_state s on s.agency_id = r.agency_id and s.superseded_at is null
         where r.import_id = $1",
        params![id],
        run,
    )
}

pub(super) fn list_runs(
    tx: &mut Tx<'_>,
    agency: Option<AgencyId>,
    before: Option<Uuid>,
    most: i64,
) -> Result<Vec<ImportRun>, DbError> {
    tx.list(
        "select r.import_id, r.kind, r.agency_id, s.name as agency_name, r.file_name, r.state,
                r.counts, r.notes, r.begun_at, r.ended_at
         from import_run r
         join agency_state s on s.agency_id = r.agency_id and s.superseded_at is null
         where (cast($1 as uuid) is null or r.agency_id = $1)
           and (cast($2 as uuid) is null or r.import_id < $2)
         order by r.import_id desc limit $3",
        params![agency, before, most],
        run,
    )
}

/// A line is refused for one reason, so a page that ends at a line ends at a row.
pub(super) fn list_refusals(
    tx: &mut Tx<'_>,
    id: ImportId,
    after_line: i64,
    most: i64,
) -> Result<Vec<Refusal>, DbError> {
    tx.list(
        "select line, column_name, reason, reference from import_refusal
         where import_id = $1 and $2 < line order by line, column_name limit $3",
        params![id, after_line, most],
        |row| {
            Ok(Refusal {
                line: row.get::<i64>("line")?.unsigned_abs(),
                column: row.get("column_name")?,
                reason: row.get("reason")?,
                reference: row.get("reference")?,
            })
        },
    )
}

pub(super) fn list_warnings(tx: &mut Tx<'_>, id: ImportId) -> Result<Vec<WarningCount>, DbError> {
    tx.list(
        "select column_name, what, times from import_warning
         where import_id = $1 order by column_name, what",
        params![id],
        |row| {
            Ok(WarningCount {
                column: row.get("column_name")?,
                what: row.get("what")?,
                times: row.get::<i64>("times")?.unsigned_abs(),
            })
        },
    )
}

pub(super) fn list_quality(
    tx: &mut Tx<'_>,
    agency: Option<AgencyId>,
) -> Result<Vec<SenderQuality>, DbError> {
    tx.list(
        "select a.agency_id, a.code, s.name, c.records, c.with_name, c.with_date_of_birth,
                c.with_address, c.with_phone, c.with_nhs_number
         from (select agency_id, count(*) as records,
                      count(coalesce(given_names, family_name)) as with_name,
                      count(date_of_birth) as with_date_of_birth,
                      count(address) as with_address, count(phone) as with_phone,
                      count(nhs_number) as with_nhs_number
               from person_record
               where superseded_at is null and (cast($1 as uuid) is null or agency_id = $1)
               group by agency_id) c
         join agency a on a.agency_id = c.agency_id
         join agency_state s on s.agency_id = c.agency_id and s.superseded_at is null
         order by s.name, a.agency_id",
        params![agency],
        |row| {
            let count = |name| row.get::<i64>(name).map(i64::unsigned_abs);
            Ok(SenderQuality {
                agency: row.get("agency_id")?,
                code: row.get("code")?,
                name: row.get("name")?,
                records: count("records")?,
                with_name: count("with_name")?,
                with_date_of_birth: count("with_date_of_birth")?,
                with_address: count("with_address")?,
                with_phone: count("with_phone")?,
                with_nhs_number: count("with_nhs_number")?,
            })
        },
    )
}
