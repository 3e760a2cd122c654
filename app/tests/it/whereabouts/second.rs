//! Whose agency is new to a case opens whereabouts only with a second person of another agency.

use super::{REFUGE, add, note, open, request, texts};
use crate::{
    agreements::{police_work_on, protocol, referral, signed},
    county::{left_by, word},
    duty::{deputy_on_duty, police_called},
};
use app::{
    Error, Refused, Visitor,
    exclusion::{NewExclusion, exclude_user},
    testing::{World, on_both},
    whereabouts::{
        SECOND_OPEN_MINUTES, SecondAnswer, WaitingSecond, answer_second, ask_second, find_offers,
        list_waiting, offer_second, read_waiting,
    },
};
use domain::{
    exclusion::{ExclusionReason, ExclusionWords},
    ids::PersonId,
    policy::FieldClass,
    whereabouts::WhereaboutsClass,
};
use jiff::SignedDuration;
use uuid::Uuid;

/// The police work on the referral of Amber House, which the office holds and shares with them,
/// whereabouts too; and Amber House wrote down where she is.
fn shared(world: &World) -> PersonId {
    let (case, person) = referral(world);
    let mut terms = protocol();
    terms.classes.insert(FieldClass::Whereabouts);
    signed(world, terms);
    police_work_on(world, case);
    let idva = world.sign_in("idva");
    add(&world.app, &idva, person, note(WhereaboutsClass::Refuge, REFUGE)).unwrap();
    person
}

fn ask(world: &World, by: &Visitor, person: PersonId) -> Result<Uuid, Error> {
    let request = request();
    world.app.change(by, move |ctx| ask_second(ctx, person, &request))
}

fn answer(world: &World, by: &Visitor, id: Uuid, said: SecondAnswer) -> Result<(), Error> {
    world.app.change(by, move |ctx| answer_second(ctx, id, said))
}

fn waiting(world: &World, name: &str) -> Vec<WaitingSecond> {
    world.app.read(&world.sign_in(name), list_waiting).unwrap()
}

fn exclude(world: &World, person: PersonId, name: &str) {
    let words = ExclusionWords::parse("They were at school together.").unwrap();
    let user = world.person(name).id;
    let new = NewExclusion { person, user, reason: ExclusionReason::Friend, words };
    let office = world.sign_in("coordinator");
    world.app.change(&office, move |ctx| exclude_user(ctx, new)).unwrap();
}

/// Whether what Amber House wrote down is open.
fn is_open(world: &World, by: &Visitor, person: PersonId) -> bool {
    open(&world.app, by, person).is_ok_and(|opened| texts(&opened) == [("refuge", REFUGE.into())])
}

#[test]
fn a_second_person_opens_for_an_hour_what_their_agency_holds_or_referred() {
    on_both(|world| {
        let person = shared(&world);
        let deputy = world.sign_in("deputy");
        assert!(!is_open(&world, &deputy, person), "an agreement alone opens no whereabouts");
        let offers = world.app.read(&deputy, move |ctx| {
            let offers = find_offers(ctx, person)?;
            app::person::read_person(ctx, person)?;
            Ok::<_, Error>(offers.may_ask_second)
        });
        assert!(offers.unwrap());
        let (asked, left) = left_by(&world, || ask(&world, &deputy, person));
        let id = asked.unwrap();
        assert_eq!(left, ["change ask_second person:new by deputy"]);
        assert!(!is_open(&world, &deputy, person), "asking opens nothing");
        let idva = world.sign_in("idva");
        let (found, left) = left_by(&world, || world.app.read(&idva, list_waiting));
        let looks = ["read_person person:new", "search_people agency:AMBER-HOUSE"];
        assert_eq!(left, looks.map(|look| format!("read {look} by idva")));
        let found = found.unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].person_name.as_deref(), Some("Ottilie Marchbanks"));
        assert_eq!(found[0].agency_name, "Fen Police");
        assert_eq!(found[0].words, "A visit with the locksmith.");
        let idva = world.sign_in("idva");
        let answered = || answer(&world, &idva, id, SecondAnswer::Open);
        let (answered, left) = left_by(&world, answered);
        assert_eq!(word(&answered), "done");
        assert_eq!(left, ["change second_opening person:new by idva"]);
        let deputy = world.sign_in("deputy");
        assert!(is_open(&world, &deputy, person));
        assert!(!is_open(&world, &world.sign_in("representative"), person), "only to who asked");
        assert_eq!(waiting(&world, "idva").len(), 0);
        assert_eq!(word(&answer(&world, &idva, id, SecondAnswer::Open)), "not found");
    });
}

#[test]
fn a_duty_team_opens_them_with_a_second_person_and_no_longer_than_it_is_called() {
    on_both(|world| {
        let (case, person) = referral(&world);
        let mut terms = protocol();
        terms.classes.insert(FieldClass::Whereabouts);
        signed(&world, terms);
        let idva = world.sign_in("idva");
        add(&world.app, &idva, person, note(WhereaboutsClass::Refuge, REFUGE)).unwrap();
        assert_eq!(word(&ask(&world, &world.sign_in("deputy"), person)), "denied");
        let duty = deputy_on_duty(&world, 8);
        police_called(&world, case, 1);
        let deputy = world.sign_in("deputy");
        assert!(!is_open(&world, &deputy, person), "a call alone opens no whereabouts");
        let id = ask(&world, &deputy, person).unwrap();
        answer(&world, &world.sign_in("idva"), id, SecondAnswer::Open).unwrap();
        let deputy = world.sign_in("deputy");
        assert!(is_open(&world, &deputy, person));
        let lead = world.sign_in("representative");
        world.app.change(&lead, move |ctx| app::duty::end_duty(ctx, duty)).unwrap();
        assert!(!is_open(&world, &world.sign_in("deputy"), person), "off duty");
    });
}

#[test]
fn what_a_second_person_opened_is_open_to_the_last_microsecond_of_the_hour() {
    on_both(|world| {
        let person = shared(&world);
        let id = ask(&world, &world.sign_in("deputy"), person).unwrap();
        let idva = world.sign_in("idva");
        let answered = world.clock.now();
        answer(&world, &idva, id, SecondAnswer::Open).unwrap();
        let hour = answered + SignedDuration::from_mins(SECOND_OPEN_MINUTES);
        world.clock.put(hour - SignedDuration::from_mins(1));
        let deputy = world.sign_in("deputy");
        for (at, expected) in [(hour - SignedDuration::from_micros(1), true), (hour, false)] {
            world.clock.put(at);
            assert_eq!(is_open(&world, &deputy, person), expected, "{at}");
        }
    });
}

#[test]
fn a_colleague_whoever_asked_and_the_excluded_answer_nothing() {
    on_both(|world| {
        let person = shared(&world);
        let id = ask(&world, &world.sign_in("deputy"), person).unwrap();
        exclude(&world, person, "second idva");
        for (name, said, listed) in [
            // Of the agency that asks: they see her, and are no second pair of eyes.
            ("deputy", "denied", 0),
            ("representative", "denied", 0),
            ("second idva", "not found", 0),
            ("analyst", "denied", 0),
            ("idva lead", "done", 1),
        ] {
            let visitor = world.sign_in(name);
            let read = world.app.read(&visitor, move |ctx| read_waiting(ctx, id));
            assert_eq!(word(&read), said, "{name}");
            assert_eq!(waiting(&world, name).len(), listed, "{name}");
            let answered = answer(&world, &world.sign_in(name), id, SecondAnswer::Refuse);
            assert_eq!(word(&answered), said, "{name}");
        }
        assert!(!is_open(&world, &world.sign_in("deputy"), person), "it was refused");
        let unknown = Uuid::from_u128(7);
        let idva = world.sign_in("idva");
        assert_eq!(word(&answer(&world, &idva, unknown, SecondAnswer::Open)), "not found");
    });
}

#[test]
fn a_second_person_signs_in_anew_before_they_open_anything() {
    on_both(|world| {
        let person = shared(&world);
        let id = ask(&world, &world.sign_in("deputy"), person).unwrap();
        let idva = world.sign_in("idva");
        world.clock.advance(SignedDuration::from_secs(5 * 60 + 1));
        assert_eq!(word(&answer(&world, &idva, id, SecondAnswer::Open)), "denied");
        assert!(!is_open(&world, &world.sign_in("deputy"), person));
    });
}

#[test]
fn one_request_waits_at_a_time_and_ends_after_a_day() {
    on_both(|world| {
        let person = shared(&world);
        let deputy = world.sign_in("deputy");
        let id = ask(&world, &deputy, person).unwrap();
        let again = ask(&world, &deputy, person);
        assert!(matches!(again, Err(Error::Refused(Refused::SecondAsked))), "{again:?}");
        world.clock.advance(SignedDuration::from_hours(24));
        assert_eq!(waiting(&world, "idva").len(), 0);
        let late = answer(&world, &world.sign_in("idva"), id, SecondAnswer::Open);
        assert_eq!(word(&late), "not found");
        assert_eq!(word(&ask(&world, &world.sign_in("deputy"), person)), "done");
    });
}

#[test]
fn who_may_not_open_with_a_second_person_does_not_ask_for_one() {
    on_both(|world| {
        let person = shared(&world);
        let nobody = PersonId::from_uuid(Uuid::from_u128(7));
        for (name, said) in [
            ("deputy", "done"),
            ("analyst", "denied"),
            // Their own agency holds or referred it: they open it alone.
            ("idva", "denied"),
            ("coordinator", "denied"),
            ("grantor", "not found"),
            ("administrator", "not found"),
        ] {
            let visitor = world.sign_in(name);
            let offered = world.app.read(&visitor, move |ctx| offer_second(ctx, person));
            assert_eq!(word(&offered), said, "{name}");
            assert_eq!(word(&ask(&world, &visitor, person)), said, "{name}");
            assert_eq!(word(&ask(&world, &visitor, nobody)), "not found", "{name}");
        }
        let list = world.app.read(&world.sign_in("grantor"), list_waiting);
        assert_eq!(word(&list), "denied");
    });
}
