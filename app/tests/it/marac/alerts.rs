//! Officers are told where nobody is left, once, and not why.

use super::{OTHER, end, exclude, read, referral, second, stand_in};
use app::{
    agency::suspend_agency,
    alert::{Alert, AlertFilter, list_alerts, settle_alert},
    involvement::{NewInvolvement, involve_agency},
    marac::{list_maracs, name_neighbour},
    testing::{MARAC, World, on_both, operator},
    user::{change_role, show_user, suspend_user},
};
use domain::{
    agreement::SharingWords,
    alert::{AlertKind, AlertOutcome, AlertWords},
    involvement::{InvolvementDays, InvolvementPart},
    marac::MaracPart,
    user::Role,
};
use jiff::civil::date;
use std::cell::RefCell;

/// What the officers of an agency were told of this kind, that waits.
fn told(world: &World, officer: &str, kind: AlertKind) -> Vec<Alert> {
    let officer = world.sign_in(officer);
    let filter = AlertFilter { kind: Some(kind), ..AlertFilter::default() };
    world.app.read(&officer, |ctx| list_alerts(ctx, filter)).unwrap().0.items
}

fn settle(world: &World, alert: &Alert) {
    let (officer, id) = (world.sign_in("privacy officer"), alert.id);
    let words = AlertWords::parse("The grantor was asked.").unwrap();
    let settle =
        move |ctx: &mut app::Ctx<'_>| settle_alert(ctx, id, (AlertOutcome::HandedOn, &words));
    world.app.change(&officer, settle).unwrap();
}

#[test]
fn a_case_that_nobody_is_left_to_hear_is_told_outside_the_agency_of_whoever_is_excluded() {
    on_both(|world| {
        let person = referral(&world.app, "R-A", MARAC, "Marchbanks");
        let police = world.sign_in("representative");
        let case = read(&world.app, &police, person).unwrap().records[0].source;
        exclude(&world, "coordinator", "coordinator", person);
        assert_eq!(told(&world, "privacy officer", AlertKind::NobodyLeft), []);
        let alerts = told(&world, "police privacy officer", AlertKind::NobodyLeft);
        assert_eq!(alerts.len(), 1);
        assert_eq!(alerts[0].subject, Some(("case".to_owned(), case)));
        assert_eq!((alerts[0].about, &alerts[0].about_name), (None, &None));
    });
}

#[test]
fn nobody_is_told_while_a_deputy_or_a_neighbour_is_left() {
    on_both(|world| {
        second(&world);
        stand_in(&world);
        let person = referral(&world.app, "R-A", MARAC, "Marchbanks");
        exclude(&world, "coordinator", "coordinator", person);
        assert_eq!(told(&world, "police privacy officer", AlertKind::NobodyLeft), []);
        exclude(&world, "manager", "manager", person);
        assert_eq!(told(&world, "police privacy officer", AlertKind::NobodyLeft).len(), 1);
    });
}

#[test]
fn an_agency_whose_last_representative_is_excluded_is_told_of_to_the_partnership() {
    on_both(|world| {
        let person = referral(&world.app, "R-A", MARAC, "Marchbanks");
        // The police referred it, and have a representative and a deputy.
        exclude(&world, "representative", "deputy", person);
        assert_eq!(told(&world, "privacy officer", AlertKind::NobodyRepresents), []);
        exclude(&world, "representative", "representative", person);
        assert_eq!(told(&world, "privacy officer", AlertKind::NobodyRepresents).len(), 1);
        assert_eq!(told(&world, "police privacy officer", AlertKind::NobodyRepresents), []);
    });
}

/// What somebody does, in words and in the county.
type Way = (&'static str, fn(&World));

/// Each of them leaves the same: a MARAC whose hearings nobody prepares.
#[test]
fn whatever_leaves_a_marac_with_nobody_is_told_once_to_the_partnership() {
    let ways: [Way; 5] = [
        ("the appointment ends", |world| end(world, "coordinator", MARAC)),
        ("the account is suspended", |world| {
            let (user, by) = (world.person("coordinator").id, world.sign_in("grantor"));
            world.app.change(&by, move |ctx| suspend_user(ctx, user)).unwrap();
        }),
        ("another role", |world| {
            let (user, by) = (world.person("coordinator").id, world.sign_in("grantor"));
            let found = world.app.read(&by, move |ctx| show_user(ctx, user)).unwrap().0;
            let role = Role::Analyst;
            let change = move |ctx: &mut app::Ctx<'_>| change_role(ctx, user, found.version, role);
            world.app.change(&by, change).unwrap();
        }),
        ("the agency is suspended", |world| {
            let sql = "update user_state set agency_id =
                           (select agency_id from agency where code = 'AMBER-HOUSE')
                       where role = 'coordinator'";
            crate::county::meddle(&world.app, sql);
            let (id, by) = (crate::county::agency(world, "AMBER-HOUSE"), world.sign_in("grantor"));
            world.app.change(&by, move |ctx| suspend_agency(ctx, id, 1)).unwrap();
        }),
        ("no neighbour any more", |world| {
            second(world);
            stand_in(world);
            end(world, "coordinator", MARAC);
            assert_eq!(told(world, "privacy officer", AlertKind::NobodyLeft), []);
            let all = world.app.read(&operator(), list_maracs).unwrap();
            let own = all.maracs.into_iter().find(|it| it.name == MARAC).unwrap().id;
            world.app.change(&operator(), move |ctx| name_neighbour(ctx, own, None)).unwrap();
        }),
    ];
    let wrong = RefCell::new(Vec::new());
    for (way, leave) in ways {
        on_both(|world| {
            leave(&world);
            let told = |officer| told(&world, officer, AlertKind::NobodyLeft);
            let subjects = told("privacy officer").into_iter().filter_map(|alert| alert.subject);
            let subjects: Vec<String> = subjects.map(|(kind, _)| kind).collect();
            if subjects != ["marac"] || !told("police privacy officer").is_empty() {
                wrong.borrow_mut().push(format!("{way}: {subjects:?}"));
            }
        });
    }
    assert_eq!(wrong.into_inner(), [""; 0]);
}

#[test]
fn nobody_is_told_of_a_marac_that_a_deputy_hears_on() {
    on_both(|world| {
        second(&world);
        world.appoint("manager", MARAC, MaracPart::Deputy);
        end(&world, "coordinator", MARAC);
        assert_eq!(told(&world, "privacy officer", AlertKind::NobodyLeft), []);
        end(&world, "manager", MARAC);
        assert_eq!(told(&world, "privacy officer", AlertKind::NobodyLeft).len(), 1);
    });
}

/// The deputy who is left is excluded from one case: of that one, and not of the MARAC, it is told
/// outside the deputy's agency.
#[test]
fn an_appointment_that_ends_leaves_a_case_to_somebody_excluded_and_that_is_told() {
    on_both(|world| {
        second(&world);
        world.appoint("manager", MARAC, MaracPart::Deputy);
        let person = referral(&world.app, "R-A", MARAC, "Marchbanks");
        referral(&world.app, "R-B", MARAC, "Featherstone");
        let police = world.sign_in("representative");
        let case = read(&world.app, &police, person).unwrap().records[0].source;
        exclude(&world, "coordinator", "manager", person);
        assert_eq!(told(&world, "police privacy officer", AlertKind::NobodyLeft), []);
        end(&world, "coordinator", MARAC);
        let alerts = told(&world, "police privacy officer", AlertKind::NobodyLeft);
        let subjects: Vec<_> = alerts.into_iter().map(|alert| alert.subject).collect();
        assert_eq!(subjects, [Some(("case".to_owned(), case))]);
        assert_eq!(told(&world, "privacy officer", AlertKind::NobodyLeft), []);
    });
}

/// Nobody excludes anybody then: a later referral is hers, too.
#[test]
fn a_case_that_comes_to_be_of_the_excluded_person_is_told_once_it_is_linked() {
    on_both(|world| {
        let person = referral(&world.app, "R-A", MARAC, "Marchbanks");
        exclude(&world, "coordinator", "coordinator", person);
        let count = || told(&world, "police privacy officer", AlertKind::NobodyLeft).len();
        assert_eq!(count(), 1);
        referral(&world.app, "R-B", MARAC, "Marchbanks");
        crate::declarations::compare(&world);
        assert_eq!(count(), 2);
        crate::declarations::compare(&world);
        assert_eq!(count(), 2, "once");
    });
}

#[test]
fn an_agency_that_has_nothing_to_do_with_the_case_is_missed_by_nobody() {
    on_both(|world| {
        let person = referral(&world.app, "R-A", MARAC, "Marchbanks");
        let sql = "update referral_state set referring_agency_id =
                       (select agency_id from agency where code = 'AMBER-HOUSE')";
        crate::county::meddle(&world.app, sql);
        for name in ["deputy", "representative"] {
            exclude(&world, "coordinator", name, person);
        }
        assert_eq!(told(&world, "privacy officer", AlertKind::NobodyRepresents), []);
        // Involved, they would be.
        let sql = "update exclusion set ended_at = recorded_at";
        crate::county::meddle(&world.app, sql);
        let coordinator = world.sign_in("coordinator");
        let new = NewInvolvement {
            case: read(&world.app, &coordinator, person).unwrap().records[0].source,
            agency: world.person("deputy").agency,
            part: InvolvementPart::Invited,
            days: InvolvementDays { from: date(2026, 11, 1), until: None },
            why: SharingWords::parse("They know the house.").unwrap(),
        };
        world.app.change(&coordinator, move |ctx| involve_agency(ctx, &new)).unwrap();
        for name in ["deputy", "representative"] {
            exclude(&world, "coordinator", name, person);
        }
        assert_eq!(told(&world, "privacy officer", AlertKind::NobodyRepresents).len(), 1);
    });
}

#[test]
fn a_marac_that_nobody_coordinates_is_told_of_once_until_somebody_said_what_came_of_it() {
    on_both(|world| {
        for number in 1..=3 {
            referral(&world.app, &format!("R-{number}"), OTHER, "Marchbanks");
        }
        let alerts = told(&world, "privacy officer", AlertKind::NobodyLeft);
        assert_eq!(alerts.len(), 1);
        assert_eq!(alerts[0].subject.as_ref().map(|(kind, _)| kind.as_str()), Some("marac"));
        settle(&world, &alerts[0]);
        referral(&world.app, "R-4", OTHER, "Marchbanks");
        assert_eq!(told(&world, "privacy officer", AlertKind::NobodyLeft).len(), 1);
        // Somebody is appointed: what comes then is no matter for an alert.
        second(&world);
        world.appoint("manager", OTHER, MaracPart::Coordinator);
        settle(&world, &told(&world, "privacy officer", AlertKind::NobodyLeft)[0]);
        referral(&world.app, "R-5", OTHER, "Marchbanks");
        assert_eq!(told(&world, "privacy officer", AlertKind::NobodyLeft), []);
    });
}
