//! A database is opened rightly or not at all, and what is refused names the mend.

use app::{
    App, Config, StartError,
    db::{Database, DatabaseUrl, Engine, OpenError, ServeLock, with_suffix},
    keys::{MasterKey, MasterKeys},
    system::initialise,
    testing::{World, operator},
};
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeMap,
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

/// Every file of a folder and a hash of what is in it.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.clone(), Sha256::digest(fs::read(&path).unwrap()).to_vec()))
        .collect()
}

/// What opening says, in words, after seeing that it touched nothing.
fn refusal(config: Config, folder: &Path) -> (StartError, String) {
    let before = files(folder);
    let config = Config { spool: None, ..config };
    let Err(error) = App::open(config) else { panic!("it was opened") };
    assert_eq!(files(folder), before, "nothing may be made or changed: {error}");
    let words = error.to_string();
    (error, words)
}

fn at(world: &World, path: &Path) -> Config {
    Config { url: DatabaseUrl::Sqlite(path.to_owned()), ..world.config.clone() }
}

/// The file of a small county that nobody has open.
fn closed() -> (World, tempfile::TempDir, PathBuf) {
    let world = World::on(Engine::Sqlite);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("county.db");
    fs::copy(world.app.db().path().unwrap(), &path).unwrap();
    (world, folder, path)
}

#[test]
fn a_missing_file_is_refused_and_not_made() {
    let (world, folder, _) = closed();
    let (error, words) = refusal(at(&world, &folder.path().join("none.db")), folder.path());
    assert!(matches!(error, StartError::Open(OpenError::Missing(_))), "{words}");
    assert!(words.contains("wicken init"), "{words}");
}

#[test]
fn an_empty_file_is_refused_and_stays_empty() {
    let (world, folder, _) = closed();
    let path = folder.path().join("empty.db");
    fs::write(&path, "").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    let (error, words) = refusal(at(&world, &path), folder.path());
    assert!(matches!(error, StartError::Open(OpenError::Empty(_))), "{words}");
    assert!(words.contains("backup"), "{words}");
}

#[test]
fn a_plain_file_is_refused_and_not_written_to() {
    let (world, folder, _) = closed();
    let path = folder.path().join("plain.db");
    let plain = rusqlite::Connection::open(&path).unwrap();
    plain.execute_batch("create table a (b text); insert into a values ('in clear')").unwrap();
    drop(plain);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    let (error, words) = refusal(at(&world, &path), folder.path());
    assert!(matches!(error, StartError::Open(OpenError::NotEncrypted(_))), "{words}");
}

#[test]
fn a_wrong_key_opens_nothing_makes_nothing_and_changes_nothing() {
    let (world, folder, path) = closed();
    let keys = MasterKeys::new(MasterKey::generate());
    let (error, words) = refusal(Config { keys, ..at(&world, &path) }, folder.path());
    assert!(matches!(error, StartError::Open(OpenError::WrongKey(_))), "{words}");
    assert!(words.contains("--key-file"), "{words}");
    App::open(Config { spool: None, ..at(&world, &path) }).expect("the right key still opens it");
}

#[test]
fn a_wrong_key_to_a_postgres_database_is_refused_by_its_sealed_secrets() {
    for engine in app::testing::engines() {
        let world = World::on(engine);
        let keys = MasterKeys::new(MasterKey::generate());
        let config = Config { keys, spool: None, ..world.config.clone() };
        let Err(error) = App::open(config) else { panic!("it was opened on {engine:?}") };
        assert!(error.to_string().contains("--key-file"), "{error}");
    }
}

#[test]
fn a_file_that_others_can_read_is_refused_with_the_command_that_mends_it() {
    let (world, folder, path) = closed();
    for mode in [0o644, 0o640, 0o604, 0o660] {
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        let (error, words) = refusal(at(&world, &path), folder.path());
        assert!(matches!(error, StartError::Open(OpenError::OthersCanRead { .. })), "{words}");
        assert!(words.contains(&format!("chmod 600 {}", path.display())), "{words}");
    }
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    App::open(Config { spool: None, ..at(&world, &path) }).expect("mended");
}

#[test]
fn a_torn_file_is_refused_and_not_mended_by_emptying_it() {
    let (world, folder, path) = closed();
    let whole = fs::read(&path).unwrap();
    for length in [1, 15, 100, 4095] {
        fs::write(&path, &whole[..length]).unwrap();
        let (error, words) = refusal(at(&world, &path), folder.path());
        assert!(matches!(error, StartError::Open(OpenError::Torn(_))), "{length}: {words}");
    }
}

#[test]
fn the_files_of_a_database_are_readable_by_their_owner_only_and_tell_nothing() {
    let world = World::on(Engine::Sqlite);
    let _idva = world.sign_in("idva");
    let path = world.app.db().path().unwrap();
    for part in ["", "-wal", "-shm"] {
        let mode = fs::metadata(with_suffix(path, part)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{part}");
    }
    assert_ne!(&fs::read(path).unwrap()[..16], b"SQLite format 3\0");
}

#[test]
fn a_second_server_of_one_file_is_refused_until_the_first_is_gone() {
    let (_world, _folder, path) = closed();
    let first = ServeLock::take(&path).unwrap();
    let Err(error) = ServeLock::take(&path) else { panic!("two servers of one file") };
    assert!(matches!(error, OpenError::Served(_)), "{error}");
    assert!(error.to_string().contains("Stop it first"), "{error}");
    drop(first);
    ServeLock::take(&path).expect("the first is gone");
}

#[test]
fn two_servers_do_not_write_one_spool() {
    let world = World::on(Engine::Sqlite);
    let Err(error) = App::open(world.config.clone()) else { panic!("two servers of one spool") };
    assert!(matches!(error, StartError::Spool { .. }), "{error}");
    assert!(error.to_string().contains("another server uses it"), "{error}");
}

#[test]
fn init_never_overwrites_what_is_there() {
    let (world, folder, path) = closed();
    let before = files(folder.path());
    let config = Config { spool: None, ..at(&world, &path) };
    let error = initialise(config, &operator(), false).unwrap_err();
    assert!(error.to_string().contains("never overwrites"), "{error}");
    assert_eq!(files(folder.path()), before);
    for engine in app::testing::engines() {
        let world = World::on(engine);
        let error = initialise(world.config.clone(), &operator(), false).unwrap_err();
        assert!(error.to_string().contains("never overwrites"), "{error}");
        assert!(world.app.read(&world.sign_in("grantor"), app::agency::list_agencies).is_ok());
    }
}

#[test]
fn a_new_database_is_one_whole_file_and_leaves_nothing_half_made_beside_it() {
    let world = World::on(Engine::Sqlite);
    for _ in 0..10 {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new.db");
        // What a kill left of an earlier try.
        for part in [".making", ".making-wal", ".making-shm"] {
            fs::write(with_suffix(&path, part), "left over").unwrap();
        }
        let config = Config { spool: None, ..at(&world, &path) };
        initialise(config.clone(), &operator(), false).unwrap();
        let names: Vec<_> = files(folder.path()).into_keys().collect();
        assert_eq!(names, std::slice::from_ref(&path));
        // A copy of the file alone is the whole database.
        let copy = folder.path().join("copy.db");
        fs::copy(&path, &copy).unwrap();
        let app = App::open(Config { url: DatabaseUrl::Sqlite(copy), ..config }).unwrap();
        assert_eq!(crate::county::count(&app, "select count(*) as count from agency"), 1);
        assert_eq!(crate::county::count(&app, "select count(*) as count from area"), 6);
        let made = "select count(*) as count from ledger_entry
                    where line like '%initialise%'";
        assert_eq!(crate::county::count(&app, made), 1);
    }
}

#[test]
fn a_server_that_does_not_answer_is_said_to_not_answer() {
    let url = "postgres://wicken@127.0.0.1:9/none".parse().unwrap();
    let Err(error) = Database::open(&url, &MasterKey::generate().database_key()) else {
        panic!("nobody listens there");
    };
    assert!(error.to_string().starts_with("PostgreSQL does not answer"), "{error}");
}
