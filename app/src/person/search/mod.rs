//! People are searched for, among those whom the own agency knows or who stand in cases that are
//! open to the asker.

mod alike;
mod candidates;
mod certain;
mod fill;
mod opened;
mod own;
mod sought;
mod store;

pub(crate) use self::alike::{Alike, list_alike};
pub(crate) use self::certain::{Exactly, find_certain};
pub(crate) use self::fill::key_case;
pub(crate) use self::own::{OwnKeys, list_own};
pub use self::{
    candidates::Likeness,
    sought::{BirthPart, SearchRequest, Sought},
};
pub(in crate::person) use self::{
    candidates::words,
    fill::{Owed, fill_keys},
};

use self::candidates::{FEW, Hit, Seeking};
use super::sight::{Sight, Sights, tells_of_risk};
use crate::{
    ctx::{About, Ctx, Record},
    error::{Error, Refused},
};
use domain::{
    ids::{AgencyId, PersonId, RecordId},
    policy::{FieldClass, Permission, Standing, Subject},
};
use jiff::{SignedDuration, civil::Date};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Searches that one user may make within an hour: enough for a day of preparing a meeting, and
/// too few to go through a county name by name.
pub const SEARCHES_AN_HOUR: i64 = 60;
const AN_HOUR: SignedDuration = SignedDuration::from_hours(1);
/// People whom one search shows. Whoever is not among them is found by saying more.
const SHOWN_MOST: usize = 20;

/// Somebody who may be whoever was sought, as the records that the asker may read have it.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundPerson {
    pub id: PersonId,
    /// Of the record that fits best; nothing where it has none.
    pub name: Option<String>,
    /// Other names, and those of other records.
    pub other_names: Vec<String>,
    pub date_of_birth: Option<Date>,
    /// The own agency's numbers of the person.
    pub own_refs: Vec<String>,
    pub likeness: Likeness,
    /// From 0 to 1, by what was learnt from all records.
    pub probability: f64,
    /// Why, in words, such as `date of birth the same`.
    pub reasons: Vec<String>,
}

/// Whether the asker may search by what tells where somebody is: a hit by it tells as much as
/// opening it does, so those may to whom the whereabouts of their own agency's records open.
///
/// # Errors
/// [`Error::SignInNeeded`].
pub fn may_search_by_place(ctx: &Ctx<'_>) -> Result<bool, Error> {
    let agency = ctx.signed()?.actor.agency;
    let anyone = Subject::Person {
        id: PersonId::from_uuid(Uuid::nil()),
        agency,
        referred_by: None,
        class: FieldClass::Whereabouts,
        asker: Standing::default(),
    };
    Ok(ctx.would_permit(Permission::OpenWhereabouts, anyone))
}

/// Searches for a person among the records that the asker's agency holds, has referred or works on,
/// and those that are open to the asker alone; the likeliest first. Whoever the asker may not know
/// of is not among them, and takes nobody's place; that there is nobody and that nobody may be
/// shown is one answer.
///
/// # Errors
/// [`Refused::SearchTooLittle`], [`Refused::SearchByPlace`], [`Refused::SearchesUsedUp`];
/// [`Error::Denied`].
pub fn search_people(
    ctx: &mut Ctx<'_>,
    request: &SearchRequest,
) -> Result<Vec<FoundPerson>, Error> {
    let actor = ctx.signed()?.actor;
    let own = Subject::Agency { id: actor.agency, active: actor.agency_active };
    let basis = ctx.permit(Permission::SearchPeople, own)?;
    request.sought.check(may_search_by_place(ctx)?)?;
    let now = ctx.now();
    store::take_turn(&mut ctx.tx, actor.id, now)?;
    let since = now.saturating_sub(AN_HOUR).unwrap_or(now);
    if SEARCHES_AN_HOUR <= store::count_searches(&mut ctx.tx, actor.id, since)? {
        return Err(Refused::SearchesUsedUp.into());
    }
    let found = find(ctx, &request.sought)?;
    let search = (ctx.new_id(), actor.id);
    let count = u32::try_from(found.len()).unwrap_or(u32::MAX);
    store::insert_search(&mut ctx.tx, search, (request.purpose.code(), count), now)?;
    let about = About::agency(actor.agency);
    let classes: &[&'static str] = match request.sought.is_by_place() {
        true => &["people", FieldClass::Whereabouts.code()],
        false => &["people"],
    };
    ctx.record(Record::Read { basis: &basis, about, classes })?;
    Ok(found)
}

/// By names alone is looked where few are shown. Danger: not where few are found, for whoever is
/// not shown would then take others' places.
fn find(ctx: &mut Ctx<'_>, sought: &Sought) -> Result<Vec<FoundPerson>, Error> {
    let mut seeking = Seeking::of(ctx.signed()?.actor.agency, sought);
    let mut shown = Shown::default();
    let mut candidates = seeking.by_most(ctx)?;
    for (record, opened) in seeking.among(opened::list(ctx)?) {
        candidates.entry(record).or_insert(opened);
    }
    let hits = seeking.list(ctx, candidates)?;
    shown.add(ctx, hits)?;
    if shown.found.len() < FEW {
        let candidates = seeking.by_names(ctx)?;
        let hits = seeking.list(ctx, candidates)?;
        shown.add(ctx, hits)?;
    }
    let mut found = shown.found;
    found.sort_by(|one, other| other.probability.total_cmp(&one.probability));
    Ok(found)
}

/// The people of records, each once, as far as the door opens for the asker.
#[derive(Default)]
struct Shown {
    sights: Sights,
    known: BTreeSet<PersonId>,
    found: Vec<FoundPerson>,
}

impl Shown {
    fn add(&mut self, ctx: &mut Ctx<'_>, hits: Vec<Hit>) -> Result<(), Error> {
        for hit in hits {
            if SHOWN_MOST <= self.found.len() {
                break;
            }
            // Not linked yet: whoever saved it links it in a moment.
            let Some(id) = store::find_person(&mut ctx.tx, hit.record)? else { continue };
            // Of a person of whom one record may not be shown, the next one may.
            if !self.known.contains(&id)
                && let Some(person) = show_one(ctx, &mut self.sights, id, hit)?
            {
                self.known.insert(id);
                self.found.push(person);
            }
        }
        Ok(())
    }
}

fn show_one(
    ctx: &mut Ctx<'_>,
    sights: &mut Sights,
    id: PersonId,
    hit: Hit,
) -> Result<Option<FoundPerson>, Error> {
    let own = ctx.signed()?.actor.agency;
    let sights: Vec<&Sight> =
        sights.of_few(ctx, id)?.iter().filter(|sight| sight.is_known()).collect();
    // A key may have outlived what it was written for: the referral may be another agency's now,
    // and the work on the case may have ended. And who is only told that somebody is at risk reads
    // no case, through which anybody could be found.
    let finds = |sight: &&Sight| sight.is_of(own) || !tells_of_risk(ctx, sight);
    if !sights.iter().any(|sight| sight.holds(hit.record) && finds(sight)) {
        return Ok(None);
    }
    let mut records = store::list_named(&mut ctx.tx, id)?;
    records.retain(|record| sights.iter().any(|sight| sight.holds(record.id)));
    let Some(best) = records.iter().find(|record| record.id == hit.record) else {
        return Ok(None);
    };
    let name = best.name();
    let born = records.iter().find_map(|record| record.date_of_birth);
    let date_of_birth = best.date_of_birth.or(born);
    let names = records.iter().flat_map(Named::all_names);
    let other_names: BTreeSet<String> = names.filter(|one| Some(one) != name.as_ref()).collect();
    let own_refs = records.iter().filter(|record| record.agency == own);
    let own_refs: BTreeSet<String> = own_refs.filter_map(|one| one.own_ref.clone()).collect();
    let found = FoundPerson {
        id,
        name,
        other_names: other_names.into_iter().collect(),
        date_of_birth,
        own_refs: own_refs.into_iter().collect(),
        likeness: hit.likeness,
        probability: hit.probability,
        reasons: hit.reasons,
    };
    for sight in sights {
        let subject = sight.of(FieldClass::Identity);
        let basis = ctx.permit(Permission::ReadPerson, subject)?;
        let classes = &[FieldClass::Identity.code()];
        ctx.record(Record::Read { basis: &basis, about: subject.into(), classes })?;
        ctx.looked_at(sight.referrals());
    }
    Ok(Some(found))
}

/// As much of a record as a list of people tells.
struct Named {
    id: RecordId,
    agency: AgencyId,
    own_ref: Option<String>,
    given_names: Option<String>,
    family_name: Option<String>,
    other_names: Vec<String>,
    date_of_birth: Option<Date>,
}

impl Named {
    fn name(&self) -> Option<String> {
        let parts = [&self.given_names, &self.family_name];
        let words: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
        if words.is_empty() { None } else { Some(words.join(" ")) }
    }

    fn all_names(&self) -> impl Iterator<Item = String> + '_ {
        self.name().into_iter().chain(self.other_names.iter().cloned())
    }
}
