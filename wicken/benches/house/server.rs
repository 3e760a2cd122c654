//! A server of our own as a process: started, measured from outside, and ended.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

/// Of Linux on every machine that Wicken is built for (`getconf CLK_TCK`).
const TICKS_A_SECOND: f64 = 100.0;

pub(crate) struct Server {
    child: Child,
    pub address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Server {
    /// Serves the demo county of a folder.
    pub fn demo(folder: &Path) -> Server {
        let mut wicken = Command::new(env!("CARGO_BIN_EXE_wicken"));
        Server::start(wicken.args(["demo", "--port", "0", "--data"]).arg(folder))
    }

    /// Serves a database.
    pub fn serve(url: &str, key: &str) -> Server {
        let mut wicken = Command::new(env!("CARGO_BIN_EXE_wicken"));
        let on = ["serve", "--listen", "127.0.0.1:0", "--database", url, "--key-file", key];
        Server::start(wicken.args(on))
    }

    /// Starts a server and waits for the line that tells where it listens.
    pub fn start(command: &mut Command) -> Server {
        let mut child = command.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
        let line = lines.find(|line| line.contains("\"address\":\"")).unwrap();
        let address = between(&line, "\"address\":\"").to_owned();
        // Whoever logs must not wait for a reader.
        std::thread::spawn(move || lines.for_each(drop));
        Server { child, address }
    }

    /// The processor time that it has spent until now.
    pub fn cpu(&self) -> Duration {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap();
        let after = stat.rsplit(')').next().unwrap();
        let ticks = after.split_whitespace().skip(11).take(2);
        let ticks: f64 = ticks.map(|word| word.parse::<f64>().unwrap()).sum();
        Duration::from_secs_f64(ticks / TICKS_A_SECOND)
    }

    /// The memory that it holds now.
    pub fn memory(&self) -> String {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap();
        line.split_once(':').unwrap().1.trim().to_owned()
    }
}

/// What stands after `start`, up to the next quotation mark.
pub(crate) fn between<'t>(text: &'t str, start: &str) -> &'t str {
    text.split(start).nth(1).unwrap().split('"').next().unwrap()
}
