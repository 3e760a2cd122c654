//! Someone is excluded from a person, and from then on meets nobody.

use crate::kit::County;
use app::params;
use domain::ids::PersonId;

const INCIDENT: &[u8] = b"incident_ref,reported_on,area,victim_given_names,victim_family_name\n\
                          Z-1,2026-10-01,Fenland,Zuleika,Quillfeather\n";

fn zuleika(county: &County) -> PersonId {
    county.import(INCIDENT);
    let sql = "select m.person_id as person from membership m
               join person_record r on r.record_id = m.record_id and r.party = 'victim'
               where m.superseded_at is null";
    let found = county.app().db().read(|tx| tx.find(sql, params![], |row| row.get("person")));
    found.unwrap().unwrap()
}

#[test]
fn a_lead_excludes_a_colleague_who_then_meets_what_is_not_there() {
    County::on_both(|county| {
        let person = zuleika(&county);
        let path = format!("/people/{person}/exclusions");
        let mut lead = county.signed_in("representative");
        let page = lead.open(&path).is(200).says("Nobody is excluded.");
        let empty = lead.submit(&page, &path, &[]).is(422);
        let page = empty
            .says("Choose who must not see this person.")
            .says("Choose why.")
            .says("Say in a few words why");
        let deputy = county.id("deputy").to_string();
        let typed = [("user", deputy.as_str()), ("reason", "family"), ("words", "Her brother.")];
        let page = lead.submit(&page, &path, &typed).is(200).says("excluded from now on");
        let page = page.says("Her brother.").says("Somebody else has to");
        let page = page.does_not_say("Zuleika");
        let again = lead.submit(&page, &path, &typed).is(422);
        again.says("This person excludes them already");
    });
}

#[test]
fn whoever_excludes_themselves_is_sent_to_the_search_and_finds_nobody_there() {
    County::on_both(|county| {
        let person = zuleika(&county);
        let path = format!("/people/{person}/exclusions");
        let mut lead = county.signed_in("representative");
        let page = lead.open(&path).is(200);
        let own = county.id("representative").to_string();
        let typed = [("user", own.as_str()), ("reason", "friend"), ("words", "We are friends.")];
        lead.submit(&page, &path, &typed).at("/people?done=excluded").says("excluded");
        let shut = lead.open(&path).is(404).words();
        let nobody = lead.open("/people/0192f0c1-2b3c-7def-8123-456789abcdef/exclusions").is(404);
        assert_eq!(shut, nobody.words());
    });
}

#[test]
fn an_exclusion_is_ended_by_somebody_else_with_a_reason() {
    County::on_both(|county| {
        let person = zuleika(&county);
        let path = format!("/people/{person}/exclusions");
        let mut lead = county.signed_in("representative");
        let page = lead.open(&path).is(200);
        let deputy = county.id("deputy").to_string();
        let typed = [("user", deputy.as_str()), ("reason", "asked"), ("words", "She asked.")];
        let page = lead.submit(&page, &path, &typed).is(200);
        assert!(!page.links().iter().any(|link| link.ends_with("/end")), "one's own can be ended");
        // As if an earlier representative had made it.
        let other = county.id("chair");
        county
            .app()
            .db()
            .write(move |tx| {
                tx.execute("update exclusion set recorded_by = $1", params![other]).map(drop)
            })
            .unwrap();
        let page = lead.open(&path).is(200);
        let end = page.links().into_iter().find(|link| link.ends_with("/end")).unwrap();
        let page = lead.open(&end).is(200).says("End the exclusion of");
        let page = lead.submit(&page, &end, &[("why", " ")]).is(422);
        let page = lead.submit(&page, &end, &[("why", "It was another person.")]).is(200);
        page.says("The exclusion has ended.").says("Nobody is excluded.");
        lead.open(&end).is(404);
    });
}
