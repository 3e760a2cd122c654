//! Who of the demo county has declared whom they know: most of some agencies, one of them a
//! neighbour who may be on file, one whose work is with a perpetrator; and one who is late.

use super::{scenes::desk, store};
use crate::{
    app::App,
    declaration::{compare_all, declare},
    error::Error,
};
use domain::declaration::{DeclaredPerson, DeclaredTexts, StaffDeclaration, Tie};
use jiff::{ToSpan, civil::Date};

const NOBODY_KNOWN: [&str; 6] = [
    "Helen Sharman-Pike",
    "Dorothy Quill",
    "PS Beth Farrow",
    "Nia Prothero",
    "Grace Tolliver",
    "Stuart Penhale",
];
const NEIGHBOUR_OF: &str = "Leah Coveney";
const WORKS_WITH: &str = "Owen Rudd";
const LATE: &str = "Yvonne Tell";
/// Days since whoever is late was let in, and since everybody else was.
const LATE_DAYS: i64 = 40;
const DAYS: i64 = 20;

/// Somebody on file, as far as a neighbour knows them.
pub(super) struct OnFile {
    pub given_names: String,
    pub family_name: String,
    pub born: Date,
}

pub(super) fn play(app: &App) -> Result<(), Error> {
    for name in NOBODY_KNOWN {
        say(app, name, Vec::new())?;
    }
    if let Some([victim, perpetrator]) = app.db().read(store::find_couple_on_file)? {
        // Nobody knows a neighbour's birthday; some know their age nearly.
        let born = victim.born.saturating_add(2.years()).saturating_add(3.days());
        let words = "She lives down our road, I think, and we say hello.";
        let neighbour = named(&victim, born, (Tie::Knows, words))?;
        say(app, NEIGHBOUR_OF, vec![neighbour])?;
        let words = "I supervise him on his community order.";
        let client = named(&perpetrator, perpetrator.born, (Tie::ActsFor, words))?;
        say(app, WORKS_WITH, vec![client])?;
    }
    let late = desk(app, LATE)?.0;
    let ago = |days| app.clock().now() - jiff::SignedDuration::from_hours(24 * days);
    let (began, late_began) = (ago(DAYS), ago(LATE_DAYS));
    app.db().write(move |tx| store::update_began(tx, began, (late, late_began)))?;
    compare_all(app)
}

fn named(person: &OnFile, born: Date, (tie, words): (Tie, &str)) -> Result<DeclaredPerson, Error> {
    let texts = DeclaredTexts {
        given_names: &person.given_names,
        family_name: &person.family_name,
        former_names: "",
        words,
    };
    Ok(DeclaredPerson::parse(texts, Some(born), tie)?)
}

fn say(app: &App, name: &str, people: Vec<DeclaredPerson>) -> Result<(), Error> {
    let desk = desk(app, name)?.1;
    let declared = StaffDeclaration::new(None, people)?;
    app.change(&desk, move |ctx| declare(ctx, &declared))
}
