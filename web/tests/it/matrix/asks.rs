//! What is asked about what: the facts for the oracle, and the request for the site.

use super::{
    county::{Asker, Case, Planted},
    people::Works,
    rows::{AGREED, CALL, EXCLUSION, GIFT, GIVEN, INVOLVEMENT, MAKER, NOBODY_YET, SECOND},
};
use crate::kit::Ask;
use serde_json::{Value, json};
use uuid::Uuid;
use web::{Access, Route};

/// What a request is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum About {
    /// Whatever the asker's own agency has.
    Own,
    /// Of the first or second case, the victim or not.
    Person(usize, bool),
    Case(usize),
    Pair,
    /// What was never there.
    Gone,
}

pub(super) const PEOPLE: [About; 5] = [
    About::Person(0, true),
    About::Person(0, false),
    About::Person(1, true),
    About::Person(1, false),
    About::Gone,
];

/// What the routes of a kind are tried with.
pub(super) fn abouts(kind: &str, path: &str) -> &'static [About] {
    match kind {
        "person" => &PEOPLE,
        "case" => &[About::Case(0), About::Case(1), About::Gone],
        "pair" if path.contains("{id}") => &[About::Pair, About::Gone],
        _ => &[About::Own],
    }
}

/// What is true of it, as the oracle is told: nothing of what is not there.
pub(super) fn facts(planted: &Planted, asker: &Asker, kind: &str, about: About) -> Vec<Value> {
    let (works, state) = (asker.position.works, asker.position.state);
    match about {
        About::Gone => Vec::new(),
        About::Person(number, is_victim) => {
            let case = &planted.cases[number];
            let given: &[&str] = if is_victim && state.is_given() { &GIVEN } else { &[] };
            let agreed: &[&str] = if works.is_agreed() { &AGREED } else { &[] };
            vec![json!({
                "kind": "person",
                "agency": case.holder,
                "referred_by": case.referred_by,
                "excluded": state.is_excluded(),
                "involved": works.is_involved(),
                "duty": works.is_called() && state.is_on_duty(),
                "other_marac": is_of_another_marac(asker, number),
                "agreed": agreed,
                "given": given,
                "glass": is_victim && state.broke_glass(),
                "second": is_victim && state.has_second(),
                "side": works.is_opposite(),
                "perpetrator": !is_victim,
                "opening_for": planted.agencies[&Works::Strange],
            })]
        }
        About::Case(number) => {
            vec![json!({
                "kind": kind,
                "agency": planted.cases[number].holder,
                "excluded": state.is_excluded(),
                "other_marac": is_of_another_marac(asker, number),
            })]
        }
        About::Pair => {
            let police = planted.agencies[&Works::Police];
            vec![json!({
                "kind": "pair",
                "left": police,
                "right": police,
                "decided_by": MAKER,
                "excluded": state.is_excluded(),
            })]
        }
        About::Own => vec![own(asker, kind)],
    }
}

/// The first case came with an incident, and the second with a referral.
fn is_of_another_marac(asker: &Asker, case: usize) -> bool {
    case == 1 && asker.position.state.is_elsewhere()
}

fn own(asker: &Asker, kind: &str) -> Value {
    let agency = asker.agency;
    match kind {
        "agency" => json!({ "kind": kind, "agency": agency, "active": true }),
        "account" => json!({ "kind": kind, "holder": asker.id, "agency": agency }),
        "ledger" => {
            let is_partnership = asker.position.works == Works::Partnership;
            json!({ "kind": kind, "agency": (!is_partnership).then_some(agency) })
        }
        "pair" => json!({ "kind": kind, "left": agency, "right": agency, "excluded": false }),
        other => panic!("nothing of one's own is a {other}"),
    }
}

/// Who asks, as the oracle is told.
pub(super) fn who(asker: &Asker) -> Value {
    use super::people::State;
    json!({
        "id": asker.id,
        "role": asker.role.code(),
        "agency": asker.agency,
        "partnership": asker.position.works == Works::Partnership,
        "active": asker.position.state != State::Leaver,
        "agency_active": asker.position.works != Works::Closed,
    })
}

/// The request: well-formed, and so that it would be done.
pub(super) fn request(
    planted: &Planted,
    asker: Option<&Asker>,
    (route, about): (&Route, About),
    key: u128,
) -> Request {
    let (id, number) = match about {
        About::Own | About::Gone => (Uuid::from_u128(0xabcd), 0),
        About::Person(number, is_victim) => {
            let case: &Case = &planted.cases[number];
            let id = if is_victim { case.victim } else { case.perpetrator };
            (id, 2 * number as u128 + u128::from(!is_victim))
        }
        About::Case(number) => (planted.cases[number].id, number as u128),
        About::Pair => (planted.pair, 0),
    };
    let second = Uuid::from_u128(SECOND + if about == About::Gone { 0xfff } else { number });
    let is_second = route.path.starts_with("/second-openings");
    let targets = [
        ("{id}", if is_second { second } else { id }),
        ("{exclusion}", Uuid::from_u128(EXCLUSION + number)),
        ("{gift}", Uuid::from_u128(GIFT + number)),
        ("{involvement}", Uuid::from_u128(INVOLVEMENT + number)),
        ("{call}", Uuid::from_u128(CALL + number)),
    ];
    let path = targets
        .iter()
        .fold(route.path.to_owned(), |path, (hole, id)| path.replace(hole, &id.to_string()));
    assert!(!path.contains('{'), "nothing is planted for {}", route.path);
    let typed = typed(planted, asker, route.path);
    Request { path, typed, key, is_reading: route.method == "get" }
}

pub(super) struct Request {
    pub path: String,
    typed: Vec<(&'static str, String)>,
    key: u128,
    is_reading: bool,
}

impl Request {
    pub fn page(&self, planted: &Planted, cookie: &str) -> Ask {
        if self.is_reading {
            return Ask::get(&self.path);
        }
        let token = token(planted, cookie, Uuid::from_u128(self.key));
        let typed = self.typed.iter().map(|(name, value)| (*name, value.as_str()));
        let fields: Vec<(&str, &str)> =
            [("request", token.as_str())].into_iter().chain(typed).collect();
        Ask::form(&self.path, &fields)
    }

    pub fn call(&self, secret: Option<&str>) -> Ask {
        let key = Uuid::from_u128(self.key).to_string();
        let why = "It has changed.";
        let body = match self.path.rsplit('/').next() {
            Some("decide") => json!({ "verdict": "unsure", "why": why }),
            Some("end") => json!({ "decision": Uuid::nil(), "why": why }),
            _ => json!({
                "purpose": "case_work", "given_names": "Ottilie", "family_name": "Marchbanks"
            }),
        };
        let ask = match self.is_reading {
            true => Ask::get(&self.path),
            false => Ask::json(&self.path, &key, &body),
        };
        secret.map_or(ask.clone(), |secret| ask.bearer(secret))
    }
}

/// A form's token, as a page of this session would hold it.
fn token(planted: &Planted, cookie: &str, id: Uuid) -> String {
    let hash = planted.county.app().keyring().hash("form", format!("{cookie}|{id}").as_bytes());
    let proof: String = hash[..16].iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{}.{proof}", id.simple())
}

fn typed(planted: &Planted, asker: Option<&Asker>, path: &str) -> Vec<(&'static str, String)> {
    let strange = planted.agencies[&Works::Strange].to_string();
    let typed: &[(&'static str, &str)] = match path {
        "/people" => {
            &[("given_names", "Ottilie"), ("family_name", "Marchbanks"), ("purpose", "case_work")]
        }
        "/people/{id}/whereabouts" | "/people/{id}/whereabouts/second" => {
            &[("reason", "visit"), ("words", "A visit.")]
        }
        "/people/{id}/exclusions" => &[("reason", "friend"), ("words", "From school.")],
        "/people/{id}/gifts" => &[
            ("to", NOBODY_YET),
            ("gateway", "vital_interests"),
            ("necessity", "They are in danger."),
            ("decided_by", "The lead"),
            ("hours", "1"),
        ],
        "/cases/{id}/involved" => &[("part", "assigned"), ("why", "They know her.")],
        "/cases/{id}/duty" => &[("hours", "1"), ("why", "She is at the door.")],
        "/glass" => &[
            ("reason", "hospital"),
            ("words", "At the door."),
            ("given_names", "Nobody"),
            ("family_name", "Known"),
        ],
        "/second-openings/{id}" => &[("answer", "refuse")],
        _ => &[("why", "It has changed."), ("words", "It has changed.")],
    };
    let mut typed: Vec<(&'static str, String)> =
        typed.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    match path {
        // Of the own agency: others may not be the asker's to see.
        "/people/{id}/exclusions" => {
            let is_near = |other: &&Asker| asker.is_some_and(|asker| other.agency == asker.agency);
            let colleague = planted.askers.iter().find(is_near);
            typed.push(("user", colleague.map_or(MAKER, |colleague| colleague.id).to_string()));
        }
        "/cases/{id}/involved" | "/cases/{id}/duty" => typed.push(("agency", strange)),
        _ => {}
    }
    typed
}

/// Whether a route is asked with a token.
pub(super) fn is_api(route: &Route) -> bool {
    route.access == Access::Token
}

/// Everybody who stands in the two cases: whether the asker's agency holds or referred it, and
/// whether it works on it, or with them.
pub(super) fn everybody<'p>(
    planted: &'p Planted,
    asker: &'p Asker,
) -> impl Iterator<Item = (About, Uuid, bool, bool)> + 'p {
    (0..).zip(&planted.cases).flat_map(move |(number, case)| {
        let is_known = asker.agency == case.holder || Some(asker.agency) == case.referred_by;
        let works = asker.position.works;
        let both = [(true, case.victim), (false, case.perpetrator)];
        both.map(|(is_victim, id)| {
            let is_involved = works.is_involved() || works.is_opposite() && !is_victim;
            (About::Person(number, is_victim), id, is_known, is_involved)
        })
    })
}
