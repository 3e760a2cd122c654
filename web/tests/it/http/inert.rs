//! Whatever is typed is shown as it was typed, and never becomes part of a page.

use super::corpus::corpus;
use crate::kit::{Ask, Browser, County, Page, encoded, tags};
use app::{
    agency::{NewAgency, add_agency},
    testing::operator,
    token::issue_token,
    user::{NewUser, invite_user},
};
use domain::{
    agency::{AgencyCode, AgencyKind, AgencyName},
    user::{DisplayName, EmailAddress, Role},
};

/// Tags that our pages are made of.
const TAGS: &str = " !doctype a body button circle code details div fieldset footer form g h1 h2 \
                    h3 head header hr html input label legend li link main meta nav ol option p \
                    path rect script section select span strong summary svg table tbody td \
                    textarea th thead time title tr ul caption dl dt dd dialog template ";

/// No tag and no attribute that we did not write, and no address that is none of ours.
#[track_caller]
fn is_inert(page: &Page) {
    let html = page.html();
    for tag in tags(&html) {
        let name = tag.name.trim_start_matches('/');
        assert!(TAGS.contains(&format!(" {name} ")), "<{name}> on {}: {html}", page.path);
        for (key, value) in &tag.attributes {
            let is_ours = key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b':');
            assert!(is_ours && !key.starts_with("on"), "{key} on {}: {html}", page.path);
            if ["href", "src", "action", "formaction"].contains(&key.as_str()) {
                let ours = ["/", "#", "otpauth://totp/"];
                let is_ours = ours.iter().any(|start| value.starts_with(start));
                assert!(is_ours && !value.starts_with("//"), "{key}={value:?} on {}", page.path);
            }
        }
        if name == "script" && tag.name == "script" {
            assert!(tag.get("src").is_some_and(|src| src.starts_with("/assets/app.js?v=")));
            assert_eq!(tag.text.trim(), "", "{html}");
        }
    }
}

fn shown(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An agency, a user and a token by each of these names that is a name.
fn given_strange_names(county: &County) -> Vec<String> {
    let visitor = county.world.sign_in("grantor");
    let app = county.app();
    let mut taken = Vec::new();
    for (number, text) in corpus().into_iter().enumerate() {
        let (Ok(name), Ok(person)) = (AgencyName::parse(&text), DisplayName::parse(&text)) else {
            continue;
        };
        let code = AgencyCode::parse(&format!("STRANGE-{number}")).unwrap();
        let email = EmailAddress::parse(&format!("strange{number}@evil.example")).unwrap();
        let new = NewAgency { code, name, kind: AgencyKind::Housing };
        app.change(&operator(), |ctx| add_agency(ctx, new)).unwrap();
        let agency = county.agency_of("idva");
        let new = NewUser { agency, role: Role::Idva, name: person, email };
        app.change(&operator(), |ctx| invite_user(ctx, new)).unwrap();
        let name = text.clone();
        app.change(&visitor, move |ctx| issue_token(ctx, &name, 3)).unwrap();
        taken.push(text);
    }
    assert!(80 < taken.len(), "{}", taken.len());
    taken
}

#[test]
fn a_strange_name_is_shown_as_it_was_typed() {
    let county = County::embedded();
    let names = given_strange_names(&county);
    let mut grantor = county.signed_in("grantor");
    let agencies = grantor.open("/agencies").is(200);
    let account = grantor.open("/account").is(200);
    for page in [&agencies, &account] {
        is_inert(page);
        let words = page.words();
        for name in &names {
            assert!(words.contains(&shown(name)), "{name:?} is not on {}: {words}", page.path);
        }
    }
    let mut seen = 0;
    let mut address = format!("/agencies/{}", county.agency_of("idva"));
    loop {
        let page = grantor.open(&address).is(200);
        is_inert(&page);
        for link in page.links().iter().filter(|link| link.starts_with("/users/")) {
            for suffix in ["", "/suspend", "/role", "/reset-sign-in"] {
                is_inert(&grantor.open(&format!("{link}{suffix}")).is(200));
            }
            seen += 1;
        }
        let next = page.links().into_iter().find(|link| link.contains("?after="));
        match next {
            Some(next) => address = next,
            None => break,
        }
    }
    assert!(names.len() < seen, "{seen}");
    for link in agencies.links().iter().filter(|link| link.starts_with("/agencies/0")) {
        for suffix in ["", "/change", "/suspend", "/invite"] {
            let page = grantor.open(&format!("{link}{suffix}"));
            // The own agency is not for the grantor to suspend.
            assert!(page.status == 200 || page.status == 403, "{} of {link}", page.status);
            is_inert(&page);
        }
    }
    let mut officer = county.signed_in("privacy officer");
    is_inert(&officer.open("/who-looked").is(200));
}

/// Types the same thing into every field that a person can type into.
fn when_typing(browser: &mut Browser, path: &str, text: &str) -> Page {
    let page = browser.open(path).is(200);
    let form = page.form(path);
    let typed: Vec<(&str, &str)> = form
        .fields
        .iter()
        .map(|(name, value)| {
            let is_ours = ["request", "version"].contains(&name.as_str());
            (name.as_str(), if is_ours { value.as_str() } else { text })
        })
        .chain([("role", text), ("kind", text)])
        .collect();
    let ask = browser.fill(&page, path, &typed);
    browser.send(ask)
}

#[test]
fn what_is_typed_into_any_form_stays_text() {
    let county = County::embedded();
    let mut grantor = county.signed_in("grantor");
    let mut stranger = county.stranger();
    let agency = county.agency_of("referrer");
    let paths = [
        "/agencies/new".to_owned(),
        format!("/agencies/{agency}/change"),
        format!("/agencies/{agency}/invite"),
        format!("/users/{}/role", county.id("referrer")),
        "/account/password".to_owned(),
        "/account/tokens/new".to_owned(),
        "/sign-in-again".to_owned(),
    ];
    for text in corpus() {
        let answer = when_typing(&mut stranger, "/sign-in", &text);
        is_inert(&answer);
        assert!([400, 422, 429].contains(&answer.status), "{text:?}: {}", answer.status);
        for path in &paths {
            let answer = when_typing(&mut grantor, path, &text);
            is_inert(&answer);
            assert!([200, 303, 400, 422].contains(&answer.status), "{path}: {}", answer.status);
        }
    }
}

#[test]
fn what_stands_in_an_address_stays_there() {
    let county = County::embedded();
    let mut grantor = county.signed_in("grantor");
    let mut officer = county.signed_in("privacy officer");
    let agency = county.agency_of("referrer");
    for text in corpus() {
        let text = encoded(&text);
        for path in [
            format!("/sign-in?next=/{text}"),
            format!("/sign-in-again?next=/{text}"),
            format!("/signed-out?why={text}"),
            format!("/account?done={text}"),
            format!("/agencies?done={text}"),
            format!("/agencies/{agency}?done={text}"),
            format!("/agencies/{agency}?after={text}"),
            format!("/users/{text}"),
            format!("/invitation/{text}"),
            format!("/{text}"),
            format!("/assets/{text}"),
        ] {
            is_inert(&grantor.send(Ask::get(path)));
        }
        is_inert(&officer.send(Ask::get(format!("/who-looked?kind={text}"))));
        is_inert(&officer.send(Ask::get(format!("/who-looked?before={text}"))));
    }
}
