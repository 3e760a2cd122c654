//! The sources of the house as text, with code, comments and literals told apart.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// One file of the repository.
pub struct Source {
    /// From the root of the repository, as in `app/src/agency/add.rs`.
    pub path: String,
    pub text: String,
}

/// A quoted text in Rust code, and the line on which it begins.
pub struct Literal {
    pub line: usize,
    pub text: String,
}

/// What is fetched or built, and what others wrote.
const NOT_OURS: [&str; 4] = ["target", ".git", "node_modules", "dist"];
const READ: [&str; 11] =
    ["rs", "sql", "cedar", "cedarschema", "html", "css", "js", "mjs", "svg", "toml", "md"];

/// The folder that holds every crate.
pub fn root() -> PathBuf {
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    crate_folder.parent().expect("a crate lies in the workspace").to_owned()
}

/// Every source file of ours, in the order of the paths.
pub fn all() -> Vec<Source> {
    let mut sources = Vec::new();
    walk(&root(), &mut sources);
    sources.sort_by(|one, other| one.path.cmp(&other.path));
    assert!(100 < sources.len(), "the sources were not found below {}", root().display());
    sources
}

fn walk(folder: &Path, sources: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).expect("a folder of the repository can be read") {
        let path = entry.expect("an entry of a folder can be read").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() && !NOT_OURS.contains(&&*name) {
            walk(&path, sources);
        }
        let ending = path.extension().unwrap_or_default().to_string_lossy();
        if path.is_file() && READ.contains(&&*ending) {
            let text = fs::read_to_string(&path).expect("a source is text");
            sources.push(Source { path: from_root(&path), text });
        }
    }
}

fn from_root(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).to_string_lossy().into_owned()
}

/// A file of the repository, which must be there.
pub fn read(path: &str) -> String {
    let found = fs::read_to_string(root().join(path));
    found.unwrap_or_else(|error| format!("({path} cannot be read: {error})"))
}

impl Source {
    pub fn is(&self, endings: &[&str]) -> bool {
        let ending = self.path.rsplit('.').next().unwrap_or_default();
        endings.contains(&ending)
    }

    /// Whether the file lies in one of these folders.
    pub fn is_in(&self, folders: &[&str]) -> bool {
        folders.iter().any(|folder| self.path.starts_with(folder))
    }

    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// Whether it is only compiled for tests.
    pub fn is_test(&self) -> bool {
        self.path.contains("/tests/")
            || self.path.starts_with("app/src/testing/")
            || ["tests.rs", "properties.rs"].contains(&self.name())
    }

    /// The file without the tests at its end.
    pub fn program(&self) -> Source {
        let text = self.text.split("\n#[cfg(test)]\nmod ").next().unwrap_or_default();
        Source { path: self.path.clone(), text: text.to_owned() }
    }

    /// Rust code with every comment and every quoted text blanked; lines stay where they are.
    pub fn code(&self) -> String {
        split(&self.text).0
    }

    pub fn literals(&self) -> Vec<Literal> {
        split(&self.text).1
    }
}

enum Kind {
    Code,
    Comment,
    Quoted,
}

fn split(text: &str) -> (String, Vec<Literal>) {
    let (mut code, mut literals) = (String::with_capacity(text.len()), Vec::new());
    let (mut rest, mut line, mut after_word) = (text, 1, false);
    while !rest.is_empty() {
        let (kind, length) = next(rest, after_word);
        let (part, after) = rest.split_at(length);
        match kind {
            Kind::Code => code.push_str(part),
            Kind::Comment => code.push_str(&blank(part)),
            Kind::Quoted => {
                code.push_str(&blank(part));
                literals.push(Literal { line, text: unquoted(part) });
            }
        }
        after_word = part.ends_with(|c: char| c.is_alphanumeric() || c == '_');
        line += part.matches('\n').count();
        rest = after;
    }
    (code, literals)
}

fn blank(part: &str) -> String {
    part.chars().map(|c| if c == '\n' { '\n' } else { ' ' }).collect()
}

fn unquoted(part: &str) -> String {
    let inner = part.trim_start_matches(['b', 'r', '#']).trim_end_matches('#');
    let inner = inner.strip_prefix('"').unwrap_or(inner);
    inner.strip_suffix('"').unwrap_or(inner).replace("\\n", "\n")
}

/// The kind and the length of what `rest` begins with.
fn next(rest: &str, after_word: bool) -> (Kind, usize) {
    if rest.starts_with("//") {
        return (Kind::Comment, rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return (Kind::Comment, rest.find("*/").map_or(rest.len(), |end| end + 2));
    }
    if !after_word && let Some(length) = raw_length(rest) {
        return (Kind::Quoted, length);
    }
    if rest.starts_with('"') {
        return (Kind::Quoted, quoted_length(rest));
    }
    if let Some(length) = letter_length(rest) {
        return (Kind::Comment, length);
    }
    (Kind::Code, rest.chars().next().map_or(1, char::len_utf8))
}

/// `r"..."`, `r#"..."#`, `br"..."`.
fn raw_length(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix("br").or_else(|| rest.strip_prefix('r'))?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    let inner = after[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let start = rest.len() - inner.len();
    Some(inner.find(&end).map_or(rest.len(), |at| start + at + end.len()))
}

fn quoted_length(rest: &str) -> usize {
    let mut is_escaped = false;
    for (at, letter) in rest.char_indices().skip(1) {
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// `'x'` and `'\n'`; a lifetime is none.
fn letter_length(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix('\'')?;
    if let Some(escaped) = inner.strip_prefix('\\') {
        let skipped = escaped.chars().next()?.len_utf8();
        return escaped[skipped..].find('\'').map(|at| 2 + skipped + at + 1);
    }
    let letter = inner.chars().next()?;
    inner[letter.len_utf8()..].starts_with('\'').then_some(letter.len_utf8() + 2)
}

#[test]
fn code_comments_and_quoted_texts_are_told_apart() {
    let text = "let a = \"x // \\\" y\"; // said\nlet b: &'a str = r#\"z \"# ; let c = '\"';";
    let (code, literals) = split(text);
    assert_eq!(code.lines().count(), 2);
    assert!(!code.contains("said") && !code.contains('x') && code.contains("&'a str"), "{code}");
    let found: Vec<_> = literals.iter().map(|one| (one.line, one.text.as_str())).collect();
    assert_eq!(found, [(1, "x // \\\" y"), (2, "z ")]);
}
