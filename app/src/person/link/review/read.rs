//! One pair side by side: what both records say, why they may be one person, and what would change.

use super::{
    alike::{Alike, compare},
    decided::{Decided, find_decided},
    effect::{self, Effect, Sides},
    pair::{self, Pair},
    second::joins_victim_to_case,
    side::{Side, open},
    store,
};
use crate::{
    ctx::{Ctx, Record},
    error::Error,
    person::link::evidence::Band,
};
use domain::{
    ids::{LinkId, PersonId},
    policy::{Basis, Permission},
};
use jiff::Timestamp;
use serde_json::Value;

/// Everything that whoever decides about a pair goes by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    pub id: LinkId,
    pub sides: [Side; 2],
    /// Address, postcode, phone and e-mail: how they are to each other, never what they are.
    pub places: [Alike; 4],
    pub reasons: Vec<ReviewReason>,
    /// In thousandths of a bit.
    pub weight: i64,
    /// In millionths.
    pub probability: i64,
    pub model: String,
    pub model_made_at: Timestamp,
    /// The two are one person now, by linkage or by a decision.
    pub is_one_person: bool,
    /// One of the two records was amended since: what is read here is what was seen then.
    pub is_amended: bool,
    /// False once linking has found otherwise: then nothing can be decided, as of what was amended.
    pub is_current: bool,
    pub is_linked_by_itself: bool,
    pub needs_second_person: bool,
    /// They are two persons who count as one in figures, because that is likely.
    pub counts_as_one: bool,
    /// What would change if they were one person, or, where they count as one, if they were two; of
    /// other agencies' records only the coordinator is told.
    pub effect: Effect,
    pub decision: Option<Decided>,
    /// The asker may confirm what somebody else decided.
    pub may_confirm: bool,
    /// A change is still being worked in.
    pub is_being_worked_in: bool,
}

/// One part of the weight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewReason {
    /// The code of a field, such as `date_of_birth`.
    pub field: String,
    /// How the two agree in it, in words.
    pub level: String,
    /// In thousandths of a bit.
    pub weight: i64,
}

/// Field classes, as every look at a person names them, and why the two may be one.
const LOOKED_AT: &[&str] = &["identity", "case", "evidence"];

/// Reads one pair. The whereabouts of both are opened to be compared, and none of them is told.
///
/// # Errors
/// [`Error::NotFound`], also for a pair of people one of whom excludes the asker.
pub fn read_review(ctx: &mut Ctx<'_>, id: LinkId) -> Result<(Review, Basis), Error> {
    let (pair, standing) = pair::find(ctx, id)?;
    let subject = pair.subject(ctx, standing.as_ref())?;
    let basis = ctx.permit(Permission::ReviewLink, subject)?;
    let decision = match &standing {
        Some(standing) => find_decided(&mut ctx.tx, standing.id)?,
        None => None,
    };
    let [left, right] = pair.records;
    let left = store::find_side(&mut ctx.tx, left)?.ok_or(Error::NotFound)?;
    let right = store::find_side(&mut ctx.tx, right)?.ok_or(Error::NotFound)?;
    let places = {
        let one = open(ctx, pair.records[0], &left.1)?;
        let other = open(ctx, pair.records[1], &right.1)?;
        compare(&one, &other)
    };
    let persons = persons(ctx, &pair)?;
    let only = pair::scope(ctx)?.0;
    let sides = match persons {
        Some((one, other)) if one != other => Some(Sides::find(&mut ctx.tx, (one, other))?),
        Some(_) | None => None,
    };
    let effect = match &sides {
        Some(sides) => effect::of(ctx, sides, only)?,
        None => Effect::default(),
    };
    let is_waiting = decision.as_ref().is_some_and(Decided::waits_for_second);
    let may_confirm = is_waiting && ctx.would_permit(Permission::ConfirmLink, subject);
    ctx.record(Record::Read { basis: &basis, about: subject.into(), classes: LOOKED_AT })?;
    // A look at a pair is a look at both of its people: whoever asks who looked at one finds it.
    for about in pair.persons(ctx)? {
        ctx.record(Record::Read { basis: &basis, about, classes: LOOKED_AT })?;
    }
    let review = Review {
        id,
        sides: [left.0, right.0],
        places,
        reasons: reasons(&pair.reasons),
        weight: pair.weight,
        probability: pair.probability,
        is_one_person: persons.is_some_and(|(one, other)| one == other),
        counts_as_one: sides.is_some_and(|sides| sides.count_as_one),
        is_amended: pair.is_amended,
        is_current: pair.is_current,
        is_linked_by_itself: pair.band == Band::Link,
        needs_second_person: needs_second_person(ctx, &pair)?,
        effect,
        decision,
        may_confirm,
        is_being_worked_in: store::is_owed(&mut ctx.tx, pair.records)?,
        model: pair.model.1,
        model_made_at: pair.model.2,
    };
    Ok((review, basis))
}

/// Whose the two records are; nothing once one of them was amended away.
fn persons(ctx: &mut Ctx<'_>, pair: &Pair) -> Result<Option<(PersonId, PersonId)>, Error> {
    let one = store::find_person(&mut ctx.tx, pair.records[0])?;
    let other = store::find_person(&mut ctx.tx, pair.records[1])?;
    Ok(one.zip(other))
}

/// By all that both persons are. Where one of the records has no person yet, it stands for itself.
pub(super) fn needs_second_person(ctx: &mut Ctx<'_>, pair: &Pair) -> Result<bool, Error> {
    let both = persons(ctx, pair)?;
    if both.is_some_and(|(one, other)| one == other) {
        return Ok(false);
    }
    let one = store::list_stands(&mut ctx.tx, pair.records[0])?;
    let other = store::list_stands(&mut ctx.tx, pair.records[1])?;
    Ok(joins_victim_to_case(&one, &other))
}

fn reasons(kept: &Value) -> Vec<ReviewReason> {
    let reason = |reason: &Value| {
        Some(ReviewReason {
            field: reason.get("field")?.as_str()?.to_owned(),
            level: reason.get("level")?.as_str()?.to_owned(),
            weight: reason.get("weight")?.as_i64()?,
        })
    };
    kept.as_array().into_iter().flatten().filter_map(reason).collect()
}
