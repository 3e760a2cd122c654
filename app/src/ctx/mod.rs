//! The context of one operation: who asks, when, and one transaction.

mod answers;
mod record;

pub(crate) use self::answers::Answers;
pub use self::record::{About, Record};

use crate::{
    app::App,
    clock::day_of,
    db::{DbError, Event, Tx},
    entropy,
    error::Error,
    ledger::{self, Noted},
    session::{self, Signed},
    setting,
};
use domain::{
    ids::{SessionId, UserId},
    ledger::EntryKind,
    policy::{Actor, Basis, Denial, DenialReason, OperatorName, Permission, Subject, World},
};
use jiff::{SignedDuration, Timestamp, civil::Date};
use uuid::Uuid;

/// Who comes to the door, before anyone has looked whether it is true.
#[derive(Debug, Clone)]
pub enum Visitor {
    Stranger,
    /// Whoever holds the secret of a session's cookie.
    Cookie(String),
    /// Whoever holds the secret of an API token.
    Bearer(String),
    /// The system user at the command line of the box.
    Operator(OperatorName),
}

/// One operation at work.
pub struct Ctx<'t> {
    pub(crate) tx: Tx<'t>,
    app: App,
    who: Option<Who>,
    now: Timestamp,
    request: Option<Uuid>,
    entries: Vec<Noted>,
    events: Vec<Event>,
    is_replay: bool,
}

enum Who {
    Signed(Signed),
    Operator(OperatorName),
}

/// Notes that a session was used, so that it does not end for idleness.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Touch {
    session: SessionId,
    now: Timestamp,
}

/// A session is noted as used once a minute at most: a write a page would be a write too many.
const TOUCH_AFTER: SignedDuration = SignedDuration::from_mins(1);

impl<'t> Ctx<'t> {
    pub(crate) fn enter(
        app: App,
        mut tx: Tx<'t>,
        visitor: &Visitor,
        now: Timestamp,
    ) -> Result<Ctx<'t>, Error> {
        let who = match visitor {
            Visitor::Stranger => None,
            Visitor::Operator(name) => Some(Who::Operator(name.clone())),
            Visitor::Cookie(secret) => {
                Some(Who::Signed(session::find_signed(&mut tx, &app, secret, now)?))
            }
            Visitor::Bearer(secret) => {
                Some(Who::Signed(crate::token::find_signed(&mut tx, secret, now)?))
            }
        };
        let (entries, events) = (Vec::new(), Vec::new());
        Ok(Ctx { tx, app, who, now, request: None, entries, events, is_replay: false })
    }

    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// The day in London, by which agreements, involvements and figures run.
    #[must_use]
    pub fn today(&self) -> Date {
        day_of(self.now)
    }

    #[must_use]
    pub fn app(&self) -> &App {
        &self.app
    }

    #[must_use]
    pub fn new_id(&self) -> Uuid {
        entropy::id(self.now)
    }

    /// The signed-in user, where it is one.
    ///
    /// # Errors
    /// [`Error::SignInNeeded`].
    pub fn signed(&self) -> Result<&Signed, Error> {
        match &self.who {
            Some(Who::Signed(signed)) => Ok(signed),
            Some(Who::Operator(_)) | None => Err(Error::SignInNeeded),
        }
    }

    /// Whose hand a change was made by, for the `recorded_by` of a fact; the operator has no id.
    #[must_use]
    pub fn hand(&self) -> Option<UserId> {
        self.signed().ok().map(|signed| signed.actor.id)
    }

    /// Under whose name request ids are kept.
    pub(crate) fn request_owner(&self) -> Uuid {
        self.hand().map_or(Uuid::nil(), UserId::uuid)
    }

    pub(crate) fn set_request(&mut self, id: Uuid) {
        self.request = Some(id);
    }

    pub(crate) fn is_replay(&mut self) {
        self.is_replay = true;
    }

    fn actor(&self) -> Result<Actor, Error> {
        match &self.who {
            Some(Who::Signed(signed)) => Ok(Actor::User(signed.actor)),
            Some(Who::Operator(name)) => Ok(Actor::Operator(name.clone())),
            None => Err(Error::SignInNeeded),
        }
    }

    fn world(&self) -> World {
        let fresh_until = self.signed().ok().and_then(|signed| signed.fresh_until);
        World { fresh_sign_in: fresh_until.is_some_and(|until| self.now <= until) }
    }

    /// The one door. Asks whether the actor may do this to the subject; a refusal is recorded
    /// even though its transaction is undone.
    ///
    /// # Errors
    /// [`Error::Denied`] where the actor may know of the subject, else [`Error::NotFound`].
    #[track_caller]
    pub fn permit(&mut self, permission: Permission, subject: Subject) -> Result<Basis, Error> {
        let actor = self.actor()?;
        let world = self.world();
        match self.ask(&actor, permission, subject, world) {
            Ok(basis) => Ok(basis),
            Err(denial) => {
                self.push_refusal(&denial, subject)?;
                // Whom only a fresh sign-in is missing would be let in, and so may know.
                let is_stale = denial.reason == DenialReason::NeedsFreshSignIn;
                if is_stale || self.may_know(&actor, permission, subject) {
                    Err(denial.into())
                } else {
                    Err(Error::NotFound)
                }
            }
        }
    }

    /// As [`Ctx::permit`], but only asks: for what a page offers. Never a ground to act.
    #[must_use]
    pub fn would_permit(&self, permission: Permission, subject: Subject) -> bool {
        let Ok(actor) = self.actor() else { return false };
        // What a fresh sign-in would allow is offered: the page then asks for one.
        let world = World { fresh_sign_in: true };
        let asked = ((&actor, permission), (&subject, world));
        self.app.answers().would_permit(self.app.rules(), asked.0, asked.1)
    }

    #[cfg(feature = "testing")]
    fn is_sabotaged(&self, what: &str, at: &std::panic::Location<'_>) -> bool {
        crate::testing::sabotage::is_skipped(what, at, self.app.clock())
    }

    #[track_caller]
    fn ask(
        &self,
        actor: &Actor,
        permission: Permission,
        subject: Subject,
        world: World,
    ) -> Result<Basis, Denial> {
        #[cfg(feature = "testing")]
        if self.is_sabotaged("permit", std::panic::Location::caller()) {
            return Ok(crate::testing::sabotage::any_basis(self.app.rules()));
        }
        self.app.answers().permit(self.app.rules(), (actor, permission), (&subject, world))
    }

    /// What one may not know exists answers exactly like what does not exist.
    fn may_know(&self, actor: &Actor, asked: Permission, subject: Subject) -> bool {
        let (see, what) = match subject {
            Subject::System | Subject::Ledger { .. } => return true,
            Subject::Agency { .. } => (Permission::SeeDirectory, subject),
            Subject::User { id, agency, .. } => {
                if self.hand() == Some(id) {
                    return true;
                }
                (Permission::SeeDirectory, Subject::Agency { id: agency, active: true })
            }
            // The street of people has asked the door already.
            Subject::Person { asker, .. } => {
                return asked != Permission::ReadPerson && asker.is_known;
            }
            // Whoever may not decide may not know that somebody is on file.
            Subject::Match { .. } => return false,
            Subject::Case { .. } => (Permission::InvolveAgency, subject),
            Subject::Alert { agency, .. } => {
                (Permission::SeeAlerts, Subject::Ledger { agency: Some(agency) })
            }
            Subject::Pair { .. } => (Permission::ReviewLink, subject),
            // That there are figures is known to everyone who may ask.
            Subject::Figure { .. } => return true,
        };
        let world = World { fresh_sign_in: true };
        let (rules, asks) = (self.app.rules(), (actor, see));
        asked != see && self.app.answers().would_permit(rules, asks, (&what, world))
    }

    /// Tells every server, once this is durable, that something of this kind changed.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub fn announce(&mut self, topic: &str, id: Uuid) -> Result<(), Error> {
        let event = Event { topic: topic.to_owned(), id: id.to_string() };
        crate::db::Database::announce(&mut self.tx, &event)?;
        self.events.push(event);
        Ok(())
    }

    /// Counts the policy epoch up: who may see what has changed.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub fn change_epoch(&mut self) -> Result<(), Error> {
        let epoch = setting::update_epoch(&mut self.tx)?;
        self.announce("policy-epoch", Uuid::from_u128(u128::from(epoch.unsigned_abs())))
    }

    pub(crate) fn leave_read(self) -> (Vec<Noted>, Option<Touch>) {
        let touch = self.touch();
        (self.entries, touch)
    }

    fn touch(&self) -> Option<Touch> {
        let signed = self.signed().ok()?;
        let session = signed.session?;
        let is_due = TOUCH_AFTER <= self.now.duration_since(signed.seen_at?);
        is_due.then_some(Touch { session, now: self.now })
    }

    pub(crate) fn leave_change(mut self) -> Result<Vec<Event>, Error> {
        if self.entries.is_empty() && !self.is_replay {
            return Err(Error::Broken("a change left no entry in the ledger".into()));
        }
        for noted in &self.entries {
            ledger::insert_entry(&mut self.tx, noted)?;
        }
        if let Some(touch) = self.touch() {
            touch.apply(&mut self.tx)?;
        }
        Ok(self.events)
    }

    pub(crate) fn leave_undone(self) -> Vec<Noted> {
        let is_refusal = |noted: &Noted| noted.entry.kind == EntryKind::Refusal;
        self.entries.into_iter().filter(is_refusal).collect()
    }
}

impl Touch {
    pub(crate) fn apply(self, tx: &mut Tx<'_>) -> Result<(), DbError> {
        session::update_seen(tx, self.session, self.now)
    }
}
