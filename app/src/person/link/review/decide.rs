//! Somebody says of two records that they are one person, or two, or that it cannot be told.

use super::{
    pair::{self, owe_relinking},
    read::needs_second_person,
    store::{self, NewDecision},
};
use crate::{
    ctx::{Ctx, Record},
    error::{Conflict, Error, Refused},
};
use domain::{ids::LinkId, policy::Permission};
use serde::{Deserialize, Serialize};

/// What somebody says of two records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Same,
    Different,
    /// Takes the pair from the queue, and changes nobody.
    Unsure,
}

impl Verdict {
    pub const ALL: &[Self] = &[Self::Same, Self::Different, Self::Unsure];

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Different => "different",
            Self::Unsure => "unsure",
        }
    }

    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Same => "one person",
            Self::Different => "two people",
            Self::Unsure => "not sure",
        }
    }

    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|verdict| verdict.code() == code)
    }
}

/// What somebody answers, and on what ground.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkAnswer {
    pub verdict: Verdict,
    pub why: String,
}

/// What a decision does from now on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkStanding {
    /// It is being worked in.
    InForce,
    /// It would join a victim to another case: somebody else has to confirm it first.
    WaitsForSecond,
    /// Nobody is moved.
    Undecided,
}

const WHY_MOST: usize = 2_000;

/// A ground that can be read later: trimmed, and there.
pub(super) fn checked(why: &str) -> Result<&str, Error> {
    let why = why.trim();
    match why.chars().count() {
        1..=WHY_MOST => Ok(why),
        _ => Err(Refused::LinkWhy.into()),
    }
}

/// Decides about a pair about which nothing is decided.
///
/// *Different* keeps two apart, or takes apart whom linkage joined. *Same* that would join a
/// victim to another case waits for a second person.
///
/// # Errors
/// [`Conflict::Changed`] when somebody decided meanwhile, or the pair is no longer what was seen;
/// [`Refused::LinkWhy`]; [`Error::NotFound`] as for [`super::read_review`].
pub fn decide_link(
    ctx: &mut Ctx<'_>,
    id: LinkId,
    answer: &LinkAnswer,
) -> Result<LinkStanding, Error> {
    let (pair, standing) = pair::find(ctx, id)?;
    let subject = pair.subject(ctx, standing.as_ref())?;
    let basis = ctx.permit(Permission::ReviewLink, subject)?;
    let why = checked(&answer.why)?;
    if standing.is_some() || !pair.is_current || pair.is_amended {
        return Err(Conflict::Changed { version: 0 }.into());
    }
    let stands = match answer.verdict {
        Verdict::Same if needs_second_person(ctx, &pair)? => LinkStanding::WaitsForSecond,
        Verdict::Same | Verdict::Different => LinkStanding::InForce,
        Verdict::Unsure => LinkStanding::Undecided,
    };
    let is_in_force = stands == LinkStanding::InForce;
    let decision = ctx.new_id();
    let new = NewDecision { id: decision, verdict: answer.verdict, why, is_in_force };
    if !store::insert_decision(ctx, &pair, &new)? {
        return Err(Conflict::Changed { version: 0 }.into());
    }
    if is_in_force {
        owe_relinking(ctx, pair.records, (decision, "decided"))?;
    }
    ctx.record(Record::Changed { basis: &basis, about: subject.into() })?;
    Ok(stands)
}
