//! Who is excluded from a person, for those who may exclude.

use super::store;
use crate::{
    agency,
    ctx::{About, Ctx, Record},
    error::Error,
    person,
};
use domain::{
    exclusion::ExclusionReason,
    ids::{PersonId, UserId},
    policy::{Basis, Permission, Subject},
};
use jiff::Timestamp;
use uuid::Uuid;

/// One exclusion in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exclusion {
    pub id: Uuid,
    pub user: UserId,
    pub user_name: String,
    pub agency_name: String,
    pub reason: ExclusionReason,
    pub words: String,
    pub since: Timestamp,
    /// By name; nothing where Wicken made it.
    pub made_by: Option<String>,
    /// False for whoever made it: somebody else has to end it.
    pub may_end: bool,
}

/// Someone who could be excluded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excludable {
    pub id: UserId,
    pub name: String,
    pub agency_name: String,
}

/// Who is excluded from a person, and who else could be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exclusions {
    pub standing: Vec<Exclusion>,
    /// Those of the directory whom the asker may see, in the order of agency and name.
    pub others: Vec<Excludable>,
    pub basis: Basis,
}

/// The exclusions from a person.
///
/// # Errors
/// [`Error::NotFound`], also where the person is not the asker's to see; [`Error::Denied`].
pub fn list_exclusions(ctx: &mut Ctx<'_>, id: PersonId) -> Result<Exclusions, Error> {
    let subject = person::find_subject(ctx, Permission::ExcludeUser, id)?;
    let basis = ctx.permit(Permission::ExcludeUser, subject)?;
    let asker = ctx.hand();
    let standing = store::list_of_person(&mut ctx.tx, id, asker)?;
    let mut others = Vec::new();
    for agency in agency::store::list_agencies(ctx)? {
        if ctx.would_permit(Permission::SeeDirectory, Subject::from(&agency)) {
            let basis = ctx.permit(Permission::SeeDirectory, Subject::from(&agency))?;
            let about = About::agency(agency.id);
            ctx.record(Record::Read { basis: &basis, about, classes: &["directory"] })?;
            others.extend(store::list_staff(&mut ctx.tx, agency.id)?);
        }
    }
    others.retain(|other| standing.iter().all(|exclusion| exclusion.user != other.id));
    ctx.record(Record::Read { basis: &basis, about: subject.into(), classes: &["exclusions"] })?;
    Ok(Exclusions { standing, others, basis })
}
