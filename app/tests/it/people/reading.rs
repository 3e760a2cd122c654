//! A person is read by agency: each reader sees the own agency's records, and of others nothing.

use super::{exclude, few_people, read, victim_of};
use crate::county::{left_by, word};
use app::{
    person::{CaseKind, PersonFile},
    testing::on_both,
};
use domain::{
    ids::PersonId,
    incident::{IncidentStatus, Relationship},
    person::PartyRole,
};
use uuid::Uuid;

fn cases(file: &PersonFile) -> Vec<(String, String)> {
    let records = file.records.iter();
    records.map(|one| (one.agency_name.clone(), one.case.reference.clone())).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(one, other)| ((*one).to_owned(), (*other).to_owned())).collect()
}

#[test]
fn each_agency_reads_its_own_records_and_those_it_referred() {
    on_both(|world| {
        few_people(&world.app);
        let ottilie = victim_of(&world.app, "X1");
        assert_eq!(victim_of(&world.app, "R1"), ottilie, "linked across agencies");
        let seen = |name| cases(&read(&world.app, &world.sign_in(name), ottilie).unwrap());
        let police = pairs(&[("Fen Police", "X2"), ("Fen Police", "X1")]);
        for name in ["analyst", "deputy", "referrer", "chair"] {
            assert_eq!(seen(name), police, "{name}");
        }
        let referral = seen("idva");
        assert_eq!(referral.len(), 1);
        assert_eq!(referral[0].1, "R1");
        assert_eq!(seen("coordinator"), referral);
        for name in ["administrator", "grantor", "manager", "privacy officer"] {
            assert_eq!(word(&read(&world.app, &world.sign_in(name), ottilie)), "not found");
        }
    });
}

#[test]
fn a_record_tells_of_its_case_and_the_part_in_it_and_what_was_answered() {
    on_both(|world| {
        few_people(&world.app);
        let representative = world.sign_in("representative");
        let file = read(&world.app, &representative, victim_of(&world.app, "X1")).unwrap();
        let newest = &file.records[0];
        assert_eq!(newest.party, PartyRole::Victim);
        assert_eq!(newest.case.kind, CaseKind::Incident(IncidentStatus::Live));
        assert_eq!(newest.case.relationships, [Relationship::ExPartner]);
        assert!(newest.case.is_repeat && !file.records[1].case.is_repeat);
        assert_eq!(newest.own_ref.as_deref(), Some("V-7"));
        assert_eq!(newest.nhs_number.as_deref(), Some("9434765919"));
        assert!(newest.equality.religion.is_some() && newest.holds_whereabouts);
        assert!(file.may_open_whereabouts);
        // Both records are the police's: why they are one person is theirs to read.
        assert_eq!(file.links.len(), 1);
        let reasons = &file.links[0].reasons;
        assert!(reasons.contains(&"date of birth the same".to_owned()), "{reasons:?}");
        let tells_a_place =
            reasons.iter().any(|why| ["address", "post", "phone"].iter().any(|w| why.contains(w)));
        assert!(!tells_a_place, "{reasons:?}");
        let coordinator = world.sign_in("coordinator");
        let file = read(&world.app, &coordinator, victim_of(&world.app, "R1")).unwrap();
        assert!(file.links.is_empty(), "the other end is the police's");
        let case = &file.records[0].case;
        assert_eq!(case.marac.as_deref(), Some("Fenland MARAC"));
        assert_eq!(case.referred_by.as_deref(), Some("Amber House"));
    });
}

#[test]
fn honour_is_told_to_those_who_plan_for_safety_and_to_nobody_else() {
    on_both(|world| {
        few_people(&world.app);
        let ottilie = victim_of(&world.app, "X1");
        for (name, is_told) in [
            ("representative", Some(true)),
            ("deputy", None),
            ("analyst", None),
            ("referrer", None),
            ("chair", None),
        ] {
            let file = read(&world.app, &world.sign_in(name), ottilie).unwrap();
            assert_eq!(file.records[0].case.honour_based, is_told, "{name}");
        }
    });
}

#[test]
fn a_person_who_is_not_there_and_one_who_may_not_be_known_are_one_answer_and_one_entry() {
    on_both(|world| {
        few_people(&world.app);
        let ottilie = victim_of(&world.app, "X1");
        exclude(&world, ottilie, "deputy");
        let gone = PersonId::from_uuid(Uuid::from_u128(7));
        for name in ["deputy", "manager", "administrator"] {
            let visitor = world.sign_in(name);
            let (one, left) = left_by(&world, || read(&world.app, &visitor, ottilie));
            let (other, left_by_none) = left_by(&world, || read(&world.app, &visitor, gone));
            assert_eq!((word(&one), word(&other)), ("not found", "not found"), "{name}");
            assert_eq!((left.len(), left_by_none.len()), (1, 1), "{name}: {left:?}");
        }
        let analyst = world.sign_in("analyst");
        let (_, left) = left_by(&world, || read(&world.app, &analyst, ottilie));
        assert_eq!(left, ["read read_person person:new by analyst"]);
    });
}
