//! Someone is given a new start at signing in.

use crate::{
    answer::{Answer, page},
    asking::Asking,
    confirm::Step,
    form::Answers,
    frame::Frame,
    site::Site,
    user::{invite::Told, suspend::ask},
};
use app::user::User;
use axum::extract::{Path, State};
use domain::{ids::UserId, policy::Permission};

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
) -> Answer {
    let made = |user: &User| Step {
        heading: format!("Give {} a new start at signing in?", user.name),
        sentences: vec![
            "Do this only for someone whom you know by sight or voice, and who has lost their \
             phone or their password."
                .into(),
            "They are signed out everywhere. You get a link for them: whoever opens it can use \
             their account, so hand it to nobody else."
                .into(),
        ],
        button: "Make the link",
        is_warning: true,
        action: format!("/users/{}/reset-sign-in", user.id),
        version: user.version,
        back: format!("/users/{}", user.id),
    };
    let about = ("A new start at signing in", Permission::ResetSignIn);
    ask(&site, &asking, &id, about, made).await
}

pub(crate) async fn submit(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
    answers: Answers,
) -> Answer {
    let id: UserId = asking.id(&id)?;
    let invited =
        site.change_once(&asking, &answers, move |ctx| app::user::reset_sign_in(ctx, id)).await?;
    let here = asking.clone();
    let (frame, name) = site
        .read(&asking, move |ctx| {
            let (user, _) = app::user::show_user(ctx, id)?;
            Ok((Frame::of(ctx, &here, "The link")?, user.name.to_string()))
        })
        .await?;
    page(&Told::new(&site, frame, name, &invited))
}
