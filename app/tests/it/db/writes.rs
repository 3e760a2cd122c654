//! Writing and reading: whole, durable, apart from each other.

use crate::county::count;
use app::{
    App, Error, Visitor,
    db::{DbError, Engine, Tx, with_suffix},
    job::enqueue_job,
    params,
    testing::{World, on_both},
    user::show_own_account,
};
use jiff::Timestamp;
use std::{
    collections::BTreeSet,
    fs,
    sync::{Barrier, mpsc},
    thread,
    time::Instant,
};

fn put(tx: &mut Tx<'_>, key: &str) -> Result<bool, DbError> {
    enqueue_job(tx, ("test", key), serde_json::Value::Null, Timestamp::UNIX_EPOCH)
}

fn keys(app: &App) -> BTreeSet<String> {
    let sql = "select job_key from job where kind = 'test'";
    let rows = app.db().read(|tx| tx.list(sql, params![], |row| row.get("job_key")));
    rows.unwrap().into_iter().collect()
}

/// Commits in the write-ahead log since it was last begun anew: frames that say how long the
/// database is after them.
fn commits(app: &App) -> usize {
    let log = fs::read(with_suffix(app.db().path().unwrap(), "-wal")).unwrap();
    let page = u32::from_be_bytes(log[8..12].try_into().unwrap()) as usize;
    log[32..]
        .chunks_exact(24 + page)
        .filter(|frame| frame[8..16] == log[16..24] && frame[4..8] != [0; 4])
        .count()
}

#[test]
fn sixty_four_writers_at_once_lose_nothing_and_share_their_commits() {
    on_both(|world| {
        let (writers, each) = (64, 8);
        let is_sqlite = world.app.db().engine() == Engine::Sqlite;
        if is_sqlite {
            // Something must stand in the log to count from.
            world.app.db().write(|tx| put(tx, "first")).unwrap();
        }
        let before = if is_sqlite { commits(&world.app) } else { 0 };
        let start = Barrier::new(writers);
        let told: BTreeSet<String> = thread::scope(|scope| {
            let threads: Vec<_> = (0..writers)
                .map(|writer| {
                    let (start, app) = (&start, &world.app);
                    scope.spawn(move || {
                        start.wait();
                        let written = (0..each).map(|number| {
                            let key = format!("{writer}-{number}");
                            let name = key.clone();
                            app.db().write(move |tx| put(tx, &name)).unwrap();
                            key
                        });
                        written.collect::<Vec<_>>()
                    })
                })
                .collect();
            threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(told.len(), writers * each);
        let reopened = world.second_server();
        assert!(told.is_subset(&keys(&reopened)), "every one that was told is there");
        if is_sqlite {
            let commits = commits(&world.app) - before;
            assert!(commits < writers * each / 2, "{commits} commits for {}", writers * each);
        }
    });
}

#[test]
fn verbs_that_are_undone_leave_their_neighbours_in_the_batch_alone() {
    on_both(|world| {
        let start = Barrier::new(30);
        thread::scope(|scope| {
            for number in 0..30 {
                let (start, app) = (&start, &world.app);
                scope.spawn(move || {
                    start.wait();
                    let outcome = app.db().write(move |tx| {
                        put(tx, &format!("before-{number}"))?;
                        match number % 3 {
                            0 => Ok(()),
                            1 => Err(DbError::Stopped),
                            _ => panic!("a verb that breaks, as it should in this test"),
                        }
                    });
                    assert_eq!(outcome.is_ok(), number % 3 == 0);
                });
            }
        });
        let expected: BTreeSet<String> =
            (0..30).step_by(3).map(|number| format!("before-{number}")).collect();
        assert_eq!(keys(&world.app), expected);
    });
}

#[test]
fn a_panic_in_an_operation_undoes_it_is_told_as_an_error_and_the_next_one_works() {
    on_both(|world| {
        let idva = world.sign_in("idva");
        for _ in 0..3 {
            let broken: Result<(), Error> = world.app.change(&idva, |ctx| {
                app::token::issue_token(ctx, "never", 1)?;
                panic!("an operation that breaks, as it should in this test")
            });
            assert!(matches!(broken, Err(Error::Storage(DbError::Panicked(_)))), "{broken:?}");
            let broken: Result<(), Error> = world.app.read(&idva, |_| panic!("as it should"));
            assert!(matches!(broken, Err(Error::Storage(DbError::Panicked(_)))), "{broken:?}");
        }
        assert_eq!(count(&world.app, "select count(*) as count from api_token"), 0);
        assert!(world.app.read(&idva, show_own_account).is_ok());
    });
}

#[test]
fn a_verb_that_passes_over_a_failed_statement_is_never_told_that_it_is_durable_when_it_is_not() {
    on_both(|world| {
        let outcome = world.app.db().write(|tx| {
            put(tx, "before")?;
            let clash = "insert into policy_epoch (row_id, epoch) values (1, 1)";
            assert!(tx.execute(clash, params![]).is_err());
            Ok::<_, DbError>(())
        });
        assert_eq!(outcome.is_ok(), keys(&world.app).contains("before"), "{outcome:?}");
        world.app.db().write(|tx| put(tx, "after")).unwrap();
        assert!(keys(&world.app).contains("after"), "the connection lives on");
    });
}

#[test]
fn a_reader_sees_one_moment_whatever_is_written_meanwhile() {
    on_both(|world| {
        let (read_once, written) = (mpsc::channel(), mpsc::channel());
        thread::scope(|scope| {
            let (tell_read, tell_written) = (read_once.0.clone(), written.0.clone());
            let app = &world.app;
            let wait_read = read_once.1;
            scope.spawn(move || {
                wait_read.recv().unwrap();
                app.db().write(|tx| put(tx, "late")).unwrap();
                tell_written.send(()).unwrap();
            });
            let sql = "select count(*) as count from job";
            let (first, second) = world
                .app
                .db()
                .read(|tx| {
                    let first = tx.count(sql, params![])?;
                    tell_read.send(()).unwrap();
                    written.1.recv().unwrap();
                    Ok::<_, DbError>((first, tx.count(sql, params![])?))
                })
                .unwrap();
            assert_eq!((first, second), (0, 0));
        });
        assert_eq!(count(&world.app, "select count(*) as count from job"), 1);
    });
}

#[test]
fn a_reader_cannot_write() {
    on_both(|world| {
        let written = world.app.db().read(|tx| put(tx, "from a reader"));
        assert!(written.is_err());
        assert!(keys(&world.app).is_empty());
    });
}

#[test]
fn a_name_that_is_taken_is_told_by_name() {
    on_both(|world| {
        let sql = "insert into agency (agency_id, code, made_at) select agency_id, code, made_at
                   from agency limit 1";
        let taken = world.app.db().write(|tx| tx.execute(sql, params![]));
        assert!(matches!(taken, Err(DbError::Unique(name)) if name.contains("agency")));
    });
}

#[test]
fn connections_that_the_server_killed_are_replaced_without_anyone_noticing() {
    if !app::testing::engines().contains(&Engine::Postgres) {
        return;
    }
    let world = World::on(Engine::Postgres);
    let idva = world.sign_in("idva");
    let mut killer =
        postgres::Client::connect(world.app.db().server().unwrap(), postgres::NoTls).unwrap();
    for _ in 0..5 {
        let sql = "select pg_terminate_backend(pid) from pg_stat_activity
                   where application_name = 'wicken' and datname = current_database()";
        assert!(!killer.query(sql, &[]).unwrap().is_empty());
        thread::sleep(std::time::Duration::from_millis(50));
        world.app.read(&idva, show_own_account).unwrap();
        world.app.db().write(|tx| put(tx, "one")).unwrap();
    }
}

#[test]
fn a_connection_that_dies_in_the_middle_is_told_as_not_done_and_nothing_is_there() {
    if !app::testing::engines().contains(&Engine::Postgres) {
        return;
    }
    let world = World::on(Engine::Postgres);
    let killed = world.app.db().write(|tx| {
        put(tx, "half")?;
        let own = "select pg_terminate_backend(pg_backend_pid()) as gone";
        // The answer to this is the end of the connection.
        drop(tx.find(own, params![], |row| row.get::<bool>("gone")));
        Ok::<_, DbError>(())
    });
    assert!(killed.is_err());
    assert!(keys(&world.app).is_empty());
    world.app.db().write(|tx| put(tx, "next")).unwrap();
}

#[test]
fn an_operation_that_records_nothing_is_refused() {
    on_both(|world| {
        let idva = world.sign_in("idva");
        let looked = world.app.read(&idva, |ctx| {
            app::area::list_areas(ctx, ctx.now().to_zoned(jiff::tz::TimeZone::UTC).date())
        });
        assert!(matches!(looked, Err(Error::Broken(_))), "a look without an entry");
        let changed = world.app.change(&idva, |_| Ok(()));
        assert!(matches!(changed, Err(Error::Broken(_))), "a change without an entry");
        let nobody: Result<(), Error> = world.app.read(&Visitor::Stranger, |_| Ok(()));
        assert!(matches!(nobody, Err(Error::Broken(_))));
    });
}

#[test]
fn whoever_waits_for_another_program_to_write_comes_before_it_writes_again() {
    let world = World::on(Engine::Sqlite);
    let other = world.second_server();
    let (told, order) = mpsc::channel();
    let (begun, has_begun) = mpsc::channel();
    let (end, may_end) = mpsc::channel::<()>();
    let written = |app: &App, who: &'static str| {
        let told = told.clone();
        let write = move |_: &mut Tx<'_>| {
            told.send(who).unwrap();
            Ok::<_, DbError>(())
        };
        app.db().write(write).unwrap();
    };
    thread::scope(|scope| {
        // Gone with a failure, or the long write would wait for ever.
        let end = end;
        scope.spawn(|| {
            let one_long_write = move |_: &mut Tx<'_>| {
                begun.send(()).unwrap();
                may_end.recv().unwrap();
                Ok::<_, DbError>(())
            };
            world.app.db().write(one_long_write).unwrap();
            (0..5).for_each(|_| written(&world.app, "again"));
        });
        has_begun.recv().unwrap();
        scope.spawn(|| written(&other, "other"));
        let queue = with_suffix(world.app.db().path().unwrap(), ".waiting");
        let queue = fs::File::open(queue).unwrap();
        let looking = Instant::now();
        while queue.try_lock().is_ok() {
            queue.unlock().unwrap();
            assert!(looking.elapsed().as_secs() < 9, "nobody stands in the queue");
            thread::yield_now();
        }
        end.send(()).unwrap();
    });
    drop(told);
    assert_eq!(order.iter().next(), Some("other"));
}
