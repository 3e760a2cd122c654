//! Where a database is: `sqlite:PATH` or `postgres://...`.

use std::{fmt, path::PathBuf, str::FromStr};

/// The address of a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    Sqlite(PathBuf),
    Postgres(String),
}

/// The address cannot be read.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum UrlRefused {
    #[error("a database is `sqlite:PATH` or `postgres://USER@HOST/NAME`; `{0}` is neither")]
    UnknownKind(String),
    #[error("`sqlite:` needs the path of the file behind it, as in `sqlite:/var/lib/wicken.db`")]
    NoPath,
    #[error("`sqlite::memory:` keeps nothing: name a file")]
    Memory,
    #[error("the PostgreSQL address cannot be read: {0}")]
    Postgres(String),
}

impl FromStr for DatabaseUrl {
    type Err = UrlRefused;

    fn from_str(text: &str) -> Result<Self, UrlRefused> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return text
                .parse::<postgres::Config>()
                .map(|_| DatabaseUrl::Postgres(text.to_owned()))
                .map_err(|error| UrlRefused::Postgres(error.to_string()));
        }
        let Some(path) = text.strip_prefix("sqlite:") else {
            return Err(UrlRefused::UnknownKind(without_secret(text)));
        };
        let path = path.strip_prefix("//").filter(|rest| rest.starts_with('/')).unwrap_or(path);
        match path {
            "" => Err(UrlRefused::NoPath),
            ":memory:" => Err(UrlRefused::Memory),
            path => Ok(DatabaseUrl::Sqlite(PathBuf::from(path))),
        }
    }
}

/// A password in an address that was mistyped must not reach a terminal or a log.
fn without_secret(text: &str) -> String {
    match (text.find("://"), text.rfind('@')) {
        (Some(start), Some(end)) if start + 3 < end => {
            format!("{}...{}", &text[..start + 3], &text[end..])
        }
        _ => text.to_owned(),
    }
}

impl fmt::Display for DatabaseUrl {
    /// Without user or password: this is what logs and pages show.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DatabaseUrl::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            DatabaseUrl::Postgres(url) => {
                let config = url.parse::<postgres::Config>().unwrap_or_default();
                write!(f, "postgres:{}", config.get_dbname().unwrap_or("postgres"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_of_an_absolute_path_are_one_file() {
        let path = DatabaseUrl::Sqlite("/var/lib/w.db".into());
        assert_eq!("sqlite:/var/lib/w.db".parse(), Ok(path.clone()));
        assert_eq!("sqlite:///var/lib/w.db".parse(), Ok(path));
    }

    #[test]
    fn an_address_that_is_neither_is_told_so_without_its_password() {
        let refused = "mysql://ann:secret@host/db".parse::<DatabaseUrl>().unwrap_err();
        assert_eq!(refused, UrlRefused::UnknownKind("mysql://...@host/db".into()));
    }

    #[test]
    fn a_database_in_memory_is_refused_because_it_keeps_nothing() {
        assert_eq!("sqlite::memory:".parse::<DatabaseUrl>(), Err(UrlRefused::Memory));
        assert_eq!("sqlite:".parse::<DatabaseUrl>(), Err(UrlRefused::NoPath));
    }

    #[test]
    fn a_shown_address_holds_no_user_or_password() {
        let url: DatabaseUrl = "postgres://ann:secret@host/county".parse().unwrap();
        assert_eq!(url.to_string(), "postgres:county");
    }
}
