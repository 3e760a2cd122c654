//! The rows of one reference are one group, wherever they stand.

use std::io::{self, Read, Seek, SeekFrom};

use domain::incident::{IncidentStatus, Relationship};
use domain::marac::ReferralStatus;

use super::*;

fn pairs(rows: &[(&str, &str, &str)]) -> String {
    let mut text = String::from("incident_ref,reported_on,area,victim_ref,suspect_ref\n");
    for (reference, victim, suspect) in rows {
        text += &format!("{reference},2008-04-01,Fenland,{victim},{suspect}\n");
    }
    text
}

fn read_incidents(text: &str) -> Seen {
    read(FileKind::Incidents, text.as_bytes()).unwrap()
}

fn read_referrals(text: &str) -> Seen {
    read(FileKind::Referrals, text.as_bytes()).unwrap()
}

#[test]
fn rows_of_one_reference_are_one_incident_with_its_pairs_in_the_order_of_the_file() {
    let seen = read_incidents(&pairs(&[
        ("I1", "V1", "S1"),
        ("I2", "V2", "S2"),
        ("I1", "V1", "S3"),
        ("I3", "V3", "S4"),
        ("I1", "V4", "S5"),
    ]));
    assert_eq!(seen.order, ["I2", "I3", "I1"]);
    let suspects: Vec<_> = seen.incidents[2]
        .pairs
        .iter()
        .map(|pair| pair.perpetrator.own_ref.as_deref().unwrap_or_default())
        .collect();
    assert_eq!(suspects, ["S1", "S3", "S5"]);
    assert_eq!(seen.notes.rows_accepted, 5);
}

#[test]
fn references_that_stand_apart_come_in_the_order_of_their_first_rows() {
    let seen = read_incidents(&pairs(&[
        ("B", "", ""),
        ("C", "", ""),
        ("A", "", ""),
        ("C", "", ""),
        ("B", "", ""),
        ("A", "", ""),
    ]));
    assert_eq!(seen.order, ["B", "C", "A"]);
}

#[test]
fn references_whose_rows_stand_together_do_not_wait_for_the_others() {
    let rows = ["B", "A", "A", "A", "B", "C"].map(|reference| (reference, "", ""));
    assert_eq!(read_incidents(&pairs(&rows)).order, ["A", "C", "B"]);
}

#[test]
fn a_refused_row_refuses_all_rows_of_its_reference_each_by_its_own_line() {
    for bad in ["I1,2008-04-31,Fenland", "I1,2008-04-01,Rutland", "I1,2008-04-01", "I1,\"x\"y,z"] {
        let text = short(&format!(
            "I1,2008-04-01,Fenland\nI2,2008-04-01,Fenland\n{bad}\n\
                            I3,2008-04-01,Fenland\nI1,2008-04-02,Fenland\n"
        ));
        let seen = read_incidents(&text);
        assert_eq!(seen.incidents.len(), 2, "{bad}");
        let lines: Vec<_> = seen.refusals.iter().map(|refusal| refusal.line).collect();
        assert_eq!(lines, [2, 4, 6], "{bad}");
        for innocent in [&seen.refusals[0], &seen.refusals[2]] {
            assert_eq!(innocent.reference, "I1");
            assert!(innocent.reason.starts_with("line 4 has the same reference"), "{bad}");
        }
    }
}

#[test]
fn the_first_that_says_something_holds_and_what_says_otherwise_is_told() {
    let text = "incident_ref,reported_on,area,record_status,risk_grade,alcohol,crime_refs\n\
                I1,2008-04-01,Fenland,,high,,C1\n\
                I1,01/04/2008,E07000010,cancelled,medium,yes,C2;C1\n\
                I1,2008-04-02,Cambridge,live,high,no,\n";
    let seen = read_incidents(text);
    let incident = &seen.incidents[0];
    assert_eq!(incident.status, IncidentStatus::Cancelled);
    assert_eq!(incident.risk_grade.unwrap().code(), "high");
    assert_eq!(incident.alcohol, Some(true));
    assert_eq!(incident.crime_refs, ["C1", "C2"]);
    assert_eq!((incident.area_code.as_str(), incident.pairs.len()), ("E07000010", 3));
    let told: Vec<_> =
        seen.warnings.iter().map(|warning| (warning.line, warning.column.as_str())).collect();
    assert_eq!(
        told,
        [(3, "risk_grade"), (4, "record_status"), (4, "reported_on"), (4, "area"), (4, "alcohol")]
    );
}

#[test]
fn the_very_same_row_comes_once_if_both_are_named_and_unnamed_parties_are_counted() {
    let seen = read_incidents(&pairs(&[("I1", "V1", "S1"), ("I1", "V1", "S1")]));
    assert_eq!(seen.incidents[0].pairs.len(), 1);
    assert_eq!(seen.notes.rows_accepted, 2);
    let seen = read_incidents(&pairs(&[("I1", "V1", ""), ("I1", "V1", "")]));
    assert_eq!(seen.incidents[0].pairs.len(), 2);
    assert!(!seen.incidents[0].pairs[1].perpetrator.is_named());
}

#[test]
fn a_row_without_any_party_is_an_incident_of_two_unnamed_parties() {
    let seen = read_incidents(&short("I1,2008-04-01,Fenland\n"));
    let pair = &seen.incidents[0].pairs[0];
    assert!(pair.victim.is_empty() && pair.perpetrator.is_empty());
}

#[test]
fn a_referral_has_one_victim_and_each_perpetrator_once() {
    let text = "referral_ref,marac,referred_on,referring_agency,victim_ref,victim_family_name,\
                perpetrator_family_name,relationship,status\n\
                R1,Fenland,2008-04-01,IDVA,V1,,Rao,partner,\n\
                R2,Fenland,2008-04-01,IDVA,V2,,,,screened_out\n\
                R1,Fenland,2008-04-01,IDVA,V1,Moss,Rao,partner,\n\
                R1,Fenland,2008-04-01,IDVA,V9,Moss,Lee,sibling,accepted\n\
                R1,Fenland,2008-04-01,IDVA,,,,,\n";
    let seen = read_referrals(text);
    assert_eq!(seen.order, ["R2", "R1"]);
    let referral = &seen.referrals[1];
    assert_eq!(referral.victim.own_ref.as_deref(), Some("V1"));
    assert_eq!(referral.victim.family_name.as_deref(), Some("Moss"));
    let names: Vec<_> =
        referral.perpetrators.iter().map(|party| party.family_name.as_deref()).collect();
    assert_eq!(names, [Some("Rao"), Some("Lee"), None]);
    assert_eq!(referral.status, ReferralStatus::Accepted);
    assert_eq!(seen.referrals[0].status, ReferralStatus::ScreenedOut);
    assert_eq!(referral.relationship, Some(Relationship::Partner));
    let told: Vec<_> =
        seen.warnings.iter().map(|warning| (warning.line, warning.column.as_str())).collect();
    assert_eq!(told, [(5, "relationship"), (5, "victim_ref")]);
}

#[test]
fn a_referral_whose_perpetrators_are_told_apart_only_by_age_has_both() {
    let text = "referral_ref,marac,referred_on,referring_agency,perpetrator_age\n\
                R1,Fenland,2008-04-01,IDVA,40\nR1,Fenland,2008-04-01,IDVA,40\n";
    assert_eq!(read_referrals(text).referrals[0].perpetrators.len(), 2);
}

#[test]
fn a_thousand_rows_are_one_reference_and_one_more_refuses_them_all() {
    let row = "I1,2008-04-01,Fenland\n";
    let seen = read_incidents(&short(&row.repeat(1000)));
    assert_eq!(seen.incidents[0].pairs.len(), 1000);
    for apart in ["", "I2,2008-04-01,Fenland\n"] {
        let text = short(&format!("{row}{apart}{}I3,2008-04-01,Fenland\n", row.repeat(2500)));
        let seen = read_incidents(&text);
        assert_eq!(seen.refusals.len(), 2501);
        assert!(seen.refusals[0].reason.contains("more than 1,000 rows"));
        assert!(!seen.order.contains(&"I1".to_owned()) || seen.incidents.len() < 3);
        assert!(seen.incidents.iter().all(|incident| incident.reference != "I1"));
    }
}

#[test]
fn rows_of_more_than_16_mib_of_one_reference_are_refused() {
    let file = |rows: usize| {
        let row = format!("I1,2008-04-01,Fenland,{}\n", "x".repeat(60_000));
        format!("incident_ref,reported_on,area,victim_address\n{}", row.repeat(rows))
    };
    assert_eq!(read_incidents(&file(279)).incidents.len(), 1);
    let seen = read_incidents(&file(280));
    assert_eq!((seen.incidents.len(), seen.refusals.len()), (0, 280));
    assert!(seen.refusals[0].reason.contains("or 16 MiB, have this reference"));
}

#[test]
fn the_rows_of_one_reference_have_a_thousand_values_in_a_column_and_no_more() {
    let row = |from: usize| {
        let refs: Vec<String> = (from..from + 100).map(|number| format!("C{number}")).collect();
        format!("I1,2008-04-01,Fenland,{}\n", refs.join(";"))
    };
    let rows: String = (0..11).map(|number| row(100 * number)).collect();
    let seen = read_incidents(&format!("incident_ref,reported_on,area,crime_refs\n{rows}"));
    assert_eq!(seen.incidents[0].crime_refs.len(), 1000);
    let warning = &seen.warnings[0];
    assert_eq!((seen.warnings.len(), warning.line, warning.what), (1, 12, WarningKind::TooLong));
}

#[test]
fn the_time_of_another_day_is_no_time_of_the_first() {
    let text = short("I1,2008-04-01,Fenland\nI1,2008-04-02T10:00,Fenland\n");
    assert_eq!(read_incidents(&text).incidents[0].reported_at, None);
    let text = short("I1,2008-04-01,Fenland\nI1,2008-04-01T10:00,Fenland\n");
    assert!(read_incidents(&text).incidents[0].reported_at.is_some());
}

#[test]
fn what_a_later_row_has_odd_about_the_victim_is_kept_too() {
    let text = "referral_ref,marac,referred_on,referring_agency,victim_phone,status\n\
                R1,Fenland,2008-04-01,IDVA,,\nR1,Fenland,2008-04-01,IDVA,none,lost\n";
    let seen = read_referrals(text);
    assert_eq!(seen.referrals[0].victim.odd["phone"], "none");
    assert_eq!(seen.referrals[0].odd["status"], "lost");
}

#[test]
fn rows_far_apart_find_each_other_again() {
    let between: String = (0..20_000).map(|n| format!("X{n},2008-04-01,Fenland\n")).collect();
    let ends = "I1,2008-04-01,Fenland\nI2,2008-04-01,Fenland\n";
    let seen = read_incidents(&short(&format!("{ends}{between}{ends}")));
    assert_eq!(seen.notes.rows_accepted, 20_004);
    assert_eq!(seen.order[20_000..], ["I1", "I2"]);
    assert!(seen.incidents[20_000..].iter().all(|incident| incident.pairs.len() == 2));
}

#[test]
fn references_are_one_whatever_stands_around_them_and_two_in_other_case() {
    let seen = read_incidents(&short(
        " I1 ,2008-04-01,Fenland\n\"I1\",2008-04-01,Fenland\ni1,2008-04-01,Fenland\n\
         I\u{200b}1,2008-04-01,Fenland\n",
    ));
    let mut order = seen.order;
    order.sort();
    assert_eq!(order, ["I1", "i1"]);
    assert_eq!(seen.warnings.len(), 1);
}

#[test]
fn whoever_takes_the_groups_can_end_the_reading() {
    let known = Known { areas: vec![("F".into(), "Fenland".into())], area_of_postcode: &|_| None };
    let text = short("I1,2008-04-01,Fenland\nI2,2008-04-01,Fenland\n");
    let mut taken = 0;
    let mut each = |_: Group| {
        taken += 1;
        Err("enough")
    };
    let ended = read_file(Cursor::new(text), FileKind::Incidents, &known, &mut each);
    assert!(matches!(ended, Err(ReadError::Each("enough"))));
    assert_eq!(taken, 1);
}

/// A file that loses its end once it was read to it twice.
struct Shrinking {
    text: Cursor<String>,
    ends: u8,
}

impl Read for Shrinking {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.text.read(into)?;
        if count == 0 {
            self.ends += 1;
        }
        if self.ends == 2 {
            let half = self.text.get_ref().len() / 2;
            self.text.get_mut().truncate(half);
        }
        Ok(count)
    }
}

impl Seek for Shrinking {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.text.seek(to)
    }
}

#[test]
fn a_file_that_changes_while_it_is_read_is_refused() {
    let known = Known { areas: vec![("F".into(), "Fenland".into())], area_of_postcode: &|_| None };
    let rows: String = (0..9000).map(|n| format!("I{n},2008-04-01,Fenland\n")).collect();
    let file = Shrinking { text: Cursor::new(short(&rows)), ends: 0 };
    let mut each = |_: Group| Ok::<(), Infallible>(());
    let ended = read_file(file, FileKind::Incidents, &known, &mut each);
    assert!(matches!(ended, Err(ReadError::File(FileRefused::Changed))), "{ended:?}");
}
