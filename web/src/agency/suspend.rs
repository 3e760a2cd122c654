//! An agency is suspended or restored.

use crate::{
    answer::{Answer, see},
    asking::Asking,
    confirm::{self, Step},
    form::Answers,
    frame::Frame,
    offer::offer,
    site::Site,
};
use app::agency::Agency;
use axum::extract::{Path, State};
use domain::{ids::AgencyId, policy::Permission};

async fn ask(
    site: &Site,
    asking: &Asking,
    id: &str,
    verb: &'static str,
    step: impl FnOnce(&Agency) -> Step + Send + 'static,
) -> Answer {
    let id: AgencyId = asking.id(id)?;
    let here = asking.clone();
    let (frame, agency) = site
        .read(asking, move |ctx| {
            let (agency, _) = app::agency::show_agency(ctx, id)?;
            offer(ctx, Permission::SuspendAgency, &agency)?;
            let title = if verb == "restore" { "Restore an agency?" } else { "Suspend an agency?" };
            Ok((Frame::of(ctx, &here, title)?, agency))
        })
        .await?;
    if !frame.is_fresh() {
        return see(&format!("/sign-in-again?next=/agencies/{id}/{verb}"));
    }
    confirm::show(frame, step(&agency))
}

pub(crate) async fn show_suspend(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
) -> Answer {
    let made = |agency: &Agency| Step {
        heading: format!("Suspend {}?", agency.name),
        sentences: vec![
            "None of its people can do anything from then on, also those who are signed in now."
                .into(),
            "Its records stay as they are.".into(),
        ],
        button: "Suspend the agency",
        is_warning: true,
        action: format!("/agencies/{}/suspend", agency.id),
        version: agency.version,
        back: format!("/agencies/{}", agency.id),
    };
    ask(&site, &asking, &id, "suspend", made).await
}

pub(crate) async fn submit_suspend(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
    answers: Answers,
) -> Answer {
    let id: AgencyId = asking.id(&id)?;
    let version = answers.seen_version();
    let suspend = move |ctx: &mut app::Ctx<'_>| app::agency::suspend_agency(ctx, id, version);
    site.change_once(&asking, &answers, suspend).await?;
    see(&format!("/agencies/{id}?done=suspended"))
}

pub(crate) async fn show_restore(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
) -> Answer {
    let made = |agency: &Agency| Step {
        heading: format!("Restore {}?", agency.name),
        sentences: vec!["Its people can use Wicken again, with the roles they had.".into()],
        button: "Restore the agency",
        is_warning: false,
        action: format!("/agencies/{}/restore", agency.id),
        version: agency.version,
        back: format!("/agencies/{}", agency.id),
    };
    ask(&site, &asking, &id, "restore", made).await
}

pub(crate) async fn submit_restore(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
    answers: Answers,
) -> Answer {
    let id: AgencyId = asking.id(&id)?;
    let version = answers.seen_version();
    let restore = move |ctx: &mut app::Ctx<'_>| app::agency::restore_agency(ctx, id, version);
    site.change_once(&asking, &answers, restore).await?;
    see(&format!("/agencies/{id}?done=restored"))
}
