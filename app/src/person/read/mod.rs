//! One person: everything that agencies recorded about them and that the asker may read.

mod links;
mod record;
mod risk;
mod store;

pub use self::{
    links::WhyOne,
    record::{Case, CaseKind, RecordOfPerson},
    risk::KnownRisk,
};

use super::{
    list_shut,
    sight::{Sight, list_classes, list_sights, tells_of_risk},
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
use std::collections::BTreeSet;
use uuid::Uuid;

/// A person as the asker may see them.
#[derive(Debug, Clone)]
pub struct PersonFile {
    pub id: PersonId,
    /// By agency, and of each agency the newest first.
    pub records: Vec<RecordOfPerson>,
    /// Who the person is, for whoever works with them as with an alleged perpetrator: of the cases
    /// in which somebody is at risk they are told nothing else.
    pub at_risk: Vec<KnownRisk>,
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
        let subject = sight.of(asked_about(ctx, sight));
        let basis = ctx.permit(Permission::ReadPerson, subject)?;
        let classes = match tells_of_risk(ctx, sight) {
            true => codes(&risk::CLASSES),
            false => codes(&list_classes(ctx, sight)),
        };
        ctx.record(Record::Read { basis: &basis, about: subject.into(), classes: &classes })?;
        ctx.looked_at(sight.referrals());
        let because = because(ctx, sight, &basis)?;
        grounds.push((sight, because, basis));
    }
    let mut records = list_records(ctx, id, &sights)?;
    for record in &mut records {
        let ground = grounds.iter().find(|(sight, ..)| sight.holds(record.id));
        record.because = ground.map(|(_, because, _)| because.clone());
    }
    let at_risk = risk::list(ctx, id, &sights)?;
    let (_, _, basis) = grounds.into_iter().next().ok_or(Error::NotFound)?;
    let links = links::list(ctx, id, &records)?;
    let glass = glass::find_live(ctx, id, &sights)?;
    let may = |permission: Permission| {
        let subject = |sight: &Sight| sight.for_permission(permission);
        sights.iter().any(|sight| ctx.would_permit(permission, subject(sight)))
    };
    Ok(PersonFile {
        id,
        records,
        at_risk,
        links,
        may_open_whereabouts: may(Permission::OpenWhereabouts),
        may_exclude: may(Permission::ExcludeUser),
        may_list_lookers: may(Permission::ListLookers),
        may_give: may(Permission::GiveRecord),
        glass,
        basis,
    })
}

/// The class by which the door is asked for all: who it is; or in which case, where who it is would
/// be open alone, which opens nothing.
fn asked_about(ctx: &Ctx<'_>, sight: &Sight) -> FieldClass {
    let opens_alone = ctx.would_permit(Permission::ReadPerson, sight.of(FieldClass::Identity))
        && !sight.is_known();
    if opens_alone { FieldClass::Case } else { FieldClass::Identity }
}

/// The sentence that says why; an agreement is named in it, with its day.
fn because(ctx: &mut Ctx<'_>, sight: &Sight, basis: &Basis) -> Result<String, Error> {
    let words = basis.words();
    let by_agreement = ["case-under-agreement", "case-for-duty-team"];
    let by_agreement =
        basis.policies().iter().any(|policy| by_agreement.contains(&policy.as_str()));
    if !by_agreement {
        return Ok(words);
    }
    let own = ctx.signed()?.actor.agency;
    let class = FieldClass::Identity;
    let today = ctx.today();
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
        let may_read = permission != Permission::ReadPerson || sight.is_known();
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
    let own = ctx.signed()?.actor.agency;
    let relationships = store::list_relationships(&mut ctx.tx, id)?;
    let mut records = Vec::new();
    let mut heard = BTreeSet::new();
    for mut record in store::list_records(&mut ctx.tx, id)? {
        let sight = sights.iter().find(|sight| sight.holds(record.id));
        let Some(sight) = sight.filter(|_| !shut.contains(&record.source)) else { continue };
        let classes = list_classes(ctx, sight);
        if classes.is_empty() {
            continue;
        }
        record.hide_all_but(&classes);
        record.is_other_marac = sight.is_other_marac();
        record.is_in_place = sight.is_in_place();
        let told = relationships.iter().filter(|(id, _)| *id == record.id);
        record.case.relationships.extend(told.map(|(_, relationship)| *relationship));
        let is_earlier_shut = record.case.earlier.is_some_and(|earlier| shut.contains(&earlier));
        if sight.is_heard_by(own) && !is_earlier_shut {
            heard.insert(record.id);
        }
        records.push(record);
    }
    let seen: BTreeSet<Uuid> = records.iter().map(|record| record.source).collect();
    for record in &mut records {
        record.tell_repeat(|earlier| seen.contains(earlier), heard.contains(&record.id));
    }
    Ok(records)
}
