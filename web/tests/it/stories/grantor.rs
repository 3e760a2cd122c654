//! A grantor of access decides who may use Wicken: adds, invites, changes, takes away, gives back.

use crate::kit::{Browser, County, Page};

#[test]
fn a_grantor_adds_an_agency_and_invites_its_first_person() {
    County::on_both(|county| {
        let mut grantor = county.signed_in("grantor");
        let list = grantor.open("/agencies").is(200).says("Amber House").says("Fen Police");
        let page = grantor.open(&list.link_named("Add an agency")).is(200);
        let typed = [("name", "Harbour Homes"), ("code", "HARBOUR"), ("kind", "housing")];
        let list = grantor.submit(&page, "/agencies/new", &typed).at("/agencies?done=added");
        let list = list.says("The agency is added.").says("Harbour Homes");

        let agency = grantor.open(&list.link_named("Harbour Homes")).is(200).says("HARBOUR");
        let agency = agency.says("Nobody of this agency uses Wicken yet");
        let address = agency.link_named("Invite someone");
        let page = grantor.open(&address).is(200).says("Invite someone of Harbour Homes");
        let typed =
            [("name", "Ada Quay"), ("email", "ada.quay@harbour.example"), ("role", "deputy")];
        let told = grantor.submit(&page, &address, &typed).is(200);
        assert!(told.secret().unwrap().contains("/invitation/"));
        grantor.open(&agency.path).says("Ada Quay").says("deputy representative").says("Invited");
    });
}

#[test]
fn what_cannot_be_is_told_beside_what_was_typed() {
    let county = County::embedded();
    let mut grantor = county.signed_in("grantor");
    let page = grantor.open("/agencies/new");
    let typed = [("name", ""), ("code", "FEN-POLICE"), ("kind", "police")];
    let page = grantor.submit(&page, "/agencies/new", &typed).is(422).says("There is a problem");
    assert_eq!(page.field("/agencies/new", "code"), "FEN-POLICE");
    let typed = [("name", "Fen Police Again"), ("code", "FEN-POLICE"), ("kind", "police")];
    let page = grantor.submit(&page, "/agencies/new", &typed).is(422);
    let page = page.says("An agency with this code is there already");
    assert_eq!(page.field("/agencies/new", "name"), "Fen Police Again");

    let address = format!("/agencies/{}/invite", county.agency_of("idva"));
    let page = grantor.open(&address);
    let email = county.world.person("referrer").email.clone();
    let typed = [("name", "Somebody"), ("email", email.as_str()), ("role", "idva")];
    let page = grantor.submit(&page, &address, &typed).is(422);
    let page = page.says("Someone with this e-mail address uses Wicken already");
    assert_eq!(page.field(&address, "name"), "Somebody");
}

/// A step that asks before it acts; where a fresh sign-in is needed, that is given.
fn when_taking(county: &County, grantor: &mut Browser, step: &str) -> Page {
    let mut page = grantor.open(step);
    if page.path.starts_with("/sign-in-again") {
        page = county.sign_in_again(grantor, "grantor", &page);
    }
    let page = page.is(200).at(step);
    let done = grantor.submit(&page, step, &[]);
    if !done.path.starts_with("/sign-in-again") {
        return done;
    }
    let page = county.sign_in_again(grantor, "grantor", &done).at(step);
    grantor.submit(&page, step, &[])
}

#[test]
fn a_grantor_signs_in_again_before_opening_a_door() {
    County::on_both(|county| {
        let mut grantor = county.signed_in("grantor");
        county.later(6 * 60);
        let address = format!("/users/{}/role", county.id("referrer"));
        let page = grantor.open(&address).at(&format!("/sign-in-again?next={address}"));
        let wrong = [("password", "not the password"), ("code", "123456")];
        let page = grantor.submit(&page, "/sign-in-again", &wrong).is(422);
        let page = page.says("The password or the code is wrong");
        let before = grantor.secret().to_owned();
        let page = county.sign_in_again(&mut grantor, "grantor", &page).is(200).at(&address);
        assert_ne!(grantor.secret(), before, "a fresh sign-in has a new secret");
        let mut old = county.stranger().with_cookie(&before);
        old.open("/account").at("/sign-in?next=/account");
        let done = grantor.submit(&page, &address, &[("role", "analyst")]);
        done.says("The role is changed.").says("police analyst");
    });
}

#[test]
fn a_grantor_suspends_restores_and_resets() {
    County::on_both(|county| {
        let mut grantor = county.signed_in("grantor");
        county.later(6 * 60);
        let user = format!("/users/{}", county.id("idva"));
        let page = when_taking(&county, &mut grantor, &format!("{user}/suspend"));
        let page = page.says("The account is suspended").says("Restore this account");
        page.does_not_say("Suspend this account");
        let mut idva = county.stranger();
        county.sign_in(&mut idva, "idva").is(422).says("is wrong");

        let page = when_taking(&county, &mut grantor, &format!("{user}/restore"));
        page.says("The account is restored.");
        county.sign_in(&mut idva, "idva").is(200).at("/");

        let page = when_taking(&county, &mut grantor, &format!("{user}/reset-sign-in"));
        let link = page.is(200).says("Hand this link to").secret().unwrap();
        idva.open("/").is(200).says("Welcome to Wicken");
        county.sign_in(&mut idva, "idva").is(422);
        let link = link.strip_prefix(&county.server.origin).unwrap().to_owned();
        idva.open(&link).is(200).says("Welcome, The idva");
    });
}

#[test]
fn a_grantor_suspends_an_agency_and_restores_it() {
    County::on_both(|county| {
        let mut chair = county.signed_in("chair");
        let mut grantor = county.signed_in("grantor");
        let agency = format!("/agencies/{}", county.agency_of("chair"));
        let page = when_taking(&county, &mut grantor, &format!("{agency}/suspend"));
        page.says("None of its people can do anything");
        chair.open("/account").at("/sign-in?next=/account");
        let page = when_taking(&county, &mut grantor, &format!("{agency}/restore"));
        page.says("The agency is restored.");
        chair.open("/account").is(200).at("/account");
    });
}

#[test]
fn a_grantor_signs_someone_out_everywhere() {
    County::on_both(|county| {
        let (mut one, mut two) = (county.signed_in("analyst"), county.signed_in("analyst"));
        let mut grantor = county.signed_in("grantor");
        let step = format!("/users/{}/end-sessions", county.id("analyst"));
        when_taking(&county, &mut grantor, &step).says("The person is signed out everywhere.");
        for browser in [&mut one, &mut two] {
            browser.open("/account").at("/sign-in?next=/account");
        }
        county.sign_in(&mut one, "analyst").at("/");
    });
}

#[test]
fn who_has_another_role_now_sees_so_on_the_next_page() {
    County::on_both(|county| {
        let mut analyst = county.signed_in("analyst");
        let mut grantor = county.signed_in("grantor");
        analyst.open("/who-looked").is(403);
        let address = format!("/users/{}/role", county.id("analyst"));
        let page = grantor.open(&address);
        grantor.submit(&page, &address, &[("role", "privacy_officer")]).is(200);
        analyst.open("/who-looked").is(200);
        analyst.open("/").says("data protection officer");
    });
}
