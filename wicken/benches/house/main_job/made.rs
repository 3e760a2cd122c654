//! Incidents and cases of two years, as facts in a database and as raw rows in files.

use super::House;
use app::{
    db::{Database, DbError, Row, Tx},
    params,
};
use domain::dates::plus_12_months;
use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date, tz::TimeZone};
use std::{
    fs::File,
    io::{BufWriter, Write},
    path::Path,
    sync::Arc,
};
use uuid::Uuid;

/// Rows a transaction.
const BATCH: usize = 10_000;

/// The first and the last day that anything happens on.
pub(super) type Span = (Date, Date);

/// What there is to choose from in the demo county.
struct Ground {
    areas: Vec<String>,
    maracs: Vec<Uuid>,
    agencies: Vec<Uuid>,
    /// Whose referral it is matters to no figure: all are of one record.
    record: Uuid,
}

/// One record, and the number of the one that it repeats.
struct Made {
    number: u32,
    victim: u32,
    on: Date,
    /// For whatever else is told of it.
    dice: u64,
    earlier: Option<u32>,
}

/// Puts records into a demo county in place of its own facts, and writes them into files: raw,
/// without the repeats.
pub(super) fn fill(house: &House, folder: &Path, span: Span, incidents: u32, referrals: u32) {
    let db = house.database();
    let ground = Arc::new(ground(&db));
    run(&db, &["delete from incident_fact", "delete from case_fact"]);
    run(&db, &["delete from incident_sum", "delete from case_area_sum"]);
    run(&db, &["delete from case_agency_sum", "delete from case_marac_sum"]);
    run(&db, &["delete from case_kind_sum"]);
    let all = made(span, incidents, is_counted);
    let header = "number,victim,area,agency,reported_on,is_live,is_named";
    write_file(&folder.join("incidents.csv"), header, &all, |made| {
        let (Made { number, victim, on, .. }, area) = (made, ground.area(made));
        format!("{number},{victim},{area},0,{on},{},{}", is_live(made.dice), is_named(made.dice))
    });
    save(&db, all, &ground, save_incident);
    let all = made(span, referrals, |_| true);
    let header = "number,victim,area,marac,heard_on";
    write_file(&folder.join("referrals.csv"), header, &all, |made| {
        let (Made { number, victim, on, .. }, area) = (made, ground.area(made));
        format!("{number},{victim},{area},{},{on}", ground.marac(made))
    });
    save(&db, all, &ground, save_case);
    for (migration, sums) in [
        (include_str!("../../../../app/migrations/0010_day_sum.sql"), "insert into incident_sum"),
        (include_str!("../../../../app/migrations/0016_case_sum.sql"), "insert into"),
    ] {
        run(&db, &migration.split(';').filter(|sql| sql.contains(sums)).collect::<Vec<_>>());
    }
}

fn run(db: &Database, statements: &[&'static str]) {
    let statements = statements.to_vec();
    let done = db.write(move |tx| {
        statements.iter().try_for_each(|sql| tx.execute(sql, params![]).map(drop))
    });
    done.map_err(|error: DbError| error.to_string()).unwrap();
}

fn ground(db: &Database) -> Ground {
    fn list<T>(
        db: &Database,
        sql: &'static str,
        read: impl Fn(&Row<'_>) -> Result<T, DbError>,
    ) -> Vec<T> {
        db.read(|tx| tx.list(sql, params![], read)).unwrap()
    }
    let in_force = "select code from area where superseded_at is null and valid_until is null";
    Ground {
        areas: list(db, in_force, |row| row.get("code")),
        maracs: list(db, "select marac_id from marac", |row| row.get("marac_id")),
        agencies: list(db, "select agency_id from agency", |row| row.get("agency_id")),
        record: list(db, "select victim_id from referral_state limit 1", |row| {
            row.get("victim_id")
        })
        .remove(0),
    }
}

impl Ground {
    fn area(&self, made: &Made) -> &str {
        &self.areas[one_of(made.dice >> 8, self.areas.len())]
    }

    fn marac(&self, made: &Made) -> Uuid {
        self.maracs[one_of(made.dice >> 16, self.maracs.len())]
    }

    fn agency(&self, made: &Made) -> Uuid {
        self.agencies[one_of(made.dice >> 24, self.agencies.len())]
    }
}

fn one_of(dice: u64, of: usize) -> usize {
    usize::try_from(dice % of as u64).unwrap()
}

/// The same number, the same dice (`SplitMix64`).
fn dice(number: u32) -> u64 {
    let mut dice = u64::from(number).wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    dice = (dice ^ (dice >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    dice = (dice ^ (dice >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    dice ^ (dice >> 31)
}

fn is_live(dice: u64) -> bool {
    !dice.is_multiple_of(20)
}

fn is_named(dice: u64) -> bool {
    !(dice >> 5).is_multiple_of(30)
}

fn is_counted(dice: u64) -> bool {
    is_live(dice) && is_named(dice)
}

/// So many records in the order of their days, by three victims to five records. One that does
/// not count neither repeats nor is repeated, and no victim has two on one day.
fn made((first, last): Span, of: u32, is_counted: impl Fn(u64) -> bool) -> Vec<Made> {
    let days = u64::try_from((last - first).get_days()).unwrap() + 1;
    let victims = of / 5 * 3 + 1;
    let mut latest: Vec<Option<(u32, Date)>> = vec![None; victims as usize];
    let mut all = Vec::new();
    for number in 0..of {
        let day = u64::from(number) * days / u64::from(of);
        let on = first.saturating_add(i64::try_from(day).unwrap().days());
        let dice = dice(number);
        let victim = u32::try_from((dice >> 32) % u64::from(victims)).unwrap();
        let before = latest[victim as usize];
        if before.is_some_and(|(_, day)| day == on) {
            continue;
        }
        let mut earlier = None;
        if is_counted(dice) {
            let repeated = before.filter(|(_, day)| on <= plus_12_months(*day));
            earlier = repeated.map(|(number, _)| number);
            latest[victim as usize] = Some((number, on));
        }
        all.push(Made { number, victim, on, dice, earlier });
    }
    all
}

fn write_file(path: &Path, header: &str, all: &[Made], line: impl Fn(&Made) -> String) {
    let mut file = BufWriter::new(File::create(path).unwrap());
    writeln!(file, "{header}").unwrap();
    all.iter().for_each(|made| writeln!(file, "{}", line(made)).unwrap());
    file.flush().unwrap();
}

fn save(
    db: &Database,
    all: Vec<Made>,
    ground: &Arc<Ground>,
    save: fn(&mut Tx<'_>, &Ground, &Made) -> Result<(), DbError>,
) {
    let mut all = all.into_iter();
    loop {
        let batch: Vec<Made> = all.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            return;
        }
        let ground = Arc::clone(ground);
        db.write(move |tx| batch.iter().try_for_each(|made| save(tx, &ground, made))).unwrap();
    }
}

/// What a row of a table is of.
#[derive(Clone, Copy)]
enum Kind {
    Incident = 1,
    IncidentFact,
    Person,
    Referral,
    State,
    CaseFact,
}

/// Ids grow with the days, as those of an import do.
fn id(kind: Kind, number: u32) -> Uuid {
    let (kind, number) = (kind as u128, u128::from(number));
    Uuid::from_u128(kind << 120 | number << 64 | u128::from(dice(number as u32)))
}

/// Five days after it happened.
fn recorded(on: Date) -> Timestamp {
    let day = on.to_zoned(TimeZone::UTC).unwrap().timestamp();
    day + SignedDuration::from_hours(5 * 24)
}

fn save_incident(tx: &mut Tx<'_>, ground: &Ground, made: &Made) -> Result<(), DbError> {
    let (incident, agency) = (id(Kind::Incident, made.number), ground.agencies[0]);
    let (now, reference) = (recorded(made.on), format!("BENCH-{:08}", made.number));
    tx.execute(
        "insert into incident (incident_id, agency_id, reference, made_at) values ($1, $2, $3, $4)",
        params![incident, agency, reference, now],
    )?;
    tx.execute(
        "insert into incident_fact (fact_id, incident_id, agency_id, area_code, reported_on,
                                    is_live, has_named_victim, earlier_id, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![
            id(Kind::IncidentFact, made.number),
            incident,
            agency,
            ground.area(made),
            made.on,
            is_live(made.dice),
            is_named(made.dice),
            made.earlier.map(|earlier| id(Kind::Incident, earlier)),
            now,
        ],
    )?;
    Ok(())
}

fn save_case(tx: &mut Tx<'_>, ground: &Ground, made: &Made) -> Result<(), DbError> {
    let [referral, state, person] =
        [Kind::Referral, Kind::State, Kind::Person].map(|kind| id(kind, made.number));
    let (agency, marac) = (ground.agency(made), ground.marac(made));
    let (now, reference) = (recorded(made.on), format!("BENCH-{:08}", made.number));
    // A person a case: which cases are one victim's is told by `earlier_id` already.
    tx.execute("insert into person (person_id, made_at) values ($1, $2)", params![person, now])?;
    tx.execute(
        "insert into referral (referral_id, agency_id, reference, made_at) values ($1, $2, $3, $4)",
        params![referral, agency, reference, now],
    )?;
    tx.execute(
        "insert into referral_state (state_id, referral_id, version, body_hash, marac_id,
                                     referring_agency_id, referred_on, status, heard_on, criteria,
                                     victim_id, recorded_at)
         values ($1, $2, 1, $3, $4, $5, $6, 'accepted', $6, '[]', $7, $8)",
        params![state, referral, [0_u8; 32], marac, agency, made.on, ground.record, now],
    )?;
    let earlier = made.earlier.map(|earlier| id(Kind::Referral, earlier));
    tx.execute(
        "insert into case_fact (fact_id, victim_id, marac_id, heard_on, first_referral_id,
                                referring_agency_id, area_code, repeat_id, earlier_id, referrals,
                                children, victim_age, is_male, is_bme, is_disabled, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $11, $12, $13, $14, $15)",
        params![
            id(Kind::CaseFact, made.number),
            person,
            marac,
            made.on,
            referral,
            agency,
            ground.area(made),
            earlier.map(|_| referral),
            earlier,
            i64::try_from(made.dice % 4).unwrap(),
            16 + i64::try_from(made.dice % 60).unwrap(),
            made.dice.is_multiple_of(17),
            made.dice.is_multiple_of(7),
            made.dice.is_multiple_of(9),
            now,
        ],
    )?;
    Ok(())
}
