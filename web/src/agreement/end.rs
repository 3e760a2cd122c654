//! A person ends an agreement, after it was shown who loses sight of what.

use super::classes::class_words;
use crate::{
    answer::{Answer, Problem, mend, page, see},
    asking::Asking,
    components::{BackLink, Button, ErrorSummary, Table, Textarea},
    form::{Answers, Errors},
    frame::Frame,
    offer::offer,
    site::Site,
    words,
};
use app::agreement::{Ending, EndingEffect, effect_of_ending, end_agreement, read_agreement};
use askama::Template;
use axum::extract::{Path, State};
use domain::{
    agreement::SharingWords,
    ids::AgreementId,
    policy::{Permission, Subject},
};

#[derive(Template)]
#[template(path = "agreement/end.html")]
struct Page {
    frame: Frame,
    problem: Option<ErrorSummary>,
    back: BackLink,
    id: String,
    title: String,
    mark: i64,
    agencies: Option<Table>,
    cases: Option<Table>,
    why: Textarea,
    button: Button,
}

/// Cases in the table; of more than anybody reads the number is told.
const SHOWN_MOST: usize = 50;

async fn make(
    site: &Site,
    asking: &Asking,
    id: AgreementId,
    (typed, errors): (&str, &Errors),
) -> Result<Option<Page>, Problem> {
    let here = asking.clone();
    let (frame, file) = site
        .read(asking, move |ctx| {
            let file = read_agreement(ctx, id)?;
            offer(ctx, Permission::KeepAgreements, Subject::System)?;
            Ok((Frame::of(ctx, &here, "End an agreement?")?, file))
        })
        .await?;
    if !frame.is_fresh() {
        return Ok(None);
    }
    let effect = site.read(asking, move |ctx| effect_of_ending(ctx, id)).await?;
    Ok(Some(Page {
        frame: frame.with_errors(errors),
        problem: ErrorSummary::when_any(errors),
        back: BackLink::new(format!("/agreements/{id}")),
        id: id.to_string(),
        title: file.agreement.terms.title.as_str().to_owned(),
        mark: effect.mark(),
        agencies: agencies(&effect),
        cases: cases(&effect),
        why: Textarea::new("why", "Why it ends")
            .hint("It stands on the page of the agreement, for everybody.")
            .value(typed)
            .rows(3)
            .error_from(errors),
        button: Button::new("End the agreement").warning(),
    }))
}

fn agencies(effect: &EndingEffect) -> Option<Table> {
    let table = Table::new("Who loses sight, and of how many").row_headers();
    let mut table = table.head(["Agency", "Open cases", "People in them"]);
    for agency in &effect.agencies {
        let (cases, people) = (agency.cases.to_string(), agency.people.to_string());
        table = table.row([agency.name.clone(), cases, people]);
    }
    (!effect.agencies.is_empty()).then_some(table)
}

fn cases(effect: &EndingEffect) -> Option<Table> {
    let caption = match effect.cases.len() {
        count @ 0..=SHOWN_MOST => format!("The {count} open cases that lose a reader"),
        count => format!("The first {SHOWN_MOST} of {count} open cases that lose a reader"),
    };
    let mut table = Table::new(caption).head(["Case", "Held by", "No longer read by", "What"]);
    for case in effect.cases.iter().take(SHOWN_MOST) {
        let kind = if case.is_referral { "Referral" } else { "Incident" };
        let name = format!("{kind} of {}", words::day(case.on));
        let (holder, mut reader) = (case.holder.clone(), case.reader.clone());
        if let Some(until) = case.called_until {
            reader = format!("{reader}: its duty team, called until {}", words::instant(until));
        }
        table = table.row([name, holder, reader, class_words(&case.classes)]);
    }
    (!effect.cases.is_empty()).then_some(table)
}

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
) -> Answer {
    let id: AgreementId = asking.id(&id)?;
    match make(&site, &asking, id, ("", &Errors::new())).await? {
        Some(made) => page(&made),
        None => see(&format!("/sign-in-again?next=/agreements/{id}/end")),
    }
}

pub(crate) async fn submit(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
    answers: Answers,
) -> Answer {
    let id: AgreementId = asking.id(&id)?;
    let why = match SharingWords::parse(answers.get("why")) {
        Ok(why) => why,
        Err(refused) => {
            let errors = vec![("why", words::capital(&refused.to_string()))];
            return match make(&site, &asking, id, (answers.get("why"), &errors)).await? {
                Some(made) => mend(&made),
                None => see(&format!("/sign-in-again?next=/agreements/{id}/end")),
            };
        }
    };
    let ending = Ending { id, seen: answers.seen_version(), why };
    site.change_once(&asking, &answers, move |ctx| end_agreement(ctx, &ending)).await?;
    see(&format!("/agreements/{id}?done=ended"))
}
