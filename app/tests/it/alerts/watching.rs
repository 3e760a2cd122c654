//! Each detector, from what somebody does at their desk to what an officer is told.

use super::{POLICE, only, open, own_record, raised, rename, settle, victim, waiting, watch};
use crate::{
    county::{agency, count, entries, left_by, meddle, word},
    glass,
    people::{by_names, exclude, few_people, read, search, victim_of},
};
use app::{
    ledger::{LookFilter, list_looks, seal_entries},
    testing::{World, on_both},
    whereabouts::{OpeningRequest, open_whereabouts},
};
use domain::{
    ids::PersonId,
    ledger::{EntryActor, EntryKind},
    person::OpeningReason,
};
use jiff::SignedDuration;

#[test]
fn whoever_opens_somebody_of_their_own_name_is_told_of_to_their_own_officer() {
    on_both(|world| {
        own_record(&world, "deputy");
        assert_eq!(raised(&world), ["own_record to FEN-POLICE about deputy (person)"]);
    });
}

#[test]
fn whoever_opens_somebody_with_their_own_address_of_email_is_told_of() {
    on_both(|world| {
        let email = world.person("deputy").email.clone();
        let own = victim(&world.app, "E1", ("Lisa", "Cole"), &[("victim_email", &email)]);
        open(&world, &world.sign_in("deputy"), own);
        open(&world, &world.sign_in("representative"), own);
        watch(&world);
        assert_eq!(raised(&world), ["own_record to FEN-POLICE about deputy (person)"]);
    });
}

/// The home of the user whose name is on file, and of whoever they open.
fn kin(world: &World, home: (&str, &str)) -> PersonId {
    let at = [("victim_address", "4 Orchard Row"), ("victim_postcode", "PE13 1AB")];
    victim(&world.app, "H1", ("Ottilie", "Marchbanks"), &at);
    rename(world, "deputy", "Ottilie Marchbanks");
    let at = [("victim_address", home.0), ("victim_postcode", home.1)];
    victim(&world.app, "H2", ("Winifred", "Marchbanks"), &at)
}

#[test]
fn one_of_the_own_household_is_told_from_one_of_the_street_and_from_one_elsewhere() {
    on_both(|world| {
        let person = kin(&world, ("4 ORCHARD ROW", "PE13 1AB"));
        open(&world, &world.sign_in("deputy"), person);
        watch(&world);
        assert_eq!(raised(&world), ["household to FEN-POLICE about deputy (person)"]);
    });
    on_both(|world| {
        let person = kin(&world, ("9 Orchard Row", "PE13 1AB"));
        open(&world, &world.sign_in("deputy"), person);
        watch(&world);
        assert_eq!(raised(&world), ["surname_postcode to FEN-POLICE about deputy (person)"]);
    });
    on_both(|world| {
        let person = kin(&world, ("4 Orchard Row", "CB1 1AA"));
        open(&world, &world.sign_in("deputy"), person);
        watch(&world);
        assert!(raised(&world).is_empty());
    });
}

#[test]
fn a_colleague_is_one_of_the_own_agency_and_not_of_another() {
    on_both(|world| {
        let person = victim(&world.app, "C1", ("Ottilie", "Marchbanks"), &[]);
        rename(&world, "idva", "Ottilie Marchbanks");
        open(&world, &world.sign_in("deputy"), person);
        watch(&world);
        assert!(raised(&world).is_empty());
        rename(&world, "chair", "Ottilie Marchbanks");
        open(&world, &world.sign_in("deputy"), person);
        watch(&world);
        assert_eq!(raised(&world), ["colleague to FEN-POLICE about deputy (person)"]);
    });
}

#[test]
fn a_case_long_past_is_asked_about_unless_a_search_said_what_for() {
    on_both(|world| {
        let old = [("reported_on", "2024-11-23")];
        let person = victim(&world.app, "D1", ("Ottilie", "Marchbanks"), &old);
        let representative = world.sign_in("representative");
        let found = search(&world.app, &representative, by_names("Ottilie", "Marchbanks"));
        assert_eq!(found.unwrap()[0].id, person);
        world.clock.advance(SignedDuration::from_mins(1));
        open(&world, &representative, person);
        open(&world, &world.sign_in("deputy"), person);
        watch(&world);
        assert_eq!(raised(&world), ["dormant_case to FEN-POLICE about deputy (person)"]);
        // Of two years to the day nobody asks.
        let recent = [("reported_on", "2024-11-24")];
        let person = victim(&world.app, "D2", ("Zuleika", "Thistlewood"), &recent);
        open(&world, &world.sign_in("deputy"), person);
        watch(&world);
        assert_eq!(raised(&world).len(), 1);
    });
}

const NAMES: [&str; 21] = [
    "Abbott", "Barnes", "Carter", "Davies", "Ellis", "Foster", "Gibson", "Harper", "Irwin",
    "Jones", "Kelly", "Lewis", "Mason", "Nash", "Owen", "Parker", "Quinn", "Rhodes", "Shaw",
    "Turner", "Young",
];

fn many_people(world: &World) -> Vec<PersonId> {
    let rows: String = (1..).zip(NAMES).fold(String::new(), |rows, (number, family)| {
        rows + &format!("M{number},2026-10-01,Fenland,Ottilie,{family},PE13 1AB\n")
    });
    let head = "incident_ref,reported_on,area,victim_given_names,victim_family_name,\
                victim_postcode\n";
    let kind = app::import::reading::FileKind::Incidents;
    crate::performance::import(&world.app, kind, POLICE, &format!("{head}{rows}"));
    (1..=NAMES.len()).map(|number| victim_of(&world.app, &format!("M{number}"))).collect()
}

#[test]
fn twenty_people_within_the_hour_are_many_for_whoever_opens_few() {
    on_both(|world| {
        let people = many_people(&world);
        let deputy = world.sign_in("deputy");
        people[..19].iter().for_each(|person| open(&world, &deputy, *person));
        watch(&world);
        assert!(raised(&world).is_empty());
        open(&world, &deputy, people[19]);
        watch(&world);
        assert_eq!(raised(&world), ["fan_out to FEN-POLICE about deputy (-)"]);
        let lines = "select count(*) as count from alert_entry";
        assert_eq!(count(&world.app, lines), 20, "those of an earlier run count with");
        open(&world, &deputy, people[20]);
        watch(&world);
        assert_eq!(raised(&world).len(), 1, "of one day there is one");
    });
}

#[test]
fn what_is_usual_is_counted_by_day_and_twenty_are_not_many_for_whoever_opens_ten() {
    on_both(|world| {
        let people = many_people(&world);
        let deputy = world.sign_in("deputy");
        people[..10].iter().for_each(|person| open(&world, &deputy, *person));
        open(&world, &deputy, people[0]);
        watch(&world);
        let sql = "select people as count from alert_day where role = 'deputy'";
        assert_eq!(count(&world.app, sql), 10, "different people, not looks");
        world.clock.advance(SignedDuration::from_hours(24));
        let deputy = world.sign_in("deputy");
        people[..20].iter().for_each(|person| open(&world, &deputy, *person));
        watch(&world);
        assert!(raised(&world).is_empty());
        open(&world, &deputy, people[20]);
        watch(&world);
        assert_eq!(raised(&world), ["fan_out to FEN-POLICE about deputy (-)"]);
    });
}

#[test]
fn ten_searches_that_find_nobody_are_fishing() {
    on_both(|world| {
        let deputy = world.sign_in("deputy");
        let seek = |family: &str| {
            world.clock.advance(SignedDuration::from_secs(20));
            search(&world.app, &deputy, by_names("Ottilie", family)).unwrap();
        };
        NAMES[..9].iter().for_each(|family| seek(family));
        watch(&world);
        assert!(raised(&world).is_empty());
        seek(NAMES[9]);
        watch(&world);
        assert_eq!(raised(&world), ["fishing to FEN-POLICE about deputy (-)"]);
    });
}

#[test]
fn the_homes_of_five_people_in_one_day_are_asked_about() {
    on_both(|world| {
        let people = many_people(&world);
        let deputy = world.sign_in("deputy");
        let open_home = |person: PersonId| {
            let request = OpeningRequest::new(OpeningReason::Visit, "A visit.").unwrap();
            let open = move |ctx: &mut app::Ctx<'_>| open_whereabouts(ctx, person, &request);
            world.app.change(&deputy, open).unwrap();
        };
        people[..4].iter().for_each(|person| open_home(*person));
        watch(&world);
        assert!(raised(&world).is_empty());
        open_home(people[4]);
        watch(&world);
        assert_eq!(raised(&world), ["whereabouts_rate to FEN-POLICE about deputy (-)"]);
    });
}

#[test]
fn glass_broken_a_third_time_within_four_weeks_is_asked_about_beside_each_time() {
    on_both(|world| {
        glass::leopold(&world.app);
        for times in 1..=3 {
            let idva = world.sign_in("idva");
            glass::break_for(&world.app, &idva, ("Leopold", "Fenwicke"), glass::BORN).unwrap();
            watch(&world);
            let rate = "break_glass_rate to AMBER-HOUSE about idva (-)";
            let is_told = raised(&world).iter().any(|alert| alert == rate);
            assert_eq!(is_told, times == 3, "{:?}", raised(&world));
            world.clock.advance(SignedDuration::from_hours(25));
        }
    });
}

#[test]
fn whoever_meets_their_own_exclusion_is_told_of_outside_their_agency() {
    on_both(|world| {
        few_people(&world.app);
        let ottilie = victim_of(&world.app, "X1");
        exclude(&world, ottilie, "deputy");
        assert!(read(&world.app, &world.sign_in("deputy"), ottilie).is_err());
        watch(&world);
        assert_eq!(raised(&world), ["excluded_hit to PARTNERSHIP about deputy (person)"]);
        let own = world.sign_in("police privacy officer");
        assert!(waiting(&world, &own).is_empty(), "a friend there could warn them");
        assert_eq!(waiting(&world, &world.sign_in("privacy officer")).len(), 1);
    });
}

#[test]
fn of_somebody_of_the_partnership_the_holder_is_told_that_they_met_their_exclusion() {
    on_both(|world| {
        let ottilie = victim(&world.app, "P1", ("Ottilie", "Marchbanks"), &[]);
        // As if somebody of the partnership had a right to see what the police hold.
        exclude(&world, ottilie, "deputy");
        let (user, agency) = (world.person("deputy").id, agency(&world, "PARTNERSHIP"));
        let deputy = world.sign_in("deputy");
        assert!(read(&world.app, &deputy, ottilie).is_err());
        let moved = move |tx: &mut app::db::Tx<'_>| {
            let sql = "update user_state set agency_id = $2 where user_id = $1";
            tx.execute(sql, app::params![user, agency])
        };
        world.app.db().write(moved).unwrap();
        watch(&world);
        assert_eq!(raised(&world), ["excluded_hit to FEN-POLICE about deputy (person)"]);
    });
}

#[test]
fn an_officer_who_reads_about_themselves_or_settles_their_own_is_told_of_to_the_partnership() {
    on_both(|world| {
        let officer = world.sign_in("police privacy officer");
        let user = Some(world.person("police privacy officer").id);
        let look = |user| LookFilter { user, ..LookFilter::default() };
        world.app.read(&officer, |ctx| list_looks(ctx, look(None))).unwrap();
        watch(&world);
        assert!(raised(&world).is_empty(), "their work");
        world.app.read(&officer, |ctx| list_looks(ctx, look(user))).unwrap();
        watch(&world);
        let told = "officer_on_self to PARTNERSHIP about police privacy officer (-)";
        assert_eq!(raised(&world), [told]);
        meddle(&world.app, "delete from alert_entry");
        meddle(&world.app, "update alert set cause = 'of yesterday'");
        let own = only(&world);
        assert_eq!(word(&settle(&world, &officer, own)), "not found");
        watch(&world);
        assert_eq!(raised(&world), [told, told]);
    });
}

#[test]
fn a_finding_is_raised_once_however_often_its_entries_are_looked_at() {
    on_both(|world| {
        own_record(&world, "deputy");
        for _ in 0..2 {
            meddle(&world.app, "update alert_progress set next_seq = 0");
            drop(world.sign_in("idva"));
            watch(&world);
        }
        assert_eq!(raised(&world).len(), 1);
        let read_all = "select count(*) as count from alert_progress
                        where next_seq = (select count(*) from ledger_leaf)
                           or next_seq + 1 = (select count(*) from ledger_leaf)";
        assert_eq!(count(&world.app, read_all), 1);
    });
}

#[test]
fn what_wicken_raises_by_itself_leaves_one_entry_and_a_minute_without_findings_none() {
    on_both(|world| {
        let own = victim(&world.app, "N1", ("Ottilie", "Marchbanks"), &[]);
        rename(&world, "deputy", "Ottilie Marchbanks");
        let deputy = world.sign_in("deputy");
        open(&world, &deputy, own);
        // Other jobs of the minute leave entries of their own.
        let watched = || {
            let ((), left) = left_by(&world, || watch(&world));
            left.into_iter().filter(|line| line.contains(" watch ")).collect::<Vec<_>>()
        };
        assert_eq!(watched(), ["system watch system by operator wicken"]);
        let is_own = |entry: &domain::ledger::Entry| {
            entry.kind == EntryKind::System && !matches!(entry.actor, EntryActor::User { .. })
        };
        assert!(entries(&world.app).iter().any(is_own));
        // The entry about the alert is sealed in its turn and causes nothing more.
        assert!(watched().is_empty());
        open(&world, &deputy, own);
        assert!(watched().len() <= 1);
        assert_eq!(raised(&world).len(), 1);
    });
}

#[test]
fn a_page_does_not_wait_for_the_watch_and_what_is_not_sealed_is_not_looked_at() {
    on_both(|world| {
        let own = victim(&world.app, "N1", ("Ottilie", "Marchbanks"), &[]);
        rename(&world, "deputy", "Ottilie Marchbanks");
        seal_entries(&world.app).unwrap();
        open(&world, &world.sign_in("deputy"), own);
        world.clock.advance(SignedDuration::from_mins(2));
        app::job::run_due_jobs(&world.app).unwrap();
        assert!(raised(&world).is_empty());
        watch(&world);
        assert_eq!(raised(&world).len(), 1);
    });
}
