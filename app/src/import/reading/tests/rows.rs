//! Rows that are structurally broken, or look so.

use std::io::{self, Read, Seek, SeekFrom};

use super::super::{record::Record, records::Records};
use super::*;

const WITHOUT_END: &str = "the quotation mark that opens the cell has no end: close it, and double";
const AFTER: &str = "text follows the quotation mark that closes the cell: double each";

pub(super) fn cases() -> Vec<Case> {
    [lines(), counts(), quotes(), more_quotes(), sizes()].into_iter().flatten().collect()
}

fn lines() -> Vec<Case> {
    let rows = "I1,2008-04-01,Fenland\nI2,2008-04-02,Fenland\n";
    let file = short(rows);
    vec![
        incidents("LF", file.clone(), 2),
        incidents("CRLF", file.replace('\n', "\r\n"), 2),
        incidents("CR", file.replace('\n', "\r"), 2),
        incidents(
            "mixed",
            short("I1,2008-04-01,Fenland\r\nI2,2008-04-02,Fenland\rI3,2008-04-02,Fenland"),
            3,
        ),
        incidents("no end of the last line", file.trim_end(), 2),
        incidents("CR alone at the end", format!("{}\r", file.trim_end()), 2),
        incidents("empty lines", file.replace('\n', "\n\n"), 2)
            .said("Empty rows were passed over: 3."),
        incidents("rows of commas only", short("I1,2008-04-01,Fenland\n,,\n , ,\t\n,,,,,,\n"), 1)
            .said("Empty rows were passed over: 3."),
        incidents("a line of a quoted nothing", short("\"\"\nI1,2008-04-01,Fenland\n"), 1)
            .said("passed over: 1."),
        incidents("two files in one", format!("{file}{file}"), 4).refused(
            4,
            "reported_on",
            "the cell is no date: write it as YYYY-MM-DD",
        ),
        incidents("the end of a DOS file", format!("{file}\u{1a}"), 2).refused(
            4,
            "",
            "the row has 1 cell and the header 3",
        ),
        incidents(
            "line numbers behind CRLF inside quotes",
            short("\"I\r\n1\",2008-04-01,Fenland\r\nI2,x,Fenland\r\n"),
            1,
        )
        .refused(4, "reported_on", "no date"),
    ]
}

fn counts() -> Vec<Case> {
    let next = "I2,2008-04-02,Fenland\n";
    vec![
        incidents("too few cells", short("I1,2008-04-01\nI2,2008-04-02,Fenland\n"), 1).refused(
            2,
            "",
            "the row has 2 cells and the header 3: put a cell that holds a comma",
        ),
        incidents("too many cells", short("I1,2008-04-01,Fenland,\nI2,2008-04-02,Fenland\n"), 1)
            .refused(2, "", "the row has 4 cells and the header 3"),
        incidents("a comma without quotes", short("Rao, Asha,2008-04-01,Fenland\n"), 0)
            .refused(2, "", "4 cells"),
        incidents("cut off in the middle", short("I1,2008-04-01,Fenland\nI2,2008-0"), 1)
            .refused(3, "", "2 cells"),
        incidents("semicolons below", short("I1;2008-04-01;Fenland\n"), 0).refused(
            2,
            "",
            "the row has 1 cell and the header 3",
        ),
        incidents("a million commas", short(&format!("{}\n{next}", ",".repeat(1_000_000))), 1)
            .refused(2, "", "the row has more than 1,000 cells: end the line where the row ends"),
        incidents("a thousand cells", short(&format!("I1{}\n", ",x".repeat(999))), 0).refused(
            2,
            "",
            "the row has 1000 cells",
        ),
        incidents(
            "swallowed rows are read by themselves",
            short(&format!(
                "I1,2008-04-01,\"Fenland\n{next}I3,\",Fenland\nI4,2008-04-02,Fenland\n"
            )),
            2,
        )
        .refused(2, "", "4 cells")
        .refused(4, "reported_on", WITHOUT_END),
    ]
}

fn quotes() -> Vec<Case> {
    vec![
        incidents(
            "an end of line inside quotes",
            short("I1,2008-04-01,\"Fen\nland\"\nI2,2008-04-01,Fenland\n"),
            1,
        )
        .refused(2, "area", "the area is not known"),
        incidents("all quoted", short("\"I1\",\"2008-04-01\",\"Fenland\"\n"), 1),
        incidents("spaces behind the quote", short("\"I1\" ,2008-04-01,\"Fenland\"\t\n"), 1),
        incidents("doubled quotes", short("\"I\"\"1\"\"\",2008-04-01,Fenland\n"), 1),
        incidents("a quote inside", short("I\"1,2008-04-01,Fenland\n"), 1),
        incidents("no end, last row", short("I1,2008-04-01,Fenland\nI2,2008-04-01,\"Fenland\n"), 1)
            .refused(3, "area", WITHOUT_END),
        incidents("no end, no line end", short("I1,2008-04-01,\"Fenland"), 0).refused(
            2,
            "area",
            WITHOUT_END,
        ),
        incidents(
            "no end, first row",
            short("I1,\"2008-04-01,Fenland\nI2,2008-04-01,Fenland\nI3,2008-04-01,Fenland\n"),
            2,
        )
        .refused(2, "reported_on", WITHOUT_END),
        incidents(
            "no end, before quoted rows",
            short("\"I1,2008-04-01,Fenland\n\"I2\",2008-04-01,Fenland\nI3,2008-04-01,Fenland\n"),
            2,
        )
        .refused(2, "incident_ref", AFTER),
        incidents("no end, every row", short(&"\"I1,2008-04-01,Fenland\n".repeat(3)), 0)
            .refused(2, "incident_ref", AFTER)
            .refused(3, "incident_ref", AFTER)
            .refused(4, "incident_ref", WITHOUT_END),
        incidents(
            "no end, a thousand rows behind",
            short(&format!("I0,2008-04-01,\"Fenland\n{}", numbered(5000))),
            5000,
        )
        .refused(2, "area", WITHOUT_END),
    ]
}

fn more_quotes() -> Vec<Case> {
    vec![
        incidents(
            "text after the quote",
            short("I1,2008-04-01,\"Fen\"land\nI2,2008-04-01,Fenland\n"),
            1,
        )
        .refused(2, "area", AFTER),
        incidents(
            "a height in inches",
            short("I1,2008-04-01,\"5\" tall\"\nI2,2008-04-01,Fenland\n"),
            1,
        )
        .refused(2, "area", AFTER),
        incidents("one quote is the file's end", short("\""), 0).refused(
            2,
            "incident_ref",
            WITHOUT_END,
        ),
        incidents("only quotes", short(&"\"".repeat(100_001)), 0).refused(
            2,
            "incident_ref",
            WITHOUT_END,
        ),
        incidents(
            "a backslash before a quote",
            short("\"I\\\"1\",2008-04-01,Fenland\nI2,2008-04-01,Fenland\n"),
            1,
        )
        .refused(2, "incident_ref", AFTER),
        incidents("single quotes", short("'I1','2008-04-01','Fenland'\n"), 0).refused(
            2,
            "reported_on",
            "no date",
        ),
    ]
}

fn numbered(count: usize) -> String {
    (1..=count).map(|number| format!("I{number},2008-04-01,Fenland\n")).collect()
}

fn sizes() -> Vec<Case> {
    let x = |count: usize| "x".repeat(count);
    let next = "\nI2,2008-04-01,Fenland\n";
    let too_long = "the cell has more than 65,536 bytes: shorten it";
    let wide = format!(
        "incident_ref,reported_on,area,{}\n",
        (0..40).map(|n| format!("c{n}")).collect::<Vec<_>>().join(",")
    );
    let cells = |size: usize| format!(",{}", x(size)).repeat(40);
    vec![
        incidents(
            "a cell of 65,536 bytes",
            short(&format!("I1,2008-04-01,{}{next}", x(65_536))),
            1,
        )
        .refused(2, "area", "the area is not known"),
        incidents(
            "a cell of 65,537 bytes",
            short(&format!("I1,2008-04-01,{}{next}", x(65_537))),
            1,
        )
        .refused(2, "area", too_long),
        incidents(
            "a quoted cell of 65,537 bytes",
            short(&format!("I1,2008-04-01,\"{}\"{next}", x(65_537))),
            1,
        )
        .refused(2, "area", too_long),
        incidents("a line of 2 MiB", short(&format!("I1,2008-04-01,{}{next}", x(2 << 20))), 1)
            .refused(2, "area", too_long),
        incidents("a line of 3 MB", short(&format!("I1,{},Fenland{next}", x(3_000_000))), 1)
            .refused(2, "reported_on", too_long),
        incidents(
            "a quoted line of 3 MB",
            short(&format!("I1,\"{}\",Fenland{next}", x(3_000_000))),
            1,
        )
        .refused(2, "reported_on", too_long),
        incidents("a line of spaces", short(&format!("{}{next}", " ".repeat(3 << 20))), 1).refused(
            2,
            "incident_ref",
            too_long,
        ),
        incidents(
            "a row of 1 MiB in cells",
            format!("{wide}I1,2008-04-01,Fenland{}{next}", cells(30_000)),
            0,
        )
        .refused(2, "", "the row has more than 1,048,576 bytes: shorten it, or end the line")
        .refused(3, "", "cells and the header 43")
        .said("not known"),
        incidents(
            "a row just below 1 MiB",
            format!("{wide}I1,2008-04-01,Fenland{}\n", cells(26_000)),
            1,
        )
        .said("not known"),
        incidents(
            "quoted lines beyond a cell",
            short(&format!("I1,2008-04-01,\"{}{next}", "line\n".repeat(20_000))),
            1,
        )
        .refused(2, "area", WITHOUT_END)
        .refused_lines(3, 20_001, "has 1 cell and")
        .said("passed over: 1."),
    ]
}

impl Case {
    /// Refusals of whole lines, one after the other.
    fn refused_lines(mut self, from: u64, to: u64, words: &'static str) -> Self {
        for line in from..=to {
            self = self.refused(line, "", words);
        }
        self
    }
}

#[test]
fn a_broken_row_is_refused_by_its_line_and_column_and_those_behind_it_are_read() {
    cases().iter().for_each(check);
}

#[test]
fn a_file_that_makes_the_reader_go_round_in_it_is_given_up() {
    let text = short(&"a\",\"\n".repeat(50_000));
    let refused = read(FileKind::Incidents, text.as_bytes()).unwrap_err();
    assert!(matches!(refused, FileRefused::Quotes { line: 100..50_000 }), "{refused:?}");
    assert!(refused.to_string().contains("double each quotation mark inside a cell"));
}

#[test]
fn a_broken_row_gives_its_reference_only_where_it_cannot_be_another_cell() {
    let seen = read(FileKind::Incidents, short("I1,2008-04-01\n").as_bytes()).unwrap();
    assert_eq!(seen.refusals[0].reference, "I1");
    let slipped = "victim_family_name,incident_ref,reported_on,area\nSecret,Rao, Asha,I1,x\n";
    let seen = read(FileKind::Incidents, slipped.as_bytes()).unwrap();
    assert_eq!(seen.refusals[0].reference, "");
}

#[test]
fn a_refusal_holds_no_value_but_a_short_reference_without_hidden_characters() {
    let secret = "Secretname";
    let reference = format!("I\u{202e}{}", "1".repeat(100));
    let text = format!(
        "incident_ref,reported_on,area,victim_family_name\n\
         \"{reference}\",{secret},Fenland,{secret}\n\
         I2,2008-04-01,{secret},{secret}\nI3,2008-04-01,\"{secret},x\n"
    );
    let seen = read(FileKind::Incidents, text.as_bytes()).unwrap();
    assert_eq!(seen.refusals.len(), 3);
    assert_eq!(seen.refusals[0].reference, format!("I{}", "1".repeat(63)));
    assert!(!format!("{:?}", seen.refusals).contains("Secret"));
}

/// A file that is longer than memory should be: a beginning, one byte many times, an end.
struct Long {
    begins: Vec<u8>,
    repeats: u64,
    ends: Vec<u8>,
    at: u64,
}

impl Long {
    fn length(&self) -> u64 {
        self.begins.len() as u64 + self.repeats + self.ends.len() as u64
    }
}

impl Read for Long {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let begins = self.begins.len() as u64;
        let (from, most): (&[u8], u64) = if self.at < begins {
            (&self.begins[self.at as usize..], u64::MAX)
        } else if self.at < begins + self.repeats {
            (&[b'x'; 65_536], begins + self.repeats - self.at)
        } else {
            (&self.ends[(self.at - begins - self.repeats) as usize..], u64::MAX)
        };
        let count = from.len().min(into.len()).min(most as usize);
        into[..count].copy_from_slice(&from[..count]);
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for Long {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        if let SeekFrom::Start(at) = to {
            self.at = at;
        }
        Ok(self.at)
    }
}

#[test]
fn a_line_of_100_mb_is_refused_and_never_held() {
    for (before, after) in [("I1,", ",Fenland"), ("I1,\"", "\",Fenland")] {
        let long = || Long {
            begins: short(before).into_bytes(),
            repeats: 100_000_000,
            ends: format!("{after}\nI2,2008-04-01,Fenland\n").into_bytes(),
            at: 0,
        };
        let mut records = Records::new(long(), 0, long().length()).unwrap();
        let mut record = Record::default();
        while records.read(&mut record).unwrap() {
            assert!(record.held() <= 2 << 20, "{}", record.held());
        }
        let known =
            Known { areas: vec![("F".into(), "Fenland".into())], area_of_postcode: &|_| None };
        let mut refusals = Vec::new();
        let mut each = |group: Group| {
            if let Group::Refused { refusals: more, .. } = group {
                refusals.extend(more);
            }
            Ok::<(), Infallible>(())
        };
        let notes = read_file(long(), FileKind::Incidents, &known, &mut each).unwrap();
        assert_eq!((notes.rows_accepted, refusals.len()), (1, 1));
        assert_eq!((refusals[0].line, refusals[0].column.as_str()), (2, "reported_on"));
        assert!(refusals[0].reason.ends_with("shorten it"));
    }
}
