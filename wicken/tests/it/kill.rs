//! Killed at any moment, the server loses nothing that it has acknowledged.
//!
//! Eight clients write agencies through the API of the real binary, which is killed 20 to 250 ms
//! later and started again on the same database, 200 times on each engine. What the clients were
//! told is compared with what is there. Not a test of power loss: the kernel lives on.

use crate::harness::{
    Chance, Grantor, House, Known, Reply, Server, Written, alone, compare, deep, look,
};
use app::{params, testing::engines};
use std::{
    io,
    sync::Mutex,
    thread,
    time::{Duration, Instant},
};
use uuid::Uuid;

const CLIENTS: usize = 8;
/// Everything is compared this often; each cycle shows that the database opens.
const COMPARE_EVERY: usize = 20;

/// Whether a client waits for the answer before it counts a write as done.
#[derive(Clone, Copy, PartialEq)]
enum Honesty {
    Honest,
    CountsWhatItSent,
}

struct Run {
    house: House,
    grantor: Grantor,
    known: Mutex<Known>,
    honesty: Honesty,
}

impl Run {
    fn on(house: House, honesty: Honesty) -> Run {
        let server = house.serve();
        let grantor = Grantor::join(&house, &server);
        server.kill();
        Run { house, grantor, known: Mutex::default(), honesty }
    }

    /// Starts the server, lets the clients at it, and kills it; how long the start took.
    fn cycle(&self, chance: &mut Chance) -> Duration {
        let server = self.house.serve();
        let started_in = server.started_in;
        let moment = Duration::from_millis(chance.between(20, 250));
        let waiting = std::mem::take(&mut self.known().unanswered);
        let shares: Vec<_> = (0..CLIENTS)
            .map(|client| waiting.iter().skip(client).step_by(CLIENTS).cloned().collect())
            .collect();
        thread::scope(|scope| {
            let server = &server;
            for share in shares {
                scope.spawn(move || self.client(server, share));
            }
            thread::sleep(moment);
            let id = i32::try_from(server.id()).expect("a process id");
            let id = rustix::process::Pid::from_raw(id).expect("a process id");
            let killed = rustix::process::kill_process(id, rustix::process::Signal::KILL);
            killed.expect("the server was running");
        });
        started_in
    }

    /// Sends what was never answered again, then writes and reads until the server is gone.
    fn client(&self, server: &Server, waiting: Vec<Written>) {
        let mut wire = self.grantor.wire(server);
        let mut waiting = waiting.into_iter();
        for turn in 0_u32.. {
            let again = waiting.next();
            let is_replay = again.is_some();
            let written = again.unwrap_or_else(Written::new);
            if self.honesty == Honesty::CountsWhatItSent {
                self.known().acknowledged.push(written.clone());
            }
            let reply = written.send(&mut wire);
            let Ok(id) = self.learn(written, reply, is_replay) else {
                return self.known().unanswered.extend(waiting);
            };
            if let Some(id) = id.filter(|_| turn.is_multiple_of(3)) {
                self.learn_of_read(wire.get(&format!("/api/v1/agencies/{id}")));
            }
        }
    }

    fn learn_of_read(&self, reply: io::Result<Reply>) {
        let mut known = self.known();
        match reply {
            Ok(reply) if reply.status == 200 => known.reads += 1,
            Ok(reply) => known.findings.push(format!("a read: {} {}", reply.status, reply.text())),
            Err(_) => known.reads_unanswered += 1,
        }
    }

    /// Notes what became of a write; its id where it was acknowledged.
    fn learn(
        &self,
        mut written: Written,
        reply: io::Result<Reply>,
        is_replay: bool,
    ) -> io::Result<Option<Uuid>> {
        let mut known = self.known();
        match reply {
            Ok(reply) if reply.status == 201 => {
                written.id = reply.json()["id"].as_str().and_then(|id| id.parse().ok());
                known.replayed += usize::from(is_replay);
                let id = written.id;
                known.acknowledged.push(written);
                Ok(id)
            }
            Ok(reply) => {
                known.findings.push(format!("{written:?}: {} {}", reply.status, reply.text()));
                Ok(None)
            }
            Err(error) => {
                known.unanswered.push(written);
                Err(error)
            }
        }
    }

    fn known(&self) -> std::sync::MutexGuard<'_, Known> {
        self.known.lock().expect("no client panicked")
    }
}

#[test]
fn killed_at_any_moment_the_server_loses_nothing_acknowledged() {
    let _alone = alone();
    let cycles = if deep() { 5_000 } else { 200 };
    for engine in engines() {
        let mut chance = Chance::seeded(&format!("{cycles} kills on {}", engine.words()));
        let (begun, mut slowest) = (Instant::now(), Duration::ZERO);
        let run = Run::on(House::on(engine), Honesty::Honest);
        for cycle in 1..=cycles {
            slowest = slowest.max(run.cycle(&mut chance));
            if cycle % COMPARE_EVERY == 0 || cycle == cycles {
                compare(&look(&run.house.open()), &mut run.known());
                let faults = run.house.faults(&["free disk"]);
                run.known().findings.extend(faults);
            }
            let findings = run.known().findings.clone();
            assert!(findings.is_empty(), "cycle {cycle}: {findings:#?}");
        }
        let known = run.known();
        eprintln!(
            "{cycles} kills on {}: {} writes acknowledged, 0 lost; {} sent again after a kill, \
             none acted twice; {} reads shown, each recorded; slowest start {slowest:?}; {:?}",
            engine.words(),
            known.acknowledged.len(),
            known.replayed,
            known.reads,
            begun.elapsed(),
        );
        assert!(cycles < known.acknowledged.len(), "the clients hardly wrote");
        assert!(0 < known.replayed, "no write was ever cut off: the kills came too late");
    }
}

#[test]
fn a_write_that_is_lost_turns_the_kill_harness_red() {
    let _alone = alone();
    let mut chance = Chance::seeded("clients that count what they sent as done");
    let run = Run::on(House::on(engines()[0]), Honesty::CountsWhatItSent);
    for _ in 0..30 {
        run.cycle(&mut chance);
        // Nothing is sent again: what the kill cut off stays away.
        run.known().unanswered.clear();
        compare(&look(&run.house.open()), &mut run.known());
        if run.known().findings.iter().any(|finding| finding.starts_with("acknowledged and lost")) {
            return;
        }
    }
    panic!("30 kills, and no write was lost that was only sent");
}

/// The server itself refuses to commit a change that left no entry, so one is planted.
#[test]
fn a_change_without_its_entry_turns_the_kill_harness_red() {
    let house = House::on(engines()[0]);
    let (id, now) = (app::new_request_id(app::Clock::System.now()), app::Clock::System.now());
    let app = house.open();
    let planted = app.db().write(move |tx| {
        let sql = "insert into agency (agency_id, code, made_at) values ($1, $2, $3)";
        tx.execute(sql, params![id, "PLANTED", now])
    });
    planted.expect("one row");
    let mut known = Known::default();
    compare(&look(&app), &mut known);
    let is_found = |words: &str| known.findings.iter().any(|finding| finding.contains(words));
    for words in ["PLANTED was never sent", "PLANTED is there without its entry"] {
        assert!(is_found(words), "{words}: {:?}", known.findings);
    }
}
