//! Whoever is excluded from a person and asks for them waits as long as for nobody at all.
//!
//! One person who excludes the asker and two ids that never were, asked for in turns that are
//! thrown anew each time. How far the two that never were lie apart is the noise of the machine.

use super::{
    held_line::Line,
    right::{RIGHTS, Right, Way},
    stage::Stage,
};
use crate::kit::{County, Dice, is_deep};
use app::testing::engines;
use std::time::{Duration, Instant};

const PAIRS: usize = 2_000;
/// Held in a long run, on a machine of its own. Beside other tests time is told and not held: there
/// the answers alone are, and that each way is walked.
const APART_MOST: Duration = Duration::from_millis(2);
const TRIES: usize = 3;

/// Medians of the one who excludes the asker, and of the two who never were.
type Medians = [Duration; 3];

#[test]
fn whoever_is_excluded_waits_as_long_for_the_answer_as_where_there_is_nobody() {
    let right = RIGHTS.iter().find(|right| right.name == "exclusion of whose agency referred");
    let right = right.unwrap();
    for engine in engines() {
        let stage = Stage::on(County::on(engine));
        stage.give(right);
        let answer = stage.browser(right.taker).send(stage.taking(right));
        assert_eq!(answer.status, 303, "{}", answer.words());
        let mut dice = Dice::new("waiting");
        for way in [Way::Person, Way::PersonByToken, Way::Whereabouts, Way::SearchByToken] {
            let pairs = match way {
                _ if is_deep() => PAIRS,
                _ => 40,
            };
            are_alike(&stage, (right, way), pairs, &mut dice);
        }
    }
}

/// Other tests take their share of the processor: one of three tries must be quiet enough.
fn are_alike(stage: &Stage, (right, way): (&Right, Way), pairs: usize, dice: &mut Dice) {
    let mut found = Vec::new();
    for _ in 0..TRIES {
        let [excluded, one, other] = medians(stage, (right, way), pairs, dice);
        let noise = one.abs_diff(other);
        let apart = excluded.abs_diff(one).min(excluded.abs_diff(other));
        let engine = stage.county.app().db().engine();
        eprintln!(
            "{}, {way:?}: {pairs} pairs, excluded {excluded:?}, never there {one:?} and {other:?}: \
             {apart:?} apart, {noise:?} by chance",
            engine.words()
        );
        if !is_deep() || apart <= APART_MOST + noise {
            return;
        }
        found.push((excluded, one, other));
    }
    panic!("{way:?}: {found:?}");
}

fn medians(stage: &Stage, (right, way): (&Right, Way), pairs: usize, dice: &mut Dice) -> Medians {
    let mut line = Line::to(&stage.county.server, &stage.secret(right.reader));
    let mut times = [Vec::new(), Vec::new(), Vec::new()];
    for round in 0..pairs {
        let mut order = [0, 1, 2];
        order.swap(0, dice.below(3));
        order.swap(1, 1 + dice.below(2));
        for which in order {
            let ask = stage.seeking(right, way, which);
            let since = Instant::now();
            let (status, body) = line.send(&ask);
            times[which].push(since.elapsed());
            let is_search = way == Way::SearchByToken;
            let expected = if is_search { 200 } else { 404 };
            assert_eq!(status, expected, "{way:?}: {body}");
            assert!(!stage.shows(status, &body), "{way:?}: {body}");
        }
        // Of searches there are so many an hour.
        if way == Way::SearchByToken && round % 10 == 9 {
            stage.forget_searches();
        }
    }
    times.map(|mut times| {
        times.sort();
        times[times.len() / 2]
    })
}
