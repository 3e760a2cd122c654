//! People are searched for. What is sought never stands in an address: it is sent, not asked for.

use crate::{
    answer::{Answer, Problem, mend, page},
    asking::Asking,
    components::{
        Button, Content, DateInput, Details, ErrorSummary, Input, Link, Markup, Select, Table, Tag,
    },
    form::{Answers, Errors},
    frame::Frame,
    offer::offer,
    site::Site,
    words,
};
use app::{
    Ctx, Error, Refused,
    person::{
        BirthPart, FoundPerson, Likeness, SearchRequest, Sought, may_search_by_place, search_people,
    },
};
use askama::Template;
use axum::extract::{Query, State};
use domain::{
    person::{NhsNumber, SearchPurpose},
    policy::{Permission, Subject},
};
use std::collections::HashMap;

#[derive(Template)]
#[template(path = "person/search.html")]
struct Page {
    frame: Frame,
    problem: Option<ErrorSummary>,
    fields: Markup,
}

#[derive(Template)]
#[template(path = "person/found.html")]
struct Found {
    frame: Frame,
    table: Option<Table>,
    /// Those who are rather not meant: whoever asks may look all the same.
    less_likely: Option<Details>,
    may_break_glass: bool,
    heading: String,
    again: Details,
}

/// A wide table that scrolls by itself.
#[derive(Template)]
#[template(path = "person/scrolled.html")]
struct Scrolled {
    table: Table,
}

/// The form, alone or below what was found.
#[derive(Template)]
#[template(path = "person/fields.html")]
struct Fields {
    token: String,
    given_names: Input,
    family_name: Input,
    born: DateInput,
    nhs_number: Input,
    /// Where somebody is, is asked for by those who may open it.
    postcode: Option<Input>,
    phone: Option<Input>,
    purpose: Select,
    button: Button,
}

#[derive(Debug, Clone, Default)]
struct Typed {
    given_names: String,
    family_name: String,
    born: [String; 3],
    nhs_number: String,
    postcode: String,
    phone: String,
    purpose: String,
}

impl Typed {
    fn of(answers: &Answers) -> Typed {
        let get = |name| answers.get(name).trim().to_owned();
        Typed {
            given_names: get("given_names"),
            family_name: get("family_name"),
            born: ["born-day", "born-month", "born-year"].map(get),
            nhs_number: get("nhs_number"),
            postcode: get("postcode"),
            phone: get("phone"),
            purpose: get("purpose"),
        }
    }

    fn request(&self) -> Result<SearchRequest, Errors> {
        let mut errors = Errors::new();
        let mut keep = |field, refused: Refused| errors.push((field, capital(refused)));
        let [day, month, year] = &self.born;
        let born = BirthPart::parse(day, month, year).unwrap_or_else(|refused| {
            keep("born-day", refused);
            None
        });
        let nhs_number = match self.nhs_number.as_str() {
            "" => None,
            text => NhsNumber::parse(text).map_err(|why| keep("nhs_number", why.into())).ok(),
        };
        let purpose = SearchPurpose::from_code(&self.purpose);
        if purpose.is_none() {
            keep("purpose", Refused::SearchPurpose);
        }
        let sought = Sought {
            given_names: self.given_names.clone(),
            family_name: self.family_name.clone(),
            born,
            nhs_number,
            postcode: self.postcode.clone(),
            phone: self.phone.clone(),
        };
        match purpose {
            Some(purpose) if errors.is_empty() => Ok(SearchRequest { purpose, sought }),
            Some(_) | None => Err(errors),
        }
    }

    /// The fields that the summary of errors leads to.
    fn fields_of(&self, refused: Refused) -> Vec<&'static str> {
        match refused {
            Refused::SearchesUsedUp => vec!["purpose"],
            Refused::SearchByPlace => {
                let by_place = [("postcode", &self.postcode), ("phone", &self.phone)];
                let typed = by_place.into_iter().filter(|(_, typed)| !typed.is_empty());
                typed.map(|(field, _)| field).collect()
            }
            _ => vec!["given_names"],
        }
    }
}

fn capital(refused: Refused) -> String {
    words::capital(&refused.to_string())
}

/// What the form is made for.
struct Asker {
    frame: Frame,
    may_search_by_place: bool,
}

fn fields(asker: &Asker, typed: &Typed, errors: &Errors) -> Fields {
    let input = |name, label| Input::new(name, label).autocomplete("off").error_from(errors);
    // Whoever may not search by it and sent it all the same has a field to empty.
    let by_place = |name, label, width, value: &str| {
        let is_shown = asker.may_search_by_place || !value.is_empty();
        let hint = "That you searched by it is recorded, and what you typed is not.";
        is_shown.then(|| input(name, label).hint(hint).width(width).value(value))
    };
    let [day, month, year] = &typed.born;
    let purposes = SearchPurpose::ALL.iter().map(|purpose| (purpose.code(), purpose.words()));
    Fields {
        token: asker.frame.token(),
        given_names: input("given_names", "Given names")
            .hint("A short form finds the whole name, such as Liz.")
            .value(&typed.given_names),
        family_name: input("family_name", "Family name")
            .hint("Today’s or an earlier one. Spelling does not have to be exact.")
            .value(&typed.family_name),
        born: DateInput::new("born", "Date of birth")
            .hint("As much as you know: a year, a month and a year, or the whole date.")
            .typed(day, month, year)
            .error_from(errors),
        nhs_number: input("nhs_number", "NHS number").width(20).value(&typed.nhs_number),
        postcode: by_place("postcode", "Postcode", 10, &typed.postcode),
        phone: by_place("phone", "Phone number", 20, &typed.phone),
        purpose: Select::new("purpose", "What the search is for")
            .item("", "Choose what it is for")
            .items(purposes)
            .value(&typed.purpose)
            .error_from(errors),
        button: Button::new("Search").attribute("data-prevent-double-click", "true"),
    }
}

/// Whoever may not search is told so before they fill the form in.
fn framed(ctx: &mut Ctx<'_>, asking: &Asking, title: &str) -> Result<Asker, Error> {
    let actor = ctx.signed()?.actor;
    let own = Subject::Agency { id: actor.agency, active: actor.agency_active };
    offer(ctx, Permission::SearchPeople, own)?;
    app::user::show_own_account(ctx)?;
    asker(ctx, asking, title)
}

fn asker(ctx: &mut Ctx<'_>, asking: &Asking, title: &str) -> Result<Asker, Error> {
    let may_search_by_place = may_search_by_place(ctx)?;
    Ok(Asker { frame: Frame::of(ctx, asking, title)?, may_search_by_place })
}

async fn make(
    site: &Site,
    asking: &Asking,
    typed: &Typed,
    errors: &Errors,
) -> Result<Page, Problem> {
    let here = asking.clone();
    let asker = site.read(asking, move |ctx| framed(ctx, &here, "Search for a person")).await?;
    let fields = Markup::of(&fields(&asker, typed, errors));
    let problem = ErrorSummary::when_any(errors);
    Ok(Page { frame: asker.frame.with_errors(errors), problem, fields })
}

fn done(code: &str) -> Option<&'static str> {
    match code {
        // Whoever excluded themselves has no page of the person any more to be told on.
        "excluded" => Some("They are excluded from now on."),
        _ => None,
    }
}

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Query(query): Query<HashMap<String, String>>,
) -> Answer {
    let mut made = make(&site, &asking, &Typed::default(), &Errors::new()).await?;
    made.frame = made.frame.noting(query.get("done").and_then(|code| done(code)));
    page(&made)
}

pub(crate) async fn submit(State(site): State<Site>, asking: Asking, answers: Answers) -> Answer {
    let typed = Typed::of(&answers);
    let request = match typed.request() {
        Ok(request) => request,
        Err(errors) => return mend(&make(&site, &asking, &typed, &errors).await?),
    };
    // Sent twice it searches twice: what was found is kept nowhere, so it cannot be given again.
    let here = asking.clone();
    let done = site
        .change(&asking, move |ctx| {
            let found = search_people(ctx, &request)?;
            let actor = ctx.signed()?.actor;
            let own = Subject::Agency { id: actor.agency, active: actor.agency_active };
            let may_break_glass = ctx.would_permit(Permission::BreakGlass, own);
            Ok((asker(ctx, &here, "People found")?, found, may_break_glass))
        })
        .await;
    match done {
        Ok((asker, found, may_break_glass)) => {
            page(&Found { may_break_glass, ..made(asker, &typed, &found) })
        }
        Err(Problem { error: Error::Refused(refused), .. }) => {
            let fields = typed.fields_of(refused).into_iter();
            let errors = fields.map(|field| (field, capital(refused))).collect();
            mend(&make(&site, &asking, &typed, &errors).await?)
        }
        Err(problem) => Err(problem),
    }
}

fn made(asker: Asker, typed: &Typed, found: &[FoundPerson]) -> Found {
    let fields = fields(&asker, typed, &Errors::new());
    let frame = asker.frame;
    let (less, shown): (Vec<_>, Vec<_>) =
        found.iter().partition(|person| person.likeness == Likeness::LessLikely);
    let heading = match (shown.len(), less.len()) {
        (0, 0) => "Nobody to show".to_owned(),
        (0, _) => "Nobody who is likely to be them".to_owned(),
        (1, _) => "1 person found".to_owned(),
        (count, _) => format!("{count} people found"),
    };
    let some = |people: &[&FoundPerson], caption: &str| {
        (!people.is_empty()).then(|| table(people, caption))
    };
    let less_likely = some(&less, "People who are less likely to be them").map(|table| {
        let summary = match less.len() {
            1 => "1 person who is less likely to be them".to_owned(),
            count => format!("{count} people who are less likely to be them"),
        };
        Details::new(&summary, Markup::of(&Scrolled { table }))
    });
    let table = some(&shown, "People, the likeliest first");
    let again = Details::new("Search again", Markup::of(&fields));
    Found { frame, table, less_likely, may_break_glass: false, heading, again }
}

fn table(found: &[&FoundPerson], caption: &str) -> Table {
    let head = ["Name", "Other names", "Born", "Your reference", "Is it them?", "Why"];
    let mut table = Table::new(caption).head(head);
    for person in found {
        let name = person.name.as_deref().unwrap_or("Name not known");
        let cells: [Content; 6] = [
            Link::new(name, format!("/people/{}", person.id)).into(),
            person.other_names.join(", ").into(),
            person.date_of_birth.map_or("not known".to_owned(), words::day).into(),
            person.own_refs.join(", ").into(),
            likeness(person.likeness).into(),
            reasons(&person.reasons).into(),
        ];
        table = table.row(cells);
    }
    table
}

fn likeness(likeness: Likeness) -> Tag {
    let tag = Tag::new(words::capital_word(likeness.words()));
    match likeness {
        Likeness::VeryLikely => tag.green(),
        Likeness::Possible => tag.yellow(),
        Likeness::LessLikely => tag.grey(),
    }
}

/// `Given name the same; date of birth the same`
fn reasons(reasons: &[String]) -> String {
    match reasons {
        [] => "What you searched for".to_owned(),
        reasons => words::capital_word(&reasons.join("; ")),
    }
}
