//! Where one is signed in, and ending what one does not know.

use crate::kit::{Ask, County};

#[test]
fn one_sees_where_one_is_signed_in_and_ends_a_session() {
    County::on_both(|county| {
        let mut lost = county.signed_in("idva");
        let mut idva = county.stranger();
        county.sign_in(&mut idva, "idva").at("/");
        let account = idva.open("/account").is(200).says("Firefox on Linux (this one)");
        let account = account.says("a test");
        let ends: Vec<String> = account.forms().into_iter().map(|form| form.action).collect();
        let ends: Vec<&String> = ends.iter().filter(|action| action.ends_with("/end")).collect();
        assert_eq!(ends.len(), 1, "the session in use has no button");
        let done = idva.submit(&account, ends[0], &[]).at("/account?done=session-ended");
        done.says("That session is signed out.").does_not_say("a test");
        lost.open("/account").at("/sign-in?next=/account");
        idva.open("/account").is(200);
    });
}

#[test]
fn nobody_ends_the_session_of_somebody_else() {
    County::on_both(|county| {
        let mut idva = county.signed_in("idva");
        let mut second = county.signed_in("second idva");
        county.sign_in(&mut second.clone(), "second idva").at("/");
        let forms = second.open("/account").forms();
        let theirs = forms.into_iter().find(|form| form.action.ends_with("/end")).unwrap().action;
        let token = idva.token();
        idva.send(Ask::form(theirs, &[("request", &token)])).is(404);
        second.open("/account").is(200).at("/account");
    });
}

#[test]
fn a_new_password_ends_all_other_sessions() {
    County::on_both(|county| {
        let mut other = county.signed_in("idva");
        let mut idva = county.signed_in("idva");
        let path = "/account/password";
        let page = idva.open(path).is(200);
        let typed = [("old", "not the password"), ("new", "another lantern meadow")];
        let page = idva.submit(&page, path, &typed).is(422);
        let page = page.says("Enter the password that you have now");
        let typed = [("old", app::testing::PASSWORD), ("new", "short")];
        let page = idva.submit(&page, path, &typed).is(422);
        let typed = [("old", app::testing::PASSWORD), ("new", "another lantern meadow")];
        idva.submit(&page, path, &typed).is(200).says("Your tokens have ended.");
        other.open("/account").at("/sign-in?next=/account");
        county.sign_in(&mut other, "idva").is(422);
    });
}

#[test]
fn doing_nothing_ends_a_session_and_staying_keeps_it() {
    let county = County::embedded();
    let (mut idle, mut busy) = (county.signed_in("idva"), county.signed_in("second idva"));
    for _ in 0..3 {
        county.later(15 * 60);
        busy.send(Ask::new("POST", "/session/stay")).is(204);
    }
    idle.open("/account").at("/sign-in?next=/account");
    busy.open("/account").is(200).at("/account");
    for _ in 0..48 {
        county.later(15 * 60);
        busy.send(Ask::new("POST", "/session/stay"));
    }
    busy.open("/account").at("/sign-in?next=/account");
}

#[test]
fn one_comes_back_to_where_one_wanted_to_go() {
    let county = County::embedded();
    let mut grantor = county.stranger();
    let wanted = format!("/agencies/{}", county.agency_of("idva"));
    let page = grantor.open(&wanted).at(&format!("/sign-in?next={wanted}"));
    county.later(30);
    let (email, code) =
        (county.world.person("grantor").email.clone(), county.world.code("grantor"));
    let password = app::testing::PASSWORD;
    let typed = [("email", email.as_str()), ("password", password), ("code", &code)];
    grantor.submit(&page, "/sign-in", &typed).is(200).at(&wanted).says("Amber House");
}
