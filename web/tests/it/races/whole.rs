//! Every answer is whole: there is no stream that could outlive the right by which it was begun.

use super::stage::Stage;
use crate::kit::{Ask, County};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use web::{Access, ROUTES};

#[test]
fn no_answer_is_a_stream_that_could_outlive_the_right_to_it() {
    let stage = Stage::on(County::embedded());
    let mut asked = 0;
    for route in ROUTES.iter().filter(|route| route.method == "get") {
        for name in ["deputy", "coordinator", "privacy officer"] {
            let ask = stage.anywhere(route.path, name, route.access == Access::Token);
            let head = head_of(&stage, &ask, name);
            assert!(is_whole(&head), "{name} {}: {head:#?}", route.path);
            asked += 1;
        }
    }
    assert!(150 < asked, "{asked}");
}

/// How long it is stands above it: a stream does not know.
fn is_whole(head: &[String]) -> bool {
    let says = |beginning: &str| head.iter().any(|line| line.starts_with(beginning));
    says("content-length: ")
        && !says("transfer-encoding")
        && !says("content-type: text/event-stream")
}

#[test]
fn a_stream_is_no_whole_answer() {
    let head = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
    assert!(is_whole(&head(&["http/1.1 200 ok", "content-length: 7"])));
    assert!(!is_whole(&head(&["http/1.1 200 ok", "transfer-encoding: chunked"])));
    assert!(!is_whole(&head(&["http/1.1 200 ok"])));
}

fn head_of(stage: &Stage, ask: &Ask, name: &str) -> Vec<String> {
    let mut stream = TcpStream::connect(stage.county.server.address).unwrap();
    let who = match ask.given("authorization") {
        Some(token) => format!("authorization: {token}"),
        None => format!("cookie: wicken={}", stage.secret(name)),
    };
    let text = format!("GET {} HTTP/1.1\r\nhost: wicken\r\n{who}\r\n\r\n", ask.path);
    stream.write_all(text.as_bytes()).unwrap();
    let lines = BufReader::new(stream).lines().map(|line| line.unwrap().to_lowercase());
    lines.take_while(|line| !line.is_empty()).collect()
}
