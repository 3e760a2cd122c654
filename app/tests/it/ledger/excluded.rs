//! Who is excluded reads nothing of whom they are excluded from, in the ledger neither; and that a
//! colleague met an exclusion does not stand there for the officers beside them.

use crate::{
    county::{agency, entries, word},
    glass::{break_for_leopold, leopold, opened},
    people::{POLICE, by_names, exclude, few_people, read, search, victim_of},
};
use app::{
    Visitor,
    alert::read_alert,
    db::Tx,
    ledger::{LookFilter, Looked, list_looks},
    oversight::read_oversight,
    params,
    testing::{World, on_both},
};
use domain::{
    ids::{AlertId, PersonId},
    ledger::{Entry, EntryActor, EntryKind},
};
use uuid::Uuid;

const NOBODY: PersonId = PersonId::from_uuid(Uuid::from_u128(404));

fn looks(world: &World, by: &Visitor, filter: LookFilter) -> Vec<Looked> {
    let (mut found, mut filter) = (Vec::new(), filter);
    loop {
        let page = world.app.read(by, move |ctx| list_looks(ctx, filter)).unwrap().0;
        found.extend(page.items);
        filter.before = page.next;
        if filter.before.is_none() {
            return found;
        }
    }
}

fn of_person(person: PersonId) -> LookFilter {
    LookFilter { person: Some(person), ..LookFilter::default() }
}

fn refusals_of(world: &World, by: &Visitor, name: &str) -> Vec<Entry> {
    let filter = LookFilter {
        kind: Some(EntryKind::Refusal),
        user: Some(world.person(name).id),
        ..LookFilter::default()
    };
    looks(world, by, filter).into_iter().map(|look| look.entry).collect()
}

/// Shuts a person to anybody, as their own lead would.
fn shut(world: &World, person: PersonId, name: &str) {
    let user = world.person(name).id;
    let id = Uuid::from_u128(u128::from(user.uuid().as_u64_pair().1));
    let insert = move |tx: &mut Tx<'_>| {
        tx.execute(
            "insert into exclusion (exclusion_id, user_id, person_id, reason, words, recorded_at)
             select $1, $2, $3, 'friend', 'A walk.', made_at from ledger_checkpoint limit 1",
            params![id, user, person],
        )
    };
    app::ledger::seal_entries(&world.app).unwrap();
    assert_eq!(world.app.db().write(insert).unwrap(), 1);
}

fn oversight(world: &World, by: &Visitor) -> (Vec<String>, usize) {
    let found = world.app.read(by, read_oversight).unwrap();
    let refusals = found.refusals.iter();
    let refusals =
        refusals.map(|it| format!("{} {} {} {}", it.agency, it.doing, it.reason, it.times));
    (refusals.collect(), found.sights.len())
}

#[test]
fn an_officer_who_is_excluded_reads_nothing_about_the_person_or_who_stands_beside_them() {
    on_both(|world| {
        few_people(&world.app);
        let (ottilie, casimir) = (victim_of(&world.app, "X1"), suspect_of(&world, "X1"));
        let deputy = world.sign_in("deputy");
        for person in [ottilie, casimir] {
            read(&world.app, &deputy, person).unwrap();
        }
        let officer = world.sign_in("police privacy officer");
        assert!(!looks(&world, &officer, of_person(ottilie)).is_empty());
        exclude(&world, ottilie, "police privacy officer");
        read(&world.app, &deputy, ottilie).unwrap();
        assert_eq!(
            search(&world.app, &deputy, by_names("Ottilie", "Marchbanks")).unwrap().len(),
            1
        );
        let officer = world.sign_in("police privacy officer");
        let seen = looks(&world, &officer, LookFilter::default());
        assert!(!seen.is_empty());
        let hidden = [ottilie, casimir].map(|person| Some(person.uuid()));
        assert!(seen.iter().all(|look| !hidden.contains(&look.entry.subject)));
        for person in [ottilie, casimir, NOBODY] {
            assert!(looks(&world, &officer, of_person(person)).is_empty());
        }
        assert_eq!(oversight(&world, &officer).1, 0, "no look is counted that is not shown");
        let partnership = world.sign_in("privacy officer");
        assert!(!looks(&world, &partnership, of_person(ottilie)).is_empty());
        assert!(0 < oversight(&world, &partnership).1);
    });
}

fn suspect_of(world: &World, reference: &str) -> PersonId {
    let sql = "select m.person_id as person from membership m
               join person_record r on r.record_id = m.record_id and r.party = 'perpetrator'
               join incident i on i.incident_id = r.source_id
               where i.reference = $1 and m.superseded_at is null";
    let found = world.app.db().read(|tx| tx.find(sql, params![reference], |row| row.get("person")));
    found.unwrap().unwrap()
}

#[test]
fn that_a_colleague_met_an_exclusion_looks_to_their_own_officers_as_if_nobody_were_there() {
    on_both(|world| {
        few_people(&world.app);
        let ottilie = victim_of(&world.app, "X1");
        exclude(&world, ottilie, "deputy");
        let deputy = world.sign_in("deputy");
        for person in [ottilie, NOBODY] {
            assert_eq!(word(&read(&world.app, &deputy, person)), "not found");
        }
        let kept = entries(&world.app);
        let is_met = |entry: &&Entry| entry.basis == ["excluded"];
        assert_eq!(kept.iter().filter(is_met).count(), 1, "the ledger keeps what happened");

        let police = world.sign_in("police privacy officer");
        let shown = refusals_of(&world, &police, "deputy");
        let looks_like = |entry: &Entry| {
            let one = (&entry.doing, &entry.subject_kind, entry.subject, entry.subject_agency);
            format!("{one:?} {:?} {:?} {:?}", entry.basis, entry.outcome, entry.classes)
        };
        assert_eq!(shown.len(), 2);
        assert_eq!(looks_like(&shown[0]), looks_like(&shown[1]));
        let of_her = looks(&world, &police, of_person(ottilie));
        assert!(of_her.iter().all(|look| look.entry.kind != EntryKind::Refusal));
        assert_eq!(oversight(&world, &police).0, ["Fen Police find not_found 2"]);

        let partnership = world.sign_in("privacy officer");
        let shown = refusals_of(&world, &partnership, "deputy");
        assert_eq!(shown.iter().filter(is_met).count(), 1);
        let told = looks(&world, &partnership, of_person(ottilie));
        assert!(told.iter().any(|look| is_met(&&look.entry)));
        let expected = ["Fen Police find not_found 1", "Fen Police read_person forbidden 1"];
        assert_eq!(oversight(&world, &partnership).0, expected);
    });
}

#[test]
fn whose_record_it_was_reads_of_a_met_exclusion_only_where_the_alert_goes_there() {
    on_both(|world| {
        leopold(&world.app);
        let leopold = victim_of(&world.app, "X9");
        for name in ["idva", "coordinator"] {
            shut(&world, leopold, name);
            let visitor = world.sign_in(name);
            assert_eq!(word(&read(&world.app, &visitor, leopold)), "not found");
        }
        let police = world.sign_in("police privacy officer");
        let seen = looks(&world, &police, LookFilter::default());
        let met = seen.iter().filter(|look| look.entry.basis == ["excluded"]);
        let by: Vec<_> = met.map(|look| look.user_name.as_deref().unwrap_or_default()).collect();
        // Of the idva the partnership is told; of the partnership's own coordinator the police are.
        assert_eq!(by, ["The coordinator"]);
        assert!(refusals_of(&world, &police, "idva").is_empty());
        let partnership = world.sign_in("privacy officer");
        assert_eq!(refusals_of(&world, &partnership, "idva").len(), 1);
    });
}

#[test]
fn the_lines_behind_an_alert_are_those_that_its_officer_reads_in_the_ledger() {
    on_both(|world| {
        few_people(&world.app);
        leopold(&world.app);
        let idva = world.sign_in("idva");
        opened(break_for_leopold(&world.app, &idva));
        let (police, partnership) = (agency(&world, POLICE), agency(&world, "PARTNERSHIP"));
        let id = alert_to(&world, POLICE);
        // One of the police's, and beside it what is about a record of the partnership's.
        let ottilie = victim_of(&world.app, "R1");
        read(&world.app, &idva, ottilie).unwrap();
        put_behind(&world, id);
        let lines = |name: &str| {
            let visitor = world.sign_in(name);
            let file = world.app.read(&visitor, move |ctx| read_alert(ctx, id)).unwrap();
            file.lines.into_iter().map(|line| line.entry).collect::<Vec<_>>()
        };
        let is_of = |entry: &Entry, agency: Uuid| {
            let by = match &entry.actor {
                EntryActor::User { agency: by, .. } => Some(*by),
                EntryActor::Operator { .. } | EntryActor::Stranger => None,
            };
            entry.subject_agency == Some(agency) || by == Some(agency)
        };
        let read = lines("police privacy officer");
        assert!(!read.is_empty() && read.iter().all(|entry| is_of(entry, police.uuid())));
        let all = lines("privacy officer");
        assert!(all.iter().any(|entry| is_of(entry, partnership.uuid())));
        assert!(read.len() < all.len());
    });
}

fn alert_to(world: &World, code: &str) -> AlertId {
    let sql = "select a.alert_id from alert a join agency g on g.agency_id = a.agency_id
               where g.code = $1";
    let found = world.app.db().read(|tx| tx.find(sql, params![code], |row| row.get("alert_id")));
    found.unwrap().unwrap()
}

/// Lets everything that anybody did at people stand behind an alert.
fn put_behind(world: &World, id: AlertId) {
    let insert = move |tx: &mut Tx<'_>| {
        tx.execute(
            "insert into alert_entry (alert_id, place, entry_id)
             select $1, row_number() over (order by entry_id), entry_id from ledger_entry
             where subject_kind = 'person'",
            params![id],
        )
    };
    assert!(1 < world.app.db().write(insert).unwrap());
}
