//! Imports that are cut off, and imports that meet.

use super::{POLICE, file, import_at, incidents, list, many, parts, request, row};
use crate::county::{count, meddle};
use app::{
    App,
    import::{Progress, reading::FileKind, run_import},
    job::run_due_jobs,
    testing::{World, on_both, operator},
};
use jiff::SignedDuration;
use std::{
    io::Cursor,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Barrier,
    thread,
};

const ROWS: usize = 1_000;

/// An import that dies between two batches, as a kill would have it.
fn killed(world: &World, text: &str) {
    let request = request(FileKind::Incidents, POLICE);
    let dies = catch_unwind(AssertUnwindSafe(|| {
        let input = Cursor::new(text.as_bytes().to_vec());
        let mut dying = |progress: Progress<'_>| {
            if let Progress::Rows(rows) = progress {
                assert!(rows < 600, "the power went");
            }
        };
        run_import(&world.app, &operator(), &request, input, &mut dying)
    }));
    assert!(dies.is_err());
}

fn saved(app: &App) -> Vec<String> {
    list(app, "select reference as a from incident order by reference")
}

#[test]
fn an_import_that_was_killed_left_whole_references_and_goes_on_when_it_is_run_again() {
    on_both(|world| {
        let whole = World::on(world.app.db().engine());
        incidents(&whole, POLICE, &many(ROWS));
        killed(&world, &many(ROWS));
        let begun = saved(&world.app).len();
        assert!(0 < begun && begun < ROWS, "{begun}");
        assert_eq!(list(&world.app, "select state as a from import_run"), ["running"]);
        let half = "select count(*) as count from incident i where not exists
                    (select 1 from incident_state s
                     join incident_pair p on p.state_id = s.state_id
                     where s.incident_id = i.incident_id)";
        assert_eq!(count(&world.app, half), 0);
        let owed = count(&world.app, "select count(*) as count from fact_due");
        assert_eq!(owed, i64::try_from(begun).unwrap());
        world.clock.advance(SignedDuration::from_mins(1));
        let summary = incidents(&world, POLICE, &many(ROWS));
        let (begun, left) = (begun as u64, (ROWS - begun) as u64);
        assert_eq!(parts(summary), [left, 0, begun, 0]);
        assert_eq!(saved(&world.app), saved(&whole.app));
        let states = list(&world.app, "select state as a from import_run order by import_id");
        assert_eq!(states, ["failed", "done"]);
        for sql in [
            "select count(*) as count from incident_state",
            "select count(*) as count from person_record",
            "select count(*) as count from record_key",
            "select count(*) as count from fact_due",
        ] {
            assert_eq!(count(&world.app, sql), count(&whole.app, sql), "{sql}");
        }
    });
}

#[test]
fn a_server_does_what_a_killed_import_owes_ten_minutes_later() {
    on_both(|world| {
        killed(&world, &many(ROWS));
        run_due_jobs(&world.app).unwrap();
        assert!(0 < count(&world.app, "select count(*) as count from fact_due"));
        world.clock.advance(SignedDuration::from_mins(10));
        run_due_jobs(&world.app).unwrap();
        assert_eq!(count(&world.app, "select count(*) as count from fact_due"), 0);
        assert_eq!(count(&world.app, "select count(*) as count from job where done_at is null"), 0);
    });
}

#[test]
fn a_database_that_fails_in_the_middle_leaves_an_import_that_is_said_to_have_failed() {
    on_both(|world| {
        // Behind everybody's back the place of a later incident is taken without a state.
        let input = Cursor::new(many(ROWS).into_bytes());
        let request = request(FileKind::Incidents, POLICE);
        let mut is_broken = false;
        let app = world.app.clone();
        let answer = run_import(&world.app, &operator(), &request, input, &mut |_| {
            if !std::mem::replace(&mut is_broken, true) {
                meddle(&app, "alter table incident_pair rename to elsewhere");
            }
        });
        assert!(matches!(answer, Err(app::import::ImportError::App(_))), "{answer:?}");
        assert_eq!(list(&world.app, "select state as a from import_run"), ["failed"]);
        meddle(&world.app, "alter table elsewhere rename to incident_pair");
        let begun = saved(&world.app).len() as u64;
        let left = ROWS as u64 - begun;
        assert_eq!(parts(incidents(&world, POLICE, &many(ROWS))), [left, 0, begun, 0]);
    });
}

#[test]
fn two_imports_of_one_file_at_once_make_one_of_each_incident() {
    on_both(|world| {
        let servers = [world.app.clone(), world.second_server()];
        let start = Barrier::new(2);
        let text = many(ROWS);
        let summaries: Vec<_> = thread::scope(|scope| {
            let runs: Vec<_> = servers
                .iter()
                .map(|server| {
                    let (start, text) = (&start, &text);
                    scope.spawn(move || {
                        start.wait();
                        let request = request(FileKind::Incidents, POLICE);
                        import_at(server, &request, text).summary
                    })
                })
                .collect();
            runs.into_iter().map(|run| run.join().unwrap()).collect()
        });
        let rows: Vec<u64> = summaries.iter().map(|summary| summary.rows).collect();
        assert_eq!(rows, [ROWS as u64; 2]);
        assert_eq!(summaries.iter().map(|summary| summary.amended).sum::<u64>(), 0);
        assert_eq!(saved(&world.app).len(), ROWS);
        let states = count(&world.app, "select count(*) as count from incident_state");
        assert_eq!(states, i64::try_from(ROWS).unwrap());
        let records = count(&world.app, "select count(*) as count from person_record");
        assert_eq!(records, i64::try_from(2 * ROWS).unwrap());
    });
}

#[test]
fn two_versions_that_meet_end_as_one_current_state_each() {
    on_both(|world| {
        let servers = [world.app.clone(), world.second_server()];
        let rows: Vec<String> =
            (0..300).map(|number| row(&format!("I-{number}"), "2026-05-01", "Stone")).collect();
        let turned: Vec<String> =
            rows.iter().rev().map(|row| row.replace("medium", "high")).collect();
        incidents(&world, POLICE, &file(&rows));
        let texts = [file(&rows).replace("medium", "standard"), file(&turned)];
        let start = Barrier::new(2);
        thread::scope(|scope| {
            for (server, text) in servers.iter().zip(&texts) {
                let start = &start;
                scope.spawn(move || {
                    start.wait();
                    import_at(server, &request(FileKind::Incidents, POLICE), text);
                });
            }
        });
        let current = "select count(*) as count from incident_state where superseded_at is null";
        assert_eq!(count(&world.app, current), 300);
        let pairs = "select count(*) as count from incident_pair p
                     join incident_state s on s.state_id = p.state_id and s.superseded_at is null";
        assert_eq!(count(&world.app, pairs), 300);
        let all = count(&world.app, "select count(*) as count from incident_state");
        assert_eq!(all, 900);
    });
}
