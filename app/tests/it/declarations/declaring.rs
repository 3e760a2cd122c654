//! Declaring: who does, when it is due, and that nobody reads it.

use super::{NOBODY_ON_FILE, OTTILIE, knows, person, say};
use crate::{
    county::{left_by, word},
    people::few_people,
};
use app::{
    App, Visitor,
    declaration::{DeclaredCounts, OwnDeclaration, find_due, list_declarations, own_declaration},
    params,
    testing::{World, on_both},
};
use domain::declaration::{DeclarationDue, Tie, declares};
use jiff::{SignedDuration, civil::date};

fn own(app: &App, by: &Visitor) -> OwnDeclaration {
    app.read(by, own_declaration).unwrap()
}

#[test]
fn whoever_has_sight_of_people_declares_and_nobody_else() {
    on_both(|world| {
        for name in world.names() {
            let by = world.sign_in(name);
            let (shown, _) = left_by(&world, || world.app.read(&by, own_declaration));
            let (said, left) = left_by(&world, || say(&world, &by, knows(Vec::new())));
            let expected = if declares(world.person(name).role) { "done" } else { "denied" };
            assert_eq!((word(&shown), word(&said)), (expected, expected), "{name}");
            let line = match expected {
                "done" => format!("change declare_conflicts user:{name} by {name}"),
                _ => format!("refusal declare_conflicts user:{name} by {name} (not_granted)"),
            };
            assert_eq!(left, [line]);
        }
    });
}

#[test]
fn it_is_due_within_four_weeks_and_then_each_year_and_whoever_is_due_is_reminded() {
    on_both(|world| {
        let due = |world: &World, by: &Visitor| own(&world.app, by).due;
        let by = world.sign_in("idva");
        assert_eq!(due(&world, &by), DeclarationDue::By(date(2026, 12, 22)));
        world.clock.advance(SignedDuration::from_hours(24 * 29));
        let by = world.sign_in("idva");
        assert_eq!(due(&world, &by), DeclarationDue::Overdue(date(2026, 12, 22)));
        say(&world, &by, knows(Vec::new())).unwrap();
        assert_eq!(due(&world, &by), DeclarationDue::Done { next: date(2027, 12, 23) });
        assert_eq!(own(&world.app, &by).made_on, [date(2026, 12, 23)]);
        let reminded = |name: &str| {
            let by = world.sign_in(name);
            let read = |ctx: &mut app::Ctx<'_>| {
                app::user::show_own_account(ctx)?;
                find_due(ctx)
            };
            world.app.read(&by, read).unwrap().is_some()
        };
        assert!(!reminded("idva") && reminded("second idva") && !reminded("grantor"));
        world.clock.advance(SignedDuration::from_hours(24 * 366));
        let by = world.sign_in("idva");
        assert_eq!(due(&world, &by), DeclarationDue::Overdue(date(2027, 12, 23)));
        say(&world, &by, knows(Vec::new())).unwrap();
        assert_eq!(own(&world.app, &by).made_on, [date(2027, 12, 24), date(2026, 12, 23)]);
    });
}

#[test]
fn what_is_declared_lies_in_clear_in_no_column() {
    on_both(|world| {
        let by = world.sign_in("idva");
        say(&world, &by, knows(vec![person(NOBODY_ON_FILE, Tie::Family)])).unwrap();
        let sealed: Vec<u8> = world
            .app
            .db()
            .read(|tx| tx.find("select content from declaration", params![], |r| r.get("content")))
            .unwrap()
            .unwrap();
        let text = String::from_utf8_lossy(&sealed).into_owned();
        for word in ["Perpetua", "Zzyzx", "1990", "family", "people"] {
            assert!(!text.contains(word), "{word}");
        }
    });
}

/// What Wicken found leaves no trace in what whoever declared is answered, in what that leaves in
/// the ledger, or in what they see of their account.
#[test]
fn whoever_declares_somebody_on_file_is_answered_as_whoever_declares_nobody_on_file() {
    on_both(|world| {
        few_people(&world.app);
        let answers: Vec<String> = [OTTILIE, NOBODY_ON_FILE]
            .into_iter()
            .map(|whom| {
                let by = world.sign_in("referrer");
                let declared = knows(vec![person(whom, Tie::Family)]);
                let (answer, left) = left_by(&world, || say(&world, &by, declared));
                app::job::run_due_jobs(&world.app).unwrap();
                let OwnDeclaration { due, made_on, .. } = own(&world.app, &by);
                format!("{answer:?} {left:?} {due:?} {:?}", made_on.first())
            })
            .collect();
        assert_eq!(answers[0], answers[1]);
    });
}

#[test]
fn leads_and_officers_see_who_is_late_in_their_agency_and_the_partnerships_officer_everywhere() {
    on_both(|world| {
        world.clock.advance(SignedDuration::from_hours(24 * 29));
        let by = world.sign_in("representative");
        say(&world, &by, knows(vec![person(OTTILIE, Tie::Family)])).unwrap();
        let list = |name: &str| {
            let by = world.sign_in(name);
            left_by(&world, || world.app.read(&by, list_declarations))
        };
        for name in ["representative", "police privacy officer"] {
            let (listed, left) = list(name);
            let (listed, _) = listed.unwrap();
            assert_eq!(listed.len(), 1, "{name}");
            let counts = DeclaredCounts { done: 1, due: 0, overdue: 5 };
            assert_eq!((listed[0].agency_name.as_str(), listed[0].counts), ("Fen Police", counts));
            assert_eq!(listed[0].people.last().unwrap().name, "The representative");
            assert_eq!(left, [format!("read see_declarations agency:FEN-POLICE by {name}")]);
        }
        let (listed, left) = list("privacy officer");
        assert_eq!((listed.unwrap().0.len(), left.len()), (3, 3));
        for name in ["idva", "chair", "grantor", "administrator", "manager"] {
            let (listed, _) = list(name);
            assert!(["denied", "not found"].contains(&word(&listed)), "{name}");
        }
    });
}
