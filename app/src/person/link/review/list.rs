//! The pairs that wait for somebody's eye, first those on which most hangs.

use super::{pair, side::Brief, store};
use crate::{
    ctx::{Ctx, Record},
    db::{Cursor, DbError, Page},
    error::Error,
    marac::Hearing,
    person::{link::evidence::STAKE, list_shut},
};
use domain::{
    ids::{AgencyId, LinkId, MaracId},
    policy::{Basis, Permission},
};
use std::collections::BTreeSet;
use uuid::Uuid;

const PAGE: usize = 25;
/// Beyond these it is told that there are more: nobody works off more in a day.
const COUNTED_MOST: usize = 500;

/// What hangs on the answer, by everything that is known of both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stake {
    /// An incident or a case may become a repeat, or cease to be one.
    Repeat,
    /// A victim would come into another incident or referral.
    Victim,
    /// Neither is a victim here.
    Other,
}

impl Stake {
    pub(super) fn of_rank(rank: i64) -> Stake {
        match rank.div_euclid(STAKE) {
            0 => Stake::Other,
            1 => Stake::Victim,
            _ => Stake::Repeat,
        }
    }
}

/// One pair that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    pub id: LinkId,
    /// In millionths.
    pub probability: i64,
    /// Figures take the two for one person, because that is likely.
    pub counts_as_one: bool,
    pub stake: Stake,
    pub sides: [Brief; 2],
}

/// How many wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitingCount {
    Exactly(usize),
    MoreThan(usize),
}

/// The incident or referral that a record came with, and the MARAC of a referral.
pub(super) type InCase = (Uuid, Option<MaracId>);

/// A row of the queue with the incidents or referrals of its records.
pub(super) struct Row {
    pub waiting: Waiting,
    pub cases: [InCase; 2],
}

/// Which pairs are there for the asker: those of people from whom they are excluded are not, and
/// those of referrals to another MARAC neither.
struct Seen {
    shut: BTreeSet<Uuid>,
    hearing: Hearing,
}

impl Seen {
    fn find(ctx: &mut Ctx<'_>) -> Result<Seen, DbError> {
        Ok(Seen { shut: list_shut(ctx)?, hearing: Hearing::find(ctx)? })
    }

    fn holds(&self, cases: &[InCase; 2]) -> bool {
        let is_seen = |(source, marac): &InCase| {
            !self.shut.contains(source) && !self.hearing.is_elsewhere(*marac, *source)
        };
        cases.iter().all(is_seen)
    }
}

/// The pairs that the asker may review, nothing decided about them yet: of the own agency, or of
/// all for the coordinator of the partnership. No names: those stand on the page of each pair.
///
/// # Errors
/// [`Error::NotFound`] for whoever reviews nothing.
pub fn list_reviews(
    ctx: &mut Ctx<'_>,
    after: Option<Cursor>,
) -> Result<(Page<Waiting>, WaitingCount, Basis), Error> {
    let (agency, subject) = pair::scope(ctx)?;
    let basis = ctx.permit(Permission::ReviewLink, subject)?;
    let waiting = list(ctx, agency, (after.map(Cursor::id), PAGE + 1))?;
    let count = count(ctx, agency)?;
    let about = crate::ctx::About { kind: "link", id: None, agency };
    ctx.record(Record::Read { basis: &basis, about, classes: &["references"] })?;
    Ok((Page::of(waiting, PAGE, |waiting| waiting.id.uuid()), count, basis))
}

/// Counts as if the pairs that are not there for the asker were not there at all.
fn count(ctx: &mut Ctx<'_>, agency: Option<AgencyId>) -> Result<WaitingCount, DbError> {
    let seen = Seen::find(ctx)?;
    let mut most = COUNTED_MOST + 1;
    loop {
        let pairs = store::list_waiting_cases(&mut ctx.tx, agency, most)?;
        match pairs.iter().filter(|pair| seen.holds(pair)).count() {
            seen if COUNTED_MOST < seen => return Ok(WaitingCount::MoreThan(COUNTED_MOST)),
            seen if pairs.len() < most => return Ok(WaitingCount::Exactly(seen)),
            _ => most *= 2,
        }
    }
}

/// At most so many of those that are there for the asker.
fn list(
    ctx: &mut Ctx<'_>,
    agency: Option<AgencyId>,
    (mut after, most): (Option<Uuid>, usize),
) -> Result<Vec<Waiting>, DbError> {
    let seen = Seen::find(ctx)?;
    let mut found: Vec<Waiting> = Vec::new();
    loop {
        let rows = store::list_waiting(&mut ctx.tx, agency, (after, most))?;
        let is_last = rows.len() < most;
        after = rows.last().map(|row| row.waiting.id.uuid());
        let rows = rows.into_iter().filter(|row| seen.holds(&row.cases));
        found.extend(rows.map(|row| row.waiting));
        if is_last || most <= found.len() {
            found.truncate(most);
            return Ok(found);
        }
    }
}
