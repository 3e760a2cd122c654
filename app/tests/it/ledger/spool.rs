//! When the ledger cannot be written, entries wait in the spool; when that is full, nothing is
//! shown.

use crate::county::{count, entries, left_by, meddle, word};
use app::{
    App, Config, Ctx, Error,
    agency::{add_agency, show_agency},
    db::Engine,
    ledger::seal_entries,
    testing::{World, on_both, operator},
    user::show_own_account,
};
use std::fs;

/// Nobody can write the ledger from here on.
fn break_ledger(app: &App) {
    meddle(
        app,
        match app.db().engine() {
            Engine::Sqlite => {
                "create trigger broken before insert on ledger_entry begin
             select raise(abort, 'broken for a test'); end"
            }
            Engine::Postgres => "alter table ledger_entry rename to hidden",
        },
    );
}

fn mend_ledger(app: &App) {
    meddle(
        app,
        match app.db().engine() {
            Engine::Sqlite => "drop trigger broken",
            Engine::Postgres => "alter table hidden rename to ledger_entry",
        },
    );
}

fn total(app: &App) -> i64 {
    count(app, "select count(*) as count from ledger_entry")
}

/// One look that leaves as many entries as asked.
fn look(ctx: &mut Ctx<'_>, times: usize) -> Result<(), Error> {
    (0..times).try_for_each(|_| show_own_account(ctx).map(drop))
}

#[test]
fn looks_go_on_while_the_ledger_is_broken_and_their_entries_come_in_later_once() {
    on_both(|world| {
        let idva = world.sign_in("idva");
        let amber = crate::county::agency(&world, "AMBER-HOUSE");
        break_ledger(&world.app);
        for _ in 0..5 {
            world.app.read(&idva, show_own_account).unwrap();
        }
        let refused = world.app.read(&idva, |ctx| show_agency(ctx, amber));
        assert_eq!(word(&refused), "not found", "a refusal is told and kept as well");
        assert_eq!(world.app.empty_spool(), 0, "still broken: everything stays in the spool");
        mend_ledger(&world.app);
        let (brought, left) = left_by(&world, || world.app.empty_spool());
        assert_eq!(brought, 6);
        let mut expected = vec!["read see_own_account user:idva by idva"; 5];
        expected.push("refusal see_directory agency:AMBER-HOUSE by idva (not_granted)");
        assert_eq!(left, expected);
        assert_eq!(world.app.empty_spool(), 0);
        assert_eq!(left_by(&world, || world.app.empty_spool()).1, Vec::<String>::new());
        seal_entries(&world.app).unwrap();
        let bytes = super::export(&world.app, &operator());
        super::verify(&world.app, &bytes, None).unwrap();
    });
}

#[test]
fn a_change_that_cannot_be_recorded_is_not_made() {
    on_both(|world| {
        let grantor = world.sign_in("grantor");
        break_ledger(&world.app);
        let before = crate::county::state(&world.app);
        let add = world.app.change(&grantor, |ctx| add_agency(ctx, crate::agencies::harbour()));
        assert!(add.is_err());
        assert_eq!(crate::county::state(&world.app), before);
        mend_ledger(&world.app);
        assert_eq!(world.app.empty_spool(), 0);
    });
}

#[test]
fn without_a_spool_nothing_is_shown_that_cannot_be_recorded() {
    on_both(|world| {
        let idva = world.sign_in("idva");
        let bare = App::open(Config { spool: None, ..world.config.clone() }).unwrap();
        break_ledger(&world.app);
        assert_eq!(word(&bare.read(&idva, show_own_account)), "no ledger");
        let refused = bare.change(&idva, |ctx| add_agency(ctx, crate::agencies::harbour()));
        assert_eq!(word(&refused), "no ledger", "not even that it was refused");
    });
}

#[test]
fn what_waits_in_the_spool_survives_a_restart_and_is_entered_once() {
    on_both(|world| {
        let idva = world.sign_in("idva");
        let other = world.second_server();
        break_ledger(&world.app);
        for _ in 0..3 {
            other.read(&idva, show_own_account).unwrap();
        }
        drop(other);
        // It starts while the ledger is still broken, and keeps what it has.
        let other = world.second_server();
        other.read(&idva, show_own_account).unwrap();
        drop(other);
        mend_ledger(&world.app);
        let before = total(&world.app);
        let other = world.second_server();
        assert_eq!(total(&world.app), before + 4, "brought in when it started");
        assert_eq!(other.empty_spool(), 0);
        drop(other);
        let _again = world.second_server();
        assert_eq!(total(&world.app), before + 4);
    });
}

#[test]
fn entries_that_were_brought_in_but_not_struck_out_are_not_entered_twice() {
    on_both(|world| {
        let idva = world.sign_in("idva");
        let other = world.second_server();
        break_ledger(&world.app);
        other.read(&idva, |ctx| look(ctx, 3)).unwrap();
        drop(other);
        let path = world.folder().join("second-spool");
        let full = fs::read(&path).unwrap();
        mend_ledger(&world.app);
        drop(world.second_server());
        let before = total(&world.app);
        // The process was killed after the commit, before the spool was emptied.
        fs::write(&path, full).unwrap();
        drop(world.second_server());
        assert_eq!(total(&world.app), before);
        seal_entries(&world.app).unwrap();
        let leaves = count(&world.app, "select count(*) as count from ledger_leaf");
        assert_eq!(leaves, before);
    });
}

#[test]
fn a_record_that_was_torn_by_a_crash_is_passed_over_and_those_before_it_come_in() {
    on_both(|world| {
        let idva = world.sign_in("idva");
        let other = world.second_server();
        break_ledger(&world.app);
        for _ in 0..2 {
            other.read(&idva, show_own_account).unwrap();
        }
        drop(other);
        let path = world.folder().join("second-spool");
        let mut bytes = fs::read(&path).unwrap();
        let first = 4 + u32::from_be_bytes(bytes[..4].try_into().unwrap()) as usize;
        let second = u32::from_be_bytes(bytes[first..first + 4].try_into().unwrap()) as usize;
        bytes[first + 4 + second / 2..first + 4 + second].fill(0);
        fs::write(&path, bytes).unwrap();
        mend_ledger(&world.app);
        let before = total(&world.app);
        let other = world.second_server();
        assert_eq!(total(&world.app), before + 1);
        assert_eq!(other.empty_spool(), 0);
    });
}

#[test]
fn a_spool_full_of_nonsense_is_an_empty_spool() {
    on_both(|world| {
        let path = world.folder().join("second-spool");
        for byte in [0xff, 0x00, 0x01] {
            fs::write(&path, vec![byte; 1 << 20]).unwrap();
            let before = total(&world.app);
            let other = world.second_server();
            assert_eq!(other.empty_spool(), 0);
            assert_eq!(total(&world.app), before);
        }
    });
}

#[test]
fn when_the_spool_is_full_nothing_is_shown_and_when_it_is_emptied_all_goes_on() {
    on_both(|world| {
        let idva = world.sign_in("idva");
        break_ledger(&world.app);
        let mut kept = 0;
        let times = 400;
        let refused = loop {
            match world.app.read(&idva, move |ctx| look(ctx, times)) {
                Ok(()) => kept += times,
                Err(error) => break error,
            }
            assert!(kept < 20_000, "the spool has an end");
        };
        assert!(matches!(refused, Error::LedgerUnavailable), "{refused:?}");
        assert!(1_000 < kept, "{kept} entries fitted");
        mend_ledger(&world.app);
        let before = total(&world.app);
        assert_eq!(world.app.empty_spool(), kept);
        assert_eq!(total(&world.app), before + i64::try_from(kept).unwrap());
        assert!(world.app.read(&idva, show_own_account).is_ok());
        let ids: std::collections::BTreeSet<_> =
            entries(&world.app).iter().map(|entry| entry.id).collect();
        assert_eq!(ids.len(), entries(&world.app).len());
    });
}

#[test]
fn the_spool_tells_nothing_to_whoever_copies_it_and_is_its_owners_only() {
    use std::os::unix::fs::PermissionsExt;
    on_both(|world: World| {
        let idva = world.sign_in("idva");
        break_ledger(&world.app);
        world.app.read(&idva, show_own_account).unwrap();
        let path = world.folder().join("spool");
        let bytes = fs::read(&path).unwrap();
        let id = world.person("idva").id.to_string();
        for word in [id.as_str(), "see_own_account", "idva"] {
            assert!(!bytes.windows(word.len()).any(|part| part == word.as_bytes()), "{word}");
        }
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        mend_ledger(&world.app);
    });
}
