//! Where people are: written down sealed, and opened by whoever is new to a case only with a second
//! person.

mod keeping;
mod odd;
mod second;

use app::{
    App, Error, Visitor,
    whereabouts::{NewWhereabouts, Opened, OpeningRequest, add_whereabouts, open_whereabouts},
};
use domain::{
    ids::PersonId,
    person::OpeningReason,
    whereabouts::{WhereaboutsClass, WhereaboutsNote},
};
use uuid::Uuid;

const REFUGE: &str = "Amber House, 9 Harecroft Terrace";

fn note(class: WhereaboutsClass, text: &str) -> WhereaboutsNote {
    WhereaboutsNote::new(class, (text, "Text only, before 3 pm."), (None, None)).unwrap()
}

fn add(app: &App, by: &Visitor, person: PersonId, note: WhereaboutsNote) -> Result<Uuid, Error> {
    let new = NewWhereabouts { person, note };
    app.change(by, move |ctx| add_whereabouts(ctx, &new))
}

fn request() -> OpeningRequest {
    OpeningRequest::new(OpeningReason::Visit, "A visit with the locksmith.").unwrap()
}

fn open(app: &App, by: &Visitor, person: PersonId) -> Result<Opened, Error> {
    let request = request();
    app.change(by, move |ctx| open_whereabouts(ctx, person, &request))
}

/// What people wrote down, as it was opened.
fn texts(opened: &Opened) -> Vec<(&'static str, String)> {
    let entries = opened.entries.iter();
    entries.map(|entry| (entry.note.class.code(), entry.note.text().to_owned())).collect()
}
