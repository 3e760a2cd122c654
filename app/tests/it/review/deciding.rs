//! One says so, another confirms it, and two at once are told of each other.

use super::{
    I1, I2, I3, POLICE, confirm, decide, end, incident, pair_of, person, read, record, standing,
    three, work_in,
};
use crate::county::{count, left_by, word};
use app::{
    Error, Refused,
    job::run_due_jobs,
    person::review::{
        LinkAnswer, LinkStanding, Verdict, decide_link, end_decision, list_decisions, read_decision,
    },
    testing::{World, on_both},
};
use domain::ids::LinkId;
use std::{sync::Barrier, thread};

fn is_one(world: &World, one: (&str, &str), other: (&str, &str)) -> bool {
    let of = |(reference, party)| person(&world.app, record(&world.app, reference, party));
    of(one) == of(other)
}

fn victims(world: &World) -> LinkId {
    three(world);
    pair_of(&world.app, I1, I2)
}

#[test]
fn a_link_that_joins_a_victim_to_another_case_waits_for_a_second_person() {
    on_both(|world| {
        let pair = victims(&world);
        let (analyst, coordinator) = (world.sign_in("analyst"), world.sign_in("coordinator"));
        let stands = decide(&world.app, &analyst, pair, Verdict::Same).unwrap();
        assert_eq!(stands, LinkStanding::WaitsForSecond);
        work_in(&world.app);
        assert!(!is_one(&world, I1, I2));
        // Whoever decided is not the second.
        let (alone, left) = left_by(&world, || confirm(&world.app, &analyst, pair));
        assert_eq!(word(&alone), "denied");
        assert_eq!(left, ["refusal confirm_link link:new by analyst (forbidden)"]);
        assert!(!read(&world.app, &analyst, pair).unwrap().may_confirm);
        assert!(read(&world.app, &coordinator, pair).unwrap().may_confirm);
        let (done, left) = left_by(&world, || confirm(&world.app, &coordinator, pair));
        assert_eq!(
            (word(&done), left),
            ("done", vec!["change confirm_link link:new by coordinator".to_owned()])
        );
        assert_eq!(word(&confirm(&world.app, &coordinator, pair)), "changed");
        assert!(read(&world.app, &analyst, pair).unwrap().is_being_worked_in);
        assert!(!is_one(&world, I1, I2), "nobody waits with a page open");
        run_due_jobs(&world.app).unwrap();
        assert!(is_one(&world, I1, I2));
        assert!(!read(&world.app, &analyst, pair).unwrap().is_being_worked_in);
    });
}

#[test]
fn what_was_decided_is_read_without_a_look_at_either_person_and_by_reviewers_only() {
    on_both(|world| {
        let pair = victims(&world);
        let look = |name| {
            let visitor = world.sign_in(name);
            left_by(&world, || world.app.read(&visitor, |ctx| read_decision(ctx, pair)))
        };
        assert_eq!(word(&look("coordinator").0), "not found", "nothing is decided yet");
        decide(&world.app, &world.sign_in("analyst"), pair, Verdict::Different).unwrap();
        let (read, left) = look("coordinator");
        let (decided, is_being_worked_in) = read.unwrap();
        assert_eq!((decided.verdict, is_being_worked_in), (Verdict::Different, true));
        assert_eq!(left, ["read review_link link:new by coordinator"]);
        let (refused, left) = look("chair");
        assert_eq!(word(&refused), "not found");
        assert_eq!(left, ["refusal review_link link:new by chair (not_granted)"]);
    });
}

#[test]
fn two_suspects_are_linked_by_one_person() {
    on_both(|world| {
        three(&world);
        let (one, other) = (("I1", "perpetrator"), ("I2", "perpetrator"));
        let pair = pair_of(&world.app, one, other);
        let analyst = world.sign_in("analyst");
        assert!(!read(&world.app, &analyst, pair).unwrap().needs_second_person);
        let stands = decide(&world.app, &analyst, pair, Verdict::Same).unwrap();
        assert_eq!(stands, LinkStanding::InForce);
        run_due_jobs(&world.app).unwrap();
        assert!(is_one(&world, one, other));
        // Who has become a victim's suspect elsewhere counts as what they are by now.
        let next = pair_of(&world.app, I1, ("I2", "perpetrator"));
        assert!(!read(&world.app, &analyst, next).unwrap().is_one_person);
        let stands = decide(&world.app, &analyst, next, Verdict::Same).unwrap();
        assert_eq!(stands, LinkStanding::WaitsForSecond);
    });
}

#[test]
fn not_sure_takes_the_pair_from_the_queue_and_moves_nobody() {
    on_both(|world| {
        let pair = victims(&world);
        let analyst = world.sign_in("analyst");
        let stands = decide(&world.app, &analyst, pair, Verdict::Unsure).unwrap();
        assert_eq!(stands, LinkStanding::Undecided);
        assert_eq!(count(&world.app, "select count(*) as count from fact_due"), 0);
        assert_eq!(word(&decide(&world.app, &analyst, pair, Verdict::Same)), "changed");
        end(&world.app, &analyst, pair).unwrap();
        let again = pair_of(&world.app, I1, I2);
        assert!(decide(&world.app, &analyst, again, Verdict::Same).is_ok());
    });
}

#[test]
fn the_second_of_two_reviewers_at_once_is_told_and_changes_nothing() {
    on_both(|world| {
        let pair = victims(&world);
        let visitors = ["analyst", "coordinator"].map(|name| world.sign_in(name));
        let servers = [world.app.clone(), world.second_server()];
        let start = Barrier::new(2);
        let answers: Vec<Result<LinkStanding, Error>> = thread::scope(|scope| {
            let work: Vec<_> = visitors
                .iter()
                .zip(&servers)
                .map(|(visitor, server)| {
                    let start = &start;
                    scope.spawn(move || {
                        start.wait();
                        decide(server, visitor, pair, Verdict::Same)
                    })
                })
                .collect();
            work.into_iter().map(|work| work.join().unwrap()).collect()
        });
        let mut words: Vec<&str> = answers.iter().map(word).collect();
        words.sort_unstable();
        assert_eq!(words, ["changed", "done"]);
        assert_eq!(count(&world.app, "select count(*) as count from link_decision"), 1);
    });
}

#[test]
fn whoever_ends_what_has_ended_is_told() {
    on_both(|world| {
        let pair = victims(&world);
        let analyst = world.sign_in("analyst");
        decide(&world.app, &analyst, pair, Verdict::Same).unwrap();
        let seen = standing(&world.app, pair).unwrap();
        end(&world.app, &analyst, pair).unwrap();
        let again =
            world.app.change(&analyst, move |ctx| end_decision(ctx, pair, seen, "once more"));
        assert_eq!(word(&again), "changed");
        let sql = "select count(*) as count from link_decision
                   where ended_why = 'it was wrong' and superseded_at is not null";
        assert_eq!(count(&world.app, sql), 1);
    });
}

#[test]
fn a_decision_needs_a_ground_of_two_thousand_characters_at_most() {
    on_both(|world| {
        let pair = victims(&world);
        let analyst = world.sign_in("analyst");
        let say = |why: String| {
            let answer = LinkAnswer { verdict: Verdict::Unsure, why };
            world.app.change(&analyst, move |ctx| decide_link(ctx, pair, &answer))
        };
        for why in [String::new(), " \n ".to_owned(), "x".repeat(2_001)] {
            assert!(matches!(say(why), Err(Error::Refused(Refused::LinkWhy))));
        }
        assert!(say("x".repeat(2_000)).is_ok());
    });
}

#[test]
fn the_list_says_who_decided_confirmed_and_ended_what_and_why() {
    on_both(|world| {
        let pair = victims(&world);
        let (analyst, coordinator) = (world.sign_in("analyst"), world.sign_in("coordinator"));
        decide(&world.app, &analyst, pair, Verdict::Same).unwrap();
        confirm(&world.app, &coordinator, pair).unwrap();
        end(&world.app, &coordinator, pair).unwrap();
        let (page, _) = world.app.read(&analyst, |ctx| list_decisions(ctx, None)).unwrap();
        let [line] = &page.items[..] else { panic!("{page:?}") };
        let decided = &line.decided;
        assert_eq!((decided.verdict, decided.why.as_str()), (Verdict::Same, "as both files say"));
        assert_eq!(decided.by_name.as_deref(), Some("The analyst"));
        assert_eq!(decided.confirmed_by.as_deref(), Some("The coordinator"));
        assert_eq!(decided.ended_by.as_deref(), Some("The coordinator"));
        assert_eq!(decided.ended_why.as_deref(), Some("it was wrong"));
        assert_eq!(decided.standing(), None);
        assert!(!line.may_confirm);
    });
}

#[test]
fn nobody_confirms_ends_or_lists_what_they_may_not_review() {
    on_both(|world| {
        three(&world);
        let app = &world.app;
        let coordinator = world.sign_in("coordinator");
        let foreign = pair_of(app, I1, I3);
        decide(app, &coordinator, foreign, Verdict::Same).unwrap();
        for name in ["analyst", "representative", "grantor"] {
            let visitor = world.sign_in(name);
            assert_eq!(word(&confirm(app, &visitor, foreign)), "not found", "{name}");
            assert_eq!(word(&end(app, &visitor, foreign)), "not found", "{name}");
        }
        let listed = |name: &str| {
            let visitor = world.sign_in(name);
            app.read(&visitor, |ctx| Ok(list_decisions(ctx, None)?.0.items.len()))
        };
        assert_eq!(listed("coordinator").unwrap(), 1);
        assert_eq!(listed("analyst").unwrap(), 0);
        for name in ["chair", "manager", "privacy officer"] {
            assert_eq!(word(&listed(name)), "not found", "{name}");
        }
        assert!(standing(app, foreign).is_some());
    });
}

#[test]
fn a_pair_that_was_amended_since_is_no_longer_decided() {
    on_both(|world| {
        let pair = victims(&world);
        let analyst = world.sign_in("analyst");
        assert!(!read(&world.app, &analyst, pair).unwrap().is_amended);
        incident(&world.app, POLICE, "I2", "2008-09-01", "Featherston", "Dunn");
        let review = read(&world.app, &analyst, pair).unwrap();
        assert!(review.is_amended && review.effect.changed.is_empty());
        for verdict in Verdict::ALL {
            assert_eq!(word(&decide(&world.app, &analyst, pair, *verdict)), "changed");
        }
        assert_eq!(standing(&world.app, pair), None);
    });
}
