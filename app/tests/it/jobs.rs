//! Work for later is done once at a time, again when it fails, and thrown away in the end.

use crate::county::{count, meddle};
use app::{
    App,
    job::{HOUSEKEEPING, Job, complete_job, enqueue_job, fail_job, lease_job, run_due_jobs},
    params,
    testing::{World, on_both},
};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use std::{collections::BTreeSet, sync::Barrier, thread};

fn enqueue(world: &World, key: &str, run_after: Timestamp) -> bool {
    let key = key.to_owned();
    let payload = json!({ "to": key });
    let enqueue =
        move |tx: &mut app::db::Tx<'_>| enqueue_job(tx, ("letter", &key), payload, run_after);
    world.app.db().write(enqueue).unwrap()
}

fn lease(app: &App) -> Option<Job> {
    lease_job(app).unwrap()
}

fn instant() -> SignedDuration {
    SignedDuration::from_micros(1)
}

#[test]
fn the_same_cause_twice_is_one_job() {
    on_both(|world| {
        assert!(enqueue(&world, "one", world.clock.now()));
        assert!(!enqueue(&world, "one", world.clock.now()));
        assert_eq!(count(&world.app, "select count(*) as count from job"), 1);
        let job = lease(&world.app).unwrap();
        assert_eq!((job.kind.as_str(), job.attempts), ("letter", 1));
        assert_eq!(job.payload, json!({ "to": "one" }));
        complete_job(&world.app, job.id).unwrap();
        assert!(!enqueue(&world, "one", world.clock.now()), "done is done");
    });
}

#[test]
fn a_job_is_not_due_before_its_time_and_the_oldest_comes_first() {
    on_both(|world| {
        let now = world.clock.now();
        enqueue(&world, "later", now + SignedDuration::from_secs(2));
        enqueue(&world, "sooner", now + SignedDuration::from_secs(1));
        world.clock.advance(SignedDuration::from_secs(1) - instant());
        assert_eq!(lease(&world.app), None);
        world.clock.advance(SignedDuration::from_secs(2));
        assert_eq!(lease(&world.app).unwrap().payload, json!({ "to": "sooner" }));
        assert_eq!(lease(&world.app).unwrap().payload, json!({ "to": "later" }));
        assert_eq!(lease(&world.app), None);
    });
}

#[test]
fn workers_of_two_servers_never_hold_the_same_job() {
    on_both(|world| {
        let other = world.second_server();
        for number in 0..40 {
            enqueue(&world, &format!("{number}"), world.clock.now());
        }
        let start = Barrier::new(6);
        let held: Vec<uuid::Uuid> = thread::scope(|scope| {
            let workers: Vec<_> = (0..6)
                .map(|number| {
                    let server = if number % 2 == 0 { &world.app } else { &other };
                    let start = &start;
                    scope.spawn(move || {
                        start.wait();
                        // Someone else may have been quicker: that is no end yet.
                        (0..40).filter_map(|_| lease(server).map(|job| job.id)).collect::<Vec<_>>()
                    })
                })
                .collect();
            workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
        });
        let unique: BTreeSet<_> = held.iter().collect();
        assert_eq!((held.len(), unique.len()), (40, 40));
    });
}

#[test]
fn a_lease_that_ended_is_taken_again_and_the_first_to_finish_is_told_so() {
    on_both(|world| {
        enqueue(&world, "one", world.clock.now());
        let first = lease(&world.app).unwrap();
        world.clock.advance(SignedDuration::from_mins(2));
        assert_eq!(lease(&world.app), None, "at its last instant it is still held");
        world.clock.advance(instant());
        let second = lease(&world.app).unwrap();
        assert_eq!((second.id, second.attempts), (first.id, 2));
        assert!(complete_job(&world.app, second.id).unwrap());
        assert!(!complete_job(&world.app, first.id).unwrap(), "the second time is none");
        world.clock.advance(SignedDuration::from_hours(1));
        assert_eq!(lease(&world.app), None);
    });
}

#[test]
fn a_failure_waits_twice_as_long_each_time_up_to_an_hour_and_keeps_its_error() {
    on_both(|world| {
        enqueue(&world, "one", world.clock.now());
        for attempt in 1..=14_u32 {
            let job = lease(&world.app).unwrap();
            assert_eq!(job.attempts, i64::from(attempt));
            fail_job(&world.app, &job, &format!("no answer, the {attempt}. time")).unwrap();
            let sql = "select last_error from job where kind = 'letter'";
            let error: Option<String> = world
                .app
                .db()
                .read(|tx| tx.find(sql, params![], |row| row.get("last_error")))
                .unwrap();
            assert_eq!(error.unwrap(), format!("no answer, the {attempt}. time"));
            let wait = SignedDuration::from_secs(2_i64.pow(attempt).min(3_600));
            world.clock.advance(wait - instant());
            assert_eq!(lease(&world.app), None, "attempt {attempt}");
            world.clock.advance(instant());
        }
        let job = lease(&world.app).unwrap();
        complete_job(&world.app, job.id).unwrap();
        let sql = "select count(*) as count from job where last_error is not null";
        assert_eq!(count(&world.app, sql), 0);
        fail_job(&world.app, &job, "too late").unwrap();
        assert_eq!(count(&world.app, sql), 0, "what is done does not fail any more");
    });
}

#[test]
fn a_job_that_is_enqueued_in_an_undone_change_was_never_there() {
    on_both(|world| {
        let now = world.clock.now();
        let undone: Result<(), app::db::DbError> = world.app.db().write(move |tx| {
            enqueue_job(tx, ("letter", "one"), json!(null), now)?;
            Err(app::db::DbError::Stopped)
        });
        assert!(undone.is_err());
        assert_eq!(lease(&world.app), None);
    });
}

#[test]
fn a_kind_that_nobody_knows_fails_with_its_name_and_stops_nothing_else() {
    on_both(|world| {
        enqueue(&world, "one", world.clock.now());
        assert_eq!(run_due_jobs(&world.app).unwrap(), 1, "the housekeeping");
        let sql = "select last_error from job where kind = 'letter'";
        let error: Option<String> =
            world.app.db().read(|tx| tx.find(sql, params![], |row| row.get("last_error"))).unwrap();
        assert!(error.unwrap().contains("letter"));
    });
}

#[test]
fn housekeeping_comes_once_an_hour_whatever_the_number_of_servers() {
    on_both(|world| {
        let other = world.second_server();
        let done = |app: &App| run_due_jobs(app).unwrap();
        assert_eq!(done(&world.app) + done(&other) + done(&world.app), 1);
        world.clock.advance(SignedDuration::from_hours(1));
        assert_eq!(done(&other) + done(&world.app), 1);
        let sql = "select count(*) as count from job where kind = 'housekeeping'";
        assert_eq!((count(&world.app, sql), HOUSEKEEPING), (2, "housekeeping"));
    });
}

/// A row of each kind, all from one moment.
fn leave_traces(world: &World) {
    let grantor = world.sign_in("grantor");
    let key = app::request::RequestKey { id: uuid::Uuid::from_u128(1), body_hash: [1; 32] };
    world
        .app
        .change_once(&grantor, key, |ctx| app::agency::add_agency(ctx, crate::agencies::harbour()))
        .unwrap();
    let guess = app::session::Credentials {
        password: "guess".into(),
        ..world.credentials("idva", "000000")
    };
    app::session::sign_in(&world.app, guess).unwrap();
    enqueue(world, "one", world.clock.now());
    let job = lease(&world.app).unwrap();
    complete_job(&world.app, job.id).unwrap();
}

#[test]
fn what_is_no_longer_needed_goes_on_its_day_and_not_before() {
    const ROWS: [(&str, i64, i64); 4] = [
        ("select count(*) as count from throttle", 24, 0),
        ("select count(*) as count from request", 168, 0),
        ("select count(*) as count from job where kind = 'letter'", 168, 0),
        // A session is kept for a week beyond its end, twelve hours after it began.
        ("select count(*) as count from session", 180, 0),
    ];
    for (sql, hours, left) in ROWS {
        on_both(|world| {
            leave_traces(&world);
            let before = count(&world.app, sql);
            assert!(left < before, "{sql}");
            world.clock.advance(SignedDuration::from_hours(hours));
            run_due_jobs(&world.app).unwrap();
            assert_eq!(count(&world.app, sql), before, "{sql} on its last instant");
            world.clock.advance(instant());
            // The housekeeping of this hour is done: it is asked for once more.
            meddle(
                &world.app,
                "update job set done_at = null, run_after = '2000-01-01T00:00:00.000000Z'
                                where kind = 'housekeeping'",
            );
            run_due_jobs(&world.app).unwrap();
            assert_eq!(count(&world.app, sql), left, "{sql} an instant later");
        });
    }
}

#[test]
fn housekeeping_leaves_the_ledger_and_the_people_alone() {
    on_both(|world| {
        leave_traces(&world);
        let people = count(&world.app, "select count(*) as count from user_state");
        let entries = count(&world.app, "select count(*) as count from ledger_entry");
        world.clock.advance(SignedDuration::from_hours(24 * 4_000));
        run_due_jobs(&world.app).unwrap();
        assert_eq!(count(&world.app, "select count(*) as count from user_state"), people);
        assert_eq!(count(&world.app, "select count(*) as count from ledger_entry"), entries);
    });
}
