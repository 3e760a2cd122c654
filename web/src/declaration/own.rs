//! "Your declaration": whom somebody knows among those who may be on file.

use super::fields::{self, FieldErrors};
use crate::{
    answer::{Answer, Problem, mend, page, see},
    asking::Asking,
    components::{BackLink, Button, Choice, DateInput, ErrorSummary, Fieldset, Radios},
    form::{Answers, Typed},
    frame::Frame,
    site::Site,
    words,
};
use app::declaration::{OwnDeclaration, declare, own_declaration};
use askama::Template;
use axum::extract::{Query, State};
use domain::declaration::{DeclarationDue, PEOPLE_MOST};
use std::collections::HashMap;

#[derive(Template)]
#[template(path = "declaration/own.html")]
struct Page {
    frame: Frame,
    problem: Option<ErrorSummary>,
    back: BackLink,
    due: String,
    made_on: Vec<String>,
    says: Radios,
    people: Vec<Fieldset>,
    count: usize,
    another: Option<Button>,
    born: DateInput,
    button: Button,
    because: String,
}

async fn make(
    site: &Site,
    asking: &Asking,
    typed: Typed<'_>,
    errors: &FieldErrors,
    done: Option<&'static str>,
) -> Result<Page, Problem> {
    let here = asking.clone();
    let (frame, own) = site
        .read(asking, move |ctx| {
            let own = own_declaration(ctx)?;
            Ok((Frame::of(ctx, &here, "Your declaration")?, own))
        })
        .await?;
    let OwnDeclaration { due, made_on, basis } = own;
    let count = fields::count(typed);
    Ok(Page {
        frame: frame.noting(done).with_errors(errors),
        problem: ErrorSummary::when_any(errors),
        back: BackLink::new("/account"),
        due: due_words(due),
        made_on: made_on.into_iter().map(words::day).collect(),
        says: says(typed, errors),
        people: (1..=count).map(|place| fields::group(place, typed, errors)).collect(),
        count,
        another: (count < PEOPLE_MOST)
            .then(|| Button::new("Add another person").secondary().sends("another", "yes")),
        born: typed
            .date("born", "Your own date of birth, if you like")
            .hint("Somebody on file may be you, or bear your name. With it Wicken can tell.")
            .error_from(errors),
        button: Button::new("Declare").attribute("data-prevent-double-click", "true"),
        because: basis.words(),
    })
}

/// By when it is due, as pages say it.
pub(crate) fn due_words(due: DeclarationDue) -> String {
    match due {
        DeclarationDue::Done { next } => {
            format!("You have declared. The next time is by {}.", words::day(next))
        }
        DeclarationDue::By(by) => format!("Declare by {}.", words::day(by)),
        DeclarationDue::Overdue(by) => {
            format!("Your declaration was due by {}. Make it now.", words::day(by))
        }
    }
}

fn says(typed: Typed<'_>, errors: &FieldErrors) -> Radios {
    Radios::new("says", "Do you know anybody who may be on file?")
        .choice(Choice::new("nobody", "No, nobody that I know of"))
        .choice(Choice::new("people", "Yes, or it may be so").hint("Name them below."))
        .value(typed.get("says"))
        .error_from(errors)
}

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Query(query): Query<HashMap<String, String>>,
) -> Answer {
    let is_done = query.get("done").is_some_and(|done| done == "declared");
    let done = is_done.then_some("Thank you. Your declaration is sealed.");
    page(&make(&site, &asking, Typed::default(), &FieldErrors::new(), done).await?)
}

pub(crate) async fn submit(State(site): State<Site>, asking: Asking, answers: Answers) -> Answer {
    let typed = Typed(Some(&answers));
    if answers.get("another") == "yes" {
        return page(&make(&site, &asking, typed, &FieldErrors::new(), None).await?);
    }
    let declared = match fields::declared(&answers) {
        Ok(declared) => declared,
        Err(errors) => return mend(&make(&site, &asking, typed, &errors, None).await?),
    };
    site.change_once(&asking, &answers, move |ctx| declare(ctx, &declared)).await?;
    see("/account/declaration?done=declared")
}
