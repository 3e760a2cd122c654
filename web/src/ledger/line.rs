//! One line of the ledger in words: who did what, about what, and what came of it.

use crate::{
    components::{Content, Table},
    words,
};
use app::ledger::Looked;
use domain::{
    ledger::{EntryActor, Outcome},
    policy::{FieldClass, Permission},
};

/// Lines as a table.
pub(crate) fn table(caption: &str, looks: &[Looked]) -> Table {
    let head = ["When", "Who", "What", "About", "Outcome"];
    let mut table = Table::new(caption).head(head);
    for look in looks {
        let cells: [Content; 5] = [
            words::short_instant(look.entry.at).into(),
            who(look).into(),
            done(look).into(),
            about(look).into(),
            outcome(look).into(),
        ];
        table = table.row(cells);
    }
    table
}

/// What was done. Whoever searched by a postcode or a phone number asked for where somebody is.
fn done(look: &Looked) -> String {
    let what = what(&look.entry.doing);
    let is_search = look.entry.doing == Permission::SearchPeople.code();
    let classes = &look.entry.classes;
    let is_by_place = classes.iter().any(|class| class == FieldClass::Whereabouts.code());
    if is_search && is_by_place { format!("{what}, by postcode or phone number") } else { what }
}

pub(super) fn who(look: &Looked) -> String {
    match &look.entry.actor {
        EntryActor::User { .. } => {
            let name = look.user_name.as_deref().unwrap_or("someone no longer known");
            match &look.agency_name {
                Some(agency) => format!("{name}, {agency}"),
                None => name.to_owned(),
            }
        }
        EntryActor::Operator { name } => format!("{name}, at the machine"),
        EntryActor::Stranger => "someone not signed in".to_owned(),
    }
}

/// A permission has words of its own; what needs none is a sign-in or Wicken's own doing.
pub(super) fn what(doing: &str) -> String {
    match Permission::from_code(doing) {
        Some(permission) => permission.words().to_owned(),
        None => words::capital_word(&doing.replace('_', " ")),
    }
}

fn about(look: &Looked) -> String {
    let kind = look.entry.subject_kind.replace('_', " ");
    match &look.subject_name {
        Some(name) => format!("{kind}: {name}"),
        None => kind,
    }
}

fn outcome(look: &Looked) -> String {
    match &look.entry.outcome {
        Outcome::Done => "Done".to_owned(),
        Outcome::Refused { reason } => format!("Refused: {}", reason.replace('_', " ")),
    }
}
