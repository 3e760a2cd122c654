//! An agreement opens records to whoever works on the case, and its end shuts them at once.

use super::{
    OFFICE, POLICE, TODAY, between, draft, involve, part, police_work_on, protocol, referral, sign,
    signed, source_of, words,
};
use crate::{
    county::{agency, left_by, meddle, word},
    duty::{deputy_on_duty, police_called},
    people::{exclude, read},
};
use app::{
    Error, Refused, Visitor,
    agreement::{Ending, EndingEffect, effect_of_ending, end_agreement},
    involvement::NewInvolvement,
    testing::{World, on_both},
};
use domain::{
    agreement::Terms,
    ids::AgreementId,
    involvement::{InvolvementDays, InvolvementPart},
    policy::FieldClass,
};
use jiff::{SignedDuration, civil::date};

fn effect(world: &World, by: &Visitor, id: AgreementId) -> Result<EndingEffect, Error> {
    world.app.read(by, move |ctx| effect_of_ending(ctx, id))
}

fn end(world: &World, by: &Visitor, id: AgreementId, seen: i64) -> Result<(), Error> {
    let ending = Ending { id, seen, why: words("The police left the partnership.") };
    world.app.change(by, move |ctx| end_agreement(ctx, &ending))
}

/// What the police representative is shown of the referral's victim.
fn seen(world: &World, visitor: &Visitor, person: domain::ids::PersonId) -> &'static str {
    let has_r1 = |file: &app::person::PersonFile| {
        file.records.iter().any(|record| record.case.reference == "R1")
    };
    match read(&world.app, visitor, person) {
        Ok(file) if has_r1(&file) => "the referral",
        Ok(_) => "only their own",
        Err(_) => "nothing",
    }
}

#[test]
fn an_ended_agreement_grants_nothing_on_the_next_request() {
    on_both(|world| {
        let (case, person) = referral(&world);
        let representative = world.sign_in("representative");
        let before = seen(&world, &representative, person);
        assert_ne!(before, "the referral");
        let id = signed(&world, protocol());
        assert_eq!(seen(&world, &representative, person), before, "agreed, but not involved");
        police_work_on(&world, case);
        assert_eq!(seen(&world, &representative, person), "the referral");
        let keeper = world.sign_in("privacy officer");
        let mark = effect(&world, &keeper, id).unwrap().mark();
        let (ended, left) = left_by(&world, || end(&world, &keeper, id, mark));
        assert_eq!(word(&ended), "done");
        assert_eq!(left, ["change keep_agreements agreement:new by privacy officer"]);
        assert_eq!(seen(&world, &representative, person), before);
        let again = end(&world, &keeper, id, mark);
        assert!(matches!(again, Err(Error::Refused(Refused::AgreementOver))), "{again:?}");
        let late = sign(&world, &world.sign_in("police privacy officer"), id);
        assert!(matches!(late, Err(Error::Refused(Refused::AgreementOver))), "{late:?}");
    });
}

#[test]
fn an_agreement_that_one_party_has_signed_grants_nothing() {
    on_both(|world| {
        let (case, person) = referral(&world);
        police_work_on(&world, case);
        let keeper = world.sign_in("privacy officer");
        let new = between(&world, protocol(), &[OFFICE, POLICE]);
        let id = draft(&world, &keeper, new).unwrap();
        let representative = world.sign_in("representative");
        sign(&world, &keeper, id).unwrap();
        assert_ne!(seen(&world, &representative, person), "the referral");
        sign(&world, &world.sign_in("police privacy officer"), id).unwrap();
        assert_eq!(seen(&world, &representative, person), "the referral");
    });
}

#[test]
fn a_class_that_no_agreement_names_stays_hidden_and_an_exclusion_beats_the_agreement() {
    on_both(|world| {
        let (case, person) = referral(&world);
        police_work_on(&world, case);
        signed(&world, protocol());
        let deputy = world.sign_in("deputy");
        let file = read(&world.app, &deputy, person).unwrap();
        let record = file.records.iter().find(|record| record.case.reference == "R1").unwrap();
        assert_eq!(record.given_names.as_deref(), Some("Ottilie"));
        assert_eq!(record.case.referred_by, None, "who referred is a class of its own");
        let mut wider = protocol();
        wider.classes.insert(FieldClass::Referrer);
        signed(&world, wider);
        let file = read(&world.app, &deputy, person).unwrap();
        let record = file.records.iter().find(|record| record.case.reference == "R1").unwrap();
        assert_eq!(record.case.referred_by.as_deref(), Some("Amber House"));
        exclude(&world, crate::people::victim_of(&world.app, "X1"), "deputy");
        exclude_from_r1(&world);
        assert_eq!(seen(&world, &deputy, person), "nothing");
    });
}

/// Whether linked or not, the two are one woman: she excludes the deputy as both.
fn exclude_from_r1(world: &World) {
    let person = crate::people::victim_of(&world.app, "R1");
    if person != crate::people::victim_of(&world.app, "X1") {
        let sql = "insert into exclusion (exclusion_id, user_id, person_id, reason, words,
                                          recorded_at)
                   select m.person_id, e.user_id, m.person_id, e.reason, e.words, e.recorded_at
                   from exclusion e, membership m
                   join person_record r on r.record_id = m.record_id and r.party = 'victim'
                   join referral f on f.referral_id = r.source_id
                   where m.superseded_at is null";
        meddle(&world.app, sql);
    }
}

#[test]
fn it_is_shown_first_which_open_cases_lose_a_reader_and_about_how_many_people() {
    on_both(|world| {
        let (case, _) = referral(&world);
        let id = signed(&world, protocol());
        let keeper = world.sign_in("privacy officer");
        assert_eq!(effect(&world, &keeper, id).unwrap(), EndingEffect::default());
        police_work_on(&world, case);
        let keeper = world.sign_in("privacy officer");
        let (found, left) = left_by(&world, || effect(&world, &keeper, id));
        let found = found.unwrap();
        assert_eq!(left, ["read keep_agreements agreement:new by privacy officer"]);
        assert_eq!(found.cases.len(), 1);
        let losing = &found.cases[0];
        assert!(losing.is_referral);
        assert_eq!(losing.on, date(2026, 10, 2));
        assert_eq!((losing.reader.as_str(), losing.classes.len()), ("Fen Police", 2));
        let people = &found.agencies[0];
        assert_eq!((people.name.as_str(), people.cases, people.people), ("Fen Police", 1, 2));
        assert!(!format!("{found:?}").contains("Ottilie"), "{found:?}");
        // Whoever was shown something else has to look again.
        let stale = end(&world, &keeper, id, EndingEffect::default().mark());
        assert_eq!(word(&stale), "changed");
        let named: Terms = protocol();
        signed(&world, named);
        let keeper = world.sign_in("privacy officer");
        let covered = effect(&world, &keeper, id).unwrap();
        assert_eq!(covered, EndingEffect::default(), "another agreement covers the same");
        meddle(
            &world.app,
            "update agreement set ended_on = '2026-11-24' where agreement_id in
                            (select agreement_id from agreement
                             order by recorded_at desc limit 1)",
        );
        assert_eq!(effect(&world, &keeper, id).unwrap(), found);
        // A case that is closed has no reader to lose.
        meddle(&world.app, "update referral_state set status = 'withdrawn'");
        assert_eq!(effect(&world, &keeper, id).unwrap(), EndingEffect::default());
    });
}

#[test]
fn a_standing_call_of_a_duty_team_is_a_reader_that_the_end_robs_on_the_next_request() {
    on_both(|world| {
        let (case, person) = referral(&world);
        let id = signed(&world, protocol());
        deputy_on_duty(&world, 8);
        police_called(&world, case, 4);
        let until = world.clock.now() + SignedDuration::from_hours(4);
        let (keeper, deputy) = (world.sign_in("privacy officer"), world.sign_in("deputy"));
        assert_eq!(seen(&world, &deputy, person), "the referral");
        let found = effect(&world, &keeper, id).unwrap();
        let [losing] = &found.cases[..] else { panic!("{found:?}") };
        assert_eq!((losing.reader.as_str(), losing.classes.len()), ("Fen Police", 2));
        assert_eq!(losing.called_until, Some(until));
        let people = &found.agencies[0];
        assert_eq!((people.name.as_str(), people.cases, people.people), ("Fen Police", 1, 2));
        // Whoever was shown no duty team has to look again.
        let stale = end(&world, &keeper, id, EndingEffect::default().mark());
        assert_eq!(word(&stale), "changed");
        // Called and at work on it they are one reader, who reads it longer than the call stands.
        police_work_on(&world, case);
        let keeper = world.sign_in("privacy officer");
        let both = effect(&world, &keeper, id).unwrap();
        assert_eq!((both.cases.len(), both.cases[0].called_until), (1, None));
        assert_ne!(both.mark(), found.mark());
        meddle(&world.app, "update involvement set ended_at = recorded_at");
        assert_eq!(effect(&world, &keeper, id).unwrap(), found);
        end(&world, &keeper, id, found.mark()).unwrap();
        assert_eq!(seen(&world, &deputy, person), "only their own");
    });
}

#[test]
fn a_call_that_is_over_or_ended_makes_no_reader_and_one_that_stands_does_to_its_last_instant() {
    on_both(|world| {
        let (case, _) = referral(&world);
        let id = signed(&world, protocol());
        police_called(&world, case, 1);
        let instant = SignedDuration::from_micros(1);
        let until = world.clock.now() + SignedDuration::from_hours(1);
        world.clock.advance(SignedDuration::from_mins(58));
        let keeper = world.sign_in("privacy officer");
        let losing = || effect(&world, &keeper, id).unwrap().cases.len();
        world.clock.advance((until - instant).duration_since(world.clock.now()));
        assert_eq!(losing(), 1);
        world.clock.advance(instant);
        assert_eq!(losing(), 0);
        let call = police_called(&world, case, 1);
        assert_eq!(losing(), 1);
        let office = world.sign_in("coordinator");
        world.app.change(&office, move |ctx| app::duty::end_call(ctx, case, call)).unwrap();
        assert_eq!(losing(), 0);
    });
}

#[test]
fn whoever_works_with_him_loses_no_more_than_they_read() {
    on_both(|world| {
        let (case, _) = referral(&world);
        let beside = InvolvementPart::PerpetratorSide;
        let side = NewInvolvement { part: beside, ..part(case, agency(&world, POLICE)) };
        involve(&world, &world.sign_in("coordinator"), side).unwrap();
        let told_nothing = signed(&world, protocol());
        let keeper = world.sign_in("privacy officer");
        assert_eq!(effect(&world, &keeper, told_nothing).unwrap(), EndingEffect::default());
        let mut of_risk = protocol();
        of_risk.classes.extend([FieldClass::RiskKnown, FieldClass::Risk]);
        let told = signed(&world, of_risk);
        let found = effect(&world, &world.sign_in("privacy officer"), told).unwrap();
        assert_eq!(found.cases.len(), 1);
        assert_eq!(found.cases[0].classes, [FieldClass::RiskKnown].into());
    });
}

#[test]
fn nobody_but_the_keeper_sees_what_an_ending_does_or_ends_it_and_not_with_an_old_sign_in() {
    on_both(|world| {
        let id = signed(&world, protocol());
        let mark = EndingEffect::default().mark();
        for name in ["police privacy officer", "coordinator", "manager", "representative"] {
            let visitor = world.sign_in(name);
            assert_eq!(word(&effect(&world, &visitor, id)), "denied", "{name}");
            assert_eq!(word(&end(&world, &visitor, id, mark)), "denied", "{name}");
        }
        let keeper = world.sign_in("privacy officer");
        world.clock.advance(SignedDuration::from_mins(6));
        assert_eq!(word(&effect(&world, &keeper, id)), "denied");
        assert_eq!(word(&end(&world, &keeper, id, mark)), "denied");
        let keeper = world.sign_in("privacy officer");
        let gone = AgreementId::from_uuid(uuid::Uuid::from_u128(7));
        assert_eq!(word(&end(&world, &keeper, gone, mark)), "not found");
        assert_eq!(word(&effect(&world, &keeper, gone)), "not found");
    });
}

#[test]
fn an_involvement_that_is_over_makes_no_reader_whom_an_ending_could_rob() {
    on_both(|world| {
        referral(&world);
        let id = signed(&world, protocol());
        let mut past = part(source_of(&world, "R1"), agency(&world, POLICE));
        past.part = InvolvementPart::Invited;
        past.days = InvolvementDays::new(date(2026, 10, 1), Some(date(2026, 11, 23))).unwrap();
        involve(&world, &world.sign_in("coordinator"), past).unwrap();
        let keeper = world.sign_in("privacy officer");
        assert_eq!(effect(&world, &keeper, id).unwrap(), EndingEffect::default());
        assert_eq!(TODAY.yesterday().unwrap(), date(2026, 11, 23));
    });
}
