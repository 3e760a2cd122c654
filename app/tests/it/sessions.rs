//! Sessions: how long they live, and how they end.

use crate::county::{count, left_by, word};
use app::{
    Error, Refused, Visitor,
    session::{confirm_sign_in, end_own_session, list_own_sessions, sign_out},
    testing::{PASSWORD, World, on_both},
    token::issue_token,
    user::{change_password, renew_recovery_codes, show_own_account},
};
use domain::ids::SessionId;
use jiff::SignedDuration;
use uuid::Uuid;

const NEW_PASSWORD: &str = "another lantern meadow";

fn is_in(world: &World, visitor: &Visitor) -> bool {
    world.app.read(visitor, show_own_account).is_ok()
}

fn instant() -> SignedDuration {
    SignedDuration::from_micros(1)
}

#[test]
fn a_session_lives_through_thirty_idle_minutes_and_not_an_instant_more() {
    on_both(|world| {
        let idle = world.app.limits().idle;
        assert_eq!(idle, SignedDuration::from_mins(30));
        let (kept, lost) = (world.sign_in("idva"), world.sign_in("idva lead"));
        // Both idle from the same moment on.
        world.clock.advance(SignedDuration::from_mins(2));
        assert!(is_in(&world, &kept) && is_in(&world, &lost));
        world.clock.advance(idle);
        assert!(is_in(&world, &kept));
        world.clock.advance(instant());
        assert!(!is_in(&world, &lost));
        assert!(is_in(&world, &kept));
    });
}

#[test]
fn whoever_only_writes_is_not_idle_either() {
    on_both(|world| {
        let idva = world.sign_in("idva");
        for _ in 0..4 {
            world.clock.advance(SignedDuration::from_mins(20));
            let written = confirm_sign_in(&world.app, &idva, "wrong", "000000".into());
            assert_eq!(written.unwrap(), None);
        }
        let grantor = world.sign_in("grantor");
        for round in 0..4 {
            world.clock.advance(SignedDuration::from_mins(20));
            let id = world.person("idva").id;
            let ended = world.app.change(&grantor, move |ctx| app::user::end_sessions(ctx, id));
            assert!(ended.is_ok(), "round {round}");
        }
    });
}

#[test]
fn a_session_ends_after_twelve_hours_however_busy_it_is() {
    on_both(|world| {
        let idva = world.sign_in("idva");
        let began = world.clock.now();
        while world.clock.now().duration_since(began) < SignedDuration::from_hours(12) {
            assert!(is_in(&world, &idva));
            world.clock.advance(SignedDuration::from_mins(20));
        }
        assert!(is_in(&world, &idva), "at the very end");
        world.clock.advance(instant());
        assert!(!is_in(&world, &idva));
    });
}

#[test]
fn one_sees_ones_own_sessions_and_ends_one_of_them() {
    on_both(|world| {
        let phone = world.sign_in("idva");
        let desk = world.sign_in("idva");
        let _colleague = world.sign_in("idva lead");
        let (found, left) = left_by(&world, || world.app.read(&desk, list_own_sessions));
        assert_eq!(left, ["read see_own_account user:idva by idva"]);
        let found = found.unwrap();
        let this: Vec<bool> = found.iter().map(|session| session.is_this).collect();
        assert_eq!(this, [true, false], "newest first, and only one's own");
        let lost = found[1].id;
        let end = || world.app.change(&desk, move |ctx| end_own_session(ctx, lost));
        let (ended, left) = left_by(&world, end);
        assert_eq!(word(&ended), "done");
        assert_eq!(left, ["change end_own_session user:idva by idva"]);
        assert!(!is_in(&world, &phone) && is_in(&world, &desk));
        assert_eq!(
            word(&world.app.change(&desk, move |ctx| end_own_session(ctx, lost))),
            "not found"
        );
    });
}

#[test]
fn nobody_ends_the_session_of_another_or_learns_that_it_is_there() {
    on_both(|world| {
        let idva = world.sign_in("idva");
        let lead = world.sign_in("idva lead");
        let own = world.app.read(&idva, list_own_sessions).unwrap()[0].id;
        for session in [own, SessionId::from_uuid(Uuid::from_u128(404))] {
            let end = || world.app.change(&lead, move |ctx| end_own_session(ctx, session));
            let (answer, left) = left_by(&world, end);
            assert_eq!(word(&answer), "not found");
            assert_eq!(left, ["refusal find unknown by idva lead (not_found)"]);
        }
        assert!(is_in(&world, &idva));
    });
}

#[test]
fn a_session_that_has_ended_by_itself_is_not_listed() {
    on_both(|world| {
        let _left_behind = world.sign_in("idva");
        world.clock.advance(SignedDuration::from_mins(31));
        let idva = world.sign_in("idva");
        assert_eq!(world.app.read(&idva, list_own_sessions).unwrap().len(), 1);
    });
}

#[test]
fn signing_out_ends_the_session_at_once_and_twice_is_no_sign_out() {
    on_both(|world| {
        let idva = world.sign_in("idva");
        let (out, left) = left_by(&world, || world.app.change(&idva, sign_out));
        assert_eq!(word(&out), "done");
        assert_eq!(left, ["sign-in sign_out user:idva by idva"]);
        assert!(!is_in(&world, &idva));
        assert_eq!(word(&world.app.change(&idva, sign_out)), "sign in");
    });
}

#[test]
fn the_eleventh_screen_puts_the_oldest_out() {
    on_both(|world| {
        let screens: Vec<Visitor> = (0..11)
            .map(|_| {
                world.clock.advance(SignedDuration::from_millis(2));
                world.sign_in("idva")
            })
            .collect();
        let open: Vec<bool> = screens.iter().map(|screen| is_in(&world, screen)).collect();
        assert!(!open[0], "the oldest gave way");
        assert!(open[1..].iter().all(|is_open| *is_open), "{open:?}");
    });
}

#[test]
fn confirming_makes_the_session_fresh_and_gives_it_another_secret() {
    on_both(|world| {
        let old = world.sign_in("idva");
        world.clock.advance(SignedDuration::from_mins(6));
        let issue = |visitor: &Visitor| world.app.change(visitor, |ctx| issue_token(ctx, "x", 1));
        assert_eq!(word(&issue(&old)), "denied");
        let code = world.code("idva");
        let confirm = || confirm_sign_in(&world.app, &old, PASSWORD, code);
        let (secret, left) = left_by(&world, confirm);
        let new = Visitor::Cookie(secret.unwrap().unwrap());
        let expected =
            ["read see_own_account user:idva by idva", "sign-in confirm_sign_in user:idva by idva"];
        assert_eq!(left, expected);
        assert_eq!(word(&issue(&new)), "done");
        assert!(!is_in(&world, &old), "the older secret is worth nothing");
        world.clock.advance(SignedDuration::from_mins(5));
        assert_eq!(word(&issue(&new)), "done", "at five minutes");
        world.clock.advance(instant());
        assert_eq!(word(&issue(&new)), "denied", "an instant later");
    });
}

#[test]
fn a_wrong_confirmation_is_recorded_and_the_session_stays_as_it_was() {
    on_both(|world| {
        let idva = world.sign_in("idva");
        world.clock.advance(SignedDuration::from_mins(6));
        let code = world.code("idva");
        let wrong_code = if code == "000000" { "000001" } else { "000000" };
        for (password, code, reason) in
            [("wrong", &*code, "wrong_password"), (PASSWORD, wrong_code, "wrong_code")]
        {
            let confirm = || confirm_sign_in(&world.app, &idva, password, code.to_owned());
            let (answer, left) = left_by(&world, confirm);
            assert_eq!(answer.unwrap(), None);
            let expected = format!("sign-in confirm_sign_in user:idva by idva ({reason})");
            assert_eq!(left, ["read see_own_account user:idva by idva".to_owned(), expected]);
            assert!(is_in(&world, &idva));
        }
        let confirmed = confirm_sign_in(&world.app, &idva, PASSWORD, code).unwrap();
        assert!(confirmed.is_some(), "a code behind a wrong password is not used up");
    });
}

#[test]
fn whoever_finds_an_unlocked_screen_cannot_go_on_guessing_in_it() {
    on_both(|world| {
        let found = world.sign_in("idva");
        for _ in 0..10 {
            let guess = confirm_sign_in(&world.app, &found, "a guess at it", "000000".into());
            assert_eq!(guess.unwrap(), None);
        }
        world.clock.advance(SignedDuration::from_secs(30));
        let right = || confirm_sign_in(&world.app, &found, PASSWORD, world.code("idva"));
        let (answer, left) = left_by(&world, right);
        assert_eq!(answer.unwrap(), None);
        assert!(left[1].ends_with("(too_many_tries)"), "{left:?}");
        let anew = world.sign_in("idva");
        world.clock.advance(SignedDuration::from_secs(30));
        let code = world.code("idva");
        assert!(confirm_sign_in(&world.app, &anew, PASSWORD, code).unwrap().is_some());
    });
}

#[test]
fn a_new_password_ends_the_other_sessions_and_only_it_signs_in() {
    on_both(|world| {
        let other = world.sign_in("idva");
        let desk = world.sign_in("idva");
        let change = || change_password(&world.app, &desk, PASSWORD, NEW_PASSWORD);
        let (changed, left) = left_by(&world, change);
        assert_eq!(word(&changed), "done");
        let expected = [
            "change change_own_account user:idva by idva",
            "read see_own_account user:idva by idva",
        ];
        assert_eq!(left, expected);
        assert!(!is_in(&world, &other) && is_in(&world, &desk));
        world.clock.advance(SignedDuration::from_secs(30));
        let old = world.credentials("idva", &world.code("idva"));
        let new = app::session::Credentials { password: NEW_PASSWORD.into(), ..old.clone() };
        assert_eq!(app::session::sign_in(&world.app, old).unwrap(), app::session::SignedIn::No);
        let answer = app::session::sign_in(&world.app, new).unwrap();
        assert!(matches!(answer, app::session::SignedIn::Yes { .. }));
    });
}

#[test]
fn a_wrong_old_password_or_a_weak_new_one_changes_nothing() {
    on_both(|world| {
        let (other, idva) = (world.sign_in("idva"), world.sign_in("idva"));
        let change = || change_password(&world.app, &idva, "wrong", NEW_PASSWORD);
        let (wrong, left) = left_by(&world, change);
        assert!(matches!(wrong, Err(Error::Refused(Refused::WrongPassword))));
        assert!(
            left.contains(&"sign-in change_password user:idva by idva (wrong_password)".to_owned())
        );
        for weak in ["short", "idva@county.example", ""] {
            let refused = change_password(&world.app, &idva, PASSWORD, weak);
            assert!(matches!(refused, Err(Error::Refused(Refused::Password(_)))), "{weak}");
        }
        assert!(is_in(&world, &other));
    });
}

#[test]
fn in_a_stale_session_the_old_password_cannot_even_be_guessed() {
    on_both(|world| {
        let idva = world.sign_in("idva");
        world.clock.advance(SignedDuration::from_mins(6));
        for guess in [PASSWORD, "wrong"] {
            let change = || change_password(&world.app, &idva, guess, NEW_PASSWORD);
            let (answer, left) = left_by(&world, change);
            assert_eq!(word(&answer), "denied", "right or wrong alike");
            let refusal = "refusal change_own_account user:idva by idva (needs_fresh_sign_in)";
            assert_eq!(left, ["read see_own_account user:idva by idva", refusal]);
        }
    });
}

#[test]
fn new_recovery_codes_kill_the_old_ones_and_ask_for_a_fresh_sign_in() {
    on_both(|world| {
        let idva = world.sign_in("idva");
        let renew = |visitor: &Visitor| world.app.change(visitor, renew_recovery_codes);
        let first = renew(&idva).unwrap();
        let (second, left) = left_by(&world, || renew(&idva));
        let second = second.unwrap();
        assert_eq!(left, ["change change_own_account user:idva by idva"]);
        assert_eq!((first.len(), second.len()), (10, 10));
        let sign_in = |code: &str| {
            let answer = app::session::sign_in(&world.app, world.credentials("idva", code));
            matches!(answer.unwrap(), app::session::SignedIn::Yes { .. })
        };
        assert!(!sign_in(&first[0]));
        for code in &second {
            let typed = code.to_uppercase().replace('-', " ");
            assert!(sign_in(&typed), "each is good once, however it is typed");
            assert!(!sign_in(code), "and only once");
        }
        let used = "select count(*) as count from recovery_code where used_at is not null";
        assert_eq!(count(&world.app, used), 10);
        let stale = world.sign_in("idva lead");
        world.clock.advance(SignedDuration::from_mins(6));
        assert_eq!(word(&renew(&stale)), "denied");
    });
}
