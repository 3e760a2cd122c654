//! A model that is kept: new records do not move those that were there.

use crate::people::{Chance, records, register, row, run};
use linkage::{Kind, Options, Records, Schema, dedupe_with};

#[test]
fn with_a_kept_model_a_new_record_moves_nobody_else() {
    let (mut rows, _) = register(900, &mut Chance(71));
    let before = run(&records(&rows), &Options::default());
    rows.push(row(["Harriet", "Peverell", "1984-03-09", "22 Elm Lane", "CB3 9BB", "", "", "F"]));
    let all = records(&rows);
    let after = dedupe_with(&all, &before.model, &Options::default(), &mut |_| {});
    assert_eq!(after.model, before.model);
    assert_eq!(after.clusters[..rows.len() - 1], before.clusters);
    assert_eq!(after.certain[..rows.len() - 1], before.certain);
    let changed = after.pairs.iter().filter(|pair| {
        !before
            .pairs
            .iter()
            .any(|one| (one.left, one.right, one.band) == (pair.left, pair.right, pair.band))
    });
    assert!(changed.count() <= 2);
}

#[test]
fn a_kept_model_gives_what_it_gave_when_it_was_learnt() {
    let (rows, _) = register(700, &mut Chance(72));
    let records = records(&rows);
    let learnt = run(&records, &Options::default());
    let kept = dedupe_with(&records, &learnt.model, &Options::default(), &mut |_| {});
    assert_eq!((kept.clusters, kept.pairs), (learnt.clusters, learnt.pairs));
}

#[test]
fn a_model_is_outgrown_by_more_than_a_tenth_and_never_fits_other_columns() {
    let (rows, _) = register(500, &mut Chance(73));
    let model = run(&records(&rows[..1000]), &Options::default()).model;
    assert_eq!(model.records, 1000);
    for (count, is_outgrown) in
        [(1000, false), (1100, false), (1101, true), (900, false), (899, true)]
    {
        let now = records(&rows[..count]);
        assert_eq!(model.is_outgrown(&now), is_outgrown, "{count}");
        assert!(model.fits(&now));
    }
    let mut other = Records::new(Schema::new([("name", Kind::FullName)]));
    other.push("a", &["Ann Carter"]);
    other.push("b", &["Ann Carter"]);
    assert!(!model.fits(&other) && model.is_outgrown(&other));
    let outcome = dedupe_with(&other, &model, &Options::default(), &mut |_| {});
    assert!(outcome.model.fits(&other), "it was learnt anew");
}
