//! Without room on the disk, or without its PostgreSQL, Wicken refuses, loses nothing, and is
//! well again by itself once it has what it needs.

use crate::harness::{
    Cluster, Grantor, House, Known, Reply, Server, Wire, Written, alone, compare, look,
};
use app::db::Engine;
use rustix::process::{Pid, Resource, Rlimit, prlimit};
use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
    process::Command,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};
use tempfile::TempDir;

const CLIENTS: u64 = 4;
const WELL_AGAIN_WITHIN: Duration = Duration::from_secs(10);
/// Longer than a request may take.
const STOPPED_WITHIN: Duration = Duration::from_secs(30);

/// Clients that go on writing and reading whatever they are told.
struct Load<'s> {
    server: &'s Server,
    grantor: &'s Grantor,
    known: Mutex<Known>,
    accepted: AtomicU64,
    refused: AtomicU64,
    reads_refused: AtomicU64,
    is_over: AtomicBool,
}

impl<'s> Load<'s> {
    fn new(server: &'s Server, grantor: &'s Grantor) -> Load<'s> {
        let [accepted, refused, reads_refused] = [0; 3].map(AtomicU64::new);
        let (known, is_over) = (Mutex::default(), AtomicBool::new(false));
        Load { server, grantor, known, accepted, refused, reads_refused, is_over }
    }

    fn client(&self) {
        let mut wire = self.grantor.wire(self.server);
        // An agency that was there before: reading is to be possible, or refused, all the time.
        let mut read = None;
        while !self.is_over.load(Ordering::Relaxed) {
            let mut written = Written::new();
            let reply = written.send(&mut wire);
            if let Ok(reply) = &reply {
                written.id = reply.json()["id"].as_str().and_then(|id| id.parse().ok());
            }
            read = written.id.or(read);
            self.learn(written, reply);
            if let Some(id) = read {
                self.learn_of_read(&mut wire, &format!("/api/v1/agencies/{id}"));
            }
            thread::sleep(Duration::from_millis(2));
        }
    }

    fn learn(&self, written: Written, reply: io::Result<Reply>) {
        let mut known = self.known.lock().expect("no client panicked");
        match reply {
            Ok(reply) if reply.status == 201 => {
                self.accepted.fetch_add(1, Ordering::Relaxed);
                known.acknowledged.push(written);
            }
            Ok(reply) if reply.status == 503 => {
                self.refused.fetch_add(1, Ordering::Relaxed);
                if reply.header("retry-after").is_empty() {
                    known.findings.push("refused without Retry-After".to_owned());
                }
                known.unanswered.push(written);
            }
            Ok(reply) => known.findings.push(self.told("a write", &reply)),
            Err(error) => known.findings.push(format!("a write: {error}")),
        }
    }

    fn learn_of_read(&self, wire: &mut Wire, path: &str) {
        let reply = wire.get(path);
        let mut known = self.known.lock().expect("no client panicked");
        match reply {
            Ok(reply) if reply.status == 200 => known.reads += 1,
            Ok(reply) if reply.status == 503 => {
                // Its entry may have been kept although the page was not shown.
                known.reads_unanswered += 1;
                self.reads_refused.fetch_add(1, Ordering::Relaxed);
            }
            Ok(reply) => known.findings.push(self.told("a read", &reply)),
            Err(error) => known.findings.push(format!("a read: {error}")),
        }
    }

    /// An answer that none should get, with what the server logged of it.
    fn told(&self, what: &str, reply: &Reply) -> String {
        let json = reply.json();
        let reference = json["reference"].as_str().unwrap_or("no reference");
        let log = self.server.log();
        let line = log.lines().find(|line| line.contains(reference)).unwrap_or_default();
        format!("{what}: {} {} {line}", reply.status, reply.text())
    }

    /// Waits until `count` has grown by `by`; how long that took.
    fn grows(&self, count: &AtomicU64, by: u64, what: &str) -> Duration {
        let (begun, from) = (Instant::now(), count.load(Ordering::Relaxed));
        while count.load(Ordering::Relaxed) < from + by {
            let waited = begun.elapsed();
            assert!(waited < WELL_AGAIN_WITHIN, "{what}: not within {waited:?}\n{}", {
                let log = self.server.log();
                log[log.len().saturating_sub(2_000)..].to_owned()
            });
            thread::sleep(Duration::from_millis(5));
        }
        begun.elapsed()
    }

    /// Takes something away and gives it back, so often; the longest way back.
    fn bear(&self, times: usize, take: impl Fn(), give_back: impl Fn()) -> Duration {
        let mut longest = Duration::ZERO;
        thread::scope(|scope| {
            for _ in 0..CLIENTS {
                scope.spawn(|| self.client());
            }
            let over = Over(&self.is_over);
            for time in 1..=times {
                self.grows(&self.accepted, 20, &format!("writes before time {time}"));
                take();
                self.grows(&self.refused, CLIENTS, &format!("refusals at time {time}"));
                thread::sleep(Duration::from_millis(200));
                give_back();
                let took = self.grows(&self.accepted, 1, &format!("a write after time {time}"));
                longest = longest.max(took);
            }
            drop(over);
        });
        longest
    }

    /// Ends the server as usual and compares what was told with what is there.
    fn settle(self, house: &House, what: &str, longest: Duration) {
        self.server.terminate();
        assert!(self.server.has_ended_within(STOPPED_WITHIN), "{what}: it does not stop");
        let mut known = self.known.into_inner().expect("no client panicked");
        compare(&look(&house.open()), &mut known);
        known.findings.extend(house.faults(&["free disk"]));
        assert!(known.findings.is_empty(), "{what}: {:#?}", &known.findings[..1]);
        eprintln!(
            "{what}: {} writes acknowledged, 0 lost; {} refused; {} reads shown, each recorded; \
             {} refused; well again after {longest:?} at most",
            known.acknowledged.len(),
            self.refused.into_inner(),
            known.reads,
            self.reads_refused.into_inner(),
        );
    }
}

/// Lets the clients go, also when the test fails: else it would wait for them for ever.
struct Over<'o>(&'o AtomicBool);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// A small file system of a test's own.
struct Mount(TempDir);

impl Mount {
    fn of_mib(size: u32) -> Mount {
        let folder = tempfile::tempdir().expect("a folder");
        let options = format!("size={size}m,mode=0700");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &options, "tmpfs"]).arg(folder.path());
        assert!(mount.status().is_ok_and(|status| status.success()), "{mount:?} failed");
        Mount(folder)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        drop(Command::new("umount").arg("-l").arg(self.path()).status());
    }
}

/// Takes every byte that is left.
fn fill(path: &PathBuf) {
    let mut file = File::create(path).expect("a file in the way");
    for size in [1 << 20, 1 << 12, 1] {
        while file.write_all(&vec![7; size]).is_ok() {}
    }
}

#[test]
fn a_full_disk_loses_nothing_and_is_got_over_without_a_hand() {
    let _alone = alone();
    if !rustix::process::geteuid().is_root() {
        // Only root may mount; the other way to run out of room, below, is anyone's.
        return no_room_for_files(20);
    }
    let mount = Mount::of_mib(96);
    let house = House::in_folder(TempDir::new_in(mount.path()).expect("a folder"));
    let server = house.serve();
    let grantor = Grantor::join(&house, &server);
    let load = Load::new(&server, &grantor);
    let filler = mount.path().join("filler");
    let empty = || fs::remove_file(&filler).expect("the filler goes");
    let longest = load.bear(20, || fill(&filler), empty);
    load.settle(&house, "20 times a full disk", longest);
}

#[test]
fn a_disk_that_takes_no_more_bytes_loses_nothing_either() {
    let _alone = alone();
    no_room_for_files(5);
}

/// No file of the server may grow past the first 64 KiB: writing fails in the middle.
fn no_room_for_files(times: usize) {
    let house = House::on(Engine::Sqlite);
    let mut serve = Command::new("sh");
    // The signal that comes with the limit would end the process before the error is seen.
    serve.args(["-c", "trap '' XFSZ; exec \"$@\"", "sh", env!("CARGO_BIN_EXE_wicken")]);
    serve.args(["serve", "--listen", "127.0.0.1:0"]);
    serve.env("WICKEN_DATABASE", &house.url).env("WICKEN_KEY_FILE", &house.key);
    let server = Server::start(serve);
    let grantor = Grantor::join(&house, &server);
    let load = Load::new(&server, &grantor);
    let id = i32::try_from(server.id()).ok().and_then(Pid::from_raw);
    let limit = |current| {
        prlimit(id, Resource::Fsize, Rlimit { current, maximum: None }).expect("a limit is set");
    };
    let longest = load.bear(times, || limit(Some(64 << 10)), || limit(None));
    load.settle(&house, &format!("{times} times no room for files"), longest);
}

#[test]
fn a_postgresql_that_went_away_and_came_back_is_got_over_without_a_hand() {
    let _alone = alone();
    let cluster = Cluster::start();
    let house = House::at(cluster.url());
    let server = house.serve();
    let grantor = Grantor::join(&house, &server);
    let load = Load::new(&server, &grantor);
    let longest = load.bear(5, || cluster.down(), || cluster.up());
    load.settle(&house, "5 times without PostgreSQL", longest);
}
