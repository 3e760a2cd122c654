//! Tens of thousands of requests that no browser sends: nothing breaks, nothing hangs.

mod request;

use self::request::{Known, malformed};
use crate::kit::{County, Dice, is_deep, logged_so_far};
use app::testing::engines;
use std::{
    collections::BTreeMap,
    io::{ErrorKind, Read, Write},
    net::{Shutdown, SocketAddr, TcpStream},
    time::{Duration, Instant},
};

const GATE: usize = 20_000;
const DEEP: usize = 60_000;
const THREADS: usize = 4;
const LONGEST: Duration = Duration::from_secs(5);
const MOMENT: Duration = Duration::from_millis(12);

/// The statuses that were answered, or what went wrong.
type Verdict = Result<Vec<String>, String>;

/// Sends the bytes, waits a moment, and hangs up; what came back, to the end. Whoever hangs up
/// before the answer is not answered any more.
fn exchange(address: SocketAddr, bytes: &[u8], moment: Duration) -> Result<Vec<u8>, String> {
    let told = |error: std::io::Error| format!("cannot connect: {error}");
    let mut stream = TcpStream::connect_timeout(&address, LONGEST).map_err(told)?;
    stream.set_read_timeout(Some(moment)).map_err(told)?;
    stream.set_write_timeout(Some(LONGEST)).map_err(told)?;
    // The server may have heard enough before we are through.
    drop(stream.write_all(bytes));
    let mut answer = Vec::new();
    let mut part = [0; 16_384];
    let mut is_waiting = true;
    loop {
        let read = stream.read(&mut part);
        if is_waiting {
            is_waiting = false;
            drop(stream.shutdown(Shutdown::Write));
            stream.set_read_timeout(Some(LONGEST)).map_err(told)?;
            if read.as_ref().is_err_and(|error| error.kind() == ErrorKind::WouldBlock) {
                continue;
            }
        }
        match read {
            Ok(0) => return Ok(answer),
            Ok(length) => answer.extend_from_slice(&part[..length]),
            Err(error) if error.kind() == ErrorKind::ConnectionReset => return Ok(answer),
            Err(error) => return Err(format!("no end within 5 s: {error}")),
        }
    }
}

fn judge(address: SocketAddr, (bytes, is_whole): (&[u8], bool)) -> Verdict {
    let since = Instant::now();
    let answer = exchange(address, bytes, if is_whole { LONGEST } else { MOMENT })?;
    if LONGEST < since.elapsed() {
        return Err(format!("took {:?}", since.elapsed()));
    }
    if is_whole && answer.is_empty() {
        return Err("no answer".to_owned());
    }
    let text = String::from_utf8_lossy(&answer);
    let statuses = text.split("HTTP/1.").skip(1).filter_map(|line| line.get(2..5));
    let statuses: Vec<String> = statuses.map(str::to_owned).collect();
    match statuses.iter().find(|status| status.starts_with('5')) {
        Some(status) => Err(format!("answered {status}")),
        None => Ok(statuses),
    }
}

fn shown(bytes: &[u8]) -> String {
    let most = bytes.len().min(600);
    bytes[..most].escape_ascii().to_string()
}

fn known(county: &County) -> Known {
    let mut grantor = county.signed_in("grantor");
    Known {
        host: county.server.address.to_string(),
        form_tokens: (0..300).map(|_| grantor.token()).collect(),
        cookie: grantor.secret().to_owned(),
        bearer: crate::stories::token_of(county, "grantor"),
        agency: county.agency_of("referrer").to_string(),
        user: county.id("referrer").to_string(),
    }
}

/// How often which status was answered.
fn attack(county: &County, many: usize) -> BTreeMap<String, usize> {
    let known = known(county);
    let address = county.server.address;
    let mut dice = Dice::new("malformed requests");
    let threads: Vec<_> = (0..THREADS)
        .map(|_| {
            let (known, mut dice) = (known.clone(), dice.others());
            std::thread::spawn(move || {
                let (mut wrong, mut answered) = (Vec::new(), Vec::new());
                for _ in 0..many / THREADS {
                    let (bytes, is_whole) = malformed(&mut dice, &known);
                    match judge(address, (&bytes, is_whole)) {
                        Ok(statuses) => answered.extend(statuses),
                        Err(why) => wrong.push(format!("{why}: {}", shown(&bytes))),
                    }
                }
                (wrong, answered)
            })
        })
        .collect();
    let (mut wrong, mut counts) = (Vec::new(), BTreeMap::new());
    for thread in threads {
        let (more, answered) = thread.join().unwrap();
        wrong.extend(more);
        answered.into_iter().for_each(|status| *counts.entry(status).or_insert(0) += 1);
    }
    let most = wrong.len().min(10);
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong[..most].join("\n"));
    counts
}

#[test]
fn no_malformed_request_breaks_or_holds_up_the_server() {
    let many = if is_deep() { DEEP } else { GATE };
    for engine in engines() {
        let county = County::on(engine);
        let counts = attack(&county, many / engines().len());
        eprintln!("{counts:?}");
        // Deep enough: all of these come from behind the door, not from the parser before it.
        for status in ["200", "303", "403", "404", "409", "415", "422"] {
            let count = counts.get(status).copied().unwrap_or(0);
            assert!(many / 1_000 < count, "only {count} answered {status}: {counts:?}");
        }
        county.stranger().open("/").is(200).says("Welcome to Wicken");
        county.signed_in("idva").open("/account").is(200).says("The idva");
        let metrics = county.stranger().open("/metrics").html();
        let broken = metrics.lines().find(|line| line.contains("status=\"5"));
        assert_eq!(broken, None);
    }
    assert!(!logged_so_far().contains("panicked"), "a handler panicked");
}

/// Whoever sends less of a file than they said, or a form without its boundary, is told so: nothing
/// broke.
#[test]
fn a_file_that_ends_too_soon_is_a_wrong_form_and_no_fault_of_ours() {
    let county = County::embedded();
    let cookie = county.signed_in("coordinator").secret().to_owned();
    for (boundary, length, body) in [
        ("b", 500, "--b\r\ncontent-disposition: form-data; name=\"form\"\r\n\r\nhalf"),
        ("b", 500, ""),
        ("", 40, "--"),
        ("", 4, "----"),
    ] {
        let request = format!(
            "POST /imports/new HTTP/1.1\r\nhost: x\r\ncookie: wicken={cookie}\r\n\
             content-type: multipart/form-data; boundary={boundary}\r\n\
             content-length: {length}\r\n\r\n{body}"
        );
        let answer = exchange(county.server.address, request.as_bytes(), MOMENT).unwrap();
        let text = String::from_utf8_lossy(&answer);
        assert!(text.starts_with("HTTP/1.1 4"), "{boundary:?}, {length}, {body:?}: {text:.300}");
    }
}

/// Two servers that read one stream differently are how requests are smuggled: an ambiguous
/// length is refused, and whatever follows it is not read as a request of its own.
#[test]
fn an_ambiguous_length_smuggles_nothing() {
    let county = County::embedded();
    let smuggled = "GET /health HTTP/1.1\r\nhost: x\r\n\r\n";
    for headers in [
        "content-length: 6\r\ntransfer-encoding: chunked\r\n",
        "transfer-encoding: chunked\r\ncontent-length: 6\r\n",
        "content-length: 5\r\ncontent-length: 6\r\n",
        "content-length: 5, 6\r\n",
        "content-length: +5\r\n",
        "content-length: -1\r\n",
        "content-length: 0x5\r\n",
        "content-length: 99999999999999999999\r\n",
        "transfer-encoding: xchunked\r\n",
        "transfer-encoding: chunked, identity\r\n",
        "transfer-encoding: chunked\r\ntransfer-encoding: identity\r\n",
        "transfer-encoding : chunked\r\n",
        " transfer-encoding: chunked\r\n",
        "content-length: 6\r\nx: y\r\n transfer-encoding: chunked\r\n",
        "content-length\r\n : 5\r\n",
    ] {
        let request =
            format!("POST /sign-in HTTP/1.1\r\nhost: x\r\n{headers}\r\n0\r\n\r\nG{smuggled}");
        let answer = exchange(county.server.address, request.as_bytes(), MOMENT).unwrap();
        let text = String::from_utf8_lossy(&answer);
        assert!(!text.contains("alive"), "{headers:?} let the second request through: {text}");
        assert!(text.matches("HTTP/1.1 2").count() == 0, "{headers:?}: {text}");
    }
}

#[test]
fn a_visitor_who_says_nothing_holds_nobody_up() {
    let county = County::embedded();
    let silent: Vec<TcpStream> = (0..200)
        .map(|number| {
            let mut stream = TcpStream::connect(county.server.address).unwrap();
            let half = "POST /sign-in HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf";
            stream.write_all(&half.as_bytes()[..number % half.len()]).unwrap();
            stream
        })
        .collect();
    let since = Instant::now();
    county.stranger().open("/sign-in").is(200);
    county.signed_in("idva").open("/account").is(200);
    assert!(since.elapsed() < LONGEST, "{:?}", since.elapsed());
    drop(silent);
}
