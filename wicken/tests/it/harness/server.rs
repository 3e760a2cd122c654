//! A `wicken serve` that was started, and its end.

use super::wire::Wire;
use std::{
    io::{BufRead, BufReader},
    net::SocketAddr,
    process::{Child, ChildStderr, Command, ExitStatus, Stdio},
    sync::{Arc, Mutex, mpsc},
    thread,
    time::{Duration, Instant},
};

/// A server process. Dropped, it is killed.
pub struct Server {
    pub address: SocketAddr,
    /// From the start of the process until it listened.
    pub started_in: Duration,
    child: Child,
    log: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Starts it and waits until it says where it listens.
    ///
    /// # Panics
    /// When it ends instead; with what it said.
    pub fn start(command: Command) -> Server {
        Server::try_start(command).unwrap_or_else(|words| panic!("no server: {words}"))
    }

    /// As [`Server::start`]; what it said when it ended instead.
    pub fn try_start(mut command: Command) -> Result<Server, String> {
        let begun = Instant::now();
        let mut child = command
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary can be started");
        let log: Arc<Mutex<Vec<String>>> = Arc::default();
        let (tell, told) = mpsc::channel();
        let stderr = child.stderr.take().expect("stderr is a pipe");
        let kept = Arc::clone(&log);
        thread::spawn(move || read_log(stderr, &kept, &tell));
        // The demo county is made first, beside whatever else a busy machine does.
        match told.recv_timeout(Duration::from_secs(300)) {
            Ok(address) => Ok(Server { address, started_in: begun.elapsed(), child, log }),
            Err(_) => {
                drop(child.kill());
                drop(child.wait());
                Err(log.lock().expect("a log").join("\n"))
            }
        }
    }

    pub fn wire(&self) -> Wire {
        Wire::to(self.address)
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// `kill -9`.
    pub fn kill(mut self) {
        self.child.kill().expect("the server was running");
        drop(self.child.wait());
    }

    /// Asks it to stop, as an init system does.
    pub fn terminate(&self) {
        let id = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(id, rustix::process::Signal::TERM).expect("it is running");
    }

    /// Waits until it has ended; none when it has not by then.
    pub fn wait(&mut self, most: Duration) -> Option<ExitStatus> {
        let begun = Instant::now();
        while begun.elapsed() < most {
            if let Ok(Some(status)) = self.child.try_wait() {
                return Some(status);
            }
            thread::sleep(Duration::from_millis(5));
        }
        None
    }

    /// As [`Server::wait`], for whoever only looks on: a process that has ended is defunct until
    /// somebody waits for it.
    pub fn has_ended_within(&self, most: Duration) -> bool {
        let (begun, path) = (Instant::now(), format!("/proc/{}/stat", self.child.id()));
        let is_over = || {
            let stat = std::fs::read_to_string(&path).unwrap_or_default();
            stat.rsplit(')').next().is_none_or(|rest| rest.is_empty() || rest.starts_with(" Z"))
        };
        while !is_over() {
            if most < begun.elapsed() {
                return false;
            }
            thread::sleep(Duration::from_millis(5));
        }
        true
    }

    /// What it said so far.
    pub fn log(&self) -> String {
        self.log.lock().expect("a log").join("\n")
    }

    /// Its memory now and at most, in KiB.
    pub fn memory(&self) -> (u64, u64) {
        let path = format!("/proc/{}/status", self.child.id());
        let status = std::fs::read_to_string(path).unwrap_or_default();
        let field = |name: &str| {
            let line = status.lines().find(|line| line.starts_with(name))?;
            line.split_whitespace().nth(1)?.parse().ok()
        };
        (field("VmRSS:").unwrap_or(0), field("VmHWM:").unwrap_or(0))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Keeps every line, and tells the address when it comes.
fn read_log(stderr: ChildStderr, log: &Mutex<Vec<String>>, tell: &mpsc::Sender<SocketAddr>) {
    for line in BufReader::new(stderr).lines().map_while(Result::ok) {
        let address = serde_json::from_str::<serde_json::Value>(&line).ok().and_then(|line| {
            let fields = &line["fields"];
            let is_serving = fields["message"] == "serving";
            is_serving.then(|| fields["address"].as_str()?.parse().ok()).flatten()
        });
        log.lock().expect("a log").push(line);
        if let Some(address) = address {
            // Whoever waited may have given up.
            let _gone = tell.send(address);
        }
    }
}
