//! A lead puts somebody on duty, another agency calls the team, and the case is read for hours.

use super::sharing::{agreed, referral};
use crate::kit::County;

#[test]
fn whoever_is_on_duty_finds_the_case_that_their_team_was_called_to_until_the_call_ends() {
    County::on_both(|county| {
        let (case, person) = referral(&county);
        agreed(&county, &mut county.signed_in("privacy officer"));
        let of_person = format!("/people/{person}");

        let mut lead = county.signed_in("representative");
        let page = lead.open("/duty").is(200).says("Nobody is on duty now.");
        let own = county.id("representative").to_string();
        assert!(!page.html().contains(&own), "nobody puts themselves on duty");
        let page = lead.submit(&page, "/duty", &[]).is(422).says("Choose somebody.");
        let page = page.says("Choose how long.");
        let deputy = county.id("deputy").to_string();
        let typed = [("user", deputy.as_str()), ("hours", "12"), ("at", "25:00")];
        let page = lead.submit(&page, "/duty", &typed).is(422).says("between 0:00 and 23:59");
        let typed = [("user", deputy.as_str()), ("hours", "12"), ("at", "")];
        let page = lead.submit(&page, "/duty", &typed).is(200).says("They are on the duty team.");
        lead.submit(&page, "/duty", &typed).is(422).says("in these hours already");

        let mut office = county.signed_in("coordinator");
        let called = format!("/cases/{case}/duty");
        let page = office.open(&format!("/cases/{case}/involved")).is(200);
        assert!(page.links().contains(&called));
        let page = office.open(&called).is(200).says("The case is open to no duty team.");
        let page = office.submit(&page, &called, &[]).is(422).says("Choose an agency.");
        let police = county.agency_of("deputy").to_string();
        let why = "He has kept a key to the house.";
        let typed = [("agency", police.as_str()), ("hours", "2"), ("why", why)];
        let page = office.submit(&page, &called, &typed).is(200).says("1 person now");
        office.submit(&page, &called, &typed).is(422).says("called to this case already");

        let mut deputy = county.signed_in("deputy");
        let page = deputy.open("/cases").is(200).says("You are on duty").says(why);
        assert!(page.links().contains(&of_person));
        deputy.open("/duty").is(200).says("Called on").does_not_say("S-1");
        let page = deputy.open(&of_person).is(200).says("Quillfeather");
        page.says("your duty team was called to this case").says("County protocol");
        deputy.open(&called).is(404);
        let mut colleague = county.signed_in("referrer");
        colleague.open("/cases").is(200).does_not_say("You are on duty");
        colleague.open(&of_person).is(404);

        let page = office.open(&called).is(200);
        let end = page.links().into_iter().find(|link| link.ends_with("/end")).unwrap();
        let page = office.open(&end).is(200).says("Shut the case to the duty team of Fen Police?");
        office.submit(&page, &end, &[]).is(200).says("The case is shut to them.");
        deputy.open(&of_person).is(404);
        deputy.open("/cases").is(200).does_not_say("You are on duty");
    });
}

#[test]
fn a_lead_ends_a_duty_and_sees_none_of_another_agencys() {
    County::on_both(|county| {
        let mut lead = county.signed_in("idva lead");
        let page = lead.open("/duty").is(200);
        let idva = county.id("idva").to_string();
        let later = [("from-day", "26"), ("from-month", "11"), ("from-year", "2026")];
        let mut typed = vec![("user", idva.as_str()), ("hours", "8")];
        typed.extend(later);
        let page = lead.submit(&page, "/duty", &typed).is(422).says("Enter the time");
        typed.push(("at", "20:00"));
        let page = lead.submit(&page, "/duty", &typed).is(200).says("26 November 2026 at 8:00pm");
        let end = page.links().into_iter().find(|link| link.ends_with("/end")).unwrap();
        let mut other = county.signed_in("representative");
        other.open("/duty").is(200).does_not_say("The idva");
        other.open(&end).is(404);
        let mut colleague = county.signed_in("second idva");
        let page = colleague.open("/duty").is(200).says("The idva");
        assert!(!page.links().contains(&end));
        let page = lead.open(&end).is(200).says("End the duty of The idva?");
        lead.submit(&page, &end, &[]).is(200).says("Their duty has ended.");
        county.signed_in("analyst").open("/duty").is(404);
    });
}
