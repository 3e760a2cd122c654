//! The banner of a page that is read through a broken glass.

use crate::{components::Markup, frame::Frame, words};
use app::glass::LiveGlass;
use askama::Template;

#[derive(Template)]
#[template(path = "glass/banner.html")]
struct Banner {
    id: String,
    until: String,
    token: String,
}

/// Says that the glass is broken, until when, and that it was told; with a button that shuts it.
pub(crate) fn banner(frame: &Frame, live: &LiveGlass) -> Markup {
    Markup::of(&Banner {
        id: live.id.to_string(),
        until: words::instant(live.until),
        token: frame.token(),
    })
}
