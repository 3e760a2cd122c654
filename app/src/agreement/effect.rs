//! What the end of an agreement does: which open cases lose a reader, and about how many people.

mod store;

use self::store::{By, Reading};
use super::{about, cover::covered, store as agreements};
use crate::{
    ctx::{Ctx, Record},
    db::DbError,
    error::Error,
};
use domain::{
    agreement::Agreement,
    ids::{AgencyId, AgreementId, PersonId},
    policy::{FieldClass, Permission, Subject},
};
use jiff::{Timestamp, civil::Date};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Whom the end of an agreement takes what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EndingEffect {
    /// By reader, holder and day.
    pub cases: Vec<LosingCase>,
    pub agencies: Vec<LosingAgency>,
}

/// An open case that loses a reader. It says neither of whom it tells nor what it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LosingCase {
    source: Uuid,
    pub is_referral: bool,
    /// The day of the report or of the referral.
    pub on: Date,
    pub holder: String,
    /// Who no longer reads it.
    pub reader: String,
    /// Where only the reader's duty team does: until when it was called.
    pub called_until: Option<Timestamp>,
    pub classes: BTreeSet<FieldClass>,
}

/// An agency that loses sight of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LosingAgency {
    pub name: String,
    pub cases: usize,
    /// Of how many people it loses sight.
    pub people: usize,
}

impl EndingEffect {
    /// A number for all of it, by which a confirmation is held to what was shown. It fits a form's
    /// version, which is a number of 32 bits.
    #[must_use]
    pub fn mark(&self) -> i64 {
        let mut hash = Sha256::new();
        for case in &self.cases {
            hash.update(case.source.as_bytes());
            hash.update(case.reader.as_bytes());
            hash.update([u8::from(case.called_until.is_some())]);
            for class in &case.classes {
                hash.update(class.code().as_bytes());
            }
        }
        let hash = hash.finalize();
        u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]]).into()
    }
}

/// What ending an agreement would do, for whoever is about to.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Denied`].
pub fn effect_of_ending(ctx: &mut Ctx<'_>, id: AgreementId) -> Result<EndingEffect, Error> {
    let found = agreements::find(&mut ctx.tx, id)?.ok_or(Error::NotFound)?;
    let basis = ctx.permit(Permission::KeepAgreements, Subject::System)?;
    let effect = find(ctx, id, &found.agreement)?;
    let classes = &["agreement_effect"];
    ctx.record(Record::Read { basis: &basis, about: about(Some(id)), classes })?;
    Ok(effect)
}

pub(super) fn find(
    ctx: &mut Ctx<'_>,
    id: AgreementId,
    agreement: &Agreement,
) -> Result<EndingEffect, DbError> {
    let (now, on, tx) = (ctx.now(), ctx.today(), &mut ctx.tx);
    let others: Vec<Agreement> = agreements::list_all(tx)?
        .into_iter()
        .filter_map(|(other, agreement)| (other != id).then_some(agreement))
        .collect();
    let persons = store::list_people(tx, now)?;
    let mut cases: BTreeMap<(Uuid, AgencyId), LosingCase> = BTreeMap::new();
    for reading in store::list_readings(tx, now)? {
        let (holder, reader) = (reading.holder, reading.reader);
        let lost = covered(agreement, holder, reader, on);
        let kept = others.iter().flat_map(|other| covered(other, holder, reader, on)).collect();
        let classes = loses(reading.by, on, (&lost, &kept));
        if !reading.is_open || classes.is_empty() {
            continue;
        }
        let losing = case(reading, classes);
        // Assigned, invited and called, a case still has one reader, and longest who works on it.
        let known = cases.entry((losing.source, reader)).or_insert_with(|| losing.clone());
        let both = known.called_until.zip(losing.called_until);
        known.called_until = both.map(|(one, other)| one.max(other));
        known.classes.extend(losing.classes);
    }
    let mut cases: Vec<LosingCase> = cases.into_values().collect();
    let order = |case: &LosingCase| (case.reader.clone(), case.holder.clone(), case.on);
    cases.sort_by_key(|case| (order(case), case.source));
    Ok(EndingEffect { agencies: agencies(&cases, &persons), cases })
}

/// What a reader loses who has `lost` by one agreement and `kept` by others: nothing where they
/// read nothing of the case today, and of him alone where they work on his side.
fn loses(
    by: By,
    on: Date,
    (lost, kept): (&BTreeSet<FieldClass>, &BTreeSet<FieldClass>),
) -> BTreeSet<FieldClass> {
    let only_lost = || lost.difference(kept).copied();
    let side = [FieldClass::Identity, FieldClass::RiskKnown];
    match by {
        By::Work(days) | By::HisSide(days) if !days.holds(on) => BTreeSet::new(),
        By::Work(_) | By::Call(_) => only_lost().collect(),
        By::HisSide(_) if side.iter().all(|class| lost.contains(class) || kept.contains(class)) => {
            only_lost().filter(|class| side.contains(class)).collect()
        }
        By::HisSide(_) => BTreeSet::new(),
    }
}

/// By name.
fn agencies(cases: &[LosingCase], persons: &People) -> Vec<LosingAgency> {
    let mut people: BTreeMap<&str, BTreeSet<PersonId>> = BTreeMap::new();
    for case in cases {
        let of_case = persons.get(&case.source).into_iter().flatten().copied();
        people.entry(&case.reader).or_default().extend(of_case);
    }
    let losing = people.into_iter().map(|(name, people)| {
        let cases = cases.iter().filter(|case| case.reader == name).count();
        LosingAgency { name: name.to_owned(), cases, people: people.len() }
    });
    losing.collect()
}

fn case(reading: Reading, classes: BTreeSet<FieldClass>) -> LosingCase {
    let called_until = match reading.by {
        By::Call(until) => Some(until),
        By::Work(_) | By::HisSide(_) => None,
    };
    LosingCase {
        source: reading.source,
        is_referral: reading.is_referral,
        on: reading.on,
        holder: reading.holder_name,
        reader: reading.reader_name,
        called_until,
        classes,
    }
}

/// The people who stand in each source.
type People = BTreeMap<Uuid, BTreeSet<PersonId>>;
