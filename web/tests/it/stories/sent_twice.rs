//! A form that is sent twice acts once; with other answers it is a conflict.

use crate::kit::{Ask, County, rows_of};
use serde_json::json;

#[test]
fn a_form_sent_twice_acts_once_and_shows_the_same() {
    County::on_both(|county| {
        let mut grantor = county.signed_in("grantor");
        let page = grantor.open("/agencies/new");
        let typed = [("name", "Harbour Homes"), ("code", "HARBOUR"), ("kind", "housing")];
        let ask = grantor.fill(&page, "/agencies/new", &typed);
        let first = grantor.send(ask.clone()).is(303);
        let rows = rows_of(county.app());
        for _ in 0..3 {
            let again = grantor.send(ask.clone()).is(303);
            assert_eq!(again.headers, first.headers);
        }
        assert_eq!(rows_of(county.app()), rows, "a replay leaves nothing behind");
    });
}

#[test]
fn the_same_request_with_other_answers_is_a_conflict() {
    County::on_both(|county| {
        let mut grantor = county.signed_in("grantor");
        let page = grantor.open("/agencies/new");
        let typed = [("name", "Harbour Homes"), ("code", "HARBOUR"), ("kind", "housing")];
        grantor.submit(&page, "/agencies/new", &typed).is(200);
        let rows = rows_of(county.app());
        let other = [("name", "Harbour Homes"), ("code", "OTHER"), ("kind", "housing")];
        let told = grantor.submit(&page, "/agencies/new", &other).is(409);
        told.says("This form was sent before").says("with other answers");
        assert_eq!(rows_of(county.app()), rows);
    });
}

#[test]
fn one_request_id_is_not_good_for_two_forms() {
    let county = County::embedded();
    let mut grantor = county.signed_in("grantor");
    let page = grantor.open("/agencies/new");
    let typed = [("name", "Harbour Homes"), ("code", "HARBOUR"), ("kind", "housing")];
    grantor.submit(&page, "/agencies/new", &typed).is(200);
    let path = format!("/users/{}/end-sessions", county.id("idva"));
    let token = page.field("/agencies/new", "request");
    let ask = Ask::form(path, &[("request", token.as_str())]);
    grantor.send(ask).is(409).says("This form was sent before");
}

#[test]
fn every_step_sent_three_times_is_one_step() {
    County::on_both(|county| {
        let mut grantor = county.signed_in("grantor");
        let user = format!("/users/{}", county.id("referrer"));
        let agency = format!("/agencies/{}", county.agency_of("referrer"));
        for (path, typed) in [
            (format!("{agency}/change"), vec![("name", "Fen Constabulary")]),
            (format!("{agency}/suspend"), vec![]),
            (format!("{agency}/restore"), vec![]),
            (format!("{user}/role"), vec![("role", "analyst")]),
            (format!("{user}/end-sessions"), vec![]),
            (format!("{user}/suspend"), vec![]),
            (format!("{user}/restore"), vec![]),
        ] {
            let page = grantor.open(&path).is(200);
            let ask = grantor.fill(&page, &path, &typed);
            let first = grantor.send(ask.clone()).is(303);
            let rows = rows_of(county.app());
            for _ in 0..2 {
                let again = grantor.send(ask.clone()).is(303);
                assert_eq!(again.headers, first.headers, "{path}");
            }
            assert_eq!(rows_of(county.app()), rows, "{path}");
        }
    });
}

#[test]
fn two_at_the_same_moment_are_one() {
    County::on_both(|county| {
        let mut grantor = county.signed_in("grantor");
        let page = grantor.open("/agencies/new");
        let typed = [("name", "Harbour Homes"), ("code", "HARBOUR"), ("kind", "housing")];
        let ask = grantor.fill(&page, "/agencies/new", &typed);
        let before = rows_of(county.app())["agency"];
        let threads: Vec<_> = (0..8)
            .map(|_| {
                let (mut browser, ask) = (grantor.clone(), ask.clone());
                std::thread::spawn(move || browser.send(ask).status)
            })
            .collect();
        let all: Vec<u16> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
        assert!(all.iter().all(|status| [303, 409, 503].contains(status)), "{all:?}");
        assert!(all.contains(&303), "{all:?}");
        assert_eq!(rows_of(county.app())["agency"], before + 1);
    });
}

#[test]
fn the_api_acts_once_too() {
    County::on_both(|county| {
        let token = super::agency_system::token_of(&county, "grantor");
        let mut system = county.stranger();
        let body = json!({ "code": "HARBOUR", "name": "Harbour Homes", "kind": "housing" });
        let key = "0191e0a0-0000-7000-8000-000000000001";
        let ask = Ask::json("/api/v1/agencies", key, &body).bearer(&token);
        let first = system.send(ask.clone()).is(201);
        let rows = rows_of(county.app());
        let again = system.send(ask).is(201);
        assert_eq!(again.body, first.body);
        assert_eq!(rows_of(county.app()), rows);
        let other = json!({ "code": "OTHER", "name": "Harbour Homes", "kind": "housing" });
        let told = system.send(Ask::json("/api/v1/agencies", key, &other).bearer(&token)).is(409);
        assert_eq!(told.json()["code"], "request_reused");
        assert_eq!(rows_of(county.app()), rows);
    });
}
