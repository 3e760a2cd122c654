//! A case is shut to a duty team before its hours are over.

use crate::{
    answer::{Answer, see},
    asking::Asking,
    confirm::{self, Step},
    form::Answers,
    frame::Frame,
    site::Site,
    words,
};
use app::{
    Error,
    duty::{end_call, list_calls},
};
use axum::extract::{Path, State};
use domain::ids::DutyCallId;
use uuid::Uuid;

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Path(ids): Path<(String, String)>,
) -> Answer {
    let (case, id): (Uuid, DutyCallId) = asking.ids(&ids)?;
    let here = asking.clone();
    let (frame, call) = site
        .read(&asking, move |ctx| {
            let call = list_calls(ctx, case)?.standing.into_iter().find(|call| call.id == id);
            Ok((Frame::of(ctx, &here, "Shut the case to them?")?, call.ok_or(Error::NotFound)?))
        })
        .await?;
    let step = Step {
        heading: format!("Shut the case to the duty team of {}?", call.agency_name),
        sentences: vec![
            format!("It would be shut to them on {}.", words::instant(call.until)),
            "From then on they read nothing of it.".into(),
        ],
        button: "Shut it",
        is_warning: true,
        action: format!("/cases/{case}/duty/{id}/end"),
        version: 1,
        back: format!("/cases/{case}/duty"),
    };
    confirm::show(frame, step)
}

pub(crate) async fn submit(
    State(site): State<Site>,
    asking: Asking,
    Path(ids): Path<(String, String)>,
    answers: Answers,
) -> Answer {
    let (case, id): (Uuid, DutyCallId) = asking.ids(&ids)?;
    site.change_once(&asking, &answers, move |ctx| end_call(ctx, case, id)).await?;
    see(&format!("/cases/{case}/duty?done=ended"))
}
