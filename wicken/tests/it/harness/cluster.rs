//! A PostgreSQL that a test may stop and start again.

use app::testing::postgres::binaries;
use std::{
    path::PathBuf,
    process::{Command, Stdio},
};
use tempfile::TempDir;

/// A cluster of a test's own. What it commits is there after it was stopped: unlike the shared
/// one it waits for its log.
pub struct Cluster {
    folder: TempDir,
}

impl Cluster {
    pub fn start() -> Cluster {
        let folder = tempfile::tempdir().expect("a folder");
        if is_root() {
            run(Command::new("chown").arg("postgres").arg(folder.path()));
        }
        let cluster = Cluster { folder };
        let data = cluster.data();
        let mut initdb = program("initdb");
        initdb.arg("-D").arg(&data).args(["--no-sync", "-A", "trust", "-U", "postgres"]);
        run(initdb.args(["-E", "UTF8"]));
        cluster.up();
        cluster
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn control(&self, arguments: &[&str]) -> Command {
        let mut control = program("pg_ctl");
        control.arg("-D").arg(self.data()).arg("-w").args(arguments);
        control
    }

    /// Starts it, or starts it again.
    pub fn up(&self) {
        let folder = self.folder.path().display();
        let options = format!("-k {folder} -c listen_addresses= -c fsync=off");
        let log = format!("{folder}/log");
        run(&mut self.control(&["-l", &log, "-o", &options, "start"]));
    }

    /// Stops it at once, as a failing machine does.
    pub fn down(&self) {
        run(&mut self.control(&["-m", "immediate", "stop"]));
    }

    /// The address of its own database, empty so far.
    pub fn url(&self) -> String {
        let folder = self.folder.path().display().to_string().replace('/', "%2F");
        format!("postgres:///postgres?host={folder}&user=postgres")
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.control(&["-m", "immediate", "stop"]).stdout(Stdio::null()).status());
    }
}

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

/// PostgreSQL refuses to be root.
fn program(name: &str) -> Command {
    let path = binaries().join(name);
    if !is_root() {
        return Command::new(path);
    }
    let mut command = Command::new("runuser");
    command.args(["-u", "postgres", "--"]).arg(path);
    command
}

fn run(command: &mut Command) {
    // A server that inherited a pipe would keep it open: nothing is read from it.
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    assert!(status.is_ok_and(|status| status.success()), "{command:?} failed");
}
