//! Rows of `alert` and `alert_entry`.

use super::{
    list::{Alert, AlertState, Settled},
    raise::NewAlert,
};
use crate::{
    ctx::Ctx,
    db::{DbError, Row, Tx},
    error::Error,
    params,
};
use domain::{
    alert::{AlertKind, AlertOutcome, AlertWords},
    ids::{AgencyId, AlertId, EntryId, UserId},
};
use jiff::Timestamp;
use uuid::Uuid;

/// An alert before it is kept.
pub(super) struct NewRow {
    pub id: AlertId,
    pub agency: AgencyId,
    pub kind: AlertKind,
    pub about: Option<UserId>,
    pub subject: Option<(&'static str, Uuid)>,
    pub cause: String,
    pub rules: Option<u16>,
    pub raised_at: Timestamp,
    pub due_at: Timestamp,
}

/// Which alerts, for whom.
pub(super) struct Wanted {
    pub asker: UserId,
    pub agency: AgencyId,
    pub is_partnership: bool,
    pub every_agency: bool,
    pub state: AlertState,
    pub kind: Option<AlertKind>,
    pub before: Option<Uuid>,
    pub now: Timestamp,
    pub most: i64,
}

/// Whether it is new: one cause is one alert.
pub(super) fn insert(tx: &mut Tx<'_>, new: &NewRow) -> Result<bool, DbError> {
    let inserted = tx.execute(
        "insert into alert (alert_id, agency_id, kind, about_user, subject_kind, subject_id, cause,
                            rules, raised_at, due_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (cause) do nothing",
        params![
            new.id,
            new.agency,
            new.kind,
            new.about,
            new.subject.map(|(kind, _)| kind),
            new.subject.map(|(_, id)| id),
            &new.cause,
            new.rules.map(u32::from),
            new.raised_at,
            new.due_at,
        ],
    )?;
    Ok(inserted == 1)
}

/// How many alerts of this kind about this record have been settled.
pub(super) fn count_settled(tx: &mut Tx<'_>, new: &NewAlert) -> Result<i64, DbError> {
    tx.count(
        "select count(*) as count from alert
         where agency_id = $1 and kind = $2 and subject_id = $3 and settled_at is not null",
        params![new.agency, new.kind, new.subject.map(|(_, id)| id)],
    )
}

/// Whether an alert of this kind about this record was ever raised, whoever was told.
///
/// # Errors
/// When the database cannot answer.
pub(crate) fn is_told(tx: &mut Tx<'_>, kind: AlertKind, record: Uuid) -> Result<bool, DbError> {
    let told = tx.count(
        "select count(*) as count from alert where kind = $1 and subject_id = $2",
        params![kind, record],
    )?;
    Ok(0 < told)
}

pub(super) fn insert_entries(
    tx: &mut Tx<'_>,
    id: AlertId,
    entries: &[EntryId],
) -> Result<(), DbError> {
    for (place, entry) in (0_i64..).zip(entries) {
        tx.execute(
            "insert into alert_entry (alert_id, place, entry_id) values ($1, $2, $3)",
            params![id, place, *entry],
        )?;
    }
    Ok(())
}

macro_rules! alerts {
    ($which:literal) => {
        concat!(
            "select a.alert_id, a.agency_id, g.name as agency_name, a.kind, a.about_user,
                    u.name as about_name, ug.name as about_agency_name, a.subject_kind,
                    a.subject_id, a.raised_at, a.due_at, a.settled_at, w.name as settled_name,
                    a.outcome, a.words,
                    (not exists (select 1 from user_state o
                                 where o.agency_id = a.agency_id and o.superseded_at is null
                                       and o.role = 'privacy_officer' and o.status = 'active')
                    ) as has_no_officer
             from alert a
             join agency_state g on g.agency_id = a.agency_id and g.superseded_at is null
             left join user_state u on u.user_id = a.about_user and u.superseded_at is null
             left join agency_state ug on ug.agency_id = u.agency_id and ug.superseded_at is null
             left join user_state w on w.user_id = a.settled_by and w.superseded_at is null ",
            $which
        )
    };
}

fn alert(row: &Row<'_>, now: Timestamp) -> Result<Alert, DbError> {
    let due_at: Timestamp = row.get("due_at")?;
    let settled_at: Option<Timestamp> = row.get("settled_at")?;
    let settled = match settled_at {
        Some(at) => Some(Settled {
            at,
            by: row.get("settled_name")?,
            outcome: row.get("outcome")?,
            words: row.get("words")?,
        }),
        None => None,
    };
    let subject_kind: Option<String> = row.get("subject_kind")?;
    Ok(Alert {
        id: row.get("alert_id")?,
        agency: row.get("agency_id")?,
        agency_name: row.get("agency_name")?,
        kind: row.get("kind")?,
        about: row.get("about_user")?,
        about_name: row.get("about_name")?,
        about_agency_name: row.get("about_agency_name")?,
        subject: subject_kind.zip(row.get("subject_id")?),
        raised_at: row.get("raised_at")?,
        due_at,
        settled,
        is_late: due_at < settled_at.unwrap_or(now),
        has_no_officer: row.get("has_no_officer")?,
    })
}

/// Alerts for one officer, the newest first.
pub(super) fn list_alerts(tx: &mut Tx<'_>, wanted: &Wanted) -> Result<Vec<Alert>, DbError> {
    let own = (!wanted.is_partnership).then_some(wanted.agency);
    let theirs = (wanted.is_partnership && !wanted.every_agency).then_some(wanted.agency);
    let is_open = wanted.state == AlertState::Open;
    tx.list(
        alerts!(
            "where (cast($1 as uuid) is null or a.agency_id = $1)
               and (cast($2 as uuid) is null or a.agency_id = $2
                    or a.due_at < coalesce(a.settled_at, $3)
                    or not exists (select 1 from user_state o
                                   where o.agency_id = a.agency_id and o.superseded_at is null
                                         and o.role = 'privacy_officer' and o.status = 'active'))
               and (a.about_user is null or a.about_user <> $4)
               and (a.settled_at is null) = $5
               and (cast($6 as text) is null or a.kind = $6)
               and (cast($7 as uuid) is null or a.alert_id < $7)
             order by a.alert_id desc limit $8"
        ),
        params![
            own,
            theirs,
            wanted.now,
            wanted.asker,
            is_open,
            wanted.kind,
            wanted.before,
            wanted.most
        ],
        |row| alert(row, wanted.now),
    )
}

pub(super) fn find_alert(
    tx: &mut Tx<'_>,
    id: AlertId,
    now: Timestamp,
) -> Result<Option<Alert>, DbError> {
    tx.find(alerts!("where a.alert_id = $1"), params![id], |row| alert(row, now))
}

/// The alerts about a record that nobody settled, each with the agency whose officers were told.
///
/// # Errors
/// When the database cannot answer.
pub(crate) fn list_open_of(
    tx: &mut Tx<'_>,
    (kind, id): (&'static str, Uuid),
) -> Result<Vec<(AlertId, AgencyId)>, DbError> {
    tx.list(
        "select alert_id, agency_id from alert
         where subject_kind = $1 and subject_id = $2 and settled_at is null",
        params![kind, id],
        |row| Ok((row.get("alert_id")?, row.get("agency_id")?)),
    )
}

/// Whether it was open until now.
pub(super) fn update_settled(
    ctx: &mut Ctx<'_>,
    id: AlertId,
    (outcome, words): (AlertOutcome, &AlertWords),
) -> Result<bool, Error> {
    let (now, hand) = (ctx.now(), ctx.hand());
    let settled = ctx.tx.execute(
        "update alert set settled_at = $2, settled_by = $3, outcome = $4, words = $5
         where alert_id = $1 and settled_at is null",
        params![id, now, hand, outcome, words.as_str()],
    )?;
    Ok(settled == 1)
}

/// The body that runs Wicken for the others.
///
/// # Errors
/// When the database cannot answer.
pub(crate) fn find_partnership(tx: &mut Tx<'_>) -> Result<Option<AgencyId>, DbError> {
    tx.find(
        "select agency_id from agency_state
         where kind = 'partnership' and superseded_at is null order by agency_id limit 1",
        params![],
        |row| row.get("agency_id"),
    )
}

pub(super) fn find_agency_of(tx: &mut Tx<'_>, user: UserId) -> Result<Option<AgencyId>, DbError> {
    tx.find(
        "select agency_id from user_state where user_id = $1 and superseded_at is null",
        params![user],
        |row| row.get("agency_id"),
    )
}
