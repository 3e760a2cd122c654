//! What was opened of somebody holds to the records it was opened of: to no second one of the same
//! case that is joined to them later, and to none that an amendment gives to somebody else.

use super::{few_people, read, victim_of};
use crate::{
    agreements::{police_work_on, protocol, referral, signed},
    county::{count, word},
    glass::{break_for_leopold, leopold, opened, victim},
    performance::{Cells, file, import, link},
};
use app::{
    App, Visitor,
    disclosure::{NewGift, give_record, list_received},
    import::reading::FileKind,
    params,
    testing::{World, on_both},
    whereabouts::{
        NewWhereabouts, OpeningRequest, SecondAnswer, add_whereabouts, answer_second, ask_second,
        open_whereabouts,
    },
};
use domain::{
    agreement::{BASIS_CLASSES, Gateway, SharingWords},
    disclosure::GiftTerms,
    ids::PersonId,
    person::OpeningReason,
    policy::FieldClass,
    user::{DisplayName, EmailAddress},
    whereabouts::{WhereaboutsClass, WhereaboutsNote},
};
use std::collections::BTreeSet;

/// The party of each record that somebody reads of a person, and its name.
fn parties(world: &World, by: &Visitor, person: PersonId) -> Vec<(&'static str, String)> {
    let records = read(&world.app, by, person).map_or(Vec::new(), |file| file.records);
    let mut parties: Vec<_> = records
        .iter()
        .map(|record| (record.party.code(), record.name().unwrap_or_default()))
        .collect();
    parties.sort();
    parties
}

/// Both parties of the incident made one person, as a reviewer's mistake would.
fn both_are_one(app: &App) {
    link(app, &[("FEN-POLICE/X9/victim", 1), ("FEN-POLICE/X9/suspect", 1)]);
}

fn give(world: &World, person: PersonId) {
    let terms = GiftTerms {
        classes: BTreeSet::from(BASIS_CLASSES),
        gateway: Gateway::VitalInterests,
        necessity: SharingWords::parse("He was seen at her door with a knife.").unwrap(),
        decided_by: DisplayName::parse("Inspector Hale").unwrap(),
        hours: 24,
    };
    let to = EmailAddress::parse(&world.person("idva").email).unwrap();
    let new = NewGift { person, to, terms };
    world.app.change(&world.sign_in("representative"), move |ctx| give_record(ctx, &new)).unwrap();
}

fn victim_named(world: &World, (given, family, born): (&str, &str, &str)) {
    victim(&world.app, ("X9", "2026-10-01"), (given, family, born));
}

/// Whoever is now the victim of the incident of Leopold Fenwicke.
fn now(world: &World) -> PersonId {
    victim_of(&world.app, "X9")
}

#[test]
fn the_glass_and_a_gift_open_no_second_record_of_the_case_that_is_joined_later() {
    on_both(|world| {
        leopold(&world.app);
        let leopold = now(&world);
        for open in [&(|| give(&world, leopold)) as &dyn Fn(), &|| {
            opened(break_for_leopold(&world.app, &world.sign_in("deputy")));
            opened(break_for_leopold(&world.app, &world.sign_in("idva")));
        }] {
            link(&world.app, &[("FEN-POLICE/X9/victim", 1), ("FEN-POLICE/X9/suspect", 2)]);
            open();
            both_are_one(&world.app);
            let idva = world.sign_in("idva");
            let seen = parties(&world, &idva, now(&world));
            assert_eq!(seen, [("victim", "Leopold Fenwicke".to_owned())]);
            let police = world.sign_in("deputy");
            assert_eq!(parties(&world, &police, now(&world)).len(), 2, "they hold both");
            // The next ground alone.
            world.app.db().write(|tx| tx.execute("delete from gift_anchor", &[])).unwrap();
        }
    });
}

#[test]
fn an_amendment_that_names_somebody_else_ends_what_was_opened_and_one_that_mends_does_not() {
    on_both(|world| {
        leopold(&world.app);
        let idva = world.sign_in("idva");
        opened(break_for_leopold(&world.app, &idva));
        give(&world, now(&world));
        for mended in
            [("Leopold", "Fenwick-Hale", "1960-05-06"), ("Leopold", "Fenwick-Hale", "1960-06-05")]
        {
            victim_named(&world, mended);
            assert_eq!(parties(&world, &idva, now(&world)).len(), 1, "{mended:?}");
        }
        let before = now(&world);
        victim_named(&world, ("Berta", "Fenwick-Hale", "1971-02-03"));
        assert_ne!(now(&world), before);
        for person in [before, now(&world)] {
            assert_eq!(word(&read(&world.app, &idva, person)), "not found");
        }
        let received = world.app.read(&idva, list_received).unwrap().0;
        assert!(received.is_empty(), "{received:?}");
        let police = world.sign_in("deputy");
        let named = "Berta Fenwick-Hale".to_owned();
        assert_eq!(parties(&world, &police, now(&world)), [("victim", named)]);
    });
}

#[test]
fn nobody_becomes_somebody_else_step_by_step_or_by_way_of_nobody() {
    on_both(|world| {
        leopold(&world.app);
        let idva = world.sign_in("idva");
        opened(break_for_leopold(&world.app, &idva));
        // Each step keeps the name or the day of the one before.
        victim_named(&world, ("Leopold", "Fenwicke", "1971-02-03"));
        assert_eq!(parties(&world, &idva, now(&world)).len(), 1);
        victim_named(&world, ("Berta", "Oakes", "1971-02-03"));
        assert_eq!(parties(&world, &idva, now(&world)), []);
        // Told of nobody, and then of somebody.
        victim(&world.app, ("X9", "2026-10-01"), ("Leopold", "Fenwicke", "1960-05-06"));
        let deputy = world.sign_in("deputy");
        opened(break_for_leopold(&world.app, &deputy));
        let idva = world.sign_in("idva lead");
        opened(break_for_leopold(&world.app, &idva));
        victim_named(&world, ("", "", ""));
        victim_named(&world, ("Berta", "Oakes", "1971-02-03"));
        assert_eq!(parties(&world, &idva, now(&world)), []);
    });
}

fn note() -> WhereaboutsNote {
    WhereaboutsNote::new(WhereaboutsClass::Refuge, ("9 Harecroft Terrace", ""), (None, None))
        .unwrap()
}

fn reason() -> OpeningRequest {
    OpeningRequest::new(OpeningReason::Visit, "A visit with the locksmith.").unwrap()
}

/// The texts that open to somebody, sealed with a record or written down.
fn places(world: &World, by: &Visitor, person: PersonId) -> Vec<String> {
    let why = reason();
    let opened = world.app.change(by, move |ctx| open_whereabouts(ctx, person, &why));
    let Ok(opened) = opened else { return Vec::new() };
    let records = opened.records.iter().filter_map(|record| record.postcode.clone());
    let entries = opened.entries.iter().map(|entry| entry.note.text().to_owned());
    records.chain(entries).collect()
}

/// The referral of `few_people` with one of its parties told of otherwise.
fn refer(app: &App, victim: (&str, &str), postcode: &str) {
    let row: Cells<'_> = &[
        ("referral_ref", "R1"),
        ("marac", "Fenland MARAC"),
        ("referring_agency", "AMBER-HOUSE"),
        ("referred_on", "2026-10-02"),
        ("heard_on", "2026-10-20"),
        ("victim_given_names", victim.0),
        ("victim_family_name", "Marchbanks"),
        ("victim_date_of_birth", victim.1),
        ("victim_postcode", "CB1 1AA"),
        ("perpetrator_given_names", "Casimir"),
        ("perpetrator_family_name", "Quillfeather"),
        ("perpetrator_date_of_birth", "1979-07-03"),
        ("perpetrator_postcode", postcode),
    ];
    import(app, FileKind::Referrals, "PARTNERSHIP", &file(&[row]));
}

#[test]
fn what_a_second_person_opened_is_neither_the_other_partys_nor_anybodys_who_is_named_later() {
    on_both(|world| {
        let (case, ottilie) = referral(&world);
        refer(&world.app, ("Ottilie", "1984-02-29"), "PE14 9ZZ");
        let mut terms = protocol();
        terms.classes.insert(FieldClass::Whereabouts);
        signed(&world, terms);
        police_work_on(&world, case);
        let request = reason();
        let deputy = world.sign_in("deputy");
        let asked = world.app.change(&deputy, move |ctx| ask_second(ctx, ottilie, &request));
        let id = asked.unwrap();
        let open = SecondAnswer::Open;
        world.app.change(&world.sign_in("idva"), move |ctx| answer_second(ctx, id, open)).unwrap();
        let hers = |places: Vec<String>| -> Vec<String> {
            places.into_iter().filter(|place| place != "PE13 1AB").collect()
        };
        assert_eq!(hers(places(&world, &deputy, ottilie)), ["CB1 1AA"]);
        link(&world.app, &[("PARTNERSHIP/R1/victim", 1), ("PARTNERSHIP/R1/perpetrator", 1)]);
        let person = victim_of(&world.app, "R1");
        let deputy = world.sign_in("deputy");
        assert_eq!(places(&world, &deputy, person), ["CB1 1AA"], "his stays shut");
        refer(&world.app, ("Berta", "1990-01-01"), "PE14 9ZZ");
        let person = victim_of(&world.app, "R1");
        assert_eq!(parties(&world, &deputy, person).len(), 1, "the police work on the case");
        assert_eq!(places(&world, &deputy, person), Vec::<String>::new());
    });
}

#[test]
fn a_refuge_that_was_written_down_of_one_does_not_stand_on_the_page_of_another() {
    on_both(|world| {
        few_people(&world.app);
        refer(&world.app, ("Ottilie", "1984-02-29"), "PE14 9ZZ");
        let idva = world.sign_in("idva");
        let new = NewWhereabouts { person: victim_of(&world.app, "R1"), note: note() };
        world.app.change(&idva, move |ctx| add_whereabouts(ctx, &new)).unwrap();
        let refuge = |world: &World| {
            let found = places(world, &world.sign_in("idva"), victim_of(&world.app, "R1"));
            found.contains(&"9 Harecroft Terrace".to_owned())
        };
        assert!(refuge(&world));
        refer(&world.app, ("Ottilie", "1984-02-28"), "PE14 9ZZ");
        assert!(refuge(&world), "a day that is mended takes her refuge from nobody's sight");
        refer(&world.app, ("Berta", "1990-01-01"), "PE14 9ZZ");
        assert!(!refuge(&world));
        let kept = "select count(*) as count from whereabouts";
        assert_eq!(count(&world.app, kept), 1, "it is kept, and shown with nobody");
    });
}

#[test]
fn what_somebody_decided_of_one_person_does_not_join_another_to_them() {
    on_both(|world| {
        leopold(&world.app);
        victim(&world.app, ("X10", "2026-10-05"), ("Leo", "Fenwick-Hale", "1960-06-05"));
        let ids = "select record_id as id from person_record where party = 'victim'
                   and superseded_at is null order by record_id";
        let ids: Vec<domain::ids::RecordId> =
            world.app.db().read(|tx| tx.list(ids, &[], |row| row.get("id"))).unwrap();
        let (left, right) = (ids[0], ids[1]);
        let decided = "insert into link_decision (decision_id, left_id, right_id, verdict, why,
                           recorded_at, in_force_at)
                       select $1, $2, $3, 'same', 'Alike.', recorded_at, recorded_at
                       from person_record
                       where record_id = $2";
        let plant = move |tx: &mut app::db::Tx<'_>| {
            tx.execute(decided, params![uuid::Uuid::from_u128(5), left, right])
        };
        world.app.db().write(plant).unwrap();
        victim_named(&world, ("Leopold", "Fenwicke", "1960-05-07"));
        assert_eq!(now(&world), victim_of(&world.app, "X10"), "it holds for whom it was said of");
        victim_named(&world, ("Berta", "Oakes", "1971-02-03"));
        assert_ne!(now(&world), victim_of(&world.app, "X10"));
    });
}
