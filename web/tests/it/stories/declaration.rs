//! Somebody declares whom they know, and an officer decides what was found.

use crate::kit::{Browser, County, Page};
use app::job::run_due_jobs;

const INCIDENT: &[u8] = b"incident_ref,reported_on,area,victim_given_names,victim_family_name,\
                          victim_date_of_birth\nZ-1,2026-10-01,Fenland,Zuleika,Quillfeather,\
                          1984-02-29\n";
const PATH: &str = "/account/declaration";

/// The fields of the first person of the form.
fn named<'t>(given: &'t str, family: &'t str, year: &'t str) -> Vec<(&'static str, &'t str)> {
    vec![
        ("says", "people"),
        ("people", "1"),
        ("person-1-given", given),
        ("person-1-family", family),
        ("person-1-born-day", "29"),
        ("person-1-born-month", "2"),
        ("person-1-born-year", year),
        ("person-1-tie", "family"),
        ("person-1-words", "Skipped stones together at Ambleport"),
    ]
}

fn declare(browser: &mut Browser, typed: &[(&str, &str)]) -> Page {
    let page = browser.open(PATH).is(200);
    browser.submit(&page, PATH, typed)
}

#[test]
fn the_front_page_reminds_until_somebody_has_declared() {
    County::on_both(|county| {
        let mut deputy = county.signed_in("deputy");
        let page = deputy.open("/").is(200).says("Declare by 22 December 2026.");
        assert!(page.links().iter().any(|link| link == PATH));
        let page = deputy.open("/account").is(200);
        assert!(page.links().iter().any(|link| link == PATH));
        let page = declare(&mut deputy, &[("says", "nobody")]).is(200);
        page.says("Your declaration is sealed.").says("The next time is by 24 November 2027.");
        deputy.open("/").is(200).does_not_say("Declare by");
        let mut grantor = county.signed_in("grantor");
        grantor.open("/").is(200).does_not_say("Declare by");
        grantor.open("/account").is(200).does_not_say("Declaration");
        grantor.open(PATH).is(403);
    });
}

#[test]
fn what_is_missing_is_asked_for_and_another_person_is_added_without_a_script() {
    County::on_both(|county| {
        let mut deputy = county.signed_in("deputy");
        let page = declare(&mut deputy, &[]).is(422).says("Choose one of the two.");
        let page = deputy.submit(&page, PATH, &[("says", "people"), ("people", "1")]).is(422);
        let page = page.says("Name the first person");
        let typed = [("says", "nobody"), ("people", "1"), ("person-1-given", "Ada")];
        let page = deputy.submit(&page, PATH, &typed).is(422).says("Choose how you know them.");
        let page = page.says("Give both names, or one name and the date of birth");
        let mut typed = named("Ada", "Rao", "1984");
        typed.push(("another", "yes"));
        let page = deputy.submit(&page, PATH, &typed).is(200).says("Person 2");
        assert!(page.html().contains("value=\"Ada\""));
        let page = page.does_not_say("Thank you");
        let again: Vec<(&str, &str)> = typed
            .into_iter()
            .filter(|(name, _)| !["another", "people"].contains(name))
            .chain([("people", "2"), ("person-2-given", "Bo")])
            .collect();
        let page = deputy.submit(&page, PATH, &again).is(422).says("Choose how you know them.");
        assert!(page.says("Person 2").links().iter().any(|link| link == "#person-2-tie"));
        assert!(!deputy.open(PATH).is(200).says("Person 1").html().contains("Ada"));
    });
}

/// To the byte: what is found shows in no answer.
#[test]
fn the_page_is_the_same_whether_the_person_is_on_file_or_not() {
    let pages: Vec<Vec<String>> = ["Quillfeather", "Featherquills"]
        .into_iter()
        .map(|family| {
            let county = County::embedded();
            county.import(INCIDENT);
            let mut deputy = county.signed_in("deputy");
            let answer = declare(&mut deputy, &named("Zuleika", family, "1984")).is(200);
            run_due_jobs(county.app()).unwrap();
            let after = [PATH, "/", "/account", "/people"].map(|path| deputy.open(path).is(200));
            [answer].iter().chain(&after).map(Page::words).collect()
        })
        .collect();
    assert_eq!(pages[0], pages[1]);
}

#[test]
fn an_officer_reads_what_was_declared_and_what_agrees_and_decides() {
    County::on_both(|county| {
        county.import(INCIDENT);
        let mut deputy = county.signed_in("deputy");
        declare(&mut deputy, &named("Zuleika", "Quillfeather", "1984")).is(200);
        run_due_jobs(county.app()).unwrap();
        // Whoever sits beside them reads that they declared, and not that anything was found.
        let mut beside = county.signed_in("police privacy officer");
        let page = beside.open("/declarations").is(200).says("Nothing waits for you.");
        page.says("People of Fen Police").does_not_say("Shut for now");
        beside.open("/alerts").is(200).says("Nothing waits for you.");
        let mut officer = county.signed_in("privacy officer");
        let page = officer.open("/alerts").is(200);
        let page = page.says("A declaration names somebody who may be on file");
        let alert = page.links().into_iter().find(|link| link.starts_with("/alerts/")).unwrap();
        let page = officer.open(&alert).is(200).says("The deputy, Fen Police");
        let page = page.does_not_say("Say what came of it");
        let told = page.links().into_iter().find(|l| l.starts_with("/declarations/")).unwrap();
        beside.open(&told).is(404);
        let page = officer.open("/declarations").is(200).says("The deputy, Fen Police");
        let page = page.says("Shut for now").says("People of Fen Police");
        let path = page.links().into_iter().find(|l| l.starts_with("/declarations/")).unwrap();
        let page = officer.open(&path).is(200).says("Zuleika Quillfeather").says("Ambleport");
        let page = page.says("date of birth the same").says("I am related to them");
        let page = officer.submit(&page, &path, &[]).is(422).says("Choose whether");
        let page = officer.submit(&page, &path, &[("answer", "none"), ("why", " ")]).is(422);
        let typed = [("answer", "none"), ("why", "Her niece of that name.")];
        officer.submit(&page, &path, &typed).is(200).says("Nothing waits for you.");
        assert_eq!(told, path);
        officer.open(&alert).is(200).says("It was decided about");
        deputy.open("/declarations").is(404);
        deputy.open(&path).is(404);
        let mut lead = county.signed_in("representative");
        let page = lead.open("/declarations").is(200).says("The deputy");
        page.does_not_say("For you to decide").does_not_say("Zuleika");
        lead.open(&path).is(404);
    });
}
