//! Several commands on one PostgreSQL at the same moment: what is counted in the end is what would
//! have been counted one after the other.

use super::{count, letters, written};
use crate::harness::{House, text};
use app::{
    db::Engine,
    testing::{engines, postgres},
};
use std::{
    path::PathBuf,
    process::{Command, Stdio},
};

const ROWS: usize = 1_500;
/// Whom all files are about.
const PEOPLE: usize = 600;

/// A person's cells: given names, family name, date of birth, telephone.
fn person(number: usize) -> String {
    let (name, born) = (letters(number), 1 + number % 28);
    format!("Ann,{name},1980-04-{born:02},01632 96{number:04}")
}

const PARTIES: &str = "victim_given_names,victim_family_name,victim_date_of_birth,victim_phone";

fn incidents(prefix: &str, step: usize) -> String {
    let row = |number: usize| {
        let (day, who) = (1 + (step * number) % 28, (step * number) % PEOPLE);
        format!("{prefix}-{number},2026-05-{day:02},Fenland,{},ex_partner\n", person(who))
    };
    let rows: String = (0..ROWS).map(row).collect();
    format!("incident_ref,reported_on,area,{PARTIES},relationship\n{rows}")
}

fn referrals() -> String {
    let row = |number: usize| {
        let (day, who) = (1 + (5 * number) % 28, (11 * number) % PEOPLE);
        let (named, other) = (person(who), letters(PEOPLE + who));
        format!(
            "R-{number},Fenland MARAC,2026-05-{day:02},IDVA,2026-06-{day:02},Fenland,{named},\
             Ben,{other},1979-03-{day:02}\n"
        )
    };
    let rows: String = (0..ROWS).map(row).collect();
    format!(
        "referral_ref,marac,referred_on,referring_agency,heard_on,area,{PARTIES},\
         perpetrator_given_names,perpetrator_family_name,perpetrator_date_of_birth\n{rows}"
    )
}

/// Kind, sender and content of each file.
fn files() -> [(&'static str, &'static str, String); 3] {
    [
        ("incidents", "FEN-POLICE", incidents("F", 7)),
        ("incidents", "SHIRE-POLICE", incidents("S", 3)),
        ("referrals", "PARTNERSHIP", referrals()),
    ]
}

fn commands(house: &House) -> Vec<Command> {
    let command = |(kind, agency, content): (&str, &str, String)| {
        let path: PathBuf = written(house, &format!("{agency}.csv"), &content);
        let mut command = house.wicken(&["import", kind, "--agency", agency]);
        command.arg(path).stdout(Stdio::null()).stderr(Stdio::piped());
        command
    };
    files().into_iter().map(command).collect()
}

/// Every figure there is of these files, as it is printed.
fn figures(house: &House) -> Vec<String> {
    let period = ["--from", "2026-04-01", "--to", "2027-03-31"];
    let mut all = Vec::new();
    for indicator in ["recorded-incidents", "repeat-incidents", "ni32", "marac-dataset"] {
        for by in ["", "area", "agency", "month"] {
            let by = match (indicator, by) {
                ("marac-dataset", "") | (_, "") => &[][..],
                ("marac-dataset", _) => continue,
                (_, by) => &["--by", by],
            };
            let asked = [&["report", indicator, "--json"], &period[..], by].concat();
            all.push(house.well(&asked));
        }
    }
    all
}

fn assert_is_whole(house: &House) {
    let app = house.open();
    for (sql, expected) in [
        ("select count(*) as count from incident", 2 * ROWS),
        ("select count(*) as count from incident_state", 2 * ROWS),
        ("select count(*) as count from referral_state", ROWS),
        ("select count(*) as count from incident_fact where superseded_at is null", 2 * ROWS),
        ("select count(*) as count from fact_due", 0),
        ("select count(*) as count from import_run where state <> 'done'", 0),
        (
            "select count(*) as count from person_record r where r.superseded_at is null and 1 <>
             (select count(*) from membership m
              where m.record_id = r.record_id and m.superseded_at is null)",
            0,
        ),
    ] {
        assert_eq!(count(app.db(), sql), i64::try_from(expected).expect("a count"), "{sql}");
    }
}

#[test]
fn files_that_come_at_once_are_counted_as_files_that_come_one_after_the_other() {
    if !engines().contains(&Engine::Postgres) {
        return;
    }
    let in_turn = House::at(postgres::new_database(None));
    for mut command in commands(&in_turn) {
        let output = command.output().expect("the binary can be started");
        assert!(output.status.success(), "{}", text(&output.stderr));
    }
    assert_is_whole(&in_turn);
    let wanted = figures(&in_turn);
    assert!(wanted.iter().any(|figure| figure.contains("ni32") && !figure.contains("\"0.0\"")));
    let at_once = House::at(postgres::new_database(None));
    let running: Vec<_> = commands(&at_once)
        .iter_mut()
        .map(|command| command.spawn().expect("the binary can be started"))
        .collect();
    for child in running {
        let output = child.wait_with_output().expect("a child");
        assert!(output.status.success(), "{}", text(&output.stderr));
    }
    assert_is_whole(&at_once);
    assert_eq!(figures(&at_once), wanted);
}
