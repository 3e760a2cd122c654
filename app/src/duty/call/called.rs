//! The cases to which whoever is on duty was called.

use super::store;
use crate::{
    ctx::{About, Ctx, Record},
    error::Error,
    involvement::{self, InvolvingCase, PersonInCase},
    person,
};
use domain::policy::{Basis, Permission, Subject};
use jiff::Timestamp;

/// A case of another agency, open to the asker for some hours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalledCase {
    pub case: InvolvingCase,
    /// Why their team was called; nothing where no agreement lets them read who it is about.
    pub why: Option<String>,
    /// The first instant at which it is open no more, if they are on duty so long.
    pub until: Timestamp,
    /// Those whom the asker may read.
    pub people: Vec<PersonInCase>,
}

/// The cases to which the duty team of the asker's agency was called, the latest call first, and
/// who stands in each as far as the door opens. Nothing for whoever is not on duty now, none that
/// an exclusion shuts, and to a coordinator or a chair no referral to a MARAC that they do not
/// hear.
///
/// # Errors
/// [`Error::Denied`].
pub fn list_called_cases(ctx: &mut Ctx<'_>) -> Result<(Vec<CalledCase>, Basis), Error> {
    let actor = ctx.signed()?.actor;
    let subject = Subject::Agency { id: actor.agency, active: true };
    let basis = ctx.permit(Permission::ListCases, subject)?;
    let (now, today, mut shut) = (ctx.now(), ctx.today(), person::list_shut(ctx)?);
    // Whose agency works with the alleged perpetrator by now reads no case, called or not.
    shut.extend(involvement::list_perpetrator_side(&mut ctx.tx, actor.agency, today)?);
    let (mut cases, mut sights) = (Vec::new(), person::Sights::default());
    for open in store::list_open(&mut ctx.tx, (actor.id, actor.agency), now)? {
        if shut.contains(&open.source) {
            continue;
        }
        let (case, asked) = involvement::find_case(ctx, open.source)?;
        if matches!(asked, Subject::Case { is_other_marac: true, .. }) {
            continue;
        }
        let people = involvement::list_open_people(ctx, &mut sights, open.source)?;
        let why = (!people.is_empty()).then_some(open.why);
        cases.push(CalledCase { case, why, until: open.until, people });
    }
    let about = About { kind: "involvement", id: None, agency: Some(actor.agency) };
    ctx.record(Record::Read { basis: &basis, about, classes: &["duty"] })?;
    Ok((cases, basis))
}
