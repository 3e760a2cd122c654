//! The MARAC dataset against figures that were published.

use std::collections::{BTreeMap, BTreeSet};

use domain::marac::ReferrerKind;
use domain::performance::{
    CaseCounts, Figures, Form, Indicator, Period, Question, Report, Share, dataset_report, measures,
};
use jiff::civil::{Date, date};

const LONG_AGO: Date = date(2000, 1, 1);

/// Twelve months to 30 June 2023, United Kingdom, as SafeLives published them. The counts behind
/// its shares are not published; these give them.
fn published() -> CaseCounts {
    CaseCounts {
        maracs: 273,
        cases: 108_775,
        cases_year_earlier: 120_861,
        children: 138_340,
        adult_females: Some(24_170_000),
        repeats: 34_808,
        referrals: BTreeMap::from([
            (ReferrerKind::Police, 69_000),
            (ReferrerKind::Idva, 30_000),
            (ReferrerKind::ChildrensSocialCare, 9_159),
        ]),
        bme: Share { yes: 17_513, not_known: 4_351 },
        aged_16_17: Share { yes: 1_424, not_known: 0 },
        harming_17_or_below: 1_463,
        ..CaseCounts::default()
    }
}

fn report(from: Date, to: Date, counts: &CaseCounts, earliest: Date) -> Report {
    let period = Period::new(from, to).expect("the earlier day comes first");
    let as_at = date(2026, 11, 22);
    let question = Question::new(Indicator::MaracDataset, period, None, None, as_at)
        .expect("nothing is broken down");
    dataset_report(&question, counts, Some(earliest))
}

fn year(counts: &CaseCounts) -> Report {
    report(date(2022, 7, 1), date(2023, 6, 30), counts, LONG_AGO)
}

fn figures(report: &Report, key: &str) -> (Option<i64>, Option<i64>, Option<String>) {
    let row = report.rows.iter().find(|row| row.key == key).expect("every measure has a row");
    let Figures { numerator, denominator, value, .. } = row.figures.clone();
    (numerator, denominator, value)
}

fn value(report: &Report, key: &str) -> String {
    figures(report, key).2.expect("there is something to divide by")
}

#[test]
fn published_shares_and_recommendations_are_recomputed() {
    let report = year(&published());
    assert_eq!(figures(&report, "cases"), (Some(108_775), None, None));
    assert_eq!(figures(&report, "maracs-submitting"), (Some(273), None, None));
    for (key, expected) in [
        ("year-on-year-change", "-10.0"),
        ("cases-per-10000-adult-females", "45.0"),
        ("repeat-cases", "32.0"),
        ("partner-agency-referrals", "36.0"),
        ("bme", "16.1"),
        ("bme-not-known", "4.0"),
        ("victims-aged-16-17", "1.3"),
        ("referrals-police", "63.4"),
        ("referrals-childrens-social-care", "8.4"),
        ("idvas-for-current-volume", "1087.8"),
        ("administrators-for-current-volume", "271.9"),
    ] {
        assert_eq!(value(&report, key), expected, "{key}");
    }
    assert_eq!((report.total.numerator, report.lookback_complete), (Some(108_775), None));
}

#[test]
fn the_published_shares_of_16_and_17_year_olds_are_all_1_3() {
    for (yes, cases) in [(1_586, 118_140), (1_424, 108_775), (1_644, 127_594), (1_568, 119_985)] {
        let aged_16_17 = Share { yes, not_known: 0 };
        let counts = CaseCounts { cases, aged_16_17, ..CaseCounts::default() };
        assert_eq!(value(&year(&counts), "victims-aged-16-17"), "1.3");
    }
}

#[test]
fn forty_cases_are_recommended_to_10_000_adult_females() {
    for (adult_females, cases) in [(77_500, "310.0"), (32_500, "130.0"), (52_500, "210.0")] {
        let counts = CaseCounts { adult_females: Some(adult_females), ..CaseCounts::default() };
        assert_eq!(value(&year(&counts), "recommended-cases"), cases);
    }
    // The county's five districts in 2021: 285,300, and so 11.4 IDVAs and 2.9 administrators.
    let counts = CaseCounts { adult_females: Some(285_300), ..CaseCounts::default() };
    let report = year(&counts);
    assert_eq!(value(&report, "recommended-cases"), "1141.2");
    assert_eq!(value(&report, "idvas-for-recommended-volume"), "11.4");
    assert_eq!(value(&report, "administrators-for-recommended-volume"), "2.9");
}

#[test]
fn without_a_population_there_is_no_rate_and_that_is_said() {
    let counts = CaseCounts { adult_females: None, ..published() };
    let report = year(&counts);
    assert_eq!(figures(&report, "cases-per-10000-adult-females"), (Some(108_775), None, None));
    assert_eq!(figures(&report, "recommended-cases"), (None, Some(250), None));
    assert!(report.notes.iter().any(|note| note.contains("No population is known")));
    assert!(!year(&published()).notes.iter().any(|note| note.contains("No population")));
}

#[test]
fn who_referred_adds_up_and_what_is_not_known_is_nobodys() {
    let report = year(&published());
    let rows = report.rows.iter().filter(|row| row.key.starts_with("referrals-"));
    let sum: i64 = rows.clone().filter_map(|row| row.figures.numerator).sum();
    assert_eq!((rows.count(), sum), (15, 108_775));
    assert_eq!(figures(&report, "referrals-not-known").0, Some(616));
    assert_eq!(figures(&report, "partner-agency-referrals").0, Some(39_159));
}

#[test]
fn a_year_that_the_records_do_not_reach_back_to_is_compared_with_nothing() {
    let (from, to) = (date(2022, 7, 1), date(2023, 6, 30));
    let change =
        |earliest| figures(&report(from, to, &published(), earliest), "year-on-year-change");
    assert_eq!(change(date(2021, 7, 1)).1, Some(120_861));
    assert_eq!(change(date(2021, 7, 2)), (Some(108_775), None, None));
    let partial = report(from, to, &published(), date(2021, 7, 2));
    assert!(partial.notes.iter().any(|note| note.contains("not all repeats can be seen")));
}

#[test]
fn what_is_for_a_year_is_said_not_to_fit_another_period() {
    let quarter = report(date(2022, 7, 1), date(2022, 9, 30), &published(), LONG_AGO);
    let says = |report: &Report| report.notes.iter().any(|note| note.contains("not twelve months"));
    assert!(says(&quarter) && !says(&year(&published())));
}

#[test]
fn of_no_cases_there_are_no_shares() {
    let report = year(&CaseCounts::default());
    for row in &report.rows {
        let is_quotient = row.key.ends_with("-for-current-volume");
        assert_eq!(row.figures.value.is_some(), is_quotient, "{}", row.key);
    }
}

#[test]
fn every_measure_has_a_code_of_its_own_in_plain_letters_and_is_in_the_report() {
    let report = year(&published());
    let listed = measures();
    assert!(listed.iter().map(|one| &one.code).eq(report.rows.iter().map(|row| &row.key)));
    let codes: BTreeSet<_> = listed.iter().map(|one| one.code.as_str()).collect();
    assert_eq!(codes.len(), listed.len());
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    assert!(codes.iter().all(|code| code.chars().all(is_plain)), "{codes:?}");
    for (measure, row) in listed.iter().zip(&report.rows) {
        assert_eq!(measure.form == Form::Count, row.figures.denominator.is_none(), "{}", row.key);
    }
}
