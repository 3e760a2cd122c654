//! A coordinator and a chair see what their own MARACs hear, and of the rest nothing at all.

use super::{OTHER, end, read, referral, second};
use crate::{
    county::{left_by, nobody, word},
    people::{by_names, search},
};
use app::{
    disclosure::{NewGift, give_record},
    involvement::{NewInvolvement, involve_agency, list_involvements, list_own_cases},
    person::review::{list_decisions, list_reviews, read_review},
    testing::{MARAC, on_both},
};
use domain::{
    agreement::{BASIS_CLASSES, Gateway, SharingWords},
    disclosure::GiftTerms,
    ids::PersonId,
    involvement::{InvolvementDays, InvolvementPart},
    marac::MaracPart,
    user::{DisplayName, EmailAddress},
};
use jiff::civil::date;

#[test]
fn a_coordinator_without_an_appointment_sees_no_referral_and_one_with_it_their_own() {
    on_both(|world| {
        let person = referral(&world.app, "R-A", MARAC, "Marchbanks");
        let (own, other) = (world.sign_in("coordinator"), second(&world));
        assert_eq!(super::reads(&world.app, &own, person), ["R-A"]);
        assert_eq!(super::reads(&world.app, &other, person), [""; 0]);
        assert_eq!(search(&world.app, &other, by_names("Ottilie", "Marchbanks")).unwrap(), []);
        world.appoint("manager", MARAC, MaracPart::Coordinator);
        assert_eq!(super::reads(&world.app, &other, person), ["R-A"]);
        assert_eq!(search(&world.app, &other, by_names("Ottilie", "Marchbanks")).unwrap().len(), 1);
        // It ended a moment ago.
        end(&world, "manager", MARAC);
        assert_eq!(super::reads(&world.app, &other, person), [""; 0]);
        assert_eq!(super::reads(&world.app, &own, person), ["R-A"]);
    });
}

#[test]
fn of_one_person_before_two_maracs_each_coordinator_sees_one_case_and_no_count_of_the_rest() {
    on_both(|world| {
        referral(&world.app, "R-A", MARAC, "Marchbanks");
        let other = second(&world);
        world.appoint("manager", OTHER, MaracPart::Coordinator);
        let person = referral(&world.app, "R-B", OTHER, "Marchbanks");
        let own = world.sign_in("coordinator");
        assert_eq!(super::reads(&world.app, &own, person), ["R-A"]);
        assert_eq!(super::reads(&world.app, &other, person), ["R-B"]);
        // A member of an agency that is bound to no MARAC sees both.
        let police = world.sign_in("representative");
        assert_eq!(super::reads(&world.app, &police, person), ["R-A", "R-B"]);
        let file = read(&world.app, &own, person).unwrap();
        let words = format!("{file:?}");
        assert!(!words.contains("R-B") && !words.contains(OTHER), "{words}");
        let found = search(&world.app, &own, by_names("Ottilie", "Marchbanks")).unwrap();
        let words = format!("{found:?}");
        assert!(!words.contains("R-B") && !words.contains(OTHER), "{words}");
    });
}

#[test]
fn a_case_of_another_marac_answers_and_costs_like_one_that_does_not_exist() {
    on_both(|world| {
        let person = referral(&world.app, "R-A", MARAC, "Marchbanks");
        let other = second(&world);
        let case = read(&world.app, &world.sign_in("coordinator"), person).unwrap();
        let (case, never) = (case.records[0].source, nobody().uuid());
        let look = |id: PersonId| left_by(&world, || read(&world.app, &other, id));
        let (there, left) = look(person);
        let (none, none_left) = look(PersonId::from_uuid(never));
        assert_eq!((word(&there), word(&none)), ("not found", "not found"));
        assert_eq!((left.len(), none_left.len()), (1, 1), "{left:?} {none_left:?}");
        let cases = [case, never].map(|id| {
            let (answer, left) =
                left_by(&world, || world.app.read(&other, |ctx| list_involvements(ctx, id)));
            (word(&answer), left.len())
        });
        assert_eq!(cases, [("not found", 1), ("not found", 1)]);
    });
}

#[test]
fn a_chair_sees_what_the_own_agency_referred_to_their_own_marac_alone() {
    on_both(|world| {
        let person = referral(&world.app, "R-A", MARAC, "Marchbanks");
        referral(&world.app, "R-B", OTHER, "Marchbanks");
        let chair = world.sign_in("chair");
        assert_eq!(super::reads(&world.app, &chair, person), ["R-A"]);
        world.appoint("chair", OTHER, MaracPart::Chair);
        assert_eq!(super::reads(&world.app, &chair, person), ["R-A", "R-B"]);
        end(&world, "chair", MARAC);
        assert_eq!(super::reads(&world.app, &chair, person), ["R-B"]);
    });
}

#[test]
fn a_case_that_the_own_agency_works_on_is_listed_to_a_chair_of_its_marac_alone() {
    on_both(|world| {
        let person = referral(&world.app, "R-A", MARAC, "Marchbanks");
        crate::county::meddle(
            &world.app,
            "update referral_state set referring_agency_id =
                 (select agency_id from agency where code = 'AMBER-HOUSE')",
        );
        let coordinator = world.sign_in("coordinator");
        let case = read(&world.app, &coordinator, person).unwrap().records[0].source;
        let new = NewInvolvement {
            case,
            agency: world.person("chair").agency,
            part: InvolvementPart::Assigned,
            days: InvolvementDays { from: date(2026, 11, 1), until: None },
            why: SharingWords::parse("They were called to the house.").unwrap(),
        };
        world.app.change(&coordinator, move |ctx| involve_agency(ctx, &new)).unwrap();
        let chair = world.sign_in("chair");
        let listed = || world.app.read(&chair, list_own_cases).unwrap().0.len();
        assert_eq!(listed(), 1);
        end(&world, "chair", MARAC);
        assert_eq!(listed(), 0);
    });
}

#[test]
fn what_is_given_to_a_chair_by_name_is_read_though_another_marac_hears_it() {
    on_both(|world| {
        let person = referral(&world.app, "R-A", MARAC, "Marchbanks");
        let chair = world.sign_in("chair");
        end(&world, "chair", MARAC);
        assert_eq!(super::reads(&world.app, &chair, person), [""; 0]);
        let terms = GiftTerms {
            classes: BASIS_CLASSES.into_iter().collect(),
            gateway: Gateway::VitalInterests,
            necessity: SharingWords::parse("He is on his way to her.").unwrap(),
            decided_by: DisplayName::parse("The manager on duty").unwrap(),
            hours: 1,
        };
        let to = EmailAddress::parse(&world.person("chair").email).unwrap();
        let coordinator = world.sign_in("coordinator");
        let new = NewGift { person, to, terms };
        world.app.change(&coordinator, move |ctx| give_record(ctx, &new)).unwrap();
        assert_eq!(super::reads(&world.app, &chair, person), ["R-A"]);
        world.clock.advance(jiff::SignedDuration::from_secs(3_601));
        let chair = world.sign_in("chair");
        assert_eq!(super::reads(&world.app, &chair, person), [""; 0]);
    });
}

#[test]
fn a_pair_of_records_of_another_marac_is_neither_queued_nor_counted_nor_shown() {
    on_both(|world| {
        referral(&world.app, "R-A", MARAC, "Marchbanks");
        referral(&world.app, "R-B", MARAC, "Featherstone");
        let pair = crate::review::pair_of(&world.app, ("R-A", "victim"), ("R-B", "victim"));
        let (own, other) = (world.sign_in("coordinator"), second(&world));
        let queue = |by| {
            let (page, count, _) = world.app.read(by, |ctx| list_reviews(ctx, None)).unwrap();
            let decided = world.app.read(by, |ctx| list_decisions(ctx, None)).unwrap().0;
            (page.items.len(), format!("{count:?}"), decided.items.len())
        };
        assert_eq!(queue(&own), (1, "Exactly(1)".to_owned(), 0));
        assert_eq!(queue(&other), (0, "Exactly(0)".to_owned(), 0));
        let look = |by| word(&world.app.read(by, |ctx| read_review(ctx, pair)));
        assert_eq!((look(&own), look(&other)), ("done", "not found"));
        let verdict = app::person::review::Verdict::Different;
        crate::review::decide(&world.app, &own, pair, verdict).unwrap();
        assert_eq!(queue(&own), (0, "Exactly(0)".to_owned(), 1));
        assert_eq!(queue(&other), (0, "Exactly(0)".to_owned(), 0));
    });
}
