//! Whatever lists people shows exactly those for whom the door opens, in random counties: a page,
//! a search, the cases one works on, what one was given, and the lists behind figures.

use super::{
    Dice,
    asked::{found, shown},
    county::County,
    expected::{Keys, behind, expected, hold_search},
    facts::Facts,
    is_deep,
};
use app::{
    db::Engine,
    testing::{World, engines},
};
use std::time::Instant;

/// Counties on each engine. Each has 24 askers and a dozen people, and each of them is looked for
/// in three places: some 900 questions.
const COUNTIES: usize = 2;
const COUNTIES_DEEP: usize = 120;
const SEARCHES: usize = 2;

#[derive(Default)]
struct Sums {
    questions: usize,
    open: usize,
    searches: usize,
    cases: usize,
    received: usize,
    behind: usize,
}

#[test]
fn every_list_shows_those_and_only_those_for_whom_the_door_opens_in_random_counties() {
    for engine in engines() {
        let begun = Instant::now();
        let mut dice = Dice::new("counties");
        let mut sums = Sums::default();
        let many = if is_deep() { COUNTIES_DEEP } else { COUNTIES };
        let counties = (0..many).flat_map(|number| hold(engine, number, &mut dice, &mut sums));
        let wrong: Vec<String> = counties.collect();
        assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
        eprintln!(
            "{}: {many} counties, {} questions, {} open, {} people listed by cases, {} by gifts, \
             {} figures with a list, {} searches, in {:?}",
            engine.words(),
            sums.questions,
            sums.open,
            sums.cases,
            sums.received,
            sums.behind,
            sums.searches,
            begun.elapsed()
        );
        // Where every door is shut, nothing is tried.
        assert!(20 * many < sums.open && many < sums.cases, "{} open", sums.open);
        let rare = [sums.received, sums.searches];
        assert!(rare.iter().all(|count| 0 < *count), "{rare:?}");
        assert!(!is_deep() || 0 < sums.behind, "no figure had a list");
    }
}

/// What is shown otherwise than the door has it, in words.
fn hold(engine: Engine, number: usize, dice: &mut Dice, sums: &mut Sums) -> Vec<String> {
    let mut wrong = Vec::new();
    let world = World::on(engine);
    let county = County::at(&world, dice);
    let (app, facts) = (&world.app, Facts::of(&world.app));
    let persons = facts.persons();
    for asker in &county.askers {
        let shown = shown(app, asker, &persons);
        let mut expected = expected(app, &facts, asker, &persons);
        expected.behind = behind(app, &facts, asker);
        let differences = shown.differences(&expected).into_iter();
        wrong.extend(differences.map(|it| format!("county {number}, {asker:?}: {it}")));
        // A page, the exclusions, the gifts; then cases, what was given, and figures.
        sums.questions += 3 * persons.len() + 2 + shown.behind.len();
        sums.open += shown.records.len();
        sums.cases += shown.cases.iter().flatten().filter(|(_, it)| it.is_some()).count();
        sums.received += shown.received.len();
        sums.behind += shown.behind.iter().filter(|is_listed| **is_listed).count();
        for _ in 0..SEARCHES {
            let record = &facts.records[dice.below(facts.records.len())];
            let found = found(app, asker, record);
            hold_search(app, &facts, (asker, record), found, Keys::OfAll);
            sums.searches += 1;
        }
    }
    wrong
}
