//! An agency's part in a case ends, with a word why.

use crate::{
    answer::{Answer, Problem, mend, page, see},
    asking::Asking,
    components::{BackLink, Button, ErrorSummary, Textarea},
    form::{Answers, Errors},
    frame::Frame,
    site::Site,
    whereabouts::checked::{self, FreeText},
    words,
};
use app::{
    Error,
    involvement::{end_involvement, list_involvements},
};
use askama::Template;
use axum::extract::{Path, State};
use domain::{agreement::SharingWords, ids::InvolvementId};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "involvement/end.html")]
struct Page {
    frame: Frame,
    problem: Option<ErrorSummary>,
    back: BackLink,
    address: String,
    agency: String,
    why: FreeText,
    button: Button,
}

type Ids = (Uuid, InvolvementId);

async fn make(
    site: &Site,
    asking: &Asking,
    (case, id): Ids,
    (typed, errors): (&str, &Errors),
) -> Result<Page, Problem> {
    let here = asking.clone();
    let (frame, involved) = site
        .read(asking, move |ctx| {
            let found = list_involvements(ctx, case)?;
            let involved = found.standing.into_iter().find(|it| it.id == id);
            let involved = involved.ok_or(Error::NotFound)?;
            Ok((Frame::of(ctx, &here, "End an agency’s part in a case")?, involved))
        })
        .await?;
    Ok(Page {
        frame: frame.with_errors(errors),
        problem: ErrorSummary::when_any(errors),
        back: BackLink::new(format!("/cases/{case}/involved")),
        address: format!("/cases/{case}/involved/{id}/end"),
        agency: involved.agency_name,
        why: FreeText::new(
            Textarea::new("why", "Why it ends").value(typed).rows(3).error_from(errors),
            errors,
        ),
        button: Button::new("End its part").warning(),
    })
}

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Path(ids): Path<(String, String)>,
) -> Answer {
    let ids: Ids = asking.ids(&ids)?;
    page(&make(&site, &asking, ids, ("", &Errors::new())).await?)
}

pub(crate) async fn submit(
    State(site): State<Site>,
    asking: Asking,
    Path(ids): Path<(String, String)>,
    answers: Answers,
) -> Answer {
    let (case, id): Ids = asking.ids(&ids)?;
    let why = match SharingWords::parse(answers.get("why")) {
        Ok(why) => why,
        Err(refused) => {
            let errors = vec![("why", words::capital(&refused.to_string()))];
            let typed = answers.get("why");
            return mend(&make(&site, &asking, (case, id), (typed, &errors)).await?);
        }
    };
    let errors = checked::errors(&answers, &["why"]);
    if !errors.is_empty() {
        let typed = answers.get("why");
        return mend(&make(&site, &asking, (case, id), (typed, &errors)).await?);
    }
    let end = move |ctx: &mut app::Ctx<'_>| end_involvement(ctx, case, id, &why);
    site.change_once(&asking, &answers, end).await?;
    see(&format!("/cases/{case}/involved?done=ended"))
}
