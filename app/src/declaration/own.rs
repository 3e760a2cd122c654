//! One's own declarations: when they were made, and when the next is due. Never what they say.

use super::store;
use crate::{
    clock::day_of,
    ctx::{Ctx, Record},
    error::Error,
    user,
};
use domain::{
    declaration::DeclarationDue,
    policy::{Basis, Permission, Subject},
};
use jiff::civil::Date;

/// How the asker stands to their declarations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnDeclaration {
    pub due: DeclarationDue,
    /// When they declared before, the latest first.
    pub made_on: Vec<Date>,
    pub basis: Basis,
}

/// When the asker declared, and when they have to again. What they said is sealed from them too: a
/// screen that others see would tell it.
///
/// # Errors
/// [`Error::Denied`] for whoever has no sight of people, and so has nothing to declare.
pub fn own_declaration(ctx: &mut Ctx<'_>) -> Result<OwnDeclaration, Error> {
    let user = user::store::find_user(ctx, ctx.signed()?.actor.id)?;
    let subject = Subject::from(&user);
    let basis = ctx.permit(Permission::DeclareConflicts, subject)?;
    let made_on = store::list_days(&mut ctx.tx, user.id)?;
    let began = day_of(store::find_began(&mut ctx.tx, user.id)?);
    let due = DeclarationDue::of(began, made_on.first().copied(), ctx.today());
    let classes = &["own_account"];
    ctx.record(Record::Read { basis: &basis, about: subject.into(), classes })?;
    Ok(OwnDeclaration { due, made_on, basis })
}

/// What to remind the asker of; nothing for whoever has nothing to declare, or not yet. Never a
/// ground to act.
///
/// # Errors
/// [`Error::Storage`].
pub fn find_due(ctx: &mut Ctx<'_>) -> Result<Option<DeclarationDue>, Error> {
    let actor = ctx.signed()?.actor;
    let own = Subject::User { id: actor.id, agency: actor.agency, role: actor.role };
    if !ctx.would_permit(Permission::DeclareConflicts, own) {
        return Ok(None);
    }
    let last = store::list_days(&mut ctx.tx, actor.id)?.first().copied();
    let began = day_of(store::find_began(&mut ctx.tx, actor.id)?);
    let due = DeclarationDue::of(began, last, ctx.today());
    Ok(Some(due).filter(|due| due.is_asked()))
}
