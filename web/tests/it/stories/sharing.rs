//! Agencies agree, one of them is involved in a case, and it reads it until somebody ends that.

use crate::kit::{Ask, Browser, County, Page};
use app::{
    import::{ImportRequest, reading::FileKind, run_import},
    params,
    testing::operator,
};
use domain::{agency::AgencyCode, ids::PersonId};
use std::io::Cursor;
use uuid::Uuid;

const REFERRAL: &[u8] = b"referral_ref,marac,referring_agency,referred_on,victim_given_names,\
                          victim_family_name,perpetrator_given_names,perpetrator_family_name\n\
                          S-1,Fenland MARAC,AMBER-HOUSE,2026-10-02,Zuleika,Quillfeather,\
                          Jem,Hobday\n";
const INCIDENT: &[u8] = b"incident_ref,reported_on,area,victim_given_names,victim_family_name\n\
                          S-2,2026-10-01,Fenland,Ottilie,Marchbanks\n";

/// The referral that the office holds.
pub(super) fn referral(county: &County) -> (Uuid, PersonId) {
    let request = ImportRequest {
        kind: FileKind::Referrals,
        agency: AgencyCode::parse("PARTNERSHIP").unwrap(),
        file_name: "referrals.csv".to_owned(),
        dry_run: false,
    };
    let file = Cursor::new(REFERRAL);
    run_import(county.app(), &operator(), &request, file, &mut |_| {}).unwrap();
    victim(county, "Quillfeather")
}

/// Case and person of whoever has this name.
fn victim(county: &County, name: &'static str) -> (Uuid, PersonId) {
    let sql = "select r.source_id, m.person_id from membership m
               join person_record r on r.record_id = m.record_id and r.party = 'victim'
               where m.superseded_at is null and r.family_name = $1";
    let read = |row: &app::db::Row<'_>| Ok((row.get("source_id")?, row.get("person_id")?));
    let found = county.app().db().read(|tx| tx.find(sql, params![name], read));
    found.unwrap().unwrap()
}

fn terms<'a>(office: &'a str, police: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("title", "County protocol"),
        ("purpose", "To keep people safe."),
        ("party", office),
        ("party", police),
        ("gateway", "safeguarding"),
        ("from-day", "1"),
        ("from-month", "11"),
        ("from-year", "2026"),
        ("review-day", "1"),
        ("review-month", "11"),
        ("review-year", "2027"),
    ]
}

/// Sends the form of a draft, in which agencies are several answers of one name.
fn send(browser: &mut Browser, page: &Page, typed: &[(&str, &str)]) -> Page {
    let path = "/agreements/new";
    let token = page.field(path, "request");
    let fields: Vec<(&str, &str)> =
        [("request", token.as_str())].into_iter().chain(typed.iter().copied()).collect();
    let answer = browser.send(Ask::form(path, &fields));
    match answer.header("location").map(str::to_owned) {
        Some(target) => browser.open(&target),
        None => answer,
    }
}

/// Drafted by the partnership's officer and signed by both; where it stands.
pub(super) fn agreed(county: &County, keeper: &mut Browser) -> String {
    let office = county.agency_of("coordinator").to_string();
    let police = county.agency_of("representative").to_string();
    let page = keeper.open("/agreements/new").is(200);
    let page = send(keeper, &page, &terms(&office, &police)).is(200);
    page.says("The agreement is drafted").says("Not signed").says("two agencies have to sign");
    let path = path_of(&keeper.open("/agreements"));
    for mut signer in
        [county.signed_in("privacy officer"), county.signed_in("police privacy officer")]
    {
        let sign = format!("{path}/sign");
        let page = signer.open(&sign).is(200).says("Sign “County protocol” for your agency?");
        signer.submit(&page, &sign, &[]).is(200).says("Your agency has signed the agreement.");
    }
    path
}

fn path_of(page: &Page) -> String {
    let links = page.links();
    let is_one = |link: &&String| link.starts_with("/agreements/") && !link.ends_with("/new");
    links.iter().find(is_one).unwrap().clone()
}

#[test]
fn what_is_missing_in_a_draft_is_said_beside_it() {
    County::on_both(|county| {
        let mut keeper = county.signed_in("privacy officer");
        let page = keeper.open("/agreements/new").is(200);
        let empty = keeper.submit(&page, "/agreements/new", &[]).is(422);
        let page = empty
            .says("The name is empty")
            .says("Say it in at least 3 characters")
            .says("Enter a day, month and year.");
        let (office, police) = (county.agency_of("coordinator"), county.agency_of("chair"));
        let (office, police) = (office.to_string(), police.to_string());
        let mut typed = terms(&office, &police);
        typed[4] = ("gateway", "crime_and_disorder_s115");
        let page = send(&mut keeper, &page, &typed).is(422);
        let page = page.says("No gateway that you chose reaches one of the agencies");
        let acts_for = format!("acts_for-{office}");
        typed.push((&acts_for, "Fen County Council"));
        let page = send(&mut keeper, &page, &typed).is(200);
        page.says("on behalf of Fen County Council").says("Crime and Disorder Act 1998");
    });
}

#[test]
fn an_agency_that_agreed_and_is_involved_reads_a_case_until_the_agreement_ends() {
    County::on_both(|county| {
        let (case, person) = referral(&county);
        let mut keeper = county.signed_in("privacy officer");
        let path = agreed(&county, &mut keeper);
        let mut reader = county.signed_in("representative");
        let of_person = format!("/people/{person}");
        reader.open(&of_person).is(404);
        reader.open("/cases").is(200).says("works on no case of another agency");

        let mut office = county.signed_in("coordinator");
        let involved = format!("/cases/{case}/involved");
        let page = office.open(&of_person).is(200).says("Who works on this case");
        assert!(page.links().contains(&involved));
        let page = office.open(&involved).is(200).says("No other agency works on this case.");
        let empty = office.submit(&page, &involved, &[]).is(422);
        let page = empty.says("Choose an agency.").says("Choose what it has to do with the case.");
        let police = county.agency_of("representative").to_string();
        let typed = [("agency", police.as_str()), ("part", "assigned"), ("why", "Called there.")];
        let page = office.submit(&page, &involved, &typed).is(200).says("The agency is involved.");
        let page = page.says("Works on the case").says("Incidents and referrals");
        office.submit(&page, &involved, &typed).is(422).says("involved in that time already");

        let page = reader.open("/cases").is(200).says("Victim: Zuleika Quillfeather");
        assert!(page.links().contains(&of_person));
        let page = reader.open(&of_person).is(200).says("Quillfeather");
        let page = page.says("the agreement “County protocol” has allowed it since 24 November");
        page.does_not_say("Who works on this case");

        let end = format!("{path}/end");
        let mut keeper = county.signed_in("privacy officer");
        let page = keeper.open(&end).is(200).says("The 1 open cases that lose a reader");
        let page = page.says("Referral of 2 October 2026").does_not_say("Quillfeather");
        let page = keeper.submit(&page, &end, &[("why", "")]).is(422);
        let page = keeper.submit(&page, &end, &[("why", "The police withdrew.")]).is(200);
        page.says("It grants nothing any more.").says("The police withdrew.");
        reader.open(&of_person).is(404);
        reader.open("/cases").is(200).says("No agreement lets your agency read it");
    });
}

#[test]
fn whoever_works_with_him_is_told_that_there_is_a_risk_on_a_page_without_the_case() {
    County::on_both(|county| {
        let (case, zuleika) = referral(&county);
        let mut keeper = county.signed_in("privacy officer");
        let police = county.agency_of("representative").to_string();
        let office = county.agency_of("coordinator").to_string();
        let page = keeper.open("/agreements/new").is(200);
        let mut typed = terms(&office, &police);
        typed.push(("class", "risk_known"));
        let page = send(&mut keeper, &page, &typed).is(200).says("The agreement is drafted");
        page.says("That somebody is at risk");
        let path = path_of(&keeper.open("/agreements"));
        for name in ["privacy officer", "police privacy officer"] {
            let (mut signer, sign) = (county.signed_in(name), format!("{path}/sign"));
            let page = signer.open(&sign).is(200);
            signer.submit(&page, &sign, &[]).is(200);
        }
        let mut office = county.signed_in("coordinator");
        let involved = format!("/cases/{case}/involved");
        let page = office.open(&involved).is(200).says("Works with the alleged perpetrator");
        let part = ("part", "perpetrator_side");
        let typed = [("agency", police.as_str()), part, ("why", "They lead his programme.")];
        let page = office.submit(&page, &involved, &typed).is(200).says("The agency is involved.");
        page.says("Works with the alleged perpetrator").says("That somebody is at risk");
        let mut deputy = county.signed_in("deputy");
        let page = deputy.open("/cases").is(200).says("Somebody is at risk").says("Jem Hobday");
        let secrets = ["Zuleika", "Quillfeather", "S-1", "Amber House", "2 October", "Fenland"];
        let page = secrets.iter().fold(page, |page, secret| page.does_not_say(secret));
        let him = page.links().into_iter().find(|link| link.starts_with("/people/")).unwrap();
        let page = deputy.open(&him).is(200).says("Somebody is at risk from this person.");
        let page = page.says("Jem Hobday").says("You see this because you work with this person");
        secrets.iter().fold(page, |page, secret| page.does_not_say(secret));
        deputy.open(&format!("/people/{zuleika}")).is(404);
        deputy.open(&format!("{him}/whereabouts")).is(403);
        let chair = county.signed_in("chair").open(&him);
        chair.is(404);
    });
}

#[test]
fn an_agencys_part_in_a_case_ends_with_a_word_why() {
    County::on_both(|county| {
        let (case, _) = referral(&county);
        let mut office = county.signed_in("coordinator");
        let involved = format!("/cases/{case}/involved");
        let page = office.open(&involved).is(200);
        let police = county.agency_of("representative").to_string();
        let mut typed =
            [("agency", police.as_str()), ("part", "invited"), ("why", "She is at PE13 1AB.")];
        let page = office.submit(&page, &involved, &typed).is(422);
        let page = page.says("This may tell where somebody is.");
        typed[2].1 = "They hear it.";
        let page = office.submit(&page, &involved, &typed).is(200);
        let page = page.says("Nothing: no agreement with the holder is in force");
        let end = page.links().into_iter().find(|link| link.ends_with("/end")).unwrap();
        let page = office.open(&end).is(200).says("End the part of Fen Police in this case?");
        let page = office.submit(&page, &end, &[("why", "x")]).is(422);
        let page = office.submit(&page, &end, &[("why", "It was heard.")]).is(200);
        page.says("no longer involved").says("No other agency works on this case.");
        office.open(&end).is(404);
    });
}

#[test]
fn a_review_that_is_late_is_warned_of_and_recorded() {
    County::on_both(|county| {
        let mut keeper = county.signed_in("privacy officer");
        let path = agreed(&county, &mut keeper);
        county.world.clock.put("2027-11-02T09:00:00Z".parse().unwrap());
        let mut keeper = county.signed_in("privacy officer");
        keeper.open("/agreements").is(200).says("Due for review");
        keeper.open(&path).is(200).says("It stays in force until somebody ends it.");
        let review = format!("{path}/review");
        let page = keeper.open(&review).is(200);
        let page = keeper.submit(&page, &review, &[("words", "Read.")]).is(422);
        let page = page.says("Enter the day of the next review.");
        let next = |year| {
            [("words", "Read."), ("next-day", "1"), ("next-month", "11"), ("next-year", year)]
        };
        let page = keeper.submit(&page, &review, &next("2027")).is(422);
        let page = page.says("The review lies in the past");
        let page = keeper.submit(&page, &review, &next("2028")).is(200);
        page.says("The review is recorded.").says("In force").says("Read. To be reviewed again");
    });
}

#[test]
fn a_record_is_given_in_an_emergency_read_and_taken_back() {
    County::on_both(|county| {
        county.import(INCIDENT);
        let (_, person) = victim(&county, "Marchbanks");
        let (of_person, gifts) = (format!("/people/{person}"), format!("/people/{person}/gifts"));
        let mut reader = county.signed_in("second idva");
        reader.open(&of_person).is(404);
        reader.open("/given").is(200).says("Nothing is given to you at present.");
        let mut lead = county.signed_in("representative");
        lead.open(&of_person).is(200).says("Give this record to somebody");
        let page = lead.open(&gifts).is(200);
        let empty = lead.submit(&page, &gifts, &[]).is(422);
        let page = empty.says("Choose the law.").says("Choose how long.");
        let mut typed = [
            ("to", "nobody@county.example"),
            ("gateway", "vital_interests"),
            ("necessity", "He was seen at her door."),
            ("decided_by", "Inspector Hale"),
            ("hours", "4"),
        ];
        let page = lead.submit(&page, &gifts, &typed).is(422);
        let page = page.says("Nobody who uses Wicken at present has this e-mail address");
        let email = county.world.person("second idva").email.clone();
        typed[0].1 = &email;
        let page = lead.submit(&page, &gifts, &typed).is(200).says("It is given.");
        let page = page.says("The second idva, Amber House").says("Take it back now");
        let given = reader.open("/given").is(200).says("He was seen at her door.");
        assert!(given.links().contains(&of_person));
        reader.open(&of_person).is(200).says("Marchbanks").does_not_say("Give this record");
        let end = page.html().split("action=\"").find_map(|part| {
            let action = part.split('"').next()?;
            action.ends_with("/end").then(|| action.to_owned())
        });
        lead.submit(&page, &end.unwrap(), &[]).is(200).says("It is taken back.");
        reader.open(&of_person).is(404);
    });
}
