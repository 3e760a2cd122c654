//! What opens one agency's records to another: agreements, involvements, and gifts.

mod agreeing;
mod ending;
pub mod giving;
mod involving;
mod side;

use crate::{county::agency, people::few_people, people::victim_of};
use app::{
    Error, Visitor,
    agreement::{NewAgreement, draft_agreement, sign_agreement},
    involvement::{NewInvolvement, involve_agency},
    params,
    testing::World,
};
use domain::{
    agency::AgencyName,
    agreement::{AgreementTitle, Gateway, SharingWords, Terms},
    ids::{AgencyId, AgreementId, InvolvementId, PersonId},
    involvement::{InvolvementDays, InvolvementPart},
    policy::FieldClass,
};
use jiff::civil::{Date, date};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The day on which every test begins.
const TODAY: Date = date(2026, 11, 24);
const OFFICE: &str = "PARTNERSHIP";
const POLICE: &str = "FEN-POLICE";
const AMBER: &str = "AMBER-HOUSE";

fn words(text: &str) -> SharingWords {
    SharingWords::parse(text).unwrap()
}

pub fn protocol() -> Terms {
    Terms {
        title: AgreementTitle::parse("County protocol").unwrap(),
        purpose: words("To keep people safe from those close to them."),
        gateways: BTreeSet::from([Gateway::Safeguarding]),
        classes: BTreeSet::from([FieldClass::Identity, FieldClass::Case]),
        from: TODAY,
        until: None,
        review_on: date(2027, 11, 24),
    }
}

fn between(world: &World, terms: Terms, codes: &[&'static str]) -> NewAgreement {
    let no_one: Option<AgencyName> = None;
    let parties = codes.iter().map(|code| (agency(world, code), no_one.clone())).collect();
    NewAgreement { terms, parties }
}

fn draft(world: &World, by: &Visitor, new: NewAgreement) -> Result<AgreementId, Error> {
    world.app.change(by, move |ctx| draft_agreement(ctx, new))
}

fn sign(world: &World, by: &Visitor, id: AgreementId) -> Result<(), Error> {
    world.app.change(by, move |ctx| sign_agreement(ctx, id))
}

/// An agreement of the office and the police that both have signed.
pub fn signed(world: &World, terms: Terms) -> AgreementId {
    let keeper = world.sign_in("privacy officer");
    let id = draft(world, &keeper, between(world, terms, &[OFFICE, POLICE])).unwrap();
    sign(world, &keeper, id).unwrap();
    sign(world, &world.sign_in("police privacy officer"), id).unwrap();
    id
}

/// The referral that Amber House made and the office holds, and its victim.
pub fn referral(world: &World) -> (Uuid, PersonId) {
    few_people(&world.app);
    (source_of(world, "R1"), victim_of(&world.app, "R1"))
}

fn source_of(world: &World, reference: &'static str) -> Uuid {
    let sql = "select referral_id as id from referral where reference = $1
               union all select incident_id from incident where reference = $1";
    let found =
        world.app.db().read(|tx| tx.find(sql, params![reference], |row| row.get::<Uuid>("id")));
    found.unwrap().unwrap()
}

fn part(case: Uuid, agency: AgencyId) -> NewInvolvement {
    NewInvolvement {
        case,
        agency,
        part: InvolvementPart::Assigned,
        days: InvolvementDays { from: TODAY, until: None },
        why: words("They were called to the house."),
    }
}

fn involve(world: &World, by: &Visitor, new: NewInvolvement) -> Result<InvolvementId, Error> {
    world.app.change(by, move |ctx| involve_agency(ctx, &new))
}

/// The police work on the referral.
pub fn police_work_on(world: &World, case: Uuid) -> InvolvementId {
    let new = part(case, agency(world, POLICE));
    involve(world, &world.sign_in("coordinator"), new).unwrap()
}
