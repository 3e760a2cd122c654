//! Documents say what is: names in them exist, and what exists is named in them.

use crate::sources::{self, Source};
use std::{collections::BTreeSet, fs};

const ADR: &str = "docs/adr";
const ADR_PARTS: [&str; 4] =
    ["## Context", "## Decision", "## Consequences", "## What would change our mind"];

fn documents() -> Vec<Source> {
    let ours = |source: &Source| source.is(&["md"]);
    sources::all().into_iter().filter(ours).collect()
}

fn told(faults: &[String]) {
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

/// What stands between backticks, outside of blocks of code.
fn quoted(text: &str) -> Vec<&str> {
    let is_prose = |(at, _): &(usize, &str)| at % 2 == 0;
    let prose = text.split("```").enumerate().filter(is_prose).map(|(_, part)| part);
    prose.flat_map(|part| part.split('`').skip(1).step_by(2)).collect()
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// The public types that a file of `domain` declares, those made by its macros too.
fn public_types(source: &Source) -> BTreeSet<String> {
    let code = source.code();
    let mut found = BTreeSet::new();
    for keyword in ["pub struct ", "pub enum ", "pub trait ", "pub type "] {
        found.extend(
            code.match_indices(keyword).map(|(at, _)| name_at(&code[at + keyword.len()..])),
        );
    }
    for (at, _) in code.match_indices("coded! {") {
        found.insert(name_at(code[at + "coded! {".len()..].trim_start()));
    }
    for (at, _) in code.match_indices("\nids! {") {
        let block = code[at + "\nids! {".len()..].split('}').next().unwrap_or_default();
        found.extend(block.split(';').map(|name| name.trim().to_owned()));
    }
    // In a macro's own text the name is `$name`.
    found.retain(|name| is_name(name));
    found
}

fn name_at(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

#[test]
fn the_glossary_has_a_line_for_every_public_type_of_domain_and_for_no_other() {
    let types: BTreeSet<String> = sources::all()
        .iter()
        .filter(|source| source.is(&["rs"]) && source.is_in(&["domain/src/"]) && !source.is_test())
        .flat_map(public_types)
        .collect();
    assert!(types.contains("AgencyId") && types.contains("Role") && types.contains("Basis"));
    let glossary = sources::read("GLOSSARY.md");
    let section = glossary.split("## The types of `domain`").nth(1).unwrap_or_default();
    let lines = section.lines().filter_map(|line| line.strip_prefix("- `"));
    let named: BTreeSet<String> = lines.map(name_at).collect();
    let missing = types
        .difference(&named)
        .map(|name| format!("GLOSSARY.md: write a line for `{name}`, in the words of the field"));
    let gone = named.difference(&types).map(|name| {
        format!("GLOSSARY.md: `{name}` is no public type of `domain` any more: take its line out")
    });
    told(&missing.chain(gone).collect::<Vec<_>>());
}

#[test]
fn every_word_of_the_field_says_who_says_so() {
    let glossary = sources::read("GLOSSARY.md");
    let section = glossary.split("## The types").next().unwrap_or_default();
    let rows: Vec<&str> = section.lines().filter(|line| line.starts_with("| ")).skip(2).collect();
    assert!(20 < rows.len(), "the words of the field were not found in GLOSSARY.md");
    let is_whole = |row: &&&str| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        cells.len() != 3 || cells.iter().any(|cell| cell.is_empty())
    };
    let faults = rows.iter().filter(is_whole);
    told(&faults.map(|row| format!("word, meaning, source: {row}")).collect::<Vec<_>>());
    let words: Vec<String> = rows.iter().map(|row| row.to_lowercase()).collect();
    let sorted = words.windows(2).find(|pair| pair[1] < pair[0]);
    assert_eq!(sorted, None, "GLOSSARY.md: the words stand in alphabetical order");
}

#[test]
fn every_crate_and_every_feature_module_is_named_in_the_architecture() {
    let architecture = sources::read("ARCHITECTURE.md");
    let mut faults = Vec::new();
    for name in ["domain", "linkage", "app", "web", "wicken"] {
        let heading = format!("### `{name}`");
        let section = architecture.split(&heading).nth(1).unwrap_or_default();
        let section = section.split("\n##").next().unwrap_or_default();
        if section.is_empty() {
            faults.push(format!("ARCHITECTURE.md: the crate {name} has no heading `{heading}`"));
        }
        let named: BTreeSet<&str> = quoted(section).into_iter().collect();
        for module in modules(name) {
            if !named.contains(module.as_str()) {
                faults.push(format!(
                    "ARCHITECTURE.md: say in a line under {heading} what `{module}` is for"
                ));
            }
        }
    }
    told(&faults);
}

/// What `lib.rs` or `main.rs` declares.
fn modules(name: &str) -> Vec<String> {
    let paths = [format!("{name}/src/lib.rs"), format!("{name}/src/main.rs")];
    let there = paths.iter().filter(|path| sources::root().join(path).exists());
    let texts = there.map(|path| Source { path: path.clone(), text: sources::read(path) });
    let mut found = Vec::new();
    for source in texts {
        let code = source.code();
        let lines = code.lines().map(|line| line.trim_start_matches("pub ").trim_end());
        let declared = lines.filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';'));
        found.extend(declared.map(str::to_owned));
    }
    found
}

/// A name with three underscores or more in a document is that of a test.
#[test]
fn every_test_that_a_document_names_is_there() {
    let is_rust = |source: &&Source| source.is(&["rs"]);
    let sources = sources::all();
    let code: String = sources.iter().filter(is_rust).map(Source::code).collect();
    let mut faults = Vec::new();
    for document in documents().iter().filter(|one| !one.is_in(&["docs/generated/"])) {
        for name in quoted(&document.text) {
            let is_test = is_name(name) && 3 <= name.matches('_').count();
            if is_test && !code.contains(&format!("fn {name}(")) {
                faults.push(format!(
                    "{}: no test is called `{name}`: name the one that holds this now",
                    document.path
                ));
            }
        }
    }
    told(&faults);
}

#[test]
fn every_link_between_documents_leads_somewhere() {
    let mut faults = Vec::new();
    for document in documents() {
        let folder = document.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for (at, _) in document.text.match_indices("](") {
            let link = document.text[at + 2..].split(')').next().unwrap_or_default();
            let path = link.split('#').next().unwrap_or_default();
            let is_outside = link.starts_with("https://") || path.is_empty();
            if !is_outside && !sources::root().join(folder).join(path).exists() {
                faults.push(format!("{}: nothing is at {link}", document.path));
            }
        }
    }
    told(&faults);
}

/// A comment that cites a document which nobody has explains nothing.
#[test]
fn every_document_that_a_source_cites_is_in_the_repository() {
    let sources = sources::all();
    let known: BTreeSet<&str> =
        sources.iter().filter(|source| source.is(&["md"])).map(Source::name).collect();
    let mut faults = Vec::new();
    for source in sources.iter().filter(|source| source.path != "wicken/tests/it/documents.rs") {
        for (at, line) in source.text.lines().enumerate() {
            for (end, _) in line.match_indices(".md") {
                let is_part = |c: char| c.is_alphanumeric() || "-_".contains(c);
                let stem = line[..end].rsplit(|c| !is_part(c)).next().unwrap_or_default();
                let is_end = !line[end + 3..].starts_with(is_part);
                if !stem.is_empty() && is_end && !known.contains(format!("{stem}.md").as_str()) {
                    let place = format!("{}:{}", source.path, at + 1);
                    faults.push(format!(
                        "{place}: {stem}.md is not here: name the public source, or say the reason"
                    ));
                }
            }
        }
    }
    told(&faults);
}

#[test]
fn every_decision_has_its_number_its_place_in_the_index_and_its_four_parts() {
    let index = sources::read("docs/adr/README.md");
    let (mut faults, mut numbers) = (Vec::new(), BTreeSet::new());
    let files = fs::read_dir(sources::root().join(ADR)).expect("docs/adr can be read");
    let names =
        files.map(|file| file.expect("an entry").file_name().to_string_lossy().into_owned());
    for name in names.filter(|name| name != "README.md") {
        let number: String = name.chars().take(4).collect();
        let text = sources::read(&format!("{ADR}/{name}"));
        let missing: Vec<_> = ADR_PARTS.iter().filter(|part| !text.contains(*part)).collect();
        if !number.chars().all(|c| c.is_ascii_digit()) || !name[4..].starts_with('-') {
            faults.push(format!("{ADR}/{name}: call it NNNN-title.md"));
        } else if !text.starts_with(&format!("# {number} ")) {
            faults.push(format!("{ADR}/{name}: begin with `# {number} ` and the title"));
        }
        if !numbers.insert(number) {
            faults.push(format!("{ADR}/{name}: its number is taken: take the next one"));
        }
        if !index.contains(&format!("]({name})")) {
            faults.push(format!("{ADR}/{name}: list it in {ADR}/README.md"));
        }
        if !missing.is_empty() {
            faults.push(format!("{ADR}/{name}: add {missing:?}"));
        }
    }
    assert!(13 < numbers.len(), "the decisions were not found in {ADR}");
    told(&faults);
}
