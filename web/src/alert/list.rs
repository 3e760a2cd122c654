//! The inbox: what waits, what was settled, and by when.

use crate::{
    answer::{Answer, Problem, page},
    asking::Asking,
    components::{Button, Cell, Link, Markup, Select, Table, Tag},
    frame::Frame,
    site::Site,
    words,
};
use app::{
    alert::{Alert, AlertFilter, AlertState, list_alerts},
    db::Cursor,
};
use askama::Template;
use axum::extract::{Query, State};
use domain::alert::AlertKind;
use std::collections::HashMap;

#[derive(Template)]
#[template(path = "alert/list.html")]
struct Page {
    frame: Frame,
    state: Select,
    kind: Select,
    /// For the partnership's officer.
    whose: Option<Select>,
    filter: Button,
    table: Option<Table>,
    none: &'static str,
    next: Option<String>,
    because: String,
}

/// What was chosen, as it stands in the address.
#[derive(Default, Clone)]
struct Chosen {
    state: String,
    kind: String,
    whose: String,
}

impl Chosen {
    fn read(query: &HashMap<String, String>) -> Chosen {
        let get = |name: &str| query.get(name).cloned().unwrap_or_default();
        Chosen { state: get("state"), kind: get("kind"), whose: get("whose") }
    }

    fn filter(&self, before: Option<Cursor>) -> AlertFilter {
        let state = if self.state == "settled" { AlertState::Settled } else { AlertState::Open };
        let kind = AlertKind::from_code(&self.kind);
        AlertFilter { state, kind, every_agency: self.whose == "every", before }
    }

    fn next(&self, cursor: Cursor) -> String {
        let (state, whose) = (words::escaped(&self.state), words::escaped(&self.whose));
        let kind = words::escaped(&self.kind);
        format!("/alerts?state={state}&kind={kind}&whose={whose}&before={cursor}")
    }
}

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Query(query): Query<HashMap<String, String>>,
) -> Answer {
    let chosen = Chosen::read(&query);
    let before = query.get("before").map(|text| text.parse::<Cursor>()).transpose();
    let filter = chosen.filter(before.map_err(|_| Problem::not_found(&asking))?);
    let here = asking.clone();
    let made = site
        .read(&asking, move |ctx| {
            let (alerts, basis) = list_alerts(ctx, filter)?;
            let is_partnership = ctx.signed()?.actor.agency_is_partnership;
            let none = match (filter.state, filter.kind) {
                (AlertState::Open, None) => "Nothing waits for you.",
                (AlertState::Settled, None) => "Nothing was settled yet.",
                (_, Some(_)) => "There are no such alerts.",
            };
            Ok(Page {
                frame: Frame::of(ctx, &here, "Alerts")?,
                state: state(&chosen.state),
                kind: kind(&chosen.kind),
                whose: is_partnership.then(|| whose(&chosen.whose)),
                filter: Button::new("Show").secondary(),
                table: (!alerts.items.is_empty()).then(|| table(&alerts.items, is_partnership)),
                none,
                next: alerts.next.map(|cursor| chosen.next(cursor)),
                because: basis.words(),
            })
        })
        .await?;
    page(&made)
}

fn state(chosen: &str) -> Select {
    let items = [("open", "What waits"), ("settled", "What was settled")];
    Select::new("state", "Show").items(items).value(chosen)
}

fn kind(chosen: &str) -> Select {
    let kinds = AlertKind::ALL.iter().map(|kind| (kind.code(), kind.words()));
    Select::new("kind", "About").item("", "Anything").items(kinds).value(chosen)
}

fn whose(chosen: &str) -> Select {
    let items = [("", "What is mine to look at"), ("every", "Those of every agency")];
    Select::new("whose", "Whose").items(items).value(chosen)
}

fn table(alerts: &[Alert], is_partnership: bool) -> Table {
    let mut table =
        Table::new("Alerts, the newest first").head(["What", "Who", "Raised", "Look by", "State"]);
    for alert in alerts {
        let title = Link::new(alert.kind.words(), format!("/alerts/{}", alert.id));
        table = table.row([
            Cell::new(Markup::of(&title)),
            Cell::new(who(alert, is_partnership)),
            Cell::new(words::short_instant(alert.raised_at)),
            Cell::new(words::day(app::day_of(alert.due_at))),
            Cell::new(Markup::of(&standing(alert))),
        ]);
    }
    table
}

/// Whoever it is about, and where they work; for the partnership's officer whose alert it is too.
fn who(alert: &Alert, is_partnership: bool) -> String {
    let mut who = super::show::about(alert);
    if is_partnership && alert.about_agency_name.as_ref() != Some(&alert.agency_name) {
        who.push_str(&format!(", told to {}", alert.agency_name));
    }
    who
}

/// How it stands, in a word or two.
pub(super) fn standing(alert: &Alert) -> Tag {
    match (&alert.settled, alert.is_late) {
        (Some(_), false) => Tag::new("Settled").green(),
        (Some(_), true) => Tag::new("Settled late").grey(),
        (None, false) => Tag::new("Waits"),
        (None, true) => Tag::new("Overdue").red(),
    }
}
