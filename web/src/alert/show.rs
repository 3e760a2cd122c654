//! One alert: what was done, what the ledger has of it, and what came of it.

use super::list::standing;
use crate::{
    answer::{Answer, Problem, mend, page, see},
    asking::Asking,
    components::{
        BackLink, Button, Choice, ErrorSummary, Link, Markup, Radios, SummaryList, Table, Textarea,
    },
    form::{Answers, Errors},
    frame::Frame,
    ledger::line,
    site::Site,
    whereabouts::checked::{self, FreeText},
    words,
};
use app::{
    Error, Refused,
    alert::{Alert, AlertFile, read_alert, settle_alert},
};
use askama::Template;
use axum::extract::{Path, Query, State};
use domain::{
    alert::{AlertKind, AlertOutcome, AlertWords},
    ids::AlertId,
};
use std::collections::HashMap;
use uuid::Uuid;

#[derive(Template)]
#[template(path = "alert/show.html")]
struct Page {
    frame: Frame,
    problem: Option<ErrorSummary>,
    back: BackLink,
    id: String,
    title: &'static str,
    summary: SummaryList,
    /// Where it went besides, and why.
    went: Option<String>,
    lines: Option<Table>,
    form: Option<Form>,
    because: String,
}

struct Form {
    outcome: Radios,
    words: FreeText,
    button: Button,
}

#[derive(Default)]
struct Typed {
    outcome: String,
    words: String,
}

async fn make(
    site: &Site,
    asking: &Asking,
    id: AlertId,
    (typed, errors): (&Typed, &Errors),
    done: Option<&'static str>,
) -> Result<Page, Problem> {
    let here = asking.clone();
    let (frame, file) = site
        .read(asking, move |ctx| {
            let file = read_alert(ctx, id)?;
            Ok((Frame::of(ctx, &here, "An alert")?, file))
        })
        .await?;
    let AlertFile { alert, lines, may_settle, basis } = file;
    Ok(Page {
        frame: frame.noting(done).with_errors(errors),
        problem: ErrorSummary::when_any(errors),
        back: BackLink::new("/alerts"),
        id: id.to_string(),
        title: alert.kind.words(),
        summary: summary(&alert),
        went: went(&alert),
        lines: (!lines.is_empty())
            .then(|| line::table("What the ledger has of it, the oldest first", &lines)),
        form: may_settle.then(|| form(typed, errors)),
        because: basis.words(),
    })
}

fn summary(alert: &Alert) -> SummaryList {
    let mut list = SummaryList::new()
        .row("State", Markup::of(&standing(alert)))
        .row("Who", about(alert))
        .row("Raised", words::instant(alert.raised_at))
        .row("Look at it by", words::day(app::day_of(alert.due_at)))
        .row("Told to", format!("The data protection officers of {}", alert.agency_name));
    if let Some((kind, id)) = &alert.subject {
        list = list.row("Record", subject(kind, *id));
        if kind == "person" {
            let looked = Link::new("Who looked at this person", format!("/who-looked?person={id}"));
            list = list.row("Who else", Markup::of(&looked));
        }
    }
    if let Some(settled) = &alert.settled {
        let by = settled.by.as_deref().unwrap_or("someone no longer known");
        list = list
            .row("What came of it", settled.outcome.words())
            .row("In words", settled.words.as_str())
            .row("Settled", format!("{} by {by}", words::instant(settled.at)));
    }
    list
}

/// Whoever did it, and where they work.
pub(super) fn about(alert: &Alert) -> String {
    match (&alert.about_name, &alert.about_agency_name) {
        (Some(name), Some(agency)) => format!("{name}, {agency}"),
        (Some(name), None) => name.clone(),
        (None, _) => "nobody in particular".to_owned(),
    }
}

/// A way to the record, never its name: whoever goes there asks the door.
fn subject(kind: &str, id: Uuid) -> Markup {
    let short = id.simple().to_string().split_off(24);
    let link = |words: String, path: String| Markup::of(&Link::new(words, path));
    match kind {
        "person" => link(format!("Person …{short}"), format!("/people/{id}")),
        "case" => link(format!("Case …{short}"), format!("/cases/{id}/involved")),
        "marac" => link(format!("MARAC …{short}"), "/maracs".to_owned()),
        "glass" => link("Who broke the glass".to_owned(), "/glass/told".to_owned()),
        "match" => link("Decide about it".to_owned(), format!("/declarations/{id}")),
        "link" => link(format!("Pair of records …{short}"), format!("/review/{id}")),
        other => Markup::of(&Link::new(words::capital_word(other), "/who-looked".to_owned())),
    }
}

fn went(alert: &Alert) -> Option<String> {
    let agency = &alert.agency_name;
    // What concerns somebody of the partnership goes to nobody there.
    if alert.kind == AlertKind::WaitingMatch {
        return None;
    }
    if alert.is_late {
        return Some(format!(
            "Nobody of {agency} settled this in time, so it has gone to the data protection \
             officer of the partnership as well."
        ));
    }
    alert.has_no_officer.then(|| {
        format!(
            "{agency} has no data protection officer, so the data protection officer of the \
             partnership looks at this."
        )
    })
}

fn form(typed: &Typed, errors: &Errors) -> Form {
    let chosen = AlertOutcome::ALL.iter().filter(|it| **it != AlertOutcome::Decided);
    let choices = chosen.map(|it| Choice::new(it.code(), it.words()));
    let outcome = choices
        .fold(Radios::new("outcome", "What came of it?"), Radios::choice)
        .value(&typed.outcome)
        .error_from(errors);
    let words = Textarea::new("words", "What did you find?")
        .hint("It is kept with the alert. Do not name the person, or say where anybody lives.")
        .value(&typed.words)
        .rows(4)
        .error_from(errors);
    let button = Button::new("Settle it").attribute("data-prevent-double-click", "true");
    Form { outcome, words: FreeText::new(words, errors), button }
}

/// What is no id names no alert: whoever has no inbox is told so, whatever it is.
fn parse(id: &str) -> AlertId {
    AlertId::from_uuid(Uuid::parse_str(id).unwrap_or_default())
}

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Answer {
    let is_settled = query.get("done").is_some_and(|done| done == "settled");
    let done = is_settled.then_some("The alert is settled.");
    let none = (&Typed::default(), &Errors::new());
    page(&make(&site, &asking, parse(&id), none, done).await?)
}

pub(crate) async fn submit(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
    answers: Answers,
) -> Answer {
    let id = parse(&id);
    let typed = Typed {
        outcome: answers.get("outcome").to_owned(),
        words: answers.get("words").to_owned(),
    };
    let mut errors = Errors::new();
    let outcome = AlertOutcome::from_code(&typed.outcome);
    let outcome = outcome.filter(|outcome| *outcome != AlertOutcome::Decided);
    if outcome.is_none() {
        errors.push(("outcome", words::capital(&Refused::AlertOutcome.to_string())));
    }
    let said = AlertWords::parse(&typed.words)
        .map_err(|error| errors.push(("words", words::capital(&error.to_string()))));
    errors.extend(checked::errors(&answers, &["words"]));
    let (Some(outcome), Ok(said), true) = (outcome, said, errors.is_empty()) else {
        return mend(&make(&site, &asking, id, (&typed, &errors), None).await?);
    };
    let settle = move |ctx: &mut app::Ctx<'_>| settle_alert(ctx, id, (outcome, &said));
    match site.change_once(&asking, &answers, settle).await {
        Ok(()) => see(&format!("/alerts/{id}?done=settled")),
        Err(Problem { error: Error::Refused(refused @ Refused::AlertSettled), .. }) => {
            let errors = vec![("outcome", words::capital(&refused.to_string()))];
            mend(&make(&site, &asking, id, (&typed, &errors), None).await?)
        }
        Err(problem) => Err(problem),
    }
}
