//! A browser without a screen: it keeps cookies, fills in forms, follows redirects.

use super::{Page, Server};
use std::{collections::BTreeMap, time::Duration};
use ureq::{Agent, http};

/// One request, before the browser adds what browsers add.
#[derive(Debug, Clone)]
pub struct Ask {
    pub method: &'static str,
    pub path: String,
    headers: Vec<(&'static str, Option<String>)>,
    body: Vec<u8>,
}

impl Ask {
    pub fn get(path: impl Into<String>) -> Ask {
        Ask::new("GET", path)
    }

    pub fn new(method: &'static str, path: impl Into<String>) -> Ask {
        Ask { method, path: path.into(), headers: Vec::new(), body: Vec::new() }
    }

    /// A form, as a browser encodes it.
    pub fn form(path: impl Into<String>, fields: &[(&str, &str)]) -> Ask {
        let body: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
            .collect();
        Ask::new("POST", path)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body.join("&"))
    }

    /// A form with a file in it, as a browser sends it: the fields in their order, the file last.
    pub fn upload(
        path: impl Into<String>,
        fields: &[(&str, &str)],
        (file_name, file): (&str, &[u8]),
    ) -> Ask {
        let begin = "--wicken\r\ncontent-disposition: form-data; name=";
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend(format!("{begin}\"{name}\"\r\n\r\n{value}\r\n").into_bytes());
        }
        let file_name = file_name.replace('"', "%22");
        let head = format!("{begin}\"file\"; filename=\"{file_name}\"\r\n");
        body.extend(head.into_bytes());
        body.extend(b"content-type: text/csv\r\n\r\n");
        body.extend(file);
        body.extend(b"\r\n--wicken--\r\n");
        Ask::new("POST", path)
            .header("content-type", "multipart/form-data; boundary=wicken")
            .body(body)
    }

    /// What a program sends to the API.
    pub fn json(path: impl Into<String>, key: &str, body: &serde_json::Value) -> Ask {
        Ask::new("POST", path)
            .header("content-type", "application/json")
            .header("idempotency-key", key)
            .body(body.to_string())
    }

    #[must_use]
    pub fn bearer(self, secret: &str) -> Ask {
        self.header("authorization", format!("Bearer {secret}"))
    }

    /// In place of what the browser would send.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Ask {
        self.headers.retain(|(other, _)| *other != name);
        self.headers.push((name, Some(value.into())));
        self
    }

    #[must_use]
    pub fn without(mut self, name: &'static str) -> Ask {
        self.headers.retain(|(other, _)| *other != name);
        self.headers.push((name, None));
        self
    }

    #[must_use]
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Ask {
        self.body = body.into();
        self
    }

    /// What is sent beside the address, for whoever writes a request by hand.
    pub fn bytes(&self) -> &[u8] {
        &self.body
    }

    pub fn given(&self, name: &str) -> Option<&str> {
        let header = self.headers.iter().find(|(other, _)| *other == name);
        header.and_then(|(_, value)| value.as_deref())
    }
}

/// Percent-encoding of a form, with `+` for a blank.
pub fn encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        match byte {
            b' ' => encoded.push('+'),
            byte if byte.is_ascii_alphanumeric() || b"-_.*".contains(&byte) => {
                encoded.push(char::from(byte));
            }
            byte => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

/// A browser at a site.
#[derive(Clone)]
pub struct Browser {
    agent: Agent,
    address: String,
    /// What the browser shows in its address bar.
    origin: String,
    cookies: BTreeMap<String, String>,
}

const AGENT: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

impl Browser {
    pub fn at(server: &Server) -> Browser {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .allow_non_standard_methods(true)
            // An answer before the body was read may close the connection.
            .max_idle_connections(0)
            .accept_encoding("")
            .timeout_global(Some(Duration::from_secs(60)))
            .build();
        Browser {
            agent: config.new_agent(),
            address: format!("http://{}", server.address),
            origin: server.origin.clone(),
            cookies: BTreeMap::new(),
        }
    }

    #[must_use]
    pub fn with_cookie(mut self, secret: &str) -> Browser {
        self.cookies.insert("wicken".to_owned(), secret.to_owned());
        self
    }

    /// The session's secret; empty when there is none.
    pub fn secret(&self) -> &str {
        let secret = self.cookies.get("wicken").or_else(|| self.cookies.get("__Host-wicken"));
        secret.map_or("", String::as_str)
    }

    /// Opens an address and goes where it is sent.
    pub fn open(&mut self, path: &str) -> Page {
        let page = self.send(Ask::get(path));
        self.follow(page)
    }

    /// Fills in a form of a page, sends it, and goes where it is sent.
    pub fn submit(&mut self, page: &Page, action: &str, typed: &[(&str, &str)]) -> Page {
        let ask = self.fill(page, action, typed);
        let page = self.send(ask);
        self.follow(page)
    }

    /// What would be sent if the form were filled in so.
    pub fn fill(&self, page: &Page, action: &str, typed: &[(&str, &str)]) -> Ask {
        let form = page.form(action);
        let mut fields = form.fields;
        for (name, value) in typed {
            fields.retain(|(other, _)| other != name);
            fields.push(((*name).to_owned(), (*value).to_owned()));
        }
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        Ask::form(form.action, &fields)
    }

    /// The token of any form of this session.
    pub fn token(&mut self) -> String {
        let path = if self.secret().is_empty() { "/sign-in" } else { "/account" };
        self.send(Ask::get(path)).token()
    }

    fn follow(&mut self, mut page: Page) -> Page {
        for _ in 0..5 {
            let Some(target) = page.header("location").map(str::to_owned) else { return page };
            assert!(target.starts_with('/'), "led away to {target}");
            page = self.send(Ask::get(target));
        }
        panic!("led in circles to {}", page.path)
    }

    /// One request and its answer, wherever that leads.
    pub fn send(&mut self, ask: Ask) -> Page {
        let mut headers: BTreeMap<&str, String> = BTreeMap::new();
        headers.insert("user-agent", AGENT.to_owned());
        headers.insert("accept", "*/*".to_owned());
        if ask.method != "GET" && ask.method != "HEAD" {
            headers.insert("origin", self.origin.clone());
        }
        headers.insert("sec-fetch-site", "same-origin".to_owned());
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !cookies.is_empty() {
            headers.insert("cookie", cookies.join("; "));
        }
        for (name, value) in &ask.headers {
            match value {
                Some(value) => headers.insert(name, value.clone()),
                None => headers.remove(name),
            };
        }
        let mut request = http::Request::builder()
            .method(ask.method)
            .uri(format!("{}{}", self.address, ask.path));
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let answer = match ask.method {
            "GET" | "HEAD" => self.agent.run(request.body(()).unwrap()),
            _ => self.agent.run(request.body(ask.body).unwrap()),
        };
        let answer = answer.unwrap_or_else(|error| panic!("{} {}: {error}", ask.method, ask.path));
        // Its jar would keep a `Secure` cookie from us, who stand where the proxy stands.
        self.agent.cookie_jar_lock().clear();
        let page = Page::read(ask.path, answer);
        self.keep_cookies(&page);
        page
    }

    fn keep_cookies(&mut self, page: &Page) {
        for (_, value) in page.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let mut parts = value.split("; ");
            let (name, secret) = parts.next().unwrap().split_once('=').unwrap();
            if parts.any(|part| part == "Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), secret.to_owned());
            }
        }
    }
}
