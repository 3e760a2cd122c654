//! HTTP/1.1 by hand: a test must know when a request has left it, and when the answer came.

use serde_json::Value;
use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

const PATIENCE: Duration = Duration::from_secs(40);

/// One connection at a time to one server, kept open while the server keeps it.
pub struct Wire {
    address: SocketAddr,
    stream: Option<BufReader<TcpStream>>,
    /// Headers of every request, such as the token or the cookie.
    pub own: Vec<(String, String)>,
}

/// What was answered.
#[derive(Debug, Clone)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Wire {
    pub fn to(address: SocketAddr) -> Wire {
        Wire { address, stream: None, own: Vec::new() }
    }

    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Wire {
        self.own.push((name.to_owned(), value.to_owned()));
        self
    }

    #[must_use]
    pub fn with_token(self, token: &str) -> Wire {
        self.with("authorization", &format!("Bearer {token}"))
    }

    fn stream(&mut self) -> io::Result<&mut BufReader<TcpStream>> {
        if self.stream.is_none() {
            let stream = TcpStream::connect_timeout(&self.address, Duration::from_secs(5))?;
            stream.set_nodelay(true)?;
            stream.set_read_timeout(Some(PATIENCE))?;
            stream.set_write_timeout(Some(PATIENCE))?;
            self.stream = Some(BufReader::new(stream));
        }
        Ok(self.stream.as_mut().expect("it was just put there"))
    }

    /// Sends a whole request; when this returns, the kernel has every byte.
    pub fn send(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> io::Result<()> {
        let mut head = format!("{method} {path} HTTP/1.1\r\nhost: {}\r\n", self.address);
        let own = self.own.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        for (name, value) in own.chain(headers.iter().copied()) {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if method != "GET" {
            head.push_str(&format!("content-length: {}\r\n", body.len()));
        }
        let request = [head.as_bytes(), b"\r\n", body].concat();
        let sent = self.stream()?.get_mut().write_all(&request);
        if sent.is_err() {
            self.stream = None;
        }
        sent
    }

    /// Reads the answer to what was sent.
    pub fn read(&mut self) -> io::Result<Reply> {
        let read = read_reply(self.stream()?);
        let is_kept = read.as_ref().is_ok_and(|reply| reply.header("connection") != "close");
        if !is_kept {
            self.stream = None;
        }
        read
    }

    pub fn ask(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> io::Result<Reply> {
        self.send(method, path, headers, body)?;
        self.read()
    }

    pub fn get(&mut self, path: &str) -> io::Result<Reply> {
        self.ask("GET", path, &[], b"")
    }

    /// A form, as a browser sends it.
    pub fn post(&mut self, path: &str, answers: &[(&str, &str)]) -> io::Result<Reply> {
        let pairs = answers.iter().map(|(name, value)| format!("{}={}", name, escaped(value)));
        let body = pairs.collect::<Vec<_>>().join("&");
        let kind = ("content-type", "application/x-www-form-urlencoded");
        self.ask("POST", path, &[kind], body.as_bytes())
    }

    /// JSON under a key, as a program sends it.
    pub fn write(&mut self, path: &str, key: &str, body: &Value) -> io::Result<Reply> {
        self.send_write(path, key, body)?;
        self.read()
    }

    /// The first half of [`Wire::write`].
    pub fn send_write(&mut self, path: &str, key: &str, body: &Value) -> io::Result<()> {
        let headers = [("content-type", "application/json"), ("idempotency-key", key)];
        self.send("POST", path, &headers, body.to_string().as_bytes())
    }
}

impl Reply {
    /// Empty when there is none.
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }
}

fn read_reply(stream: &mut BufReader<TcpStream>) -> io::Result<Reply> {
    let line = read_line(stream)?;
    let status = line.split(' ').nth(1).and_then(|status| status.parse().ok());
    let status = status.ok_or_else(|| io::Error::other(format!("no status line: {line:?}")))?;
    let mut headers = Vec::new();
    loop {
        let line = read_line(stream)?;
        let Some((name, value)) = line.split_once(':') else { break };
        headers.push((name.to_lowercase(), value.trim().to_owned()));
    }
    let mut reply = Reply { status, headers, body: Vec::new() };
    if let Ok(length) = reply.header("content-length").parse() {
        reply.body = vec![0; length];
        stream.read_exact(&mut reply.body)?;
    }
    Ok(reply)
}

fn read_line(stream: &mut BufReader<TcpStream>) -> io::Result<String> {
    let mut line = String::new();
    if stream.read_line(&mut line)? == 0 || !line.ends_with("\r\n") {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(line.trim_end().to_owned())
}

/// As in a form's body.
fn escaped(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    let escape = |byte: u8| match plain(byte) {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    };
    text.bytes().map(escape).collect()
}

/// What stands on a page between two texts.
pub fn shown<'p>(page: &'p str, from: &str, until: &str) -> Option<&'p str> {
    let start = page.find(from)? + from.len();
    page[start..].split_once(until).map(|(found, _)| found)
}
