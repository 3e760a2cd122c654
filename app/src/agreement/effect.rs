//! What the end of an agreement does: which open cases lose a reader, and about how many people.

use super::{
    about,
    cover::covered,
    store::{self, Reading},
};
use crate::{
    ctx::{Ctx, Record},
    db::{DbError, Tx},
    error::Error,
};
use domain::{
    agreement::Agreement,
    ids::{AgreementId, PersonId},
    policy::{FieldClass, Permission, Subject},
};
use jiff::civil::Date;
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
    let found = store::find(&mut ctx.tx, id)?.ok_or(Error::NotFound)?;
    let basis = ctx.permit(Permission::KeepAgreements, Subject::System)?;
    let on = ctx.today();
    let effect = find(&mut ctx.tx, id, &found.agreement, on)?;
    let classes = &["agreement_effect"];
    ctx.record(Record::Read { basis: &basis, about: about(Some(id)), classes })?;
    Ok(effect)
}

pub(super) fn find(
    tx: &mut Tx<'_>,
    id: AgreementId,
    agreement: &Agreement,
    on: Date,
) -> Result<EndingEffect, DbError> {
    let others: Vec<Agreement> = store::list_all(tx)?
        .into_iter()
        .filter_map(|(other, agreement)| (other != id).then_some(agreement))
        .collect();
    let lost = |holder, asker| {
        let mut classes = covered(agreement, holder, asker, on);
        for other in &others {
            let kept = covered(other, holder, asker, on);
            classes.retain(|class| !kept.contains(class));
        }
        classes
    };
    let mut effect = EndingEffect::default();
    let mut people: BTreeMap<String, BTreeSet<PersonId>> = BTreeMap::new();
    let persons = store::list_people_in_readings(tx)?;
    let readings = store::list_readings(tx)?;
    for reading in readings.into_iter().filter(|it| it.is_open && it.days.holds(on)) {
        let classes = lost(reading.holder, reading.reader);
        if classes.is_empty() {
            continue;
        }
        let of_case = persons.get(&reading.source).into_iter().flatten().copied();
        people.entry(reading.reader_name.clone()).or_default().extend(of_case);
        effect.cases.push(case(reading, classes));
    }
    // Assigned and invited, a case still has one reader.
    effect.cases.dedup();
    effect.agencies = people
        .into_iter()
        .map(|(name, people)| {
            let cases = effect.cases.iter().filter(|case| case.reader == name).count();
            LosingAgency { name, cases, people: people.len() }
        })
        .collect();
    Ok(effect)
}

fn case(reading: Reading, classes: BTreeSet<FieldClass>) -> LosingCase {
    LosingCase {
        source: reading.source,
        is_referral: reading.is_referral,
        on: reading.on,
        holder: reading.holder_name,
        reader: reading.reader_name,
        classes,
    }
}

/// The people who stand in each source.
pub(super) type People = BTreeMap<Uuid, BTreeSet<PersonId>>;
