//! The parent: starts the child, feeds it, bounds it, and says what befell it.

use super::table::CSV_MOST;
use app::import::reading::FileKind;
use rustix::process::Signal;
use serde::Deserialize;
use std::{
    io::{self, Read, Write},
    os::unix::process::ExitStatusExt,
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};
use web::WorkbookRows;

/// By then the child has been counted out by its own limit, unless it waits.
const PATIENCE: Duration = Duration::from_secs(10);
/// What a child says is one line.
const SAID_MOST: u64 = 64 * 1024;

const TOO_SLOW: &str = "reading the workbook took longer than 10 seconds, so it was given up: \
                        divide it, or save the sheet as CSV";
const TOO_MUCH: &str = "reading the workbook needed more memory than the 256 MiB it may have, so \
                        it was given up: divide it, or save the sheet as CSV";
const ENDED: &str = "the workbook cannot be read: save the sheet as CSV";

/// Whether a file that begins so is a zip or one of Excel's old files, whatever its name.
pub(crate) fn is_workbook(head: &[u8]) -> bool {
    let begins: [&[u8]; 3] = [b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"];
    begins.iter().any(|begin| head.starts_with(begin))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Said {
    words: String,
    notes: Vec<String>,
}

/// The rows of a workbook as CSV; or a sentence, without capital and full stop, that says what is
/// wrong with it and what its sender can do.
///
/// # Errors
/// That sentence.
pub(crate) fn convert(workbook: &[u8], kind: FileKind) -> Result<WorkbookRows, String> {
    let broken = |error: io::Error| format!("the reader of workbooks cannot be started: {error}");
    let mut child = start(kind).map_err(broken)?;
    let (Some(mut stdin), Some(stdout), Some(stderr)) =
        (child.stdin.take(), child.stdout.take(), child.stderr.take())
    else {
        end(&mut child);
        return Err(ENDED.to_owned());
    };
    thread::scope(|scope| {
        // A child that refuses early closes its end; then there is nobody to be fed.
        scope.spawn(move || drop(stdin.write_all(workbook)));
        let (tell, told) = mpsc::channel();
        let rows_done = tell.clone();
        let rows = scope.spawn(move || {
            let rows = read_bounded(stdout, CSV_MOST);
            rows_done.send(()).ok();
            rows
        });
        let said = scope.spawn(move || {
            let said = read_bounded(stderr, SAID_MOST);
            tell.send(()).ok();
            said
        });
        let begun = Instant::now();
        let is_done =
            (0..2).all(|_| told.recv_timeout(PATIENCE.saturating_sub(begun.elapsed())).is_ok());
        let status = if is_done { wait(&mut child, begun) } else { None };
        if status.is_none() {
            end(&mut child);
        }
        let rows = rows.join().unwrap_or_default();
        let said = said.join().unwrap_or_default();
        match status {
            None => Err(TOO_SLOW.to_owned()),
            Some(status) => outcome(status, rows, &said),
        }
    })
}

fn start(kind: FileKind) -> io::Result<Child> {
    Command::new(std::env::current_exe()?)
        .args(["workbook-to-csv", kind.code()])
        .env_clear()
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
}

fn read_bounded(from: impl Read, most: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    drop(from.take(most).read_to_end(&mut bytes));
    bytes
}

/// Its pipes are closed, so it ends now; nothing when it does not.
fn wait(child: &mut Child, begun: Instant) -> Option<ExitStatus> {
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status),
            Ok(None) if begun.elapsed() < PATIENCE => thread::sleep(Duration::from_millis(1)),
            Ok(None) | Err(_) => return None,
        }
    }
}

fn end(child: &mut Child) {
    drop(child.kill());
    drop(child.wait());
}

fn outcome(status: ExitStatus, csv: Vec<u8>, said: &[u8]) -> Result<WorkbookRows, String> {
    let is_killed_for = |signal: Signal| status.signal() == Some(signal.as_raw());
    let said = String::from_utf8_lossy(said);
    let line = said.lines().last().unwrap_or_default();
    let parsed: Said = serde_json::from_str(line).unwrap_or_default();
    if status.success() && !line.is_empty() {
        return Ok(WorkbookRows { csv, notes: parsed.notes });
    }
    if !parsed.words.is_empty() {
        return Err(parsed.words);
    }
    let is_slow = is_killed_for(Signal::XCPU) || is_killed_for(Signal::KILL);
    let is_much = is_killed_for(Signal::ABORT) || is_killed_for(Signal::SEGV);
    Err(match (is_slow, is_much) {
        (true, _) => TOO_SLOW,
        (false, true) => TOO_MUCH,
        (false, false) => ENDED,
    }
    .to_owned())
}
