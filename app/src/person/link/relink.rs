//! Everyone's records linked anew, and what that changes written down.

use super::{
    changes::{Changes, GuessDifference},
    choose::{Groups, Stakes, bound, choose},
    engine::{self, KeptModel, Linked},
    evidence::{self, Band, Difference, Evidence, Found},
    fresh::Fresh,
    gather::{Gathered, gather},
    people, store,
};
use crate::{
    app::App,
    ctx::Visitor,
    db::{DbError, WorkLock},
    error::Error,
    performance,
    person::search,
};
use domain::ids::RecordId;
use std::collections::HashSet;
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
/// they came for is done. Who is whom depends on the records, on what people decided and on the
/// weights, which are learnt when there are none or one record in ten is another. It opens nothing
/// to anyone and tells nobody. A kill at any moment leaves what is due, due.
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
            let models = app.db().read(store::list_models)?.into_iter();
            let kept = models.filter_map(|(id, learnt)| KeptModel::read(id, learnt)).next();
            let kept = kept.filter(|kept| kept.is_fit_for(&gathered.table));
            Ok(engine::link(gathered, kept.as_ref(), &mut || progress(LinkStage::Linking.begun())))
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
    pub(super) fn begun(self) -> LinkProgress {
        LinkProgress { stage: self, share: None }
    }

    pub(super) fn at(self, done: usize, of: usize) -> LinkProgress {
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
    let fresh = Fresh::begin(app)?;
    let gathered = gather(app, &mut |_| progress(LinkStage::Reading.begun()))?;
    let gathered = fresh.are_nobody_yet(gathered);
    search::fill_keys(app, search::Owed::All)?;
    progress(LinkStage::Linking.begun());
    let mut linked = way(&gathered, progress)?;
    let all = |of_named| people::groups_of_all(gathered.records.len(), &gathered.named, of_named);
    let (persons, counted) = (all(&linked.persons), all(&linked.counted));
    let people = people::assign(&gathered.records, &persons);
    let guesses = people::guesses(&people.whose, &counted);
    let groups = Groups { persons: &persons, counted: &counted };
    let found = std::mem::take(&mut linked.found);
    let links = compare(app, &gathered, found, groups)?;
    let relinked = Relinked {
        persons_new: people.new.len() as u64,
        linked_automatically: people.joined,
        for_review: links.for_review,
    };
    let guesses = GuessDifference::of(app.db().read(store::list_guesses)?, guesses);
    Changes::of(gathered, people, (guesses, links), linked).save(app, visitor, progress)?;
    fresh.end(app)?;
    progress(LinkStage::Counting.begun());
    performance::recount(app, &mut |done, of| progress(LinkStage::Counting.at(done, of)))?;
    Ok(relinked)
}

fn compare(
    app: &App,
    gathered: &Gathered,
    found: Vec<Found>,
    groups: Groups<'_>,
) -> Result<Difference, Error> {
    let id = |place: u32| gathered.records[place as usize].id;
    let kept = list_kept(app)?;
    let links = kept.iter().filter(|(_, kept)| kept.band == Band::Link);
    let standing: HashSet<(RecordId, RecordId)> =
        links.map(|(_, kept)| (kept.left, kept.right)).collect();
    let chosen = choose(found, groups, &gathered.parked, |found| {
        let (one, other) = (id(found.left), id(found.right));
        standing.contains(&(one.min(other), one.max(other)))
    });
    let stakes = Stakes::new(&gathered.records, groups);
    let staked = chosen.into_iter().map(|(found, band)| match band {
        Band::Link => (found, band, 0),
        Band::Review => (found, band, stakes.of(&found)),
    });
    let record = |place: u32| &gathered.records[place as usize];
    let wanted = bound(staked.collect(), gathered.named.len()).into_iter();
    let wanted = wanted.map(|(found, band, stake)| {
        let pair = (record(found.left), record(found.right));
        (Evidence::of(pair, &found, (band, stake)), found.pair)
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
