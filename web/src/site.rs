//! What every page works with: the app, and where the site is.

use crate::{answer::Problem, asking::Asking, form::Answers, metrics::Metrics};
use app::{App, Ctx, Error, Visitor, import::reading::FileKind, request::RequestKey};
use serde::{Serialize, de::DeserializeOwned};
use std::{
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};
use tokio::sync::Semaphore;

/// The address under which browsers reach the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    is_https: bool,
    authority: String,
}

/// The address is none that Wicken can be reached under.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum OriginRefused {
    #[error("`{0}` is no origin: give scheme and host, as in https://wicken.example")]
    Unreadable(String),
    #[error("`{0}` would carry passwords in clear: only this machine may be reached over http")]
    Clear(String),
}

impl std::str::FromStr for Origin {
    type Err = OriginRefused;

    fn from_str(text: &str) -> Result<Self, OriginRefused> {
        let unreadable = || OriginRefused::Unreadable(text.to_owned());
        let (scheme, authority) = text.split_once("://").ok_or_else(unreadable)?;
        let authority = authority.trim_end_matches('/');
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "-.:[]".contains(c);
        if authority.is_empty() || !authority.chars().all(is_plain) {
            return Err(unreadable());
        }
        let origin = Origin { is_https: scheme == "https", authority: authority.to_owned() };
        match scheme {
            "https" => Ok(origin),
            "http" if origin.is_this_machine() => Ok(origin),
            "http" => Err(OriginRefused::Clear(text.to_owned())),
            _ => Err(unreadable()),
        }
    }
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}://{}", if self.is_https { "https" } else { "http" }, self.authority)
    }
}

impl Origin {
    fn is_this_machine(&self) -> bool {
        let host = match self.authority.strip_prefix('[') {
            Some(rest) => rest.split(']').next().unwrap_or_default(),
            None => self.authority.split(':').next().unwrap_or_default(),
        };
        host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
    }

    #[must_use]
    pub fn is_https(&self) -> bool {
        self.is_https
    }
}

/// The rows of a workbook, as a CSV file would have brought them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkbookRows {
    pub csv: Vec<u8>,
    /// What the sender should hear, in sentences.
    pub notes: Vec<String>,
}

/// Reads workbooks, away from this process: what a stranger made can ask for any amount of memory.
#[derive(Debug, Clone, Copy)]
pub struct WorkbookReader {
    /// Whether a file that begins so is for this reader.
    pub is_workbook: fn(&[u8]) -> bool,
    /// The rows of that kind; or what is wrong and what its sender can do, as a sentence without
    /// capital and full stop. It blocks for ten seconds at most.
    pub read: fn(&[u8], FileKind) -> Result<WorkbookRows, String>,
}

/// How the site is set up.
#[derive(Debug, Clone)]
pub struct SiteConfig {
    pub origin: Origin,
    /// Whether the last address in `X-Forwarded-For` is the visitor's: only where a proxy of the
    /// house is the one way in, since anyone else can write that header too.
    pub is_behind_proxy: bool,
    /// Without one, workbooks are refused, and CSV is asked for.
    pub workbooks: Option<WorkbookReader>,
}

/// The site; clones share it.
#[derive(Clone)]
pub struct Site(Arc<Held>);

struct Held {
    app: App,
    config: SiteConfig,
    metrics: Metrics,
    is_draining: AtomicBool,
    /// Password hashes at once: a flood of sign-ins must not starve the pages.
    hashing: Semaphore,
}

const HASHES_AT_ONCE: usize = 2;

impl Site {
    #[must_use]
    pub fn new(app: App, config: SiteConfig) -> Site {
        Site(Arc::new(Held {
            app,
            config,
            metrics: Metrics::new(),
            is_draining: AtomicBool::new(false),
            hashing: Semaphore::new(HASHES_AT_ONCE),
        }))
    }

    #[must_use]
    pub fn app(&self) -> &App {
        &self.0.app
    }

    #[must_use]
    pub fn config(&self) -> &SiteConfig {
        &self.0.config
    }

    pub(crate) fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    /// From now on the site says that it is not ready: a proxy sends nobody new.
    pub fn drain(&self) {
        self.0.is_draining.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_draining(&self) -> bool {
        self.0.is_draining.load(Ordering::Relaxed)
    }

    /// Runs a reading operation on a blocking thread.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        asking: &Asking,
        verb: impl FnOnce(&mut Ctx<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Problem> {
        let (app, visitor) = (self.app().clone(), asking.visitor.clone());
        blocking(asking, move || app.read(&visitor, verb)).await
    }

    /// Runs a changing operation on a blocking thread. A visitor who goes away meanwhile does not
    /// stop it: what has begun is finished.
    pub(crate) async fn change<T: Send + 'static>(
        &self,
        asking: &Asking,
        verb: impl FnOnce(&mut Ctx<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Problem> {
        let (app, visitor) = (self.app().clone(), asking.visitor.clone());
        blocking(asking, move || app.change(&visitor, verb)).await
    }

    /// [`Site::change`] for a form: sent twice, it acts once.
    pub(crate) async fn change_once<T>(
        &self,
        asking: &Asking,
        answers: &Answers,
        verb: impl FnOnce(&mut Ctx<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Problem>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
    {
        self.change_keyed(asking, answers.key(), verb).await
    }

    /// [`Site::change_once`] for what carries its key otherwise.
    pub(crate) async fn change_keyed<T>(
        &self,
        asking: &Asking,
        key: RequestKey,
        verb: impl FnOnce(&mut Ctx<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Problem>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
    {
        let (app, visitor) = (self.app().clone(), asking.visitor.clone());
        blocking(asking, move || app.change_once(&visitor, key, verb)).await
    }

    /// Runs something that hashes a password: slow by intent, and few at once.
    pub(crate) async fn hash<T: Send + 'static>(
        &self,
        asking: &Asking,
        verb: impl FnOnce(&App, &Visitor) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Problem> {
        let turn = self.0.hashing.acquire().await;
        let _turn = turn.map_err(|_| Problem::of(asking, Error::Busy))?;
        let (app, visitor) = (self.app().clone(), asking.visitor.clone());
        blocking(asking, move || verb(&app, &visitor)).await
    }
}

async fn blocking<T: Send + 'static>(
    asking: &Asking,
    run: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Problem> {
    match tokio::task::spawn_blocking(run).await {
        Ok(outcome) => outcome.map_err(|error| Problem::of(asking, error)),
        Err(panic) => Err(Problem::of(asking, Error::Broken(panic.to_string()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_reached_over_http() {
        for text in ["http://127.0.0.1:8080", "http://localhost", "http://[::1]:80"] {
            assert_eq!(text.parse::<Origin>().map(|origin| origin.to_string()), Ok(text.into()));
        }
        let clear = "http://wicken.example".parse::<Origin>();
        assert_eq!(clear, Err(OriginRefused::Clear("http://wicken.example".into())));
        assert!("https://wicken.example".parse::<Origin>().is_ok());
    }

    #[test]
    fn what_is_no_origin_is_told_so() {
        for text in ["wicken.example", "ftp://wicken.example", "https://", "https://a b"] {
            let refused = text.parse::<Origin>();
            assert_eq!(refused, Err(OriginRefused::Unreadable(text.into())), "{text}");
        }
    }
}
