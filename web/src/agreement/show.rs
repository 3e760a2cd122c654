//! One agreement: its terms, who signed it, what was done with it.

use super::{classes::class_words, list::tag};
use crate::{
    answer::{Answer, page},
    asking::Asking,
    components::{
        BackLink, Button, Content, SummaryList, Table, Tag, Timeline, TimelineItem, WarningText,
    },
    frame::Frame,
    site::Site,
    words,
};
use app::agreement::{AgreementFile, PartyLine, read_agreement};
use askama::Template;
use axum::extract::{Path, Query, State};
use domain::{
    agency::AgencyName,
    agreement::{AgreementStanding, Gateway},
    ids::AgreementId,
};
use jiff::Timestamp;
use std::collections::HashMap;

#[derive(Template)]
#[template(path = "agreement/show.html")]
struct Page {
    frame: Frame,
    back: BackLink,
    title: String,
    warning: Option<WarningText>,
    terms: SummaryList,
    parties: Table,
    history: Timeline,
    sign: Option<Button>,
    review: Option<Button>,
    end: Option<Button>,
    because: String,
}

fn done(code: &str) -> Option<&'static str> {
    match code {
        "drafted" => Some("The agreement is drafted. It binds nobody before two agencies sign it."),
        "signed" => Some("Your agency has signed the agreement."),
        "reviewed" => Some("The review is recorded."),
        "ended" => Some("The agreement has ended. It grants nothing any more."),
        _ => None,
    }
}

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Answer {
    let id: AgreementId = asking.id(&id)?;
    let here = asking.clone();
    let made = site
        .read(&asking, move |ctx| {
            let file = read_agreement(ctx, id)?;
            let frame = Frame::of(ctx, &here, "An agreement")?;
            Ok(make(frame.noting(query.get("done").and_then(|code| done(code))), &file))
        })
        .await?;
    page(&made)
}

fn make(frame: Frame, file: &AgreementFile) -> Page {
    let link = |words: &str, step: &str| {
        Button::link(words, format!("/agreements/{}/{step}", file.id)).secondary()
    };
    Page {
        frame,
        back: BackLink::new("/agreements"),
        title: file.agreement.terms.title.as_str().to_owned(),
        warning: warning(file),
        terms: terms(file),
        parties: parties(&file.parties),
        history: history(file),
        sign: file
            .may_sign
            .then(|| Button::link("Sign for your agency", format!("/agreements/{}/sign", file.id))),
        review: file.may_keep.then(|| link("Record a review", "review")),
        end: file.may_keep.then(|| link("End this agreement", "end")),
        because: file.basis.words(),
    }
}

fn warning(file: &AgreementFile) -> Option<WarningText> {
    let day = words::day(file.agreement.terms.review_on);
    match file.standing {
        AgreementStanding::DueForReview => Some(WarningText::new(format!(
            "It was to be reviewed by {day}. It stays in force until somebody ends it."
        ))),
        AgreementStanding::Draft => {
            Some(WarningText::new("It binds nobody yet: two agencies have to sign it."))
        }
        AgreementStanding::InForce
        | AgreementStanding::Ahead
        | AgreementStanding::RunOut
        | AgreementStanding::Ended => None,
    }
}

fn terms(file: &AgreementFile) -> SummaryList {
    let terms = &file.agreement.terms;
    let gateways: Vec<&str> = terms.gateways.iter().copied().map(Gateway::words).collect();
    let until = terms.until.map_or_else(
        || "open-ended".to_owned(),
        |day| format!("to {}, that day included", words::day(day)),
    );
    let list = SummaryList::new()
        .row("Status", tag(file.standing))
        .row("What for", terms.purpose.as_str())
        .row("What is shared", class_words(&terms.classes))
        .row("On what law", gateways.join("; "))
        .row("When", format!("From {}, {until}", words::day(terms.from)))
        .row("Review by", words::day(terms.review_on));
    match (&file.agreement.ended_on, &file.ended_why) {
        (Some(day), Some(why)) => list.row("Ended", format!("{}: {why}", words::day(*day))),
        _ => list,
    }
}

fn parties(lines: &[PartyLine]) -> Table {
    let mut table = Table::new("Between").head(["Agency", "Signed", "By"]).row_headers();
    for line in lines {
        let acts_for = line.party.acts_for.as_ref().map(AgencyName::as_str);
        let name = match acts_for {
            Some(authority) => format!("{}, on behalf of {authority}", line.name),
            None => line.name.clone(),
        };
        let signed: Content = match line.signed_at {
            Some(at) => words::instant(at).into(),
            None => Tag::new("Not signed").yellow().into(),
        };
        let by = line.signed_by.clone().unwrap_or_default();
        let cells: [Content; 3] = [name.into(), signed, by.into()];
        table = table.row(cells);
    }
    table
}

fn history(file: &AgreementFile) -> Timeline {
    let item = |title: &str, at: Timestamp, by: Option<&String>| {
        let item = TimelineItem::new(title, &at.to_string(), &words::instant(at));
        item.by(by.cloned().unwrap_or_else(|| "the operator".to_owned()))
    };
    let mut items =
        vec![(file.drafted_at, item("Drafted", file.drafted_at, file.drafted_by.as_ref()))];
    for line in &file.parties {
        if let Some(at) = line.signed_at {
            let title = format!("Signed for {}", line.name);
            items.push((at, item(&title, at, line.signed_by.as_ref())));
        }
    }
    for review in &file.reviews {
        let told = review.words.clone().unwrap_or_default();
        let next = words::day(review.next_on);
        let words = format!("{told} To be reviewed again by {next}.");
        items.push((review.at, item("Reviewed", review.at, review.by.as_ref()).content(words)));
    }
    if let (Some(at), Some(why)) = (file.ended_at, &file.ended_why) {
        items.push((at, item("Ended", at, file.ended_by.as_ref()).content(why.clone())));
    }
    items.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    items.into_iter().fold(Timeline::new(), |line, (_, item)| line.item(item))
}
