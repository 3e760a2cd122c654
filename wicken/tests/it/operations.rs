//! Every operation asks the door and leaves an entry, or says here why it does not.

use crate::sources::{self, Source};
use std::collections::{BTreeMap, BTreeSet};

/// What an operation does without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Without {
    Permit,
    Record,
    Both,
}
use Without::{Both, Permit, Record};

/// Operations that may, and the reason. A line that is no longer needed must go.
const EXCEPTIONS: &[(&str, Without, &str)] = &[
    ("area::list_areas", Both, "reference data: it is about nobody, and every page may show it"),
    (
        "declaration::find_due",
        Both,
        "what a page reminds of: whoever declares then asks the door itself",
    ),
    ("demo::be_person", Permit, "a stranger asks; only a demo county answers"),
    ("demo::list_people", Both, "a stranger asks; only a demo county answers, all are invented"),
    ("demo::make_county", Both, "it calls operations, each of which asks and records"),
    ("demo::play_scenes", Both, "it calls operations, each of which asks and records"),
    ("import::run_import", Both, "it saves through changes, each of which asks and records"),
    ("import::run_import_told", Both, "as for `run_import`, which is this with nothing told"),
    ("job::complete_job", Both, "Wicken's own work: nobody asks"),
    ("job::fail_job", Both, "Wicken's own work: nobody asks"),
    ("job::lease_job", Both, "Wicken's own work: nobody asks"),
    ("job::run_due_jobs", Both, "Wicken's own work: nobody asks"),
    ("job::run_due_jobs_while", Both, "as for `run_due_jobs`, which is this without an end"),
    ("ledger::checkpoint_line", Both, "a size, a hash and a signature, made to be handed out"),
    ("ledger::public_key", Both, "it is public"),
    ("ledger::seal_entries", Both, "it seals what was recorded: an entry of its own never ends"),
    ("person::relink", Both, "the second half of saving: it decides nothing, its changes record"),
    ("session::confirm_sign_in", Permit, "the password and the code are what is asked for"),
    ("session::sign_in", Permit, "a stranger asks: the password and the code are the door"),
    ("session::sign_out", Permit, "everyone may leave"),
    ("system::initialise", Permit, "there is no database yet in which anyone could be somebody"),
    ("system::initialise_demo", Permit, "there is no database yet, as for `initialise`"),
    ("user::accept_invitation", Permit, "a stranger asks: the link and the code are the door"),
    ("user::find_agency_for", Record, "half of `invite_user`, in whose transaction it runs"),
    ("user::find_by_email", Record, "half of `reset_sign_in`, in whose transaction it runs"),
    ("user::show_invitation", Both, "a stranger asks: the link is the door, nothing is changed"),
    ("whereabouts::find_offers", Both, "what a page offers: each step asks the door itself"),
    ("whereabouts::offer_second", Record, "it reads the person, which is recorded"),
    ("whereabouts::offer_to_keep", Record, "it reads the person, which is recorded"),
    ("whereabouts::offer_whereabouts", Record, "it reads the person, which is recorded"),
    ("whereabouts::read_waiting", Record, "it reads the person's name, which is recorded"),
];

/// These folders of `app` hold no operations: the ground that operations stand on.
const GROUND: [&str; 5] =
    ["app/src/ctx/", "app/src/db/", "app/src/keys/", "app/src/setting/", "app/src/testing/"];

struct Function {
    is_public: bool,
    signature: String,
    body: String,
}

/// The functions that begin at the left margin, by name.
fn functions(source: &Source) -> BTreeMap<String, Function> {
    let code = source.code();
    let mut found = BTreeMap::new();
    let mut at = 0;
    for line in code.split_inclusive('\n') {
        let (begin, is_public) =
            (code[at..].trim_start_matches("pub(crate) "), line.starts_with("pub fn "));
        let begin = begin.trim_start_matches("pub(super) ").trim_start_matches("pub ");
        let is_margin = !line.starts_with(' ');
        if is_margin && let Some(rest) = begin.strip_prefix("fn ") {
            let name = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let (signature, body) = parts(rest);
            found.insert(name, Function { is_public, signature, body });
        }
        at += line.len();
    }
    found
}

/// What stands before the body, and the body up to the brace at the left margin.
fn parts(rest: &str) -> (String, String) {
    let open = rest.find('{').unwrap_or(rest.len());
    let end = rest.find("\n}").unwrap_or(rest.len());
    let signature: Vec<&str> = rest[..open].split_whitespace().collect();
    (signature.join(" "), rest[open.min(end)..end].to_owned())
}

/// An operation takes the context of somebody's request, or the app or its configuration.
fn is_operation(function: &Function) -> bool {
    let taken = ["ctx: &mut Ctx", "app: &App", "config: &Config", "config: Config"];
    function.is_public && taken.iter().any(|taken| function.signature.contains(taken))
}

/// Whether `name` or a function of the same file that it calls, near or far, holds `call`.
fn reaches(functions: &BTreeMap<String, Function>, name: &str, call: &str) -> bool {
    let (mut seen, mut waiting) = (BTreeSet::new(), vec![name]);
    while let Some(name) = waiting.pop() {
        let Some(function) = functions.get(name) else { continue };
        if function.body.contains(call) {
            return true;
        }
        if seen.insert(name) {
            let is_called = |other: &&String| calls(&function.body, other);
            waiting.extend(functions.keys().filter(is_called).map(String::as_str));
        }
    }
    false
}

fn calls(body: &str, name: &str) -> bool {
    body.match_indices(name).any(|(at, _)| {
        let before = body[..at].chars().next_back().unwrap_or(' ');
        let after = body[at + name.len()..].chars().next().unwrap_or(' ');
        // `store::permit(` and `ctx.permit(` are other functions of that name.
        let goes_on = before.is_alphanumeric() || "_.:".contains(before);
        let is_longer = after.is_alphanumeric() || after == '_';
        !goes_on && !is_longer
    })
}

/// What each operation of a file does without; nothing where it asks and records.
fn operations(source: &Source) -> Vec<(String, Option<Without>)> {
    let street = source.path.split('/').nth(2).unwrap_or_default();
    let functions = functions(source);
    let operations = functions.iter().filter(|(_, function)| is_operation(function));
    operations
        .map(|(name, _)| {
            let asks = reaches(&functions, name, "ctx.permit(");
            let records = reaches(&functions, name, "ctx.record(");
            let without = match (asks, records) {
                (true, true) => None,
                (false, true) => Some(Permit),
                (true, false) => Some(Record),
                (false, false) => Some(Both),
            };
            (format!("{street}::{name}"), without)
        })
        .collect()
}

fn every_operation() -> Vec<(String, Option<Without>)> {
    let is_street = |source: &&Source| {
        source.is(&["rs"])
            && source.path.starts_with("app/src/")
            && 3 <= source.path.matches('/').count()
            && !source.is_in(&GROUND)
    };
    sources::all().iter().filter(is_street).flat_map(operations).collect()
}

#[test]
fn every_operation_asks_the_door_and_leaves_an_entry() {
    let operations = every_operation();
    assert!(20 < operations.len(), "the operations were not found: {operations:?}");
    let mut faults = Vec::new();
    for (name, without) in &operations {
        let excepted = EXCEPTIONS.iter().find(|(excepted, ..)| excepted == name);
        match (without, excepted) {
            (None, None) => {}
            (Some(without), Some((_, allowed, _))) if without == allowed => {}
            (Some(without), _) => faults.push(format!(
                "{name} does without {without:?}. Call `ctx.permit` and `ctx.record` in it, or \
                 say in EXCEPTIONS of operations.rs why it may not"
            )),
            (None, Some(_)) => {
                faults.push(format!("{name} asks and records now: take it out of EXCEPTIONS"));
            }
        }
    }
    for (name, ..) in EXCEPTIONS {
        if !operations.iter().any(|(operation, _)| operation == name) {
            faults.push(format!("{name} is gone: take it out of EXCEPTIONS"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn an_operation_that_forgets_the_door_or_the_ledger_is_found() {
    let text = "
pub fn forgets(ctx: &mut Ctx<'_>) -> Result<(), Error> {
    helps(ctx)
}

pub fn asks(
    ctx: &mut Ctx<'_>,
) -> Result<(), Error> {
    let basis = ctx.permit(Permission::SeeSystem, Subject::System)?;
    helps(ctx)
}

fn helps(ctx: &mut Ctx<'_>) -> Result<(), Error> {
    ctx.record(Record::System { doing: \"x\" })
}

pub(crate) fn is_none(ctx: &mut Ctx<'_>) {}
";
    let source = Source { path: "app/src/street/file.rs".into(), text: text.into() };
    let found = operations(&source);
    let expected =
        [("street::asks".to_owned(), None), ("street::forgets".to_owned(), Some(Permit))];
    assert_eq!(found, expected);
}
