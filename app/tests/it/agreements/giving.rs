//! In an emergency an agency gives its own record to somebody by name, for hours.

use super::words;
use crate::{
    county::{count, left_by, meddle, word},
    people::{few_people, read, victim_of},
    performance::link,
};
use app::{
    Error, Refused, Visitor,
    disclosure::{Gifts, NewGift, end_gift, give_record, list_gifts, list_received},
    testing::{World, on_both},
    whereabouts::{OpeningRequest, open_whereabouts},
};
use domain::{
    agreement::{BASIS_CLASSES, Gateway},
    disclosure::{GiftRefused, GiftTerms},
    ids::{GiftId, PersonId},
    person::OpeningReason,
    user::{DisplayName, EmailAddress},
};
use jiff::SignedDuration;
use std::collections::BTreeSet;

/// What the holder of a record may give to one person by name in an emergency.
pub fn gift(world: &World, person: PersonId, to: &str) -> NewGift {
    let terms = GiftTerms {
        classes: BTreeSet::from(BASIS_CLASSES),
        gateway: Gateway::VitalInterests,
        necessity: words("He was seen at her door with a knife."),
        decided_by: DisplayName::parse("Inspector Hale").unwrap(),
        hours: 24,
    };
    let to = EmailAddress::parse(&world.person(to).email).unwrap();
    NewGift { person, to, terms }
}

fn give(world: &World, by: &Visitor, new: NewGift) -> Result<GiftId, Error> {
    world.app.change(by, move |ctx| give_record(ctx, &new))
}

fn list(world: &World, by: &Visitor, person: PersonId) -> Result<Gifts, Error> {
    world.app.read(by, move |ctx| list_gifts(ctx, person))
}

fn received(world: &World, by: &Visitor) -> Vec<PersonId> {
    let (received, _) = world.app.read(by, list_received).unwrap();
    received.into_iter().map(|gift| gift.person).collect()
}

/// The references that somebody reads.
fn cases(world: &World, by: &Visitor, person: PersonId) -> Vec<String> {
    let file = read(&world.app, by, person);
    let mut cases: Vec<String> = file.map_or(Vec::new(), |file| {
        file.records.into_iter().map(|record| record.case.reference).collect()
    });
    cases.sort();
    cases
}

#[test]
fn what_is_given_is_read_by_whom_it_is_given_until_the_hours_are_over() {
    on_both(|world| {
        few_people(&world.app);
        let casimir = perpetrator(&world);
        let (lead, idva) = (world.sign_in("representative"), world.sign_in("second idva"));
        assert!(cases(&world, &idva, casimir).is_empty() || !has_incidents(&world, &idva, casimir));
        let (given, left) =
            left_by(&world, || give(&world, &lead, gift(&world, casimir, "second idva")));
        assert_eq!(word(&given), "done");
        let disclosed = "disclosure give_record person:new by representative";
        assert!(left.contains(&disclosed.to_owned()), "{left:?}");
        assert!(has_incidents(&world, &idva, casimir));
        assert_eq!(received(&world, &idva), [casimir]);
        let colleague = world.sign_in("idva");
        assert!(!has_incidents(&world, &colleague, casimir), "it was given to one by name");
        assert_eq!(received(&world, &colleague), []);
        world.clock.advance(SignedDuration::from_hours(23));
        let idva = world.sign_in("second idva");
        assert!(has_incidents(&world, &idva, casimir));
        world.clock.advance(SignedDuration::from_hours(1));
        let idva = world.sign_in("second idva");
        assert!(!has_incidents(&world, &idva, casimir));
        assert_eq!(received(&world, &idva), []);
    });
}

fn has_incidents(world: &World, by: &Visitor, person: PersonId) -> bool {
    cases(world, by, person).iter().any(|reference| reference.starts_with('X'))
}

fn perpetrator(world: &World) -> PersonId {
    let sql = "select m.person_id as person from membership m
               join person_record r on r.record_id = m.record_id and r.party = 'perpetrator'
               join incident i on i.incident_id = r.source_id and i.reference = 'X1'
               where m.superseded_at is null and r.superseded_at is null";
    let found = world.app.db().read(|tx| tx.find(sql, &[], |row| row.get("person")));
    found.unwrap().unwrap()
}

#[test]
fn a_gift_of_the_one_party_opens_nothing_of_the_other() {
    on_both(|world| {
        few_people(&world.app);
        let lead = world.sign_in("representative");
        give(&world, &lead, gift(&world, perpetrator(&world), "second idva")).unwrap();
        let idva = world.sign_in("second idva");
        assert!(!has_incidents(&world, &idva, victim_of(&world.app, "X1")));
    });
}

#[test]
fn only_who_answers_for_the_record_gives_it_and_only_with_a_fresh_sign_in() {
    on_both(|world| {
        few_people(&world.app);
        let ottilie = victim_of(&world.app, "X1");
        for (name, answer) in [
            ("deputy", "denied"),
            ("analyst", "denied"),
            ("chair", "denied"),
            ("manager", "not found"),
            ("grantor", "not found"),
        ] {
            let visitor = world.sign_in(name);
            let given = give(&world, &visitor, gift(&world, ottilie, "second idva"));
            assert_eq!(word(&given), answer, "{name}");
            assert_eq!(word(&list(&world, &visitor, ottilie)), answer, "{name}");
        }
        let lead = world.sign_in("representative");
        world.clock.advance(SignedDuration::from_mins(6));
        let late = give(&world, &lead, gift(&world, ottilie, "second idva"));
        assert_eq!(word(&late), "denied");
    });
}

#[test]
fn a_gift_that_makes_no_sense_is_refused_and_says_why() {
    on_both(|world| {
        few_people(&world.app);
        let ottilie = victim_of(&world.app, "X1");
        let lead = world.sign_in("representative");
        let refused = |change: &dyn Fn(&mut NewGift)| {
            let mut new = gift(&world, ottilie, "second idva");
            change(&mut new);
            match give(&world, &lead, new) {
                Err(Error::Refused(refused)) => refused,
                other => panic!("{other:?}"),
            }
        };
        let nobody = |new: &mut NewGift| new.to = EmailAddress::parse("a@b.example").unwrap();
        assert_eq!(refused(&nobody), Refused::GiftToNobody);
        let own = EmailAddress::parse(&world.person("deputy").email).unwrap();
        assert_eq!(refused(&|new| new.to = own.clone()), Refused::GiftToOwn);
        let hours = refused(&|new| new.terms.hours = 73);
        assert_eq!(hours, Refused::Gift(GiftRefused::Hours));
        let s115 = refused(&|new| new.terms.gateway = Gateway::CrimeAndDisorder);
        assert_eq!(s115, Refused::Gift(GiftRefused::NotReached));
        let nameless = refused(&|new| new.terms.classes.clear());
        assert_eq!(nameless, Refused::Gift(GiftRefused::LacksBasis));
        assert_eq!(count(&world.app, "select count(*) as count from gift"), 0);
    });
}

#[test]
fn whoever_is_excluded_is_given_nothing_and_loses_what_they_were_given() {
    on_both(|world| {
        few_people(&world.app);
        let ottilie = victim_of(&world.app, "X1");
        let lead = world.sign_in("representative");
        give(&world, &lead, gift(&world, ottilie, "second idva")).unwrap();
        let idva = world.sign_in("second idva");
        assert!(has_incidents(&world, &idva, ottilie));
        // As if the lead of their own agency had done it.
        meddle(
            &world.app,
            "insert into exclusion (exclusion_id, user_id, person_id, reason, words, recorded_at)
             select gift_id, user_id, person_id, 'friend', 'A friend.', recorded_at from gift",
        );
        assert!(!has_incidents(&world, &idva, ottilie));
        assert_eq!(received(&world, &idva), []);
        let lead = world.sign_in("representative");
        let again = give(&world, &lead, gift(&world, ottilie, "second idva"));
        assert!(matches!(again, Err(Error::Refused(Refused::GiftToExcluded))), "{again:?}");
    });
}

#[test]
fn a_gift_ends_early_without_another_sign_in_and_shuts_at_once() {
    on_both(|world| {
        few_people(&world.app);
        let ottilie = victim_of(&world.app, "X1");
        let lead = world.sign_in("representative");
        let id = give(&world, &lead, gift(&world, ottilie, "second idva")).unwrap();
        let end = |by: &Visitor| world.app.change(by, move |ctx| end_gift(ctx, ottilie, id));
        let deputy = world.sign_in("deputy");
        assert_eq!(word(&end(&deputy)), "denied");
        world.clock.advance(SignedDuration::from_mins(6));
        let (listed, left) = left_by(&world, || list(&world, &lead, ottilie));
        let listed = listed.unwrap().gifts;
        assert_eq!(left, ["read end_gift person:new by representative"]);
        assert!(listed[0].is_live);
        assert_eq!(listed[0].to_name, "The second idva");
        let (ended, left) = left_by(&world, || end(&lead));
        assert_eq!(word(&ended), "done");
        assert_eq!(left, ["change end_gift person:new by representative"]);
        let idva = world.sign_in("second idva");
        assert!(!has_incidents(&world, &idva, ottilie));
        let (shown, left) = left_by(&world, || received(&world, &idva));
        assert_eq!((shown.len(), left.len()), (0, 1));
        assert_eq!(left, ["read see_own_account user:second idva by second idva"]);
        assert_eq!(word(&end(&lead)), "not found");
        assert!(!list(&world, &lead, ottilie).unwrap().gifts[0].is_live);
    });
}

#[test]
fn a_new_link_adds_nothing_to_a_gift() {
    on_both(|world| {
        few_people(&world.app);
        let [one, other] = ["FEN-POLICE/X1/victim", "FEN-POLICE/X2/victim"];
        link(&world.app, &[(one, 1), (other, 2)]);
        let lead = world.sign_in("representative");
        give(&world, &lead, gift(&world, victim_of(&world.app, "X1"), "second idva")).unwrap();
        let idva = world.sign_in("second idva");
        assert_eq!(cases(&world, &idva, victim_of(&world.app, "X1")), ["X1"]);
        assert!(cases(&world, &idva, victim_of(&world.app, "X2")).is_empty());
        link(&world.app, &[(one, 1), (other, 1)]);
        let ottilie = victim_of(&world.app, "X2");
        assert_eq!(ottilie, victim_of(&world.app, "X1"));
        assert_eq!(cases(&world, &idva, ottilie), ["X1"]);
        assert_eq!(cases(&world, &world.sign_in("deputy"), ottilie), ["X1", "X2"]);
        let again = gift(&world, ottilie, "second idva");
        give(&world, &world.sign_in("representative"), again).unwrap();
        assert_eq!(cases(&world, &world.sign_in("second idva"), ottilie), ["X1", "X2"]);
    });
}

#[test]
fn a_gift_is_listed_as_long_as_something_of_it_is_open_whatever_else_of_the_person_is() {
    on_both(|world| {
        few_people(&world.app);
        let ottilie = victim_of(&world.app, "X1");
        give(&world, &world.sign_in("representative"), gift(&world, ottilie, "second idva"))
            .unwrap();
        let idva = world.sign_in("second idva");
        assert_eq!(received(&world, &idva), [ottilie]);
        // The police's cases are shut to her because of the man: what her own house referred stays.
        meddle(
            &world.app,
            "insert into exclusion (exclusion_id, user_id, person_id, reason, words, recorded_at)
             select g.gift_id, g.user_id, m.person_id, 'friend', 'A friend.', g.recorded_at
             from gift g join person_record r on r.own_ref = 'S-1'
             join incident i on i.incident_id = r.source_id and i.reference = 'X1'
             join membership m on m.record_id = r.record_id and m.superseded_at is null",
        );
        meddle(
            &world.app,
            "delete from membership where record_id in
                 (select record_id from person_record where party = 'perpetrator'
                         and source_kind = 'referral')",
        );
        assert_eq!(cases(&world, &idva, ottilie), ["R1"]);
        assert_eq!(received(&world, &idva), []);
    });
}

#[test]
fn whoever_was_given_a_record_is_told_that_they_may_not_and_not_that_there_is_nobody() {
    on_both(|world| {
        few_people(&world.app);
        let casimir = perpetrator(&world);
        let lead = world.sign_in("representative");
        link(&world.app, &[("FEN-POLICE/X1/suspect", 1), ("PARTNERSHIP/R1/perpetrator", 2)]);
        let idva = world.sign_in("second idva");
        let open = || {
            let why = OpeningRequest::new(OpeningReason::Contact, "To warn them.").unwrap();
            world.app.change(&idva, move |ctx| open_whereabouts(ctx, casimir, &why))
        };
        assert_eq!(word(&open()), "not found");
        give(&world, &lead, gift(&world, casimir, "second idva")).unwrap();
        assert_eq!(word(&open()), "denied");
    });
}
