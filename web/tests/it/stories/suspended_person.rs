//! A suspended person's very next request goes to sign-in, on every server.

use crate::kit::{Ask, Browser, County, Server};
use std::time::{Duration, Instant};

fn when_suspending(county: &County, name: &str) {
    let mut grantor = county.signed_in("grantor");
    let step = format!("/users/{}/suspend", county.id(name));
    let page = grantor.open(&step).is(200);
    grantor.submit(&page, &step, &[]).is(200).says("is suspended");
}

#[test]
fn the_next_request_of_a_suspended_person_goes_to_sign_in() {
    County::on_both(|county| {
        let mut idva = county.signed_in("idva");
        let account = idva.open("/account").is(200);
        when_suspending(&county, "idva");
        idva.open("/account").at("/sign-in?next=/account");
        idva.open("/").is(200).says("Welcome to Wicken").does_not_say("The idva");
        let form = Ask::form("/account/password", &[("request", &account.token())]);
        let answer = idva.send(form).is(303);
        assert_eq!(answer.header("location"), Some("/sign-in?next=/account/password"));
    });
}

#[test]
fn a_suspension_holds_on_the_second_server_within_a_second() {
    County::on_both(|county| {
        let second = Server::start(county.world.second_server());
        let cookie = county.world.cookie("idva");
        let mut there = Browser::at(&second).with_cookie(&cookie);
        there.open("/account").is(200).at("/account");
        when_suspending(&county, "idva");
        let since = Instant::now();
        there.open("/account").at("/sign-in?next=/account");
        assert!(since.elapsed() < Duration::from_secs(1), "{:?}", since.elapsed());
    });
}

#[test]
fn a_code_that_was_used_on_one_server_is_used_on_the_other() {
    County::on_both(|county| {
        let second = Server::start(county.world.second_server());
        county.sign_in(&mut county.stranger(), "idva").at("/");
        let mut thief = Browser::at(&second);
        let page = thief.open("/sign-in");
        let (email, code) = (county.world.person("idva").email.clone(), county.world.code("idva"));
        let password = app::testing::PASSWORD;
        let typed = [("email", email.as_str()), ("password", password), ("code", &code)];
        thief.submit(&page, "/sign-in", &typed).is(422).says("A code can be used once");
    });
}
