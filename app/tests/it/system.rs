//! The box looks after itself: what it tells, and what it finds amiss.

use crate::{
    county::{count, left_by, meddle, word},
    ledger::sealing::unlock,
};
use app::{
    App, Config,
    db::{DatabaseUrl, Engine, NEWEST},
    ledger::seal_entries,
    system::{Check, about_system, check_system},
    testing::{World, on_both, operator},
};
use jiff::SignedDuration;
use std::{fs, os::unix::fs::PermissionsExt};

fn amiss(checks: &[Check]) -> Vec<&Check> {
    checks.iter().filter(|check| !check.is_well).collect()
}

fn checked(world: &World) -> Vec<Check> {
    check_system(&world.app, &operator()).unwrap()
}

#[test]
fn a_good_database_is_well_in_every_respect() {
    on_both(|world| {
        let (checks, left) = left_by(&world, || checked(&world));
        assert_eq!(amiss(&checks), Vec::<&Check>::new());
        let names: Vec<&str> = checks.iter().map(|check| check.name).collect();
        let expected = [
            "integrity",
            "encryption",
            "file rights",
            "free disk",
            "clock",
            "ledger sealing",
            "ledger intact",
        ];
        assert_eq!(names, expected);
        let entries = [
            "change export_ledger system by operator tester",
            "read check_system system by operator tester",
        ];
        assert_eq!(left, entries);
    });
}

#[test]
fn the_system_tells_what_it_is_and_leaves_an_entry() {
    on_both(|world| {
        let administrator = world.sign_in("administrator");
        let (about, left) = left_by(&world, || world.app.read(&administrator, about_system));
        let (about, _) = about.unwrap();
        assert_eq!(left, ["read see_system system by administrator"]);
        assert_eq!(about.engine, world.app.db().engine());
        assert_eq!(about.cipher.is_some(), about.engine == Engine::Sqlite);
        assert_eq!(about.schema, NEWEST);
        assert_eq!(i64::try_from(about.migrations.len()), Ok(NEWEST));
        assert_eq!(about.public_key.len(), 64);
        assert!(!about.engine_version.is_empty() && 0 < about.ledger_entries);
        assert_eq!(
            about.policy_epoch,
            count(&world.app, "select epoch as count from policy_epoch")
        );
    });
}

#[test]
fn a_clock_that_was_set_back_is_told_to_be_set() {
    on_both(|world| {
        let _visit = world.sign_in("idva");
        world.clock.advance(SignedDuration::from_hours(-24));
        let checks = checked(&world);
        let clock = checks.iter().find(|check| check.name == "clock").unwrap();
        assert!(!clock.is_well && clock.words.contains("set the clock"), "{clock:?}");
    });
}

#[test]
fn entries_that_wait_too_long_to_be_sealed_are_told_of() {
    on_both(|world| {
        let idva = world.sign_in("idva");
        let read = |ctx: &mut app::Ctx<'_>| {
            (0..5_001).try_for_each(|_| app::user::show_own_account(ctx).map(drop))
        };
        world.app.read(&idva, read).unwrap();
        let checks = checked(&world);
        let sealing = checks.iter().find(|check| check.name == "ledger sealing").unwrap();
        assert!(!sealing.is_well && sealing.words.contains("wicken serve"), "{sealing:?}");
    });
}

#[test]
fn an_entry_that_was_removed_or_changed_is_found_and_the_mend_is_named() {
    const CHANGES: [&str; 3] = [
        "delete from ledger_entry where kind = 'sign_in'",
        "update ledger_entry set line = replace(line, 'accept_invitation', 'invite_user')",
        "update ledger_entry set line = 'nonsense' where kind = 'sign_in'",
    ];
    for change in CHANGES {
        on_both(|world| {
            seal_entries(&world.app).unwrap();
            unlock(&world.app);
            meddle(&world.app, change);
            let checks = checked(&world);
            let found = amiss(&checks);
            assert_eq!(found.len(), 1, "{change}: {found:?}");
            assert_eq!(found[0].name, "ledger intact");
            assert!(found[0].words.contains("backup"), "{:?}", found[0]);
        });
    }
}

#[test]
fn a_file_that_others_can_read_is_named_with_the_command_that_mends_it() {
    let world = World::on(Engine::Sqlite);
    let _write = world.sign_in("idva");
    let path = world.app.db().path().unwrap().to_owned();
    for part in ["", "-wal", "-shm", ".key"] {
        let file = app::db::with_suffix(&path, part);
        if part == ".key" {
            fs::write(&file, "").unwrap();
        }
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
        let checks = checked(&world);
        let found = amiss(&checks);
        assert_eq!(found.len(), 1, "{part}: {found:?}");
        let mend = format!("chmod 600 {}", file.display());
        assert!(found[0].words.contains(&mend), "{:?}", found[0]);
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    }
    assert!(amiss(&checked(&world)).is_empty());
}

/// What `wicken check` says about a file: whether it is well, and in which words.
fn verdict(config: &Config) -> (bool, String) {
    match App::open(config.clone()) {
        Err(error) => (false, error.to_string()),
        Ok(app) => match check_system(&app, &operator()) {
            Err(error) => (false, format!("error: {error}")),
            Ok(checks) => {
                let words: Vec<&str> = amiss(&checks).iter().map(|check| &*check.words).collect();
                (words.is_empty(), words.join("; "))
            }
        },
    }
}

#[test]
fn a_byte_that_was_changed_in_any_page_is_never_called_well() {
    let world = World::on(Engine::Sqlite);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("county.db");
    let whole = fs::read(world.app.db().path().unwrap()).unwrap();
    let url = DatabaseUrl::Sqlite(path.clone());
    let config = Config { url, spool: None, ..world.config.clone() };
    let write = |bytes: &[u8]| {
        for part in ["", "-wal", "-shm"] {
            drop(fs::remove_file(app::db::with_suffix(&path, part)));
        }
        fs::write(&path, bytes).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    };
    write(&whole);
    assert_eq!(verdict(&config), (true, String::new()));
    let pages = whole.len() / 4096;
    assert!(40 < pages, "{pages}");
    let mut told = 0;
    for page in 0..pages {
        let mut changed = whole.clone();
        changed[page * 4096 + 1000 + page] ^= 0x10;
        write(&changed);
        let (is_well, words) = verdict(&config);
        assert!(!is_well, "page {page}");
        let names_mend = ["backup", "--key-file"].iter().any(|mend| words.contains(mend));
        assert!(names_mend, "page {page}: {words}");
        told += usize::from(!words.starts_with("error: "));
    }
    assert_eq!(told, pages, "each is an answer and no breakdown");
}

#[test]
fn who_may_not_check_is_told_so() {
    on_both(|world| {
        let manager = world.sign_in("manager");
        let check = || check_system(&world.app, &manager);
        let (answer, left) = left_by(&world, check);
        assert_eq!(word(&answer), "denied");
        assert_eq!(left, ["refusal check_system system by manager (not_granted)"]);
    });
}
