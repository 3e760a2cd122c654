//! What is planted, row by row, behind the doors' back: around each boundary, on both sides.

use super::{Dice, county::Asker};
use app::{
    App,
    db::{DbError, Tx, Value},
    params,
};
use domain::{policy::FieldClass, user::Role};
use jiff::{SignedDuration, Timestamp, civil::Date};
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

const USERS: usize = 24;
const FIRST_USER: u128 = 0x10_0000;

/// Statements to be written at once.
pub(super) struct Rows<'d> {
    dice: &'d mut Dice,
    now: Timestamp,
    today: Date,
    next: u128,
    statements: Vec<(&'static str, Vec<Value>)>,
}

/// A record, where it stands, and whose it is.
#[derive(Debug, Clone)]
pub(super) struct Held {
    pub person: Uuid,
    pub root: Uuid,
    pub source: Uuid,
    pub party: String,
    pub holder: Uuid,
}

impl Rows<'_> {
    pub fn at((now, today): (Timestamp, Date), dice: &mut Dice) -> Rows<'_> {
        Rows { dice, now, today, next: 0x100_0000, statements: Vec::new() }
    }

    pub fn write(self, app: &App) {
        let statements = self.statements;
        let write = move |tx: &mut Tx<'_>| -> Result<(), DbError> {
            statements.iter().try_for_each(|(sql, values)| tx.execute(sql, values).map(drop))
        };
        app.db().write(write).unwrap();
    }

    fn add(&mut self, sql: &'static str, values: &[Value]) {
        self.statements.push((sql, values.to_vec()));
    }

    fn id(&mut self) -> Uuid {
        self.next += 1;
        Uuid::from_u128(self.next)
    }

    /// Around today: the days beside a boundary are thrown as often as all others.
    fn day(&mut self) -> Date {
        let days = self.dice.one_of(&[-60_i64, -8, -1, 0, 1, 30]);
        self.today.saturating_add(jiff::Span::new().days(days))
    }

    fn maybe_day(&mut self) -> Option<Date> {
        (!self.dice.one_in(2)).then(|| self.day())
    }

    /// Around now: also this very instant, at which what ends has ended.
    fn instant(&mut self) -> Timestamp {
        let minutes = self.dice.one_of(&[-90_i64, -1, 0, 1, 45, 60]);
        self.now + SignedDuration::from_mins(minutes)
    }

    /// Of what was ended by somebody: now and then.
    fn ended(&mut self) -> Option<Timestamp> {
        self.dice.one_in(4).then(|| self.now - SignedDuration::from_mins(3))
    }

    fn classes(&mut self) -> serde_json::Value {
        let all = ["equality", "honour", "referrer", "whereabouts"];
        let mut classes: Vec<&str> = all.into_iter().filter(|_| self.dice.one_in(2)).collect();
        // One in six lacks what everything else needs.
        let lacks = self.dice.one_in(6);
        classes.extend(if lacks { &["identity"][..] } else { &["identity", "case"][..] });
        assert!(classes.iter().all(|class| FieldClass::from_code(class).is_some()));
        json!(classes)
    }

    pub fn askers(&mut self, agencies: &[Uuid]) -> Vec<Asker> {
        let later = self.now + SignedDuration::from_hours(10);
        let askers = (0..USERS).map(|number| {
            let id = Uuid::from_u128(FIRST_USER + number as u128);
            let role = self.dice.one_of(Role::ALL);
            let (agency, is_active) = (self.dice.one_of(agencies), !self.dice.one_in(12));
            Asker { id, role, agency, is_active }
        });
        let askers: Vec<Asker> = askers.collect();
        for asker in &askers {
            let now = self.now;
            let made = params![asker.id, now].to_vec();
            self.add("insert into user_account (user_id, made_at) values ($1, $2)", &made);
            let status = if asker.is_active { "active" } else { "suspended" };
            let email = format!("{}@worlds.example", asker.id.simple());
            self.add(
                "insert into user_state (state_id, user_id, version, agency_id, role, name, email,
                                         status, recorded_at)
                 values ($1, $1, 1, $2, $3, 'Somebody', $4, $5, $6)",
                params![asker.id, asker.agency, asker.role.code(), email, status, now],
            );
            let secret = format!("session of {}", asker.id);
            let hash: [u8; 32] = Sha256::digest(secret.as_bytes()).into();
            self.add(
                "insert into session (session_id, user_id, token_hash, device, made_at, seen_at,
                                      fresh_until, ends_at)
                 values ($1, $1, $2, 'a test', $3, $3, $4, $4)",
                params![asker.id, hash, now, later],
            );
        }
        askers
    }

    pub fn agreements(&mut self, agencies: &[Uuid]) {
        for _ in 0..6 {
            let (id, classes) = (self.id(), self.classes());
            let (from, until, now) = (self.day(), self.maybe_day(), self.now);
            let gateway = self.dice.one_of(&["safeguarding", "crime_and_disorder_s115"]);
            let is_ended = self.dice.one_in(4);
            let ended_on = is_ended.then_some(self.today);
            let ended_at = is_ended.then(|| self.now - SignedDuration::from_mins(2));
            self.add(
                "insert into agreement (agreement_id, title, purpose, gateways, classes, from_on,
                                        until_on, recorded_at, ended_on, ended_at, ended_why)
                 values ($1, 'Of worlds', 'Safety.', $2, $3, $4, $5, $6, $7, $8, $9)",
                params![
                    id,
                    json!([gateway]),
                    classes,
                    from,
                    until,
                    now,
                    ended_on,
                    ended_at,
                    is_ended.then_some("It was enough.")
                ],
            );
            let review = self.day();
            self.add(
                "insert into agreement_review (review_id, agreement_id, version, review_on,
                                               recorded_at) values ($1, $1, 1, $2, $3)",
                params![id, review, now],
            );
            for agency in agencies {
                let party = !self.dice.one_in(4);
                let signed = (!self.dice.one_in(5)).then_some(self.today);
                if party {
                    self.add(
                        "insert into agreement_party (agreement_id, agency_id, signed_on, signed_at)
                         values ($1, $2, $3, $4)",
                        params![id, *agency, signed, signed.map(|_| now)],
                    );
                }
            }
        }
    }

    pub fn involvements(&mut self, agencies: &[Uuid], records: &[Held]) {
        for _ in 0..14 {
            let (id, agency) = (self.id(), self.dice.one_of(agencies));
            let source = records[self.dice.below(records.len())].source;
            let (from, until, ended) = (self.day(), self.maybe_day(), self.ended());
            // No day may lie after the last.
            let until = until.map(|until| until.max(from));
            let part = self.dice.one_of(&["assigned", "invited"]);
            self.add(
                "insert into involvement (involvement_id, source_id, agency_id, part, from_on,
                                          until_on, why, recorded_at, ended_at, ended_why)
                 values ($1, $2, $3, $4, $5, $6, 'Safety.', $7, $8, $9)",
                params![
                    id,
                    source,
                    agency,
                    part,
                    from,
                    until,
                    self.now,
                    ended,
                    ended.map(|_| "No more.")
                ],
            );
        }
    }

    /// What holds for one user: gifts, broken glass, second persons, exclusions.
    pub fn personal(&mut self, askers: &[Asker], records: &[Held]) {
        for asker in askers {
            let of = |dice: &mut Dice| records[dice.below(records.len())].clone();
            for _ in 0..self.dice.below(4) {
                let held = of(self.dice);
                self.gift(asker, &held, records);
            }
            if self.dice.one_in(3) {
                let held = of(self.dice);
                self.glass(asker, &held, records);
            }
            if self.dice.one_in(4) {
                let held = of(self.dice);
                self.second(asker, &held, records);
            }
            for _ in 0..self.dice.below(3) {
                let held = of(self.dice);
                self.exclusion(asker, &held, records);
            }
        }
    }

    /// Of what one agency holds about somebody.
    fn gift(&mut self, asker: &Asker, of: &Held, records: &[Held]) {
        let (id, classes, ends, ended) = (self.id(), self.classes(), self.instant(), self.ended());
        // Nobody is given what their own agency holds.
        if of.holder == asker.agency {
            return;
        }
        self.add(
            "insert into gift (gift_id, person_id, agency_id, user_id, gateway, classes, necessity,
                               decided_by, ends_at, recorded_at, ended_at)
             values ($1, $2, $3, $4, 'vital_interests', $5, 'Now.', 'The lead', $6, $7, $8)",
            params![id, of.person, of.holder, asker.id, classes, ends, self.now, ended],
        );
        for held in records.iter().filter(|it| it.person == of.person && it.holder == of.holder) {
            self.add(
                "insert into gift_anchor (gift_id, source_id, root_id) values ($1, $2, $3)
                 on conflict do nothing",
                params![id, held.source, held.root],
            );
        }
    }

    fn glass(&mut self, asker: &Asker, of: &Held, records: &[Held]) {
        let (id, ends, ended) = (self.id(), self.instant(), self.ended());
        self.add(
            "insert into glass (glass_id, user_id, agency_id, reason, words, outcome, person_id,
                                asked_at, ends_at, ended_at)
             values ($1, $2, $3, 'hospital', 'At the door.', 'opened', $4, $5, $6, $7)",
            params![
                id,
                asker.id,
                asker.agency,
                of.person,
                ends - SignedDuration::from_mins(60),
                ends,
                ended
            ],
        );
        for held in records.iter().filter(|it| it.person == of.person) {
            self.add(
                "insert into glass_anchor (glass_id, root_id) values ($1, $2)
                 on conflict do nothing",
                params![id, held.root],
            );
        }
    }

    /// It opens whereabouts, and nothing that is read here.
    fn second(&mut self, asker: &Asker, of: &Held, records: &[Held]) {
        let id = self.id();
        let now = self.now;
        self.add(
            "insert into second_opening (second_id, person_id, user_id, agency_id, reason, words,
                                         asked_at, answered_at, is_approved)
             values ($1, $2, $3, $4, 'visit', 'A visit.', $5, $5, true)",
            params![id, of.person, asker.id, asker.agency, now],
        );
        for held in records.iter().filter(|it| it.person == of.person) {
            self.add(
                "insert into second_opening_anchor (second_id, source_id, root_id)
                 values ($1, $2, $3) on conflict do nothing",
                params![id, held.source, held.root],
            );
        }
    }

    fn exclusion(&mut self, asker: &Asker, of: &Held, records: &[Held]) {
        let (id, ended) = (self.id(), self.ended());
        self.add(
            "insert into exclusion (exclusion_id, user_id, person_id, reason, words, recorded_at,
                                    ended_at)
             values ($1, $2, $3, 'family', 'A cousin.', $4, $5) on conflict do nothing",
            params![id, asker.id, of.person, self.now, ended],
        );
        for held in records.iter().filter(|it| it.person == of.person) {
            self.add(
                "insert into exclusion_anchor (exclusion_id, source_id, party)
                 select exclusion_id, $2, $3 from exclusion where exclusion_id = $1
                 on conflict do nothing",
                params![id, held.source, held.party.clone()],
            );
        }
    }

    /// In one world of four an agency is suspended.
    pub fn suspended(&mut self, agencies: &[Uuid]) {
        let agency = self.dice.one_of(agencies);
        if self.dice.one_in(4) {
            let sql = "update agency_state set status = 'suspended' where agency_id = $1";
            self.add(sql, params![agency]);
        }
    }
}
