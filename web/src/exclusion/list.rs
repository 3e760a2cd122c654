//! "Who is excluded": from one person, and the form that excludes somebody else.

use crate::{
    answer::{Answer, Problem, mend, page, see},
    asking::Asking,
    components::{
        BackLink, Button, ErrorSummary, Radios, Select, SummaryList, SummaryRow, Textarea,
    },
    form::{Answers, Errors},
    frame::Frame,
    site::Site,
    whereabouts::checked::{self, FreeText},
    words,
};
use app::{
    Error, Refused,
    exclusion::{Excludable, Exclusion, Exclusions, NewExclusion, exclude_user, list_exclusions},
};
use askama::Template;
use axum::extract::{Path, Query, State};
use domain::{
    exclusion::{ExclusionReason, ExclusionWords},
    ids::{PersonId, UserId},
};
use std::collections::HashMap;

#[derive(Template)]
#[template(path = "exclusion/list.html")]
struct Page {
    frame: Frame,
    problem: Option<ErrorSummary>,
    back: BackLink,
    id: String,
    standing: Vec<SummaryList>,
    user: Select,
    reason: Radios,
    words: FreeText,
    button: Button,
    because: String,
}

#[derive(Default)]
struct Typed {
    user: String,
    reason: String,
    words: String,
}

async fn make(
    site: &Site,
    asking: &Asking,
    id: PersonId,
    (typed, errors): (&Typed, &Errors),
    done: Option<&'static str>,
) -> Result<Page, Problem> {
    let here = asking.clone();
    let (frame, found) = site
        .read(asking, move |ctx| {
            let found = list_exclusions(ctx, id)?;
            Ok((Frame::of(ctx, &here, "Who is excluded")?, found))
        })
        .await?;
    let Exclusions { standing, others, basis } = found;
    Ok(Page {
        frame: frame.noting(done).with_errors(errors),
        problem: ErrorSummary::when_any(errors),
        back: BackLink::new(format!("/people/{id}")),
        id: id.to_string(),
        standing: standing.into_iter().map(|it| card(id, it)).collect(),
        user: people(others).value(&typed.user).error_from(errors),
        reason: Radios::new("reason", "Why")
            .items(chosen().map(|it| (it.code(), it.words())))
            .value(&typed.reason)
            .error_from(errors),
        words: FreeText::new(known(typed, errors), errors).about(id),
        button: Button::new("Exclude this person who uses Wicken"),
        because: basis.words(),
    })
}

fn chosen() -> impl Iterator<Item = &'static ExclusionReason> {
    ExclusionReason::ALL.iter().filter(|reason| reason.is_chosen())
}

fn known(typed: &Typed, errors: &Errors) -> Textarea {
    Textarea::new("words", "Say in a few words what is known")
        .hint("Whoever may end the exclusion reads this. Leave out where anybody lives.")
        .value(&typed.words)
        .rows(3)
        .error_from(errors)
}

fn people(others: Vec<Excludable>) -> Select {
    let items = others.into_iter().map(|it| {
        let words = format!("{}, {}", it.name, it.agency_name);
        (it.id.to_string(), words)
    });
    Select::new("user", "Who must not see this person")
        .item("", "Choose someone who uses Wicken")
        .items(items)
}

fn card(person: PersonId, exclusion: Exclusion) -> SummaryList {
    let maker = exclusion.made_by.unwrap_or_else(|| "Wicken".to_owned());
    let title = format!("{}, {}", exclusion.user_name, exclusion.agency_name);
    let list = SummaryList::new()
        .card(title)
        .row("Why", exclusion.reason.words())
        .row("In words", exclusion.words)
        .row("Since", words::instant(exclusion.since));
    let made = SummaryRow::new("Made by", maker);
    if exclusion.may_end {
        let path = format!("/people/{person}/exclusions/{}/end", exclusion.id);
        return list.with_row(made.action("End it", path, &exclusion.user_name));
    }
    list.with_row(made).row("To end it", "Somebody else has to")
}

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Answer {
    let id: PersonId = asking.id(&id)?;
    let done = match query.get("done").map(String::as_str) {
        Some("excluded") => Some("They are excluded from now on."),
        Some("ended") => Some("The exclusion has ended."),
        _ => None,
    };
    page(&make(&site, &asking, id, (&Typed::default(), &Errors::new()), done).await?)
}

fn parse(person: PersonId, typed: &Typed) -> Result<NewExclusion, Errors> {
    let mut errors = Errors::new();
    let user: Option<UserId> = typed.user.parse().ok();
    if user.is_none() {
        errors.push(("user", "Choose who must not see this person.".to_owned()));
    }
    let reason = ExclusionReason::from_code(&typed.reason).filter(|it| it.is_chosen());
    if reason.is_none() {
        errors.push(("reason", "Choose why.".to_owned()));
    }
    let said = ExclusionWords::parse(&typed.words)
        .map_err(|error| errors.push(("words", words::capital(&error.to_string()))));
    match (user, reason, said) {
        (Some(user), Some(reason), Ok(words)) => Ok(NewExclusion { person, user, reason, words }),
        _ => Err(errors),
    }
}

pub(crate) async fn submit(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
    answers: Answers,
) -> Answer {
    let id: PersonId = asking.id(&id)?;
    let typed = Typed {
        user: answers.get("user").to_owned(),
        reason: answers.get("reason").to_owned(),
        words: answers.get("words").to_owned(),
    };
    let new = match parse(id, &typed) {
        Ok(new) => new,
        Err(errors) => return mend(&make(&site, &asking, id, (&typed, &errors), None).await?),
    };
    let errors = checked::errors(&answers, &["words"]);
    if !errors.is_empty() {
        return mend(&make(&site, &asking, id, (&typed, &errors), None).await?);
    }
    let excluded = new.user;
    let exclude = move |ctx: &mut app::Ctx<'_>| {
        exclude_user(ctx, new)?;
        Ok(ctx.hand() == Some(excluded))
    };
    match site.change_once(&asking, &answers, exclude).await {
        // Whoever excludes themselves sees this person no more, and is not told that there is one.
        Ok(true) => see("/people?done=excluded"),
        Ok(false) => see(&format!("/people/{id}/exclusions?done=excluded")),
        Err(Problem { error: Error::Refused(refused @ Refused::ExclusionStands), .. }) => {
            let errors = vec![("user", words::capital(&refused.to_string()))];
            mend(&make(&site, &asking, id, (&typed, &errors), None).await?)
        }
        Err(problem) => Err(problem),
    }
}
