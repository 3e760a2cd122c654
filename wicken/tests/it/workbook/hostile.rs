//! Workbooks that were made to do harm, or were harmed themselves.

mod cells;
mod markup;
mod packed;

use super::{import, written};
use crate::harness::{House, text};
use app::db::Engine;
use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

/// One workbook, and how it must end.
struct Case {
    name: String,
    workbook: Vec<u8>,
    ends: Ends,
}

#[derive(Debug, Clone, Copy)]
enum Ends {
    /// With a sentence that has these words in it; nothing is taken in.
    Says(&'static str),
    /// With so many rows, those that are refused among them.
    Rows(u64),
}

use Ends::{Rows, Says};

fn case(name: impl Into<String>, workbook: Vec<u8>, ends: Ends) -> Case {
    Case { name: name.into(), workbook, ends }
}

/// What the sender can do stands in every sentence.
const MENDS: &[&str] = &["save", "take it away", "send the", "put the rows", "begins with a row"];

/// Through the command as people give it: the real parent, the real child.
fn try_all(cases: &[Case]) {
    let house = House::on(Engine::Sqlite);
    let mut wrong = Vec::new();
    for Case { name, workbook, ends } in cases {
        let path = written(&house, "hostile.xlsx", workbook);
        let begun = Instant::now();
        let output = import(&house, &path, &["--dry-run"]);
        let (told, said) = (text(&output.stdout), text(&output.stderr));
        let (code, took) = (output.status.code(), begun.elapsed());
        let is_as_it_should = match ends {
            Says(words) => {
                code == Some(1)
                    && told.is_empty()
                    && said.contains(words)
                    && MENDS.iter().any(|mend| said.contains(mend))
            }
            Rows(rows) => {
                matches!(code, Some(0 | 3)) && told.contains(&format!("{{\"rows\":{rows},"))
            }
        };
        if !is_as_it_should || Duration::from_secs(13) < took || said.contains("panicked") {
            wrong.push(format!("{name}: not {ends:?} but {code:?} in {took:?}: {told}{said}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
    eprintln!("{} hostile workbooks ended as they should", cases.len());
}

#[test]
fn what_is_packed_to_harm_ends_in_a_sentence() {
    try_all(&packed::cases());
}

#[test]
fn markup_that_would_harm_ends_in_a_sentence() {
    try_all(&markup::cases());
}

#[test]
fn cells_and_sheets_that_lie_end_in_a_sentence_or_in_the_right_rows() {
    try_all(&cells::cases());
}

#[test]
fn there_are_more_than_a_hundred_of_them_and_no_two_are_one() {
    let all = [packed::cases(), markup::cases(), cells::cases()].into_iter().flatten();
    let names: Vec<String> = all.map(|case| case.name).collect();
    let (count, distinct) = (names.len(), BTreeSet::from_iter(names));
    assert!(100 < count && distinct.len() == count, "{count} cases, {} names", distinct.len());
}
