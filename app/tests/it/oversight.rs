//! A data protection officer reads counts of the own agency; the partnership's those of all.

use crate::{
    county::{left_by, word},
    glass::{BORN, break_for, break_for_leopold, leopold, opened, read},
};
use app::{
    App, Error, Visitor,
    ledger::{LookFilter, list_looks},
    oversight::{Oversight, SHOWN_DAYS, read_oversight},
    testing::on_both,
};
use domain::{alert::AlertKind, glass::GlassOutcome};
use jiff::SignedDuration;

fn oversee(app: &App, by: &Visitor) -> Result<Oversight, Error> {
    app.read(by, read_oversight)
}

/// As in `Amber House Fen Police identity 2`.
fn sights(found: &Oversight) -> Vec<String> {
    let line = |it: &app::oversight::SightCount| {
        format!("{} {} {} {}", it.reader, it.holder, it.class, it.looks)
    };
    found.sights.iter().map(line).collect()
}

fn refusals(found: &Oversight) -> Vec<String> {
    let line = |it: &app::oversight::RefusalCount| {
        format!("{} {} {} {}", it.agency, it.doing, it.reason, it.times)
    };
    found.refusals.iter().map(line).collect()
}

#[test]
fn looks_are_counted_by_whose_reader_whose_record_and_which_class_for_thirty_days() {
    on_both(|world| {
        leopold(&world.app);
        let idva = world.sign_in("idva");
        let leopold = opened(break_for_leopold(&world.app, &idva));
        let begun = world.clock.now();
        for _ in 0..2 {
            read(&world.app, &idva, leopold).unwrap();
        }
        let deputy = world.sign_in("deputy");
        read(&world.app, &deputy, leopold).unwrap();
        let officer = world.sign_in("police privacy officer");
        let (found, left) = left_by(&world, || oversee(&world.app, &officer));
        let found = found.unwrap();
        assert!(
            left.contains(&"read see_oversight ledger:FEN-POLICE by police privacy officer".into()),
            "{left:?}"
        );
        let expected = [
            "Amber House Fen Police case 2",
            "Amber House Fen Police identity 2",
            "Fen Police Fen Police case 1",
            "Fen Police Fen Police equality 1",
            "Fen Police Fen Police identity 1",
            "Fen Police Fen Police referrer 1",
        ];
        assert_eq!(sights(&found), expected);
        assert_eq!(found.agency_name.as_deref(), Some("Fen Police"));
        let all = oversee(&world.app, &world.sign_in("privacy officer")).unwrap();
        assert_eq!((sights(&all), all.agency_name), (sights(&found), None));
        // Thirty days later to the second they are counted still, and then no more.
        let until = begun + SignedDuration::from_hours(24 * SHOWN_DAYS);
        let before_sign_in = SignedDuration::from_secs(30);
        world.clock.advance(until.duration_since(world.clock.now()) - before_sign_in);
        let officer = world.sign_in("police privacy officer");
        let found = oversee(&world.app, &officer).unwrap();
        assert_eq!(sights(&found).first().map(String::as_str), Some(expected[0]));
        world.clock.advance(SignedDuration::from_secs(1));
        let found = oversee(&world.app, &officer).unwrap();
        assert!(sights(&found).iter().all(|line| !line.starts_with("Amber House")));
    });
}

#[test]
fn refusals_are_counted_for_the_agency_of_whoever_was_refused_and_no_other() {
    on_both(|world| {
        let looks = |name| {
            let visitor = world.sign_in(name);
            world.app.read(&visitor, |ctx| list_looks(ctx, LookFilter::default())).map(drop)
        };
        for name in ["deputy", "deputy", "chair", "idva"] {
            assert_eq!(word(&looks(name)), "denied");
        }
        let of = |name| refusals(&oversee(&world.app, &world.sign_in(name)).unwrap());
        assert_eq!(of("police privacy officer"), ["Fen Police read_ledger not_granted 3"]);
        let all = of("privacy officer");
        assert_eq!(
            all,
            ["Amber House read_ledger not_granted 1", "Fen Police read_ledger not_granted 3"]
        );
    });
}

#[test]
fn broken_glass_and_alerts_are_counted_where_they_were_told() {
    on_both(|world| {
        leopold(&world.app);
        let idva = world.sign_in("idva");
        break_for(&world.app, &idva, ("Drusilla", "Nevermore"), BORN).unwrap();
        opened(break_for_leopold(&world.app, &idva));
        let of = |name| {
            let found = oversee(&world.app, &world.sign_in(name)).unwrap();
            let glass: Vec<_> = found.glass.iter().map(|it| (it.outcome, it.times)).collect();
            let alerts: Vec<_> = found
                .alerts
                .iter()
                .map(|it| (it.agency.clone(), it.kind, it.raised, it.open, it.late))
                .collect();
            (glass, alerts)
        };
        let (glass, alerts) = of("police privacy officer");
        assert_eq!(glass, [(GlassOutcome::Opened, 1)]);
        let police = ("Fen Police".to_owned(), AlertKind::BreakGlass, 1, 1, 0);
        assert_eq!(alerts, std::slice::from_ref(&police));
        let (glass, alerts) = of("privacy officer");
        assert_eq!(glass, [(GlassOutcome::Opened, 1), (GlassOutcome::Nobody, 1)]);
        let amber = ("Amber House".to_owned(), AlertKind::BreakGlass, 2, 2, 0);
        assert_eq!(alerts, [amber, police]);
        // A Tuesday: they are late when the Thursday is over.
        world.clock.advance(SignedDuration::from_hours(72));
        let (_, alerts) = of("police privacy officer");
        assert_eq!(alerts, [("Fen Police".to_owned(), AlertKind::BreakGlass, 1, 1, 1)]);
    });
}

#[test]
fn nobody_but_data_protection_officers_reads_what_is_counted() {
    on_both(|world| {
        for name in ["administrator", "grantor", "coordinator", "manager", "idva", "chair"] {
            let visitor = world.sign_in(name);
            let (answer, left) = left_by(&world, || oversee(&world.app, &visitor));
            assert_eq!(word(&answer), "denied", "{name}");
            assert!(left[0].ends_with("(not_granted)"), "{left:?}");
        }
    });
}
