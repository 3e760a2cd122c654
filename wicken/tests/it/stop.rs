//! Told to stop, the server answers what it has accepted, says that it is not ready, and ends
//! well within ten seconds, whoever is still connected.

use crate::harness::{Chance, Grantor, House, Reply, Server, Wire, alone, text};
use app::{db::Engine, testing::engines};
use serde_json::json;
use std::{
    collections::BTreeSet,
    io::Write,
    net::TcpStream,
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

const CLIENTS: usize = 8;
const END_MOST: Duration = Duration::from_secs(10);

/// What the clients saw of one stop.
#[derive(Default)]
struct Seen {
    answered: usize,
    /// Sent whole before the signal, or answered in part: must not be.
    lost: Vec<String>,
    /// Acknowledged writes.
    written: Vec<String>,
    /// Sent after the signal, and turned away or cut off, which is what a second server is for.
    too_late: usize,
}

/// One stop under load.
struct Stop<'s> {
    server: &'s Server,
    grantor: &'s Grantor,
    told_at: Mutex<Option<Instant>>,
    is_over: AtomicBool,
    seen: Mutex<Seen>,
}

impl<'s> Stop<'s> {
    fn of(server: &'s Server, grantor: &'s Grantor) -> Stop<'s> {
        let (told_at, seen) = (Mutex::default(), Mutex::default());
        Stop { server, grantor, told_at, is_over: AtomicBool::new(false), seen }
    }

    /// Writes until nobody answers any more; every second client connects anew each time.
    fn client(&self, number: usize) {
        let mut wire = self.grantor.wire(self.server);
        while !self.is_over.load(Ordering::Relaxed) {
            if number.is_multiple_of(2) {
                wire = self.grantor.wire(self.server);
            }
            let key = app::new_request_id(app::Clock::System.now());
            let code = format!("S{}", &key.simple().to_string()[12..]).to_uppercase();
            let body = json!({ "code": code, "name": "An agency", "kind": "housing" });
            let sent = wire.send_write("/api/v1/agencies", &key.to_string(), &body);
            // Read before the answer: a signal in between makes the server's duty larger, never
            // smaller than it was.
            let is_before = self.told_at.lock().expect("no panic").is_none();
            let reply = sent.and_then(|()| wire.read());
            let mut seen = self.seen.lock().expect("no panic");
            match reply {
                Ok(reply) if reply.status == 201 => {
                    seen.answered += 1;
                    seen.written.push(code);
                }
                Ok(Reply { status, .. }) => seen.lost.push(format!("{code} answered {status}")),
                Err(error) if is_before => seen.lost.push(format!("{code}: {error}")),
                Err(_) => {
                    seen.too_late += 1;
                    return;
                }
            }
        }
    }

    /// Sends the signal and notes from when on a request may come too late.
    fn tell(&self) {
        // Under the lock no client can finish sending and still count itself as before.
        let mut told_at = self.told_at.lock().expect("no panic");
        *told_at = Some(Instant::now());
        self.server.terminate();
    }
}

/// Somebody who has begun a request, and never ends it.
fn slow_loris(server: &Server) -> TcpStream {
    let mut stream = TcpStream::connect(server.address).expect("a connection");
    stream.write_all(b"GET /sign-in HTTP/1.1\r\nhost: ").expect("a part of a request");
    stream
}

/// A connection on which one request was answered, and which is then left open.
fn idler(server: &Server) -> Wire {
    let mut wire = server.wire();
    assert_eq!(wire.get("/health").expect("an answer").status, 200);
    wire
}

/// The readiness and the rest, asked just after the signal on connections of their own.
fn asked_after(server: &Server) -> (u16, u16) {
    thread::sleep(Duration::from_millis(60));
    let ask = |path: &str| server.wire().get(path).map_or(0, |reply| reply.status);
    (ask("/ready"), ask("/sign-in"))
}

/// Stops a server under load; how long that took.
fn stop(server: &mut Server, grantor: &Grantor, chance: &mut Chance, is_slow: bool) -> Taken {
    let idlers: Vec<Wire> = (0..4).map(|_| idler(server)).collect();
    let loris = is_slow.then(|| slow_loris(server));
    let stop = Stop::of(server, grantor);
    let mut after = (0, 0);
    thread::scope(|scope| {
        for number in 0..CLIENTS {
            scope.spawn({
                let stop = &stop;
                move || stop.client(number)
            });
        }
        thread::sleep(Duration::from_millis(chance.between(30, 150)));
        stop.tell();
        after = asked_after(server);
        thread::sleep(Duration::from_millis(400));
        stop.is_over.store(true, Ordering::Relaxed);
    });
    let told_at = stop.told_at.into_inner().expect("no panic").expect("it was told");
    let seen = stop.seen.into_inner().expect("no panic");
    let status = server.wait(END_MOST.saturating_sub(told_at.elapsed()));
    let took = told_at.elapsed();
    drop((idlers, loris));
    let status = status.unwrap_or_else(|| panic!("still there after {took:?}: {}", server.log()));
    assert_eq!(status.code(), Some(0), "{}", server.log());
    assert!(seen.lost.is_empty(), "{:#?}", seen.lost);
    assert_eq!(after, (503, 200), "readiness first, pages to the last");
    Taken { took, seen, log: server.log() }
}

struct Taken {
    took: Duration,
    seen: Seen,
    log: String,
}

#[test]
fn told_to_stop_under_load_it_loses_no_request_it_accepted() {
    let _alone = alone();
    for engine in engines() {
        let stops = if engine == Engine::Sqlite { 50 } else { 10 };
        let mut chance = Chance::seeded(&format!("{stops} stops on {}", engine.words()));
        let house = House::on(engine);
        let mut server = house.serve();
        let grantor = Grantor::join(&house, &server);
        let (mut longest, mut answered, mut too_late) = (Duration::ZERO, 0, 0);
        let mut written = Vec::new();
        for number in 0..stops {
            let is_slow = number == 0;
            let Taken { took, seen, log } = stop(&mut server, &grantor, &mut chance, is_slow);
            let is_quick = is_slow || took < Duration::from_secs(3);
            assert!(is_quick, "something held it up for {took:?}: {log}");
            longest = longest.max(took);
            (answered, too_late) = (answered + seen.answered, too_late + seen.too_late);
            written.extend(seen.written);
            server = house.serve();
        }
        let listed = grantor.wire(&server).get("/api/v1/agencies").expect("the list").json();
        let listed: BTreeSet<_> = listed
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|agency| agency["code"].as_str())
            .collect();
        let missing: Vec<_> =
            written.iter().filter(|code| !listed.contains(code.as_str())).collect();
        assert!(missing.is_empty(), "acknowledged and not there: {missing:?}");
        eprintln!(
            "{stops} stops on {}: {answered} requests answered, 0 lost; {too_late} came after \
             the signal and were turned away; the longest took {longest:?}",
            engine.words(),
        );
        drop(server);
        assert_eq!(house.faults(&["free disk"]), Vec::<String>::new());
    }
}

#[test]
fn one_sqlite_file_has_one_server() {
    let house = House::on(Engine::Sqlite);
    let server = house.serve();
    let second = house.run(&["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(second.status.code(), Some(1));
    let words = text(&second.stderr);
    assert!(words.contains("another `wicken serve` is serving"), "{words}");
    assert!(words.contains("w.db. Stop it first: one file has one server"), "{words}");
    assert_eq!(server.wire().get("/ready").expect("the first still serves").status, 200);
    // Other commands work beside it, and a killed server leaves no lock behind.
    house.well(&["agency", "add", "AMBER", "Amber House", "--kind", "idva"]);
    server.kill();
    drop(house.serve());
}
