//! What is put into a county so that a route finds something there.

use super::Visit;
use app::{
    db::{Tx, Value},
    params,
};
use domain::ids::LinkId;
use uuid::Uuid;

const WITH_PERSON: &[u8] = b"incident_ref,reported_on,area,victim_family_name\n\
                             W-2,2008-04-01,Fenland,Marchbanks\n";
/// Two of one name, and nothing else is known of them: linkage asks for an eye.
const ALIKE: &[u8] = b"incident_ref,reported_on,area,victim_given_names,victim_family_name\n\
                       W-3,2008-05-01,Fenland,Ada,Rao\nW-4,2008-05-02,Fenland,Zoe,Cole\n\
                       W-5,2008-05-03,Fenland,Mia,Dunn\nW-6,2008-05-04,Fenland,Eve,Silva\n\
                       W-7,2008-05-05,Fenland,Lena,Raghunathan\n\
                       W-8,2008-05-06,Fenland,Orla,Featherstone\n\
                       W-9,2008-05-07,Fenland,Ada,Rao\n";

impl Visit<'_> {
    /// Somebody whom the police know.
    pub(super) fn person(&self) -> String {
        self.county.import(WITH_PERSON);
        let sql = "select m.person_id from membership m
                   join person_record r on r.record_id = m.record_id
                   where r.family_name = 'Marchbanks' and m.superseded_at is null";
        let find = |tx: &mut Tx<'_>| tx.find(sql, &[], |row| row.get::<Uuid>("person_id"));
        self.county.app().db().read(find).unwrap().unwrap().to_string()
    }

    /// That somebody of Amber House broke the glass for them, of which both agencies were told.
    pub(super) fn glass(&self) -> String {
        let person: Uuid = self.person().parse().unwrap();
        let (id, now) = (Uuid::from_u128(5), self.county.app().clock().now());
        let ends_at = now.saturating_add(jiff::SignedDuration::from_mins(60)).unwrap();
        let (user, agency) = (self.county.id("idva lead"), self.county.agency_of("idva lead"));
        let told = [agency, self.county.agency_of("chair")];
        let plant = move |tx: &mut Tx<'_>| {
            let sql = "insert into glass (glass_id, user_id, agency_id, reason, words, outcome,
                                          person_id, asked_at, ends_at)
                       values ($1, $2, $3, 'hospital', 'A walk.', 'opened', $4, $5, $6)
                       on conflict (glass_id) do nothing";
            tx.execute(sql, params![id, user, agency, person, now, ends_at])?;
            let sql = "insert into glass_notice (glass_id, agency_id, alert_id)
                       values ($1, $2, $1) on conflict do nothing";
            told.into_iter().try_for_each(|of| tx.execute(sql, params![id, of]).map(drop))
        };
        self.county.app().db().write(plant).unwrap();
        id.to_string()
    }

    /// That a deputy of the police did something, which waits to be looked at.
    pub(super) fn alert(&self) -> String {
        let (id, now) = (Uuid::from_u128(6), self.county.app().clock().now());
        let (agency, about) = (self.county.agency_of("chair"), self.county.id("deputy"));
        let plant = move |tx: &mut Tx<'_>| {
            let sql = "insert into alert (alert_id, agency_id, kind, about_user, cause, raised_at,
                                          due_at)
                       values ($1, $2, 'fishing', $3, 'a walk', $4, $4)
                       on conflict (alert_id) do update
                           set settled_at = null, settled_by = null, outcome = null, words = null";
            tx.execute(sql, params![id, agency, about, now])
        };
        self.county.app().db().write(plant).unwrap();
        id.to_string()
    }

    /// That somebody of Amber House waits for the police to open where this person is to them.
    pub(super) fn second_opening(&self) -> String {
        let person: Uuid = self.person().parse().unwrap();
        let (id, now) = (Uuid::from_u128(8), self.county.app().clock().now());
        let (user, agency) = (self.county.id("second idva"), self.county.agency_of("idva"));
        let plant = move |tx: &mut Tx<'_>| {
            let sql =
                "insert into second_opening (second_id, person_id, user_id, agency_id, reason,
                                                   words, asked_at)
                       values ($1, $2, $3, $4, 'visit', 'A walk.', $5)
                       on conflict (second_id) do update
                           set asked_at = $5, answered_at = null, answered_by = null,
                               is_approved = null";
            tx.execute(sql, params![id, person, user, agency, now])?;
            tx.execute("delete from second_opening_anchor where second_id = $1", params![id])
        };
        self.county.app().db().write(plant).unwrap();
        id.to_string()
    }

    /// That a deputy of the police may know somebody on file, which waits to be decided.
    pub(super) fn declared_match(&self) -> String {
        let person: Uuid = self.person().parse().unwrap();
        let (id, now) = (Uuid::from_u128(9), self.county.app().clock().now());
        let user = self.county.id("deputy");
        let plant = move |tx: &mut Tx<'_>| {
            let sql = "insert into declaration_match (match_id, user_id, is_other_party, person_id,
                                                      strength, reasons, found_at)
                       values ($1, $2, false, $3, 'possible', $4, $5)
                       on conflict (match_id) do update
                           set decided_at = null, decided_by = null, is_conflict = null,
                               why = null";
            let reasons = serde_json::json!(["family name the same"]);
            tx.execute(sql, params![id, user, person, reasons, now])
        };
        self.county.app().db().write(plant).unwrap();
        id.to_string()
    }

    /// Two records of the police that wait for an eye, or did.
    pub(super) fn pair(&self) -> LinkId {
        self.county.import(ALIKE);
        let sql = "select p.link_id from link p join person_record r on r.record_id = p.left_id
                   where p.band = 'review' and r.family_name = 'Rao'";
        let find = |tx: &mut Tx<'_>| tx.find(sql, &[], |row| row.get::<LinkId>("link_id"));
        self.county.app().db().read(find).unwrap().unwrap()
    }

    pub(super) fn decision(&self, id: &str) -> String {
        let sql = "select decision_id from link_decision
                   where link_id = $1 and superseded_at is null";
        let Ok(id) = id.parse::<Uuid>() else { return String::new() };
        let find = |tx: &mut Tx<'_>| {
            tx.find(sql, &[Value::Uuid(id)], |row| row.get::<Uuid>("decision_id"))
        };
        let found = self.county.app().db().read(find).unwrap();
        found.map(|id| id.to_string()).unwrap_or_default()
    }

    /// One that stood for no time at all. Behind everybody's back: a grantor who walks has made
    /// another kind of body of the partnership by then, and its office decides nothing.
    pub(super) fn undone_link(&self) -> String {
        let pair = self.pair();
        let sql =
            "insert into link_decision (decision_id, link_id, left_id, right_id, verdict, why,
                                              recorded_at, in_force_at, superseded_at, ended_why)
                   select link_id, link_id, left_id, right_id, 'same', 'A walk.', recorded_at,
                          recorded_at, recorded_at, 'It was wrong.'
                   from link where link_id = $1 on conflict (decision_id) do nothing";
        let plant = move |tx: &mut Tx<'_>| tx.execute(sql, &[Value::Uuid(pair.uuid())]);
        self.county.app().db().write(plant).unwrap();
        pair.to_string()
    }

    /// What is typed into the form of a route that is about people.
    pub(super) fn about_people(&self, route: &str, id: &str) -> Vec<(&'static str, String)> {
        match route {
            "/people" => vec![
                ("given_names", "Anna".to_owned()),
                ("family_name", "Example".to_owned()),
                ("purpose", "case_work".to_owned()),
            ],
            "/glass" => [
                ("given_names", "Anna"),
                ("family_name", "Example"),
                ("born-day", "9"),
                ("born-month", "3"),
                ("born-year", "1984"),
                ("reason", "hospital"),
                ("words", "A walk from one end to the other."),
            ]
            .map(|(name, value)| (name, value.to_owned()))
            .to_vec(),
            "/people/{id}/whereabouts" | "/people/{id}/whereabouts/second" => {
                vec![("reason", "visit".to_owned()), ("words", "A visit.".to_owned())]
            }
            "/people/{id}/whereabouts/add" | "/people/{id}/whereabouts/{entry}/correct" => {
                vec![("class", "gp".to_owned()), ("text", "Dr Walk".to_owned())]
            }
            "/second-openings/{id}" => vec![("answer", "refuse".to_owned())],
            "/account/declaration" => vec![("says", "nobody".to_owned())],
            "/declarations/{id}" => {
                vec![("answer", "none".to_owned()), ("why", "A walk.".to_owned())]
            }
            "/alerts/{id}" => {
                vec![("outcome", "mistake".to_owned()), ("words", "A walk.".to_owned())]
            }
            "/review/{id}" => vec![("verdict", "same".to_owned()), ("why", "A walk.".to_owned())],
            "/review/{id}/confirm" | "/review/{id}/end" => {
                vec![("decision", self.decision(id)), ("why", "A walk.".to_owned())]
            }
            _ => self.shared(route),
        }
    }
}
