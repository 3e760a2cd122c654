//! Agencies join, change, are suspended and restored.

use crate::county::{agency, left_by, word};
use app::{
    Conflict, Error, Refused,
    agency::{
        AgencyChange, NewAgency, add_agency, change_agency, list_agencies, restore_agency,
        show_agency, suspend_agency,
    },
    params,
    testing::on_both,
    user::{NewUser, invite_user},
};
use domain::{
    agency::{AgencyCode, AgencyKind, AgencyName, AgencyStatus},
    user::{DisplayName, EmailAddress, Role},
};
use std::{sync::Barrier, thread};

pub fn harbour() -> NewAgency {
    NewAgency {
        code: AgencyCode::parse("HARBOUR").unwrap(),
        name: AgencyName::parse("Harbour Housing").unwrap(),
        kind: AgencyKind::Housing,
    }
}

fn to(seen_version: i64, name: &str) -> AgencyChange {
    AgencyChange { seen_version, name: AgencyName::parse(name).unwrap(), kind: AgencyKind::Housing }
}

#[test]
fn a_grantor_adds_an_agency_and_then_sees_it() {
    on_both(|world| {
        let grantor = world.sign_in("grantor");
        let (id, left) =
            left_by(&world, || world.app.change(&grantor, |ctx| add_agency(ctx, harbour())));
        let id = id.unwrap();
        assert_eq!(left, ["change add_agency agency:new by grantor"]);
        let (agency, basis) = world.app.read(&grantor, |ctx| show_agency(ctx, id)).unwrap();
        assert_eq!(agency.name.as_str(), "Harbour Housing");
        assert_eq!(basis.words(), "You see this because you are a grantor of access.");
        let all = world.app.read(&grantor, list_agencies).unwrap();
        assert_eq!(all.len(), 4);
    });
}

#[test]
fn every_change_of_an_agency_leaves_one_entry_and_every_look_one() {
    on_both(|world| {
        let grantor = world.sign_in("grantor");
        let amber = agency(&world, "AMBER-HOUSE");
        let change =
            || world.app.change(&grantor, move |ctx| change_agency(ctx, amber, to(1, "A")));
        let (version, left) = left_by(&world, change);
        assert_eq!(version.unwrap(), 2);
        assert_eq!(left, ["change change_agency agency:AMBER-HOUSE by grantor"]);
        let suspend = || world.app.change(&grantor, move |ctx| suspend_agency(ctx, amber, 2));
        let (version, left) = left_by(&world, suspend);
        assert_eq!(version.unwrap(), 3);
        assert_eq!(left, ["change suspend_agency agency:AMBER-HOUSE by grantor"]);
        let (shown, left) =
            left_by(&world, || world.app.read(&grantor, |ctx| show_agency(ctx, amber)));
        assert_eq!(shown.unwrap().0.status, AgencyStatus::Suspended);
        assert_eq!(left, ["read see_directory agency:AMBER-HOUSE by grantor"]);
        let restore = || world.app.change(&grantor, move |ctx| restore_agency(ctx, amber, 3));
        let (version, left) = left_by(&world, restore);
        assert_eq!(version.unwrap(), 4);
        assert_eq!(left, ["change suspend_agency agency:AMBER-HOUSE by grantor"]);
        let (shown, _) = world.app.read(&grantor, |ctx| show_agency(ctx, amber)).unwrap();
        assert_eq!((shown.status, shown.name.as_str()), (AgencyStatus::Active, "A"));
    });
}

#[test]
fn what_an_agency_was_called_before_stays_with_its_dates_and_the_hand_that_changed_it() {
    on_both(|world| {
        let grantor = world.sign_in("grantor");
        let amber = agency(&world, "AMBER-HOUSE");
        world.app.change(&grantor, move |ctx| change_agency(ctx, amber, to(1, "Amber"))).unwrap();
        let sql = "select name, recorded_by, superseded_at from agency_state
                   where agency_id = $1 order by version";
        let rows = world.app.db().read(|tx| {
            tx.list(sql, params![amber], |row| {
                Ok((
                    row.get::<String>("name")?,
                    row.get::<Option<domain::ids::UserId>>("recorded_by")?,
                    row.get::<Option<jiff::Timestamp>>("superseded_at")?,
                ))
            })
        });
        let hand = Some(world.person("grantor").id);
        let now = Some(world.clock.now());
        let expected = [("Amber House".to_owned(), None, now), ("Amber".to_owned(), hand, None)];
        assert_eq!(rows.unwrap(), expected);
    });
}

#[test]
fn a_code_that_is_taken_is_refused_and_changes_nothing() {
    on_both(|world| {
        let grantor = world.sign_in("grantor");
        world.app.change(&grantor, |ctx| add_agency(ctx, harbour())).unwrap();
        let (refused, left) =
            left_by(&world, || world.app.change(&grantor, |ctx| add_agency(ctx, harbour())));
        assert!(matches!(refused, Err(Error::Refused(Refused::AgencyCodeTaken))));
        assert!(left.is_empty());
        assert_eq!(world.app.read(&grantor, list_agencies).unwrap().len(), 4);
    });
}

#[test]
fn the_second_of_two_editors_is_told_and_changes_nothing() {
    on_both(|world| {
        let grantor = world.sign_in("grantor");
        let second = world.sign_in("second grantor");
        let id = world.app.change(&grantor, |ctx| add_agency(ctx, harbour())).unwrap();
        let (first, late) = (to(1, "Harbour Homes"), to(1, "Harbour Lets"));
        world.app.change(&grantor, move |ctx| change_agency(ctx, id, first)).unwrap();
        let refused = world.app.change(&second, move |ctx| change_agency(ctx, id, late));
        assert!(matches!(refused, Err(Error::Conflict(Conflict::Changed { version: 2 }))));
        for answer in [
            world.app.change(&second, move |ctx| suspend_agency(ctx, id, 1)),
            world.app.change(&second, move |ctx| restore_agency(ctx, id, 1)),
        ] {
            assert_eq!(word(&answer), "changed");
        }
        let (agency, _) = world.app.read(&grantor, |ctx| show_agency(ctx, id)).unwrap();
        assert_eq!(agency.name.as_str(), "Harbour Homes");
    });
}

#[test]
fn of_editors_at_the_same_moment_one_wins_and_the_others_are_told() {
    on_both(|world| {
        let grantor = world.sign_in("grantor");
        let id = world.app.change(&grantor, |ctx| add_agency(ctx, harbour())).unwrap();
        let start = Barrier::new(8);
        let answers: Vec<&str> = thread::scope(|scope| {
            let editors: Vec<_> = (0..8)
                .map(|_| {
                    scope.spawn(|| {
                        start.wait();
                        let change = to(1, "Harbour Homes");
                        word(&world.app.change(&grantor, move |ctx| change_agency(ctx, id, change)))
                    })
                })
                .collect();
            editors.into_iter().map(|editor| editor.join().unwrap()).collect()
        });
        assert_eq!(answers.iter().filter(|answer| **answer == "done").count(), 1, "{answers:?}");
        assert_eq!(answers.iter().filter(|answer| **answer == "changed").count(), 7);
    });
}

#[test]
fn a_suspended_agency_takes_in_nobody_new() {
    on_both(|world| {
        let grantor = world.sign_in("grantor");
        let amber = agency(&world, "AMBER-HOUSE");
        world.app.change(&grantor, move |ctx| suspend_agency(ctx, amber, 1)).unwrap();
        let invite = || {
            world.app.change(&grantor, move |ctx| {
                let new = NewUser {
                    agency: amber,
                    role: Role::Idva,
                    name: DisplayName::parse("New Comer").unwrap(),
                    email: EmailAddress::parse("new.comer@county.example").unwrap(),
                };
                invite_user(ctx, new)
            })
        };
        let (refused, left) = left_by(&world, invite);
        assert_eq!(word(&refused), "denied");
        assert_eq!(left, ["refusal invite_user agency:AMBER-HOUSE by grantor (forbidden)"]);
    });
}
