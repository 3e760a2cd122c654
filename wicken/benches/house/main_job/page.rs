//! The Performance page over a large database.

use crate::{
    alone,
    server::{Server, between},
};
use std::{
    path::Path,
    time::{Duration, Instant},
};

const TURNS: u32 = 5;
const PAGES: [&str; 3] =
    ["/performance", "/performance/repeat-incidents?by=area", "/performance/ni32?by=area"];

/// Serves the demo county of `folder` and asks for its pages, each after a first one.
pub(super) fn measure(folder: &Path) {
    let server = Server::demo(folder);
    let origin = format!("http://{}", server.address);
    let agent: ureq::Agent =
        ureq::Agent::config_builder().http_status_as_error(false).build().into();
    sign_in(&agent, &origin);
    for page in PAGES {
        let (took, cpu) = ask(&agent, &server, &format!("{origin}{page}"));
        let value = format!("{took:.0?} ({cpu:.0?} cpu)");
        alone(&format!("{page} of that county"), &value);
    }
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
    let (before, begun) = (server.cpu(), Instant::now());
    (0..TURNS).for_each(|_| get());
    let cpu = (server.cpu() - before) / TURNS;
    (begun.elapsed() / TURNS, cpu)
}
