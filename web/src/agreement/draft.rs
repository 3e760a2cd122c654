//! An agreement is drafted.

use super::classes::{chosen_classes, classes};
use crate::{
    answer::{Answer, Problem, mend, page, see},
    asking::Asking,
    components::{
        BackLink, Button, Checkboxes, Choice, DateInput, ErrorSummary, Input, Markup, Textarea,
    },
    form::{Answers, Errors, Typed, day},
    frame::Frame,
    offer::offer,
    site::Site,
    words,
};
use app::{
    Error, Refused,
    agency::{Agency, list_agencies},
    agreement::{NewAgreement, draft_agreement},
};
use askama::Template;
use axum::extract::State;
use domain::{
    agency::AgencyName,
    agreement::{AgreementTitle, Gateway, SharingWords, Terms, TermsRefused},
    ids::AgencyId,
    policy::{FieldClass, Permission, Subject},
};

#[derive(Template)]
#[template(path = "agreement/draft.html")]
struct Page {
    frame: Frame,
    problem: Option<ErrorSummary>,
    back: BackLink,
    title: Input,
    purpose: Textarea,
    parties: Checkboxes,
    classes: Checkboxes,
    gateways: Checkboxes,
    from: DateInput,
    until: DateInput,
    review: DateInput,
    button: Button,
}

async fn make(
    site: &Site,
    asking: &Asking,
    (typed, errors): (Typed<'_>, &Errors),
) -> Result<Page, Problem> {
    let here = asking.clone();
    let (frame, agencies) = site
        .read(asking, move |ctx| {
            offer(ctx, Permission::KeepAgreements, Subject::System)?;
            Ok((Frame::of(ctx, &here, "Draft an agreement")?, list_agencies(ctx)?))
        })
        .await?;
    Ok(Page {
        frame: frame.with_errors(errors),
        problem: ErrorSummary::when_any(errors),
        back: BackLink::new("/agreements"),
        title: Input::new("title", "Name").value(typed.get("title")).error_from(errors),
        purpose: Textarea::new("purpose", "What for")
            .hint("Nothing is shared for anything else.")
            .value(typed.get("purpose"))
            .rows(3)
            .error_from(errors),
        parties: parties(&agencies, typed).error_from(errors),
        classes: classes("What is shared besides", FieldClass::ALL, typed).error_from(errors),
        gateways: Checkboxes::new("gateway", "On what law")
            .hint("Each agency must be reached by one of them as a recipient.")
            .items(Gateway::ALL.iter().map(|gateway| (gateway.code(), gateway.words())))
            .values(typed.all("gateway"))
            .error_from(errors),
        from: typed.date("from", "First day").error_from(errors),
        until: typed.date("until", "Last day (leave empty if open-ended)").error_from(errors),
        review: typed.date("review", "By when to review it").error_from(errors),
        button: Button::new("Draft the agreement"),
    })
}

/// Each agency with a field that opens when it is chosen; without a script all of them are open.
fn parties(agencies: &[Agency], typed: Typed<'_>) -> Checkboxes {
    let mut boxes = Checkboxes::new("party", "Between which agencies")
        .hint("Each signs by its own data protection officer.");
    for agency in agencies {
        let name = format!("acts_for-{}", agency.id);
        let acts_for =
            Input::new(&name, "Authority on whose behalf it acts, if any").value(typed.get(&name));
        let mut choice = Choice::new(agency.id.to_string(), agency.name.as_str());
        choice.conditional.content = Markup::of(&acts_for).into();
        boxes = boxes.choice(choice);
    }
    boxes.values(typed.all("party"))
}

pub(crate) async fn show(State(site): State<Site>, asking: Asking) -> Answer {
    let made = make(&site, &asking, (Typed::default(), &Errors::new())).await?;
    if !made.frame.is_fresh() {
        return see("/sign-in-again?next=/agreements/new");
    }
    page(&made)
}

fn parse(answers: &Answers) -> Result<NewAgreement, Errors> {
    let mut errors = Errors::new();
    let title = AgreementTitle::parse(answers.get("title"))
        .map_err(|error| errors.push(("title", words::capital(&error.to_string()))));
    let purpose = SharingWords::parse(answers.get("purpose"))
        .map_err(|error| errors.push(("purpose", words::capital(&error.to_string()))));
    let parties =
        parse_parties(answers).map_err(|why| errors.push(("party", words::capital(&why))));
    let mut date = |name: &'static str, field: &'static str, is_needed: bool| match (
        day(answers, name),
        is_needed,
    ) {
        (Ok(None), true) => {
            errors.push((field, "Enter a day, month and year.".to_owned()));
            None
        }
        (Ok(day), _) => day,
        (Err(why), _) => {
            errors.push((field, why));
            None
        }
    };
    let from = date("from", "from-day", true);
    let until = date("until", "until-day", false);
    let review = date("review", "review-day", true);
    if !errors.is_empty() {
        return Err(errors);
    }
    match (title, purpose, parties, from, review) {
        (Ok(title), Ok(purpose), Ok(parties), Some(from), Some(review_on)) => {
            let gateways = answers.all("gateway").filter_map(Gateway::from_code).collect();
            let classes = chosen_classes(answers);
            let terms = Terms { title, purpose, gateways, classes, from, until, review_on };
            Ok(NewAgreement { terms, parties })
        }
        _ => Err(errors),
    }
}

type Parties = Vec<(AgencyId, Option<AgencyName>)>;

fn parse_parties(answers: &Answers) -> Result<Parties, String> {
    let ids = answers.all("party").filter_map(|id| id.parse::<AgencyId>().ok());
    let party = |id: AgencyId| {
        let typed = answers.get(&format!("acts_for-{id}")).trim().to_owned();
        let acts_for = (!typed.is_empty()).then(|| AgencyName::parse(&typed)).transpose();
        Ok((id, acts_for.map_err(|error| error.to_string())?))
    };
    ids.map(party).collect()
}

fn field_of(refused: TermsRefused) -> &'static str {
    match refused {
        TermsRefused::LacksBasis => "class",
        TermsRefused::NoGateway | TermsRefused::NotReached => "gateway",
        TermsRefused::TooFewParties => "party",
        TermsRefused::EndsBeforeItBegins => "until-day",
        TermsRefused::ReviewBeforeItBegins => "review-day",
    }
}

pub(crate) async fn submit(State(site): State<Site>, asking: Asking, answers: Answers) -> Answer {
    let typed = Typed(Some(&answers));
    let new = match parse(&answers) {
        Ok(new) => new,
        Err(errors) => return mend(&make(&site, &asking, (typed, &errors)).await?),
    };
    match site.change_once(&asking, &answers, move |ctx| draft_agreement(ctx, new)).await {
        Ok(id) => see(&format!("/agreements/{id}?done=drafted")),
        Err(Problem { error: Error::Refused(Refused::Terms(refused)), .. }) => {
            let errors = vec![(field_of(refused), words::capital(&refused.to_string()))];
            mend(&make(&site, &asking, (typed, &errors)).await?)
        }
        Err(problem) => Err(problem),
    }
}
