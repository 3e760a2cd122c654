//! A right is taken away while somebody reads by it: no request that begins after the answer to
//! whoever took it away shows anything.
//!
//! Two readers go on reading, one at the server at which it happens, and one at a second server of
//! the same database over one connection that stays open all the time. Everything goes through
//! pages and the API, on both engines.

mod held_line;
mod right;
mod same_time;
mod stage;
mod whole;

use self::{
    held_line::Line,
    right::{RIGHTS, Right},
    stage::Stage,
};
use crate::kit::{Ask, Browser, County, Dice, Server, is_deep};
use std::{
    sync::{
        Condvar, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst},
    },
    thread,
    time::{Duration, Instant},
};

/// Races in a long run are 1,000 on each engine.
const RACES: usize = 1_000;
const RACES_OF_A_RIGHT: usize = 3;
/// A reader who reads nothing in that time has ended.
const READ_MOST: Duration = Duration::from_secs(60);

/// What the readers of one right met.
#[derive(Default)]
struct Met {
    /// Answers that showed somebody, begun while it was allowed.
    before: AtomicUsize,
    /// Requests begun after it was taken away.
    after: AtomicUsize,
    /// Those of them that showed somebody all the same.
    shown_after: AtomicUsize,
}

#[test]
fn what_is_taken_away_while_somebody_reads_by_it_shows_nothing_on_any_later_request() {
    let races = if is_deep() { RACES.div_ceil(RIGHTS.len()) } else { RACES_OF_A_RIGHT };
    County::on_both(|county| {
        let begun = Instant::now();
        let second = Server::start(county.world.second_server());
        let stage = Stage::on(county);
        let mut dice = Dice::new("races");
        for right in RIGHTS {
            let met = Met::default();
            for _ in 0..races {
                race(&stage, &second, right, (&met, &mut dice));
            }
            let [before, after, shown] =
                [&met.before, &met.after, &met.shown_after].map(|count| count.load(SeqCst));
            eprintln!("{}: {races} races, {before} before, {after} after", right.name);
            assert!(races <= before && races <= after, "{}: nobody raced", right.name);
            assert_eq!(shown, 0, "{}: shown after it was taken away", right.name);
        }
        eprintln!("{} races in {:?}", races * RIGHTS.len(), begun.elapsed());
    });
}

/// Gives the right, lets two read by it, and takes it away through a page.
fn race(stage: &Stage, second: &Server, right: &Right, (met, dice): (&Met, &mut Dice)) {
    stage.give(right);
    let ask = stage.taking(right);
    let (is_taken, is_over) = (AtomicBool::new(false), AtomicBool::new(false));
    let laps = &Laps::default();
    thread::scope(|scope| {
        let _end = Ends(&is_over);
        let flags = (&is_taken, &is_over);
        let mut browser =
            Browser::at(&stage.county.server).with_cookie(&stage.secret(right.reader));
        scope.spawn(move || {
            read_on(stage, right, (met, laps, 0), flags, |ask| {
                let page = browser.send(ask);
                (page.status, page.html())
            });
        });
        let mut line = Line::to(second, &stage.secret(right.reader));
        scope.spawn(move || read_on(stage, right, (met, laps, 1), flags, |ask| line.send(&ask)));
        // Both read before it is taken away, and while it is, and after.
        laps.wait_for(1 + dice.below(2 * right.ways.len()));
        let mut taker = stage.browser(right.taker);
        let answer = taker.send(ask);
        assert_eq!(answer.status, 303, "{}: {}", right.name, answer.words());
        is_taken.store(true, SeqCst);
        laps.wait_for(laps.most() + right.ways.len() + 1);
    });
}

/// The readers end when whoever takes the right away does, however that goes.
struct Ends<'r>(&'r AtomicBool);

impl Drop for Ends<'_> {
    fn drop(&mut self) {
        self.0.store(true, SeqCst);
    }
}

/// How often each reader has read.
#[derive(Default)]
struct Laps {
    counts: Mutex<[usize; 2]>,
    changed: Condvar,
}

impl Laps {
    fn count(&self, reader: usize) {
        self.counts.lock().unwrap()[reader] += 1;
        self.changed.notify_all();
    }

    fn most(&self) -> usize {
        self.counts.lock().unwrap().into_iter().max().unwrap_or_default()
    }

    /// Until both have read so often.
    fn wait_for(&self, many: usize) {
        let counts = self.counts.lock().unwrap();
        let is_less = |counts: &mut [usize; 2]| counts.iter().any(|count| *count < many);
        let waited = self.changed.wait_timeout_while(counts, READ_MOST, is_less).unwrap().1;
        assert!(!waited.timed_out(), "a reader stands still");
    }
}

fn read_on(
    stage: &Stage,
    right: &Right,
    (met, laps, reader): (&Met, &Laps, usize),
    (is_taken, is_over): (&AtomicBool, &AtomicBool),
    mut send: impl FnMut(Ask) -> (u16, String),
) {
    for way in right.ways.iter().cycle() {
        if is_over.load(SeqCst) {
            return;
        }
        let ask = stage.reading(right, *way);
        let begins_after = is_taken.load(SeqCst);
        let (status, body) = send(ask);
        let is_shown = stage.shows(status, &body);
        assert!(status < 500, "{}: {status}: {body}", right.name);
        match (begins_after, is_shown) {
            (false, true) => met.before.fetch_add(1, SeqCst),
            (false, false) => 0,
            (true, true) => met.shown_after.fetch_add(1, SeqCst),
            (true, false) => met.after.fetch_add(1, SeqCst),
        };
        laps.count(reader);
    }
}
