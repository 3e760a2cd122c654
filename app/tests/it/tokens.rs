//! API tokens: issued to oneself, used, revoked, ended.

use crate::county::{agency, count, left_by, word};
use app::{
    Error, Refused, Visitor,
    session::{confirm_sign_in, sign_out},
    testing::{PASSWORD, World, on_both},
    token::{Issued, issue_token, list_tokens, revoke_token},
    user::{change_password, list_users, renew_recovery_codes, show_own_account},
};
use domain::ids::TokenId;
use jiff::SignedDuration;
use uuid::Uuid;

fn issue(world: &World, visitor: &Visitor, days: i64) -> Result<Issued, Error> {
    world.app.change(visitor, move |ctx| issue_token(ctx, " case system ", days))
}

fn is_in(world: &World, issued: &Issued) -> bool {
    world.app.read(&Visitor::Bearer(issued.secret.clone()), show_own_account).is_ok()
}

#[test]
fn a_token_is_issued_listed_used_and_revoked() {
    on_both(|world| {
        let coordinator = world.sign_in("coordinator");
        let (issued, left) = left_by(&world, || issue(&world, &coordinator, 30));
        let issued = issued.unwrap();
        assert_eq!(left, ["change change_own_account user:coordinator by coordinator"]);
        let (listed, left) = left_by(&world, || world.app.read(&coordinator, list_tokens));
        let listed = listed.unwrap();
        assert_eq!((listed.len(), listed[0].id, &*listed[0].name), (1, issued.id, "case system"));
        assert_eq!(left, ["read see_own_account user:coordinator by coordinator"]);
        let bearer = Visitor::Bearer(issued.secret.clone());
        let amber = agency(&world, "AMBER-HOUSE");
        let look = || world.app.read(&bearer, |ctx| list_users(ctx, amber, None));
        let (page, left) = left_by(&world, look);
        assert_eq!(page.unwrap().items.len(), 3);
        assert_eq!(left, ["read see_directory agency:AMBER-HOUSE by coordinator"]);
        let id = issued.id;
        let revoke = || world.app.change(&coordinator, move |ctx| revoke_token(ctx, id));
        let (revoked, left) = left_by(&world, revoke);
        assert_eq!(word(&revoked), "done");
        assert_eq!(left, ["change end_own_session user:coordinator by coordinator"]);
        assert!(!is_in(&world, &issued));
        assert!(world.app.read(&coordinator, list_tokens).unwrap().is_empty());
        let again = world.app.change(&coordinator, move |ctx| revoke_token(ctx, id));
        assert_eq!(word(&again), "not found");
    });
}

#[test]
fn a_new_password_revokes_every_token_of_its_owner_and_nobody_elses() {
    on_both(|world| {
        let idva = world.sign_in("idva");
        let tokens = [issue(&world, &idva, 30).unwrap(), issue(&world, &idva, 366).unwrap()];
        let colleague = issue(&world, &world.sign_in("second idva"), 30).unwrap();
        let wrong = change_password(&world.app, &idva, "wrong", "a dozen hens and one fox");
        assert!(matches!(wrong, Err(Error::Refused(Refused::WrongPassword))));
        assert!(tokens.iter().all(|token| is_in(&world, token)), "nothing was changed");
        change_password(&world.app, &idva, PASSWORD, "a dozen hens and one fox").unwrap();
        assert!(tokens.iter().all(|token| !is_in(&world, token)));
        assert!(world.app.read(&idva, list_tokens).unwrap().is_empty());
        assert!(is_in(&world, &colleague));
        assert!(is_in(&world, &issue(&world, &idva, 30).unwrap()), "a new one is theirs to make");
    });
}

#[test]
fn nobody_revokes_the_token_of_another_or_learns_that_it_is_there() {
    on_both(|world| {
        let idva = world.sign_in("idva");
        let issued = issue(&world, &idva, 30).unwrap();
        let lead = world.sign_in("idva lead");
        for id in [issued.id, TokenId::from_uuid(Uuid::from_u128(404))] {
            let revoke = || world.app.change(&lead, move |ctx| revoke_token(ctx, id));
            let (answer, left) = left_by(&world, revoke);
            assert_eq!(word(&answer), "not found");
            assert_eq!(left, ["refusal find unknown by idva lead (not_found)"]);
        }
        assert!(is_in(&world, &issued));
        assert!(world.app.read(&lead, list_tokens).unwrap().is_empty());
    });
}

#[test]
fn a_token_holds_until_its_last_instant() {
    on_both(|world| {
        let issued = issue(&world, &world.sign_in("idva"), 1).unwrap();
        world.clock.advance(SignedDuration::from_hours(24) - SignedDuration::from_micros(1));
        assert!(is_in(&world, &issued));
        world.clock.advance(SignedDuration::from_micros(1));
        assert!(!is_in(&world, &issued));
        assert!(world.app.read(&world.sign_in("idva"), list_tokens).unwrap().is_empty());
    });
}

#[test]
fn a_token_wants_a_name_and_one_to_366_days() {
    on_both(|world| {
        let idva = world.sign_in("idva");
        for (days, is_good) in [(0, false), (1, true), (366, true), (367, false), (-1, false)] {
            let answer = issue(&world, &idva, days);
            assert_eq!(answer.is_ok(), is_good, "{days} days: {answer:?}");
        }
        for (name, is_good) in
            [(" ".to_owned(), false), ("é".repeat(120), true), ("é".repeat(121), false)]
        {
            let answer = world.app.change(&idva, move |ctx| issue_token(ctx, &name, 1));
            assert_eq!(answer.is_ok(), is_good);
            assert!(is_good || matches!(answer, Err(Error::Refused(Refused::TokenName))));
        }
        assert_eq!(count(&world.app, "select count(*) as count from api_token"), 3);
    });
}

#[test]
fn a_token_can_do_nothing_that_asks_for_a_fresh_sign_in() {
    on_both(|world| {
        let idva = world.sign_in("idva");
        let bearer = Visitor::Bearer(issue(&world, &idva, 30).unwrap().secret);
        assert_eq!(word(&issue(&world, &bearer, 30)), "denied");
        assert_eq!(word(&world.app.change(&bearer, renew_recovery_codes)), "denied");
        let change = change_password(&world.app, &bearer, PASSWORD, "another lantern meadow");
        assert_eq!(word(&change), "denied");
        let confirm = confirm_sign_in(&world.app, &bearer, PASSWORD, world.code("idva"));
        assert_eq!(word(&confirm), "sign in", "a token has no session to make fresh");
        assert_eq!(word(&world.app.change(&bearer, sign_out)), "sign in");
    });
}

#[test]
fn a_stale_session_issues_no_token() {
    on_both(|world| {
        let idva = world.sign_in("idva");
        world.clock.advance(SignedDuration::from_mins(6));
        let (answer, left) = left_by(&world, || issue(&world, &idva, 30));
        assert_eq!(word(&answer), "denied");
        let refusal = "refusal change_own_account user:idva by idva (needs_fresh_sign_in)";
        assert_eq!(left, [refusal]);
    });
}

#[test]
fn a_cookie_is_no_token_and_a_token_no_cookie() {
    on_both(|world| {
        let cookie = world.cookie("idva");
        let issued = issue(&world, &Visitor::Cookie(cookie.clone()), 30).unwrap();
        let swapped = [Visitor::Bearer(cookie), Visitor::Cookie(issued.secret)];
        for visitor in swapped {
            assert_eq!(word(&world.app.read(&visitor, show_own_account)), "sign in");
        }
    });
}
