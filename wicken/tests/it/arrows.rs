//! Arrows between the crates point down only, and the two pure crates lean on little.

use crate::sources;
use std::collections::{BTreeMap, BTreeSet};
use toml::Table;

/// Each crate, and which of ours it may use.
const HOUSE: [(&str, &[&str]); 5] = [
    ("domain", &[]),
    ("linkage", &[]),
    ("app", &["domain", "linkage"]),
    ("web", &["app", "domain"]),
    ("wicken", &["app", "domain", "linkage", "web"]),
];

/// What the pure crates may take from others: nothing with a clock, a file or a network in use.
const PURE: [(&str, &[&str]); 2] = [
    (
        "domain",
        &[
            "cedar-policy",
            "ed25519-dalek",
            "hex",
            "hmac",
            "jiff",
            "serde",
            "serde_json",
            "sha2",
            "thiserror",
            "uuid",
        ],
    ),
    ("linkage", &["hmac", "serde", "sha2", "thiserror"]),
];

/// What only `web` and `wicken` may know.
const HTTP: [&str; 7] = ["askama", "axum", "http", "hyper", "hyper-util", "tower", "tower-http"];

fn manifest(path: &str) -> Table {
    sources::read(path).parse().expect("a Cargo.toml that cargo reads")
}

/// The names in one part of a crate's manifest.
fn names(manifest: &Table, part: &str) -> BTreeSet<String> {
    let table = manifest.get(part).and_then(toml::Value::as_table);
    table.into_iter().flatten().map(|(name, _)| name.clone()).collect()
}

fn crates() -> BTreeMap<&'static str, Table> {
    HOUSE.iter().map(|(name, _)| (*name, manifest(&format!("{name}/Cargo.toml")))).collect()
}

#[test]
fn every_crate_of_the_workspace_has_its_place_in_the_house() {
    let workspace = manifest("Cargo.toml");
    let members = workspace["workspace"]["members"].as_array().expect("the list of members");
    let members: BTreeSet<_> = members.iter().filter_map(toml::Value::as_str).collect();
    let house: BTreeSet<_> = HOUSE.iter().map(|(name, _)| *name).collect();
    assert_eq!(
        members, house,
        "a crate is a floor of the house: say in HOUSE what it may use, draw it in \
         ARCHITECTURE.md and write an ADR"
    );
}

#[test]
fn arrows_between_the_crates_point_down_only() {
    let crates = crates();
    for (name, below) in HOUSE {
        for part in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let used = names(&crates[name], part);
            for (ours, _) in HOUSE.iter().filter(|(ours, _)| used.contains(*ours)) {
                let is_itself = *ours == name && part == "dev-dependencies";
                assert!(
                    below.contains(ours) || is_itself,
                    "{name}/Cargo.toml: `{ours}` in [{part}] points up. Move what you need down, \
                     or hand it in as a parameter"
                );
            }
        }
    }
}

#[test]
fn only_web_and_wicken_depend_on_http_and_html() {
    let crates = crates();
    for name in ["domain", "linkage", "app"] {
        let used = names(&crates[name], "dependencies");
        let http: Vec<_> = HTTP.iter().filter(|one| used.contains(**one)).collect();
        assert!(http.is_empty(), "{name}/Cargo.toml: {http:?} belongs into `web`");
    }
}

#[test]
fn the_pure_crates_depend_on_nothing_with_an_outside() {
    let crates = crates();
    for (name, allowed) in PURE {
        for used in names(&crates[name], "dependencies") {
            assert!(
                allowed.contains(&used.as_str()),
                "{name}/Cargo.toml: `{used}` is new in a pure crate. If it has no clock, no \
                 randomness, no file and no network, name it in PURE; else use it in `app`"
            );
        }
    }
}
