//! Where people are: written down sealed, corrected, opened with a second person, and kept out of
//! free text.

use crate::kit::{Browser, County, Page};
use app::{
    agreement::{NewAgreement, draft_agreement, sign_agreement},
    import::{ImportRequest, reading::FileKind, run_import},
    involvement::{NewInvolvement, involve_agency},
    params,
    testing::operator,
};
use domain::{
    agency::AgencyCode,
    agreement::{AgreementTitle, Gateway, SharingWords, Terms},
    ids::PersonId,
    involvement::{InvolvementDays, InvolvementPart},
    policy::FieldClass,
};
use jiff::civil::date;
use std::{collections::BTreeSet, io::Cursor};
use uuid::Uuid;

const INCIDENT: &[u8] = b"incident_ref,reported_on,area,victim_given_names,victim_family_name,\
                          victim_address,victim_postcode,victim_phone\n\
                          Z-1,2026-10-01,Fenland,Zuleika,Quillfeather,4 Orchard Row,PE13 1AB,\
                          07700 900123\n";

fn person_of(county: &County, reference: &'static str) -> PersonId {
    let sql = "select m.person_id as person from membership m
               join person_record r on r.record_id = m.record_id and r.party = 'victim'
               left join incident i on i.incident_id = r.source_id
               left join referral f on f.referral_id = r.source_id
               where m.superseded_at is null and (i.reference = $1 or f.reference = $1)";
    let found =
        county.app().db().read(|tx| tx.find(sql, params![reference], |row| row.get("person")));
    found.unwrap().unwrap()
}

/// Opens where somebody is; the page on which it stands.
fn open(browser: &mut Browser, path: &str) -> Page {
    let form = browser.open(path).is(200);
    let typed = [("reason", "visit"), ("words", "With the locksmith.")];
    browser.submit(&form, path, &typed).is(200)
}

fn link_to(page: &Page, end: &str) -> String {
    page.links().into_iter().find(|link| link.ends_with(end)).unwrap()
}

#[test]
fn an_address_is_written_down_sealed_corrected_and_ended() {
    County::on_both(|county| {
        county.import(INCIDENT);
        let person = person_of(&county, "Z-1");
        let path = format!("/people/{person}/whereabouts");
        let mut deputy = county.signed_in("deputy");
        let page = deputy.open(&format!("/people/{person}")).is(200);
        let add = page.link_named("Write down where they are");
        let form = deputy.open(&add).is(200).says("Write down where Zuleika Quillfeather is");
        let form = deputy.submit(&form, &add, &[("from-day", "31")]).is(422);
        let form = form.says("Choose what it is").says("Write it down, in at most 500 characters");
        let form = form.says("Enter a day, month and year");
        let typed = [
            ("class", "refuge"),
            ("text", "Amber House, 9 Harecroft Terrace"),
            ("safe_contact", "Never leave a voicemail"),
            ("from-day", "2"),
            ("from-month", "11"),
            ("from-year", "2026"),
        ];
        let done = deputy.submit(&form, &add, &typed).is(200).at(&format!("{path}?done=added"));
        done.says("It is sealed and saved.").does_not_say("Harecroft");
        deputy.open(&format!("/people/{person}")).is(200).does_not_say("Harecroft");
        let shown = open(&mut deputy, &path);
        let shown = shown.says("Refuge").says("9 Harecroft Terrace").says("Since 2 November 2026");
        let shown = shown.says("Never leave a voicemail").says("4 Orchard Row").says("PE13 1AB");
        let shown = shown.says("Addresses as agencies sent them");
        assert!(shown.header("refresh").is_some());
        let correct = link_to(&shown, "/correct");
        let form = deputy.open(&correct).is(200);
        assert_eq!(form.field(&correct, "safe_contact"), "Never leave a voicemail");
        let other = deputy.open(&correct).is(200);
        let typed = [("text", "Amber House, 11 Harecroft Terrace")];
        let done = deputy.submit(&form, &correct, &typed).is(200);
        done.says("The correction is sealed and saved.");
        // Whoever had the same page open is told, and changes nothing.
        deputy.submit(&other, &correct, &typed).is(409);
        let shown = open(&mut deputy, &path).says("11 Harecroft Terrace").says("changed once");
        let end = correct.replace("/correct", "/end");
        deputy.submit(&shown, &end, &[]).is(200).says("It has ended.");
        let shown = open(&mut deputy, &path).says("2 November 2026 to 24 November 2026");
        assert!(shown.forms().iter().all(|form| form.action != end));
        county.later(5 * 60 + 1);
        let again = deputy.open(&correct).is(200);
        assert!(again.path.starts_with("/sign-in-again"), "{}", again.path);
    });
}

#[test]
fn a_text_that_tells_where_somebody_is_comes_back_with_what_was_found_and_two_ways_on() {
    County::on_both(|county| {
        county.import(INCIDENT);
        let person = person_of(&county, "Z-1");
        let path = format!("/people/{person}/exclusions");
        let mut lead = county.signed_in("representative");
        let page = lead.open(&path).is(200).does_not_say("I have checked it");
        let deputy = county.id("deputy").to_string();
        let words = "Her brother; she is staying with her aunt at 14 Mill Road, PE13 1AB.";
        let typed = [("user", deputy.as_str()), ("reason", "family"), ("words", words)];
        let page = lead.submit(&page, &path, &typed).is(422);
        let page = page.says("This may tell where somebody is.").says("14 Mill Road").says("PE13");
        assert_eq!(page.field(&path, "words"), words);
        assert_eq!(
            page.link_named("Write it down where it is sealed (opens in a new tab)"),
            format!("/people/{person}/whereabouts/add")
        );
        let count = || {
            let sql = "select count(*) as count from exclusion";
            let found = county.app().db().read(|tx| tx.find(sql, &[], |row| row.get("count")));
            found.unwrap().unwrap_or(0_i64)
        };
        assert_eq!(count(), 0);
        // Taken out, it is saved; and so it is, as it stands, by whoever says that they looked.
        let page = lead.submit(&page, &path, &[("words", "Her brother.")]).is(200);
        assert_eq!(count(), 1);
        let chair = county.id("chair").to_string();
        let typed = [("user", chair.as_str()), ("reason", "family"), ("words", words)];
        let page = lead.submit(&page, &path, &typed).is(422);
        lead.submit(&page, &path, &[("words-checked", "yes")]).is(200);
        assert_eq!(count(), 2);
    });
}

#[test]
fn every_form_with_free_text_asks_before_it_keeps_an_address() {
    let county = County::embedded();
    county.import(INCIDENT);
    let person = person_of(&county, "Z-1");
    let mut deputy = county.signed_in("deputy");
    let path = format!("/people/{person}/whereabouts");
    let form = deputy.open(&path).is(200);
    let typed = [("reason", "visit"), ("words", "A visit to 14 Mill Road.")];
    let page = deputy.submit(&form, &path, &typed).is(422).says("14 Mill Road");
    let ticked = [("words-checked", "yes")];
    deputy.submit(&page, &path, &ticked).is(200).says("PE13 1AB");
}

/// The police work on a referral of Amber House's, and may read its whereabouts.
fn shared(county: &County) -> PersonId {
    let rows = "referral_ref,marac,referring_agency,referred_on,heard_on,victim_given_names,\
                victim_family_name,victim_address\nR1,Fenland MARAC,AMBER-HOUSE,2026-10-02,\
                2026-10-20,Ottilie,Marchbanks,9 Harecroft Terrace\n";
    let (app, world) = (county.app(), &county.world);
    let request = ImportRequest {
        kind: FileKind::Referrals,
        agency: AgencyCode::parse("PARTNERSHIP").unwrap(),
        file_name: "referrals.csv".to_owned(),
        dry_run: false,
    };
    let file = Cursor::new(rows.as_bytes());
    run_import(app, &operator(), &request, file, &mut |_| {}).unwrap();
    let words = |text| SharingWords::parse(text).unwrap();
    let terms = Terms {
        title: AgreementTitle::parse("County protocol").unwrap(),
        purpose: words("To keep people safe."),
        gateways: BTreeSet::from([Gateway::Safeguarding]),
        classes: BTreeSet::from([FieldClass::Identity, FieldClass::Case, FieldClass::Whereabouts]),
        from: date(2026, 11, 24),
        until: None,
        review_on: date(2027, 11, 24),
    };
    let [office, police] = ["coordinator", "deputy"].map(|name| county.agency_of(name));
    let new = NewAgreement { terms, parties: vec![(office, None), (police, None)] };
    let keeper = world.sign_in("privacy officer");
    let id = app.change(&keeper, move |ctx| draft_agreement(ctx, new)).unwrap();
    for name in ["privacy officer", "police privacy officer"] {
        app.change(&world.sign_in(name), move |ctx| sign_agreement(ctx, id)).unwrap();
    }
    let sql = "select referral_id as id from referral";
    let case = app.db().read(|tx| tx.find(sql, &[], |row| row.get::<Uuid>("id")));
    let new = NewInvolvement {
        case: case.unwrap().unwrap(),
        agency: police,
        part: InvolvementPart::Assigned,
        days: InvolvementDays { from: date(2026, 11, 24), until: None },
        why: words("They were called to the house."),
    };
    let coordinator = world.sign_in("coordinator");
    app.change(&coordinator, move |ctx| involve_agency(ctx, &new)).unwrap();
    person_of(county, "R1")
}

#[test]
fn whose_agency_is_new_to_a_case_asks_a_second_person_and_opens_it_for_an_hour() {
    County::on_both(|county| {
        let person = shared(&county);
        let mut deputy = county.signed_in("deputy");
        let page = deputy.open(&format!("/people/{person}")).is(200);
        let ask = page.link_named("Ask for a second person to open it");
        let path = format!("/people/{person}/whereabouts");
        let form = deputy.open(&path).is(200).says("Ask for a second person to open where Ottilie");
        let form = deputy.submit(&form, &ask, &[]).is(422).says("Choose why you need to know");
        let typed = [("reason", "visit"), ("words", "With the locksmith.")];
        let form = deputy.submit(&form, &ask, &typed).is(200).says("waits for a second person");
        deputy.submit(&form, &ask, &typed).is(422).says("You have asked already");
        county.signed_in("representative").open("/second-openings").says("Nobody waits for you");
        let mut idva = county.signed_in("idva");
        let list = idva.open("/second-openings").is(200).says("Ottilie Marchbanks");
        let list = list.says("With the locksmith.").says("Fen Police");
        let answer = list.link("/second-openings/");
        let form = idva.open(&answer).is(200);
        let form = idva.submit(&form, &answer, &[]).is(422).says("Say whether they need to know");
        let ask_open = idva.fill(&form, &answer, &[("answer", "open")]);
        county.signed_in("representative").open(&answer).is(403);
        let done = idva.send(ask_open).is(303);
        assert_eq!(done.header("location"), Some("/second-openings?done=opened"));
        idva.open("/second-openings?done=opened").is(200).says("open to them for one hour");
        let mut deputy = county.signed_in("deputy");
        open(&mut deputy, &path).says("9 Harecroft Terrace");
        county.later(60 * 60);
        let mut deputy = county.signed_in("deputy");
        deputy.open(&path).is(200).says("Ask for a second person to open where Ottilie");
    });
}
