//! One person: everything that agencies recorded about them and that the asker may read.

mod links;
mod record;
mod store;
mod whereabouts;

pub use self::{
    links::WhyOne,
    record::{Case, CaseKind, RecordOfPerson},
    whereabouts::{Opened, OpenedRecord, OpeningRequest, offer_whereabouts, open_whereabouts},
};

pub(super) use self::record::is_of;

use super::{find_subject, list_shut, list_subjects};
use crate::{
    ctx::{Ctx, Record},
    error::Error,
};
use domain::{
    ids::PersonId,
    policy::{Basis, Permission, Subject},
    user::Role,
};

/// A person as the asker may see them.
#[derive(Debug, Clone)]
pub struct PersonFile {
    pub id: PersonId,
    /// By agency, and of each agency the newest first.
    pub records: Vec<RecordOfPerson>,
    /// Why the records above are one person.
    pub links: Vec<WhyOne>,
    /// Whether the asker could open where the person is, once they signed in again.
    pub may_open_whereabouts: bool,
    /// Whether the asker may say who is excluded from the person.
    pub may_exclude: bool,
    pub basis: Basis,
}

/// Reads what is held about a person: the records for which the door opens. What is not the
/// asker's to see is neither shown nor counted. Where the person is stays sealed.
///
/// # Errors
/// [`Error::NotFound`], also where there is such a person and nothing of them is for the asker.
pub fn read_person(ctx: &mut Ctx<'_>, id: PersonId) -> Result<PersonFile, Error> {
    let may_see_honour = may_see_honour(ctx.signed()?.actor.role);
    let classes: &[&'static str] = match may_see_honour {
        true => &["names", "equality", "cases", "honour"],
        false => &["names", "equality", "cases"],
    };
    let open = subjects_to_ask(ctx, Permission::ReadPerson, id)?;
    let mut grounds = Vec::new();
    for subject in &open {
        let basis = ctx.permit(Permission::ReadPerson, *subject)?;
        ctx.record(Record::Read { basis: &basis, about: (*subject).into(), classes })?;
        grounds.push(basis);
    }
    let basis = grounds.into_iter().next().ok_or(Error::NotFound)?;
    let mut records = list_records(ctx, id, &open)?;
    if !may_see_honour {
        records.iter_mut().for_each(RecordOfPerson::hide_honour);
    }
    let links = links::list(ctx, id, &records)?;
    let may = |permission| open.iter().any(|subject| ctx.would_permit(permission, *subject));
    Ok(PersonFile {
        id,
        records,
        links,
        may_open_whereabouts: may(Permission::OpenWhereabouts),
        may_exclude: may(Permission::ExcludeUser),
        basis,
    })
}

/// The subjects for which the door opens, or where it opens for none the one whose refusal is told
/// and kept.
fn subjects_to_ask(
    ctx: &mut Ctx<'_>,
    permission: Permission,
    id: PersonId,
) -> Result<Vec<Subject>, Error> {
    let mut subjects = list_subjects(ctx, id)?;
    subjects.retain(|subject| ctx.would_permit(permission, *subject));
    if subjects.is_empty() {
        subjects.push(find_subject(ctx, permission, id)?);
    }
    Ok(subjects)
}

/// Whether somebody of this role is shown that a case has to do with honour or a forced marriage.
///
/// A class of fields of its own: relatives may work for any agency, and whoever learns that a
/// family was named so can set it upon the victim. It is for those who plan for the victim's safety
/// and for the office that prepares the meeting.
fn may_see_honour(role: Role) -> bool {
    match role {
        Role::Coordinator | Role::Idva | Role::IdvaLead | Role::Representative => true,
        Role::Administrator
        | Role::Grantor
        | Role::Manager
        | Role::PrivacyOfficer
        | Role::ProgrammeCoordinator
        | Role::Chair
        | Role::Deputy
        | Role::Analyst
        | Role::Referrer => false,
    }
}

/// The records of a person that are about one of `subjects`: these agencies, with these referrers.
fn list_records(
    ctx: &mut Ctx<'_>,
    id: PersonId,
    subjects: &[Subject],
) -> Result<Vec<RecordOfPerson>, Error> {
    let mut records = store::list_records(&mut ctx.tx, id)?;
    let shut = list_shut(ctx)?;
    records.retain(|record| {
        !shut.contains(&record.source) && subjects.iter().any(|subject| record.is_about(subject))
    });
    let relationships = store::list_relationships(&mut ctx.tx, id)?;
    for record in &mut records {
        let own = relationships.iter().filter(|(id, _)| *id == record.id);
        record.case.relationships.extend(own.map(|(_, relationship)| *relationship));
    }
    Ok(records)
}
