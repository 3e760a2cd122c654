//! An agency's computer system does the same things through the same door.

use crate::kit::{Ask, County};
use serde_json::json;

/// Somebody makes a token at their account page.
pub(crate) fn token_of(county: &County, name: &str) -> String {
    let mut browser = county.signed_in(name);
    let page = browser.open("/account/tokens/new").is(200);
    let typed = [("name", "Personnel system"), ("days", "30")];
    browser.submit(&page, "/account/tokens/new", &typed).is(200).secret().unwrap()
}

fn key(number: u32) -> String {
    format!("0191e0a0-0000-7000-8000-{number:012}")
}

#[test]
fn a_system_with_a_token_cuts_a_leaver_off() {
    County::on_both(|county| {
        let token = token_of(&county, "idva lead");
        let mut leaver = county.signed_in("second idva");
        let mut system = county.stranger();
        let me = system.send(Ask::get("/api/v1/account").bearer(&token)).is(200).json();
        assert_eq!(me["role"], "idva_lead");
        let agency = county.agency_of("idva lead");
        let people = format!("/api/v1/agencies/{agency}/users");
        let people = system.send(Ask::get(people).bearer(&token)).is(200).json();
        let people = people["users"].as_array().unwrap().clone();
        let leaver_id = people.iter().find(|user| user["name"] == "The second idva").unwrap();
        let path = format!("/api/v1/users/{}/suspend", leaver_id["id"].as_str().unwrap());
        let done = system.send(Ask::json(path, &key(1), &json!({})).bearer(&token)).is(200);
        assert_eq!(done.json()["version"], 3);
        leaver.open("/account").at("/sign-in?next=/account");

        let other = format!("/api/v1/users/{}/suspend", county.id("referrer"));
        system.send(Ask::json(other, &key(2), &json!({})).bearer(&token)).is(404);
    });
}

#[test]
fn a_token_opens_no_door_that_needs_a_fresh_sign_in_and_no_page() {
    let county = County::embedded();
    let token = token_of(&county, "grantor");
    let mut system = county.stranger();
    for path in ["/", "/account", "/agencies"] {
        let page = system.send(Ask::get(path).bearer(&token));
        assert!(!page.words().contains("The grantor"), "{path} takes no token");
    }
    let list = system.send(Ask::get("/api/v1/agencies").bearer(&token)).is(200).json();
    assert_eq!(list.as_array().unwrap().len(), 3);
}

#[test]
fn a_revoked_token_is_dead_at_once() {
    County::on_both(|county| {
        let mut grantor = county.signed_in("grantor");
        let token = token_of(&county, "grantor");
        let mut system = county.stranger();
        let ask = Ask::get("/api/v1/account").bearer(&token);
        system.send(ask.clone()).is(200);
        let account = grantor.open("/account").says("Personnel system");
        let forms = account.forms();
        let revoke = forms.iter().find(|form| form.action.ends_with("/revoke")).unwrap();
        grantor.submit(&account, &revoke.action, &[]).says("That token is revoked.");
        let refused = system.send(ask).is(401);
        assert_eq!(refused.header("www-authenticate"), Some("Bearer"));
        assert_eq!(refused.json()["code"], "sign_in_needed");
    });
}

#[test]
fn a_token_ends_with_its_days_and_with_its_owner() {
    let county = County::embedded();
    let (one, two) = (token_of(&county, "chair"), token_of(&county, "analyst"));
    let mut system = county.stranger();
    let ask = |token: &str| Ask::get("/api/v1/account").bearer(token);
    let mut grantor = county.signed_in("grantor");
    let step = format!("/users/{}/suspend", county.id("analyst"));
    let page = grantor.open(&step);
    grantor.submit(&page, &step, &[]).is(200);
    system.send(ask(&two)).is(401);
    system.send(ask(&one)).is(200);
    county.later(30 * 24 * 3600 + 1);
    system.send(ask(&one)).is(401);
}

#[test]
fn what_a_system_does_is_in_the_ledger_under_its_owners_name() {
    let county = County::embedded();
    let token = token_of(&county, "grantor");
    let path = format!("/api/v1/users/{}", county.id("idva"));
    county.stranger().send(Ask::get(path).bearer(&token)).is(200);
    let mut officer = county.signed_in("privacy officer");
    let page = officer.open("/who-looked?kind=read").is(200);
    page.says("The grantor").says("user: The idva");
}
