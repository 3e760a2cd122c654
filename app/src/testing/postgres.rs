//! A PostgreSQL of the tests' own: one cluster a process, thrown away when the process ends.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

static CLUSTER: OnceLock<PathBuf> = OnceLock::new();
static NEXT: AtomicU32 = AtomicU32::new(1);

/// The address of a new database, empty or a copy of `template`.
#[must_use]
pub fn new_database(template: Option<&str>) -> String {
    let name = format!("t{}", NEXT.fetch_add(1, Ordering::Relaxed));
    let template = template.map_or(String::new(), |from| format!(" template {from}"));
    let mut client = ::postgres::Client::connect(&url("postgres"), ::postgres::NoTls)
        .expect("the tests' PostgreSQL answers");
    client.batch_execute(&format!("create database {name}{template}")).expect("a new database");
    url(&name)
}

/// The name in an address that [`new_database`] gave.
#[must_use]
pub fn name_of(url: &str) -> &str {
    let start = url.find("///").map_or(0, |at| at + 3);
    url[start..].split('?').next().unwrap_or_default()
}

fn url(database: &str) -> String {
    let folder = CLUSTER.get_or_init(start).display().to_string().replace('/', "%2F");
    format!("postgres:///{database}?host={folder}&user=postgres")
}

fn start() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("wicken-pg-{}", std::process::id()));
    drop(fs::remove_dir_all(&folder));
    fs::create_dir_all(&folder).expect("a folder for PostgreSQL");
    let is_root = rustix::process::geteuid().is_root();
    if is_root {
        run(Command::new("chown").arg("postgres").arg(&folder));
    }
    let data = folder.join("data");
    let program = |name: &str| {
        let path = binaries().join(name);
        if is_root {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(path);
            command
        } else {
            Command::new(path)
        }
    };
    run(program("initdb").arg("-D").arg(&data).args([
        "--no-sync",
        "-A",
        "trust",
        "-U",
        "postgres",
        "-E",
        "UTF8",
    ]));
    let options = format!(
        "-k {} -c listen_addresses= -c fsync=off -c full_page_writes=off \
         -c synchronous_commit=off -c max_connections=300",
        folder.display()
    );
    run(program("pg_ctl")
        .arg("-D")
        .arg(&data)
        .args(["-w", "-l"])
        .arg(folder.join("log"))
        .args(["-o", &options, "start"]));
    watch(&folder, is_root);
    folder
}

/// Stops and removes the cluster when this process is gone, however it went: the shell's input
/// ends then.
fn watch(folder: &Path, is_root: bool) {
    let as_owner = if is_root { "runuser -u postgres -- " } else { "" };
    let script = format!(
        "cat >/dev/null; {as_owner}{}/pg_ctl -D {folder}/data -m immediate stop; rm -rf {folder}",
        binaries().display(),
        folder = folder.display(),
    );
    let child = Command::new("setsid")
        .args(["sh", "-c", &script])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("a shell");
    // The pipe stays open for as long as this process lives.
    std::mem::forget(child);
}

/// Where `initdb` is: Debian keeps it off the path.
#[must_use]
pub fn binaries() -> PathBuf {
    let mut found: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok().map(|entry| entry.path().join("bin")))
        .filter(|path| path.join("initdb").exists())
        .collect();
    found.sort();
    found.pop().expect("PostgreSQL is missing: apt-get install postgresql")
}

fn run(command: &mut Command) {
    let output = command.stdin(Stdio::null()).output().expect("the command can be started");
    assert!(
        output.status.success(),
        "{command:?}: {}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}
