//! What could not be read of a file opens with whereabouts, to whoever may read its column's class.

use super::open;
use crate::{
    agreements::{police_work_on, protocol, referral, signed},
    county::entries,
    people::victim_of,
    performance::{Cells, file, import},
};
use app::{
    Visitor,
    import::reading::FileKind,
    testing::{World, on_both},
    whereabouts::{SecondAnswer, answer_second, ask_second},
};
use domain::{agreement::Terms, ids::PersonId, policy::FieldClass};

/// The referral of `few_people` with three cells that cannot be read.
fn odd_referral(world: &World) {
    let row: Cells<'_> = &[
        ("referral_ref", "R1"),
        ("marac", "Fenland MARAC"),
        ("referring_agency", "AMBER-HOUSE"),
        ("referred_on", "2026-10-02"),
        ("heard_on", "2026-10-20"),
        ("victim_given_names", "Ottilie"),
        ("victim_family_name", "Marchbanks"),
        ("victim_date_of_birth", "in February 07700 900456"),
        ("victim_postcode", "near the church"),
        ("victim_ethnicity_list", "Traveller maybe"),
        ("perpetrator_given_names", "Casimir"),
        ("perpetrator_family_name", "Quillfeather"),
        ("perpetrator_date_of_birth", "1979-07-03"),
    ];
    import(&world.app, FileKind::Referrals, "PARTNERSHIP", &file(&[row]));
}

/// The columns that somebody is shown, and the classes that the ledger keeps of it.
fn shown(world: &World, by: &Visitor, person: PersonId) -> (Vec<String>, Vec<String>) {
    let opened = open(&world.app, by, person).unwrap();
    let record = opened.records.iter().find(|record| record.record.case.reference == "R1");
    let columns = record.map_or(Vec::new(), |record| record.odd.keys().cloned().collect());
    let all = entries(&world.app);
    let looks = all.iter().rev().filter(|entry| entry.doing == "open_whereabouts");
    let mut classes: Vec<String> = looks.take(1).flat_map(|look| look.classes.clone()).collect();
    classes.sort();
    (columns, classes)
}

#[test]
fn a_cell_that_could_not_be_read_opens_to_whoever_may_read_its_class() {
    on_both(|world| {
        let (case, _) = referral(&world);
        odd_referral(&world);
        let person = victim_of(&world.app, "R1");
        let (columns, classes) = shown(&world, &world.sign_in("idva"), person);
        assert_eq!(columns, ["date_of_birth", "ethnicity_list", "postcode"]);
        assert_eq!(classes, ["equality", "identity", "whereabouts"]);
        let mut terms: Terms = protocol();
        terms.classes.insert(FieldClass::Whereabouts);
        signed(&world, terms);
        police_work_on(&world, case);
        let why = super::request();
        let deputy = world.sign_in("deputy");
        let id = world.app.change(&deputy, move |ctx| ask_second(ctx, person, &why)).unwrap();
        let (idva, said) = (world.sign_in("idva"), SecondAnswer::Open);
        world.app.change(&idva, move |ctx| answer_second(ctx, id, said)).unwrap();
        // Answers about equality are not of the agreement.
        let (columns, _) = shown(&world, &world.sign_in("deputy"), person);
        assert_eq!(columns, ["date_of_birth", "postcode"]);
    });
}
