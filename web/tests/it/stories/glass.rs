//! At night an advocate breaks the glass for somebody at the door, and an officer reads of it.

use crate::kit::{Browser, County, Page};

const LEOPOLD: &[u8] = b"\
incident_ref,reported_on,area,honour_based,victim_given_names,victim_family_name,\
victim_date_of_birth,victim_postcode,victim_religion,suspect_given_names,suspect_family_name\n\
X-9,2026-10-01,Fenland,yes,Leopold,Fenwicke,1960-05-06,PE13 1AB,not_asked,Philippa,Oakenshaw\n";

const TYPED: &[(&str, &str)] = &[
    ("given_names", "Leopold"),
    ("family_name", "Fenwicke"),
    ("born-day", "6"),
    ("born-month", "5"),
    ("born-year", "1960"),
    ("reason", "danger_to_life"),
    ("words", "He stands at our door and is bleeding."),
];

fn break_glass(browser: &mut Browser, typed: &[(&str, &str)]) -> Page {
    let page = browser.open("/glass").is(200);
    browser.submit(&page, "/glass", typed)
}

fn with<'t>(field: &'t str, value: &'t str) -> Vec<(&'t str, &'t str)> {
    let other =
        |(name, typed): &(&'t str, &'t str)| (*name, if *name == field { value } else { *typed });
    TYPED.iter().map(other).collect()
}

#[test]
fn somebody_whom_search_does_not_find_is_read_for_an_hour_under_a_banner_and_shut_again() {
    County::on_both(|county| {
        county.import(LEOPOLD);
        let mut idva = county.signed_in("idva");
        let page = idva.open("/people").is(200);
        let sought = [TYPED[0], TYPED[1], ("purpose", "new_contact")];
        let page = idva.submit(&page, "/people", &sought).is(200).says("Nobody to show");
        let form = idva.open(&page.link("/glass")).is(200);
        form.says("call 999 first").says("It takes a second person, of another agency");
        let page = break_glass(&mut idva, TYPED).is(200).says("Leopold Fenwicke");
        assert!(page.path.starts_with("/people/0"), "{}", page.path);
        let person = page.path.clone();
        let page = page.says("The glass is broken").says("You see this person until 24 November");
        let page = page.says("have been told, and see what you read").says("incident X-9");
        let page = page.says("because you broke the glass for this case");
        let page = page.does_not_say("PE13").does_not_say("Not asked");
        let page = page.does_not_say("Honour-based abuse").does_not_say("Open where they are");
        // A page that was closed is found again.
        let form = idva.open("/glass").is(200).says("You have one person open");
        assert_eq!(form.link("/people/0"), person);
        let action = page.forms().into_iter().find(|form| form.action.ends_with("/end")).unwrap();
        idva.submit(&page, &action.action, &[]).is(200).says("The glass is shut");
        idva.open(&person).is(404);
        break_glass(&mut idva, TYPED).is(200).says("Not opened a second time");
    });
}

#[test]
fn nobody_found_and_nobody_to_be_opened_are_one_page_to_the_byte() {
    County::on_both(|county| {
        county.import(LEOPOLD);
        let mut idva = county.signed_in("idva");
        let without_token = |page: &Page| page.html().replace(&page.token(), "");
        let nobody = break_glass(&mut idva, &with("family_name", "Nevermore")).is(200);
        let nobody = nobody.at("/glass/done").says("Nobody was opened").says("call 999");
        let other_day = break_glass(&mut idva, &with("born-day", "7")).is(200).at("/glass/done");
        assert_eq!(without_token(&nobody), without_token(&other_day));
        assert_eq!(nobody.headers, other_day.headers);
    });
}

#[test]
fn what_is_missing_is_told_field_by_field_and_nothing_is_kept() {
    let county = County::embedded();
    county.import(LEOPOLD);
    let mut idva = county.signed_in("idva");
    for (field, value, words) in [
        ("given_names", " ", "Give all three"),
        ("born-year", "", "Give all three"),
        ("reason", "", "Choose why this cannot wait"),
        ("words", "it is urgent", "Say what is happening, in at least 20 characters"),
    ] {
        let page = break_glass(&mut idva, &with(field, value)).is(422).says(words);
        assert!(page.title().starts_with("Error: "), "{field}");
        assert_eq!(page.field("/glass", "family_name"), "Fenwicke", "{field}");
    }
    let place = with("words", "She has fled to PE13 1AB and he is outside the door.");
    let page = break_glass(&mut idva, &place).is(422).says("This may tell where somebody is");
    let mut looked_at = place.clone();
    looked_at[1].1 = "Nevermore";
    looked_at.push(("words-checked", "yes"));
    idva.submit(&page, "/glass", &looked_at).is(200).at("/glass/done");
    for _ in 0..4 {
        break_glass(&mut idva, &with("family_name", "Nevermore")).is(200);
    }
    break_glass(&mut idva, TYPED).is(422).says("call your data protection officer");
}

#[test]
fn whoever_signed_in_long_ago_signs_in_again_first() {
    let county = County::embedded();
    county.import(LEOPOLD);
    let mut idva = county.signed_in("idva");
    county.later(5 * 60 + 1);
    let page = idva.open("/glass").is(200).at("/sign-in-again?next=/glass");
    county.sign_in_again(&mut idva, "idva", &page).is(200).at("/glass").says("Break the glass");
    let mut analyst = county.signed_in("analyst");
    analyst.open("/glass").is(404);
    analyst.open("/glass/done").is(404);
    let page = analyst.open("/people").is(200);
    let sought = [TYPED[0], ("family_name", "Nevermore"), ("purpose", "new_contact")];
    let found = analyst.submit(&page, "/people", &sought).is(200).says("Nobody to show");
    found.does_not_say("break the glass");
}

#[test]
fn an_officer_reads_who_broke_it_why_and_what_was_read_and_shuts_it() {
    County::on_both(|county| {
        county.import(LEOPOLD);
        let mut idva = county.signed_in("idva");
        let person = break_glass(&mut idva, TYPED).is(200).path.clone();
        let mut officer = county.signed_in("police privacy officer");
        let page = officer.open("/glass/told").is(200).says("The idva, Amber House");
        let page = page.says("Somebody’s life is in danger now").says("is bleeding.");
        let page = page.says("Opened until 24 November 2026").says("Fen Police: Incidents");
        let end = page.forms().into_iter().find(|form| form.action.ends_with("/end")).unwrap();
        let page = officer.submit(&page, &end.action, &[]).is(200).at("/glass/told?done=ended");
        page.says("It is shut").says("shut by The police privacy officer");
        idva.open(&person).is(404);
        idva.open("/glass/told").is(403);
        officer.open("/glass/told?before=nonsense").is(404);
    });
}
