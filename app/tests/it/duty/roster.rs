//! Leads put their own people on duty, never themselves, for a day at most.

use super::{deputy_on_duty, put};
use crate::county::{left_by, word};
use app::{
    Error, Visitor,
    duty::{NewDuty, Roster, end_duty, list_county, list_roster, put_on_duty},
    testing::{World, on_both, operator},
};
use domain::ids::DutyId;
use jiff::SignedDuration;

fn roster(world: &World, by: &Visitor) -> Result<Roster, Error> {
    world.app.read(by, list_roster)
}

fn end(world: &World, by: &Visitor, id: DutyId) -> Result<(), Error> {
    world.app.change(by, move |ctx| end_duty(ctx, id))
}

#[test]
fn a_lead_puts_their_own_people_on_duty_and_never_themselves_or_anybody_elsewhere() {
    on_both(|world| {
        let lead = world.sign_in("representative");
        let (done, left) = left_by(&world, || put(&world, &lead, "deputy", 12));
        let id = done.unwrap();
        assert_eq!(left, ["change keep_duty user:deputy by representative"]);
        assert_eq!(word(&put(&world, &lead, "representative", 12)), "denied");
        assert_eq!(word(&put(&world, &lead, "idva", 12)), "not found");
        assert_eq!(word(&put(&world, &lead, "deputy", 2)), "refused", "these hours are theirs");
        for name in ["analyst", "police privacy officer", "chair"] {
            assert_eq!(word(&put(&world, &lead, name, 12)), "refused", "{name} serves on none");
        }
        for (hours, answer) in [(0, "refused"), (25, "refused"), (24, "done")] {
            assert_eq!(word(&put(&world, &lead, "referrer", hours)), answer, "{hours}");
        }
        let seen = roster(&world, &lead).unwrap();
        let names: Vec<&str> = seen.team.iter().map(|duty| duty.name.as_str()).collect();
        assert_eq!(names, ["The deputy", "The referrer"]);
        assert!(seen.team.iter().all(|duty| duty.is_now && duty.may_end));
        let staff: Vec<&str> = seen.staff.iter().map(|(_, name, _)| name.as_str()).collect();
        assert_eq!(staff, ["The deputy", "The referrer"], "nobody may put themselves on duty");
        for name in ["deputy", "idva lead", "coordinator", "police privacy officer"] {
            let by = world.sign_in(name);
            let (answer, left) = left_by(&world, || end(&world, &by, id));
            assert!(["denied", "not found"].contains(&word(&answer)), "{name}");
            assert_eq!(left.len(), 1, "{name}");
        }
        end(&world, &world.sign_in("representative"), id).unwrap();
        assert_eq!(word(&end(&world, &world.sign_in("representative"), id)), "refused");
        let seen = roster(&world, &world.sign_in("deputy")).unwrap();
        assert_eq!(seen.team.len(), 1);
        assert!(seen.staff.is_empty() && seen.team.iter().all(|duty| !duty.may_end));
    });
}

#[test]
fn only_those_who_work_with_the_team_see_it_and_the_operator_sees_every_one() {
    on_both(|world| {
        deputy_on_duty(&world, 12);
        for (name, answer) in [
            ("referrer", "done"),
            ("idva", "done"),
            ("analyst", "denied"),
            ("chair", "denied"),
            ("police privacy officer", "denied"),
            ("programme coordinator", "denied"),
        ] {
            let by = world.sign_in(name);
            let seen = roster(&world, &by);
            assert_eq!(word(&seen).replace("not found", "denied"), answer, "{name}");
            if let Ok(seen) = seen {
                assert_eq!(seen.team.len(), usize::from(name == "referrer"), "{name}");
            }
        }
        let (all, left) = left_by(&world, || world.app.read(&operator(), list_county).unwrap());
        assert_eq!(all.iter().map(|roster| roster.team.len()).sum::<usize>(), 1);
        assert_eq!(left.len(), all.len());
        let own = world.app.read(&world.sign_in("idva lead"), list_county).unwrap();
        assert_eq!(own.len(), 1);
        let refused = world.app.read(&world.sign_in("analyst"), list_county);
        assert_eq!(word(&refused), "not found", "they may not know of an agency either");
    });
}

#[test]
fn hours_can_be_entered_ahead_one_after_the_other_and_whoever_is_suspended_is_on_no_team() {
    on_both(|world| {
        let lead = world.sign_in("representative");
        let user = world.person("deputy").id;
        let from = |hours| Some(world.clock.now() + SignedDuration::from_hours(hours));
        let ahead = |at: i64, hours: u16| {
            let new = NewDuty { user, from: from(at), hours };
            word(&world.app.change(&lead, move |ctx| put_on_duty(ctx, new)))
        };
        assert_eq!(ahead(12, 12), "done");
        assert_eq!(ahead(24, 12), "done", "it begins when the other ends");
        assert_eq!(ahead(11, 2), "refused");
        assert_eq!(ahead(-12, 12), "refused", "it would be over");
        assert_eq!(ahead(24 * 31 + 1, 12), "refused");
        let seen = roster(&world, &lead).unwrap();
        assert_eq!(seen.team.iter().map(|duty| duty.is_now).collect::<Vec<_>>(), [false, false]);
        let grantor = world.sign_in("grantor");
        world.app.change(&grantor, move |ctx| app::user::suspend_user(ctx, user)).unwrap();
        let lead = world.sign_in("representative");
        assert!(roster(&world, &lead).unwrap().team.is_empty());
        assert_eq!(word(&put(&world, &lead, "deputy", 1)), "not found");
    });
}
