//! What was learnt is kept, and learnt anew when the records have become others.

use super::{POLICE, record};
use crate::{
    county::{count, meddle},
    performance::{Cells, file, import},
};
use app::{
    App, import::reading::FileKind, params, person::relink, testing::on_both, testing::operator,
};
use uuid::Uuid;

const MODELS: &str = "select count(*) as count from link_model";
const OWED: &str = "insert into fact_due (source_kind, source_id, due_id)
                    select 'incident', incident_id, incident_id from incident";

/// So many incidents, from the first number on, with two records that linkage compares in each.
fn told(app: &App, first: usize, many: usize) {
    const NAMES: [&str; 5] = ["Rao", "Cole", "Dunn", "Silva", "Featherstone"];
    let texts: Vec<[String; 3]> = (first..first + many)
        .map(|at| {
            let born = format!("19{:02}-0{}-1{}", 60 + at % 30, 1 + at % 9, at % 10);
            [format!("I{at}"), format!("2008-05-{:02}", 1 + at % 28), born]
        })
        .collect();
    let rows: Vec<Vec<(&str, &str)>> = texts
        .iter()
        .enumerate()
        .map(|(at, [reference, day, born])| {
            vec![
                ("incident_ref", reference.as_str()),
                ("reported_on", day.as_str()),
                ("area", "Fenland"),
                ("victim_given_names", "Ada"),
                ("victim_family_name", NAMES[(first + at) % NAMES.len()]),
                ("victim_date_of_birth", born.as_str()),
                ("suspect_ref", reference.as_str()),
            ]
        })
        .collect();
    let rows: Vec<Cells<'_>> = rows.iter().map(Vec::as_slice).collect();
    import(app, FileKind::Incidents, POLICE, &file(&rows));
}

fn work_in_anew(app: &App) {
    meddle(app, OWED);
    relink(app, &operator(), &mut |_| ()).unwrap();
}

/// The latest model, and how many records it says it was learnt from.
fn latest(app: &App) -> (Uuid, String, i64) {
    let sql = "select model_id, version, parameters from link_model
               order by made_at desc, model_id desc limit 1";
    let read = |row: &app::db::Row<'_>| {
        let learnt: serde_json::Value = row.get("parameters")?;
        let from = learnt["records"].as_i64().unwrap_or_default();
        Ok((row.get("model_id")?, row.get("version")?, from))
    };
    app.db().read(|tx| tx.find(sql, params![], read)).unwrap().unwrap()
}

#[test]
fn what_was_learnt_is_used_until_more_than_one_record_in_ten_is_new() {
    on_both(|world| {
        let app = &world.app;
        told(app, 0, 30);
        let (first, version, from) = latest(app);
        assert_eq!((count(app, MODELS), from), (1, 60));
        assert!(version.starts_with("linkage/") && version != "linkage/1", "{version}");
        for more in 30..33 {
            world.clock.advance(jiff::SignedDuration::from_secs(1));
            told(app, more, 1);
            assert_eq!((count(app, MODELS), latest(app).0), (1, first), "{} incidents", more + 1);
        }
        world.clock.advance(jiff::SignedDuration::from_secs(1));
        told(app, 33, 1);
        assert_eq!((count(app, MODELS), latest(app).2), (2, 68), "66 were no reason yet");
        world.clock.advance(jiff::SignedDuration::from_secs(1));
        work_in_anew(app);
        assert_eq!(count(app, MODELS), 2, "whoever looks again learns nothing");
    });
}

#[test]
fn whoever_is_linked_by_what_was_kept_is_linked_by_its_name() {
    on_both(|world| {
        let app = &world.app;
        told(app, 0, 40);
        let learnt = latest(app).0;
        world.clock.advance(jiff::SignedDuration::from_secs(1));
        // As the first, in another incident.
        let row: Cells<'_> = &[
            ("incident_ref", "J0"),
            ("reported_on", "2008-09-01"),
            ("area", "Fenland"),
            ("victim_given_names", "Ada"),
            ("victim_family_name", "Rao"),
            ("victim_date_of_birth", "1960-01-10"),
            ("suspect_ref", "J0"),
        ];
        import(app, FileKind::Incidents, POLICE, &file(&[row]));
        assert_eq!(count(app, MODELS), 1);
        let new = record(app, "J0", "victim");
        let sql = "select model_id from link
                   where (left_id = $1 or right_id = $1) and superseded_at is null";
        let of = app.db().read(|tx| tx.list(sql, params![new], |row| row.get::<Uuid>("model_id")));
        let of = of.unwrap();
        assert!(!of.is_empty() && of.iter().all(|model| *model == learnt), "{of:?}");
    });
}

#[test]
fn what_another_wicken_learnt_and_this_one_cannot_read_is_learnt_anew() {
    on_both(|world| {
        let app = &world.app;
        told(app, 0, 30);
        meddle(app, "update link_model set parameters = '{\"weights\": []}'");
        world.clock.advance(jiff::SignedDuration::from_secs(1));
        work_in_anew(app);
        assert_eq!((count(app, MODELS), latest(app).2), (2, 60));
    });
}

/// So many answers *two people*, each of two records of strangers, shown with even odds.
fn answered(app: &App, first: usize, many: usize) {
    let sql = "select l.record_id as one, r.record_id as other
               from person_record l join person_record r on l.record_id < r.record_id
               where l.party = 'victim' and r.party = 'victim'
               order by l.record_id, r.record_id";
    let read = |row: &app::db::Row<'_>| Ok((row.get::<Uuid>("one")?, row.get::<Uuid>("other")?));
    let pairs: Vec<(Uuid, Uuid)> = app.db().read(|tx| tx.list(sql, params![], read)).unwrap();
    let now = app.clock().now();
    let new = pairs.into_iter().skip(first).take(many);
    let new: Vec<_> = new.map(|pair| (app::new_request_id(now), pair)).collect();
    assert_eq!(new.len(), many);
    let insert = "insert into link_decision (decision_id, left_id, right_id, verdict, why, weight,
                                             recorded_at, in_force_at)
                  values ($1, $2, $3, 'different', 'strangers', 0, $4, $4)";
    let write = move |tx: &mut app::db::Tx<'_>| {
        new.iter().try_for_each(|(id, (one, other))| {
            tx.execute(insert, params![*id, *one, *other, now]).map(drop)
        })
    };
    app.db().write(write).unwrap();
    work_in_anew(app);
}

/// From how many bits on the last model takes two for one, and what taught it that.
fn threshold(app: &App) -> (f64, serde_json::Value) {
    let sql = "select parameters from link_model order by made_at desc, model_id desc limit 1";
    let read = |row: &app::db::Row<'_>| row.get::<serde_json::Value>("parameters");
    let learnt = app.db().read(|tx| tx.find(sql, params![], read)).unwrap().unwrap();
    (learnt["link_at"].as_f64().unwrap(), learnt["taught"].clone())
}

#[test]
fn a_hundred_answers_teach_where_two_are_taken_for_one_until_they_end_and_ninety_nine_do_not() {
    on_both(|world| {
        let app = &world.app;
        let later = || world.clock.advance(jiff::SignedDuration::from_secs(1));
        told(app, 0, 30);
        let (before, nothing) = threshold(app);
        assert!(nothing.is_null());
        later();
        answered(app, 0, 99);
        assert_eq!((count(app, MODELS), threshold(app).0), (1, before));
        later();
        answered(app, 99, 1);
        let (after, taught) = threshold(app);
        assert_eq!((count(app, MODELS), after), (2, before + 1.5));
        assert_eq!(taught, serde_json::json!({ "bits": -1.5, "answers": 100 }));
        assert!(latest(app).1.ends_with("and 100 answers of reviewers"), "{}", latest(app).1);
        later();
        answered(app, 100, 1);
        assert_eq!(count(app, MODELS), 2, "another one teaches the same");
        meddle(app, "update link_decision set superseded_at = recorded_at");
        later();
        work_in_anew(app);
        assert_eq!((count(app, MODELS), threshold(app).0), (3, before));
    });
}
