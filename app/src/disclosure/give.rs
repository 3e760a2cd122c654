//! An agency gives what it holds about a person to somebody by name.

use super::store;
use crate::{
    alert::{self, NewAlert},
    ctx::{Ctx, Record},
    error::{Error, Refused},
    exclusion, person,
};
use domain::{
    alert::AlertKind,
    disclosure::GiftTerms,
    ids::{AgencyId, GiftId, PersonId},
    policy::Permission,
    user::{EmailAddress, Role},
};
use jiff::Timestamp;

/// What to give, about whom, to whom.
#[derive(Debug, Clone)]
pub struct NewGift {
    pub person: PersonId,
    /// Whoever gives may not see the directory of the other agency: they know whom they speak to.
    pub to: EmailAddress,
    pub terms: GiftTerms,
}

/// Gives the asker's own agency's records of a person, as they are now, until the hours are over.
/// The data protection officers of both agencies are told.
///
/// # Errors
/// [`Refused::GiftToNobody`], [`Refused::GiftToOwn`], [`Refused::GiftToExcluded`],
/// [`Refused::GiftToPerpetratorSide`], [`Refused::Gift`]; [`Error::NotFound`], also where the
/// person is not the asker's to see; [`Error::Denied`].
pub fn give_record(ctx: &mut Ctx<'_>, new: &NewGift) -> Result<GiftId, Error> {
    let subject = person::find_subject(ctx, Permission::GiveRecord, new.person)?;
    let basis = ctx.permit(Permission::GiveRecord, subject)?;
    let own = ctx.signed()?.actor.agency;
    let to = store::find_recipient(&mut ctx.tx, &new.to)?.ok_or(Refused::GiftToNobody)?;
    if to.agency == own {
        return Err(Refused::GiftToOwn.into());
    }
    if exclusion::excludes(&mut ctx.tx, to.user, new.person)? {
        return Err(Refused::GiftToExcluded.into());
    }
    let (held, today) = ((own, new.person), ctx.today());
    let works_with_them = store::is_on_perpetrator_side(&mut ctx.tx, &to, held, today)?;
    if works_with_them || to.role == Role::ProgrammeCoordinator {
        return Err(Refused::GiftToPerpetratorSide.into());
    }
    new.terms.check(to.kind)?;
    let id = GiftId::from_uuid(ctx.new_id());
    let ends_at = new.terms.ends_at(ctx.now());
    store::insert(ctx, (id, own, to.user), new, ends_at)?;
    let mut shut = person::list_shut(ctx)?;
    // What another MARAC hears is its own coordinator's to give.
    shut.extend(person::list_elsewhere(ctx, new.person)?);
    store::insert_anchors(&mut ctx.tx, (id, own, new.person), &shut)?;
    let classes: Vec<&'static str> = new.terms.classes.iter().map(|class| class.code()).collect();
    ctx.record(Record::Disclosed { basis: &basis, about: subject.into(), classes: &classes })?;
    for agency in [own, to.agency] {
        tell(ctx, (agency, new.person), ends_at)?;
    }
    ctx.change_epoch()?;
    Ok(id)
}

fn tell(
    ctx: &mut Ctx<'_>,
    (agency, person): (AgencyId, PersonId),
    due: Timestamp,
) -> Result<(), Error> {
    let (about, subject) = (ctx.hand(), Some(("person", person.uuid())));
    alert::raise(ctx, NewAlert { agency, kind: AlertKind::RecordGiven, about, subject, due })?;
    Ok(())
}
