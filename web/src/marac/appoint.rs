//! Somebody is appointed to a MARAC.

use crate::{
    answer::{Answer, Problem, mend, page, see},
    asking::Asking,
    components::{BackLink, Button, Choice, ErrorSummary, Radios, Select},
    form::{Answers, Errors, Typed},
    frame::Frame,
    offer::offer,
    site::Site,
    words,
};
use app::{
    Error, Refused,
    marac::{NewAppointment, appoint},
};
use askama::Template;
use axum::extract::{Path, State};
use domain::{
    ids::{MaracId, UserId},
    marac::MaracPart,
    policy::{Permission, Subject},
};

#[derive(Template)]
#[template(path = "marac/appoint.html")]
struct Page {
    frame: Frame,
    problem: Option<ErrorSummary>,
    back: BackLink,
    id: String,
    name: String,
    user: Select,
    part: Radios,
    button: Button,
}

const fn does(part: MaracPart) -> &'static str {
    match part {
        MaracPart::Coordinator => "Sees every referral to this MARAC.",
        MaracPart::Deputy => "Sees a referral only where no coordinator may.",
        MaracPart::Chair => "Sees those referrals to it that their agency made or works on.",
    }
}

async fn make(
    site: &Site,
    asking: &Asking,
    id: MaracId,
    (typed, errors): (Typed<'_>, &Errors),
) -> Result<Page, Problem> {
    let here = asking.clone();
    let (frame, (marac, all)) = site
        .read(asking, move |ctx| {
            offer(ctx, Permission::KeepMaracs, Subject::System)?;
            let found = super::find(ctx, id)?;
            Ok((Frame::of(ctx, &here, "Appoint somebody")?, found))
        })
        .await?;
    let others = all.others.iter().map(|other| {
        let role = words::capital_word(other.role.words());
        (other.id.to_string(), format!("{}, {} ({role})", other.name, other.agency_name))
    });
    let choice = |part: &MaracPart| Choice::new(part.code(), part.words()).hint(does(*part));
    let parts = Radios::new("part", "As what?");
    Ok(Page {
        frame: frame.with_errors(errors),
        problem: ErrorSummary::when_any(errors),
        back: BackLink::new("/maracs"),
        id: id.to_string(),
        name: marac.name,
        user: Select::new("user", "Whom?")
            .item("", "Choose somebody")
            .items(others)
            .value(typed.get("user"))
            .error_from(errors),
        part: MaracPart::ALL
            .iter()
            .map(choice)
            .fold(parts, Radios::choice)
            .value(typed.get("part"))
            .error_from(errors),
        button: Button::new("Appoint them"),
    })
}

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
) -> Answer {
    let id: MaracId = asking.id_or_none(&id)?;
    let made = make(&site, &asking, id, (Typed::default(), &Errors::new())).await?;
    if !made.frame.is_fresh() {
        return see(&format!("/sign-in-again?next=/maracs/{id}/appoint"));
    }
    page(&made)
}

pub(crate) async fn submit(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
    answers: Answers,
) -> Answer {
    let marac: MaracId = asking.id_or_none(&id)?;
    let typed = Typed(Some(&answers));
    let mut errors = Errors::new();
    let user = answers.get("user").parse::<UserId>().ok();
    if user.is_none() {
        errors.push(("user", "Choose somebody.".to_owned()));
    }
    let part = MaracPart::from_code(answers.get("part"));
    if part.is_none() {
        errors.push(("part", "Choose as what.".to_owned()));
    }
    let (Some(user), Some(part)) = (user, part) else {
        return mend(&make(&site, &asking, marac, (typed, &errors)).await?);
    };
    let new = NewAppointment { marac, user, part };
    match site.change_once(&asking, &answers, move |ctx| appoint(ctx, new)).await {
        Ok(_) => see("/maracs?done=appointed"),
        Err(Problem {
            error: Error::Refused(refused @ (Refused::AppointedAlready | Refused::AppointmentRole)),
            ..
        }) => {
            let is_user = matches!(refused, Refused::AppointedAlready);
            let field = if is_user { "user" } else { "part" };
            let errors = vec![(field, words::capital(&refused.to_string()))];
            mend(&make(&site, &asking, marac, (typed, &errors)).await?)
        }
        Err(problem) => Err(problem),
    }
}
