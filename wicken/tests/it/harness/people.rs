//! Somebody who takes up an invitation, signs in and makes a token, all through the pages.

use super::{
    House, Server,
    wire::{Reply, Wire, shown},
};
use app::{Clock, user::code_of};
use jiff::SignedDuration;

pub const PASSWORD: &str = "lantern meadow kettle";

/// A grantor of access, signed in, with a token for programs.
pub struct Grantor {
    pub cookie: String,
    pub token: String,
    pub code_secret: String,
    pub email: String,
}

/// Somebody of whatever role, signed in.
pub struct Person {
    pub email: String,
    pub code_secret: String,
    pub cookie: String,
}

impl Person {
    /// # Panics
    /// When a page on the way does not answer as it should.
    pub fn join(house: &House, server: &Server, email: &str, role: &str) -> Person {
        let secret = house.invite(email, role);
        let mut wire = server.wire();
        let code_secret = accept(&mut wire, &secret);
        // A code is good once: the invitation took the one before.
        let cookie = sign_in(&mut wire, email, &code(&code_secret, 0));
        Person { email: email.to_owned(), code_secret, cookie }
    }
}

impl Grantor {
    /// # Panics
    /// When a page on the way does not answer as it should.
    pub fn join(house: &House, server: &Server) -> Grantor {
        let person = Person::join(house, server, "ann@county.example", "grantor");
        let Person { email, code_secret, cookie } = person;
        let mut wire = server.wire().with("cookie", &cookie);
        let answers = [("name", "A harness"), ("days", "30")];
        let reply = send_form(&mut wire, "/account/tokens/new", &answers);
        let page = reply.text();
        let token = shown(&page, "app-secret\">", "<").expect("a token is shown").to_owned();
        Grantor { cookie, token, code_secret, email }
    }

    /// A connection for a program.
    pub fn wire(&self, server: &Server) -> Wire {
        server.wire().with_token(&self.token)
    }

    /// A connection for a browser.
    pub fn browser(&self, server: &Server) -> Wire {
        server.wire().with("cookie", &self.cookie)
    }
}

/// The code that an app shows so many steps of thirty seconds from now.
pub fn code(secret: &str, steps: i64) -> String {
    let now = Clock::System.now() + SignedDuration::from_secs(30 * steps);
    code_of(secret, now).expect("a code")
}

fn accept(wire: &mut Wire, secret: &str) -> String {
    let path = format!("/invitation/{secret}");
    let page = wire.get(&path).expect("the invitation is shown").text();
    let found = shown(&page, "app-secret\">", "<");
    let code_secret = found.unwrap_or_else(|| panic!("no invitation: {page}")).to_owned();
    let code = code(&code_secret, -1);
    let reply = send_form(wire, &path, &[("code", &code), ("password", PASSWORD)]);
    assert_eq!(reply.status, 200, "{}", reply.text());
    code_secret
}

/// The cookie of a new session.
pub fn sign_in(wire: &mut Wire, email: &str, code: &str) -> String {
    let answers = [("email", email), ("password", PASSWORD), ("code", code), ("next", "/")];
    let reply = send_form(wire, "/sign-in", &answers);
    assert_eq!(reply.status, 303, "{}", reply.text());
    reply.header("set-cookie").split(';').next().unwrap_or_default().to_owned()
}

/// Reads the page of a form, fills it in and sends it.
pub fn send_form(wire: &mut Wire, path: &str, answers: &[(&str, &str)]) -> Reply {
    let page = wire.get(path).expect("the form's page").text();
    // The first token may be that of the sign-out form: each is good for any form.
    let token = shown(&page, "name=\"request\" value=\"", "\"");
    let token = token.unwrap_or_else(|| panic!("{path} has no form: {page}")).to_owned();
    let answers = [&[("request", token.as_str())], answers].concat();
    wire.post(path, &answers).expect("the form is answered")
}
