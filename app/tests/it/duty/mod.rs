//! The duty team: a roster, calls to it, and what whoever is on it then sees.

mod calling;
mod roster;
mod seeing;

use crate::county::agency;
use app::{
    Error, Visitor,
    duty::{NewCall, NewDuty, call_duty_team, put_on_duty},
    testing::World,
};
use domain::{
    agreement::SharingWords,
    ids::{DutyCallId, DutyId},
};
use uuid::Uuid;

const POLICE: &str = "FEN-POLICE";

fn words(text: &str) -> SharingWords {
    SharingWords::parse(text).unwrap()
}

/// On duty from now on.
fn put(world: &World, by: &Visitor, name: &str, hours: u16) -> Result<DutyId, Error> {
    let new = NewDuty { user: world.person(name).id, from: None, hours };
    world.app.change(by, move |ctx| put_on_duty(ctx, new))
}

fn call(
    world: &World,
    by: &Visitor,
    case: Uuid,
    (code, hours): (&'static str, u16),
) -> Result<DutyCallId, Error> {
    let agency = agency(world, code);
    let new = NewCall { case, agency, hours, why: words("He is back at the house tonight.") };
    world.app.change(by, move |ctx| call_duty_team(ctx, &new))
}

/// Puts the deputy of the police on duty.
pub fn deputy_on_duty(world: &World, hours: u16) -> DutyId {
    put(world, &world.sign_in("representative"), "deputy", hours).unwrap()
}

/// The office calls the police to a case.
pub fn police_called(world: &World, case: Uuid, hours: u16) -> DutyCallId {
    call(world, &world.sign_in("coordinator"), case, (POLICE, hours)).unwrap()
}
