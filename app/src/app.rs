//! `App`: everything a running Wicken holds, and the two ways into it, `read` and `change`.

use crate::{
    clock::Clock,
    ctx::{Answers, Ctx, Touch, Visitor},
    db::{Database, DatabaseUrl, DbError, Event, Tx, refuse_other_schema},
    error::{Error, StartError},
    keys::{Keyring, MasterKeys},
    ledger::{self, Noted, Spool},
    request::{self, RequestKey},
    setting,
    user::PasswordCost,
};
use domain::policy::Rules;
use jiff::SignedDuration;
use parking_lot::Mutex;
use serde::{Serialize, de::DeserializeOwned};
use std::{path::PathBuf, sync::Arc};
use uuid::Uuid;

/// What an `App` is made of.
#[derive(Debug, Clone)]
pub struct Config {
    pub url: DatabaseUrl,
    pub keys: MasterKeys,
    pub clock: Clock,
    /// Where entries go when the ledger cannot be written. A server has one; a command that runs
    /// once fails instead.
    pub spool: Option<PathBuf>,
    pub limits: Limits,
    pub password_cost: PasswordCost,
}

/// How long a session may live.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    pub idle: SignedDuration,
    pub session: SignedDuration,
    /// After a password and a code were given: what needs a fresh sign-in may be done.
    pub fresh: SignedDuration,
}

impl Default for Limits {
    /// 30 minutes idle, 12 hours in all, five minutes fresh. Fifteen minutes idle would be safer
    /// at a desk that others pass; but at a MARAC a case takes that long, and whoever listens does
    /// not type.
    fn default() -> Self {
        Limits {
            idle: SignedDuration::from_mins(30),
            session: SignedDuration::from_hours(12),
            fresh: SignedDuration::from_mins(5),
        }
    }
}

/// A running Wicken; clones share everything.
#[derive(Clone)]
pub struct App(Arc<Held>);

struct Held {
    db: Database,
    keyring: Arc<Keyring>,
    rules: Rules,
    answers: Answers,
    clock: Clock,
    ledger: Uuid,
    is_demo: bool,
    spool: Option<Spool>,
    limits: Limits,
    password_cost: PasswordCost,
    nobodys_password: String,
    hour: Mutex<String>,
}

/// A verb that was undone, and what must be recorded of it all the same.
struct Undone {
    error: Error,
    entries: Vec<Noted>,
}

impl From<DbError> for Undone {
    fn from(error: DbError) -> Self {
        Undone { error: error.into(), entries: Vec::new() }
    }
}

impl From<Error> for Undone {
    fn from(error: Error) -> Self {
        Undone { error, entries: Vec::new() }
    }
}

impl App {
    /// Opens a database whose schema fits, with its keys; brings in what the spool holds.
    ///
    /// # Errors
    /// [`StartError`]: each says what is wrong and the mend.
    pub fn open(config: Config) -> Result<App, StartError> {
        let db = open_database(&config)?;
        refuse_other_schema(&db)?;
        let (ledger, is_demo) = db
            .read(|tx| Ok::<_, DbError>((setting::find_ledger_id(tx)?, setting::find_demo(tx)?)))?;
        let ledger = ledger.ok_or_else(|| {
            StartError::Other("the database is only half made: run `wicken init` again".into())
        })?;
        let keys = config.keys.clone();
        let keyring = Arc::new(db.read(|tx| Keyring::open(tx, &keys))?);
        let spool = match config.spool {
            Some(path) => Some(Spool::open(path, &keyring)?),
            None => None,
        };
        let app = App(Arc::new(Held {
            db,
            keyring,
            rules: Rules::wicken()?,
            answers: Answers::default(),
            clock: config.clock,
            ledger,
            is_demo,
            spool,
            limits: config.limits,
            password_cost: config.password_cost,
            nobodys_password: config
                .password_cost
                .hash_of_nobody()
                .map_err(|error| StartError::Other(error.to_string()))?,
            hour: Mutex::default(),
        }));
        app.empty_spool();
        Ok(app)
    }

    #[must_use]
    pub fn db(&self) -> &Database {
        &self.0.db
    }

    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    #[must_use]
    pub fn rules(&self) -> &Rules {
        &self.0.rules
    }

    /// What the door has answered before.
    pub(crate) fn answers(&self) -> &Answers {
        &self.0.answers
    }

    #[must_use]
    pub fn limits(&self) -> Limits {
        self.0.limits
    }

    /// The name of this ledger, which its checkpoints carry.
    #[must_use]
    pub fn ledger_id(&self) -> Uuid {
        self.0.ledger
    }

    /// Whether this is a demo county, where anyone may be anyone.
    #[must_use]
    pub fn is_demo(&self) -> bool {
        self.0.is_demo
    }

    #[must_use]
    pub fn keyring(&self) -> Arc<Keyring> {
        Arc::clone(&self.0.keyring)
    }

    pub(crate) fn password_cost(&self) -> PasswordCost {
        self.0.password_cost
    }

    /// What a password is compared with where there is nobody, so that it takes as long.
    pub(crate) fn nobodys_password(&self) -> &str {
        &self.0.nobodys_password
    }

    /// Whether this server has seen to the jobs of `hour` already.
    pub(crate) fn is_hour_enqueued(&self, hour: &str) -> bool {
        *self.0.hour.lock() == hour
    }

    /// Only after the jobs are durable: else an hour in which the database was away has none.
    pub(crate) fn note_hour_enqueued(&self, hour: String) {
        *self.0.hour.lock() = hour;
    }

    /// Runs a reading operation on a snapshot; the answer leaves when its entry is durable.
    ///
    /// # Errors
    /// The operation's own, and [`Error::LedgerUnavailable`].
    pub fn read<T>(
        &self,
        visitor: &Visitor,
        verb: impl FnOnce(&mut Ctx<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let now = self.clock().now();
        let (outcome, entries, touch) = self.db().read(|tx| {
            let mut ctx = Ctx::enter(self.clone(), tx.reborrow(), visitor, now)?;
            let outcome = match verb(&mut ctx) {
                // The database failed under it: nothing was found out, so nothing is recorded.
                Err(error @ (Error::Storage(_) | Error::Busy)) => return Err(error),
                outcome => outcome,
            };
            ctx.note_miss(&outcome)?;
            let (entries, touch) = ctx.leave_read();
            Ok::<_, Error>((outcome, entries, touch))
        })?;
        if outcome.is_ok() && entries.is_empty() {
            return Err(Error::Broken("a read left no entry in the ledger".into()));
        }
        self.keep(entries, touch)?;
        outcome
    }

    /// Runs a changing operation; `Ok` means that it and its entries are durable.
    ///
    /// # Errors
    /// The operation's own; what it changed is undone, its refusals stay recorded.
    pub fn change<T: Send + 'static>(
        &self,
        visitor: &Visitor,
        verb: impl FnOnce(&mut Ctx<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let (app, visitor, now) = (self.clone(), visitor.clone(), self.clock().now());
        let done = self.db().write(move |tx| app.in_tx(tx, &visitor, now, verb));
        match done {
            Ok((value, events)) => {
                self.db().tell(events);
                Ok(value)
            }
            Err(Undone { error, entries }) => {
                self.keep(entries, None)?;
                Err(error)
            }
        }
    }

    /// [`App::change`] for a request with an id: a replay gets the first answer again and changes
    /// nothing; the same id with another body is a conflict.
    ///
    /// # Errors
    /// As [`App::change`], and [`crate::Conflict::RequestReused`].
    pub fn change_once<T>(
        &self,
        visitor: &Visitor,
        key: RequestKey,
        verb: impl FnOnce(&mut Ctx<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
    {
        self.change(visitor, move |ctx| match request::begin(ctx, key)? {
            request::Begun::Before(answer) => {
                ctx.is_replay();
                Ok(answer)
            }
            request::Begun::New => {
                let answer = verb(ctx)?;
                request::finish(ctx, key, &answer)?;
                Ok(answer)
            }
        })
    }

    fn in_tx<T>(
        &self,
        tx: &mut Tx<'_>,
        visitor: &Visitor,
        now: jiff::Timestamp,
        verb: impl FnOnce(&mut Ctx<'_>) -> Result<T, Error>,
    ) -> Result<(T, Vec<Event>), Undone> {
        let mut ctx = Ctx::enter(self.clone(), tx.reborrow(), visitor, now)?;
        let outcome = verb(&mut ctx);
        ctx.note_miss(&outcome)?;
        match outcome {
            Ok(value) => Ok((value, ctx.leave_change()?)),
            Err(error) => Err(Undone { error, entries: ctx.leave_undone() }),
        }
    }

    /// Makes entries durable: in the ledger, else in the spool, else not at all, and then nothing
    /// about a person is shown.
    fn keep(&self, entries: Vec<Noted>, touch: Option<Touch>) -> Result<(), Error> {
        if entries.is_empty() && touch.is_none() {
            return Ok(());
        }
        let kept = entries.clone();
        let written = self.db().write(move |tx| {
            for noted in &kept {
                ledger::insert_entry(tx, noted)?;
            }
            touch.map_or(Ok(()), |touch| touch.apply(tx))
        });
        match (written, &self.0.spool) {
            (Ok(()), _) => Ok(()),
            (Err(error), Some(spool)) => {
                tracing::error!(%error, "the ledger cannot be written; the spool is used");
                let entries: Vec<_> = entries.into_iter().map(|noted| noted.entry).collect();
                spool.append(&entries).map_err(|error| {
                    tracing::error!(%error, "the spool cannot be written either");
                    Error::LedgerUnavailable
                })
            }
            (Err(error), None) => {
                tracing::error!(%error, "the ledger cannot be written");
                Err(Error::LedgerUnavailable)
            }
        }
    }

    /// Brings the spool's entries into the ledger, if it can be written again. How many there
    /// were; none is ever entered twice, since each keeps its id.
    pub fn empty_spool(&self) -> usize {
        let Some(spool) = &self.0.spool else { return 0 };
        spool.empty_into(self.db())
    }
}

pub(crate) fn open_database(config: &Config) -> Result<Database, StartError> {
    let mut last = None;
    // While a rotation is under way, the file may still have the older key.
    for key in config.keys.all() {
        match Database::open(&config.url, &key.database_key()) {
            Ok(db) => return Ok(db),
            Err(error @ crate::db::OpenError::WrongKey(_)) => last = Some(error),
            Err(error) => return Err(error.into()),
        }
    }
    Err(last.map_or_else(|| StartError::Other("the key file is empty".into()), StartError::Open))
}
