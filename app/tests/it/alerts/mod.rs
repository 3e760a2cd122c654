//! Alerts: found in what was sealed, told to whom they concern, and settled by somebody else.

mod inbox;
mod lookers;
mod many;
mod watching;

use crate::{
    county::{agency, meddle},
    people::{read, victim_of},
    performance::{Cells, file, import},
};
use app::{
    App, Error, Visitor,
    alert::{Alert, AlertFilter, AlertState, list_alerts, settle_alert},
    db::{Page, Tx},
    import::reading::FileKind,
    job::run_due_jobs,
    ledger::seal_entries,
    params,
    testing::World,
};
use domain::{
    alert::{AlertKind, AlertOutcome, AlertWords},
    ids::{AlertId, PersonId},
};
use jiff::SignedDuration;

pub const POLICE: &str = "FEN-POLICE";

/// Seals what was done and lets the job of the minute look at it.
pub fn watch(world: &World) {
    seal_entries(&world.app).unwrap();
    world.clock.advance(SignedDuration::from_mins(2));
    run_due_jobs(&world.app).unwrap();
}

/// Every alert, as in `own_record to FEN-POLICE about deputy (person)`, in alphabetical order;
/// without those that a declaration raised, or a namesake: they are tried with declarations.
pub fn raised(world: &World) -> Vec<String> {
    let sql = "select a.kind, g.code, a.about_user, coalesce(a.subject_kind, '-') as subject
               from alert a join agency g on g.agency_id = a.agency_id
               where a.kind <> 'waiting_match'";
    let rows = world.app.db().read(|tx| {
        tx.list(sql, params![], |row| {
            let texts: [String; 3] = [row.get("kind")?, row.get("code")?, row.get("subject")?];
            Ok((texts, row.get::<domain::ids::UserId>("about_user")?))
        })
    });
    let name = |id| world.names().find(|name| world.person(name).id == id).unwrap_or("?");
    let words = |([kind, code, subject], about): ([String; 3], _)| {
        format!("{kind} to {code} about {} ({subject})", name(about))
    };
    let mut raised: Vec<String> = rows.unwrap().into_iter().map(words).collect();
    raised.sort();
    raised
}

/// One incident of the police's, of a woman.
pub fn victim(
    app: &App,
    reference: &str,
    (given, family): (&str, &str),
    more: Cells<'_>,
) -> PersonId {
    let mut row = vec![
        ("incident_ref", reference),
        ("area", "Fenland"),
        ("victim_given_names", given),
        ("victim_family_name", family),
    ];
    if more.iter().all(|(name, _)| *name != "reported_on") {
        row.push(("reported_on", "2026-10-01"));
    }
    row.extend(more);
    import(app, FileKind::Incidents, POLICE, &file(&[&row]));
    victim_of(app, reference)
}

/// Calls somebody otherwise, as if they had married.
pub fn rename(world: &World, name: &str, new: &'static str) {
    let id = world.person(name).id;
    let rename = move |tx: &mut Tx<'_>| {
        tx.execute("update user_state set name = $2 where user_id = $1", params![id, new])
    };
    assert!(world.app.db().write(rename).unwrap() > 0);
}

pub fn open(world: &World, by: &Visitor, person: PersonId) {
    read(&world.app, by, person).unwrap();
}

/// What an officer is shown, but for what waits because of a declaration.
pub fn inbox(world: &World, by: &Visitor, filter: AlertFilter) -> Page<Alert> {
    let mut page = world.app.read(by, move |ctx| list_alerts(ctx, filter)).unwrap().0;
    page.items.retain(|alert| alert.kind != AlertKind::WaitingMatch);
    page
}

pub fn waiting(world: &World, by: &Visitor) -> Vec<Alert> {
    inbox(world, by, AlertFilter::default()).items
}

pub fn settled(world: &World, by: &Visitor) -> Vec<Alert> {
    inbox(world, by, AlertFilter { state: AlertState::Settled, ..AlertFilter::default() }).items
}

pub fn settle(world: &World, by: &Visitor, id: AlertId) -> Result<(), Error> {
    let words = AlertWords::parse("She rang us herself; the duty log says so.").unwrap();
    let outcome = AlertOutcome::PartOfWork;
    world.app.change(by, move |ctx| settle_alert(ctx, id, (outcome, &words)))
}

/// The one alert that there is.
pub fn only(world: &World) -> AlertId {
    let sql = "select alert_id from alert where kind <> 'waiting_match'";
    let found = world.app.db().read(|tx| tx.list(sql, params![], |row| row.get("alert_id")));
    let found: Vec<AlertId> = found.unwrap();
    assert_eq!(found.len(), 1);
    found[0]
}

/// Somebody of the police opens a woman of their own name.
pub fn own_record(world: &World, name: &str) -> PersonId {
    let own = victim(&world.app, "N1", ("Ottilie", "Marchbanks"), &[]);
    rename(world, name, "Ottilie Marchbanks");
    open(world, &world.sign_in(name), own);
    watch(world);
    own
}

/// Gives the police no officer.
pub fn suspend_police_officer(world: &World) {
    assert_eq!(agency(world, POLICE), world.person("police privacy officer").agency);
    meddle(
        &world.app,
        "update user_state set status = 'suspended'
         where role = 'privacy_officer' and name = 'The police privacy officer'",
    );
}
