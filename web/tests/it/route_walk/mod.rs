//! Every route, tried by everyone, against a table that a person can read.
//!
//! `route_walk.txt` says what each asker is answered. A route without a row fails, a row without
//! a route fails, and whatever is answered otherwise fails. Where the answer is that there is no
//! such thing, it is compared with the answer about what was never there: every byte and header.
//!
//! `UPDATE=1` writes what was found into the table: then read each change of it.

mod asker;
mod subject;

use self::{
    asker::{ASKERS, Asker},
    subject::{Subject, of_route},
};
use crate::kit::{County, Page};
use std::{collections::BTreeMap, fs, path::PathBuf};
use web::ROUTES;

/// What was answered, by route and subject, then by asker.
type Table = BTreeMap<(usize, Subject), Vec<String>>;

#[test]
fn every_asker_is_answered_as_the_table_says() {
    let mut found = Table::new();
    for asker in ASKERS {
        for (row, word) in walk(asker) {
            found.entry(row).or_default().push(word);
        }
    }
    let drawn = draw(&found);
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/route_walk.txt");
    #[expect(clippy::disallowed_methods, reason = "read in tests only: UPDATE=1 draws it anew")]
    let is_update = std::env::var("UPDATE").is_ok();
    if is_update {
        fs::write(&path, &drawn).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    let (new, old) = (rows_of(&drawn), rows_of(&committed));
    let mut wrong = String::new();
    for (row, words) in &new {
        match old.get(row) {
            None => wrong.push_str(&format!("no row for {row}\n")),
            Some(expected) if expected != words => {
                wrong.push_str(&format!("{row}\n expected {expected}\n found    {words}\n"));
            }
            Some(_) => {}
        }
    }
    for row in old.keys().filter(|row| !new.contains_key(*row)) {
        wrong.push_str(&format!("no route for {row}\n"));
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert_eq!(committed, drawn, "the table is not laid out as drawn: UPDATE=1");
}

/// Rows by their route and subject: the first three words.
fn rows_of(table: &str) -> BTreeMap<String, String> {
    let rows = table.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    rows.map(|row| {
        let mut words = row.split_whitespace();
        let route: Vec<&str> = words.by_ref().take(3).collect();
        (route.join(" "), words.collect::<Vec<_>>().join(" "))
    })
    .collect()
}

const ABOVE: &str = "\
# Who is answered what. One row a route and what it is about, one column an asker.
#
# About:  own     of the asker's own agency, or the asker's own    self    the asker
#         other   of another agency, or somebody else's            none    nothing in particular
#         there   something that is there                          gone    something that is not
# Answer: 200 201 204  done or shown          in     303 to /sign-in
#         403          may know, may not do   again  303 to /sign-in-again
#         404          no such thing          on     303 to somewhere else
#         422          something to mend      gate   401 of the API
# Stale is a grantor who signed in longer than five minutes ago. All others have just signed in.
# 404 was compared with the answer about an id that was never given out: not a byte differs.
#
";

fn draw(found: &Table) -> String {
    let mut text = ABOVE.to_owned();
    let heads: Vec<&str> = ASKERS.iter().map(|asker| asker.head).collect();
    text.push_str(&line("#", "", "", &heads));
    for ((index, subject), words) in found {
        let route = &ROUTES[*index];
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        text.push_str(&line(route.method, route.path, subject.word(), &words));
    }
    text
}

fn line(method: &str, path: &str, subject: &str, words: &[&str]) -> String {
    let mut line = format!("{method:<5}{path:<42}{subject:<6}");
    for word in words {
        line.push_str(&format!("{word:<6}"));
    }
    format!("{}\n", line.trim_end())
}

/// One asker tries everything, in a county of their own.
fn walk(asker: &Asker) -> Vec<((usize, Subject), String)> {
    let county = County::embedded();
    let mut visit = asker.visit(&county);
    let mut answers = Vec::new();
    for (index, route) in ROUTES.iter().enumerate() {
        for subject in of_route(route) {
            let kept = visit.with_spare_session(route);
            let ask = visit.ask(route, *subject);
            let answer = visit.browser.send(ask);
            if let Some(kept) = kept {
                visit.browser = kept;
            }
            visit.mend_token(route);
            if answer.status == 404 {
                for stand_in in [Subject::Unknown, Subject::Broken] {
                    let ask = visit.ask(route, stand_in);
                    let other = visit.browser.send(ask);
                    assert_same(&answer, &other, asker.head);
                }
            }
            answers.push(((index, *subject), word_of(&answer)));
        }
    }
    answers
}

fn assert_same(one: &Page, other: &Page, head: &str) {
    let about = format!("{head}: {} and {}", one.path, other.path);
    assert_eq!(one.status, other.status, "{about}");
    assert_eq!(one.headers, other.headers, "{about}");
    assert_eq!(one.html(), other.html(), "{about}");
}

fn word_of(answer: &Page) -> String {
    let target = answer.header("location").unwrap_or_default();
    match answer.status {
        303 if target == "/sign-in" || target.starts_with("/sign-in?") => "in".to_owned(),
        303 if target.starts_with("/sign-in-again") => "again".to_owned(),
        303 => "on".to_owned(),
        401 => "gate".to_owned(),
        status => status.to_string(),
    }
}

/// What is no id, or nobody's, is the same to a stranger too: first sign in.
#[test]
fn a_stranger_learns_nothing_from_ids() {
    let county = County::embedded();
    let mut visit = ASKERS[0].visit(&county);
    for route in ROUTES.iter().filter(|route| route.path.contains("{id}")) {
        if route.access == web::Access::Demo {
            continue;
        }
        let answers = [Subject::Other, Subject::Unknown, Subject::Broken].map(|subject| {
            let ask = visit.ask(route, subject);
            let path = ask.path.clone();
            let answer = visit.browser.send(ask);
            let target = answer.header("location").unwrap_or_default().replace(&path, "PATH");
            (answer.status, target, answer.html())
        });
        assert_eq!(answers[0], answers[1], "{}", route.path);
        assert_eq!(answers[0], answers[2], "{}", route.path);
        assert!([303, 401].contains(&answers[0].0), "{}", route.path);
    }
}
