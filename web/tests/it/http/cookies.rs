//! The cookie of a session: what it is called, who may read it, and that nobody can plant one.

use crate::kit::{Ask, Browser, County, Page, Server};
use app::testing::PASSWORD;

fn cookies(page: &Page) -> Vec<&str> {
    let cookies = page.headers.iter().filter(|(name, _)| name == "set-cookie");
    cookies.map(|(_, value)| value.as_str()).collect()
}

fn when_signing_in(county: &County, browser: &mut Browser, name: &str) -> Page {
    county.later(30);
    let page = browser.open("/sign-in");
    let (email, code) = (county.world.person(name).email.clone(), county.world.code(name));
    let typed = [("email", email.as_str()), ("password", PASSWORD), ("code", &code)];
    let ask = browser.fill(&page, "/sign-in", &typed);
    browser.send(ask).is(303)
}

#[test]
fn the_cookie_is_for_this_site_alone() {
    let county = County::embedded();
    let https = Server::start_as(county.world.app.clone(), "https://wicken.example");
    for (mut browser, name, rest) in [
        (county.stranger(), "wicken", "Path=/; HttpOnly; SameSite=Lax"),
        (Browser::at(&https), "__Host-wicken", "Path=/; HttpOnly; SameSite=Lax; Secure"),
    ] {
        let page = when_signing_in(&county, &mut browser, "idva");
        let cookie = cookies(&page);
        assert_eq!(cookie.len(), 1);
        let (pair, attributes) = cookie[0].split_once("; ").unwrap();
        let (key, secret) = pair.split_once('=').unwrap();
        assert_eq!((key, attributes), (name, rest));
        assert!(64 <= secret.len() && secret.bytes().all(|b| b.is_ascii_hexdigit()), "{secret}");
        let home = browser.open("/").is(200);
        assert_eq!(cookies(&home), Vec::<&str>::new(), "pages set no cookie");
        let ask = browser.fill(&home, "/sign-out", &[]);
        let out = browser.send(ask).is(303);
        assert!(cookies(&out)[0].starts_with(&format!("{name}=; Path=/")));
        assert!(cookies(&out)[0].ends_with("Max-Age=0"));
        assert_eq!(out.header("clear-site-data"), Some("\"cache\", \"cookies\", \"storage\""));
    }
}

#[test]
fn over_https_a_cookie_of_the_plain_name_is_nobody() {
    let county = County::embedded();
    let https = Server::start_as(county.world.app.clone(), "https://wicken.example");
    let secret = county.world.cookie("idva");
    let mut browser = Browser::at(&https);
    browser.send(Ask::get("/account").header("cookie", format!("wicken={secret}"))).is(303);
    let right = Ask::get("/account").header("cookie", format!("__Host-wicken={secret}"));
    browser.send(right).is(200);
}

#[test]
fn a_planted_cookie_is_never_the_session_that_follows() {
    let county = County::embedded();
    let thief = county.world.cookie("referrer");
    let long = "f".repeat(64);
    let planted = ["", "0", "nobody", long.as_str(), thief.as_str()];
    for secret in planted {
        let mut victim = county.stranger().with_cookie(secret);
        when_signing_in(&county, &mut victim, "idva");
        assert_ne!(victim.secret(), secret);
        victim.open("/account").says("The idva");
        let mut planter = county.stranger().with_cookie(secret);
        let seen = planter.open("/account").words();
        assert!(!seen.contains("The idva"), "{secret:?} shows {seen}");
    }
}

#[test]
fn every_step_up_gives_the_session_a_new_secret_and_kills_the_old_one() {
    let county = County::embedded();
    let mut idva = county.signed_in("idva");
    for _ in 0..3 {
        let before = idva.secret().to_owned();
        let page = idva.open("/sign-in-again?next=/account");
        county.sign_in_again(&mut idva, "idva", &page).at("/account");
        assert_ne!(idva.secret(), before);
        let mut old = county.stranger().with_cookie(&before);
        old.open("/account").at("/sign-in?next=/account");
    }
}

#[test]
fn the_secret_of_a_session_is_nowhere_in_the_database() {
    let county = County::embedded();
    let secret = county.world.cookie("idva");
    let sql = "select device as text from session union all select name from api_token";
    let found = county.app().db().read(|tx| tx.list(sql, &[], |row| row.get::<String>("text")));
    assert!(found.unwrap().iter().all(|text| !text.contains(&secret)));
    let hashed = "select count(*) as count from session where length(token_hash) = 32";
    let all = "select count(*) as count from session";
    let count = |sql| county.app().db().read(|tx| tx.count(sql, &[])).unwrap();
    assert_eq!(count(hashed), count(all));
}
