//! Who takes over a case that its coordinator may not hear.

use super::{OTHER, end, exclude, read, reads, referral, second, stand_in};
use crate::county::meddle;
use app::{
    Error, Visitor,
    involvement::list_involvements,
    marac::list_cases_in_place,
    testing::{MARAC, World, on_both},
    user::suspend_user,
};
use domain::{ids::PersonId, marac::MaracPart};
use uuid::Uuid;

/// A deputy of the MARAC, and a case of it.
fn with_deputy(world: &World) -> (Visitor, PersonId) {
    let deputy = second(world);
    world.appoint("manager", MARAC, MaracPart::Deputy);
    (deputy, referral(&world.app, "R-A", MARAC, "Marchbanks"))
}

fn case_of(world: &World, person: PersonId) -> Uuid {
    read(&world.app, &world.sign_in("representative"), person).unwrap().records[0].source
}

#[test]
fn a_deputy_hears_a_case_from_which_its_coordinator_is_excluded_and_no_other() {
    on_both(|world| {
        let (deputy, person) = with_deputy(&world);
        let other = referral(&world.app, "R-B", MARAC, "Featherstone");
        assert_eq!(reads(&world.app, &deputy, person), [""; 0]);
        let case = case_of(&world, person);
        exclude(&world, "coordinator", "coordinator", person);
        assert_eq!(reads(&world.app, &deputy, person), ["R-A"]);
        assert_eq!(reads(&world.app, &deputy, other), [""; 0]);
        assert_eq!(reads(&world.app, &world.sign_in("coordinator"), person), [""; 0]);
        let file = read(&world.app, &deputy, person).unwrap();
        assert!(file.records.iter().all(|record| record.is_in_place));
        let seen = world.app.read(&deputy, |ctx| list_involvements(ctx, case)).unwrap();
        assert!(seen.case.is_in_place);
    });
}

#[test]
fn what_fell_to_a_deputy_is_listed_to_them_and_to_nobody_else() {
    on_both(|world| {
        let (deputy, person) = with_deputy(&world);
        referral(&world.app, "R-B", MARAC, "Featherstone");
        let fallen = |visitor: &Visitor| world.app.read(visitor, list_cases_in_place);
        assert_eq!(fallen(&deputy).unwrap(), []);
        exclude(&world, "coordinator", "coordinator", person);
        let listed = fallen(&deputy).unwrap();
        let references = listed.iter().map(|it| it.case.reference.as_str());
        assert_eq!(references.collect::<Vec<_>>(), ["R-A"]);
        assert!(listed[0].people.iter().any(|shown| shown.person == person));
        for name in ["coordinator", "chair", "idva"] {
            assert_eq!(fallen(&world.sign_in(name)).unwrap(), [], "{name}");
        }
        assert!(matches!(fallen(&world.sign_in("grantor")), Err(Error::Denied(_))));
    });
}

#[test]
fn an_exclusion_from_another_party_of_the_case_hands_it_over_as_well() {
    on_both(|world| {
        let (deputy, person) = with_deputy(&world);
        let sql = "select m.person_id from membership m
                   join person_record r on r.record_id = m.record_id and r.party = 'perpetrator'";
        let found = world
            .app
            .db()
            .read(|tx| tx.find(sql, app::params![], |row| row.get::<PersonId>("person_id")));
        exclude(&world, "coordinator", "coordinator", found.unwrap().unwrap());
        assert_eq!(reads(&world.app, &deputy, person), ["R-A"]);
    });
}

#[test]
fn a_deputy_hears_all_while_no_coordinator_is_there_and_is_told_of_no_exclusion() {
    on_both(|world| {
        let (deputy, person) = with_deputy(&world);
        let (coordinator, grantor) = (world.person("coordinator").id, world.sign_in("grantor"));
        world.app.change(&grantor, move |ctx| suspend_user(ctx, coordinator)).unwrap();
        let file = read(&world.app, &deputy, person).unwrap();
        assert!(file.records.iter().all(|record| !record.is_in_place));
        let back = "update user_state set status = 'active' where status = 'suspended'";
        meddle(&world.app, back);
        assert_eq!(reads(&world.app, &deputy, person), [""; 0]);
        end(&world, "coordinator", MARAC);
        assert_eq!(reads(&world.app, &deputy, person), ["R-A"]);
    });
}

#[test]
fn a_role_that_does_not_fit_the_part_hears_nothing_and_is_not_there_for_others() {
    on_both(|world| {
        let (deputy, person) = with_deputy(&world);
        let away = "update user_state set role = 'referrer' where role = 'coordinator'
                    and user_id in (select user_id from marac_office where part = 'coordinator')";
        meddle(&world.app, away);
        assert_eq!(reads(&world.app, &deputy, person), ["R-A"]);
    });
}

#[test]
fn the_neighbour_hears_only_what_nobody_of_the_marac_may() {
    on_both(|world| {
        let neighbour = second(&world);
        stand_in(&world);
        let person = referral(&world.app, "R-A", MARAC, "Marchbanks");
        let other = referral(&world.app, "R-B", MARAC, "Featherstone");
        assert_eq!(reads(&world.app, &neighbour, person), [""; 0]);
        exclude(&world, "coordinator", "coordinator", person);
        assert_eq!(reads(&world.app, &neighbour, person), ["R-A"]);
        assert_eq!(reads(&world.app, &neighbour, other), [""; 0]);
        // A deputy comes before the neighbour.
        let grown =
            "update user_state set role = 'coordinator' where role = 'programme_coordinator'";
        meddle(&world.app, grown);
        world.appoint("programme coordinator", MARAC, MaracPart::Deputy);
        assert_eq!(reads(&world.app, &neighbour, person), [""; 0]);
        let deputy = world.sign_in("programme coordinator");
        assert_eq!(reads(&world.app, &deputy, person), ["R-A"]);
        end(&world, "coordinator", MARAC);
        assert_eq!(reads(&world.app, &neighbour, other), [""; 0]);
        end(&world, "programme coordinator", MARAC);
        assert_eq!(reads(&world.app, &neighbour, other), ["R-B"]);
        // Whoever no longer coordinates the neighbour stands in for nobody.
        end(&world, "manager", OTHER);
        assert_eq!(reads(&world.app, &neighbour, other), [""; 0]);
    });
}

#[test]
fn a_deputy_who_is_excluded_hears_nothing_and_leaves_the_case_to_the_neighbour() {
    on_both(|world| {
        let (deputy, person) = with_deputy(&world);
        exclude(&world, "coordinator", "manager", person);
        exclude(&world, "coordinator", "coordinator", person);
        assert_eq!(reads(&world.app, &deputy, person), [""; 0]);
    });
}
