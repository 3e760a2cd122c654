//! Both sides of each boundary of an agreement.

use jiff::civil::date;
use uuid::Uuid;

use super::*;

const POLICE: AgencyId = AgencyId::from_uuid(Uuid::from_u128(1));
const CHARITY: AgencyId = AgencyId::from_uuid(Uuid::from_u128(2));
const COUNCIL: AgencyId = AgencyId::from_uuid(Uuid::from_u128(3));
const SIGNED: Date = date(2026, 3, 10);

fn party(agency: AgencyId, kind: AgencyKind) -> Party {
    Party { agency, kind, acts_for: None, signed_on: Some(SIGNED) }
}

fn agreement() -> Agreement {
    let terms = Terms {
        title: AgreementTitle::parse("Protocol").unwrap(),
        purpose: SharingWords::parse("To keep people safe.").unwrap(),
        gateways: BTreeSet::from([Gateway::Safeguarding]),
        classes: BTreeSet::from([FieldClass::Identity, FieldClass::Case]),
        from: date(2026, 4, 1),
        until: Some(date(2027, 3, 31)),
        review_on: date(2026, 10, 1),
    };
    let parties = vec![
        party(POLICE, AgencyKind::Police),
        party(CHARITY, AgencyKind::VoluntarySector),
        Party { signed_on: None, ..party(COUNCIL, AgencyKind::AdultSocialCare) },
    ];
    Agreement { terms, parties, ended_on: None }
}

#[test]
fn an_agreement_is_in_force_from_its_first_day_to_its_last() {
    let agreement = agreement();
    for (on, standing) in [
        (date(2026, 3, 9), AgreementStanding::Draft),
        (date(2026, 3, 10), AgreementStanding::Ahead),
        (date(2026, 3, 31), AgreementStanding::Ahead),
        (date(2026, 4, 1), AgreementStanding::InForce),
        (date(2026, 10, 1), AgreementStanding::InForce),
        (date(2026, 10, 2), AgreementStanding::DueForReview),
        (date(2027, 3, 31), AgreementStanding::DueForReview),
        (date(2027, 4, 1), AgreementStanding::RunOut),
    ] {
        assert_eq!(agreement.standing(on), standing, "{on}");
        let binds = [AgreementStanding::InForce, AgreementStanding::DueForReview];
        assert_eq!(agreement.in_force(on), binds.contains(&standing), "{on}");
    }
}

#[test]
fn an_agreement_without_a_last_day_runs_on() {
    let mut agreement = agreement();
    agreement.terms.until = None;
    assert!(agreement.in_force(date(2099, 1, 1)));
}

#[test]
fn a_passed_review_date_warns_and_never_closes() {
    let agreement = agreement();
    let late = date(2027, 3, 31);
    assert_eq!(agreement.standing(late), AgreementStanding::DueForReview);
    assert!(agreement.covers(POLICE, CHARITY, FieldClass::Case, late));
}

#[test]
fn an_ended_agreement_grants_nothing_from_that_day_on() {
    let ended = date(2026, 6, 1);
    let agreement = Agreement { ended_on: Some(ended), ..agreement() };
    let eve = ended.yesterday().unwrap();
    assert!(agreement.covers(POLICE, CHARITY, FieldClass::Case, eve));
    assert!(!agreement.covers(POLICE, CHARITY, FieldClass::Case, ended));
    assert_eq!(agreement.standing(ended), AgreementStanding::Ended);
}

#[test]
fn only_parties_that_have_signed_give_and_receive() {
    let mut agreement = agreement();
    let on = date(2026, 5, 1);
    let covers = |agreement: &Agreement, holder, asker, on| {
        agreement.covers(holder, asker, FieldClass::Identity, on)
    };
    assert!(covers(&agreement, POLICE, CHARITY, on));
    assert!(covers(&agreement, CHARITY, POLICE, on));
    assert!(!covers(&agreement, COUNCIL, POLICE, on));
    assert!(!covers(&agreement, POLICE, COUNCIL, on));
    agreement.parties[2].signed_on = Some(on);
    assert!(!covers(&agreement, POLICE, COUNCIL, date(2026, 4, 30)));
    assert!(covers(&agreement, POLICE, COUNCIL, on));
    assert_eq!(agreement.since(POLICE, COUNCIL), Some(on));
    assert_eq!(agreement.since(POLICE, CHARITY), Some(date(2026, 4, 1)));
    assert_eq!(agreement.since(POLICE, AgencyId::from_uuid(Uuid::nil())), None);
}

#[test]
fn what_an_agreement_does_not_name_it_does_not_cover() {
    let (agreement, on) = (agreement(), date(2026, 5, 1));
    let covered = |class: &&FieldClass| agreement.covers(POLICE, CHARITY, **class, on);
    let covered: Vec<_> = FieldClass::ALL.iter().filter(covered).collect();
    assert_eq!(covered, [&FieldClass::Identity, &FieldClass::Case]);
    let stranger = AgencyId::from_uuid(Uuid::from_u128(9));
    assert!(!agreement.covers(POLICE, stranger, FieldClass::Case, on));
    assert!(!agreement.covers(POLICE, POLICE, FieldClass::Case, on));
}

#[test]
fn a_gateway_has_to_reach_whoever_receives() {
    let mut agreement = agreement();
    let on = date(2026, 5, 1);
    agreement.terms.gateways = BTreeSet::from([Gateway::CrimeAndDisorder]);
    assert!(!agreement.covers(POLICE, CHARITY, FieldClass::Case, on));
    assert!(agreement.covers(CHARITY, POLICE, FieldClass::Case, on));
    agreement.parties[1].acts_for = Some(AgencyName::parse("Fen County Council").unwrap());
    assert!(agreement.covers(POLICE, CHARITY, FieldClass::Case, on));
    agreement.parties[1].kind = AgencyKind::Other;
    assert!(!agreement.covers(POLICE, CHARITY, FieldClass::Case, on));
}

#[test]
fn terms_that_cannot_hold_are_refused_before_anybody_signs() {
    let Agreement { terms, parties, .. } = agreement();
    let check = |change: fn(&mut Terms)| {
        let mut terms = terms.clone();
        change(&mut terms);
        terms.check(&parties)
    };
    assert_eq!(check(|_| ()), Ok(()));
    let nameless = |it: &mut Terms| it.classes = BTreeSet::from([FieldClass::Case]);
    assert_eq!(check(nameless), Err(TermsRefused::LacksBasis));
    assert_eq!(check(|it| it.classes.clear()), Err(TermsRefused::LacksBasis));
    assert_eq!(check(|it| it.gateways.clear()), Err(TermsRefused::NoGateway));
    assert_eq!(check(|it| it.until = Some(it.from)), Ok(()));
    let too_early = |it: &mut Terms| it.until = Some(date(2026, 3, 31));
    assert_eq!(check(too_early), Err(TermsRefused::EndsBeforeItBegins));
    assert_eq!(check(|it| it.review_on = it.from), Ok(()));
    let too_early = |it: &mut Terms| it.review_on = date(2026, 3, 31);
    assert_eq!(check(too_early), Err(TermsRefused::ReviewBeforeItBegins));
    let only_s115 = |it: &mut Terms| it.gateways = BTreeSet::from([Gateway::CrimeAndDisorder]);
    assert_eq!(check(only_s115), Err(TermsRefused::NotReached));
}

#[test]
fn an_agreement_is_between_two_agencies_at_least() {
    let Agreement { terms, parties, .. } = agreement();
    assert_eq!(terms.check(&parties[..1]), Err(TermsRefused::TooFewParties));
    assert_eq!(terms.check(&parties[..2]), Ok(()));
    let twice = [parties[0].clone(), parties[0].clone()];
    assert_eq!(terms.check(&twice), Err(TermsRefused::TooFewParties));
}
