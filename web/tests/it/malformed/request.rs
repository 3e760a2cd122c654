//! Requests that are wrong in one way, or in several.

use crate::kit::{Dice, encoded};

/// What an attacker who has an account knows.
#[derive(Clone)]
pub(super) struct Known {
    pub host: String,
    /// Many, since a token is good for one form.
    pub form_tokens: Vec<String>,
    pub cookie: String,
    pub bearer: String,
    pub agency: String,
    pub user: String,
}

const METHODS: &[&str] = &[
    "GET",
    "POST",
    "HEAD",
    "PUT",
    "DELETE",
    "OPTIONS",
    "TRACE",
    "CONNECT",
    "PATCH",
    "get",
    "G3T",
    "",
    " ",
    "GE\u{0}T",
    "GET\tX",
    "PROPFIND",
    "PRI",
    "A_VERY_LONG_METHOD_THAT_NOBODY_KNOWS",
    "\"",
];
const VERSIONS: &[&str] = &[
    "HTTP/1.1",
    "HTTP/1.0",
    "HTTP/0.9",
    "HTTP/2.0",
    "HTTP/3",
    "HTTP/1.9",
    "HTTP/11",
    "http/1.1",
    "HTTP/1.1 ",
    "",
    "HTTP",
    "ICY/1.1",
    "HTTP/1.\u{0}",
    "HTTP/-1.1",
    "HTTP/1.1 HTTP/1.1",
];
const PATHS: &[&str] = &[
    "/",
    "/sign-in",
    "/sign-in-again",
    "/account",
    "/account/password",
    "/account/recovery-codes",
    "/account/tokens/new",
    "/account/tokens/USER/revoke",
    "/account/sessions/USER/end",
    "/agencies",
    "/agencies/new",
    "/agencies/AGENCY",
    "/agencies/AGENCY/change",
    "/agencies/AGENCY/suspend",
    "/agencies/AGENCY/invite",
    "/users/USER",
    "/users/USER/role",
    "/users/USER/suspend",
    "/users/USER/restore",
    "/users/USER/end-sessions",
    "/users/USER/reset-sign-in",
    "/performance",
    "/performance/ni32",
    "/performance/ni32/table.csv",
    "/performance/ni32/behind",
    "/people",
    "/people/USER/whereabouts",
    "/imports",
    "/imports/new",
    "/imports/USER",
    "/who-looked",
    "/about",
    "/invitation/nothing",
    "/metrics",
    "/ready",
    "/assets/app.css",
    "/api/openapi.json",
    "/api/v1/account",
    "/api/v1/agencies",
    "/api/v1/agencies/AGENCY",
    "/api/v1/agencies/AGENCY/change",
    "/api/v1/agencies/AGENCY/users",
    "/api/v1/users/USER",
    "/api/v1/users/USER/suspend",
    "/api/v1/users/USER/end-sessions",
    "/api/v1/reports/ni32",
    "/api/v1/targets",
    "/api/v1/people/search",
    "/api/v1/imports",
    "/api/v1/imports/USER",
    "/demo/be/USER",
    "/session/stay",
];
const TAILS: &[&str] = &[
    "",
    "?",
    "?after=",
    "?after=%00",
    "?after=0191e0a000007000800000000000abcd",
    "?before=x",
    "?before=%ff%fe",
    "?next=%2f%2fevil",
    "?kind=%00",
    "?done=%",
    "?done=%f",
    "?done=%zz",
    "?a&b=&&&==",
    "?%",
    "/%",
    "/%0",
    "/%00",
    "/%ff",
    "/%c0%ae%c0%ae/",
    "/..",
    "/%2e%2e/%2e%2e/etc",
    "//",
    "/./",
    ";x=y",
    "#x",
    "/\u{e9}",
    "/\u{0}",
    "/\u{7f}",
    "?x=\u{0}",
    " x",
    "\t",
    "?x=%u0041",
];
const VALUES: &[&str] = &[
    "",
    "0",
    "-1",
    "1",
    "9223372036854775807",
    "-9223372036854775808",
    "9223372036854775808",
    "18446744073709551616",
    "1e400",
    "NaN",
    "0x10",
    "\u{0}",
    "a\u{0}b",
    "\u{feff}",
    "\u{202e}x",
    "\u{10ffff}",
    "\r\n",
    "'\"<>&",
    "null",
    "true",
    "[]",
    "{}",
    "%",
    "%00",
    "%s%n",
    "${x}",
    "administrator",
    "grantor",
    "idva",
    "police",
    "FORGED",
    "x@y.example",
    "a@b@c",
    "@",
    "000000",
    "１２３４５６",
    "00000000-0000-0000-0000-000000000000",
];
const FIELDS: &[&str] = &[
    "name",
    "code",
    "kind",
    "role",
    "email",
    "password",
    "version",
    "days",
    "old",
    "new",
    "next",
    "request",
    "",
    "\u{0}",
    "name[]",
    "__proto__",
];
const KINDS: &[&str] = &[
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=utf-16",
    "application/json",
    "application/json; charset=x",
    "text/plain",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "application/xml",
    "",
    ";",
    "/",
    "\u{ff}",
    "image/svg+xml",
    "APPLICATION/JSON",
    "application/json, application/x-www-form-urlencoded",
];

/// What a form of each page asks for, and something that would do.
const FORMS: &[(&str, &[(&str, &str)])] = &[
    ("/sign-in", &[("email", "idva@county.example"), ("password", "x"), ("code", "000000")]),
    ("/sign-in-again", &[("password", "x"), ("code", "000000"), ("next", "/")]),
    ("/account/password", &[("old", "x"), ("new", "lantern meadow kettle")]),
    ("/account/recovery-codes", &[]),
    ("/account/tokens/new", &[("name", "A system"), ("days", "30")]),
    ("/agencies/new", &[("name", "An agency"), ("code", "NEW"), ("kind", "housing")]),
    ("/agencies/AGENCY/change", &[("version", "1"), ("name", "Name"), ("kind", "police")]),
    ("/agencies/AGENCY/suspend", &[("version", "1")]),
    ("/agencies/AGENCY/invite", &[("name", "N"), ("email", "n@x.example"), ("role", "idva")]),
    ("/users/USER/role", &[("version", "2"), ("role", "deputy")]),
    ("/users/USER/suspend", &[]),
    ("/users/USER/restore", &[]),
    ("/users/USER/end-sessions", &[]),
    ("/users/USER/reset-sign-in", &[]),
    ("/invitation/nothing", &[("password", "x"), ("code", "000000")]),
];

/// The bytes of one request, seldom well-formed, and whether it is whole: then it is answered.
pub(super) fn malformed(dice: &mut Dice, known: &Known) -> (Vec<u8>, bool) {
    match dice.below(12) {
        0 => (dice.bytes(400), false),
        1..5 => (nearly_right(dice, known), true),
        _ => (wrong(dice, known), false),
    }
}

fn wrong(dice: &mut Dice, known: &Known) -> Vec<u8> {
    let is_form = dice.below(2) == 0;
    let method =
        if dice.below(3) == 0 { dice.one_of(METHODS) } else { dice.one_of(&["GET", "POST"]) };
    let version = if dice.below(8) == 0 { dice.one_of(VERSIONS) } else { "HTTP/1.1" };
    let body = if is_form { form(dice, known) } else { json(dice) };
    let mut head = format!("{method} {} {version}\r\n", target(dice, known)).into_bytes();
    headers(dice, known, (is_form, body.len()), &mut head);
    head.extend_from_slice(b"\r\n");
    head.extend_from_slice(&body);
    damaged(dice, head)
}

/// A form that comes as far as the page it is for, with one or two answers that nobody gives.
fn nearly_right(dice: &mut Dice, known: &Known) -> Vec<u8> {
    let (path, fields) = dice.one_of(FORMS);
    let path = path.replace("AGENCY", &known.agency).replace("USER", &known.user);
    let mut pairs = vec![format!("request={}", dice.one_of(&known.form_tokens))];
    for (name, value) in fields {
        let value = if dice.below(2) == 0 { value } else { dice.one_of(VALUES) };
        pairs.push(format!("{name}={}", encoded(value)));
    }
    let body = pairs.join("&");
    let (host, cookie, length) = (&known.host, &known.cookie, body.len());
    format!(
        "POST {path} HTTP/1.1\r\nhost: {host}\r\ncookie: wicken={cookie}\r\n\
         content-type: {}\r\ncontent-length: {length}\r\n\r\n{body}",
        KINDS[0]
    )
    .into_bytes()
}

fn target(dice: &mut Dice, known: &Known) -> String {
    let path = dice.one_of(PATHS).replace("AGENCY", &known.agency).replace("USER", &known.user);
    match dice.below(12) {
        0 => format!("http://{}{path}", known.host),
        1 => format!("{path}?x={}", "a".repeat(dice.below(20_000))),
        2 => format!("{path}/{}", "../".repeat(dice.below(300))),
        3 => ["*", "", "//", "http://", "evil.example:443", "\\", "?"][dice.below(7)].to_owned(),
        4..8 => format!("{path}{}", dice.one_of(TAILS)),
        _ => path,
    }
}

fn form(dice: &mut Dice, known: &Known) -> Vec<u8> {
    if dice.below(10) == 0 {
        return dice.bytes(2_000);
    }
    let mut pairs = Vec::new();
    // With a right token, so that what follows it is read at all.
    if dice.below(4) != 0 {
        pairs.push(format!("request={}", dice.one_of(&known.form_tokens)));
    }
    for _ in 0..dice.below(9) {
        let value = match dice.below(6) {
            0 => "%ff%fe".to_owned(),
            1 => "%zz%".to_owned(),
            2 => "x".repeat(dice.below(3_000)),
            _ => encoded(dice.one_of(VALUES)),
        };
        pairs.push(format!("{}={value}", encoded(dice.one_of(FIELDS))));
    }
    pairs.join(["&", ";", "&&", "&=&"][dice.below(8).saturating_sub(4)]).into_bytes()
}

fn json(dice: &mut Dice) -> Vec<u8> {
    let depth = dice.below(5_000);
    match dice.below(9) {
        0 => "[".repeat(depth).into_bytes(),
        1 => format!("{}{}", "{\"a\":".repeat(depth), "}".repeat(depth)).into_bytes(),
        2 => format!("{{\"version\":{}}}", "9".repeat(depth)).into_bytes(),
        3 => dice.bytes(500),
        4 => b"{\"name\":\"\\ud800\",\"kind\":\"housing\",\"version\":1}".to_vec(),
        5 => b"\xef\xbb\xbf{}".to_vec(),
        6 => b"{}".to_vec(),
        _ => {
            let (name, value) = (dice.one_of(FIELDS), dice.one_of(VALUES));
            let number = dice.one_of(&["1", "-1", "9223372036854775807", "1e999", "1.5", "null"]);
            let name = serde_json::Value::from(name);
            let value = serde_json::Value::from(value);
            format!("{{\"version\":{number},\"kind\":\"housing\",{name}:{value}}}").into_bytes()
        }
    }
}

fn headers(dice: &mut Dice, known: &Known, (is_form, length): (bool, usize), head: &mut Vec<u8>) {
    let mut add = |line: String| {
        head.extend_from_slice(line.as_bytes());
        head.extend_from_slice(b"\r\n");
    };
    if dice.below(20) != 0 {
        add(format!("host: {}", known.host));
    }
    let kind = match dice.below(4) {
        0 => dice.one_of(KINDS),
        _ if is_form => KINDS[0],
        _ => "application/json",
    };
    add(format!("content-type: {kind}"));
    match dice.below(10) {
        0 => add(format!("content-length: {}", length + dice.below(50))),
        1 => add(format!("content-length: {}", length / 2)),
        2 => add("transfer-encoding: chunked".to_owned()),
        3 => {
            add(format!("content-length: {length}"));
            add("transfer-encoding: chunked".to_owned());
        }
        4 => add(format!("content-length: {}", dice.one_of(VALUES).replace(['\r', '\n'], ""))),
        _ => add(format!("content-length: {length}")),
    }
    match dice.below(4) {
        0 => {
            add(format!("authorization: Bearer {}", dice.one_of(VALUES).replace(['\r', '\n'], "")))
        }
        1 => {}
        _ => add(format!("authorization: Bearer {}", known.bearer)),
    }
    if dice.below(4) != 0 {
        add(format!("cookie: wicken={}", known.cookie));
    }
    add("idempotency-key: ".to_owned() + &uuid::Uuid::from_u128(dice.throw().into()).to_string());
    match dice.below(14) {
        0 => add(format!("x-long: {}", "y".repeat(dice.below(100_000)))),
        1 => (0..dice.below(200)).for_each(|number| add(format!("x-{number}: y"))),
        2 => add("x-nul: a\u{0}b".to_owned()),
        3 => add(" folded: line".to_owned()),
        4 => add("no colon at all".to_owned()),
        5 => add(": no name".to_owned()),
        6 => add("expect: 100-continue".to_owned()),
        7 => add("upgrade: h2c\r\nconnection: upgrade, http2-settings".to_owned()),
        8 => add("accept-encoding: br;q=nonsense, *;q=2, gzip;q=".to_owned()),
        9 => add("cookie: wicken; =; ;;; wicken==; \u{e9}=\u{e9}".to_owned()),
        10 => add("range: bytes=0-,-1,5-2".to_owned()),
        11 => add("x-forwarded-for: \u{e9}, ::, 999.1.1.1, <script>".to_owned()),
        12 => add("origin: http://evil.example\r\nsec-fetch-site: cross-site".to_owned()),
        _ => {}
    }
}

/// Sometimes cut short, sometimes with a byte that is not what it was.
fn damaged(dice: &mut Dice, mut bytes: Vec<u8>) -> Vec<u8> {
    match dice.below(8) {
        0 => bytes.truncate(dice.below(bytes.len().max(1))),
        1 => {
            for _ in 0..=dice.below(4) {
                let at = dice.below(bytes.len().max(1));
                bytes[at] = dice.throw().to_le_bytes()[0];
            }
        }
        2 => bytes = String::from_utf8_lossy(&bytes).replace("\r\n", "\n").into_bytes(),
        3 => bytes.extend(dice.bytes(100)),
        _ => {}
    }
    bytes
}
