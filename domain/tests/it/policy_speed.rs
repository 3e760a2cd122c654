//! A page asks for dozens of permissions, so one decision must cost next to nothing.

use std::time::Instant;

use domain::ids::{AgencyId, PersonId, UserId};
use domain::policy::{Actor, Permission, Rules, Subject, UserActor, World, permit};
use domain::user::Role;
use uuid::Uuid;

const ROUNDS: u32 = 20_000;

fn micros_each(decide: impl Fn()) -> f64 {
    let begin = Instant::now();
    for _ in 0..ROUNDS {
        decide();
    }
    begin.elapsed().as_secs_f64() * 1e6 / f64::from(ROUNDS)
}

#[test]
#[ignore = "a measure; in release: -p domain --test it policy_speed -- --ignored --nocapture"]
fn a_decision_takes_less_than_30_microseconds() {
    let rules = Rules::wicken().unwrap();
    let agency = AgencyId::from_uuid(Uuid::from_u128(1));
    let actor = Actor::User(UserActor {
        id: UserId::from_uuid(Uuid::from_u128(2)),
        role: Role::Idva,
        agency,
        agency_is_partnership: false,
        active: true,
        agency_active: true,
    });
    let person = PersonId::from_uuid(Uuid::from_u128(3));
    let own = Subject::Person { id: person, agency };
    let other = Subject::Person { id: person, agency: AgencyId::from_uuid(Uuid::from_u128(4)) };
    let world = World { fresh_sign_in: false };
    let may = |subject| permit(&rules, &actor, Permission::ReadPerson, subject, &world).is_ok();
    let granted = micros_each(|| assert!(may(&own)));
    let refused = micros_each(|| assert!(!may(&other)));
    println!("permitted in {granted:.1} µs, refused in {refused:.1} µs");
    assert!(cfg!(debug_assertions) || granted < 30.0, "{granted} µs");
}
