//! Which MARAC stands in for another.

use crate::{
    answer::{Answer, Problem, mend, page, see},
    asking::Asking,
    components::{BackLink, Button, ErrorSummary, Select},
    form::{Answers, Errors},
    frame::Frame,
    offer::offer,
    site::Site,
    words,
};
use app::{Error, Refused, marac::name_neighbour};
use askama::Template;
use axum::extract::{Path, State};
use domain::{
    ids::MaracId,
    policy::{Permission, Subject},
};

#[derive(Template)]
#[template(path = "marac/neighbour.html")]
struct Page {
    frame: Frame,
    problem: Option<ErrorSummary>,
    back: BackLink,
    id: String,
    name: String,
    stand_in: Select,
    button: Button,
}

async fn make(
    site: &Site,
    asking: &Asking,
    id: MaracId,
    (chosen, errors): (Option<&str>, &Errors),
) -> Result<Page, Problem> {
    let here = asking.clone();
    let (frame, (marac, all)) = site
        .read(asking, move |ctx| {
            offer(ctx, Permission::KeepMaracs, Subject::System)?;
            let found = super::find(ctx, id)?;
            Ok((Frame::of(ctx, &here, "Who stands in for a MARAC")?, found))
        })
        .await?;
    let others = all.maracs.iter().filter(|other| other.id != id);
    let others = others.map(|other| (other.id.to_string(), other.name.clone()));
    let named = marac.stand_in.map(|(id, _)| id.to_string());
    let value = chosen.map(str::to_owned).or(named).unwrap_or_default();
    Ok(Page {
        frame: frame.with_errors(errors),
        problem: ErrorSummary::when_any(errors),
        back: BackLink::new("/maracs"),
        id: id.to_string(),
        name: marac.name,
        stand_in: Select::new("stand_in", "Which MARAC stands in?")
            .item("", "None")
            .items(others)
            .value(value)
            .error_from(errors),
        button: Button::new("Save"),
    })
}

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
) -> Answer {
    let id: MaracId = asking.id_or_none(&id)?;
    let made = make(&site, &asking, id, (None, &Errors::new())).await?;
    if !made.frame.is_fresh() {
        return see(&format!("/sign-in-again?next=/maracs/{id}/neighbour"));
    }
    page(&made)
}

pub(crate) async fn submit(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
    answers: Answers,
) -> Answer {
    let id: MaracId = asking.id_or_none(&id)?;
    let chosen = answers.get("stand_in");
    let stand_in = match chosen {
        "" => None,
        other => match other.parse::<MaracId>() {
            Ok(other) => Some(other),
            Err(_) => {
                let errors = vec![("stand_in", "Choose a MARAC.".to_owned())];
                return mend(&make(&site, &asking, id, (Some(chosen), &errors)).await?);
            }
        },
    };
    let name = move |ctx: &mut app::Ctx<'_>| name_neighbour(ctx, id, stand_in);
    match site.change_once(&asking, &answers, name).await {
        Ok(_) => see("/maracs?done=neighbour"),
        Err(Problem { error: Error::Refused(refused @ Refused::OwnNeighbour), .. }) => {
            let errors = vec![("stand_in", words::capital(&refused.to_string()))];
            mend(&make(&site, &asking, id, (Some(chosen), &errors)).await?)
        }
        Err(problem) => Err(problem),
    }
}
