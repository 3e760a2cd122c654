//! Workbooks through the real binary: what is true in them is taken in as from CSV, and what is
//! hostile ends in a sentence.

mod honest;
mod hostile;
mod made;
mod raw;

use self::made::{Xlsx, incidents};
use crate::harness::{House, text};
use app::db::Engine;
use std::{
    fs,
    io::Write,
    path::PathBuf,
    process::{Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

fn written(house: &House, name: &str, content: &[u8]) -> PathBuf {
    let path = house.folder().join(name);
    fs::write(&path, content).expect("a file");
    path
}

fn import(house: &House, path: &PathBuf, more: &[&str]) -> Output {
    let mut command = house.wicken(&["import", "incidents"]);
    command.arg(path).args(["--agency", "FEN-POLICE", "--json"]).args(more);
    command.output().expect("the binary can be started")
}

/// The child by itself, as the parent starts it.
fn child() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wicken"));
    command.args(["workbook-to-csv", "incidents"]).env_clear();
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn fed(mut command: Command, workbook: &[u8]) -> Output {
    let mut child = command.spawn().expect("the binary can be started");
    let mut stdin = child.stdin.take().expect("a pipe");
    thread::scope(|scope| {
        scope.spawn(move || drop(stdin.write_all(workbook)));
        child.wait_with_output().expect("it ends")
    })
}

#[test]
fn the_child_is_locked_in_before_it_reads_the_first_byte() {
    let mut child = child().spawn().expect("the binary can be started");
    let limits = format!("/proc/{}/limits", child.id());
    let begun = Instant::now();
    let expected = [
        ("Max cpu time", "10 "),
        ("Max file size", "0 "),
        ("Max data size", "268435456 "),
        ("Max core file size", "0 "),
        ("Max processes", "0 "),
        ("Max open files", "3 "),
        ("Max address space", "268435456 "),
    ];
    let is_held = |told: &str| {
        expected.iter().all(|(name, most)| {
            let line = told.lines().find_map(|line| line.strip_prefix(name));
            line.is_some_and(|line| line.trim_start().starts_with(most))
        })
    };
    let mut told = String::new();
    while !is_held(&told) {
        assert!(begun.elapsed() < Duration::from_secs(10), "{told}");
        told = fs::read_to_string(&limits).expect("the limits of a process");
        thread::sleep(Duration::from_millis(5));
    }
    child.kill().expect("it was waiting to be fed");
    drop(child.wait());
}

#[test]
fn the_child_reads_nothing_while_it_has_an_environment() {
    let workbook = Xlsx::of(&incidents(1)).zip();
    let mut command = child();
    command.env("WICKEN_KEY_FILE", "somewhere");
    let output = fed(command, &workbook);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("\"code\":\"cage\""), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout), "");
    let output = fed(child(), &workbook);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(text(&output.stdout).starts_with("incident_ref,"), "{}", text(&output.stdout));
}

#[test]
fn nobody_is_told_of_the_command_that_only_wicken_gives() {
    let output = House::bare().arg("--help").output().expect("the binary can be started");
    let said = text(&output.stdout);
    assert!(said.contains("import") && !said.contains("workbook"), "{said}");
}

#[test]
fn a_workbook_that_needs_more_memory_than_it_may_have_is_told_so() {
    let house = House::on(Engine::Sqlite);
    // One cell of 45 MiB, which is held in several forms on its way to a line.
    let long = "a".repeat(45 * 1024 * 1024);
    let cell = format!("<row r=\"1\"><c t=\"inlineStr\"><is><t>{long}</t></is></c></row>");
    let path = written(&house, "long.xlsx", &Xlsx::with(&cell).zip_stored());
    let begun = Instant::now();
    let output = import(&house, &path, &["--dry-run"]);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("more memory than the 256 MiB") && said.contains("save"), "{said}");
    assert!(begun.elapsed() < Duration::from_secs(12), "{:?}", begun.elapsed());
}
