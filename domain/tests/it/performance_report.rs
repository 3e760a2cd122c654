//! Reports to the letter of the JSON and CSV that others read.

use std::collections::BTreeSet;

use domain::performance::{
    By, Count, Findings, Indicator, Period, Question, QuestionRefused, Report, Tally, make_report,
};
use jiff::civil::{Date, date};

const AS_AT: Date = date(2026, 11, 22);
const LONG_AGO: Date = date(2000, 1, 1);
const YEAR: Period = Period::financial_year(2008);
const YEAR_BEFORE: Period = Period::financial_year(2007);

fn count(all: u32, repeats: u32) -> Count {
    Count { all, repeats }
}

fn tally(counts: &[(&str, Count)]) -> Tally {
    counts.iter().map(|(key, count)| (Some((*key).to_owned()), *count)).collect()
}

fn question(indicator: Indicator, by: Option<By>, baseline: Option<Period>) -> Question {
    Question::new(indicator, YEAR, by, baseline, AS_AT).expect("it can be broken down so")
}

fn findings(now: Tally, before: Tally) -> Findings {
    Findings { keys: BTreeSet::new(), current: now, before, earliest: Some(LONG_AGO) }
}

/// The JSON without the notes, whose words are tested by themselves.
fn json(report: &Report) -> String {
    let json = serde_json::to_string(report).expect("a report is JSON");
    let (figures, notes) = json.split_once(r#","notes":["#).expect("there are notes");
    assert!(notes.ends_with(r#""]}"#), "{notes}");
    figures.to_owned()
}

fn noted(report: &Report, words: &str) -> bool {
    report.notes.iter().any(|note| note.contains(words))
}

#[test]
fn a_report_has_the_fields_that_others_read_in_their_order() {
    let question = question(Indicator::Ni32, Some(By::Area), None);
    let now = tally(&[("Fenland", count(80, 12)), ("Cambridge", count(213, 21))]);
    let keys = ["Fenland", "Peterborough"].map(str::to_owned).into();
    let report = make_report(&question, &Findings { keys, ..findings(now, Tally::new()) });
    let expected = concat!(
        r#"{"indicator":"ni32","definition":"ni32/1","from":"2008-04-01","to":"2009-03-31","#,
        r#""by":"area","as_at":"2026-11-22","lookback_complete":true,"rows":["#,
        r#"{"key":"Cambridge","numerator":21,"denominator":213,"value":"9.9"},"#,
        r#"{"key":"Fenland","numerator":12,"denominator":80,"value":"15.0"},"#,
        r#"{"key":"Peterborough","numerator":0,"denominator":0,"value":null}],"#,
        r#""total":{"numerator":33,"denominator":293,"value":"11.3"}"#,
    );
    assert_eq!(json(&report), expected);
}

#[test]
fn without_a_breakdown_only_the_total_answers() {
    let now = Tally::from([(None, count(5_227, 0))]);
    let question = question(Indicator::RecordedIncidents, None, None);
    let report = make_report(&question, &findings(now, Tally::new()));
    let expected = concat!(
        r#"{"indicator":"recorded-incidents","definition":"recorded-incidents/1","#,
        r#""from":"2008-04-01","to":"2009-03-31","by":null,"as_at":"2026-11-22","rows":[],"#,
        r#""total":{"numerator":5227,"denominator":null,"value":null}"#,
    );
    assert_eq!(json(&report), expected);
}

#[test]
fn recorded_incidents_are_compared_with_the_baseline_and_the_total_is_no_mean() {
    let before = tally(&[
        ("Cambridge", count(1_074, 0)),
        ("East Cambridgeshire", count(344, 0)),
        ("Fenland", count(805, 0)),
        ("Huntingdonshire", count(1_146, 0)),
        ("South Cambridgeshire", count(530, 0)),
    ]);
    let now = tally(&[
        ("Cambridge", count(1_405, 0)),
        ("East Cambridgeshire", count(453, 0)),
        ("Fenland", count(1_221, 0)),
        ("Huntingdonshire", count(1_367, 0)),
        ("South Cambridgeshire", count(781, 0)),
    ]);
    let baseline = Some(Period::financial_year(2003));
    let question = question(Indicator::RecordedIncidents, Some(By::Area), baseline);
    let report = make_report(&question, &findings(now, before));
    let values: Vec<_> = report.rows.iter().map(|row| row.figures.value.as_deref()).collect();
    assert_eq!(values, ["30.8", "31.7", "51.7", "19.3", "47.4"].map(Some));
    assert_eq!((report.total.numerator, report.total.denominator), (Some(5_227), Some(3_899)));
    assert_eq!(report.total.value.as_deref(), Some("34.1"));
    assert_eq!(report.total.reductions, None);
}

#[test]
fn published_rates_are_recomputed() {
    let now = tally(&[
        ("Carmarthenshire", count(454, 79)),
        ("Ceredigion", count(189, 31)),
        ("Pembrokeshire", count(341, 44)),
    ]);
    let question = question(Indicator::Ni32, Some(By::Area), None);
    let report = make_report(&question, &findings(now, Tally::new()));
    let values: Vec<_> = report.rows.iter().map(|row| row.figures.value.as_deref()).collect();
    assert_eq!(values, ["17.4", "16.4", "12.9"].map(Some));
    assert_eq!((report.total.numerator, report.total.denominator), (Some(154), Some(984)));
    assert_eq!(report.total.value.as_deref(), Some("15.7"));
}

#[test]
fn ni_32_with_a_baseline_carries_both_reductions_and_null_on_a_zero_baseline() {
    let before = tally(&[("A", count(183, 25)), ("B", count(10, 0)), ("D", count(20, 5))]);
    let now = tally(&[("A", count(180, 18)), ("B", count(10, 1)), ("C", count(4, 1))]);
    let question = question(Indicator::Ni32, Some(By::Marac), Some(YEAR_BEFORE));
    let report = make_report(&question, &findings(now, before));
    let expected = concat!(
        r#""rows":["#,
        r#"{"key":"A","numerator":18,"denominator":180,"#,
        r#""value":"10.0","reduction":"26.8","count_reduction":"28.0"},"#,
        r#"{"key":"B","numerator":1,"denominator":10,"#,
        r#""value":"10.0","reduction":null,"count_reduction":null},"#,
        r#"{"key":"C","numerator":1,"denominator":4,"#,
        r#""value":"25.0","reduction":null,"count_reduction":null},"#,
        r#"{"key":"D","numerator":0,"denominator":0,"#,
        r#""value":null,"reduction":null,"count_reduction":"100.0"}],"#,
        r#""total":{"numerator":20,"denominator":194,"#,
        r#""value":"10.3","reduction":"26.8","count_reduction":"33.3"}"#,
    );
    assert!(json(&report).ends_with(expected), "{}", json(&report));
}

#[test]
fn what_is_not_known_has_a_last_row_of_its_own_so_that_rows_sum_to_the_total() {
    let question = question(Indicator::Ni32, Some(By::Area), None);
    let mut now = tally(&[("Fenland", count(80, 12)), ("zeta", count(1, 0))]);
    let without = make_report(&question, &findings(now.clone(), Tally::new()));
    assert_eq!(without.rows.last().unwrap().key, "zeta");
    assert!(!noted(&without, "is not known"));
    now.insert(None, count(3, 2));
    let report = make_report(&question, &findings(now, Tally::new()));
    assert_eq!(report.rows.last().unwrap().key, "not known");
    assert!(noted(&report, "Of 3 cases the area is not known."));
    let sum = |part: fn(&domain::performance::Figures) -> Option<i64>| {
        report.rows.iter().filter_map(|row| part(&row.figures)).sum::<i64>()
    };
    assert_eq!(sum(|figures| figures.numerator), report.total.numerator.unwrap());
    assert_eq!(sum(|figures| figures.denominator), report.total.denominator.unwrap());
}

#[test]
fn what_was_not_known_in_the_baseline_only_has_its_row_too() {
    let by = Some(By::Area);
    let question = question(Indicator::RecordedIncidents, by, Some(YEAR_BEFORE));
    let before = Tally::from([(None, count(2, 0))]);
    let report = make_report(&question, &findings(tally(&[("Fenland", count(1, 0))]), before));
    let keys: Vec<_> = report.rows.iter().map(|row| row.key.as_str()).collect();
    assert_eq!(keys, ["Fenland", "not known"]);
    assert_eq!(report.rows[1].figures.denominator, Some(2));
}

#[test]
fn every_quarter_and_month_of_the_period_is_listed_with_zeros() {
    let now = tally(&[("2008/09 Q2", count(10, 3))]);
    let by_quarter = question(Indicator::RepeatIncidents, Some(By::Quarter), None);
    let report = make_report(&by_quarter, &findings(now, Tally::new()));
    let rows: Vec<_> =
        report.rows.iter().map(|row| (row.key.as_str(), row.figures.denominator)).collect();
    let expected = [
        ("2008/09 Q1", Some(0)),
        ("2008/09 Q2", Some(10)),
        ("2008/09 Q3", Some(0)),
        ("2008/09 Q4", Some(0)),
    ];
    assert_eq!(rows, expected);
    let by_month = question(Indicator::RepeatIncidents, Some(By::Month), None);
    let report = make_report(&by_month, &findings(Tally::new(), Tally::new()));
    assert_eq!((report.rows.len(), report.rows[0].key.as_str()), (12, "2008-04"));
    assert!(!noted(&report, "only a part"));
}

#[test]
fn a_quarter_that_the_period_cuts_is_said_to_be_cut() {
    let cut = Period::new(date(2008, 4, 1), date(2008, 9, 29)).unwrap();
    let by = Some(By::Quarter);
    let question = Question::new(Indicator::Ni32, cut, by, None, AS_AT).unwrap();
    let report = make_report(&question, &findings(Tally::new(), Tally::new()));
    assert!(noted(&report, "Of 2008/09 Q2 only a part lies in the period."));
    assert!(!noted(&report, "Of 2008/09 Q1"));
}

#[test]
fn a_quarter_stands_beside_the_same_one_of_the_baseline() {
    let now = tally(&[("2008/09 Q1", count(110, 0)), ("2008/09 Q2", count(90, 0))]);
    let before = tally(&[("2007/08 Q1", count(100, 0)), ("2007/08 Q2", count(100, 0))]);
    let by = Some(By::Quarter);
    let aligned = question(Indicator::RecordedIncidents, by, Some(YEAR_BEFORE));
    let report = make_report(&aligned, &findings(now.clone(), before.clone()));
    let figures =
        |row: usize| (report.rows[row].figures.denominator, &report.rows[row].figures.value);
    assert_eq!(figures(0), (Some(100), &Some("10.0".to_owned())));
    assert_eq!(figures(1), (Some(100), &Some("-10.0".to_owned())));
    assert_eq!(figures(2), (Some(0), &None));
    assert_eq!(report.total.denominator, Some(200));

    for to in [date(2007, 9, 30), date(2008, 6, 30)] {
        let baseline = Period::new(date(2007, 4, 1), to).unwrap();
        let unequal = question(Indicator::RecordedIncidents, by, Some(baseline));
        let report = make_report(&unequal, &findings(now.clone(), before.clone()));
        assert!(report.rows.iter().all(|row| row.figures.denominator.is_none()), "{to}");
        assert_eq!(report.total.denominator, Some(200));
        assert!(noted(&report, "only the total is compared"));
    }
}

#[test]
fn the_look_back_is_complete_when_records_begin_twelve_months_before() {
    let complete = |indicator, earliest| {
        let findings = Findings { earliest, ..Findings::default() };
        make_report(&question(indicator, None, None), &findings).lookback_complete
    };
    for indicator in [Indicator::Ni32, Indicator::RepeatIncidents] {
        assert_eq!(complete(indicator, Some(date(2007, 3, 31))), Some(true));
        assert_eq!(complete(indicator, Some(date(2007, 4, 1))), Some(true));
        assert_eq!(complete(indicator, Some(date(2007, 4, 2))), Some(false));
        assert_eq!(complete(indicator, None), Some(false));
    }
    assert_eq!(complete(Indicator::RecordedIncidents, Some(date(2008, 4, 2))), None);
}

#[test]
fn from_an_incomplete_look_back_no_trend_is_drawn_and_it_is_no_baseline() {
    let counted = || findings(tally(&[("A", count(180, 18))]), tally(&[("A", count(183, 25))]));
    let question = question(Indicator::Ni32, None, Some(YEAR_BEFORE));
    for (earliest, complete, reduction) in [
        (date(2006, 4, 1), true, Some("26.8")),
        (date(2006, 4, 2), true, None),
        (date(2007, 4, 2), false, None),
    ] {
        let findings = Findings { earliest: Some(earliest), ..counted() };
        let report = make_report(&question, &findings);
        assert_eq!(report.lookback_complete, Some(complete), "{earliest}");
        let reductions = report.total.reductions.clone().unwrap();
        assert_eq!(reductions.reduction.as_deref(), reduction, "{earliest}");
        assert_eq!(reductions.count_reduction.is_some(), reduction.is_some(), "{earliest}");
        assert_eq!(report.total.value.as_deref(), Some("10.0"));
        assert_eq!(noted(&report, "it is no baseline"), reduction.is_none(), "{earliest}");
        assert_eq!(noted(&report, "No verdict or trend"), !complete, "{earliest}");
    }
}

#[test]
fn a_later_baseline_lends_no_trend_to_a_period_whose_repeats_cannot_be_seen() {
    let later = Some(Period::financial_year(2009));
    let counted = findings(tally(&[("A", count(180, 18))]), tally(&[("A", count(183, 25))]));
    let findings = Findings { earliest: Some(date(2007, 4, 2)), ..counted };
    let report = make_report(&question(Indicator::Ni32, None, later), &findings);
    let reductions = report.total.reductions.clone().unwrap();
    assert_eq!((reductions.reduction, reductions.count_reduction), (None, None));
    assert!(noted(&report, "No verdict or trend"));
}

#[test]
fn a_repeat_rate_is_never_reported_without_what_it_may_hide() {
    for indicator in [Indicator::Ni32, Indicator::RepeatIncidents] {
        let report = make_report(&question(indicator, None, None), &Findings::default());
        assert!(noted(&report, "fewer repeats were identified"));
        assert!(!report.notes.join(" ").to_lowercase().contains("safer"));
    }
    let ni_32 = make_report(&question(Indicator::Ni32, None, None), &Findings::default());
    assert!(noted(&ni_32, "under about 28 %"));
}

#[test]
fn outside_its_time_an_indicator_is_computed_and_said_to_be_outside() {
    let report = |from, to| {
        let period = Period::new(from, to).unwrap();
        let question = Question::new(Indicator::Ni32, period, None, None, AS_AT).unwrap();
        make_report(&question, &findings(Tally::from([(None, count(2, 1))]), Tally::new()))
    };
    let said = "in force from 1 April 2008 until 13 October 2010";
    assert!(!noted(&report(date(2008, 4, 1), date(2010, 10, 12)), said));
    assert!(noted(&report(date(2008, 4, 1), date(2010, 10, 13)), said));
    assert!(noted(&report(date(2008, 3, 31), date(2009, 3, 31)), said));
    let later = report(date(2024, 4, 1), date(2025, 3, 31));
    assert_eq!(later.total.value.as_deref(), Some("50.0"));
}

#[test]
fn what_cannot_be_broken_down_so_is_refused() {
    let asked = |indicator, by| Question::new(indicator, YEAR, Some(by), None, AS_AT).err();
    for indicator in [Indicator::RecordedIncidents, Indicator::RepeatIncidents] {
        assert_eq!(asked(indicator, By::Marac), Some(QuestionRefused::IncidentsByMarac));
        assert_eq!(asked(indicator, By::Agency), None);
    }
    assert_eq!(asked(Indicator::Ni32, By::Marac), None);
    let refused = Some(QuestionRefused::DatasetByAnything);
    assert_eq!(asked(Indicator::MaracDataset, By::Area), refused);
}

#[test]
fn a_baseline_that_changes_nothing_is_said_to() {
    let baseline = Some(YEAR_BEFORE);
    let report =
        make_report(&question(Indicator::RepeatIncidents, None, baseline), &Findings::default());
    assert!(noted(&report, "A baseline changes nothing in repeat incidents."));
    assert_eq!(report.total.reductions, None);
}

#[test]
fn as_a_table_a_report_has_a_header_a_line_for_each_row_and_the_total() {
    let by = Some(By::Marac);
    let now = tally(&[("=1+1", count(4, 1)), ("Ely, \"new\"", count(0, 0))]);
    let plain =
        make_report(&question(Indicator::Ni32, by, None), &findings(now.clone(), Tally::new()));
    let expected = "key,numerator,denominator,value\n\
                    '=1+1,1,4,25.0\n\
                    \"Ely, \"\"new\"\"\",0,0,\n\
                    total,1,4,25.0\n";
    assert_eq!(plain.to_csv(), expected);

    let before = tally(&[("=1+1", count(4, 2))]);
    let with = question(Indicator::Ni32, by, Some(YEAR_BEFORE));
    let csv = make_report(&with, &findings(now, before)).to_csv();
    let expected = "key,numerator,denominator,value,reduction,count_reduction\n\
                    '=1+1,1,4,25.0,50.0,50.0\n\
                    \"Ely, \"\"new\"\"\",0,0,,,\n\
                    total,1,4,25.0,50.0,50.0\n";
    assert_eq!(csv, expected);
}
