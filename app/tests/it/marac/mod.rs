//! Who hears which MARAC: by their office, in place of somebody, and nobody else.

mod alerts;
mod behind;
mod hearing;
mod lookers;
mod offices;
mod takeover;

use crate::{
    county::meddle,
    people::{read, victim_of},
    performance::{Cells, file, import},
};
use app::{
    App, Visitor,
    exclusion::{NewExclusion, exclude_user},
    import::reading::FileKind,
    marac::{end_appointment, list_maracs, name_neighbour},
    testing::{MARAC, World, operator},
};
use domain::{
    exclusion::{ExclusionReason, ExclusionWords},
    ids::{MaracId, OfficeId, PersonId},
    marac::MaracPart,
};

/// The MARAC beside the one that every county of a test has.
pub const OTHER: &str = "Peterborough MARAC";

/// A referral, held by the partnership, to one MARAC: of a victim with this family name.
pub fn referral(app: &App, reference: &str, marac: &str, family: &str) -> PersonId {
    let [given, born, place, other] = match family {
        "Marchbanks" => ["Ottilie", "1984-02-29", "CB1 1AA", "Quillfeather"],
        _ => ["Zuleika", "1991-07-13", "PE13 4XY", "Pelham"],
    };
    let row: Cells<'_> = &[
        ("referral_ref", reference),
        ("marac", marac),
        ("referring_agency", "FEN-POLICE"),
        ("referred_on", "2026-10-02"),
        ("heard_on", "2026-10-20"),
        ("victim_given_names", given),
        ("victim_family_name", family),
        ("victim_date_of_birth", born),
        ("victim_nhs_number", if family == "Marchbanks" { "9434765919" } else { "" }),
        ("victim_postcode", place),
        ("perpetrator_given_names", if other == "Pelham" { "Ambrose" } else { "Casimir" }),
        ("perpetrator_family_name", other),
    ];
    import(app, FileKind::Referrals, "PARTNERSHIP", &file(&[row]));
    victim_of(app, reference)
}

/// The manager as a second coordinator of the partnership, who has no MARAC yet.
pub fn second(world: &World) -> Visitor {
    let sql = "update user_state set role = 'coordinator' where role = 'manager'";
    meddle(&world.app, sql);
    world.sign_in("manager")
}

/// Excludes somebody from a person, by the lead of the police's or by whoever coordinates.
pub fn exclude(world: &World, by: &str, name: &str, person: PersonId) {
    let words = ExclusionWords::parse("They were at school together.").unwrap();
    let user = world.person(name).id;
    let new = NewExclusion { person, user, reason: ExclusionReason::Friend, words };
    let by = world.sign_in(by);
    world.app.change(&by, move |ctx| exclude_user(ctx, new)).unwrap();
}

/// The references of the referrals that somebody reads of a person, in order.
pub fn reads(app: &App, by: &Visitor, person: PersonId) -> Vec<String> {
    let Ok(file) = read(app, by, person) else { return Vec::new() };
    let mut read: Vec<String> = file.records.into_iter().map(|it| it.case.reference).collect();
    read.sort();
    read
}

/// Somebody's appointment to a MARAC.
pub fn office_of(world: &World, name: &str, marac: &str) -> OfficeId {
    let all = world.app.read(&operator(), list_maracs).unwrap();
    let found = all.maracs.into_iter().find(|it| it.name == marac).unwrap();
    let user = world.person(name).id;
    found.appointed.into_iter().find(|it| it.user == user).unwrap().id
}

pub fn end(world: &World, name: &str, marac: &str) {
    let id = office_of(world, name, marac);
    world.app.change(&operator(), move |ctx| end_appointment(ctx, id)).unwrap();
}

/// Says that the second coordinator's MARAC stands in for the one of every county.
pub fn stand_in(world: &World) -> MaracId {
    let other = world.appoint("manager", OTHER, MaracPart::Coordinator);
    let all = world.app.read(&operator(), list_maracs).unwrap();
    let own = all.maracs.into_iter().find(|it| it.name == MARAC).unwrap().id;
    world.app.change(&operator(), move |ctx| name_neighbour(ctx, own, Some(other))).unwrap();
    other
}
