//! Whoever is sent in is found at once, on every server, and not only when all have been linked.

use super::{POLICE, by_names, exclude, few_people, read, search, victim_of};
use crate::{
    county::{count, left_by, word},
    glass,
    performance::{Cells, file},
};
use app::{
    App, Visitor,
    db::Engine,
    import::{ImportRequest, ImportSummary, Progress, reading::FileKind, run_import},
    person::LinkStage,
    testing::{World, on_both, operator},
};
use domain::{agency::AgencyCode, ids::PersonId};
use jiff::civil::date;
use std::io::Cursor;

fn row(reference: &'static str, given: &'static str, born: &'static str) -> [Cell; 6] {
    [
        ("incident_ref", reference),
        ("reported_on", "2026-10-03"),
        ("area", "Fenland"),
        ("victim_given_names", given),
        ("victim_family_name", "Marchbanks"),
        ("victim_date_of_birth", born),
    ]
}

type Cell = (&'static str, &'static str);

/// Sends rows in, and does something when all of them are saved and nobody has been linked yet.
fn send(app: &App, rows: &[Cells<'_>], mut held: impl FnMut()) -> ImportSummary {
    let request = ImportRequest {
        kind: FileKind::Incidents,
        agency: AgencyCode::parse(POLICE).unwrap(),
        file_name: "extract.csv".to_owned(),
        dry_run: false,
    };
    let mut is_held = false;
    let mut progress = |progress: Progress<'_>| match progress {
        Progress::Linking(linking) if linking.stage == LinkStage::Linking && !is_held => {
            is_held = true;
            held();
        }
        _ => {}
    };
    let input = Cursor::new(file(rows).into_bytes());
    let outcome = run_import(app, &operator(), &request, input, &mut progress).unwrap();
    assert!(is_held);
    outcome.summary
}

fn found(app: &App, by: &Visitor, given: &str) -> Vec<PersonId> {
    let found = search(app, by, by_names(given, "Marchbanks")).unwrap();
    found.into_iter().map(|person| person.id).collect()
}

/// Another server where there can be one.
fn other_server(world: &World) -> App {
    match world.app.db().engine() {
        Engine::Sqlite => world.app.clone(),
        Engine::Postgres => world.second_server(),
    }
}

#[test]
fn whoever_is_sent_in_is_found_at_another_server_before_anybody_is_linked_anew() {
    on_both(|world| {
        few_people(&world.app);
        let other = other_server(&world);
        let deputy = world.sign_in("deputy");
        let (new, again) = (row("X8", "Leonie", "1977-01-02"), row("X9", "Ottilie", "1984-02-29"));
        let ottilie = found(&other, &deputy, "Ottilie");
        let mut seen = Vec::new();
        let summary = send(&world.app, &[&new, &again], || {
            seen = found(&other, &deputy, "Leonie");
            assert_eq!(seen.len(), 1);
            let (file, left) = left_by(&world, || read(&other, &deputy, seen[0]).unwrap());
            assert_eq!(file.records[0].case.reference, "X8");
            assert_eq!(left, ["read read_person person:new by deputy"]);
            // Who is known already is beside herself for a moment.
            assert_eq!(found(&other, &deputy, "Ottilie").len(), 2);
            assert!(found(&other, &world.sign_in("idva"), "Leonie").is_empty());
        });
        assert_eq!(found(&other, &deputy, "Leonie"), seen, "she is called as before");
        assert_eq!(found(&other, &deputy, "Ottilie"), ottilie);
        assert_eq!((summary.persons_new, summary.linked_automatically), (3, 1), "{summary:?}");
        assert_eq!(count(&world.app, "select count(*) as count from fresh_source"), 0);
    });
}

#[test]
fn whoever_is_excluded_from_anybody_meets_nobody_who_is_not_linked_yet() {
    on_both(|world| {
        few_people(&world.app);
        let ottilie = victim_of(&world.app, "X1");
        exclude(&world, ottilie, "analyst");
        let (analyst, deputy) = (world.sign_in("analyst"), world.sign_in("deputy"));
        let (new, again) = (row("X8", "Leonie", "1977-01-02"), row("X9", "Ottilie", "1984-02-29"));
        let as_for_nobody = |given: &str| {
            let ask = |given| left_by(&world, || found(&world.app, &analyst, given));
            assert_eq!(ask(given), ask("Drusilla"), "{given}");
        };
        send(&world.app, &[&new, &again], || {
            let unlinked = found(&world.app, &deputy, "Ottilie");
            let unlinked = unlinked.into_iter().find(|id| *id != ottilie).unwrap();
            for person in [unlinked, ottilie] {
                assert_eq!(word(&read(&world.app, &analyst, person)), "not found");
            }
            as_for_nobody("Ottilie");
            as_for_nobody("Leonie");
        });
        as_for_nobody("Ottilie");
        assert_eq!(found(&world.app, &analyst, "Leonie").len(), 1);
    });
}

#[test]
fn the_glass_opens_who_is_on_file_though_they_were_sent_in_again_a_moment_ago() {
    on_both(|world| {
        few_people(&world.app);
        let ottilie = victim_of(&world.app, "X1");
        let again = row("X9", "Ottilie", "1984-02-29");
        let idva = world.sign_in("idva");
        send(&world.app, &[&again], || {
            let born = date(1984, 2, 29);
            let answer = glass::break_for(&world.app, &idva, ("Ottilie", "Marchbanks"), born);
            assert_eq!(glass::opened(answer), ottilie);
        });
    });
}
