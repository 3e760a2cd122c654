//! A file of incidents taken in, beside the bare driver that inserts the very same rows.

use super::{House, folder, operator};
use crate::{
    alone,
    county::{self, AgencyFile},
    row, time,
};
use app::{
    import::{ImportRequest, Progress, reading::FileKind, run_import},
    params,
    person::LinkStage,
};
use domain::agency::AgencyCode;
use jiff::civil::date;
use rusqlite::{Connection, params_from_iter, types::Value};
use std::{
    collections::BTreeMap,
    io::Cursor,
    process::{Command, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

const SEED: u64 = 2008;
/// What a batch of the bare driver holds, in rows of the file.
const BATCH: usize = 500;
/// How large a county is tried to see how many rows its first file has.
const SAMPLE: f64 = 0.1;
/// No county is larger.
const LARGEST: f64 = 100.0;

pub(super) fn measure(rows: u32) {
    let file = file_of(rows);
    let rows = u32::try_from(file.text.lines().count() - 1).unwrap();
    let folders = [folder(), folder()];
    let [ours, bare] = folders.each_ref().map(|folder| House::new(folder.path()));
    let taken = take_in(&ours, &file);
    let [saved, linked, summed] = insert_bare(&ours.bare(), &bare.bare(), rows);
    row(
        &format!("a row of a file of {rows} saved, beside inserts"),
        taken.saved / rows,
        saved / rows,
    );
    let linking = taken.linking.iter().map(|(_, spent)| *spent).sum::<Duration>();
    row("the same row linked and counted, beside inserts", linking / rows, linked / rows);
    for (stage, spent) in taken.linking {
        alone(&format!("    of which {}, a row", words(stage)), &time(spent / rows));
    }
    let share = summed.as_secs_f64() / linked.as_secs_f64();
    alone("    of the inserts, sums by day", &format!("{:.1} %", 100.0 * share));
    let per_second = f64::from(rows) / (taken.saved + linking).as_secs_f64();
    alone("rows taken in a second, linked and counted", &format!("{per_second:.0}"));
}

/// The first yearly file of the police, of a county that is large enough.
pub(crate) fn file_of(rows: u32) -> AgencyFile {
    county_of(rows).file
}

/// A file, the one of the year after it, and who is who in both.
pub(crate) struct County {
    pub file: AgencyFile,
    pub next: AgencyFile,
    /// The number of the person by `AGENCY/REFERENCE/PARTY`.
    pub truth: BTreeMap<String, u64>,
}

/// The county whose first yearly file of the police has about so many rows. Where no county is that
/// large, the file of the second year is put to the first.
pub(crate) fn county_of(rows: u32) -> County {
    let count = |file: &AgencyFile| file.text.lines().count() - 1;
    let sample = count(&county(SAMPLE, 1).file);
    let scale = SAMPLE * f64::from(rows) / sample as f64;
    county(scale, if LARGEST < scale { 2 } else { 1 })
}

fn county(scale: f64, years: usize) -> County {
    let mut first: Vec<AgencyFile> = Vec::new();
    // A county of this day has no recent years: less to invent.
    let truth = county::tell(SEED, scale, date(2009, 4, 1), &mut |file| {
        if file.agency == county::POLICE && first.len() <= years {
            first.push(file);
        }
    });
    let next = first.pop().unwrap();
    let mut file = first.remove(0);
    for other in first {
        // They have the same columns.
        file.text.push_str(other.text.split_once('\n').unwrap().1);
    }
    County { file, next, truth }
}

/// The file taken in by the command, with what memory it took at most and what it wrote.
pub(crate) fn take_in_by_command(house: &House, file: &AgencyFile) {
    take_in_beside(house, file, &mut || ());
}

/// The same while something else is done again and again.
pub(crate) fn take_in_beside(house: &House, file: &AgencyFile, beside: &mut dyn FnMut()) {
    let csv = house.key.with_extension("csv");
    std::fs::write(&csv, &file.text).unwrap();
    let rows = u32::try_from(file.text.lines().count() - 1).unwrap();
    let begun = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_wicken"))
        .args(["import", "incidents", "--agency", file.agency])
        .args(["--database", &house.url(), "--key-file", &house.key()])
        .arg(&csv)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let process = child.id();
    let (mut saved, mut now) = (None, Spent::default());
    let (ends, end) = mpsc::channel();
    let waiting = thread::spawn(move || ends.send(child.wait().unwrap()).unwrap());
    let db = house.database();
    let is_linking = "select count(*) as count from import_run where state = 'linking'";
    let ended = loop {
        now = now.and_at(process, begun.elapsed());
        if saved.is_none() && db.read(|tx| tx.count(is_linking, params![])).unwrap() != 0 {
            saved = Some(now);
        }
        beside();
        // Once it has ended, nothing is known of it.
        if let Ok(ended) = end.recv_timeout(Duration::from_millis(100)) {
            break ended;
        }
    };
    waiting.join().unwrap();
    now.elapsed = begun.elapsed();
    // Some rows of a large county may be refused.
    assert!([Some(0), Some(3)].contains(&ended.code()), "{ended}");
    if let Some(saved) = saved {
        saved.tell(&format!("a row of a file of {rows} saved by the command"), rows, house);
    }
    now.tell(&format!("a row of a file of {rows} saved, linked and counted"), rows, house);
    alone("    kept, a row", &format!("{} bytes", house.size() / u64::from(rows)));
}

/// What a process has taken until some moment.
#[derive(Clone, Copy, Default)]
struct Spent {
    elapsed: Duration,
    /// At most, in kilobytes.
    memory: u64,
    /// Bytes.
    written: u64,
}

impl Spent {
    fn and_at(self, process: u32, elapsed: Duration) -> Spent {
        let told = |file: &str, name: &str| {
            let text = std::fs::read_to_string(format!("/proc/{process}/{file}")).ok()?;
            let line = text.lines().find(|line| line.starts_with(name))?.to_owned();
            line.split_whitespace().nth(1)?.parse::<u64>().ok()
        };
        Spent {
            elapsed,
            memory: told("status", "VmHWM:").unwrap_or_default().max(self.memory),
            written: told("io", "write_bytes:").unwrap_or_default().max(self.written),
        }
    }

    fn tell(&self, what: &str, rows: u32, house: &House) {
        alone(what, &time(self.elapsed / rows));
        alone("    memory at most", &format!("{} MB", self.memory / 1_024));
        // On PostgreSQL it is the server who writes.
        if !house.is_on_postgres() {
            alone("    written, a row", &format!("{} bytes", self.written / u64::from(rows)));
        }
    }
}

struct Taken {
    saved: Duration,
    /// Each stage with its time, in order.
    linking: Vec<(LinkStage, Duration)>,
}

fn take_in(house: &House, file: &AgencyFile) -> Taken {
    let app = house.app();
    let request = ImportRequest {
        kind: FileKind::Incidents,
        agency: AgencyCode::parse(file.agency).unwrap(),
        file_name: file.name.clone(),
        dry_run: false,
    };
    let begun = Instant::now();
    let mut stages: Vec<(LinkStage, Instant)> = Vec::new();
    let mut told = |progress: Progress<'_>| {
        if let Progress::Linking(linking) = progress
            && stages.last().is_none_or(|(stage, _)| *stage != linking.stage)
        {
            stages.push((linking.stage, Instant::now()));
        }
    };
    let text = Cursor::new(file.text.as_bytes());
    let outcome = run_import(&app, &operator(), &request, text, &mut told).unwrap();
    assert_eq!(outcome.summary.refused, 0);
    let ended = Instant::now();
    let ends = stages.iter().skip(1).map(|(_, at)| *at).chain([ended]);
    let linking = stages.iter().zip(ends).map(|((stage, at), end)| (*stage, end - *at)).collect();
    Taken { saved: stages[0].1 - begun, linking }
}

fn words(stage: LinkStage) -> &'static str {
    match stage {
        LinkStage::Reading => "reading and opening everything",
        LinkStage::Linking => "linking",
        LinkStage::Saving => "saving persons and links",
        LinkStage::Counting => "counting the facts",
    }
}

/// What the import is made of: tables, and the rows of each in the order of their incidents.
const BEFORE: &[(&str, &str)] = &[
    ("agency", "select null, * from agency"),
    ("secret", "select null, * from secret"),
    ("import_run", "select null, * from import_run"),
];
const SAVED: &[(&str, &str)] = &[
    ("incident", "select i.incident_id, i.* from incident i order by 1"),
    (
        "record_key",
        "select r.source_id, k.* from record_key k
         join person_record r on r.record_id = k.record_id
         union all
         select s.incident_id, k.* from record_key k
         join incident_state s on s.state_id = k.record_id order by 1",
    ),
    ("person_record", "select r.source_id, r.* from person_record r order by 1"),
    ("incident_state", "select s.incident_id, s.* from incident_state s order by 1"),
    (
        "incident_pair",
        "select s.incident_id, p.* from incident_pair p
         join incident_state s on s.state_id = p.state_id order by 1",
    ),
    // What was due is done by now, and its rows are gone.
    ("fact_due", "select incident_id, 'incident', incident_id, randomblob(16) from incident"),
];
/// What linking and counting wrote, in the order of its ids.
const LINKED: &[(&str, &str)] = &[
    ("person_key", "select null, * from person_key order by key, record_id"),
    ("person", "select null, * from person order by person_id"),
    ("membership", "select null, * from membership order by membership_id"),
    ("guess", "select null, * from guess order by guess_id"),
    ("link_model", "select null, * from link_model"),
    ("link", "select null, * from link order by link_id"),
    ("incident_fact", "select null, * from incident_fact order by fact_id"),
    ("incident_sum", "select null, * from incident_sum"),
];

type Rows = Vec<Vec<Value>>;

/// Inserts what the import left in `from` into `to`: the time for the saved, for the rest, and how
/// much of that is sums.
fn insert_bare(from: &Connection, to: &Connection, rows: u32) -> [Duration; 3] {
    to.execute_batch("pragma foreign_keys = off; delete from secret; delete from agency;").unwrap();
    for (table, sql) in BEFORE {
        insert_each(to, table, &read(from, sql));
    }
    to.execute_batch("pragma foreign_keys = on").unwrap();
    let saved = batches_of_incidents(from, rows);
    let linked: Vec<(&str, Rows)> =
        LINKED.iter().map(|(table, sql)| (*table, read(from, sql))).collect();
    let begun = Instant::now();
    for batch in &saved {
        in_transaction(to, || batch.iter().for_each(|(table, rows)| insert_each(to, table, rows)));
    }
    let saved = begun.elapsed();
    let (mut all, mut summed) = (Duration::ZERO, Duration::ZERO);
    for (table, rows) in &linked {
        let begun = Instant::now();
        rows.chunks(BATCH).for_each(|rows| in_transaction(to, || insert_each(to, table, rows)));
        all += begun.elapsed();
        if *table == "incident_sum" {
            summed += begun.elapsed();
        }
    }
    [saved, all, summed]
}

/// Whole incidents, as many to a batch as make [`BATCH`] rows of the file.
fn batches_of_incidents(from: &Connection, rows: u32) -> Vec<Vec<(&'static str, Rows)>> {
    let incidents = read(from, SAVED[0].1);
    let batch = (incidents.len() * BATCH).div_ceil(rows as usize);
    let of = |row: &[Value]| match &row[0] {
        Value::Blob(id) => id.clone(),
        _ => Vec::new(),
    };
    let batch_of: BTreeMap<Vec<u8>, usize> =
        incidents.iter().enumerate().map(|(at, row)| (of(row), at / batch)).collect();
    let mut batches: Vec<Vec<(&str, Rows)>> = Vec::new();
    for (table, sql) in SAVED {
        for batch in &mut batches {
            batch.push((table, Rows::new()));
        }
        for row in read(from, sql) {
            let at = batch_of[&of(&row)];
            while batches.len() <= at {
                batches.push(vec![(table, Rows::new())]);
            }
            batches[at].last_mut().unwrap().1.push(row);
        }
    }
    batches
}

fn read(from: &Connection, sql: &str) -> Rows {
    let mut select = from.prepare(sql).unwrap();
    let columns = select.column_count();
    let rows = select.query_map([], |row| (0..columns).map(|at| row.get(at)).collect()).unwrap();
    rows.map(Result::unwrap).collect()
}

fn in_transaction(to: &Connection, run: impl FnOnce()) {
    to.execute_batch("begin immediate").unwrap();
    run();
    to.execute_batch("commit").unwrap();
}

/// The first value of a row tells where it belongs, the others are its columns.
fn insert_each(to: &Connection, table: &str, rows: &[Vec<Value>]) {
    let Some(first) = rows.first() else { return };
    let marks = vec!["?"; first.len() - 1].join(", ");
    let mut insert = to.prepare_cached(&format!("insert into {table} values ({marks})")).unwrap();
    for row in rows {
        insert.execute(params_from_iter(&row[1..])).unwrap();
    }
}
