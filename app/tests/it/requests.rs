//! A request that is sent twice changes once and is answered the same.

use crate::{
    agencies::harbour,
    county::{agency, count, left_by, word},
    users::newcomer,
};
use app::{
    App, Error, Refused, Visitor,
    agency::{add_agency, list_agencies},
    params,
    request::RequestKey,
    testing::{World, on_both},
    token::{Issued, issue_token},
    user::invite_user,
};
use domain::ids::AgencyId;
use std::{sync::Barrier, thread};
use uuid::Uuid;

fn key(id: u128, body: u8) -> RequestKey {
    RequestKey { id: Uuid::from_u128(id), body_hash: [body; 32] }
}

fn add_once(app: &App, visitor: &Visitor, key: RequestKey) -> Result<AgencyId, Error> {
    app.change_once(visitor, key, |ctx| add_agency(ctx, harbour()))
}

#[test]
fn a_replay_gets_the_first_answer_and_leaves_neither_change_nor_entry() {
    on_both(|world| {
        let grantor = world.sign_in("grantor");
        let (first, left) = left_by(&world, || add_once(&world.app, &grantor, key(1, 1)));
        assert_eq!(left, ["change add_agency agency:new by grantor"]);
        for server in [&world.app, &world.second_server()] {
            let (again, left) = left_by(&world, || add_once(server, &grantor, key(1, 1)));
            assert_eq!(again.unwrap(), *first.as_ref().unwrap());
            assert!(left.is_empty(), "{left:?}");
        }
        assert_eq!(world.app.read(&grantor, list_agencies).unwrap().len(), 4);
    });
}

#[test]
fn the_entry_of_a_request_carries_its_id() {
    on_both(|world| {
        let grantor = world.sign_in("grantor");
        add_once(&world.app, &grantor, key(77, 1)).unwrap();
        let entries = crate::county::entries(&world.app);
        let entry = entries.iter().find(|entry| entry.request.is_some()).unwrap();
        assert_eq!(entry.request, Some(Uuid::from_u128(77)));
        assert!(entry.session.is_some());
    });
}

#[test]
fn the_same_id_with_another_body_is_a_conflict() {
    on_both(|world| {
        let grantor = world.sign_in("grantor");
        add_once(&world.app, &grantor, key(1, 1)).unwrap();
        let (answer, left) = left_by(&world, || add_once(&world.app, &grantor, key(1, 2)));
        assert_eq!(word(&answer), "reused");
        assert!(left.is_empty());
    });
}

#[test]
fn the_same_id_of_another_person_is_another_request() {
    on_both(|world| {
        let first = world.sign_in("grantor");
        let second = world.sign_in("second grantor");
        add_once(&world.app, &first, key(1, 1)).unwrap();
        let answer = add_once(&world.app, &second, key(1, 1));
        assert!(matches!(answer, Err(Error::Refused(Refused::AgencyCodeTaken))), "{answer:?}");
    });
}

#[test]
fn a_request_that_was_refused_may_be_sent_again() {
    on_both(|world| {
        let idva = world.sign_in("idva");
        assert_eq!(word(&add_once(&world.app, &idva, key(1, 1))), "denied");
        assert_eq!(word(&add_once(&world.app, &idva, key(1, 1))), "denied");
        assert_eq!(count(&world.app, "select count(*) as count from request"), 0);
    });
}

#[test]
fn of_the_same_request_many_times_at_once_one_changes_and_all_are_answered_alike() {
    on_both(|world| {
        let grantor = world.sign_in("grantor");
        let other = world.second_server();
        let start = Barrier::new(8);
        let answers: Vec<AgencyId> = thread::scope(|scope| {
            let clicks: Vec<_> = (0..8)
                .map(|click| if click % 2 == 0 { &world.app } else { &other })
                .map(|server| {
                    let (start, grantor) = (&start, &grantor);
                    scope.spawn(move || {
                        start.wait();
                        add_once(server, grantor, key(1, 1))
                    })
                })
                .collect();
            clicks.into_iter().map(|click| click.join().unwrap().unwrap()).collect()
        });
        assert!(answers.iter().all(|answer| *answer == answers[0]));
        let sql = "select count(*) as count from agency where code = 'HARBOUR'";
        assert_eq!(count(&world.app, sql), 1);
        let sql = "select count(*) as count from ledger_entry where line like '%\"request\":\"00%'";
        assert_eq!(count(&world.app, sql), 1);
    });
}

#[test]
fn whoever_may_no_longer_is_not_answered_from_memory() {
    on_both(|world| {
        let grantor = world.sign_in("grantor");
        add_once(&world.app, &grantor, key(1, 1)).unwrap();
        let second = world.sign_in("second grantor");
        let id = world.person("grantor").id;
        world.app.change(&second, move |ctx| app::user::suspend_user(ctx, id)).unwrap();
        assert_eq!(word(&add_once(&world.app, &grantor, key(1, 1))), "sign in");
    });
}

fn kept_answers(world: &World) -> Vec<String> {
    let sql = "select cast(answer as text) as answer from request";
    world.app.db().read(|tx| tx.list(sql, params![], |row| row.get("answer"))).unwrap()
}

#[test]
fn a_secret_that_is_told_once_is_not_kept_for_a_replay() {
    on_both(|world| {
        let grantor = world.sign_in("grantor");
        let amber = agency(&world, "AMBER-HOUSE");
        let issue = || -> Issued {
            world.app.change_once(&grantor, key(1, 1), |ctx| issue_token(ctx, "x", 1)).unwrap()
        };
        let (issued, again) = (issue(), issue());
        assert_eq!((issued.id, &*again.secret), (again.id, ""), "told once, to the first");
        let invited = world
            .app
            .change_once(&grantor, key(2, 1), move |ctx| {
                invite_user(ctx, newcomer(amber, "new.comer@county.example"))
            })
            .unwrap();
        let kept = kept_answers(&world);
        assert_eq!(kept.len(), 2);
        for secret in [&issued.secret, &invited.secret] {
            assert!(
                kept.iter().all(|answer| !answer.contains(secret.trim_start_matches("wicken_")))
            );
        }
    });
}
