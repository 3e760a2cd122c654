//! What is secret is shown once, and not again to whoever sends the form again.

use crate::kit::{County, rows_of};

#[test]
fn the_link_of_an_invitation_is_shown_once() {
    County::on_both(|county| {
        let mut grantor = county.signed_in("grantor");
        let address = format!("/agencies/{}/invite", county.agency_of("idva"));
        let page = grantor.open(&address);
        let typed = [("name", "Wren"), ("email", "wren@amber.example"), ("role", "idva")];
        let ask = grantor.fill(&page, &address, &typed);
        let told = grantor.send(ask.clone()).is(200);
        let link = told.secret().unwrap();
        let rows = rows_of(county.app());
        let again = grantor.send(ask).is(200).says("The link was shown already");
        assert_eq!(again.secret(), None);
        assert_eq!(rows_of(county.app())["invitation"], rows["invitation"]);
        let link = link.strip_prefix(&county.server.origin).unwrap();
        county.stranger().open(link).is(200).says("Welcome, Wren");
    });
}

#[test]
fn the_link_of_a_new_start_is_shown_once() {
    let county = County::embedded();
    let mut grantor = county.signed_in("grantor");
    let path = format!("/users/{}/reset-sign-in", county.id("idva"));
    let page = grantor.open(&path);
    let ask = grantor.fill(&page, &path, &[]);
    assert!(grantor.send(ask.clone()).is(200).secret().is_some());
    let again = grantor.send(ask).is(200).says("The link was shown already");
    assert_eq!(again.secret(), None);
}

#[test]
fn a_token_is_shown_once() {
    County::on_both(|county| {
        let mut idva = county.signed_in("idva");
        let page = idva.open("/account/tokens/new");
        let ask = idva.fill(&page, "/account/tokens/new", &[("name", "Casework")]);
        let secret = idva.send(ask.clone()).is(200).says("Your token").secret().unwrap();
        let again = idva.send(ask).is(200).says("The token was shown already");
        assert_eq!(again.secret(), None);
        let account = idva.open("/account").says("Casework");
        assert!(!account.html().contains(&secret));
        assert_eq!(rows_of(county.app())["api_token"], 1);
    });
}

#[test]
fn recovery_codes_are_shown_once_and_kill_the_older_ones() {
    let county = County::embedded();
    let mut idva = county.signed_in("idva");
    let page = idva.open("/account/recovery-codes").is(200);
    let told = idva.submit(&page, "/account/recovery-codes", &[]).is(200);
    let html = told.html();
    let codes: Vec<&str> = html.split("<li>").skip(1).map(|code| &code[..11]).collect();
    let codes: Vec<&&str> = codes.iter().filter(|code| code.as_bytes()[5] == b'-').collect();
    assert_eq!(codes.len(), 10, "{codes:?}");
    let account = idva.open("/account");
    assert!(codes.iter().all(|code| !account.html().contains(**code)));
    assert_eq!(rows_of(county.app())["recovery_code"], 16 * 10);
}
