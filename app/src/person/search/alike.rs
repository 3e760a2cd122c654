//! Everyone on file who may be somebody who was named, whichever agency knows them: for comparing
//! what those who use Wicken declare.

use super::{
    candidates::{self, Hit, Likeness},
    certain::is_certain,
    sought::Sought,
    store,
};
use crate::{agency, ctx::Ctx, error::Error};
use domain::{declaration::Strength, ids::PersonId};
use std::collections::BTreeMap;

/// Somebody on file who may be meant.
#[derive(Clone)]
pub(crate) struct Alike {
    pub person: PersonId,
    pub strength: Strength,
    /// From 0 to 1.
    pub probability: f64,
    /// Whether both names agree, and do not only sound or look alike.
    pub agrees_in_names: bool,
    /// What agrees, in words; never a name.
    pub reasons: Vec<String>,
}

/// Those who may be meant, the likeliest first, at most `most` of them.
///
/// Looks at every agency's keys. It asks no door: whoever calls it shows nothing of whom it finds
/// to whoever named them.
///
/// # Errors
/// [`Error::Refused`] where too little is known to look for anybody; [`Error::Storage`].
pub(crate) fn list_alike(
    ctx: &mut Ctx<'_>,
    sought: &Sought,
    most: usize,
) -> Result<Vec<Alike>, Error> {
    sought.check(false)?;
    let mut people: BTreeMap<PersonId, Alike> = BTreeMap::new();
    for agency in agency::store::list_agencies(ctx)? {
        for hit in candidates::find(ctx, agency.id, sought)? {
            let Some(person) = store::find_person(&mut ctx.tx, hit.record)? else { continue };
            let alike = Alike {
                person,
                strength: strength(&hit),
                probability: hit.probability,
                agrees_in_names: hit.agrees_in_names,
                reasons: hit.reasons,
            };
            match people.get(&person) {
                Some(known) if known.rank() >= alike.rank() => {}
                Some(_) | None => drop(people.insert(person, alike)),
            }
        }
    }
    let mut people: Vec<Alike> = people.into_values().collect();
    people.sort_by(|one, other| {
        let (one, other) = (one.rank(), other.rank());
        other.0.cmp(&one.0).then(other.1.total_cmp(&one.1))
    });
    people.truncate(most);
    Ok(people)
}

fn strength(hit: &Hit) -> Strength {
    match hit.likeness {
        _ if is_certain(hit) => Strength::Certain,
        Likeness::VeryLikely => Strength::Strong,
        Likeness::Possible | Likeness::LessLikely => Strength::Possible,
    }
}

impl Alike {
    fn rank(&self) -> (Strength, f64) {
        (self.strength, self.probability)
    }
}
