//! The rules of a repeat, from files with several perpetrators, chains and transfers.

use super::{Cells, link, ni32, referrals};
use app::{
    App,
    testing::{World, on_both},
};
use jiff::SignedDuration;

/// A referral of Ann by the police, heard four weeks later unless said otherwise.
fn referral(app: &App, rows: &[Cells<'_>]) {
    let defaults: Cells<'_> = &[
        ("marac", "Fenland MARAC"),
        ("referring_agency", "FEN-POLICE"),
        ("victim_family_name", "Rao"),
        ("area", "Fenland"),
    ];
    let filled: Vec<Vec<(&str, &str)>> = rows
        .iter()
        .map(|row| {
            let given = |name: &str| row.iter().any(|(column, _)| *column == name);
            let missing = defaults.iter().filter(|(name, _)| !given(name));
            row.iter().chain(missing).copied().collect()
        })
        .collect();
    let rows: Vec<Cells<'_>> = filled.iter().map(Vec::as_slice).collect();
    referrals(app, &rows);
}

fn plain<'c>(reference: &'c str, referred: &'c str, heard: &'c str) -> Vec<(&'c str, &'c str)> {
    vec![
        ("referral_ref", reference),
        ("referred_on", referred),
        ("heard_on", heard),
        ("perpetrator_family_name", "Cole"),
    ]
}

fn with<'c>(
    mut row: Vec<(&'c str, &'c str)>,
    more: &[(&'c str, &'c str)],
) -> Vec<(&'c str, &'c str)> {
    for (name, value) in more {
        row.retain(|(column, _)| column != name);
        row.push((*name, *value));
    }
    row
}

/// Ann is 1; Cole 2 and Dunn 3 are the perpetrators of rows one and two.
fn everyone(app: &App, references: &[&str]) {
    let keys = references.iter().flat_map(|reference| {
        [("victim", 1), ("perpetrator", 2), ("perpetrator2", 3)]
            .map(|(party, person)| (format!("PARTNERSHIP/{reference}/{party}"), person))
    });
    let keys: Vec<(String, u64)> = keys.collect();
    let keys: Vec<(&str, u64)> = keys.iter().map(|(key, person)| (key.as_str(), *person)).collect();
    link(app, &keys);
}

fn counted(world: &World, rows: &[Vec<(&str, &str)>], references: &[&str]) -> (i64, i64) {
    let rows: Vec<Cells<'_>> = rows.iter().map(Vec::as_slice).collect();
    referral(&world.app, &rows);
    everyone(&world.app, references);
    ni32(&world.app, 2008, None)
}

#[test]
fn a_further_incident_on_the_last_day_of_twelve_months_is_a_repeat_and_a_day_later_is_none() {
    for (incident, repeats) in [("2009-03-01", 1), ("2009-03-02", 0)] {
        on_both(|world| {
            let rows = [
                with(plain("R1", "2008-03-01", ""), &[("incident_on", "2008-02-20")]),
                with(plain("R2", "2009-03-05", "2009-03-20"), &[("incident_on", incident)]),
            ];
            assert_eq!(counted(&world, &rows, &["R1", "R2"]), (repeats, 1), "{incident}");
        });
    }
}

#[test]
fn one_same_perpetrator_of_several_is_enough_and_a_new_one_begins_a_clock_of_his_own() {
    on_both(|world| {
        let dunn: Cells<'_> = &[("perpetrator_family_name", "Dunn")];
        let rows = [
            plain("R1", "2008-05-01", "2008-05-20"),
            plain("R2", "2008-07-01", "2008-07-20"),
            with(plain("R2", "2008-07-01", "2008-07-20"), dunn),
            with(plain("R3", "2008-09-01", "2008-09-20"), &[("perpetrator_family_name", "Other")]),
        ];
        assert_eq!(counted(&world, &rows, &["R1", "R2"]), (1, 3));
    });
}

#[test]
fn the_same_incident_is_no_repeat_through_a_chain_whose_middle_comes_in_a_later_file() {
    on_both(|world| {
        let rows = [
            with(plain("R1", "2008-05-01", "2008-05-20"), &[("same_incident_as", "R2")]),
            with(plain("R3", "2008-06-01", "2008-06-20"), &[("same_incident_as", "R2")]),
        ];
        assert_eq!(counted(&world, &rows, &["R1", "R3"]), (1, 2));
        let middle = [plain("R2", "2008-05-10", "2008-05-20")];
        assert_eq!(counted(&world, &middle, &["R1", "R2", "R3"]), (0, 2));
        // Taken back by an amendment, it joins no longer.
        let alone = [plain("R3", "2008-06-01", "2008-06-20")];
        assert_eq!(counted(&world, &alone, &["R1", "R2", "R3"]), (1, 2));
    });
}

#[test]
fn two_agencies_that_refer_one_event_are_no_repeat() {
    on_both(|world| {
        let event: Cells<'_> = &[("incident_on", "2008-04-30")];
        let rows = [
            with(plain("R1", "2008-05-01", "2008-05-20"), event),
            with(plain("R2", "2008-05-09", "2008-06-20"), event),
        ];
        assert_eq!(counted(&world, &rows, &["R1", "R2"]), (0, 2));
    });
}

#[test]
fn what_was_screened_out_starts_no_clock_and_what_was_transferred_in_does() {
    for (status, repeats, cases) in [
        ("screened_out", 0, 1),
        ("returned", 0, 1),
        ("withdrawn", 0, 1),
        ("submitted", 0, 1),
        ("transferred_out", 0, 1),
        ("transferred_in", 1, 2),
        ("accepted", 1, 2),
    ] {
        on_both(|world| {
            let rows = [
                with(plain("R1", "2008-05-01", "2008-05-20"), &[("status", status)]),
                plain("R2", "2008-07-01", "2008-07-20"),
            ];
            assert_eq!(counted(&world, &rows, &["R1", "R2"]), (repeats, cases), "{status}");
        });
    }
}

#[test]
fn a_case_transferred_in_is_a_repeat_only_for_an_incident_of_its_own() {
    for (incident, repeats) in [("", 0), ("2008-06-20", 1)] {
        on_both(|world| {
            let moved: Cells<'_> = &[("status", "transferred_in"), ("incident_on", incident)];
            let rows = [
                plain("R1", "2008-05-01", "2008-05-20"),
                with(plain("R2", "2008-07-01", "2008-07-20"), moved),
            ];
            assert_eq!(counted(&world, &rows, &["R1", "R2"]), (repeats, 2));
        });
    }
}

#[test]
fn referrals_heard_together_are_one_case_in_the_area_of_the_earliest() {
    on_both(|world| {
        use super::{ask, by, rows, year};
        use domain::performance::{By, Indicator};
        let rows_of = [
            with(plain("R2", "2008-05-01", "2008-05-20"), &[("area", "Cambridge")]),
            with(plain("R10", "2008-05-01", "2008-05-20"), &[("area", "Fenland")]),
            with(plain("R3", "2008-05-01", "2008-05-20"), &[("marac", "Other MARAC")]),
        ];
        // `R10` comes before `R2` byte by byte.
        assert_eq!(counted(&world, &rows_of, &["R2", "R10", "R3"]), (0, 2));
        let found = rows(&world.app, by(ask(Indicator::Ni32, year(2008)), By::Area));
        assert!(found.contains(&"Fenland 0/2 0.0".to_owned()), "{found:?}");
        assert!(found.contains(&"Cambridge 0/0 -".to_owned()), "{found:?}");
    });
}

#[test]
fn a_case_of_another_year_starts_the_clock_and_each_referral_starts_it_anew() {
    on_both(|world| {
        let rows = [
            plain("R1", "2007-06-01", "2007-06-20"),
            plain("R2", "2008-05-20", "2008-06-02"),
            plain("R3", "2009-03-01", "2009-03-20"),
        ];
        assert_eq!(counted(&world, &rows, &["R1", "R2", "R3"]), (2, 2));
        world.clock.advance(SignedDuration::from_hours(48));
        assert_eq!(ni32(&world.app, 2007, None), (0, 1));
    });
}
