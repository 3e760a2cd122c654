//! Every statement in the sources can be prepared on the engines that it is for.

use app::{
    db::{DbError, Engine, Value},
    testing::{World, engines},
};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Every source file below a folder, in order.
pub fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect();
    found.sort();
    found
}

pub fn app_sources() -> Vec<PathBuf> {
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"))
}

/// The texts between quotes; comments and letters in single quotes are passed over.
fn literals(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut letters = source.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '/' if letters.peek() == Some(&'/') => {
                letters.by_ref().find(|letter| *letter == '\n');
            }
            '\'' if letters.peek() == Some(&'"') => {
                letters.next();
            }
            '"' => found.push(literal(&mut letters)),
            _ => {}
        }
    }
    found
}

fn literal(letters: &mut std::iter::Peekable<std::str::Chars<'_>>) -> String {
    let mut text = String::new();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => break,
            '\\' => match letters.next() {
                Some('\n') => while letters.next_if(|next| next.is_whitespace()).is_some() {},
                Some(escaped) => text.push(escaped),
                None => break,
            },
            letter => text.push(letter),
        }
    }
    text
}

fn is_statement(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default().to_lowercase();
    let verbs = ["select", "insert", "update", "delete", "pragma", "with"];
    verbs.contains(&first.as_str()) && text.split_whitespace().nth(1).is_some()
}

/// The source without what its own macros put together of pieces: none of the pieces is a
/// statement. What they make is run on both engines by the tests of its street.
fn without_pieces(source: &str) -> String {
    let mut left = source.to_owned();
    let names = source.split("macro_rules! ").skip(1);
    let names = names.filter_map(|rest| rest.split_once(" {")).map(|(name, _)| format!("{name}!("));
    for opening in names.chain(["concat!(".to_owned()]) {
        while let Some(start) = left.find(&opening) {
            let end = closing(&left[start + opening.len()..]);
            left.replace_range(start..start + opening.len() + end, "");
        }
    }
    left
}

/// Where the bracket closes that is open at the start.
fn closing(text: &str) -> usize {
    let (mut depth, mut quoted) = (1, false);
    for (at, letter) in text.char_indices() {
        match letter {
            '"' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

fn statements(path: &Path) -> Vec<String> {
    literals(&without_pieces(&fs::read_to_string(path).unwrap()))
        .into_iter()
        .filter(|text| is_statement(text))
        .collect()
}

/// A statement chosen by engine says so by what it begins with.
fn is_for(engine: Engine, sql: &str) -> bool {
    let only_sqlite = ["pragma ", "select sqlite_version"];
    let only_postgres = ["select pg_", "select current_setting"];
    let is_one_of = |starts: &[&str]| starts.iter().any(|start| sql.starts_with(start));
    match engine {
        Engine::Sqlite => !is_one_of(&only_postgres),
        Engine::Postgres => !is_one_of(&only_sqlite),
    }
}

/// Plans the statement without running it, by the same road that runs it.
fn plan(world: &World, sql: &str) -> Result<(), DbError> {
    let explained = match sql.starts_with("pragma ") {
        true => sql.to_owned(),
        false => format!("explain {sql}"),
    };
    let count = (1..=40).rev().find(|number| sql.contains(&format!("${number}"))).unwrap_or(0);
    let sql: &'static str = Box::leak(explained.into_boxed_str());
    let nulls = vec![Value::Null; count];
    world.app.db().write(move |tx| tx.list(sql, &nulls, |_| Ok(()))).map(drop)
}

#[test]
fn every_statement_of_every_store_can_be_planned_on_the_engines_it_is_for() {
    let stores: Vec<PathBuf> =
        app_sources().into_iter().filter(|path| path.ends_with("store.rs")).collect();
    assert!(9 <= stores.len(), "{stores:?}");
    for engine in engines() {
        let world = World::on(engine);
        let mut planned = 0;
        for store in &stores {
            for sql in statements(store).iter().filter(|sql| is_for(engine, sql)) {
                let outcome = plan(&world, sql);
                assert!(outcome.is_ok(), "{} on {engine:?}: {sql}\n{outcome:?}", store.display());
                planned += 1;
            }
        }
        assert!(60 < planned, "only {planned} statements were found: does the reader still read?");
    }
}

#[test]
fn the_reader_of_the_sources_would_notice_a_statement_that_is_wrong() {
    let source =
        "tx.find(\"select nothing from nowhere where a = $1\", params![1]) // \"select 1\"";
    let found: Vec<String> =
        literals(source).into_iter().filter(|text| is_statement(text)).collect();
    assert_eq!(found, ["select nothing from nowhere where a = $1"]);
    for engine in engines() {
        assert!(plan(&World::on(engine), &found[0]).is_err());
    }
}

#[test]
fn statements_are_written_in_stores_and_in_the_database_layer_only() {
    for path in app_sources() {
        let is_allowed = path.ends_with("store.rs")
            || path.to_string_lossy().contains("/src/db/")
            || path.to_string_lossy().contains("/src/testing/");
        if !is_allowed {
            let words = ["select ", "insert into ", "update ", "delete from "];
            let found: Vec<String> = literals(&fs::read_to_string(&path).unwrap())
                .into_iter()
                .filter(|text| words.iter().any(|word| text.trim_start().starts_with(word)))
                .filter(|text| {
                    text.contains(" from ") || text.contains(" set ") || text.contains(" values")
                })
                .collect();
            assert!(found.is_empty(), "{}: {found:?}", path.display());
        }
    }
}
