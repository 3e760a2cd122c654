//! "Agreements": what agencies have agreed to share.

use crate::{
    answer::{Answer, page},
    asking::Asking,
    components::{Button, Content, Link, Markup, Table, Tag},
    frame::Frame,
    site::Site,
    words,
};
use app::agreement::{AgreementLine, list_agreements};
use askama::Template;
use axum::extract::State;
use domain::{
    agreement::AgreementStanding,
    policy::{Permission, Subject},
};

#[derive(Template)]
#[template(path = "agreement/list.html")]
struct Page {
    frame: Frame,
    groups: Vec<Group>,
    draft: Option<Button>,
    because: String,
}

struct Group {
    words: &'static str,
    table: Table,
}

pub(super) fn tag(standing: AgreementStanding) -> Tag {
    let tag = Tag::new(standing.words());
    match standing {
        AgreementStanding::InForce => tag.green(),
        AgreementStanding::DueForReview => tag.orange(),
        AgreementStanding::Draft | AgreementStanding::Ahead => tag.yellow(),
        AgreementStanding::RunOut | AgreementStanding::Ended => tag.grey(),
    }
}

pub(crate) async fn show(State(site): State<Site>, asking: Asking) -> Answer {
    let here = asking.clone();
    let made = site
        .read(&asking, move |ctx| {
            let (lines, basis) = list_agreements(ctx)?;
            let may_keep = ctx.would_permit(Permission::KeepAgreements, Subject::System);
            let group = |standing: &AgreementStanding| group(*standing, &lines);
            Ok(Page {
                frame: Frame::of(ctx, &here, "Agreements")?,
                groups: AgreementStanding::ALL.iter().filter_map(group).collect(),
                draft: may_keep.then(|| Button::link("Draft an agreement", "/agreements/new")),
                because: basis.words(),
            })
        })
        .await?;
    page(&made)
}

fn group(standing: AgreementStanding, lines: &[AgreementLine]) -> Option<Group> {
    let words = standing.words();
    let mut lines = lines.iter().filter(|line| line.standing == standing).peekable();
    lines.peek()?;
    let mut table = Table::new(words).head(["Agreement", "Between", "From", "To", "Review by"]);
    for line in lines {
        let terms = &line.agreement.terms;
        let until = terms.until.map_or_else(|| "Open-ended".to_owned(), words::day);
        let review = words::day(terms.review_on);
        let review: Content = match standing {
            AgreementStanding::DueForReview => Markup::of(&Tag::new(review).orange()).into(),
            AgreementStanding::InForce
            | AgreementStanding::Draft
            | AgreementStanding::Ahead
            | AgreementStanding::RunOut
            | AgreementStanding::Ended => review.into(),
        };
        let cells: [Content; 5] = [
            Link::new(terms.title.as_str(), format!("/agreements/{}", line.id)).into(),
            line.parties.join(", ").into(),
            words::day(terms.from).into(),
            line.agreement.ended_on.map_or(until, words::day).into(),
            review,
        ];
        table = table.row(cells);
    }
    Some(Group { words, table })
}
