//! Who has declared and who is late, by agency.

use super::{outside::has_deciding, store};
use crate::{
    agency,
    clock::day_of,
    ctx::{About, Ctx, Record},
    error::Error,
};
use domain::{
    declaration::{DeclarationDue, declares},
    ids::AgencyId,
    policy::{Basis, Permission, Subject},
    user::Role,
};
use jiff::civil::Date;

/// Somebody who declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declarer {
    pub name: String,
    pub role: Role,
    pub last: Option<Date>,
    pub due: DeclarationDue,
}

/// How an agency's people stand to their declarations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyDeclarations {
    pub agency: AgencyId,
    pub agency_name: String,
    pub counts: DeclaredCounts,
    /// Those who are late first, then those whose turn it is, each by the day; then the others.
    pub people: Vec<Declarer>,
}

/// How many of an agency's people declared.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DeclaredCounts {
    pub done: usize,
    /// Their turn is now, and they are in time.
    pub due: usize,
    pub overdue: usize,
}

/// The people of the agencies for which the asker answers: whether each has declared, and never
/// whom they know.
///
/// # Errors
/// [`Error::Denied`].
pub fn list_declarations(ctx: &mut Ctx<'_>) -> Result<(Vec<AgencyDeclarations>, Basis), Error> {
    let actor = ctx.signed()?.actor;
    let own = Subject::Agency { id: actor.agency, active: actor.agency_active };
    let own_basis = ctx.permit(Permission::SeeDeclarations, own)?;
    let mut listed = Vec::new();
    for agency in agency::store::list_agencies(ctx)? {
        let subject = Subject::from(&agency);
        if !ctx.would_permit(Permission::SeeDeclarations, subject) {
            continue;
        }
        let basis = ctx.permit(Permission::SeeDeclarations, subject)?;
        let people = list_people(ctx, agency.id)?;
        let about = About::agency(agency.id);
        ctx.record(Record::Read { basis: &basis, about, classes: &["declarations"] })?;
        let counts = DeclaredCounts::of(&people);
        let agency_name = agency.name.to_string();
        listed.push(AgencyDeclarations { agency: agency.id, agency_name, counts, people });
    }
    Ok((listed, own_basis))
}

/// How many of an agency's people declared, and whether anybody could decide about them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedAgency {
    pub name: String,
    pub counts: DeclaredCounts,
    /// False where there is no data protection officer outside it who decides about its people.
    pub has_deciding: bool,
}

/// How many of each agency's people declared, by name of the agency: for whoever runs the machine.
/// How many matches wait is not counted: whoever saw the number grow after somebody declared would
/// know that somebody is on file. That nobody could decide is told of every agency of which it is
/// so, whether or not anything waits.
///
/// # Errors
/// [`Error::Denied`].
pub fn count_declarations(ctx: &mut Ctx<'_>) -> Result<Vec<CountedAgency>, Error> {
    let mut counted = Vec::new();
    for agency in agency::store::list_agencies(ctx)? {
        let basis = ctx.permit(Permission::SeeDeclarations, Subject::from(&agency))?;
        let people = list_people(ctx, agency.id)?;
        let about = About::agency(agency.id);
        ctx.record(Record::Read { basis: &basis, about, classes: &["declarations"] })?;
        let (name, counts) = (agency.name.to_string(), DeclaredCounts::of(&people));
        let has_deciding = has_deciding(&mut ctx.tx, agency.id)?;
        counted.push(CountedAgency { name, counts, has_deciding });
    }
    Ok(counted)
}

fn list_people(ctx: &mut Ctx<'_>, agency: AgencyId) -> Result<Vec<Declarer>, Error> {
    let today = ctx.today();
    let staff = store::list_staff(&mut ctx.tx, agency)?.into_iter();
    let mut people: Vec<Declarer> = staff
        .filter(|staff| declares(staff.role))
        .map(|staff| Declarer {
            name: staff.name,
            role: staff.role,
            last: staff.last,
            due: DeclarationDue::of(day_of(staff.began), staff.last, today),
        })
        .collect();
    people.sort_by_key(|person| match person.due {
        DeclarationDue::Overdue(by) => (0, by),
        DeclarationDue::By(by) => (1, by),
        DeclarationDue::Done { next } => (2, next),
    });
    Ok(people)
}

impl DeclaredCounts {
    fn of(people: &[Declarer]) -> DeclaredCounts {
        let mut counts = DeclaredCounts::default();
        for person in people {
            match person.due {
                DeclarationDue::Done { .. } => counts.done += 1,
                DeclarationDue::By(_) => counts.due += 1,
                DeclarationDue::Overdue(_) => counts.overdue += 1,
            }
        }
        counts
    }
}
