//! `wicken report`: the real binary, what it prints, its use in the ledger, and its exit codes.

use crate::harness::{House, text};
use app::testing::engines;
use serde_json::{Value, json};
use std::fs;

const INCIDENTS: &str = "incident_ref,reported_on,area,victim_ref,victim_given_names,\
                         victim_family_name,victim_date_of_birth,suspect_family_name\n\
                         I1,2007-04-01,Fenland,V1,Priyanka,Raghunathan,1981-03-17,Cole\n\
                         I2,2008-04-01,Fenland,V1,Priyanka,Raghunathan,1981-03-17,Cole\n\
                         I3,2008-06-01,Cambridge,V2,Bronwen,Llewellyn,1990-06-25,Dunn\n\
                         I4,2009-03-31,Fenland,V3,Tabitha,Featherstone,1994-12-12,Silva\n";

const PERIOD: [&str; 4] = ["--from", "2008-04-01", "--to", "2009-03-31"];

fn filled(house: House) -> House {
    let path = house.folder().join("incidents.csv");
    fs::write(&path, INCIDENTS).expect("a file");
    let path = path.display().to_string();
    house.well(&["import", "incidents", &path, "--agency", "FEN-POLICE"]);
    house
}

fn report(house: &House, arguments: &[&str]) -> String {
    house.well(&[&["report"], arguments].concat())
}

fn json(house: &House, indicator: &str, more: &[&str]) -> Value {
    let said = report(house, &[&[indicator], &PERIOD[..], more, &["--json"]].concat());
    assert_eq!(said.matches('\n').count(), 1, "{said}");
    serde_json::from_str(&said).expect("a JSON document")
}

#[test]
fn a_report_as_json_has_the_names_that_checks_read() {
    for engine in engines() {
        let house = filled(House::on(engine));
        let found = json(&house, "repeat-incidents", &["--by", "area"]);
        for (name, value) in [
            ("indicator", json!("repeat-incidents")),
            ("definition", json!("repeat-incidents/1")),
            ("from", json!("2008-04-01")),
            ("to", json!("2009-03-31")),
            ("by", json!("area")),
            ("lookback_complete", json!(true)),
        ] {
            assert_eq!(found[name], value, "{name}");
        }
        let row = |key: &str, part: i64, all: i64, value: Value| {
            let figures = json!({"key": key, "numerator": part, "denominator": all});
            let mut row = figures.as_object().expect("an object").clone();
            row.insert("value".to_owned(), value);
            Value::Object(row)
        };
        assert_eq!(
            found["rows"],
            json!([
                row("Cambridge", 0, 1, json!("0.0")),
                row("East Cambridgeshire", 0, 0, Value::Null),
                row("Fenland", 1, 2, json!("50.0")),
                row("Huntingdonshire", 0, 0, Value::Null),
                row("Peterborough", 0, 0, Value::Null),
                row("South Cambridgeshire", 0, 0, Value::Null),
            ])
        );
        assert_eq!(found["total"], json!({"numerator": 1, "denominator": 3, "value": "33.3"}));
        assert!(found["notes"].is_array());
    }
}

#[test]
fn a_report_without_a_breakdown_has_no_rows_and_one_with_a_baseline_says_the_reductions() {
    let house = filled(House::on(app::db::Engine::Sqlite));
    let found = json(&house, "recorded-incidents", &[]);
    assert_eq!(found["rows"], json!([]));
    assert_eq!(found["by"], Value::Null);
    assert_eq!(found["total"], json!({"numerator": 3, "denominator": null, "value": null}));
    let baseline = ["--baseline-from", "2007-04-01", "--baseline-to", "2008-03-31"];
    let found = json(&house, "recorded-incidents", &baseline);
    assert_eq!(found["total"], json!({"numerator": 3, "denominator": 1, "value": "200.0"}));
    let found = json(&house, "ni32", &baseline);
    assert!(found["total"].as_object().expect("figures").contains_key("reduction"));
    assert!(found["total"].as_object().expect("figures").contains_key("count_reduction"));
    assert_eq!(found["lookback_complete"], json!(false));
    let quarters = json(&house, "recorded-incidents", &["--by", "quarter"]);
    let keys: Vec<_> =
        quarters["rows"].as_array().expect("rows").iter().map(|row| &row["key"]).collect();
    assert_eq!(keys, ["2008/09 Q1", "2008/09 Q2", "2008/09 Q3", "2008/09 Q4"]);
    let past = json(&house, "recorded-incidents", &["--as-at", "2020-01-01"]);
    assert_eq!((&past["total"]["numerator"], &past["as_at"]), (&json!(0), &json!("2020-01-01")));
}

#[test]
fn a_report_reads_well_in_a_terminal_and_in_a_spreadsheet() {
    let house = filled(House::on(app::db::Engine::Sqlite));
    let arguments = [&["repeat-incidents"], &PERIOD[..], &["--by", "area"]].concat();
    let table = report(&house, &arguments);
    assert!(table.starts_with("Repeat incidents\n2008-04-01 to 2009-03-31, by area; as at "));
    assert!(table.contains("\nFenland                       1            2   50.0\n"), "{table}");
    assert!(table.contains("\ntotal "), "{table}");
    let csv = report(&house, &[&arguments[..], &["--csv"]].concat());
    assert!(csv.starts_with("key,numerator,denominator,value\nCambridge,0,1,0.0\n"), "{csv}");
    assert!(csv.ends_with("total,1,3,33.3\n"), "{csv}");
    let targets = report(&house, &["targets"]);
    assert!(targets.contains("South Cambridgeshire"), "{targets}");
    let targets: Value =
        serde_json::from_str(&report(&house, &["targets", "--json"])).expect("a JSON document");
    let row = &targets["rows"][2];
    assert_eq!((&row["key"], &row["outturn"]), (&json!("Fenland"), &json!(1)));
    assert_eq!((&row["target"], &row["met"]), (&json!("20.0"), &Value::Null));
}

#[test]
fn every_report_that_is_run_at_the_box_is_in_the_ledger() {
    let house = filled(House::on(app::db::Engine::Sqlite));
    let count = |house: &House| {
        let sql = "select count(*) as count from ledger_entry where line like '%read_indicators%'";
        house.open().db().read(|tx| tx.count(sql, app::params![])).expect("a count")
    };
    assert_eq!(count(&house), 0);
    json(&house, "marac-dataset", &[]);
    report(&house, &["targets"]);
    assert_eq!(count(&house), 2);
}

#[test]
fn what_is_asked_wrongly_is_a_usage_error_in_words() {
    let house = House::on(app::db::Engine::Sqlite);
    let cases: [(&[&str], &str); 10] = [
        (&["ni33", "--from", "2008-04-01", "--to", "2009-03-31"], "ni33 is no indicator"),
        (&["ni32"], "--from DATE --to DATE"),
        (&["ni32", "--from", "2008-04-01"], "--from DATE --to DATE"),
        (&["ni32", "--from", "2008-04-31", "--to", "2009-03-31"], "--from is a date such as"),
        (&["ni32", "--from", "2009-04-01", "--to", "2009-03-31"], "--from and --to"),
        (&["ni32", "--from", "2008-04-01", "--to", "2009-03-31", "--by", "week"], "--by is one of"),
        (
            &["recorded-incidents", "--from", "2008-04-01", "--to", "2009-03-31", "--by", "marac"],
            "belongs to no MARAC",
        ),
        (
            &[
                "ni32",
                "--from",
                "2008-04-01",
                "--to",
                "2009-03-31",
                "--baseline-from",
                "2007-04-01",
            ],
            "--baseline-to",
        ),
        (
            &["ni32", "--from", "2008-04-01", "--to", "2009-03-31", "--json", "--csv"],
            "cannot be used with",
        ),
        (&["targets", "--from", "2008-04-01"], "their own areas and periods"),
    ];
    for (arguments, words) in cases {
        let output = house.run(&[&["report"], arguments].concat());
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains(words), "{arguments:?} does not say `{words}`: {said}");
        assert_eq!(text(&output.stdout), "", "{arguments:?}");
    }
}
