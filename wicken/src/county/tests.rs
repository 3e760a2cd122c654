//! What is promised of the county, read from its files alone.

use super::{AgencyFile, County, FileKind, generate};
use jiff::civil::{Date, date};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::OnceLock,
};

const TODAY: Date = date(2026, 11, 22);

fn whole() -> &'static County {
    static WHOLE: OnceLock<County> = OnceLock::new();
    WHOLE.get_or_init(|| generate(7, 1.0, TODAY))
}

/// Large enough for whatever is rare, and read in a moment.
fn fifth() -> &'static County {
    static FIFTH: OnceLock<County> = OnceLock::new();
    FIFTH.get_or_init(|| generate(7, 0.2, TODAY))
}

fn small() -> &'static County {
    static SMALL: OnceLock<County> = OnceLock::new();
    SMALL.get_or_init(|| generate(7, 0.05, TODAY))
}

type Row = BTreeMap<String, String>;

/// A reader of comma-separated values that shares nothing with their writer.
fn cells(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut quoted = false;
    let mut letters = text.trim_start_matches('\u{feff}').chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            '\r' if !quoted => {}
            other => cell.push(other),
        }
    }
    assert!(cell.is_empty() && row.is_empty() && !quoted, "the last line is not ended");
    rows
}

/// A cell too many, no reference, or reported or referred on 31 February.
fn is_refused(header: &[String], line: &[String]) -> bool {
    let required = ["reported_on", "reported_at", "referred_on"];
    let is_no_day = |(column, cell): (&String, &String)| {
        required.contains(&column.as_str())
            && (cell.starts_with("31/02/") || cell[4..].starts_with("-02-31"))
    };
    line.len() != header.len() || line[0].is_empty() || header.iter().zip(line).any(is_no_day)
}

/// The rows that can be taken in, and how many others there are.
fn rows_and_refused(file: &AgencyFile) -> (Vec<Row>, usize) {
    let mut lines = cells(&file.text).into_iter();
    let header = lines.next().unwrap();
    let (refused, good): (Vec<_>, Vec<_>) = lines.partition(|line| is_refused(&header, line));
    let row = |line: Vec<String>| header.iter().cloned().zip(line).collect();
    (good.into_iter().map(row).collect(), refused.len())
}

fn rows(file: &AgencyFile) -> Vec<Row> {
    rows_and_refused(file).0
}

#[test]
fn a_few_files_hold_rows_that_are_refused_and_those_of_the_strategys_years_hold_none() {
    let refused = |file: &&AgencyFile| 0 < rows_and_refused(file).1;
    let files: Vec<_> = fifth().files.iter().filter(refused).collect();
    let names: Vec<_> = files.iter().map(|file| file.name.trim_end_matches(".csv")).collect();
    assert_eq!(names[..2], ["incidents-2005-06", "referrals-2008-09-q2"]);
    assert_eq!(names[2..4], ["incidents-2025-26-q4", "referrals-2026-27-q1"]);
    assert_eq!((names.len(), names[6]), (7, "referrals-2026-27-q3-so-far"));
    assert!(files.iter().all(|file| rows_and_refused(file).1 == 3));
}

fn reference(row: &Row) -> &str {
    row.get("incident_ref").unwrap_or_else(|| &row["referral_ref"])
}

/// The rows of each reference as they are after all files have come.
fn in_the_end(county: &County, kind: FileKind) -> BTreeMap<String, Vec<Row>> {
    let mut latest = BTreeMap::new();
    for file in county.files.iter().filter(|file| file.kind == kind) {
        let mut of_file: BTreeMap<String, Vec<Row>> = BTreeMap::new();
        for row in rows(file) {
            of_file.entry(reference(&row).to_owned()).or_default().push(row);
        }
        latest.extend(of_file);
    }
    latest
}

fn day(cell: &str) -> Date {
    match cell.split('/').collect::<Vec<_>>()[..] {
        [day, month, year] => format!("{year}-{month}-{day}").parse().unwrap(),
        _ => cell[..10].parse().unwrap(),
    }
}

fn reported(row: &Row) -> Date {
    day(row.get("reported_on").unwrap_or_else(|| &row["reported_at"]))
}

fn area(cell: &str) -> usize {
    let is = |area: &super::places::Area| area.name == cell || area.code == cell;
    super::places::AREAS.iter().position(is).unwrap()
}

fn financial_year(date: Date) -> i16 {
    if date.month() < 4 { date.year() - 1 } else { date.year() }
}

/// Live incidents of each financial year by area.
fn live(county: &County) -> BTreeMap<i16, [u32; 6]> {
    let mut counts = BTreeMap::new();
    for rows in in_the_end(county, FileKind::Incidents).values() {
        let states: BTreeSet<_> =
            rows.iter().map(|row| (&row["record_status"], &row["area"])).collect();
        assert_eq!(states.len(), 1, "rows of one reference agree");
        if rows[0]["record_status"] == "live" {
            let of_year = counts.entry(financial_year(reported(&rows[0]))).or_insert([0; 6]);
            of_year[area(&rows[0]["area"])] += 1;
        }
    }
    counts
}

#[test]
fn live_incidents_are_those_of_the_strategy_once_every_amendment_has_come() {
    let counts = live(whole());
    assert_eq!(counts[&2003], [1_074, 344, 805, 1_146, 530, 0]);
    assert_eq!(counts[&2007], [1_405, 453, 1_221, 1_367, 781, 0]);
    let sums: Vec<u32> = counts.values().map(|areas| areas.iter().sum()).collect();
    assert!(sums[..7].is_sorted(), "{sums:?}");
    assert!((5_350..5_450).contains(&sums[6]), "{sums:?}");
    let recent: u32 = counts[&2025][..5].iter().sum();
    assert!((5_400..5_600).contains(&recent), "{recent}");
    assert!(1_000 < counts[&2025][5]);
}

#[test]
fn a_small_county_is_the_whole_one_in_proportion() {
    let counts = live(small());
    assert_eq!(counts[&2003], [54, 17, 40, 57, 27, 0]);
    assert_eq!(counts[&2007].iter().sum::<u32>(), 261);
    let smallest = live(&generate(3, 0.01, TODAY));
    assert_eq!(smallest[&2003].iter().sum::<u32>(), 39);
}

#[test]
fn files_come_in_order_and_the_last_of_each_sender_today() {
    let files = &fifth().files;
    assert!(files.is_sorted_by_key(|file| file.import_on));
    let names: BTreeSet<_> = files.iter().map(|file| &file.name).collect();
    assert_eq!(names.len(), files.len());
    for (kind, agency, count) in
        [(FileKind::Incidents, "CAMBS-POLICE", 26), (FileKind::Referrals, "PARTNERSHIP", 22)]
    {
        let of_kind: Vec<_> = files.iter().filter(|file| file.kind == kind).collect();
        assert_eq!(of_kind.len(), count);
        assert_eq!(of_kind.last().unwrap().import_on, TODAY);
        assert!(of_kind.iter().all(|file| file.agency == agency));
    }
    for file in files {
        let told = rows(file).into_iter().map(|row| match file.kind {
            FileKind::Incidents => reported(&row),
            FileKind::Referrals => day(&row["referred_on"]),
        });
        assert!(told.max().unwrap() <= file.import_on, "{}", file.name);
    }
}

#[test]
fn later_files_amend_earlier_ones_and_bring_what_was_recorded_late() {
    let (mut first, mut amended, mut changed, mut late) = (BTreeMap::new(), 0, 0, 0);
    for file in fifth().files.iter().filter(|file| file.kind == FileKind::Incidents) {
        let rows = rows(file);
        // Half the rows of a file are new ones of its own stretch.
        let mut days: Vec<_> = rows.iter().map(reported).collect();
        days.sort();
        let middle = days[days.len() / 2];
        for row in rows {
            let old = reported(&row) < middle.saturating_sub(jiff::Span::new().days(190));
            match first.insert(reference(&row).to_owned(), (file.name.clone(), row.clone())) {
                Some((name, before)) if name != file.name => {
                    amended += 1;
                    changed += usize::from(before != row);
                }
                None if old => late += 1,
                _ => {}
            }
        }
    }
    assert!(400 < amended, "{amended}");
    assert!(amended * 8 < changed * 10, "{changed} of {amended}");
    assert!(0 < late);
}

#[test]
fn what_is_heard_after_the_end_of_a_quarter_is_told_in_a_later_file() {
    let mut filled_in = 0;
    let mut heard: BTreeMap<String, String> = BTreeMap::new();
    for file in fifth().files.iter().filter(|file| file.kind == FileKind::Referrals) {
        for row in rows(file) {
            let before = heard.insert(reference(&row).to_owned(), row["heard_on"].clone());
            filled_in += usize::from(before == Some(String::new()) && !row["heard_on"].is_empty());
            if !row["heard_on"].is_empty() {
                assert!(day(&row["heard_on"]) <= file.import_on, "{}", file.name);
                assert!(day(&row["referred_on"]) <= day(&row["heard_on"]));
            }
        }
    }
    assert!(100 < filled_in, "{filled_in}");
}

/// The keys of one file, by the rule of the module's documentation but for who is who: whoever
/// is named in a row and has not stood in an earlier one with the same cells.
fn named(file: &AgencyFile) -> BTreeSet<String> {
    let other = if file.kind == FileKind::Incidents { "suspect" } else { "perpetrator" };
    let mut keys = BTreeSet::new();
    let mut counted: BTreeMap<String, usize> = BTreeMap::new();
    let mut told: BTreeSet<(String, Vec<String>)> = BTreeSet::new();
    for row in rows(file) {
        let number = counted.entry(reference(&row).to_owned()).or_default();
        *number += 1;
        for role in ["victim", other] {
            let cell = |name: &str| row[&format!("{role}_{name}")].clone();
            let name = ["ref", "given_names", "family_name", "date_of_birth"].map(cell);
            let of_role = row.iter().filter(|(column, _)| column.starts_with(role));
            let all: Vec<String> = of_role.map(|(_, cell)| cell.clone()).collect();
            let is_named = name.iter().any(|cell| !cell.is_empty());
            if is_named && told.insert((format!("{} {role}", reference(&row)), all)) {
                let place = if *number == 1 { String::new() } else { number.to_string() };
                keys.insert(format!("{}/{}/{role}{place}", file.agency, reference(&row)));
            }
        }
    }
    keys
}

#[test]
fn the_truth_names_every_named_party_of_every_file_and_nobody_else() {
    for county in [fifth(), small()] {
        let keys: BTreeSet<String> = county.files.iter().flat_map(named).collect();
        let told: BTreeSet<String> = county.truth.keys().cloned().collect();
        assert_eq!(keys.difference(&told).next(), None);
        assert_eq!(told.difference(&keys).next(), None);
    }
}

#[test]
fn nobody_is_hurt_by_themselves() {
    let mut sides: BTreeMap<&str, BTreeMap<u64, bool>> = BTreeMap::new();
    for (key, person) in &fifth().truth {
        let (reference, party) = key.rsplit_once('/').unwrap();
        let is_victim = party.starts_with("victim");
        let side = sides.entry(reference).or_default().insert(*person, is_victim);
        assert_ne!(side, Some(!is_victim), "{key}");
    }
}

#[test]
fn nothing_in_the_county_is_anybodys() {
    let (mut phones, mut mails, mut numbers, mut codes) = (0, 0, 0, 0);
    let (mut right, mut cell_count) = (0, 0);
    for file in &fifth().files {
        for row in rows(file) {
            for (column, cell) in row.iter().filter(|(_, cell)| !cell.is_empty()) {
                cell_count += 1;
                let plain = cell.replace(' ', "");
                match column.rsplit('_').next() {
                    Some("phone") => {
                        phones += 1;
                        assert!(plain.starts_with("07700900") && plain.len() == 11, "{cell}");
                    }
                    Some("email") => {
                        mails += 1;
                        assert!(cell.ends_with("@example.org"), "{cell}");
                    }
                    Some("number") => {
                        numbers += 1;
                        assert!(plain.starts_with("999") && plain.len() == 10, "{cell}");
                        let nine = plain[..9].parse().unwrap();
                        right +=
                            usize::from(super::writing::party::nhs_number(nine) == Some(plain));
                    }
                    Some("postcode") => {
                        codes += 1;
                        assert!(["CB9", "PE9"].contains(&&plain[..3]), "{cell}");
                        assert_eq!(plain.len(), 7, "{cell}");
                    }
                    _ => {}
                }
            }
        }
    }
    assert!(1_000 < phones && 500 < mails && 100 < numbers && 10_000 < codes && 0 < cell_count);
    assert!(numbers * 9 < right * 10 && right < numbers, "{right} of {numbers} are right");
}

#[test]
fn the_same_seed_tells_the_same_county_and_another_one_another() {
    assert_eq!(small(), &generate(7, 0.05, TODAY));
    assert_ne!(small().truth, generate(8, 0.05, TODAY).truth);
}

#[test]
fn the_county_is_there_on_any_day() {
    for today in [date(2026, 10, 1), date(2024, 2, 29), date(2027, 1, 10), date(2010, 5, 2)] {
        let county = generate(1, 0.02, today);
        assert_eq!(county.files.last().unwrap().import_on, today);
        assert!(county.files.is_sorted_by_key(|file| file.import_on), "{today}");
    }
}

/// Of one financial year and one area: live incidents, and those of them whose victim had one in
/// the twelve months before.
type Repeats = BTreeMap<(i16, usize), (u32, u32)>;

fn repeats(county: &County) -> Repeats {
    let mut of_person: BTreeMap<u64, Vec<(Date, usize)>> = BTreeMap::new();
    for (reference, rows) in in_the_end(county, FileKind::Incidents) {
        let person = county.truth.get(&format!("CAMBS-POLICE/{reference}/victim"));
        if let (Some(person), "live") = (person, rows[0]["record_status"].as_str()) {
            let told = (reported(&rows[0]), area(&rows[0]["area"]));
            of_person.entry(*person).or_default().push(told);
        }
    }
    let mut counts = Repeats::new();
    for days in of_person.values() {
        for (day, area) in days {
            let before = day.saturating_sub(jiff::Span::new().years(1));
            let count = counts.entry((financial_year(*day), *area)).or_default();
            count.0 += 1;
            count.1 += u32::from(days.iter().any(|(other, _)| before <= *other && other < day));
        }
    }
    counts
}

#[test]
fn incidents_come_again_in_every_area_and_not_alike() {
    let counts = repeats(whole());
    let share = |year, area| {
        let (all, again) = counts[&(year, area)];
        f64::from(again) * 100.0 / f64::from(all)
    };
    let shares: Vec<_> = (0..5).map(|area| (share(2003, area), share(2007, area))).collect();
    for (before, after) in &shares {
        assert!((25.0..52.0).contains(before) && (25.0..52.0).contains(after), "{shares:?}");
    }
    let moved = shares.iter().filter(|(before, after)| 1.0 < (before - after).abs());
    assert!(2 < moved.count(), "{shares:?}");
}

#[test]
fn the_register_knows_every_status_and_keeps_unanswered_questions_apart() {
    let referrals = in_the_end(fifth(), FileKind::Referrals);
    let told = |column: &str| -> BTreeSet<&str> {
        let cells = referrals.values().flatten().filter_map(|row| row.get(column));
        cells.map(String::as_str).collect()
    };
    let statuses = told("status");
    for status in [
        "accepted",
        "submitted",
        "returned",
        "screened_out",
        "withdrawn",
        "transferred_in",
        "transferred_out",
    ] {
        assert!(statuses.contains(status), "{status}");
    }
    for unanswered in ["", "not_asked", "prefer_not_to_say", "not_known", "White British"] {
        assert!(told("victim_ethnicity").contains(unanswered), "{unanswered}");
    }
    assert_eq!(told("marac").len(), 4);
    assert_eq!(told("referring_agency_kind").len(), 14);
    assert!(told("meeting_kind").contains("emergency"));
    assert!(referrals.values().any(|rows| 3 < rows.len() && rows[0]["honour_based"] == "yes"));
    let same = told("same_incident_as");
    assert!(20 < same.len());
    assert!(same.iter().all(|other| other.is_empty() || referrals.contains_key(*other)));
}
