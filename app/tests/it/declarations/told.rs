//! Who is told that something waits: outside the agency of whoever declared, once, and by a clock;
//! beside them nobody reads that anything was found.

use super::{NOBODY_ON_FILE, OTTILIE, decide, declares, look, none, person, shut, waiting};
use crate::{
    county::{left_by, meddle, word},
    marac::referral,
    people::{few_people, victim_of},
};
use app::{
    Visitor,
    alert::{Alert, AlertFilter, AlertState, list_alerts, read_alert, settle_alert},
    declaration::{count_declarations, list_declarations},
    job::run_due_jobs,
    ledger::{LookFilter, list_looks},
    oversight::read_oversight,
    testing::{MARAC, World, on_both, operator},
    user::{restore_user, suspend_user},
};
use domain::{
    alert::{AlertKind, AlertOutcome, AlertWords},
    declaration::Tie,
    ids::{AlertId, PersonId},
};
use jiff::{SignedDuration, civil::date};
use uuid::Uuid;

fn told(world: &World, by: &Visitor, state: AlertState) -> Vec<Alert> {
    let filter = AlertFilter { state, every_agency: true, ..AlertFilter::default() };
    let found = world.app.read(by, move |ctx| list_alerts(ctx, filter)).unwrap().0;
    found.items.into_iter().filter(|alert| alert.kind == AlertKind::WaitingMatch).collect()
}

fn settle(world: &World, by: &Visitor, id: AlertId) -> &'static str {
    let words = AlertWords::parse("Spoke to nobody.").unwrap();
    word(&world.app.change(by, move |ctx| settle_alert(ctx, id, (AlertOutcome::Mistake, &words))))
}

/// What somebody reads of the ledger about what declarations found.
fn of_matches(world: &World, by: &Visitor) -> Vec<String> {
    let found = world.app.read(by, |ctx| list_looks(ctx, LookFilter::default())).unwrap().0;
    let about = found.items.into_iter().filter(|look| look.entry.doing == "decide_match");
    about.map(|look| look.entry.subject_kind.clone()).collect()
}

#[test]
fn the_partnership_is_told_once_and_by_a_clock_and_the_own_agency_never() {
    on_both(|world| {
        few_people(&world.app);
        declares(&world, "deputy", vec![person(OTTILIE, Tie::Family)]);
        declares(&world, "deputy", vec![person(OTTILIE, Tie::Family)]);
        let officer = world.sign_in("privacy officer");
        let alerts = told(&world, &officer, AlertState::Open);
        assert_eq!(alerts.len(), 1);
        let id = waiting(&world.app, &officer)[0].id;
        assert_eq!(alerts[0].subject, Some(("match".to_owned(), id)));
        assert_eq!(alerts[0].about, Some(world.person("deputy").id));
        assert_eq!(alerts[0].due_at.to_string(), "2026-11-26T23:59:59.999999Z");
        assert!(!alerts[0].is_late);
        assert_eq!(settle(&world, &officer, alerts[0].id), "refused", "it is decided about");
        let alert = alerts[0].id;
        assert!(!world.app.read(&officer, move |ctx| read_alert(ctx, alert)).unwrap().may_settle);
        world.clock.advance(SignedDuration::from_hours(72));
        let own = world.sign_in("police privacy officer");
        assert!(told(&world, &own, AlertState::Open).is_empty());
        assert_eq!(word(&world.app.read(&own, move |ctx| read_alert(ctx, alert))), "not found");
        assert_eq!(settle(&world, &own, alert), "not found");
        let officer = world.sign_in("privacy officer");
        assert!(told(&world, &officer, AlertState::Open)[0].is_late);
        decide(&world.app, &officer, id, none()).unwrap();
        assert!(told(&world, &officer, AlertState::Open).is_empty());
        let settled = told(&world, &officer, AlertState::Settled);
        assert_eq!(settled[0].settled.as_ref().unwrap().outcome, AlertOutcome::Decided);
    });
}

/// Of somebody of the partnership whoever holds the person is told, and their own officer nothing:
/// not late, not among every agency's, not in a count, not in the ledger.
#[test]
fn what_somebody_of_the_partnership_knows_is_hidden_from_the_officer_beside_them() {
    on_both(|world| {
        few_people(&world.app);
        declares(&world, "coordinator", vec![person(OTTILIE, Tie::Family)]);
        let holder = world.sign_in("police privacy officer");
        let alerts = told(&world, &holder, AlertState::Open);
        assert_eq!(alerts.len(), 1);
        let id = waiting(&world.app, &holder)[0].id;
        look(&world.app, &holder, id).unwrap();
        world.clock.advance(SignedDuration::from_hours(24 * 8));
        let own = world.sign_in("privacy officer");
        assert!(told(&world, &own, AlertState::Open).is_empty());
        let alert = alerts[0].id;
        assert_eq!(word(&world.app.read(&own, move |ctx| read_alert(ctx, alert))), "not found");
        assert_eq!(settle(&world, &own, alert), "not found");
        assert!(of_matches(&world, &own).is_empty());
        let counted = world.app.read(&own, read_oversight).unwrap().alerts;
        assert!(counted.iter().all(|count| count.kind != AlertKind::WaitingMatch));
        let holder = world.sign_in("police privacy officer");
        assert_eq!(of_matches(&world, &holder), ["match"]);
        decide(&world.app, &holder, id, none()).unwrap();
        assert!(told(&world, &holder, AlertState::Open).is_empty());
    });
}

/// The officer beside whoever declared reads who declared, and of a try at what was found what they
/// read of a try at nothing.
#[test]
fn the_officer_beside_them_reads_who_declared_and_not_that_anything_was_found() {
    on_both(|world| {
        few_people(&world.app);
        declares(&world, "deputy", vec![person(OTTILIE, Tie::Family)]);
        let officer = world.sign_in("privacy officer");
        let id = waiting(&world.app, &officer)[0].id;
        let own = world.sign_in("police privacy officer");
        let listed = world.app.read(&own, list_declarations).unwrap().0;
        assert_eq!((listed.len(), listed[0].counts.done), (1, 1));
        for asked in [id, Uuid::from_u128(404)] {
            let (answer, left) = left_by(&world, || look(&world.app, &own, asked));
            assert_eq!((word(&answer), left.len()), ("not found", 1));
        }
        let filter = LookFilter {
            user: Some(world.person("police privacy officer").id),
            ..Default::default()
        };
        let seen = world.app.read(&own, move |ctx| list_looks(ctx, filter)).unwrap().0.items;
        let tries: Vec<_> = seen.iter().filter(|look| look.entry.doing == "find").collect();
        assert_eq!(tries.len(), 2, "{seen:?}");
        assert_eq!(tries[0].entry.subject_kind, tries[1].entry.subject_kind);
        assert!(of_matches(&world, &own).is_empty());
    });
}

#[test]
fn an_officer_who_is_excluded_is_not_told_and_a_job_leaves_one_entry_whatever_it_found() {
    on_both(|world| {
        few_people(&world.app);
        shut(&world, victim_of(&world.app, "X1"), "privacy officer");
        declares(&world, "deputy", vec![person(OTTILIE, Tie::Family)]);
        let officer = world.sign_in("privacy officer");
        assert!(told(&world, &officer, AlertState::Open).is_empty());
        let left = [OTTILIE, NOBODY_ON_FILE].map(|whom| {
            let (_, left) =
                left_by(&world, || declares(&world, "referrer", vec![person(whom, Tie::Knows)]));
            left.into_iter().filter(|line| line.starts_with("system match")).count()
        });
        assert_eq!(left, [1, 1]);
    });
}

/// On the machine each agency is counted, and what waits is not: it would grow after somebody
/// declared.
#[test]
fn the_operator_counts_who_declared_and_nobody_else_does() {
    on_both(|world| {
        few_people(&world.app);
        declares(&world, "deputy", vec![person(OTTILIE, Tie::Family)]);
        let count = || world.app.read(&operator(), count_declarations).unwrap();
        let (counted, left) = left_by(&world, count);
        assert_eq!(left.len(), counted.len());
        assert_eq!(counted.iter().map(|it| it.counts.done).sum::<usize>(), 1);
        assert!(counted.iter().all(|agency| agency.has_deciding));
        let gone = "update user_state set status = 'suspended' where role = 'privacy_officer'
                    and agency_id in (select agency_id from agency where code = 'FEN-POLICE')";
        meddle(&world.app, gone);
        let without = count().into_iter().filter(|agency| !agency.has_deciding);
        let without: Vec<String> = without.map(|agency| agency.name).collect();
        let own = world.app.read(&world.sign_in("coordinator"), app::user::show_own_account);
        assert_eq!(without, [own.unwrap().0.agency_name], "the partnership's own people");
        for name in ["representative", "grantor"] {
            let refused = world.app.read(&world.sign_in(name), count_declarations);
            assert_ne!(word(&refused), "done", "{name}");
        }
    });
}

const ZULEIKA: (&str, &str, Option<jiff::civil::Date>) =
    ("Zuleika", "Featherstone", Some(date(1991, 7, 13)));

/// Somebody whom the partnership holds and Amber House referred, which has no officer.
fn known_to_no_officer(world: &World) -> PersonId {
    let person = referral(&world.app, "R-Z", MARAC, "Featherstone");
    let sql = "update referral_state set referring_agency_id =
                   (select agency_id from agency where code = 'AMBER-HOUSE')";
    meddle(&world.app, sql);
    person
}

/// Else nobody would ever look at those who see the most.
#[test]
fn what_somebody_of_the_partnership_knows_falls_to_an_officer_outside_where_no_holder_has_one() {
    on_both(|world| {
        known_to_no_officer(&world);
        declares(&world, "coordinator", vec![person(ZULEIKA, Tie::Family)]);
        let (own, outside) =
            (world.sign_in("privacy officer"), world.sign_in("police privacy officer"));
        assert!(told(&world, &own, AlertState::Open).is_empty());
        assert!(waiting(&world.app, &own).is_empty());
        assert_eq!(told(&world, &outside, AlertState::Open).len(), 1);
        let id = waiting(&world.app, &outside)[0].id;
        assert_eq!(word(&look(&world.app, &own, id)), "not found");
        look(&world.app, &outside, id).unwrap();
        decide(&world.app, &outside, id, none()).unwrap();
        assert!(told(&world, &outside, AlertState::Open).is_empty());
    });
}

/// As many entries of the job whether or not anything waits: they would tell.
#[test]
fn what_waits_for_nobody_is_told_as_soon_as_there_is_an_officer_outside() {
    on_both(|world| {
        known_to_no_officer(&world);
        let (user, grantor) = (world.person("police privacy officer").id, "grantor");
        let by = world.sign_in(grantor);
        world.app.change(&by, move |ctx| suspend_user(ctx, user)).unwrap();
        let jobs = |world: &World| {
            let (_, left) = left_by(world, || run_due_jobs(&world.app).unwrap());
            left.into_iter().filter(|line| line.starts_with("system match")).count()
        };
        assert_eq!(jobs(&world), 2, "the links, and the officer who left");
        declares(&world, "coordinator", vec![person(ZULEIKA, Tie::Family)]);
        let by = world.sign_in(grantor);
        world.app.change(&by, move |ctx| restore_user(ctx, user)).unwrap();
        assert_eq!(jobs(&world), 1);
        let outside = world.sign_in("police privacy officer");
        assert_eq!(told(&world, &outside, AlertState::Open).len(), 1);
        let by = world.sign_in(grantor);
        let agency = crate::county::agency(&world, "AMBER-HOUSE");
        let version = 1;
        let suspend =
            move |ctx: &mut app::Ctx<'_>| app::agency::suspend_agency(ctx, agency, version);
        world.app.change(&by, suspend).unwrap();
        assert_eq!(jobs(&world), 1);
        assert_eq!(told(&world, &outside, AlertState::Open).len(), 1, "once");
    });
}

/// The police referred her, and their one officer may not know of her: it falls to the next agency.
#[test]
fn an_officer_outside_who_is_excluded_from_the_person_is_passed_over_and_hears_nothing() {
    on_both(|world| {
        let zuleika = referral(&world.app, "R-Z", MARAC, "Featherstone");
        shut(&world, zuleika, "police privacy officer");
        let another = "update user_state set role = 'privacy_officer' where role = 'idva_lead'";
        meddle(&world.app, another);
        declares(&world, "coordinator", vec![person(ZULEIKA, Tie::Family)]);
        let police = world.sign_in("police privacy officer");
        assert!(told(&world, &police, AlertState::Open).is_empty());
        assert!(waiting(&world.app, &police).is_empty());
        let next = world.sign_in("idva lead");
        assert_eq!(told(&world, &next, AlertState::Open).len(), 1);
        assert_eq!(waiting(&world.app, &next).len(), 1);
    });
}
