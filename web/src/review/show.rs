//! One pair side by side: the evidence, what would change, and the answer.

use super::{
    sides::{changes, evidence, figures, places, side_by_side},
    telling::{asked, bits, percent, stands, verdict_tag},
    waterfall::Waterfall,
};
use crate::{
    answer::{Answer, Problem, mend, page, see},
    asking::Asking,
    charts::Figure,
    components::{BackLink, Button, Choice, ErrorSummary, Radios, SummaryList, Table, Textarea},
    form::{Answers, Errors},
    frame::Frame,
    site::Site,
    whereabouts::checked::{self, FreeText},
    words,
};
use app::{
    Error, Refused,
    person::review::{LinkAnswer, LinkStanding, Review, Verdict, decide_link, read_review},
};
use askama::Template;
use axum::extract::{Path, State};
use domain::ids::LinkId;

#[derive(Template)]
#[template(path = "review/show.html")]
struct Page {
    frame: Frame,
    problem: Option<ErrorSummary>,
    back: BackLink,
    id: String,
    finding: String,
    sides: Table,
    places: Table,
    figure: Figure,
    model: String,
    changes: Vec<String>,
    figures: Option<Table>,
    form: Option<Form>,
    standing: Option<Standing>,
    asked: &'static str,
    /// What they are not taken for in figures: "one person" or "two people".
    otherwise: &'static str,
    is_current: bool,
    is_amended: bool,
    because: String,
}

struct Form {
    verdict: Radios,
    why: FreeText,
    button: Button,
}

struct Standing {
    summary: SummaryList,
    decision: String,
    confirm: Option<Button>,
    may_end: bool,
}

#[derive(Default)]
struct Typed {
    verdict: String,
    why: String,
}

async fn make(
    site: &Site,
    asking: &Asking,
    id: LinkId,
    typed: &Typed,
    errors: &Errors,
) -> Result<Page, Problem> {
    let here = asking.clone();
    let (frame, review, because) = site
        .read(asking, move |ctx| {
            let (review, basis) = read_review(ctx, id)?;
            let frame = Frame::of(ctx, &here, "Are these two records one person?")?;
            Ok((frame, review, basis.words()))
        })
        .await?;
    let is_open = review.decision.is_none() && review.is_current && !review.is_amended;
    Ok(Page {
        frame: frame.with_errors(errors),
        problem: ErrorSummary::when_any(errors),
        back: BackLink::new("/review"),
        id: id.to_string(),
        finding: finding(&review),
        sides: side_by_side(&review),
        places: places(&review),
        figure: figure(&review),
        model: model(&review),
        changes: changes(&review.effect),
        figures: figures(&review.effect),
        form: is_open.then(|| form(&review, typed, errors)),
        standing: standing(&review),
        asked: asked(&review),
        otherwise: if review.counts_as_one { "two people" } else { "one person" },
        is_current: review.is_current,
        is_amended: review.is_amended,
        because,
    })
}

/// `Linkage gives them 90.0%: 6.5 bits for one person`
fn finding(review: &Review) -> String {
    let (chance, weight) = (percent(review.probability), bits(review.weight));
    format!("Linkage gives them a chance of {chance}: {weight} bits")
}

fn model(review: &Review) -> String {
    let made = words::instant(review.model_made_at);
    format!("Weighed by {}, with what it had learnt by {made}.", review.model)
}

fn figure(review: &Review) -> Figure {
    let drawing = Waterfall::draw(finding(review), &review.reasons, review.weight);
    let caption = "What speaks for one person, and what against. Each bit doubles the odds.";
    Figure::new(drawing, caption, evidence(review))
}

fn form(review: &Review, typed: &Typed, errors: &Errors) -> Form {
    let same = match review.needs_second_person {
        true => "It joins a victim to another case, so a second person confirms it.",
        false => "All that is known of the two is one person's from then on.",
    };
    let different = match (review.is_one_person, review.counts_as_one) {
        (true, _) => "They are taken apart, and everything that hung on it is worked out anew.",
        (false, true) => "Figures no longer take them for one, and are worked out anew.",
        (false, false) => "They stay two, whatever linkage finds later.",
    };
    let unsure = "The pair leaves the list, and nobody is joined or parted.";
    let verdict = Radios::new("verdict", "Are they one person?")
        .choice(Choice::new("same", "One person").hint(same))
        .choice(Choice::new("different", "Two people").hint(different))
        .choice(Choice::new("unsure", "Not sure").hint(unsure))
        .value(&typed.verdict)
        .error_from(errors);
    let why = Textarea::new("why", "Why?")
        .hint("Whoever asks later reads this. Do not write where anybody lives.")
        .rows(3)
        .value(&typed.why)
        .error_from(errors);
    let button = Button::new("Keep the answer").attribute("data-prevent-double-click", "true");
    Form { verdict, why: FreeText::new(why, errors), button }
}

fn standing(review: &Review) -> Option<Standing> {
    let decided = review.decision.as_ref()?;
    let by = decided.by_name.as_deref().unwrap_or("someone no longer known");
    let summary = SummaryList::new()
        .row("Answer", verdict_tag(decided))
        .row("By", by)
        .row("When", words::instant(decided.at))
        .row("Why", decided.why.as_str())
        .row("State", stands(decided, review.is_being_worked_in));
    let confirm = Button::new("Confirm that they are one person")
        .attribute("data-prevent-double-click", "true");
    Some(Standing {
        summary,
        decision: decided.id.to_string(),
        confirm: review.may_confirm.then_some(confirm),
        may_end: decided.ended_at.is_none(),
    })
}

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
) -> Answer {
    let id: LinkId = asking.id(&id)?;
    page(&make(&site, &asking, id, &Typed::default(), &Errors::new()).await?)
}

pub(crate) async fn submit(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
    answers: Answers,
) -> Answer {
    let id: LinkId = asking.id(&id)?;
    let typed =
        Typed { verdict: answers.get("verdict").to_owned(), why: answers.get("why").to_owned() };
    let mut errors = Errors::new();
    let verdict = Verdict::from_code(&typed.verdict);
    if verdict.is_none() {
        errors.push(("verdict", "Say whether they are one person.".to_owned()));
    }
    if typed.why.trim().is_empty() {
        errors.push(("why", "Say why.".to_owned()));
    }
    errors.extend(checked::errors(&answers, &["why"]));
    let Some(verdict) = verdict.filter(|_| errors.is_empty()) else {
        return mend(&make(&site, &asking, id, &typed, &errors).await?);
    };
    let answer = LinkAnswer { verdict, why: typed.why.clone() };
    let kept = site.change_once(&asking, &answers, move |ctx| decide_link(ctx, id, &answer)).await;
    match kept {
        Ok(LinkStanding::WaitsForSecond) => see("/review?done=waits"),
        Ok(LinkStanding::InForce | LinkStanding::Undecided) => {
            see(&format!("/review?done={}", verdict.code()))
        }
        Err(Problem { error: Error::Refused(refused @ Refused::LinkWhy), .. }) => {
            let errors = vec![("why", words::capital(&refused.to_string()))];
            mend(&make(&site, &asking, id, &typed, &errors).await?)
        }
        Err(problem) => Err(problem),
    }
}
