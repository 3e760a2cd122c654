//! Whoever answers for a case is shown who looked at it, and not who looked at another MARAC's of
//! the same person.

use super::{OTHER, exclude, read, reads, referral, second};
use crate::people::{by_names, search};
use app::{
    Visitor,
    ledger::{LookFilter, list_looks, list_looks_at},
    testing::{MARAC, World, on_both},
    whereabouts::{OpeningRequest, open_whereabouts},
};
use domain::{ids::PersonId, marac::MaracPart, person::OpeningReason};
use jiff::SignedDuration;

/// Who looked, and by what, the newest first; without the looks of whoever asks.
fn lookers(world: &World, by: &str, person: PersonId) -> Vec<String> {
    let (visitor, own) = (world.sign_in(by), world.person(by).id.uuid());
    let found = world.app.read(&visitor, move |ctx| list_looks_at(ctx, person, None)).unwrap();
    let others = found.0.items.into_iter().filter(|look| {
        let actor = &look.looked.entry.actor;
        !matches!(actor, domain::ledger::EntryActor::User { user, .. } if *user == own)
    });
    let line = |look: app::ledger::LookAt| {
        format!("{} {}", look.looked.user_name.unwrap_or_default(), look.looked.entry.doing)
    };
    others.map(line).collect()
}

/// One person before two MARACs, each with a coordinator of its own.
fn before_two_maracs(world: &World) -> PersonId {
    let person = referral(&world.app, "R-A", MARAC, "Marchbanks");
    second(world);
    world.appoint("manager", OTHER, MaracPart::Coordinator);
    assert_eq!(person, referral(&world.app, "R-B", OTHER, "Marchbanks"));
    person
}

fn look(world: &World, by: &Visitor, person: PersonId) {
    world.clock.advance(SignedDuration::from_secs(7));
    read(&world.app, by, person).unwrap();
}

#[test]
fn a_coordinator_is_shown_who_looked_at_their_own_referral_and_no_look_at_another_maracs() {
    on_both(|world| {
        let person = before_two_maracs(&world);
        let [one, other, police] =
            ["coordinator", "manager", "representative"].map(|name| world.sign_in(name));
        assert_eq!(reads(&world.app, &one, person), ["R-A"]);
        assert_eq!(reads(&world.app, &other, person), ["R-B"]);
        search(&world.app, &other, by_names("Ottilie", "Marchbanks")).unwrap();
        let request = OpeningRequest::new(OpeningReason::Visit, "With the locksmith.").unwrap();
        let open = move |ctx: &mut app::Ctx<'_>| open_whereabouts(ctx, person, &request);
        world.app.change(&other, open).unwrap();
        assert_eq!(lookers(&world, "coordinator", person), [""; 0]);
        // The police referred both: one look at the person is a look at either.
        look(&world, &police, person);
        assert_eq!(lookers(&world, "coordinator", person), ["The representative read_person"]);
        let of_other = lookers(&world, "manager", person);
        let own_lead = "The coordinator read_person".to_owned();
        assert!(!of_other.contains(&own_lead), "{of_other:?}");
        assert_eq!(of_other, ["The representative read_person"]);
        // An officer reads all of it.
        let officer = world.sign_in("privacy officer");
        let filter = LookFilter { person: Some(person), ..LookFilter::default() };
        let all = world.app.read(&officer, move |ctx| list_looks(ctx, filter)).unwrap().0.items;
        for name in ["coordinator", "manager", "representative"] {
            let user = world.person(name).id.uuid();
            let by = |look: &app::ledger::Looked| {
                matches!(&look.entry.actor,
                    domain::ledger::EntryActor::User { user: of, .. } if *of == user)
            };
            assert!(all.iter().any(by), "{name}");
        }
    });
}

/// Which of two cases an exclusion was made in is not known: to who hears one of them it is not
/// shown, and to who hears both it is.
#[test]
fn what_is_not_known_to_be_of_their_own_case_is_shown_to_whoever_hears_all_of_them() {
    on_both(|world| {
        let person = before_two_maracs(&world);
        look(&world, &world.sign_in("manager"), person);
        exclude(&world, "manager", "chair", person);
        assert_eq!(lookers(&world, "coordinator", person), [""; 0]);
        world.appoint("coordinator", OTHER, MaracPart::Coordinator);
        let all = lookers(&world, "coordinator", person);
        assert_eq!(all, ["The manager exclude_user", "The manager read_person"]);
    });
}
