//! The coordinator says who works on a case; whoever does reads of it what is agreed.

use super::{
    AMBER, OFFICE, POLICE, involve, part, police_work_on, protocol, referral, signed, source_of,
    words,
};
use crate::{
    county::{agency, left_by, nowhere, word},
    people::{exclude, read},
};
use app::{
    Error, Refused, Visitor,
    involvement::{Involvements, OwnCase, end_involvement, list_involvements, list_own_cases},
    testing::{World, on_both},
};
use domain::{
    ids::InvolvementId, involvement::InvolvementDays, person::PartyRole, policy::FieldClass,
};
use jiff::civil::date;
use uuid::Uuid;

fn list(world: &World, by: &Visitor, case: Uuid) -> Result<Involvements, Error> {
    world.app.read(by, move |ctx| list_involvements(ctx, case))
}

fn end(world: &World, by: &Visitor, case: Uuid, id: InvolvementId) -> Result<(), Error> {
    let why = words("They have nothing more to do there.");
    world.app.change(by, move |ctx| end_involvement(ctx, case, id, &why))
}

fn own(world: &World, name: &str) -> Vec<OwnCase> {
    world.app.read(&world.sign_in(name), list_own_cases).unwrap().0
}

#[test]
fn only_the_coordinator_of_the_holder_says_who_works_on_a_case() {
    on_both(|world| {
        let (case, _) = referral(&world);
        let police = agency(&world, POLICE);
        for name in ["representative", "idva lead", "manager", "privacy officer", "grantor"] {
            let visitor = world.sign_in(name);
            let involved = involve(&world, &visitor, part(case, police));
            assert_eq!(word(&involved), "not found", "{name}");
            assert_eq!(word(&list(&world, &visitor, case)), "not found", "{name}");
        }
        let coordinator = world.sign_in("coordinator");
        let incident = source_of(&world, "X1");
        let of_others = involve(&world, &coordinator, part(incident, agency(&world, AMBER)));
        assert_eq!(word(&of_others), "not found", "the police hold the incident");
        let (answer, left) = left_by(&world, || involve(&world, &coordinator, part(case, police)));
        assert_eq!(word(&answer), "done");
        assert_eq!(left, ["change involve_agency case:new by coordinator"]);
        let nobody = involve(&world, &coordinator, part(case, nowhere()));
        assert_eq!(word(&nobody), "not found");
        let nothing = involve(&world, &coordinator, part(Uuid::from_u128(7), police));
        assert_eq!(word(&nothing), "not found");
    });
}

#[test]
fn whoever_holds_or_referred_a_case_or_is_in_it_already_is_not_involved_again() {
    on_both(|world| {
        let (case, _) = referral(&world);
        let coordinator = world.sign_in("coordinator");
        for code in [OFFICE, AMBER] {
            let answer = involve(&world, &coordinator, part(case, agency(&world, code)));
            assert!(matches!(answer, Err(Error::Refused(Refused::InvolvesItself))), "{code}");
        }
        let police = agency(&world, POLICE);
        let until = InvolvementDays::new(date(2026, 11, 24), Some(date(2026, 11, 30))).unwrap();
        let mut new = part(case, police);
        new.days = until;
        involve(&world, &coordinator, new.clone()).unwrap();
        new.days = InvolvementDays::new(date(2026, 11, 30), None).unwrap();
        let answer = involve(&world, &coordinator, new.clone());
        assert!(matches!(answer, Err(Error::Refused(Refused::InvolvedAlready))), "{answer:?}");
        new.days = InvolvementDays::new(date(2026, 12, 1), None).unwrap();
        assert_eq!(word(&involve(&world, &coordinator, new)), "done");
    });
}

#[test]
fn an_involvement_opens_nothing_by_itself_and_its_page_says_what_is_agreed() {
    on_both(|world| {
        let (case, person) = referral(&world);
        police_work_on(&world, case);
        let coordinator = world.sign_in("coordinator");
        let (found, left) = left_by(&world, || list(&world, &coordinator, case));
        let found = found.unwrap();
        assert_eq!(left, ["read involve_agency case:new by coordinator"]);
        assert_eq!((found.case.reference.as_str(), found.case.is_referral), ("R1", true));
        assert_eq!(found.standing.len(), 1);
        assert!(found.standing[0].classes.is_empty());
        let others: Vec<&str> = found.others.iter().map(|(_, name)| name.as_str()).collect();
        assert_eq!(others, ["Fen Police"], "neither the holder nor the referrer");
        let representative = world.sign_in("representative");
        let cases = |visitor| {
            let file = read(&world.app, visitor, person);
            file.map_or(0, |file| {
                file.records.iter().filter(|record| record.case.reference == "R1").count()
            })
        };
        assert_eq!(cases(&representative), 0);
        signed(&world, protocol());
        let found = list(&world, &world.sign_in("coordinator"), case).unwrap();
        let agreed = [FieldClass::Identity, FieldClass::Case];
        assert!(found.standing[0].classes.iter().eq(agreed.iter()));
        assert_eq!(cases(&representative), 1);
    });
}

#[test]
fn an_ended_involvement_shuts_the_case_on_the_next_request() {
    on_both(|world| {
        let (case, person) = referral(&world);
        signed(&world, protocol());
        let id = police_work_on(&world, case);
        let representative = world.sign_in("representative");
        let referred = |file: app::person::PersonFile| {
            file.records.iter().any(|record| record.case.reference == "R1")
        };
        assert!(referred(read(&world.app, &representative, person).unwrap()));
        let coordinator = world.sign_in("coordinator");
        assert_eq!(word(&end(&world, &world.sign_in("manager"), case, id)), "not found");
        let (ended, left) = left_by(&world, || end(&world, &coordinator, case, id));
        assert_eq!(word(&ended), "done");
        assert_eq!(left, ["change involve_agency case:new by coordinator"]);
        assert!(!read(&world.app, &representative, person).is_ok_and(referred));
        assert_eq!(word(&end(&world, &coordinator, case, id)), "not found");
        assert!(list(&world, &coordinator, case).unwrap().standing.is_empty());
    });
}

#[test]
fn an_involvement_holds_on_its_days_and_on_no_others() {
    on_both(|world| {
        let (case, _) = referral(&world);
        signed(&world, protocol());
        let mut new = part(case, agency(&world, POLICE));
        new.days = InvolvementDays::new(date(2026, 11, 25), Some(date(2026, 11, 26))).unwrap();
        involve(&world, &world.sign_in("coordinator"), new).unwrap();
        for (day, count) in [(24, 0), (25, 1), (26, 1), (27, 0)] {
            world.clock.put(format!("2026-11-{day}T23:30:00Z").parse().unwrap());
            assert_eq!(own(&world, "representative").len(), count, "{day}");
        }
    });
}

#[test]
fn in_summer_a_day_begins_an_hour_before_it_does_in_greenwich() {
    on_both(|world| {
        let (case, _) = referral(&world);
        signed(&world, protocol());
        let mut new = part(case, agency(&world, POLICE));
        new.days = InvolvementDays::new(date(2027, 7, 25), Some(date(2027, 7, 26))).unwrap();
        involve(&world, &world.sign_in("coordinator"), new).unwrap();
        // Signing in takes thirty seconds of the test's clock.
        for (at, count) in [
            ("2027-07-24T22:59:29Z", 0),
            ("2027-07-24T22:59:30Z", 1),
            ("2027-07-26T22:59:29Z", 1),
            ("2027-07-26T22:59:30Z", 0),
        ] {
            world.clock.put(at.parse().unwrap());
            assert_eq!(own(&world, "representative").len(), count, "{at}");
        }
    });
}

#[test]
fn an_agency_finds_the_cases_it_works_on_and_of_people_those_whom_it_may_read() {
    on_both(|world| {
        let (case, person) = referral(&world);
        assert!(own(&world, "representative").is_empty());
        police_work_on(&world, case);
        let cases = own(&world, "representative");
        assert_eq!((cases.len(), cases[0].people.len()), (1, 0), "nothing is agreed yet");
        signed(&world, protocol());
        let deputy = world.sign_in("deputy");
        let (found, left) = left_by(&world, || world.app.read(&deputy, list_own_cases));
        let found = found.unwrap().0;
        let people: Vec<_> = found[0].people.iter().map(|it| (it.party, it.name.clone())).collect();
        let named = |name: &str| Some(name.to_owned());
        let expected = [
            (PartyRole::Victim, named("Ottilie Marchbanks")),
            (PartyRole::Perpetrator, named("Casimir Quillfeather")),
        ];
        assert_eq!(people, expected);
        assert_eq!(found[0].people[0].person, person);
        let read = "read read_person person:new by deputy";
        assert_eq!(left, ["read list_cases involvement by deputy", read, read]);
        assert!(own(&world, "idva lead").is_empty(), "Amber House referred it");
        let outside = world.app.read(&world.sign_in("manager"), list_own_cases);
        assert_eq!(word(&outside), "denied");
    });
}

#[test]
fn a_case_in_which_somebody_excludes_the_asker_is_none_of_their_cases() {
    on_both(|world| {
        let (case, person) = referral(&world);
        signed(&world, protocol());
        police_work_on(&world, case);
        exclude(&world, person, "deputy");
        assert_eq!(own(&world, "deputy"), []);
        assert_eq!(own(&world, "representative").len(), 1);
    });
}
