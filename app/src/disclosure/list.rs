//! What an agency gave of a person, and what somebody was given.

use super::store;
use crate::{
    ctx::{Ctx, Record},
    error::Error,
    person,
};
use domain::{
    agreement::Gateway,
    ids::{GiftId, PersonId},
    policy::{Basis, FieldClass, Permission, Subject},
};
use jiff::Timestamp;
use std::collections::BTreeSet;

/// One gift of an agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gift {
    pub id: GiftId,
    pub to_name: String,
    pub to_agency: String,
    pub classes: BTreeSet<FieldClass>,
    pub gateway: Gateway,
    pub necessity: String,
    pub decided_by: String,
    pub at: Timestamp,
    /// By name; nothing where Wicken did.
    pub made_by: Option<String>,
    pub ends_at: Timestamp,
    /// Where somebody ended it before.
    pub ended_at: Option<Timestamp>,
    /// Whether it opens anything now.
    pub is_live: bool,
}

/// What the asker's agency gave of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gifts {
    /// The latest first.
    pub gifts: Vec<Gift>,
    pub basis: Basis,
}

/// Something that was given to the asker and that they can read now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    pub person: PersonId,
    pub from_agency: String,
    pub necessity: String,
    pub classes: BTreeSet<FieldClass>,
    pub ends_at: Timestamp,
}

/// The gifts of the asker's own agency of a person.
///
/// # Errors
/// [`Error::NotFound`], also where the person is not the asker's to see; [`Error::Denied`].
pub fn list_gifts(ctx: &mut Ctx<'_>, person: PersonId) -> Result<Gifts, Error> {
    let subject = person::find_subject(ctx, Permission::EndGift, person)?;
    let basis = ctx.permit(Permission::EndGift, subject)?;
    let (own, now) = (ctx.signed()?.actor.agency, ctx.now());
    let gifts = store::list_of_person(&mut ctx.tx, own, person, now)?;
    ctx.record(Record::Read { basis: &basis, about: subject.into(), classes: &["gifts"] })?;
    Ok(Gifts { gifts, basis })
}

/// What was given to the asker and has not ended. It names nobody: reading is a look of its own.
///
/// # Errors
/// [`Error::Denied`].
pub fn list_received(ctx: &mut Ctx<'_>) -> Result<(Vec<Received>, Basis), Error> {
    let actor = ctx.signed()?.actor;
    let subject = Subject::User { id: actor.id, agency: actor.agency, role: actor.role };
    let basis = ctx.permit(Permission::SeeOwnAccount, subject)?;
    let now = ctx.now();
    let mut received = Vec::new();
    for (record, gift) in store::list_received(&mut ctx.tx, actor.id, now)? {
        // Whoever was excluded since, or may not read what was given, meets no sign of it here
        // either, whatever else of the person they read. Nor does whoever works by now with an
        // alleged perpetrator: who gave it and why would tell who spoke.
        let sights = person::list_sights(ctx, gift.person)?;
        let is_open = |sight: &person::Sight| {
            sight.holds(record) && !person::list_classes(ctx, sight).is_empty()
        };
        if !received.contains(&gift) && sights.iter().any(is_open) {
            received.push(gift);
        }
    }
    ctx.record(Record::Read { basis: &basis, about: subject.into(), classes: &["gifts"] })?;
    Ok((received, basis))
}
