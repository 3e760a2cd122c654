//! The dialog that `assets/session.js` opens before a session ends, asleep until then.
//!
//! The page's `body` says how long: `data-session-ends-in-seconds`, `data-session-warn-seconds`
//! (300 if not said); and the page holds the form with the id `sign-out`.

use askama::Template;

#[derive(Clone, Copy, Debug, Default, Template)]
#[template(path = "components/session_warning.html")]
pub struct SessionWarning;

shown!(SessionWarning);
