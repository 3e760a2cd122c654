//! Who is on duty, which duty teams are called, and who hears which MARAC.

use super::{
    county::{Asker, Case},
    people::{State, Works},
    rows::{CALL, MAKER, Rows},
};
use app::params;
use domain::user::Role;
use std::collections::BTreeMap;
use uuid::Uuid;

const ANOTHER_MARAC: Uuid = Uuid::from_u128(0x6000);

impl Rows {
    /// Calls to a case: for the next hour, or until this instant.
    pub fn calls(&mut self, number: u128, case: &Case, agencies: &BTreeMap<Works, Uuid>) {
        for (works, agency) in agencies.iter().filter(|(works, _)| works.was_called()) {
            let id = match works {
                Works::Strange => Uuid::from_u128(CALL + number),
                _ => self.id(),
            };
            let until = self.minutes(if works.is_called() { 60 } else { 0 });
            let at = self.minutes(-60);
            self.add(
                "insert into duty_call (call_id, source_id, agency_id, why, until_at, recorded_at,
                                        recorded_by)
                 values ($1, $2, $3, 'At the door.', $4, $5, $6)",
                params![id, case.id, *agency, until, at, MAKER],
            );
        }
    }

    pub fn duty(&mut self, asker: &Asker) {
        let state = asker.position.state;
        if state.is_on_duty() || state == State::DutyOver {
            let until = self.minutes(if state.is_on_duty() { 60 } else { 0 });
            let (id, from) = (self.id(), self.minutes(-60));
            self.add(
                "insert into duty (duty_id, user_id, agency_id, from_at, until_at, recorded_at,
                                   recorded_by)
                 values ($1, $2, $3, $4, $5, $4, $6)",
                params![id, asker.id, asker.agency, from, until, MAKER],
            );
        }
    }

    /// Everybody who hears a MARAC hears the referral's, but for those who hear another one.
    pub fn offices(&mut self, askers: &[Asker], marac: Uuid) {
        let now = self.minutes(-60);
        self.add(
            "insert into marac (marac_id, name, made_at) values ($1, 'Ouse MARAC', $2)",
            params![ANOTHER_MARAC, now],
        );
        for asker in askers {
            let part = match asker.role {
                Role::Coordinator => "coordinator",
                Role::Chair => "chair",
                _ => continue,
            };
            let is_elsewhere = asker.position.state.is_elsewhere();
            let (id, marac) = (self.id(), if is_elsewhere { ANOTHER_MARAC } else { marac });
            self.add(
                "insert into marac_office (office_id, marac_id, user_id, part, from_at)
                 values ($1, $2, $3, $4, $5)",
                params![id, marac, asker.id, part, now],
            );
        }
    }
}
