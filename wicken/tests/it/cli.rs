//! Every command: what it says of itself, and what it answers when something about it is wrong.

use crate::harness::{House, text};
use app::{db::Engine, params};
use std::{
    fs::{self, Permissions},
    net::TcpListener,
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Command, Output},
};

const COMMANDS: [&[&str]; 34] = [
    &[],
    &["init"],
    &["serve"],
    &["demo"],
    &["migrate"],
    &["check"],
    &["agency"],
    &["agency", "add"],
    &["marac"],
    &["marac", "list"],
    &["marac", "appoint"],
    &["marac", "end"],
    &["marac", "neighbour"],
    &["area"],
    &["area", "add"],
    &["area", "postcodes"],
    &["area", "list"],
    &["import"],
    &["import", "incidents"],
    &["import", "referrals"],
    &["link"],
    &["link", "dedupe"],
    &["link", "match"],
    &["report"],
    &["user"],
    &["user", "add"],
    &["user", "reset"],
    &["audit"],
    &["audit", "export"],
    &["audit", "verify"],
    &["audit", "key"],
    &["audit", "checkpoint"],
    &["key"],
    &["key", "rotate"],
];

/// Commands that work on a database, with what else they need.
const ON_A_DATABASE: [&[&str]; 13] = [
    &["serve", "--listen", "127.0.0.1:0"],
    &["migrate"],
    &["agency", "add", "AMBER", "Amber House", "--kind", "idva"],
    &["marac", "list"],
    &["area", "list"],
    &["area", "add", "E07000099", "Somewhere"],
    &["report", "targets"],
    &["user", "add", "--email", "a@b.example", "--name", "Ann", "--role", "grantor"],
    &["user", "reset", "--email", "a@b.example"],
    &["audit", "export", "--out", "never-written"],
    &["audit", "key"],
    &["audit", "checkpoint"],
    &["key", "rotate"],
];

fn run(command: &mut Command) -> Output {
    command.output().expect("the binary can be started")
}

/// Asserts what a command answers; stdout stays empty, since it is data.
#[track_caller]
fn refused(command: &mut Command, code: i32, words: &[&str]) {
    let output = run(command);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{command:?}: {said}");
    assert_eq!(text(&output.stdout), "", "{command:?}");
    assert!(!said.contains("panicked"), "{command:?}: {said}");
    for words in words {
        assert!(said.contains(words), "{command:?} does not say `{words}`: {said}");
    }
}

#[test]
fn every_command_explains_itself_on_stdout() {
    for command in COMMANDS {
        let output = run(House::bare().args(command).arg("--help"));
        let said = text(&output.stdout);
        assert_eq!(output.status.code(), Some(0), "{command:?}");
        assert!(said.contains("Usage: wicken"), "{command:?}: {said}");
        assert_eq!(text(&output.stderr), "", "{command:?}");
    }
    let version = run(House::bare().arg("--version"));
    assert_eq!(text(&version.stdout), format!("wicken {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn what_cannot_be_understood_is_usage_and_named() {
    refused(&mut House::bare(), 2, &["Usage: wicken"]);
    refused(House::bare().arg("fly"), 2, &["'fly'"]);
    for command in COMMANDS.iter().filter(|command| !command.is_empty()) {
        refused(House::bare().args(*command).arg("--wings"), 2, &["--wings"]);
    }
    let wrong: [(&[&str], &str); 8] = [
        (&["serve", "--listen", "here"], "--listen"),
        (&["demo"], "--data"),
        (&["demo", "--data", "x", "--port", "99999"], "--port"),
        (&["agency", "add", "A", "Amber", "--kind", "idva"], "too short"),
        (&["agency", "add", "AMBER", "Amber", "--kind", "zoo"], "--kind is one of partnership"),
        (&["user", "add", "--email", "a", "--name", "A", "--role", "idva"], "e-mail"),
        (
            &["user", "add", "--email", "a@b.example", "--name", "A", "--role", "king"],
            "--role is one of",
        ),
        (&["audit", "verify", "x", "--public-key", "short"], "key"),
    ];
    for (arguments, words) in wrong {
        refused(House::bare().args(arguments), 2, &[words]);
    }
}

#[test]
fn a_command_without_a_good_address_says_how_to_give_one() {
    let (no_database, of_no_kind) =
        (["name the database with --database or WICKEN_DATABASE"], ["`sqlite:PATH` or"]);
    for command in ON_A_DATABASE.into_iter().chain([&["init"] as &[&str], &["check"]]) {
        refused(House::bare().args(command), 2, &no_database);
        refused(House::bare().args(command).args(["--database", "mysql://x"]), 2, &of_no_kind);
    }
    for address in ["sqlite:", "sqlite::memory:"] {
        refused(House::bare().args(["init", "--database", address]), 2, &["--database: `sqlite:"]);
    }
}

#[test]
fn no_command_makes_up_a_database_that_is_not_there() {
    let house = House::on(Engine::Sqlite);
    fs::remove_file(house.file()).expect("the file was there");
    for command in ON_A_DATABASE {
        let words = ["w.db is not there", "No command but `wicken init` creates a database"];
        refused(&mut house.wicken(command), 1, &words);
        assert!(!house.file().exists(), "{command:?} made a file");
    }
    let output = house.run(&["check"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(text(&output.stdout).contains("NOT WELL  opening         "), "{output:?}");
}

/// Puts the house into a state, in which every command is refused with the same words.
#[track_caller]
fn all_refused(house: &House, words: &[&str]) {
    for command in ON_A_DATABASE {
        refused(&mut house.wicken(command), 1, words);
    }
    let checks = house.run(&["check", "--json"]);
    assert_eq!(checks.status.code(), Some(3), "{}", text(&checks.stdout));
    assert!(text(&checks.stdout).contains("\"is_well\":false"));
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).expect("the mode can be set");
}

#[test]
fn a_key_that_is_not_there_or_not_the_one_is_told_with_the_mend() {
    let house = House::on(Engine::Sqlite);
    let good = fs::read(&house.key).expect("the key");
    fs::remove_file(&house.key).expect("the key was there");
    all_refused(&house, &["w.db.key is missing", "--key-file", "WICKEN_KEY_FILE"]);
    fs::write(&house.key, "no key\n").expect("a file");
    set_mode(&house.key, 0o600);
    all_refused(&house, &["w.db.key is no key of Wicken: it holds 64 hexadecimal digits"]);
    fs::write(&house.key, format!("{}\n", "ab".repeat(32))).expect("a file");
    all_refused(&house, &["the key does not open", "w.db. Give the right one with --key-file"]);
    fs::write(&house.key, &good).expect("a file");
    set_mode(&house.key, 0o644);
    all_refused(&house, &["w.db.key can be read by others (mode 644). Run: chmod 600"]);
    set_mode(&house.key, 0o600);
    house.well(&["check"]);
}

#[test]
fn a_file_that_is_no_database_of_ours_is_told_with_the_mend() {
    let house = House::on(Engine::Sqlite);
    let good = fs::read(house.file()).expect("the database");
    set_mode(&house.file(), 0o644);
    all_refused(&house, &["w.db can be read by others (mode 644). Run: chmod 600"]);
    set_mode(&house.file(), 0o600);
    let plain = [b"SQLite format 3\0".as_slice(), &[0; 8192]].concat();
    fs::write(house.file(), plain).expect("a file");
    all_refused(&house, &["w.db is a plain SQLite file"]);
    fs::write(house.file(), "").expect("a file");
    all_refused(&house, &["w.db is empty", "restore it from a backup"]);
    fs::write(house.file(), &good[..2000]).expect("a file");
    all_refused(&house, &["w.db was cut off", "Restore it from a backup"]);
    fs::write(house.file(), &good).expect("a file");
    house.well(&["check"]);
}

#[test]
fn a_database_of_a_later_wicken_is_left_alone() {
    for engine in app::testing::engines() {
        let house = House::on(engine);
        let planted = house.open().db().write(|tx| {
            let sql = "insert into schema_migration (number, name, applied_at)
                       values ($1, $2, $3)";
            tx.execute(sql, params![999_i64, "later", app::Clock::System.now()])
        });
        planted.expect("one row");
        all_refused(
            &house,
            &["the database has schema 999 of a later Wicken", "Install the later"],
        );
    }
}

#[test]
fn a_settings_file_is_read_strictly() {
    let house = House::on(Engine::Sqlite);
    let path = house.folder().join("wicken.toml");
    let with = |settings: &str| {
        fs::write(&path, settings).expect("a file");
        let mut command = House::bare();
        command.arg("migrate").arg("--config").arg(&path);
        command
    };
    refused(&mut with("databse = \"sqlite:x\"\n"), 2, &["wicken.toml", "databse", "line 1"]);
    refused(&mut with("listen = 8080\n"), 2, &["wicken.toml", "listen", "line 1"]);
    refused(&mut with("database = \n"), 2, &["wicken.toml", "line 1"]);
    refused(
        House::bare().args(["migrate", "--config", "no.toml"]),
        2,
        &["--config no.toml: No such file"],
    );
    let good = format!("database = \"{}\"\nidle_minutes = 10\n", house.url);
    let output = run(&mut with(&good));
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
}

#[test]
fn a_server_that_cannot_be_one_says_why() {
    let house = House::on(Engine::Sqlite);
    let serve = |more: &[&str]| {
        let mut command = house.wicken(&["serve"]);
        command.args(more);
        command
    };
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address").to_string();
    let words = [&format!("cannot listen on {address}"), "Choose another address with --listen"];
    refused(&mut serve(&["--listen", &address]), 1, &words);
    let free = ["--listen", "127.0.0.1:0", "--origin"];
    for (origin, words) in [
        ("wicken.example", "`wicken.example` is no origin: give scheme and host"),
        ("http://wicken.example", "would carry passwords in clear"),
    ] {
        refused(&mut serve(&[&free[..], &[origin]].concat()), 2, &["--origin", words]);
    }
}

#[test]
fn stdout_is_data_and_stderr_is_talk() {
    let house = House::on(Engine::Sqlite);
    assert_eq!(house.well(&["migrate"]), "");
    assert_eq!(house.well(&["agency", "add", "AMBER", "Amber House", "--kind", "idva"]), "");
    let words = ["an agency with this code is there already"];
    refused(
        &mut house.wicken(&["agency", "add", "AMBER", "Amber House", "--kind", "idva"]),
        1,
        &words,
    );
    let add = ["user", "add", "--email", "a@b.example", "--name", "Ann", "--role", "idva"];
    let link = house.well(&[&add[..], &["--agency", "AMBER"]].concat());
    assert!(link.starts_with("http://127.0.0.1:8080/invitation/"), "{link}");
    assert_eq!(link.lines().count(), 1);
    refused(&mut house.wicken(&add), 1, &["someone with this e-mail address uses Wicken already"]);
    let nowhere = ["user", "add", "--email", "c@b.example", "--name", "C", "--role", "idva"];
    refused(
        &mut house.wicken(&[&nowhere[..], &["--agency", "ZOO"]].concat()),
        1,
        &["there is no agency ZOO: add it with `wicken agency add`"],
    );
    refused(
        &mut house.wicken(&["user", "reset", "--email", "nobody@b.example"]),
        1,
        &["nobody with the address nobody@b.example uses Wicken"],
    );
    let reset = house.well(&["user", "reset", "--email", "a@b.example"]);
    assert!(reset.contains("/invitation/") && reset != link);
    let key = house.well(&["audit", "key"]);
    assert_eq!((key.len(), key.trim().len()), (65, 64), "{key}");
    assert_eq!(house.well(&["audit", "checkpoint"]).lines().count(), 1);
    assert_eq!(house.faults(&["free disk"]), Vec::<String>::new());
    let table = house.well(&["check"]);
    assert!(table.lines().all(|line| line.starts_with("well ")), "{table}");
}

#[test]
fn the_operator_appoints_to_a_marac_once_a_referral_has_named_it() {
    let house = House::on(Engine::Sqlite);
    let appoint = |name: &'static str, part: &'static str| {
        house.wicken(&["marac", "appoint", name, "--email", "c@b.example", "--as", part])
    };
    assert_eq!(house.well(&["marac", "list"]), "");
    refused(&mut appoint("Isle", "boss"), 2, &["--as is one of coordinator, deputy, chair"]);
    refused(&mut appoint("Isle", "coordinator"), 1, &["there is no MARAC Isle"]);
    let file = house.folder().join("register.csv");
    let rows = "referral_ref,marac,referred_on,referring_agency,victim_family_name\n\
                M-1,Isle,2026-05-01,AMBER,Fanshawe\nM-2,Fen,2026-05-01,AMBER,Pelham\n";
    fs::write(&file, rows).expect("the file");
    let file = file.to_str().expect("a plain path");
    house.well(&["import", "referrals", file, "--agency", app::system::PARTNERSHIP]);
    assert_eq!(
        house.well(&["marac", "list"]),
        "Fen: nobody hears its cases\nIsle: nobody hears its cases\n"
    );
    refused(&mut appoint("isle", "coordinator"), 1, &["nobody uses Wicken as c@b.example"]);
    house.well(&[
        "user",
        "add",
        "--email",
        "c@b.example",
        "--name",
        "Cora",
        "--role",
        "coordinator",
    ]);
    refused(&mut appoint("isle", "chair"), 1, &["their role is not what this part is for"]);
    assert!(run(&mut appoint("isle", "coordinator")).status.success());
    refused(&mut appoint("isle", "coordinator"), 1, &["appointed to this MARAC already"]);
    house.well(&["marac", "neighbour", "Isle", "Fen"]);
    let told = house.well(&["marac", "list"]);
    // Invited, they have not come yet.
    assert!(told.contains("Coordinator: Cora"), "{told}");
    assert!(told.contains("(hears nothing at present)"), "{told}");
    assert!(told.contains("Stands in for it: Fen"), "{told}");
    house.well(&["marac", "neighbour", "Isle"]);
    house.well(&["marac", "end", "Isle", "--email", "c@b.example"]);
    let told = house.well(&["marac", "list"]);
    assert_eq!(told, "Fen: nobody hears its cases\nIsle: nobody hears its cases\n");
}
