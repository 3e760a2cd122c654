//! What linking found, compared with what stands: the rows that have to change, and their order.

use super::{
    engine::{self, Linked},
    evidence::Difference,
    gather::Gathered,
    people::People,
    relink::{LinkProgress, LinkStage},
    store,
};
use crate::{
    app::App,
    ctx::{Record, Visitor},
    db::{DbError, Tx},
    entropy,
    error::Error,
};
use domain::ids::{ModelId, PersonId, RecordId};
use jiff::Timestamp;
use serde_json::Value;
use std::{collections::BTreeMap, sync::Arc};
use uuid::Uuid;

/// A record that gets another membership. That of a record whose place it took ends with it: else
/// whoever is stopped between the two would find an heir for it twice.
#[derive(Clone, Copy)]
struct Move {
    record: RecordId,
    root: RecordId,
    ended: [Option<Uuid>; 2],
    to: PersonId,
}

/// Somebody who counts by somebody else from now on, and the row that said by whom before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct NewGuess {
    person: PersonId,
    by: PersonId,
    ended: Option<Uuid>,
}

/// What has to be written for others to count as one.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct GuessDifference {
    new: Vec<NewGuess>,
    ended: Vec<Uuid>,
}

impl GuessDifference {
    /// Compares the rows that stand with by whom each person should count.
    pub(super) fn of(
        kept: Vec<(Uuid, PersonId, PersonId)>,
        wanted: BTreeMap<PersonId, PersonId>,
    ) -> GuessDifference {
        let mut kept: BTreeMap<PersonId, (Uuid, PersonId)> =
            kept.into_iter().map(|(id, person, by)| (person, (id, by))).collect();
        let mut difference = GuessDifference::default();
        for (person, by) in wanted {
            let before = kept.remove(&person);
            if before.is_none_or(|(_, before)| before != by) {
                difference.new.push(NewGuess { person, by, ended: before.map(|(id, _)| id) });
            }
        }
        difference.ended = kept.into_values().map(|(id, _)| id).collect();
        difference
    }

    fn len(&self) -> usize {
        self.new.len() + self.ended.len()
    }
}

/// All that has to change. Persons come before those who move to them. Who counts as one with
/// somebody does so before records move, and ceases to when all have moved: whoever is excluded
/// from one of them meets none at any moment between.
pub(super) struct Changes {
    new_persons: Vec<PersonId>,
    people: Vec<Move>,
    ended: Vec<Uuid>,
    guesses: GuessDifference,
    links: Difference,
    linked: Linked,
}

impl Changes {
    pub(super) fn of(
        gathered: Gathered,
        people: People,
        (guesses, links): (GuessDifference, Difference),
        linked: Linked,
    ) -> Changes {
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
        Changes { new_persons, people: people_moved, ended, guesses, links, linked }
    }

    /// Writes kind after kind, each in the order of an index, and lets go of what is written.
    pub(super) fn save(
        self,
        app: &App,
        visitor: &Visitor,
        progress: &mut dyn FnMut(LinkProgress),
    ) -> Result<(), Error> {
        let now = app.clock().now();
        let Changes { new_persons, people, ended, guesses, mut links, linked } = self;
        let of = new_persons.len() + people.len() + ended.len() + guesses.len() + links.len();
        let learnt = linked.outcome.as_ref().filter(|_| linked.kept.is_none());
        let learnt = learnt.map(|outcome| engine::learnt(&outcome.model, linked.taught));
        if of == 0 && learnt.is_none() {
            return Ok(());
        }
        let model = linked.kept.unwrap_or_else(|| ModelId::from_uuid(entropy::id(now)));
        app.change(visitor, move |ctx| {
            if let Some((version, parameters)) = learnt {
                store::insert_model(&mut ctx.tx, model, (&version, parameters), now)?;
            }
            // No permission of its own: it is the second half of saving, and decides nothing.
            ctx.record(Record::System { doing: "link_records" })
        })?;
        let mut rows = Rows { app, progress, done: 0, of };
        rows.write(new_persons, move |tx, id| store::insert_person_unless_there(tx, id, now))?;
        rows.write(guesses.new, move |tx, guess| guess.save(tx, now))?;
        rows.write(people, move |tx, moved| moved.save(tx, now))?;
        rows.write(ended, move |tx, id| store::update_membership_ended(tx, id, now))?;
        rows.write(guesses.ended, move |tx, id| store::update_guess_ended(tx, id, now))?;
        rows.write(links.ended, move |tx, id| store::update_link_ended(tx, id, now))?;
        rows.write(links.ranked, move |tx, (id, rank)| store::update_link_rank(tx, id, rank))?;
        // As they were found they would touch a page of an index each.
        links.new.sort_unstable_by_key(|(evidence, ..)| (evidence.left, evidence.right));
        let outcome = Arc::new(linked.outcome);
        rows.write(links.new, move |tx, (evidence, pair, instead_of)| {
            if let Some(before) = instead_of {
                store::update_link_ended(tx, before, now)?;
            }
            let outcome = outcome.as_ref().as_ref();
            let reasons = outcome.map_or(Value::Null, |outcome| engine::reasons(outcome, pair));
            store::insert_link(tx, entropy::id(now), (&evidence, reasons, model), now)
        })
    }
}

/// Rows that are written kind after kind, and how many of all have been.
struct Rows<'r> {
    app: &'r App,
    progress: &'r mut dyn FnMut(LinkProgress),
    done: usize,
    of: usize,
}

impl Rows<'_> {
    fn write<T: Send + 'static>(
        &mut self,
        rows: Vec<T>,
        write: impl Fn(&mut Tx<'_>, T) -> Result<(), DbError> + Clone + Send + 'static,
    ) -> Result<(), Error> {
        let (done, of, progress) = (self.done, self.of, &mut *self.progress);
        self.done += rows.len();
        let mut told = |more| progress(LinkStage::Saving.at(done + more, of));
        Ok(self.app.db().write_each(rows, &mut told, write)?)
    }
}

impl Move {
    fn save(self, tx: &mut Tx<'_>, now: Timestamp) -> Result<(), DbError> {
        for membership in self.ended.iter().flatten() {
            store::update_membership_ended(tx, *membership, now)?;
        }
        let id = (entropy::id(now), self.root);
        store::insert_membership(tx, id, (self.record, self.to), now)
    }
}

impl NewGuess {
    fn save(self, tx: &mut Tx<'_>, now: Timestamp) -> Result<(), DbError> {
        if let Some(before) = self.ended {
            store::update_guess_ended(tx, before, now)?;
        }
        store::insert_guess(tx, entropy::id(now), (self.person, self.by), now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(number: u128) -> PersonId {
        PersonId::from_uuid(Uuid::from_u128(number))
    }

    #[test]
    fn of_who_counts_by_whom_only_what_changed_is_written() {
        let id = Uuid::from_u128;
        let kept = [(1, 11, 2), (2, 12, 2), (3, 13, 2)];
        let kept = kept.map(|(row, one, by)| (id(row), person(one), person(by)));
        let wanted = [(11, 2), (12, 4), (14, 4)].map(|(one, by)| (person(one), person(by)));
        let found = GuessDifference::of(kept.to_vec(), BTreeMap::from(wanted));
        let new = |one, ended: Option<u128>| NewGuess {
            person: person(one),
            by: person(4),
            ended: ended.map(id),
        };
        assert_eq!(found.new, [new(12, Some(2)), new(14, None)]);
        assert_eq!(found.ended, [id(3)]);
    }
}
