//! As much of HTML as our own pages need: tags, attributes, forms, words.

/// A form of a page, with what it would send if nobody typed anything.
#[derive(Debug, Clone)]
pub struct Form {
    pub action: String,
    pub method: String,
    pub fields: Vec<(String, String)>,
}

/// One opening tag: its name and its attributes.
pub struct Opening {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    /// What stands between this tag and the next.
    pub text: String,
}

impl Opening {
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// Every tag that opens or closes (`/form`), in order.
pub fn tags(html: &str) -> Vec<Opening> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let end = end_of_tag(rest);
        let (inside, after) = rest.split_at(end);
        let text = after.get(1..).unwrap_or_default();
        let text = text.split('<').next().unwrap_or_default();
        let (name, attributes) = read_tag(inside);
        found.push(Opening { name, attributes, text: unescaped(text) });
        rest = after;
    }
    found
}

fn end_of_tag(text: &str) -> usize {
    let mut is_quoted = false;
    for (at, c) in text.char_indices() {
        match c {
            '"' => is_quoted = !is_quoted,
            '>' if !is_quoted => return at,
            _ => {}
        }
    }
    text.len()
}

fn read_tag(inside: &str) -> (String, Vec<(String, String)>) {
    let inside = inside.trim();
    let (name, mut rest) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
    let mut attributes = Vec::new();
    while !rest.trim_start().is_empty() {
        rest = rest.trim_start();
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let (key, after) = rest.split_at(end);
        if let Some(quoted) = after.strip_prefix("=\"") {
            let (value, after) = quoted.split_once('"').unwrap_or((quoted, ""));
            attributes.push((key.to_owned(), unescaped(value)));
            rest = after;
        } else {
            attributes.push((key.to_owned(), String::new()));
            rest = after.strip_prefix('=').unwrap_or(after);
        }
    }
    (name.to_lowercase(), attributes)
}

/// The forms of a page.
pub fn forms(html: &str) -> Vec<Form> {
    let mut forms: Vec<Form> = Vec::new();
    let mut is_open = false;
    let mut select = String::new();
    for tag in tags(html) {
        let own = |name: &str| tag.get(name).unwrap_or_default().to_owned();
        match tag.name.as_str() {
            "form" => {
                is_open = true;
                let (action, method) = (own("action"), own("method"));
                forms.push(Form { action, method, fields: Vec::new() });
            }
            "/form" => is_open = false,
            _ if !is_open => {}
            "input" => {
                let is_choice = ["radio", "checkbox"].contains(&own("type").as_str());
                if !is_choice || tag.get("checked").is_some() {
                    add(&mut forms, own("name"), own("value"));
                }
            }
            "select" => {
                select = own("name");
                add(&mut forms, select.clone(), String::new());
            }
            "option" if tag.get("selected").is_some() => {
                add(&mut forms, select.clone(), own("value"));
            }
            "textarea" => add(&mut forms, own("name"), tag.text),
            _ => {}
        }
    }
    forms
}

fn add(forms: &mut [Form], name: String, value: String) {
    if let Some(form) = forms.last_mut() {
        form.fields.retain(|(other, _)| *other != name);
        form.fields.push((name, value));
    }
}

/// What a reader reads: no tags, no entities, one blank between words.
pub fn words(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        text.push(' ');
        rest = &rest[at + 1..];
        rest = rest.get(end_of_tag(rest) + 1..).unwrap_or_default();
    }
    text.push_str(rest);
    unescaped(&text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `&#34;` and `&amp;` as the characters they stand for.
pub fn unescaped(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find(';').unwrap_or(0);
        let character = match &rest[..end] {
            "&amp" => Some('&'),
            "&lt" => Some('<'),
            "&gt" => Some('>'),
            "&quot" => Some('"'),
            entity => {
                entity.strip_prefix("&#").and_then(|n| n.parse().ok()).and_then(char::from_u32)
            }
        };
        match character {
            Some(character) => {
                plain.push(character);
                rest = &rest[end + 1..];
            }
            None => {
                plain.push('&');
                rest = &rest[1..];
            }
        }
    }
    plain + rest
}
