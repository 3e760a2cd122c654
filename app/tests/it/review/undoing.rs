//! Whatever is linked and unlinked, in whatever order: who is who, the facts and the figures are
//! those of the decisions that stand, byte for byte.

use super::{AMBER, POLICE, confirm, decide, end, incident, pair, referral, work_in};
use crate::county::meddle;
use crate::performance::{ask, by, read, year};
use app::{
    App, Visitor,
    db::Row,
    params,
    person::review::{LinkStanding, Verdict},
    testing::{World, engines},
};
use domain::{
    ids::{LinkId, RecordId},
    performance::{By, Indicator},
};
use jiff::{SignedDuration, civil::Date};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides as u64).unwrap()
    }
}

const NAMES: [&str; 6] = ["Rao", "Cole", "Dunn", "Silva", "Raghunathan", "Featherstone"];

const OWED: &str = "insert into fact_due (source_kind, source_id, due_id)
                    select 'incident', incident_id, incident_id from incident";

fn fill(world: &World, dice: &mut Dice) {
    let app = &world.app;
    let mut name = || NAMES[dice.roll(NAMES.len())];
    for number in 0..7 {
        let day = format!("2008-{:02}-{:02}", 1 + number, 3 + number);
        let agency = if number < 5 { POLICE } else { AMBER };
        incident(app, agency, &format!("I{number}"), &day, name(), name());
    }
    for number in 0..4 {
        let day = format!("2008-{:02}-11", 2 + 2 * number);
        referral(app, &format!("R{number}"), &day, name(), name());
    }
}

/// Everything that hangs on who is who, in a fixed order and without the times of writing.
fn picture(app: &App) -> String {
    let mut all = people(app);
    all.extend(facts(app));
    all.extend(evidence(app));
    for indicator in [Indicator::RecordedIncidents, Indicator::RepeatIncidents, Indicator::Ni32] {
        let report = read(app, by(ask(indicator, year(2008)), By::Area));
        all.push(serde_json::to_string(&report).unwrap());
    }
    all.join("\n")
}

fn people(app: &App) -> Vec<String> {
    let sql = "select record_id, person_id, root_id from membership
               where superseded_at is null order by record_id";
    let line = |row: &Row<'_>| {
        let ids: [Uuid; 3] = [row.get("record_id")?, row.get("person_id")?, row.get("root_id")?];
        Ok(format!("record {ids:?}"))
    };
    let mut all = app.db().read(|tx| tx.list(sql, params![], line)).unwrap();
    let sql =
        "select person_id, group_id from guess where superseded_at is null order by person_id";
    let guess = |row: &Row<'_>| {
        let ids: [Uuid; 2] = [row.get("person_id")?, row.get("group_id")?];
        Ok(format!("guess {ids:?}"))
    };
    all.extend(app.db().read(|tx| tx.list(sql, params![], guess)).unwrap());
    all
}

fn facts(app: &App) -> Vec<String> {
    let sql = "select incident_id, has_named_victim, earlier_id from incident_fact
               where superseded_at is null order by incident_id";
    let of_incident = |row: &Row<'_>| {
        let (id, earlier): (Uuid, Option<Uuid>) = (row.get("incident_id")?, row.get("earlier_id")?);
        Ok(format!("incident {id} {} {earlier:?}", row.get::<bool>("has_named_victim")?))
    };
    let mut all = app.db().read(|tx| tx.list(sql, params![], of_incident)).unwrap();
    let sql = "select victim_id, first_referral_id, repeat_id, earlier_id, referrals, heard_on
               from case_fact where superseded_at is null order by victim_id, marac_id, heard_on";
    let of_case = |row: &Row<'_>| {
        let ids: [Uuid; 2] = [row.get("victim_id")?, row.get("first_referral_id")?];
        let repeat: [Option<Uuid>; 2] = [row.get("repeat_id")?, row.get("earlier_id")?];
        let (on, referrals): (Date, i64) = (row.get("heard_on")?, row.get("referrals")?);
        Ok(format!("case {ids:?} {repeat:?} {on} {referrals}"))
    };
    all.extend(app.db().read(|tx| tx.list(sql, params![], of_case)).unwrap());
    all
}

/// What holds people together and what waits, as linkage found it.
fn evidence(app: &App) -> Vec<String> {
    let sql = "select left_id, right_id, band, weight, probability, rank, reasons from link
               where superseded_at is null order by left_id, right_id";
    let line = |row: &Row<'_>| {
        let ids: [Uuid; 2] = [row.get("left_id")?, row.get("right_id")?];
        let numbers: [i64; 3] = [row.get("weight")?, row.get("probability")?, row.get("rank")?];
        let reasons: serde_json::Value = row.get("reasons")?;
        Ok(format!("link {ids:?} {} {numbers:?} {reasons}", row.get::<String>("band")?))
    };
    app.db().read(|tx| tx.list(sql, params![], line)).unwrap()
}

fn records(app: &App) -> Vec<RecordId> {
    let sql = "select record_id from person_record where superseded_at is null order by record_id";
    app.db().read(|tx| tx.list(sql, params![], |row| row.get("record_id"))).unwrap()
}

type Decisions = BTreeSet<(RecordId, RecordId, bool)>;

struct Play<'w> {
    world: &'w World,
    visitors: [Visitor; 2],
    records: Vec<RecordId>,
    /// In force, with the pair that each was made about.
    standing: BTreeMap<(RecordId, RecordId), (bool, LinkId)>,
    /// What was seen with these decisions in force.
    seen: BTreeMap<Decisions, String>,
    compared: usize,
}

impl Play<'_> {
    fn link(&mut self, dice: &mut Dice) {
        let app = &self.world.app;
        let many = self.records.len();
        let (one, other) = (self.records[dice.roll(many)], self.records[dice.roll(many)]);
        let key = (one.min(other), one.max(other));
        if one == other || self.standing.contains_key(&key) {
            return;
        }
        let is_same = dice.roll(4) != 0;
        let id = pair(app, one, other);
        let verdict = if is_same { Verdict::Same } else { Verdict::Different };
        let stands = decide(app, &self.visitors[0], id, verdict).unwrap();
        if stands == LinkStanding::WaitsForSecond {
            confirm(app, &self.visitors[1], id).unwrap();
        }
        self.standing.insert(key, (is_same, id));
        self.work_in();
    }

    fn unlink(&mut self, dice: &mut Dice) {
        let keys: Vec<_> = self.standing.keys().copied().collect();
        if keys.is_empty() {
            return;
        }
        let key = keys[dice.roll(keys.len())];
        let (_, id) = self.standing.remove(&key).unwrap();
        end(&self.world.app, &self.visitors[1], id).unwrap();
        self.work_in();
    }

    fn work_in(&mut self) {
        let app = &self.world.app;
        self.world.clock.advance(SignedDuration::from_millis(50));
        work_in(app);
        let decisions: Decisions =
            self.standing.iter().map(|((l, r), (same, _))| (*l, *r, *same)).collect();
        let now = picture(app);
        match self.seen.get(&decisions) {
            Some(before) => {
                self.compared += 1;
                assert!(*before == now, "{decisions:?}\n{}", difference(before, &now));
            }
            None => drop(self.seen.insert(decisions, now)),
        }
    }
}

fn difference(before: &str, now: &str) -> String {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<BTreeSet<_>>();
    let (before, now) = (lines(before), lines(now));
    let gone: Vec<_> = before.difference(&now).collect();
    let new: Vec<_> = now.difference(&before).collect();
    format!("gone: {gone:#?}\nnew: {new:#?}")
}

/// 60 sequences, 1,000 where `WICKEN_DEEP` is set; 20 in one county.
fn sequences() -> usize {
    if std::env::var_os("WICKEN_DEEP").is_some() { 1_000 } else { 60 }
}

#[test]
fn unlinking_restores_people_facts_and_figures_byte_for_byte() {
    for engine in engines() {
        let (mut compared, mut different) = (0, BTreeSet::new());
        for county in 0..sequences().div_ceil(20) {
            let mut dice = Dice((county as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
            let world = World::on(engine);
            meddle(&world.app, "update user_state set role = 'coordinator' where role = 'manager'");
            world.appoint("manager", app::testing::MARAC, domain::marac::MaracPart::Coordinator);
            fill(&world, &mut dice);
            // Evidence keeps the weights of the day on which it was found: here all of one day.
            meddle(&world.app, "delete from link");
            meddle(&world.app, OWED);
            work_in(&world.app);
            let mut play = Play {
                visitors: ["coordinator", "manager"].map(|name| world.sign_in(name)),
                records: Vec::new(),
                standing: BTreeMap::new(),
                seen: BTreeMap::new(),
                compared: 0,
                world: &world,
            };
            play.records = records(&world.app);
            play.seen.insert(Decisions::new(), picture(&world.app));
            for _ in 0..20 {
                for _ in 0..2 + dice.roll(3) {
                    match dice.roll(3) {
                        0 => play.unlink(&mut dice),
                        _ => play.link(&mut dice),
                    }
                }
                while !play.standing.is_empty() {
                    play.unlink(&mut dice);
                }
            }
            compared += play.compared;
            different.extend(play.seen.into_values());
        }
        assert!(sequences() <= compared, "{compared} pictures were compared");
        assert!(sequences() < different.len(), "the decisions change too little");
    }
}
