//! "About this system".

use crate::{
    answer::{Answer, page},
    asking::Asking,
    components::{Content, Markup, SummaryList, Table, Tag},
    frame::Frame,
    site::Site,
    words,
};
use app::system::{AboutSystem, about_system};
use askama::Template;
use axum::extract::State;

#[derive(Template)]
#[template(path = "system/about.html")]
struct Page {
    frame: Frame,
    summary: SummaryList,
    checks: Table,
    migrations: Table,
    because: String,
}

pub(crate) async fn show(State(site): State<Site>, asking: Asking) -> Answer {
    let here = asking.clone();
    let made = site
        .read(&asking, move |ctx| {
            let (about, basis) = about_system(ctx)?;
            Ok(Page {
                frame: Frame::of(ctx, &here, "About this system")?,
                summary: summary(&about),
                checks: checks(&about),
                migrations: migrations(&about),
                because: basis.words(),
            })
        })
        .await?;
    page(&made)
}

fn summary(about: &AboutSystem) -> SummaryList {
    let cipher = about.cipher.clone().unwrap_or_else(|| "its owner's to set up".to_owned());
    SummaryList::new()
        .row("Version", about.version)
        .row("Database", format!("{} {}", about.engine.words(), about.engine_version))
        .row("Encryption of the file", cipher)
        .row("Schema", about.schema.to_string())
        .row("Entries in the ledger", about.ledger_entries.to_string())
        .row("Key that verifies the ledger", about.public_key.as_str())
        .row("Changes of who may see what, so far", about.policy_epoch.to_string())
}

fn checks(about: &AboutSystem) -> Table {
    let mut table = Table::new("Checks").head(["What", "Is it well?", "What was found"]);
    for check in &about.checks {
        let tag = match check.is_well {
            true => Tag::new("Well").green(),
            false => Tag::new("Not well").red(),
        };
        let cells: [Content; 3] = [
            words::capital_word(check.name).into(),
            Markup::of(&tag).into(),
            words::capital_word(&check.words).into(),
        ];
        table = table.row(cells);
    }
    table
}

fn migrations(about: &AboutSystem) -> Table {
    let mut table = Table::new("Migrations").head(["Number", "Name", "Applied"]);
    for applied in &about.migrations {
        table = table.row([
            applied.number.to_string(),
            applied.name.clone(),
            words::instant(applied.applied_at),
        ]);
    }
    table
}
