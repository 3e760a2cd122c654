//! Reports to the letter: rows, totals, periods, what is refused, and who may ask.

use super::{Cells, ask, by, incidents, link, read, referrals, rows, total, year};
use crate::county::{entries, left_by, word};
use app::{
    Visitor,
    performance::{ReportRequest, report, report_each, report_overview, report_targets},
    testing::{World, on_both, operator},
};
use domain::performance::{By, Indicator, Period};
use jiff::civil::date;

fn incident<'c>(reference: &'c str, day: &'c str, area: &'c str) -> [(&'c str, &'c str); 5] {
    [
        ("incident_ref", reference),
        ("reported_on", day),
        ("area", area),
        ("victim_family_name", "Rao"),
        ("suspect_family_name", "Cole"),
    ]
}

fn fill(world: &World) {
    let all = [
        incident("I1", "2006-05-01", "Fenland"),
        incident("I2", "2007-05-01", "Fenland"),
        incident("I3", "2008-04-01", "Fenland"),
        incident("I4", "2008-05-01", "Cambridge"),
        incident("I5", "2009-03-31", "Fenland"),
        incident("I6", "2009-04-01", "Fenland"),
    ];
    let all: Vec<Cells<'_>> = all.iter().map(|row| row.as_slice()).collect();
    incidents(&world.app, &all);
}

#[test]
fn both_days_of_a_period_count_and_every_area_has_its_row() {
    on_both(|world| {
        fill(&world);
        let asked = ReportRequest {
            baseline: Some(year(2007)),
            ..by(ask(Indicator::RecordedIncidents, year(2008)), By::Area)
        };
        let expected = [
            "Cambridge 1/0 -",
            "East Cambridgeshire 0/0 -",
            "Fenland 2/1 100.0",
            "Huntingdonshire 0/0 -",
            "Peterborough 0/0 -",
            "South Cambridgeshire 0/0 -",
        ];
        assert_eq!(rows(&world.app, asked), expected);
        let report = read(&world.app, asked);
        assert_eq!(report.total.value.as_deref(), Some("200.0"));
        assert_eq!(report.as_at, date(2026, 11, 24));
        assert!(!rows(&world.app, by(asked, By::Agency)).is_empty());
        assert_eq!(rows(&world.app, by(asked, By::Agency)), ["Fen Police 3/1 200.0"]);
        let quarters = rows(&world.app, by(asked, By::Quarter));
        assert_eq!(quarters[0], "2008/09 Q1 2/1 100.0");
        assert_eq!(quarters[3], "2008/09 Q4 1/0 -");
        assert_eq!(rows(&world.app, by(asked, By::Month)).len(), 12);
    });
}

#[test]
fn without_a_breakdown_there_are_no_rows_and_the_total_answers() {
    on_both(|world| {
        fill(&world);
        let report = read(&world.app, ask(Indicator::RecordedIncidents, year(2008)));
        assert!(report.rows.is_empty());
        assert_eq!((report.total.numerator, report.total.denominator), (Some(3), None));
    });
}

#[test]
fn the_records_must_reach_back_twelve_months_before_the_first_day() {
    on_both(|world| {
        let asked = |from| {
            let period = Period::new(from, date(2009, 3, 31)).unwrap();
            read(&world.app, ask(Indicator::RepeatIncidents, period)).lookback_complete
        };
        assert_eq!(asked(date(2008, 4, 1)), Some(false));
        fill(&world);
        assert_eq!(asked(date(2007, 5, 1)), Some(true));
        assert_eq!(asked(date(2007, 4, 30)), Some(false));
        let recorded = ask(Indicator::RecordedIncidents, year(2008));
        assert_eq!(read(&world.app, recorded).lookback_complete, None);
        let ni32 = ask(Indicator::Ni32, year(2008));
        assert_eq!(read(&world.app, ni32).lookback_complete, Some(false));
    });
}

#[test]
fn a_case_without_an_area_stands_in_a_row_of_its_own_and_rows_add_up() {
    on_both(|world| {
        let referral = |reference, area| {
            [
                ("referral_ref", reference),
                ("marac", "Fenland MARAC"),
                ("referring_agency", "AMBER-HOUSE"),
                ("referring_agency_kind", "idva"),
                ("referred_on", "2008-05-01"),
                ("heard_on", "2008-05-20"),
                ("area", area),
                ("victim_family_name", reference),
                ("perpetrator_family_name", "Cole"),
                ("victim_sex", "M"),
                ("victim_age", "17"),
                ("children_count", "2"),
                ("perpetrator_age", "17"),
            ]
        };
        let both = [referral("R1", "Fenland"), referral("R2", "")];
        let both: Vec<Cells<'_>> = both.iter().map(|row| row.as_slice()).collect();
        referrals(&world.app, &both);
        link(&world.app, &[]);
        let asked = ask(Indicator::Ni32, year(2008));
        let found = rows(&world.app, by(asked, By::Area));
        assert_eq!(found.last().unwrap(), "not known 0/1 0.0");
        assert_eq!(found.len(), 7);
        assert_eq!(rows(&world.app, by(asked, By::Marac)), ["Fenland MARAC 0/2 0.0"]);
        assert_eq!(rows(&world.app, by(asked, By::Agency)), ["Amber House 0/2 0.0"]);
        assert_eq!(total(&world.app, asked), (0, 2));
        let found = rows(&world.app, ask(Indicator::MaracDataset, year(2008)));
        for row in [
            "maracs-submitting 1/- -",
            "cases 2/- -",
            "children 4/- -",
            "male-victims 2/2 100.0",
            "victims-aged-16-17 2/2 100.0",
            "bme-not-known 2/2 100.0",
            "partner-agency-referrals 2/2 100.0",
            "referrals-idva 2/2 100.0",
            "harming-others-aged-17-or-below 2/- -",
        ] {
            assert!(found.contains(&row.to_owned()), "{row} is not in {found:?}");
        }
    });
}

#[test]
fn incidents_by_marac_and_a_dataset_by_anything_are_refused_in_words() {
    on_both(|world| {
        for (indicator, by_what) in
            [(Indicator::RecordedIncidents, By::Marac), (Indicator::MaracDataset, By::Area)]
        {
            let asked = by(ask(indicator, year(2008)), by_what);
            let answer = world.app.read(&operator(), |ctx| report(ctx, &asked));
            assert_eq!(word(&answer), "refused");
            assert!(answer.unwrap_err().to_string().contains("break") || by_what == By::Area);
        }
    });
}

#[test]
fn everyone_who_is_signed_in_gets_the_same_figures_and_leaves_an_entry() {
    on_both(|world| {
        fill(&world);
        let asked = by(ask(Indicator::RepeatIncidents, year(2008)), By::Area);
        let own = world.app.read(&operator(), |ctx| report(ctx, &asked)).unwrap();
        for name in ["analyst", "idva", "coordinator", "manager", "chair", "administrator"] {
            let visitor = world.sign_in(name);
            let (report, left) =
                left_by(&world, || world.app.read(&visitor, |ctx| report(ctx, &asked)));
            assert_eq!(report.unwrap(), own, "{name}");
            assert_eq!(left, [format!("read read_indicators indicator by {name}")]);
        }
        let stranger = world.app.read(&Visitor::Stranger, |ctx| report(ctx, &asked));
        assert_eq!(word(&stranger), "sign in");
        let manager = world.sign_in("manager");
        let (targets, left) = left_by(&world, || world.app.read(&manager, report_targets));
        let targets = targets.unwrap();
        assert_eq!(left, ["read read_indicators indicator by manager"]);
        assert_eq!(targets.rows.len(), 5);
        assert_eq!(targets.rows[2].key, "Fenland");
        assert_eq!((targets.rows[2].baseline, targets.rows[2].outturn), (Some(0), 1));
    });
}

#[test]
fn one_look_at_many_figures_leaves_one_entry_that_names_them() {
    on_both(|world| {
        fill(&world);
        let asked = ask(Indicator::RepeatIncidents, year(2008));
        let [recorded, ni32] = [Indicator::RecordedIncidents, Indicator::Ni32]
            .map(|indicator| ask(indicator, year(2008)));
        let requests = [asked, ni32, recorded, asked, ni32];
        let manager = world.sign_in("manager");
        let alone: Vec<_> = requests.iter().map(|asked| read(&world.app, *asked)).collect();
        let classes = || entries(&world.app).last().unwrap().classes.clone();

        let each = || world.app.read(&manager, |ctx| report_each(ctx, &requests));
        let (found, left) = left_by(&world, each);
        assert_eq!(found.unwrap(), alone);
        assert_eq!(left, ["read read_indicators indicator by manager"]);
        assert_eq!(classes(), ["repeat-incidents", "ni32", "recorded-incidents"]);

        let overview = || world.app.read(&manager, |ctx| report_overview(ctx, &requests));
        let (found, left) = left_by(&world, overview);
        let (targets, found) = found.unwrap();
        assert_eq!(found, alone);
        assert_eq!(targets, world.app.read(&operator(), report_targets).unwrap());
        assert_eq!(left, ["read read_indicators indicator by manager"]);
        let named = entries(&world.app).into_iter().rev().map(|entry| entry.classes.clone());
        let named: Vec<_> = named.filter(|classes| 1 < classes.len()).collect();
        assert_eq!(named[0], ["repeat-incidents", "ni32", "recorded-incidents", "targets"]);

        let stranger = Visitor::Stranger;
        let answer = world.app.read(&stranger, |ctx| report_each(ctx, &requests));
        assert_eq!(word(&answer), "sign in");
        let answer = world.app.read(&stranger, |ctx| report_overview(ctx, &requests));
        assert_eq!(word(&answer), "sign in");
        let refused = [ask(Indicator::Ni32, year(2008)), by(recorded, By::Marac)];
        let (answer, left) =
            left_by(&world, || world.app.read(&manager, |ctx| report_each(ctx, &refused)));
        assert_eq!((word(&answer), left), ("refused", vec![]));
    });
}
