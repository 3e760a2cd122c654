//! Who decides what was found, and what comes of it.

use super::{OTTILIE, decide, declares, look, none, person, shut, waiting};
use crate::{
    county::{left_by, word},
    people::{few_people, read, victim_of},
};
use app::{
    declaration::{FoundBy, MatchAnswer, list_matches},
    exclusion::list_exclusions,
    job::run_due_jobs,
    testing::{World, on_both},
};
use domain::{declaration::Tie, ids::PersonId};
use jiff::SignedDuration;
use uuid::Uuid;

/// Ottilie, and what was found because the referrer declared her.
fn found(world: &World, tie: Tie) -> (PersonId, Uuid) {
    few_people(&world.app);
    declares(world, "referrer", vec![person(OTTILIE, tie)]);
    let officer = world.sign_in("privacy officer");
    (victim_of(&world.app, "X1"), waiting(&world.app, &officer)[0].id)
}

fn sees(world: &World, person: PersonId) -> bool {
    let by = world.sign_in("referrer");
    word(&read(&world.app, &by, person)) == "done"
}

#[test]
fn the_officer_of_the_partnership_reads_it_and_for_all_others_it_is_not_there() {
    on_both(|world| {
        let (_, id) = found(&world, Tie::Family);
        for name in world.names() {
            let by = world.sign_in(name);
            let is_officer = name == "privacy officer";
            let (file, _) = left_by(&world, || look(&world.app, &by, id));
            let (decided, left) = match is_officer {
                true => (None, Vec::new()),
                false => {
                    let (decided, left) = left_by(&world, || decide(&world.app, &by, id, none()));
                    (Some(word(&decided)), left)
                }
            };
            if is_officer {
                let file = file.unwrap();
                assert!(matches!(&file.by, FoundBy::Declared { person, .. }
                    if person.family_name == "Marchbanks"));
                assert!(file.is_shut && file.reasons.iter().all(|it| !it.contains("Marchbanks")));
            } else {
                assert_eq!((word(&file), decided), ("not found", Some("not found")), "{name}");
                assert_eq!(left.len(), 1, "{name}: {left:?}");
                let listed = world.app.read(&by, list_matches);
                match name == "police privacy officer" {
                    true => assert!(listed.unwrap().0.is_empty(), "decided outside"),
                    false => assert_eq!(word(&listed), "denied", "{name}"),
                }
            }
        }
        let other = world.sign_in("privacy officer");
        let (_, left) = left_by(&world, || look(&world.app, &other, id).unwrap());
        assert_eq!(left, ["read decide_match match:new by privacy officer"]);
    });
}

#[test]
fn what_is_there_and_what_is_not_cost_the_same() {
    on_both(|world| {
        let (_, id) = found(&world, Tie::Family);
        for name in ["referrer", "representative", "idva lead"] {
            let by = world.sign_in(name);
            let (_, left) = left_by(&world, || look(&world.app, &by, id));
            let (_, noted) = left_by(&world, || look(&world.app, &by, Uuid::from_u128(9)));
            assert_eq!((left.len(), noted.len()), (1, 1), "{name}");
        }
    });
}

#[test]
fn what_somebody_of_the_partnership_knows_is_decided_where_the_person_is_held() {
    on_both(|world| {
        few_people(&world.app);
        let ottilie = victim_of(&world.app, "X1");
        declares(&world, "coordinator", vec![person(OTTILIE, Tie::Family)]);
        let own = world.sign_in("privacy officer");
        assert!(waiting(&world.app, &own).is_empty());
        let holder = world.sign_in("police privacy officer");
        let id = waiting(&world.app, &holder)[0].id;
        assert_eq!(word(&look(&world.app, &own, id)), "not found");
        assert_eq!(word(&decide(&world.app, &own, id, none())), "not found");
        decide(&world.app, &holder, id, MatchAnswer::Conflict).unwrap();
        let by = world.sign_in("coordinator");
        assert_eq!(word(&read(&world.app, &by, ottilie)), "not found");
    });
}

#[test]
fn nobody_decides_about_themselves_and_an_officers_own_goes_to_the_partnership() {
    on_both(|world| {
        few_people(&world.app);
        declares(&world, "police privacy officer", vec![person(OTTILIE, Tie::Family)]);
        let own = world.sign_in("police privacy officer");
        assert!(waiting(&world.app, &own).is_empty());
        let other = world.sign_in("privacy officer");
        let id = waiting(&world.app, &other)[0].id;
        assert_eq!(word(&look(&world.app, &own, id)), "not found");
        assert_eq!(word(&decide(&world.app, &own, id, none())), "not found");
        decide(&world.app, &other, id, MatchAnswer::Conflict).unwrap();
    });
}

#[test]
fn a_conflict_stays_shut_and_a_mistake_is_let_in_again_and_neither_is_found_twice() {
    on_both(|world| {
        let (ottilie, id) = found(&world, Tie::Family);
        let officer = world.sign_in("privacy officer");
        let (done, left) =
            left_by(&world, || decide(&world.app, &officer, id, MatchAnswer::Conflict));
        assert_eq!(word(&done), "done");
        assert_eq!(left, ["change decide_match match:new by privacy officer"]);
        assert!(!sees(&world, ottilie));
        assert_eq!(word(&decide(&world.app, &officer, id, none())), "refused");
        assert!(!sees(&world, ottilie), "what is refused changes nothing");
        assert!(waiting(&world.app, &officer).is_empty());
    });
    on_both(|world| {
        let (ottilie, id) = found(&world, Tie::Family);
        let officer = world.sign_in("privacy officer");
        decide(&world.app, &officer, id, none()).unwrap();
        assert!(sees(&world, ottilie));
        declares(&world, "referrer", vec![person(OTTILIE, Tie::Family)]);
        world.clock.advance(SignedDuration::from_mins(6));
        run_due_jobs(&world.app).unwrap();
        assert!(sees(&world, ottilie), "somebody said that it is another");
    });
}

#[test]
fn what_was_proposed_is_shut_when_an_officer_says_so() {
    on_both(|world| {
        few_people(&world.app);
        declares(&world, "referrer", vec![person(("Otilie", "Marchbank", None), Tie::Knows)]);
        let ottilie = victim_of(&world.app, "X1");
        assert!(sees(&world, ottilie));
        let officer = world.sign_in("privacy officer");
        let id = waiting(&world.app, &officer)[0].id;
        decide(&world.app, &officer, id, MatchAnswer::Conflict).unwrap();
        assert!(!sees(&world, ottilie));
    });
}

/// Whoever may exclude reads that there is an exclusion, and not what was declared.
#[test]
fn the_list_of_exclusions_does_not_tell_what_was_declared() {
    on_both(|world| {
        let (ottilie, _) = found(&world, Tie::Household);
        let lead = world.sign_in("representative");
        let listed = world.app.read(&lead, move |ctx| list_exclusions(ctx, ottilie)).unwrap();
        let listed = format!("{:?}", listed.standing);
        assert!(listed.contains("The referrer") && listed.contains("Declared"), "{listed}");
        assert!(!listed.contains("Household") && !listed.contains("live"), "{listed}");
    });
}

#[test]
fn an_officer_who_is_excluded_from_the_person_meets_nothing_of_it() {
    on_both(|world| {
        let (ottilie, id) = found(&world, Tie::Family);
        shut(&world, ottilie, "privacy officer");
        let officer = world.sign_in("privacy officer");
        assert!(waiting(&world.app, &officer).is_empty());
        assert_eq!(word(&look(&world.app, &officer, id)), "not found");
        let (decided, left) = left_by(&world, || decide(&world.app, &officer, id, none()));
        assert_eq!(word(&decided), "not found");
        assert_eq!(left.len(), 1);
        assert!(!sees(&world, ottilie));
    });
}
