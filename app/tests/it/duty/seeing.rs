//! On duty and called: then, and only then, the case is read, as far as is agreed.

use super::{deputy_on_duty, police_called, put};
use crate::{
    agreements::{protocol, referral, signed},
    county::{left_by, word},
    declarations::shut,
    people::read,
};
use app::{
    Visitor,
    agreement::{Ending, effect_of_ending, end_agreement},
    duty::{CalledCase, end_call, end_duty, list_called_cases},
    person::PersonFile,
    testing::{World, on_both},
};
use domain::{agreement::SharingWords, ids::PersonId};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

/// Whether somebody reads the case's victim, finds the case among theirs, and what they are told.
fn sees(world: &World, by: &Visitor, person: PersonId) -> (bool, usize) {
    let cases = cases(world, by);
    let people = cases.iter().map(|case| case.people.len()).sum();
    let read = read(&world.app, by, person);
    let is_r1 = |file: PersonFile| file.records.iter().any(|it| it.case.reference == "R1");
    (read.is_ok_and(is_r1), people)
}

fn cases(world: &World, by: &Visitor) -> Vec<CalledCase> {
    world.app.read(by, list_called_cases).unwrap().0
}

/// The referral and its victim, with an agreement of the office and the police.
fn agreed(world: &World) -> (Uuid, PersonId) {
    let found = referral(world);
    signed(world, protocol());
    found
}

fn set(world: &World, at: Timestamp) {
    world.clock.advance(at.duration_since(world.clock.now()));
}

#[test]
fn who_is_on_duty_reads_a_called_case_and_is_told_why_and_their_colleagues_do_not() {
    on_both(|world| {
        let (case, person) = agreed(&world);
        let deputy = world.sign_in("deputy");
        police_called(&world, case, 4);
        assert_eq!(sees(&world, &deputy, person), (false, 0), "not on duty");
        deputy_on_duty(&world, 8);
        let deputy = world.sign_in("deputy");
        assert_eq!(sees(&world, &deputy, person), (true, 2));
        let (called, left) = left_by(&world, || cases(&world, &deputy));
        assert_eq!(left.iter().filter(|line| line.contains("list_cases")).count(), 1, "{left:?}");
        let refused = world.app.read(&world.sign_in("grantor"), list_called_cases);
        assert_eq!(word(&refused), "denied");
        assert_eq!(called[0].why.as_deref(), Some("He is back at the house tonight."));
        let file = read(&world.app, &deputy, person).unwrap();
        let of_r1 = file.records.iter().find(|record| record.case.reference == "R1").unwrap();
        let because = of_r1.because.as_deref().unwrap();
        let words = "You see this because your duty team was called to this case, and an agreement \
                     lets this agency share it; ";
        assert!(because.starts_with(words) && because.contains("County protocol"), "{because}");
        for name in ["representative", "referrer", "analyst"] {
            let by = world.sign_in(name);
            assert_eq!(sees(&world, &by, person), (false, 0), "{name}");
        }
    });
}

#[test]
fn the_first_instant_and_the_last_are_those_of_the_roster_and_of_the_call() {
    on_both(|world| {
        let (case, person) = agreed(&world);
        let instant = SignedDuration::from_micros(1);
        police_called(&world, case, 4);
        let lead = world.sign_in("representative");
        let from = world.clock.now() + SignedDuration::from_mins(10);
        let new =
            app::duty::NewDuty { user: world.person("deputy").id, from: Some(from), hours: 1 };
        world.app.change(&lead, move |ctx| app::duty::put_on_duty(ctx, new)).unwrap();
        let until = from + SignedDuration::from_hours(1);
        for (at, is_seen) in
            [(from - instant, false), (from, true), (until - instant, true), (until, false)]
        {
            // A session ends for idleness: each has its own.
            set(&world, at - SignedDuration::from_mins(1));
            let deputy = world.sign_in("deputy");
            set(&world, at);
            assert_eq!(sees(&world, &deputy, person).0, is_seen, "{at}");
        }
    });
    on_both(|world| {
        let (case, person) = agreed(&world);
        deputy_on_duty(&world, 24);
        police_called(&world, case, 1);
        let until = world.clock.now() + SignedDuration::from_hours(1);
        set(&world, until - SignedDuration::from_mins(1));
        let deputy = world.sign_in("deputy");
        set(&world, until - SignedDuration::from_micros(1));
        assert_eq!(sees(&world, &deputy, person), (true, 2));
        set(&world, until);
        assert_eq!(sees(&world, &deputy, person), (false, 0));
    });
}

#[test]
fn whoever_ends_the_duty_or_the_call_ends_the_sight_with_the_next_request() {
    on_both(|world| {
        let (case, person) = agreed(&world);
        let duty = deputy_on_duty(&world, 8);
        let call = police_called(&world, case, 4);
        let deputy = world.sign_in("deputy");
        assert!(sees(&world, &deputy, person).0);
        let lead = world.sign_in("representative");
        world.app.change(&lead, move |ctx| end_duty(ctx, duty)).unwrap();
        assert_eq!(sees(&world, &deputy, person), (false, 0));
        put(&world, &lead, "deputy", 8).unwrap();
        assert!(sees(&world, &deputy, person).0);
        let office = world.sign_in("coordinator");
        world.app.change(&office, move |ctx| end_call(ctx, case, call)).unwrap();
        assert_eq!(sees(&world, &deputy, person), (false, 0));
    });
}

#[test]
fn without_an_agreement_nothing_is_read_and_the_case_is_listed_without_a_word() {
    on_both(|world| {
        let (case, person) = referral(&world);
        deputy_on_duty(&world, 8);
        police_called(&world, case, 4);
        let deputy = world.sign_in("deputy");
        assert_eq!(sees(&world, &deputy, person), (false, 0));
        let called = cases(&world, &deputy);
        assert_eq!((called.len(), called[0].why.as_deref()), (1, None));
        let id = signed(&world, protocol());
        let deputy = world.sign_in("deputy");
        assert!(sees(&world, &deputy, person).0);
        let keeper = world.sign_in("privacy officer");
        let why = SharingWords::parse("It is over.").unwrap();
        let effect = world.app.read(&keeper, move |ctx| effect_of_ending(ctx, id)).unwrap();
        let ending = Ending { id, seen: effect.mark(), why };
        world.app.change(&keeper, move |ctx| end_agreement(ctx, &ending)).unwrap();
        assert!(!sees(&world, &deputy, person).0);
    });
}

#[test]
fn who_is_excluded_or_suspended_or_has_changed_agency_sees_nothing_on_duty() {
    on_both(|world| {
        let (case, person) = agreed(&world);
        deputy_on_duty(&world, 8);
        police_called(&world, case, 4);
        shut(&world, person, "deputy");
        let deputy = world.sign_in("deputy");
        assert_eq!(word(&read(&world.app, &deputy, person)), "not found");
        assert!(cases(&world, &deputy).is_empty(), "nor the case");
    });
    on_both(|world| {
        let (case, person) = agreed(&world);
        deputy_on_duty(&world, 8);
        police_called(&world, case, 4);
        let deputy = world.sign_in("deputy");
        assert!(sees(&world, &deputy, person).0);
        let (user, grantor) = (world.person("deputy").id, world.sign_in("grantor"));
        world.app.change(&grantor, move |ctx| app::user::suspend_user(ctx, user)).unwrap();
        assert_eq!(word(&read(&world.app, &deputy, person)), "sign in");
    });
}
