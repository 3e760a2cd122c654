//! What is committed is numbered once, without a gap, whoever seals.

use super::{export, verify};
use crate::county::{count, entries, left_by, meddle};
use app::{
    App,
    ledger::{checkpoint_line, seal_entries},
    params,
    testing::{on_both, operator},
    user::show_own_account,
};
use domain::ledger::SignedCheckpoint;
use jiff::SignedDuration;
use std::{
    collections::BTreeSet,
    sync::{
        Barrier,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};
use uuid::Uuid;

fn leaves(app: &App) -> Vec<(i64, Uuid)> {
    let sql = "select seq, entry_id from ledger_leaf order by seq";
    app.db()
        .read(|tx| tx.list(sql, params![], |row| Ok((row.get("seq")?, row.get("entry_id")?))))
        .unwrap()
}

/// Numbers from 0 on, and each entry of the ledger once.
fn assert_whole(app: &App) {
    let leaves = leaves(app);
    let numbers: Vec<i64> = leaves.iter().map(|leaf| leaf.0).collect();
    let expected: Vec<i64> = (0..i64::try_from(leaves.len()).unwrap()).collect();
    assert_eq!(numbers, expected, "no gap and no double");
    let sealed: BTreeSet<Uuid> = leaves.iter().map(|leaf| leaf.1).collect();
    let known: BTreeSet<Uuid> = entries(app).iter().map(|entry| entry.id).collect();
    assert_eq!(sealed, known);
}

#[test]
fn everything_is_sealed_exported_and_verified_by_someone_who_has_only_the_public_key() {
    on_both(|world| {
        let _idva = world.sign_in("idva");
        let officer = world.sign_in("privacy officer");
        let (bytes, left) = left_by(&world, || export(&world.app, &officer));
        assert_eq!(left, ["change export_ledger system by privacy officer"]);
        let verified = verify(&world.app, &bytes, None).unwrap();
        assert_eq!(verified.size, entries(&world.app).len() as u64);
        assert_eq!((verified.erased, verified.ledger), (0, world.app.ledger_id()));
        assert_whole(&world.app);
        assert_eq!(seal_entries(&world.app).unwrap(), 0);
        let (_, left) = left_by(&world, || export(&world.app, &operator()));
        assert_eq!(left, ["change export_ledger system by operator tester"]);
    });
}

#[test]
fn an_export_ends_with_the_entry_that_tells_of_it() {
    on_both(|world| {
        let bytes = export(&world.app, &operator());
        let text = String::from_utf8(bytes).unwrap();
        let last = text.lines().rev().nth(1).unwrap();
        assert!(last.contains("export_ledger"), "{last}");
    });
}

#[test]
fn two_servers_that_seal_at_once_while_others_write_make_no_gap_and_no_double() {
    on_both(|world| {
        let other = world.second_server();
        let idva = world.sign_in("idva");
        let (start, is_over) = (Barrier::new(6), AtomicBool::new(false));
        thread::scope(|scope| {
            for server in [&world.app, &other] {
                let (start, is_over) = (&start, &is_over);
                scope.spawn(move || {
                    start.wait();
                    while !is_over.load(Ordering::Relaxed) {
                        seal_entries(server).unwrap();
                    }
                });
            }
            let writers: Vec<_> = [&world.app, &other, &world.app, &other]
                .into_iter()
                .map(|server| {
                    let (start, idva) = (&start, &idva);
                    scope.spawn(move || {
                        start.wait();
                        for _ in 0..40 {
                            server.read(idva, show_own_account).unwrap();
                        }
                    })
                })
                .collect();
            writers.into_iter().for_each(|writer| writer.join().unwrap());
            is_over.store(true, Ordering::Relaxed);
        });
        seal_entries(&world.app).unwrap();
        assert_whole(&world.app);
        let bytes = export(&other, &operator());
        verify(&other, &bytes, None).unwrap();
    });
}

#[test]
fn a_checkpoint_that_a_partner_kept_is_part_of_every_later_export() {
    on_both(|world| {
        let mut kept = Vec::new();
        for _ in 0..3 {
            let _visit = world.sign_in("idva");
            kept.push(SignedCheckpoint::decode(&checkpoint_line(&world.app).unwrap()).unwrap());
            world.clock.advance(SignedDuration::from_mins(10));
        }
        let bytes = export(&world.app, &operator());
        for kept in &kept {
            verify(&world.app, &bytes, Some(kept)).unwrap();
        }
        let sizes: BTreeSet<u64> = kept.iter().map(|kept| kept.claim().size).collect();
        assert_eq!(sizes.len(), 3, "each is of another moment");
    });
}

#[test]
fn within_an_hour_the_newest_checkpoint_is_kept_and_of_earlier_hours_one_each() {
    on_both(|world| {
        for _ in 0..3 {
            for _ in 0..4 {
                let _visit = world.sign_in("idva");
                seal_entries(&world.app).unwrap();
                world.clock.advance(SignedDuration::from_mins(1));
            }
            world.clock.advance(SignedDuration::from_mins(55));
        }
        assert_eq!(count(&world.app, "select count(*) as count from ledger_checkpoint"), 3);
        verify(&world.app, &export(&world.app, &operator()), None).unwrap();
    });
}

#[test]
fn an_entry_that_is_changed_or_removed_in_the_database_is_found() {
    const CHANGES: [&str; 4] = [
        "update ledger_entry set line = replace(line, 'accept_invitation', 'invite_user')",
        "delete from ledger_entry where kind = 'sign_in'",
        "update ledger_leaf set seq = seq + 1000 where seq = 3",
        "delete from ledger_leaf where seq = 3",
    ];
    for change in CHANGES {
        on_both(|world| {
            seal_entries(&world.app).unwrap();
            unlock(&world.app);
            meddle(&world.app, change);
            let mut bytes = Vec::new();
            let written =
                app::ledger::export_ledger(&world.app, &operator()).unwrap().write(&mut bytes);
            let found = written.is_err()
                || verify(&world.app, &bytes, None)
                    .map_or(true, |verified| !verified.every_erasure_is_recorded());
            assert!(found, "{change}");
        });
    }
}

/// Takes the guards away that only someone with the database in hand can take away.
pub fn unlock(app: &App) {
    let guards: &[&'static str] = match app.db().engine() {
        app::db::Engine::Sqlite => {
            &["drop trigger ledger_entry_no_update", "drop trigger ledger_entry_no_delete"]
        }
        app::db::Engine::Postgres => &["drop trigger ledger_entry_append_only on ledger_entry"],
    };
    for guard in guards {
        meddle(app, guard);
    }
}

#[test]
fn nothing_in_the_export_names_anyone() {
    on_both(|world| {
        let _idva = world.sign_in("idva");
        let text = String::from_utf8(export(&world.app, &operator())).unwrap();
        for word in ["@", "The idva", "Amber", "192.0.2", "county.example", "a test"] {
            assert!(!text.contains(word), "{word}");
        }
    });
}
