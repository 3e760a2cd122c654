//! The oracle: a table in words, and a program in another language that reads it.

use serde_json::{Value, json};
use std::{
    io::Write,
    path::PathBuf,
    process::{Command, Stdio},
};

/// A row of the oracle's table of routes.
pub(super) struct Row {
    /// `get /people/{id}`
    pub route: String,
    /// What it is about, such as `person`.
    pub kind: String,
    pub needs_fresh: bool,
}

/// What the oracle answers, one answer a question.
pub(super) fn answers(questions: &[Value]) -> Vec<Value> {
    let program = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/oracle/door.py");
    let mut child = Command::new("python3")
        .arg(program)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 is missing: apt-get install python3");
    let mut input = child.stdin.take().unwrap();
    let asked: String = questions.iter().map(|question| format!("{question}\n")).collect();
    let writer = std::thread::spawn(move || input.write_all(asked.as_bytes()).unwrap());
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(output.status.success(), "the oracle broke: its words are above");
    let text = String::from_utf8(output.stdout).unwrap();
    let answers: Vec<Value> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), questions.len());
    answers
}

/// The rows; and the streets and routes that are tried elsewhere.
pub(super) fn table() -> (Vec<Row>, Vec<String>) {
    let answer = answers(&[json!({})]).remove(0);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let row = |row: &Value| Row {
        route: text(&row[0]),
        kind: text(&row[1]),
        needs_fresh: row[2].as_bool().unwrap(),
    };
    let rows = answer["routes"].as_array().unwrap().iter().map(row).collect();
    (rows, answer["elsewhere"].as_array().unwrap().iter().map(text).collect())
}
