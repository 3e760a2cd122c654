//! What the compiler cannot see, read from the sources.
//!
//! To add a rule, add a row: what is true, what to do where it is not, what finds it, and a file
//! that must be caught.

use crate::sources::{self, Source};

type Found = Vec<(usize, String)>;

struct Guard {
    name: &'static str,
    mend: &'static str,
    find: fn(&Source) -> Found,
    planted: fn() -> (&'static str, String),
}

const LINES_MOST: usize = 400;
const CHARS_MOST: usize = 100;

const GUARDS: &[Guard] = &[
    Guard {
        name: "a file has at most 400 lines",
        mend: "split it: a file is about one thing",
        find: |source| match source.text.lines().count() {
            count if source.is(CODE) && LINES_MOST < count => {
                vec![(count, format!("{count} lines"))]
            }
            _ => Vec::new(),
        },
        planted: || ("app/src/a.rs", "fn a() {}\n".repeat(LINES_MOST + 1)),
    },
    Guard {
        name: "a line has at most 100 characters",
        mend: "break it; a long text goes on after a \\ on the next line",
        find: |source| {
            let is_long = |line: &str| CHARS_MOST < line.chars().count();
            lines(source, |line| source.is(CODE) && is_long(line))
        },
        planted: || ("app/src/a.rs", "x".repeat(CHARS_MOST + 1)),
    },
    Guard {
        name: "a file says in its first line what it is about",
        mend: "begin with `//!` and a sentence with a full stop",
        find: first_line,
        planted: || ("app/src/a.rs", "//! Things\n\nfn a() {}".into()),
    },
    Guard {
        name: "SQL stands only in a store",
        mend: "move the statement into the feature's store.rs",
        find: |source| {
            let places = ["app/src/db/", "wicken/benches/"];
            let may = source.name() == "store.rs" || source.is_in(&places);
            literals(source, |text| !may && is_sql(text))
        },
        planted: || ("app/src/agency/add.rs", r#"tx.execute("delete from agency")"#.into()),
    },
    Guard {
        name: "nothing below web knows HTTP or HTML",
        mend: "return a value, and let a page in `web` say it",
        find: |source| {
            words(source, &["domain/", "linkage/", "app/"], &["axum", "hyper", "askama", "http"])
        },
        planted: || ("app/src/agency/add.rs", "use axum::http;".into()),
    },
    Guard {
        name: "domain and linkage reach nothing outside",
        mend: "take what you need as a parameter; a module of std without I/O, clock or state may \
               be added to PURE_STD",
        find: |source| outside(source, PURE),
        planted: || ("domain/src/a.rs", "use std::{fmt, fs};".into()),
    },
    Guard {
        name: "domain and linkage have no clock, no randomness and no global state",
        mend: "pass time, ids and zones in",
        find: |source| {
            let banned = [
                "now",
                "new_v4",
                "now_v7",
                "TimeZone",
                "rand",
                "getrandom",
                "thread_rng",
                "static",
                "thread_local",
                "OnceLock",
                "LazyLock",
                "Mutex",
                "println",
                "eprintln",
                "print",
            ];
            let mut found = words(source, PURE, &banned);
            // What is made here at first use is the same at every use: thousands of words by their
            // lists, too many to be sorted out anew for each text.
            if source.is_in(&["domain/src/whereabouts/text/vocabulary.rs"]) {
                found.retain(|(_, word)| !["static", "LazyLock"].contains(&word.as_str()));
            }
            found
        },
        planted: || ("linkage/src/a.rs", "let today = Timestamp::now();".into()),
    },
    Guard {
        name: "files are opened only where the house keeps its own",
        mend: "`wicken` opens the files of people and hands a reader or a writer down; the \
               database, its key and the spool are in app/src/{db,keys,system} and ledger/spool.rs",
        find: |source| {
            let own =
                ["app/src/db/", "app/src/keys/", "app/src/system/", "app/src/ledger/spool.rs"];
            match source.is_in(&["app/src/", "web/src/"]) && !source.is_in(&own) {
                true => {
                    std_modules(source, |module| ["fs", "process", "net::Tcp"].contains(&module))
                }
                false => Vec::new(),
            }
        },
        planted: || ("web/src/a.rs", "let text = std::fs::read(path);".into()),
    },
    Guard {
        name: "a template escapes everything",
        mend: "make it a component of `web::components`, which is markup by its type",
        find: |source| {
            let opened = ["|safe", "| safe", "autoescape", "escape(\"none\")"];
            lines(source, |line| source.is(&["html"]) && holds(line, &opened))
        },
        planted: || ("web/templates/a.html", "<p>{{ name|safe }}</p>".into()),
    },
    Guard {
        name: "nothing in the look belongs to someone else",
        mend: "GOV.UK's font, crown and crest are not ours to use: take our own",
        find: |source| {
            let theirs = ["gds transport", "gdstransport", "crest", ".woff", "royal arms"];
            let looks = source.is_in(&["web/templates/", "web/assets/"])
                && source.is(&["html", "css", "svg"]);
            lines(source, |line| looks && holds(&line.to_lowercase(), &theirs))
        },
        planted: || ("web/assets/a.css", "body { font-family: \"GDS Transport\" }".into()),
    },
    Guard {
        name: "nothing is put off in a comment",
        mend: "do it, or file an issue and say in the document what is not there yet",
        find: |source| {
            let marks = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X:")];
            lines(source, |line| holds(line, &marks))
        },
        planted: || ("app/src/a.rs", concat!("// TO", "DO: later").into()),
    },
    Guard {
        name: "no path leads into one person's machine",
        mend: "begin at the root of the repository, or at CARGO_MANIFEST_DIR",
        find: |source| {
            let homes = ["/wo", "/ro", "/ho", "/Us"].into_iter();
            let ends = ["rk/", "ot/", "me/", "ers/"];
            let homes: Vec<String> =
                homes.zip(ends).map(|(one, two)| [one, two].concat()).collect();
            let begins = |line: &str, home: &String| {
                line.match_indices(home.as_str()).any(|(at, _)| {
                    !line[..at].ends_with(|c: char| c.is_alphanumeric() || ".-_}".contains(c))
                })
            };
            lines(source, |line| homes.iter().any(|home| begins(line, home)))
        },
        planted: || ("app/src/a.rs", concat!("let path = \"/ho", "me/anna/wicken\";").into()),
    },
];

const CODE: &[&str] = &["rs", "sql", "cedar", "cedarschema"];
const PURE: &[&str] = &["domain/src/", "linkage/src/"];
/// The parts of std that only compute.
///
/// `thread` and `panic`: linkage shares its work out and joins it again; the outcome is tested to
/// be the same whatever the threads.
const PURE_STD: &[&str] = &[
    "array",
    "borrow",
    "cell",
    "char",
    "cmp",
    "collections",
    "convert",
    "error",
    "f64",
    "fmt",
    "hash",
    "hint",
    "iter",
    "marker",
    "mem",
    "num",
    "ops",
    "rc",
    "slice",
    "str",
    "string",
    "sync::Arc",
    "sync::LazyLock",
    "vec",
    "panic",
    "thread",
];

/// Lines of the file, tests and comments too.
fn lines(source: &Source, is_found: impl Fn(&str) -> bool) -> Found {
    let numbered = source.text.lines().enumerate();
    let found = numbered.filter(|(_, line)| is_found(line));
    found.map(|(at, line)| (at + 1, line.trim().chars().take(80).collect())).collect()
}

/// Quoted texts of a program that is not a test.
fn literals(source: &Source, is_found: impl Fn(&str) -> bool) -> Found {
    if !source.is(&["rs"]) || source.is_test() {
        return Vec::new();
    }
    let found = source.program().literals().into_iter().filter(|literal| is_found(&literal.text));
    found.map(|literal| (literal.line, literal.text.chars().take(60).collect())).collect()
}

/// Names in the code of `folders`, comments and quoted texts left out.
fn words(source: &Source, folders: &[&str], banned: &[&str]) -> Found {
    if !source.is(&["rs"]) || !source.is_in(folders) || source.is_test() {
        return Vec::new();
    }
    let code = source.program().code();
    let mut found = Vec::new();
    for (at, line) in code.lines().enumerate() {
        // `&'static str` is a lifetime and holds no state.
        let line = line.replace("'static", "");
        let names = line.split(|c: char| !c.is_alphanumeric() && c != '_');
        let banned_here = names.filter(|name| banned.contains(name));
        found.extend(banned_here.map(|name| (at + 1, name.to_owned())));
    }
    found
}

fn outside(source: &Source, folders: &[&str]) -> Found {
    if !source.is_in(folders) {
        return Vec::new();
    }
    std_modules(source, |module| !PURE_STD.iter().any(|pure| module.starts_with(pure)))
}

/// What follows `std::` in the code, also inside `std::{..}`.
fn std_modules(source: &Source, is_found: impl Fn(&str) -> bool) -> Found {
    if !source.is(&["rs"]) || source.is_test() {
        return Vec::new();
    }
    let code = source.program().code();
    let mut found = Vec::new();
    for (at, _) in code.match_indices("std::") {
        let line = code[..at].matches('\n').count() + 1;
        let rest = &code[at + "std::".len()..];
        let modules = match rest.strip_prefix('{') {
            Some(group) => top_level(group),
            None => vec![path_of(rest)],
        };
        let modules = modules.into_iter().filter(|module| is_found(module));
        found.extend(modules.map(|module| (line, format!("std::{module}"))));
    }
    found
}

/// The members of a group of imports up to its closing brace.
fn top_level(group: &str) -> Vec<String> {
    let (mut depth, mut members) = (0, vec![String::new()]);
    for letter in group.chars() {
        match letter {
            '}' if depth == 0 => break,
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => members.push(String::new()),
            _ if depth == 0 => members.last_mut().expect("one is there").push(letter),
            _ => {}
        }
    }
    members.iter().map(|member| path_of(member.trim())).filter(|path| !path.is_empty()).collect()
}

/// `fs` of `fs::read(path)`; of `sync` the next name too, since only `Arc` is without state.
fn path_of(text: &str) -> String {
    let is_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let path: String = text.chars().take_while(|c| is_path(*c)).collect();
    let mut parts = path.split("::").filter(|part| !part.is_empty());
    match (parts.next(), parts.next()) {
        (Some("sync"), Some(what)) => format!("sync::{what}"),
        (first, _) => first.unwrap_or_default().to_owned(),
    }
}

fn holds(line: &str, marks: &[&str]) -> bool {
    marks.iter().any(|mark| line.contains(mark))
}

/// English begins a sentence with a capital, our SQL is lower-case or, elsewhere, all capitals.
fn is_sql(text: &str) -> bool {
    let begin: String = text.trim_start().chars().take(24).collect();
    let begin = if begin == begin.to_uppercase() { begin.to_lowercase() } else { begin };
    let statements = [
        "select ",
        "insert into ",
        "delete from ",
        "create table ",
        "create index ",
        "create unique index ",
        "create trigger ",
        "alter table ",
        "drop table ",
        "pragma ",
        "begin immediate",
        "savepoint ",
    ];
    let is_update = begin.starts_with("update ") && text.contains(" set ");
    is_update || statements.iter().any(|statement| begin.starts_with(statement))
}

fn first_line(source: &Source) -> Found {
    if !source.is(&["rs"]) {
        return Vec::new();
    }
    let said = source.text.lines().map_while(|line| line.strip_prefix("//! "));
    let said: Vec<&str> = said.collect();
    let is_sentence = said.last().is_some_and(|last| last.ends_with(['.', ':', '?', '!', '`']));
    if is_sentence { Vec::new() } else { vec![(1, said.first().unwrap_or(&"").to_string())] }
}

#[test]
fn the_house_is_tidy() {
    let mut faults = Vec::new();
    for source in &sources::all() {
        for guard in GUARDS {
            for (line, what) in (guard.find)(source) {
                let Guard { name, mend, .. } = guard;
                faults.push(format!("{}:{line}: {what}\n    {name}: {mend}", source.path));
            }
        }
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn every_guard_catches_what_it_is_there_for() {
    for guard in GUARDS {
        let (path, text) = (guard.planted)();
        let source = Source { path: path.to_owned(), text };
        assert!(!(guard.find)(&source).is_empty(), "nothing was caught by: {}", guard.name);
    }
}
