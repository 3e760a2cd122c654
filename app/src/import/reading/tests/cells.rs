//! Cells that are refused, kept as odd, or read although they look strange.

use super::*;
use WarningKind::{
    CheckDigit, HiddenCharacter, TakenAsLive, TakenAsSubmitted, TooLong, UnknownWord, Unreadable,
};

const NO_DATE: &str = "the cell is no date: write it as YYYY-MM-DD, like 2008-04-01";
const EMPTY: &str = "the cell is empty and is required: fill it in";
const NO_AREA: &str = "the area is not known: mend its name, or add it with `wicken area add`";

/// A column of incidents and a cell that is kept as it came.
const ODD: &[(&str, &str, WarningKind)] = &[
    ("occurred_on", "2008-04-31", Unreadable),
    ("occurred_on", "31/04/2008", Unreadable),
    ("occurred_on", "04/13/2008", Unreadable),
    ("occurred_on", "39539", Unreadable),
    ("occurred_on", "last week", Unreadable),
    ("occurred_on", "0008-04-01", Unreadable),
    ("postcode", "CB1", Unreadable),
    ("postcode", "near the church", Unreadable),
    ("record_status", "lived", TakenAsLive),
    ("definition", "ho2006", UnknownWord),
    ("risk_grade", "very high", UnknownWord),
    ("relationship", "friend", UnknownWord),
    ("honour_based", "perhaps", UnknownWord),
    ("forced_marriage", "2", UnknownWord),
    ("alcohol", "a little", UnknownWord),
    ("drugs", "?", UnknownWord),
    ("children_present", "two", Unreadable),
    ("children_present", "-1", Unreadable),
    ("children_present", "2.0", Unreadable),
    ("children_present", "99999", Unreadable),
    ("victim_given_names", "UNKNOWN", Unreadable),
    ("victim_family_name", "n/k", Unreadable),
    ("suspect_family_name", "---", Unreadable),
    ("suspect_given_names", "not known", Unreadable),
    ("victim_date_of_birth", "1985-02-29", Unreadable),
    ("victim_date_of_birth", "01/02/85", Unreadable),
    ("victim_date_of_birth", "1985", Unreadable),
    ("suspect_date_of_death", "31 April", Unreadable),
    ("suspect_age", "121", Unreadable),
    ("suspect_age", "about 40", Unreadable),
    ("victim_sex", "FM", UnknownWord),
    ("victim_postcode", "CB1 2A3", Unreadable),
    ("victim_phone", "none", Unreadable),
    ("victim_phone", "12345", Unreadable),
    ("victim_email", "asha.example.org", Unreadable),
    ("victim_email", "@example.org", Unreadable),
    ("victim_nhs_number", "943476591", Unreadable),
    ("victim_nhs_number", "943 476 591X", Unreadable),
    ("victim_ethnicity_list", "census1991", UnknownWord),
];

/// A column of incidents and a cell that is read.
const READ: &[(&str, &str)] = &[
    ("occurred_on", "2008-03-31"),
    ("occurred_on", "2008-03-31T23:59"),
    ("occurred_on", "1851-01-01"),
    ("postcode", "cb12ab"),
    ("record_status", "Not Domestic"),
    ("record_status", "not_domestic"),
    ("risk_grade", "HIGH"),
    ("relationship", "Ex-Partner"),
    ("relationship", "son/daughter"),
    ("honour_based", "Yes"),
    ("alcohol", "not_known"),
    ("children_present", "0"),
    ("crime_refs", "C1;C2; ;C1"),
    ("offence", ";;;"),
    ("victim_given_names", "Žydrūnė Ó'Brien-Smith 王"),
    ("victim_given_names", "Ана"),
    ("victim_family_name", "=cmd|' /C calc'!A0"),
    ("victim_family_name", "Null"),
    ("victim_other_names", "Rao;Ray ; Rae"),
    ("suspect_sex", "male"),
    ("victim_postcode", "PE13 1ab"),
    ("victim_email", "asha@example.org"),
    ("victim_nhs_number", "943 476 5919"),
    ("victim_ethnicity", "prefer_not_to_say"),
    ("victim_ethnicity_list", "Census 2001"),
    ("victim_age", "0"),
];

pub(super) fn cases() -> Vec<Case> {
    let odd = ODD.iter().map(|(column, cell, what)| {
        incidents(column, with_cell(column, cell), 1).warned(2, column, *what)
    });
    let read = READ.iter().map(|(column, cell)| incidents(column, with_cell(column, cell), 1));
    odd.chain(read).chain(required()).chain(special()).chain(of_referrals()).collect()
}

fn required() -> Vec<Case> {
    let row = |row: &str| short(&format!("{row}\nI9,2008-04-01,fenland\n"));
    let refused =
        |name, text: &str, column, words| incidents(name, row(text), 1).refused(2, column, words);
    vec![
        refused("no reference", ",2008-04-01,Fenland", "incident_ref", EMPTY),
        refused("a blank reference", " \u{a0} ,2008-04-01,Fenland", "incident_ref", EMPTY),
        refused("a hidden reference", "\u{200b},2008-04-01,Fenland", "incident_ref", EMPTY),
        refused("no date", "I1,,Fenland", "reported_on", EMPTY),
        refused("31 April", "I1,2008-04-31,Fenland", "reported_on", NO_DATE),
        refused("29 February 1900", "I1,29/02/1900,Fenland", "reported_on", NO_DATE),
        refused("a month first", "I1,04/30/2008,Fenland", "reported_on", NO_DATE),
        refused("a number of days", "I1,39539,Fenland", "reported_on", NO_DATE),
        refused("a date in words", "I1,1 April 2008,Fenland", "reported_on", NO_DATE),
        refused("an area that is not known", "I1,2008-04-01,Rutland", "area", NO_AREA),
        refused("a code that is not known", "I1,2008-04-01,E07999999", "area", NO_AREA),
        refused("a number for the area", "I1,2008-04-01,7", "area", NO_AREA),
        refused("no area", "I1,2008-04-01,", "area", "no area is given and the postcode leads"),
        refused(
            "an area that is not known to the sender",
            "I1,2008-04-01,not_known",
            "area",
            "no area is given",
        ),
        incidents(
            "a reference of 120",
            short(&format!("{},2008-04-01,Fenland", "1".repeat(120))),
            1,
        ),
        incidents(
            "a reference of 121",
            short(&format!("{},2008-04-01,Fenland", "1".repeat(121))),
            0,
        )
        .refused(2, "incident_ref", "the cell has more than 120 characters: shorten it"),
        incidents("an area by its code", short("I1,2008-04-01,e07000010"), 1),
        incidents("DD/MM/YYYY", short("I1,01/04/2008,Fenland"), 1)
            .said("Dates are written as DD/MM/YYYY"),
        incidents("a reference that looks like a formula", short("=1+1,2008-04-01,Fenland"), 1),
        incidents("a hidden character in the reference", short("I\u{200b}1,2008-04-01,Fenland"), 1)
            .warned(2, "incident_ref", HiddenCharacter),
    ]
}

fn special() -> Vec<Case> {
    let name = "victim_family_name";
    let hidden = |title, cell: &str| {
        incidents(title, with_cell(name, cell), 1).warned(2, name, HiddenCharacter)
    };
    let words = |count: usize| (0..count).map(|n| format!("{n};")).collect::<String>();
    let place =
        |cells: &str| format!("incident_ref,reported_on,area,postcode\nI1,2008-04-01,{cells}\n");
    vec![
        hidden("a mark that turns the direction", "Rao\u{202e}"),
        hidden("a right-to-left mark", "\u{200f}Rao"),
        hidden("a space without width", "R\u{200b}ao"),
        hidden("a joiner between Latin letters", "R\u{200d}ao"),
        hidden("a soft hyphen", "Ra\u{ad}o"),
        hidden("an escape", "\u{1b}[31mRao"),
        hidden("nothing but what is hidden", "\u{200b}\u{2060}"),
        hidden("tags", "Rao\u{e0041}"),
        incidents("a joiner in Persian", with_cell(name, "نسرین\u{200c}دخت"), 1),
        incidents("a name of 200", with_cell(name, &"é".repeat(200)), 1),
        incidents("a name of 201", with_cell(name, &"é".repeat(201)), 1).warned(2, name, TooLong),
        incidents("a hundred values", with_cell("crime_refs", &words(100)), 1),
        incidents("a hundred and one values", with_cell("crime_refs", &words(101)), 1).warned(
            2,
            "crime_refs",
            TooLong,
        ),
        incidents("a check digit", with_cell("victim_nhs_number", "9434765918"), 1).warned(
            2,
            "victim_nhs_number",
            CheckDigit,
        ),
        incidents("a postcode that leads to an area", place(",pe131ab"), 1),
        incidents("an area beats a postcode", place("Cambridge,PE13 1AB"), 1),
        incidents("an area that is not known beats one", place("Rutland,PE13 1AB"), 0)
            .refused(2, "area", NO_AREA),
        incidents("a postcode that leads nowhere", place(",SW1A 1AA"), 0).refused(
            2,
            "area",
            "the postcode leads to none",
        ),
        incidents("a postcode that leads to no area", place(",ZZ1 1ZZ"), 0).refused(
            2,
            "area",
            "the postcode leads to none",
        ),
        incidents("an odd postcode alone", place(",CB1"), 0).refused(
            2,
            "area",
            "the postcode leads to none",
        ),
    ]
}

fn of_referrals() -> Vec<Case> {
    let odd = |column: &'static str, cell: &str, what| {
        referrals(column, referral_with_cell(column, cell), 1).warned(2, column, what)
    };
    let read =
        |column: &'static str, cell: &str| referrals(column, referral_with_cell(column, cell), 1);
    vec![
        odd("status", "rejected", TakenAsSubmitted),
        odd("incident_on", "31/02/2008", Unreadable),
        odd("heard_on", "soon", Unreadable),
        odd("meeting_kind", "weekly", UnknownWord),
        odd("criteria", "repeat;luck", UnknownWord),
        odd("checklist_score", "14/24", Unreadable),
        odd("checklist_score", "256", Unreadable),
        odd("referring_agency_kind", "coastguard", UnknownWord),
        odd("pregnant", "maybe", UnknownWord),
        odd("victim_aware", "told", UnknownWord),
        odd("perpetrator_sex", "U", UnknownWord),
        odd("perpetrator_date_of_birth", "00/00/0000", Unreadable),
        read("area", ""),
        read("area", "not_known"),
        read("area", "FENLAND"),
        read("criteria", "Repeat; visible_high_risk;repeat"),
        read("same_incident_as", "R7;R1"),
        read("status", "Transferred in"),
        read("victim_lgbt", "prefer_not_to_say"),
        referrals("area", referral_with_cell("area", "Rutland"), 0).refused(2, "area", NO_AREA),
    ]
}

#[test]
fn a_cell_is_read_or_kept_or_refuses_its_row() {
    cases().iter().for_each(check);
}

#[test]
fn what_is_not_read_is_kept_as_it_came_beside_its_record_or_its_party() {
    for (column, cell, _) in ODD {
        let seen = read(FileKind::Incidents, with_cell(column, cell).as_bytes()).unwrap();
        let incident = &seen.incidents[0];
        let pair = &incident.pairs[0];
        let (odd, column) = match column.split_once('_') {
            Some(("victim", column)) => (&pair.victim.odd, column),
            Some(("suspect", column)) => (&pair.perpetrator.odd, column),
            _ => (&incident.odd, *column),
        };
        assert_eq!(odd.get(column).map(String::as_str), Some(*cell), "{column}");
        assert_eq!(odd.len(), 1);
    }
}

#[test]
fn a_referral_counts_as_accepted_where_its_status_is_empty_and_not_where_it_cannot_be_read() {
    use domain::marac::ReferralStatus::{Accepted, Returned, Submitted};
    for (cell, status) in
        [("", Accepted), (" ", Accepted), ("rejected", Submitted), ("returned", Returned)]
    {
        let text = referral_with_cell("status", cell);
        let seen = read(FileKind::Referrals, text.as_bytes()).unwrap();
        assert_eq!(seen.referrals[0].status, status, "{cell:?}");
    }
    let rows = |first: &str, second: &str| {
        let row = |status: &str| format!("R1,Fenland MARAC,2008-04-01,CAMBS-POLICE,{status}\n");
        let head = "referral_ref,marac,referred_on,referring_agency,status\n";
        format!("{head}{}{}", row(first), row(second))
    };
    for (first, second, status) in [
        ("rejected", "", Submitted),
        ("", "rejected", Submitted),
        ("rejected", "accepted", Accepted),
        ("returned", "rejected", Returned),
    ] {
        let seen = read(FileKind::Referrals, rows(first, second).as_bytes()).unwrap();
        assert_eq!(seen.referrals[0].status, status, "{first:?}, {second:?}");
    }
}

#[test]
fn an_incident_whose_status_cannot_be_read_is_kept_as_live_until_it_is_mended() {
    use domain::incident::IncidentStatus::{Cancelled, Live};
    for (cell, status) in [("", Live), ("lived", Live), ("cancelled", Cancelled)] {
        let text = with_cell("record_status", cell);
        let seen = read(FileKind::Incidents, text.as_bytes()).unwrap();
        assert_eq!(seen.incidents[0].status, status, "{cell:?}");
    }
}

#[test]
fn a_number_that_fails_its_check_is_kept_as_a_number() {
    let text = with_cell("victim_nhs_number", "943 476 5918");
    let seen = read(FileKind::Incidents, text.as_bytes()).unwrap();
    let victim = &seen.incidents[0].pairs[0].victim;
    assert_eq!(victim.nhs_number.as_ref().unwrap().as_str(), "9434765918");
    assert!(victim.odd.is_empty());
}

#[test]
fn the_known_criteria_count_beside_an_unknown_one_and_no_referral_is_of_its_own_incident() {
    let text = referral_with_cell("criteria", "repeat;luck");
    let seen = read(FileKind::Referrals, text.as_bytes()).unwrap();
    assert_eq!(seen.referrals[0].criteria, [domain::marac::Criterion::Repeat]);
    assert_eq!(seen.referrals[0].odd["criteria"], "repeat;luck");
    let text = referral_with_cell("same_incident_as", "R7; R1 ;R8;R7");
    let seen = read(FileKind::Referrals, text.as_bytes()).unwrap();
    assert_eq!(seen.referrals[0].same_incident_as, ["R7", "R8"]);
}

#[test]
fn a_day_and_a_time_that_name_two_days_leave_the_time_beside() {
    let file = |on: &str, at: &str| {
        format!("incident_ref,area,reported_on,reported_at\nI1,Fenland,{on},{at}\n")
    };
    let read = |on: &str, at: &str| read(FileKind::Incidents, file(on, at).as_bytes()).unwrap();
    let seen = read("2008-06-30", "2008-06-30T22:30Z");
    let incident = &seen.incidents[0];
    assert_eq!(incident.reported_at.unwrap().to_string(), "2008-06-30T23:30:00");
    let seen = read("2008-06-30", "2008-06-30T23:30Z");
    assert_eq!(seen.incidents[0].reported_on.to_string(), "2008-06-30");
    assert_eq!(seen.incidents[0].reported_at, None);
    assert_eq!(seen.warnings[0].what, WarningKind::Contradiction);
    let seen = read("", "2008-06-30T23:30Z");
    assert_eq!(seen.incidents[0].reported_on.to_string(), "2008-07-01");
    let seen = read("soon", "2008-06-30T10:00");
    assert_eq!(seen.incidents[0].reported_on.to_string(), "2008-06-30");
    assert_eq!(seen.incidents[0].odd["reported_on"], "soon");
    let seen = read("soon", "later");
    assert_eq!((seen.refusals.len(), seen.refusals[0].column.as_str()), (1, "reported_on"));
}
