//! Somebody breaks the glass for one person.

use super::{store, tell};
use crate::{
    ctx::{About, Ctx, Record},
    error::{Error, Refused},
    involvement,
    person::{self, Exactly},
};
use domain::{
    glass::{GLASS_AN_HOUR, GlassOutcome, GlassReason, GlassWords, bars_since, ends_at},
    ids::{AgencyId, GlassId, PersonId, UserId},
    policy::{Permission, Subject},
};
use jiff::{SignedDuration, Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Whom somebody has before them, and why it cannot wait.
#[derive(Clone)]
pub struct GlassRequest {
    given_names: String,
    family_name: String,
    born: Date,
    reason: GlassReason,
    words: GlassWords,
}

/// Danger: whom somebody asks for is no matter for a log.
impl std::fmt::Debug for GlassRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "GlassRequest({:?}, ..)", self.reason)
    }
}

/// What whoever broke the glass is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum GlassAnswer {
    /// This person can be read until then.
    Opened { person: PersonId, until: Timestamp },
    /// They broke it for this person within the last day: a privacy officer can help.
    Again,
    /// Nobody is known, or more than one, or nobody who may be told of: the three are one answer.
    Nobody,
}

impl GlassRequest {
    /// # Errors
    /// [`Refused::GlassWhom`] where a name is blank.
    pub fn new(
        (given_names, family_name): (&str, &str),
        born: Date,
        (reason, words): (GlassReason, GlassWords),
    ) -> Result<GlassRequest, Refused> {
        let (given_names, family_name) = (given_names.trim(), family_name.trim());
        if given_names.is_empty() || family_name.is_empty() {
            return Err(Refused::GlassWhom);
        }
        let (given_names, family_name) = (given_names.to_owned(), family_name.to_owned());
        Ok(GlassRequest { given_names, family_name, born, reason, words })
    }
}

/// One time that somebody broke the glass, and what came of it.
pub(super) struct Broken {
    pub id: GlassId,
    pub user: UserId,
    /// Whoever broke it works there.
    pub agency: AgencyId,
    pub reason: GlassReason,
    pub words: GlassWords,
    pub outcome: GlassOutcome,
    pub person: Option<PersonId>,
    pub at: Timestamp,
    /// Of what was opened.
    pub ends_at: Option<Timestamp>,
}

/// A current record of the person who was found.
pub(super) struct Anchor {
    /// The record itself, or the first of those whose place it took: it outlives amendments.
    pub root: Uuid,
    pub source: Uuid,
    pub holder: AgencyId,
    pub referrer: Option<AgencyId>,
}

/// Looks among the people of every agency for the one who is meant for certain, and opens to the
/// asker for an hour what is held about them now; what is linked to them later stays shut. The
/// privacy officers of the asker's agency and of those whose records it opens are told at once, and
/// of a try that opened nothing those of the asker's.
///
/// # Errors
/// [`Refused::GlassUsedUp`]; [`Error::Denied`], without a fresh sign-in too.
pub fn break_glass(ctx: &mut Ctx<'_>, request: &GlassRequest) -> Result<GlassAnswer, Error> {
    let actor = ctx.signed()?.actor;
    let own = Subject::Agency { id: actor.agency, active: actor.agency_active };
    let basis = ctx.permit(Permission::BreakGlass, own)?;
    let now = ctx.now();
    store::take_turn(&mut ctx.tx, actor.id, now)?;
    let since = now.saturating_sub(SignedDuration::from_hours(1)).unwrap_or(now);
    if GLASS_AN_HOUR <= store::count_since(&mut ctx.tx, actor.id, since)? {
        return Err(Refused::GlassUsedUp.into());
    }
    let (outcome, person, held) = find(ctx, request, actor.id)?;
    let broken = Broken {
        id: GlassId::from_uuid(ctx.new_id()),
        user: actor.id,
        agency: actor.agency,
        reason: request.reason,
        words: request.words.clone(),
        outcome,
        person,
        at: now,
        ends_at: (outcome == GlassOutcome::Opened).then(|| ends_at(now)),
    };
    let opened = if broken.ends_at.is_some() { held.as_slice() } else { &[] };
    store::insert(&mut ctx.tx, &broken, opened)?;
    let holders: BTreeSet<AgencyId> =
        held.iter().flat_map(|anchor| [Some(anchor.holder), anchor.referrer]).flatten().collect();
    tell::officers(ctx, &broken, &holders)?;
    let mut abouts = vec![About::agency(actor.agency)];
    if let (GlassOutcome::Opened, Some(person)) = (outcome, person) {
        let about =
            |agency| About { kind: "person", id: Some(person.uuid()), agency: Some(agency) };
        abouts = holders.into_iter().map(about).collect();
        ctx.change_epoch()?;
    }
    for about in abouts {
        ctx.record(Record::Changed { basis: &basis, about })?;
    }
    Ok(broken.answer())
}

/// What comes of it, whom Wicken found, and what is held about them: what is opened, where anything
/// is. It asks the same questions of the database whatever the answers are: how long it takes tells
/// nothing.
fn find(
    ctx: &mut Ctx<'_>,
    request: &GlassRequest,
    user: UserId,
) -> Result<(GlassOutcome, Option<PersonId>, Vec<Anchor>), Error> {
    let whom = Exactly {
        given_names: &request.given_names,
        family_name: &request.family_name,
        born: request.born,
    };
    let mut shut = person::list_shut(ctx)?;
    // Whoever works with the alleged perpetrator would read nothing of it: they are not told either
    // that there is somebody.
    let (agency, today) = (ctx.signed()?.actor.agency, ctx.today());
    shut.extend(involvement::list_perpetrator_side(&mut ctx.tx, agency, today)?);
    let found = person::find_certain(ctx, &whom)?;
    let asked = found.unwrap_or(PersonId::from_uuid(Uuid::nil()));
    let held = store::list_anchors(&mut ctx.tx, asked, today)?;
    let since = bars_since(ctx.now());
    let earlier = store::list_opened_since(&mut ctx.tx, user, since)?;
    let (open, shut): (Vec<Anchor>, Vec<Anchor>) =
        held.into_iter().partition(|anchor| !shut.contains(&anchor.source));
    Ok(match found {
        None => (GlassOutcome::Nobody, None, Vec::new()),
        Some(person) if open.is_empty() => (GlassOutcome::Excluded, Some(person), shut),
        Some(person) if open.iter().any(|anchor| earlier.contains(&anchor.root)) => {
            (GlassOutcome::Again, Some(person), open)
        }
        Some(person) => (GlassOutcome::Opened, Some(person), open),
    })
}

impl Broken {
    fn answer(&self) -> GlassAnswer {
        match (self.outcome, self.person, self.ends_at) {
            (GlassOutcome::Opened, Some(person), Some(until)) => {
                GlassAnswer::Opened { person, until }
            }
            (GlassOutcome::Again, ..) => GlassAnswer::Again,
            (GlassOutcome::Opened | GlassOutcome::Nobody | GlassOutcome::Excluded, ..) => {
                GlassAnswer::Nobody
            }
        }
    }
}
