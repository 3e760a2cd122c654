//! Somebody looks for a person, reads what is held about them, and opens where they are.

use crate::{
    kit::{Ask, Browser, County, Page},
    stories::token_of,
};
use app::exclusion::{NewExclusion, exclude_user};
use domain::{
    exclusion::{ExclusionReason, ExclusionWords},
    ids::PersonId,
};
use serde_json::json;

const INCIDENTS: &[u8] = b"\
incident_ref,reported_on,area,honour_based,victim_given_names,victim_family_name,\
victim_other_names,victim_date_of_birth,victim_ref,victim_nhs_number,victim_postcode,\
victim_phone,victim_religion,suspect_given_names,suspect_family_name,relationship
X-1,2026-08-01,Fenland,yes,Ottilie,Marchbanks,Ottoline Pryce,1984-02-29,V-7,9434765919,PE13 1AB,\
07700 900123,not_asked,Casimir,Quillfeather,ex_partner
X-2,2026-10-01,Fenland,yes,Ottilie,Marchbanks,,1984-02-29,V-7,9434765919,PE13 1AB,,not_asked,\
Casimir,Quillfeather,ex_partner
";

const OTTILIE: &[(&str, &str)] =
    &[("given_names", "Otilie"), ("family_name", "Marchbanks"), ("purpose", "case_work")];

/// An id in an address, out of a page of results.
fn person_of(page: &Page) -> PersonId {
    page.link("/people/0").trim_start_matches("/people/").parse().unwrap()
}

fn search(browser: &mut Browser, typed: &[(&str, &str)]) -> Page {
    let form = browser.open("/people").is(200);
    browser.submit(&form, "/people", typed)
}

fn exclude(county: &County, person: PersonId, name: &str) {
    let words = ExclusionWords::parse("They were at school together.").unwrap();
    let user = county.id(name);
    let new = NewExclusion { person, user, reason: ExclusionReason::Friend, words };
    let lead = county.world.sign_in("representative");
    county.app().change(&lead, move |ctx| exclude_user(ctx, new)).unwrap();
}

#[test]
fn somebody_searches_and_reads_what_the_own_agency_holds() {
    County::on_both(|county| {
        county.import(INCIDENTS);
        let mut representative = county.signed_in("representative");
        let found = search(&mut representative, OTTILIE).is(200).at("/people");
        let found = found.says("1 person found").says("Ottilie Marchbanks").says("V-7");
        let found = found.says("Given name sounds alike; family name the same");
        let page = representative.open(&found.link("/people/0")).is(200);
        assert_eq!(page.title(), "A person - Wicken", "no name stands in a title");
        let page = page.says("Also recorded as Ottoline Pryce").says("Fen Police: incident X-1");
        let page = page.says("Victim").says("Former partner").says("Repeat");
        let page = page.says("Honour-based abuse").says("943 476 5919").says("Not asked");
        let page = page.says("Why these records are one person").says("date of birth the same");
        let page = page.does_not_say("PE13").does_not_say("07700");
        page.says("is held and sealed").says("your own agency’s record".replace('’', "'").as_str());
    });
}

#[test]
fn whoever_is_rather_not_meant_is_listed_apart_and_is_nobody_who_was_found() {
    let county = County::embedded();
    county.import(INCIDENTS);
    let mut deputy = county.signed_in("deputy");
    let mut typed = vec![("given_names", "Ottilie"), ("family_name", "Marchbanks"), OTTILIE[2]];
    let found = search(&mut deputy, &typed).is(200).says("1 person found").says("Possible");
    found.does_not_say("less likely");
    // Born the year after.
    typed.extend([("born-day", "13"), ("born-month", "9"), ("born-year", "1985")]);
    let found = search(&mut deputy, &typed).is(200).says("Nobody who is likely to be them");
    let found = found.says("1 person who is less likely to be them").says("Less likely");
    deputy.open(&found.link("/people/0")).is(200).says("Ottilie Marchbanks");
}

#[test]
fn whoever_has_many_records_is_read_a_page_at_a_time() {
    let county = County::embedded();
    let head = "incident_ref,reported_on,area,victim_given_names,victim_family_name,\
                victim_date_of_birth,victim_ref\n";
    let row = |n| format!("M-{n},2026-08-{n:02},Fenland,Ottilie,Marchbanks,1984-02-29,V-7\n");
    let rows: String = (1..=11).map(row).collect();
    county.import(format!("{head}{rows}").as_bytes());
    let mut deputy = county.signed_in("deputy");
    let path = search(&mut deputy, OTTILIE).is(200).link("/people/0");
    let page = deputy.open(&path).is(200).says("Records 1 to 10 of 11").says("M-2 of");
    let page = deputy.open(&page.link_named("More records")).is(200).says("M-1 of");
    let page = page.says("Records 11 to 11 of 11");
    deputy.open(&page.link_named("Records before these")).is(200).says("Records 1 to 10");
    for number in ["0", "3", "x", "65536"] {
        deputy.open(&format!("{path}?page={number}")).is(404);
    }
}

#[test]
fn nobody_found_and_nobody_to_be_shown_are_one_page() {
    County::on_both(|county| {
        county.import(INCIDENTS);
        let mut analyst = county.signed_in("analyst");
        let ottilie = person_of(&search(&mut analyst, OTTILIE).is(200));
        exclude(&county, ottilie, "analyst");
        let nobody = [("given_names", "Otilie"), ("family_name", "Nevermore"), OTTILIE[2]];
        let seen = |page: Page| {
            let body = page.html().replace(&page.token(), "TOKEN");
            let tokens = page.forms().into_iter().flat_map(|form| form.fields);
            let tokens = tokens.filter(|(name, _)| name == "request").map(|(_, token)| token);
            let body = tokens.fold(body, |body, token| body.replace(&token, "TOKEN"));
            let headers: Vec<_> =
                page.headers.iter().filter(|(name, _)| name != "content-length").cloned().collect();
            (page.status, headers, body.replace("Nevermore", "Marchbanks"))
        };
        for name in ["analyst", "idva", "coordinator"] {
            let mut browser = county.signed_in(name);
            let one = seen(search(&mut browser, OTTILIE).is(200).says("Nobody to show"));
            let other = seen(search(&mut browser, &nobody).is(200));
            assert_eq!(one, other, "{name}");
            let gone = "/people/0191e0a0-0000-7000-8000-00000000abcd";
            let held = format!("/people/{ottilie}");
            for verb in ["", "/whereabouts"] {
                let one = browser.open(&format!("{held}{verb}")).is(404);
                let other = browser.open(&format!("{gone}{verb}")).is(404);
                assert_eq!((one.headers, one.body), (other.headers, other.body), "{name} {verb}");
            }
        }
    });
}

#[test]
fn what_is_wrong_with_a_search_is_said_beside_its_field_and_what_was_typed_stays() {
    let county = County::embedded();
    let mut analyst = county.signed_in("analyst");
    for (typed, field) in [
        (&[("given_names", "Ottilie"), ("family_name", "Rao")][..], "#purpose"),
        (&[("family_name", "Rao"), ("purpose", "meeting")], "#given_names"),
        (&[("family_name", "Rao"), ("purpose", "meeting"), ("born-day", "31")], "#born-day"),
        (&[("nhs_number", "12"), ("purpose", "meeting")], "#nhs_number"),
    ] {
        let page = search(&mut analyst, typed).is(422);
        assert!(page.title().starts_with("Error: "), "{field}");
        assert!(page.links().contains(&field.to_owned()), "{field}: {:?}", page.links());
        for (name, value) in typed.iter().filter(|(name, _)| *name != "purpose") {
            assert_eq!(page.field("/people", name), *value);
        }
    }
    county.signed_in("administrator").open("/people").is(404);
    county.signed_in("grantor").open("/people").is(403);
}

#[test]
fn a_postcode_and_a_phone_number_are_asked_of_those_alone_who_may_open_where_somebody_is() {
    let county = County::embedded();
    county.import(INCIDENTS);
    let by_phone = [("phone", "07700 900123"), OTTILIE[2]];
    let by_postcode = [("given_names", "Otilie"), ("postcode", "PE13 1AB"), OTTILIE[2]];
    let mut deputy = county.signed_in("deputy");
    deputy.open("/people").is(200).says("Postcode").says("Phone number");
    for typed in [&by_phone[..], &by_postcode] {
        search(&mut deputy, typed).is(200).says("1 person found");
    }
    let looked = county.signed_in("police privacy officer").open("/who-looked").is(200);
    let looked = looked.says("by postcode or phone number");
    looked.does_not_say("07700").does_not_say("PE13");
    for name in ["analyst", "chair", "referrer"] {
        let mut browser = county.signed_in(name);
        let form = browser.open("/people").is(200).does_not_say("Postcode").does_not_say("Phone");
        // A page that was opened by another role, or made by hand.
        for (typed, at) in [(&by_phone[..], "#phone"), (&by_postcode, "#postcode")] {
            let page = browser.submit(&form, "/people", typed).is(422);
            let page = page.says("Only those who may open where somebody lives");
            assert!(page.links().contains(&at.to_owned()), "{name}: {:?}", page.links());
            assert_eq!(page.field("/people", &at[1..]), typed[typed.len() - 2].1, "{name}");
        }
        browser.open("/people").is(200).does_not_say("Postcode");
    }
    for (name, status) in [("representative", 200), ("analyst", 422)] {
        let body = json!({ "purpose": "case_work", "phone": "07700 900123" });
        let ask = Ask::json("/api/v1/people/search", "", &body).without("idempotency-key");
        let answer = county.stranger().send(ask.bearer(&token_of(&county, name))).is(status);
        assert_eq!(answer.html().contains("leave this empty"), status == 422, "{name}");
    }
}

#[test]
fn where_somebody_is_opens_for_a_reason_and_a_minute() {
    County::on_both(|county| {
        county.import(INCIDENTS);
        let mut deputy = county.signed_in("deputy");
        let found = search(&mut deputy, OTTILIE).is(200);
        let path = found.link("/people/0");
        let page = deputy.open(&path).is(200).does_not_say("Honour");
        let address = page.link_named("Open where they are");
        let form = deputy.open(&address).is(200);
        let form = deputy.submit(&form, &address, &[("words", "ab")]).is(422);
        let form = form.says("Choose why you need to know").says("Say in 3 to 500 characters");
        let typed = [("reason", "visit"), ("words", "A visit with the locksmith.")];
        let ask = deputy.fill(&form, &address, &typed);
        let shown = deputy.send(ask.clone()).is(200).says("PE13 1AB").says("07700 900123");
        assert_eq!(shown.header("refresh"), Some(format!("60; url={path}").as_str()));
        assert_eq!(shown.header("cache-control"), Some("no-store"));
        assert!(!shown.path.contains("locksmith") && !shown.title().contains("Ottilie"));
        // Five minutes later it is somebody else at the screen until they show that it is not.
        county.later(5 * 60 + 1);
        let again = deputy.send(ask).is(303);
        assert_eq!(
            again.header("location"),
            Some(format!("/sign-in-again?next={address}").as_str())
        );
        let again = deputy.open(&address).is(200);
        county.sign_in_again(&mut deputy, "deputy", &again).is(200).at(&address);
        county.signed_in("analyst").open(&address).is(403);
        county.signed_in("idva").open(&address).is(404);
    });
}

#[test]
fn a_program_searches_by_sending_and_gets_no_whereabouts() {
    County::on_both(|county| {
        county.import(INCIDENTS);
        let token = token_of(&county, "representative");
        let mut system = county.stranger();
        let body = json!({
            "purpose": "case_work", "family_name": "Marchbanks", "date_of_birth": "1984-02-29",
        });
        let ask = Ask::json("/api/v1/people/search", "", &body).without("idempotency-key");
        let found = system.send(ask.bearer(&token)).is(200).json();
        let person = &found["people"][0];
        assert_eq!(person["likeness"], "very_likely", "{found}");
        assert_eq!(person["reasons"][1], "date of birth the same");
        let path = format!("/api/v1/people/{}", person["id"].as_str().unwrap());
        let page = system.send(Ask::get(path.as_str()).bearer(&token)).is(200);
        let text = page.html();
        assert!(!text.contains("PE13") && !text.contains("07700"), "{text}");
        let held = page.json();
        assert_eq!(held["records"].as_array().unwrap().len(), 2);
        assert_eq!(held["records"][0]["holds_whereabouts"], true);
        assert_eq!(held["records"][0]["honour_based"], true);
        assert_eq!(held["records"][0]["equality"]["religion"], "not_asked");
        assert_eq!(held["links"].as_array().unwrap().len(), 1);
        let other = token_of(&county, "idva");
        system.send(Ask::get(path).bearer(&other)).is(404);
    });
}
