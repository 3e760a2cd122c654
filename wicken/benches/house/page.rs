//! A signed-in page, with door and ledger, beside a bare route with one point read.

use crate::{
    alone, row,
    server::{Server, between},
};
use app::{
    db::{Database, DatabaseUrl},
    keys::MasterKeys,
    params,
};
use std::{
    net::{SocketAddr, TcpListener},
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

const REQUESTS: u32 = 1_500;
const RATE: u32 = 200;
const PACED: u32 = 2_000;

pub(crate) fn measure() {
    let folder = tempfile::tempdir().unwrap();
    let made = Command::new(env!("CARGO_BIN_EXE_wicken"))
        .args(["demo", "--create-only", "--data"])
        .arg(folder.path())
        .stderr(Stdio::null())
        .status();
    assert!(made.unwrap().success());
    let started = Instant::now();
    let ours = Server::demo(folder.path());
    alone("start-up of the server, until it answers", &format!("{:.0?}", started.elapsed()));
    alone("memory of the server then", &ours.memory());
    let bare = Server::start(
        Command::new(std::env::current_exe().unwrap())
            .arg("--bare")
            .arg(folder.path().join("demo.db")),
    );
    let agent: ureq::Agent =
        ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let page = sign_in(&agent, &ours.address);
    let read = format!("http://{}/", bare.address);
    for _ in 0..100 {
        get(&agent, &page);
        get(&agent, &read);
    }
    let cpu = (cpu_of(&ours, || ask(&agent, &page)), cpu_of(&bare, || ask(&agent, &read)));
    row("processor time of a page, beside a bare route", cpu.0, cpu.1);
    let p99 = (paced(&agent, &page), paced(&agent, &read));
    row(&format!("99 of 100 pages at {RATE} a second within"), p99.0, p99.1);
    alone("memory of the server after that", &ours.memory());
}

fn ask(agent: &ureq::Agent, url: &str) {
    (0..REQUESTS).for_each(|_| get(agent, url));
}

fn get(agent: &ureq::Agent, url: &str) {
    let mut response = agent.get(url).call().unwrap();
    assert_eq!(response.status(), 200);
    response.body_mut().read_to_vec().unwrap();
}

/// Becomes somebody of the demo county; the address of an agency's page.
fn sign_in(agent: &ureq::Agent, address: &str) -> String {
    let origin = format!("http://{address}");
    let text = |path: &str| {
        let mut response = agent.get(format!("{origin}{path}")).call().unwrap();
        response.body_mut().read_to_string().unwrap()
    };
    let front = text("/");
    let card = front.split("Tomasz Wilk").nth(1).unwrap();
    let (action, token) = (between(card, "action=\""), between(card, "name=\"request\" value=\""));
    let sent = agent.post(format!("{origin}{action}")).send_form([("request", token)]);
    assert_eq!(sent.unwrap().status(), 200);
    let list = text("/agencies").replace("/agencies/new", "");
    format!("{origin}/agencies/{}", between(&list, "href=\"/agencies/"))
}

/// Processor time that a server spent on one request.
fn cpu_of(server: &Server, run: impl FnOnce()) -> Duration {
    let before = server.cpu();
    run();
    (server.cpu() - before) / REQUESTS
}

/// Asks at a steady rate; within what time 99 of 100 answers came.
fn paced(agent: &ureq::Agent, url: &str) -> Duration {
    let started = Instant::now();
    let mut times: Vec<Duration> = std::thread::scope(|scope| {
        let ask = |first: u32| {
            move || {
                (first..PACED)
                    .step_by(4)
                    .map(|number| {
                        let due = started + Duration::from_secs(1) * number / RATE;
                        std::thread::sleep(due.saturating_duration_since(Instant::now()));
                        // From when it was due: a server that falls behind is not let off.
                        get(agent, url);
                        due.elapsed()
                    })
                    .collect::<Vec<_>>()
            }
        };
        let threads: Vec<_> = (0..4).map(|first| scope.spawn(ask(first))).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    times.sort();
    times[times.len() * 99 / 100]
}

/// The bare route: one point read of the same file, as text.
pub(crate) fn serve_bare(path: &str) {
    let keys = MasterKeys::read(Path::new(&format!("{path}.key"))).unwrap();
    let url = DatabaseUrl::Sqlite(path.into());
    let db = Database::open(&url, &keys.newest().database_key()).unwrap();
    let route = axum::routing::get(move || {
        let db = db.clone();
        async move { tokio::task::spawn_blocking(move || read(&db)).await.unwrap() }
    });
    let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
    listener.set_nonblocking(true).unwrap();
    eprintln!("{{\"address\":\"{}\"}}", listener.local_addr().unwrap());
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener).unwrap();
        axum::serve(listener, axum::Router::new().route("/", route)).await.unwrap();
    });
}

fn read(db: &Database) -> String {
    let find =
        "select name from agency_state where superseded_at is null order by agency_id limit 1";
    let name = |row: &app::db::Row<'_>| row.get::<String>("name");
    let found = db.read(|tx| tx.find(find, params![], name));
    found.unwrap().unwrap_or_default()
}
