//! Privacy officers read who broke the glass, why, and what was read through it.

use super::{BORN, break_for, break_for_leopold, end, latest, leopold, opened, read, references};
use crate::{
    county::{left_by, word},
    people::{exclude, few_people, victim_of},
    performance::{Cells, file, import},
};
use app::{
    App, Error, Visitor,
    alert::{AlertFilter, list_alerts},
    glass::{GlassBook, list_glass, offer_glass},
    import::reading::FileKind,
    oversight::read_oversight,
    params,
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

#[test]
fn an_officer_who_is_excluded_is_told_of_no_glass_that_was_broken_for_the_person() {
    on_both(|world| {
        leopold(&world.app);
        let idva = world.sign_in("idva");
        let leopold = opened(break_for_leopold(&world.app, &idva));
        let glass = latest(&world.app);
        let officer = world.sign_in("police privacy officer");
        assert_eq!(list(&world.app, &officer).unwrap().page.items.len(), 1);
        exclude(&world, leopold, "police privacy officer");
        assert!(list(&world.app, &officer).unwrap().page.items.is_empty());
        let found = world.app.read(&officer, read_oversight).unwrap();
        assert!(found.glass.is_empty() && found.alerts.is_empty(), "nor is it counted");
        let inbox = world.app.read(&officer, |ctx| list_alerts(ctx, AlertFilter::default()));
        assert!(inbox.unwrap().0.items.is_empty());
        // Neither can they end what they do not know of, as if it were none.
        let none = domain::ids::GlassId::from_uuid(uuid::Uuid::from_u128(404));
        let end = |glass| left_by(&world, || word(&end(&world.app, &officer, glass)));
        assert_eq!(end(glass), end(none));
        assert_eq!(end(glass).0, "not found");
        let partnership = world.sign_in("privacy officer");
        assert_eq!(list(&world.app, &partnership).unwrap().page.items.len(), 1);
    });
}

#[test]
fn what_is_open_is_listed_by_what_it_opened_and_not_by_another_case_of_the_person() {
    on_both(|world| {
        leopold(&world.app);
        let idva = world.sign_in("idva");
        let leopold = opened(break_for_leopold(&world.app, &idva));
        // A case of his comes in that Amber House referred itself.
        let referral: Cells<'_> = &[
            ("referral_ref", "R9"),
            ("marac", "Fenland MARAC"),
            ("referring_agency", "AMBER-HOUSE"),
            ("referred_on", "2026-10-02"),
            ("victim_given_names", "Leopold"),
            ("victim_family_name", "Fenwicke"),
            ("victim_date_of_birth", "1960-05-06"),
            ("perpetrator_given_names", "Casimir"),
            ("perpetrator_family_name", "Quillfeather"),
        ];
        import(&world.app, FileKind::Referrals, "PARTNERSHIP", &file(&[referral]));
        let open = || world.app.read(&idva, offer_glass).unwrap().0.len();
        assert_eq!(references(&read(&world.app, &idva, leopold).unwrap()), ["R9", "X9"]);
        assert!(read(&world.app, &idva, leopold).unwrap().glass.is_some());
        assert_eq!(open(), 1);
        // She knows the woman of the incident, and not him.
        exclude_from_suspect(&world, "X9", "idva");
        let file = read(&world.app, &idva, leopold).unwrap();
        assert_eq!(references(&file), ["R9"]);
        assert!(file.glass.is_none());
        assert_eq!(open(), 0);
    });
}

fn exclude_from_suspect(world: &app::testing::World, reference: &'static str, name: &str) {
    let user = world.person(name).id;
    let insert = move |tx: &mut app::db::Tx<'_>| {
        tx.execute(
            "insert into exclusion (exclusion_id, user_id, person_id, reason, words, recorded_at)
             select r.record_id, $1, m.person_id, 'friend', 'A walk.', m.recorded_at
             from incident i
             join person_record r on r.source_id = i.incident_id and r.party = 'perpetrator'
             join membership m on m.record_id = r.record_id
             where i.reference = $2",
            params![user, reference],
        )
    };
    assert_eq!(world.app.db().write(insert).unwrap(), 1);
}
