//! "Who looked": each privacy officer reads what is theirs to read, all of it and once.

use crate::county::{agency, entries, left_by, word};
use app::{
    Visitor,
    ledger::{LookFilter, Looked, list_looks},
    testing::{World, on_both},
    user::show_own_account,
};
use domain::ledger::{Entry, EntryActor, EntryKind};
use std::collections::BTreeSet;
use uuid::Uuid;

fn page(world: &World, visitor: &Visitor, filter: LookFilter) -> app::db::Page<Looked> {
    world.app.read(visitor, move |ctx| list_looks(ctx, filter)).unwrap().0
}

/// Every page, with something done between two of them.
fn all(world: &World, visitor: &Visitor, filter: LookFilter, between: impl Fn()) -> Vec<Looked> {
    let (mut found, mut filter) = (Vec::new(), filter);
    loop {
        let page = page(world, visitor, filter);
        assert!(page.items.len() <= 50);
        found.extend(page.items);
        between();
        filter.before = page.next;
        if filter.before.is_none() {
            return found;
        }
    }
}

fn ids<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> BTreeSet<Uuid> {
    entries.into_iter().map(|entry| entry.id).collect()
}

fn is_of(entry: &Entry, agency: Uuid) -> bool {
    let is_by = matches!(&entry.actor, EntryActor::User { agency: by, .. } if *by == agency);
    is_by || entry.subject_agency == Some(agency)
}

#[test]
fn the_officer_of_an_agency_sees_its_own_and_that_of_the_partnership_sees_all() {
    on_both(|world| {
        for name in ["idva", "chair", "grantor", "analyst"] {
            let visitor = world.sign_in(name);
            drop(world.app.read(&visitor, app::agency::list_agencies));
        }
        let police = agency(&world, "FEN-POLICE").uuid();
        for (name, is_all) in [("police privacy officer", false), ("privacy officer", true)] {
            let officer = world.sign_in(name);
            let there = entries(&world.app);
            let expected = there.iter().filter(|entry| is_all || is_of(entry, police));
            let found = all(&world, &officer, LookFilter::default(), || {});
            let found_ids = ids(found.iter().map(|looked| &looked.entry));
            let expected = ids(expected);
            assert!(expected.is_subset(&found_ids), "{name} misses some");
            let own = found.iter().filter(|looked| !expected.contains(&looked.entry.id));
            let own: Vec<&str> = own.map(|looked| looked.entry.doing.as_str()).collect();
            assert!(own.iter().all(|doing| *doing == "read_ledger"), "{name}: {own:?}");
            assert!(is_all || found_ids.len() < there.len());
        }
    });
}

#[test]
fn a_look_at_the_ledger_is_in_the_ledger_for_the_one_who_looked_too() {
    on_both(|world| {
        for (name, subject) in
            [("privacy officer", "ledger"), ("police privacy officer", "ledger:FEN-POLICE")]
        {
            let officer = world.sign_in(name);
            let look = || page(&world, &officer, LookFilter::default());
            let (_, left) = left_by(&world, look);
            assert_eq!(left, [format!("read read_ledger {subject} by {name}")]);
            let second = look();
            let newest = second.items.iter().find(|look| look.entry.doing == "read_ledger");
            let newest = newest.expect("one's own look is shown");
            assert_eq!(newest.user_name.as_deref(), Some(&*format!("The {name}")));
        }
    });
}

#[test]
fn pages_have_no_gap_and_no_double_while_entries_arrive() {
    on_both(|world| {
        let idva = world.sign_in("idva");
        for _ in 0..160 {
            world.app.read(&idva, show_own_account).unwrap();
        }
        let officer = world.sign_in("privacy officer");
        world.clock.advance(jiff::SignedDuration::from_secs(1));
        let before = ids(&entries(&world.app));
        let found = all(&world, &officer, LookFilter::default(), || {
            world.clock.advance(jiff::SignedDuration::from_millis(5));
            for _ in 0..7 {
                world.app.read(&idva, show_own_account).unwrap();
            }
        });
        let seen = ids(found.iter().map(|looked| &looked.entry));
        assert_eq!(found.len(), seen.len(), "no double");
        assert!(before.is_subset(&seen), "no gap");
        let sorted = found.windows(2).all(|pair| pair[1].entry.id < pair[0].entry.id);
        assert!(sorted, "newest first");
    });
}

#[test]
fn one_asks_for_a_kind_or_for_somebody_and_gets_just_that() {
    on_both(|world| {
        let _idva = world.sign_in("idva");
        let _chair = world.sign_in("chair");
        let officer = world.sign_in("privacy officer");
        let id = world.person("idva").id;
        let kinds = [
            EntryKind::Read,
            EntryKind::Change,
            EntryKind::Refusal,
            EntryKind::SignIn,
            EntryKind::Disclosure,
            EntryKind::System,
        ];
        for kind in kinds {
            let there = entries(&world.app);
            let expected = there.iter().filter(|entry| entry.kind == kind).count();
            let filter = LookFilter { kind: Some(kind), ..LookFilter::default() };
            let found = all(&world, &officer, filter, || {});
            assert!(found.iter().all(|looked| looked.entry.kind == kind));
            assert!(expected <= found.len(), "{kind:?}");
        }
        let idva = world.sign_in("idva");
        world.app.read(&idva, show_own_account).unwrap();
        let filter = LookFilter { user: Some(id), ..LookFilter::default() };
        let found = all(&world, &officer, filter, || {});
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].user_name.as_deref(), Some("The idva"));
        assert_eq!(found[0].agency_name.as_deref(), Some("Amber House"));
        let police = world.sign_in("police privacy officer");
        assert!(all(&world, &police, filter, || {}).is_empty(), "another agency's own looks");
    });
}

#[test]
fn nobody_else_reads_the_ledger_and_the_try_is_in_it() {
    on_both(|world| {
        for name in ["administrator", "grantor", "manager", "idva lead"] {
            let visitor = world.sign_in(name);
            let look = || world.app.read(&visitor, |ctx| list_looks(ctx, LookFilter::default()));
            let (answer, left) = left_by(&world, look);
            assert_eq!(word(&answer), "denied", "{name}");
            assert!(left[0].starts_with("refusal read_ledger ledger"), "{left:?}");
        }
    });
}
