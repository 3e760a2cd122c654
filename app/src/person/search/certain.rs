//! The one person who is meant for certain, whichever agency knows them: for breaking the glass.

use super::{
    candidates::{self, Hit, Likeness},
    sought::{BirthPart, Sought},
    store,
};
use crate::{agency, ctx::Ctx, error::Error};
use domain::ids::PersonId;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Whom somebody has before them: all three are known.
#[derive(Clone)]
pub(crate) struct Exactly<'e> {
    pub given_names: &'e str,
    pub family_name: &'e str,
    pub born: Date,
}

/// From here a probability is certain enough to open somebody's file by.
const CERTAIN_AT: f64 = 0.99;

/// The person whom the names and the date of birth mean for certain, and no other: what linkage
/// compares has to agree, and by what it learnt from all records be hardly anybody else. Two whom
/// they fit are nobody.
///
/// Whoever came in a moment ago and is not linked yet is not among them: beside somebody on file
/// who is the same they would make two.
///
/// Looks at every agency's keys, and at all of them whatever it finds on the way. It asks no door:
/// whoever calls it has asked, shows nothing of whom it finds, and says why it looked.
///
/// # Errors
/// [`Error::Refused`] for a name that is none; [`Error::Storage`].
pub(crate) fn find_certain(
    ctx: &mut Ctx<'_>,
    whom: &Exactly<'_>,
) -> Result<Option<PersonId>, Error> {
    let sought = Sought {
        given_names: whom.given_names.to_owned(),
        family_name: whom.family_name.to_owned(),
        born: Some(BirthPart::Day(whom.born)),
        ..Sought::default()
    };
    let may_search_by_place = false;
    sought.check(may_search_by_place)?;
    let mut people = BTreeSet::new();
    for agency in agency::store::list_agencies(ctx)? {
        for hit in candidates::find(ctx, agency.id, &sought)? {
            if is_certain(&hit)
                && let Some(person) = store::find_linked_person(&mut ctx.tx, hit.record)?
            {
                people.insert(person);
            }
        }
    }
    let mut people = people.into_iter();
    Ok(people.next().filter(|_| people.next().is_none()))
}

/// A name that sounds alike is a reason to ask again, none to open a file.
pub(super) fn is_certain(hit: &Hit) -> bool {
    let is_hardly_anybody_else =
        hit.likeness == Likeness::VeryLikely && CERTAIN_AT <= hit.probability;
    hit.agrees_in_full && is_hardly_anybody_else
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::RecordId;
    use uuid::Uuid;

    #[test]
    fn who_is_meant_for_certain_agrees_in_full_and_is_hardly_anybody_else() {
        let certain = || Hit {
            record: RecordId::from_uuid(Uuid::nil()),
            likeness: Likeness::VeryLikely,
            weight: 7.0,
            probability: CERTAIN_AT,
            agrees_in_names: true,
            agrees_in_full: true,
            // In whatever words linkage says it.
            reasons: vec!["the very same, word for word".to_owned()],
        };
        assert!(is_certain(&certain()));
        assert!(!is_certain(&Hit { probability: CERTAIN_AT - 0.001, ..certain() }));
        assert!(!is_certain(&Hit { likeness: Likeness::Possible, ..certain() }));
        assert!(!is_certain(&Hit { agrees_in_full: false, ..certain() }));
    }
}
