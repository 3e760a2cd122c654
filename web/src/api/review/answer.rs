//! What a program answers about a pair, and takes back. Whom a decision waits for confirms it on
//! the page: the second person is to look at the two records too.

use super::standing;
use crate::{
    answer::{Answer, Problem},
    api::{
        Wrong,
        body::{Id, Sent},
        schema,
    },
    asking::Asking,
    site::Site,
};
use app::{
    Error, Refused,
    person::review::{LinkAnswer, Verdict, decide_link, end_decision},
};
use axum::{Json, extract::State, response::IntoResponse};
use domain::{ids::LinkId, whereabouts::find_in_text};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DecideReview {
    #[schema(schema_with = schema::verdict)]
    verdict: String,
    /// Whoever asks later reads this. It must not tell where anybody lives.
    #[schema(schema_with = schema::why)]
    why: String,
    /// Somebody has looked whether `why` tells where anybody is.
    #[serde(default)]
    why_checked: bool,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EndReview {
    /// The decision that was read.
    decision: Uuid,
    #[schema(schema_with = schema::why)]
    why: String,
    /// Somebody has looked whether `why` tells where anybody is.
    #[serde(default)]
    why_checked: bool,
}

/// What a decision does from now on.
#[derive(Serialize, ToSchema)]
pub(crate) struct Decision {
    /// `in_force`, `waits_for_second` or `undecided`.
    standing: String,
}

/// The decision has ended.
#[derive(Serialize, ToSchema)]
pub(crate) struct DecisionEnded {
    ended: bool,
}

/// Asked last, so that whoever may not decide learns that and nothing else.
fn look_through(why: &str, is_checked: bool) -> Result<(), Error> {
    match is_checked || find_in_text(why).is_empty() {
        true => Ok(()),
        false => Err(Refused::TellsWhere.into()),
    }
}

/// Says of a pair that the two are one person, or two, or that it cannot be told. `same` that
/// would join a victim to another case waits for a second person.
#[utoipa::path(
    post,
    path = "/api/v1/review/{id}/decide",
    params(
        ("id" = Uuid, Path, description = "The pair's id"),
        ("Idempotency-Key" = Uuid, Header, description = "New for each change")
    ),
    request_body = DecideReview,
    responses(
        (status = 200, body = Decision),
        (status = 400, body = Wrong),
        (status = 401, body = Wrong),
        (status = 404, body = Wrong),
        (status = 409, body = Wrong),
        (status = 413, body = Wrong),
        (status = 415, body = Wrong),
        (status = 422, body = Wrong),
        (status = 503, body = Wrong)
    )
)]
pub(crate) async fn decide(
    State(site): State<Site>,
    asking: Asking,
    Id(id): Id<LinkId>,
    sent: Sent<DecideReview>,
) -> Answer {
    let DecideReview { verdict, why, why_checked } = sent.body;
    let verdict = Verdict::from_code(&verdict)
        .ok_or_else(|| Problem::of(&asking, Error::Refused(Refused::LinkVerdict)))?;
    let answer = LinkAnswer { verdict, why };
    let decide = move |ctx: &mut app::Ctx<'_>| {
        let stands = decide_link(ctx, id, &answer)?;
        look_through(&answer.why, why_checked)?;
        Ok(stands)
    };
    let stands = site.change_keyed(&asking, sent.key, decide).await?;
    Ok(Json(Decision { standing: standing(stands).to_owned() }).into_response())
}

/// Undoes a decision about a pair: everything is again as if it had never been made.
#[utoipa::path(
    post,
    path = "/api/v1/review/{id}/end",
    params(
        ("id" = Uuid, Path, description = "The pair's id"),
        ("Idempotency-Key" = Uuid, Header, description = "New for each change")
    ),
    request_body = EndReview,
    responses(
        (status = 200, body = DecisionEnded),
        (status = 400, body = Wrong),
        (status = 401, body = Wrong),
        (status = 404, body = Wrong),
        (status = 409, body = Wrong),
        (status = 413, body = Wrong),
        (status = 415, body = Wrong),
        (status = 422, body = Wrong),
        (status = 503, body = Wrong)
    )
)]
pub(crate) async fn end(
    State(site): State<Site>,
    asking: Asking,
    Id(id): Id<LinkId>,
    sent: Sent<EndReview>,
) -> Answer {
    let EndReview { decision, why, why_checked } = sent.body;
    let end = move |ctx: &mut app::Ctx<'_>| {
        end_decision(ctx, id, decision, &why)?;
        look_through(&why, why_checked)
    };
    site.change_keyed(&asking, sent.key, end).await?;
    Ok(Json(DecisionEnded { ended: true }).into_response())
}
