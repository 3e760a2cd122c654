//! Whoever holds a case calls another agency's duty team to it, for a day at most.

use super::{POLICE, call, deputy_on_duty, police_called, words};
use crate::{
    agreements::{police_work_on, protocol, referral, signed},
    county::{agency, left_by, word},
};
use app::{
    Error, Visitor,
    duty::{DutyCalls, end_call, list_calls, list_roster},
    involvement::{NewInvolvement, involve_agency},
    testing::{World, on_both},
};
use domain::{
    ids::DutyCallId,
    involvement::{InvolvementDays, InvolvementPart},
};
use jiff::{SignedDuration, civil::date};
use uuid::Uuid;

fn list(world: &World, by: &Visitor, case: Uuid) -> Result<DutyCalls, Error> {
    world.app.read(by, move |ctx| list_calls(ctx, case))
}

fn end(world: &World, by: &Visitor, case: Uuid, id: DutyCallId) -> Result<(), Error> {
    world.app.change(by, move |ctx| end_call(ctx, case, id))
}

#[test]
fn only_who_keeps_people_safe_at_the_holder_calls_and_to_all_others_there_is_no_case() {
    on_both(|world| {
        let (case, _) = referral(&world);
        for name in ["representative", "idva", "idva lead", "manager", "privacy officer"] {
            let by = world.sign_in(name);
            let (answer, left) = left_by(&world, || call(&world, &by, case, (POLICE, 2)));
            assert_eq!((word(&answer), left.len()), ("not found", 1), "{name}");
            assert_eq!(word(&list(&world, &by, case)), "not found", "{name}");
        }
        let office = world.sign_in("coordinator");
        let (done, left) = left_by(&world, || call(&world, &office, case, (POLICE, 24)));
        let id = done.unwrap();
        assert_eq!(left, ["change call_duty case:new by coordinator"]);
        assert_eq!(word(&call(&world, &office, case, (POLICE, 2))), "refused", "it stands");
        assert_eq!(
            word(&call(&world, &office, case, ("AMBER-HOUSE", 2))),
            "refused",
            "it referred"
        );
        assert_eq!(word(&call(&world, &office, Uuid::from_u128(404), (POLICE, 2))), "not found");
        assert_eq!(word(&end(&world, &office, Uuid::from_u128(404), id)), "not found");
        let representative = world.sign_in("representative");
        assert_eq!(word(&end(&world, &representative, case, id)), "not found");
        end(&world, &office, case, id).unwrap();
        assert_eq!(word(&end(&world, &office, case, id)), "refused");
        for (hours, answer) in [(0, "refused"), (25, "refused"), (1, "done")] {
            assert_eq!(word(&call(&world, &office, case, (POLICE, hours))), answer, "{hours}");
        }
    });
}

#[test]
fn who_works_on_the_case_is_called_to_none_and_who_was_called_can_come_to_work_on_it() {
    on_both(|world| {
        let (case, _) = referral(&world);
        police_called(&world, case, 2);
        police_work_on(&world, case);
        world.clock.advance(SignedDuration::from_hours(3));
        let office = world.sign_in("coordinator");
        assert_eq!(word(&call(&world, &office, case, (POLICE, 2))), "refused");
    });
    on_both(|world| {
        let (case, _) = referral(&world);
        let new = NewInvolvement {
            case,
            agency: agency(&world, POLICE),
            part: InvolvementPart::PerpetratorSide,
            days: InvolvementDays { from: date(2026, 11, 24), until: None },
            why: words("They supervise him."),
        };
        let office = world.sign_in("coordinator");
        world.app.change(&office, move |ctx| involve_agency(ctx, &new)).unwrap();
        assert_eq!(word(&call(&world, &office, case, (POLICE, 2))), "refused");
    });
}

/// Its leads read that the team was called, by whom and until when; not to which case.
#[test]
fn the_holder_reads_who_is_on_duty_and_what_they_read_and_the_team_that_it_was_called() {
    on_both(|world| {
        let (case, _) = referral(&world);
        deputy_on_duty(&world, 8);
        police_called(&world, case, 2);
        let office = world.sign_in("coordinator");
        let (seen, left) = left_by(&world, || list(&world, &office, case).unwrap());
        assert_eq!(left, ["read call_duty case:new by coordinator"]);
        assert_eq!((seen.standing.len(), seen.standing[0].on_duty), (1, 1));
        assert!(seen.standing[0].classes.is_empty(), "nothing is agreed");
        signed(&world, protocol());
        let office = world.sign_in("coordinator");
        assert!(!list(&world, &office, case).unwrap().standing[0].classes.is_empty());
        let lead = world.sign_in("representative");
        let roster = world.app.read(&lead, list_roster).unwrap();
        assert_eq!(roster.calls.len(), 1);
        assert!(!format!("{:?}", roster.calls).contains("R1"), "{:?}", roster.calls);
        world.clock.advance(SignedDuration::from_hours(2));
        let lead = world.sign_in("representative");
        assert!(world.app.read(&lead, list_roster).unwrap().calls.is_empty());
    });
}
