//! The people who use Wicken, for those who may see them.

use super::store;
use crate::{
    agency,
    ctx::{About, Ctx, Record},
    db::{Cursor, Page},
    error::Error,
};
use domain::{
    ids::{AgencyId, UserId},
    policy::{Basis, Permission, Subject},
    user::{DisplayName, EmailAddress, Role, UserStatus},
};

const PAGE: usize = 50;

/// A person who uses Wicken, as they are now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    pub id: UserId,
    pub agency: AgencyId,
    pub agency_name: String,
    pub role: Role,
    pub name: DisplayName,
    pub email: EmailAddress,
    pub status: UserStatus,
    /// What an editor must have seen.
    pub version: i64,
}

impl From<&User> for Subject {
    fn from(user: &User) -> Subject {
        Subject::User { id: user.id, agency: user.agency, role: user.role }
    }
}

/// A page of an agency's people.
///
/// # Errors
/// [`Error::NotFound`], also where the agency is not the asker's to see.
pub fn list_users(
    ctx: &mut Ctx<'_>,
    agency: AgencyId,
    after: Option<Cursor>,
) -> Result<Page<User>, Error> {
    let found = agency::store::find_agency(ctx, agency)?;
    let basis = ctx.permit(Permission::SeeDirectory, Subject::from(&found))?;
    let users = store::list_users(ctx, agency, after.map(Cursor::id), PAGE + 1)?;
    let about = About::agency(agency);
    ctx.record(Record::Read { basis: &basis, about, classes: &["directory"] })?;
    Ok(Page::of(users, PAGE, |user| user.id.uuid()))
}

/// One person who uses Wicken, and why the asker sees them.
///
/// # Errors
/// [`Error::NotFound`], also where the person is not the asker's to see.
pub fn show_user(ctx: &mut Ctx<'_>, id: UserId) -> Result<(User, Basis), Error> {
    let user = store::find_user(ctx, id)?;
    let found = agency::store::find_agency(ctx, user.agency)?;
    let basis = ctx.permit(Permission::SeeDirectory, Subject::from(&found))?;
    let about = About::user(id, user.agency);
    ctx.record(Record::Read { basis: &basis, about, classes: &["directory"] })?;
    Ok((user, basis))
}
