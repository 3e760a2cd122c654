//! Killed at any moment, saving or linking, an import leaves whole incidents; run again, it leaves
//! what it would have left without the kill, and nothing twice.

use super::{count, counted, import, letters, written};
use crate::harness::{Chance, House, alone, deep, text};
use app::testing::engines;
use jiff::civil::{Date, date};
use serde_json::Value;
use std::{
    collections::BTreeMap,
    path::Path,
    process::Stdio,
    thread,
    time::{Duration, Instant},
};

const HEAD: &str = "incident_ref,reported_on,area,victim_ref,victim_given_names,\
                    victim_family_name,victim_date_of_birth,victim_phone,suspect_family_name\n";
const ROWS: usize = 2_000;
/// Each version of the file tells every incident otherwise, and of so many more.
const MORE: usize = 40;
/// What a database goes through before the next one is new.
const KILLS_OF_A_HOUSE: usize = 20;

fn kills() -> usize {
    if deep() { 100 } else { 3 }
}

/// One version of the file: incidents about invented people, three to a victim or more.
struct Version(usize);

impl Version {
    fn rows(&self) -> usize {
        ROWS + MORE * self.0
    }

    fn day(&self, number: usize) -> Date {
        let day = i8::try_from(1 + (7 * number + self.0) % 28).expect("a day");
        date(2026, 5, day)
    }

    fn victim(number: usize) -> usize {
        number % (ROWS / 3)
    }

    fn text(&self) -> String {
        let row = |number: usize| {
            let (on, victim) = (self.day(number), Version::victim(number));
            let (name, born) = (letters(victim), 1 + victim % 28);
            format!(
                "I-{number},{on},Fenland,V{victim},Ann,{name},1980-04-{born:02},\
                 01632 96{victim:04},{name}\n"
            )
        };
        format!("{HEAD}{}", (0..self.rows()).map(row).collect::<String>())
    }

    /// Incidents whose victim had another one on an earlier day.
    fn repeats(&self) -> usize {
        let mut first: BTreeMap<usize, Date> = BTreeMap::new();
        for number in 0..self.rows() {
            let (on, victim) = (self.day(number), Version::victim(number));
            first.entry(victim).and_modify(|first| *first = on.min(*first)).or_insert(on);
        }
        let is_repeat = |number: &usize| first[&Version::victim(*number)] < self.day(*number);
        (0..self.rows()).filter(is_repeat).count()
    }
}

/// Where the kills struck.
#[derive(Debug, Default)]
struct Struck {
    saving: usize,
    linking: usize,
    /// Nothing was written yet, or all was.
    beside: usize,
}

impl Struck {
    fn all(&self) -> usize {
        self.saving + self.linking + self.beside
    }
}

#[test]
fn an_import_killed_at_any_moment_leaves_whole_incidents_and_goes_on() {
    let _alone = alone();
    let mut chance = Chance::seeded("kills of import");
    for engine in engines() {
        let mut struck = Struck::default();
        while struck.all() < kills() {
            let most = kills().min(struck.all() + KILLS_OF_A_HOUSE);
            kill_in_turn(&House::on(engine), &mut chance, (&mut struck, most));
        }
        eprintln!("{engine:?}: {struck:?}");
        assert!(!deep() || (0 < struck.saving && 0 < struck.linking), "{struck:?}");
    }
}

/// Kills imports of one database until there were `most` kills in all.
fn kill_in_turn(house: &House, chance: &mut Chance, (struck, most): (&mut Struck, usize)) {
    let mut states = 0;
    let mut took = Duration::ZERO;
    for version in (0..).map(Version) {
        if most <= struck.all() {
            return;
        }
        let path = written(house, "may.csv", &version.text());
        // The first one is not killed: it tells how long there is to kill another one in.
        if 0 < version.0 {
            kill(house, &path, took.mul_f64(0.001 * chance.between(0, 1_000) as f64), struck);
        }
        let begun = Instant::now();
        let output = import(house, &path, &["--json"]);
        took = took.max(begun.elapsed());
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        let counts = counted(&output);
        assert_eq!((&counts["rows"], &counts["refused"]), (&version.rows().into(), &0.into()));
        states += version.rows();
        check(house, &version, states);
    }
}

/// Starts an import and kills it after a while. One that had ended by then does not count.
fn kill(house: &House, path: &Path, after: Duration, struck: &mut Struck) {
    let mut command = house.wicken(&["import", "incidents", "--agency", "FEN-POLICE"]);
    command.arg(path).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().expect("the binary can be started");
    thread::sleep(after);
    let has_ended = child.try_wait().expect("a child").is_some();
    drop(child.kill());
    drop(child.wait());
    let app = house.open();
    let half = "select count(*) as count from incident i where not exists
                (select 1 from incident_state s join incident_pair p on p.state_id = s.state_id
                 where s.incident_id = i.incident_id and s.superseded_at is null)";
    assert_eq!(count(app.db(), half), 0);
    let run = |state: &'static str| 0 < count(app.db(), state);
    match () {
        () if has_ended => {}
        () if run("select count(*) as count from import_run where state = 'linking'") => {
            struck.linking += 1;
        }
        () if run("select count(*) as count from import_run where state = 'running'") => {
            struck.saving += 1;
        }
        () => struck.beside += 1,
    }
}

/// What is there is what the last version says; all `states` that ever were are there once.
fn check(house: &House, version: &Version, states: usize) {
    let app = house.open();
    let rows = version.rows();
    for (sql, expected) in [
        ("select count(*) as count from incident", rows),
        ("select count(*) as count from incident_state", states),
        ("select count(*) as count from incident_state where superseded_at is null", rows),
        ("select count(*) as count from incident_pair", states),
        ("select count(*) as count from person_record where superseded_at is null", 2 * rows),
        ("select count(*) as count from incident_fact where superseded_at is null", rows),
        ("select count(*) as count from fact_due", 0),
        (
            "select count(*) as count from person_record r where r.superseded_at is null and 1 <>
             (select count(*) from membership m
              where m.record_id = r.record_id and m.superseded_at is null)",
            0,
        ),
        ("select count(*) as count from import_run where state <> 'done' and ended_at is null", 0),
    ] {
        assert_eq!(count(app.db(), sql), i64::try_from(expected).expect("a count"), "{sql}");
    }
    drop(app);
    for (indicator, figure) in [
        ("recorded-incidents", (rows, None)),
        ("repeat-incidents", (version.repeats(), Some(rows))),
    ] {
        let asked = ["report", indicator, "--from", "2026-05-01", "--to", "2026-05-31", "--json"];
        let answer: Value = serde_json::from_str(&house.well(&asked)).expect("a JSON document");
        let total = &answer["total"];
        let found = (total["numerator"].as_u64(), total["denominator"].as_u64());
        let wanted = (Some(figure.0 as u64), figure.1.map(|figure| figure as u64));
        assert_eq!(found, wanted, "{indicator} of version {}", version.0);
    }
}
