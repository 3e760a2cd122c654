//! Files of agencies: taken in whole, once, with history.

mod again;
mod doors;
mod history;
mod older;
mod rows;
mod sealed;

use app::{
    App, Error, Visitor,
    import::{
        ImportError, ImportOutcome, ImportRequest, ImportSummary, Progress, reading::FileKind,
        run_import,
    },
    params,
    testing::{World, operator},
};
use domain::agency::AgencyCode;
use std::io::Cursor;

const POLICE: &str = "FEN-POLICE";
const HEAD: &str = "incident_ref,reported_on,area,postcode,risk_grade,relationship,\
                    victim_ref,victim_given_names,victim_family_name,victim_date_of_birth,\
                    victim_address,victim_postcode,victim_phone,victim_email,victim_nhs_number,\
                    suspect_ref,suspect_given_names,suspect_family_name,suspect_phone\n";

/// One row of an incident file about invented people; `who` makes up their names.
fn row(reference: &str, reported_on: &str, who: &str) -> String {
    format!(
        "{reference},{reported_on},Fenland,PE15 8AA,medium,partner,\
         V-{who},Ann,{who},1980-04-01,1 {who} Lane,PE15 8AB,01632 960001,{who}@mail.example,,\
         S-{who},Ben,{who},01632 960002\n"
    )
}

/// A file of the given rows.
fn file(rows: &[String]) -> String {
    format!("{HEAD}{}", rows.concat())
}

/// A file of so many incidents, each of its own people.
fn many(count: usize) -> String {
    let rows: Vec<String> = (0..count)
        .map(|number| row(&format!("I-{number}"), "2026-05-01", &letters(number)))
        .collect();
    file(&rows)
}

/// A made-up name for a number.
fn letters(number: usize) -> String {
    let letter = |digit: char| char::from(b'a' + u8::try_from(digit as u32 - 48).unwrap());
    format!("X{}", number.to_string().chars().map(letter).collect::<String>())
}

fn request(kind: FileKind, agency: &str) -> ImportRequest {
    let agency = AgencyCode::parse(agency).unwrap();
    ImportRequest { kind, agency, file_name: "extract.csv".to_owned(), dry_run: false }
}

/// Imports a text as the operator, on any server.
fn import_at(app: &App, request: &ImportRequest, text: &str) -> ImportOutcome {
    let input = Cursor::new(text.as_bytes().to_vec());
    run_import(app, &operator(), request, input, &mut |_| ()).unwrap()
}

fn incidents(world: &World, agency: &str, text: &str) -> ImportSummary {
    import_at(&world.app, &request(FileKind::Incidents, agency), text).summary
}

fn referrals(world: &World, agency: &str, text: &str) -> ImportSummary {
    import_at(&world.app, &request(FileKind::Referrals, agency), text).summary
}

fn import_as(world: &World, visitor: &Visitor, agency: &str) -> Result<ImportOutcome, Error> {
    let input = Cursor::new(many(1).into_bytes());
    let request = request(FileKind::Incidents, agency);
    run_import(&world.app, visitor, &request, input, &mut |_: Progress<'_>| ()).map_err(|error| {
        match error {
            ImportError::App(error) => error,
            other => panic!("{other}"),
        }
    })
}

/// Rows: new, amended, unchanged, refused.
fn parts(summary: ImportSummary) -> [u64; 4] {
    let ImportSummary { rows, new, amended, unchanged, refused, .. } = summary;
    assert_eq!(rows, new + amended + unchanged + refused, "{summary:?}");
    [new, amended, unchanged, refused]
}

/// Every answer of a query with one text column `a`.
fn list(app: &App, sql: &'static str) -> Vec<String> {
    app.db().read(|tx| tx.list(sql, params![], |row| row.get("a"))).unwrap()
}
