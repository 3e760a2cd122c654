//! A data protection officer of another agency decides whether somebody is kept from a person.

use super::{
    keep,
    store::{self, KeptMatch},
    tell,
    waiting::{may_decide, subject},
};
use crate::{
    ctx::{Ctx, Record},
    error::{Error, Refused},
    exclusion,
};
use domain::{
    declaration::{DeclaredPerson, Strength},
    exclusion::ExclusionWords,
    policy::{Basis, Permission, Subject},
    user::Role,
};
use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

/// What was found, for whoever decides about it. Of the person on file it holds nothing but what
/// agrees: an officer needs no more to say whether the two are one.
#[derive(Debug, Clone)]
pub struct MatchFile {
    pub id: Uuid,
    pub user_name: String,
    pub agency_name: String,
    pub role: Role,
    pub by: FoundBy,
    pub strength: Strength,
    pub reasons: Vec<String>,
    pub is_shut: bool,
    pub found_at: Timestamp,
    pub basis: Basis,
}

/// Who was meant.
#[derive(Debug, Clone)]
pub enum FoundBy {
    /// The user, by their name in the directory and, where they gave it, their date of birth.
    OwnName,
    Declared {
        person: DeclaredPerson,
        on: Date,
    },
    /// The other party of a case of somebody for whom they act.
    ActsFor {
        person: DeclaredPerson,
        on: Date,
    },
    /// What was declared was erased.
    Erased,
}

/// What an officer says of it.
#[derive(Debug, Clone)]
pub enum MatchAnswer {
    /// They are kept from the person.
    Conflict,
    /// It is somebody else, or nothing that matters, and why.
    None(ExclusionWords),
}

/// What was found, with what was declared of it.
///
/// # Errors
/// [`Error::NotFound`] for everybody who could not decide about it.
pub fn read_match(ctx: &mut Ctx<'_>, id: Uuid) -> Result<MatchFile, Error> {
    let (kept, asked, basis) = find(ctx, id)?;
    let by = found_by(ctx, &kept)?;
    let about = asked.into();
    ctx.record(Record::Read { basis: &basis, about, classes: &["declarations"] })?;
    Ok(MatchFile {
        id: kept.id,
        user_name: kept.user_name,
        agency_name: kept.agency_name,
        role: kept.role,
        by,
        strength: kept.strength,
        reasons: kept.reasons,
        is_shut: kept.is_shut,
        found_at: kept.found_at,
        basis,
    })
}

/// Keeps the user from the person, or lets them in again where they were shut out at once. Neither
/// tells the user anything.
///
/// # Errors
/// As [`read_match`]; [`Refused::MatchDecided`] the second time.
pub fn decide_match(ctx: &mut Ctx<'_>, id: Uuid, answer: &MatchAnswer) -> Result<(), Error> {
    let (kept, asked, basis) = find(ctx, id)?;
    let exclusion = match (answer, kept.exclusion) {
        (MatchAnswer::Conflict, Some(exclusion)) if kept.is_shut => Some(exclusion),
        (MatchAnswer::Conflict, _) => exclusion::keep_declared(ctx, kept.user, kept.person)?,
        (MatchAnswer::None(why), Some(exclusion)) => {
            exclusion::end_declared(ctx, exclusion, why)?;
            Some(exclusion)
        }
        (MatchAnswer::None(_), None) => None,
    };
    if !store::update_decided(ctx, id, answer, exclusion)? {
        return Err(Refused::MatchDecided.into());
    }
    tell::settle(ctx, id, answer)?;
    ctx.record(Record::Changed { basis: &basis, about: asked.into() })
}

/// A match that the asker may decide about. That there is one is nobody else's to know, and least
/// the user's and their colleagues'.
fn find(ctx: &mut Ctx<'_>, id: Uuid) -> Result<(KeptMatch, Subject, Basis), Error> {
    let kept = store::find_match(&mut ctx.tx, id)?.ok_or(Error::NotFound)?;
    let asked = subject(ctx, &kept)?;
    let basis = ctx.permit(Permission::DecideMatch, asked)?;
    if !may_decide(ctx, &kept)? {
        return Err(Error::NotFound);
    }
    Ok((kept, asked, basis))
}

fn found_by(ctx: &mut Ctx<'_>, kept: &KeptMatch) -> Result<FoundBy, Error> {
    let Some((declaration, place)) = kept.declaration.zip(kept.place) else {
        return Ok(FoundBy::OwnName);
    };
    let Some((on, content)) = store::find_content(&mut ctx.tx, declaration)? else {
        return Ok(FoundBy::Erased);
    };
    let declared = keep::open(ctx, declaration, &content)?;
    let place = usize::try_from(place).unwrap_or(usize::MAX);
    let person = declared.and_then(|declared| declared.people.into_iter().nth(place));
    Ok(match person {
        None => FoundBy::Erased,
        Some(person) if kept.is_other_party => FoundBy::ActsFor { person, on },
        Some(person) => FoundBy::Declared { person, on },
    })
}
