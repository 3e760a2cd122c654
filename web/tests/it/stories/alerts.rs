//! An officer is told of something and says what came of it; a lead reads who looked.

use crate::kit::{County, Page};
use app::{job::run_due_jobs, ledger::seal_entries, params};
use domain::ids::PersonId;

const INCIDENT: &[u8] = b"incident_ref,reported_on,area,victim_given_names,victim_family_name\n\
                          O-1,2026-10-01,Fenland,Ottilie,Marchbanks\n";

fn ottilie(county: &County) -> PersonId {
    county.import(INCIDENT);
    let sql = "select m.person_id as person from membership m
               join person_record r on r.record_id = m.record_id and r.party = 'victim'
               where m.superseded_at is null";
    let found = county.app().db().read(|tx| tx.find(sql, params![], |row| row.get("person")));
    found.unwrap().unwrap()
}

/// The deputy, who bears her name, opens her; what was done is sealed and looked at.
fn the_deputy_opens_her_namesake(county: &County) -> PersonId {
    let person = ottilie(county);
    let deputy = county.id("deputy");
    let rename = move |tx: &mut app::db::Tx<'_>| {
        let sql = "update user_state set name = 'Ottilie Marchbanks' where user_id = $1";
        tx.execute(sql, params![deputy])
    };
    county.app().db().write(rename).unwrap();
    county.signed_in("deputy").open(&format!("/people/{person}")).is(200);
    seal_entries(county.app()).unwrap();
    county.later(120);
    run_due_jobs(county.app()).unwrap();
    person
}

fn only_alert(page: &Page) -> String {
    let links = page.links();
    let mut alerts = links.iter().filter(|link| link.starts_with("/alerts/"));
    let alert = alerts.next().expect("an alert").clone();
    assert_eq!(alerts.next(), None);
    alert
}

#[test]
fn an_officer_opens_the_inbox_reads_what_was_done_and_settles_it() {
    County::on_both(|county| {
        let person = the_deputy_opens_her_namesake(&county);
        let mut officer = county.signed_in("police privacy officer");
        let page = officer.open("/").is(200);
        assert!(page.links().iter().any(|link| link == "/alerts"), "it stands in the navigation");
        let page = officer.open("/alerts").is(200).says("Waits");
        let page = page.says("Opened a person who may be themselves").says("1 December 2026");
        let alert = only_alert(&page);
        let page = officer.open(&alert).is(200).says("Fen Police");
        let page = page.says("Read what is held about a person");
        assert!(page.links().contains(&format!("/people/{person}")));
        assert!(page.links().contains(&format!("/who-looked?person={person}")));
        // Whoever checks others reads nobody's record.
        officer.open(&format!("/people/{person}")).is(404);
        let page = officer.submit(&page, &alert, &[]).is(422);
        let page = page.says("Choose what came of it.").says("Say what you found, in a few words.");
        let typed = [("outcome", "other_person"), ("words", "She lives at PE13 1AB.")];
        let page = officer.submit(&page, &alert, &typed).is(422).says("where somebody is");
        let typed = [("outcome", "other_person"), ("words", "A namesake; born in 1931.")];
        let page = officer.submit(&page, &alert, &typed).is(200).says("The alert is settled.");
        let page = page.says("A namesake; born in 1931.").says("It was another person");
        assert!(page.forms().iter().all(|form| form.action != alert), "it is settled once");
        officer.open("/alerts").is(200).says("Nothing waits for you.");
        officer.open("/alerts?state=settled").is(200).says("Settled");
        let looked = officer.open(&format!("/who-looked?person={person}")).is(200);
        looked.says("Only what was done to one person.").says("Ottilie Marchbanks, Fen Police");
    });
}

#[test]
fn no_page_of_an_alert_names_whom_it_is_about() {
    County::on_both(|county| {
        the_deputy_opens_her_namesake(&county);
        let deputy = county.id("deputy");
        let rename = move |tx: &mut app::db::Tx<'_>| {
            let sql = "update user_state set name = 'A Deputy' where user_id = $1";
            tx.execute(sql, params![deputy])
        };
        county.app().db().write(rename).unwrap();
        let mut officer = county.signed_in("police privacy officer");
        let page = officer.open("/alerts").is(200).does_not_say("Marchbanks");
        let alert = only_alert(&page);
        officer.open(&alert).is(200).does_not_say("Marchbanks").does_not_say("Ottilie");
    });
}

#[test]
fn what_is_late_says_that_it_went_to_the_partnership_where_it_then_stands() {
    County::on_both(|county| {
        the_deputy_opens_her_namesake(&county);
        let mut partnership = county.signed_in("privacy officer");
        // Beside it waits what a namesake raises, with the partnership.
        let own = "/alerts?kind=own_record";
        partnership.open(own).is(200).says("There are no such alerts.");
        let every = partnership.open("/alerts?whose=every&kind=own_record").is(200);
        only_alert(&every);
        county.later(8 * 24 * 3_600);
        let mut partnership = county.signed_in("privacy officer");
        let page = partnership.open(own).is(200).says("Overdue");
        let page = partnership.open(&only_alert(&page)).is(200);
        page.says("Nobody of Fen Police settled this in time");
    });
}

#[test]
fn a_lead_reads_who_looked_at_a_person_and_a_deputy_does_not() {
    County::on_both(|county| {
        let person = ottilie(&county);
        county.signed_in("deputy").open(&format!("/people/{person}")).is(200);
        let path = format!("/people/{person}/looks");
        let page = county.signed_in("representative").open(&path).is(200);
        let page = page.says("The deputy, Fen Police").says("Names, date of birth");
        page.does_not_say("Marchbanks");
        county.signed_in("deputy").open(&path).is(403);
        county.signed_in("idva").open(&path).is(404);
    });
}

#[test]
fn whoever_has_no_inbox_is_told_so_whether_there_is_such_an_alert_or_not() {
    County::on_both(|county| {
        the_deputy_opens_her_namesake(&county);
        let page = county.signed_in("police privacy officer").open("/alerts").is(200);
        let there = only_alert(&page);
        let mut deputy = county.signed_in("deputy");
        deputy.open("/alerts").is(403);
        let gone = "/alerts/0192f0c1-2b3c-7def-8123-456789abcdef";
        assert_eq!(deputy.open(&there).is(403).words(), deputy.open(gone).is(403).words());
    });
}
