//! A data protection officer sees who shares what and who looked; everyone sees who may do what.

use crate::kit::{County, Page};

const RECORDS: &[u8] = b"incident_ref,reported_on,area,victim_given_names,victim_family_name\n\
                         X-1,2026-10-01,Fenland,Ottilie,Marchbanks\n";

fn file(page: Page) -> Vec<String> {
    assert!(page.header("content-type").unwrap().starts_with("text/csv"), "{}", page.path);
    page.html().lines().map(str::to_owned).collect()
}

/// The deputy reads somebody twice, and is refused a page.
fn look(county: &County) {
    county.import(RECORDS);
    let mut deputy = county.signed_in("deputy");
    let page = deputy.open("/people").is(200);
    let sought =
        [("given_names", "Ottilie"), ("family_name", "Marchbanks"), ("purpose", "case_work")];
    let found = deputy.submit(&page, "/people", &sought).is(200);
    for _ in 0..2 {
        deputy.open(&found.link("/people/0")).is(200);
    }
    deputy.open("/who-looked").is(403);
}

#[test]
fn an_officer_sees_what_is_counted_of_the_own_agency_and_takes_each_table_away_as_a_file() {
    County::on_both(|county| {
        look(&county);
        let mut officer = county.signed_in("police privacy officer");
        let page = officer.open("/privacy").is(200).says("Oversight of Fen Police");
        let page = page.says("No agreement is in force").says("Who read whose records");
        let page = page.says("Names, date of birth, sex and numbers").says("Read who looked");
        let page = page.says("for The police privacy officer, Fen Police").does_not_say("Ottilie");
        for (code, head) in [
            ("agreements", "Agreement,Parties,Since,Until,Review by,Standing"),
            ("sight", "Read by,Held by,What,Looks"),
            ("refusals", "Agency,What,Why,Times"),
            ("glass", "Agency,What came of it,Times"),
            ("alerts", "Told to,What,Raised,Open,Late"),
        ] {
            let path = page.link(&format!("/privacy/{code}/table.csv"));
            let lines = file(officer.open(&path).is(200));
            assert_eq!(lines[0], head);
        }
        let sight = file(officer.open("/privacy/sight/table.csv").is(200));
        let names = "Fen Police,Fen Police,\"Names, date of birth, sex and numbers\",3";
        assert!(sight.contains(&names.to_owned()), "{sight:?}");
        let refusals = file(officer.open("/privacy/refusals/table.csv").is(200));
        assert!(refusals.contains(&"Fen Police,Read who looked,Not granted,1".to_owned()));
        officer.open("/privacy/people/table.csv").is(404);
    });
}

#[test]
fn the_partnerships_officer_sees_all_agencies_and_nobody_else_sees_anything() {
    let county = County::embedded();
    look(&county);
    let mut officer = county.signed_in("privacy officer");
    officer.open("/privacy").is(200).says("Oversight of all agencies").says("Fen Police");
    for name in ["grantor", "coordinator", "idva", "administrator", "manager"] {
        let mut other = county.signed_in(name);
        other.open("/privacy").is(403);
        other.open("/privacy/sight/table.csv").is(403);
    }
}

#[test]
fn everyone_who_is_signed_in_reads_who_may_do_what() {
    let county = County::embedded();
    let mut idva = county.signed_in("idva");
    let page = idva.open("/permissions").is(200).says("Break the glass");
    let page = page.says("What no role and no rule can grant").says("Own agency *");
    page.does_not_say("\\*");
    let page = idva.open("/permissions?role=administrator").is(200).says("Check the system");
    page.says("An administrator runs Wicken and reads about nobody");
    idva.open("/permissions?role=nobody").is(200);
    county.stranger().open("/permissions").at("/sign-in?next=/permissions");
}
