//! Pairs that people decide about: who sees which, what a decision does, and that it can be undone.

mod bands;
mod deciding;
mod learning;
mod queue;
mod reading;
mod undoing;
mod undone;

use app::{
    App, Error, Visitor, params,
    person::{
        relink,
        review::{
            LinkAnswer, LinkStanding, Review, Verdict, confirm_link, decide_link, end_decision,
            read_review,
        },
    },
    testing::{World, operator},
};
use domain::{
    ids::{LinkId, RecordId},
    marac::MaracPart,
};
use uuid::Uuid;

use crate::performance::{Cells, file, import};
use app::import::reading::FileKind;

pub const POLICE: &str = "FEN-POLICE";
pub const AMBER: &str = "AMBER-HOUSE";

/// An incident of the police: its day, and who they are.
pub fn incident(app: &App, agency: &str, reference: &str, day: &str, victim: &str, suspect: &str) {
    let row: Cells<'_> = &[
        ("incident_ref", reference),
        ("reported_on", day),
        ("area", "Fenland"),
        ("victim_given_names", "Ada"),
        ("victim_family_name", victim),
        ("victim_postcode", "PE15 8AB"),
        ("suspect_family_name", suspect),
    ];
    import(app, FileKind::Incidents, agency, &file(&[row]));
}

/// A referral that the MARAC heard three weeks later.
pub fn referral(app: &App, reference: &str, day: &str, victim: &str, perpetrator: &str) {
    let heard: jiff::civil::Date = day.parse().unwrap();
    let heard = heard.saturating_add(jiff::Span::new().days(21)).to_string();
    let row: Cells<'_> = &[
        ("referral_ref", reference),
        ("marac", "Fenland MARAC"),
        ("referring_agency", POLICE),
        ("referred_on", day),
        ("heard_on", &heard),
        ("status", "accepted"),
        ("area", "Fenland"),
        ("victim_family_name", victim),
        ("perpetrator_family_name", perpetrator),
    ];
    import(app, FileKind::Referrals, "PARTNERSHIP", &file(&[row]));
}

/// The current record of a party of a reference.
pub fn record(app: &App, reference: &str, party: &str) -> RecordId {
    let sql = "select r.record_id from person_record r
               left join incident i on i.incident_id = r.source_id
               left join referral f on f.referral_id = r.source_id
               where coalesce(i.reference, f.reference) = $1 and r.party = $2
                 and r.superseded_at is null";
    let found = app
        .db()
        .read(|tx| tx.find(sql, params![reference, party], |row| row.get::<RecordId>("record_id")));
    found.unwrap().unwrap_or_else(|| panic!("no {party} of {reference}"))
}

pub fn person(app: &App, record: RecordId) -> Uuid {
    let sql = "select person_id from membership where record_id = $1 and superseded_at is null";
    let found = app.db().read(|tx| tx.find(sql, params![record], |row| row.get("person_id")));
    found.unwrap().unwrap()
}

/// The pair of two records as it stands before somebody's eye, whatever linkage makes of it: what
/// is tried here must not depend on where its bands lie.
pub fn pair(app: &App, one: RecordId, other: RecordId) -> LinkId {
    let (left, right) = (one.min(other), one.max(other));
    let now = app.clock().now();
    let id = LinkId::from_uuid(Uuid::from_u128(u128::from_be_bytes(rand(app)) | 1));
    let planted = app.db().write(move |tx| {
        let model = Uuid::from_u128(7);
        tx.execute(
            "insert into link_model (model_id, version, parameters, made_at)
             values ($1, 'linkage/1', $2, $3) on conflict (model_id) do nothing",
            params![model, serde_json::json!({}), now],
        )?;
        let reasons = serde_json::json!([
            { "field": "name", "level": "given name the same", "weight": 4_000 },
            { "field": "address", "level": "same postcode", "weight": 2_500 },
        ]);
        tx.execute(
            "insert into link (link_id, left_id, right_id, band, weight, probability, rank,
                               reasons, model_id, recorded_at)
             values ($1, $2, $3, 'review', 6500, 900000, 20900000, $4, $5, $6)
             on conflict (left_id, right_id) where superseded_at is null do nothing",
            params![id, left, right, reasons, model, now],
        )?;
        tx.find(
            "select link_id from link
             where left_id = $1 and right_id = $2 and superseded_at is null",
            params![left, right],
            |row| row.get::<LinkId>("link_id"),
        )
    });
    planted.unwrap().unwrap()
}

fn rand(app: &App) -> [u8; 16] {
    app::new_request_id(app.clock().now()).into_bytes()
}

/// The pair of two parties by their references.
pub fn pair_of(app: &App, one: (&str, &str), other: (&str, &str)) -> LinkId {
    pair(app, record(app, one.0, one.1), record(app, other.0, other.1))
}

pub fn read(app: &App, visitor: &Visitor, id: LinkId) -> Result<Review, Error> {
    app.read(visitor, |ctx| Ok(read_review(ctx, id)?.0))
}

pub fn decide(
    app: &App,
    visitor: &Visitor,
    id: LinkId,
    verdict: Verdict,
) -> Result<LinkStanding, Error> {
    let answer = LinkAnswer { verdict, why: "as both files say".to_owned() };
    app.change(visitor, move |ctx| decide_link(ctx, id, &answer))
}

/// The decision about a pair that stands.
pub fn standing(app: &App, id: LinkId) -> Option<Uuid> {
    let sql = "select d.decision_id from link_decision d
               join link l on l.left_id = d.left_id and l.right_id = d.right_id
               where l.link_id = $1 and d.superseded_at is null";
    app.db().read(|tx| tx.find(sql, params![id], |row| row.get("decision_id"))).unwrap()
}

pub fn confirm(app: &App, visitor: &Visitor, id: LinkId) -> Result<(), Error> {
    let seen = standing(app, id).unwrap();
    app.change(visitor, move |ctx| confirm_link(ctx, id, seen))
}

pub fn end(app: &App, visitor: &Visitor, id: LinkId) -> Result<(), Error> {
    let seen = standing(app, id).unwrap();
    app.change(visitor, move |ctx| end_decision(ctx, id, seen, "it was wrong"))
}

/// A second coordinator of the partnership.
pub fn second(world: &World) -> Visitor {
    let sql = "update user_state set role = 'coordinator' where role = 'manager'";
    crate::county::meddle(&world.app, sql);
    world.appoint("manager", app::testing::MARAC, MaracPart::Coordinator);
    world.sign_in("manager")
}

/// Two parties made one person, whatever that takes.
pub fn join(world: &World, id: LinkId) {
    let stands = decide(&world.app, &world.sign_in("coordinator"), id, Verdict::Same).unwrap();
    if stands == LinkStanding::WaitsForSecond {
        confirm(&world.app, &second(world), id).unwrap();
    }
    work_in(&world.app);
}

pub fn work_in(app: &App) {
    relink(app, &operator(), &mut |_| ()).unwrap();
}

/// Two incidents of the police and one of Amber House, nobody alike.
pub fn three(world: &World) {
    incident(&world.app, POLICE, "I1", "2008-05-01", "Raghunathan", "Cole");
    incident(&world.app, POLICE, "I2", "2008-09-01", "Featherstone", "Dunn");
    incident(&world.app, AMBER, "I3", "2008-10-01", "Llewellyn", "Silva");
}

pub const I1: (&str, &str) = ("I1", "victim");
pub const I2: (&str, &str) = ("I2", "victim");
pub const I3: (&str, &str) = ("I3", "victim");
