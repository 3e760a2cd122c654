//! One's own password is changed.

use crate::{
    answer::{Answer, Problem, mend, page, see},
    asking::Asking,
    components::{BackLink, Button, ErrorSummary, PasswordInput},
    form::Answers,
    frame::Frame,
    site::Site,
};
use app::{Error, Refused, user::change_password};
use askama::Template;
use axum::extract::State;

#[derive(Template)]
#[template(path = "user/password.html")]
struct Page {
    frame: Frame,
    problem: Option<ErrorSummary>,
    back: BackLink,
    old: PasswordInput,
    new: PasswordInput,
    button: Button,
}

async fn make(site: &Site, asking: &Asking, errors: &[(&str, String)]) -> Result<Page, Problem> {
    let here = asking.clone();
    let frame = site
        .read(asking, move |ctx| {
            app::user::show_own_account(ctx)?;
            Frame::of(ctx, &here, "Change your password")
        })
        .await?;
    Ok(Page {
        frame: frame.with_errors(errors),
        problem: ErrorSummary::when_any(errors),
        back: BackLink::new("/account"),
        old: PasswordInput::new("old", "Password now").error_from(errors),
        new: PasswordInput::chosen("new", "New password")
            .hint("12 or more characters. Three random words will do.")
            .error_from(errors),
        button: Button::new("Change password"),
    })
}

pub(crate) async fn show(State(site): State<Site>, asking: Asking) -> Answer {
    let made = make(&site, &asking, &[]).await?;
    if !made.frame.is_fresh() {
        return see("/sign-in-again?next=/account/password");
    }
    page(&made)
}

pub(crate) async fn submit(State(site): State<Site>, asking: Asking, answers: Answers) -> Answer {
    let (old, new) = (answers.get("old").to_owned(), answers.get("new").to_owned());
    let changed =
        site.hash(&asking, move |app, visitor| change_password(app, visitor, &old, &new)).await;
    let error = match changed {
        Ok(()) => return see("/account?done=password"),
        Err(problem) => match problem.error {
            Error::Refused(Refused::WrongPassword) => {
                ("old", "Enter the password that you have now".to_owned())
            }
            Error::Refused(Refused::Password(refused)) => {
                ("new", crate::words::capital(&refused.to_string()))
            }
            _ => return Err(problem),
        },
    };
    mend(&make(&site, &asking, &[error]).await?)
}
