//! An exclusion ends, with a word why.

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
    Error, Refused,
    exclusion::{end_exclusion, list_exclusions},
};
use askama::Template;
use axum::extract::{Path, State};
use domain::{exclusion::ExclusionWords, ids::PersonId};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "exclusion/end.html")]
struct Page {
    frame: Frame,
    problem: Option<ErrorSummary>,
    back: BackLink,
    address: String,
    who: String,
    why: FreeText,
    button: Button,
}

type Ids = (PersonId, Uuid);

async fn make(
    site: &Site,
    asking: &Asking,
    (person, id): Ids,
    (typed, errors): (&str, &Errors),
) -> Result<Page, Problem> {
    let here = asking.clone();
    let (frame, exclusion) = site
        .read(asking, move |ctx| {
            let found = list_exclusions(ctx, person)?;
            let exclusion = found.standing.into_iter().find(|it| it.id == id);
            let exclusion = exclusion.ok_or(Error::NotFound)?;
            Ok((Frame::of(ctx, &here, "End an exclusion")?, exclusion))
        })
        .await?;
    Ok(Page {
        frame: frame.with_errors(errors),
        problem: ErrorSummary::when_any(errors),
        back: BackLink::new(format!("/people/{person}/exclusions")),
        address: format!("/people/{person}/exclusions/{id}/end"),
        who: format!("{}, {}", exclusion.user_name, exclusion.agency_name),
        why: FreeText::new(why(typed, errors), errors).about(person),
        button: Button::new("End the exclusion").warning(),
    })
}

fn why(typed: &str, errors: &Errors) -> Textarea {
    Textarea::new("why", "Why it can end")
        .hint("It is kept with the exclusion.")
        .value(typed)
        .rows(3)
        .error_from(errors)
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
    let ids: Ids = asking.ids(&ids)?;
    let typed = answers.get("why").to_owned();
    let why = match ExclusionWords::parse(&typed) {
        Ok(why) => why,
        Err(refused) => {
            let errors = vec![("why", words::capital(&refused.to_string()))];
            return mend(&make(&site, &asking, ids, (&typed, &errors)).await?);
        }
    };
    let errors = checked::errors(&answers, &["why"]);
    if !errors.is_empty() {
        return mend(&make(&site, &asking, ids, (&typed, &errors)).await?);
    }
    let (person, id) = ids;
    let ended =
        site.change_once(&asking, &answers, move |ctx| end_exclusion(ctx, person, id, &why)).await;
    match ended {
        Ok(()) => see(&format!("/people/{person}/exclusions?done=ended")),
        Err(Problem { error: Error::Refused(refused @ Refused::OwnExclusion), .. }) => {
            let errors = vec![("why", words::capital(&refused.to_string()))];
            mend(&make(&site, &asking, ids, (&typed, &errors)).await?)
        }
        Err(problem) => Err(problem),
    }
}
