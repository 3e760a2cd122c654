//! One person: everything that agencies recorded about them and that the asker may read.

mod links;
mod record;
mod store;

pub use self::{
    links::WhyOne,
    record::{Case, CaseKind, RecordOfPerson},
};

use super::{
    list_shut,
    sight::{Sight, list_classes, list_sights},
};
use crate::{
    agreement,
    ctx::{Ctx, Record},
    error::Error,
    glass::{self, LiveGlass},
};
use domain::{
    ids::PersonId,
    policy::{Basis, FieldClass, Permission},
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
    /// Whether the asker could list who looked at the person.
    pub may_list_lookers: bool,
    /// Whether the asker could give the own agency's records to somebody in an emergency.
    pub may_give: bool,
    /// The broken glass through which the asker sees some of this.
    pub glass: Option<LiveGlass>,
    pub basis: Basis,
}

/// Reads what is held about a person: the records for which the door opens. What is not the
/// asker's to see is neither shown nor counted. Where the person is stays sealed.
///
/// # Errors
/// [`Error::NotFound`], also where there is such a person and nothing of them is for the asker.
pub fn read_person(ctx: &mut Ctx<'_>, id: PersonId) -> Result<PersonFile, Error> {
    let sights = sights_to_ask(ctx, Permission::ReadPerson, id)?;
    let mut grounds = Vec::new();
    for sight in &sights {
        let subject = sight.of(FieldClass::Identity);
        let basis = ctx.permit(Permission::ReadPerson, subject)?;
        let classes = codes(&list_classes(ctx, sight));
        ctx.record(Record::Read { basis: &basis, about: subject.into(), classes: &classes })?;
        let because = because(ctx, sight, &basis)?;
        grounds.push((sight.sources.clone(), because, basis));
    }
    let mut records = list_records(ctx, id, &sights)?;
    for record in &mut records {
        let ground = grounds.iter().find(|(sources, ..)| sources.contains(&record.source));
        record.because = ground.map(|(_, because, _)| because.clone());
    }
    let (_, _, basis) = grounds.into_iter().next().ok_or(Error::NotFound)?;
    let links = links::list(ctx, id, &records)?;
    let now = ctx.now();
    let glass = match ctx.hand() {
        Some(user) => glass::find_live(&mut ctx.tx, user, id, now)?,
        None => None,
    };
    let may = |permission: Permission| {
        let subject = |sight: &Sight| sight.for_permission(permission);
        sights.iter().any(|sight| ctx.would_permit(permission, subject(sight)))
    };
    Ok(PersonFile {
        id,
        records,
        links,
        may_open_whereabouts: may(Permission::OpenWhereabouts),
        may_exclude: may(Permission::ExcludeUser),
        may_list_lookers: may(Permission::ListLookers),
        may_give: may(Permission::GiveRecord),
        glass,
        basis,
    })
}

/// The sentence that says why; an agreement is named in it, with its day.
fn because(ctx: &mut Ctx<'_>, sight: &Sight, basis: &Basis) -> Result<String, Error> {
    let words = basis.words();
    let by_agreement = basis.policies().iter().any(|policy| policy == "case-under-agreement");
    if !by_agreement {
        return Ok(words);
    }
    let own = ctx.signed()?.actor.agency;
    let class = FieldClass::Identity;
    let today = agreement::today(ctx);
    let named = agreement::find_words(&mut ctx.tx, sight.holder(), own, class, today)?;
    Ok(match named {
        Some(named) => format!("{}; {named}.", words.trim_end_matches('.')),
        None => words,
    })
}

fn codes(classes: &[FieldClass]) -> Vec<&'static str> {
    classes.iter().map(|class| class.code()).collect()
}

/// The sights for which the door opens, or where it opens for none the one whose refusal is told
/// and kept.
pub(crate) fn sights_to_ask(
    ctx: &mut Ctx<'_>,
    permission: Permission,
    id: PersonId,
) -> Result<Vec<Sight>, Error> {
    let all = list_sights(ctx, id)?;
    let opens = |permission: Permission, sight: &Sight| {
        let may_read = permission != Permission::ReadPerson || !list_classes(ctx, sight).is_empty();
        may_read && ctx.would_permit(permission, sight.for_permission(permission))
    };
    let open: Vec<Sight> = all.iter().filter(|sight| opens(permission, sight)).cloned().collect();
    if !open.is_empty() {
        return Ok(open);
    }
    // Whoever may read some of it is told that they may not do this, and not that there is nobody.
    let read = all.iter().find(|sight| opens(Permission::ReadPerson, sight));
    let told = read.or_else(|| all.first()).ok_or(Error::NotFound)?;
    Ok(vec![told.clone()])
}

/// The records of a person that the sights are about, each as far as its sight lets the asker read.
pub(crate) fn list_records(
    ctx: &mut Ctx<'_>,
    id: PersonId,
    sights: &[Sight],
) -> Result<Vec<RecordOfPerson>, Error> {
    let shut = list_shut(ctx)?;
    let relationships = store::list_relationships(&mut ctx.tx, id)?;
    let mut records = Vec::new();
    for mut record in store::list_records(&mut ctx.tx, id)? {
        let sight = sights.iter().find(|sight| sight.sources.contains(&record.source));
        let Some(sight) = sight.filter(|_| !shut.contains(&record.source)) else { continue };
        record.hide_all_but(&list_classes(ctx, sight));
        let own = relationships.iter().filter(|(id, _)| *id == record.id);
        record.case.relationships.extend(own.map(|(_, relationship)| *relationship));
        records.push(record);
    }
    Ok(records)
}
