//! Linking as imports do it: in any order the same, twice nothing, two at once one.

use super::{
    Cells, POLICE, ask, by, file, import, incidents, link, read, referrals, rows, sizes, texts,
    year,
};
use crate::county::{count, meddle};
use app::{
    App,
    import::reading::FileKind,
    person::relink,
    testing::{World, engines, on_both, operator},
};
use domain::performance::{By, Indicator};
use jiff::SignedDuration;
use std::{collections::BTreeSet, sync::Barrier, thread};

const WHO: [(&str, &str, &str); 6] = [
    ("Priyanka", "Raghunathan", "1981-03-17"),
    ("Oluwaseun", "Adebayo-Clarke", "1979-11-02"),
    ("Bronwen", "Llewellyn", "1990-06-25"),
    ("Magdalena", "Wojciechowska", "1986-01-30"),
    ("Siobhan", "Gallagher", "1975-09-09"),
    ("Tabitha", "Featherstone", "1994-12-12"),
];

/// Incident `number` of person `who`, as text of a file.
fn incident(number: usize, who: usize) -> String {
    let (given, family, born) = WHO[who];
    let day = format!("2008-{:02}-{:02}", 1 + number % 12, 1 + number % 28);
    let row: Cells<'_> = &[
        ("incident_ref", &format!("I{number}")),
        ("reported_on", &day),
        ("area", "Fenland"),
        ("victim_given_names", given),
        ("victim_family_name", family),
        ("victim_date_of_birth", born),
        ("victim_sex", "F"),
        ("victim_postcode", &format!("PE15 {who}AA")),
        ("suspect_ref", &format!("S{number}")),
    ];
    file(&[row])
}

/// Who is with whom, by reference and party.
fn persons(app: &App) -> BTreeSet<Vec<String>> {
    let sql = "select m.person_id as person, i.reference as a, r.party as b
               from membership m
               join person_record r on r.record_id = m.record_id and r.superseded_at is null
               join incident i on i.incident_id = r.source_id
               where m.superseded_at is null order by i.reference, r.party";
    let rows = app.db().read(|tx| {
        tx.list(sql, app::params![], |row| {
            let person: uuid::Uuid = row.get("person")?;
            let key = format!("{}/{}", row.get::<String>("a")?, row.get::<String>("b")?);
            Ok::<_, app::db::DbError>((person, key))
        })
    });
    let mut by_person = std::collections::BTreeMap::<uuid::Uuid, Vec<String>>::new();
    for (person, key) in rows.unwrap() {
        by_person.entry(person).or_default().push(key);
    }
    by_person.into_values().collect()
}

const OWED: &str = "insert into fact_due (source_kind, source_id, due_id)
                    select 'incident', incident_id, incident_id from incident";

#[test]
fn whatever_the_order_of_the_files_the_same_records_are_one_person_and_the_figures_are_the_same() {
    for engine in engines() {
        let [one, other] = [World::on(engine), World::on(engine)];
        let texts: Vec<String> = (0..24).map(|number| incident(number, number % 6)).collect();
        for text in &texts {
            import(&one.app, FileKind::Incidents, POLICE, text);
        }
        for text in texts.iter().rev().step_by(2).chain(texts.iter().step_by(2)) {
            import(&other.app, FileKind::Incidents, POLICE, text);
        }
        assert_eq!(persons(&one.app), persons(&other.app));
        assert!(persons(&one.app).iter().any(|records| 1 < records.len()), "nobody was linked");
        let asked = by(ask(Indicator::RepeatIncidents, year(2008)), By::Month);
        let mut both = [&one, &other].map(|world| read(&world.app, asked));
        both.iter_mut().for_each(|report| report.notes.clear());
        assert_eq!(both[0], both[1]);
        assert_ne!(rows(&one.app, asked).iter().filter(|row| !row.contains(" 0/")).count(), 0);
    }
}

#[test]
fn linking_twice_changes_nothing_and_writes_nothing() {
    on_both(|world| {
        for number in 0..12 {
            import(&world.app, FileKind::Incidents, POLICE, &incident(number, number % 6));
        }
        let before = sizes(&world.app);
        let done = relink(&world.app, &operator(), &mut |_| ()).unwrap();
        assert_eq!(done, app::person::Relinked::default());
        meddle(&world.app, OWED);
        relink(&world.app, &operator(), &mut |_| ()).unwrap();
        assert_eq!(sizes(&world.app), before);
        assert_eq!(count(&world.app, "select count(*) as count from fact_due"), 0);
    });
}

#[test]
fn a_file_of_new_records_begins_or_joins_a_person_with_each_of_them() {
    on_both(|world| {
        let texts: Vec<String> = (0..12).map(|number| incident(number, number % 6)).collect();
        for text in texts {
            let summary = import(&world.app, FileKind::Incidents, POLICE, &text);
            assert_eq!(summary.persons_new + summary.linked_automatically, 2);
        }
        let persons = "select count(distinct person_id) as count from membership
                       where superseded_at is null";
        let persons = count(&world.app, persons);
        assert!((12 + 6..24).contains(&persons), "{persons}");
        let links = "select count(*) as count from link
                     where band = 'link' and superseded_at is null";
        assert_eq!(count(&world.app, links), 24 - persons);
    });
}

#[test]
fn two_servers_that_import_at_once_leave_nothing_due_and_nobody_twice() {
    on_both(|world| {
        let servers = [world.app.clone(), world.second_server()];
        let start = Barrier::new(2);
        thread::scope(|scope| {
            for (at, server) in servers.iter().enumerate() {
                let start = &start;
                scope.spawn(move || {
                    start.wait();
                    for number in 0..6 {
                        let number = 2 * number + at;
                        let text = incident(number, number % 6);
                        import(server, FileKind::Incidents, POLICE, &text);
                    }
                });
            }
        });
        for (sql, expected) in [
            ("select count(*) as count from fact_due", 0),
            ("select count(*) as count from membership where superseded_at is null", 24),
            ("select count(*) as count from incident_fact where superseded_at is null", 12),
        ] {
            assert_eq!(count(&world.app, sql), expected, "{sql}");
        }
        let alone = World::on(world.app.db().engine());
        for number in 0..12 {
            import(&alone.app, FileKind::Incidents, POLICE, &incident(number, number % 6));
        }
        assert_eq!(persons(&world.app), persons(&alone.app));
    });
}

fn one(reference: &'static str, victim: &'static str) -> Vec<(&'static str, &'static str)> {
    vec![
        ("incident_ref", reference),
        ("reported_on", "2008-05-01"),
        ("area", "Fenland"),
        ("victim_family_name", victim),
        ("suspect_family_name", "Cole"),
    ]
}

#[test]
fn an_amended_record_stays_the_person_it_was() {
    on_both(|world| {
        let persons = "select lower(cast(count(*) as text)) as a from person";
        incidents(&world.app, &[&one("I1", "Raghunathan")]);
        assert_eq!(texts(&world.app, persons), ["2"]);
        let mut told = one("I1", "Raghunathan");
        told.push(("victim_given_names", "Asha"));
        let summary = incidents(&world.app, &[&told]);
        assert_eq!((summary.amended, summary.persons_new), (1, 0));
        assert_eq!(texts(&world.app, persons), ["2"]);
        let ended = "select count(*) as count from membership where superseded_at is not null";
        assert_eq!(count(&world.app, ended), 1);
    });
}

#[test]
fn a_record_that_is_amended_to_name_somebody_else_is_somebody_else() {
    on_both(|world| {
        incidents(&world.app, &[&one("I1", "Raghunathan")]);
        let summary = incidents(&world.app, &[&one("I1", "Featherstone")]);
        assert_eq!((summary.amended, summary.persons_new), (1, 1));
        let roots = "select count(distinct root_id) as count from membership m
                     join person_record r on r.record_id = m.record_id and r.party = 'victim'";
        assert_eq!(count(&world.app, roots), 2);
    });
}

#[test]
fn an_unnamed_party_is_a_person_alone() {
    on_both(|world| {
        let rows = [one("I1", ""), one("I2", "")];
        let rows: Vec<Cells<'_>> = rows.iter().map(Vec::as_slice).collect();
        incidents(&world.app, &rows);
        let together = "select count(*) as count from membership m
                        join membership o on o.person_id = m.person_id
                             and o.record_id <> m.record_id
                        join person_record r on r.record_id = m.record_id and not r.is_named";
        assert_eq!(count(&world.app, together), 0);
        assert_eq!(super::total(&world.app, ask(Indicator::RepeatIncidents, year(2008))), (0, 0));
    });
}

#[test]
fn what_somebody_decided_beats_linkage_and_outlives_an_amendment() {
    on_both(|world| {
        for number in [0, 6] {
            import(&world.app, FileKind::Incidents, POLICE, &incident(number, 0));
        }
        let together = |app: &App| {
            let victims = |records: &Vec<String>| {
                records.iter().filter(|key| key.ends_with("/victim")).count()
            };
            persons(app).iter().map(victims).max()
        };
        assert_eq!(together(&world.app), Some(2));
        meddle(
            &world.app,
            "insert into link_decision (decision_id, left_id, right_id, verdict, why, recorded_at,
                                        in_force_at)
             select l.record_id, l.record_id, r.record_id, 'different', 'sisters', l.recorded_at,
                    l.recorded_at
             from person_record l, person_record r
             where l.party = 'victim' and r.party = 'victim' and l.record_id < r.record_id",
        );
        meddle(&world.app, OWED);
        relink(&world.app, &operator(), &mut |_| ()).unwrap();
        assert_eq!(together(&world.app), Some(1));
        let amended =
            incident(0, 0).replace("Fenland", "Cambridge").replace("PE15 0AA", "PE15 0AB");
        import(&world.app, FileKind::Incidents, POLICE, &amended);
        assert_eq!(together(&world.app), Some(1));
        meddle(&world.app, "update link_decision set verdict = 'same'");
        meddle(&world.app, OWED);
        relink(&world.app, &operator(), &mut |_| ()).unwrap();
        assert_eq!(together(&world.app), Some(2));
    });
}

#[test]
fn a_person_who_is_torn_in_two_stays_where_the_oldest_record_is() {
    on_both(|world| {
        let names = ["Rao", "Silva", "Dunn"].map(|name| one("I", name));
        for (reference, row) in ["I1", "I2", "I3"].into_iter().zip(names) {
            let row: Vec<_> = row
                .iter()
                .map(|(column, cell)| {
                    (*column, if *column == "incident_ref" { reference } else { *cell })
                })
                .collect();
            incidents(&world.app, &[&row]);
        }
        let keys = ["FEN-POLICE/I1/victim", "FEN-POLICE/I2/victim", "FEN-POLICE/I3/victim"];
        let person = |app: &App, reference: &str| {
            let sql = "select m.person_id as person from membership m
                       join person_record r on r.record_id = m.record_id and r.party = 'victim'
                       join incident i on i.incident_id = r.source_id
                       where m.superseded_at is null and i.reference = $1";
            let read = app.db().read(|tx| {
                tx.find(sql, app::params![reference], |row| row.get::<uuid::Uuid>("person"))
            });
            read.unwrap().unwrap()
        };
        link(&world.app, &keys.map(|key| (key, 1)));
        let whole = person(&world.app, "I1");
        world.clock.advance(SignedDuration::from_mins(1));
        link(&world.app, &[(keys[0], 1), (keys[1], 2), (keys[2], 2)]);
        assert_eq!(person(&world.app, "I1"), whole);
        let torn_off = person(&world.app, "I2");
        assert_ne!(torn_off, whole);
        assert_eq!(person(&world.app, "I3"), torn_off);
        link(&world.app, &keys.map(|key| (key, 1)));
        assert_eq!(keys.map(|key| person(&world.app, &key[11..13])), [whole; 3]);
        link(&world.app, &[(keys[0], 1), (keys[1], 2), (keys[2], 2)]);
        assert_eq!(person(&world.app, "I2"), torn_off, "who is parted again is called as before");
    });
}

#[test]
fn nobody_who_refers_or_imports_is_told_that_anyone_was_linked() {
    on_both(|world| {
        referrals(
            &world.app,
            &[&[
                ("referral_ref", "R1"),
                ("marac", "Fenland MARAC"),
                ("referring_agency", "AMBER-HOUSE"),
                ("referred_on", "2008-05-01"),
                ("victim_family_name", "Rao"),
                ("perpetrator_family_name", "Cole"),
            ]],
        );
        let entries = crate::county::entries(&world.app);
        let linked: Vec<_> = entries.iter().filter(|entry| entry.doing == "link_records").collect();
        assert_eq!(linked.len(), 1);
        assert_eq!((linked[0].subject, linked[0].subject_agency), (None, None));
    });
}
