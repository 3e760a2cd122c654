//! One person on file who may be somebody who was declared: an officer says whether it matters.

use crate::{
    answer::{Answer, Problem, mend, page, see},
    asking::Asking,
    components::{BackLink, Button, Choice, ErrorSummary, Radios, SummaryList, Tag, Textarea},
    form::{Answers, Errors},
    frame::Frame,
    site::Site,
    whereabouts::checked::{self, FreeText},
    words,
};
use app::{
    Error, Refused,
    declaration::{FoundBy, MatchAnswer, MatchFile, decide_match, read_match},
};
use askama::Template;
use axum::extract::{Path, State};
use domain::{declaration::DeclaredPerson, exclusion::ExclusionWords};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "declaration/matched.html")]
struct Page {
    frame: Frame,
    problem: Option<ErrorSummary>,
    back: BackLink,
    id: String,
    who: String,
    role: String,
    meant: SummaryList,
    found: SummaryList,
    is_other_party: bool,
    answer: Radios,
    why: FreeText,
    button: Button,
    because: String,
}

#[derive(Default)]
struct Typed {
    answer: String,
    why: String,
}

async fn make(
    site: &Site,
    asking: &Asking,
    id: Uuid,
    (typed, errors): (&Typed, &Errors),
) -> Result<Page, Problem> {
    let here = asking.clone();
    let (frame, file) = site
        .read(asking, move |ctx| {
            let file = read_match(ctx, id)?;
            Ok((Frame::of(ctx, &here, "Do they know this person?")?, file))
        })
        .await?;
    let why = Textarea::new("why", "Why it does not matter")
        .hint("Where you let them see this person. It is kept, and they are not told.")
        .value(&typed.why)
        .rows(3)
        .error_from(errors);
    Ok(Page {
        frame: frame.with_errors(errors),
        problem: ErrorSummary::when_any(errors),
        back: BackLink::new("/declarations"),
        id: id.to_string(),
        who: format!("{}, {}", file.user_name, file.agency_name),
        role: words::capital_word(file.role.words()),
        meant: meant(&file.by),
        found: found(&file),
        is_other_party: matches!(file.by, FoundBy::ActsFor { .. }),
        answer: answer(file.is_shut, typed, errors),
        why: FreeText::new(why, errors),
        button: Button::new("Decide").attribute("data-prevent-double-click", "true"),
        because: file.basis.words(),
    })
}

/// Whether they are kept from the person until somebody decides.
pub(super) fn standing(is_shut: bool) -> Tag {
    if is_shut { Tag::new("Shut for now").yellow() } else { Tag::new("Open for now").grey() }
}

fn answer(is_shut: bool, typed: &Typed, errors: &Errors) -> Radios {
    let (conflict, none) = match is_shut {
        true => ("Yes: they stay shut out of this person", "No: let them see this person again"),
        false => ("Yes: shut them out of this person", "No: nothing changes"),
    };
    Radios::new("answer", "Must they be kept from this person?")
        .choice(Choice::new("conflict", conflict))
        .choice(Choice::new("none", none))
        .value(&typed.answer)
        .error_from(errors)
}

fn meant(by: &FoundBy) -> SummaryList {
    let list = SummaryList::new();
    match by {
        FoundBy::OwnName => list.row("Name", "They themselves, by their own name"),
        FoundBy::Erased => list.row("Name", "What was declared was erased"),
        FoundBy::Declared { person, on } | FoundBy::ActsFor { person, on } => {
            declared(list, person).row("Declared on", words::day(*on))
        }
    }
}

fn declared(list: SummaryList, person: &DeclaredPerson) -> SummaryList {
    let names = [person.given_names.as_str(), person.family_name.as_str()];
    let mut list = list.row("Name", names.join(" ").trim().to_owned());
    if !person.former_names.is_empty() {
        list = list.row("Earlier names", person.former_names.join(", "));
    }
    if let Some(born) = person.born {
        list = list.row("Born", words::day(born));
    }
    list = list.row("In their words", format!("“{}”", person.tie.words()));
    match person.words.as_str() {
        "" => list,
        words => list.row("And", words),
    }
}

fn found(file: &MatchFile) -> SummaryList {
    let reasons = words::capital_word(&file.reasons.join("; "));
    SummaryList::new()
        .row("How sure Wicken is", words::capital_word(file.strength.words()))
        .row("What agrees", reasons)
        .row("Found", words::instant(file.found_at))
        .row("State", crate::components::Markup::of(&standing(file.is_shut)))
}

/// What is no id names no match.
fn parse(id: &str) -> Uuid {
    Uuid::parse_str(id).unwrap_or_default()
}

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
) -> Answer {
    page(&make(&site, &asking, parse(&id), (&Typed::default(), &Errors::new())).await?)
}

pub(crate) async fn submit(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
    answers: Answers,
) -> Answer {
    let id = parse(&id);
    let typed =
        Typed { answer: answers.get("answer").to_owned(), why: answers.get("why").to_owned() };
    let (answer, done) = match read(&typed, &answers) {
        Ok(read) => read,
        Err(errors) => return mend(&make(&site, &asking, id, (&typed, &errors)).await?),
    };
    let decide = move |ctx: &mut app::Ctx<'_>| decide_match(ctx, id, &answer);
    match site.change_once(&asking, &answers, decide).await {
        Ok(()) => see(&format!("/declarations?done={done}")),
        Err(Problem { error: Error::Refused(refused @ Refused::MatchDecided), .. }) => {
            let errors = vec![("answer", words::capital(&refused.to_string()))];
            mend(&make(&site, &asking, id, (&typed, &errors)).await?)
        }
        Err(problem) => Err(problem),
    }
}

fn read(typed: &Typed, answers: &Answers) -> Result<(MatchAnswer, &'static str), Errors> {
    match typed.answer.as_str() {
        "conflict" => Ok((MatchAnswer::Conflict, "conflict")),
        "none" => {
            let why = ExclusionWords::parse(&typed.why)
                .map_err(|refused| vec![("why", words::capital(&refused.to_string()))])?;
            let errors = checked::errors(answers, &["why"]);
            if errors.is_empty() { Ok((MatchAnswer::None(why), "none")) } else { Err(errors) }
        }
        _ => Err(vec![("answer", "Choose whether they must be kept from this person.".to_owned())]),
    }
}
