//! Someone is invited, takes up the invitation, signs in, looks around and signs out.

use crate::kit::{Browser, County, Page};
use app::{testing::PASSWORD, user::code_of};

const NAME: &str = "Wren Tarrant";
const EMAIL: &str = "wren.tarrant@amber.example";

fn when_invited(county: &County) -> String {
    let mut grantor = county.signed_in("grantor");
    let address = format!("/agencies/{}/invite", county.agency_of("idva"));
    let page = grantor.open(&address).is(200);
    let typed = [("name", NAME), ("email", EMAIL), ("role", "idva")];
    let told = grantor.submit(&page, &address, &typed).is(200).says("Hand this link to");
    let link = told.secret().unwrap();
    link.strip_prefix(&county.server.origin).unwrap().to_owned()
}

/// The secret that the page shows beside its QR code.
fn code_on(page: &Page, county: &County) -> String {
    code_of(&page.secret().unwrap(), county.app().clock().now()).unwrap()
}

fn when_taken_up(county: &County, wren: &mut Browser, link: &str) -> Page {
    let page = wren.open(link).is(200).says(NAME).says(EMAIL);
    assert!(page.html().contains("<svg class=\"app-qr\""), "a picture for the code app");
    let code = code_on(&page, county);
    wren.submit(&page, link, &[("password", PASSWORD), ("code", &code)])
}

#[test]
fn an_invited_person_comes_in_and_leaves() {
    County::on_both(|county| {
        let link = when_invited(&county);
        let mut wren = county.stranger();
        let page = wren.open(&link);
        let secret = page.secret().unwrap();
        when_taken_up(&county, &mut wren, &link).is(200).says("write down your recovery codes");

        county.later(30);
        let code = code_of(&secret, county.app().clock().now()).unwrap();
        let page = wren.open("/sign-in");
        let typed = [("email", EMAIL), ("password", PASSWORD), ("code", code.as_str())];
        let home = wren.submit(&page, "/sign-in", &typed).is(200).at("/");
        let home = home.says(NAME).says("Amber House").says("Supports victims at high risk");

        let out = wren.submit(&home, "/sign-out", &[]).is(200).at("/signed-out");
        assert_eq!(out.title(), "Signed out - Wicken");
        assert_eq!(wren.secret(), "");
        wren.open("/account").at("/sign-in?next=/account");
    });
}

#[test]
fn an_invitation_works_once() {
    County::on_both(|county| {
        let link = when_invited(&county);
        let mut wren = county.stranger();
        let before = wren.open(&link);
        when_taken_up(&county, &mut wren, &link).is(200);
        wren.open(&link).is(422).says("was used, has ended or never was");
        let code = code_on(&before, &county);
        let again = [("password", "another lantern meadow"), ("code", code.as_str())];
        wren.submit(&before, &link, &again).is(422).says("was used, has ended or never was");
        wren.open("/invitation/0000").is(422).says("was used, has ended or never was");
    });
}

#[test]
fn what_is_wrong_is_said_and_nothing_is_used_up() {
    let county = County::embedded();
    let link = when_invited(&county);
    let mut wren = county.stranger();
    let page = wren.open(&link);
    let code = code_on(&page, &county);
    let page = wren.submit(&page, &link, &[("password", "short"), ("code", &code)]).is(422);
    assert!(page.title().starts_with("Error: "));
    let page = wren.submit(&page, &link, &[("password", PASSWORD), ("code", "000000")]).is(422);
    let page = page.says("Enter the 6 digits that your app shows now");
    wren.submit(&page, &link, &[("password", PASSWORD), ("code", &code)]).is(200);
}

#[test]
fn an_invitation_ends_after_a_week() {
    let county = County::embedded();
    let link = when_invited(&county);
    county.later(7 * 24 * 3600 + 1);
    county.stranger().open(&link).is(422).says("was used, has ended or never was");
}

#[test]
fn a_recovery_code_opens_once() {
    let county = County::embedded();
    let link = when_invited(&county);
    let mut wren = county.stranger();
    let told = when_taken_up(&county, &mut wren, &link);
    let html = told.html();
    let first = html.split("<li>").nth(1).unwrap().split("</li>").next().unwrap().to_owned();
    let typed = [("email", EMAIL), ("password", PASSWORD), ("code", first.as_str())];
    let page = wren.open("/sign-in");
    wren.submit(&page, "/sign-in", &typed).is(200).at("/");
    let mut other = county.stranger();
    let page = other.open("/sign-in");
    other.submit(&page, "/sign-in", &typed).is(422).says("is wrong");
}
