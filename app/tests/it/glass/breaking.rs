//! The glass is broken for one person, and what is seen through it.

use super::{
    BORN, break_for, break_for_leopold, latest, leopold, opened, read, references, request, victim,
};
use crate::{
    county::{count, left_by, word},
    performance::link,
};
use app::{
    Error, Refused,
    exclusion::{NewExclusion, exclude_user},
    glass::{GlassAnswer, break_glass, offer_glass},
    params,
    person::{SearchRequest, Sought, search_people},
    request::RequestKey,
    testing::on_both,
    whereabouts::{OpeningRequest, open_whereabouts},
};
use domain::{
    exclusion::{ExclusionReason, ExclusionWords},
    glass::GLASS_AN_HOUR,
    ids::PersonId,
    person::{OpeningReason, SearchPurpose},
};
use jiff::SignedDuration;
use std::{sync::Barrier, thread};
use uuid::Uuid;

#[test]
fn somebody_in_danger_whom_only_another_agency_knows_is_opened_and_every_look_names_the_policy() {
    on_both(|world| {
        leopold(&world.app);
        let idva = world.sign_in("idva");
        let sought = Sought {
            given_names: "Leopold".to_owned(),
            family_name: "Fenwicke".to_owned(),
            ..Sought::default()
        };
        let search = SearchRequest { purpose: SearchPurpose::NewContact, sought };
        let found = world.app.change(&idva, move |ctx| search_people(ctx, &search)).unwrap();
        assert!(found.is_empty(), "search finds whom the own agency knows");
        let (answer, left) = left_by(&world, || break_for_leopold(&world.app, &idva));
        let leopold = opened(answer);
        assert!(left.contains(&"change break_glass person:new by idva".to_owned()), "{left:?}");
        let (file, left) = left_by(&world, || read(&world.app, &idva, leopold));
        let file = file.unwrap();
        assert_eq!(left, ["read read_person person:new by idva"]);
        assert_eq!(file.basis.policies(), ["glass-broken"]);
        assert_eq!(references(&file), ["X9"]);
        let record = &file.records[0];
        assert_eq!(record.name().as_deref(), Some("Leopold Fenwicke"));
        assert_eq!(record.date_of_birth, Some(BORN));
        assert!(record.equality.religion.is_none(), "answers about equality are no matter of life");
        assert_eq!(record.case.honour_based, None);
        let glass = file.glass.unwrap();
        assert_eq!(glass.id, latest(&world.app));
        assert_eq!(glass.until.duration_since(glass.since), SignedDuration::from_mins(60));
        let (offered, left) = left_by(&world, || world.app.read(&idva, offer_glass).unwrap());
        assert_eq!(offered.0, [glass]);
        assert_eq!(left, ["read break_glass agency:AMBER-HOUSE by idva"]);
    });
}

#[test]
fn the_broken_glass_opens_one_person_and_neither_whereabouts_nor_the_other_party() {
    on_both(|world| {
        leopold(&world.app);
        let idva = world.sign_in("idva");
        let leopold = opened(break_for_leopold(&world.app, &idva));
        let why = OpeningRequest::new(OpeningReason::Emergency, "He has fled again.").unwrap();
        let opening = world.app.change(&idva, move |ctx| open_whereabouts(ctx, leopold, &why));
        assert_eq!(word(&opening), "denied");
        let sql = "select m.person_id from membership m
                   join person_record r on r.record_id = m.record_id
                   where r.given_names = 'Philippa' and m.superseded_at is null";
        let other: PersonId = world
            .app
            .db()
            .read(|tx| tx.find(sql, params![], |row| row.get("person_id")))
            .unwrap()
            .unwrap();
        assert_eq!(word(&read(&world.app, &idva, other)), "not found");
        // And to nobody else: not to a colleague of the same house.
        let colleague = world.sign_in("second idva");
        assert_eq!(word(&read(&world.app, &colleague, leopold)), "not found");
    });
}

#[test]
fn what_is_linked_later_stays_shut_and_an_amendment_shuts_nothing() {
    on_both(|world| {
        leopold(&world.app);
        victim(&world.app, ("X10", "2026-10-05"), ("Leo", "Fenwick-Hale", "1960-06-05"));
        let keys = ["FEN-POLICE/X9/victim", "FEN-POLICE/X10/victim"];
        link(&world.app, &[(keys[0], 1), (keys[1], 2)]);
        let idva = world.sign_in("idva");
        let leopold = opened(break_for_leopold(&world.app, &idva));
        link(&world.app, &[(keys[0], 1), (keys[1], 1)]);
        assert_eq!(references(&read(&world.app, &idva, leopold).unwrap()), ["X9"]);
        let deputy = world.sign_in("deputy");
        assert_eq!(references(&read(&world.app, &deputy, leopold).unwrap()), ["X10", "X9"]);
        // The police mend his first name within the hour.
        victim(&world.app, ("X9", "2026-10-01"), ("Leopold Jonas", "Fenwicke", "1960-05-06"));
        let file = read(&world.app, &idva, leopold).unwrap();
        assert_eq!(references(&file), ["X9"]);
        assert_eq!(file.records[0].given_names.as_deref(), Some("Leopold Jonas"));
    });
}

#[test]
fn an_exclusion_beats_a_glass_that_is_broken_already() {
    on_both(|world| {
        leopold(&world.app);
        let idva = world.sign_in("idva");
        let leopold = opened(break_for_leopold(&world.app, &idva));
        assert!(read(&world.app, &idva, leopold).is_ok());
        // Behind everybody's back: the police's representative cannot see Amber House's staff.
        let sql = "insert into exclusion (exclusion_id, user_id, person_id, reason, words,
                                          recorded_at)
                   select $1, $2, $3, 'friend', 'He is her brother.', asked_at from glass";
        let user = world.person("idva").id;
        let plant = move |tx: &mut app::db::Tx<'_>| {
            tx.execute(sql, params![Uuid::from_u128(9), user, leopold])
        };
        world.app.db().write(plant).unwrap();
        assert_eq!(word(&read(&world.app, &idva, leopold)), "not found");
        let again = break_for_leopold(&world.app, &idva);
        assert_eq!(again.unwrap(), GlassAnswer::Nobody, "not even that it was broken before");
    });
}

#[test]
fn only_those_who_keep_people_safe_break_the_glass_and_only_just_after_signing_in() {
    on_both(|world| {
        leopold(&world.app);
        for name in ["coordinator", "representative", "deputy", "idva", "idva lead"] {
            let visitor = world.sign_in(name);
            assert!(world.app.read(&visitor, offer_glass).is_ok(), "{name}");
            opened(break_for_leopold(&world.app, &visitor));
        }
        let grants = count(&world.app, "select count(*) as count from glass");
        assert_eq!(grants, 5);
        for name in [
            "administrator",
            "grantor",
            "manager",
            "privacy officer",
            "chair",
            "analyst",
            "referrer",
            "programme coordinator",
        ] {
            let visitor = world.sign_in(name);
            let answer = break_for_leopold(&world.app, &visitor);
            assert!(["denied", "not found"].contains(&word(&answer)), "{name}");
            let offered = world.app.read(&visitor, offer_glass);
            assert!(["denied", "not found"].contains(&word(&offered)), "{name}");
        }
        let second = world.sign_in("second idva");
        world.clock.advance(SignedDuration::from_secs(5 * 60 + 1));
        let (late, left) = left_by(&world, || break_for_leopold(&world.app, &second));
        assert_eq!(word(&late), "denied");
        let refusal = "refusal break_glass agency:AMBER-HOUSE by second idva (needs_fresh_sign_in)";
        assert_eq!(left, [refusal]);
        assert_eq!(count(&world.app, "select count(*) as count from glass"), grants);
    });
}

#[test]
fn two_requests_at_once_make_one_grant_and_so_does_one_that_is_sent_twice() {
    on_both(|world| {
        leopold(&world.app);
        let idva = world.sign_in("idva");
        const AT_ONCE: usize = 4;
        let together = Barrier::new(AT_ONCE);
        let act = || {
            // Each has its connection before they begin together.
            world.app.read(&idva, offer_glass).unwrap();
            together.wait();
            break_for_leopold(&world.app, &idva).unwrap()
        };
        let answers: Vec<GlassAnswer> = thread::scope(|scope| {
            let tries: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(act)).collect();
            tries.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        let refused = answers.iter().filter(|answer| **answer == GlassAnswer::Again).count();
        assert_eq!(refused, AT_ONCE - 1, "{answers:?}");
        let grants = "select count(*) as count from glass where outcome = 'opened'";
        assert_eq!(count(&world.app, grants), 1);
        let deputy = world.sign_in("deputy");
        let key = RequestKey { id: Uuid::from_u128(3), body_hash: [7; 32] };
        let send = || {
            let request = request(("Leopold", "Fenwicke"), BORN);
            world.app.change_once(&deputy, key, move |ctx| break_glass(ctx, &request)).unwrap()
        };
        assert_eq!(send(), send());
        assert_eq!(count(&world.app, grants), 2);
    });
}

#[test]
fn five_times_an_hour_is_as_often_as_anybody_may_found_or_not() {
    on_both(|world| {
        leopold(&world.app);
        let idva = world.sign_in("idva");
        let wrong = || break_for(&world.app, &idva, ("Drusilla", "Nevermore"), BORN);
        for _ in 1..GLASS_AN_HOUR {
            assert_eq!(wrong().unwrap(), GlassAnswer::Nobody);
        }
        opened(break_for_leopold(&world.app, &idva));
        let refused = |answer| matches!(answer, Err(Error::Refused(Refused::GlassUsedUp)));
        assert!(refused(wrong()));
        let colleague = world.sign_in("second idva");
        assert!(break_for(&world.app, &colleague, ("Drusilla", "Nevermore"), BORN).is_ok());
        // Signing in takes thirty seconds of the test's clock.
        world.clock.advance(SignedDuration::from_mins(59));
        let idva = world.sign_in("idva");
        let again = |visitor| break_for(&world.app, visitor, ("Drusilla", "Nevermore"), BORN);
        assert!(again(&idva).is_ok(), "an hour after the first");
    });
}

#[test]
fn a_person_is_not_opened_twice_within_a_day_and_a_day_later_is() {
    on_both(|world| {
        leopold(&world.app);
        let idva = world.sign_in("idva");
        let begun = world.clock.now();
        opened(break_for_leopold(&world.app, &idva));
        assert_eq!(break_for_leopold(&world.app, &idva).unwrap(), GlassAnswer::Again);
        let at = |after: SignedDuration| {
            // Signing in takes thirty seconds of the test's clock.
            let until = begun + after - SignedDuration::from_secs(30);
            world.clock.advance(until.duration_since(world.clock.now()));
            let idva = world.sign_in("idva");
            assert_eq!(world.clock.now(), begun + after);
            break_for_leopold(&world.app, &idva)
        };
        let day = SignedDuration::from_hours(24);
        assert_eq!(at(day - SignedDuration::from_secs(40)).unwrap(), GlassAnswer::Again);
        opened(at(day));
    });
}

#[test]
fn whoever_excluded_themselves_from_somebody_breaks_no_glass_for_them() {
    on_both(|world| {
        leopold(&world.app);
        let representative = world.sign_in("representative");
        let leopold = opened(break_for_leopold(&world.app, &representative));
        let words = ExclusionWords::parse("He is my brother.").unwrap();
        let user = world.person("deputy").id;
        let new = NewExclusion { person: leopold, user, reason: ExclusionReason::Family, words };
        world.app.change(&representative, move |ctx| exclude_user(ctx, new)).unwrap();
        let deputy = world.sign_in("deputy");
        assert_eq!(break_for_leopold(&world.app, &deputy).unwrap(), GlassAnswer::Nobody);
        assert_eq!(word(&read(&world.app, &deputy, leopold)), "not found");
    });
}
