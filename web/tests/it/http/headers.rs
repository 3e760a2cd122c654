//! Every answer carries the strict headers, also those that no handler made.

use crate::{
    kit::{Ask, Browser, County, Page, Server},
    stories::token_of,
};

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
                      connect-src 'self'; form-action 'self'; frame-ancestors 'none'; \
                      base-uri 'none'";

const STRICT: [(&str, &str); 7] = [
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
];

#[track_caller]
fn is_strict(page: &Page, keep: &str) {
    for (name, value) in STRICT {
        let all: Vec<&str> =
            page.headers.iter().filter(|(key, _)| key == name).map(|(_, v)| v.as_str()).collect();
        assert_eq!(all, [value], "{name} of {} {}", page.status, page.path);
    }
    assert_eq!(page.header("cache-control"), Some(keep), "{} {}", page.status, page.path);
    assert_eq!(page.header("server"), None, "{}", page.path);
    assert_eq!(page.header("x-powered-by"), None, "{}", page.path);
}

/// One request for each way in which an answer is made.
fn one_of_each(county: &County) -> Vec<(u16, Ask)> {
    let form = |path: &str, body: Vec<u8>| {
        Ask::new("POST", path)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body)
    };
    let agency = format!("/agencies/{}", county.agency_of("idva"));
    vec![
        (200, Ask::get("/")),
        (200, Ask::get("/sign-in")),
        (200, Ask::get("/account")),
        (200, Ask::get(agency)),
        (200, Ask::get("/health")),
        (200, Ask::get("/ready")),
        (200, Ask::get("/metrics")),
        (200, Ask::get("/api/openapi.json")),
        (200, Ask::new("HEAD", "/")),
        (200, Ask::new("HEAD", "/account")),
        (404, Ask::new("HEAD", "/no/such/page")),
        (303, Ask::get("/account").header("cookie", "wicken=nobody")),
        (303, Ask::get("/account").without("cookie")),
        (400, Ask::get("/agencies/%ff")),
        (200, Ask::get("/account?%ff=%ff&a=%zz&done=%80")),
        (401, Ask::get("/api/v1/account")),
        (403, Ask::get("/about")),
        (403, form("/sign-in", b"email=a".to_vec())),
        (403, form("/sign-in", b"email=a".to_vec()).header("sec-fetch-site", "cross-site")),
        (404, Ask::get("/no/such/page")),
        (404, Ask::get("/api/no/such/thing")),
        (404, Ask::get("/assets/no-such.css")),
        (404, Ask::get("/assets/../../etc/passwd")),
        (404, Ask::get("/users/not-an-id")),
        (405, Ask::new("PUT", "/sign-in").body("x")),
        (405, Ask::new("DELETE", "/account")),
        (405, Ask::new("OPTIONS", "/account")),
        (405, Ask::new("POST", "/assets/app.css").body("x")),
        (413, form("/sign-in", vec![b'a'; 300_000])),
        (415, Ask::new("POST", "/sign-in").header("content-type", "text/plain").body("email=a")),
        (403, form("/sign-in", b"%ff=%ff".to_vec()).body("request=1&request")),
        (422, Ask::get("/invitation/nonsense")),
    ]
}

#[test]
fn every_answer_has_the_strict_headers() {
    let county = County::embedded();
    let mut grantor = county.signed_in("grantor");
    let mut wrong = String::new();
    for (status, ask) in one_of_each(&county) {
        let about = format!("{} {}", ask.method, ask.path);
        let is_head = ask.method == "HEAD";
        let page = grantor.send(ask);
        is_strict(&page, "no-store");
        if page.status != status {
            wrong.push_str(&format!("{about}: {} instead of {status}\n", page.status));
        }
        assert!(!is_head || page.body.is_empty(), "{about} has a body");
        assert_eq!(page.header("strict-transport-security"), None, "over http: {about}");
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn when_we_break_that_is_told_in_our_words_and_with_the_same_headers() {
    let county = County::embedded();
    let mut grantor = county.signed_in("grantor");
    let token = token_of(&county, "grantor");
    let break_it = |sql: &'static str| {
        county.app().db().write(move |tx| tx.execute(sql, &[]).map(drop)).unwrap();
    };
    break_it("alter table recovery_code rename to broken");
    let page = grantor.open("/account/recovery-codes").is(200);
    let broken = grantor.submit(&page, "/account/recovery-codes", &[]).is(500);
    is_strict(&broken, "no-store");
    let broken = broken.says("Something went wrong on our side");
    assert!(!broken.words().contains("recovery_code"), "{}", broken.words());
    break_it("alter table agency_state rename to broken_state");
    let broken = county.stranger().send(Ask::get("/api/v1/agencies").bearer(&token)).is(500);
    is_strict(&broken, "no-store");
    assert_eq!(broken.json()["code"], "broken");
    assert!(!broken.html().contains("agency_state"), "{}", broken.html());
    grantor.open("/health").is(200);
}

#[test]
fn only_files_with_their_versions_address_may_be_kept() {
    let county = County::embedded();
    let mut stranger = county.stranger();
    let front = stranger.open("/");
    let html = front.html();
    let quoted: Vec<&str> = html.split('"').filter(|part| part.starts_with("/assets/")).collect();
    assert!(3 <= quoted.len(), "{quoted:?}");
    for address in quoted {
        let page = stranger.open(address).is(200);
        is_strict(&page, "public, max-age=31536000, immutable");
        assert_eq!(page.header("vary"), Some("accept-encoding"));
        let (bare, _) = address.split_once('?').unwrap();
        is_strict(&stranger.open(bare).is(200), "no-cache");
        is_strict(&stranger.open(&format!("{bare}?v=00000000")).is(200), "no-cache");
        let small = stranger.send(Ask::get(address).header("accept-encoding", "br"));
        assert!(small.body.len() <= page.body.len(), "{address}");
    }
}

#[test]
fn under_https_browsers_are_told_to_stay_there() {
    let county = County::embedded();
    let server = Server::start_as(county.world.app.clone(), "https://wicken.example");
    let mut browser = Browser::at(&server);
    for path in ["/", "/no/such/page", "/assets/app.css", "/api/v1/account", "/ready"] {
        let page = browser.send(Ask::get(path));
        let kept = page.header("strict-transport-security");
        assert_eq!(kept, Some("max-age=63072000; includeSubDomains"), "{path}");
    }
}
