//! Deleting any one `permit` or `record` turns a test red: each is taken away in turn, and the
//! tests are run again.

use crate::db::statements::app_sources;
use app::{
    db::NEWEST,
    testing::{
        KEPT, keep_template,
        sabotage::{NOTHING, SEEN, SKIPPED},
    },
};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, VecDeque},
    env, fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Command, Stdio},
    sync::{Mutex, PoisonError},
    thread,
};
use tempfile::TempDir;

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
    env::var(SKIPPED).is_ok()
}

/// Which tests are run: some by their names, those whose names hold a word, or all.
enum Which<'a> {
    Named(&'a [String]),
    Of(&'a str),
    All,
}

/// A run of ours, in the county that lies in `county`.
fn command(county: &Path, site: &str, which: &Which<'_>) -> Command {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--test-threads", "2"]);
    match which {
        Which::Named(tests) => command.args(*tests).arg("--exact"),
        Which::Of(word) => command.arg(word),
        Which::All => &mut command,
    };
    if !matches!(which, Which::Named(_)) {
        command.args(SLOW.iter().flat_map(|name| ["--skip", name]));
    }
    command
        .env(KEPT, county)
        .env(SKIPPED, site)
        .env("WICKEN_TEST_ENGINE", "sqlite")
        .env("RUST_BACKTRACE", "0");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    command
}

/// The first test that fails, or how many passed.
fn first_red(mut command: Command) -> Result<String, usize> {
    let mut child = command.spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut passed = 0;
    for line in lines.map_while(Result::ok) {
        let Some((name, end)) = line.strip_prefix("test ").and_then(|it| it.split_once(" ... "))
        else {
            continue;
        };
        if end == "FAILED" {
            child.kill().unwrap();
            child.wait().unwrap();
            return Ok(name.to_owned());
        }
        passed += usize::from(end == "ok");
    }
    let status = child.wait().unwrap();
    if status.success() { Err(passed) } else { Ok(format!("the run ended with {status}")) }
}

/// Whether a test's folder is called like one of the call's: `agencies` like `agency`.
fn is_of_street(test: &str, site: &str) -> bool {
    let folder = test.split("::").next().unwrap_or_default();
    let stem = |word: &str| word.chars().take(5).collect::<String>();
    site.split('/').skip(2).any(|part| stem(part) == stem(folder))
}

/// Which tests come by which call, learnt in a run in which nothing is taken away; and how often
/// each test has missed one so far.
struct Known {
    /// Where the small county lies that each run begins with.
    county: TempDir,
    tests: BTreeMap<Site, BTreeSet<String>>,
    /// How many calls a test comes by: those that come by few are quick and to the point.
    reach: BTreeMap<String, usize>,
    misses: Mutex<BTreeMap<String, usize>>,
}

impl Known {
    fn learn() -> Known {
        let county = tempfile::tempdir().unwrap();
        keep_template(county.path());
        let path = county.path().join("seen");
        let mut untouched = command(county.path(), NOTHING, &Which::All);
        untouched.env(SEEN, &path);
        let passed = first_red(untouched).expect_err("without sabotage everything is green");
        assert!(100 < passed, "only {passed} tests were run");
        let mut known = Known {
            county,
            tests: BTreeMap::new(),
            reach: BTreeMap::new(),
            misses: Mutex::default(),
        };
        let lines = fs::read_to_string(path).unwrap();
        for line in lines.lines() {
            let (test, site) = line.split_once('\t').unwrap();
            known.tests.entry(site.to_owned()).or_default().insert(test.to_owned());
            *known.reach.entry(test.to_owned()).or_default() += 1;
        }
        known
    }

    /// Those of the call's own street first; of these and of the others those that missed most
    /// calls, then those that come by the fewest.
    fn tests_of(&self, site: &Site) -> Vec<String> {
        let mut tests: Vec<String> = self.tests.get(site).into_iter().flatten().cloned().collect();
        let misses = self.misses.lock().unwrap_or_else(PoisonError::into_inner);
        let times = |test: &String| misses.get(test).copied().unwrap_or_default();
        let key =
            |test: &String| (!is_of_street(test, site), Reverse(times(test)), self.reach[test]);
        tests.sort_by_key(key);
        tests
    }

    fn is_missed(&self, site: &Site) -> bool {
        let tests = self.tests_of(site);
        let (first, rest) = tests.split_at(tests.len().min(3));
        let (next, last) = rest.split_at(rest.len().min(12));
        // A test whose county has a clock of its own is in no list: at last all are asked, those of
        // the street first.
        let street = site.split('/').nth(2).unwrap_or_default();
        let named = [first, next, last].map(Which::Named);
        let all = named.into_iter().chain([Which::Of(street), Which::All]);
        for which in all.filter(|which| !matches!(which, Which::Named([]))) {
            if let Ok(test) = first_red(command(self.county.path(), site, &which)) {
                let mut misses = self.misses.lock().unwrap_or_else(PoisonError::into_inner);
                *misses.entry(test).or_default() += 1;
                return true;
            }
        }
        false
    }
}

#[test]
fn each_permit_and_each_record_is_missed_by_a_test_when_it_is_gone() {
    if is_child() {
        return;
    }
    let known = Known::learn();
    let sites: VecDeque<Site> = sites().into_iter().filter(|site| !is_out_of_reach(site)).collect();
    assert!(55 < sites.len(), "only {} calls were found", sites.len());
    let (waiting, unnoticed) = (Mutex::new(sites), Mutex::new(Vec::new()));
    let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(site) = next() {
                    if !known.is_missed(&site) {
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
