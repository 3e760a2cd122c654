//! An agreement was reviewed.

use crate::{
    answer::{Answer, Problem, mend, page, see},
    asking::Asking,
    components::{BackLink, Button, DateInput, ErrorSummary, Textarea},
    form::{Answers, Errors, Typed, day},
    frame::Frame,
    offer::offer,
    site::Site,
    words,
};
use app::{
    Error, Refused,
    agreement::{NewReview, read_agreement, review_agreement},
};
use askama::Template;
use axum::extract::{Path, State};
use domain::{
    agreement::SharingWords,
    ids::AgreementId,
    policy::{Permission, Subject},
};

#[derive(Template)]
#[template(path = "agreement/review.html")]
struct Page {
    frame: Frame,
    problem: Option<ErrorSummary>,
    back: BackLink,
    id: String,
    version: i64,
    title: String,
    words: Textarea,
    next: DateInput,
    button: Button,
}

async fn make(
    site: &Site,
    asking: &Asking,
    id: AgreementId,
    (typed, errors): (Typed<'_>, &Errors),
) -> Result<Page, Problem> {
    let here = asking.clone();
    let (frame, file) = site
        .read(asking, move |ctx| {
            let file = read_agreement(ctx, id)?;
            offer(ctx, Permission::KeepAgreements, Subject::System)?;
            Ok((Frame::of(ctx, &here, "Record a review")?, file))
        })
        .await?;
    Ok(Page {
        frame: frame.with_errors(errors),
        problem: ErrorSummary::when_any(errors),
        back: BackLink::new(format!("/agreements/{id}")),
        id: id.to_string(),
        version: file.version,
        title: file.agreement.terms.title.as_str().to_owned(),
        words: Textarea::new("words", "What came of the review")
            .value(typed.get("words"))
            .rows(3)
            .error_from(errors),
        next: typed.date("next", "By when to review it again").error_from(errors),
        button: Button::new("Record the review"),
    })
}

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
) -> Answer {
    let id: AgreementId = asking.id(&id)?;
    let made = make(&site, &asking, id, (Typed::default(), &Errors::new())).await?;
    if !made.frame.is_fresh() {
        return see(&format!("/sign-in-again?next=/agreements/{id}/review"));
    }
    page(&made)
}

fn parse(answers: &Answers) -> Result<NewReview, Errors> {
    let mut errors = Errors::new();
    let words = SharingWords::parse(answers.get("words"))
        .map_err(|error| errors.push(("words", words::capital(&error.to_string()))));
    let next = match day(answers, "next") {
        Ok(Some(next)) => Some(next),
        Ok(None) => {
            errors.push(("next-day", "Enter the day of the next review.".to_owned()));
            None
        }
        Err(why) => {
            errors.push(("next-day", why));
            None
        }
    };
    match (words, next) {
        (Ok(words), Some(review_on)) => {
            Ok(NewReview { seen_version: answers.seen_version(), review_on, words })
        }
        _ => Err(errors),
    }
}

pub(crate) async fn submit(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
    answers: Answers,
) -> Answer {
    let id: AgreementId = asking.id(&id)?;
    let typed = Typed(Some(&answers));
    let new = match parse(&answers) {
        Ok(new) => new,
        Err(errors) => return mend(&make(&site, &asking, id, (typed, &errors)).await?),
    };
    let review = move |ctx: &mut app::Ctx<'_>| review_agreement(ctx, id, &new);
    match site.change_once(&asking, &answers, review).await {
        Ok(_) => see(&format!("/agreements/{id}?done=reviewed")),
        Err(Problem { error: Error::Refused(refused @ Refused::ReviewPast), .. }) => {
            let errors = vec![("next-day", words::capital(&refused.to_string()))];
            mend(&make(&site, &asking, id, (typed, &errors)).await?)
        }
        Err(problem) => Err(problem),
    }
}
