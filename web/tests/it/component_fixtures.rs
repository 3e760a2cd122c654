//! Our components give the same HTML as GOV.UK's own, for every fixture of its npm package.
//!
//! Two pages are the same when they have the same tags, attributes and words. The order of
//! attributes and the blanks around tags have no meaning; around a `span` they keep words apart.
//! Of the official footer, the parts that only the Crown may show are left out first.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::path::Path;
use std::{fs, iter, mem};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use web::components::{
    BackLink, Breadcrumbs, Button, CharacterCount, Checkboxes, DateInput, Details, ErrorMessage,
    ErrorSummary, Fieldset, Footer, GenericHeader, Hint, Input, InsetText, Label,
    NotificationBanner, Pagination, Panel, PasswordInput, PhaseBanner, Radios, Select,
    ServiceNavigation, SkipLink, SummaryList, Table, Tag, Textarea, WarningText,
};

/// Fixtures that our components do not meet, and why: component, fixture, reason.
const EXCEPTIONS: &[(&str, &str, &str)] = &[];

/// The parts of the official footer that only the Crown may show; see `components/footer.rs`.
const CROWN_PARTS: [&str; 4] = [
    "govuk-footer__crown",
    "govuk-footer__licence-logo",
    "govuk-footer__licence-description",
    "govuk-footer__copyright-logo",
];

#[derive(Deserialize)]
#[serde(bound = "T: DeserializeOwned")]
struct Fixtures<T> {
    fixtures: Vec<Fixture<T>>,
}

#[derive(Deserialize)]
struct Fixture<T> {
    name: String,
    options: T,
    html: String,
}

#[test]
fn forms_equal_the_official_fixtures() {
    let mut failures = String::new();
    let mut count = 0;
    count += compare::<Button>("button", &mut failures);
    count += compare::<Input>("input", &mut failures);
    count += compare::<PasswordInput>("password-input", &mut failures);
    count += compare::<Textarea>("textarea", &mut failures);
    count += compare::<CharacterCount>("character-count", &mut failures);
    count += compare::<Select>("select", &mut failures);
    count += compare::<Radios>("radios", &mut failures);
    count += compare::<Checkboxes>("checkboxes", &mut failures);
    count += compare::<DateInput>("date-input", &mut failures);
    count += compare::<Fieldset>("fieldset", &mut failures);
    count += compare::<Label>("label", &mut failures);
    count += compare::<Hint>("hint", &mut failures);
    count += compare::<ErrorMessage>("error-message", &mut failures);
    count += compare::<ErrorSummary>("error-summary", &mut failures);
    count += compare::<BackLink>("back-link", &mut failures);
    assert!(failures.is_empty(), "{failures}");
    assert_eq!(count, 377, "a fixture was added or taken away: look at it");
}

#[test]
fn records_and_messages_equal_the_official_fixtures() {
    let mut failures = String::new();
    let mut count = 0;
    count += compare::<Details>("details", &mut failures);
    count += compare::<InsetText>("inset-text", &mut failures);
    count += compare::<WarningText>("warning-text", &mut failures);
    count += compare::<NotificationBanner>("notification-banner", &mut failures);
    count += compare::<Panel>("panel", &mut failures);
    count += compare::<SummaryList>("summary-list", &mut failures);
    count += compare::<Table>("table", &mut failures);
    count += compare::<Tag>("tag", &mut failures);
    count += compare::<Pagination>("pagination", &mut failures);
    assert!(failures.is_empty(), "{failures}");
    assert_eq!(count, 142, "a fixture was added or taken away: look at it");
}

#[test]
fn page_frames_equal_the_official_fixtures() {
    let mut failures = String::new();
    let mut count = 0;
    count += compare::<Breadcrumbs>("breadcrumbs", &mut failures);
    count += compare::<SkipLink>("skip-link", &mut failures);
    count += compare::<ServiceNavigation>("service-navigation", &mut failures);
    count += compare::<GenericHeader>("generic-header", &mut failures);
    count += compare::<Footer>("footer", &mut failures);
    count += compare::<PhaseBanner>("phase-banner", &mut failures);
    assert!(failures.is_empty(), "{failures}");
    assert_eq!(count, 93, "a fixture was added or taken away: look at it");
}

#[test]
fn every_exception_names_a_fixture_that_exists() {
    for (component, name, _) in EXCEPTIONS {
        let fixtures = read::<serde_json::Value>(component);
        let found = fixtures.iter().any(|fixture| fixture.name == *name);
        assert!(found, "{component} has no fixture \"{name}\"");
    }
}

fn compare<T: DeserializeOwned + Display>(component: &str, failures: &mut String) -> usize {
    let fixtures = read::<T>(component);
    for Fixture { name, options, html } in &fixtures {
        let official = without_crown(tokens(html));
        let ours = tokens(&options.to_string());
        let excepted = EXCEPTIONS.iter().find(|known| known.0 == component && known.1 == name);
        match (ours == official, excepted) {
            (true, None) | (false, Some(_)) => {}
            (true, Some((.., reason))) => {
                let met = "is met, so it is no exception any more";
                *failures += &format!("{component}: \"{name}\" {met}: {reason}\n");
            }
            (false, None) => {
                let difference = difference(&official, &ours);
                *failures += &format!("{component}: \"{name}\"\n{difference}\n");
            }
        }
    }
    fixtures.len()
}

fn read<T: DeserializeOwned>(component: &str) -> Vec<Fixture<T>> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("assets/node_modules/govuk-frontend/dist/govuk/components");
    let json = fs::read_to_string(package.join(component).join("fixtures.json"));
    let json = json.expect("GOV.UK's fixtures are missing: run `npm ci` in web/assets");
    let read = serde_json::from_str::<Fixtures<T>>(&json);
    read.expect("every fixture's options are known to the component").fixtures
}

#[derive(Debug, PartialEq)]
enum Token {
    Open(String, BTreeMap<String, String>),
    Close(String),
    Words(String),
}

impl Token {
    fn is(&self, tag: &str) -> bool {
        match self {
            Self::Open(name, _) | Self::Close(name) => name == tag,
            Self::Words(_) => false,
        }
    }

    fn opens(&self, tag: &str) -> bool {
        matches!(self, Self::Open(name, _) if name == tag)
    }

    fn has_class(&self, class: &str) -> bool {
        match self {
            Self::Open(_, attributes) => {
                let classes = attributes.get("class").map(String::as_str).unwrap_or_default();
                classes.split(' ').any(|known| known == class)
            }
            Self::Close(_) | Self::Words(_) => false,
        }
    }
}

fn tokens(html: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        push_words(&mut tokens, &rest[..start]);
        let end = end_of_tag(&rest[start..]) + start;
        push_tag(&mut tokens, &rest[start + 1..end]);
        rest = &rest[end + 1..];
    }
    push_words(&mut tokens, rest);
    tidied(tokens)
}

/// A `>` inside an attribute's quotes does not end the tag.
fn end_of_tag(html: &str) -> usize {
    let mut quoted = false;
    let ends = html.char_indices().find(|(_, letter)| {
        quoted ^= *letter == '"';
        *letter == '>' && !quoted
    });
    ends.expect("every tag ends").0
}

/// `<path/>` inside an SVG is short for `<path></path>`.
fn push_tag(tokens: &mut Vec<Token>, inside: &str) {
    let tag = tag(inside.trim_end_matches('/'));
    let closing = match &tag {
        Token::Open(name, _) if inside.ends_with('/') => Some(Token::Close(name.clone())),
        Token::Open(..) | Token::Close(_) | Token::Words(_) => None,
    };
    tokens.push(tag);
    tokens.extend(closing);
}

fn tag(inside: &str) -> Token {
    if let Some(name) = inside.strip_prefix('/') {
        return Token::Close(name.trim().to_owned());
    }
    let (name, mut rest) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
    let mut attributes = BTreeMap::new();
    while !rest.trim().is_empty() {
        let (attribute, value, after) = attribute(rest.trim_start());
        let repeated = attributes.insert(attribute.to_owned(), decoded(value));
        assert!(repeated.is_none(), "{attribute} stands twice in <{inside}>");
        rest = after;
    }
    for list in ["class", "d"] {
        let value = attributes.get_mut(list).map(mem::take);
        attributes.extend(value.map(|value| (list.to_owned(), shrunk(&value))));
    }
    Token::Open(name.to_owned(), attributes)
}

fn attribute(rest: &str) -> (&str, &str, &str) {
    let end = rest.find(|letter: char| letter == '=' || letter.is_whitespace());
    let (name, after) = rest.split_at(end.unwrap_or(rest.len()));
    match after.strip_prefix("=\"").and_then(|quoted| quoted.split_once('"')) {
        Some((value, after)) => (name, value, after),
        None => (name, "", after),
    }
}

fn push_words(tokens: &mut Vec<Token>, words: &str) {
    if !words.is_empty() {
        tokens.push(Token::Words(decoded(words)));
    }
}

/// Blanks shrink to one, and to none beside any tag but a `span`.
fn tidied(raw: Vec<Token>) -> Vec<Token> {
    let beside_span = |token: Option<&Token>| token.is_some_and(|token| token.is("span"));
    let mut tidy: Vec<Token> = Vec::new();
    let mut rest = raw.into_iter().peekable();
    while let Some(token) = rest.next() {
        let Token::Words(words) = token else {
            tidy.push(token);
            continue;
        };
        if tidy.last().is_some_and(|last| last.opens("textarea")) {
            tidy.push(Token::Words(words));
            continue;
        }
        let mut shrunk = shrunk(&words);
        if shrunk.is_empty() {
            continue;
        }
        if words.starts_with(char::is_whitespace) && beside_span(tidy.last()) {
            shrunk.insert(0, ' ');
        }
        if words.ends_with(char::is_whitespace) && beside_span(rest.peek()) {
            shrunk.push(' ');
        }
        tidy.push(Token::Words(shrunk));
    }
    tidy
}

fn shrunk(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn decoded(text: &str) -> String {
    let named = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'")];
    let numbered = [("&#34;", "\""), ("&#60;", "<"), ("&#62;", ">"), ("&#38;", "&")];
    let plain = named
        .iter()
        .chain(&numbered)
        .fold(text.to_owned(), |text, (code, letter)| text.replace(code, letter));
    plain.replace("&amp;", "&")
}

fn without_crown(mut tokens: Vec<Token>) -> Vec<Token> {
    for class in CROWN_PARTS {
        while let Some(start) = tokens.iter().position(|token| token.has_class(class)) {
            let end = end_of_element(&tokens, start);
            tokens.drain(start..=end);
        }
    }
    let is_bare = |pair: &[Token]| {
        let bare = pair[0].has_class("govuk-footer__meta-item") && pair[1].is("div");
        bare && !pair[0].has_class("govuk-footer__meta-item--grow")
    };
    while let Some(start) = tokens.windows(2).position(is_bare) {
        tokens.drain(start..=start + 1);
    }
    tokens
}

fn end_of_element(tokens: &[Token], start: usize) -> usize {
    let Token::Open(name, _) = &tokens[start] else {
        return start;
    };
    let mut depth = 0;
    let end = tokens.iter().enumerate().skip(start).find(|(_, token)| {
        match token {
            Token::Open(opened, _) if opened == name => depth += 1,
            Token::Close(closed) if closed == name => depth -= 1,
            Token::Open(..) | Token::Close(_) | Token::Words(_) => {}
        }
        depth == 0
    });
    end.expect("every element ends").0
}

fn difference(official: &[Token], ours: &[Token]) -> String {
    let pad = |tokens: &[Token]| tokens.iter().map(|token| format!("{token:?}")).collect();
    let (official, ours): (Vec<String>, Vec<String>) = (pad(official), pad(ours));
    let end = || iter::repeat("(end)");
    let pairs = official.iter().map(String::as_str).chain(end());
    let mut pairs = pairs.zip(ours.iter().map(String::as_str).chain(end()));
    let longest = official.len().max(ours.len());
    match pairs.by_ref().take(longest + 1).find(|(official, ours)| official != ours) {
        Some((official, ours)) => format!("  official: {official}\n  ours:     {ours}"),
        None => "  no difference".to_owned(),
    }
}

#[test]
fn the_comparison_sees_what_matters() {
    let same = |a: &str, b: &str| tokens(a) == tokens(b);
    assert!(same("<p id=\"x\" class=\"a b\">hi</p>", "<p class=\"a  b\" id=\"x\">\n hi </p>"));
    assert!(!same("a <span>b</span>", "a<span>b</span>"));
    assert!(!same("<p>&lt;b&gt;</p>", "<p><b></p>"));
    assert!(!same("<textarea>a\nb</textarea>", "<textarea>a b</textarea>"));
}
