//! Rows of the ledger: entries, the queue of the unsealed, leaves, checkpoints.

use crate::{
    db::{DbError, Engine, Row, Tx},
    params,
};
use domain::{
    ids::{AgencyId, AlertId, EntryId, PersonId, UserId},
    ledger::{Entry, EntryActor, EntryKind, encode},
    person::{OpeningReason, SearchPurpose},
};
use jiff::Timestamp;
use uuid::Uuid;

pub(super) fn kind_code(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::Read => "read",
        EntryKind::Change => "change",
        EntryKind::Refusal => "refusal",
        EntryKind::SignIn => "sign_in",
        EntryKind::Disclosure => "disclosure",
        EntryKind::System => "system",
    }
}

/// An entry, and of a look at a person the referrals at which it was one: not of the ledger's line,
/// and lost where the entry waited in the spool.
#[derive(Clone)]
pub(crate) struct Noted {
    pub entry: Entry,
    pub referrals: Vec<Uuid>,
}

/// Also used when the spool is emptied: an entry that is there already stays as it is.
pub(crate) fn insert_entry(tx: &mut Tx<'_>, noted: &Noted) -> Result<bool, DbError> {
    let Noted { entry, referrals } = noted;
    let referrals = (!referrals.is_empty()).then(|| serde_json::json!(referrals));
    let (user, agency) = match &entry.actor {
        EntryActor::User { user, agency } => (Some(*user), Some(*agency)),
        EntryActor::Operator { .. } | EntryActor::Stranger => (None, None),
    };
    let inserted = tx.execute(
        "insert into ledger_entry (entry_id, made_at, kind, actor_user, actor_agency,
                                   subject_kind, subject_id, subject_agency, line, referrals)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (entry_id) do nothing",
        params![
            entry.id,
            entry.at,
            kind_code(entry.kind),
            user,
            agency,
            &entry.subject_kind,
            entry.subject,
            entry.subject_agency,
            encode(entry),
            referrals,
        ],
    )?;
    if inserted == 1 {
        tx.execute("insert into ledger_unsealed (entry_id) values ($1)", params![entry.id])?;
    }
    Ok(inserted == 1)
}

/// Whether this server may seal now. On SQLite the one writer is the turn; 5749 is our own number.
pub(super) fn take_turn(tx: &mut Tx<'_>) -> Result<bool, DbError> {
    match tx.engine() {
        Engine::Sqlite => Ok(true),
        Engine::Postgres => {
            let got =
                tx.find("select pg_try_advisory_xact_lock(5749) as got", params![], |row| {
                    row.get::<bool>("got")
                })?;
            Ok(got == Some(true))
        }
    }
}

/// The oldest entries that are committed and not yet in the tree.
pub(super) fn list_unsealed(tx: &mut Tx<'_>, most: i64) -> Result<Vec<(Uuid, String)>, DbError> {
    tx.list(
        "select e.entry_id, e.line from ledger_unsealed u
         join ledger_entry e on e.entry_id = u.entry_id order by u.entry_id limit $1",
        params![most],
        |row| Ok((row.get("entry_id")?, row.get("line")?)),
    )
}

pub(super) fn insert_leaf(
    tx: &mut Tx<'_>,
    seq: i64,
    entry: Uuid,
    salt: [u8; 32],
    leaf: [u8; 32],
) -> Result<(), DbError> {
    tx.execute(
        "insert into ledger_leaf (seq, entry_id, salt, leaf_hash) values ($1, $2, $3, $4)",
        params![seq, entry, salt, leaf],
    )?;
    tx.execute("delete from ledger_unsealed where entry_id = $1", params![entry])?;
    Ok(())
}

pub(super) struct Sealed {
    pub seq: i64,
    pub salt: Option<[u8; 32]>,
    pub leaf: [u8; 32],
    pub line: Option<String>,
}

/// Leaves from `from` on, below `until`, with their entries.
pub(super) fn list_sealed(
    tx: &mut Tx<'_>,
    from: i64,
    until: i64,
    most: i64,
) -> Result<Vec<Sealed>, DbError> {
    tx.list(
        "select l.seq, l.salt, l.leaf_hash, e.line from ledger_leaf l
         left join ledger_entry e on e.entry_id = l.entry_id
         where $1 <= l.seq and l.seq < $2 order by l.seq limit $3",
        params![from, until, most],
        |row| {
            Ok(Sealed {
                seq: row.get("seq")?,
                salt: row.get("salt")?,
                leaf: row.get("leaf_hash")?,
                line: row.get("line")?,
            })
        },
    )
}

pub(super) struct Head {
    pub size: i64,
    pub line: String,
    pub frontier: Vec<u8>,
}

/// The newest checkpoint.
pub(super) fn find_head(tx: &mut Tx<'_>) -> Result<Option<Head>, DbError> {
    tx.find(
        "select size, line, frontier from ledger_checkpoint order by size desc limit 1",
        params![],
        |row| {
            Ok(Head {
                size: row.get("size")?,
                line: row.get("line")?,
                frontier: row.get("frontier")?,
            })
        },
    )
}

pub(super) fn insert_checkpoint(
    tx: &mut Tx<'_>,
    head: &Head,
    made_at: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "insert into ledger_checkpoint (size, line, frontier, made_at) values ($1, $2, $3, $4)",
        params![head.size, &head.line, head.frontier.clone(), made_at],
    )?;
    Ok(())
}

/// A checkpoint a second would outgrow the entries: within one hour only the newest is kept.
/// What a partner kept of the others still verifies against the tree.
pub(super) fn delete_checkpoints_of_hour(
    tx: &mut Tx<'_>,
    hour: Timestamp,
    size: i64,
) -> Result<u64, DbError> {
    tx.execute(
        "delete from ledger_checkpoint where $1 <= made_at and size < $2",
        params![hour, size],
    )
}

/// One line of "Who looked", before it is read.
pub(super) struct Stored {
    pub id: EntryId,
    pub line: String,
    pub user_name: Option<String>,
    pub agency_name: Option<String>,
    pub subject_name: Option<String>,
}

fn stored(row: &Row<'_>) -> Result<Stored, DbError> {
    Ok(Stored {
        id: row.get("entry_id")?,
        line: row.get("line")?,
        user_name: row.get("user_name")?,
        agency_name: row.get("agency_name")?,
        subject_name: row.get("subject_name")?,
    })
}

/// Entries with the names that their ids have today: the ledger holds none.
macro_rules! looks {
    ($columns:literal, $from:literal, $where:literal) => {
        concat!(
            "select e.entry_id, e.line, u.name as user_name, a.name as agency_name,
                    coalesce(su.name, sa.name) as subject_name",
            $columns,
            " from ",
            $from,
            " left join user_state u on u.user_id = e.actor_user and u.superseded_at is null
             left join agency_state a on a.agency_id = e.actor_agency and a.superseded_at is null
             left join user_state su on su.user_id = e.subject_id and su.superseded_at is null
             left join agency_state sa on sa.agency_id = e.subject_id and sa.superseded_at is null
             where ",
            $where
        )
    };
}

/// Everyone who a person is today, and who their records were when they were looked at.
macro_rules! of_person {
    () => {
        " e.subject_id in
            (select person_id from person where person_id = $1
             union select p.person_id from membership c
             join membership p on p.root_id = c.root_id and p.superseded_at is not null
             where c.person_id = $1 and c.superseded_at is null)
          and (e.subject_id = $1
               or exists (select 1 from membership c
                          join membership p on p.root_id = c.root_id
                               and p.superseded_at is not null
                          where c.person_id = $1 and c.superseded_at is null
                            and p.person_id = e.subject_id and p.recorded_at <= e.made_at
                            and e.made_at < p.superseded_at)) "
    };
}

/// Entries by anyone of `agency`, or about a record of it, newest first; all of them where
/// `agency` is none.
pub(super) fn list_entries(
    tx: &mut Tx<'_>,
    agency: Option<AgencyId>,
    filter: (Option<&str>, Option<UserId>),
    before: Option<Uuid>,
    most: i64,
) -> Result<Vec<Stored>, DbError> {
    tx.list(
        looks!(
            "",
            "ledger_entry e",
            "(cast($1 as uuid) is null or e.actor_agency = $1 or e.subject_agency = $1)
               and (cast($2 as text) is null or e.kind = $2)
               and (cast($3 as uuid) is null or e.actor_user = $3)
               and (cast($4 as uuid) is null or e.entry_id < $4)
             order by e.entry_id desc limit $5"
        ),
        params![agency, filter.0, filter.1, before, most],
        stored,
    )
}

/// As [`list_entries`], of those about one person.
pub(super) fn list_entries_at(
    tx: &mut Tx<'_>,
    (person, agency): (PersonId, Option<AgencyId>),
    kind: Option<&str>,
    before: Option<Uuid>,
    most: i64,
) -> Result<Vec<Stored>, DbError> {
    tx.list(
        concat!(
            looks!("", "ledger_entry e", ""),
            of_person!(),
            "and (cast($2 as uuid) is null or e.actor_agency = $2 or e.subject_agency = $2)
             and (cast($3 as text) is null or e.kind = $3)
             and (cast($4 as uuid) is null or e.entry_id < $4)
             order by e.entry_id desc limit $5"
        ),
        params![person, agency, kind, before, most],
        stored,
    )
}

/// A look at a person, with what was said about why.
pub(super) struct StoredLook {
    pub stored: Stored,
    pub purpose: Option<SearchPurpose>,
    pub reason: Option<OpeningReason>,
    /// The referrals at which it was a look; none where there were none, or where that is not
    /// known.
    pub referrals: Vec<Uuid>,
}

/// Looks at one agency's records of a person and changes of them, newest first. What was refused is
/// left out: that somebody is excluded is told to officers alone.
pub(super) fn list_lookers(
    tx: &mut Tx<'_>,
    (person, agency): (PersonId, AgencyId),
    before: Option<Uuid>,
    most: i64,
) -> Result<Vec<StoredLook>, DbError> {
    tx.list(
        concat!(
            looks!(
                ", s.purpose, o.reason, e.referrals",
                "ledger_entry e
                 left join person_search s on s.user_id = e.actor_user
                      and s.searched_at = e.made_at
                 left join whereabouts_opening o on o.person_id = e.subject_id
                      and o.user_id = e.actor_user and o.opened_at = e.made_at",
                ""
            ),
            of_person!(),
            "and e.subject_agency = $2 and e.kind in ('read', 'change', 'disclosure')
             and (cast($3 as uuid) is null or e.entry_id < $3)
             order by e.entry_id desc limit $4"
        ),
        params![person, agency, before, most],
        |row| {
            let purpose: Option<String> = row.get("purpose")?;
            let reason: Option<String> = row.get("reason")?;
            let referrals: Option<serde_json::Value> = row.get("referrals")?;
            let referrals = referrals
                .map(serde_json::from_value)
                .transpose()
                .map_err(|error| DbError::Column { name: "referrals", why: error.to_string() })?;
            Ok(StoredLook {
                referrals: referrals.unwrap_or_default(),
                stored: stored(row)?,
                purpose: purpose.and_then(|code| SearchPurpose::from_code(&code)),
                reason: reason.and_then(|code| OpeningReason::from_code(&code)),
            })
        },
    )
}

/// The entries that an alert was raised for, in their order.
pub(super) fn list_of_alert(tx: &mut Tx<'_>, alert: AlertId) -> Result<Vec<Stored>, DbError> {
    tx.list(
        looks!(
            "",
            "alert_entry b join ledger_entry e on e.entry_id = b.entry_id",
            "b.alert_id = $1 order by b.place"
        ),
        params![alert],
        stored,
    )
}

/// What a user did at one instant.
pub(super) fn list_of_instant(
    tx: &mut Tx<'_>,
    (user, at): (UserId, Timestamp),
    (from, until): (Uuid, Uuid),
) -> Result<Vec<Stored>, DbError> {
    tx.list(
        looks!(
            "",
            "ledger_entry e",
            "e.actor_user = $1 and e.made_at = $2 and $3 <= e.entry_id and e.entry_id < $4
             order by e.entry_id"
        ),
        params![user, at, from, until],
        stored,
    )
}
