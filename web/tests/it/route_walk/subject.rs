//! What a route is about, as seen from whoever asks.

use web::Route;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Subject {
    /// Nothing in particular.
    None,
    Own,
    Myself,
    Other,
    There,
    Gone,
    /// An id that was never given out: stands in for what may not be known.
    Unknown,
    /// What is no id at all.
    Broken,
}

impl Subject {
    pub fn word(self) -> &'static str {
        match self {
            Subject::None => "none",
            Subject::Own => "own",
            Subject::Myself => "self",
            Subject::Other => "other",
            Subject::There => "there",
            Subject::Gone => "gone",
            Subject::Unknown => "unknown",
            Subject::Broken => "broken",
        }
    }
}

/// What each route is tried with.
pub(super) fn of_route(route: &Route) -> &'static [Subject] {
    let path = route.path.trim_start_matches("/api/v1");
    match path.split('/').nth(1) {
        _ if !path.contains('{') => &[Subject::None],
        Some("agencies") => &[Subject::Own, Subject::Other],
        Some("users") => &[Subject::Own, Subject::Myself, Subject::Other],
        Some("account") => &[Subject::Own, Subject::Other],
        _ => &[Subject::There, Subject::Gone],
    }
}
