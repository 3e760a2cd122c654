//! "Give this record to somebody": what was given of a person, and the form that gives it.

use crate::{
    agreement::classes::{chosen_classes, class_words, classes},
    answer::{Answer, Problem, mend, page, see},
    asking::Asking,
    components::{
        BackLink, Button, Checkboxes, ErrorSummary, Input, Radios, Select, SummaryList, Textarea,
    },
    form::{Answers, Errors, Typed},
    frame::Frame,
    site::Site,
    whereabouts::checked::{self, FreeText},
    words,
};
use app::{
    Error, Refused,
    disclosure::{Gift, NewGift, give_record, list_gifts},
};
use askama::Template;
use axum::extract::{Path, Query, State};
use domain::{
    agreement::{Gateway, SharingWords},
    disclosure::{GIFT_HOURS_MOST, GiftRefused, GiftTerms},
    ids::PersonId,
    policy::FieldClass,
    user::{DisplayName, EmailAddress},
};
use std::collections::HashMap;

#[derive(Template)]
#[template(path = "disclosure/give.html")]
struct Page {
    frame: Frame,
    problem: Option<ErrorSummary>,
    back: BackLink,
    id: String,
    gifts: Vec<Shown>,
    to: Input,
    classes: Checkboxes,
    gateway: Radios,
    necessity: FreeText,
    decided_by: Input,
    hours: Select,
    button: Button,
    because: String,
}

struct Shown {
    card: SummaryList,
    /// Where it is ended, as long as it stands.
    end: Option<String>,
    button: Button,
}

/// Choices up to [`GIFT_HOURS_MOST`].
const HOURS: [u16; 6] = [1, 4, 12, 24, 48, GIFT_HOURS_MOST];

async fn make(
    site: &Site,
    asking: &Asking,
    id: PersonId,
    (typed, errors): (Typed<'_>, &Errors),
    done: Option<&'static str>,
) -> Result<Page, Problem> {
    let here = asking.clone();
    let (frame, found) = site
        .read(asking, move |ctx| {
            let found = list_gifts(ctx, id)?;
            Ok((Frame::of(ctx, &here, "Give a record to somebody")?, found))
        })
        .await?;
    let hours = HOURS.iter().map(|hours| match hours {
        1 => ("1".to_owned(), "1 hour".to_owned()),
        hours => (hours.to_string(), format!("{hours} hours")),
    });
    Ok(Page {
        frame: frame.noting(done).with_errors(errors),
        problem: ErrorSummary::when_any(errors),
        back: BackLink::new(format!("/people/{id}")),
        id: id.to_string(),
        gifts: found.gifts.iter().map(|gift| shown(id, gift)).collect(),
        to: Input::email("to", "E-mail address at work of whoever you give it to")
            .hint("They have to use Wicken. Speak to them first: they are not told by mail.")
            .value(typed.get("to"))
            .error_from(errors),
        classes: classes("What you give besides", FieldClass::HELD, typed).error_from(errors),
        gateway: Radios::new("gateway", "On what law")
            .items(Gateway::ALL.iter().map(|gateway| (gateway.code(), gateway.words())))
            .value(typed.get("gateway"))
            .error_from(errors),
        necessity: FreeText::new(necessity(typed, errors), errors).about(id),
        decided_by: Input::new("decided_by", "Who decided it")
            .value(typed.get("decided_by"))
            .error_from(errors),
        hours: Select::new("hours", "For how long")
            .item("", "Choose how long")
            .items(hours)
            .value(typed.get("hours"))
            .error_from(errors),
        button: Button::new("Give it"),
        because: found.basis.words(),
    })
}

fn necessity(typed: Typed<'_>, errors: &Errors) -> Textarea {
    Textarea::new("necessity", "Why it cannot wait, and why no less would do")
        .hint("Whoever you give it to reads this. Leave out where anybody lives.")
        .value(typed.get("necessity"))
        .rows(3)
        .error_from(errors)
}

fn shown(person: PersonId, gift: &Gift) -> Shown {
    let ended = match (gift.is_live, gift.ended_at) {
        (true, _) => format!("Ends {}", words::instant(gift.ends_at)),
        (false, Some(at)) => format!("Taken back {}", words::instant(at)),
        (false, None) => format!("Ended {}", words::instant(gift.ends_at)),
    };
    let maker = gift.made_by.clone().unwrap_or_else(|| "Wicken".to_owned());
    let card = SummaryList::new()
        .card(format!("{}, {}", gift.to_name, gift.to_agency))
        .row("Until", ended)
        .row("What", class_words(&gift.classes))
        .row("On what law", gift.gateway.words())
        .row("Why", gift.necessity.as_str())
        .row("Decided by", gift.decided_by.as_str())
        .row("Given by", format!("{maker}, {}", words::instant(gift.at)));
    let end = gift.is_live.then(|| format!("/people/{person}/gifts/{}/end", gift.id));
    Shown { card, end, button: Button::new("Take it back now").secondary() }
}

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Answer {
    let id: PersonId = asking.id(&id)?;
    let done = match query.get("done").map(String::as_str) {
        Some("given") => {
            Some("It is given. They find it under “Cases we work on”, “Given to you”.")
        }
        Some("ended") => Some("It is taken back."),
        _ => None,
    };
    page(&make(&site, &asking, id, (Typed::default(), &Errors::new()), done).await?)
}

fn parse(person: PersonId, answers: &Answers) -> Result<NewGift, Errors> {
    let mut errors = Errors::new();
    let mut keep = |field, why: String| errors.push((field, words::capital(&why)));
    let to = EmailAddress::parse(answers.get("to")).map_err(|why| keep("to", why.to_string()));
    let gateway = Gateway::from_code(answers.get("gateway"))
        .ok_or_else(|| keep("gateway", "choose the law".to_owned()));
    let necessity = SharingWords::parse(answers.get("necessity"))
        .map_err(|why| keep("necessity", why.to_string()));
    let decided_by = DisplayName::parse(answers.get("decided_by"))
        .map_err(|why| keep("decided_by", why.to_string()));
    let hours = answers.get("hours").parse::<u16>();
    let hours = hours.map_err(|_| keep("hours", "choose how long".to_owned()));
    errors.extend(checked::errors(answers, &["necessity"]));
    match (to, gateway, necessity, decided_by, hours) {
        (Ok(to), Ok(gateway), Ok(necessity), Ok(decided_by), Ok(hours)) if errors.is_empty() => {
            let classes = chosen_classes(answers);
            let terms = GiftTerms { classes, gateway, necessity, decided_by, hours };
            Ok(NewGift { person, to, terms })
        }
        _ => Err(errors),
    }
}

fn field_of(refused: Refused) -> Option<&'static str> {
    match refused {
        Refused::GiftToNobody
        | Refused::GiftToOwn
        | Refused::GiftToExcluded
        | Refused::GiftToPerpetratorSide => Some("to"),
        Refused::Gift(GiftRefused::Hours) => Some("hours"),
        Refused::Gift(GiftRefused::NotReached) => Some("gateway"),
        Refused::Gift(GiftRefused::LacksBasis) => Some("class"),
        _ => None,
    }
}

pub(crate) async fn submit(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
    answers: Answers,
) -> Answer {
    let id: PersonId = asking.id(&id)?;
    let typed = Typed(Some(&answers));
    let new = match parse(id, &answers) {
        Ok(new) => new,
        Err(errors) => return mend(&make(&site, &asking, id, (typed, &errors), None).await?),
    };
    match site.change_once(&asking, &answers, move |ctx| give_record(ctx, &new)).await {
        Ok(_) => see(&format!("/people/{id}/gifts?done=given")),
        Err(problem) => {
            let Error::Refused(refused) = problem.error else { return Err(problem) };
            let Some(field) = field_of(refused) else { return Err(problem) };
            let errors = vec![(field, words::capital(&refused.to_string()))];
            mend(&make(&site, &asking, id, (typed, &errors), None).await?)
        }
    }
}
