//! What is planted, row by row.

use super::{
    county::{Asker, Case},
    people::{State, Works},
};
use app::{
    App,
    db::{DbError, Tx, Value},
    params,
};
use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Statements to be written at once.
pub(super) struct Rows {
    now: Timestamp,
    statements: Vec<(&'static str, Vec<Value>)>,
    next: u128,
}

/// What routes find: one for each case. What Wicken makes has greater ids than all that is planted.
pub(super) const EXCLUSION: u128 = 0x1000;
pub(super) const GIFT: u128 = 0x2000;
pub(super) const INVOLVEMENT: u128 = 0x3000;
pub(super) const SECOND: u128 = 0x4000;
pub(super) const CALL: u128 = 0x5000;
const LAST_TARGET: Uuid = Uuid::from_u128(0xffff);
const LAST_PLANTED: Uuid = Uuid::from_u128(u64::MAX as u128);
/// Somebody of nowhere in particular: what others have to end was done to and by them.
pub(super) const SOMEBODY: Uuid = Uuid::from_u128(0xf_0001);
pub(super) const NOBODY_YET: &str = "somebody.else@matrix.example";
pub(super) const MAKER: Uuid = Uuid::from_u128(0xf_0002);

/// The classes that the agreements name, and those that are given.
pub(super) const AGREED: [&str; 4] = ["identity", "case", "risk_known", "whereabouts"];
pub(super) const GIVEN: [&str; 2] = ["identity", "case"];

impl Rows {
    pub fn at(now: Timestamp) -> Rows {
        Rows { now, statements: Vec::new(), next: 0x100_0000 }
    }

    pub fn write(self, app: &App) {
        let statements = self.statements;
        let write = move |tx: &mut Tx<'_>| -> Result<(), DbError> {
            for (sql, values) in &statements {
                tx.execute(sql, values)?;
            }
            Ok(())
        };
        app.db().write(write).unwrap();
    }

    pub(super) fn add(&mut self, sql: &'static str, values: &[Value]) {
        self.statements.push((sql, values.to_vec()));
    }

    pub(super) fn id(&mut self) -> Uuid {
        self.next += 1;
        Uuid::from_u128(self.next)
    }

    pub(super) fn minutes(&self, minutes: i64) -> Timestamp {
        self.now + SignedDuration::from_mins(minutes)
    }

    fn day(&self, days: i64) -> Date {
        let at = self.now + SignedDuration::from_hours(24 * days);
        at.to_zoned(TimeZone::get("Europe/London").unwrap()).date()
    }

    /// Four agreements: in force, ended, run out, and not signed by everybody.
    pub fn agreements(&mut self, agencies: &BTreeMap<Works, Uuid>) {
        let all: Vec<Works> = agencies.keys().copied().filter(|works| works.is_agreed()).collect();
        let holders = [Works::Police, Works::Partnership];
        let with = |works| [holders[0], holders[1], works].to_vec();
        let none = (None, None);
        self.agreement(&all, none, None, agencies);
        self.agreement(&with(Works::Ended), (None, Some(self.day(-1))), None, agencies);
        self.agreement(&with(Works::RunOut), (Some(self.day(-1)), None), None, agencies);
        self.agreement(&with(Works::Unsigned), none, Some(Works::Unsigned), agencies);
    }

    fn agreement(
        &mut self,
        parties: &[Works],
        (until, ended): (Option<Date>, Option<Date>),
        unsigned: Option<Works>,
        agencies: &BTreeMap<Works, Uuid>,
    ) {
        let (id, from, now) = (self.id(), self.day(-90), self.minutes(-60 * 24 * 90));
        let ended_at = ended.map(|_| self.minutes(-60 * 24));
        self.add(
            "insert into agreement (agreement_id, title, purpose, gateways, classes, from_on,
                                    until_on, recorded_at, ended_on, ended_at, ended_why)
             values ($1, 'Of the matrix', 'Safety.', $2, $3, $4, $5, $6, $7, $8, $9)",
            params![
                id,
                json!(["safeguarding"]),
                json!(AGREED),
                from,
                until,
                now,
                ended,
                ended_at,
                ended.map(|_| "It was enough.")
            ],
        );
        self.add(
            "insert into agreement_review (review_id, agreement_id, version, review_on, recorded_at)
             values ($1, $1, 1, $2, $3)",
            params![id, self.day(365), now],
        );
        for works in parties {
            let is_signed = unsigned != Some(*works);
            let on = is_signed.then_some(from);
            self.add(
                "insert into agreement_party (agreement_id, agency_id, signed_on, signed_at)
                 values ($1, $2, $3, $4)",
                params![id, agencies[works], on, on.map(|_| now)],
            );
        }
    }

    /// Who works on a case, did, or will.
    pub fn involvements(&mut self, number: u128, case: &Case, agencies: &BTreeMap<Works, Uuid>) {
        for (works, agency) in agencies {
            let (from, until, ended) = match works {
                Works::Before => (self.day(-9), Some(self.day(-1)), None),
                Works::Released => (self.day(-9), None, Some(self.minutes(-30))),
                Works::Later => (self.day(1), None, None),
                works if works.is_involved() || works.is_opposite() => (self.day(-9), None, None),
                _ => continue,
            };
            let id = match works {
                Works::Shares => Uuid::from_u128(INVOLVEMENT + number),
                _ => self.id(),
            };
            self.add(
                "insert into involvement (involvement_id, source_id, agency_id, part, from_on,
                                          until_on, why, recorded_at, ended_at, ended_why)
                 values ($1, $2, $3, 'assigned', $4, $5, 'Safety.', $6, $7, $8)",
                params![
                    id,
                    case.id,
                    *agency,
                    from,
                    until,
                    self.minutes(-60 * 24 * 9),
                    ended,
                    ended.map(|_| "No more.")
                ],
            );
            if works.is_opposite() {
                self.add("insert into perpetrator_side (involvement_id) values ($1)", params![id]);
            }
        }
    }

    /// What routes find on a person: an exclusion, a gift, and somebody who waits for a second
    /// person.
    pub fn targets(&mut self, number: u128, case: &Case, agencies: &BTreeMap<Works, Uuid>) {
        if number == 0 {
            let strange = agencies[&Works::Strange];
            for (id, name) in [(SOMEBODY, "somebody"), (MAKER, "maker")] {
                self.account(id, (strange, "referrer"), name, "active");
            }
        }
        for (person, of) in [(case.victim, 0), (case.perpetrator, 1)] {
            let number = 2 * number + of;
            self.add(
                "insert into exclusion (exclusion_id, user_id, person_id, reason, words,
                                        recorded_at, recorded_by)
                 values ($1, $2, $3, 'friend', 'From school.', $4, $5)",
                params![Uuid::from_u128(EXCLUSION + number), SOMEBODY, person, self.now, MAKER],
            );
            let gift = (Uuid::from_u128(GIFT + number), SOMEBODY, person, case.holder);
            self.gift(gift, self.minutes(60), None);
            self.add(
                "insert into second_opening (second_id, person_id, user_id, agency_id, reason,
                     words, asked_at)
                 values ($1, $2, $3, $4, 'visit', 'A visit.', $5)",
                params![
                    Uuid::from_u128(SECOND + number),
                    person,
                    SOMEBODY,
                    agencies[&Works::Strange],
                    self.minutes(-10)
                ],
            );
        }
    }

    fn gift(
        &mut self,
        (id, user, person, holder): (Uuid, Uuid, Uuid, Uuid),
        ends_at: Timestamp,
        ended_at: Option<Timestamp>,
    ) {
        self.add(
            "insert into gift (gift_id, person_id, agency_id, user_id, gateway, classes, necessity,
                               decided_by, ends_at, recorded_at, ended_at)
             values ($1, $2, $3, $4, 'vital_interests', $5, 'Now.', 'The lead', $6, $7, $8)",
            params![
                id,
                person,
                holder,
                user,
                json!(GIVEN),
                ends_at,
                self.minutes(-60 * 3),
                ended_at
            ],
        );
    }

    fn account(&mut self, id: Uuid, (agency, role): (Uuid, &str), name: &str, status: &str) {
        let now = self.now;
        self.add("insert into user_account (user_id, made_at) values ($1, $2)", params![id, now]);
        let email = format!("{name}@matrix.example");
        self.add(
            "insert into user_state (state_id, user_id, version, agency_id, role, name, email,
                                     status, recorded_at)
             values ($1, $1, 1, $2, $3, $4, $5, $6, $7)",
            params![id, agency, role, name, email, status, now],
        );
    }

    /// An account, a fresh session, a stale one, and a token.
    pub fn user(&mut self, asker: &Asker) {
        let is_gone = asker.position.state == State::Leaver;
        let status = if is_gone { "suspended" } else { "active" };
        let name = asker.id.simple().to_string();
        self.account(asker.id, (asker.agency, asker.role.code()), &name, status);
        for is_fresh in [true, false] {
            let (id, secret) = (self.id(), asker.cookie(is_fresh));
            let fresh_until = self.minutes(if is_fresh { 5 } else { -1 });
            self.add(
                "insert into session (session_id, user_id, token_hash, device, made_at, seen_at,
                                      fresh_until, ends_at)
                 values ($1, $2, $3, 'a test', $4, $4, $5, $6)",
                params![id, asker.id, hash(&secret), self.now, fresh_until, self.minutes(600)],
            );
        }
        let id = self.id();
        self.add(
            "insert into api_token (token_id, user_id, name, token_hash, made_at, ends_at)
             values ($1, $2, 'A system', $3, $4, $5)",
            params![id, asker.id, hash(&asker.token()), self.now, self.minutes(600)],
        );
    }

    /// What is true of the asker in one case, where `roots` are the victim's records.
    pub fn state(&mut self, asker: &Asker, case: &Case, roots: &[Uuid]) {
        let state = asker.position.state;
        if let Some((person, is_ended)) = state.exclusion(case) {
            self.exclusion(asker.id, person, is_ended);
        }
        let is_past = |past: State, ended: State| (state == past, state == ended);
        let past = is_past(State::GlassPast, State::GlassEnded);
        if state.broke_glass() || past.0 || past.1 {
            self.glass(asker, case, roots, past);
        }
        let past = is_past(State::GivenPast, State::GivenEnded);
        if state.is_given() || past.0 || past.1 {
            let (id, ends) = (self.id(), self.minutes(if past.0 { -1 } else { 60 }));
            let ended = past.1.then_some(self.minutes(-5));
            self.gift((id, asker.id, case.victim, case.holder), ends, ended);
            for root in roots {
                self.add(
                    "insert into gift_anchor (gift_id, source_id, root_id) values ($1, $2, $3)",
                    params![id, case.id, *root],
                );
            }
        }
        if state.has_second() || state == State::SecondedPast {
            let answered = self.minutes(if state.has_second() { -5 } else { -61 });
            self.second(asker, case, answered);
        }
    }

    pub fn exclusion(&mut self, user: Uuid, person: Uuid, is_ended: bool) {
        let (id, ended) = (self.id(), is_ended.then_some(self.now));
        self.add(
            "insert into exclusion (exclusion_id, user_id, person_id, reason, words, recorded_at,
                                    recorded_by, ended_at)
             values ($1, $2, $3, 'family', 'A cousin.', $4, $5, $6)",
            params![id, user, person, self.minutes(-90), MAKER, ended],
        );
    }

    fn glass(&mut self, asker: &Asker, case: &Case, roots: &[Uuid], (past, ended): (bool, bool)) {
        let (id, asked) = (self.id(), self.minutes(if past { -60 } else { -10 }));
        self.add(
            "insert into glass (glass_id, user_id, agency_id, reason, words, outcome, person_id,
                                asked_at, ends_at, ended_at)
             values ($1, $2, $3, 'hospital', 'At the door.', 'opened', $4, $5, $6, $7)",
            params![
                id,
                asker.id,
                asker.agency,
                case.victim,
                asked,
                asked + SignedDuration::from_mins(60),
                ended.then_some(self.now)
            ],
        );
        for root in roots {
            self.add(
                "insert into glass_anchor (glass_id, root_id) values ($1, $2)",
                params![id, *root],
            );
        }
    }

    fn second(&mut self, asker: &Asker, case: &Case, answered: Timestamp) {
        let id = self.id();
        self.add(
            "insert into second_opening (second_id, person_id, user_id, agency_id, reason, words,
                                         asked_at, answered_at, answered_by, is_approved)
             values ($1, $2, $3, $4, 'visit', 'A visit.', $5, $6, $7, true)",
            params![id, case.victim, asker.id, asker.agency, self.minutes(-70), answered, MAKER],
        );
        self.add(
            "insert into second_opening_anchor (second_id, source_id, root_id)
             select distinct s.second_id, r.source_id, m.root_id from second_opening s
             join membership m on m.person_id = s.person_id and m.superseded_at is null
             join person_record r on r.record_id = m.record_id
             where s.second_id = $1 and r.source_id = $2",
            params![id, case.id],
        );
    }

    /// Somebody decided about the pair, and it waits to be confirmed.
    pub fn decision(&mut self, pair: Uuid) {
        self.add(
            "insert into link_decision (decision_id, link_id, left_id, right_id, verdict, why,
                                        recorded_at, recorded_by)
             select link_id, link_id, left_id, right_id, 'same', 'Alike.', $2, $3
             from link where link_id = $1",
            params![pair, self.now, MAKER],
        );
    }

    pub fn suspend(&mut self, agency: Uuid) {
        let sql = "update agency_state set status = 'suspended' where agency_id = $1";
        self.add(sql, params![agency]);
    }

    /// Takes away what Wicken made since, and begins anew what was ended.
    pub fn mend(&mut self) {
        for sql in [
            "delete from exclusion_anchor where exclusion_id > $1",
            "delete from exclusion where exclusion_id > $1",
            "delete from gift_anchor where gift_id > $1",
            "delete from gift where gift_id > $1",
            "delete from involvement where involvement_id > $1",
            "delete from duty_call where call_id > $1",
            "delete from glass_notice where glass_id > $1",
            "delete from glass_anchor where glass_id > $1",
            "delete from glass where glass_id > $1",
            "delete from second_opening_anchor where second_id > $1",
            "delete from second_opening where second_id > $1",
        ] {
            self.add(sql, params![LAST_PLANTED]);
        }
        for sql in [
            "delete from second_opening_anchor where second_id <= $1",
            "update second_opening set answered_at = null, answered_by = null, is_approved = null
             where second_id <= $1",
            "update exclusion set ended_at = null, ended_by = null, ended_why = null
             where exclusion_id <= $1",
            "update gift set ended_at = null, ended_by = null where gift_id <= $1",
            "update duty_call set ended_at = null, ended_by = null where call_id <= $1",
            "update involvement set ended_at = null, ended_by = null, ended_why = null
             where involvement_id <= $1",
        ] {
            self.add(sql, params![LAST_TARGET]);
        }
    }
}

fn hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}
