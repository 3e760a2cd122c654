//! The way back after signing in never leads to another site.

use crate::kit::{Ask, County, encoded};
use app::testing::PASSWORD;

const ELSEWHERE: &[&str] = &[
    "https://evil.example",
    "http://evil.example/",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "/\\/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/ /evil.example",
    "//evil.example/%2f..",
    "//evil.example\\@wicken.example",
    "//wicken.example@evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "HTTPS://EVIL.EXAMPLE",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "evil.example",
    ".evil.example",
    "@evil.example",
    ":80",
    "?next=//evil.example",
    "#//evil.example",
    "/\u{0}/evil.example",
    "/\u{2028}/evil.example",
    "\u{ff0f}\u{ff0f}evil.example",
    "/a\r\nSet-Cookie: wicken=planted",
    "/a\nLocation: https://evil.example",
    "/a%0d%0aSet-Cookie:%20wicken=planted\r\n",
    "",
];

/// What a browser would make of it, standing at our site.
fn is_own(target: &str) -> bool {
    let bytes = target.as_bytes();
    let is_path = bytes.first() == Some(&b'/') && !matches!(bytes.get(1), Some(b'/' | b'\\'));
    is_path && target.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
}

#[test]
fn signing_in_leads_nowhere_else() {
    let county = County::embedded();
    for next in ELSEWHERE {
        let mut browser = county.stranger();
        let page = browser.open(&format!("/sign-in?next={}", encoded(next)).replace('+', "%20"));
        let kept = page.field("/sign-in", "next");
        assert!(is_own(&kept), "{next:?} is kept as {kept:?}");
        county.later(30);
        let (email, code) = (county.world.person("idva").email.clone(), county.world.code("idva"));
        let typed =
            [("email", email.as_str()), ("password", PASSWORD), ("code", &code), ("next", next)];
        let ask = browser.fill(&page, "/sign-in", &typed);
        let answer = browser.send(ask);
        // What holds the character NUL is no form at all.
        if next.contains('\0') && answer.status == 400 {
            continue;
        }
        let answer = answer.is(303);
        let target = answer.header("location").unwrap();
        assert!(is_own(target), "{next:?} leads to {target:?}");
        let cookies = answer.headers.iter().filter(|(name, _)| name == "set-cookie").count();
        assert_eq!(cookies, 1, "{next:?}");
    }
}

#[test]
fn signing_in_again_leads_nowhere_else() {
    let county = County::embedded();
    let mut idva = county.signed_in("idva");
    for next in ELSEWHERE.iter().filter(|next| !next.contains('\0')) {
        let path = format!("/sign-in-again?next={}", encoded(next)).replace('+', "%20");
        let page = idva.open(&path).is(200);
        assert!(is_own(&page.field("/sign-in-again", "next")), "{next:?}");
        county.later(30);
        let code = county.world.code("idva");
        let typed = [("password", PASSWORD), ("code", code.as_str()), ("next", next)];
        let ask = idva.fill(&page, "/sign-in-again", &typed);
        let answer = idva.send(ask).is(303);
        let target = answer.header("location").unwrap().to_owned();
        assert!(is_own(&target), "{next:?} leads to {target:?}");
    }
}

#[test]
fn a_strange_address_is_no_way_out_of_the_house() {
    let county = County::embedded();
    for path in ["//evil.example", "//evil.example/account", "/%2f%2fevil.example", "/..//evil"] {
        let answer = county.stranger().send(Ask::get(path));
        let target = answer.header("location").unwrap_or("/");
        assert!(is_own(target), "{path} leads to {target}");
        assert_eq!(answer.status, 404, "{path}");
    }
}
