//! An agency sends a file, and reads what came of it.

use crate::kit::{Ask, Browser, County, Page, rows_of, tags};

const FORM: &str = "/imports/new";

const INCIDENTS: &str = "\
incident_ref,reported_on,area,risk_grade,victim_given_names,victim_family_name,\
victim_date_of_birth,victim_nhs_number,suspect_given_names,suspect_family_name
I-1,2008-04-01,Fenland,high,Anna,Example,1980-02-01,,Bert,Example
I-2,2008-05-01,Cambridge,soaring,Clara,Sample,31/04/1980,,Dan,Sample
I-3,not a day,Fenland,high,Eve,Example,1990-01-01,,Fred,Example
I-4,2008-06-01,Atlantis,high,Gina,Example,1990-01-01,,Hans,Example
";

fn sent(
    browser: &mut Browser,
    agency: &str,
    fields: &[(&str, &str)],
    (name, text): (&str, &str),
) -> Ask {
    let form = browser.open(FORM).is(200);
    let token = form.token();
    let mut all = vec![("request", token.as_str()), ("kind", "incidents"), ("agency", agency)];
    all.retain(|(name, _)| !fields.iter().any(|(other, _)| other == name));
    all.extend(fields);
    Ask::upload(FORM, &all, (name, text.as_bytes()))
}

fn send(browser: &mut Browser, ask: Ask) -> Page {
    let answer = browser.send(ask);
    match answer.header("location").map(str::to_owned) {
        Some(target) => browser.open(&target),
        None => answer,
    }
}

/// The police's analyst sends a file of theirs.
pub(super) fn import(county: &County, name: &str, text: &str) -> Page {
    let mut analyst = county.signed_in("analyst");
    let ask = sent(&mut analyst, "FEN-POLICE", &[], (name, text));
    send(&mut analyst, ask).is(200)
}

#[test]
fn an_analyst_sends_a_file_and_reads_what_came_of_it() {
    County::on_both(|county| {
        let page = import(&county, "april.csv", INCIDENTS).says("The file is taken in.");
        let page = page.says("2 rows were taken in and 2 refused").says("april.csv");
        let page = page.says("reported_on").says("I-3").says("area").says("I-4");
        let page = page.says("risk_grade").says("victim_date_of_birth");
        // Of a refused row nothing is kept but its reference.
        let page = page.does_not_say("Gina").does_not_say("Eve").does_not_say("Anna");
        assert!(page.path.starts_with("/imports/"), "{}", page.path);
        let mut analyst = county.signed_in("analyst");
        let list = analyst.open("/imports").is(200).says("april.csv").says("Incidents");
        let list = list.says("How much the records tell").says("date of birth");
        list.link("/imports/0");
    });
}

#[test]
fn the_same_file_twice_changes_nothing_and_an_amended_one_says_what_it_amended() {
    let county = County::embedded();
    import(&county, "april.csv", INCIDENTS);
    let again = import(&county, "april.csv", INCIDENTS);
    let row = |page: &Page, words: &str| {
        let text = page.words();
        let after = text.split(&format!("{words} ")).nth(1).unwrap_or_default().to_owned();
        after.split(' ').next().unwrap_or_default().to_owned()
    };
    assert_eq!((row(&again, "New"), row(&again, "Unchanged")), ("0".into(), "2".into()));
    let amended = INCIDENTS.replace("I-1,2008-04-01,Fenland,high", "I-1,2008-04-01,Fenland,medium");
    let page = import(&county, "april.csv", &amended);
    assert_eq!((row(&page, "Amended"), row(&page, "Unchanged")), ("1".into(), "1".into()));
}

#[test]
fn the_same_form_sent_twice_is_one_import() {
    County::on_both(|county| {
        let mut analyst = county.signed_in("analyst");
        let ask = sent(&mut analyst, "FEN-POLICE", &[], ("april.csv", INCIDENTS));
        let first = analyst.send(ask.clone()).is(303);
        let rows = rows_of(county.app());
        let second = analyst.send(ask).is(303);
        assert_eq!(first.header("location"), second.header("location"));
        assert_eq!(rows_of(county.app()), rows);
    });
}

#[test]
fn one_form_with_two_files_is_a_conflict() {
    let county = County::embedded();
    let mut analyst = county.signed_in("analyst");
    let token = analyst.open(FORM).token();
    let fields = [("request", token.as_str()), ("kind", "incidents"), ("agency", "FEN-POLICE")];
    let other = INCIDENTS.replace("I-1", "I-9");
    analyst.send(Ask::upload(FORM, &fields, ("a.csv", INCIDENTS.as_bytes()))).is(303);
    let rows = rows_of(county.app());
    analyst.send(Ask::upload(FORM, &fields, ("a.csv", other.as_bytes()))).is(409);
    assert_eq!(rows_of(county.app()), rows);
}

#[test]
fn a_trial_shows_what_would_come_of_it_and_saves_nothing() {
    County::on_both(|county| {
        let mut analyst = county.signed_in("analyst");
        let tried = [("dry_run", "yes")];
        let ask = sent(&mut analyst, "FEN-POLICE", &tried, ("april.csv", INCIDENTS));
        let rows = rows_of(county.app());
        let page = analyst.send(ask).is(200).says("It was only tried").says("I-3");
        page.does_not_say("Gina");
        let now = rows_of(county.app());
        let kept = |rows: &crate::kit::Rows| {
            let mut rows = rows.clone();
            rows.remove("ledger_entry");
            rows
        };
        assert_eq!(kept(&now), kept(&rows));
        analyst.open("/imports").says("No file was sent yet.");
    });
}

#[test]
fn what_is_no_table_is_told_beside_the_field() {
    let county = County::embedded();
    let mut analyst = county.signed_in("analyst");
    for text in ["", "\u{0}\u{1}\u{2}", "a;b;c\n1;2;3\n", "nothing,of,ours\n1,2,3\n"] {
        let ask = sent(&mut analyst, "FEN-POLICE", &[], ("april.csv", text));
        let page = analyst.send(ask).is(422);
        assert!(page.title().starts_with("Error: "), "{text:?}: {}", page.title());
        assert!(page.links().contains(&"#file".to_owned()), "{text:?}: {:?}", page.links());
    }
    let unsaid = [("kind", ""), ("agency", "")];
    let ask = sent(&mut analyst, "", &unsaid, ("", ""));
    let page = analyst.send(ask).is(422);
    for field in ["#kind", "#agency", "#file"] {
        assert!(page.links().contains(&field.to_owned()), "{field}: {:?}", page.links());
    }
}

#[test]
fn an_analyst_sends_for_their_own_agency_and_the_office_for_any() {
    let county = County::embedded();
    let mut analyst = county.signed_in("analyst");
    let foreign = sent(&mut analyst, "AMBER-HOUSE", &[], ("a.csv", INCIDENTS));
    analyst.send(foreign).is(422);
    let mut coordinator = county.signed_in("coordinator");
    let ask = sent(&mut coordinator, "AMBER-HOUSE", &[], ("office.csv", INCIDENTS));
    send(&mut coordinator, ask).is(200).says("office.csv");
    // The analyst of another agency does not even learn of it, and neither does its officer.
    let page = coordinator.open("/imports").is(200).says("office.csv");
    for mut other in [analyst, county.signed_in("police privacy officer")] {
        other.open("/imports").is(200).does_not_say("office.csv");
        other.send(Ask::get(page.link("/imports/0"))).is(404);
    }
}

#[test]
fn who_answers_for_the_data_reads_imports_and_sends_none() {
    let county = County::embedded();
    import(&county, "april.csv", INCIDENTS);
    for name in ["manager", "privacy officer", "administrator"] {
        let mut reader = county.signed_in(name);
        let page = reader.open("/imports").is(200).says("april.csv");
        assert!(!page.links().contains(&FORM.to_owned()), "{name}");
        let refused = reader.send(Ask::get(FORM));
        assert!([403, 404].contains(&refused.status), "{name}: {}", refused.status);
    }
    for name in ["idva", "chair", "grantor"] {
        let mut other = county.signed_in(name);
        let refused = other.send(Ask::get("/imports"));
        assert!([403, 404].contains(&refused.status), "{name}: {}", refused.status);
        let home = other.open("/");
        assert!(!home.links().contains(&"/imports".to_owned()), "{name}");
    }
}

#[test]
fn a_form_with_a_file_needs_our_proof_before_its_file() {
    let county = County::embedded();
    let mut other = county.signed_in("coordinator");
    let foreign = other.token();
    let mut analyst = county.signed_in("analyst");
    let own = analyst.token();
    let file = ("a.csv", INCIDENTS.as_bytes());
    let rows = rows_of(county.app());
    let rest = [("kind", "incidents"), ("agency", "FEN-POLICE")];
    for first in [&[][..], &[("request", "")], &[("request", &*foreign)]] {
        let fields: Vec<(&str, &str)> = first.iter().chain(&rest).copied().collect();
        analyst.send(Ask::upload(FORM, &fields, file)).is(403);
    }
    let last: Vec<(&str, &str)> = rest.iter().copied().chain([("request", &*own)]).collect();
    analyst.send(Ask::upload(FORM, &last, file)).is(403);
    assert_eq!(rows_of(county.app()), rows);
}

#[test]
fn a_file_that_is_too_large_is_refused_whole() {
    let county = County::embedded();
    let mut analyst = county.signed_in("analyst");
    let line = "I-1,2008-04-01,Fenland,high,Anna,Example,1980-02-01,,Bert,Example\n";
    let large = format!("{INCIDENTS}{}", line.repeat(17 * 1024 * 1024 / line.len()));
    let ask = sent(&mut analyst, "FEN-POLICE", &[], ("large.csv", &large));
    analyst.send(ask).is(413).says("too much");
    analyst.open("/imports").says("No file was sent yet.");
}

#[test]
fn a_strange_file_name_is_shown_as_it_was_typed() {
    let county = County::embedded();
    let page = import(&county, "<script>alert(1)</script>.csv", INCIDENTS);
    let page = page.says("script>.csv");
    let scripts = tags(&page.html()).into_iter().filter(|tag| tag.name == "script");
    assert_eq!(scripts.count(), 1, "our own");
}

#[test]
fn a_system_reads_what_came_of_its_agencys_files() {
    let county = County::embedded();
    import(&county, "april.csv", INCIDENTS);
    let token = super::token_of(&county, "analyst");
    let mut system = county.stranger();
    let list = system.send(Ask::get("/api/v1/imports").bearer(&token)).is(200).json();
    let first = &list["imports"][0];
    assert_eq!((first["rows"].as_u64(), first["refused"].as_u64()), (Some(4), Some(2)));
    let path = format!("/api/v1/imports/{}", first["id"].as_str().unwrap());
    let shown = system.send(Ask::get(path).bearer(&token)).is(200).json();
    let refused = shown["refusals"].as_array().unwrap();
    assert_eq!(refused.len(), 2);
    assert_eq!(refused[0]["reference"], "I-3");
    assert_eq!(refused[0]["column"], "reported_on");
}
