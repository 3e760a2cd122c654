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
    sought.check()?;
    let mut people = BTreeSet::new();
    for agency in agency::store::list_agencies(ctx)? {
        for hit in candidates::find(ctx, agency.id, &sought)? {
            if is_certain(&hit)
                && let Some(person) = store::find_person(&mut ctx.tx, hit.record)?
            {
                people.insert(person);
            }
        }
    }
    let mut people = people.into_iter();
    Ok(people.next().filter(|_| people.next().is_none()))
}

/// A name that sounds alike is a reason to ask again, none to open a file.
fn is_certain(hit: &Hit) -> bool {
    const GIVEN: [&str; 2] = ["given name the same", "given name a short form or other name"];
    const FAMILY: [&str; 2] = ["family name the same", "family name is another name of theirs"];
    const BORN: [&str; 2] = ["date of birth the same", "date of birth the same, on 1 January"];
    let agrees = |words: &[&str]| hit.reasons.iter().any(|reason| words.contains(&reason.as_str()));
    let all_agree = agrees(&GIVEN) && agrees(&FAMILY) && agrees(&BORN);
    all_agree && hit.likeness == Likeness::VeryLikely && CERTAIN_AT <= hit.probability
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::RecordId;
    use uuid::Uuid;

    fn hit(reasons: &[&str], probability: f64) -> Hit {
        Hit {
            record: RecordId::from_uuid(Uuid::nil()),
            likeness: Likeness::VeryLikely,
            probability,
            reasons: reasons.iter().map(|reason| (*reason).to_owned()).collect(),
        }
    }

    #[test]
    fn names_and_birthday_have_to_agree_and_what_sounds_alike_does_not() {
        let same = ["given name the same", "family name the same", "date of birth the same"];
        assert!(is_certain(&hit(&same, CERTAIN_AT)));
        assert!(!is_certain(&hit(&same, CERTAIN_AT - 0.001)));
        let former = "family name is another name of theirs";
        assert!(is_certain(&hit(&[same[0], former, same[2]], 1.0)));
        for (at, other) in [
            (0, "given name sounds alike"),
            (1, "family name sounds alike"),
            (1, "family name alike"),
            (2, "date of birth the same in two parts"),
            (2, "date of birth with one slip"),
        ] {
            let mut reasons = same;
            reasons[at] = other;
            assert!(!is_certain(&hit(&reasons, 1.0)), "{other}");
        }
        let possible = Hit { likeness: Likeness::Possible, ..hit(&same, 1.0) };
        assert!(!is_certain(&possible));
    }
}
