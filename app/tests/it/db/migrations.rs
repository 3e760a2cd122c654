//! The schema is brought up to date once, by whoever comes first.

use crate::county::{count, meddle};
use app::{
    App, Config, StartError,
    db::{
        Database, DatabaseUrl, Engine, NEWEST, OpenError, list_applied, migrate,
        refuse_other_schema,
    },
    system::migrate_database,
    testing::{engines, on_both, operator, postgres},
};
use std::{sync::Barrier, thread};

/// Migrations are numbered from 1 without a gap.
const STEPS: usize = NEWEST as usize;

/// An empty database, opened as many times as asked.
fn empty(engine: Engine, times: usize) -> (Vec<Database>, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let key = app::keys::MasterKey::generate().database_key();
    let url = match engine {
        Engine::Sqlite => DatabaseUrl::Sqlite(folder.path().join("empty.db")),
        Engine::Postgres => DatabaseUrl::Postgres(postgres::new_database(None)),
    };
    Database::create(&url, &key).unwrap();
    let opened = (0..times).map(|_| Database::open(&url, &key).unwrap()).collect();
    (opened, folder)
}

fn now() -> jiff::Timestamp {
    "2026-11-24T09:00:00Z".parse().unwrap()
}

#[test]
fn an_empty_database_is_brought_up_once_and_then_nothing_is_left_to_do() {
    for engine in engines() {
        let (db, _folder) = empty(engine, 1);
        assert!(matches!(refuse_other_schema(&db[0]), Err(OpenError::NotWicken)));
        assert_eq!(migrate(&db[0], now()).unwrap(), STEPS);
        assert_eq!(migrate(&db[0], now()).unwrap(), 0);
        refuse_other_schema(&db[0]).unwrap();
        let applied = db[0].read(list_applied).unwrap();
        assert_eq!(applied.len(), STEPS);
        assert_eq!((applied[0].number, &*applied[0].name), (1, "ground"));
        assert_eq!(applied[0].applied_at, now());
    }
}

#[test]
fn four_that_migrate_at_the_same_moment_take_each_step_once_between_them() {
    for engine in engines() {
        for _ in 0..3 {
            let (servers, _folder) = empty(engine, 4);
            let start = Barrier::new(servers.len());
            let steps: usize = thread::scope(|scope| {
                let migrations: Vec<_> = servers
                    .iter()
                    .map(|db| {
                        let start = &start;
                        scope.spawn(move || {
                            start.wait();
                            migrate(db, now()).unwrap()
                        })
                    })
                    .collect();
                migrations.into_iter().map(|one| one.join().unwrap()).sum()
            });
            assert_eq!(steps, STEPS, "{engine:?}");
        }
    }
}

#[test]
fn a_migration_that_was_cut_off_in_the_middle_left_nothing_and_is_done_again() {
    for engine in engines() {
        let (db, _folder) = empty(engine, 1);
        // The first table of the migration is in the way, so the step fails after it has begun.
        let in_the_way = "create table ledger_checkpoint (n integer)";
        db[0].write(move |tx| tx.execute(in_the_way, app::params![])).unwrap();
        assert!(migrate(&db[0], now()).is_err());
        let found =
            db[0].read(|tx| tx.count("select count(*) as count from setting", app::params![]));
        assert!(found.is_err(), "a failed step is undone whole");
        db[0].write(|tx| tx.execute("drop table ledger_checkpoint", app::params![])).unwrap();
        assert_eq!(migrate(&db[0], now()).unwrap(), STEPS);
        refuse_other_schema(&db[0]).unwrap();
    }
}

fn reopened(world: &app::testing::World) -> StartError {
    let Err(error) = App::open(Config { spool: None, ..world.config.clone() }) else {
        panic!("it was opened");
    };
    error
}

#[test]
fn a_schema_of_a_later_wicken_is_refused_and_left_alone() {
    on_both(|world| {
        meddle(
            &world.app,
            "insert into schema_migration (number, name, applied_at)
             select 99, 'from the future', applied_at from schema_migration where number = 1",
        );
        let error = reopened(&world);
        let known = NEWEST;
        let is_newer = matches!(
            error,
            StartError::Open(OpenError::NewerSchema { found: 99, known: k }) if k == known
        );
        assert!(is_newer, "{error}");
        assert!(error.to_string().contains("Install the later Wicken"), "{error}");
        let migrated = migrate_database(&world.config, &operator());
        assert!(matches!(migrated, Err(StartError::Open(OpenError::NewerSchema { .. }))));
        let steps = count(&world.app, "select count(*) as count from schema_migration");
        assert_eq!(usize::try_from(steps), Ok(STEPS + 1));
    });
}

#[test]
fn a_schema_of_an_earlier_wicken_is_refused_with_the_command_that_mends_it() {
    on_both(|world| {
        meddle(&world.app, "delete from schema_migration");
        let error = reopened(&world);
        assert!(matches!(error, StartError::Open(OpenError::OlderSchema { found: 0, .. })));
        assert!(error.to_string().contains("wicken migrate"), "{error}");
    });
}

#[test]
fn a_database_that_is_up_to_date_is_migrated_without_a_step_or_an_entry() {
    on_both(|world| {
        let before = crate::county::entries(&world.app).len();
        assert_eq!(migrate_database(&world.config, &operator()).unwrap(), 0);
        assert_eq!(crate::county::entries(&world.app).len(), before);
    });
}

#[test]
fn a_database_with_tables_but_without_its_ledger_is_said_to_be_half_made() {
    for engine in engines() {
        let world = app::testing::World::on(engine);
        let folder = tempfile::tempdir().unwrap();
        let url = match engine {
            Engine::Sqlite => DatabaseUrl::Sqlite(folder.path().join("half.db")),
            Engine::Postgres => DatabaseUrl::Postgres(postgres::new_database(None)),
        };
        let config = Config { url, spool: None, ..world.config.clone() };
        let key = config.keys.newest().database_key();
        Database::create(&config.url, &key).unwrap();
        migrate(&Database::open(&config.url, &key).unwrap(), now()).unwrap();
        let Err(error) = App::open(config) else { panic!("it was opened") };
        assert!(error.to_string().contains("run `wicken init` again"), "{error}");
    }
}
