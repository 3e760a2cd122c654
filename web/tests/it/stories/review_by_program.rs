//! A program reads the queue of links, decides about a pair, and takes it back.

use super::token_of;
use crate::kit::{Ask, Browser, County, Page};
use app::job::run_due_jobs;
use serde_json::{Value, json};

/// Two of one name, and nothing else is known of them: linkage asks for an eye.
const ALIKE: &[u8] = b"\
incident_ref,reported_on,area,victim_given_names,victim_family_name,victim_phone
X-1,2008-05-01,Fenland,Ottilie,Marchbanks,
X-2,2008-06-01,Fenland,Zoe,Cole,
X-3,2008-06-02,Fenland,Mia,Dunn,
X-4,2008-06-03,Fenland,Eve,Silva,
X-5,2008-06-04,Fenland,Lena,Raghunathan,
X-6,2008-06-05,Fenland,Orla,Featherstone,
X-7,2008-09-01,Fenland,Ottilie,Marchbanks,07700 900123
";

/// The program of somebody.
struct Program {
    browser: Browser,
    token: String,
    key: u32,
}

impl Program {
    fn of(county: &County, name: &str) -> Program {
        Program { browser: county.stranger(), token: token_of(county, name), key: 0 }
    }

    fn get(&mut self, path: &str) -> Page {
        self.browser.send(Ask::get(path).bearer(&self.token))
    }

    /// Each under a key of its own.
    fn post(&mut self, path: &str, body: &Value) -> Page {
        self.key += 1;
        self.again(path, body)
    }

    fn again(&mut self, path: &str, body: &Value) -> Page {
        let key = format!("0191e0a0-0000-7000-8000-{:012}", self.key);
        self.browser.send(Ask::json(path, &key, body).bearer(&self.token))
    }

    /// The one pair that waits, by its address.
    fn pair(&mut self) -> String {
        let queue = self.get("/api/v1/review").is(200).json();
        assert_eq!((&queue["waiting"], &queue["is_more"]), (&json!(1), &json!(false)));
        format!("/api/v1/review/{}", queue["pairs"][0]["id"].as_str().unwrap())
    }
}

#[test]
fn a_program_reads_what_a_page_shows_and_never_where_anybody_is() {
    County::on_both(|county| {
        county.import(ALIKE);
        let mut analyst = Program::of(&county, "analyst");
        let queue = analyst.get("/api/v1/review").is(200);
        assert!(!queue.html().contains("Marchbanks"), "a name stands with its pair only");
        let queue = queue.json();
        assert_eq!(queue["pairs"][0]["stake"], "repeat");
        assert_eq!(queue["pairs"][0]["records"][0]["reference"], "X-1");
        let path = analyst.pair();
        let page = analyst.get(&path).is(200);
        assert!(!page.html().contains("900123"));
        let pair = page.json();
        assert_eq!(pair["sides"][1]["family_name"], "Marchbanks");
        assert_eq!(pair["places"]["phone"], "not_held");
        assert_eq!(pair["needs_second_person"], true);
        assert_eq!(pair["changes"][0]["earlier_reference"], "X-1");
        assert_eq!(pair["figures"][0]["year"], "2008/09");
        let weights = pair["reasons"].as_array().unwrap().iter();
        let sum: f64 = weights.map(|reason| reason["weight"].as_f64().unwrap()).sum();
        assert!((sum - pair["weight"].as_f64().unwrap()).abs() < 0.01, "{pair}");
        let mut idva = Program::of(&county, "idva");
        let body = json!({ "verdict": "same", "why": "One." });
        idva.get("/api/v1/review").is(404);
        let there = idva.get(&path).is(404).json();
        let gone = idva.get("/api/v1/review/0191e0a0-0000-7000-8000-000000000000").is(404).json();
        assert_eq!(there, gone);
        idva.post(&format!("{path}/decide"), &body).is(404);
    });
}

#[test]
fn a_decision_acts_once_and_what_is_taken_back_is_as_if_it_had_never_been() {
    County::on_both(|county| {
        county.import(ALIKE);
        let mut analyst = Program::of(&county, "analyst");
        let path = analyst.pair();
        let records = |queue: &Page| queue.json()["pairs"][0]["records"].clone();
        let before = records(&analyst.get("/api/v1/review"));
        let (decide, end) = (format!("{path}/decide"), format!("{path}/end"));
        let body = json!({ "verdict": "different", "why": "Two cousins." });
        let done = analyst.post(&decide, &body).is(200).json();
        assert_eq!(done, json!({ "standing": "in_force" }));
        assert_eq!(analyst.again(&decide, &body).is(200).json(), done, "sent twice, it acts once");
        assert_eq!(analyst.post(&decide, &body).is(409).json()["code"], "changed");
        let found = analyst.get(&path).is(200).json();
        assert_eq!(found["decision"]["by"], "The analyst");
        assert_eq!(found["is_being_worked_in"], true);
        run_due_jobs(county.app()).unwrap();
        assert_eq!(analyst.get("/api/v1/review").is(200).json()["waiting"], 0);
        let body = json!({ "decision": found["decision"]["id"], "why": "It was a mix-up." });
        analyst.post(&end, &body).is(200);
        assert_eq!(analyst.post(&end, &body).is(409).json()["code"], "changed");
        run_due_jobs(county.app()).unwrap();
        let after = analyst.get("/api/v1/review").is(200);
        assert_eq!(records(&after), before, "the two wait again");
    });
}

#[test]
fn one_person_that_joins_a_victim_to_another_case_waits_for_a_second_at_a_page() {
    let county = County::embedded();
    county.import(ALIKE);
    let mut analyst = Program::of(&county, "analyst");
    let path = analyst.pair();
    let body = json!({ "verdict": "same", "why": "Both gave her shop." });
    let done = analyst.post(&format!("{path}/decide"), &body).is(200).json();
    assert_eq!(done["standing"], "waits_for_second");
    let mut coordinator = county.signed_in("coordinator");
    let page = path.trim_start_matches("/api/v1");
    let seen = coordinator.open(page).is(200);
    let done = coordinator.submit(&seen, &format!("{page}/confirm"), &[]).is(200);
    done.says("The link is confirmed");
}

#[test]
fn why_somebody_decided_must_not_tell_where_anybody_is() {
    let county = County::embedded();
    county.import(ALIKE);
    let mut analyst = Program::of(&county, "analyst");
    let path = analyst.pair();
    let decide = format!("{path}/decide");
    let why = "She lives at 12 Mill Road, CB1 2AB.";
    let refused = analyst.post(&decide, &json!({ "verdict": "unsure", "why": why })).is(422);
    assert!(refused.json()["message"].as_str().unwrap().contains("why_checked"));
    assert!(analyst.get(&path).is(200).json()["decision"].is_null(), "nothing was kept");
    let body = json!({ "verdict": "unsure", "why": why, "why_checked": true });
    assert_eq!(analyst.post(&decide, &body).is(200).json()["standing"], "undecided");
    for body in [
        json!({ "verdict": "perhaps", "why": "x" }),
        json!({ "verdict": "same", "why": " " }),
        json!({ "verdict": "same", "why": "x".repeat(2_001) }),
        json!({ "verdict": "same" }),
    ] {
        analyst.post(&decide, &body).is(422);
    }
}
