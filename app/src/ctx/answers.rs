//! What the door has answered before, by every fact that it was asked with.
//!
//! The door is a function of its question and of rules that never change while Wicken runs, so an
//! answer cannot grow old. What can is a fact: each is read anew in the transaction of each request
//! and is part of the question, down to the last one, since the key *is* the question.

use domain::policy::{self, Actor, Basis, Denial, Permission, Rules, Subject, UserActor, World};
use parking_lot::Mutex;
use std::collections::HashMap;

/// A few megabytes; then it begins anew.
const MOST: usize = 4_096;

/// The answers of one running Wicken.
#[derive(Default)]
pub(crate) struct Answers(Mutex<HashMap<Question, Answer>>);

type Answer = Result<Basis, Denial>;

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Question {
    actor: UserActor,
    permission: Permission,
    subject: Subject,
    world: World,
}

impl Answers {
    /// As [`policy::permit`].
    pub(super) fn permit(
        &self,
        rules: &Rules,
        (actor, permission): (&Actor, Permission),
        (subject, world): (&Subject, World),
    ) -> Answer {
        self.answer(rules, (actor, permission), (subject, world), Answer::clone)
    }

    /// Whether [`policy::permit`] says yes.
    pub(super) fn would_permit(
        &self,
        rules: &Rules,
        (actor, permission): (&Actor, Permission),
        (subject, world): (&Subject, World),
    ) -> bool {
        self.answer(rules, (actor, permission), (subject, world), Answer::is_ok)
    }

    fn answer<T>(
        &self,
        rules: &Rules,
        (actor, permission): (&Actor, Permission),
        (subject, world): (&Subject, World),
        take: impl Fn(&Answer) -> T,
    ) -> T {
        // A command asks once and ends.
        let Actor::User(user) = actor else {
            return take(&policy::permit(rules, actor, permission, subject, &world));
        };
        let question = Question { actor: *user, permission, subject: *subject, world };
        if let Some(known) = self.0.lock().get(&question) {
            return take(known);
        }
        let answer = policy::permit(rules, actor, permission, subject, &world);
        let taken = take(&answer);
        let mut known = self.0.lock();
        if MOST <= known.len() {
            known.clear();
        }
        known.insert(question, answer);
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{
        ids::{AgencyId, UserId},
        user::Role,
    };
    use uuid::Uuid;

    fn agency(number: u128) -> AgencyId {
        AgencyId::from_uuid(Uuid::from_u128(number))
    }

    /// Every single fact about the asker, turned round.
    fn askers(role: Role) -> Vec<UserActor> {
        let one = UserActor {
            id: UserId::from_uuid(Uuid::from_u128(9)),
            role,
            agency: agency(1),
            agency_is_partnership: false,
            active: true,
            agency_active: true,
        };
        vec![
            one,
            UserActor { id: UserId::from_uuid(Uuid::from_u128(8)), ..one },
            UserActor { agency: agency(2), ..one },
            UserActor { agency_is_partnership: true, ..one },
            UserActor { active: false, ..one },
            UserActor { agency_active: false, ..one },
        ]
    }

    fn subjects() -> [Subject; 6] {
        let holder = UserId::from_uuid(Uuid::from_u128(9));
        [
            Subject::System,
            Subject::Agency { id: agency(1), active: true },
            Subject::Agency { id: agency(1), active: false },
            Subject::User { id: holder, agency: agency(1), role: Role::Grantor },
            Subject::Ledger { agency: Some(agency(1)) },
            Subject::Ledger { agency: None },
        ]
    }

    #[test]
    fn a_remembered_answer_is_the_doors_own_down_to_the_last_fact() {
        let (rules, answers) = (Rules::wicken().unwrap(), Answers::default());
        let (mut yes, mut no) = (0, 0);
        for actor in Role::ALL.iter().flat_map(|role| askers(*role)).map(Actor::User) {
            for permission in [Permission::SeeDirectory, Permission::ReadLedger] {
                for (subject, fresh_sign_in) in
                    subjects().iter().flat_map(|it| [(it, true), (it, false)])
                {
                    let world = World { fresh_sign_in };
                    let own = policy::permit(&rules, &actor, permission, subject, &world);
                    let asked = ((&actor, permission), (subject, world));
                    for _ in 0..2 {
                        assert_eq!(answers.permit(&rules, asked.0, asked.1), own);
                        assert_eq!(answers.would_permit(&rules, asked.0, asked.1), own.is_ok());
                    }
                    *(if own.is_ok() { &mut yes } else { &mut no }) += 1;
                }
            }
        }
        assert!(0 < yes && 0 < no, "{yes} yes, {no} no");
    }

    #[test]
    fn no_more_answers_are_kept_than_there_is_room_for() {
        let (rules, answers) = (Rules::wicken().unwrap(), Answers::default());
        let actor = Actor::User(askers(Role::Grantor)[0]);
        let ask = |number| {
            let subject = Subject::Agency { id: agency(number), active: true };
            let world = World { fresh_sign_in: false };
            answers.would_permit(&rules, (&actor, Permission::SeeDirectory), (&subject, world))
        };
        let often = 2 * MOST as u128 + 1;
        assert!((0..often).all(ask));
        assert!((1..=MOST).contains(&answers.0.lock().len()));
    }
}
