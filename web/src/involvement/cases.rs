//! "Cases we work on": those of other agencies, with whoever may be read of them.

use crate::{
    answer::{Answer, page},
    asking::Asking,
    components::{Content, Link, Markup, Table, WarningText},
    frame::Frame,
    site::Site,
    words,
};
use app::{
    duty::{CalledCase, list_called_cases},
    involvement::{InvolvingCase, OwnCase, PersonInCase, list_known_risks, list_own_cases},
    marac::{CaseInPlace, list_cases_in_place},
};
use askama::Template;
use axum::extract::State;

const FELL: &str = "You hear these cases in place of their coordinator. Do not tell them of it.";

#[derive(Template)]
#[template(path = "involvement/cases.html")]
struct Page {
    frame: Frame,
    table: Option<Table>,
    /// For whoever is on duty.
    called: Option<Table>,
    /// For whoever hears a case in place of its coordinator.
    in_place: Option<(WarningText, Table)>,
    risks: Vec<Markup>,
    because: String,
}

/// `Referral R-7 of 2 October 2026`
pub(crate) fn title(case: &InvolvingCase) -> String {
    let kind = if case.is_referral { "Referral" } else { "Incident" };
    format!("{kind} {} of {}", case.reference, words::day(case.on))
}

pub(crate) async fn show(State(site): State<Site>, asking: Asking) -> Answer {
    let here = asking.clone();
    let made = site
        .read(&asking, move |ctx| {
            let (cases, basis) = list_own_cases(ctx)?;
            let risks = list_known_risks(ctx)?;
            let called = list_called_cases(ctx)?.0;
            let in_place = list_cases_in_place(ctx)?;
            Ok(Page {
                frame: Frame::of(ctx, &here, "Cases we work on")?,
                table: table(&cases),
                called: called_table(&called),
                in_place: in_place_table(&in_place).map(|it| (WarningText::new(FELL), it)),
                risks: risks.iter().map(|person| line(person, "")).collect(),
                because: basis.words(),
            })
        })
        .await?;
    page(&made)
}

fn table(cases: &[OwnCase]) -> Option<Table> {
    let head = ["Case", "Held by", "What we do there", "Until", "Who stands in it"];
    let mut table = Table::new("Cases of other agencies").head(head).row_headers();
    for own in cases {
        let until = own.days.until.map_or_else(|| "Open-ended".to_owned(), words::day);
        let cells: [Content; 5] = [
            title(&own.case).into(),
            own.case.holder_name.clone().into(),
            own.part.words().into(),
            until.into(),
            people(&own.people),
        ];
        table = table.row(cells);
    }
    (!cases.is_empty()).then_some(table)
}

fn called_table(called: &[CalledCase]) -> Option<Table> {
    let head = ["Case", "Held by", "Why you are needed", "Until", "Who stands in it"];
    let table = Table::new("Cases to which your duty team was called").head(head).row_headers();
    let table = called.iter().fold(table, |table, call| {
        let why = call.why.as_deref().unwrap_or("–");
        let cells: [Content; 5] = [
            title(&call.case).into(),
            call.case.holder_name.clone().into(),
            why.into(),
            words::short_instant(call.until).into(),
            people(&call.people),
        ];
        table.row(cells)
    });
    (!called.is_empty()).then_some(table)
}

fn in_place_table(fallen: &[CaseInPlace]) -> Option<Table> {
    let table =
        Table::new("Cases that fell to you").head(["Case", "Who stands in it"]).row_headers();
    let table = fallen.iter().fold(table, |table, fallen| {
        let cells: [Content; 2] = [title(&fallen.case).into(), people(&fallen.people)];
        table.row(cells)
    });
    (!fallen.is_empty()).then_some(table)
}

fn people(shown: &[PersonInCase]) -> Content {
    let mut people = Markup::default();
    for person in shown {
        let link = line(person, &format!("{}: ", words::capital_word(person.party.words())));
        people = if people.is_empty() { link } else { people.and(link) };
    }
    match people.is_empty() {
        true => "No agreement lets your agency read it".into(),
        false => Content::Html(people),
    }
}

fn line(person: &PersonInCase, before: &str) -> Markup {
    let name = person.name.as_deref().unwrap_or("name not known");
    let path = format!("/people/{}", person.person);
    Markup::of(&Line { link: Link::new(format!("{before}{name}"), path) })
}

#[derive(Template)]
#[template(path = "involvement/line.html")]
struct Line {
    link: Link,
}
