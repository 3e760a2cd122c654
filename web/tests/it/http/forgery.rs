//! A form that another site made somebody send has no effect; reading has none either.

use crate::kit::{Ask, Browser, County, encoded, rows_of};
use web::{Access, ROUTES};

const STAY: &str = "/session/stay";

type Fields = Vec<(&'static str, String)>;

/// Where every form of the site goes, and what the person who may send it would send.
fn forms(county: &County) -> Vec<(String, Fields)> {
    let agency = county.agency_of("referrer").to_string();
    let user = county.id("referrer").to_string();
    let fields = [
        ("version", "1"),
        ("name", "Forged"),
        ("code", "FORGED"),
        ("kind", "housing"),
        ("role", "deputy"),
        ("email", "forged@evil.example"),
        ("days", "30"),
        ("old", app::testing::PASSWORD),
        ("new", "forged lantern kettle"),
        ("password", app::testing::PASSWORD),
    ];
    let posts = ROUTES.iter().filter(|route| route.method == "post");
    let posts = posts.filter(|route| route.access != Access::Demo && route.path != STAY);
    posts
        .map(|route| {
            let id = if route.path.contains("/agencies/") { &agency } else { &user };
            let path = route.path.replace("{id}", id).replace("{secret}", "nothing");
            let fields = fields.iter().map(|(name, value)| (*name, (*value).to_owned()));
            (path, fields.collect())
        })
        .collect()
}

fn filled(path: &str, fields: &[(&'static str, String)], token: Option<&str>) -> Ask {
    let mut all: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
    if let Some(token) = token {
        all.push(("request", token));
    }
    Ask::form(path, &all)
}

/// The ways in which a form can come from elsewhere.
fn forgeries(
    path: &str,
    fields: &[(&'static str, String)],
    (own, foreign): (&str, &str),
) -> Vec<(&'static str, Ask)> {
    let plain = || filled(path, fields, Some(own));
    let text: Vec<String> =
        fields.iter().map(|(name, value)| format!("{name}={value}\r\n")).collect();
    let parts: String = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .chain([("request", own)])
        .map(|(name, value)| {
            format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        })
        .collect();
    let as_query = format!("{path}?request={}", encoded(own));
    vec![
        ("no token", filled(path, fields, None)),
        ("an empty token", filled(path, fields, Some(""))),
        ("a made-up token", filled(path, fields, Some("0191e0a000007000800000000000abcd.00"))),
        ("the token of another session", filled(path, fields, Some(foreign))),
        ("a token in the address", filled(&as_query, fields, None)),
        (
            "another origin",
            plain().without("sec-fetch-site").header("origin", "https://evil.example"),
        ),
        ("no origin", plain().without("sec-fetch-site").header("origin", "null")),
        ("cross-site", plain().header("sec-fetch-site", "cross-site")),
        ("same-site", plain().header("sec-fetch-site", "same-site")),
        (
            "cross-site without origin",
            plain().header("sec-fetch-site", "cross-site").without("origin"),
        ),
        (
            "plain text",
            Ask::new("POST", path)
                .header("content-type", "text/plain")
                .body(format!("{}request={own}", text.concat())),
        ),
        (
            "multipart",
            Ask::new("POST", path)
                .header("content-type", "multipart/form-data; boundary=b")
                .body(format!("{parts}--b--\r\n")),
        ),
        ("no content type", plain().without("content-type")),
    ]
}

fn given_two_sessions(county: &County) -> (Browser, String, String) {
    let mut other = county.signed_in("second grantor");
    let foreign = other.token();
    let mut grantor = county.signed_in("grantor");
    let own = grantor.token();
    // What a step-up would change is then seen to change.
    county.later(60);
    (grantor, own, foreign)
}

#[test]
fn a_forged_form_has_no_effect() {
    County::on_both(|county| {
        let (mut grantor, own, foreign) = given_two_sessions(&county);
        let before = rows_of(county.app());
        let (mut tried, mut wrong) = (0, String::new());
        for (path, fields) in forms(&county) {
            for (how, ask) in forgeries(&path, &fields, (&own, &foreign)) {
                let answer = grantor.send(ask);
                tried += 1;
                if !matches!(answer.status, 400 | 401 | 403 | 415) {
                    wrong.push_str(&format!("{path}, {how}: {}\n", answer.status));
                }
                assert_eq!(answer.header("set-cookie"), None, "{path}, {how}");
                assert_eq!(rows_of(county.app()), before, "{path}, {how}");
            }
        }
        assert!(wrong.is_empty(), "{wrong}");
        assert!(250 < tried, "{tried}");
    });
}

/// It carries no token, since all it does is to count as having done something.
#[test]
fn staying_signed_in_is_not_for_other_sites_either() {
    let county = County::embedded();
    let (mut grantor, own, foreign) = given_two_sessions(&county);
    let before = rows_of(county.app());
    for (how, ask) in forgeries(STAY, &[], (&own, &foreign)) {
        if how.contains("origin") || how.contains("site") {
            grantor.send(ask).is(403);
        }
    }
    assert_eq!(rows_of(county.app()), before);
    grantor.send(Ask::new("POST", STAY)).is(204);
}

#[test]
fn the_right_form_has_its_effect() {
    let county = County::embedded();
    let (mut grantor, own, _) = given_two_sessions(&county);
    let before = rows_of(county.app());
    let fields = [("name", "Real".to_owned()), ("code", "REAL".into()), ("kind", "housing".into())];
    grantor.send(filled("/agencies/new", &fields, Some(&own))).is(303);
    assert_eq!(rows_of(county.app())["agency"], before["agency"] + 1);
}

#[test]
fn reading_changes_nothing_but_the_ledger() {
    County::on_both(|county| {
        let mut grantor = county.signed_in("grantor");
        let mut officer = county.signed_in("privacy officer");
        let agency = county.agency_of("referrer").to_string();
        let user = county.id("referrer").to_string();
        let before = rows_of(county.app());
        for route in ROUTES.iter().filter(|route| route.method == "get") {
            let id = if route.path.contains("/agencies/") { &agency } else { &user };
            let path = route.path.replace("{id}", id).replace("{secret}", "nothing");
            let path = path.replace("{name}", "app.css");
            for browser in [&mut grantor, &mut officer] {
                for method in ["GET", "HEAD"] {
                    let answer = browser.send(Ask::new(method, path.as_str()));
                    assert_eq!(answer.header("set-cookie"), None, "{path}");
                }
                let query = format!("{path}?name=Forged&role=deputy&version=1&request=1&done=role");
                browser.send(Ask::get(query));
            }
        }
        let mut after = rows_of(county.app());
        assert!(before["ledger_entry"] < after["ledger_entry"]);
        after.insert("ledger_entry", before["ledger_entry"]);
        assert_eq!(after, before);
    });
}
