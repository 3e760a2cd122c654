//! Whoever works with the alleged perpetrator learns that there is a risk, and nothing else.

use super::{POLICE, giving::gift, involve, part, protocol, referral, signed, words};
use crate::{
    county::{agency, entries, left_by, meddle, word},
    glass, marac,
    people::{read, referral_by, victim_of},
    performance::{file, import},
};
use app::{
    Error, Refused, Visitor,
    alert::{AlertFilter, list_alerts},
    disclosure::{give_record, list_received},
    glass::GlassAnswer,
    import::{ImportSummary, reading::FileKind},
    involvement::{end_involvement, list_involvements, list_known_risks, list_own_cases},
    testing::{MARAC, World, on_both},
    whereabouts::{OpeningRequest, open_whereabouts},
};
use domain::{
    alert::AlertKind, ids::PersonId, involvement::InvolvementPart, person::OpeningReason,
    policy::FieldClass,
};
use jiff::civil::date;
use std::collections::BTreeSet;
use uuid::Uuid;

/// The police work with the man of Amber House's referral, under an agreement with the office that
/// names these classes besides; their programme is led by somebody of their own.
fn police_work_with_him(world: &World, classes: &[FieldClass]) -> (Uuid, PersonId) {
    let (case, ottilie) = referral(world);
    meddle(
        &world.app,
        "update user_state set agency_id = (select agency_id from agency
                                            where code = 'FEN-POLICE')
         where role = 'programme_coordinator'",
    );
    let mut terms = protocol();
    terms.classes.extend(classes);
    signed(world, terms);
    let mut new = part(case, agency(world, POLICE));
    new.part = InvolvementPart::PerpetratorSide;
    involve(world, &world.sign_in("coordinator"), new).unwrap();
    (case, ottilie)
}

const RISK: [FieldClass; 1] = [FieldClass::RiskKnown];

fn perpetrator(world: &World) -> PersonId {
    let sql = "select m.person_id as person from membership m
               join person_record r on r.record_id = m.record_id and r.party = 'perpetrator'
               join referral f on f.referral_id = r.source_id
               where m.superseded_at is null and r.superseded_at is null";
    let found = world.app.db().read(|tx| tx.find(sql, &[], |row| row.get("person")));
    found.unwrap().unwrap()
}

fn references(world: &World, by: &Visitor, person: PersonId) -> Vec<String> {
    let records = read(&world.app, by, person).map_or(Vec::new(), |file| file.records);
    let mut found: Vec<String> = records.into_iter().map(|record| record.case.reference).collect();
    found.sort();
    found
}

#[test]
fn whoever_works_with_him_learns_who_he_is_and_that_there_is_a_risk() {
    on_both(|world| {
        let (_, ottilie) = police_work_with_him(&world, &RISK);
        let casimir = perpetrator(&world);
        let programme = world.sign_in("programme coordinator");
        let (known, left) = left_by(&world, || world.app.read(&programme, list_known_risks));
        let known = known.unwrap();
        assert_eq!(known.len(), 1);
        assert_eq!(known[0].person, casimir);
        assert_eq!(known[0].name.as_deref(), Some("Casimir Quillfeather"));
        let looks = ["list_cases involvement", "read_person person:new"];
        assert_eq!(left, looks.map(|look| format!("read {look} by programme coordinator")));
        let (file, left) = left_by(&world, || read(&world.app, &programme, casimir));
        let file = file.unwrap();
        assert_eq!(left, ["read read_person person:new by programme coordinator"]);
        let look = entries(&world.app).into_iter().rev().find(|it| it.doing == "read_person");
        assert_eq!(look.unwrap().classes, ["identity", "risk_known"]);
        assert_eq!(file.basis.policies(), ["perpetrator-side-knows-of-risk"]);
        assert_eq!((file.records.len(), file.at_risk.len(), file.links.len()), (0, 1, 0));
        assert_eq!(file.at_risk[0].date_of_birth, Some(date(1979, 7, 3)));
        let because = "You see this because you work with this person, and somebody is at risk in \
                       a case about them.";
        assert_eq!(file.at_risk[0].because, because);
        assert!(!file.may_open_whereabouts && !file.may_give && !file.may_list_lookers);
        let told = format!("{:?}", file.at_risk);
        for secret in ["R1", "Ottilie", "Marchbanks", "Amber", "Fenland", "2026"] {
            assert!(!told.contains(secret), "{secret}: {told}");
        }
        assert_eq!(word(&read(&world.app, &programme, ottilie)), "not found");
    });
}

#[test]
fn of_her_they_see_what_their_own_agency_holds_and_nothing_of_the_case() {
    on_both(|world| {
        let (case, ottilie) = police_work_with_him(&world, &RISK);
        let casimir = perpetrator(&world);
        let deputy = world.sign_in("deputy");
        assert_eq!(references(&world, &deputy, ottilie), ["X1", "X2"]);
        assert_eq!(references(&world, &deputy, casimir), ["X1", "X2"]);
        assert_eq!(read(&world.app, &deputy, casimir).unwrap().at_risk.len(), 1);
        assert_eq!(read(&world.app, &deputy, ottilie).unwrap().at_risk, []);
        assert!(world.app.read(&deputy, list_own_cases).unwrap().0.is_empty());
        // Neither by broken glass, which opens what their own agency holds and no more.
        let born = date(1984, 2, 29);
        glass::opened(glass::break_for(&world.app, &deputy, ("Ottilie", "Marchbanks"), born));
        assert_eq!(references(&world, &deputy, ottilie), ["X1", "X2"]);
        let why = OpeningRequest::new(OpeningReason::Contact, "To warn her.").unwrap();
        let opened = world.app.change(&deputy, move |ctx| open_whereabouts(ctx, ottilie, &why));
        assert_eq!(opened.unwrap().records.len(), 2);
        let coordinator = world.sign_in("coordinator");
        let standing =
            world.app.read(&coordinator, move |ctx| list_involvements(ctx, case)).unwrap();
        assert_eq!(standing.standing[0].part, InvolvementPart::PerpetratorSide);
        let reads = [FieldClass::Identity, FieldClass::RiskKnown];
        assert_eq!(standing.standing[0].classes, BTreeSet::from(reads));
    });
}

/// The referral as the register tells of it now, referred by the police themselves.
fn amend_referrer(world: &World) -> ImportSummary {
    import(&world.app, FileKind::Referrals, "PARTNERSHIP", &file(&[&referral_by(POLICE)]))
}

#[test]
fn an_amendment_that_names_them_as_the_referrer_opens_nothing_to_whoever_works_with_him() {
    on_both(|world| {
        let (case, ottilie) = police_work_with_him(&world, &[FieldClass::RiskKnown]);
        assert_eq!(amend_referrer(&world).amended, 1);
        let last = "select notes from import_run order by import_id desc limit 1";
        let said = world
            .app
            .db()
            .read(|tx| tx.find(last, &[], |row| row.get::<serde_json::Value>("notes")));
        let said = said.unwrap().unwrap().to_string();
        assert!(said.contains("works with the alleged perpetrator"), "{said}");
        for name in ["representative", "deputy", "referrer", "analyst"] {
            let by = world.sign_in(name);
            assert_eq!(references(&world, &by, ottilie), ["X1", "X2"], "{name}");
            assert_eq!(references(&world, &by, perpetrator(&world)), ["X1", "X2"], "{name}");
            assert!(world.app.read(&by, list_own_cases).unwrap().0.is_empty(), "{name}");
        }
        let deputy = world.sign_in("deputy");
        let why = OpeningRequest::new(OpeningReason::Contact, "To warn her.").unwrap();
        let opened = world.app.change(&deputy, move |ctx| open_whereabouts(ctx, ottilie, &why));
        assert_eq!(opened.unwrap().records.len(), 2, "their own, and not the referral's");
        // Once they work on his side no more they see what they referred.
        let coordinator = world.sign_in("coordinator");
        let standing =
            world.app.read(&coordinator, move |ctx| list_involvements(ctx, case)).unwrap();
        let (id, why) = (standing.standing[0].id, words("It was a mistake."));
        let end = move |ctx: &mut app::Ctx<'_>| end_involvement(ctx, case, id, &why);
        world.app.change(&coordinator, end).unwrap();
        assert_eq!(references(&world, &world.sign_in("deputy"), ottilie), ["R1", "X1", "X2"]);
    });
}

#[test]
fn the_officers_beside_whoever_works_with_him_are_not_told_of_glass_that_is_broken_for_her() {
    on_both(|world| {
        let zuleika = marac::referral(&world.app, "R-Z", MARAC, "Featherstone");
        marac::referral(&world.app, "R-M", MARAC, "Marchbanks");
        let idva = world.sign_in("idva");
        let told = |world: &World| {
            let officer = world.sign_in("police privacy officer");
            let kind = Some(AlertKind::BreakGlass);
            let filter = AlertFilter { kind, ..AlertFilter::default() };
            world.app.read(&officer, |ctx| list_alerts(ctx, filter)).unwrap().0.items.len()
        };
        let mut new = part(super::source_of(&world, "R-Z"), agency(&world, POLICE));
        new.part = InvolvementPart::PerpetratorSide;
        // They referred both. The register said so after they came to work on his side in one.
        let sql = "update referral_state set referring_agency_id =
                       (select agency_id from agency where code = 'AMBER-HOUSE')";
        let back = "update referral_state set referring_agency_id =
                       (select agency_id from agency where code = 'FEN-POLICE')";
        meddle(&world.app, sql);
        involve(&world, &world.sign_in("coordinator"), new).unwrap();
        meddle(&world.app, back);
        let born = |year, month, day| date(year, month, day);
        let people = [("Zuleika", "Featherstone"), ("Ottilie", "Marchbanks")];
        glass::opened(glass::break_for(&world.app, &idva, people[0], born(1991, 7, 13)));
        assert!(read(&world.app, &idva, zuleika).is_ok());
        assert_eq!(told(&world), 0);
        let idva = world.sign_in("idva");
        glass::opened(glass::break_for(&world.app, &idva, people[1], born(1984, 2, 29)));
        assert_eq!(told(&world), 1);
    });
}

#[test]
fn of_whom_only_the_case_tells_broken_glass_says_that_nobody_is_known() {
    on_both(|world| {
        police_work_with_him(&world, &RISK);
        meddle(
            &world.app,
            "delete from membership where record_id in
                 (select record_id from person_record where source_kind = 'incident')",
        );
        let born = date(1984, 2, 29);
        let names = ("Ottilie", "Marchbanks");
        let deputy = world.sign_in("deputy");
        let answer = glass::break_for(&world.app, &deputy, names, born).unwrap();
        assert_eq!(answer, GlassAnswer::Nobody);
        // Whoever is on nobody's side is told: it is she whom they would find.
        meddle(&world.app, "delete from perpetrator_side");
        let representative = world.sign_in("representative");
        glass::opened(glass::break_for(&world.app, &representative, names, born));
    });
}

#[test]
fn without_an_agreement_that_names_the_risk_or_another_role_there_is_nobody() {
    on_both(|world| {
        police_work_with_him(&world, &[]);
        let casimir = perpetrator(&world);
        let programme = world.sign_in("programme coordinator");
        assert_eq!(word(&read(&world.app, &programme, casimir)), "not found");
        assert_eq!(world.app.read(&programme, list_known_risks).unwrap(), []);
    });
    on_both(|world| {
        police_work_with_him(&world, &RISK);
        for (name, count) in [("chair", 0), ("analyst", 0), ("referrer", 1), ("representative", 1)]
        {
            let known = world.app.read(&world.sign_in(name), list_known_risks).unwrap();
            assert_eq!(known.len(), count, "{name}");
        }
        let manager = world.app.read(&world.sign_in("manager"), list_known_risks);
        assert_eq!(word(&manager), "denied");
    });
}

fn give(world: &World, by: &str, person: PersonId, to: &str) -> Result<(), Error> {
    let new = gift(world, person, to);
    world.app.change(&world.sign_in(by), move |ctx| give_record(ctx, &new)).map(drop)
}

#[test]
fn nothing_is_given_to_whoever_works_with_him() {
    on_both(|world| {
        let (_, ottilie) = police_work_with_him(&world, &RISK);
        let given = give(&world, "coordinator", ottilie, "deputy");
        let refused = |given| matches!(given, Err(Error::Refused(Refused::GiftToPerpetratorSide)));
        assert!(refused(given));
        assert!(refused(give(&world, "coordinator", ottilie, "programme coordinator")));
        assert!(give(&world, "representative", victim_of(&world.app, "X1"), "idva").is_ok());
    });
}

#[test]
fn what_was_given_before_is_listed_to_nobody_who_works_with_him_since() {
    on_both(|world| {
        police_work_with_him(&world, &RISK);
        let casimir = perpetrator(&world);
        let received = || world.app.read(&world.sign_in("deputy"), list_received).unwrap().0.len();
        meddle(&world.app, "update involvement set from_on = '2026-11-25'");
        give(&world, "coordinator", casimir, "deputy").unwrap();
        assert_eq!(received(), 1);
        // Who gave it and why would tell who spoke.
        meddle(&world.app, "update involvement set from_on = '2026-11-24'");
        assert_eq!(received(), 0);
        let deputy = world.sign_in("deputy");
        assert_eq!(read(&world.app, &deputy, casimir).unwrap().at_risk.len(), 1);
        let known = world.app.read(&deputy, list_known_risks).unwrap();
        assert_eq!(known.len(), 1);
    });
}
