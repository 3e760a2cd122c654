//! One connection that stays open from request to request, as between a proxy and a server.

use crate::kit::{Ask, Server};
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
};

pub(super) struct Line {
    stream: BufReader<TcpStream>,
    host: String,
    cookie: String,
}

impl Line {
    pub fn to(server: &Server, secret: &str) -> Line {
        let stream = TcpStream::connect(server.address).unwrap();
        stream.set_nodelay(true).unwrap();
        let host = server.address.to_string();
        Line { stream: BufReader::new(stream), host, cookie: format!("wicken={secret}") }
    }

    /// Status and body.
    pub fn send(&mut self, ask: &Ask) -> (u16, String) {
        let (method, path, body) = (ask.method, &ask.path, ask.bytes());
        let mut head = format!("{method} {path} HTTP/1.1\r\nhost: {}\r\n", self.host);
        match ask.given("authorization") {
            Some(token) => head.push_str(&format!("authorization: {token}\r\n")),
            None => head.push_str(&format!("cookie: {}\r\n", self.cookie)),
        }
        if let Some(kind) = ask.given("content-type") {
            head.push_str(&format!("content-type: {kind}\r\ncontent-length: {}\r\n", body.len()));
        }
        head.push_str("\r\n");
        let stream = self.stream.get_mut();
        stream.write_all(&[head.as_bytes(), body].concat()).unwrap();
        let (status, length) = self.head();
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).unwrap();
        (status, String::from_utf8_lossy(&body).into_owned())
    }

    fn head(&mut self) -> (u16, usize) {
        let (mut status, mut length) = (0, 0);
        loop {
            let mut line = String::new();
            assert_ne!(self.stream.read_line(&mut line).unwrap(), 0, "the line was cut");
            let line = line.trim_end().to_lowercase();
            if line.is_empty() {
                return (status, length);
            }
            if let Some(rest) = line.strip_prefix("http/1.1 ") {
                status = rest[..3].parse().unwrap();
            }
            if let Some(rest) = line.strip_prefix("content-length: ") {
                length = rest.parse().unwrap();
            }
        }
    }
}
