//! Appointing, ending, naming a neighbour, and who sees it.

use super::{OTHER, office_of, referral, second, stand_in};
use crate::county::{left_by, word};
use app::{
    Error, Refused,
    marac::{HeardBy, NewAppointment, appoint, end_appointment, list_maracs, name_neighbour},
    testing::{MARAC, World, on_both, operator},
};
use domain::{ids::MaracId, marac::MaracPart};

fn marac(world: &World, name: &str) -> app::marac::Marac {
    let all = world.app.read(&operator(), list_maracs).unwrap();
    all.maracs.into_iter().find(|it| it.name == name).unwrap()
}

#[test]
fn a_grantor_appoints_and_ends_and_each_leaves_one_entry() {
    on_both(|world| {
        second(&world);
        let grantor = world.sign_in("grantor");
        let (id, user) = (marac(&world, MARAC).id, world.person("manager").id);
        let new = NewAppointment { marac: id, user, part: MaracPart::Deputy };
        let (office, left) =
            left_by(&world, || world.app.change(&grantor, move |ctx| appoint(ctx, new)).unwrap());
        assert_eq!(left.len(), 1, "{left:?}");
        assert!(left[0].starts_with("change appoint user"), "{left:?}");
        let again = world.app.change(&grantor, move |ctx| appoint(ctx, new));
        assert!(matches!(again, Err(Error::Refused(Refused::AppointedAlready))));
        let end = move |ctx: &mut app::Ctx<'_>| end_appointment(ctx, office);
        let (_, left) = left_by(&world, || world.app.change(&grantor, end).unwrap());
        assert_eq!(left.len(), 1, "{left:?}");
        assert_eq!(word(&world.app.change(&grantor, end)), "not found");
        // What ended can begin anew.
        assert!(world.app.change(&grantor, move |ctx| appoint(ctx, new)).is_ok());
    });
}

#[test]
fn a_part_is_given_to_the_role_that_it_is_for_alone() {
    on_both(|world| {
        let grantor = world.sign_in("grantor");
        let id = marac(&world, MARAC).id;
        for (name, part) in [
            ("chair", MaracPart::Coordinator),
            ("chair", MaracPart::Deputy),
            ("coordinator", MaracPart::Chair),
            ("idva", MaracPart::Coordinator),
            ("second grantor", MaracPart::Coordinator),
        ] {
            let new = NewAppointment { marac: id, user: world.person(name).id, part };
            let refused = world.app.change(&grantor, move |ctx| appoint(ctx, new));
            assert!(matches!(refused, Err(Error::Refused(Refused::AppointmentRole))), "{name}");
        }
        let user = world.person("coordinator").id;
        let marac = MaracId::from_uuid(crate::county::nobody().uuid());
        let new = NewAppointment { marac, user, part: MaracPart::Coordinator };
        let none = world.app.change(&grantor, move |ctx| appoint(ctx, new));
        assert_eq!(word(&none), "not found");
    });
}

#[test]
fn nobody_but_grantors_and_the_operator_appoints_and_nobody_themselves() {
    on_both(|world| {
        let id = marac(&world, MARAC).id;
        let office = office_of(&world, "coordinator", MARAC);
        let names: Vec<String> = world.names().map(str::to_owned).collect();
        for name in names {
            let visitor = world.sign_in(&name);
            let user = world.person("coordinator").id;
            let new = NewAppointment { marac: id, user, part: MaracPart::Coordinator };
            let tries = [
                word(&world.app.change(&visitor, move |ctx| appoint(ctx, new))),
                word(&world.app.change(&visitor, move |ctx| end_appointment(ctx, office))),
                word(&world.app.change(&visitor, move |ctx| name_neighbour(ctx, id, None))),
            ];
            if name.contains("grantor") {
                assert_eq!(tries[2], "done", "{name}");
                let user = world.person(&name).id;
                let own = NewAppointment { marac: id, user, part: MaracPart::Coordinator };
                let own = world.app.change(&visitor, move |ctx| appoint(ctx, own));
                assert!(matches!(own, Err(Error::Denied(_))), "{name}: {own:?}");
                break;
            }
            assert!(tries.iter().all(|word| ["denied", "not found"].contains(word)), "{name}");
        }
    });
}

#[test]
fn those_who_work_for_maracs_or_answer_for_them_see_who_hears_them() {
    on_both(|world| {
        let names: Vec<String> = world.names().map(str::to_owned).collect();
        let sees = ["grantor", "second grantor", "coordinator", "chair", "privacy officer"];
        for name in names {
            let visitor = world.sign_in(&name);
            let (answer, left) = left_by(&world, || world.app.read(&visitor, list_maracs));
            assert_eq!(answer.is_ok(), sees.contains(&name.as_str()), "{name}");
            assert_eq!(left.len(), 1, "{left:?}");
            let others = answer.map(|all| all.others.len()).unwrap_or_default();
            assert_eq!(0 < others, name.contains("grantor"), "{name}");
        }
    });
}

#[test]
fn it_is_said_in_order_who_hears_a_marac_now() {
    on_both(|world| {
        second(&world);
        let heard_by = || marac(&world, MARAC).heard_by;
        assert_eq!(heard_by(), HeardBy::Coordinator);
        super::end(&world, "coordinator", MARAC);
        assert_eq!(heard_by(), HeardBy::Nobody, "a chair alone prepares no hearing");
        let other = stand_in(&world);
        assert_eq!(heard_by(), HeardBy::Neighbour);
        assert_eq!(marac(&world, MARAC).stand_in, Some((other, OTHER.to_owned())));
        world.appoint("manager", MARAC, MaracPart::Deputy);
        assert_eq!(heard_by(), HeardBy::Deputy);
        assert_eq!(marac(&world, OTHER).heard_by, HeardBy::Coordinator);
    });
}

#[test]
fn a_marac_does_not_stand_in_for_itself_and_the_last_that_was_named_does() {
    on_both(|world| {
        second(&world);
        let other = stand_in(&world);
        let own = marac(&world, MARAC).id;
        let name =
            |stand_in| world.app.change(&operator(), move |ctx| name_neighbour(ctx, own, stand_in));
        assert!(matches!(name(Some(own)), Err(Error::Refused(Refused::OwnNeighbour))));
        assert_eq!(marac(&world, MARAC).stand_in.map(|(id, _)| id), Some(other));
        name(Some(other)).unwrap();
        name(None).unwrap();
        assert_eq!(marac(&world, MARAC).stand_in, None);
        let none = MaracId::from_uuid(crate::county::nobody().uuid());
        assert_eq!(word(&name(Some(none))), "not found");
    });
}

#[test]
fn what_opens_a_door_asks_for_a_fresh_sign_in() {
    on_both(|world| {
        referral(&world.app, "R-A", MARAC, "Marchbanks");
        let grantor = world.sign_in("grantor");
        world.clock.advance(jiff::SignedDuration::from_mins(6));
        let office = office_of(&world, "coordinator", MARAC);
        let stale = world.app.change(&grantor, move |ctx| end_appointment(ctx, office));
        assert!(matches!(stale, Err(Error::Denied(_))), "{stale:?}");
    });
}
