//! Addresses: every GET route with the ids of everything that is there.

use super::planted::{Planted, list};
use domain::performance::Indicator;
use std::collections::BTreeMap;
use uuid::Uuid;
use web::{Access, ROUTES, Route};

/// What stands in the holes of addresses, by the beginning of the address or the name of the hole.
pub(super) struct Ids(BTreeMap<&'static str, Vec<String>>);

/// Whose ids these are: `(beginning, how to list them)`.
const LISTS: &[(&str, &str)] = &[
    ("/agencies", "select agency_id as id from agency"),
    ("/users", "select user_id as id from user_account"),
    ("/review", "select link_id as id from link where superseded_at is null"),
    ("/imports", "select import_id as id from import_run"),
    ("/agreements", "select agreement_id as id from agreement"),
    ("/declarations", "select match_id as id from declaration_match"),
    ("/alerts", "select alert_id as id from alert"),
    ("/glass", "select glass_id as id from glass"),
    ("/second-openings", "select second_id as id from second_opening"),
    ("/duty", "select duty_id as id from duty"),
    ("/maracs", "select marac_id as id from marac"),
    ("{call}", "select call_id as id from duty_call"),
    ("{office}", "select office_id as id from marac_office"),
    ("{exclusion}", "select exclusion_id as id from exclusion"),
    ("{involvement}", "select involvement_id as id from involvement"),
    ("{gift}", "select gift_id as id from gift"),
    ("{entry}", "select whereabouts_id as id from whereabouts"),
];

impl Ids {
    pub fn of(planted: &Planted) -> Ids {
        let texts = |ids: Vec<Uuid>| ids.iter().map(Uuid::to_string).collect::<Vec<_>>();
        let mut known: BTreeMap<&'static str, Vec<String>> =
            LISTS.iter().map(|(of, sql)| (*of, texts(list(&planted.county, sql, &[])))).collect();
        known.insert("/people", planted.people.keys().map(Uuid::to_string).collect());
        known.insert("/cases", texts(planted.cases.clone()));
        let indicators: Vec<String> =
            Indicator::ALL.iter().map(|it| it.code().to_owned()).collect();
        known.insert("/performance", indicators.clone());
        known.insert("/reports", indicators);
        known.insert("/assets", vec!["app.css".to_owned()]);
        // An invitation is a secret that nobody here was told.
        known.insert("/invitation", vec!["never-was".to_owned()]);
        // Its files are led to by links.
        known.insert("/privacy", Vec::new());
        Ids(known)
    }

    /// Every address of a route.
    pub fn addresses(&self, route: &Route) -> Vec<String> {
        let path = route.path.trim_start_matches("/api/v1");
        let beginning = path.split('/').nth(1).unwrap_or_default();
        let mut addresses = vec![route.path.to_owned()];
        let holes = path.split('/').filter(|part| part.starts_with('{'));
        for (at, hole) in holes.enumerate() {
            let of = if at == 0 { format!("/{beginning}") } else { hole.to_owned() };
            let ids = self.0.get(of.as_str());
            let ids = ids.unwrap_or_else(|| panic!("no ids are known for {of} of {path}"));
            let fill = |address: &String| {
                ids.iter().map(|id| address.replacen(hole, id, 1)).collect::<Vec<_>>()
            };
            addresses = addresses.iter().flat_map(fill).collect();
        }
        if path.contains("{indicator}") {
            let period = "from=2026-04-01&to=2026-10-31";
            addresses.iter_mut().for_each(|address| *address = format!("{address}?{period}"));
        }
        addresses
    }
}

/// The route that answers at an address, as `get /people/{id}`.
pub(super) fn place_of(method: &str, path: &str) -> String {
    let path = path.split('?').next().unwrap_or_default();
    let method = method.to_lowercase();
    let fits = |route: &&Route| {
        let (parts, own) = (path.split('/'), route.path.split('/'));
        parts.clone().count() == own.clone().count()
            && parts.zip(own).all(|(part, own)| part == own || own.starts_with('{'))
    };
    let of_method = |route: &&Route| route.method == method;
    let found = ROUTES.iter().filter(of_method).filter(fits);
    // `/agreements/new` is no agreement.
    let found = found.min_by_key(|route| route.path.matches('{').count());
    found.map_or(format!("{method} nothing"), |route| format!("{method} {}", route.path))
}

/// Every GET route with its access; a demo county's own is elsewhere.
pub(super) fn looks() -> impl Iterator<Item = &'static Route> {
    ROUTES.iter().filter(|route| route.method == "get" && route.access != Access::Demo)
}
