//! "Duty teams called to this case", and the form that calls another one.

use super::hours;
use crate::{
    agreement::classes::class_words,
    answer::{Answer, Problem, mend, page, see},
    asking::Asking,
    components::{BackLink, Button, ErrorSummary, Select, SummaryList, SummaryRow, Textarea},
    form::{Answers, Errors, Typed},
    frame::Frame,
    involvement::cases::title,
    site::Site,
    whereabouts::checked::{self, FreeText},
    words,
};
use app::{
    Error, Refused,
    duty::{DutyCall, NewCall, call_duty_team, list_calls},
};
use askama::Template;
use axum::extract::{Path, Query, State};
use domain::{agreement::SharingWords, ids::AgencyId};
use std::collections::HashMap;
use uuid::Uuid;

#[derive(Template)]
#[template(path = "duty/call.html")]
struct Page {
    frame: Frame,
    problem: Option<ErrorSummary>,
    back: BackLink,
    id: String,
    case: String,
    holder: String,
    standing: Vec<SummaryList>,
    agency: Select,
    hours: Select,
    why: FreeText,
    button: Button,
    because: String,
}

async fn make(
    site: &Site,
    asking: &Asking,
    id: Uuid,
    (typed, errors): (Typed<'_>, &Errors),
    done: Option<&'static str>,
) -> Result<Page, Problem> {
    let here = asking.clone();
    let (frame, found) = site
        .read(asking, move |ctx| {
            let found = list_calls(ctx, id)?;
            Ok((Frame::of(ctx, &here, "Duty teams called to this case")?, found))
        })
        .await?;
    let agencies = found.others.iter().map(|(id, name)| (id.to_string(), name.clone()));
    let why = Textarea::new("why", "Why they are needed")
        .hint("Whoever is on duty reads it, where an agreement lets them read who it is about.")
        .value(typed.get("why"))
        .rows(3)
        .error_from(errors);
    Ok(Page {
        frame: frame.noting(done).with_errors(errors),
        problem: ErrorSummary::when_any(errors),
        back: BackLink::new("/people"),
        id: id.to_string(),
        case: title(&found.case),
        holder: found.case.holder_name.clone(),
        standing: found.standing.iter().map(|it| card(id, it)).collect(),
        agency: Select::new("agency", "Whose duty team")
            .item("", "Choose an agency")
            .items(agencies)
            .value(typed.get("agency"))
            .error_from(errors),
        hours: hours(typed.get("hours"), errors),
        why: FreeText::new(why, errors),
        button: Button::new("Call them"),
        because: found.basis.words(),
    })
}

fn card(case: Uuid, call: &DutyCall) -> SummaryList {
    let reads = match call.classes.is_empty() {
        true => "Nothing: no agreement with the holder is in force".to_owned(),
        false => class_words(&call.classes),
    };
    let who = match call.on_duty {
        0 => "Nobody now".to_owned(),
        1 => "1 person now".to_owned(),
        many => format!("{many} people now"),
    };
    let path = format!("/cases/{case}/duty/{}/end", call.id);
    let made = format!("{}, {}", call.made_by, words::instant(call.at));
    let made = SummaryRow::new("Called by", made).action("Shut it", path, &call.agency_name);
    SummaryList::new()
        .card(call.agency_name.clone())
        .row("On duty", who)
        .row("Open until", words::instant(call.until))
        .row("Why", call.why.clone())
        .row("What they read", reads)
        .with_row(made)
}

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Answer {
    let id: Uuid = asking.id(&id)?;
    let done = match query.get("done").map(String::as_str) {
        Some("called") => Some("The case is open to whoever is on duty there."),
        Some("ended") => Some("The case is shut to them."),
        _ => None,
    };
    page(&make(&site, &asking, id, (Typed::default(), &Errors::new()), done).await?)
}

fn parse(case: Uuid, answers: &Answers) -> Result<NewCall, Errors> {
    let mut errors = Errors::new();
    let agency = answers.get("agency").parse::<AgencyId>();
    let agency = agency.map_err(|_| errors.push(("agency", "Choose an agency.".to_owned())));
    let hours = answers.get("hours").parse::<u16>();
    let hours = hours.map_err(|_| errors.push(("hours", "Choose how long.".to_owned())));
    let why = SharingWords::parse(answers.get("why"))
        .map_err(|error| errors.push(("why", words::capital(&error.to_string()))));
    errors.extend(checked::errors(answers, &["why"]));
    match (agency, hours, why) {
        (Ok(agency), Ok(hours), Ok(why)) if errors.is_empty() => {
            Ok(NewCall { case, agency, hours, why })
        }
        _ => Err(errors),
    }
}

/// What of a form somebody can mend, and at which field.
fn field_of(refused: Refused) -> Option<&'static str> {
    match refused {
        Refused::Duty(_) => Some("hours"),
        Refused::InvolvesItself | Refused::InvolvedAlready | Refused::CalledAlready => {
            Some("agency")
        }
        _ => None,
    }
}

pub(crate) async fn submit(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
    answers: Answers,
) -> Answer {
    let id: Uuid = asking.id(&id)?;
    let typed = Typed(Some(&answers));
    let new = match parse(id, &answers) {
        Ok(new) => new,
        Err(errors) => return mend(&make(&site, &asking, id, (typed, &errors), None).await?),
    };
    let call = move |ctx: &mut app::Ctx<'_>| call_duty_team(ctx, &new);
    match site.change_once(&asking, &answers, call).await {
        Ok(_) => see(&format!("/cases/{id}/duty?done=called")),
        Err(problem) => {
            let Error::Refused(refused) = problem.error else { return Err(problem) };
            let Some(field) = field_of(refused) else { return Err(problem) };
            let errors = vec![(field, words::capital(&refused.to_string()))];
            mend(&make(&site, &asking, id, (typed, &errors), None).await?)
        }
    }
}
