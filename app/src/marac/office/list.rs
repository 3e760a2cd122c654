//! The MARACs and who hears their cases.

use super::store;
use crate::{
    ctx::{About, Ctx, Record},
    error::Error,
};
use domain::{
    ids::{AgencyId, MaracId, OfficeId, UserId},
    marac::{MaracPart, Post, office::is_nobody_left},
    policy::{Basis, Permission, Subject},
    user::Role,
};
use jiff::Timestamp;

/// Somebody's appointment, in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appointed {
    pub id: OfficeId,
    pub marac: MaracId,
    pub user: UserId,
    pub name: String,
    pub agency_name: String,
    pub part: MaracPart,
    pub since: Timestamp,
    /// By name; nothing where Wicken's operator did.
    pub made_by: Option<String>,
    /// False where their account, their agency or their role lets them hear nothing now.
    pub is_there: bool,
}

/// Who prepares the hearings of a MARAC's cases now, as far as nobody is excluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeardBy {
    Coordinator,
    Deputy,
    Neighbour,
    Nobody,
}

/// A MARAC, and who is appointed to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marac {
    pub id: MaracId,
    pub name: String,
    /// By part and name.
    pub appointed: Vec<Appointed>,
    /// Which MARAC stands in for it.
    pub stand_in: Option<(MaracId, String)>,
    pub heard_by: HeardBy,
}

/// Somebody who could be appointed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appointable {
    pub id: UserId,
    pub agency: AgencyId,
    pub name: String,
    pub agency_name: String,
    pub role: Role,
}

/// All MARACs, by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Maracs {
    pub maracs: Vec<Marac>,
    /// For whoever appoints: coordinators and chairs who use Wicken now.
    pub others: Vec<Appointable>,
    pub basis: Basis,
}

/// The MARACs, who hears their cases, and which of them has nobody.
///
/// # Errors
/// [`Error::Denied`].
pub fn list_maracs(ctx: &mut Ctx<'_>) -> Result<Maracs, Error> {
    let basis = ctx.permit(Permission::SeeMaracs, Subject::System)?;
    let appointed = store::list_appointed(&mut ctx.tx)?;
    let holders = store::list_holders(&mut ctx.tx)?;
    let mut maracs = store::list_offices(&mut ctx.tx)?;
    for marac in &mut maracs {
        let own = appointed.iter().filter(|appointed| appointed.marac == marac.id);
        marac.appointed = own.cloned().collect();
        let there = holders.get(&marac.id).map(Vec::as_slice).unwrap_or_default();
        let has = |post| there.iter().any(|holder| holder.post == post && holder.is_there);
        marac.heard_by = if is_nobody_left(there, |_| false) {
            HeardBy::Nobody
        } else if has(Post::Own(MaracPart::Coordinator)) {
            HeardBy::Coordinator
        } else if has(Post::Own(MaracPart::Deputy)) {
            HeardBy::Deputy
        } else {
            HeardBy::Neighbour
        };
    }
    let mut others = store::list_appointable(&mut ctx.tx)?;
    others.retain(|other| {
        let account = Subject::User { id: other.id, agency: other.agency, role: other.role };
        ctx.would_permit(Permission::Appoint, account)
    });
    let about = About { kind: "marac", id: None, agency: None };
    ctx.record(Record::Read { basis: &basis, about, classes: &["directory"] })?;
    Ok(Maracs { maracs, others, basis })
}
