//! Everyone's records linked anew, and what that changes written down.

use super::{
    engine::{self, Linked},
    evidence::{self, Band, Difference, Evidence},
    gather::{Gathered, gather},
    people::{self, People},
    store,
};
use crate::{
    app::App,
    ctx::{Record, Visitor},
    db::{DbError, Tx, WorkLock},
    entropy,
    error::Error,
    performance,
    person::search,
};
use domain::ids::{ModelId, PersonId, RecordId};
use jiff::Timestamp;
use std::{collections::HashSet, sync::Arc};
use uuid::Uuid;

/// What linking came to, counted for whoever imported.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Relinked {
    /// Persons that were not there before.
    pub persons_new: u64,
    /// Records that nobody knew before and that belong to someone who has other records.
    pub linked_automatically: u64,
    /// Pairs that wait for somebody's eye and did not before.
    pub for_review: u64,
}

/// What linking is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkStage {
    Reading,
    Linking,
    Saving,
    Counting,
}

/// How far linking has come.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LinkProgress {
    pub stage: LinkStage,
    /// Of the stage, from 0 to 1; nothing where nobody can say.
    pub share: Option<f32>,
}

/// Whoever saves faster than this links will be linked by the next one who asks.
const ROUNDS_MOST: u32 = 8;
const EVIDENCE_PAGE: i64 = 10_000;

/// Links what was saved and counts the facts that hang on it; returns when nothing is due.
///
/// Only one links at a time, on however many servers: the others wait, and mostly find that what
/// they came for is done. Who is whom depends on the records and decisions alone, never on the
/// order in which they came. It opens nothing to anyone and tells nobody. A kill at any moment
/// leaves what is due, due.
///
/// # Errors
/// [`Error::Busy`] when the lock cannot be had, and [`Error::Storage`].
pub fn relink(
    app: &App,
    visitor: &Visitor,
    progress: &mut dyn FnMut(LinkProgress),
) -> Result<Relinked, Error> {
    let is_due = |app: &App| app.db().read(store::is_anything_due);
    let mut relinked = Relinked::default();
    if !is_due(app)? {
        return Ok(relinked);
    }
    let _alone = alone(app)?;
    for _ in 0..ROUNDS_MOST {
        if !is_due(app)? {
            break;
        }
        let round = round(app, visitor, progress, &|gathered, progress| {
            Ok(engine::link(gathered, &mut || progress(LinkStage::Linking.begun())))
        })?;
        relinked.persons_new += round.persons_new;
        relinked.linked_automatically += round.linked_automatically;
        relinked.for_review += round.for_review;
    }
    Ok(relinked)
}

/// Waits until nobody else links.
pub(super) fn alone(app: &App) -> Result<WorkLock, Error> {
    app.db().lock_work().map_err(|error| {
        tracing::error!(%error, "the lock of long work cannot be had");
        Error::Busy
    })
}

/// How people are told apart: by linkage, or in tests by what is known of them.
pub(super) type Way<'w> =
    &'w dyn Fn(&Gathered, &mut dyn FnMut(LinkProgress)) -> Result<Linked, Error>;

impl LinkStage {
    fn begun(self) -> LinkProgress {
        LinkProgress { stage: self, share: None }
    }

    fn at(self, done: usize, of: usize) -> LinkProgress {
        #[expect(clippy::cast_precision_loss, reason = "a share of a bar on a screen")]
        let share = done as f32 / of.max(1) as f32;
        LinkProgress { stage: self, share: Some(share) }
    }
}

pub(super) fn round(
    app: &App,
    visitor: &Visitor,
    progress: &mut dyn FnMut(LinkProgress),
    way: Way<'_>,
) -> Result<Relinked, Error> {
    progress(LinkStage::Reading.begun());
    let gathered = gather(app, &mut |_| progress(LinkStage::Reading.begun()))?;
    search::fill_keys(app)?;
    progress(LinkStage::Linking.begun());
    let linked = way(&gathered, progress)?;
    let groups = people::groups_of_all(gathered.records.len(), &gathered.named, &linked.clusters);
    let people = people::assign(&gathered.records, &groups);
    let difference = compare(app, &gathered, &linked, &groups)?;
    let relinked = Relinked {
        persons_new: people.new.len() as u64,
        linked_automatically: people.joined,
        for_review: difference.for_review,
    };
    let changes = Changes::of(gathered, people, difference, linked);
    changes.save(app, visitor, progress)?;
    progress(LinkStage::Counting.begun());
    performance::recount(app, &mut |done, of| progress(LinkStage::Counting.at(done, of)))?;
    Ok(relinked)
}

fn compare(
    app: &App,
    gathered: &Gathered,
    linked: &Linked,
    groups: &[u32],
) -> Result<Difference, Error> {
    let id = |place: u32| gathered.records[place as usize].id;
    let kept = list_kept(app)?;
    let links = kept.iter().filter(|(_, kept)| kept.band == Band::Link);
    let standing: HashSet<(RecordId, RecordId)> =
        links.map(|(_, kept)| (kept.left, kept.right)).collect();
    let chosen = evidence::choose(linked.found.clone(), groups, |found| {
        let (one, other) = (id(found.left), id(found.right));
        standing.contains(&(one.min(other), one.max(other)))
    });
    let record = |place: u32| &gathered.records[place as usize];
    let wanted = chosen.into_iter().filter(|(found, band)| {
        let places = (found.left.min(found.right), found.left.max(found.right));
        *band == Band::Link || !gathered.parked.contains(&places)
    });
    let wanted = wanted.map(|(found, band)| {
        let pair = (record(found.left), record(found.right));
        (Evidence::of(pair, &found, band), found.pair)
    });
    Ok(evidence::difference(kept, wanted.collect()))
}

fn list_kept(app: &App) -> Result<Vec<(Uuid, Evidence)>, DbError> {
    app.db().read(|tx| {
        let mut kept: Vec<(Uuid, Evidence)> = Vec::new();
        loop {
            let after = kept.last().map_or(Uuid::nil(), |(id, _)| *id);
            let page = store::list_evidence(tx, after, EVIDENCE_PAGE)?;
            if page.is_empty() {
                return Ok::<_, DbError>(kept);
            }
            kept.extend(page);
        }
    })
}

/// One row that has to change.
enum Change {
    NewPerson(PersonId),
    Move(Move),
    EndMembership(Uuid),
    EndLink(Uuid),
    NewLink { evidence: Evidence, pair: usize, instead_of: Option<Uuid> },
}

/// A record that gets another membership. That of a record whose place it took ends with it: else
/// whoever is stopped between the two would find an heir for it twice.
#[derive(Clone, Copy)]
struct Move {
    record: RecordId,
    root: RecordId,
    ended: [Option<Uuid>; 2],
    to: PersonId,
}

/// All that has to change. Persons come before those who move to them.
struct Changes {
    new_persons: Vec<PersonId>,
    people: Vec<Move>,
    ended: Vec<Uuid>,
    links: Difference,
    linked: Linked,
}

impl Changes {
    fn of(gathered: Gathered, people: People, links: Difference, linked: Linked) -> Changes {
        let moved =
            gathered.records.iter().zip(people.whose).filter(|(record, whose)| {
                record.member_of.map(|(_, person)| person) != Some(*whose)
            });
        let moved = moved.map(|(record, to)| Move {
            record: record.id,
            root: record.root,
            ended: [record.member_of.map(|(id, _)| id), record.heir_of],
            to,
        });
        let people_moved = moved.collect();
        let (new_persons, ended) = (people.new, gathered.ended);
        Changes { new_persons, people: people_moved, ended, links, linked }
    }

    fn rows(&self) -> Vec<Change> {
        let mut rows: Vec<Change> =
            self.new_persons.iter().map(|id| Change::NewPerson(*id)).collect();
        rows.extend(self.people.iter().map(|moved| Change::Move(*moved)));
        rows.extend(self.ended.iter().map(|id| Change::EndMembership(*id)));
        rows.extend(self.links.ended.iter().map(|id| Change::EndLink(*id)));
        rows.extend(self.links.new.iter().map(|(evidence, pair, instead_of)| Change::NewLink {
            evidence: *evidence,
            pair: *pair,
            instead_of: *instead_of,
        }));
        rows
    }

    fn save(
        self,
        app: &App,
        visitor: &Visitor,
        progress: &mut dyn FnMut(LinkProgress),
    ) -> Result<(), Error> {
        let now = app.clock().now();
        let rows = self.rows();
        if rows.is_empty() {
            return Ok(());
        }
        let model = ModelId::from_uuid(entropy::id(now));
        let has_links = !self.links.new.is_empty();
        let learnt = self.linked.outcome.as_ref().filter(|_| has_links).map(engine::learnt);
        app.change(visitor, move |ctx| {
            if let Some((version, parameters)) = learnt {
                store::insert_model(&mut ctx.tx, model, (version, parameters), now)?;
            }
            // No permission of its own: it is the second half of saving, and decides nothing.
            ctx.record(Record::System { doing: "link_records" })
        })?;
        let outcome = Arc::new(self.linked.outcome);
        let of = rows.len();
        app.db().write_each(
            rows,
            &mut |done| progress(LinkStage::Saving.at(done, of)),
            move |tx, change| {
                let reasons = |pair| {
                    outcome
                        .as_ref()
                        .as_ref()
                        .map_or(serde_json::Value::Null, |outcome| engine::reasons(outcome, pair))
                };
                apply(tx, &change, (model, &reasons), now)
            },
        )?;
        Ok(())
    }
}

fn apply(
    tx: &mut Tx<'_>,
    change: &Change,
    (model, reasons): (ModelId, &dyn Fn(usize) -> serde_json::Value),
    now: Timestamp,
) -> Result<(), DbError> {
    match change {
        Change::NewPerson(id) => store::insert_person_unless_there(tx, *id, now),
        Change::Move(Move { record, root, ended, to }) => {
            for membership in ended.iter().flatten() {
                store::update_membership_ended(tx, *membership, now)?;
            }
            store::insert_membership(tx, (entropy::id(now), *root), (*record, *to), now)
        }
        Change::EndMembership(id) => store::update_membership_ended(tx, *id, now),
        Change::EndLink(id) => store::update_link_ended(tx, *id, now),
        Change::NewLink { evidence, pair, instead_of } => {
            if let Some(before) = instead_of {
                store::update_link_ended(tx, *before, now)?;
            }
            let new = (evidence, reasons(*pair), model);
            store::insert_link(tx, entropy::id(now), new, now)
        }
    }
}
