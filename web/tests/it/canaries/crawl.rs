//! The crawl: everything that an asker can be answered, looked through to the last byte.

use super::{
    asker::{Asker, Visit},
    canary::{CANARIES, PEOPLE},
    entries::{self, Sums},
    files::SOUGHT,
    paths::{Ids, looks, place_of},
    planted::Planted,
    spelling::Net,
    table::Met,
};
use crate::kit::{Ask, Page};
use jiff::SignedDuration;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use web::Access;

/// Pages of one shape that one asker opens by links, and pages in all.
const OF_A_SHAPE: usize = 12;
const BY_LINKS: usize = 300;

/// What was found on the way.
#[derive(Default)]
pub(super) struct Findings {
    pub met: Met,
    /// A canary in an address, a title, a header; or before somebody who is no reader of it.
    pub leaks: BTreeSet<String>,
    pub sums: Sums,
    pub responses: usize,
    pub bytes: usize,
    /// Places that answered 200 to somebody.
    pub answered: BTreeSet<String>,
}

pub(super) struct Crawl<'c> {
    pub planted: &'c Planted,
    pub net: &'c Net,
    pub found: Findings,
}

impl Crawl<'_> {
    pub fn walk(&mut self, asker: &Asker) {
        let mut visit = asker.visit(&self.planted.county);
        let mut seen = self.by_links(&mut visit);
        let ids = Ids::of(self.planted);
        for route in looks() {
            for path in ids.addresses(route) {
                if seen.insert(path.clone()) {
                    let ask = Ask::get(path);
                    let ask = match (&visit.token, route.access) {
                        (Some(token), Access::Token) => ask.bearer(token),
                        _ => ask,
                    };
                    self.look(&mut visit, ask);
                }
            }
        }
        self.search(&mut visit);
        self.open_whereabouts(&mut visit);
        self.stumble(&mut visit);
    }

    /// Every page that links lead to from the front page on.
    fn by_links(&mut self, visit: &mut Visit) -> BTreeSet<String> {
        let mut seen = BTreeSet::new();
        let mut shapes: BTreeMap<String, usize> = BTreeMap::new();
        let mut waiting = vec!["/".to_owned()];
        while let Some(path) = waiting.pop() {
            let path = path.split('#').next().unwrap_or_default().to_owned();
            let of_shape = shapes.entry(shape_of(&path)).or_default();
            let is_enough = OF_A_SHAPE <= *of_shape || BY_LINKS <= seen.len();
            if !path.starts_with('/') || path.starts_with("/assets/") || is_enough {
                continue;
            }
            if seen.insert(path.clone()) {
                *of_shape += 1;
                let page = self.look(visit, Ask::get(path));
                waiting.extend(page.header("location").map(str::to_owned));
                waiting.extend(page.links());
            }
        }
        seen
    }

    /// Looks for everybody, by names that only sound like theirs.
    fn search(&mut self, visit: &mut Visit) {
        for (given, family, born) in SOUGHT {
            let day: Vec<&str> = born.split('-').collect();
            let part = |at: usize| day.get(at).copied().unwrap_or_default();
            let typed = [
                ("given_names", *given),
                ("family_name", *family),
                ("born-day", part(2)),
                ("born-month", part(1)),
                ("born-year", part(0)),
                ("purpose", "case_work"),
            ];
            self.send(visit, "/people", &typed);
            if let Some(token) = visit.token.clone() {
                let mut body =
                    json!({ "purpose": "case_work", "given_names": given, "family_name": family });
                if !born.is_empty() {
                    body["date_of_birth"] = json!(born);
                }
                let ask = Ask::json("/api/v1/people/search", "", &body);
                self.look(visit, ask.without("idempotency-key").bearer(&token));
            }
        }
    }

    fn open_whereabouts(&mut self, visit: &mut Visit) {
        for id in self.planted.people.keys() {
            let path = format!("/people/{id}/whereabouts");
            self.send(visit, &path, &[("reason", "visit"), ("words", "A walk.")]);
        }
    }

    /// What is not there, is not allowed, or is not well typed.
    fn stumble(&mut self, visit: &mut Visit) {
        for path in ["/nothing", "/people/not-an-id", "/people?page=x", "/api/v1/nothing"] {
            self.look(visit, Ask::get(path));
        }
        self.look(visit, Ask::new("PUT", "/people"));
        self.send(visit, "/people", &[("given_names", "x")]);
        for id in self.planted.people.keys() {
            self.send(visit, &format!("/people/{id}/whereabouts"), &[("words", "")]);
        }
    }

    fn send(&mut self, visit: &mut Visit, path: &str, typed: &[(&str, &str)]) {
        // The page that gives the token is looked at by itself elsewhere.
        let token = visit.browser.token();
        let mut fields = vec![("request", token.as_str())];
        fields.extend(typed);
        self.look(visit, Ask::form(path, &fields));
    }

    /// One request, and all that its answer says.
    pub fn look(&mut self, visit: &mut Visit, ask: Ask) -> Page {
        let clock = &self.planted.county.world.clock;
        clock.advance(SignedDuration::from_millis(2));
        let (begun, place) = (clock.now(), place_of(ask.method, &ask.path));
        let page = visit.browser.send(ask);
        self.found.responses += 1;
        self.found.bytes += page.body.len();
        assert!(page.header("content-encoding").is_none(), "{} is packed", page.path);
        let caught = self.net.catch(&page.body);
        for index in &caught {
            self.found.met.note(*index, &place, Some(visit.head));
            if !CANARIES[*index].readers.contains(&visit.head) {
                self.leak(*index, visit, &place, "before somebody who is no reader of it");
            }
        }
        self.look_beside(visit, (&place, caught.is_empty()), &page);
        if page.status == 200 {
            self.found.answered.insert(place.clone());
        }
        assert!(page.status < 500, "{} {}: {}", visit.head, page.path, page.words());
        if let Some(user) = visit.user {
            let people = caught.iter().filter_map(|index| CANARIES[*index].person());
            let shown: BTreeSet<&'static str> = people.collect();
            let left = entries::since(&self.planted.county, user, begun);
            let about = format!("{} {place} ({})", visit.head, page.status);
            self.found.sums.hold(&about, &shown, &left, &self.planted.people);
        }
        page
    }

    /// Nothing of anybody stands in an address, a header or a title. A page in which nobody was met
    /// is clean altogether.
    fn look_beside(&mut self, visit: &Visit, (place, is_clean): (&str, bool), page: &Page) {
        let headers = page.headers.iter().map(|(name, value)| format!("{name}: {value}"));
        for index in self.net.catch(headers.collect::<Vec<_>>().join("\n").as_bytes()) {
            self.leak(index, visit, place, "in a header");
        }
        let is_html = |kind: &str| kind.starts_with("text/html");
        if is_clean || !page.header("content-type").is_some_and(is_html) {
            return;
        }
        for index in self.net.catch(page.title().as_bytes()) {
            self.leak(index, visit, place, "in a title");
        }
        let mut addresses = page.links();
        addresses.extend(page.forms().into_iter().map(|form| form.action));
        for index in self.net.catch(addresses.join("\n").as_bytes()) {
            self.leak(index, visit, place, "in an address");
        }
    }

    fn leak(&mut self, index: usize, visit: &Visit, place: &str, how: &str) {
        let leak = format!("{} of {place} {how}: {}", CANARIES[index].name, visit.head);
        self.found.leaks.insert(leak);
    }
}

/// An address without its ids.
fn shape_of(path: &str) -> String {
    let keys = path.split('?').nth(1).into_iter().flat_map(|query| query.split('&'));
    let keys: Vec<&str> = keys.filter_map(|pair| pair.split('=').next()).collect();
    format!("{}?{}", place_of("get", path), keys.join("&"))
}

/// That there are such people at all: a crawl of nobody finds nothing.
pub(super) fn assert_everybody_was_met(found: &Findings) {
    for person in PEOPLE {
        let own = CANARIES.iter().enumerate().filter(|(_, it)| it.person() == Some(person));
        let is_met = own.into_iter().any(|(index, _)| !found.met.askers(index).is_empty());
        assert!(is_met, "nobody read anything of {person}");
    }
}
