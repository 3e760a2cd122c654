//! What came back.

use super::html::{self, Form};
use ureq::{Body, http::Response};

/// An answer of the site: mostly a page.
#[derive(Debug, Clone)]
pub struct Page {
    /// What was asked for, with its query.
    pub path: String,
    pub status: u16,
    /// By name, in lower case, without the date.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Page {
    pub(super) fn read(path: String, answer: Response<Body>) -> Page {
        let status = answer.status().as_u16();
        let mut headers: Vec<(String, String)> = answer
            .headers()
            .iter()
            .filter(|(name, _)| *name != "date")
            .map(|(name, value)| {
                (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned())
            })
            .collect();
        headers.sort();
        let body = answer.into_body().read_to_vec().unwrap();
        Page { path, status, headers, body }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub fn html(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> serde_json::Value {
        let json = serde_json::from_slice(&self.body);
        json.unwrap_or_else(|error| panic!("{}: {error}: {}", self.path, self.html()))
    }

    /// What a reader reads.
    pub fn words(&self) -> String {
        html::words(&self.html())
    }

    pub fn title(&self) -> String {
        let title = html::tags(&self.html()).into_iter().find(|tag| tag.name == "title");
        title.map_or_else(String::new, |tag| tag.text)
    }

    pub fn forms(&self) -> Vec<Form> {
        html::forms(&self.html())
    }

    /// The form that is sent to `action`.
    pub fn form(&self, action: &str) -> Form {
        let form = self.forms().into_iter().find(|form| form.action == action);
        form.unwrap_or_else(|| panic!("no form to {action} on {}: {}", self.path, self.words()))
    }

    /// What stands in a field of a form.
    pub fn field(&self, action: &str, name: &str) -> String {
        let fields = self.form(action).fields;
        let field = fields.into_iter().find(|(key, _)| key == name);
        field.unwrap_or_else(|| panic!("no field {name} in the form to {action}")).1
    }

    /// The token of the first form.
    pub fn token(&self) -> String {
        let fields = self.forms().into_iter().flat_map(|form| form.fields);
        let token = fields.into_iter().find(|(name, _)| name == "request");
        token.unwrap_or_else(|| panic!("no token on {}: {}", self.path, self.words())).1
    }

    /// Every address that a link of the page leads to.
    pub fn links(&self) -> Vec<String> {
        let anchors = html::tags(&self.html()).into_iter().filter(|tag| tag.name == "a");
        anchors.filter_map(|tag| tag.get("href").map(str::to_owned)).collect()
    }

    /// The first link that begins so.
    pub fn link(&self, beginning: &str) -> String {
        let link = self.links().into_iter().find(|link| link.starts_with(beginning));
        link.unwrap_or_else(|| panic!("no link to {beginning} on {}", self.path))
    }

    /// Where the link with these words leads.
    pub fn link_named(&self, words: &str) -> String {
        let tags = html::tags(&self.html());
        let anchor = tags.iter().find(|tag| tag.name == "a" && tag.text.trim() == words);
        let anchor = anchor.unwrap_or_else(|| panic!("no link {words:?}: {}", self.words()));
        anchor.get("href").unwrap().to_owned()
    }

    /// What stands where a secret is shown.
    pub fn secret(&self) -> Option<String> {
        let tags = html::tags(&self.html());
        let shown =
            tags.iter().find(|tag| tag.get("class").is_some_and(|c| c.contains("app-secret")));
        shown.map(|tag| tag.text.trim().to_owned())
    }

    #[track_caller]
    pub fn is(self, status: u16) -> Page {
        assert_eq!(self.status, status, "{}: {}", self.path, self.words());
        self
    }

    #[track_caller]
    pub fn says(self, words: &str) -> Page {
        assert!(self.words().contains(words), "no {words:?} on {}: {}", self.path, self.words());
        self
    }

    #[track_caller]
    pub fn does_not_say(self, words: &str) -> Page {
        assert!(!self.words().contains(words), "{words:?} on {}: {}", self.path, self.words());
        self
    }

    #[track_caller]
    pub fn at(self, path: &str) -> Page {
        assert_eq!(self.path, path, "{}", self.words());
        self
    }
}
