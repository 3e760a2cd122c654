//! An invited person takes up the invitation.

use crate::{
    answer::{Answer, Problem, mend, page},
    asking::Asking,
    components::{Button, ErrorSummary, Input, Markup, PasswordInput},
    form::Answers,
    frame::Frame,
    site::Site,
};
use app::{
    Error, Refused,
    user::{Acceptance, accept_invitation, show_invitation},
};
use askama::Template;
use axum::extract::{Path, State};
use qrcode::QrCode;

#[derive(Template)]
#[template(path = "user/accept.html")]
struct Page {
    frame: Frame,
    problem: Option<ErrorSummary>,
    secret: String,
    name: String,
    email: String,
    code_address: String,
    code_secret: String,
    picture: Markup,
    password: PasswordInput,
    code: Input,
    button: Button,
}

#[derive(Template)]
#[template(path = "user/accepted.html")]
struct Accepted {
    frame: Frame,
    codes: Vec<String>,
    button: Button,
}

/// The squares of a QR code, as one path.
#[derive(Template)]
#[template(path = "user/qr.html")]
struct Picture {
    side: usize,
    path: String,
}

fn picture(address: &str) -> Result<Markup, Error> {
    let code = QrCode::new(address).map_err(|error| Error::Broken(error.to_string()))?;
    let (width, quiet) = (code.width(), 4);
    let mut path = String::new();
    for (index, colour) in code.to_colors().into_iter().enumerate() {
        if colour == qrcode::Color::Dark {
            let (x, y) = (index % width + quiet, index / width + quiet);
            path.push_str(&format!("M{x} {y}h1v1h-1z"));
        }
    }
    Ok(Markup::of(&Picture { side: width + 2 * quiet, path }))
}

async fn make(
    site: &Site,
    asking: &Asking,
    secret: String,
    errors: &[(&str, String)],
) -> Result<Page, Problem> {
    let (app, link) = (site.app().clone(), secret.clone());
    let found = tokio::task::spawn_blocking(move || show_invitation(&app, &link)).await;
    let invitation = found
        .map_err(|panic| Problem::of(asking, Error::Broken(panic.to_string())))?
        .map_err(|error| Problem::of(asking, error))?;
    Ok(Page {
        frame: Frame::outside(site, asking, "Welcome").with_errors(errors),
        problem: ErrorSummary::when_any(errors),
        secret,
        name: invitation.name.to_string(),
        email: invitation.email.to_string(),
        picture: picture(&invitation.code_address).map_err(|error| Problem::of(asking, error))?,
        code_address: invitation.code_address,
        code_secret: invitation.code_secret,
        password: PasswordInput::chosen("password", "Choose a password")
            .hint("12 or more characters. Three random words will do.")
            .error_from(errors),
        code: Input::digits("code", "Code from your app")
            .hint("6 digits")
            .autocomplete("one-time-code")
            .width(10)
            .error_from(errors),
        button: Button::new("Finish"),
    })
}

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Path(secret): Path<String>,
) -> Answer {
    page(&make(&site, &asking, secret, &[]).await?)
}

pub(crate) async fn submit(
    State(site): State<Site>,
    asking: Asking,
    Path(secret): Path<String>,
    answers: Answers,
) -> Answer {
    let acceptance = Acceptance {
        secret: secret.clone(),
        password: answers.get("password").to_owned(),
        code: answers.get("code").replace(' ', ""),
    };
    let accepted = site.hash(&asking, move |app, _| accept_invitation(app, acceptance)).await;
    let error = match accepted {
        Ok(accepted) => {
            return page(&Accepted {
                frame: Frame::outside(&site, &asking, "You can sign in now"),
                codes: accepted.recovery_codes,
                button: Button::link("Sign in", "/sign-in"),
            });
        }
        Err(problem) => match problem.error {
            Error::Refused(Refused::Password(refused)) => {
                ("password", crate::words::capital(&refused.to_string()))
            }
            Error::Refused(Refused::Code) => {
                ("code", "Enter the 6 digits that your app shows now".to_owned())
            }
            _ => return Err(problem),
        },
    };
    mend(&make(&site, &asking, secret, &[error]).await?)
}
