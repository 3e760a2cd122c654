//! Who broke the glass: for the privacy officers who were told.

use crate::{
    answer::{Answer, Problem, page},
    asking::Asking,
    components::{Button, Markup, SummaryList},
    frame::Frame,
    site::Site,
    words,
};
use app::{
    db::Cursor,
    glass::{GlassLook, GlassTold, list_glass},
};
use askama::Template;
use axum::extract::{Query, State};
use domain::{glass::GlassOutcome, policy::FieldClass};
use std::collections::HashMap;

#[derive(Template)]
#[template(path = "glass/told.html")]
struct Page {
    frame: Frame,
    told: Vec<Told>,
    next: Option<String>,
    because: String,
}

struct Told {
    card: SummaryList,
    /// Where it is shut, and with what form.
    end: Option<End>,
}

struct End {
    action: String,
    token: String,
    button: Button,
}

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Query(query): Query<HashMap<String, String>>,
) -> Answer {
    let before = match query.get("before").map(|text| text.parse::<Cursor>()) {
        Some(Ok(cursor)) => Some(cursor),
        Some(Err(_)) => return Err(Problem::not_found(&asking)),
        None => None,
    };
    let done = query.get("done").filter(|done| *done == "ended");
    let done = done.map(|_| "It is shut. Whoever opened it sees nothing more.");
    let here = asking.clone();
    let made = site
        .read(&asking, move |ctx| {
            let book = list_glass(ctx, before)?;
            let frame = Frame::of(ctx, &here, "Who broke the glass")?.noting(done);
            let told = book.page.items.iter().map(|it| told(&frame, it)).collect();
            let next = book.page.next.map(|cursor| format!("/glass/told?before={cursor}"));
            Ok(Page { frame, told, next, because: book.basis.words() })
        })
        .await?;
    page(&made)
}

fn told(frame: &Frame, told: &GlassTold) -> Told {
    let end = told.may_end.then(|| End {
        action: format!("/glass/{}/end", told.id),
        token: frame.token(),
        button: Button::new("Shut it now").warning(),
    });
    Told { card: card(told), end }
}

fn card(told: &GlassTold) -> SummaryList {
    let title = format!("{}, {}: {}", told.user_name, told.agency_name, words::instant(told.at));
    let list = SummaryList::new()
        .card(title)
        .row("Why", told.reason.words())
        .row("In words", told.words.as_str())
        .row("What came of it", came_of_it(told));
    let list = match told.outcome {
        GlassOutcome::Opened => list.row("What was read", looks(&told.looks)),
        GlassOutcome::Again | GlassOutcome::Nobody | GlassOutcome::Excluded => list,
    };
    match told.alert {
        Some(alert) => list.card_action("Look into it", format!("/alerts/{alert}")),
        None => list,
    }
}

fn came_of_it(told: &GlassTold) -> String {
    let words = told.outcome.words();
    match (told.ended_at, &told.ended_by, told.ends_at) {
        (Some(at), Some(by), _) => format!("{words}; shut by {by} on {}", words::instant(at)),
        (_, _, Some(ends_at)) => format!("{words} until {}", words::instant(ends_at)),
        _ => words.to_owned(),
    }
}

/// `Fen Police: identity, case; 3 times, first on …`
fn looks(looks: &[GlassLook]) -> Markup {
    #[derive(Template)]
    #[template(path = "glass/looks.html")]
    struct Looks {
        lines: Vec<String>,
    }
    Markup::of(&Looks { lines: looks.iter().map(line).collect() })
}

fn line(look: &GlassLook) -> String {
    let class = |code: &String| {
        FieldClass::from_code(code).map_or_else(|| code.clone(), |class| class.words().to_owned())
    };
    let classes: Vec<String> = look.classes.iter().map(class).collect();
    let times = match look.times {
        1 => "once".to_owned(),
        times => format!("{times} times"),
    };
    let (agency, at) = (&look.agency_name, words::instant(look.at));
    format!("{agency}: {}; {times}, first on {at}", classes.join("; "))
}
