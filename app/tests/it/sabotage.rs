//! Deleting any one `permit` or `record` turns a test red: each is taken away in turn, and the
//! tests are run again.

use crate::db::statements::app_sources;
use app::db::NEWEST;
use std::{
    collections::VecDeque,
    env, fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{Mutex, PoisonError},
    thread,
};

/// Where one call stands, as in `permit:app/src/agency/add.rs:28`.
type Site = String;

/// Tests that take long and hold nothing that another does not hold.
const SLOW: [&str; 6] = [
    "sabotage::",
    "two_thousand_stuffed",
    "hundred_thousand",
    "ten_thousand",
    "in_any_page",
    "a_thousand_changes",
];

/// Which tests are asked first about a street; all the others are asked after them.
fn near(street: &str) -> &'static [&'static str] {
    match street {
        "agency" => &["agencies::", "doors::one_sees", "doors::each_role"],
        "agreement" | "disclosure" | "involvement" => &["agreements::"],
        "alert" => &["alerts::"],
        "area" | "import" => &["imports::"],
        "demo" => &["demo::"],
        "performance" => &["performance::"],
        "person" => &["people::", "review::", "performance::"],
        "exclusion" => &["exclusions::"],
        "glass" => &["glass::"],
        "oversight" => &["oversight::"],
        "ledger" => &[
            "ledger::sealing::everything",
            "ledger::looks::",
            "doors::each_role",
            "alerts::lookers",
        ],
        "session" => &["sessions::", "sign_in::each_way"],
        "system" => &["demo::a_new", "system::the_", "system::a_good", "system::who", "rotation::"],
        "token" => &["tokens::"],
        "whereabouts" => &["whereabouts::"],
        "user" => &["users::", "sessions::", "invitations::an_invited", "doors::each_role"],
        _ => &[""],
    }
}

fn sites() -> Vec<Site> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut sites = Vec::new();
    for path in app_sources() {
        let name = path.strip_prefix(root).unwrap().display().to_string();
        let is_door = name.starts_with("app/src/ctx") || name.starts_with("app/src/testing");
        let text = fs::read_to_string(&path).unwrap();
        for (number, line) in text.lines().enumerate().filter(|_| !is_door) {
            let code = line.split("//").next().unwrap_or_default();
            let whats = ["permit", "record"];
            let what = whats.iter().find(|what| code.contains(&format!(".{what}(")));
            sites.extend(what.map(|what| format!("{what}:{name}:{}", number + 1)));
        }
    }
    sites
}

/// A migration after the first is needed to come by these two; the next one ends the exception.
fn is_out_of_reach(site: &str) -> bool {
    NEWEST == 1 && site.contains("app/src/system/migrate.rs")
}

#[expect(clippy::disallowed_methods, reason = "a test that runs itself")]
fn is_child() -> bool {
    env::var("WICKEN_SABOTAGE").is_ok()
}

fn run(site: &str, filters: &[&str]) -> Child {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--test-threads", "2"]).args(filters);
    for name in SLOW {
        command.args(["--skip", name]);
    }
    command
        .env("WICKEN_SABOTAGE", site)
        .env("WICKEN_TEST_ENGINE", "sqlite")
        .env("RUST_BACKTRACE", "0")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// The first test that fails, or how many passed.
fn first_red(site: &str, filters: &[&str]) -> Result<String, usize> {
    let mut child = run(site, filters);
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut passed = 0;
    for line in lines.map_while(Result::ok) {
        if line.starts_with("test ") && line.ends_with("FAILED") {
            child.kill().unwrap();
            child.wait().unwrap();
            return Ok(line);
        }
        passed += usize::from(line.starts_with("test ") && line.ends_with("ok"));
    }
    let status = child.wait().unwrap();
    if status.success() { Err(passed) } else { Ok(format!("the run ended with {status}")) }
}

fn is_noticed(site: &str) -> bool {
    let street = site.split('/').nth(2).unwrap_or_default();
    first_red(site, near(street)).is_ok() || first_red(site, &[]).is_ok()
}

#[test]
fn each_permit_and_each_record_is_missed_by_a_test_when_it_is_gone() {
    if is_child() {
        return;
    }
    let untouched = first_red("nothing", &[]);
    let passed = untouched.expect_err("without sabotage everything is green");
    assert!(100 < passed, "only {passed} tests were run");
    let sites: VecDeque<Site> = sites().into_iter().filter(|site| !is_out_of_reach(site)).collect();
    assert!(55 < sites.len(), "only {} calls were found", sites.len());
    let (waiting, unnoticed) = (Mutex::new(sites), Mutex::new(Vec::new()));
    let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(site) = next() {
                    if !is_noticed(&site) {
                        unnoticed.lock().unwrap_or_else(PoisonError::into_inner).push(site);
                    }
                }
            });
        }
    });
    let unnoticed = unnoticed.into_inner().unwrap();
    assert!(
        unnoticed.is_empty(),
        "Nobody missed these calls when they were gone. Write a test that looks at what each one \
         refuses or records, on the operation that it stands in: {unnoticed:#?}"
    );
}
