//! The API keeps to its description.

use crate::{
    kit::{Ask, Browser, County, Page, Server, rows_of},
    stories::token_of,
};
use app::{
    App, Config,
    db::Tx,
    import::{ImportRequest, reading::FileKind, run_import},
    person::review::{LinkAnswer, Verdict, decide_link, read_decision},
    testing::operator,
};
use domain::{
    agency::AgencyCode,
    ids::{LinkId, PersonId},
};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    io::Cursor,
};
use uuid::Uuid;
use web::{Access, ROUTES};

fn key(number: usize) -> String {
    format!("0191e0a0-0000-7000-8000-{number:012}")
}

fn described(county: &County) -> Value {
    let page = county.stranger().open("/api/openapi.json").is(200);
    assert_eq!(page.header("content-type"), Some("application/json"));
    page.json()
}

#[test]
fn the_description_lists_exactly_the_routes() {
    let county = County::embedded();
    let mut listed = BTreeSet::new();
    for (path, operations) in described(&county)["paths"].as_object().unwrap() {
        for method in operations.as_object().unwrap().keys() {
            listed.insert(format!("{method} {path}"));
        }
    }
    let routes: BTreeSet<String> = ROUTES
        .iter()
        .filter(|route| route.path.starts_with("/api/v1/"))
        .map(|route| format!("{} {}", route.method, route.path))
        .collect();
    assert_eq!(listed, routes);
    for route in ROUTES.iter().filter(|route| route.path.starts_with("/api/v1/")) {
        assert_eq!(route.access, Access::Token, "{}", route.path);
    }
}

/// Everything that can be sent to one operation, and what comes of it.
struct Tries {
    system: Browser,
    path: String,
    body: Option<Value>,
    token: String,
    number: usize,
    /// The number of the first key: keys are not reused between operations.
    first: usize,
    found: BTreeMap<u16, Page>,
}

impl Tries {
    fn ask(&mut self) -> Ask {
        self.number += 1;
        let ask = match &self.body {
            Some(body) => Ask::json(self.path.clone(), &key(self.number), body),
            None => Ask::get(self.path.clone()),
        };
        ask.bearer(&self.token)
    }

    fn send(&mut self, ask: Ask) -> u16 {
        let page = self.system.send(ask);
        let status = page.status;
        if 400 <= status {
            let wrong = page.json();
            assert!(wrong["code"].is_string() && wrong["message"].is_string(), "{wrong}");
        }
        self.found.insert(status, page);
        status
    }

    /// As it should be, and in every way in which it should not be.
    fn try_everything(&mut self, low: &str) {
        let right = self.ask();
        self.send(right);
        let right = self.ask();
        self.send(right.clone().without("authorization"));
        self.send(right.clone().bearer("wicken_nobody"));
        self.send(right.clone().bearer(low));
        if self.body.is_none() {
            return self.try_pages(right);
        }
        // A look is no change: a key means nothing to it.
        let without_key = if self.path.ends_with("/search") { 403 } else { 400 };
        let keyless = right.clone().without("idempotency-key");
        assert_eq!(self.send(keyless), without_key);
        let no_key = right.clone().header("idempotency-key", "one");
        assert_eq!(self.send(no_key), without_key);
        assert_eq!(self.send(right.clone().body("{")), 400);
        assert_eq!(self.send(right.clone().body("")), 400);
        assert_eq!(self.send(right.clone().header("content-type", "text/plain")), 415);
        assert_eq!(self.send(right.clone().without("content-type")), 415);
        assert_eq!(self.send(right.clone().body(vec![b' '; 300_000])), 413);
        let mut more = self.body.clone().unwrap();
        more["role"] = json!("administrator");
        assert_eq!(self.send(right.clone().body(more.to_string())), 422);
        for wrong in ["null", "[]", "[1, \"x\", \"housing\"]", "1", "\"x\""] {
            let status = self.send(right.clone().body(wrong));
            assert_eq!(status, 422, "{wrong}");
        }
        let reused = key(self.first);
        self.send(right.header("idempotency-key", reused).body(self.other_body().to_string()));
    }

    fn try_pages(&mut self, right: Ask) {
        let path = format!("{}?after=nonsense", right.path);
        self.send(Ask::get(path).bearer(&self.token));
        let path = format!("{}?after=%ff&after=1", right.path);
        self.send(Ask::get(path).bearer(&self.token));
    }

    /// The body of the first request, but for something.
    fn other_body(&self) -> Value {
        let mut body = self.body.clone().unwrap();
        body["name"] = json!("Another name");
        body
    }
}

fn operations(county: &County) -> Vec<(&'static str, String, Option<Value>)> {
    let (person, import) = (person(county), county.import(FILE));
    // Last: what is imported after it could change what waits.
    let [open, decided] = pairs(county);
    let decision = decide(county, decided);
    let agency = county.agency_of("referrer");
    let user = county.id("referrer");
    let new = json!({ "code": "BY-API", "name": "By the API", "kind": "housing" });
    let changed = json!({ "version": 1, "name": "By the API", "kind": "housing" });
    let sought = json!({ "purpose": "case_work", "given_names": "A", "family_name": "B" });
    vec![
        ("/api/v1/account", "/api/v1/account".into(), None),
        ("/api/v1/agencies", "/api/v1/agencies".into(), None),
        ("/api/v1/agencies", "/api/v1/agencies".into(), Some(new)),
        ("/api/v1/agencies/{id}", format!("/api/v1/agencies/{agency}"), None),
        ("/api/v1/agencies/{id}/users", format!("/api/v1/agencies/{agency}/users"), None),
        (
            "/api/v1/agencies/{id}/change",
            format!("/api/v1/agencies/{agency}/change"),
            Some(changed),
        ),
        ("/api/v1/users/{id}", format!("/api/v1/users/{user}"), None),
        ("/api/v1/users/{id}/suspend", format!("/api/v1/users/{user}/suspend"), Some(json!({}))),
        (
            "/api/v1/users/{id}/end-sessions",
            format!("/api/v1/users/{user}/end-sessions"),
            Some(json!({})),
        ),
        ("/api/v1/reports/{indicator}", format!("/api/v1/reports/ni32?{YEAR}"), None),
        ("/api/v1/targets", "/api/v1/targets".into(), None),
        ("/api/v1/people/search", "/api/v1/people/search".into(), Some(sought)),
        ("/api/v1/people/{id}", format!("/api/v1/people/{person}"), None),
        ("/api/v1/imports", "/api/v1/imports".into(), None),
        ("/api/v1/imports/{id}", format!("/api/v1/imports/{import}"), None),
        ("/api/v1/review", "/api/v1/review".into(), None),
        ("/api/v1/review/{id}", format!("/api/v1/review/{open}"), None),
        (
            "/api/v1/review/{id}/decide",
            format!("/api/v1/review/{open}/decide"),
            Some(json!({ "verdict": "different", "why": "Two sisters." })),
        ),
        (
            "/api/v1/review/{id}/end",
            format!("/api/v1/review/{decided}/end"),
            Some(json!({ "decision": decision, "why": "It was somebody else." })),
        ),
    ]
}

/// Two pairs of records that wait for an eye.
fn pairs(county: &County) -> [LinkId; 2] {
    county.import(ALIKE);
    let sql = "select link_id from link where band = 'review' order by link_id";
    let list = |tx: &mut Tx<'_>| tx.list(sql, &[], |row| row.get("link_id"));
    let found: Vec<LinkId> = county.app().db().read(list).unwrap();
    [found[0], found[1]]
}

fn decide(county: &County, pair: LinkId) -> Uuid {
    let coordinator = county.world.sign_in("coordinator");
    let answer = LinkAnswer { verdict: Verdict::Unsure, why: "Cannot be told.".to_owned() };
    county.app().change(&coordinator, move |ctx| decide_link(ctx, pair, &answer)).unwrap();
    let found = county.app().read(&coordinator, |ctx| read_decision(ctx, pair));
    found.unwrap().0.id
}

/// Of two names each comes twice, and nothing else is known of them: linkage asks for an eye.
const ALIKE: &[u8] = b"\
incident_ref,reported_on,area,victim_given_names,victim_family_name,victim_phone
X-1,2008-05-01,Fenland,Ottilie,Quillfeather,
X-2,2008-06-01,Fenland,Zoe,Cole,
X-3,2008-06-02,Fenland,Mia,Dunn,
X-4,2008-06-03,Fenland,Eve,Silva,
X-5,2008-06-04,Fenland,Lena,Raghunathan,
X-6,2008-06-05,Fenland,Orla,Featherstone,
X-7,2008-09-01,Fenland,Ottilie,Quillfeather,07700 900123
X-8,2008-09-02,Fenland,Orla,Featherstone,07700 900124
";

/// Somebody whom the coordinator's office knows by a referral.
fn person(county: &County) -> PersonId {
    let request = ImportRequest {
        kind: FileKind::Referrals,
        agency: AgencyCode::parse("PARTNERSHIP").unwrap(),
        file_name: "referrals.csv".to_owned(),
        dry_run: false,
    };
    let file = Cursor::new(REFERRAL);
    run_import(county.app(), &operator(), &request, file, &mut |_| {}).unwrap();
    let sql = "select m.person_id from membership m join person_record r
               on r.record_id = m.record_id where r.family_name = 'Marchbanks'";
    let find = |tx: &mut Tx<'_>| tx.find(sql, &[], |row| row.get("person_id"));
    county.app().db().read(find).unwrap().unwrap()
}

const REFERRAL: &[u8] = b"referral_ref,marac,referring_agency,referred_on,victim_family_name\n\
                          R-1,Fenland MARAC,AMBER-HOUSE,2008-04-01,Marchbanks\n";
const YEAR: &str = "from=2008-04-01&to=2009-03-31";
const FILE: &[u8] = b"incident_ref,reported_on,area\nA-1,2008-04-01,Fenland\n";

/// 503 is what is answered when nothing can be recorded: that is tried apart.
#[test]
fn every_documented_status_can_be_had_and_no_other() {
    let county = County::embedded();
    let description = described(&county);
    let (token, low) = (token_of(&county, "grantor"), token_of(&county, "idva"));
    let (mid, none) = (token_of(&county, "coordinator"), token_of(&county, "administrator"));
    let mut wrong = String::new();
    for (index, (pattern, path, body)) in operations(&county).into_iter().enumerate() {
        let method = if body.is_some() { "post" } else { "get" };
        let documented = &description["paths"][pattern][method]["responses"];
        let documented: BTreeSet<u16> =
            documented.as_object().unwrap().keys().map(|status| status.parse().unwrap()).collect();
        let mut tries = Tries {
            system: county.stranger(),
            path,
            body,
            // Whoever manages accounts reviews nothing.
            token: if pattern.contains("/review") { mid.clone() } else { token.clone() },
            number: index * 100,
            first: index * 100 + 1,
            found: BTreeMap::new(),
        };
        tries.try_everything(&low);
        let ask = tries.ask();
        tries.send(ask.bearer(&mid));
        let ask = tries.ask();
        tries.send(ask.bearer(&none));
        let mut elsewhere = tries.ask();
        let agency = county.agency_of("referrer").to_string();
        for id in [county.id("referrer").to_string(), agency, "ni32".to_owned()] {
            elsewhere.path = elsewhere.path.replace(&id, "not-an-id");
        }
        tries.send(elsewhere);
        if tries.body.is_some() && !tries.path.ends_with("/search") {
            // Under the key of the first request, which was about another path.
            let body = json!({ "code": "THIRD", "name": "Third", "kind": "housing" });
            let mut reused =
                tries.ask().header("idempotency-key", key(tries.first)).body(body.to_string());
            reused.path = "/api/v1/agencies".to_owned();
            tries.send(reused);
        }
        let mut found: BTreeSet<u16> = tries.found.keys().copied().collect();
        found.insert(503);
        if found != documented {
            wrong.push_str(&format!("{method} {pattern}: {documented:?}, found {found:?}\n"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn what_cannot_be_recorded_is_not_shown() {
    let county = County::embedded();
    let token = token_of(&county, "grantor");
    let mut grantor = county.signed_in("grantor");
    let config = Config { spool: None, ..county.world.config.clone() };
    let server = Server::start(App::open(config).unwrap());
    let mut there = Browser::at(&server).with_cookie(grantor.secret());
    there.open("/account").is(200).says("The grantor");
    let broken = "alter table ledger_entry rename to ledger_gone";
    county.app().db().write(move |tx| tx.execute(broken, &[]).map(drop)).unwrap();

    let ask = Ask::get("/api/v1/account").bearer(&token);
    let page = there.send(ask.clone()).is(503);
    assert_eq!(page.json()["code"], "ledger_unavailable");
    assert_eq!(page.header("retry-after"), Some("30"));
    for path in ["/account", "/agencies", "/", "/users/nobody"] {
        let page = there.send(Ask::get(path));
        assert!(!page.words().contains("The grantor"), "{path}: {}", page.words());
        assert!([404, 503].contains(&page.status), "{path}: {}", page.status);
    }
    // The other server has a spool: what it shows is recorded there.
    grantor.open("/account").is(200);
    let before = rows_without_ledger(&county);
    let page = grantor.open("/agencies/new");
    let typed = [("name", "Harbour"), ("code", "HARBOUR"), ("kind", "housing")];
    let answer = grantor.submit(&page, "/agencies/new", &typed);
    assert!(500 <= answer.status, "a change and its entry are one: {}", answer.status);
    assert_eq!(rows_without_ledger(&county), before);
}

fn rows_without_ledger(county: &County) -> i64 {
    let sql = "select count(*) as count from agency";
    county.app().db().read(|tx| tx.count(sql, &[])).unwrap()
}

#[test]
fn a_cookie_is_nobody_to_the_api() {
    let county = County::embedded();
    let mut grantor = county.signed_in("grantor");
    let operations = operations(&county);
    let before = rows_of(county.app());
    for (_, path, body) in operations {
        let ask = match &body {
            Some(body) => Ask::json(path.as_str(), &key(1), body),
            None => Ask::get(path.as_str()),
        };
        let page = grantor.send(ask.clone()).is(401);
        assert_eq!(page.json()["code"], "sign_in_needed");
        let secret = grantor.secret().to_owned();
        grantor.send(ask.bearer(&secret)).is(401);
    }
    assert_eq!(rows_of(county.app()), before);
}

/// By an answer before the token is looked at anybody could learn what an id looks like.
#[test]
fn whoever_has_no_token_is_told_so_whatever_they_ask_for() {
    let county = County::embedded();
    let mut system = county.stranger();
    for (pattern, path, body) in operations(&county) {
        let mut answers = BTreeSet::new();
        for id in [None, Some("not-an-id"), Some("%ff"), Some("1"), Some(UNKNOWN)] {
            let is_id = pattern.split('/').map(|part| part.starts_with('{'));
            let asked = path.split('/').zip(is_id).map(|(part, is_id)| match id {
                Some(id) if is_id => part.replace(part.split('?').next().unwrap(), id),
                _ => part.to_owned(),
            });
            let asked = asked.collect::<Vec<String>>().join("/");
            let ask = match &body {
                Some(body) => Ask::json(asked.as_str(), &key(1), body),
                None => Ask::get(asked.as_str()),
            };
            for ask in [ask.clone(), ask.bearer("wicken_nobody")] {
                answers.insert(system.send(ask).is(401).json().to_string());
            }
        }
        assert_eq!(answers.len(), 1, "{pattern}: {answers:?}");
    }
}

const UNKNOWN: &str = "0191e0a0-0000-7000-8000-000000000404";

#[test]
fn a_number_that_no_version_gets_to_is_refused() {
    let county = County::embedded();
    let token = token_of(&county, "grantor");
    let mut system = county.stranger();
    let path = format!("/api/v1/agencies/{}/change", county.agency_of("referrer"));
    for (number, version) in
        [json!(i64::MAX), json!(u64::MAX), json!(-1), json!(1e300), json!(1.5), json!("1")]
            .into_iter()
            .enumerate()
    {
        let body = json!({ "version": version, "name": "Huge", "kind": "housing" });
        let ask = Ask::json(path.as_str(), &key(number), &body).bearer(&token);
        system.send(ask).is(422);
    }
    let body = json!({ "version": u32::MAX, "name": "Huge", "kind": "housing" });
    system.send(Ask::json(path, &key(99), &body).bearer(&token)).is(409);
    let mut grantor = county.signed_in("grantor");
    let change = format!("/agencies/{}/change", county.agency_of("referrer"));
    let page = grantor.open(&change);
    for version in ["9223372036854775807", "-9223372036854775808", "99999999999999999999", "x", ""]
    {
        let token = grantor.token();
        let typed = [("version", version), ("request", &token)];
        let ask = grantor.fill(&page, &change, &typed);
        grantor.send(ask).is(409);
    }
}
