//! Commands that make or change everything at once: init, key rotate, demo, and an export that
//! somebody altered.

use crate::harness::{Chance, Grantor, House, Server, alone, code, sign_in, text};
use app::{db::Engine, testing::engines};
use domain::ledger::{SignedCheckpoint, Verifier, parse_public_key};
use std::{
    fs,
    path::Path,
    process::{Output, Stdio},
    thread,
    time::{Duration, Instant},
};

#[test]
fn init_never_overwrites() {
    for engine in engines() {
        let house = House::on(engine);
        let key = fs::read(&house.key).expect("the key");
        let again = house.run(&["init"]);
        assert_eq!(again.status.code(), Some(1));
        let said = text(&again.stderr);
        let is_told = said.contains("is there already") || said.contains("holds a Wicken already");
        assert!(is_told && said.contains("`init` never overwrites"), "{said}");
        assert_eq!(fs::read(&house.key).expect("the key"), key, "the key was touched");
        house.well(&["check"]);
    }
}

#[test]
fn init_that_is_killed_leaves_a_whole_database_or_none() {
    let _alone = alone();
    let mut chance = Chance::seeded("20 kills of init");
    let mut made = 0;
    for _ in 0..20 {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("w.db");
        let mut init = House::bare();
        init.args(["init", "--database"]).arg(format!("sqlite:{}", file.display()));
        init.stderr(Stdio::null());
        let mut child = init.spawn().expect("the binary can be started");
        thread::sleep(Duration::from_millis(chance.between(1, 80)));
        drop(child.kill());
        drop(child.wait());
        made += usize::from(file.exists());
        let mut next = House::bare();
        next.arg(if file.exists() { "check" } else { "init" });
        next.arg("--database").arg(format!("sqlite:{}", file.display()));
        let output = next.output().expect("the binary can be started");
        let said = [text(&output.stdout), text(&output.stderr)].concat();
        assert!(output.status.success(), "{next:?}: {said}");
        let left: Vec<_> = names(folder.path());
        let is_clean = left.iter().all(|name| !name.contains(".making"));
        assert!(is_clean, "{left:?}");
    }
    eprintln!("20 kills of init: {made} times the database was whole, else there was none");
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

#[test]
fn after_a_rotation_everything_works_and_the_old_key_opens_nothing() {
    for engine in engines() {
        let house = House::on(engine);
        let server = house.serve();
        let grantor = Grantor::join(&house, &server);
        if engine == Engine::Sqlite {
            let beside = house.run(&["key", "rotate"]);
            assert_eq!(beside.status.code(), Some(1), "a server uses the file");
            assert!(text(&beside.stderr).contains("Stop it first"), "{beside:?}");
        }
        server.kill();
        let old = fs::read_to_string(&house.key).expect("the key");
        house.well(&["key", "rotate"]);
        let new = fs::read_to_string(&house.key).expect("the key");
        assert_ne!(old, new);
        assert_eq!(new.lines().count(), 1, "the old key is gone from the file");
        assert_eq!(house.faults(&["free disk"]), Vec::<String>::new());
        let server = house.serve();
        let account = grantor.wire(&server).get("/api/v1/account").expect("an answer");
        assert_eq!(account.status, 200, "the token holds");
        let page = grantor.browser(&server).get("/account").expect("an answer");
        assert_eq!(page.status, 200, "the session holds");
        // The secret of the code app was sealed under the old keys.
        sign_in(&mut server.wire(), &grantor.email, &code(&grantor.code_secret, 1));
        server.kill();
        fs::write(&house.key, &old).expect("the old key");
        let with_old = house.run(&["check"]);
        assert_eq!(with_old.status.code(), Some(3), "{}", text(&with_old.stdout));
        fs::write(&house.key, &new).expect("the new key");
        house.well(&["check"]);
    }
}

#[test]
fn the_demo_county_is_made_once_and_serve_has_no_way_into_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let demo = |more: &[&str]| {
        let mut command = House::bare();
        command.arg("demo").arg("--data").arg(folder.path()).args(["--scale", "0.01"]).args(more);
        command
    };
    let made = demo(&["--create-only"]).output().expect("the binary can be started");
    assert!(made.status.success(), "{}", text(&made.stderr));
    let before = fs::read(folder.path().join("demo.db")).expect("the county");
    let again = demo(&["--create-only"]).output().expect("the binary can be started");
    assert!(again.status.success() && text(&again.stderr).contains("The demo county is in"));
    assert_eq!(before, fs::read(folder.path().join("demo.db")).expect("the county"));
    for _ in 0..2 {
        let server = Server::start(demo(&["--port", "0"]));
        let front = server.wire().get("/").expect("the front page");
        assert_eq!((front.status, front.text().contains("Be this person")), (200, true));
        drop(server);
    }
    let house = House::on(Engine::Sqlite);
    let server = house.serve();
    let mut wire = server.wire();
    let front = wire.get("/").expect("the front page").text();
    assert!(!front.contains("Be this person"), "{front}");
    let id = app::new_request_id(app::Clock::System.now());
    let answers = [("request", "x")];
    let with_route = wire.post(&format!("/demo/be/{id}"), &answers).expect("an answer");
    let without = wire.post(&format!("/nothing/be/{id}"), &answers).expect("an answer");
    assert_eq!((with_route.status, with_route.body), (without.status, without.body));
}

/// An export, the key, and a checkpoint that a partner kept before the last entries.
struct Exported {
    house: House,
    file: Vec<u8>,
    older: Vec<u8>,
    key: String,
    kept: String,
}

fn exported() -> Exported {
    let house = House::on(Engine::Sqlite);
    let export = |name: &str| {
        let path = house.folder().join(name);
        house.well(&["audit", "export", "--out", &path.display().to_string()]);
        fs::read(path).expect("the export")
    };
    let older = export("older");
    for number in 0..20 {
        let code = format!("AGENCY-{number}");
        house.well(&["agency", "add", &code, "An agency", "--kind", "other"]);
    }
    let kept = house.well(&["audit", "checkpoint"]);
    let file = export("newer");
    let key = house.well(&["audit", "key"]).trim().to_owned();
    Exported { file, older, key, kept, house }
}

/// What the verifier says, offline, from the export, the key and the kept checkpoint.
fn is_intact(exported: &Exported, file: &[u8]) -> bool {
    let key = parse_public_key(&exported.key).expect("the key");
    let kept = SignedCheckpoint::decode(exported.kept.trim_end()).expect("the checkpoint");
    let mut verifier = Verifier::new(key).expecting(&kept).expect("ours");
    let fed = file.split_inclusive(|byte| *byte == b'\n').all(|line| verifier.feed(line).is_ok());
    fed && verifier.finish().is_ok()
}

/// As [`is_intact`], by the command.
fn verify(exported: &Exported, file: &[u8]) -> Output {
    let path = exported.house.folder().join("altered");
    let kept = exported.house.folder().join("kept");
    fs::write(&path, file).expect("a file");
    fs::write(&kept, &exported.kept).expect("a file");
    let mut command = House::bare();
    command.args(["audit", "verify", "--json", "--public-key", &exported.key]);
    command.arg("--checkpoint").arg(&kept).arg(&path);
    command.output().expect("the binary can be started")
}

/// One way of altering an export.
fn alter(exported: &Exported, chance: &mut Chance) -> (&'static str, Vec<u8>) {
    let mut file = exported.file.clone();
    let mut lines: Vec<&[u8]> = exported.file.split_inclusive(|byte| *byte == b'\n').collect();
    let (one, other) = (chance.index(lines.len()), chance.index(lines.len()));
    match chance.between(0, 7) {
        0 => {
            let at = chance.index(file.len());
            file[at] ^= 1 << chance.between(0, 8);
            return ("a bit flipped", file);
        }
        1 => {
            file.truncate(chance.index(file.len()));
            return ("cut off", file);
        }
        2 => {
            let at = chance.index(file.len());
            file.insert(at, u8::try_from(chance.between(0, 256)).expect("a byte"));
            return ("a byte put in", file);
        }
        3 => drop(lines.remove(one)),
        4 => lines.insert(one, lines[other]),
        5 => lines.swap(one, other),
        _ => return ("an older export", exported.older.clone()),
    }
    ("lines moved", lines.concat())
}

#[test]
fn a_thousand_altered_exports_are_all_found() {
    let exported = exported();
    assert!(is_intact(&exported, &exported.file));
    let whole = verify(&exported, &exported.file);
    assert_eq!(whole.status.code(), Some(0), "{}", text(&whole.stderr));
    let mut chance = Chance::seeded("1,000 altered exports");
    let mut altered = 0;
    while altered < 1_000 {
        let (how, file) = alter(&exported, &mut chance);
        if file == exported.file {
            continue;
        }
        altered += 1;
        assert!(!is_intact(&exported, &file), "{how}: not found");
        if altered % 20 == 0 {
            let output = verify(&exported, &file);
            assert_eq!(output.status.code(), Some(3), "{how}: {}", text(&output.stderr));
            assert!(text(&output.stdout).starts_with("{\"intact\":false"), "{how}");
        }
    }
}

#[test]
fn a_server_is_up_at_once_and_small() {
    let _alone = alone();
    for engine in engines() {
        let house = House::on(engine);
        let begun = Instant::now();
        let server = house.serve();
        let first = server.wire().get("/sign-in").expect("the page");
        assert_eq!(first.status, 200);
        let (now, most) = server.memory();
        eprintln!(
            "serve on {} (a debug build): listens after {:?}, answers after {:?}, {} MiB of \
             memory, {} at most",
            engine.words(),
            server.started_in,
            begun.elapsed(),
            now >> 10,
            most >> 10,
        );
        assert!(server.started_in < Duration::from_secs(5));
        assert!(most < 200 << 10, "{most} KiB");
    }
}
