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
use domain::policy::{Permission, Subject};
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
        "password" => Some(
            "Your password is changed. Your other sessions are signed out. Your tokens have \
             ended.",
        ),
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
            let declares = declares(ctx)?;
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
            let summary = match declares {
                true => summary.with_row(
                    SummaryRow::new("Declaration", "Whom you know, once a year").action(
                        "Declare",
                        "/account/declaration",
                        "whom you know",
                    ),
                ),
                false => summary,
            };
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

/// Whether there is anything for the asker to declare.
fn declares(ctx: &app::Ctx<'_>) -> Result<bool, app::Error> {
    let actor = ctx.signed()?.actor;
    let own = Subject::User { id: actor.id, agency: actor.agency, role: actor.role };
    Ok(ctx.would_permit(Permission::DeclareConflicts, own))
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
