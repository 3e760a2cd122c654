//! The pairs that wait for somebody's eye, first those on which most hangs.

use super::{pair, side::Brief, store};
use crate::{
    ctx::{Ctx, Record},
    db::{Cursor, DbError, Page},
    error::Error,
    exclusion,
};
use domain::{
    ids::{AgencyId, LinkId, PersonId},
    policy::{Basis, Permission},
};
use std::collections::BTreeSet;
use uuid::Uuid;

const PAGE: usize = 25;
/// Beyond these it is told that there are more: nobody works off more in a day.
const COUNTED_MOST: usize = 500;

/// What hangs on a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stake {
    /// Two victims within twelve months: an incident may become a repeat.
    Repeat,
    /// A victim would come into another incident or referral.
    Victim,
    /// Neither is a victim here.
    Other,
}

impl Stake {
    pub(super) fn of_rank(rank: i64) -> Stake {
        match rank.div_euclid(10_000_000) {
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
    pub stake: Stake,
    pub sides: [Brief; 2],
}

/// How many wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitingCount {
    Exactly(usize),
    MoreThan(usize),
}

/// A row of the queue with whose its records are.
pub(super) struct Row {
    pub waiting: Waiting,
    pub persons: [Option<PersonId>; 2],
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

/// Counts as if the pairs that the asker is excluded from were not there.
fn count(ctx: &mut Ctx<'_>, agency: Option<AgencyId>) -> Result<WaitingCount, DbError> {
    let mut most = COUNTED_MOST + 1;
    loop {
        let pairs = store::list_waiting_persons(&mut ctx.tx, agency, most)?;
        let persons = pairs.iter().flatten().flatten().copied().collect();
        let excluded = excluded(ctx, persons)?;
        let is_seen = |pair: &&[Option<PersonId>; 2]| {
            !pair.iter().flatten().any(|person| excluded.contains(person))
        };
        match pairs.iter().filter(is_seen).count() {
            seen if COUNTED_MOST < seen => return Ok(WaitingCount::MoreThan(COUNTED_MOST)),
            seen if pairs.len() < most => return Ok(WaitingCount::Exactly(seen)),
            _ => most *= 2,
        }
    }
}

fn excluded(ctx: &mut Ctx<'_>, persons: Vec<PersonId>) -> Result<BTreeSet<PersonId>, DbError> {
    match ctx.hand() {
        Some(user) => exclusion::excluded_of(&mut ctx.tx, user, &persons),
        None => Ok(BTreeSet::new()),
    }
}

/// At most so many, without those of people from whom the asker is excluded: these are not there.
fn list(
    ctx: &mut Ctx<'_>,
    agency: Option<AgencyId>,
    (mut after, most): (Option<Uuid>, usize),
) -> Result<Vec<Waiting>, DbError> {
    let mut found: Vec<Waiting> = Vec::new();
    loop {
        let rows = store::list_waiting(&mut ctx.tx, agency, (after, most))?;
        let is_last = rows.len() < most;
        after = rows.last().map(|row| row.waiting.id.uuid());
        let excluded = excluded(ctx, rows.iter().flat_map(|row| row.persons).flatten().collect())?;
        let is_seen = |row: &Row| !row.persons.iter().flatten().any(|id| excluded.contains(id));
        found.extend(rows.into_iter().filter(is_seen).map(|row| row.waiting));
        if is_last || most <= found.len() {
            found.truncate(most);
            return Ok(found);
        }
    }
}
