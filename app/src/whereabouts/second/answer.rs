//! A second person opens whereabouts to whoever asked, or does not.

use super::{
    list::{WaitingSecond, list_all, list_seconding, told},
    store,
};
use crate::{
    ctx::{Ctx, Record},
    error::Error,
    person::list_roots,
};
use domain::policy::Permission;
use uuid::Uuid;

/// What a second person says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecondAnswer {
    Open,
    Refuse,
}

/// One request that waits, for whoever could answer it.
///
/// # Errors
/// [`Error::NotFound`], also where somebody has answered, and where the person is not the asker's
/// to see; [`Error::Denied`].
pub fn read_waiting(ctx: &mut Ctx<'_>, id: Uuid) -> Result<WaitingSecond, Error> {
    let waiting = find_waiting(ctx, id)?;
    let sights = list_seconding(ctx, &waiting)?;
    if sights.is_empty() {
        let all = list_all(ctx, &waiting)?;
        let sight = all.first().ok_or(Error::NotFound)?;
        let second = Permission::SecondOpening;
        ctx.permit(second, sight.for_permission(second))?;
    }
    told(ctx, waiting, &sights)
}

/// Opens the whereabouts of what the own agency holds or referred to whoever asked, for an hour, or
/// refuses. Never to oneself or to a colleague: two of one agency are one pair of eyes.
///
/// # Errors
/// As [`read_waiting`]; [`Error::Denied`] without a fresh sign-in too.
pub fn answer_second(ctx: &mut Ctx<'_>, id: Uuid, answer: SecondAnswer) -> Result<(), Error> {
    let waiting = find_waiting(ctx, id)?;
    let mut sights = list_seconding(ctx, &waiting)?;
    if sights.is_empty() {
        sights = list_all(ctx, &waiting)?;
        sights.truncate(1);
    }
    let second = Permission::SecondOpening;
    for sight in &sights {
        let subject = sight.for_permission(second);
        let basis = ctx.permit(second, subject)?;
        ctx.record(Record::Changed { basis: &basis, about: subject.into() })?;
        ctx.looked_at(sight.referrals());
    }
    let roots = list_roots(&mut ctx.tx, waiting.person, &sights)?;
    if roots.is_empty() {
        return Err(Error::NotFound);
    }
    let by = (ctx.now(), ctx.hand());
    if !store::update_answered(&mut ctx.tx, id, by, answer == SecondAnswer::Open)? {
        return Err(Error::NotFound);
    }
    for anchor in roots {
        store::insert_anchor(&mut ctx.tx, id, anchor)?;
    }
    ctx.change_epoch()
}

fn find_waiting(ctx: &mut Ctx<'_>, id: Uuid) -> Result<store::Waiting, Error> {
    let now = ctx.now();
    let waiting = store::list_waiting(&mut ctx.tx, now)?;
    waiting.into_iter().find(|waiting| waiting.id == id).ok_or(Error::NotFound)
}
