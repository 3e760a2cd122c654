//! What the house costs, each figure beside the bare part it stands on, in one run.
//!
//! Machines are noisy: read the ratios, not the times. `make bench` prints one table.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "it prints a table; a measurement that cannot go on says so"
)]

mod cases;
#[path = "../../src/county/mod.rs"]
#[expect(dead_code, unused_imports, reason = "the measurements take one file of it")]
mod county;
mod data_layer;
mod door;
mod main_job;
mod page;
mod search;
mod server;

use std::time::{Duration, Instant};

fn main() {
    if let Some(path) = std::env::args().skip_while(|word| word != "--bare").nth(1) {
        return page::serve_bare(&path);
    }
    println!("{:<58} {:>12} {:>12} {:>7}", "what", "ours", "bare", "ratio");
    // `cargo bench -p wicken -- search`: that part alone, and so with `cases` and `main-job`.
    if std::env::args().any(|word| word == "search") {
        return search::measure();
    }
    if std::env::args().any(|word| word == "cases") {
        return cases::measure();
    }
    if std::env::args().all(|word| word != "main-job") {
        data_layer::measure();
        door::measure();
        page::measure();
    }
    main_job::measure();
    search::measure();
    cases::measure();
}

/// One line of the table, from times for one of something.
fn row(what: &str, ours: Duration, bare: Duration) {
    let ratio = ours.as_secs_f64() / bare.as_secs_f64();
    println!("{what:<58} {:>12} {:>12} {ratio:>7.2}", time(ours), time(bare));
}

/// A line without anything to compare with.
fn alone(what: &str, value: &str) {
    println!("{what:<58} {value:>12}");
}

fn time(time: Duration) -> String {
    let micros = time.as_secs_f64() * 1e6;
    if micros < 1_000.0 { format!("{micros:.2} µs") } else { format!("{:.2} ms", micros / 1e3) }
}

/// The medians of `times` runs of each, taken in turn, so that a slow spell strikes both.
fn in_turn(
    times: usize,
    mut ours: impl FnMut() -> Duration,
    mut bare: impl FnMut() -> Duration,
) -> (Duration, Duration) {
    let mut all: [Vec<Duration>; 2] = Default::default();
    for _ in 0..times {
        all[0].push(ours());
        all[1].push(bare());
    }
    let median = |mut times: Vec<Duration>| {
        times.sort();
        times[times.len() / 2]
    };
    let [ours, bare] = all;
    (median(ours), median(bare))
}

/// The time for one of `count`.
fn each(count: u32, mut run: impl FnMut(u32)) -> Duration {
    let started = Instant::now();
    for number in 0..count {
        run(number);
    }
    started.elapsed() / count
}
