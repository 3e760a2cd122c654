//! Links to review, for programs: the same pairs and the same evidence as on the pages.

pub(crate) mod answer;

use crate::{
    answer::{Answer, Problem},
    api::{Wrong, body::Id},
    asking::Asking,
    site::Site,
};
use app::{
    db::Cursor,
    person::review::{
        Alike, Brief, Changed, Decided, FigureMove, LinkStanding, Stake, WaitingCount,
        list_reviews, read_review,
    },
};
use axum::{
    Json,
    extract::{Query, State},
    response::IntoResponse,
};
use domain::ids::LinkId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Pairs of records that may be one person, first those on which most hangs.
#[derive(Serialize, ToSchema)]
pub(crate) struct Reviews {
    pairs: Vec<WaitingPair>,
    /// How many wait; counted up to 500.
    waiting: usize,
    /// Whether more wait than are counted.
    is_more: bool,
    /// Where the next page begins.
    next: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct WaitingPair {
    id: Uuid,
    /// What hangs on the answer: `repeat`, `victim` or `other`.
    stake: String,
    /// Figures take the two for one person already, because that is likely.
    counts_as_one: bool,
    /// From 0 to 1.
    probability: f64,
    /// Two.
    records: Vec<PairRecord>,
}

/// Where a record of a pair comes from, and nobody's name.
#[derive(Serialize, ToSchema)]
pub(crate) struct PairRecord {
    agency_name: String,
    /// `incident` or `referral`.
    kind: String,
    /// The sender's own.
    reference: String,
    /// What the person is in it, such as `victim`.
    party: String,
    /// The day of the report or referral.
    on: String,
}

/// One pair side by side, the evidence, and what would change.
#[derive(Serialize, ToSchema)]
pub(crate) struct Review {
    id: Uuid,
    /// Two.
    sides: Vec<ReviewSide>,
    places: ReviewPlaces,
    reasons: Vec<ReviewReason>,
    /// The sum of the reasons, in bits: each doubles the odds.
    weight: f64,
    /// From 0 to 1.
    probability: f64,
    model: String,
    model_made_at: String,
    is_one_person: bool,
    counts_as_one: bool,
    is_linked_by_itself: bool,
    /// One of the two was amended since: nothing can be decided on this evidence.
    is_amended: bool,
    /// False once linking has found otherwise: then nothing can be decided either.
    is_current: bool,
    /// `same` would join a victim to another case, and so waits for a second person.
    needs_second_person: bool,
    /// What would become a repeat or cease to be one by the answer that does not count today.
    changes: Vec<ReviewChange>,
    /// Figures that would move by it.
    figures: Vec<ReviewFigure>,
    decision: Option<ReviewDecision>,
    /// A change is still being worked in.
    is_being_worked_in: bool,
}

/// What one record says of who it is; never where they are.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReviewSide {
    record: PairRecord,
    given_names: Option<String>,
    family_name: Option<String>,
    other_names: Vec<String>,
    date_of_birth: Option<String>,
    /// In years, on the day of the report or referral.
    age: Option<i64>,
    sex: Option<String>,
    nhs_number: Option<String>,
    /// The agency's own number of the person.
    own_ref: Option<String>,
}

/// How what is sealed in both records is to each other: `same`, `similar`, `different` or
/// `not_held`; never what it is.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReviewPlaces {
    address: String,
    postcode: String,
    phone: String,
    email: String,
}

/// One part of the weight.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReviewReason {
    /// Such as `date_of_birth`.
    field: String,
    /// How the two agree in it, in words.
    level: String,
    /// In bits.
    weight: f64,
}

/// An incident, or a case by its first referral.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReviewChange {
    /// Such as `ni32`.
    indicator: String,
    reference: String,
    on: String,
    becomes_repeat: bool,
    /// What it would be a repeat of, or is; `null` where that is another agency's.
    earlier_reference: Option<String>,
    earlier_on: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ReviewFigure {
    indicator: String,
    /// Such as `2008/09`.
    year: String,
    area: String,
    /// By how many.
    repeats: i64,
    all: i64,
}

/// What was decided, and stands or has ended.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReviewDecision {
    /// Send it back to end it.
    id: Uuid,
    /// `same`, `different` or `unsure`.
    verdict: String,
    why: String,
    at: String,
    by: Option<String>,
    /// `in_force`, `waits_for_second` or `undecided`; `null` once it has ended.
    standing: Option<String>,
    confirmed_by: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Asked {
    after: Option<String>,
}

#[expect(clippy::cast_precision_loss, reason = "millionths and thousandths of small numbers")]
fn parts(number: i64, of: i64) -> f64 {
    number as f64 / of as f64
}

pub(crate) fn standing(standing: LinkStanding) -> &'static str {
    match standing {
        LinkStanding::InForce => "in_force",
        LinkStanding::WaitsForSecond => "waits_for_second",
        LinkStanding::Undecided => "undecided",
    }
}

fn alike(alike: Alike) -> String {
    let code = match alike {
        Alike::Same => "same",
        Alike::Similar => "similar",
        Alike::Different => "different",
        Alike::NotHeld => "not_held",
    };
    code.to_owned()
}

impl From<Brief> for PairRecord {
    fn from(brief: Brief) -> Self {
        PairRecord {
            agency_name: brief.agency,
            kind: if brief.is_referral { "referral" } else { "incident" }.to_owned(),
            reference: brief.reference,
            party: brief.role.code().to_owned(),
            on: brief.on.to_string(),
        }
    }
}

impl From<app::person::review::Waiting> for WaitingPair {
    fn from(waiting: app::person::review::Waiting) -> Self {
        let stake = match waiting.stake {
            Stake::Repeat => "repeat",
            Stake::Victim => "victim",
            Stake::Other => "other",
        };
        WaitingPair {
            id: waiting.id.uuid(),
            stake: stake.to_owned(),
            counts_as_one: waiting.counts_as_one,
            probability: parts(waiting.probability, 1_000_000),
            records: waiting.sides.map(PairRecord::from).into(),
        }
    }
}

impl From<app::person::review::Side> for ReviewSide {
    fn from(side: app::person::review::Side) -> Self {
        ReviewSide {
            record: side.from.into(),
            given_names: side.given_names,
            family_name: side.family_name,
            other_names: side.other_names,
            date_of_birth: side.date_of_birth.map(|day| day.to_string()),
            age: side.age,
            sex: side.sex.map(|sex| sex.code().to_owned()),
            nhs_number: side.nhs_number,
            own_ref: side.own_ref,
        }
    }
}

impl From<app::person::review::ReviewReason> for ReviewReason {
    fn from(reason: app::person::review::ReviewReason) -> Self {
        ReviewReason {
            field: reason.field,
            level: reason.level,
            weight: parts(reason.weight, 1_000),
        }
    }
}

impl From<Changed> for ReviewChange {
    fn from(changed: Changed) -> Self {
        let (earlier_reference, earlier_on) = changed.earlier.unzip();
        ReviewChange {
            indicator: changed.indicator.code().to_owned(),
            reference: changed.reference,
            on: changed.on.to_string(),
            becomes_repeat: changed.becomes_repeat,
            earlier_reference,
            earlier_on: earlier_on.map(|day| day.to_string()),
        }
    }
}

impl From<FigureMove> for ReviewFigure {
    fn from(figure: FigureMove) -> Self {
        let FigureMove { indicator, year, area, repeats, all } = figure;
        ReviewFigure { indicator: indicator.code().to_owned(), year, area, repeats, all }
    }
}

impl From<Decided> for ReviewDecision {
    fn from(decided: Decided) -> Self {
        ReviewDecision {
            id: decided.id,
            verdict: decided.verdict.code().to_owned(),
            standing: decided.standing().map(|stands| standing(stands).to_owned()),
            why: decided.why,
            at: decided.at.to_string(),
            by: decided.by_name,
            confirmed_by: decided.confirmed_by,
        }
    }
}

impl From<app::person::review::Review> for Review {
    fn from(review: app::person::review::Review) -> Self {
        let [address, postcode, phone, email] = review.places.map(alike);
        Review {
            id: review.id.uuid(),
            sides: review.sides.map(ReviewSide::from).into(),
            places: ReviewPlaces { address, postcode, phone, email },
            reasons: review.reasons.into_iter().map(ReviewReason::from).collect(),
            weight: parts(review.weight, 1_000),
            probability: parts(review.probability, 1_000_000),
            model: review.model,
            model_made_at: review.model_made_at.to_string(),
            is_one_person: review.is_one_person,
            counts_as_one: review.counts_as_one,
            is_linked_by_itself: review.is_linked_by_itself,
            is_amended: review.is_amended,
            is_current: review.is_current,
            needs_second_person: review.needs_second_person,
            changes: review.effect.changed.into_iter().map(ReviewChange::from).collect(),
            figures: review.effect.figures.into_iter().map(ReviewFigure::from).collect(),
            decision: review.decision.map(ReviewDecision::from),
            is_being_worked_in: review.is_being_worked_in,
        }
    }
}

/// The pairs that the account may review, nothing decided about them yet.
#[utoipa::path(
    get,
    path = "/api/v1/review",
    params(("after" = Option<String>, Query, description = "`next` of the page before")),
    responses(
        (status = 200, body = Reviews),
        (status = 400, body = Wrong),
        (status = 401, body = Wrong),
        (status = 404, body = Wrong),
        (status = 503, body = Wrong)
    )
)]
pub(crate) async fn list(
    State(site): State<Site>,
    asking: Asking,
    Query(asked): Query<Asked>,
) -> Answer {
    let after = asked.after.map(|text| text.parse::<Cursor>()).transpose();
    let after = after.map_err(|_| Problem::not_found(&asking))?;
    let (page, count, _) = site.read(&asking, move |ctx| list_reviews(ctx, after)).await?;
    let (waiting, is_more) = match count {
        WaitingCount::Exactly(count) => (count, false),
        WaitingCount::MoreThan(count) => (count, true),
    };
    let pairs = page.items.into_iter().map(WaitingPair::from).collect();
    let next = page.next.map(|cursor| cursor.to_string());
    Ok(Json(Reviews { pairs, waiting, is_more, next }).into_response())
}

/// One pair. A look at it is a look at both of its people.
#[utoipa::path(
    get,
    path = "/api/v1/review/{id}",
    params(("id" = Uuid, Path, description = "The pair's id")),
    responses(
        (status = 200, body = Review),
        (status = 401, body = Wrong),
        (status = 404, body = Wrong),
        (status = 503, body = Wrong)
    )
)]
pub(crate) async fn show(State(site): State<Site>, asking: Asking, Id(id): Id<LinkId>) -> Answer {
    let (review, _) = site.read(&asking, move |ctx| read_review(ctx, id)).await?;
    Ok(Json(Review::from(review)).into_response())
}
