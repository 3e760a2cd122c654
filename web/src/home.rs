//! The front page: for a stranger the way in, for whoever is signed in the way on.

use crate::{
    answer::{Answer, page},
    asking::Asking,
    components::Button,
    frame::{Frame, Part, parts},
    site::Site,
};
use app::Error;
use askama::Template;
use axum::extract::State;

#[derive(Template)]
#[template(path = "home.html")]
struct Page {
    frame: Frame,
    name: String,
    duty: &'static str,
    parts: Vec<&'static Part>,
}

#[derive(Template)]
#[template(path = "welcome.html")]
struct Welcome {
    frame: Frame,
    sign_in: Button,
}

pub(crate) async fn show(State(site): State<Site>, asking: Asking) -> Answer {
    let here = asking.clone();
    let found = site
        .read(&asking, move |ctx| {
            let frame = Frame::of(ctx, &here, "Home")?.asking(app::declaration::find_due(ctx)?);
            let signed = ctx.signed()?.clone();
            let own_parts = parts(ctx, &signed).into_iter().filter(|part| part.path != "/");
            let parts = own_parts.collect();
            app::user::show_own_account(ctx)?;
            Ok(Page { frame, name: signed.name.to_string(), duty: signed.role().duty(), parts })
        })
        .await;
    match found {
        Ok(home) => page(&home),
        Err(problem) if matches!(problem.error, Error::SignInNeeded) => {
            if site.app().is_demo() {
                return crate::demo::front::show(&site, &asking).await;
            }
            let frame = Frame::outside(&site, &asking, "Welcome");
            page(&Welcome { frame, sign_in: Button::link("Sign in", "/sign-in") })
        }
        Err(problem) => Err(problem),
    }
}
