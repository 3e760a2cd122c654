//! Which incidents count as repeats, one by one, against who is really who.

use super::{Truth, opened, scale};
use crate::harness::{House, alone, text};
use app::{App, Visitor, params, person::relink, testing::take_links};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

/// The incidents that count as repeats, and how many live ones have a named victim.
pub(super) fn flagged(app: &App) -> (BTreeSet<String>, usize) {
    let sql = "select i.reference, f.earlier_id is not null as is_repeat
               from incident_fact f join incident i on i.incident_id = f.incident_id
               where f.superseded_at is null and f.is_live and f.has_named_victim";
    let read =
        |row: &app::db::Row<'_>| Ok((row.get::<String>("reference")?, row.get("is_repeat")?));
    let all: Vec<(String, bool)> =
        app.db().read(|tx| tx.list(sql, params![], read)).expect("as the county has it");
    let count = all.len();
    (
        all.into_iter().filter_map(|(incident, is_repeat)| is_repeat.then_some(incident)).collect(),
        count,
    )
}

/// Everybody looked at anew as if no agency had ever sent an NHS number, and nothing been learnt.
fn forget_numbers(app: &App, visitor: &Visitor) {
    let count = |sql| app.db().read(|tx| tx.count(sql, params![])).expect("as the county has it");
    let (numbers, models) = (
        "select count(*) as count from person_record where nhs_number is not null",
        "select count(*) as count from link_model",
    );
    let before = (count(numbers), count(models));
    assert!(10 < before.0, "there are {} numbers to forget", before.0);
    for sql in [
        "update person_record set nhs_number = null",
        "update link_model set parameters = 'null'",
        "insert into fact_due (source_kind, source_id, due_id)
         select 'incident', incident_id, incident_id from incident",
    ] {
        app.db().write(move |tx| tx.execute(sql, params![])).expect("as the county has it");
    }
    relink(app, visitor, &mut |_| ()).expect("as the county has it");
    assert_eq!((count(numbers), count(models)), (0, before.1 + 1));
}

#[test]
fn of_a_hundred_repeats_ninety_six_are_found_and_one_in_a_hundred_found_is_none() {
    let _alone = alone();
    let folder = tempfile::tempdir().expect("as the county has it");
    let mut demo = House::bare();
    demo.arg("demo").arg("--data").arg(folder.path()).args(["--scale", scale(), "--create-only"]);
    let made = demo.output().expect("as the county has it");
    assert!(made.status.success(), "{}", text(&made.stderr));
    let app = opened(&folder.path().join("demo.db"));
    let as_written = flagged(&app);
    forget_numbers(&app, &app::testing::operator());
    let without_numbers = flagged(&app);
    let truth = fs::read(folder.path().join("truth.json")).expect("as the county has it");
    let truth: BTreeMap<String, Truth> =
        serde_json::from_slice(&truth).expect("as the county has it");
    take_links(&app, &truth["persons"]).expect("as the county has it");
    let (repeats, named) = flagged(&app);
    assert!(400 < repeats.len() && repeats.len() < named, "{} of {named}", repeats.len());
    for (found, words) in [(as_written, "as agencies write"), (without_numbers, "no NHS number")] {
        let (found, of) = found;
        assert_eq!(of, named, "{words}");
        let right = found.intersection(&repeats).count();
        println!("{words}: {right} of {} found, {} false", repeats.len(), found.len() - right);
        assert!(96 * repeats.len() <= 100 * right, "{words}: {right} of {}", repeats.len());
        let wrong = found.len() - right;
        assert!(100 * wrong <= found.len(), "{words}: {wrong} of {} are none", found.len());
    }
}
