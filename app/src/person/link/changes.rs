//! What linking found, compared with what stands: the rows that have to change, and their order.

use super::{
    engine::{self, Linked},
    evidence::{Difference, Evidence},
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
use std::{collections::BTreeMap, sync::Arc};
use uuid::Uuid;

/// One row that has to change.
enum Change {
    NewPerson(PersonId),
    NewGuess(NewGuess),
    Move(Move),
    EndMembership(Uuid),
    EndGuess(Uuid),
    EndLink(Uuid),
    Rank(Uuid, i64),
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

    fn rows(&self) -> Vec<Change> {
        let mut rows: Vec<Change> =
            self.new_persons.iter().map(|id| Change::NewPerson(*id)).collect();
        rows.extend(self.guesses.new.iter().map(|guess| Change::NewGuess(*guess)));
        rows.extend(self.people.iter().map(|moved| Change::Move(*moved)));
        rows.extend(self.ended.iter().map(|id| Change::EndMembership(*id)));
        rows.extend(self.guesses.ended.iter().map(|id| Change::EndGuess(*id)));
        rows.extend(self.links.ended.iter().map(|id| Change::EndLink(*id)));
        rows.extend(self.links.ranked.iter().map(|(id, rank)| Change::Rank(*id, *rank)));
        rows.extend(self.links.new.iter().map(|(evidence, pair, instead_of)| Change::NewLink {
            evidence: *evidence,
            pair: *pair,
            instead_of: *instead_of,
        }));
        rows
    }

    pub(super) fn save(
        self,
        app: &App,
        visitor: &Visitor,
        progress: &mut dyn FnMut(LinkProgress),
    ) -> Result<(), Error> {
        let now = app.clock().now();
        let rows = self.rows();
        let outcome = self.linked.outcome;
        let learnt = outcome.as_ref().filter(|_| self.linked.kept.is_none());
        let learnt = learnt.map(|outcome| engine::learnt(&outcome.model, self.linked.taught));
        if rows.is_empty() && learnt.is_none() {
            return Ok(());
        }
        let model = self.linked.kept.unwrap_or_else(|| ModelId::from_uuid(entropy::id(now)));
        app.change(visitor, move |ctx| {
            if let Some((version, parameters)) = learnt {
                store::insert_model(&mut ctx.tx, model, (&version, parameters), now)?;
            }
            // No permission of its own: it is the second half of saving, and decides nothing.
            ctx.record(Record::System { doing: "link_records" })
        })?;
        let outcome = Arc::new(outcome);
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
        Change::NewGuess(NewGuess { person, by, ended }) => {
            if let Some(before) = ended {
                store::update_guess_ended(tx, *before, now)?;
            }
            store::insert_guess(tx, entropy::id(now), (*person, *by), now)
        }
        Change::Move(Move { record, root, ended, to }) => {
            for membership in ended.iter().flatten() {
                store::update_membership_ended(tx, *membership, now)?;
            }
            store::insert_membership(tx, (entropy::id(now), *root), (*record, *to), now)
        }
        Change::EndMembership(id) => store::update_membership_ended(tx, *id, now),
        Change::EndGuess(id) => store::update_guess_ended(tx, *id, now),
        Change::EndLink(id) => store::update_link_ended(tx, *id, now),
        Change::Rank(id, rank) => store::update_link_rank(tx, *id, *rank),
        Change::NewLink { evidence, pair, instead_of } => {
            if let Some(before) = instead_of {
                store::update_link_ended(tx, *before, now)?;
            }
            let new = (evidence, reasons(*pair), model);
            store::insert_link(tx, entropy::id(now), new, now)
        }
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
