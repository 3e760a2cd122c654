//! Who is found on file, what is shut at once, and what is proposed.

use super::{CASIMIR, NOBODY_ON_FILE, OTTILIE, declares, knows, person, say, waiting};
use crate::{
    county::{count, left_by, word},
    glass::victim,
    people::{few_people, read, victim_of},
    performance::{Cells, file, import, link},
};
use app::{
    import::reading::FileKind,
    job::run_due_jobs,
    testing::{World, on_both},
};
use domain::{
    declaration::{DeclaredPerson, DeclaredTexts, StaffDeclaration, Strength, Tie},
    ids::PersonId,
};
use jiff::{SignedDuration, civil::date};

/// How somebody is answered who asks for a person.
fn asks(world: &World, name: &str, person: PersonId) -> &'static str {
    let by = world.sign_in(name);
    word(&read(&world.app, &by, person))
}

fn found(world: &World) -> Vec<(Strength, bool)> {
    let officer = world.sign_in("privacy officer");
    waiting(&world.app, &officer).into_iter().map(|it| (it.strength, it.is_shut)).collect()
}

#[test]
fn who_is_declared_with_names_and_birthday_is_shut_at_once_and_for_nobody_else() {
    on_both(|world| {
        few_people(&world.app);
        let ottilie = victim_of(&world.app, "X1");
        assert_eq!(asks(&world, "representative", ottilie), "done");
        let by = world.sign_in("representative");
        say(&world, &by, knows(vec![person(OTTILIE, Tie::Family)])).unwrap();
        let (_, left) = left_by(&world, || run_due_jobs(&world.app).unwrap());
        // Theirs, and everyone's because of new links: one entry each, whatever was found.
        assert_eq!(left, ["system match_declarations system by operator wicken"; 2]);
        assert_eq!(asks(&world, "representative", ottilie), "not found");
        assert_eq!(asks(&world, "deputy", ottilie), "done");
        assert_eq!(found(&world), [(Strength::Certain, true)]);
    });
}

#[test]
fn a_former_name_finds_and_a_name_alone_is_proposed_or_shut_by_how_rare_it_is() {
    on_both(|world| {
        few_people(&world.app);
        let texts = DeclaredTexts {
            given_names: "Ottilie",
            family_name: "Nowmarried",
            former_names: "Marchbanks",
            words: "",
        };
        let married = DeclaredPerson::parse(texts, OTTILIE.2, Tie::Knows).unwrap();
        declares(&world, "chair", vec![married]);
        assert_eq!(found(&world), [(Strength::Certain, true)]);
        assert_eq!(asks(&world, "chair", victim_of(&world.app, "X1")), "not found");
    });
}

#[test]
fn what_is_only_possible_is_proposed_and_shuts_nothing() {
    on_both(|world| {
        few_people(&world.app);
        let ottilie = victim_of(&world.app, "X1");
        // Names that only sound alike.
        let alike = ("Otilie", "Marchbank", None);
        declares(&world, "referrer", vec![person(alike, Tie::Knows)]);
        assert_eq!(asks(&world, "referrer", ottilie), "done");
        assert_eq!(found(&world), [(Strength::Possible, false)]);
        // Surer now, and so asked about again, and shut.
        declares(&world, "referrer", vec![person(OTTILIE, Tie::Knows)]);
        assert_eq!(asks(&world, "referrer", ottilie), "not found");
        assert_eq!(found(&world), [(Strength::Possible, false), (Strength::Certain, true)]);
    });
}

#[test]
fn whoever_comes_in_later_is_found_then_also_after_a_year_in_which_they_were_left_out() {
    on_both(|world| {
        few_people(&world.app);
        let leopold = ("Leopold", "Fenwicke", Some(date(1960, 5, 6)));
        declares(&world, "representative", vec![person(leopold, Tie::Household)]);
        assert_eq!(found(&world), []);
        world.clock.advance(SignedDuration::from_hours(24 * 366));
        declares(&world, "representative", Vec::new());
        victim(&world.app, ("X9", "2026-10-01"), ("Leopold", "Fenwicke", "1960-05-06"));
        let leopold = victim_of(&world.app, "X9");
        assert_eq!(asks(&world, "representative", leopold), "done");
        world.clock.advance(SignedDuration::from_mins(6));
        run_due_jobs(&world.app).unwrap();
        assert_eq!(asks(&world, "representative", leopold), "not found");
        assert_eq!(found(&world), [(Strength::Certain, true)]);
        // Nothing came in since: nothing is compared, and nobody found twice.
        world.clock.advance(SignedDuration::from_mins(6));
        assert_eq!(run_due_jobs(&world.app).unwrap(), 0);
        let matches = count(&world.app, "select count(*) as count from declaration_match");
        assert_eq!(matches, 1);
    });
}

#[test]
fn a_namesake_of_staff_is_proposed_and_with_the_birthday_they_gave_shut() {
    on_both(|world| {
        victim(&world.app, ("X8", "2026-10-01"), ("The", "Representative", "1971-11-12"));
        let namesake = victim_of(&world.app, "X8");
        run_due_jobs(&world.app).unwrap();
        assert_eq!(asks(&world, "representative", namesake), "done");
        let proposed = found(&world);
        assert_eq!(proposed.len(), 1);
        assert!(!proposed[0].1);
        let by = world.sign_in("representative");
        let born = Some(date(1971, 11, 12));
        say(&world, &by, StaffDeclaration::new(born, Vec::new()).unwrap()).unwrap();
        run_due_jobs(&world.app).unwrap();
        assert_eq!(asks(&world, "representative", namesake), "not found");
    });
}

/// An incident in which Casimir is hurt and Ottilie is accused.
fn the_other_way_round(world: &World) {
    let row: Cells<'_> = &[
        ("incident_ref", "X7"),
        ("reported_on", "2026-09-01"),
        ("area", "Fenland"),
        ("victim_given_names", "Casimir"),
        ("victim_family_name", "Quillfeather"),
        ("victim_date_of_birth", "1979-07-03"),
        ("victim_ref", "S-1"),
        ("suspect_given_names", "Ottilie"),
        ("suspect_family_name", "Marchbanks"),
        ("suspect_date_of_birth", "1984-02-29"),
        ("suspect_ref", "V-7"),
    ];
    import(&world.app, FileKind::Incidents, "FEN-POLICE", &file(&[row]));
}

#[test]
fn whoever_acts_for_the_perpetrator_is_shut_out_of_the_victims_case() {
    on_both(|world| {
        few_people(&world.app);
        let ottilie = victim_of(&world.app, "X1");
        declares(&world, "deputy", vec![person(CASIMIR, Tie::ActsFor)]);
        assert_eq!(asks(&world, "deputy", ottilie), "not found");
        assert_eq!(found(&world), [(Strength::Certain, true)]);
        // Whoever acts for her keeps sight of her case.
        declares(&world, "representative", vec![person(OTTILIE, Tie::ActsFor)]);
        assert_eq!(asks(&world, "representative", ottilie), "done");
        assert_eq!(found(&world).len(), 1);
    });
}

#[test]
fn where_two_accuse_each_other_somebody_decides_before_anything_is_shut() {
    on_both(|world| {
        few_people(&world.app);
        the_other_way_round(&world);
        let ottilie = ["X1/victim", "X2/victim", "X7/suspect"].map(|of| (of, 1));
        let casimir = ["X1/suspect", "X2/suspect", "X7/victim"].map(|of| (of, 2));
        let told: Vec<(String, u64)> = [ottilie, casimir]
            .concat()
            .into_iter()
            .map(|(of, person)| (format!("FEN-POLICE/{of}"), person))
            .collect();
        let told: Vec<(&str, u64)> = told.iter().map(|(of, one)| (of.as_str(), *one)).collect();
        link(&world.app, &told);
        let casimir = victim_of(&world.app, "X7");
        declares(&world, "representative", vec![person(OTTILIE, Tie::ActsFor)]);
        assert_eq!(asks(&world, "representative", casimir), "done");
        assert_eq!(found(&world), [(Strength::Certain, false)]);
    });
}

#[test]
fn nobody_on_file_is_nobody_found() {
    on_both(|world| {
        few_people(&world.app);
        declares(&world, "idva", vec![person(NOBODY_ON_FILE, Tie::Family)]);
        assert_eq!(found(&world), []);
    });
}
