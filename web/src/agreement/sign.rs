//! An agency's data protection officer signs an agreement.

use crate::{
    answer::{Answer, see},
    asking::Asking,
    confirm::{self, Step},
    form::Answers,
    frame::Frame,
    offer::offer,
    site::Site,
};
use app::agreement::{read_agreement, sign_agreement};
use axum::extract::{Path, State};
use domain::{
    ids::AgreementId,
    policy::{Permission, Subject},
};

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
) -> Answer {
    let id: AgreementId = asking.id(&id)?;
    let here = asking.clone();
    let (frame, file) = site
        .read(&asking, move |ctx| {
            let file = read_agreement(ctx, id)?;
            let own = Subject::Agency { id: ctx.signed()?.actor.agency, active: true };
            offer(ctx, Permission::SignAgreement, own)?;
            Ok((Frame::of(ctx, &here, "Sign an agreement?")?, file))
        })
        .await?;
    if !frame.is_fresh() {
        return see(&format!("/sign-in-again?next=/agreements/{id}/sign"));
    }
    let title = file.agreement.terms.title.as_str();
    let parties: Vec<&str> = file.parties.iter().map(|line| line.name.as_str()).collect();
    let step = Step {
        heading: format!("Sign “{title}” for your agency?"),
        sentences: vec![
            format!("It is between {}.", parties.join(", ")),
            "Once another agency has signed too, each of the two reads what the agreement names \
             in the cases on which it works and which the other holds."
                .into(),
            "Your name stands under it.".into(),
        ],
        button: "Sign the agreement",
        is_warning: false,
        action: format!("/agreements/{id}/sign"),
        version: 0,
        back: format!("/agreements/{id}"),
    };
    confirm::show(frame, step)
}

pub(crate) async fn submit(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
    answers: Answers,
) -> Answer {
    let id: AgreementId = asking.id(&id)?;
    site.change_once(&asking, &answers, move |ctx| sign_agreement(ctx, id)).await?;
    see(&format!("/agreements/{id}?done=signed"))
}
