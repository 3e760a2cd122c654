//! One person: roles by case, what each agency recorded, and why the records are one person.

use super::records;
use crate::{
    answer::{Answer, Problem, page},
    asking::Asking,
    components::{BackLink, Cell, Content, Markup, SummaryList, Table},
    frame::Frame,
    glass,
    site::Site,
    words,
};
use app::{
    Ctx, Error,
    person::{KnownRisk, PersonFile, RecordOfPerson, WhyOne, read_person},
    whereabouts::{WhereaboutsOffers, find_offers},
};
use askama::Template;
use axum::extract::{Path, Query, State};
use domain::{
    ids::{PersonId, RecordId},
    policy::{Permission, Subject},
};
use std::collections::{BTreeSet, HashMap};

#[derive(Template)]
#[template(path = "person/show.html")]
struct Page {
    frame: Frame,
    back: BackLink,
    glass: Option<Markup>,
    id: String,
    name: String,
    other_names: String,
    which: Option<String>,
    risks: Vec<SummaryList>,
    roles: Option<Table>,
    records: Vec<SummaryList>,
    links: Vec<String>,
    before: Option<String>,
    after: Option<String>,
    holds_whereabouts: bool,
    may_open_whereabouts: bool,
    offers: WhereaboutsOffers,
    may_exclude: bool,
    may_give: bool,
    may_list_lookers: bool,
}

/// Records on one page: somebody whom many know would fill a page that no browser likes.
const RECORDS_A_PAGE: usize = 10;

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Answer {
    let id: PersonId = asking.id(&id)?;
    let number = query.get("page").map_or(Ok(1), |number| number.parse::<u16>());
    let number = number.ok().and_then(|number| usize::from(number).checked_sub(1));
    let number = number.ok_or_else(|| Problem::not_found(&asking))?;
    let here = asking.clone();
    let made = site
        .read(&asking, move |ctx| {
            let file = read_person(ctx, id)?;
            let is_told_of_risk_alone = number == 0 && file.records.is_empty();
            let shown = match file.records.chunks(RECORDS_A_PAGE).nth(number) {
                None if is_told_of_risk_alone => &[],
                shown => shown.ok_or(Error::NotFound)?,
            };
            let offers = find_offers(ctx, id)?;
            let frame = Frame::of(ctx, &here, "A person")?;
            let mut made = make((frame, offers), &file, (number, shown));
            made.records = shown.iter().map(|record| summary(ctx, record)).collect();
            Ok(made)
        })
        .await?;
    page(&made)
}

fn make(
    (frame, offers): (Frame, WhereaboutsOffers),
    file: &PersonFile,
    (number, shown): (usize, &[RecordOfPerson]),
) -> Page {
    let (first, all) = (number * RECORDS_A_PAGE, file.records.len());
    let last = first + shown.len();
    let at = |number: usize| format!("/people/{}?page={number}", file.id);
    let is_shown = |id: RecordId| shown.iter().any(|record| record.id == id);
    let links = file.links.iter().filter(|link| is_shown(link.left) || is_shown(link.right));
    let name = name(file);
    let others = file.records.iter().flat_map(RecordOfPerson::all_names);
    let others: BTreeSet<String> = others.filter(|other| *other != name).collect();
    let glass = file.glass.as_ref().map(|live| glass::banner(&frame, live));
    Page {
        frame,
        glass,
        back: BackLink::new("/people"),
        id: file.id.to_string(),
        name,
        other_names: others.into_iter().collect::<Vec<_>>().join(", "),
        which: (shown.len() < all).then(|| format!("Records {} to {last} of {all}", first + 1)),
        risks: file.at_risk.iter().map(risk).collect(),
        roles: (!shown.is_empty()).then(|| roles(shown)),
        records: Vec::new(),
        links: links.filter_map(|link| why(link, &file.records)).collect(),
        before: (0 < number).then(|| at(number)),
        after: (last < all).then(|| at(number + 2)),
        holds_whereabouts: offers.is_kept
            || file.records.iter().any(|record| record.holds_whereabouts),
        may_open_whereabouts: file.may_open_whereabouts,
        offers,
        may_exclude: file.may_exclude,
        may_give: file.may_give,
        may_list_lookers: file.may_list_lookers,
    }
}

/// A record, with a way to who works on its case for whoever says so, or to calling a duty team.
fn summary(ctx: &Ctx<'_>, record: &RecordOfPerson) -> SummaryList {
    let case = Subject::Case {
        id: record.source,
        agency: record.agency,
        excludes_asker: false,
        is_other_marac: record.is_other_marac,
    };
    let list = records::summary(record);
    if ctx.would_permit(Permission::InvolveAgency, case) {
        let path = format!("/cases/{}/involved", record.source);
        return list.card_action("Who works on this case", path);
    }
    match ctx.would_permit(Permission::CallDuty, case) {
        true => list.card_action("Call a duty team", format!("/cases/{}/duty", record.source)),
        false => list,
    }
}

/// The name of the latest record that has one.
pub(crate) fn name(file: &PersonFile) -> String {
    let mut named: Vec<&RecordOfPerson> =
        file.records.iter().filter(|record| record.name().is_some()).collect();
    named.sort_by_key(|record| record.seen_on);
    let name = named.last().and_then(|record| record.name());
    let name = name.or_else(|| file.at_risk.iter().find_map(|known| known.name.clone()));
    name.unwrap_or_else(|| "A person whose name is not known".to_owned())
}

/// Who somebody is, for whoever is told nothing else of them but that there is a risk.
fn risk(known: &KnownRisk) -> SummaryList {
    let name = known.name.clone().unwrap_or_else(|| "Not known".to_owned());
    let mut list = SummaryList::new().row("Name", name);
    if !known.other_names.is_empty() {
        list = list.row("Other names", known.other_names.join(", "));
    }
    if let Some(born) = known.date_of_birth {
        list = list.row("Date of birth", words::day(born));
    }
    if let Some(sex) = known.sex {
        list = list.row("Sex", sex.words());
    }
    list.row("Why you see this", known.because.clone())
}

fn roles(records: &[RecordOfPerson]) -> Table {
    let head = ["Case", "Their part in it", "Relationship", "Status", "Marks"];
    let mut table = Table::new("What they are in each case").head(head).row_headers();
    for record in records {
        let case = &record.case;
        let relationships: Vec<&str> =
            case.relationships.iter().map(|relationship| relationship.words()).collect();
        let mut place = records::title(record);
        if let (Some(marac), Some(heard)) = (&case.marac, case.heard_on) {
            place.push_str(&format!(", heard at {marac} on {}", words::day(heard)));
        }
        if let Some(referrer) = case.referred_by.as_ref().filter(|by| **by != record.agency_name) {
            place.push_str(&format!(", referred by {referrer}"));
        }
        let cells: [Content; 5] = [
            place.into(),
            words::capital_word(record.party.words()).into(),
            words::capital_word(&relationships.join(", ")).into(),
            records::status(case).into(),
            records::marks(case),
        ];
        table = table.row(cells.map(Cell::new));
    }
    table
}

/// `Fen Police: incident I-1 of … and …: given name the same; date of birth the same.`
fn why(link: &WhyOne, records: &[RecordOfPerson]) -> Option<String> {
    let title = |id: RecordId| {
        let record = records.iter().find(|record| record.id == id)?;
        Some(records::title(record))
    };
    let (left, right) = (title(link.left)?, title(link.right)?);
    let why = match (link.is_decided, link.reasons.as_slice()) {
        (true, _) => "somebody compared the two and decided".to_owned(),
        (false, []) => "what they hold agrees".to_owned(),
        (false, reasons) => reasons.join("; "),
    };
    Some(format!("{left}, and {right}: {why}."))
}
