//! The glass is whole again: after sixty minutes, or as soon as somebody shuts it.

use super::{break_for_leopold, end, latest, leopold, opened, read};
use crate::county::{count, left_by, meddle, word};
use app::{Error, Refused, testing::on_both};
use domain::ids::GlassId;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

const MICROSECOND: SignedDuration = SignedDuration::from_micros(1);

#[test]
fn it_is_open_to_the_last_microsecond_of_the_hour_and_then_there_is_nobody() {
    on_both(|world| {
        leopold(&world.app);
        let idva = world.sign_in("idva");
        let leopold = opened(break_for_leopold(&world.app, &idva));
        // A session ends after half an hour in which nothing is done.
        for _ in 0..3 {
            world.clock.advance(SignedDuration::from_mins(19));
            assert!(read(&world.app, &idva, leopold).is_ok());
        }
        world.clock.advance(SignedDuration::from_mins(3) - MICROSECOND);
        assert!(read(&world.app, &idva, leopold).is_ok());
        world.clock.advance(MICROSECOND);
        let (answer, left) = left_by(&world, || read(&world.app, &idva, leopold));
        assert_eq!(word(&answer), "not found");
        assert_eq!(left, ["refusal read_person person:new by idva (not_granted)"]);
        let late = end(&world.app, &idva, latest(&world.app));
        assert!(matches!(late, Err(Error::Refused(Refused::GlassEnded))));
    });
}

#[test]
fn midnight_is_an_hour_like_any_other() {
    on_both(|world| {
        leopold(&world.app);
        let half_past_eleven: Timestamp = "2026-11-24T23:29:30Z".parse().unwrap();
        world.clock.advance(half_past_eleven.duration_since(world.clock.now()));
        let idva = world.sign_in("idva");
        let leopold = opened(break_for_leopold(&world.app, &idva));
        world.clock.advance(SignedDuration::from_mins(29));
        assert!(read(&world.app, &idva, leopold).is_ok());
        world.clock.advance(SignedDuration::from_mins(29));
        assert!(read(&world.app, &idva, leopold).is_ok(), "two minutes to half past midnight");
        world.clock.advance(SignedDuration::from_mins(2));
        assert_eq!(word(&read(&world.app, &idva, leopold)), "not found");
    });
}

#[test]
fn whoever_broke_it_shuts_it_at_once_and_without_signing_in_again() {
    on_both(|world| {
        leopold(&world.app);
        let idva = world.sign_in("idva");
        let leopold = opened(break_for_leopold(&world.app, &idva));
        world.clock.advance(SignedDuration::from_mins(20));
        let glass = latest(&world.app);
        let (ended, left) = left_by(&world, || end(&world.app, &idva, glass));
        ended.unwrap();
        assert_eq!(left, ["change end_own_glass glass:new by idva"]);
        assert_eq!(word(&read(&world.app, &idva, leopold)), "not found");
        let twice = end(&world.app, &idva, glass);
        assert!(matches!(twice, Err(Error::Refused(Refused::GlassEnded))));
        let gone = GlassId::from_uuid(Uuid::from_u128(7));
        assert_eq!(word(&end(&world.app, &idva, gone)), "not found");
    });
}

#[test]
fn a_privacy_officer_who_was_told_shuts_it_and_nobody_else_does() {
    on_both(|world| {
        leopold(&world.app);
        let shut = "select count(*) as count from glass where ended_at is not null";
        for (name, officer) in
            [("idva", "police privacy officer"), ("idva lead", "privacy officer")]
        {
            let before = count(&world.app, shut);
            let holder = world.sign_in(name);
            let leopold = opened(break_for_leopold(&world.app, &holder));
            let glass = latest(&world.app);
            for other in ["second idva", "deputy", "coordinator", "grantor", "administrator"] {
                let visitor = world.sign_in(other);
                let answer = end(&world.app, &visitor, glass);
                assert!(["denied", "not found"].contains(&word(&answer)), "{other}");
            }
            assert_eq!(count(&world.app, shut), before);
            assert!(read(&world.app, &holder, leopold).is_ok());
            let visitor = world.sign_in(officer);
            let (ended, left) = left_by(&world, || end(&world.app, &visitor, glass));
            ended.unwrap();
            assert_eq!(left, [format!("change settle_alert glass:new by {officer}")]);
            assert_eq!(word(&read(&world.app, &holder, leopold)), "not found");
        }
    });
}

#[test]
fn an_officer_who_was_not_told_shuts_nothing() {
    on_both(|world| {
        leopold(&world.app);
        let deputy = world.sign_in("deputy");
        opened(break_for_leopold(&world.app, &deputy));
        // The officer of the police becomes one of Amber House's.
        meddle(
            &world.app,
            "update user_state set agency_id = (select agency_id from agency
                                                where code = 'AMBER-HOUSE')
             where role = 'privacy_officer'
                   and agency_id = (select agency_id from agency where code = 'FEN-POLICE')",
        );
        let officer = world.sign_in("police privacy officer");
        let answer = end(&world.app, &officer, latest(&world.app));
        assert_eq!(word(&answer), "not found");
    });
}

#[test]
fn whoever_is_suspended_or_gets_another_role_sees_nothing_through_it_from_then_on() {
    on_both(|world| {
        leopold(&world.app);
        let idva = world.sign_in("idva");
        let leopold = opened(break_for_leopold(&world.app, &idva));
        meddle(&world.app, "update user_state set role = 'referrer' where role = 'idva'");
        assert_eq!(word(&read(&world.app, &idva, leopold)), "not found");
        meddle(&world.app, "update user_state set role = 'idva' where role = 'referrer'");
        assert!(read(&world.app, &idva, leopold).is_ok());
        meddle(&world.app, "update user_state set status = 'suspended' where role = 'idva'");
        assert_eq!(word(&read(&world.app, &idva, leopold)), "sign in");
    });
}
