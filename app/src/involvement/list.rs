//! Who works on a case, for the coordinator; and the cases that an agency works on, for its staff.

use super::{
    case::{InvolvingCase, find_case, list_outside},
    store,
};
use crate::{
    agreement::list_classes,
    ctx::{About, Ctx, Record},
    error::Error,
    marac::Hearing,
    person,
};
use domain::{
    agreement::BASIS_CLASSES,
    ids::{AgencyId, InvolvementId, PersonId, RecordId},
    involvement::{InvolvementDays, InvolvementPart},
    person::PartyRole,
    policy::{Basis, FieldClass, Permission, Subject},
};
use jiff::Timestamp;
use std::collections::BTreeSet;
use uuid::Uuid;

/// All that an agency on the side of the alleged perpetrator reads.
const RISK_CLASSES: [FieldClass; 2] = [FieldClass::Identity, FieldClass::RiskKnown];

/// One agency's part in a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Involved {
    pub id: InvolvementId,
    pub agency: AgencyId,
    pub agency_name: String,
    pub part: InvolvementPart,
    pub days: InvolvementDays,
    pub why: String,
    pub since: Timestamp,
    /// By name; nothing where Wicken did.
    pub made_by: Option<String>,
    /// What agreements let it read of the case today.
    pub classes: BTreeSet<FieldClass>,
}

/// A case and who works on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Involvements {
    pub case: InvolvingCase,
    /// Those that have not been ended, by agency.
    pub standing: Vec<Involved>,
    /// The agencies that could be involved, by name.
    pub others: Vec<(AgencyId, String)>,
    pub basis: Basis,
}

/// A case that the asker's agency works on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnCase {
    pub case: InvolvingCase,
    pub part: InvolvementPart,
    pub days: InvolvementDays,
    /// Those whom the asker may read.
    pub people: Vec<PersonInCase>,
}

/// Somebody who stands in a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonInCase {
    pub party: PartyRole,
    pub person: PersonId,
    /// As this case has it.
    pub name: Option<String>,
}

/// Who works on a case.
///
/// # Errors
/// [`Error::NotFound`], also where the case is not the asker's to see; [`Error::Denied`].
pub fn list_involvements(ctx: &mut Ctx<'_>, case: Uuid) -> Result<Involvements, Error> {
    let (case, subject) = find_case(ctx, case)?;
    let basis = ctx.permit(Permission::InvolveAgency, subject)?;
    let on = ctx.today();
    let mut standing = store::list_of_case(&mut ctx.tx, case.id)?;
    for involved in &mut standing {
        involved.classes = list_classes(&mut ctx.tx, case.holder, involved.agency, on)?;
        if involved.part == InvolvementPart::PerpetratorSide {
            involved.classes.retain(|class| RISK_CLASSES.contains(class));
        }
    }
    let others = list_outside(ctx, &case)?;
    ctx.record(Record::Read { basis: &basis, about: subject.into(), classes: &["involvement"] })?;
    Ok(Involvements { case, standing, others, basis })
}

/// The cases that the asker's own agency is assigned to or invited for today, the latest first, and
/// who stands in each as far as the door opens. Without an agreement that is nobody.
///
/// # Errors
/// [`Error::Denied`].
pub fn list_own_cases(ctx: &mut Ctx<'_>) -> Result<(Vec<OwnCase>, Basis), Error> {
    let own = ctx.signed()?.actor.agency;
    let subject = Subject::Agency { id: own, active: true };
    let basis = ctx.permit(Permission::ListCases, subject)?;
    let (on, shut) = (ctx.today(), person::list_shut(ctx)?);
    let mut cases = store::list_of_agency(&mut ctx.tx, own)?;
    cases.retain(|own| own.part != InvolvementPart::PerpetratorSide);
    let hearing = Hearing::find(ctx)?;
    cases.retain(|own_case| own_case.days.holds(on) && !shut.contains(&own_case.case.id));
    cases.retain(|own| !hearing.is_elsewhere(own.case.marac, own.case.id));
    let mut sights = person::Sights::default();
    for own_case in &mut cases {
        own_case.people = list_open_people(ctx, &mut sights, own_case.case.id)?;
    }
    let about = About { kind: "involvement", id: None, agency: Some(own) };
    ctx.record(Record::Read { basis: &basis, about, classes: &["involvement"] })?;
    Ok((cases, basis))
}

/// The alleged perpetrators with whom the asker's own agency works and of whom the asker is told
/// that somebody is at risk, by name. Not in which case, nor since when: he could find out by it
/// who spoke.
///
/// # Errors
/// [`Error::Denied`].
pub fn list_known_risks(ctx: &mut Ctx<'_>) -> Result<Vec<PersonInCase>, Error> {
    let own = ctx.signed()?.actor.agency;
    let basis = ctx.permit(Permission::ListCases, Subject::Agency { id: own, active: true })?;
    let (on, shut) = (ctx.today(), person::list_shut(ctx)?);
    let mut cases = store::list_of_agency(&mut ctx.tx, own)?;
    cases.retain(|own| own.part == InvolvementPart::PerpetratorSide && own.days.holds(on));
    let (mut sights, mut known) = (person::Sights::default(), Vec::<PersonInCase>::new());
    for own_case in cases.iter().filter(|own_case| !shut.contains(&own_case.case.id)) {
        for (record, person) in store::list_people(&mut ctx.tx, own_case.case.id)? {
            if !known.contains(&person) && is_told_of(ctx, &mut sights, (record, person.person))? {
                known.push(person);
            }
        }
    }
    known.sort_by_key(|person| (person.name.clone(), person.person));
    let about = About { kind: "involvement", id: None, agency: Some(own) };
    ctx.record(Record::Read { basis: &basis, about, classes: &["involvement"] })?;
    Ok(known)
}

/// Who stands in a case, as far as the asker may read it.
///
/// # Errors
/// [`Error::Storage`].
pub(crate) fn list_open_people(
    ctx: &mut Ctx<'_>,
    sights: &mut person::Sights,
    case: Uuid,
) -> Result<Vec<PersonInCase>, Error> {
    let mut people = Vec::new();
    for (record, person) in store::list_people(&mut ctx.tx, case)? {
        if !people.contains(&person) && is_open(ctx, sights, (record, person.person))? {
            people.push(person);
        }
    }
    Ok(people)
}

/// Whether the asker is told that there is a risk of this record's person; that they then see the
/// name is kept.
fn is_told_of(
    ctx: &mut Ctx<'_>,
    sights: &mut person::Sights,
    (record, id): (RecordId, PersonId),
) -> Result<bool, Error> {
    let sight = sights.of(ctx, id)?.iter().find(|sight| sight.holds(record));
    let Some(sight) = sight.filter(|sight| person::tells_of_risk(ctx, sight)) else {
        return Ok(false);
    };
    let subject = sight.of(FieldClass::Identity);
    let basis = ctx.permit(Permission::ReadPerson, subject)?;
    let classes = RISK_CLASSES.map(FieldClass::code);
    ctx.record(Record::Read { basis: &basis, about: subject.into(), classes: &classes })?;
    ctx.looked_at(sight.referrals());
    Ok(true)
}

/// Whether the asker may read this record of somebody; that they then see the name is kept.
fn is_open(
    ctx: &mut Ctx<'_>,
    sights: &mut person::Sights,
    (record, id): (RecordId, PersonId),
) -> Result<bool, Error> {
    let Some(sight) = sights.of(ctx, id)?.iter().find(|sight| sight.holds(record)) else {
        return Ok(false);
    };
    let mut needed = BASIS_CLASSES.into_iter();
    if !needed.all(|class| ctx.would_permit(Permission::ReadPerson, sight.of(class))) {
        return Ok(false);
    }
    let subject = sight.of(FieldClass::Identity);
    let basis = ctx.permit(Permission::ReadPerson, subject)?;
    let classes = &[FieldClass::Identity.code()];
    ctx.record(Record::Read { basis: &basis, about: subject.into(), classes })?;
    ctx.looked_at(sight.referrals());
    Ok(true)
}
