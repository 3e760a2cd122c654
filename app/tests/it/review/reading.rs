//! One pair side by side, and what would change.

use super::{
    AMBER, I1, I2, I3, POLICE, confirm, decide, incident, join, pair_of, read, referral, three,
    work_in,
};
use crate::performance::{ask, ni32, total, year};
use app::{
    person::review::{Alike, Changed, FigureMove, Verdict},
    testing::on_both,
};
use domain::{performance::Indicator, person::PartyRole};
use jiff::civil::date;

#[test]
fn both_records_stand_side_by_side_with_no_place_told() {
    on_both(|world| {
        three(&world);
        let pair = pair_of(&world.app, I1, I3);
        let review = read(&world.app, &world.sign_in("coordinator"), pair).unwrap();
        let [one, other] = &review.sides;
        assert_eq!((one.from.reference.as_str(), other.from.reference.as_str()), ("I1", "I3"));
        assert_eq!(one.family_name.as_deref(), Some("Raghunathan"));
        assert_eq!(
            (other.from.agency.as_str(), other.from.role),
            ("Amber House", PartyRole::Victim)
        );
        assert_eq!(other.from.on, date(2008, 10, 1));
        let held = [Alike::NotHeld, Alike::Same, Alike::NotHeld, Alike::NotHeld];
        assert_eq!(review.places, held);
        assert!(!format!("{review:?}").contains("PE15"), "a postcode is told: {review:?}");
        let weights: Vec<i64> = review.reasons.iter().map(|reason| reason.weight).collect();
        assert_eq!((weights, review.weight), (vec![4_000, 2_500], 6_500));
        assert!(review.needs_second_person && review.is_current && !review.is_one_person);
    });
}

#[test]
fn what_would_change_is_what_changes() {
    on_both(|world| {
        let app = &world.app;
        three(&world);
        let coordinator = world.sign_in("coordinator");
        let pair = pair_of(app, I1, I2);
        let review = read(app, &coordinator, pair).unwrap();
        let repeat = Changed {
            indicator: Indicator::RepeatIncidents,
            reference: "I2".to_owned(),
            on: date(2008, 9, 1),
            becomes_repeat: true,
            earlier: Some(("I1".to_owned(), date(2008, 5, 1))),
        };
        assert_eq!(review.effect.changed, [repeat]);
        let moved = FigureMove {
            indicator: Indicator::RepeatIncidents,
            year: "2008/09".to_owned(),
            area: "Fenland".to_owned(),
            repeats: 1,
            all: 0,
        };
        assert_eq!(review.effect.figures, [moved]);
        let asked = ask(Indicator::RepeatIncidents, year(2008));
        assert_eq!(total(app, asked), (0, 3));
        decide(app, &coordinator, pair, Verdict::Same).unwrap();
        assert_eq!(total(app, asked), (0, 3), "it waits for a second person");
        confirm(app, &world.sign_in("analyst"), pair).unwrap();
        work_in(app);
        assert_eq!(total(app, asked), (1, 3));
        let review = read(app, &coordinator, pair).unwrap();
        assert!(review.is_one_person && review.effect.changed.is_empty());
    });
}

#[test]
fn a_case_becomes_a_repeat_when_its_victim_or_its_perpetrator_is_one_with_an_earlier_one() {
    for (joined, second) in [("victim", ("Raghunathan", "Cole")), ("perpetrator", ("Rao", "Dunn"))]
    {
        on_both(|world| {
            let app = &world.app;
            let (victim, perpetrator) = second;
            let first = if joined == "victim" { ("Rao", "Cole") } else { ("Rao", "Silva") };
            referral(app, "R1", "2008-04-10", first.0, first.1);
            referral(app, "R2", "2008-12-10", victim, perpetrator);
            // The other party is one already, by a decision: linkage is not tried here.
            let other = if joined == "victim" { "perpetrator" } else { "victim" };
            let known = pair_of(app, ("R1", other), ("R2", other));
            join(&world, known);
            assert_eq!(ni32(app, 2008, None), (0, 2), "{joined}");
            let pair = pair_of(app, ("R1", joined), ("R2", joined));
            let review = read(app, &world.sign_in("coordinator"), pair).unwrap();
            let [changed] = &review.effect.changed[..] else { panic!("{:?}", review.effect) };
            assert_eq!((changed.indicator, changed.on), (Indicator::Ni32, date(2008, 12, 31)));
            assert_eq!(changed.earlier, Some(("R1".to_owned(), date(2008, 4, 10))));
            let [moved] = &review.effect.figures[..] else { panic!("{:?}", review.effect) };
            assert_eq!((moved.repeats, moved.all, moved.area.as_str()), (1, 0, "Fenland"));
        });
    }
}

#[test]
fn two_cases_of_one_day_are_told_to_become_one() {
    on_both(|world| {
        let app = &world.app;
        referral(app, "R1", "2008-04-10", "Rao", "Cole");
        referral(app, "R2", "2008-04-10", "Featherstone", "Dunn");
        let pair = pair_of(app, ("R1", "victim"), ("R2", "victim"));
        let review = read(app, &world.sign_in("coordinator"), pair).unwrap();
        assert_eq!(review.effect.changed, []);
        let [moved] = &review.effect.figures[..] else { panic!("{:?}", review.effect) };
        assert_eq!((moved.repeats, moved.all), (0, -1));
    });
}

#[test]
fn an_analyst_is_told_of_own_incidents_only_and_not_of_whose_they_would_be_repeats() {
    on_both(|world| {
        let app = &world.app;
        three(&world);
        incident(app, AMBER, "I0", "2008-04-15", "Gallagher", "Petrov");
        incident(app, POLICE, "I4", "2009-12-01", "Adebayo", "Novak");
        // One person of I1 and the later I3, the other of I0 and the much later I4.
        join(&world, pair_of(app, I1, I3));
        join(&world, pair_of(app, ("I0", "victim"), ("I4", "victim")));
        let pair = pair_of(app, I1, ("I4", "victim"));
        let told = |name: &str| {
            let review = read(app, &world.sign_in(name), pair).unwrap();
            let changed = review.effect.changed.into_iter();
            let told: Vec<(String, Option<String>)> = changed
                .map(|one| (one.reference, one.earlier.map(|(earlier, _)| earlier)))
                .collect();
            (told, review.effect.figures.len())
        };
        let one = |reference: &str, earlier: Option<&str>| {
            (reference.to_owned(), earlier.map(str::to_owned))
        };
        assert_eq!(told("coordinator"), (vec![one("I1", Some("I0"))], 1));
        assert_eq!(told("analyst"), (vec![one("I1", None)], 1));
        let of_amber = pair_of(app, ("I2", "victim"), ("I4", "victim"));
        incident(app, AMBER, "I5", "2008-09-20", "Petrov", "Orlov");
        join(&world, pair_of(app, ("I5", "victim"), ("I4", "victim")));
        let review = |name: &str| read(app, &world.sign_in(name), of_amber).unwrap().effect.changed;
        let references = |changed: Vec<Changed>| {
            changed.into_iter().map(|one| one.reference).collect::<Vec<_>>()
        };
        assert_eq!(references(review("coordinator")), ["I2"]);
        assert_eq!(references(review("analyst")), ["I2"]);
    });
}
