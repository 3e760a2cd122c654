//! Many entries at once: what systems leave that ask all day.

use super::{POLICE, raised};
use crate::county::{agency, count};
use app::{
    App,
    db::Tx,
    job::{run_due_jobs, run_due_jobs_while},
    ledger::seal_entries,
    params,
    testing::{World, on_both},
};
use domain::ledger::{Entry, EntryActor, EntryKind, NewEntry, Outcome, encode};
use jiff::SignedDuration;
use uuid::Uuid;

/// What the deputy did: each second entry a search in vain, each other a look at one of many.
fn entry(world: &World, number: u128) -> Entry {
    let deputy = world.person("deputy");
    let at = world.clock.now() + SignedDuration::from_millis(i64::try_from(number).unwrap());
    let is_search = number.is_multiple_of(2);
    let subject = (!is_search).then(|| Uuid::from_u128(1_000 + number % 331));
    Entry::new(NewEntry {
        // As Wicken makes them: the milliseconds, then what sorts within one.
        id: Uuid::from_u128((u128::try_from(at.as_millisecond()).unwrap() << 80) + number),
        at,
        kind: EntryKind::Read,
        actor: EntryActor::User { user: deputy.id.uuid(), agency: deputy.agency.uuid() },
        doing: if is_search { "search_people" } else { "read_person" }.to_owned(),
        subject_kind: if is_search { "agency" } else { "person" }.to_owned(),
        subject,
        subject_agency: Some(agency(world, POLICE).uuid()),
        classes: vec!["identity".to_owned()],
        basis: vec!["own-agency".to_owned()],
        outcome: Outcome::Done,
        session: None,
        request: None,
        purpose: None,
    })
    .unwrap()
}

fn leave(world: &World, entries: u128) {
    let all: Vec<Entry> = (0..entries).map(|number| entry(world, number)).collect();
    let insert = move |tx: &mut Tx<'_>| {
        for entry in &all {
            let EntryActor::User { user, agency } = entry.actor else { continue };
            tx.execute(
                "insert into ledger_entry (entry_id, made_at, kind, actor_user, actor_agency,
                                           subject_kind, subject_id, subject_agency, line)
                 values ($1, $2, 'read', $3, $4, $5, $6, $7, $8)",
                params![
                    entry.id,
                    entry.at,
                    user,
                    agency,
                    &entry.subject_kind,
                    entry.subject,
                    entry.subject_agency,
                    encode(entry),
                ],
            )?;
            tx.execute("insert into ledger_unsealed (entry_id) values ($1)", params![entry.id])?;
        }
        Ok::<_, app::db::DbError>(())
    };
    world.app.db().write(insert).unwrap();
    seal_entries(&world.app).unwrap();
    world.clock.advance(SignedDuration::from_mins(2));
}

fn looked_at(app: &App) -> i64 {
    count(app, "select next_seq as count from alert_progress")
}

const MANY: u128 = 600;

#[test]
fn many_entries_of_one_user_are_looked_at_and_a_stop_loses_nothing() {
    on_both(|world| {
        leave(&world, MANY);
        let before = looked_at(&world.app);
        // Told to stop once the job is taken: it is given back, neither done nor failed.
        let taken = "select count(*) as count from job where leased_until is not null
                       and kind = 'watch'";
        run_due_jobs_while(&world.app, &|| count(&world.app, taken) == 0).unwrap();
        assert_eq!((looked_at(&world.app), raised(&world)), (before, Vec::new()));
        let waits = "select count(*) as count from job where kind = 'watch' and done_at is null
                       and leased_until is null and last_error is null";
        assert_eq!(count(&world.app, waits), 1);
        run_due_jobs(&world.app).unwrap();
        assert_eq!(count(&world.app, waits), 0);
        assert!(before + i64::try_from(MANY).unwrap() <= looked_at(&world.app));
        assert_eq!(raised(&world), ["fan_out to FEN-POLICE about deputy (-)"]);
    });
}
