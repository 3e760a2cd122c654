//! Whatever lists people shows exactly those for whom the door opens, in random counties: a page,
//! a search, the cases one works on, what one was given, and the lists behind figures.

use super::{
    Dice,
    asked::{SENDERS, Shown, found, shown},
    county::{Asker, County},
    facts::{Facts, Record},
    is_deep,
};
use app::{
    App,
    db::Engine,
    testing::{World, engines},
};
use domain::{
    agency::AgencyKind,
    ids::AgencyId,
    policy::{FieldClass, Permission, Subject},
};
use std::{collections::BTreeSet, time::Instant};
use uuid::Uuid;

/// Counties on each engine. Each has 24 askers and a dozen people, and each of them is looked for
/// in three places: some 900 questions.
const COUNTIES: usize = 3;
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
        let rare = [sums.received, sums.behind, sums.searches];
        assert!(rare.iter().all(|count| 0 < *count), "{rare:?}");
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
        let expected = expected(app, &facts, asker);
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
            searched(app, &facts, asker, record);
            sums.searches += 1;
        }
    }
    wrong
}

/// What the door lets somebody see, asked for each record by itself.
fn expected(app: &App, facts: &Facts, asker: &Asker) -> Shown {
    let mut expected = Shown::default();
    for record in &facts.records {
        let mut classes = facts.readable(app, asker, record);
        if !classes.is_empty() {
            // There is nothing of a class to show where nothing is held of it.
            if !record.is_referral {
                classes.remove(&FieldClass::Referrer);
            }
            if record.party != "victim" {
                classes.remove(&FieldClass::Equality);
            }
            expected.records.insert(record.id, classes);
        }
        if facts.may_about(app, asker, (Permission::ExcludeUser, record)) {
            expected.exclusions.insert(record.person);
        }
        if facts.may_about(app, asker, (Permission::EndGift, record)) {
            expected.gifts.insert(record.person);
        }
    }
    let is_open = |it: &&Record| expected.records.contains_key(&it.id);
    if asker.is_active && facts.may(app, asker, own_agency(asker, Permission::ListCases)) {
        expected.cases = Some(
            facts
                .own_cases(asker)
                .into_iter()
                .flat_map(|case| {
                    let people = facts.records.iter().filter(move |it| it.source == case);
                    let people = people.filter(|it| expected.records.contains_key(&it.id));
                    people.map(move |it| (case, Some(it.person))).chain([(case, None)])
                })
                .collect(),
        );
    }
    expected.received = match asker.is_active {
        true => facts.given(asker).filter(is_open).map(|it| it.person).collect(),
        false => BTreeSet::new(),
    };
    expected.behind = behind(app, facts, asker);
    expected
}

fn own_agency(asker: &Asker, may: Permission) -> (Permission, Subject) {
    let id = AgencyId::from_uuid(asker.agency);
    (may, Subject::Agency { id, active: true })
}

/// A figure has a list for whoever the door lets have it, if nobody excludes them who stands in any
/// of its records.
fn behind(app: &App, facts: &Facts, asker: &Asker) -> Vec<bool> {
    let excluded = facts.excluded(asker);
    let meets = |is_behind: &dyn Fn(&&Record) -> bool| {
        facts.records.iter().filter(is_behind).any(|it| excluded.contains(&it.person))
    };
    let mut listed = Vec::new();
    for kind in [AgencyKind::Police, AgencyKind::IdvaService] {
        let sender = facts.agency_of_kind(kind);
        let figure =
            Subject::Figure { agency: Some(AgencyId::from_uuid(sender)), of_referrals: false };
        let may = facts.may(app, asker, (Permission::ListBehindFigure, figure));
        listed.push(may && !meets(&|it| !it.is_referral && it.holder == sender));
    }
    let figure = Subject::Figure { agency: None, of_referrals: true };
    let may = facts.may(app, asker, (Permission::ListBehindFigure, figure));
    listed.push(may && !meets(&|it| it.is_referral));
    assert_eq!(listed.len(), SENDERS.len() + 1);
    listed
}

/// Whom a search shows the door opens, by a record that the own agency knows; and whoever has the
/// very name that was asked for is shown.
fn searched(app: &App, facts: &Facts, asker: &Asker, sought: &Record) {
    let found = found(app, asker, sought);
    let may_search = facts.may(app, asker, own_agency(asker, Permission::SearchPeople));
    assert_eq!(found.is_some(), may_search, "{asker:?} may search");
    let found = found.unwrap_or_default();
    let is_open = |record: &&Record| {
        let is_known = record.holder == asker.agency || record.referred_by == Some(asker.agency);
        is_known && !facts.readable(app, asker, record).is_empty()
    };
    let open: Vec<&Record> = facts.records.iter().filter(is_open).collect();
    let listable: BTreeSet<Uuid> = open.iter().map(|it| it.person).collect();
    assert!(found.is_subset(&listable), "{asker:?}: {found:?} of {listable:?}");
    for record in open {
        let names = |it: &Record| (it.given_names.clone(), it.family_name.clone());
        let is_named = may_search && names(record) == names(sought);
        assert!(!is_named || found.contains(&record.person), "{asker:?} does not find {record:?}");
    }
}
