//! Breaking the glass: whom it opens, to whom, until when, and who hears of it.

mod breaking;
mod listing;
mod nobody;
mod shutting;

use crate::performance::{Cells, file, import};
use app::{
    App, Error, Visitor,
    glass::{GlassAnswer, GlassRequest, break_glass, end_glass},
    import::reading::FileKind,
    params,
    person::{PersonFile, read_person},
};
use domain::{
    glass::{GlassReason, GlassWords},
    ids::{GlassId, PersonId},
};
use jiff::civil::{Date, date};

pub const POLICE: &str = "FEN-POLICE";

/// An incident of the police's: a man whom nobody else knows, and a woman.
pub fn leopold(app: &App) {
    victim(app, ("X9", "2026-10-01"), ("Leopold", "Fenwicke", "1960-05-06"));
}

pub fn victim(app: &App, (reference, on): (&str, &str), (given, family, born): (&str, &str, &str)) {
    let row: Cells<'_> = &[
        ("incident_ref", reference),
        ("reported_on", on),
        ("area", "Fenland"),
        ("honour_based", "yes"),
        ("victim_given_names", given),
        ("victim_family_name", family),
        ("victim_date_of_birth", born),
        ("victim_postcode", "PE13 1AB"),
        ("victim_religion", "not_asked"),
        ("suspect_given_names", "Philippa"),
        ("suspect_family_name", "Oakenshaw"),
        ("suspect_date_of_birth", "1963-01-02"),
    ];
    import(app, FileKind::Incidents, POLICE, &file(&[row]));
}

pub const BORN: Date = date(1960, 5, 6);

pub fn request((given, family): (&str, &str), born: Date) -> GlassRequest {
    let words = GlassWords::parse("He stands at our door and is bleeding.").unwrap();
    GlassRequest::new((given, family), born, (GlassReason::DangerToLife, words)).unwrap()
}

pub fn break_for(
    app: &App,
    by: &Visitor,
    names: (&str, &str),
    born: Date,
) -> Result<GlassAnswer, Error> {
    let request = request(names, born);
    app.change(by, move |ctx| break_glass(ctx, &request))
}

/// For Leopold Fenwicke.
pub fn break_for_leopold(app: &App, by: &Visitor) -> Result<GlassAnswer, Error> {
    break_for(app, by, ("Leopold", "Fenwicke"), BORN)
}

/// The person who was opened.
pub fn opened(answer: Result<GlassAnswer, Error>) -> PersonId {
    match answer {
        Ok(GlassAnswer::Opened { person, .. }) => person,
        other => panic!("nobody was opened: {other:?}"),
    }
}

pub fn read(app: &App, by: &Visitor, person: PersonId) -> Result<PersonFile, Error> {
    app.read(by, move |ctx| read_person(ctx, person))
}

pub fn end(app: &App, by: &Visitor, id: GlassId) -> Result<(), Error> {
    app.change(by, move |ctx| end_glass(ctx, id))
}

/// The latest grant.
pub fn latest(app: &App) -> GlassId {
    let sql = "select glass_id from glass where ends_at is not null
               order by glass_id desc limit 1";
    app.db().read(|tx| tx.find(sql, params![], |row| row.get("glass_id"))).unwrap().unwrap()
}

/// The references of the cases that a page of a person shows.
pub fn references(file: &PersonFile) -> Vec<String> {
    let mut references: Vec<String> =
        file.records.iter().map(|record| record.case.reference.clone()).collect();
    references.sort();
    references
}
