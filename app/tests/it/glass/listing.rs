//! Privacy officers read who broke the glass, why, and what was read through it.

use super::{BORN, break_for, break_for_leopold, end, latest, leopold, opened, read};
use crate::{
    county::{left_by, word},
    people::{few_people, victim_of},
};
use app::{
    App, Error, Visitor,
    glass::{GlassBook, list_glass},
    testing::on_both,
};
use domain::glass::{GlassOutcome, GlassReason};
use jiff::SignedDuration;

fn list(app: &App, by: &Visitor) -> Result<GlassBook, Error> {
    app.read(by, |ctx| list_glass(ctx, None))
}

#[test]
fn the_officers_read_who_when_why_and_what_was_looked_at() {
    on_both(|world| {
        leopold(&world.app);
        let idva = world.sign_in("idva");
        let leopold = opened(break_for_leopold(&world.app, &idva));
        world.clock.advance(SignedDuration::from_mins(1));
        for _ in 0..2 {
            read(&world.app, &idva, leopold).unwrap();
        }
        for name in ["police privacy officer", "privacy officer"] {
            let officer = world.sign_in(name);
            let (book, left) = left_by(&world, || list(&world.app, &officer));
            let book = book.unwrap();
            assert_eq!(left.len(), 1, "{left:?}");
            assert!(left[0].starts_with("read see_alerts ledger"), "{left:?}");
            let told = &book.page.items[0];
            assert_eq!(
                (told.user_name.as_str(), told.agency_name.as_str()),
                ("The idva", "Amber House")
            );
            assert_eq!(told.reason, GlassReason::DangerToLife);
            assert_eq!(told.words, "He stands at our door and is bleeding.");
            assert_eq!((told.outcome, told.person), (GlassOutcome::Opened, Some(leopold)));
            assert!(told.may_end && told.alert.is_some());
            let look = &told.looks[0];
            assert_eq!((told.looks.len(), look.times), (1, 2));
            assert_eq!(look.agency_name, "Fen Police");
            assert_eq!(look.classes, ["case", "identity"]);
            assert_eq!(look.at.duration_since(told.at), SignedDuration::from_mins(1));
        }
        let officer = world.sign_in("police privacy officer");
        end(&world.app, &officer, latest(&world.app)).unwrap();
        let book = list(&world.app, &officer).unwrap();
        let told = &book.page.items[0];
        assert_eq!(told.ended_by.as_deref(), Some("The police privacy officer"));
        assert!(!told.may_end && told.ended_at.is_some());
    });
}

#[test]
fn a_try_that_found_nobody_is_read_by_the_own_agency_and_the_partnership_only() {
    on_both(|world| {
        let idva = world.sign_in("idva");
        break_for(&world.app, &idva, ("Drusilla", "Nevermore"), BORN).unwrap();
        let of = |name| list(&world.app, &world.sign_in(name)).unwrap().page.items;
        assert!(of("police privacy officer").is_empty());
        let told = of("privacy officer");
        assert_eq!(told[0].outcome, GlassOutcome::Nobody);
        assert!(told[0].looks.is_empty() && !told[0].may_end);
        let deputy = world.sign_in("deputy");
        break_for(&world.app, &deputy, ("Drusilla", "Nevermore"), BORN).unwrap();
        assert_eq!(of("police privacy officer").len(), 1);
        for name in ["idva", "coordinator", "grantor", "administrator", "manager"] {
            let answer = list(&world.app, &world.sign_in(name));
            assert!(["denied", "not found"].contains(&word(&answer)), "{name}");
        }
    });
}

#[test]
fn what_was_read_through_the_glass_is_not_hidden_behind_much_that_was_read_besides() {
    on_both(|world| {
        few_people(&world.app);
        leopold(&world.app);
        let ottilie = victim_of(&world.app, "R1");
        let idva = world.sign_in("idva");
        let leopold = opened(break_for_leopold(&world.app, &idva));
        for _ in 0..501 {
            read(&world.app, &idva, ottilie).unwrap();
        }
        read(&world.app, &idva, leopold).unwrap();
        let officer = world.sign_in("privacy officer");
        let book = list(&world.app, &officer).unwrap();
        let times: usize = book.page.items[0].looks.iter().map(|look| look.times).sum();
        assert_eq!(times, 1);
    });
}

#[test]
fn nobody_reads_in_the_list_what_was_read_by_another_right_or_after_the_hour() {
    on_both(|world| {
        leopold(&world.app);
        let deputy = world.sign_in("deputy");
        let leopold = opened(break_for_leopold(&world.app, &deputy));
        // His own agency holds it: he needed no broken glass, and reads on when it is whole.
        read(&world.app, &deputy, leopold).unwrap();
        world.clock.advance(SignedDuration::from_mins(61));
        let deputy = world.sign_in("deputy");
        read(&world.app, &deputy, leopold).unwrap();
        let officer = world.sign_in("police privacy officer");
        let book = list(&world.app, &officer).unwrap();
        let times: usize = book.page.items[0].looks.iter().map(|look| look.times).sum();
        assert_eq!(times, 0, "none was by the broken glass alone");
    });
}
