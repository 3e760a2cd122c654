//! Signing in tells nobody whether an address is known, and guessing gets nobody in.

use crate::kit::{Ask, Browser, County, Page, Server};
use app::{
    App, Config,
    testing::PASSWORD,
    user::{
        Acceptance, PasswordCost, accept_invitation, current_code, reset_sign_in, show_invitation,
    },
};
use jiff::SignedDuration;
use std::time::{Duration, Instant};

const TRIES: usize = 200;
const APART_MOST: Duration = Duration::from_millis(5);
const REALISTIC: PasswordCost = PasswordCost { memory_kib: 19_456, passes: 2 };

fn tried(token: &str, email: &str, password: &str, code: &str) -> Ask {
    let fields = [("request", token), ("email", email), ("password", password), ("code", code)];
    Ask::form("/sign-in", &fields)
}

/// All that a visitor sees, without what they typed and what is new on every page.
fn seen(page: &Page, email: &str) -> (u16, Vec<(String, String)>, String) {
    let headers = page.headers.iter().filter(|(name, _)| name != "content-length");
    let body = page.html().replace(&page.token(), "TOKEN").replace(email, "EMAIL");
    (page.status, headers.cloned().collect(), body)
}

struct Kinds {
    unknown: String,
    known: String,
    suspended: String,
    invited: String,
}

fn given_all_kinds(county: &County) -> Kinds {
    let mut grantor = county.signed_in("grantor");
    let step = format!("/users/{}/suspend", county.id("analyst"));
    let page = grantor.open(&step);
    grantor.submit(&page, &step, &[]).is(200);
    let path = format!("/agencies/{}/invite", county.agency_of("idva"));
    let page = grantor.open(&path);
    let typed = [("name", "Invited"), ("email", "invited@county.example"), ("role", "idva")];
    grantor.submit(&page, &path, &typed).is(200);
    Kinds {
        unknown: "nobody@county.example".to_owned(),
        known: county.world.person("idva").email.clone(),
        suspended: county.world.person("analyst").email.clone(),
        invited: "invited@county.example".to_owned(),
    }
}

#[test]
fn whether_an_address_is_known_is_not_to_be_seen() {
    County::on_both(|county| {
        let kinds = given_all_kinds(&county);
        let mut visitor = county.stranger();
        let token = visitor.token();
        let reference = visitor.send(tried(&token, &kinds.unknown, "wrong", "000000"));
        let reference = seen(&reference, &kinds.unknown);
        assert_eq!(reference.0, 422);
        for email in [&kinds.unknown, &kinds.known, &kinds.suspended, &kinds.invited] {
            for (password, code) in [
                ("wrong", "000000"),
                ("", ""),
                (PASSWORD, "000000"),
                (PASSWORD, "abcde-fghij"),
                (PASSWORD, ""),
            ] {
                let page = visitor.send(tried(&token, email, password, code));
                assert_eq!(seen(&page, email), reference, "{email} {password:?} {code:?}");
            }
        }
    });
}

#[test]
fn who_tries_too_often_is_told_to_wait_whether_or_not_the_address_is_known() {
    let county = County::embedded();
    let kinds = given_all_kinds(&county);
    let mut visitor = county.stranger();
    let token = visitor.token();
    let mut all = Vec::new();
    for email in [&kinds.unknown, &kinds.known, &kinds.suspended, &kinds.invited] {
        let one: Vec<u16> = (0..13)
            .map(|number| {
                let spoofed = format!("198.51.100.{number}");
                let ask = tried(&token, email, "wrong", "000000");
                visitor.send(ask.header("x-forwarded-for", spoofed)).status
            })
            .collect();
        assert_eq!(one[..10], [422; 10], "{one:?}");
        assert_eq!(one[10..], [429; 3], "whatever the visitor writes into a header: {one:?}");
        all.push(one);
    }
    assert!(all.iter().all(|one| *one == all[0]), "{all:?}");
    county.sign_in(&mut visitor, "idva").is(200).at("/");
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// The medians of a known and of an unknown address, tried in turns.
fn medians(server: &Server, known: &str) -> [Duration; 2] {
    let mut visitor = Browser::at(server);
    let token = visitor.token();
    let emails = [known, "nobody@county.example"];
    let mut times = [Vec::new(), Vec::new()];
    for round in 0..TRIES {
        for turn in 0..2 {
            // Who goes first changes, so that neither is always the one after the other.
            let which = (round + turn) % 2;
            let ask = tried(&token, emails[which], "a wrong password", "000000");
            let since = Instant::now();
            let page = visitor.send(ask);
            times[which].push(since.elapsed());
            assert!([422, 429].contains(&page.status), "{}", page.status);
        }
    }
    times.map(median)
}

#[track_caller]
fn are_close(server: &Server, known: &str) {
    // Other tests take their share of the processor: one of three must be quiet enough.
    let mut found = Vec::new();
    for _ in 0..3 {
        let [one, other] = medians(server, known);
        eprintln!("known {one:?}, unknown {other:?}");
        if one.abs_diff(other) <= APART_MOST {
            return;
        }
        found.push((one, other));
    }
    panic!("known and unknown: {found:?}");
}

#[test]
fn a_known_and_an_unknown_address_take_the_same_time() {
    let county = County::embedded();
    are_close(&county.server, &county.world.person("idva").email);
}

#[test]
fn a_known_and_an_unknown_address_take_the_same_time_with_a_realistic_password() {
    let county = County::embedded();
    let config = Config { password_cost: REALISTIC, spool: None, ..county.world.config.clone() };
    let app = App::open(config).unwrap();
    // Only a password that was chosen at this cost costs as much.
    let (visitor, id) = (county.world.sign_in("grantor"), county.id("idva"));
    let invited = app.change(&visitor, move |ctx| reset_sign_in(ctx, id)).unwrap();
    let invitation = show_invitation(&app, &invited.secret).unwrap();
    let code = current_code(&invitation, app.clock().now()).unwrap();
    let (secret, password) = (invited.secret, PASSWORD.to_owned());
    accept_invitation(&app, Acceptance { secret, password, code }).unwrap();
    are_close(&Server::start(app), &county.world.person("idva").email);
}

/// 2,000 tries from one address: wrong passwords for everyone, known and unknown, and for one
/// whose password is known to the thief every sort of guessed code.
#[test]
fn stuffing_gets_nobody_past_the_code_and_locks_nobody_out() {
    let county = County::embedded();
    let names: Vec<String> = county.world.names().map(str::to_owned).collect();
    let tokens: Vec<std::thread::JoinHandle<u32>> = (0..4)
        .map(|thread| {
            let mut thief = county.stranger();
            let token = thief.token();
            let emails: Vec<String> =
                names.iter().map(|name| county.world.person(name).email.clone()).collect();
            let breached = county.world.person("analyst").email.clone();
            std::thread::spawn(move || {
                let mut inside = 0;
                for number in 0..500_usize {
                    let unknown = format!("nobody{number}@county.example");
                    let (email, password) = match number % 4 {
                        0 => (unknown.as_str(), PASSWORD),
                        1 => (breached.as_str(), PASSWORD),
                        _ => (emails[number % emails.len()].as_str(), "letmein-letmein"),
                    };
                    let code = format!("{:06}", (number * 7_919 + thread * 104_729) % 1_000_000);
                    let page = thief.send(tried(&token, email, password, &code));
                    let is_refused = page.status == 422 || page.status == 429;
                    inside += u32::from(!is_refused || page.header("set-cookie").is_some());
                }
                inside
            })
        })
        .collect();
    let inside: u32 = tokens.into_iter().map(|thread| thread.join().unwrap()).sum();
    assert_eq!(inside, 0);
    for name in names.iter().filter(|name| *name != "analyst") {
        county.sign_in(&mut county.stranger(), name).is(200).at("/");
    }
    // Whose password was stolen waits until no code is being guessed.
    county.sign_in(&mut county.stranger(), "analyst").is(429);
    county.world.clock.advance(SignedDuration::from_mins(16));
    county.sign_in(&mut county.stranger(), "analyst").is(200).at("/");
}
