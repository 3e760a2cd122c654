//! Who looked at one person: for whoever answers for the record, and for nobody else.

use super::{open, victim};
use crate::{
    county::{left_by, word},
    people::{by_names, exclude, few_people, read, search, victim_of},
    performance::link,
};
use app::{
    Error, Visitor,
    ledger::{LookAt, LookFilter, list_looks, list_looks_at},
    testing::{World, on_both},
    whereabouts::{OpeningRequest, open_whereabouts},
};
use domain::{
    ids::PersonId,
    person::{OpeningReason, SearchPurpose},
};
use jiff::SignedDuration;
use uuid::Uuid;

fn look(world: &World, by: &Visitor, person: PersonId) -> Result<Vec<LookAt>, Error> {
    world.app.read(by, move |ctx| list_looks_at(ctx, person, None)).map(|(page, _)| page.items)
}

/// As in `The deputy read_person`, the newest first.
fn lines(world: &World, by: &Visitor, person: PersonId) -> Vec<String> {
    let line = |look: &LookAt| {
        let who = look.looked.user_name.clone().unwrap_or_default();
        format!("{who} {}", look.looked.entry.doing)
    };
    look(world, by, person).unwrap().iter().map(line).collect()
}

#[test]
fn a_lead_sees_who_looked_when_and_what_they_said_it_was_for() {
    on_both(|world| {
        few_people(&world.app);
        let ottilie = victim_of(&world.app, "X1");
        let deputy = world.sign_in("deputy");
        search(&world.app, &deputy, by_names("Ottilie", "Marchbanks")).unwrap();
        world.clock.advance(SignedDuration::from_secs(9));
        open(&world, &deputy, ottilie);
        world.clock.advance(SignedDuration::from_secs(9));
        let request = OpeningRequest::new(OpeningReason::Visit, "With the locksmith.").unwrap();
        let act = move |ctx: &mut app::Ctx<'_>| open_whereabouts(ctx, ottilie, &request);
        world.app.change(&deputy, act).unwrap();
        let lead = world.sign_in("representative");
        let (found, left) = left_by(&world, || look(&world, &lead, ottilie).unwrap());
        assert_eq!(left, ["read list_lookers person:new by representative"]);
        let doings: Vec<&str> = found.iter().map(|look| look.looked.entry.doing.as_str()).collect();
        assert_eq!(doings, ["open_whereabouts", "read_person", "read_person"]);
        assert_eq!(found[0].reason, Some(OpeningReason::Visit));
        assert_eq!((found[1].purpose, found[1].reason), (None, None));
        assert_eq!(found[2].purpose, Some(SearchPurpose::CaseWork));
        let again = lines(&world, &lead, ottilie);
        assert_eq!(again[0], "The representative list_lookers", "their own look is one");
    });
}

#[test]
fn a_lead_sees_looks_of_other_agencies_at_the_own_record_and_none_at_anothers() {
    on_both(|world| {
        few_people(&world.app);
        let ottilie = victim_of(&world.app, "X1");
        let referred = victim_of(&world.app, "R1");
        open(&world, &world.sign_in("idva"), referred);
        open(&world, &world.sign_in("deputy"), ottilie);
        let office = lines(&world, &world.sign_in("coordinator"), referred);
        assert_eq!(office, ["The idva read_person"]);
        let police = lines(&world, &world.sign_in("representative"), ottilie);
        assert_eq!(police, ["The deputy read_person"]);
    });
}

#[test]
fn whoever_answers_for_no_record_is_told_no_and_a_stranger_to_it_that_there_is_nobody() {
    on_both(|world| {
        few_people(&world.app);
        let ottilie = victim_of(&world.app, "X1");
        for (name, said) in
            [("deputy", "denied"), ("analyst", "denied"), ("administrator", "not found")]
        {
            let visitor = world.sign_in(name);
            let (answer, left) = left_by(&world, || look(&world, &visitor, ottilie));
            assert_eq!(word(&answer), said, "{name}");
            assert!(left[0].starts_with("refusal list_lookers person"), "{left:?}");
        }
        let nobody = PersonId::from_uuid(Uuid::from_u128(404));
        assert_eq!(word(&look(&world, &world.sign_in("representative"), nobody)), "not found");
    });
}

#[test]
fn that_somebody_is_excluded_does_not_show_among_those_who_looked() {
    on_both(|world| {
        few_people(&world.app);
        let ottilie = victim_of(&world.app, "X1");
        exclude(&world, ottilie, "deputy");
        assert!(read(&world.app, &world.sign_in("deputy"), ottilie).is_err());
        let found = lines(&world, &world.sign_in("representative"), ottilie);
        assert!(found.iter().all(|line| !line.starts_with("The deputy")), "{found:?}");
        exclude(&world, ottilie, "representative");
        let shut = look(&world, &world.sign_in("representative"), ottilie);
        assert_eq!(word(&shut), "not found");
    });
}

#[test]
fn who_looked_while_a_record_was_taken_for_somebody_else_is_told_with_the_record() {
    on_both(|world| {
        victim(&world.app, "L1", ("Ottilie", "Marchbanks"), &[]);
        victim(&world.app, "L2", ("Zuleika", "Thistlewood"), &[]);
        let as_one = [("FEN-POLICE/L1/victim", 1), ("FEN-POLICE/L2/victim", 1)];
        link(&world.app, &as_one);
        let wrong = victim_of(&world.app, "L2");
        assert_eq!(wrong, victim_of(&world.app, "L1"));
        open(&world, &world.sign_in("deputy"), wrong);
        world.clock.advance(SignedDuration::from_mins(1));
        link(&world.app, &[("FEN-POLICE/L1/victim", 1), ("FEN-POLICE/L2/victim", 2)]);
        let zuleika = victim_of(&world.app, "L2");
        assert_ne!(zuleika, wrong);
        let lead = world.sign_in("representative");
        assert_eq!(lines(&world, &lead, zuleika), ["The deputy read_person"]);
        // Who looks at the other one from now on does not look at her.
        open(&world, &world.sign_in("analyst"), wrong);
        let found = lines(&world, &lead, zuleika);
        assert!(found.iter().all(|line| !line.starts_with("The analyst")), "{found:?}");
    });
}

#[test]
fn an_officer_asks_who_looked_at_one_person() {
    on_both(|world| {
        few_people(&world.app);
        let (ottilie, man) = (victim_of(&world.app, "X1"), victim_of(&world.app, "R1"));
        open(&world, &world.sign_in("deputy"), ottilie);
        open(&world, &world.sign_in("idva"), man);
        let officer = world.sign_in("police privacy officer");
        let filter = LookFilter { person: Some(ottilie), ..LookFilter::default() };
        let found = world.app.read(&officer, move |ctx| list_looks(ctx, filter)).unwrap().0;
        let is_hers = found.items.iter().all(|look| look.entry.subject == Some(ottilie.uuid()));
        assert!(is_hers && !found.items.is_empty());
    });
}
