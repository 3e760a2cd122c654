//! "Duty team": who is on duty at the own agency, to what the team was called, and the form that
//! puts somebody on it.

use super::hours;
use crate::{
    answer::{Answer, Problem, mend, page, see},
    asking::Asking,
    components::{Button, DateInput, ErrorSummary, Input, Select, SummaryList, SummaryRow},
    form::{Answers, Errors, Typed, day},
    frame::Frame,
    site::Site,
    words,
};
use app::{
    Error, Refused,
    duty::{NewDuty, OnDuty, Roster, TeamCall, list_roster, put_on_duty},
    london,
};
use askama::Template;
use axum::extract::{Query, State};
use domain::ids::UserId;
use jiff::{Timestamp, civil::Time};
use std::collections::HashMap;

#[derive(Template)]
#[template(path = "duty/roster.html")]
struct Page {
    frame: Frame,
    problem: Option<ErrorSummary>,
    agency: String,
    now: Vec<SummaryList>,
    later: Vec<SummaryList>,
    calls: SummaryList,
    has_calls: bool,
    /// For whoever may put somebody on duty.
    form: Option<Form>,
    because: String,
}

struct Form {
    user: Select,
    from: DateInput,
    at: Input,
    hours: Select,
    button: Button,
}

async fn make(
    site: &Site,
    asking: &Asking,
    (typed, errors): (Typed<'_>, &Errors),
    done: Option<&'static str>,
) -> Result<Page, Problem> {
    let here = asking.clone();
    let (frame, roster) = site
        .read(asking, move |ctx| {
            let roster = list_roster(ctx)?;
            Ok((Frame::of(ctx, &here, "Duty team")?, roster))
        })
        .await?;
    let (now, later): (Vec<&OnDuty>, Vec<&OnDuty>) =
        roster.team.iter().partition(|duty| duty.is_now);
    Ok(Page {
        frame: frame.noting(done).with_errors(errors),
        problem: ErrorSummary::when_any(errors),
        agency: roster.agency_name.clone(),
        now: now.into_iter().map(card).collect(),
        later: later.into_iter().map(card).collect(),
        calls: roster.calls.iter().fold(SummaryList::new(), call),
        has_calls: !roster.calls.is_empty(),
        form: (!roster.staff.is_empty()).then(|| form(&roster, typed, errors)),
        because: roster.basis.words(),
    })
}

fn card(duty: &OnDuty) -> SummaryList {
    let made = SummaryRow::new("Put on duty by", duty.made_by.clone());
    let made = match duty.may_end {
        true => made.action("End it", format!("/duty/{}/end", duty.id), &duty.name),
        false => made,
    };
    SummaryList::new()
        .card(duty.name.clone())
        .row("Role", words::capital_word(duty.role.words()))
        .row("From", words::instant(duty.hours.from))
        .row("Until", words::instant(duty.hours.until))
        .with_row(made)
}

fn call(list: SummaryList, call: &TeamCall) -> SummaryList {
    let (at, until) = (words::instant(call.at), words::instant(call.until));
    list.row(call.agency_name.clone(), format!("Called on {at}, open until {until}"))
}

fn form(roster: &Roster, typed: Typed<'_>, errors: &Errors) -> Form {
    let staff = roster.staff.iter().map(|(id, name, role)| {
        (id.to_string(), format!("{name}, {}", words::capital_word(role.words())))
    });
    Form {
        user: Select::new("user", "Who")
            .item("", "Choose somebody")
            .items(staff)
            .value(typed.get("user"))
            .error_from(errors),
        from: typed.date("from", "The day it begins (leave empty for today)").error_from(errors),
        at: Input::new("at", "The time it begins, such as 20:00 (leave empty for now)")
            .value(typed.get("at"))
            .autocomplete("off")
            .width(5)
            .error_from(errors),
        hours: hours(typed.get("hours"), errors),
        button: Button::new("Put on duty"),
    }
}

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Query(query): Query<HashMap<String, String>>,
) -> Answer {
    let done = match query.get("done").map(String::as_str) {
        Some("put") => Some("They are on the duty team."),
        Some("ended") => Some("Their duty has ended."),
        _ => None,
    };
    page(&make(&site, &asking, (Typed::default(), &Errors::new()), done).await?)
}

/// When it begins, in the time of London; nothing for now.
fn begins(site: &Site, answers: &Answers) -> Result<Option<Timestamp>, (&'static str, String)> {
    let on = day(answers, "from").map_err(|why| ("from-day", why))?;
    let typed = answers.get("at").trim();
    let time = match typed {
        "" => None,
        typed => Some(
            Time::strptime("%H:%M", typed)
                .map_err(|_| ("at", "Enter a time between 0:00 and 23:59.".to_owned()))?,
        ),
    };
    match (on, time) {
        (None, None) => Ok(None),
        (Some(_), None) => Err(("at", "Enter the time at which it begins.".to_owned())),
        (on, Some(time)) => {
            let on = on.unwrap_or_else(|| app::day_of(site.app().clock().now()));
            let zoned = on.to_datetime(time).to_zoned(london());
            let begins = zoned.map(|zoned| zoned.timestamp());
            begins.map(Some).map_err(|_| ("from-day", "Choose another day.".to_owned()))
        }
    }
}

fn parse(site: &Site, answers: &Answers) -> Result<NewDuty, Errors> {
    let mut errors = Errors::new();
    let user = answers.get("user").parse::<UserId>();
    let user = user.map_err(|_| errors.push(("user", "Choose somebody.".to_owned())));
    let from = begins(site, answers).map_err(|why| errors.push(why));
    let hours = answers.get("hours").parse::<u16>();
    let hours = hours.map_err(|_| errors.push(("hours", "Choose how long.".to_owned())));
    match (user, from, hours) {
        (Ok(user), Ok(from), Ok(hours)) => Ok(NewDuty { user, from, hours }),
        _ => Err(errors),
    }
}

pub(crate) async fn submit(State(site): State<Site>, asking: Asking, answers: Answers) -> Answer {
    let typed = Typed(Some(&answers));
    let new = match parse(&site, &answers) {
        Ok(new) => new,
        Err(errors) => return mend(&make(&site, &asking, (typed, &errors), None).await?),
    };
    let put = move |ctx: &mut app::Ctx<'_>| put_on_duty(ctx, new);
    match site.change_once(&asking, &answers, put).await {
        Ok(_) => see("/duty?done=put"),
        Err(Problem {
            error:
                Error::Refused(
                    refused @ (Refused::Duty(_) | Refused::OnDutyAlready | Refused::NoDutyRole),
                ),
            ..
        }) => {
            let field = if matches!(refused, Refused::NoDutyRole) { "user" } else { "hours" };
            let errors = vec![(field, words::capital(&refused.to_string()))];
            mend(&make(&site, &asking, (typed, &errors), None).await?)
        }
        Err(problem) => Err(problem),
    }
}
