//! Documents that are drawn from the code are drawn again, and compared with the committed ones.

use crate::sources;
use std::{collections::BTreeMap, fmt::Write, fs};
use web::{Access, ROUTES};

/// Compares, or with `UPDATE=1` writes.
#[expect(clippy::disallowed_methods, reason = "UPDATE=1 is how a person redraws a document")]
fn compare(name: &str, drawn: &str) {
    let path = sources::root().join("docs/generated").join(name);
    if std::env::var("UPDATE").is_ok() {
        fs::write(&path, drawn).expect("docs/generated can be written");
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == drawn,
        "docs/generated/{name} is stale: run UPDATE=1 cargo test -p wicken --test it generated, \
         read the difference, and commit it"
    );
}

fn access(access: Access) -> &'static str {
    match access {
        Access::Everyone => "everyone",
        Access::SignedIn => "whoever is signed in; the door decides the rest",
        Access::Token => "whoever holds an API token; the door decides the rest",
        Access::Demo => "everyone, in a demo county only",
    }
}

#[test]
fn the_list_of_routes_is_current() {
    let mut drawn = String::from(
        "<!-- Drawn from web/src/routes.rs by a test; `make docs` redraws it. -->\n\n\
         # Every address of the site\n\n\
         | | address | what it is | for |\n| --- | --- | --- | --- |\n",
    );
    for route in ROUTES {
        let (method, path) = (route.method.to_uppercase(), route.path);
        let (words, whom) = (route.words, access(route.access));
        writeln!(drawn, "| {method} | `{path}` | {words} | {whom} |").expect("a string grows");
    }
    compare("routes.md", &drawn);
}

/// One table as its migrations leave it.
#[derive(Default)]
struct TableRows {
    said: Vec<String>,
    columns: Vec<(String, String, String)>,
    rules: Vec<String>,
}

#[derive(Default)]
struct Schema {
    tables: BTreeMap<String, TableRows>,
    /// The comment that stands before the statement to come.
    said: Vec<String>,
    /// The table that is being read.
    open: Option<String>,
    begun: String,
}

impl Schema {
    fn read(&mut self, file: &str, line: &str) {
        let (line, said) = (line.trim(), line.trim().strip_prefix("-- "));
        if let Some(said) = said {
            self.said.push(said.to_owned());
        } else if line.is_empty() {
            // A comment that an empty line follows is about the file.
            self.said.clear();
        } else if let Some(table) = self.open.clone() {
            self.column(&table, line);
        } else {
            let statement = format!("{} {line}", self.begun);
            self.begun.clear();
            if line.ends_with([';', '(', '}']) {
                self.statement(file, statement.trim_start());
            } else {
                // A statement of several lines.
                self.begun = statement;
            }
        }
    }

    fn column(&mut self, table: &str, line: &str) {
        if line.starts_with(')') {
            self.open = None;
            return;
        }
        let rows = self.tables.entry(table.to_owned()).or_default();
        let line = line.trim_end_matches(',');
        let mut parts = line.splitn(3, ' ');
        let (name, kind) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        if kind.starts_with('{') {
            let kind = kind.trim_matches(['{', '}']).to_owned();
            let rest = parts.next().unwrap_or_default().to_owned();
            rows.columns.push((name.to_owned(), kind, rest));
        } else {
            rows.rules.push(line.to_owned());
        }
    }

    fn statement(&mut self, file: &str, line: &str) {
        let said = std::mem::take(&mut self.said);
        if let Some(table) = line.strip_prefix("create table ") {
            let table = table.trim_end_matches(" (").to_owned();
            self.tables.insert(table.clone(), TableRows { said, ..TableRows::default() });
            self.open = Some(table);
        } else if let Some((_, on)) = line.split_once(" on ").filter(|_| line.contains(" index ")) {
            let table = on.split([' ', '(']).next().unwrap_or_default();
            let rule = line.trim_start_matches("create ").trim_end_matches(';');
            self.rule(table, rule);
        } else if let Some(table) = line.strip_prefix("{append_only:") {
            let rule = "append-only: the database refuses every change and removal";
            self.rule(table.trim_end_matches('}'), rule);
        } else if let Some(index) = line.strip_prefix("drop index ") {
            let begins = format!("index {} on ", index.trim_end_matches(';'));
            let rules = self.tables.values_mut().map(|table| &mut table.rules);
            rules.for_each(|rules| rules.retain(|rule| !rule.contains(&begins)));
        } else if let Some(table) = line.strip_prefix("drop table ") {
            self.tables.remove(table.trim_end_matches(';'));
        } else if let Some(added) = line.strip_prefix("alter table ") {
            let (table, column) = added.split_once(" add column ").expect("a column is added");
            self.column(table, column.trim_end_matches(';'));
        } else {
            // Rows that a migration puts in or takes out are no part of the shape.
            let is_rows = ["insert into ", "delete from "].iter().any(|it| line.starts_with(it));
            assert!(is_rows, "{file}: teach generated.rs to read: {line}");
        }
    }

    fn rule(&mut self, table: &str, rule: &str) {
        self.tables.entry(table.to_owned()).or_default().rules.push(rule.to_owned());
    }

    fn draw(&self) -> String {
        let mut drawn = String::from(
            "<!-- Drawn from app/migrations by a test; `make docs` redraws it. -->\n\n\
             # The tables of the database\n\n\
             One text makes both schemas; what each type is called in SQLite and in PostgreSQL \
             stands in\n`app/src/db/dialect.rs`. A *state* table holds facts: the row without \
             `superseded_at` is the current one.\n",
        );
        for (name, table) in &self.tables {
            let said = table.said.join("\n");
            write!(drawn, "\n## `{name}`\n\n").expect("a string grows");
            if !said.is_empty() {
                write!(drawn, "{said}\n\n").expect("a string grows");
            }
            drawn.push_str("| column | type | |\n| --- | --- | --- |\n");
            for (column, kind, rest) in &table.columns {
                let rest = if rest.is_empty() { "may be empty" } else { rest };
                writeln!(drawn, "| `{column}` | {kind} | {rest} |").expect("a string grows");
            }
            let rules: Vec<String> = table.rules.iter().map(|rule| format!("- {rule}\n")).collect();
            let gap = if rules.is_empty() { "" } else { "\n" };
            write!(drawn, "{gap}{}", rules.concat()).expect("a string grows");
        }
        drawn
    }
}

#[test]
fn the_list_of_tables_is_current() {
    let mut schema = Schema::default();
    let migrations = sources::all();
    for source in migrations.iter().filter(|source| source.path.starts_with("app/migrations/")) {
        source.text.lines().for_each(|line| schema.read(&source.path, line));
    }
    assert!(schema.tables.contains_key("ledger_entry"), "the migrations were not found");
    compare("schema.md", &schema.draw());
}

#[test]
fn every_generated_document_is_listed_and_says_who_draws_it() {
    let index = sources::read("docs/generated/README.md");
    let files = fs::read_dir(sources::root().join("docs/generated")).expect("it can be read");
    for file in files {
        let name = file.expect("an entry").file_name().to_string_lossy().into_owned();
        let text = sources::read(&format!("docs/generated/{name}"));
        let is_said = name == "README.md" || text.starts_with("<!-- Drawn from ");
        assert!(is_said, "docs/generated/{name}: begin with `<!-- Drawn from ... -->`");
        let is_listed = name == "README.md" || index.contains(&format!("]({name})"));
        assert!(is_listed, "docs/generated/{name}: list it in docs/generated/README.md");
    }
}
