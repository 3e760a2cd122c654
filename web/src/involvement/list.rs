//! "Who works on this case", and the form that involves another agency.

use super::cases::title;
use crate::{
    agreement::classes::class_words,
    answer::{Answer, Problem, mend, page, see},
    asking::Asking,
    components::{
        BackLink, Button, DateInput, ErrorSummary, Radios, Select, SummaryList, SummaryRow,
        Textarea, WarningText,
    },
    form::{Answers, Errors, Typed, day},
    frame::Frame,
    marac::IN_PLACE,
    site::Site,
    whereabouts::checked::{self, FreeText},
    words,
};
use app::{
    Error, Refused,
    involvement::{Involved, NewInvolvement, involve_agency, list_involvements},
};
use askama::Template;
use axum::extract::{Path, Query, State};
use domain::{
    agreement::SharingWords,
    ids::AgencyId,
    involvement::{InvolvementDays, InvolvementPart},
};
use std::collections::HashMap;
use uuid::Uuid;

#[derive(Template)]
#[template(path = "involvement/list.html")]
struct Page {
    frame: Frame,
    problem: Option<ErrorSummary>,
    back: BackLink,
    id: String,
    case: String,
    holder: String,
    /// Where the asker hears the case in place of somebody.
    in_place: Option<WarningText>,
    standing: Vec<SummaryList>,
    agency: Select,
    part: Radios,
    from: DateInput,
    until: DateInput,
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
            let found = list_involvements(ctx, id)?;
            Ok((Frame::of(ctx, &here, "Who works on this case")?, found))
        })
        .await?;
    let agencies = found.others.iter().map(|(id, name)| (id.to_string(), name.clone()));
    Ok(Page {
        frame: frame.noting(done).with_errors(errors),
        problem: ErrorSummary::when_any(errors),
        back: BackLink::new("/people"),
        id: id.to_string(),
        case: title(&found.case),
        holder: found.case.holder_name.clone(),
        in_place: found.case.is_in_place.then(|| WarningText::new(IN_PLACE)),
        standing: found.standing.iter().map(|it| card(id, it)).collect(),
        agency: Select::new("agency", "Agency")
            .item("", "Choose an agency")
            .items(agencies)
            .value(typed.get("agency"))
            .error_from(errors),
        part: Radios::new("part", "What it has to do with the case")
            .items(InvolvementPart::ALL.iter().map(|it| (it.code(), it.words())))
            .value(typed.get("part"))
            .error_from(errors),
        from: typed.date("from", "From (leave empty for today)").error_from(errors),
        until: typed.date("until", "Until (leave empty if open-ended)").error_from(errors),
        why: FreeText::new(
            Textarea::new("why", "Why").value(typed.get("why")).rows(3).error_from(errors),
            errors,
        ),
        button: Button::new("Involve this agency"),
        because: found.basis.words(),
    })
}

fn card(case: Uuid, involved: &Involved) -> SummaryList {
    let until = involved
        .days
        .until
        .map_or_else(|| "open-ended".to_owned(), |day| format!("until {}", words::day(day)));
    let reads = match involved.classes.is_empty() {
        true => "Nothing: no agreement with the holder is in force".to_owned(),
        false => class_words(&involved.classes),
    };
    let maker = involved.made_by.clone().unwrap_or_else(|| "Wicken".to_owned());
    let path = format!("/cases/{case}/involved/{}/end", involved.id);
    let since = format!("{maker}, {}", words::instant(involved.since));
    let made = SummaryRow::new("Involved by", since);
    SummaryList::new()
        .card(involved.agency_name.clone())
        .row("What it does", involved.part.words())
        .row("When", format!("From {}, {until}", words::day(involved.days.from)))
        .row("Why", involved.why.clone())
        .row("What it reads", reads)
        .with_row(made.action("End it", path, &involved.agency_name))
}

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Answer {
    let id: Uuid = asking.id(&id)?;
    let done = match query.get("done").map(String::as_str) {
        Some("involved") => Some("The agency is involved."),
        Some("ended") => Some("The agency is no longer involved."),
        _ => None,
    };
    page(&make(&site, &asking, id, (Typed::default(), &Errors::new()), done).await?)
}

fn parse(site: &Site, case: Uuid, answers: &Answers) -> Result<NewInvolvement, Errors> {
    let mut errors = Errors::new();
    let agency = answers.get("agency").parse::<AgencyId>().ok();
    if agency.is_none() {
        errors.push(("agency", "Choose an agency.".to_owned()));
    }
    let part = InvolvementPart::from_code(answers.get("part"));
    if part.is_none() {
        errors.push(("part", "Choose what it has to do with the case.".to_owned()));
    }
    let why = SharingWords::parse(answers.get("why"))
        .map_err(|error| errors.push(("why", words::capital(&error.to_string()))));
    errors.extend(checked::errors(answers, &["why"]));
    let from = day(answers, "from").map_err(|why| errors.push(("from-day", why)));
    let until = day(answers, "until").map_err(|why| errors.push(("until-day", why)));
    let today = app::day_of(site.app().clock().now());
    let days = match (from, until) {
        (Ok(from), Ok(until)) => {
            let days = InvolvementDays::new(from.unwrap_or(today), until);
            if days.is_none() {
                let words = Refused::InvolvementDays.to_string();
                errors.push(("until-day", words::capital(&words)));
            }
            days
        }
        _ => None,
    };
    match (agency, part, why, days) {
        (Some(agency), Some(part), Ok(why), Some(days)) if errors.is_empty() => {
            Ok(NewInvolvement { case, agency, part, days, why })
        }
        _ => Err(errors),
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
    let new = match parse(&site, id, &answers) {
        Ok(new) => new,
        Err(errors) => return mend(&make(&site, &asking, id, (typed, &errors), None).await?),
    };
    let involve = move |ctx: &mut app::Ctx<'_>| involve_agency(ctx, &new);
    match site.change_once(&asking, &answers, involve).await {
        Ok(_) => see(&format!("/cases/{id}/involved?done=involved")),
        Err(Problem {
            error: Error::Refused(refused @ (Refused::InvolvedAlready | Refused::InvolvesItself)),
            ..
        }) => {
            let errors = vec![("agency", words::capital(&refused.to_string()))];
            mend(&make(&site, &asking, id, (typed, &errors), None).await?)
        }
        Err(problem) => Err(problem),
    }
}
