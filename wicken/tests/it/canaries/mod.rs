//! The canaries of the site's tests in front of the whole binary: what it prints and logs, what it
//! leaves in its folders, and what a browser keeps of it after signing out.

#[path = "../../../../web/tests/it/canaries/canary.rs"]
#[expect(dead_code, reason = "who reads a page is for the tests of the site")]
mod canary;
#[path = "../../../../web/tests/it/canaries/files.rs"]
#[expect(dead_code, reason = "what is searched for is for the tests of the site")]
mod files;
#[path = "../../../../web/tests/it/canaries/spelling.rs"]
mod spelling;

use self::{
    canary::CANARIES,
    files::{INCIDENTS, REFERRALS, csv},
    spelling::Net,
};
use crate::harness::{House, Person, Server, alone, text};
use app::db::Engine;
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

fn caught<'n>(net: &'n Net, bytes: &[u8]) -> Vec<&'n str> {
    net.catch(bytes).into_iter().map(|index| CANARIES[index].name).collect()
}

/// A house with both files of the canaries in it, and a temporary folder of its own.
struct Set {
    house: House,
    net: Net,
    /// Everything that was printed.
    said: Vec<u8>,
}

impl Set {
    fn new() -> Set {
        let house = House::on(Engine::Sqlite);
        fs::create_dir(house.folder().join("tmp")).expect("a temporary folder");
        let mut set = Set { house, net: Net::of_all(), said: Vec::new() };
        for (kind, agency, rows) in
            [("incidents", "FEN-POLICE", INCIDENTS), ("referrals", "PARTNERSHIP", REFERRALS)]
        {
            let file = set.house.folder().join(format!("{kind}.csv"));
            fs::write(&file, csv(rows)).expect("a file");
            let file = file.display().to_string();
            set.run(&["import", kind, &file, "--agency", agency]);
        }
        set
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.house.wicken(arguments);
        command.env("TMPDIR", self.house.folder().join("tmp")).env("WICKEN_LOG", "trace");
        command
    }

    fn run(&mut self, arguments: &[&str]) -> Output {
        let output = self.command(arguments).output().expect("the binary can be started");
        self.said.extend(&output.stdout);
        self.said.extend(&output.stderr);
        output
    }

    fn serve(&self) -> Server {
        Server::start(self.command(&["serve", "--listen", "127.0.0.1:0"]))
    }

    /// Somebody who hears the cases of every MARAC.
    fn coordinator(&self, server: &Server) -> Person {
        let email = "canary@county.example";
        let person = Person::join(&self.house, server, email, "coordinator");
        let maracs = self.house.well(&["marac", "list"]);
        for (name, _) in maracs.lines().filter_map(|line| line.split_once(": nobody")) {
            self.house.well(&["marac", "appoint", name, "--email", email, "--as", "coordinator"]);
        }
        person
    }

    /// Everything in the folder but what was brought there.
    fn files(&self) -> Vec<PathBuf> {
        let mut files = files_below(self.house.folder());
        let is_brought = |file: &PathBuf| {
            ["incidents.csv", "referrals.csv", "broken.csv"].iter().any(|name| file.ends_with(name))
        };
        files.retain(|file| !is_brought(file));
        files
    }
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let below = |path: PathBuf| match path.is_dir() && !path.is_symlink() {
        true => files_below(&path),
        false => vec![path],
    };
    paths.flat_map(below).collect()
}

/// Somebody works: searches, reads, opens where somebody is, mistypes.
fn work(server: &Server, person: &Person) -> (String, Vec<u8>) {
    let mut wire = server.wire().with("cookie", &person.cookie);
    let page = wire.get("/people").expect("a page").text();
    let token = between(&page, "name=\"request\" value=\"").to_owned();
    let typed = [
        ("request", token.as_str()),
        ("given_names", "Cleomarre"),
        ("family_name", "Fustersby"),
        ("purpose", "case_work"),
    ];
    let found = wire.post("/people", &typed).expect("an answer").text();
    let path = format!("/people/0{}", between(&found, "/people/0"));
    let shown = wire.get(&path).expect("a page").body;
    let opening = [("request", token.as_str()), ("reason", "visit"), ("words", "Pondersleigh")];
    let opened = wire.post(&format!("{path}/whereabouts"), &opening).expect("an answer").body;
    // Whoever writes a name into an address finds nothing, and the log keeps no address.
    for address in
        ["/Adelquist/Vanterpoole", "/people?family_name=Vanterpoole", "/people/Adelquist"]
    {
        assert!(wire.get(address).is_ok());
    }
    let broken = [("content-type", "application/json")];
    for body in ["{\"family_name\":\"Vanterpoole\"", "family_name=Vanterpoole&\u{0}"] {
        assert!(wire.ask("POST", "/api/v1/people/search", &broken, body.as_bytes()).is_ok());
        assert!(wire.ask("POST", "/people", &[], body.as_bytes()).is_ok());
    }
    (path, [shown, opened].concat())
}

/// What stands behind a text, up to the next quotation mark.
fn between<'p>(page: &'p str, from: &str) -> &'p str {
    let rest = page.split(from).nth(1).unwrap_or_else(|| panic!("no {from} on {page}"));
    rest.split('"').next().unwrap_or_default()
}

#[test]
fn no_command_no_log_and_no_file_repeats_what_is_held_of_a_person() {
    let mut set = Set::new();
    let list = set.house.folder().join("incidents.csv.refused.csv");
    let refused = fs::read(&list).expect("a list of what was refused");
    assert!(text(&refused).contains("I-10"), "{}", text(&refused));
    assert_eq!(caught(&set.net, &refused), [""; 0]);
    // A header that cannot be read, and a file that is none.
    let broken = set.house.folder().join("broken.csv");
    for content in ["incident_ref;Vanterpoole\n1;2\n", "Adelquist,Vanterpoole\n1,2\n"] {
        fs::write(&broken, content).expect("a file");
        let file = broken.display().to_string();
        let output = set.run(&["import", "incidents", &file, "--agency", "FEN-POLICE"]);
        assert!(!output.status.success());
    }
    let server = set.serve();
    let person = set.coordinator(&server);
    let (_, shown) = work(&server, &person);
    let is_shown = caught(&set.net, &shown);
    for name in ["cleo.family_name", "cleo.address"] {
        assert!(is_shown.contains(&name), "{name} was not shown: {is_shown:?}");
    }
    let log = server.log();
    assert!(log.contains("serving"), "the log tells little: {log}");
    let files = set.files();
    assert!(files.iter().any(|file| file.ends_with("w.db-wal")), "{files:?}");
    for file in files {
        let held = caught(&set.net, &fs::read(&file).unwrap_or_default());
        assert!(held.is_empty(), "{} holds {held:?}", file.display());
    }
    server.kill();
    let ledger = set.house.folder().join("ledger.jsonl").display().to_string();
    for arguments in [
        &["check"][..],
        &["check", "--json"],
        &["report", "ni32", "--from", "2026-04-01", "--to", "2027-03-31"],
        &["audit", "export", "--out", &ledger],
        &["audit", "checkpoint"],
    ] {
        set.run(arguments);
    }
    let exported = fs::read(&ledger).expect("an export");
    assert!(20 < text(&exported).lines().count(), "the ledger was exported");
    let said = caught(&set.net, &set.said);
    eprintln!("{} bytes said, {} logged", set.said.len(), log.len());
    // Whoever sends a file is told which columns of it mean nothing here.
    assert_eq!(said, ["import.unknown_column"], "{}", text(&set.said));
    assert_eq!(caught(&set.net, log.as_bytes()), [""; 0], "{log}");
    assert_eq!(caught(&set.net, &exported), [""; 0]);
    for file in set.files() {
        let held = caught(&set.net, &fs::read(&file).unwrap_or_default());
        assert!(held.is_empty(), "{} holds {held:?}", file.display());
    }
}

/// Typed names, opened whereabouts, the way back after signing out: nothing of it is left in what
/// the browser writes down of itself.
#[test]
fn a_browser_keeps_nothing_of_anybody_once_its_user_has_signed_out() {
    let _alone = alone();
    let set = Set::new();
    let server = set.serve();
    let person = set.coordinator(&server);
    let profile = tempfile::tempdir().expect("a folder");
    let script = crate::sources::root().join("wicken/tests/it/canaries/browser.mjs");
    let mut node = Command::new("node");
    node.arg(script).arg(format!("http://{}", server.address)).arg(profile.path());
    node.arg(&person.cookie).stdin(Stdio::null());
    let output = node.output().expect("node is missing: apt-get install nodejs");
    let (left, told) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{left}{told}");
    // While signed in it was all on the screen; afterwards none is.
    let (before, after) = left.split_once("SIGNED OUT").expect("the browser signed out");
    let shown = caught(&set.net, before.as_bytes());
    for name in ["cleo.family_name", "cleo.address"] {
        assert!(shown.contains(&name), "{name} was not shown: {before}");
    }
    assert_eq!(caught(&set.net, after.as_bytes()), [""; 0], "{after}");
    let (mut bytes, mut held) = (0, Vec::new());
    for file in files_below(profile.path()) {
        let Ok(content) = fs::read(&file) else { continue };
        bytes += content.len();
        // Chromium writes text of the user's as UTF-16 in places.
        let narrow: Vec<u8> = content.iter().copied().filter(|byte| *byte != 0).collect();
        for name in [caught(&set.net, &content), caught(&set.net, &narrow)].concat() {
            held.push(format!("{name} in {}", file.display()));
        }
    }
    eprintln!("{bytes} bytes of the profile");
    assert!(100_000 < bytes, "the profile is empty");
    assert!(held.is_empty(), "{held:#?}");
}
