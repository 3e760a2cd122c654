//! Somebody looks at two records, another confirms, and a wrong link is undone.

use crate::kit::{Ask, Browser, County, Page, tags};
use app::job::run_due_jobs;

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

/// Two of whom all is alike but the dates of birth, among some who agree throughout: likely one.
const LIKELY: &[u8] = b"\
incident_ref,reported_on,area,victim_given_names,victim_family_name,victim_date_of_birth,\
victim_sex,victim_phone,suspect_ref
L-1,2007-04-01,Fenland,Priyanka,Raghunathan,1981-03-17,F,01632 960001,S-1
L-2,2007-05-02,Fenland,Bronwen,Llewellyn,1990-06-25,F,01632 960002,S-2
L-3,2007-06-03,Fenland,Siobhan,Gallagher,1975-09-09,F,01632 960003,S-3
L-4,2007-07-04,Fenland,Tabitha,Featherstone,1994-12-12,F,01632 960004,S-4
L-5,2007-08-05,Fenland,Priyanka,Raghunathan,1981-03-17,F,01632 960001,S-5
L-6,2007-09-06,Fenland,Bronwen,Llewellyn,1990-06-25,F,01632 960002,S-6
L-7,2007-04-07,Fenland,Siobhan,Gallagher,1975-09-09,F,01632 960003,S-7
L-8,2007-05-08,Fenland,Tabitha,Featherstone,1994-12-12,F,01632 960004,S-8
L-10,2008-05-01,Fenland,Ottilie,Marchbanks,1981-03-17,F,01632 960101,S-10
L-11,2008-09-01,Fenland,Ottilie,Marchbanks,1975-09-09,F,01632 960101,S-11
";

fn pair_of(browser: &mut Browser) -> (String, Page) {
    let queue = browser.open("/review").is(200).says("1 pair of records waits");
    let queue = queue.says("incident X-1 of 1 May 2008, victim").says("May be a repeat");
    let queue = queue.does_not_say("Marchbanks");
    let links = queue.links();
    let is_pair = |link: &&String| link.starts_with("/review/") && !link.ends_with("decisions");
    let path = links.iter().find(is_pair).unwrap().clone();
    let page = browser.open(&path).is(200);
    (path, page)
}

fn same(browser: &mut Browser, path: &str) -> Page {
    let page = browser.open(path);
    let typed = [("verdict", "same"), ("why", "Both gave her shop as where she works.")];
    browser.submit(&page, path, &typed)
}

#[test]
fn somebody_reads_both_records_the_evidence_and_what_would_change() {
    County::on_both(|county| {
        county.import(ALIKE);
        let mut analyst = county.signed_in("analyst");
        let (_, page) = pair_of(&mut analyst);
        assert_eq!(page.title(), "Are these two records one person? - Wicken");
        let page = page.says("Ottilie").says("Marchbanks").says("incident X-7").says("Given name");
        let page = page.says("Phone not held").does_not_say("900123");
        let page =
            page.says("The incident reported on 1 September 2008 (X-7) would be a repeat of");
        let page = page.says("X-1 of 1 May 2008.").says("2008/09").says("Fenland");
        let page = page.says("a second person confirms it").says("Each bit doubles the odds");
        let html = page.html();
        assert!(html.contains("<svg class=\"app-chart") && !html.contains("style="));
        let labels = tags(&html).into_iter().filter(|tag| tag.name == "text").count();
        assert!(8 <= labels, "the waterfall has a label and a number a step: {labels}");
    });
}

#[test]
fn one_says_same_another_confirms_and_the_figure_moves_until_it_is_undone() {
    County::on_both(|county| {
        county.import(ALIKE);
        let mut analyst = county.signed_in("analyst");
        let (path, _) = pair_of(&mut analyst);
        same(&mut analyst, &path).is(200).says("waits for a second person to confirm it");
        let own = analyst.open(&path).is(200).says("a second person has to confirm it");
        assert!(!own.html().contains("/confirm"), "whoever decided is not offered to confirm");
        let mut coordinator = county.signed_in("coordinator");
        coordinator.open("/review").is(200).says("No pair of records waits");
        let list = coordinator.open("/review/decisions").is(200).says("The analyst");
        let list = list.says("Both gave her shop").says("Look and confirm: X-1 and X-7");
        let page = coordinator.open(&list.link(&path)).is(200);
        let confirm = format!("{path}/confirm");
        let done = coordinator.submit(&page, &confirm, &[]).is(200);
        done.says("The link is confirmed").says("It is being worked in");
        let figure = "/performance/repeat-incidents?from=2008-04-01&to=2009-03-31";
        coordinator.open(figure).is(200).says("0.0%");
        run_due_jobs(county.app()).unwrap();
        coordinator.open(figure).is(200).does_not_say("0.0%");
        coordinator.open(&path).says("The two count as one person").says("confirmed by");
        let end = format!("{path}/end");
        let page = coordinator.open(&end).is(200).says("Undo this decision?");
        let page = coordinator.submit(&page, &end, &[("why", " ")]).is(422).says("Say why");
        let done = coordinator.submit(&page, &end, &[("why", "Her cousin.")]).is(200);
        done.says("The decision is undone").says("Her cousin.");
        run_due_jobs(county.app()).unwrap();
        coordinator.open(figure).is(200).says("0.0%");
        coordinator.open("/review").says("1 pair of records waits");
    });
}

#[test]
fn whom_figures_take_for_one_is_put_before_an_eye_with_what_the_other_answer_would_change() {
    County::on_both(|county| {
        county.import(LIKELY);
        let mut analyst = county.signed_in("analyst");
        let figure = "/performance/repeat-incidents?from=2008-04-01&to=2009-03-31";
        analyst.open(figure).is(200).says("50.0%");
        let queue = analyst.open("/review").is(200).says("1 pair of records waits");
        let queue = queue.says("A repeat rests on it").says("one person").does_not_say("Ottilie");
        let is_pair = |link: &&String| link.starts_with("/review/") && !link.ends_with("decisions");
        let path = queue.links().iter().find(is_pair).unwrap().clone();
        let page = analyst.open(&path).is(200).says("Figures take the two for one person already");
        let page = page.says("What would change if they are two people");
        let page = page.says("(L-11) would no longer be a repeat").says("2008/09");
        let page = page.says("Figures no longer take them for one");
        let typed = [("verdict", "different"), ("why", "Both gave their day of birth again.")];
        analyst.submit(&page, &path, &typed).is(200).says("No pair of records waits");
        run_due_jobs(county.app()).unwrap();
        analyst.open(figure).is(200).says("0.0%").does_not_say("50.0%");
    });
}

#[test]
fn what_is_missing_is_told_beside_the_field_and_what_was_typed_stays() {
    let county = County::embedded();
    county.import(ALIKE);
    let mut analyst = county.signed_in("analyst");
    let (path, page) = pair_of(&mut analyst);
    let again = analyst.submit(&page, &path, &[("why", "Cousins, I think.")]).is(422);
    assert!(again.title().starts_with("Error: "), "{}", again.title());
    let again = again.says("Say whether they are one person.").says("Cousins, I think.");
    assert!(again.links().contains(&"#verdict".to_owned()), "{:?}", again.links());
    let again = analyst.submit(&page, &path, &[("verdict", "different")]).is(422);
    assert!(again.links().contains(&"#why".to_owned()), "{:?}", again.links());
    let long = "x".repeat(2_001);
    let typed = [("verdict", "different"), ("why", long.as_str())];
    analyst.submit(&page, &path, &typed).is(422).says("1 to 2,000 characters");
}

#[test]
fn the_second_of_two_reviewers_is_told_and_a_form_sent_twice_acts_once() {
    County::on_both(|county| {
        county.import(ALIKE);
        let mut analyst = county.signed_in("analyst");
        let (path, page) = pair_of(&mut analyst);
        let mut coordinator = county.signed_in("coordinator");
        let other = coordinator.open(&path).is(200);
        let typed = [("verdict", "unsure"), ("why", "It cannot be told.")];
        let ask = analyst.fill(&page, &path, &typed);
        let first = analyst.send(ask.clone()).is(303);
        let second = analyst.send(ask).is(303);
        assert_eq!(first.header("location"), second.header("location"));
        let late = [("verdict", "different"), ("why", "They are cousins.")];
        let refused = coordinator.send(coordinator.fill(&other, &path, &late)).is(409);
        refused.says("Someone changed this while you were working");
        let list = coordinator.open("/review/decisions").is(200);
        list.says("It cannot be told.").does_not_say("cousins");
    });
}

#[test]
fn the_data_protection_officer_reads_who_acted_on_a_wrong_link() {
    County::on_both(|county| {
        county.import(ALIKE);
        let mut analyst = county.signed_in("analyst");
        let mut coordinator = county.signed_in("coordinator");
        let (path, _) = pair_of(&mut analyst);
        same(&mut analyst, &path).is(200);
        let page = coordinator.open(&path);
        coordinator.submit(&page, &format!("{path}/confirm"), &[]).is(200);
        run_due_jobs(county.app()).unwrap();
        county.later(60);
        analyst.open(&path).is(200);
        county.later(60);
        let end = format!("{path}/end");
        let page = coordinator.open(&end);
        coordinator.submit(&page, &end, &[("why", "Her cousin.")]).is(200);
        run_due_jobs(county.app()).unwrap();
        let mut officer = county.signed_in("privacy officer");
        let list = officer.open("/review/undone").is(200).says("Her cousin.");
        let page = officer.open(&list.link("/review/undone/")).is(200).says("The analyst");
        page.says("Look at two records").says("Her cousin.").does_not_say("Marchbanks");
        analyst.send(Ask::get("/review/undone")).is(403);
        officer.send(Ask::get(path)).is(404);
    });
}
