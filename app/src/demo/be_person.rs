//! In a demo county anyone may be anyone.

use crate::{
    app::App,
    ctx::{About, Visitor},
    error::Error,
    session,
    user::{User, store},
};
use domain::{ids::UserId, ledger::Outcome};

/// Someone whom a visitor of the demo county may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoPerson(pub User);

/// Everyone whom one may be; nobody where this is no demo county.
///
/// # Errors
/// [`Error::NotFound`] where this is no demo county.
pub fn list_people(app: &App) -> Result<Vec<DemoPerson>, Error> {
    if !app.is_demo() {
        return Err(Error::NotFound);
    }
    let users = app.db().read(store::list_active)?;
    Ok(users.into_iter().map(DemoPerson).collect())
}

/// Signs in as somebody; the secret for the cookie.
///
/// # Errors
/// [`Error::NotFound`] where this is no demo county, or nobody has this id.
pub fn be_person(app: &App, user: UserId, device: String) -> Result<String, Error> {
    if !app.is_demo() {
        return Err(Error::NotFound);
    }
    app.change(&Visitor::Stranger, move |ctx| {
        let found = store::find_user(ctx, user)?;
        let secret = session::insert_session(ctx, user, &device)?;
        let about = About::user(user, found.agency);
        let doing = "be_demo_person";
        ctx.record(crate::Record::SignIn { doing, about, outcome: Outcome::Done })?;
        Ok(secret)
    })
}
