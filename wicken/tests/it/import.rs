//! `wicken import` and `wicken area`: the real binary, what it prints, where it lists what it
//! refuses, and its exit code.

mod at_once;
mod killed;

use crate::harness::{House, text};
use app::{
    db::{Database, DbError},
    params,
    testing::engines,
};
use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Output,
};

const HEAD: &str = "incident_ref,reported_on,area,victim_given_names,victim_family_name,\
                    victim_date_of_birth,victim_phone,suspect_family_name\n";

/// So many incidents about invented people, each of its own.
fn incidents(count: usize) -> String {
    let row = |number: usize| {
        let (day, name) = (1 + number % 28, letters(number));
        format!(
            "I-{number},2026-05-{day:02},Fenland,Ann,{name},1980-04-{day:02},01632 96{number:04},\
             {name}\n"
        )
    };
    format!("{HEAD}{}", (0..count).map(row).collect::<String>())
}

fn letters(number: usize) -> String {
    let letter = |digit: u8| char::from(digit - b'0' + b'a');
    format!("X{}", number.to_string().bytes().map(letter).collect::<String>())
}

fn written(house: &House, name: &str, content: &str) -> PathBuf {
    let path = house.folder().join(name);
    fs::write(&path, content).expect("a file");
    path
}

fn import(house: &House, path: &Path, more: &[&str]) -> Output {
    let mut command = house.wicken(&["import", "incidents"]);
    command.arg(path).args(["--agency", "FEN-POLICE"]).args(more);
    command.output().expect("the binary can be started")
}

/// The one line on stdout; its counts in the order they are promised in.
#[track_caller]
fn counted(output: &Output) -> serde_json::Value {
    let said = text(&output.stdout);
    assert_eq!(said.matches('\n').count(), 1, "{said}{}", text(&output.stderr));
    let names = [
        "rows",
        "new",
        "amended",
        "unchanged",
        "refused",
        "persons_new",
        "linked_automatically",
        "for_review",
        "warnings",
    ];
    let places: Vec<_> = names.iter().map(|name| said.find(&format!("\"{name}\":"))).collect();
    assert!(places.is_sorted() && places.iter().all(Option::is_some), "{said}");
    serde_json::from_str(&said).expect("a JSON document")
}

fn count(database: &Database, sql: &'static str) -> i64 {
    database.read(|tx| tx.count(sql, params![])).expect("a count")
}

#[test]
fn a_file_is_taken_in_and_the_same_again_changes_nothing_and_says_so() {
    for engine in engines() {
        let house = House::on(engine);
        let path = written(&house, "may.csv", &incidents(20));
        let first = import(&house, &path, &["--json"]);
        assert_eq!(first.status.code(), Some(0), "{}", text(&first.stderr));
        let counts = counted(&first);
        assert_eq!((&counts["rows"], &counts["new"]), (&20.into(), &20.into()), "{counts}");
        assert!(counts["persons_new"].as_u64() > Some(0), "{counts}");
        let said = text(&first.stderr);
        assert!(said.contains("FEN-POLICE was not known: added (police)"), "{said}");
        let again = import(&house, &path, &["--json"]);
        assert_eq!(again.status.code(), Some(0));
        let counts = counted(&again);
        assert_eq!((&counts["unchanged"], &counts["new"]), (&20.into(), &0.into()), "{counts}");
        assert!(text(&again.stderr).contains("nothing has changed"), "{}", text(&again.stderr));
        let plain = import(&house, &path, &[]);
        assert_eq!(text(&plain.stdout), "", "stdout is data");
        assert!(!house.folder().join("may.csv.refused.csv").exists());
    }
}

#[test]
fn refused_rows_are_listed_beside_the_file_for_its_owner_only() {
    for engine in engines() {
        let house = House::on(engine);
        let bad = incidents(3)
            .replace("I-1,2026-05-02", "I-1,soon")
            .replace("I-2,2026-05-03,Fenland", "I-2,2026-05-03,Atlantis");
        let path = written(&house, "may.csv", &bad);
        let output = import(&house, &path, &["--json"]);
        assert_eq!(output.status.code(), Some(3), "{}", text(&output.stderr));
        let counts = counted(&output);
        assert_eq!((&counts["new"], &counts["refused"]), (&1.into(), &2.into()), "{counts}");
        let list = house.folder().join("may.csv.refused.csv");
        let listed = fs::read_to_string(&list).expect("the list");
        let lines: Vec<&str> = listed.lines().collect();
        assert_eq!(lines[0], "line,column,reason,reference");
        assert!(lines[1].starts_with("3,reported_on,") && lines[1].ends_with(",I-1"), "{listed}");
        assert!(lines[2].starts_with("4,area,") && lines[2].ends_with(",I-2"), "{listed}");
        assert!(listed.contains("wicken area add"), "{listed}");
        for value in ["soon", "Atlantis", "Ann", "1980", "01632"] {
            assert!(!listed.contains(value), "{listed}");
        }
        let mode = fs::metadata(&list).expect("the list").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        // Mended and run again: the list is gone, and what was taken in before is known.
        fs::write(&path, incidents(3)).expect("a file");
        let output = import(&house, &path, &["--json"]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        assert_eq!(counted(&output)["unchanged"], 1);
        assert!(!list.exists());
    }
}

#[test]
fn refused_rows_are_listed_in_the_order_of_their_lines_wherever_their_references_stand() {
    for engine in engines() {
        let house = House::on(engine);
        let mut rows: Vec<String> = incidents(5).lines().map(|line| format!("{line}\n")).collect();
        rows[4] = rows[4].replace("Fenland", "Fen\0land");
        rows[5] = rows[5].replace("2026-05-05", "2026-05-32");
        // Rows of one reference, the first and the last but one of the file, the latter broken.
        rows.insert(5, rows[1].replace("2026-05-01", "31/02/2026"));
        let path = written(&house, "may.csv", &rows.concat());
        let output = import(&house, &path, &["--json"]);
        assert_eq!(output.status.code(), Some(3), "{}", text(&output.stderr));
        let counts = counted(&output);
        assert_eq!((&counts["new"], &counts["refused"]), (&2.into(), &4.into()), "{counts}");
        let list = house.folder().join("may.csv.refused.csv");
        let listed = fs::read_to_string(&list).expect("the list");
        let begins = ["line,", "2,incident_ref,", "5,area,", "6,reported_on,", "7,reported_on,"];
        assert_eq!(listed.lines().count(), begins.len(), "{listed}");
        for (line, begin) in listed.lines().zip(begins) {
            assert!(line.starts_with(begin), "{listed}");
        }
        assert!(listed.contains("NUL byte"), "{listed}");
        let mode = fs::metadata(&list).expect("the list").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn a_cell_that_cannot_be_read_is_a_warning_and_no_reason_to_refuse() {
    for engine in engines() {
        let house = House::on(engine);
        let path = written(&house, "may.csv", &incidents(2).replace("1980-04-01", "1980-04-31"));
        let output = import(&house, &path, &["--json"]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        assert_eq!(counted(&output)["warnings"], 1);
        let said = text(&output.stderr);
        assert!(said.contains("victim_date_of_birth: 1 times a cell cannot be read"), "{said}");
        assert!(!said.contains("1980-04-31"), "{said}");
    }
}

#[test]
fn a_dry_run_says_what_would_come_and_leaves_the_database_alone() {
    for engine in engines() {
        let house = House::on(engine);
        let path = written(&house, "may.csv", &incidents(4));
        let output = import(&house, &path, &["--dry-run", "--json"]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        assert_eq!(counted(&output)["new"], 4);
        assert!(text(&output.stderr).contains("linking was not tried"));
        let app = house.open();
        assert_eq!(count(app.db(), "select count(*) as count from incident"), 0);
        assert_eq!(count(app.db(), "select count(*) as count from import_run"), 0);
        assert_eq!(count(app.db(), "select count(*) as count from agency"), 1);
    }
}

#[test]
fn an_import_goes_on_beside_a_server_that_serves_the_same_file() {
    for engine in engines() {
        let house = House::on(engine);
        let server = house.serve();
        let path = written(&house, "may.csv", &incidents(200));
        let output = import(&house, &path, &["--json"]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        assert_eq!(counted(&output)["new"], 200);
        let page = server.wire().get("/sign-in").expect("an answer");
        assert_eq!(page.status, 200);
        server.kill();
        assert_eq!(house.faults(&["free disk"]), Vec::<String>::new());
    }
}

#[test]
fn what_is_wrong_about_an_import_is_told_with_its_exit_code() {
    let house = House::on(engines()[0]);
    let path = written(&house, "may.csv", "name,colour\nx,blue\n");
    let not_ours = import(&house, &path, &[]);
    assert_eq!(not_ours.status.code(), Some(1), "{not_ours:?}");
    let missing = import(&house, &house.folder().join("june.csv"), &[]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(text(&missing.stderr).contains("june.csv"), "{}", text(&missing.stderr));
    let mut command = house.wicken(&["import", "incidents", "--agency", "fen police"]);
    let no_code = command.arg(&path).output().expect("the binary can be started");
    assert_eq!(no_code.status.code(), Some(2));
    let nobody = house.run(&["import", "referrals", "x.csv"]);
    assert_eq!(nobody.status.code(), Some(2));
    assert!(text(&nobody.stderr).contains("--agency"), "{}", text(&nobody.stderr));
}

#[test]
fn an_area_that_is_added_is_known_to_the_next_file() {
    for engine in engines() {
        let house = House::on(engine);
        assert_eq!(house.well(&["area", "list"]).lines().count(), 6);
        house.well(&["area", "add", "E07009999", "Isle of Ely", "--from", "1889-04-01"]);
        assert!(house.well(&["area", "list"]).contains("E07009999\tIsle of Ely\n"));
        let twice = house.run(&["area", "add", "E07009999", "Isle of Ely"]);
        assert_eq!(twice.status.code(), Some(1));
        let table = "postcode,area\nCB7 4DL,Isle of Ely\nnone,Isle of Ely\n";
        let table = written(&house, "postcodes.csv", table);
        let loaded = house.run(&["area", "postcodes", &table.display().to_string()]);
        assert_eq!(loaded.status.code(), Some(3), "{}", text(&loaded.stderr));
        assert!(text(&loaded.stderr).contains("1 postcodes are loaded, 1 lines refused"));
        let rows = "incident_ref,reported_on,area,postcode\nI-1,2026-05-01,isle of ely,\n\
                    I-2,2026-05-01,,cb74dl\n";
        let path = written(&house, "may.csv", rows);
        let output = import(&house, &path, &["--json"]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        let app = house.open();
        let areas = app.db().read(|tx| {
            let sql = "select distinct area_code as a from incident_state";
            tx.list(sql, params![], |row| row.get::<String>("a"))
        });
        assert_eq!(areas.map_err(|error: DbError| error.to_string()), Ok(vec!["E07009999".into()]));
    }
}
