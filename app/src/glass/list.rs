//! Who broke the glass, for the privacy officers who were told.

use super::store;
use crate::{
    ctx::{Ctx, Record},
    db::{Cursor, Page},
    error::Error,
    ledger::Shut,
};
use domain::{
    glass::{GlassOutcome, GlassReason, is_open},
    ids::{AgencyId, AlertId, GlassId, PersonId, UserId},
    ledger::decode,
    policy::{Basis, Permission, Subject},
};
use jiff::Timestamp;
use std::collections::BTreeMap;
use uuid::Uuid;

const PAGE: usize = 20;
/// Looks that are told of one grant: an hour has no more for people who read.
const LOOKS_MOST: i64 = 500;
/// One time that somebody broke the glass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GlassTold {
    pub id: GlassId,
    pub user: UserId,
    pub user_name: String,
    pub agency_name: String,
    pub reason: GlassReason,
    pub words: String,
    pub outcome: GlassOutcome,
    pub person: Option<PersonId>,
    pub at: Timestamp,
    pub ends_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
    /// By name, of what was ended before its hour was over.
    pub ended_by: Option<String>,
    /// What was looked at, as far as it is the asker's to know, the first look first.
    pub looks: Vec<GlassLook>,
    /// Whether it is open still and the asker can end it.
    pub may_end: bool,
    /// Of the notice to the asker's agency, or else of any.
    pub alert: Option<AlertId>,
}

/// What was looked at of one agency's records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GlassLook {
    /// The first time.
    pub at: Timestamp,
    pub agency_name: String,
    /// The classes of fields, by their codes.
    pub classes: Vec<String>,
    pub times: usize,
}

/// One page of those times, the latest first.
#[derive(Debug, Clone)]
pub struct GlassBook {
    pub page: Page<GlassTold>,
    pub basis: Basis,
}

/// A line of the ledger, and the name of the agency whose record it is about.
pub(super) struct Looked {
    pub line: String,
    pub agency_name: Option<String>,
}

/// Whose looks: the user who broke the glass, from when until when, and of whose records.
pub(super) struct Span {
    pub user: UserId,
    /// Whom the glass was broken for.
    pub person: Option<PersonId>,
    pub from: Timestamp,
    pub until: Timestamp,
    /// Nothing for those of all agencies.
    pub about: Option<AgencyId>,
    pub most: i64,
}

/// The times that somebody of the asker's agency broke the glass or that records of the asker's
/// agency were opened by it; for the privacy officer of the partnership all of them. Not those for
/// somebody from whom the asker is excluded.
///
/// # Errors
/// [`Error::Denied`].
pub fn list_glass(ctx: &mut Ctx<'_>, before: Option<Cursor>) -> Result<GlassBook, Error> {
    let actor = ctx.signed()?.actor;
    let agency = (!actor.agency_is_partnership).then_some(actor.agency);
    let subject = Subject::Ledger { agency };
    let basis = ctx.permit(Permission::SeeAlerts, subject)?;
    let most = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let shut = Shut::find(ctx)?;
    let mut before = before.map(Cursor::id);
    let mut rows = Vec::new();
    loop {
        let found = store::list_told(&mut ctx.tx, agency, (before, most))?;
        before = found.last().map(|(told, _)| told.id.uuid());
        let is_last = found.len() <= PAGE;
        rows.extend(found.into_iter().filter(|(told, _)| !shut.holds(told.id.uuid())));
        if is_last || PAGE < rows.len() {
            break;
        }
    }
    let mut page = Page::of(rows, PAGE, |(told, _)| told.id.uuid());
    for (told, of) in &mut page.items {
        // Whoever sits beside them could warn them: that goes outside.
        if *of == actor.agency && told.outcome == GlassOutcome::Excluded {
            (told.outcome, told.person) = (GlassOutcome::Nobody, None);
        }
        let is_own = Some(*of) == agency;
        told.looks = list_looks(ctx, told, agency.filter(|_| !is_own))?;
        let notices = store::list_notices(&mut ctx.tx, told.id)?;
        let own = notices.iter().find(|(notified, _)| *notified == actor.agency);
        let notice = own.or(notices.first()).copied();
        told.alert = notice.map(|(_, alert)| alert);
        let is_live = told.ended_at.is_none()
            && told.ends_at.is_some_and(|ends_at| is_open(ends_at, ctx.now()));
        told.may_end = is_live
            && notice.is_some_and(|(agency, id)| {
                let alert = Subject::Alert { id, agency, about: Some(told.user) };
                ctx.would_permit(Permission::SettleAlert, alert)
            });
    }
    ctx.record(Record::Read { basis: &basis, about: subject.into(), classes: &["glass"] })?;
    let items = page.items.into_iter().map(|(told, _)| told).collect();
    Ok(GlassBook { page: Page { items, next: page.next }, basis })
}

/// What was read through it, from the ledger: each agency's records once, with all their classes.
fn list_looks(
    ctx: &mut Ctx<'_>,
    told: &GlassTold,
    about: Option<AgencyId>,
) -> Result<Vec<GlassLook>, Error> {
    let Some(ends_at) = told.ends_at else { return Ok(Vec::new()) };
    let until = told.ended_at.unwrap_or(ends_at);
    let (user, person) = (told.user, told.person);
    let span = Span { user, person, from: told.at, until, about, most: LOOKS_MOST };
    let mut looks: BTreeMap<Option<Uuid>, GlassLook> = BTreeMap::new();
    for looked in store::list_looked(&mut ctx.tx, &span)? {
        let entry = decode(&looked.line).map_err(|error| Error::Broken(error.to_string()))?;
        let look = looks.entry(entry.subject_agency).or_insert_with(|| GlassLook {
            at: entry.at,
            agency_name: looked.agency_name.unwrap_or_default(),
            classes: Vec::new(),
            times: 0,
        });
        look.times += 1;
        look.classes.extend(entry.classes.iter().cloned());
        look.classes.sort_unstable();
        look.classes.dedup();
    }
    let mut looks: Vec<GlassLook> = looks.into_values().collect();
    looks.sort_by_key(|look| look.at);
    Ok(looks)
}
