//! The cases that fell to the asker because whoever comes before them is excluded.

use super::Hearing;
use crate::{
    ctx::{About, Ctx, Record},
    error::Error,
    involvement::{self, InvolvingCase, PersonInCase},
    person,
};
use domain::policy::{Permission, Subject};
use std::cmp::Reverse;

/// A referral that the asker hears in place of somebody who is excluded from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseInPlace {
    pub case: InvolvingCase,
    /// Those whom the asker may read.
    pub people: Vec<PersonInCase>,
}

/// The referrals that fell to a deputy, or to the coordinator of a MARAC that stands in, the latest
/// first: nobody else tells them of it. Empty for everybody else, and none that an exclusion of
/// their own shuts.
///
/// # Errors
/// [`Error::Denied`].
pub fn list_cases_in_place(ctx: &mut Ctx<'_>) -> Result<Vec<CaseInPlace>, Error> {
    let own = ctx.signed()?.actor.agency;
    let basis = ctx.permit(Permission::ListCases, Subject::Agency { id: own, active: true })?;
    let (hearing, shut) = (Hearing::find(ctx)?, person::list_shut(ctx)?);
    let (mut cases, mut sights) = (Vec::new(), person::Sights::default());
    for source in hearing.list_shut_to_others().difference(&shut) {
        let (case, _) = involvement::find_case(ctx, *source)?;
        if case.is_in_place {
            let people = involvement::list_open_people(ctx, &mut sights, *source)?;
            cases.push(CaseInPlace { case, people });
        }
    }
    cases.sort_by_key(|fallen| (Reverse(fallen.case.on), fallen.case.id));
    let about = About { kind: "involvement", id: None, agency: Some(own) };
    ctx.record(Record::Read { basis: &basis, about, classes: &["involvement"] })?;
    Ok(cases)
}
