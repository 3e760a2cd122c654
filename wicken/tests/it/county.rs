//! The demo county against the truth that lies beside it: every figure computed a second time,
//! slowly, from the files and from who is really who.

mod flags;
mod stream;

use crate::harness::{House, alone, deep, text};
use app::{
    App, Clock, Config, Limits, db::DatabaseUrl, keys::MasterKeys, params, testing::take_links,
    user::PasswordCost,
};
use jiff::civil::{Date, date};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// Of the real county; the deep run takes all of it.
fn scale() -> &'static str {
    if deep() { "1" } else { "0.04" }
}

type Truth = BTreeMap<String, u64>;
/// The rows of one reference as the last file that has it tells of them, each by its columns.
type Told = BTreeMap<String, Vec<BTreeMap<String, String>>>;
/// Numerator and denominator by area.
type Figures = BTreeMap<String, (i64, i64)>;

/// The cells of a file in which a cell may stand in quotes.
fn cells(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let (mut quoted, mut letters) = (false, text.trim_start_matches('\u{feff}').chars().peekable());
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            letter => cell.push(letter),
        }
    }
    rows
}

/// Whether a row has a cell too many, no reference, or reported or referred on 31 February.
fn is_refused(header: &[String], row: &[String]) -> bool {
    let required = ["reported_on", "reported_at", "referred_on"];
    let is_no_day = |(column, cell): (&String, &String)| {
        required.contains(&column.as_str())
            && (cell.starts_with("31/02/") || cell[4..].starts_with("-02-31"))
    };
    row.len() != header.len() || row[0].is_empty() || header.iter().zip(row).any(is_no_day)
}

/// The files of one kind, in the order in which they were imported, which is that of their names.
fn files(folder: &Path, kind: &str) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(folder.join("files"))
        .expect("as the county has it")
        .map(|file| file.expect("as the county has it").path())
        .collect();
    files.retain(|path| {
        path.file_name().expect("as the county has it").to_string_lossy().starts_with(kind)
    });
    files.sort();
    files
}

/// How many rows of the files an import must refuse.
fn refused(folder: &Path) -> i64 {
    let of_file = |file: PathBuf| {
        let mut rows = cells(&fs::read_to_string(file).expect("as the county has it")).into_iter();
        let header = rows.next().expect("as the county has it");
        rows.filter(|row| is_refused(&header, row)).count()
    };
    let all = ["incidents", "referrals"].into_iter().flat_map(|kind| files(folder, kind));
    i64::try_from(all.map(of_file).sum::<usize>()).expect("as the county has it")
}

fn told(folder: &Path, kind: &str, reference: &str) -> Told {
    let mut told = Told::new();
    for file in files(folder, kind) {
        let mut rows = cells(&fs::read_to_string(file).expect("as the county has it")).into_iter();
        let header = rows.next().expect("as the county has it");
        let mut of_file = Told::new();
        for row in rows.filter(|row| !is_refused(&header, row)) {
            let row: BTreeMap<String, String> = header.iter().cloned().zip(row).collect();
            of_file.entry(row[reference].clone()).or_default().push(row);
        }
        told.extend(of_file);
    }
    told
}

fn day(text: &str) -> Option<Date> {
    let text = text.trim();
    match text.split('/').collect::<Vec<_>>()[..] {
        [day, month, year] => Some(date(
            year.parse().expect("as the county has it"),
            month.parse().expect("as the county has it"),
            day.parse().expect("as the county has it"),
        )),
        _ if text.is_empty() => None,
        _ => Some(text[..10].parse().expect("as the county has it")),
    }
}

fn a_year_after(day: Date) -> Date {
    let day_of_month = if day.month() == 2 { day.day().min(28) } else { day.day() };
    date(day.year() + 1, day.month(), day_of_month)
}

fn area(cell: &str) -> String {
    let names = [
        ("E07000008", "Cambridge"),
        ("E07000009", "East Cambridgeshire"),
        ("E07000010", "Fenland"),
        ("E07000011", "Huntingdonshire"),
        ("E07000012", "South Cambridgeshire"),
        ("E06000031", "Peterborough"),
        ("", "not known"),
    ];
    names.iter().find(|(code, _)| *code == cell).map_or(cell, |(_, name)| name).to_owned()
}

/// Who stands in one role of a reference: of the first row, and of the later ones by number.
fn people(truth: &Truth, agency: &str, reference: &str, role: &str, rows: usize) -> Vec<u64> {
    let key = |number: usize| match number {
        1 => format!("{agency}/{reference}/{role}"),
        number => format!("{agency}/{reference}/{role}{number}"),
    };
    (1..=rows).filter_map(|number| truth.get(&key(number)).copied()).collect()
}

fn repeat_incidents(incidents: &Told, truth: &Truth, year: i16) -> Figures {
    let mut days: BTreeMap<u64, BTreeSet<Date>> = BTreeMap::new();
    let mut live = Vec::new();
    for (reference, rows) in incidents {
        let cell = |name: &str| rows[0].get(name).map_or("", String::as_str);
        if !["", "live"].contains(&cell("record_status")) {
            continue;
        }
        let on = day(cell("reported_on"))
            .or_else(|| day(cell("reported_at")))
            .expect("as the county has it");
        let victims = people(truth, "CAMBS-POLICE", reference, "victim", rows.len());
        for victim in &victims {
            days.entry(*victim).or_default().insert(on);
        }
        live.push((on, area(cell("area")), victims));
    }
    let mut figures = Figures::new();
    for (on, area, victims) in live {
        if victims.is_empty() || on < date(year, 4, 1) || date(year + 1, 3, 31) < on {
            continue;
        }
        let came_again = |victim: &u64| {
            days[victim].iter().any(|before| *before < on && on <= a_year_after(*before))
        };
        let figure = figures.entry(area).or_default();
        figure.0 += i64::from(victims.iter().any(came_again));
        figure.1 += 1;
    }
    figures
}

struct Referral {
    reference: String,
    on: Date,
    is_transfer: bool,
    incident_on: Option<Date>,
    identified_on: Option<Date>,
    heard_on: Option<Date>,
    marac: String,
    area: String,
    victim: Option<u64>,
    perpetrators: Vec<u64>,
    /// The least reference among those that tell of the same incident.
    incident: String,
}

fn referrals(told: &Told, truth: &Truth) -> Vec<Referral> {
    let joined = joined(told);
    let mut found = Vec::new();
    for (reference, rows) in told {
        let cell = |name: &str| rows[0].get(name).map_or("", String::as_str);
        if !["", "accepted", "transferred_in"].contains(&cell("status")) {
            continue;
        }
        let people = |role| people(truth, "PARTNERSHIP", reference, role, rows.len());
        found.push(Referral {
            reference: reference.clone(),
            on: day(cell("referred_on")).expect("as the county has it"),
            is_transfer: cell("status") == "transferred_in",
            incident_on: day(cell("incident_on")),
            identified_on: day(cell("identified_on")),
            heard_on: day(cell("heard_on")),
            marac: cell("marac").to_owned(),
            area: area(cell("area")),
            victim: people("victim").first().copied(),
            perpetrators: people("perpetrator"),
            incident: joined[reference].clone(),
        });
    }
    found
}

/// For each reference the least one that is connected with it by `same_incident_as`.
fn joined(told: &Told) -> BTreeMap<String, String> {
    let mut least: BTreeMap<String, String> =
        told.keys().map(|reference| (reference.clone(), reference.clone())).collect();
    loop {
        let mut changed = false;
        for (reference, rows) in told {
            let others = rows.iter().filter_map(|row| row.get("same_incident_as"));
            for other in others.flat_map(|cell| cell.split(';')) {
                let Some(there) = least.get(other.trim()).cloned() else { continue };
                let here = least[reference].clone();
                if here != there {
                    let both = here.min(there);
                    least.insert(reference.clone(), both.clone());
                    least.insert(other.trim().to_owned(), both);
                    changed = true;
                }
            }
        }
        if !changed {
            return least;
        }
    }
}

fn is_repeat(one: &Referral, all: &[Referral]) -> bool {
    if one.victim.is_none() || (one.is_transfer && one.incident_on.is_none()) {
        return false;
    }
    let is_earlier = |other: &&Referral| {
        let same_day = one.incident_on.is_some() && one.incident_on == other.incident_on;
        other.victim == one.victim
            && other.on < one.on
            && other.perpetrators.iter().any(|person| one.perpetrators.contains(person))
            && other.incident != one.incident
            && !same_day
    };
    let latest = all.iter().filter(is_earlier).map(|other| other.on).max();
    let trigger = one.incident_on.or(one.identified_on).unwrap_or(one.on);
    latest.is_some_and(|latest| trigger <= a_year_after(latest))
}

fn ni32(all: &[Referral], year: i16) -> Figures {
    let mut cases: BTreeMap<_, Vec<&Referral>> = BTreeMap::new();
    for one in all {
        let Some(heard) = one.heard_on else { continue };
        if date(year, 4, 1) <= heard && heard <= date(year + 1, 3, 31) {
            // Nobody knows whether an unnamed victim is another one's: each is a case.
            let alone = one.victim.is_none().then_some(&one.reference);
            cases.entry((one.victim, alone, heard, &one.marac)).or_default().push(one);
        }
    }
    let mut figures = Figures::new();
    for case in cases.values() {
        let first =
            case.iter().min_by_key(|one| (one.on, &one.reference)).expect("as the county has it");
        let figure = figures.entry(first.area.clone()).or_default();
        figure.0 += i64::from(case.iter().any(|one| is_repeat(one, all)));
        figure.1 += 1;
    }
    figures
}

/// What the command line answers, without the areas in which nothing is.
fn reported(url: &str, indicator: &str, year: i16) -> Figures {
    let (from, to) = (format!("{year}-04-01"), format!("{}-03-31", year + 1));
    let mut command = House::bare();
    command.args(["report", indicator, "--from", &from, "--to", &to, "--by", "area", "--json"]);
    let output = command.args(["--database", url]).output().expect("as the county has it");
    assert!(output.status.success(), "{}", text(&output.stderr));
    let answer: Value = serde_json::from_slice(&output.stdout).expect("as the county has it");
    let rows = answer["rows"].as_array().expect("as the county has it").iter().map(|row| {
        let number = |name: &str| row[name].as_i64().expect("as the county has it");
        (
            row["key"].as_str().expect("as the county has it").to_owned(),
            (number("numerator"), number("denominator")),
        )
    });
    rows.filter(|(_, figure)| *figure != (0, 0)).collect()
}

fn sum(figures: &Figures) -> (i64, i64) {
    figures.values().fold((0, 0), |sum, figure| (sum.0 + figure.0, sum.1 + figure.1))
}

/// Within `points` percentage points, or within `cases`, whichever is more.
fn is_near(found: (i64, i64), truth: (i64, i64), (points, cases): (i64, i64)) -> bool {
    let apart = (found.0 * truth.1 - truth.0 * found.1).abs() * 100;
    apart <= points * found.1 * truth.1 || (found.0 - truth.0).abs() <= cases
}

#[test]
fn the_county_is_counted_as_its_truth_says_by_our_links_nearly_and_by_true_links_exactly() {
    let _alone = alone();
    let folder = tempfile::tempdir().expect("as the county has it");
    let mut demo = House::bare();
    demo.arg("demo").arg("--data").arg(folder.path()).args(["--scale", scale(), "--create-only"]);
    let made = demo.output().expect("as the county has it");
    assert!(made.status.success(), "{}", text(&made.stderr));
    let path = folder.path().join("demo.db");
    let url = format!("sqlite:{}", path.display());
    let truth = fs::read(folder.path().join("truth.json")).expect("as the county has it");
    let truth: BTreeMap<String, Truth> =
        serde_json::from_slice(&truth).expect("as the county has it");
    let truth = &truth["persons"];
    let incidents = told(folder.path(), "incidents", "incident_ref");
    let referrals = referrals(&told(folder.path(), "referrals", "referral_ref"), truth);
    let asked: Vec<(&str, i16)> = [2003, 2004, 2005, 2006, 2007, 2008, 2024, 2025]
        .map(|year| ("repeat-incidents", year))
        .into_iter()
        .chain([2007, 2008, 2024, 2025].map(|year| ("ni32", year)))
        .collect();
    let true_figures = |indicator: &str, year| match indicator {
        "ni32" => ni32(&referrals, year),
        _ => repeat_incidents(&incidents, truth, year),
    };
    let mut seen = 0;
    for (indicator, year) in &asked {
        let (found, wanted) = (reported(&url, indicator, *year), true_figures(indicator, *year));
        seen += sum(&wanted).0;
        for (area, wanted) in &wanted {
            let found = found.get(area).copied().unwrap_or_default();
            assert!(
                is_near(found, *wanted, (3, 3)),
                "{indicator} {year} {area}: {found:?}, {wanted:?}"
            );
            let apart = (found.1 - wanted.1).abs();
            assert!(apart <= 2, "{indicator} {year} {area}: {found:?}, {wanted:?}");
        }
        let (found, wanted) = (sum(&found), sum(&wanted));
        assert!(is_near(found, wanted, (2, 2)), "{indicator} {year}: {found:?}, {wanted:?}");
    }
    assert!(400 < seen, "{seen} repeats are too few to learn from");
    let app = opened(&path);
    assert_imports(&app, refused(folder.path()));
    take_links(&app, truth).expect("as the county has it");
    for (indicator, year) in &asked {
        let wanted = true_figures(indicator, *year);
        assert_eq!(reported(&url, indicator, *year), wanted, "{indicator} {year}");
    }
}

/// The page of imports has something to show: rows that were refused, and cells that were not read.
fn assert_imports(app: &App, refused: i64) {
    let count = |sql| app.db().read(|tx| tx.count(sql, params![])).expect("as the county has it");
    assert_eq!(count("select count(*) as count from import_refusal"), refused);
    assert!(9 < refused, "{refused}");
    let warned = "select count(distinct what) as count from import_warning
                  where what in ('taken_as_submitted', 'check_digit')";
    assert_eq!(count(warned), 2);
}

fn opened(path: &Path) -> App {
    let key = path.with_extension("db.key");
    let config = Config {
        url: DatabaseUrl::Sqlite(path.to_owned()),
        keys: MasterKeys::read(&key).expect("as the county has it"),
        clock: Clock::System,
        spool: None,
        limits: Limits::default(),
        password_cost: PasswordCost::default(),
    };
    App::open(config).expect("as the county has it")
}
