//! Someone is invited to use Wicken.

use crate::{
    answer::{Answer, Problem, mend, page, see},
    asking::Asking,
    components::{BackLink, Button, Choice, ErrorSummary, Input, Radios},
    form::Answers,
    frame::Frame,
    offer::offer,
    site::Site,
    words,
};
use app::{
    Error, Refused,
    user::{Invited, NewUser, invite_user},
};
use askama::Template;
use axum::extract::{Path, State};
use domain::{
    ids::AgencyId,
    policy::Permission,
    user::{DisplayName, EmailAddress, Role},
};

#[derive(Template)]
#[template(path = "user/invite.html")]
struct Page {
    frame: Frame,
    problem: Option<ErrorSummary>,
    back: BackLink,
    id: String,
    agency: String,
    name: Input,
    email: Input,
    roles: Radios,
    button: Button,
}

/// The link to hand over, shown once.
#[derive(Template)]
#[template(path = "user/told.html")]
pub(super) struct Told {
    frame: Frame,
    name: String,
    link: Option<String>,
    user: String,
}

impl Told {
    pub(super) fn new(site: &Site, frame: Frame, name: String, invited: &Invited) -> Told {
        let link = format!("{}/invitation/{}", site.config().origin, invited.secret);
        let link = (!invited.secret.is_empty()).then_some(link);
        Told { frame, name, link, user: invited.user.to_string() }
    }
}

struct Typed<'t> {
    name: &'t str,
    email: &'t str,
    role: &'t str,
}

async fn make(
    site: &Site,
    asking: &Asking,
    id: AgencyId,
    typed: Typed<'_>,
    errors: &[(&str, String)],
) -> Result<Page, Problem> {
    let here = asking.clone();
    let (frame, agency) = site
        .read(asking, move |ctx| {
            let (agency, _) = app::agency::show_agency(ctx, id)?;
            offer(ctx, Permission::InviteUser, &agency)?;
            Ok((Frame::of(ctx, &here, "Invite someone")?, agency))
        })
        .await?;
    let mut roles = Radios::new("role", "What will they do in the partnership?");
    for role in Role::ALL {
        roles = roles
            .choice(Choice::new(role.code(), words::capital_word(role.words())).hint(role.duty()));
    }
    Ok(Page {
        frame: frame.with_errors(errors),
        problem: ErrorSummary::when_any(errors),
        back: BackLink::new(format!("/agencies/{id}")),
        id: id.to_string(),
        agency: agency.name.to_string(),
        name: Input::new("name", "Full name").value(typed.name).error_from(errors),
        email: Input::email("email", "E-mail address at work")
            .value(typed.email)
            .error_from(errors),
        roles: roles.value(typed.role).error_from(errors),
        button: Button::new("Invite"),
    })
}

pub(crate) async fn show(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
) -> Answer {
    let id: AgencyId = asking.id(&id)?;
    let typed = Typed { name: "", email: "", role: "" };
    let made = make(&site, &asking, id, typed, &[]).await?;
    if !made.frame.is_fresh() {
        return see(&format!("/sign-in-again?next=/agencies/{id}/invite"));
    }
    page(&made)
}

fn parse(answers: &Answers, agency: AgencyId) -> Result<NewUser, Vec<(&'static str, String)>> {
    let mut errors = Vec::new();
    let mut keep = |field, why: String| errors.push((field, words::capital(&why)));
    let name =
        DisplayName::parse(answers.get("name")).map_err(|error| keep("name", error.to_string()));
    let email =
        EmailAddress::parse(answers.get("email")).map_err(|error| keep("email", error.to_string()));
    let role =
        Role::from_code(answers.get("role")).ok_or_else(|| keep("role", "choose a role".into()));
    match (name, email, role) {
        (Ok(name), Ok(email), Ok(role)) => Ok(NewUser { agency, role, name, email }),
        _ => Err(errors),
    }
}

pub(crate) async fn submit(
    State(site): State<Site>,
    asking: Asking,
    Path(id): Path<String>,
    answers: Answers,
) -> Answer {
    let id: AgencyId = asking.id(&id)?;
    let typed =
        Typed { name: answers.get("name"), email: answers.get("email"), role: answers.get("role") };
    let new = match parse(&answers, id) {
        Ok(new) => new,
        Err(errors) => return mend(&make(&site, &asking, id, typed, &errors).await?),
    };
    let name = new.name.to_string();
    let invited = site.change_once(&asking, &answers, move |ctx| invite_user(ctx, new)).await;
    let invited = match invited {
        Ok(invited) => invited,
        Err(Problem { error: Error::Refused(refused @ Refused::EmailTaken), .. }) => {
            let errors = [("email", words::capital(&refused.to_string()))];
            return mend(&make(&site, &asking, id, typed, &errors).await?);
        }
        Err(problem) => return Err(problem),
    };
    let here = asking.clone();
    let frame = site
        .read(&asking, move |ctx| {
            app::agency::show_agency(ctx, id)?;
            Frame::of(ctx, &here, "The invitation")
        })
        .await?;
    page(&Told::new(&site, frame, name, &invited))
}
