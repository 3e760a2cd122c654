//! Every route that is about somebody, tried by every role in every relation to them, and held
//! against an oracle that knows nothing of the rules: `web/tests/oracle`.
//!
//! The oracle says who is let in, who is told that they may not, who that there is no such thing,
//! and who has to sign in, once or again. Whoever is told that there is no such thing is told it
//! with the same bytes as where there is none.

mod asks;
mod county;
mod oracle;
mod people;
mod posts;
mod rows;

use self::{
    asks::{About, abouts, everybody, facts, is_api, request, who},
    county::Planted,
    oracle::Row,
    people::Works,
};
use crate::kit::{County, Page, is_deep};
use app::db::Engine;
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    time::Instant,
};
use web::{ROUTES, Route};

/// One request and what it has to be answered with.
struct Cell {
    /// Nobody for a stranger.
    asker: Option<usize>,
    route: &'static Route,
    about: About,
    is_fresh: bool,
    expected: String,
}

fn name(route: &Route) -> String {
    format!("{} {}", route.method, route.path)
}

#[test]
fn every_route_has_a_row_in_the_oracles_table_or_is_tried_elsewhere() {
    let (rows, elsewhere) = oracle::table();
    let rows: BTreeSet<String> = rows.into_iter().map(|row| row.route).collect();
    for route in ROUTES {
        let path = route.path.trim_start_matches("/api/v1").trim_start_matches("/api");
        let street = path.split('/').nth(1).map_or(String::new(), |first| format!("/{first}"));
        let name = name(route);
        let is_elsewhere = elsewhere.contains(&street) || elsewhere.contains(&name);
        assert_ne!(rows.contains(&name), is_elsewhere, "{name}: give it one row in door.txt");
    }
    let all: BTreeSet<String> = ROUTES.iter().map(name).collect();
    let gone: Vec<&String> = rows.difference(&all).collect();
    assert!(gone.is_empty(), "rows without a route: {gone:?}");
}

#[test]
fn an_answer_that_differs_by_a_byte_or_a_header_from_what_is_not_there_is_told() {
    let (rows, _) = oracle::table();
    let route = rows.iter().find_map(route_of).unwrap();
    let page = |body: &str, header: &str| Page {
        path: "/people/1".to_owned(),
        status: 404,
        headers: vec![("etag".to_owned(), header.to_owned())],
        body: body.as_bytes().to_vec(),
    };
    for (body, header, count) in [("gone", "a", 0), ("gone.", "a", 1), ("gone", "b", 1)] {
        let mut shut = Shut::default();
        let cell = |about| {
            let expected = "404".to_owned();
            Cell { asker: Some(1), route, about, is_fresh: true, expected }
        };
        shut.keep(&cell(About::Person(0, true)), page(body, header));
        shut.keep(&cell(About::Gone), page("gone", "a"));
        assert_eq!(shut.differences().len(), count, "{body} {header}");
    }
}

#[test]
fn everybody_is_answered_about_everybody_as_the_oracle_says() {
    County::on_both(|county| {
        let since = Instant::now();
        let planted = Planted::on(county);
        let cells = cells(&planted);
        let wrong = walk(&planted, &cells);
        let routes: BTreeSet<String> = cells.iter().map(|cell| name(cell.route)).collect();
        eprintln!(
            "{} routes x {} askers in {} relations: {} answers in {:?}",
            routes.len(),
            planted.askers.len(),
            people::POSITIONS.len(),
            cells.len(),
            since.elapsed()
        );
        assert!(wrong.is_empty(), "mismatches: {wrong:#?}");
    });
}

/// Each asker with each route and thing; without a fresh sign-in where that matters.
fn cells(planted: &Planted) -> Vec<Cell> {
    let (rows, _) = oracle::table();
    let is_embedded = planted.county.app().db().engine() == Engine::Sqlite;
    let mut cells = Vec::new();
    let mut questions = Vec::new();
    for number in (0..planted.askers.len()).map(Some).chain([None]) {
        let asker = number.map(|number| &planted.askers[number]);
        for (route, row) in rows.iter().filter_map(|row| Some((route_of(row)?, row))) {
            for (place, about) in (0..).zip(abouts(&row.kind, route.path).iter().copied()) {
                for is_fresh in [true, false] {
                    let is_new = is_fresh || row.needs_fresh && !is_api(route);
                    if !is_new || !is_walked(is_embedded, number, place, asker) {
                        continue;
                    }
                    let facts = asker.map(|asker| facts(planted, asker, &row.kind, about));
                    questions.push(json!({
                        "route": row.route,
                        "who": asker.map(who),
                        "about": facts.unwrap_or_default(),
                        "fresh": is_fresh,
                        "token": is_api(route),
                    }));
                    let (asker, expected) = (number, String::new());
                    cells.push(Cell { asker, route, about, is_fresh, expected });
                }
            }
        }
    }
    for (cell, answer) in cells.iter_mut().zip(oracle::answers(&questions)) {
        let Value::String(expected) = answer else { panic!("{answer} is no answer") };
        cell.expected = expected;
    }
    cells
}

/// In a long run everything, on both engines. Else those who are no more than strangers to a case
/// are walked along one of the two, and on the second engine one asker of nine.
fn is_walked(
    is_embedded: bool,
    number: Option<usize>,
    place: usize,
    asker: Option<&county::Asker>,
) -> bool {
    let (Some(number), Some(asker)) = (number, asker) else { return true };
    let is_near = [Works::Police, Works::Partnership, Works::Amber].contains(&asker.position.works)
        || asker.position.state.is_elsewhere();
    // The first two of five are the people of the first case; the last is never there.
    let is_other_case = place < 4 && (place / 2) != number % 2;
    is_deep() || (is_embedded || number % 9 == 0) && (is_near || !is_other_case)
}

fn route_of(row: &Row) -> Option<&'static Route> {
    ROUTES.iter().find(|route| name(route) == row.route)
}

/// What was answered otherwise than expected, in words, with how often and to whom at first.
fn walk(planted: &Planted, cells: &[Cell]) -> BTreeMap<String, (usize, String)> {
    let mut wrong: BTreeMap<String, (usize, String)> = BTreeMap::new();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut shut = Shut::default();
    let reads = |cell: &&Cell| cell.route.path == "/people/{id}";
    let readable = cells.iter().filter(reads);
    let readable: BTreeMap<(Option<usize>, About), bool> =
        readable.map(|cell| ((cell.asker, cell.about), cell.expected == "open")).collect();
    for (key, cell) in (1_u128 << 80..).zip(cells) {
        let answer = send(planted, cell, key);
        let found = word(&answer);
        *counts.entry(found.clone()).or_default() += 1;
        let asker = cell.asker.map(|number| &planted.askers[number]);
        let mut tell = |what: String| {
            let role = asker.map_or("a stranger", |asker| asker.role.code());
            let who = format!("{role}, {:?}, fresh: {}", cell.about, cell.is_fresh);
            let at = asker.map(|asker| asker.position);
            let told = format!("{} at {at:?}: {what}", name(cell.route));
            wrong.entry(told).or_insert((0, who)).0 += 1;
        };
        if found != cell.expected {
            tell(format!("{found}, not {}", cell.expected));
        }
        if found == "open" {
            listed(planted, &readable, cell, &answer).into_iter().for_each(&mut tell);
            let is_change = cell.route.method == "post" && answer.status != 422;
            if is_change && !is_api(cell.route) {
                planted.mend();
            }
        }
        if answer.status == 404 {
            shut.keep(cell, answer);
        }
    }
    eprintln!("{counts:?}; {} are shut as if they were not there", shut.there.len());
    for told in shut.differences() {
        wrong.insert(told, (1, String::new()));
    }
    wrong
}

/// Lists hold whoever of the two cases the asker may read, and nobody else: a search those whom the
/// own agency knows, the cases those on which it works.
fn listed(
    planted: &Planted,
    readable: &BTreeMap<(Option<usize>, About), bool>,
    cell: &Cell,
    answer: &Page,
) -> Vec<String> {
    let is_search = cell.route.method == "post";
    let asker = cell.asker.filter(|_| cell.about == About::Own);
    let Some(asker) = asker.map(|number| &planted.askers[number]) else { return Vec::new() };
    let html = answer.html();
    let mut wrong = Vec::new();
    for (about, id, is_known, is_involved) in everybody(planted, asker) {
        let is_listed = html.contains(&id.to_string());
        let Some(may_read) = readable.get(&(cell.asker, about)).copied() else { continue };
        let is_wanted = match cell.route.path {
            "/people" | "/api/v1/people/search" => {
                is_search && is_known && about == About::Person(0, true)
            }
            path => path == "/cases" && is_involved,
        };
        if is_listed && !may_read {
            wrong.push(format!("{about:?} is listed and may not be read"));
        }
        if !is_listed && may_read && is_wanted {
            wrong.push(format!("{about:?} is not listed and may be read"));
        }
    }
    wrong
}

type Place = (Option<usize>, String, bool);

/// What askers were told is not there: of what is there, and of what never was.
#[derive(Default)]
struct Shut {
    there: Vec<(Place, Page)>,
    gone: BTreeMap<Place, Page>,
}

impl Shut {
    fn keep(&mut self, cell: &Cell, answer: Page) {
        let place = (cell.asker, name(cell.route), cell.is_fresh);
        match cell.about {
            About::Gone => drop(self.gone.insert(place, answer)),
            _ => self.there.push((place, answer)),
        }
    }

    /// Not a byte and not a header may tell the two apart.
    fn differences(&self) -> Vec<String> {
        let of = |page: &Page| (page.headers.clone(), page.body.clone());
        let differs = |(place, page): &&(Place, Page)| {
            self.gone.get(place).is_some_and(|gone| of(gone) != of(page))
        };
        let there = self.there.iter().filter(differs);
        there.map(|(place, page)| format!("{place:?}: {} is told apart", page.path)).collect()
    }
}

fn send(planted: &Planted, cell: &Cell, key: u128) -> Page {
    let asker = cell.asker.map(|number| &planted.askers[number]);
    let request = request(planted, asker, (cell.route, cell.about), key);
    let mut browser = planted.county.stranger();
    if is_api(cell.route) {
        let token = asker.map(county::Asker::token);
        return browser.send(request.call(token.as_deref()));
    }
    let cookie = asker.map(|asker| asker.cookie(cell.is_fresh)).unwrap_or_default();
    if !cookie.is_empty() {
        browser = browser.with_cookie(&cookie);
    }
    browser.send(request.page(planted, &cookie))
}

fn word(answer: &Page) -> String {
    let target = answer.header("location").unwrap_or_default();
    match answer.status {
        303 if target.starts_with("/sign-in-again") => "again",
        303 if target == "/sign-in" || target.starts_with("/sign-in?") => "sign-in",
        401 => "sign-in",
        200 | 201 | 204 | 303 | 409 | 422 => "open",
        403 => "403",
        404 => "404",
        status => return status.to_string(),
    }
    .to_owned()
}
