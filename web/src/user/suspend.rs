//! Someone is suspended, restored, or signed out everywhere.

use crate::{
    answer::{Answer, see},
    asking::Asking,
    confirm::{self, Step},
    form::Answers,
    frame::Frame,
    offer::offer,
    site::Site,
};
use app::user::User;
use axum::extract::{Path, State};
use domain::{ids::UserId, policy::Permission};

/// The page that asks whether to go on, with a step made from whom it is about.
pub(super) async fn ask(
    site: &Site,
    asking: &Asking,
    id: &str,
    (title, needs): (&'static str, Permission),
    step: impl FnOnce(&User) -> Step + Send + 'static,
) -> Answer {
    let id: UserId = asking.id(id)?;
    let here = asking.clone();
    let (frame, user) = site
        .read(asking, move |ctx| {
            let (user, _) = app::user::show_user(ctx, id)?;
            offer(ctx, needs, &user)?;
            Ok((Frame::of(ctx, &here, title)?, user))
        })
        .await?;
    confirm::show(frame, step(&user))
}

fn step(user: &User, heading: String, sentence: &str, button: &'static str, verb: &str) -> Step {
    Step {
        heading,
        sentences: vec![sentence.to_owned()],
        button,
        is_warning: true,
        action: format!("/users/{}/{verb}", user.id),
        version: user.version,
        back: format!("/users/{}", user.id),
    }
}

pub(crate) async fn show_suspend(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
) -> Answer {
    let made = |user: &User| {
        let heading = format!("Suspend the account of {}?", user.name);
        let sentence = "They are signed out at once and cannot sign in until someone who grants \
                        access restores the account.";
        step(user, heading, sentence, "Suspend the account", "suspend")
    };
    let about = ("Suspend an account", Permission::SuspendUser);
    ask(&site, &asking, &id, about, made).await
}

pub(crate) async fn submit_suspend(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
    answers: Answers,
) -> Answer {
    let id: UserId = asking.id(&id)?;
    site.change_once(&asking, &answers, move |ctx| app::user::suspend_user(ctx, id)).await?;
    see(&format!("/users/{id}?done=suspended"))
}

pub(crate) async fn show_restore(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
) -> Answer {
    let made = |user: &User| {
        let heading = format!("Restore the account of {}?", user.name);
        let sentence = "They can sign in again, with the role they had.";
        step(user, heading, sentence, "Restore the account", "restore")
    };
    let about = ("Restore an account", Permission::RestoreUser);
    ask(&site, &asking, &id, about, made).await
}

pub(crate) async fn submit_restore(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
    answers: Answers,
) -> Answer {
    let id: UserId = asking.id(&id)?;
    site.change_once(&asking, &answers, move |ctx| app::user::restore_user(ctx, id)).await?;
    see(&format!("/users/{id}?done=restored"))
}

pub(crate) async fn show_end_sessions(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
) -> Answer {
    let made = |user: &User| {
        let heading = format!("Sign {} out everywhere?", user.name);
        let sentence = "Every open session ends at once, and every token of theirs. They can \
                        sign in again.";
        step(user, heading, sentence, "Sign out everywhere", "end-sessions")
    };
    let about = ("Sign someone out", Permission::EndSessions);
    ask(&site, &asking, &id, about, made).await
}

pub(crate) async fn submit_end_sessions(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
    answers: Answers,
) -> Answer {
    let id: UserId = asking.id(&id)?;
    site.change_once(&asking, &answers, move |ctx| app::user::end_sessions(ctx, id)).await?;
    see(&format!("/users/{id}?done=sessions-ended"))
}
