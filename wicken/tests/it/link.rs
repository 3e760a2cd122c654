//! `wicken link`: files in, files out, and what is said when one of them is wrong.

use crate::harness::{House, text};
use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Command, Output},
};
use tempfile::TempDir;

const SCHEMA: &str = "id = \"id\"\n\
    [[column]]\nname = \"first\"\nkind = \"given_name\"\n\
    [[column]]\nname = \"last\"\nkind = \"family_name\"\n\
    [[column]]\nname = \"dob\"\nkind = \"date_of_birth\"\n";

/// The header has blanks after its commas, as exports often have.
const PEOPLE: &str = "id, first, last, dob, note\n\
    a, Elizabeth, Carter, 1984-03-09, x\n\
    b, Tomasz, Wilk, 14/07/1990, x\n\
    c, Liz, CARTER, 19840309, x\n\
    d, , , , x\n";

struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new(schema: &str, people: &[u8]) -> Desk {
        let desk = Desk { folder: tempfile::tempdir().expect("a folder") };
        fs::write(desk.path("schema.toml"), schema).expect("written");
        fs::write(desk.path("people.csv"), people).expect("written");
        desk
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("the file was written")
    }

    fn dedupe(&self, more: &[&str]) -> Output {
        let [people, schema, out] = ["people.csv", "schema.toml", "out.csv"].map(|f| self.path(f));
        let mut command = House::bare();
        run(command
            .args(["link", "dedupe", &people, "--schema", &schema, "--out", &out])
            .args(more))
    }
}

fn run(command: &mut Command) -> Output {
    command.output().expect("the binary can be started")
}

#[track_caller]
fn refused(output: &Output, code: i32, words: &[&str]) {
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{said}");
    for word in words {
        assert!(said.contains(word), "`{word}` is not said: {said}");
    }
}

fn is_private(path: &str) -> bool {
    let mode = fs::metadata(Path::new(path)).expect("it is there").permissions().mode();
    mode & 0o777 == 0o600
}

#[test]
fn records_of_one_person_are_found_and_every_record_is_answered_once() {
    let desk = Desk::new(SCHEMA, PEOPLE.as_bytes());
    let names = ["pairs.csv", "summary.json", "report.html"].map(|name| desk.path(name));
    fs::write(&names[0], "open to all until now").expect("written");
    let [pairs, summary, report] = names.each_ref().map(String::as_str);
    let more = ["--pairs", pairs, "--summary", summary, "--report", report, "--threads", "2"];
    let output = desk.dedupe(&more);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout), "");
    assert_eq!(desk.read("out.csv"), "id,cluster\na,0\nb,1\nc,0\nd,2\n");
    let pairs = desk.read("pairs.csv");
    let begins = "id_left,id_right,weight,probability,band,weight_name,weight_date_of_birth,";
    assert!(pairs.starts_with(begins), "{pairs}");
    assert_eq!(pairs.lines().filter(|line| line.starts_with("a,c,")).count(), 1, "{pairs}");
    assert!(pairs.contains(",link,"), "{pairs}");
    let summary: serde_json::Value =
        serde_json::from_str(&desk.read("summary.json")).expect("it is JSON");
    assert_eq!((&summary["records"], &summary["clusters"]), (&4.into(), &3.into()));
    assert!(summary["seconds"]["comparing"].is_number(), "{summary}");
    assert!(summary["peak_memory_bytes"].is_u64(), "{summary}");
    assert!(summary["parameters"]["fields"].is_array(), "{summary}");
    let report = desk.read("report.html");
    assert!(report.contains("Comparison: date of birth"), "{report}");
    assert!(names.iter().all(|name| is_private(name)) && is_private(&desk.path("out.csv")));
}

#[test]
fn the_report_is_a_page_without_scripts_that_shows_no_value_unless_it_is_told_to() {
    let desk = Desk::new(SCHEMA, PEOPLE.as_bytes());
    let path = desk.path("report.html");
    assert_eq!(desk.dedupe(&["--report", &path]).status.code(), Some(0));
    let masked = desk.read("report.html");
    for part in ["<html lang=\"en\">", "width=device-width", "<caption>", "scope=\"row\"", "<desc"]
    {
        assert!(masked.contains(part), "{part}: {masked}");
    }
    for absent in ["<script", "http://", "https://", "carter", "elizabeth", "1984"] {
        assert!(!masked.contains(absent), "{absent}: {masked}");
    }
    assert!(masked.contains("E••••••••") && masked.contains("••••-••-••"), "{masked}");
    for element in ["table", "svg", "tr", "th", "td", "div", "p", "main"] {
        let opened = masked.matches(&format!("<{element}>")).count()
            + masked.matches(&format!("<{element} ")).count();
        let closed = masked.matches(&format!("</{element}>")).count();
        assert_eq!(opened, closed, "{element}");
    }
    assert_eq!(desk.dedupe(&["--report", &path, "--show-values"]).status.code(), Some(0));
    assert!(desk.read("report.html").contains("elizabeth"));
    refused(&desk.dedupe(&["--show-values"]), 2, &["--report"]);
}

#[test]
fn two_files_are_matched_and_nobody_has_two_partners() {
    let desk = Desk::new(SCHEMA, PEOPLE.as_bytes());
    let other = "id,first,last,dob\nx,Liz,Carter,1984-03-09\ny,Elizabeth,Carter,1984-03-09\n";
    fs::write(desk.path("other.csv"), other).expect("written");
    let [left, right, schema, out] =
        ["people.csv", "other.csv", "schema.toml", "links.csv"].map(|name| desk.path(name));
    let mut command = House::bare();
    let output =
        run(command.args(["link", "match", &left, &right, "--schema", &schema, "--out", &out]));
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let links = desk.read("links.csv");
    let mut lines = links.lines();
    assert_eq!(lines.next(), Some("id_left,id_right,weight,probability"));
    let found: Vec<&str> = lines.map(|line| &line[..4]).collect();
    assert_eq!(found, ["a,y,", "c,x,"], "{links}");
}

#[test]
fn a_byte_order_mark_and_windows_1252_are_understood() {
    let people = b"\xef\xbb\xbfid,first,last,dob\n1,Zo\xeb,M\xfcller,1990-02-03\n\
                   2,Zoe,Muller,1990-02-03\n";
    let desk = Desk::new(SCHEMA, people);
    let output = desk.dedupe(&[]);
    assert!(text(&output.stderr).contains("Windows-1252"), "{}", text(&output.stderr));
    assert_eq!(desk.read("out.csv"), "id,cluster\n1,0\n2,0\n");
}

#[test]
fn a_schema_that_is_wrong_is_usage_and_says_how_to_mend_it() {
    let wrong = |schema: &str, words: &[&str]| {
        refused(&Desk::new(schema, PEOPLE.as_bytes()).dedupe(&[]), 2, words);
    };
    wrong("id = 3", &["schema.toml"]);
    wrong("id = \"id\"", &["schema.toml", "add a [[column]]"]);
    wrong(&SCHEMA.replace("given_name", "forename"), &["number 1", "`forename`", "given_name"]);
    wrong(&SCHEMA.replace("\"dob\"", "\"born\""), &["`born`", "people.csv", "first, last, dob"]);
    wrong(&SCHEMA.replace("\"id\"", "\"key\""), &["`key`", "people.csv"]);
}

#[test]
fn a_file_that_is_wrong_fails_and_its_line_is_named() {
    let wrong = |people: &str, words: &[&str]| {
        refused(&Desk::new(SCHEMA, people.as_bytes()).dedupe(&[]), 1, words);
    };
    wrong(&PEOPLE.replace("b, Tomasz", "a, Tomasz"), &["people.csv", "line 3", "line 2", "`a`"]);
    wrong(&PEOPLE.replace("b, Tomasz", ", Tomasz"), &["line 3", "identifier"]);
    wrong(&PEOPLE.replace("b, Tomasz", "b, Tomasz, Jan"), &["line 3", "6 cells", "quotes"]);
    wrong("PAR1 but no Parquet", &["people.csv"]);
    let desk = Desk::new(SCHEMA, PEOPLE.as_bytes());
    fs::remove_file(desk.path("people.csv")).expect("it was there");
    refused(&desk.dedupe(&[]), 1, &["people.csv"]);
}

#[test]
fn an_answer_is_never_written_over_what_is_read() {
    let desk = Desk::new(SCHEMA, PEOPLE.as_bytes());
    let people = desk.path("people.csv");
    refused(&desk.dedupe(&["--summary", &people]), 2, &["people.csv"]);
    assert_eq!(desk.read("people.csv"), PEOPLE);
}

/// The desk's people in code, by a key of its own.
fn encode(desk: &Desk, people: &str, out: &str, key: &str) -> Output {
    let [people, schema, out, key] = [people, "schema.toml", out, key].map(|name| desk.path(name));
    let mut command = House::bare();
    let encode = ["link", "encode", &people, "--schema", &schema, "--out", &out];
    run(command.args(encode).args(["--key-file", &key]))
}

fn write_key(desk: &Desk, name: &str, key: &str, mode: u32) {
    fs::write(desk.path(name), key).expect("written");
    let rights = fs::Permissions::from_mode(mode);
    fs::set_permissions(desk.path(name), rights).expect("the rights are ours");
}

const KEY: &str = "a secret of two agencies, long enough\n";

#[test]
fn records_in_code_are_put_together_and_tell_no_name() {
    let desk = Desk::new(SCHEMA, PEOPLE.as_bytes());
    write_key(&desk, "key", KEY, 0o600);
    let output = encode(&desk, "people.csv", "coded.csv", "key");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let coded = desk.read("coded.csv");
    let header = "clk,id,given_name,middle_names,family_name,date_of_birth,sex,";
    assert!(coded.starts_with(header) && coded.contains("\n1-"), "{coded}");
    for told in ["arter", "ARTER", "1984", "secret"] {
        assert!(!coded.contains(told), "{told}: {coded}");
    }
    assert!(is_private(&desk.path("coded.csv")));
    let [coded, out] = ["coded.csv", "out.csv"].map(|name| desk.path(name));
    let output = run(House::bare().args(["link", "dedupe", &coded, "--out", &out]));
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let clusters = desk.read("out.csv");
    assert!(clusters.starts_with("id,cluster\na,0\nb,1\n"), "{clusters}");
    // Encoded again the file is the same, byte for byte.
    let before = desk.read("coded.csv");
    encode(&desk, "people.csv", "coded.csv", "key");
    assert_eq!(desk.read("coded.csv"), before);
}

#[test]
fn two_agencies_with_one_key_find_whom_both_know_and_with_two_keys_nothing_is_compared() {
    let desk = Desk::new(SCHEMA, PEOPLE.as_bytes());
    let other = "id,first,last,dob\nx,Elisabeth,Carter,1984-03-09\ny,Ada,Obi,1971-01-30\n";
    fs::write(desk.path("other.csv"), other).expect("written");
    write_key(&desk, "key", KEY, 0o600);
    write_key(&desk, "another", &KEY.replace("two", "six"), 0o600);
    for (people, out, key) in [
        ("people.csv", "left", "key"),
        ("other.csv", "right", "key"),
        ("other.csv", "wrong", "another"),
    ] {
        assert_eq!(encode(&desk, people, out, key).status.code(), Some(0));
    }
    let [left, right, wrong, out] = ["left", "right", "wrong", "links"].map(|name| desk.path(name));
    let matched = |right: &str, more: &[&str]| {
        run(House::bare().args(["link", "match", &left, right, "--out", &out]).args(more))
    };
    assert_eq!(matched(&right, &[]).status.code(), Some(0));
    let links = desk.read("links");
    assert_eq!(links.lines().count(), 2, "{links}");
    assert!(links.lines().any(|line| line.starts_with("a,x,")), "{links}");
    refused(&matched(&wrong, &[]), 1, &["wrong", "another key", "one key file"]);
    refused(&matched(&desk.path("other.csv"), &[]), 2, &["wicken link encode"]);
    let schema = desk.path("schema.toml");
    refused(&matched(&right, &["--schema", &schema]), 2, &["--schema", "leave it out"]);
}

#[test]
fn a_key_that_others_can_read_or_that_is_too_short_is_refused_with_its_mend() {
    let desk = Desk::new(SCHEMA, PEOPLE.as_bytes());
    let key_of = |bytes: usize| "k".repeat(bytes);
    write_key(&desk, "key", &key_of(32), 0o640);
    refused(&encode(&desk, "people.csv", "coded", "key"), 2, &["mode 640", "chmod 600"]);
    write_key(&desk, "key", &key_of(31), 0o600);
    refused(&encode(&desk, "people.csv", "coded", "key"), 2, &["31 bytes", "openssl rand"]);
    refused(&encode(&desk, "people.csv", "coded", "none"), 2, &["--key-file", "none"]);
    assert!(!Path::new(&desk.path("coded")).exists());
    write_key(&desk, "key", &key_of(32), 0o600);
    assert_eq!(encode(&desk, "people.csv", "coded", "key").status.code(), Some(0));
    refused(&encode(&desk, "people.csv", "key", "key"), 2, &["key is read"]);
}

#[test]
fn codes_of_another_version_or_cut_short_are_refused_and_a_plain_file_needs_its_schema() {
    let desk = Desk::new(SCHEMA, PEOPLE.as_bytes());
    write_key(&desk, "key", KEY, 0o600);
    assert_eq!(encode(&desk, "people.csv", "coded", "key").status.code(), Some(0));
    let coded = desk.read("coded");
    let out = desk.path("out.csv");
    let dedupe = |people: &str| {
        fs::write(desk.path("wrong"), people).expect("written");
        run(House::bare().args(["link", "dedupe", &desk.path("wrong"), "--out", &out]))
    };
    refused(&dedupe(&coded.replace("\n1-", "\n9-")), 1, &["version `9`", "encode anew"]);
    let first = coded.lines().nth(1).expect("a record").split(',').nth(2).expect("a code");
    refused(&dedupe(&coded.replace(first, &first[4..])), 1, &["line 2", "too short"]);
    refused(&dedupe(&coded.replace(first, "!")), 1, &["line 2", "base64"]);
    refused(&dedupe(PEOPLE), 2, &["--schema", "columns"]);
}
