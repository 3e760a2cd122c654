//! What has happened at desks by the day one opens the demo county: pairs decided about, somebody
//! excluded, a search and a look at where somebody lives; each done by a person of the county.

use super::{be_person, declaring, hearing, list_people, on_duty, sharing};
use crate::{
    app::App,
    ctx::Visitor,
    error::Error,
    exclusion::{NewExclusion, exclude_user},
    person::{
        SearchRequest, Sought, relink,
        review::{LinkAnswer, Side, Verdict, confirm_link, decide_link, list_reviews, read_review},
        search_people,
    },
    whereabouts::{OpeningRequest, open_whereabouts},
};
use domain::{
    exclusion::{ExclusionReason, ExclusionWords},
    ids::{LinkId, PersonId, UserId},
    person::{OpeningReason, SearchPurpose},
};

const ANALYST: &str = "Nia Prothero";
const COORDINATOR: &str = "Helen Sharman-Pike";
const REPRESENTATIVE: &str = "PS Beth Farrow";
const REFERRER: &str = "PC Sam Lavender";

/// How many pairs have got each answer.
const OF_EACH: usize = 2;

/// What the analyst says of a pair that Wicken gives so many chances in a million.
const fn answer(probability: i64) -> (Verdict, &'static str) {
    match probability {
        600_000.. => (Verdict::Same, "The officer of both reports says that it is one person."),
        300_000..600_000 => (Verdict::Unsure, "The older report is on paper; asked the archive."),
        _ => (Verdict::Different, "Both were spoken to on one evening, at two addresses."),
    }
}

/// Plays the scenes in a demo county into which files were imported. In a county too small to
/// have a pair that waits, there is nothing to decide.
///
/// # Errors
/// [`Error::NotFound`] where this is no demo county; whatever an operation says.
pub fn play_scenes(app: &App) -> Result<(), Error> {
    let analyst = desk(app, ANALYST)?.1;
    let (waiting, ..) = app.read(&analyst, |ctx| list_reviews(ctx, None))?;
    let mut answers = Vec::new();
    let mut seen = Vec::new();
    for waiting in waiting.items {
        let (pair, (verdict, why)) = (waiting.id, answer(waiting.probability));
        if OF_EACH <= answers.iter().filter(|given| **given == verdict).count() {
            continue;
        }
        answers.push(verdict);
        let (review, _) = app.read(&analyst, |ctx| read_review(ctx, pair))?;
        let answer = LinkAnswer { verdict, why: why.to_owned() };
        app.change(&analyst, move |ctx| decide_link(ctx, pair, &answer))?;
        seen.push((pair, review.sides));
    }
    if let Some((pair, _)) = seen.first() {
        confirm(app, *pair)?;
    }
    if let Some((_, sides)) = seen.get(1) {
        exclude(app, sides)?;
    }
    relink(app, &analyst, &mut |_| ())?;
    sharing::play(app)?;
    hearing::play(app)?;
    on_duty::play(app)?;
    declaring::play(app)
}

/// Somebody of the county, signed in.
pub(super) fn desk(app: &App, name: &str) -> Result<(UserId, Visitor), Error> {
    let people = list_people(app)?;
    let found = people.into_iter().find(|person| person.0.name.as_str() == name);
    let id = found.ok_or(Error::NotFound)?.0.id;
    Ok((id, Visitor::Cookie(be_person(app, id, "The computer at the desk".to_owned())?)))
}

/// The coordinator confirms what would join a victim to another case, where it waits for that.
fn confirm(app: &App, pair: LinkId) -> Result<(), Error> {
    let coordinator = desk(app, COORDINATOR)?.1;
    let (review, _) = app.read(&coordinator, |ctx| read_review(ctx, pair))?;
    match review.decision {
        Some(decision) if review.may_confirm => {
            app.change(&coordinator, move |ctx| confirm_link(ctx, pair, decision.id))
        }
        Some(_) | None => Ok(()),
    }
}

/// The representative looks somebody up, opens where they are for a visit, and excludes a
/// colleague from them.
fn exclude(app: &App, sides: &[Side; 2]) -> Result<(), Error> {
    let lead = desk(app, REPRESENTATIVE)?.1;
    let Some(person) = find(app, &lead, &sides[0])? else { return Ok(()) };
    let words = "A patrol passes by tonight; the sergeant asked for the door number.";
    let request = OpeningRequest::new(OpeningReason::Visit, words)?;
    app.change(&lead, move |ctx| open_whereabouts(ctx, person, &request))?;
    let new = NewExclusion {
        person,
        user: desk(app, REFERRER)?.0,
        reason: ExclusionReason::Friend,
        words: ExclusionWords::parse("He plays in the same band as her partner and said so.")?,
    };
    app.change(&lead, move |ctx| exclude_user(ctx, new)).map(drop)
}

fn find(app: &App, visitor: &Visitor, side: &Side) -> Result<Option<PersonId>, Error> {
    let text = |cell: &Option<String>| cell.clone().unwrap_or_default();
    let sought = Sought {
        given_names: text(&side.given_names),
        family_name: text(&side.family_name),
        ..Sought::default()
    };
    if sought.given_names.is_empty() || sought.family_name.is_empty() {
        return Ok(None);
    }
    let request = SearchRequest { purpose: SearchPurpose::CaseWork, sought };
    let found = app.change(visitor, move |ctx| search_people(ctx, &request))?;
    Ok(found.into_iter().next().map(|person| person.id))
}
