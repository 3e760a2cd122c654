//! The strategy's targets judged, and every kind of target on both sides of its boundary.

use domain::performance::{
    Indicator, Period, STRATEGY_TARGETS, Target, TargetKind, TargetReport, TargetRow, Tenths,
    Verdict, definition, judge, judge_rate, needed,
};

fn target(kind: TargetKind) -> Target {
    let baseline = Period::financial_year(2009);
    Target { kind, baseline, indicator: Indicator::Ni32, ..STRATEGY_TARGETS[4] }
}

fn missed(row: &TargetRow) -> (Option<bool>, Option<i64>, Option<String>) {
    (row.met, row.missed_by, row.missed_by_points.map(|points| points.to_string()))
}

#[test]
fn the_strategys_table_is_judged_to_the_incident_and_printed_to_the_letter() {
    let rows = STRATEGY_TARGETS.iter().map(|target| {
        let (baseline, outturn) = target.printed;
        judge(target, baseline, outturn)
    });
    let report = TargetReport { rows: rows.collect() };
    let printed = serde_json::to_string(&report).unwrap();
    let expected = concat!(
        r#"{"rows":["#,
        r#"{"key":"Cambridge","indicator":"recorded-incidents","baseline":1074,"outturn":1405,"#,
        r#""target":"40.0","value":"30.8","met":false,"missed_by":99,"missed_by_points":"9.2"},"#,
        r#"{"key":"East Cambridgeshire","indicator":"recorded-incidents","baseline":344,"#,
        r#""outturn":453,"#,
        r#""target":"10.0","value":"31.7","met":true,"missed_by":0,"missed_by_points":"0.0"},"#,
        r#"{"key":"Fenland","indicator":"recorded-incidents","baseline":805,"outturn":1221,"#,
        r#""target":"20.0","value":"51.7","met":true,"missed_by":0,"missed_by_points":"0.0"},"#,
        r#"{"key":"Huntingdonshire","indicator":"recorded-incidents","baseline":1146,"#,
        r#""outturn":1367,"#,
        r#""target":"10.0","value":"19.3","met":true,"missed_by":0,"missed_by_points":"0.0"},"#,
        r#"{"key":"South Cambridgeshire","indicator":"recorded-incidents","baseline":530,"#,
        r#""outturn":781,"#,
        r#""target":"50.0","value":"47.4","met":false,"missed_by":14,"missed_by_points":"2.6"}]}"#,
    );
    assert_eq!(printed, expected);
}

#[test]
fn the_needed_counts_of_the_strategy_are_whole_incidents() {
    let all: Vec<_> =
        STRATEGY_TARGETS.iter().map(|target| needed(target.kind, target.printed.0)).collect();
    assert_eq!(all, [1_504, 379, 966, 1_261, 795].map(Some));
    // What adds up to the county's 5,227 leaves Peterborough out.
    let sum = |part: fn(&Target) -> u32| STRATEGY_TARGETS.iter().map(part).sum::<u32>();
    assert_eq!((sum(|one| one.printed.0), sum(|one| one.printed.1)), (3_899, 5_227));
}

#[test]
fn every_target_says_who_agreed_what_and_for_when() {
    for target in STRATEGY_TARGETS {
        let (baseline, outturn) = (target.baseline, target.outturn);
        assert_eq!(baseline, Period::financial_year(2003));
        assert_eq!(outturn, Period::financial_year(2007));
        assert!(target.version >= 1 && !target.agreed_by.is_empty() && !target.source.is_empty());
        assert!(definition(target.indicator).indicator.takes_baseline());
    }
}

#[test]
fn a_rise_is_met_by_the_needed_count_and_missed_by_one_less() {
    let rise = target(TargetKind::Rise(Tenths(400)));
    let met = judge(&rise, 1_074, 1_504);
    assert_eq!(
        (met.verdict, missed(&met)),
        (Verdict::Met, (Some(true), Some(0), Some("0.0".into())))
    );
    let short = judge(&rise, 1_074, 1_503);
    // 39.94 is printed as 39.9 and is short by one incident and by less than 0.1 points.
    assert_eq!(short.value.unwrap().to_string(), "39.9");
    assert_eq!(
        (short.verdict, missed(&short)),
        (Verdict::Short, (Some(false), Some(1), Some("0.1".into())))
    );
    assert_eq!(judge(&rise, 10, 14).met, Some(true));
    assert_eq!(judge(&rise, 10, 13).met, Some(false));
}

#[test]
fn a_rounded_percentage_meets_no_target() {
    // 3,999 on 10,000 is 39.99 %, printed 40.0, and one short.
    let row = judge(&target(TargetKind::Rise(Tenths(400))), 10_000, 13_999);
    assert_eq!(row.value.unwrap().to_string(), "40.0");
    assert_eq!(missed(&row), (Some(false), Some(1), Some("0.0".into())));
}

#[test]
fn a_fall_of_a_quarter_on_25_needs_18_and_19_is_only_24_per_cent() {
    let fall = target(TargetKind::Fall(Tenths(250)));
    assert_eq!(needed(fall.kind, 25), Some(18));
    let nineteen = judge(&fall, 25, 19);
    assert_eq!(nineteen.value.unwrap().to_string(), "-24.0");
    assert_eq!(missed(&nineteen), (Some(false), Some(1), Some("1.0".into())));
    assert_eq!(nineteen.verdict, Verdict::Short);
    let eighteen = judge(&fall, 25, 18);
    assert_eq!(eighteen.value.unwrap().to_string(), "-28.0");
    assert_eq!(eighteen.verdict, Verdict::Met);
}

#[test]
fn no_higher_than_28_per_cent_is_met_by_28_0_and_missed_by_28_1() {
    let ceiling = target(TargetKind::Ceiling(Tenths(280)));
    let at = judge_rate(&ceiling, 280, 1_000);
    assert_eq!((at.value.unwrap().to_string().as_str(), at.verdict), ("28.0", Verdict::Met));
    let above = judge_rate(&ceiling, 281, 1_000);
    assert_eq!(above.value.unwrap().to_string(), "28.1");
    assert_eq!(missed(&above), (Some(false), Some(1), Some("0.1".into())));
    assert_eq!(above.verdict, Verdict::AboveCeiling);
    // 28.04 % is printed 28.0 and is above all the same.
    assert_eq!(judge_rate(&ceiling, 2_804, 10_000).met, Some(false));
}

#[test]
fn published_rates_are_judged_by_their_ceilings() {
    // Durham and Darlington 2011/12: 33 of 293 cases, against 25 %.
    let row = judge_rate(&target(TargetKind::Ceiling(Tenths(250))), 33, 293);
    assert_eq!((row.value.unwrap().to_string().as_str(), row.met), ("11.3", Some(true)));
    assert_eq!((row.baseline, row.outturn), (None, 33));
    // A London borough 2009/10: 25 of 183.
    let row = judge_rate(&target(TargetKind::Ceiling(Tenths(280))), 25, 183);
    assert_eq!(row.value.unwrap().to_string(), "13.7");
}

#[test]
fn a_floor_is_met_by_itself_and_missed_below() {
    let floor = target(TargetKind::Floor(Tenths(400)));
    assert_eq!(judge_rate(&floor, 40, 100).verdict, Verdict::Met);
    let below = judge_rate(&floor, 39, 100);
    assert_eq!(missed(&below), (Some(false), Some(1), Some("1.0".into())));
    assert_eq!(below.verdict, Verdict::BelowFloor);
}

#[test]
fn a_rise_that_was_the_aim_is_never_called_bad_and_a_fall_is_not_called_short() {
    let rise = target(TargetKind::Rise(Tenths(500)));
    assert_eq!(judge(&rise, 100, 101).verdict, Verdict::Short);
    assert_eq!(judge(&rise, 100, 100).verdict, Verdict::NotNearer);
    assert_eq!(judge(&rise, 100, 99).verdict, Verdict::NotNearer);
    assert_eq!(judge(&rise, 100, 150).verdict, Verdict::Met);
    let fall = target(TargetKind::Fall(Tenths(500)));
    assert_eq!(judge(&fall, 100, 99).verdict, Verdict::Short);
    assert_eq!(judge(&fall, 100, 101).verdict, Verdict::NotNearer);
    for verdict in Verdict::ALL {
        let words = verdict.words();
        assert!(!["bad", "fail", "poor", "wors"].iter().any(|bad| words.contains(bad)), "{words}");
    }
}

#[test]
fn with_nothing_to_compare_with_there_is_no_verdict() {
    let row = judge(&STRATEGY_TARGETS[0], 0, 12);
    assert_eq!((row.verdict, missed(&row)), (Verdict::NotJudged, (None, None, None)));
    let printed = serde_json::to_string(&row).unwrap();
    assert!(
        printed.contains(r#""value":null,"met":null,"missed_by":null,"missed_by_points":null"#)
    );
    let ceiling = target(TargetKind::Ceiling(Tenths(280)));
    assert_eq!(judge_rate(&ceiling, 0, 0).verdict, Verdict::NotJudged);
    // Nor is a share judged by two counts, or a change by a share.
    assert_eq!(judge(&ceiling, 10, 5).verdict, Verdict::NotJudged);
    assert_eq!(judge_rate(&STRATEGY_TARGETS[0], 5, 10).verdict, Verdict::NotJudged);
}
