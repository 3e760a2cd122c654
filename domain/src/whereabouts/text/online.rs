//! Names on the internet: e-mail addresses, profiles, links.

use super::{
    FoundInText, TextFinding,
    vocabulary::{COMMON, List, MAILERS, NAMES_OF_NO_PLACE, PROFILES},
    words::{Words, is_plain},
};

pub(super) fn find(words: &Words<'_>, found: &mut Vec<FoundInText>) {
    find_signs(words.text, found);
    find_links(words.text, found);
    for at in 0..words.list.len() {
        let to = spoken_email(words, at)
            .or_else(|| mailed(words, at))
            .or_else(|| profile(words, at))
            .or_else(|| named_profile(words, at))
            .or_else(|| made_up(words, at));
        if let Some(to) = to {
            found.push(FoundInText { finding: TextFinding::Email, at: words.span(at, to) });
        }
    }
}

/// `a@b.example` and `@handle`.
fn find_signs(text: &str, found: &mut Vec<FoundInText>) {
    let is_local = |c: char| c.is_alphanumeric() || "._%+-".contains(c);
    let is_host = |c: char| c.is_alphanumeric() || "._-".contains(c);
    for (at, sign) in text.match_indices('@').chain(text.match_indices("[at]")) {
        let before = text[..at].trim_end_matches(is_local).len();
        let after = &text[at + sign.len()..];
        let host = &after[..after.len() - after.trim_start_matches(is_host).len()];
        let host = host.trim_end_matches('.');
        let end = at + sign.len() + host.len();
        let is_address = before < at && host.contains('.');
        let is_cut = 2 < at - before && host.is_empty() && sign == "@" && !after.starts_with(' ');
        let is_handle = before == at && sign == "@" && 2 < host.len();
        if is_address || is_handle || is_cut {
            found.push(FoundInText { finding: TextFinding::Email, at: before..end });
        }
    }
}

/// A link to a page of somebody's, or to a point on a map. Pages of the public service and the
/// first page of a site are nobody's.
fn find_links(text: &str, found: &mut Vec<FoundInText>) {
    let is_link = |c: char| c.is_alphanumeric() || "._-/?=&%#@:,+~".contains(c);
    let mut from = 0;
    for (at, _) in text.match_indices('/') {
        if at < from {
            continue;
        }
        let after = &text[at + 1..];
        let end = at + 1 + after.len() - after.trim_start_matches(is_link).len();
        let is_host = |c: char| c.is_alphanumeric() || ".-/:".contains(c);
        let start = text[from..at].trim_end_matches(is_host).len() + from;
        let link = text[start..end].to_lowercase();
        from = end;
        let bare = link.trim_start_matches("https://").trim_start_matches("http://");
        let (host, path) = bare.split_once('/').unwrap_or((bare, ""));
        let ends = [".com", ".uk", ".org", ".net", ".example", ".gl", ".me", ".app", ".io", ".co"];
        let is_host = ends.iter().any(|end| host.ends_with(end));
        let is_public = host.ends_with("gov.uk") || host.ends_with("nhs.uk");
        if !is_host || is_public || path.is_empty() {
            continue;
        }
        let is_map = host.contains("map") || path.contains("map");
        let finding = if is_map { TextFinding::Position } else { TextFinding::Email };
        found.push(FoundInText { finding, at: start..end });
    }
}

fn spoken_email(words: &Words<'_>, at: usize) -> Option<usize> {
    let ends = ["com", "co", "org", "net", "uk", "example"];
    let is_spoken = words.lower(at + 1) == "dot" && ends.contains(&words.lower(at + 2));
    is_spoken.then_some(at + 2)
}

/// `tash1990 at gmail`, `hana (at) protonmail.example`, "hotmail: dee71".
fn mailed(words: &Words<'_>, at: usize) -> Option<usize> {
    let is_host = |at: usize| {
        words.is(at, MAILERS) || (words.gap(at + 1) == "." && words.is(at + 1, PROFILES))
    };
    let host = at + 2;
    let is_at = words.lower(at + 1) == "at" && at + 2 < words.list.len();
    let ends = ["com", "co", "org", "net", "example"];
    let is_domain = || words.gap(host + 1) == "." && ends.contains(&words.lower(host + 1));
    if is_at && (is_host(host) || is_domain()) {
        return Some(host);
    }
    let is_told = words.is(at, MAILERS) && words.gap(at + 1).contains([':', '=']);
    (is_told && at + 1 < words.list.len()).then_some(at + 1)
}

/// `tasha_k99`, in a sentence about a place where people have such names.
fn profile(words: &Words<'_>, at: usize) -> Option<usize> {
    let is_joined = words.gap(at + 1) == "_" && at + 1 < words.list.len();
    let is_first = words.gap(at) != "_";
    (is_joined && is_first && words.holds(at, PROFILES)).then_some(at + 1)
}

/// "on Facebook as Annie Bell", "insta priya.bakes", "kik: mia2011x": a place where people have
/// such names, and within five words what is no word of everyday.
fn named_profile(words: &Words<'_>, at: usize) -> Option<usize> {
    let bare = words.lower(at).trim_end_matches("'s").trim_end_matches("’s");
    if !List::of(bare).meets(PROFILES) {
        return None;
    }
    let joins = [
        "is",
        "as",
        "name",
        "user",
        "username",
        "handle",
        "under",
        "the",
        "called",
        "new",
        "her",
        "his",
        "id",
        "account",
        "profile",
        "page",
        "now",
        "shop",
        "s",
        "messenger",
        "tag",
        "on",
        "goes",
        "live",
        "by",
        "she's",
        "changed",
        "to",
        "found",
    ];
    let mut is_called = words.gap(at + 1).contains([':', '=', '-', '(']);
    for name in at + 1..=at + 6 {
        if words.sentence(name) != words.sentence(at) {
            return None;
        }
        let word = words.lower(name);
        let is_everyday = words.is(name, COMMON | NAMES_OF_NO_PLACE | PROFILES) || is_plain(word);
        let is_capital = words.is_cased(name) && words.is_capital(name);
        let is_made = is_made(words, name);
        let is_far = name != at + 1 && !is_called;
        if is_made || (is_called && (is_capital || !is_everyday) && 2 < word.len()) {
            return Some(name);
        }
        let is_account =
            ["profile", "account", "page"].contains(&word) && words.is_capital(name + 1);
        is_called = is_called
            || is_account
            || ["as", "called", "under", "name", "username", "handle", "id"].contains(&word);
        let is_name_told = ["username", "handle", "gamertag"].contains(&words.lower(at));
        let goes_on =
            joins.contains(&word) || words.is(name, PROFILES) || (is_name_told && !is_capital);
        if !goes_on && (is_far || is_everyday || is_capital) {
            return None;
        }
        if !goes_on && !is_everyday && name == at + 1 && 3 < word.len() && words.is_cased(name) {
            return Some(name);
        }
        if !goes_on {
            return None;
        }
    }
    None
}

/// `rosie04`, `LittleFern`, `priya.bakes`, `moth#44`: made up as no word is.
fn is_made(words: &Words<'_>, at: usize) -> bool {
    let Some(word) = words.list.get(at) else { return false };
    let is_letters = word.text.starts_with(char::is_alphabetic) && 3 < word.text.len();
    let has_digit = word.text.contains(|c: char| c.is_ascii_digit());
    let is_camel =
        word.text.chars().skip(1).any(char::is_uppercase) && word.text.contains(char::is_lowercase);
    let is_user = ["u", "r"].contains(&words.lower(at)) && words.gap(at + 1) == "/";
    let is_joined =
        is_user || [".", "_", "#", "-"].contains(&words.gap(at + 1)) && 2 < word.text.len();
    (is_letters && (has_digit || is_camel)) || is_joined
}

/// "goes by SapphireSky on Snapchat": a made-up name in a sentence about such a place.
fn made_up(words: &Words<'_>, at: usize) -> Option<usize> {
    let is_long = 5 < words.lower(at).len();
    let is_other = words.is(at, COMMON | NAMES_OF_NO_PLACE | PROFILES);
    (is_long && !is_other && words.holds(at, PROFILES) && is_made(words, at)).then_some(at)
}
