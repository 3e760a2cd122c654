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
use std::collections::BTreeSet;
use uuid::Uuid;

const FIRST_USER: u128 = 0x10_0000;

type Statement = (&'static str, Vec<Value>);

/// Statements to be written at once.
pub(super) struct Rows<'d> {
    pub(super) dice: &'d mut Dice,
    pub(super) now: Timestamp,
    today: Date,
    next: u128,
    statements: Vec<Statement>,
}

/// A record, where it stands, and whose it is.
#[derive(Debug, Clone)]
pub(super) struct Held {
    pub id: Uuid,
    pub person: Uuid,
    pub root: Uuid,
    pub source: Uuid,
    pub party: String,
    pub holder: Uuid,
    pub referred_by: Option<Uuid>,
}

fn run(tx: &mut Tx<'_>, statements: &[Statement]) -> Result<(), DbError> {
    statements.iter().try_for_each(|(sql, values)| tx.execute(sql, values).map(drop))
}

impl Rows<'_> {
    pub fn at(now: Timestamp, dice: &mut Dice) -> Rows<'_> {
        let today = now.to_zoned(jiff::tz::TimeZone::get("Europe/London").unwrap()).date();
        Rows { dice, now, today, next: 0x100_0000, statements: Vec::new() }
    }

    pub fn write(self, app: &App) {
        let statements = self.statements;
        app.db().write(move |tx| run(tx, &statements)).unwrap();
    }

    /// In a transaction that somebody else ends.
    pub fn write_within(self, tx: &mut Tx<'_>) -> Result<(), DbError> {
        run(tx, &self.statements)
    }

    pub(super) fn add(&mut self, sql: &'static str, values: &[Value]) {
        self.statements.push((sql, values.to_vec()));
    }

    pub(super) fn id(&mut self) -> Uuid {
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
    pub(super) fn ended(&mut self) -> Option<Timestamp> {
        self.dice.one_in(4).then(|| self.now - SignedDuration::from_mins(3))
    }

    fn classes(&mut self) -> serde_json::Value {
        let all = ["equality", "honour", "referrer", "whereabouts", "risk_known"];
        let mut classes: Vec<&str> = all.into_iter().filter(|_| self.dice.one_in(2)).collect();
        // One in six lacks what everything else needs.
        let lacks = self.dice.one_in(6);
        classes.extend(if lacks { &["identity"][..] } else { &["identity", "case"][..] });
        assert!(classes.iter().all(|class| FieldClass::from_code(class).is_some()));
        json!(classes)
    }

    pub fn askers(&mut self, many: usize, agencies: &[Uuid]) -> Vec<Asker> {
        let later = self.now + SignedDuration::from_hours(10);
        let askers = (0..many).map(|number| {
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

    pub fn agreements(&mut self, many: usize, agencies: &[Uuid]) {
        for _ in 0..many {
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

    /// Of agencies in cases of these records; of those that neither hold nor referred a case and
    /// stand in it once, some on the side of the alleged perpetrator.
    pub fn involvements(&mut self, many: usize, agencies: &[Uuid], records: &[Held]) {
        let (mut seen, mut sides) = (BTreeSet::new(), BTreeSet::new());
        for _ in 0..many {
            let (id, agency) = (self.id(), self.dice.one_of(agencies));
            let of = &records[self.dice.below(records.len())];
            if sides.contains(&(of.source, agency)) {
                continue;
            }
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
                    of.source,
                    agency,
                    part,
                    from,
                    until,
                    self.now,
                    ended,
                    ended.map(|_| "No more.")
                ],
            );
            let is_new = seen.insert((of.source, agency));
            let knows = of.holder == agency || of.referred_by == Some(agency);
            if is_new && !knows && self.dice.one_in(2) {
                let sql = "insert into perpetrator_side (involvement_id) values ($1)";
                self.add(sql, params![id]);
                sides.insert((of.source, agency));
            }
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

    /// An agreement of everybody about everything, and work of one agency on a case: all that a
    /// look at it needs, on one side or the other. Thrown one by one, these seldom meet.
    pub fn shared(&mut self, agencies: &[Uuid], own: Uuid, near: &[Held]) {
        let (id, now, from) = (self.id(), self.now, self.today);
        let classes = ["identity", "case", "equality", "honour", "referrer", "risk_known"];
        self.add(
            "insert into agreement (agreement_id, title, purpose, gateways, classes, from_on,
                                    recorded_at)
             values ($1, 'Of everybody', 'Safety.', $2, $3, $4, $5)",
            params![id, json!(["safeguarding"]), json!(classes), from, now],
        );
        self.add(
            "insert into agreement_review (review_id, agreement_id, version, review_on, recorded_at)
             values ($1, $1, 1, $2, $3)",
            params![id, from, now],
        );
        for agency in agencies {
            self.add(
                "insert into agreement_party (agreement_id, agency_id, signed_on, signed_at)
                 values ($1, $2, $3, $4)",
                params![id, *agency, from, now],
            );
        }
        self.involvements(2, &[own], near);
    }

    /// As [`Rows::personal`], of few records: where much is shut, nothing is tried.
    pub fn personal_near(&mut self, asker: &Asker, near: &[Held]) {
        for (sides, plant) in [
            (2, Rows::gift as fn(&mut Self, &Asker, &Held, &[Held])),
            (3, Rows::glass),
            (3, Rows::second),
            (6, Rows::exclusion),
            (8, Rows::exclusion),
        ] {
            if self.dice.one_in(sides) {
                let held = near[self.dice.below(near.len())].clone();
                plant(self, asker, &held, near);
            }
        }
    }

    /// Of what one agency holds about somebody.
    pub fn gift(&mut self, asker: &Asker, of: &Held, records: &[Held]) {
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

    pub fn glass(&mut self, asker: &Asker, of: &Held, records: &[Held]) {
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

    /// It opens whereabouts, for an hour.
    pub fn second(&mut self, asker: &Asker, of: &Held, records: &[Held]) {
        let id = self.id();
        let minutes = self.dice.one_of(&[0, 30, 59, 60, 61]);
        let (at, is_approved) =
            (self.now - SignedDuration::from_mins(minutes), !self.dice.one_in(6));
        self.add(
            "insert into second_opening (second_id, person_id, user_id, agency_id, reason, words,
                                         asked_at, answered_at, is_approved)
             values ($1, $2, $3, $4, 'visit', 'A visit.', $5, $5, $6)",
            params![id, of.person, asker.id, asker.agency, at, is_approved],
        );
        for held in records.iter().filter(|it| it.person == of.person) {
            self.add(
                "insert into second_opening_anchor (second_id, source_id, root_id)
                 values ($1, $2, $3) on conflict do nothing",
                params![id, held.source, held.root],
            );
        }
    }

    pub fn exclusion(&mut self, asker: &Asker, of: &Held, records: &[Held]) {
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
