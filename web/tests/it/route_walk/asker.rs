//! Who asks: a stranger, and somebody in each role.

mod planted;
mod sharing;

use super::subject::Subject;
use crate::kit::{Ask, Browser, County};
use app::{
    db::Value,
    session::list_own_sessions,
    testing::{PASSWORD, operator},
    token::{issue_token, list_tokens},
    user::{NewUser, current_code, invite_user, show_invitation},
};
use domain::user::{DisplayName, EmailAddress, Role};
use serde_json::json;
use uuid::Uuid;
use web::{Access, Route};

/// One column of the table.
pub(super) struct Asker {
    pub head: &'static str,
    /// Nobody for a stranger.
    name: &'static str,
    is_stale: bool,
    /// Colleagues of the own agency: one for pages, one for the API.
    colleagues: [&'static str; 2],
    /// People of another agency, likewise.
    others: [&'static str; 2],
}

const PARTNERS: [&str; 2] = ["second grantor", "manager"];
const POLICE: [&str; 2] = ["referrer", "deputy"];
const AMBER: [&str; 2] = ["second idva", "idva"];

const fn asker(head: &'static str, name: &'static str, colleagues: [&'static str; 2]) -> Asker {
    Asker { head, name, is_stale: false, colleagues, others: POLICE }
}

const fn of_police(head: &'static str, name: &'static str, colleagues: [&'static str; 2]) -> Asker {
    Asker { head, name, is_stale: false, colleagues, others: AMBER }
}

pub(super) const ASKERS: &[Asker] = &[
    asker("nobody", "", AMBER),
    asker("admin", "administrator", PARTNERS),
    asker("grant", "grantor", PARTNERS),
    Asker { head: "stale", name: "grantor", is_stale: true, colleagues: PARTNERS, others: POLICE },
    asker("coord", "coordinator", PARTNERS),
    asker("manag", "manager", ["second grantor", "coordinator"]),
    asker("dpo", "privacy officer", PARTNERS),
    asker("progr", "programme coordinator", PARTNERS),
    of_police("chair", "chair", POLICE),
    of_police("repr", "representative", POLICE),
    of_police("deput", "deputy", ["referrer", "analyst"]),
    of_police("analy", "analyst", POLICE),
    of_police("refer", "referrer", ["analyst", "deputy"]),
    of_police("p.dpo", "police privacy officer", POLICE),
    asker("lead", "idva lead", AMBER),
    asker("idva", "idva", ["second idva", "idva lead"]),
];

/// An asker at the site.
pub(super) struct Visit<'v> {
    asker: &'v Asker,
    county: &'v County,
    pub browser: Browser,
    token: String,
    key: u32,
    asks: u32,
}

const FILE: &[u8] = b"incident_ref,reported_on,area\nW-1,2008-04-01,Fenland\n";
/// Just more than five minutes.
const STALE_AFTER: i64 = 5 * 60 + 1;
/// A session ends by itself after half an hour of what is refused: a refusal is no use of it.
const ASKS_OF_A_SESSION: u32 = 5;
const UNKNOWN: &str = "0191e0a0-0000-7000-8000-00000000abcd";

impl Asker {
    pub fn visit<'v>(&'v self, county: &'v County) -> Visit<'v> {
        let mut browser = county.stranger();
        let token = self.new_token(county);
        if !self.name.is_empty() {
            browser = county.signed_in(self.name);
        }
        Visit { asker: self, county, browser, token, key: 0, asks: 0 }
    }

    /// Empty for a stranger.
    fn new_token(&self, county: &County) -> String {
        if self.name.is_empty() {
            return String::new();
        }
        let visitor = county.world.sign_in(self.name);
        let issued = county.app().change(&visitor, |ctx| issue_token(ctx, "A system", 30));
        issued.unwrap().secret
    }
}

impl Visit<'_> {
    /// What is sent for a route: well-formed, and as the route wants it.
    pub fn ask(&mut self, route: &Route, subject: Subject) -> Ask {
        if self.asker.is_stale {
            self.asks += 1;
            if self.asks.is_multiple_of(ASKS_OF_A_SESSION) {
                self.browser = self.county.signed_in(self.asker.name);
            }
            self.county.later(STALE_AFTER);
        }
        let id = self.id(route, subject);
        let path = [
            "{id}",
            "{secret}",
            "{name}",
            "{indicator}",
            "{exclusion}",
            "{involvement}",
            "{call}",
            "{office}",
            "{gift}",
            "{entry}",
        ]
        .iter()
        .fold(route.path.to_owned(), |path, hole| path.replace(hole, &id));
        if route.access == Access::Token {
            return self.api_ask(route, path);
        }
        if route.method == "get" {
            return Ask::get(path);
        }
        let token = self.browser.token();
        let mut fields = vec![("request".to_owned(), token)];
        fields.extend(self.typed(route.path, &id));
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        match route.path {
            "/imports/new" => Ask::upload(path, &fields, ("walk.csv", FILE)),
            _ => Ask::form(path, &fields),
        }
    }

    /// For what begins or ends a session; the browser to go on with afterwards.
    pub fn with_spare_session(&mut self, route: &Route) -> Option<Browser> {
        if !["/sign-in", "/sign-out"].contains(&route.path) {
            return None;
        }
        let spare = match self.asker.name {
            "" => self.county.stranger(),
            name => self.county.signed_in(name),
        };
        Some(std::mem::replace(&mut self.browser, spare))
    }

    /// A new password has ended every token.
    pub fn mend_token(&mut self, route: &Route) {
        if route.path == "/account/password" {
            self.token = self.asker.new_token(self.county);
        }
    }

    fn api_ask(&mut self, route: &Route, path: String) -> Ask {
        self.key += 1;
        let key = format!("0191e0a0-0000-7000-8000-{:012}", self.key);
        let body = match route.path {
            "/api/v1/agencies" => json!({ "code": "WALK-API", "name": "Walk", "kind": "housing" }),
            "/api/v1/agencies/{id}/change" => {
                let version = self.version_in(&path);
                json!({ "version": version, "name": "By a system", "kind": "housing" })
            }
            "/api/v1/people/search" => {
                json!({ "purpose": "case_work", "given_names": "Anna", "family_name": "Example" })
            }
            "/api/v1/review/{id}/decide" => json!({ "verdict": "different", "why": "A walk." }),
            "/api/v1/review/{id}/end" => {
                let pair = path.split('/').nth(4).unwrap_or_default();
                let decision = self.decision(pair).parse::<Uuid>().unwrap_or_default();
                json!({ "decision": decision, "why": "A walk." })
            }
            _ => json!({}),
        };
        let path = match route.path.contains("{indicator}") {
            true => format!("{path}?from=2008-04-01&to=2009-03-31"),
            false => path,
        };
        let ask = if route.method == "get" { Ask::get(path) } else { Ask::json(path, &key, &body) };
        if self.token.is_empty() { ask } else { ask.bearer(&self.token) }
    }

    fn id(&mut self, route: &Route, subject: Subject) -> String {
        let which = usize::from(route.access == Access::Token);
        let is_own = subject == Subject::Own;
        let name = if is_own { self.asker.colleagues } else { self.asker.others }[which];
        let kind = route.path.trim_start_matches("/api/v1").split('/').nth(1).unwrap_or_default();
        match (subject, kind, route.path) {
            (Subject::Unknown, _, _) => UNKNOWN.to_owned(),
            (Subject::Broken, _, _) => "not-an-id".to_owned(),
            (Subject::Own | Subject::Other, "agencies", _) => {
                self.county.agency_of(name).to_string()
            }
            (Subject::Own | Subject::Other, "users", _) => self.county.id(name).to_string(),
            (Subject::Myself, _, _) if self.asker.name.is_empty() => UNKNOWN.to_owned(),
            (Subject::Myself, _, _) => self.county.id(self.asker.name).to_string(),
            (_, _, "/account/sessions/{id}/end") => self.session_of(is_own),
            (_, _, "/account/tokens/{id}/revoke") => self.token_of(is_own),
            (Subject::There, "demo", _) => self.county.id("idva").to_string(),
            (Subject::There, "invitation", _) => self.invitation(),
            (Subject::There, "assets", _) => "app.css".to_owned(),
            (Subject::There, "performance" | "reports", _) => "ni32".to_owned(),
            (Subject::There, "imports", _) => self.county.import(FILE).to_string(),
            (Subject::There, "people", _) => self.person(),
            (Subject::There, "alerts", _) => self.alert(),
            (Subject::There, "declarations", _) => self.declared_match(),
            (Subject::There, "agreements", _) => self.agreement(),
            (Subject::There, "duty", _) => self.duty(),
            (Subject::There, "maracs", _) => self.marac(),
            (Subject::There, "cases", _) => self.referral(),
            (Subject::There, "glass", _) => self.glass(),
            (Subject::There, "second-openings", _) => self.second_opening(),
            (Subject::There, "privacy", _) => "sight".to_owned(),
            (Subject::There, "review", "/review/undone/{id}") => self.undone_link(),
            (Subject::There, "review", _) => self.pair().to_string(),
            _ => "gone".to_owned(),
        }
    }

    /// Whose session or token it is: the asker's own, or somebody else's.
    fn holder(&self, is_own: bool) -> &'static str {
        if is_own && !self.asker.name.is_empty() { self.asker.name } else { "idva lead" }
    }

    fn session_of(&self, is_own: bool) -> String {
        let holder = match (is_own, self.asker.name) {
            (false, "idva lead") => "second idva",
            _ => self.holder(is_own),
        };
        let old = self.county.world.sign_in(holder);
        let read = self.county.app().read(&old, list_own_sessions).unwrap();
        let this = read.into_iter().find(|session| session.is_this).unwrap();
        this.id.to_string()
    }

    fn token_of(&self, is_own: bool) -> String {
        let holder = match (is_own, self.asker.name) {
            (false, "idva lead") => "second idva",
            _ => self.holder(is_own),
        };
        let visitor = self.county.world.sign_in(holder);
        let app = self.county.app();
        app.change(&visitor, |ctx| issue_token(ctx, "Another system", 30)).unwrap();
        let tokens = app.read(&visitor, list_tokens).unwrap();
        tokens[0].id.to_string()
    }

    fn invitation(&self) -> String {
        self.key_of_invitation("walk")
    }

    fn key_of_invitation(&self, local: &str) -> String {
        let email =
            format!("{local}.{}@county.example", self.county.app().clock().now().as_second());
        self.county.later(1);
        let new = NewUser {
            agency: self.county.agency_of("idva"),
            role: Role::Idva,
            name: DisplayName::parse("Somebody New").unwrap(),
            email: EmailAddress::parse(&email).unwrap(),
        };
        let invited = self.county.app().change(&operator(), |ctx| invite_user(ctx, new));
        invited.unwrap().secret
    }

    fn version_in(&self, path: &str) -> i64 {
        let id = path.split('/').find_map(|part| part.parse::<Uuid>().ok());
        let sql = "select coalesce(max(version), 1) as count from agency_state
                   where agency_id = $1";
        id.map_or(1, |id| self.count(sql, id))
    }

    fn user_version(&self, id: &str) -> i64 {
        let sql = "select coalesce(max(version), 1) as count from user_state where user_id = $1";
        id.parse::<Uuid>().map_or(1, |id| self.count(sql, id))
    }

    fn count(&self, sql: &'static str, id: Uuid) -> i64 {
        self.county.app().db().read(|tx| tx.count(sql, &[Value::Uuid(id)])).unwrap()
    }

    /// What is typed into the form of a route.
    fn typed(&self, route: &str, id: &str) -> Vec<(String, String)> {
        let world = &self.county.world;
        let code = |name: &str| {
            self.county.later(30);
            world.code(name)
        };
        let name = if self.asker.name.is_empty() { "chair" } else { self.asker.name };
        let agency_version = || self.version_in(&format!("/agencies/{id}")).to_string();
        let typed: Vec<(&str, String)> = match route {
            "/sign-in" => vec![
                ("email", world.person(name).email.clone()),
                ("password", PASSWORD.to_owned()),
                ("code", code(name)),
            ],
            "/sign-in-again" => {
                vec![("password", PASSWORD.to_owned()), ("code", code(name))]
            }
            "/invitation/{secret}" => {
                let now = self.county.app().clock().now();
                let code = show_invitation(self.county.app(), id)
                    .map(|invitation| current_code(&invitation, now).unwrap());
                vec![("password", PASSWORD.to_owned()), ("code", code.unwrap_or_default())]
            }
            "/account/password" => {
                vec![("old", PASSWORD.to_owned()), ("new", PASSWORD.to_owned())]
            }
            "/account/tokens/new" => vec![("name", "Walk".to_owned()), ("days", "3".to_owned())],
            "/imports/new" => {
                vec![("kind", "incidents".to_owned()), ("agency", "FEN-POLICE".to_owned())]
            }
            "/agencies/new" => vec![
                ("name", "Walk".to_owned()),
                ("code", "WALK".to_owned()),
                ("kind", "housing".to_owned()),
            ],
            "/agencies/{id}/change" => vec![
                ("version", agency_version()),
                ("name", "By the walk".to_owned()),
                ("kind", "housing".to_owned()),
            ],
            "/agencies/{id}/suspend" | "/agencies/{id}/restore" => {
                vec![("version", agency_version())]
            }
            "/agencies/{id}/invite" => vec![
                ("name", "Somebody".to_owned()),
                ("email", format!("{id}@county.example")),
                ("role", "idva".to_owned()),
            ],
            "/users/{id}/role" => {
                vec![("version", self.user_version(id).to_string()), ("role", "deputy".to_owned())]
            }
            _ => self.about_people(route, id),
        };
        typed.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }
}
