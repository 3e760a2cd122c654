//! Who hears which MARAC, and who is on duty for whom: planted as everything else is, around each
//! boundary.

use super::{
    county::Asker,
    rows::{Held, Rows},
};
use app::params;
use jiff::SignedDuration;
use uuid::Uuid;

impl Rows<'_> {
    /// Offices of users whatever their role, and which MARAC stands in for which.
    pub fn offices(&mut self, users: &[Asker], maracs: &[Uuid]) {
        let parts = ["coordinator", "deputy", "deputy", "chair"];
        for (user, marac) in users.iter().flat_map(|user| maracs.iter().map(move |it| (user, *it)))
        {
            let (id, part) = (self.id(), self.dice.one_of(&parts));
            let ended = self.dice.one_in(8).then_some(self.now);
            if self.dice.one_in(2) {
                self.add(
                    "insert into marac_office (office_id, marac_id, user_id, part, from_at,
                                               ended_at)
                     values ($1, $2, $3, $4, $5, $6)",
                    params![id, marac, user.id, part, self.now, ended],
                );
            }
        }
        for (marac, other) in maracs.iter().flat_map(|it| maracs.iter().map(move |or| (*it, *or))) {
            let id = self.id();
            if marac != other && self.dice.one_in(2) {
                self.add(
                    "insert into marac_neighbour (neighbour_id, marac_id, stand_in_id, from_at)
                     values ($1, $2, $3, $4)",
                    params![id, marac, other, self.now],
                );
            }
        }
    }

    /// Some of those who come before the asker in a MARAC are excluded from who stands near.
    pub fn colleagues_shut(&mut self, colleagues: &[Asker], near: &[Held]) {
        for colleague in colleagues {
            if self.dice.one_in(3) {
                let held = near[self.dice.below(near.len())].clone();
                self.exclusion(colleague, &held, near);
            }
        }
    }

    /// Hours of some, also at an agency that they have left, and calls to their teams.
    pub fn duties(&mut self, askers: &[Asker], records: &[Held]) {
        for asker in askers.iter().filter(|_| self.dice.one_in(2)).copied().collect::<Vec<_>>() {
            let of = records[self.dice.below(records.len())].clone();
            let agency = self.dice.one_of(&[asker.agency, asker.agency, asker.agency, of.holder]);
            let minutes = |minutes: i64| SignedDuration::from_mins(minutes);
            let from = self.now + minutes(self.dice.one_of(&[-600, -60, 0, 0, 1]));
            let until = from.max(self.now + minutes(self.dice.one_of(&[0, 1, 60, 600])));
            let (id, ended) = (self.id(), self.ended());
            let by = ended.map(|_| asker.id);
            self.add(
                "insert into duty (duty_id, user_id, agency_id, from_at, until_at, recorded_at,
                                   recorded_by, ended_at, ended_by)
                 values ($1, $2, $3, $4, $5, $6, $2, $7, $8)",
                params![id, asker.id, agency, from, until, self.now, ended, by],
            );
            let until = self.now + minutes(self.dice.one_of(&[0, 1, 60, 600]));
            let (id, ended) = (self.id(), self.ended());
            let by = ended.map(|_| asker.id);
            self.add(
                "insert into duty_call (call_id, source_id, agency_id, why, until_at, recorded_at,
                                        recorded_by, ended_at, ended_by)
                 values ($1, $2, $3, 'At the door.', $4, $5, $6, $7, $8)",
                params![id, of.source, agency, until, self.now, asker.id, ended, by],
            );
        }
    }
}
