//! Takes away one `permit` or one `record`, to see whether a test notices, and writes down which
//! tests come by which.
//!
//! `WICKEN_SABOTAGE=permit:app/src/agency/add.rs:31` makes the call at that line do nothing.
//! `WICKEN_SABOTAGE_SEEN=PATH` leaves a line there for each test and each call it came by, with a
//! tab between the two. Both exist only under the feature `testing`, which no binary that is
//! installed has.

use crate::clock::Clock;
use domain::policy::{Actor, Basis, OperatorName, Permission, Rules, Subject, World, permit};
use parking_lot::Mutex;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{File, OpenOptions},
    io::Write,
    panic::Location,
    sync::LazyLock,
    thread,
};

/// Takes away nothing.
pub const NOTHING: &str = "nothing";
pub const SKIPPED: &str = "WICKEN_SABOTAGE";
pub const SEEN: &str = "WICKEN_SABOTAGE_SEEN";

struct Seen {
    file: File,
    /// The test of each county, by its clock: servers of one county share theirs.
    tests: BTreeMap<usize, String>,
    lines: BTreeSet<String>,
}

static SKIP: LazyLock<Option<String>> = LazyLock::new(|| env(SKIPPED));
static SEES: LazyLock<Option<Mutex<Seen>>> = LazyLock::new(|| {
    let file = OpenOptions::new().create(true).append(true).open(env(SEEN)?).expect("a file");
    Some(Mutex::new(Seen { file, tests: BTreeMap::new(), lines: BTreeSet::new() }))
});

#[expect(clippy::disallowed_methods, reason = "read once, in tests only")]
fn env(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// What is done in a county of this clock is done by the test that runs in this thread.
pub(super) fn belongs(clock: &Clock) {
    if let (Some(seen), Some(test)) = (&*SEES, thread::current().name()) {
        seen.lock().tests.insert(clock.number(), test.to_owned());
    }
}

pub(crate) fn is_skipped(what: &str, at: &Location<'_>, clock: &Clock) -> bool {
    if SKIP.is_none() && SEES.is_none() {
        return false;
    }
    let site = format!("{what}:{}:{}", at.file(), at.line());
    if let Some(seen) = &*SEES {
        seen.lock().note(clock, &site);
    }
    SKIP.as_ref() == Some(&site)
}

impl Seen {
    fn note(&mut self, clock: &Clock, site: &str) {
        let Some(test) = self.tests.get(&clock.number()) else { return };
        let line = format!("{test}\t{site}\n");
        if !self.lines.contains(&line) {
            self.file.write_all(line.as_bytes()).expect("a line");
            self.lines.insert(line);
        }
    }
}

/// A basis that was given for something else.
pub(crate) fn any_basis(rules: &Rules) -> Basis {
    let operator = Actor::Operator(OperatorName::parse("nobody").expect("a plain name"));
    let world = World { fresh_sign_in: false };
    permit(rules, &operator, Permission::SeeSystem, &Subject::System, &world)
        .expect("an operator may see the system")
}
