//! "My account".

use crate::{
    answer::{Answer, page},
    asking::Asking,
    components::{SummaryList, SummaryRow},
    frame::Frame,
    site::Site,
    words,
};
use app::{session::Session, token::Token};
use askama::Template;
use axum::extract::{Query, State};
use std::collections::HashMap;

#[derive(Template)]
#[template(path = "user/account.html")]
struct Page {
    frame: Frame,
    summary: SummaryList,
    sessions: Vec<SessionRow>,
    tokens: Vec<TokenRow>,
}

struct SessionRow {
    id: String,
    device: String,
    made: String,
    seen: String,
    is_this: bool,
}

struct TokenRow {
    id: String,
    name: String,
    ends: String,
}

fn done(code: &str) -> Option<&'static str> {
    match code {
        "password" => Some("Your password is changed. Your other sessions are signed out."),
        "session-ended" => Some("That session is signed out."),
        "token-revoked" => Some("That token is revoked."),
        _ => None,
    }
}

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Query(query): Query<HashMap<String, String>>,
) -> Answer {
    let here = asking.clone();
    let made = site
        .read(&asking, move |ctx| {
            let frame = Frame::of(ctx, &here, "My account")?;
            let (user, _) = app::user::show_own_account(ctx)?;
            let sessions = app::session::list_own_sessions(ctx)?;
            let tokens = app::token::list_tokens(ctx)?;
            let summary = SummaryList::new()
                .row("Name", user.name.as_str())
                .row("E-mail address", user.email.as_str())
                .row("Agency", user.agency_name)
                .row("Role", user.role.words())
                .with_row(SummaryRow::new("Password", "Set").action(
                    "Change",
                    "/account/password",
                    "password",
                ))
                .with_row(SummaryRow::new("Recovery codes", "For when your phone is lost").action(
                    "Renew",
                    "/account/recovery-codes",
                    "recovery codes",
                ));
            Ok(Page {
                frame: frame.noting(query.get("done").and_then(|code| done(code))),
                summary,
                sessions: sessions.into_iter().map(session_row).collect(),
                tokens: tokens.into_iter().map(token_row).collect(),
            })
        })
        .await?;
    page(&made)
}

fn session_row(session: Session) -> SessionRow {
    SessionRow {
        id: session.id.to_string(),
        device: session.device,
        made: words::instant(session.made_at),
        seen: words::instant(session.seen_at),
        is_this: session.is_this,
    }
}

fn token_row(token: Token) -> TokenRow {
    TokenRow { id: token.id.to_string(), name: token.name, ends: words::instant(token.ends_at) }
}
