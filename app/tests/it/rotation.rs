//! New keys for old: nothing is lost, whatever moment it stops at, and the old key is useless.

use crate::county::{agency, count};
use app::{
    App, Config, StartError,
    db::{DatabaseUrl, OpenError, ServeLock, rekey},
    keys::{
        MasterKey, MasterKeys, Place, open_field, rotate_agency_keys, rotate_master_key, seal_field,
    },
    session::{SignedIn, sign_in},
    system::{RotateError, rotate_keys},
    testing::{World, on_both, operator},
    user::{code_of, show_own_account},
};
use jiff::SignedDuration;
use std::{
    fs,
    path::PathBuf,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
};
use uuid::Uuid;

/// A database that nobody has open, where that matters, and its key file.
struct Closed {
    world: World,
    config: Config,
    key_file: PathBuf,
    _folder: tempfile::TempDir,
}

impl Closed {
    fn of(world: World) -> Closed {
        let folder = tempfile::tempdir().unwrap();
        let url = match &world.config.url {
            DatabaseUrl::Sqlite(path) => {
                let copy = folder.path().join("county.db");
                fs::copy(path, &copy).unwrap();
                DatabaseUrl::Sqlite(copy)
            }
            DatabaseUrl::Postgres(url) => DatabaseUrl::Postgres(url.clone()),
        };
        let key_file = folder.path().join("key");
        world.config.keys.write_new(&key_file).unwrap();
        let config = Config { url, spool: None, ..world.config.clone() };
        Closed { world, config, key_file, _folder: folder }
    }

    fn file_keys(&self) -> MasterKeys {
        MasterKeys::read(&self.key_file).unwrap()
    }

    fn with(&self, keys: MasterKeys) -> Config {
        Config { keys, ..self.config.clone() }
    }

    /// Opens the database with the keys of the file and uses what is sealed in it.
    fn assert_works(&self) {
        let app = App::open(self.with(self.file_keys())).unwrap();
        self.world.clock.advance(SignedDuration::from_secs(30));
        let person = self.world.person("idva");
        let code = code_of(&person.code_secret, self.world.clock.now()).unwrap();
        let answer = sign_in(&app, self.world.credentials("idva", &code)).unwrap();
        let SignedIn::Yes { secret } = answer else { panic!("the code app's secret opens") };
        app.read(&app::Visitor::Cookie(secret), show_own_account).unwrap();
    }

    fn assert_rotated_from(&self, old: &MasterKeys) {
        assert_eq!(self.file_keys().all().count(), 1, "the older key is gone from the file");
        assert_ne!(self.file_keys().newest(), old.newest());
        self.assert_works();
        let Err(error) = App::open(self.with(old.clone())) else { panic!("the old key opens it") };
        assert!(error.to_string().contains("--key-file"), "{error}");
        let app = App::open(self.with(self.file_keys())).unwrap();
        let sql = "select count(*) as count from record_key k
                   join secret s on s.secret_id = k.secret_id where s.retired_at is not null";
        assert_eq!(count(&app, sql), 0, "no record hangs on a retired key");
        let sql = "select count(*) as count from (select distinct master from secret) as masters";
        assert_eq!(count(&app, sql), 1, "everything is wrapped under one master key");
    }
}

#[test]
fn a_rotation_brings_everything_over_and_the_old_key_opens_nothing() {
    on_both(|world| {
        let closed = Closed::of(world);
        let old = closed.file_keys();
        let rotated = rotate_keys(&closed.config, &operator(), &closed.key_file).unwrap();
        assert!(4 <= rotated.secrets, "{rotated:?}");
        assert_eq!(rotated.records, 16, "a code app for everybody");
        closed.assert_rotated_from(&old);
        let sql = "select count(*) as count from ledger_entry where line like '%rotate_keys%'";
        let app = App::open(closed.with(closed.file_keys())).unwrap();
        assert_eq!(count(&app, sql), 1);
    });
}

#[test]
fn a_second_rotation_follows_a_first_one() {
    on_both(|world| {
        let closed = Closed::of(world);
        for _ in 0..2 {
            let old = closed.file_keys();
            let config = closed.with(old.clone());
            rotate_keys(&config, &operator(), &closed.key_file).unwrap();
            closed.assert_rotated_from(&old);
        }
    });
}

/// How far the rotation came before it was stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stopped {
    KeyFileHasBoth,
    FileIsRekeyed,
    SecretsAreWrappedAnew,
    AgencyKeysAreNew,
}

fn stop_at(closed: &Closed, stopped: Stopped) {
    let both = closed.file_keys().with_newer(MasterKey::generate());
    both.replace(&closed.key_file).unwrap();
    if let (DatabaseUrl::Sqlite(path), true) =
        (&closed.config.url, Stopped::FileIsRekeyed <= stopped)
    {
        let known: Vec<_> = both.all().map(MasterKey::database_key).collect();
        rekey(path, &known, &both.newest().database_key()).unwrap();
    }
    if Stopped::SecretsAreWrappedAnew <= stopped {
        let app = App::open(closed.with(both.clone())).unwrap();
        rotate_master_key(app.db(), &both).unwrap();
    }
    if Stopped::AgencyKeysAreNew <= stopped {
        let app = App::open(closed.with(both)).unwrap();
        rotate_agency_keys(app.db(), &app.keyring(), app.clock().now()).unwrap();
    }
}

#[test]
fn a_rotation_that_was_stopped_at_any_step_works_meanwhile_and_goes_on() {
    for stopped in [
        Stopped::KeyFileHasBoth,
        Stopped::FileIsRekeyed,
        Stopped::SecretsAreWrappedAnew,
        Stopped::AgencyKeysAreNew,
    ] {
        on_both(|world| {
            let closed = Closed::of(world);
            let old = closed.file_keys();
            stop_at(&closed, stopped);
            closed.assert_works();
            let under_way = closed.file_keys();
            assert_eq!(under_way.all().count(), 2, "{stopped:?}");
            let config = closed.with(under_way.clone());
            rotate_keys(&config, &operator(), &closed.key_file).unwrap();
            closed.assert_rotated_from(&old);
            assert_eq!(closed.file_keys().newest(), under_way.newest(), "no third key");
        });
    }
}

#[test]
fn only_the_operator_rotates_and_the_try_of_another_changes_no_key() {
    on_both(|world| {
        let visitor = world.sign_in("administrator");
        let closed = Closed::of(world);
        let refused = rotate_keys(&closed.world.config, &visitor, &closed.key_file);
        // A spool that is in use stops it as well: then nobody asked for a permission.
        assert!(refused.is_err());
        let config = Config { spool: None, ..closed.world.config.clone() };
        let refused = rotate_keys(&config, &visitor, &closed.key_file);
        assert!(matches!(refused, Err(RotateError::App(app::Error::Denied(_)))), "{refused:?}");
        assert_eq!(closed.file_keys().newest(), closed.config.keys.newest());
        closed.assert_works();
    });
}

#[test]
fn a_file_that_is_being_served_is_not_rotated() {
    let closed = Closed::of(World::on(app::db::Engine::Sqlite));
    let DatabaseUrl::Sqlite(path) = &closed.config.url else { panic!("a file") };
    let serving = ServeLock::take(path).unwrap();
    let refused = rotate_keys(&closed.config, &operator(), &closed.key_file);
    let is_served =
        matches!(refused, Err(RotateError::Start(StartError::Open(OpenError::Served(_)))));
    assert!(is_served, "{refused:?}");
    drop(serving);
    assert_eq!(closed.file_keys().newest(), closed.config.keys.newest());
    rotate_keys(&closed.config, &operator(), &closed.key_file).unwrap();
}

#[test]
fn agency_keys_are_renewed_under_readers_and_writers_and_no_field_fails() {
    on_both(|world| {
        let amber = agency(&world, "AMBER-HOUSE");
        let place =
            |row: u128| Place { table: "person", column: "street", row: Uuid::from_u128(row) };
        let (keyring, now) = (world.app.keyring(), world.clock.now());
        let sealed: Vec<Vec<u8>> = world
            .app
            .db()
            .write(move |tx| {
                let seal =
                    |row| seal_field(tx, &keyring, place(row), amber, (b"12 Refuge Lane", now));
                (0..500).map(seal).collect::<Result<_, _>>()
            })
            .unwrap();
        let (is_over, opened) = (AtomicBool::new(false), AtomicUsize::new(0));
        let rotated = thread::scope(|scope| {
            for reader in 0..2_usize {
                let (world, sealed, is_over, opened) = (&world, &sealed, &is_over, &opened);
                scope.spawn(move || {
                    for round in reader.. {
                        let row = round * 7 % 500;
                        let keyring = world.app.keyring();
                        let plain = world
                            .app
                            .db()
                            .read(|tx| open_field(tx, &keyring, place(row as u128), &sealed[row]));
                        assert_eq!(plain.unwrap().as_slice(), b"12 Refuge Lane");
                        opened.fetch_add(1, Ordering::Relaxed);
                        if is_over.load(Ordering::Relaxed) {
                            return;
                        }
                    }
                });
            }
            let mut rotated = 0;
            for _ in 0..3 {
                let keyring = world.app.keyring();
                rotated += rotate_agency_keys(world.app.db(), &keyring, now).unwrap();
            }
            is_over.store(true, Ordering::Relaxed);
            rotated
        });
        assert_eq!(rotated, 3 * (500 + 16));
        assert!(0 < opened.into_inner());
        let sql = "select count(*) as count from record_key k
                   join secret s on s.secret_id = k.secret_id where s.retired_at is not null";
        assert_eq!(count(&world.app, sql), 0);
    });
}

#[test]
fn a_server_that_was_given_both_keys_beforehand_works_all_through_a_rotation() {
    if !app::testing::engines().contains(&app::db::Engine::Postgres) {
        return;
    }
    let closed = Closed::of(World::on(app::db::Engine::Postgres));
    let old = closed.file_keys();
    old.with_newer(MasterKey::generate()).replace(&closed.key_file).unwrap();
    let server = App::open(closed.with(closed.file_keys())).unwrap();
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            while !is_over.load(Ordering::Relaxed) {
                closed.world.clock.advance(SignedDuration::from_secs(30));
                let person = closed.world.person("idva");
                let code = code_of(&person.code_secret, closed.world.clock.now()).unwrap();
                let answer = sign_in(&server, closed.world.credentials("idva", &code)).unwrap();
                assert!(matches!(answer, SignedIn::Yes { .. }));
            }
        });
        let config = closed.with(closed.file_keys());
        rotate_keys(&config, &operator(), &closed.key_file).unwrap();
        is_over.store(true, Ordering::Relaxed);
    });
    closed.assert_rotated_from(&old);
}
