//! Names and addresses of people are on pages, and nowhere else: not in URLs, titles, logs,
//! headers or counts.

use crate::kit::{Ask, Browser, County, Page, logged_so_far};
use app::{
    testing::operator,
    user::{Acceptance, NewUser, accept_invitation, current_code, invite_user, show_invitation},
};
use domain::{
    ids::UserId,
    user::{DisplayName, EmailAddress, Role},
};
use std::collections::BTreeSet;

const NAME: &str = "Zephyrine Quillfeather";
const EMAIL: &str = "zephyrine.quillfeather@canary.example";
const TYPED: &str = "typed.by.mistake@canary.example";
const PASSWORD: &str = "canary lantern meadow";
const CANARIES: [&str; 5] =
    ["zephyrine", "quillfeather", "canary.example", "canary lantern", "typed.by"];

#[track_caller]
fn holds_none(what: &str, text: &str) {
    let text = text.to_lowercase();
    for canary in CANARIES {
        assert!(!text.contains(canary), "{what} holds {canary}: {text}");
    }
}

fn given_somebody(county: &County) -> (UserId, String) {
    let new = NewUser {
        agency: county.agency_of("idva"),
        role: Role::Grantor,
        name: DisplayName::parse(NAME).unwrap(),
        email: EmailAddress::parse(EMAIL).unwrap(),
    };
    let app = county.app();
    let invited = app.change(&operator(), |ctx| invite_user(ctx, new)).unwrap();
    let invitation = show_invitation(app, &invited.secret).unwrap();
    let code = current_code(&invitation, app.clock().now()).unwrap();
    let (secret, password) = (invited.secret, PASSWORD.to_owned());
    accept_invitation(app, Acceptance { secret, password, code }).unwrap();
    (invited.user, invitation.code_secret)
}

fn when_signing_in(county: &County, browser: &mut Browser, code_secret: &str) {
    county.later(30);
    let code = app::user::code_of(code_secret, county.app().clock().now()).unwrap();
    let page = browser.open("/sign-in");
    let typed = [("email", TYPED), ("password", PASSWORD), ("code", code.as_str())];
    browser.submit(&page, "/sign-in", &typed).is(422);
    let typed = [("email", EMAIL), ("password", PASSWORD), ("code", code.as_str())];
    browser.submit(&page, "/sign-in", &typed).is(200).at("/");
}

fn check(page: &Page) {
    holds_none("an address", &page.path);
    holds_none("a title", &page.title());
    for (name, value) in &page.headers {
        holds_none(&format!("the header {name} of {}", page.path), value);
    }
    for form in page.forms() {
        holds_none("the action of a form", &form.action);
        let asks = form.action == "/who-looked" || form.action.starts_with("/performance");
        assert_eq!(form.method == "get", asks, "{}", page.path);
    }
    for link in page.links() {
        holds_none("a link", &link);
    }
}

/// Every page that can be reached by links, from the front page on.
fn crawl(browser: &mut Browser) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    let mut waiting = vec!["/".to_owned()];
    while let Some(path) = waiting.pop() {
        if !seen.insert(path.clone()) || 150 < seen.len() {
            continue;
        }
        let page = browser.send(Ask::get(path.as_str()));
        assert!(page.status < 500, "{path}: {}", page.status);
        check(&page);
        if let Some(target) = page.header("location") {
            waiting.push(target.to_owned());
        }
        let links = page.links().into_iter().filter(|link| link.starts_with('/'));
        waiting.extend(links.filter(|link| !link.starts_with("/assets/")));
    }
    seen
}

#[test]
fn personal_data_is_on_pages_and_nowhere_else() {
    County::on_both(|county| {
        let (id, code_secret) = given_somebody(&county);
        let mut somebody = county.stranger();
        when_signing_in(&county, &mut somebody, &code_secret);
        let seen = crawl(&mut somebody);
        assert!(40 < seen.len(), "{seen:?}");
        let mut grantor = county.signed_in("grantor");
        let shown = grantor.open(&format!("/users/{id}")).is(200).says(NAME).says(EMAIL);
        check(&shown);
        let address = format!("/agencies/{}/invite", county.agency_of("idva"));
        let page = grantor.open(&address);
        let typed = [("name", NAME), ("email", EMAIL), ("role", "idva")];
        check(&grantor.submit(&page, &address, &typed).is(422));
        let typed = [("name", NAME), ("email", TYPED), ("role", "idva")];
        check(&grantor.submit(&page, &address, &typed).is(200));
        let page = grantor.open("/account/tokens/new");
        let told = grantor.submit(&page, "/account/tokens/new", &[("name", NAME)]);
        let token = told.secret().unwrap();
        for path in ["/api/v1/account".to_owned(), format!("/api/v1/users/{id}")] {
            check(&grantor.send(Ask::get(path).bearer(&token)).is(200));
        }
        let broken = "alter table api_token rename to gone";
        county.app().db().write(move |tx| tx.execute(broken, &[]).map(drop)).unwrap();
        grantor.open("/account").is(500);
        holds_none("the log", &logged_so_far());
        assert!(!logged_so_far().contains(&token), "the log holds a token");
        assert!(logged_so_far().contains("we broke"), "the log is heard");
        let metrics = grantor.open("/metrics").html();
        holds_none("the counts", &metrics);
    });
}

#[test]
fn the_counts_know_patterns_and_no_ids() {
    let county = County::embedded();
    let mut grantor = county.signed_in("grantor");
    crawl(&mut grantor);
    grantor.send(Ask::get("/no/such/page/0191e0a0-0000-7000-8000-00000000abcd"));
    grantor.send(Ask::get("/invitation/a-secret-of-an-invitation"));
    let metrics = county.stranger().open("/metrics").is(200).html();
    assert!(metrics.contains("route=\"/agencies/{id}\""), "{metrics}");
    assert!(metrics.contains("route=\"none\",status=\"404\""), "{metrics}");
    let agency = county.agency_of("idva").to_string();
    for id in [agency.as_str(), "0191e0a0-0000", "a-secret-of"] {
        assert!(!metrics.contains(id), "{id} is in {metrics}");
    }
    for line in metrics.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let label = line.split("route=\"").nth(1).map(|rest| rest.split('"').next().unwrap());
        let label = label.unwrap_or_else(|| panic!("{line}"));
        let is_known = web::ROUTES.iter().any(|route| route.path == label);
        assert!(is_known || label == "none", "{line}");
    }
}

#[test]
fn an_invitation_page_keeps_its_secret_to_itself() {
    let county = County::embedded();
    let new = NewUser {
        agency: county.agency_of("idva"),
        role: Role::Idva,
        name: DisplayName::parse("Somebody").unwrap(),
        email: EmailAddress::parse("somebody@agency.example").unwrap(),
    };
    let invited = county.app().change(&operator(), |ctx| invite_user(ctx, new)).unwrap();
    let page = county.stranger().open(&format!("/invitation/{}", invited.secret)).is(200);
    assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
    assert_eq!(page.header("cache-control"), Some("no-store"));
    assert!(!page.title().contains("Somebody"));
    let secret = &invited.secret;
    assert!(page.links().iter().all(|link| !link.contains(secret)), "{:?}", page.links());
    assert!(!logged_so_far().contains(secret.as_str()));
    assert!(!logged_so_far().contains(&page.secret().unwrap()));
}
