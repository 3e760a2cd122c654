//! An appointment to a MARAC ends.

use crate::{
    answer::{Answer, see},
    asking::Asking,
    confirm::{self, Step},
    form::Answers,
    frame::Frame,
    offer::offer,
    site::Site,
};
use app::{Error, marac::end_appointment};
use axum::extract::{Path, State};
use domain::{
    ids::{MaracId, OfficeId},
    policy::{Permission, Subject},
};

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Path(ids): Path<(String, String)>,
) -> Answer {
    let marac: MaracId = asking.id_or_none(&ids.0)?;
    let id: OfficeId = asking.id_or_none(&ids.1)?;
    let here = asking.clone();
    let (frame, name, appointed) = site
        .read(&asking, move |ctx| {
            offer(ctx, Permission::KeepMaracs, Subject::System)?;
            let (marac, _) = super::find(ctx, marac)?;
            let found = marac.appointed.into_iter().find(|appointed| appointed.id == id);
            let found = found.ok_or(Error::NotFound)?;
            Ok((Frame::of(ctx, &here, "End an appointment?")?, marac.name, found))
        })
        .await?;
    let address = format!("/maracs/{marac}/appointed/{id}/end");
    if !frame.is_fresh() {
        return see(&format!("/sign-in-again?next={address}"));
    }
    let part = appointed.part.words().to_lowercase();
    let step = Step {
        heading: format!("End the appointment of {} as {part} of {name}?", appointed.name),
        sentences: vec![
            "From then on they see none of its cases by it.".into(),
            "What nobody else may hear falls to a deputy, or to the MARAC that stands in.".into(),
        ],
        button: "End the appointment",
        is_warning: true,
        action: address,
        version: 0,
        back: "/maracs".into(),
    };
    confirm::show(frame, step)
}

pub(crate) async fn submit(
    State(site): State<Site>,
    asking: Asking,
    Path(ids): Path<(String, String)>,
    answers: Answers,
) -> Answer {
    let id: OfficeId = asking.id_or_none(&ids.1)?;
    site.change_once(&asking, &answers, move |ctx| end_appointment(ctx, id)).await?;
    see("/maracs?done=ended")
}
