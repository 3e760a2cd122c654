//! Agreements, for programs.

use crate::{answer::Answer, api::Wrong, asking::Asking, site::Site};
use app::agreement::{AgreementLine, list_agreements};
use axum::{Json, extract::State, response::IntoResponse};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// What agencies have agreed to share.
#[derive(Serialize, ToSchema)]
pub(crate) struct Agreement {
    id: Uuid,
    title: String,
    purpose: String,
    /// `draft`, `ahead`, `in_force`, `due_for_review`, `run_out` or `ended`.
    standing: String,
    gateways: Vec<String>,
    /// The kinds of information.
    classes: Vec<String>,
    parties: Vec<AgreementParty>,
    /// Days, as 2026-11-24.
    from: String,
    until: Option<String>,
    review_on: String,
    ended_on: Option<String>,
}

/// An agency that an agreement is between.
#[derive(Serialize, ToSchema)]
pub(crate) struct AgreementParty {
    agency: Uuid,
    name: String,
    /// Nothing where it has not signed: it neither gives nor receives.
    signed_on: Option<String>,
}

impl From<AgreementLine> for Agreement {
    fn from(line: AgreementLine) -> Self {
        let terms = line.agreement.terms;
        let parties = line.agreement.parties.into_iter().zip(line.parties);
        Agreement {
            id: line.id.uuid(),
            title: terms.title.as_str().to_owned(),
            purpose: terms.purpose.as_str().to_owned(),
            standing: line.standing.code().to_owned(),
            gateways: terms.gateways.iter().map(|it| it.code().to_owned()).collect(),
            classes: terms.classes.iter().map(|it| it.code().to_owned()).collect(),
            parties: parties
                .map(|(party, name)| AgreementParty {
                    agency: party.agency.uuid(),
                    name,
                    signed_on: party.signed_on.map(|day| day.to_string()),
                })
                .collect(),
            from: terms.from.to_string(),
            until: terms.until.map(|day| day.to_string()),
            review_on: terms.review_on.to_string(),
            ended_on: line.agreement.ended_on.map(|day| day.to_string()),
        }
    }
}

/// Every agreement between agencies, ended ones too.
#[utoipa::path(
    get,
    path = "/api/v1/agreements",
    responses(
        (status = 200, body = [Agreement]),
        (status = 401, body = Wrong),
        (status = 503, body = Wrong)
    )
)]
pub(crate) async fn list(State(site): State<Site>, asking: Asking) -> Answer {
    let (lines, _) = site.read(&asking, list_agreements).await?;
    let agreements: Vec<Agreement> = lines.into_iter().map(Agreement::from).collect();
    Ok(Json(agreements).into_response())
}
