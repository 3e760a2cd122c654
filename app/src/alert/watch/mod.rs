//! The job that reads what was sealed, asks the detectors, and raises what they find.
//!
//! It runs beside the pages and never before one: what somebody did is answered first and looked at
//! within two minutes. Entries are taken in the order in which they were sealed, each once; what
//! was found is one alert by its cause, so that a job that was cut off is simply done again.

mod deeds;
mod known;
mod store;

use super::{
    raise::{due, told},
    store as alerts,
};
use crate::{
    app::App,
    ctx::{Ctx, Record, Visitor},
    db::{DbError, Tx},
    error::Error,
    job::{Progress, enqueue_job},
};
use domain::{
    alert::{DETECTION_TODAY, Deed, Doing, Finding, detect},
    ids::{AgencyId, AlertId, EntryId, PersonId, UserId},
    policy::OperatorName,
    user::Role,
};
use jiff::{SignedDuration, Timestamp, civil::Date};
use std::{
    collections::{BTreeMap, BTreeSet},
    time::{Duration, Instant},
};

/// The kind of this job.
pub const WATCH: &str = "watch";

/// Every minute in which something was sealed has one job, which runs when the minute is over.
const EVERY: SignedDuration = SignedDuration::from_mins(1);
/// Entries that are looked at in one step: so many that what one user did on a day is seldom read
/// in two of them, and so few that a step is soon over.
const BATCH: i64 = 10_000;
/// Well within the lease of a job: what is left then is another turn's.
const TURN_MOST: Duration = Duration::from_secs(20);
/// What is kept of the past: twice what is counted as usual.
const DAYS_KEPT: i64 = 56;

/// Puts the job of this minute into the transaction that seals, unless it is there.
pub(crate) fn enqueue(tx: &mut Tx<'_>, now: Timestamp) -> Result<(), DbError> {
    let minute = now.as_second().div_euclid(EVERY.as_secs());
    let run_after = Timestamp::from_second((minute + 1) * EVERY.as_secs()).unwrap_or(now);
    let key = minute.to_string();
    enqueue_job(tx, (WATCH, &key), serde_json::Value::Null, run_after).map(drop)
}

/// The job: looks at everything that was sealed and not looked at, unless it is told to stop; how
/// far it came is kept step by step.
pub(crate) fn run(app: &App, goes_on: &dyn Fn() -> bool) -> Result<Progress, Error> {
    let started = Instant::now();
    while goes_on() && started.elapsed() < TURN_MOST {
        let step = app.db().read(|tx| look(app, tx))?;
        let Some(step) = step else { return Ok(Progress::Done) };
        save(app, step)?;
    }
    Ok(Progress::Left)
}

/// What some entries came to.
struct Step {
    from: i64,
    until: i64,
    found: Vec<(Finding, AgencyId)>,
    days: Vec<DayOf>,
}

/// How many different people somebody opened on a day.
struct DayOf {
    user: UserId,
    role: Role,
    day: Date,
    people: i64,
}

fn look(app: &App, tx: &mut Tx<'_>) -> Result<Option<Step>, Error> {
    let from = store::find_progress(tx)?;
    let new = store::list_new(tx, from, BATCH)?;
    let Some(until) = new.last().map(|(seq, _)| seq + 1) else { return Ok(None) };
    let mut by_user: BTreeMap<UserId, BTreeSet<EntryId>> = BTreeMap::new();
    for (user, entry) in new.into_iter().filter_map(|(_, by)| by) {
        by_user.entry(user).or_default().insert(entry);
    }
    let mut step = Step { from, until, found: Vec::new(), days: Vec::new() };
    let mut known = known::Known::new(app.keyring());
    for (user, entries) in by_user {
        look_at(tx, &mut known, (user, &entries), &mut step)?;
    }
    Ok(Some(step))
}

fn look_at(
    tx: &mut Tx<'_>,
    known: &mut known::Known,
    (user, new): (UserId, &BTreeSet<EntryId>),
    step: &mut Step,
) -> Result<(), Error> {
    let deeds = deeds::list(tx, user, new)?;
    let Some(first) = deeds.iter().position(|deed| new.contains(&deed.entry)) else {
        return Ok(());
    };
    let Some(worker) = store::find_worker(tx, user)? else { return Ok(()) };
    let (seen, fresh) = ((&deeds[..], first), &deeds[first..]);
    let people = known.list_people(tx, fresh)?;
    let staff = known.find_staff(tx, &worker, (fresh, &people))?;
    let people = known.with_homes(tx, people, &staff)?;
    let found = detect(&DETECTION_TODAY, &staff, &people, seen);
    step.found.extend(found.into_iter().map(|finding| (finding, worker.agency)));
    let days: BTreeSet<Date> =
        fresh.iter().filter_map(|deed| opened(deed).map(|_| deed.day)).collect();
    for day in days {
        let of_day = deeds.iter().filter(|deed| deed.day == day).filter_map(opened);
        let people = of_day.collect::<BTreeSet<_>>().len();
        let people = i64::try_from(people).unwrap_or(i64::MAX);
        step.days.push(DayOf { user, role: worker.role, day, people });
    }
    Ok(())
}

fn opened(deed: &Deed) -> Option<PersonId> {
    let Doing::Opened(person) = deed.doing else { return None };
    Some(person)
}

/// Raises what was found and says how far the ledger was looked at, in one transaction.
fn save(app: &App, step: Step) -> Result<(), Error> {
    if step.found.is_empty() {
        return app.db().write(move |tx| Ok(keep(tx, &step)?));
    }
    let wicken = OperatorName::parse("wicken").map_err(|why| Error::Broken(why.to_string()))?;
    app.change(&Visitor::Operator(wicken), move |ctx| {
        keep(&mut ctx.tx, &step)?;
        for (finding, agency) in step.found {
            raise_found(ctx, finding, agency)?;
        }
        ctx.record(Record::System { doing: "watch" })
    })
}

fn keep(tx: &mut Tx<'_>, step: &Step) -> Result<(), DbError> {
    for day in &step.days {
        store::upsert_day(tx, day)?;
        store::delete_days_of_before(tx, day, DAYS_KEPT)?;
    }
    store::update_progress(tx, step.from, step.until)
}

fn raise_found(ctx: &mut Ctx<'_>, finding: Finding, agency: AgencyId) -> Result<(), Error> {
    let id = AlertId::from_uuid(ctx.new_id());
    let now = ctx.now();
    let told_first = told(&mut ctx.tx, finding.kind, (agency, Some(finding.about)))?;
    // Of somebody of the partnership, whoever holds the record is the nearest outside.
    let holder = finding.holder.filter(|_| told_first == agency && finding.kind.goes_outside());
    let row = alerts::NewRow {
        id,
        agency: holder.unwrap_or(told_first),
        kind: finding.kind,
        about: Some(finding.about),
        subject: finding.subject.map(|subject| (subject.kind, subject.id)),
        cause: finding.cause(),
        rules: Some(DETECTION_TODAY.version),
        raised_at: now,
        due_at: due(finding.kind, now),
    };
    if alerts::insert(&mut ctx.tx, &row)? {
        alerts::insert_entries(&mut ctx.tx, id, &finding.entries)?;
    }
    Ok(())
}
