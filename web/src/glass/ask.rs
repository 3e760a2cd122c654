//! The form by which somebody breaks the glass for the person before them.

use crate::{
    answer::{Answer, Problem, mend, page, see},
    asking::Asking,
    components::{
        Button, DateInput, ErrorSummary, Input, Radios, SummaryList, Textarea, WarningText,
    },
    form::{Answers, Errors},
    frame::Frame,
    site::Site,
    whereabouts::checked::{self, FreeText},
    words,
};
use app::{
    Error, Refused,
    glass::{GlassAnswer, GlassRequest, LiveGlass, break_glass, offer_glass},
    person::BirthPart,
};
use askama::Template;
use axum::extract::State;
use domain::glass::{GlassReason, GlassWords};
use jiff::civil::Date;

#[derive(Template)]
#[template(path = "glass/ask.html")]
struct Page {
    frame: Frame,
    problem: Option<ErrorSummary>,
    live: Vec<SummaryList>,
    warning: WarningText,
    given_names: Input,
    family_name: Input,
    born: DateInput,
    reason: Radios,
    words: FreeText,
    button: Button,
    because: String,
}

#[derive(Debug, Clone, Default)]
struct Typed {
    given_names: String,
    family_name: String,
    born: [String; 3],
    reason: String,
    words: String,
}

impl Typed {
    fn of(answers: &Answers) -> Typed {
        let get = |name| answers.get(name).trim().to_owned();
        Typed {
            given_names: get("given_names"),
            family_name: get("family_name"),
            born: ["born-day", "born-month", "born-year"].map(get),
            reason: get("reason"),
            words: get("words"),
        }
    }

    fn request(&self) -> Result<GlassRequest, Errors> {
        let mut errors = Errors::new();
        for (field, text) in
            [("given_names", &self.given_names), ("family_name", &self.family_name)]
        {
            if text.is_empty() {
                errors.push((field, capital(Refused::GlassWhom)));
            }
        }
        let born = self.day();
        if born.is_none() {
            errors.push(("born-day", capital(Refused::GlassWhom)));
        }
        let reason = GlassReason::from_code(&self.reason);
        if reason.is_none() {
            errors.push(("reason", capital(Refused::GlassReason)));
        }
        let said = GlassWords::parse(&self.words);
        let said = said.map_err(|why| errors.push(("words", capital(why.into()))));
        match (born, reason, said) {
            (Some(born), Some(reason), Ok(words)) if errors.is_empty() => {
                let names = (self.given_names.as_str(), self.family_name.as_str());
                let request = GlassRequest::new(names, born, (reason, words));
                request.map_err(|refused| vec![("given_names", capital(refused))])
            }
            _ => Err(errors),
        }
    }

    /// The whole date; a part of one is too little.
    fn day(&self) -> Option<Date> {
        let [day, month, year] = &self.born;
        match BirthPart::parse(day, month, year) {
            Ok(Some(BirthPart::Day(date))) => Some(date),
            Ok(Some(BirthPart::Month { .. } | BirthPart::Year(_)) | None) | Err(_) => None,
        }
    }
}

fn capital(refused: Refused) -> String {
    words::capital(&refused.to_string())
}

async fn make(
    site: &Site,
    asking: &Asking,
    typed: &Typed,
    errors: &Errors,
) -> Result<Page, Problem> {
    let here = asking.clone();
    let (frame, live, because) = site
        .read(asking, move |ctx| {
            let (live, basis) = offer_glass(ctx)?;
            Ok((Frame::of(ctx, &here, "Break the glass")?, live, basis.words()))
        })
        .await?;
    let input = |name, label| Input::new(name, label).autocomplete("off").error_from(errors);
    let [day, month, year] = &typed.born;
    Ok(Page {
        frame: frame.with_errors(errors),
        problem: ErrorSummary::when_any(errors),
        live: live.iter().map(card).collect(),
        warning: WarningText::new("If somebody is being hurt now, call 999 first."),
        given_names: input("given_names", "Given names").value(&typed.given_names),
        family_name: input("family_name", "Family name")
            .hint("Today’s or an earlier one, spelt as it is on record.")
            .value(&typed.family_name),
        born: DateInput::new("born", "Date of birth")
            .hint("The whole date, such as 9 3 1984.")
            .typed(day, month, year)
            .error_from(errors),
        reason: Radios::new("reason", "Why can it not wait?")
            .items(GlassReason::ALL.iter().map(|reason| (reason.code(), reason.words())))
            .value(&typed.reason)
            .error_from(errors),
        words: FreeText::new(words_area(typed, errors), errors),
        button: Button::new("Break the glass")
            .warning()
            .attribute("data-prevent-double-click", "true"),
        because,
    })
}

fn words_area(typed: &Typed, errors: &Errors) -> Textarea {
    Textarea::new("words", "What is happening?")
        .hint("A sentence or two, without an address. Data protection officers read it.")
        .rows(3)
        .value(&typed.words)
        .error_from(errors)
}

/// What is open already: a page that was closed is found again.
fn card(live: &LiveGlass) -> SummaryList {
    SummaryList::new()
        .card("You have one person open")
        .card_action("Read it again", format!("/people/{}", live.person))
        .row("Since", words::instant(live.since))
        .row("Until", words::instant(live.until))
}

pub(crate) async fn show(State(site): State<Site>, asking: Asking) -> Answer {
    page(&make(&site, &asking, &Typed::default(), &Errors::new()).await?)
}

pub(crate) async fn submit(State(site): State<Site>, asking: Asking, answers: Answers) -> Answer {
    let typed = Typed::of(&answers);
    let request = match typed.request() {
        Ok(request) => request,
        Err(errors) => return mend(&make(&site, &asking, &typed, &errors).await?),
    };
    let errors = checked::errors(&answers, &["words"]);
    if !errors.is_empty() {
        return mend(&make(&site, &asking, &typed, &errors).await?);
    }
    let done = site.change_once(&asking, &answers, move |ctx| break_glass(ctx, &request)).await;
    match done {
        Ok(GlassAnswer::Opened { person, .. }) => see(&format!("/people/{person}")),
        Ok(GlassAnswer::Again) => see("/glass/done?was=again"),
        Ok(GlassAnswer::Nobody) => see("/glass/done"),
        Err(Problem { error: Error::Refused(refused), .. }) => {
            let errors = vec![("given_names", capital(refused))];
            mend(&make(&site, &asking, &typed, &errors).await?)
        }
        Err(problem) => Err(problem),
    }
}
