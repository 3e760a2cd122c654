//! A file of incidents taken in, beside the bare driver that inserts the very same rows.

use super::{House, folder, operator};
use crate::{
    alone,
    county::{self, AgencyFile},
    row, time,
};
use app::import::{ImportRequest, Progress, reading::FileKind, run_import};
use app::person::LinkStage;
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

pub(super) fn measure(rows: u32) {
    let file = file_of(rows);
    let rows = u32::try_from(file.text.lines().count() - 1).unwrap();
    let folders = [folder(), folder()];
    let [ours, bare] = folders.each_ref().map(|folder| House::new(folder.path()));
    let taken = take_in(&ours, &file);
    let (saved, linked) = insert_bare(&ours.bare(), &bare.bare(), rows);
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
    let per_second = f64::from(rows) / (taken.saved + linking).as_secs_f64();
    alone("rows taken in a second, linked and counted", &format!("{per_second:.0}"));
}

/// The first yearly file of the police, of a county that is large enough.
pub(crate) fn file_of(rows: u32) -> AgencyFile {
    let sample = first_file(SAMPLE);
    let scale = SAMPLE * f64::from(rows) / (sample.text.lines().count() - 1) as f64;
    first_file(scale)
}

fn first_file(scale: f64) -> AgencyFile {
    let mut first = None;
    // A county of this day has no recent years: less to invent.
    county::tell(SEED, scale, date(2009, 4, 1), &mut |file| {
        first.get_or_insert(file);
    });
    first.unwrap()
}

/// The file taken in by the command, with what memory it took at most and what it wrote.
pub(crate) fn take_in_by_command(house: &House, file: &AgencyFile) {
    let csv = house.path.with_extension("csv");
    std::fs::write(&csv, &file.text).unwrap();
    let rows = u32::try_from(file.text.lines().count() - 1).unwrap();
    let begun = Instant::now();
    let url = format!("sqlite:{}", house.path.display());
    let mut child = Command::new(env!("CARGO_BIN_EXE_wicken"))
        .args(["import", "incidents", "--agency", file.agency, "--database", &url, "--key-file"])
        .arg(&house.key)
        .arg(&csv)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let process = child.id();
    let told = |file: &str, name: &str| {
        let text = std::fs::read_to_string(format!("/proc/{process}/{file}")).ok()?;
        let line = text.lines().find(|line| line.starts_with(name))?.to_owned();
        line.split_whitespace().nth(1)?.parse::<u64>().ok()
    };
    let (mut memory, mut written) = (0, 0);
    let (ends, end) = mpsc::channel();
    let waiting = thread::spawn(move || ends.send(child.wait().unwrap()).unwrap());
    let ended = loop {
        memory = told("status", "VmHWM:").map_or(memory, |most| most.max(memory));
        written = told("io", "write_bytes:").map_or(written, |bytes| bytes.max(written));
        // Once it has ended, both files are gone.
        if let Ok(ended) = end.recv_timeout(Duration::from_millis(100)) {
            break ended;
        }
    };
    waiting.join().unwrap();
    // Some rows of a large county may be refused.
    assert!([Some(0), Some(3)].contains(&ended.code()), "{ended}");
    alone(&format!("a row of a file of {rows} taken in"), &time(begun.elapsed() / rows));
    alone("    memory at most", &format!("{} MB", memory / 1_024));
    alone("    written, a row", &format!("{} bytes", written / u64::from(rows)));
    let kept = std::fs::metadata(&house.path).unwrap().len();
    alone("    kept, a row", &format!("{} bytes", kept / u64::from(rows)));
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
    ("person", "select null, * from person order by person_id"),
    ("membership", "select null, * from membership order by membership_id"),
    ("link_model", "select null, * from link_model"),
    ("link", "select null, * from link order by link_id"),
    ("incident_fact", "select null, * from incident_fact order by fact_id"),
    ("incident_sum", "select null, * from incident_sum"),
];

type Rows = Vec<Vec<Value>>;

/// Inserts what the import left in `from` into `to`: the time for the saved, and for the rest.
fn insert_bare(from: &Connection, to: &Connection, rows: u32) -> (Duration, Duration) {
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
    let begun = Instant::now();
    for (table, rows) in &linked {
        rows.chunks(BATCH).for_each(|rows| in_transaction(to, || insert_each(to, table, rows)));
    }
    (saved, begun.elapsed())
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
