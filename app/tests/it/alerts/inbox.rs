//! The inbox: who is told, until when, who may say what came of it, and who never sees it.

use super::{
    inbox, only, own_record, raised, settle, settled, suspend_police_officer, waiting, watch,
};
use crate::{
    county::{left_by, word},
    people::{exclude, few_people, read, victim_of},
};
use app::{
    Error,
    alert::{AlertFile, AlertFilter, list_alerts, read_alert},
    db::Tx,
    params,
    testing::{World, on_both},
};
use domain::{
    alert::AlertKind,
    ids::{AlertId, UserId},
};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

fn file(world: &World, by: &app::Visitor, id: AlertId) -> Result<AlertFile, Error> {
    world.app.read(by, move |ctx| read_alert(ctx, id))
}

#[test]
fn an_officer_reads_who_what_and_when_with_the_lines_behind_it() {
    on_both(|world| {
        let own = own_record(&world, "deputy");
        let officer = world.sign_in("police privacy officer");
        let (list, left) = left_by(&world, || waiting(&world, &officer));
        assert_eq!(left, ["read see_alerts ledger:FEN-POLICE by police privacy officer"]);
        let alert = &list[0];
        assert_eq!(alert.kind, AlertKind::OwnRecord);
        assert_eq!(alert.about_name.as_deref(), Some("Ottilie Marchbanks"), "that is the deputy");
        assert_eq!(alert.subject, Some(("person".to_owned(), own.uuid())));
        assert!(!alert.is_late && alert.settled.is_none());
        let (read, left) = left_by(&world, || file(&world, &officer, alert.id).unwrap());
        assert_eq!(left, ["read see_alerts alert:new by police privacy officer"]);
        assert!(read.may_settle);
        let doings: Vec<&str> = read.lines.iter().map(|line| line.entry.doing.as_str()).collect();
        assert_eq!(doings, ["read_person"]);
        assert_eq!(read.lines[0].entry.subject, Some(own.uuid()));
    });
}

#[test]
fn only_officers_have_an_inbox_and_the_try_is_in_the_ledger() {
    on_both(|world| {
        own_record(&world, "deputy");
        let id = only(&world);
        for name in ["representative", "coordinator", "grantor", "administrator", "deputy"] {
            let visitor = world.sign_in(name);
            let look = || world.app.read(&visitor, |ctx| list_alerts(ctx, AlertFilter::default()));
            let (answer, left) = left_by(&world, look);
            assert_eq!(word(&answer), "denied", "{name}");
            assert!(left[0].starts_with("refusal see_alerts ledger"), "{left:?}");
            assert_eq!(word(&file(&world, &visitor, id)), "denied", "{name}");
            let (answer, left) = left_by(&world, || settle(&world, &visitor, id));
            assert_eq!(word(&answer), "not found", "{name}");
            assert!(left[0].starts_with("refusal settle_alert alert"), "{left:?}");
        }
    });
}

#[test]
fn an_alert_of_another_agency_answers_like_one_that_is_not_there() {
    on_both(|world| {
        few_people(&world.app);
        let ottilie = victim_of(&world.app, "X1");
        exclude(&world, ottilie, "deputy");
        assert!(read(&world.app, &world.sign_in("deputy"), ottilie).is_err());
        watch(&world);
        assert_eq!(raised(&world), ["excluded_hit to PARTNERSHIP about deputy (person)"]);
        let (id, none) = (only(&world), AlertId::from_uuid(Uuid::from_u128(404)));
        let police = world.sign_in("police privacy officer");
        for id in [id, none] {
            let (answer, left) = left_by(&world, || file(&world, &police, id));
            assert_eq!(word(&answer), "not found");
            assert_eq!(left, ["refusal find unknown by police privacy officer (not_found)"]);
            assert_eq!(word(&settle(&world, &police, id)), "not found");
        }
        assert!(file(&world, &world.sign_in("privacy officer"), id).is_ok());
    });
}

#[test]
fn an_alert_is_settled_once_with_an_outcome_and_words() {
    on_both(|world| {
        own_record(&world, "deputy");
        let officer = world.sign_in("police privacy officer");
        let id = only(&world);
        let (answer, left) = left_by(&world, || settle(&world, &officer, id));
        assert_eq!(word(&answer), "done");
        assert_eq!(left, ["change settle_alert alert:new by police privacy officer"]);
        assert!(waiting(&world, &officer).is_empty());
        let found = settled(&world, &officer);
        let came = found[0].settled.as_ref().unwrap();
        assert_eq!(came.words, "She rang us herself; the duty log says so.");
        assert_eq!(came.by.as_deref(), Some("The police privacy officer"));
        assert_eq!(word(&settle(&world, &officer, id)), "refused");
        assert!(!file(&world, &officer, id).unwrap().may_settle);
    });
}

#[test]
fn what_is_not_settled_in_time_goes_to_the_partnership_as_well() {
    on_both(|world| {
        own_record(&world, "deputy");
        let due = waiting(&world, &world.sign_in("police privacy officer"))[0].due_at;
        // A Tuesday and five working days.
        assert_eq!(due, "2026-12-01T23:59:59.999999Z".parse::<Timestamp>().unwrap());
        let theirs = |at: Timestamp| {
            world.clock.put(at);
            let alerts = waiting(&world, &world.sign_in("privacy officer"));
            alerts.into_iter().map(|alert| alert.is_late).collect::<Vec<_>>()
        };
        assert!(theirs(due - SignedDuration::from_mins(1)).is_empty());
        assert_eq!(theirs(due + SignedDuration::from_micros(1)), [true]);
        assert!(waiting(&world, &world.sign_in("police privacy officer"))[0].is_late);
        // Settled too late it stays where it went.
        settle(&world, &world.sign_in("police privacy officer"), only(&world)).unwrap();
        assert_eq!(settled(&world, &world.sign_in("privacy officer")).len(), 1);
    });
}

#[test]
fn the_partnership_sees_every_agencys_alerts_where_it_asks_for_them() {
    on_both(|world| {
        own_record(&world, "deputy");
        let officer = world.sign_in("privacy officer");
        assert!(waiting(&world, &officer).is_empty());
        let every = AlertFilter { every_agency: true, ..AlertFilter::default() };
        assert_eq!(inbox(&world, &officer, every).items.len(), 1);
        let police = world.sign_in("police privacy officer");
        assert_eq!(inbox(&world, &police, every).items.len(), 1, "which is its own");
    });
}

#[test]
fn where_an_agency_has_no_officer_the_partnership_sees_to_it_at_once() {
    on_both(|world| {
        suspend_police_officer(&world);
        own_record(&world, "deputy");
        let alerts = waiting(&world, &world.sign_in("privacy officer"));
        assert_eq!(alerts.len(), 1);
        assert!(alerts[0].has_no_officer && !alerts[0].is_late);
    });
}

/// Writes the alert anew, as if it were about somebody else.
fn about(world: &World, user: UserId) {
    let change = move |tx: &mut Tx<'_>| {
        tx.execute("update alert set about_user = $1", params![user]).map(drop)
    };
    world.app.db().write(change).unwrap();
}

#[test]
fn nobody_sees_or_settles_an_alert_about_themselves() {
    on_both(|world| {
        own_record(&world, "deputy");
        about(&world, world.person("police privacy officer").id);
        let officer = world.sign_in("police privacy officer");
        let id = only(&world);
        assert!(waiting(&world, &officer).is_empty());
        assert_eq!(word(&file(&world, &officer, id)), "not found");
        let (answer, left) = left_by(&world, || settle(&world, &officer, id));
        assert_eq!(word(&answer), "not found");
        let refused = "refusal settle_alert alert:new by police privacy officer (forbidden)";
        assert_eq!(left, [refused]);
        assert_eq!(word(&settle(&world, &world.sign_in("privacy officer"), id)), "done");
    });
}

#[test]
fn an_officer_who_is_excluded_from_a_person_meets_no_alert_about_them() {
    on_both(|world| {
        let own = own_record(&world, "deputy");
        let officer = world.sign_in("police privacy officer");
        let id = only(&world);
        assert!(file(&world, &officer, id).is_ok());
        exclude(&world, own, "police privacy officer");
        assert!(waiting(&world, &officer).is_empty());
        assert_eq!(word(&file(&world, &officer, id)), "not found");
        assert_eq!(word(&settle(&world, &officer, id)), "not found");
    });
}

#[test]
fn pages_of_the_inbox_have_no_gap_and_no_double() {
    on_both(|world| {
        own_record(&world, "deputy");
        let ids: Vec<AlertId> =
            (1..=60).map(|number| AlertId::from_uuid(Uuid::from_u128(number))).collect();
        let more = ids.clone();
        let write = move |tx: &mut Tx<'_>| {
            more.iter().try_for_each(|id| {
                tx.execute(
                    "insert into alert (alert_id, agency_id, kind, about_user, cause, raised_at,
                                        due_at)
                     select $1, agency_id, 'fishing', about_user, $2, raised_at, due_at
                     from alert where kind = 'own_record'",
                    params![*id, id.to_string()],
                )
                .map(drop)
            })
        };
        world.app.db().write(write).unwrap();
        let officer = world.sign_in("police privacy officer");
        let (mut found, mut filter) = (Vec::new(), AlertFilter::default());
        loop {
            let page = inbox(&world, &officer, filter);
            assert!(page.items.len() <= 25);
            found.extend(page.items.iter().map(|alert| alert.id));
            filter.before = page.next;
            if filter.before.is_none() {
                break;
            }
        }
        let mut expected = ids;
        expected.push(found[0]);
        expected.sort();
        expected.reverse();
        assert_eq!(found, expected);
        let fishing = AlertFilter { kind: Some(AlertKind::OwnRecord), ..AlertFilter::default() };
        assert_eq!(inbox(&world, &officer, fishing).items.len(), 1);
    });
}
