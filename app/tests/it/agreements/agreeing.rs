//! An agreement is drafted, signed by each party, and read by everybody.

use super::{AMBER, OFFICE, POLICE, between, draft, protocol, sign, signed, words};
use crate::county::{left_by, word};
use app::{
    Error, Refused,
    agreement::{NewReview, list_agreements, read_agreement, review_agreement, sign_agreement},
    testing::on_both,
};
use domain::{
    agency::AgencyName,
    agreement::{AgreementStanding, Gateway, TermsRefused},
    ids::AgreementId,
};
use jiff::{SignedDuration, civil::date};
use std::collections::BTreeSet;
use uuid::Uuid;

const OTHERS: [&str; 14] = [
    "administrator",
    "grantor",
    "coordinator",
    "manager",
    "programme coordinator",
    "chair",
    "representative",
    "deputy",
    "analyst",
    "referrer",
    "police privacy officer",
    "idva lead",
    "idva",
    "second idva",
];

#[test]
fn only_the_partnerships_data_protection_officer_drafts_and_that_is_recorded() {
    on_both(|world| {
        for name in OTHERS {
            let visitor = world.sign_in(name);
            let act = || draft(&world, &visitor, between(&world, protocol(), &[OFFICE, POLICE]));
            let (answer, left) = left_by(&world, act);
            assert_eq!(word(&answer), "denied", "{name}");
            let refusal = format!("refusal keep_agreements system by {name} (");
            assert!(left.len() == 1 && left[0].starts_with(&refusal), "{left:?}");
        }
        let keeper = world.sign_in("privacy officer");
        let act = || draft(&world, &keeper, between(&world, protocol(), &[OFFICE, POLICE]));
        let (answer, left) = left_by(&world, act);
        assert_eq!(word(&answer), "done");
        assert_eq!(left, ["change keep_agreements agreement:new by privacy officer"]);
        world.clock.advance(SignedDuration::from_mins(6));
        assert_eq!(word(&act()), "denied", "the sign-in is too old");
    });
}

#[test]
fn terms_whose_gateway_reaches_no_recipient_are_not_drafted() {
    on_both(|world| {
        let keeper = world.sign_in("privacy officer");
        let mut terms = protocol();
        terms.gateways = BTreeSet::from([Gateway::CrimeAndDisorder]);
        let mut new = between(&world, terms, &[POLICE, AMBER]);
        let refused = draft(&world, &keeper, new.clone());
        let is_told =
            matches!(refused, Err(Error::Refused(Refused::Terms(TermsRefused::NotReached))));
        assert!(is_told, "{refused:?}");
        new.parties[1].1 = Some(AgencyName::parse("Fen County Council").unwrap());
        assert_eq!(word(&draft(&world, &keeper, new.clone())), "done");
        new.parties[1].0 = crate::county::nowhere();
        assert_eq!(word(&draft(&world, &keeper, new)), "not found");
    });
}

#[test]
fn each_party_signs_once_by_its_own_data_protection_officer() {
    on_both(|world| {
        let keeper = world.sign_in("privacy officer");
        let id = draft(&world, &keeper, between(&world, protocol(), &[POLICE, AMBER])).unwrap();
        for name in OTHERS.into_iter().filter(|name| *name != "police privacy officer") {
            let answer = sign(&world, &world.sign_in(name), id);
            assert!(["denied", "not found"].contains(&word(&answer)), "{name}: {answer:?}");
        }
        let keeper = world.sign_in("privacy officer");
        let stranger = sign(&world, &keeper, id);
        assert!(matches!(stranger, Err(Error::Refused(Refused::NoParty))), "{stranger:?}");
        let police = world.sign_in("police privacy officer");
        let (answer, left) = left_by(&world, || sign(&world, &police, id));
        assert_eq!(word(&answer), "done");
        assert_eq!(left, ["change sign_agreement agreement:new by police privacy officer"]);
        let again = sign(&world, &police, id);
        assert!(matches!(again, Err(Error::Refused(Refused::SignedAlready))), "{again:?}");
        let gone = AgreementId::from_uuid(Uuid::from_u128(7));
        let missing = world.app.change(&police, move |ctx| sign_agreement(ctx, gone));
        assert_eq!(word(&missing), "not found");
        world.clock.advance(SignedDuration::from_mins(6));
        assert_eq!(word(&sign(&world, &police, id)), "denied", "the sign-in is too old");
    });
}

#[test]
fn everybody_reads_what_is_agreed_and_who_signed_it_and_every_look_is_recorded() {
    on_both(|world| {
        let id = signed(&world, protocol());
        for name in OTHERS.into_iter().chain(["privacy officer"]) {
            let visitor = world.sign_in(name);
            let (list, left) = left_by(&world, || world.app.read(&visitor, list_agreements));
            let (lines, _) = list.unwrap();
            assert_eq!(lines.len(), 1, "{name}");
            assert_eq!(lines[0].parties, ["Domestic Abuse Partnership", "Fen Police"]);
            assert_eq!(lines[0].standing, AgreementStanding::InForce);
            assert_eq!(left, [format!("read read_agreements agreement by {name}")]);
            let act = || world.app.read(&visitor, move |ctx| read_agreement(ctx, id));
            let (file, left) = left_by(&world, act);
            let file = file.unwrap();
            let signers: Vec<_> =
                file.parties.iter().map(|line| line.signed_by.clone().unwrap()).collect();
            assert_eq!(signers, ["The privacy officer", "The police privacy officer"]);
            assert_eq!(file.drafted_by.as_deref(), Some("The privacy officer"));
            assert_eq!((file.may_sign, file.may_keep), (false, name == "privacy officer"));
            assert_eq!(left, [format!("read read_agreements agreement:new by {name}")]);
            let gone = AgreementId::from_uuid(Uuid::from_u128(7));
            let missing = world.app.read(&visitor, move |ctx| read_agreement(ctx, gone));
            assert_eq!(word(&missing), "not found");
        }
        let operator = app::testing::operator();
        let unseen = world.app.read(&operator, list_agreements);
        assert_eq!(word(&unseen), "denied", "the machine has no agreements");
        let unseen = world.app.read(&operator, move |ctx| read_agreement(ctx, id));
        assert_eq!(word(&unseen), "denied");
    });
}

#[test]
fn whoever_has_not_signed_is_offered_to_and_nobody_else() {
    on_both(|world| {
        let keeper = world.sign_in("privacy officer");
        let id = draft(&world, &keeper, between(&world, protocol(), &[OFFICE, POLICE])).unwrap();
        let may_sign = |name| {
            let visitor = world.sign_in(name);
            world.app.read(&visitor, move |ctx| read_agreement(ctx, id)).unwrap().may_sign
        };
        assert!(may_sign("privacy officer") && may_sign("police privacy officer"));
        assert!(!may_sign("coordinator") && !may_sign("representative"));
        sign(&world, &world.sign_in("police privacy officer"), id).unwrap();
        assert!(!may_sign("police privacy officer"));
    });
}

#[test]
fn a_review_sets_the_next_day_and_the_second_of_two_reviewers_is_told() {
    on_both(|world| {
        let id = signed(&world, protocol());
        world.clock.put("2027-12-01T09:00:00Z".parse().unwrap());
        let keeper = world.sign_in("privacy officer");
        let read = || world.app.read(&keeper, move |ctx| read_agreement(ctx, id)).unwrap();
        assert_eq!(read().standing, AgreementStanding::DueForReview);
        let review = |by: &_, seen_version, review_on| {
            let words = words("Read by all parties; nothing to change.");
            let new = NewReview { seen_version, review_on, words };
            world.app.change(by, move |ctx| review_agreement(ctx, id, &new))
        };
        let past = review(&keeper, 1, date(2027, 12, 1));
        assert!(matches!(past, Err(Error::Refused(Refused::ReviewPast))), "{past:?}");
        let (done, left) = left_by(&world, || review(&keeper, 1, date(2027, 12, 2)));
        assert_eq!(done.unwrap(), 2);
        assert_eq!(left, ["change keep_agreements agreement:new by privacy officer"]);
        assert_eq!(word(&review(&keeper, 1, date(2028, 12, 1))), "changed");
        let file = read();
        assert_eq!(file.standing, AgreementStanding::InForce);
        assert_eq!(file.reviews.len(), 1);
        assert_eq!(file.reviews[0].next_on, date(2027, 12, 2));
        let other = world.sign_in("police privacy officer");
        assert_eq!(word(&review(&other, 2, date(2028, 12, 1))), "denied");
    });
}
