//! Somebody's duty ends early.

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
    duty::{end_duty, list_roster},
};
use axum::extract::{Path, State};
use domain::ids::DutyId;

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
) -> Answer {
    let id: DutyId = asking.id_or_none(&id)?;
    let here = asking.clone();
    let (frame, duty) = site
        .read(&asking, move |ctx| {
            let team = list_roster(ctx)?.team.into_iter();
            let duty = team.filter(|duty| duty.may_end).find(|duty| duty.id == id);
            Ok((Frame::of(ctx, &here, "End somebody’s duty?")?, duty.ok_or(Error::NotFound)?))
        })
        .await?;
    let step = Step {
        heading: format!("End the duty of {}?", duty.name),
        sentences: vec![
            format!("It would end on {}.", words::instant(duty.hours.until)),
            "From then on they read nothing of the cases to which your team was called.".into(),
        ],
        button: "End it",
        is_warning: true,
        action: format!("/duty/{id}/end"),
        version: 1,
        back: "/duty".to_owned(),
    };
    confirm::show(frame, step)
}

pub(crate) async fn submit(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
    answers: Answers,
) -> Answer {
    let id: DutyId = asking.id(&id)?;
    site.change_once(&asking, &answers, move |ctx| end_duty(ctx, id)).await?;
    see("/duty?done=ended")
}
