//! Whom and what the grants are tried on.

use super::super::super::super::actor::{Standing, Subject, SubjectKind};
use super::{ALERT, F, OTHER, OTHER_AGENCY, OWN_AGENCY, PAIR, PERSON, Role, SELF};

pub(in super::super) fn subjects(kind: SubjectKind) -> Vec<Subject> {
    let agency = |id| Subject::Agency { id, active: true };
    let account = |id, agency| Subject::User { id, agency, role: Role::Idva };
    match kind {
        SubjectKind::System => vec![Subject::System],
        SubjectKind::Agency => vec![agency(OWN_AGENCY), agency(OTHER_AGENCY)],
        SubjectKind::User => vec![
            account(SELF, OWN_AGENCY),
            account(OTHER, OWN_AGENCY),
            account(OTHER, OTHER_AGENCY),
        ],
        SubjectKind::Ledger => vec![
            Subject::Ledger { agency: Some(OWN_AGENCY) },
            Subject::Ledger { agency: Some(OTHER_AGENCY) },
            Subject::Ledger { agency: None },
        ],
        SubjectKind::Person => people(),
        SubjectKind::Match => matches(),
        SubjectKind::Case => [OWN_AGENCY, OTHER_AGENCY]
            .into_iter()
            .flat_map(|agency| {
                let id = PERSON.uuid();
                let facts = [(true, false), (false, true), (false, false)];
                facts.map(|(excludes_asker, is_other_marac)| Subject::Case {
                    id,
                    agency,
                    excludes_asker,
                    is_other_marac,
                })
            })
            .collect(),
        SubjectKind::Alert => [None, Some(SELF), Some(OTHER)]
            .into_iter()
            .flat_map(|about| {
                [OWN_AGENCY, OTHER_AGENCY].map(|agency| Subject::Alert { id: ALERT, agency, about })
            })
            .collect(),
        SubjectKind::Pair => pairs(),
        SubjectKind::Figure => [None, Some(OWN_AGENCY), Some(OTHER_AGENCY)]
            .into_iter()
            .flat_map(|agency| {
                [true, false].map(|of_referrals| Subject::Figure { agency, of_referrals })
            })
            .collect(),
    }
}

/// Of three classes, each of them read by others.
fn people() -> Vec<Subject> {
    let classes = [F::Identity, F::Honour, F::Immigration];
    people_of(&classes, &standings()[15..])
}

/// Of every class, on every ground.
pub(in super::super) fn all_people() -> Vec<Subject> {
    people_of(F::ALL, &standings())
}

fn people_of(classes: &[F], standings: &[Standing]) -> Vec<Subject> {
    let agencies = [OWN_AGENCY, OTHER_AGENCY];
    let referrers = [None, Some(OWN_AGENCY), Some(OTHER_AGENCY)];
    let mut people = Vec::new();
    for (agency, referred_by) in agencies.into_iter().flat_map(|it| referrers.map(|by| (it, by))) {
        for class in classes.iter().copied() {
            let known = |asker| Subject::Person { id: PERSON, agency, referred_by, class, asker };
            people.extend(standings.iter().copied().map(known));
        }
    }
    people
}

/// Each ground beside an exclusion, alone, and some together.
fn standings() -> Vec<Standing> {
    let none = Standing::default();
    let shared = Standing { is_involved: true, is_agreed: true, ..none };
    let glass = Standing { broke_glass: true, ..none };
    let side = Standing { is_perpetrator_side: true, is_agreed: true, ..none };
    let of_perpetrator = Standing { is_of_perpetrator: true, is_given: true, ..none };
    let grounds = [
        side,
        Standing { is_of_perpetrator: true, ..side },
        of_perpetrator,
        Standing { is_perpetrator_side: true, ..of_perpetrator },
        Standing { is_involved: true, ..none },
        Standing { is_on_duty: true, ..none },
        Standing { is_agreed: true, has_second: true, ..none },
        Standing { has_second: true, ..shared },
        Standing { has_second: true, ..glass },
        Standing { opening_for: Some((SELF, OWN_AGENCY)), ..none },
        none,
        Standing { is_on_duty: true, is_agreed: true, has_second: true, ..none },
        shared,
        glass,
        Standing { is_given: true, ..none },
        Standing { opening_for: Some((OTHER, OTHER_AGENCY)), ..none },
    ];
    let excluded = grounds.map(|ground| Standing { is_excluded: true, ..ground });
    let elsewhere = [none, shared, glass, Standing { has_second: true, ..glass }];
    let elsewhere = elsewhere.into_iter().chain([Standing { is_given: true, ..none }]);
    let elsewhere = elsewhere.map(|ground| Standing { is_other_marac: true, ..ground });
    excluded.into_iter().chain(grounds).chain(elsewhere).collect()
}

fn matches() -> Vec<Subject> {
    let mut matches = Vec::new();
    for (user, agency) in [(SELF, OWN_AGENCY), (OTHER, OWN_AGENCY), (OTHER, OTHER_AGENCY)] {
        for (of_partnership, falls_to_asker) in
            [(false, false), (false, true), (true, false), (true, true)]
        {
            let id = PERSON.uuid();
            matches.push(Subject::Match { id, user, agency, of_partnership, falls_to_asker });
        }
    }
    matches
}

fn pairs() -> Vec<Subject> {
    let agencies = [OWN_AGENCY, OTHER_AGENCY];
    let mut pairs = Vec::new();
    for (left, right) in agencies.into_iter().flat_map(|it| agencies.map(|right| (it, right))) {
        for decided_by in [None, Some(SELF), Some(OTHER)] {
            for (excludes_asker, is_other_marac) in [(true, false), (false, true), (false, false)] {
                let id = PAIR;
                pairs.push(Subject::Pair {
                    id,
                    left,
                    right,
                    decided_by,
                    excludes_asker,
                    is_other_marac,
                });
            }
        }
    }
    pairs
}
