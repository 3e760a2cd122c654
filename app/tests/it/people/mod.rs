//! People: found by whoever may know of them, read by agency, and opened for a reason.

mod locating;
mod reading;
mod repeats;
mod rooted;
mod search_at_once;
mod search_cases;
mod searching;
mod whereabouts;

use crate::performance::{Cells, file, import};
use app::{
    App, Error, Visitor,
    exclusion::{NewExclusion, exclude_user},
    import::reading::FileKind,
    params,
    person::{FoundPerson, PersonFile, SearchRequest, Sought, read_person, search_people},
    testing::World,
};
use domain::{
    exclusion::{ExclusionReason, ExclusionWords},
    ids::PersonId,
    person::SearchPurpose,
};

pub const POLICE: &str = "FEN-POLICE";

/// A woman whom the police know by two incidents and Amber House by a referral, and a man whom the
/// police know; all of it linked.
pub fn few_people(app: &App) {
    let incident = |reference, day, given, family| {
        [
            ("incident_ref", reference),
            ("reported_on", day),
            ("area", "Fenland"),
            ("honour_based", "yes"),
            ("victim_given_names", given),
            ("victim_family_name", family),
            ("victim_other_names", "Ottoline Pryce"),
            ("victim_date_of_birth", "1984-02-29"),
            ("victim_ref", "V-7"),
            ("victim_nhs_number", "9434765919"),
            ("victim_address", "4 Orchard Row"),
            ("victim_postcode", "PE13 1AB"),
            ("victim_phone", "07700 900123"),
            ("victim_religion", "not_asked"),
            ("suspect_given_names", "Casimir"),
            ("suspect_family_name", "Quillfeather"),
            ("suspect_date_of_birth", "1979-07-03"),
            ("suspect_ref", "S-1"),
            ("relationship", "ex_partner"),
        ]
    };
    let rows = [
        incident("X1", "2026-08-01", "Ottilie", "Marchbanks"),
        incident("X2", "2026-10-01", "Ottilie", "Marchbanks"),
    ];
    let rows: Vec<Cells<'_>> = rows.iter().map(|row| row.as_slice()).collect();
    import(app, FileKind::Incidents, POLICE, &file(&rows));
    import(app, FileKind::Referrals, "PARTNERSHIP", &file(&[&referral_by("AMBER-HOUSE")]));
}

/// The referral of the county, as the register tells of it when this agency made it.
pub fn referral_by(agency: &'static str) -> [(&'static str, &'static str); 13] {
    [
        ("referral_ref", "R1"),
        ("marac", "Fenland MARAC"),
        ("referring_agency", agency),
        ("referred_on", "2026-10-02"),
        ("heard_on", "2026-10-20"),
        ("victim_given_names", "Ottilie"),
        ("victim_family_name", "Marchbanks"),
        ("victim_date_of_birth", "1984-02-29"),
        ("victim_nhs_number", "9434765919"),
        ("victim_postcode", "CB1 1AA"),
        ("perpetrator_given_names", "Casimir"),
        ("perpetrator_family_name", "Quillfeather"),
        ("perpetrator_date_of_birth", "1979-07-03"),
    ]
}

pub fn by_names(given_names: &str, family_name: &str) -> Sought {
    Sought {
        given_names: given_names.to_owned(),
        family_name: family_name.to_owned(),
        ..Sought::default()
    }
}

pub fn search(app: &App, by: &Visitor, sought: Sought) -> Result<Vec<FoundPerson>, Error> {
    let request = SearchRequest { purpose: SearchPurpose::CaseWork, sought };
    app.change(by, move |ctx| search_people(ctx, &request))
}

pub fn read(app: &App, by: &Visitor, person: PersonId) -> Result<PersonFile, Error> {
    app.read(by, move |ctx| read_person(ctx, person))
}

pub fn victim_of(app: &App, reference: &str) -> PersonId {
    let sql = "select m.person_id as person from membership m
               join person_record r on r.record_id = m.record_id and r.party = 'victim'
               left join incident i on i.incident_id = r.source_id
               left join referral f on f.referral_id = r.source_id
               where m.superseded_at is null and r.superseded_at is null
                     and (i.reference = $1 or f.reference = $1)";
    let found = app.db().read(|tx| tx.find(sql, params![reference], |row| row.get("person")));
    found.unwrap().unwrap()
}

/// Shuts a person to one of the police's people.
pub fn exclude(world: &World, person: PersonId, name: &str) {
    let words = ExclusionWords::parse("They were at school together.").unwrap();
    let user = world.person(name).id;
    let new = NewExclusion { person, user, reason: ExclusionReason::Friend, words };
    let lead = world.sign_in("representative");
    world.app.change(&lead, move |ctx| exclude_user(ctx, new)).unwrap();
}
