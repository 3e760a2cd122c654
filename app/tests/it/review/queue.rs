//! Which pairs wait, for whom, and in what order.

use super::{I1, I2, I3, POLICE, decide, end, incident, pair_of, read, standing, three, work_in};
use crate::{
    county::{left_by, meddle, word},
    performance::{Cells, file, import},
};
use app::{
    App, Error, Visitor,
    db::Cursor,
    import::reading::FileKind,
    person::review::{Stake, Verdict, Waiting, WaitingCount, list_reviews},
    testing::{World, on_both},
};
use domain::ids::LinkId;

fn waiting(app: &App, visitor: &Visitor) -> Result<Vec<Waiting>, Error> {
    let (page, count, _) = app.read(visitor, |ctx| list_reviews(ctx, None))?;
    assert_eq!(count, WaitingCount::Exactly(page.items.len()), "all are on the first page");
    Ok(page.items)
}

fn ids(app: &App, visitor: &Visitor) -> Vec<LinkId> {
    waiting(app, visitor).unwrap().iter().map(|waiting| waiting.id).collect()
}

/// A pair of the police, and one that is of both agencies.
fn two_pairs(world: &World) -> [LinkId; 2] {
    three(world);
    [pair_of(&world.app, I1, I2), pair_of(&world.app, I1, I3)]
}

#[test]
fn an_analyst_sees_the_pairs_of_the_own_agency_alone_and_the_office_all() {
    on_both(|world| {
        let [own, foreign] = two_pairs(&world);
        let (analyst, coordinator) = (world.sign_in("analyst"), world.sign_in("coordinator"));
        assert_eq!(ids(&world.app, &analyst), [own]);
        let mut all = ids(&world.app, &coordinator);
        all.sort();
        let mut both = vec![own, foreign];
        both.sort();
        assert_eq!(all, both);
        assert_eq!(word(&read(&world.app, &analyst, foreign)), "not found");
        assert!(read(&world.app, &coordinator, foreign).is_ok());
        let decided = decide(&world.app, &analyst, foreign, Verdict::Different);
        assert_eq!(word(&decided), "not found");
    });
}

#[test]
fn whoever_reviews_nothing_is_told_that_there_is_nothing() {
    on_both(|world| {
        let [own, _] = two_pairs(&world);
        for name in ["idva", "chair", "representative", "manager", "grantor", "administrator"] {
            let visitor = world.sign_in(name);
            assert_eq!(word(&waiting(&world.app, &visitor)), "not found", "{name}");
            let nowhere = LinkId::from_uuid(uuid::Uuid::from_u128(404));
            let (hidden, left) = left_by(&world, || read(&world.app, &visitor, own));
            let (missing, noted) = left_by(&world, || read(&world.app, &visitor, nowhere));
            assert_eq!(format!("{hidden:?}"), format!("{missing:?}"), "{name}");
            assert_eq!((left.len(), noted.len()), (1, 1), "{name}");
        }
        assert_eq!(word(&waiting(&world.app, &Visitor::Stranger)), "sign in");
    });
}

#[test]
fn whoever_is_excluded_from_one_of_two_people_does_not_meet_the_pair() {
    on_both(|world| {
        let [own, foreign] = two_pairs(&world);
        let (analyst, coordinator) = (world.sign_in("analyst"), world.sign_in("coordinator"));
        meddle(
            &world.app,
            "insert into exclusion (exclusion_id, user_id, person_id, reason, words, recorded_at)
             select u.state_id, u.user_id, m.person_id, 'family', 'her brother',
                    m.recorded_at
             from membership m
             join person_record r on r.record_id = m.record_id and r.party = 'victim'
             join incident i on i.incident_id = r.source_id and i.reference = 'I2'
             join user_state u on u.role in ('analyst', 'coordinator')
                  and u.superseded_at is null
             where m.superseded_at is null",
        );
        assert_eq!(ids(&world.app, &analyst), []);
        assert_eq!(ids(&world.app, &coordinator), [foreign]);
        assert_eq!(word(&read(&world.app, &coordinator, own)), "not found");
        for verdict in Verdict::ALL {
            assert_eq!(word(&decide(&world.app, &coordinator, own, *verdict)), "not found");
        }
        assert_eq!(standing(&world.app, own), None);
    });
}

#[test]
fn what_may_make_a_repeat_comes_first_and_then_what_joins_a_victim() {
    on_both(|world| {
        three(&world);
        incident(&world.app, POLICE, "I9", "2012-01-01", "Wojciechowska", "Gallagher");
        let app = &world.app;
        let suspects = pair_of(app, ("I1", "perpetrator"), ("I2", "perpetrator"));
        let mixed = pair_of(app, I1, ("I9", "perpetrator"));
        let repeat = pair_of(app, I1, I2);
        for (sql, rank) in [
            ("update link set rank = 999000, probability = 999000 where link_id = $1", suspects),
            ("update link set rank = 10600000, probability = 600000 where link_id = $1", mixed),
            ("update link set rank = 20500000, probability = 500000 where link_id = $1", repeat),
        ] {
            app.db().write(move |tx| tx.execute(sql, app::params![rank])).unwrap();
        }
        let coordinator = world.sign_in("coordinator");
        let found = waiting(app, &coordinator).unwrap();
        let order: Vec<_> = found.iter().map(|waiting| (waiting.id, waiting.stake)).collect();
        let expected = [(repeat, Stake::Repeat), (mixed, Stake::Victim), (suspects, Stake::Other)];
        assert_eq!(order, expected);
        let second =
            app.read(&coordinator, |ctx| list_reviews(ctx, Some(Cursor::after(repeat.uuid()))));
        let (page, count, _) = second.unwrap();
        assert_eq!(page.items.iter().map(|one| one.id).collect::<Vec<_>>(), [mixed, suspects]);
        assert_eq!(count, WaitingCount::Exactly(3), "the count is of all pages");
    });
}

/// The ids of a page and where the next begins.
fn page(app: &App, visitor: &Visitor, after: Option<Cursor>) -> (Vec<LinkId>, Option<Cursor>) {
    let (page, count, _) = app.read(visitor, |ctx| list_reviews(ctx, after)).unwrap();
    assert_eq!(count, WaitingCount::Exactly(66), "of all pages");
    (page.items.iter().map(|waiting| waiting.id).collect(), page.next)
}

#[test]
fn the_pages_of_a_long_queue_hold_each_pair_once_also_when_all_matter_alike() {
    on_both(|world| {
        let app = &world.app;
        let rows: Vec<[String; 3]> = (0..12_u8)
            .map(|at| {
                let name =
                    format!("{}{}", char::from(b'A' + at), "xyzuvwkq".repeat(1 + usize::from(at)));
                [format!("P{at}"), format!("2008-05-{:02}", 1 + at), name]
            })
            .collect();
        let rows: Vec<Vec<(&str, &str)>> = rows
            .iter()
            .map(|[reference, day, name]| {
                let (reference, day) = (reference.as_str(), day.as_str());
                let mut row = vec![("incident_ref", reference), ("reported_on", day)];
                row.extend([("area", "Fenland"), ("victim_family_name", name.as_str())]);
                row.push(("suspect_ref", reference));
                row
            })
            .collect();
        let rows: Vec<Cells<'_>> = rows.iter().map(Vec::as_slice).collect();
        import(app, FileKind::Incidents, POLICE, &file(&rows));
        meddle(app, "delete from link");
        let mut all = Vec::new();
        for one in 0..12 {
            for other in 0..one {
                let of = |at: i32| (format!("P{at}"), "victim");
                let (one, other) = (of(one), of(other));
                all.push(pair_of(app, (&one.0, one.1), (&other.0, other.1)));
            }
        }
        let coordinator = world.sign_in("coordinator");
        let (first, next) = page(app, &coordinator, None);
        let (second, last) = page(app, &coordinator, next);
        let (third, nothing) = page(app, &coordinator, last);
        assert_eq!([first.len(), second.len(), third.len()], [25, 25, 16]);
        assert!(nothing.is_none());
        let mut seen = [first, second, third].concat();
        seen.sort();
        all.sort();
        assert_eq!(seen, all);
    });
}

const SEVEN: [(&str, &str); 7] = [
    ("Ada", "Rao"),
    ("Zoe", "Cole"),
    ("Mia", "Dunn"),
    ("Eve", "Silva"),
    ("Lena", "Raghunathan"),
    ("Orla", "Featherstone"),
    ("Ada", "Rao"),
];

fn named(app: &App, at: usize, given: &str, family: &str, suspect: &str) {
    let row: Cells<'_> = &[
        ("incident_ref", &format!("I{at}")),
        ("reported_on", &format!("2008-05-{:02}", 1 + at)),
        ("area", "Fenland"),
        ("victim_given_names", given),
        ("victim_family_name", family),
        ("suspect_ref", &format!("{suspect}{at}")),
    ];
    import(app, FileKind::Incidents, POLICE, &file(&[row]));
}

/// The references of the pairs that wait.
fn references(app: &App, visitor: &Visitor) -> Vec<[String; 2]> {
    waiting(app, visitor).unwrap().into_iter().map(both_of).collect()
}

fn both_of(waiting: Waiting) -> [String; 2] {
    let mut both = waiting.sides.map(|side| side.reference);
    both.sort();
    both
}

#[test]
fn a_decided_pair_comes_back_only_when_its_decision_ends_also_after_an_amendment() {
    on_both(|world| {
        let app = &world.app;
        let coordinator = world.sign_in("coordinator");
        // Of one name, and nothing else is known: linkage itself asks for an eye.
        for (at, (given, family)) in SEVEN.into_iter().enumerate() {
            named(app, at, given, family, "Novak");
        }
        for verdict in [Verdict::Unsure, Verdict::Different] {
            let first = waiting(app, &coordinator).unwrap().into_iter().next();
            let first = first.expect("linkage puts some of them before somebody's eye");
            let (id, both) = (first.id, both_of(first));
            assert_eq!(both, ["I0", "I6"]);
            let is_there = || references(app, &coordinator).contains(&both);
            decide(app, &coordinator, id, verdict).unwrap();
            assert!(!is_there(), "{verdict:?} at once");
            work_in(app);
            assert!(!is_there(), "{verdict:?} after linking");
            for (given, suspect) in [("Ada Jane", "Novak"), ("Ada", "Novak"), ("Ada", "Petrov")] {
                named(app, 0, given, "Rao", suspect);
                assert!(!is_there(), "{verdict:?} after an amendment");
            }
            named(app, 0, "Ada", "Rao", "Novak");
            end(app, &coordinator, id).unwrap();
            work_in(app);
            assert!(is_there(), "{verdict:?} ended");
        }
    });
}

#[test]
fn a_look_at_the_queue_leaves_one_entry_and_a_look_at_a_pair_one_for_each_person() {
    on_both(|world| {
        let [own, _] = two_pairs(&world);
        let analyst = world.sign_in("analyst");
        let (_, left) = left_by(&world, || waiting(&world.app, &analyst).unwrap());
        assert_eq!(left, ["read review_link link by analyst"]);
        let (_, left) = left_by(&world, || read(&world.app, &analyst, own).unwrap());
        let expected = [
            "read review_link link:new by analyst",
            "read review_link person:new by analyst",
            "read review_link person:new by analyst",
        ];
        assert_eq!(left, expected);
    });
}
