//! The Performance page over a large database.

use crate::alone;
use std::{
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

const TURNS: u32 = 5;
/// Of Linux on every machine that Wicken is built for (`getconf CLK_TCK`).
const TICKS_A_SECOND: f64 = 100.0;
const PAGES: [&str; 3] =
    ["/performance", "/performance/repeat-incidents?by=area", "/performance/ni32?by=area"];

struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// Serves the demo county of `folder` and asks for its pages, each after a first one.
pub(super) fn measure(folder: &Path) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_wicken"))
        .args(["demo", "--port", "0", "--data"])
        .arg(folder)
        .stderr(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
    let server = Server(child);
    let line = lines.find(|line| line.contains("\"address\":\"")).unwrap();
    // Whoever logs must not wait for a reader.
    std::thread::spawn(move || lines.for_each(drop));
    let origin = format!("http://{}", between(&line, "\"address\":\""));
    let agent: ureq::Agent =
        ureq::Agent::config_builder().http_status_as_error(false).build().into();
    sign_in(&agent, &origin);
    for page in PAGES {
        let (took, cpu) = ask(&agent, &server, &format!("{origin}{page}"));
        let value = format!("{took:.0?} ({cpu:.0?} cpu)");
        alone(&format!("{page} of that county"), &value);
    }
}

fn between<'t>(text: &'t str, start: &str) -> &'t str {
    text.split(start).nth(1).unwrap().split('"').next().unwrap()
}

fn sign_in(agent: &ureq::Agent, origin: &str) {
    let mut front = agent.get(format!("{origin}/")).call().unwrap();
    let front = front.body_mut().read_to_string().unwrap();
    let card = front.split("Tomasz Wilk").nth(1).unwrap();
    let (action, token) = (between(card, "action=\""), between(card, "name=\"request\" value=\""));
    let sent = agent.post(format!("{origin}{action}")).send_form([("request", token)]);
    assert_eq!(sent.unwrap().status(), 200);
}

/// The time and the processor time of one page.
fn ask(agent: &ureq::Agent, server: &Server, page: &str) -> (Duration, Duration) {
    let get = || {
        let mut response = agent.get(page).call().unwrap();
        assert_eq!(response.status(), 200, "{page}");
        response.body_mut().read_to_vec().unwrap();
    };
    get();
    let (before, begun) = (ticks(server), Instant::now());
    (0..TURNS).for_each(|_| get());
    let cpu = (ticks(server) - before) / TICKS_A_SECOND / f64::from(TURNS);
    (begun.elapsed() / TURNS, Duration::from_secs_f64(cpu))
}

fn ticks(server: &Server) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{}/stat", server.0.id())).unwrap();
    let after = stat.rsplit(')').next().unwrap();
    after.split_whitespace().skip(11).take(2).map(|word| word.parse::<f64>().unwrap()).sum()
}
