//! New recovery codes for oneself.

use crate::{
    answer::{Answer, page, see},
    asking::Asking,
    confirm::{self, Step},
    form::Answers,
    frame::Frame,
    site::Site,
};
use askama::Template;
use axum::extract::State;

#[derive(Template)]
#[template(path = "user/recovery.html")]
struct Page {
    frame: Frame,
    codes: Vec<String>,
}

pub(crate) async fn show(State(site): State<Site>, asking: Asking) -> Answer {
    let here = asking.clone();
    let frame = site
        .read(&asking, move |ctx| {
            app::user::show_own_account(ctx)?;
            Frame::of(ctx, &here, "Renew your recovery codes")
        })
        .await?;
    if !frame.is_fresh() {
        return see("/sign-in-again?next=/account/recovery-codes");
    }
    let step = Step {
        heading: "Renew your recovery codes".into(),
        sentences: vec![
            "You get ten new codes. The old ones stop working at once.".into(),
            "Have a pen ready: they are shown once.".into(),
        ],
        button: "Show new codes",
        is_warning: false,
        action: "/account/recovery-codes".into(),
        version: 0,
        back: "/account".into(),
    };
    confirm::show(frame, step)
}

/// Not replayed: the codes are told once, and asking again makes new ones.
pub(crate) async fn submit(State(site): State<Site>, asking: Asking, _answers: Answers) -> Answer {
    let here = asking.clone();
    let made = site
        .change(&asking, move |ctx| {
            let codes = app::user::renew_recovery_codes(ctx)?;
            Ok(Page { frame: Frame::of(ctx, &here, "Your recovery codes")?, codes })
        })
        .await?;
    page(&made)
}
