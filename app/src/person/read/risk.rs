//! What whoever works with an alleged perpetrator is told: who it is, and that somebody is at risk.

use super::store;
use crate::{
    ctx::Ctx,
    error::Error,
    person::sight::{Sight, list_shut, tells_of_risk},
};
use domain::{
    ids::PersonId,
    person::Sex,
    policy::{FieldClass, Permission},
};
use jiff::civil::Date;

/// All that is read so.
pub(super) const CLASSES: [FieldClass; 2] = [FieldClass::Identity, FieldClass::RiskKnown];

/// An alleged perpetrator in a case in which somebody is at risk. Of the case there is nothing: not
/// its day, its reference or whose it is, by which he could find out who spoke.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownRisk {
    /// Given names and family name, as recorded.
    pub name: Option<String>,
    pub other_names: Vec<String>,
    pub date_of_birth: Option<Date>,
    pub sex: Option<Sex>,
    /// On what ground the asker is told, as a sentence.
    pub because: String,
}

/// Each of those that are told alike once: how many cases there are is of the cases.
pub(super) fn list(
    ctx: &mut Ctx<'_>,
    id: PersonId,
    sights: &[Sight],
) -> Result<Vec<KnownRisk>, Error> {
    if !sights.iter().any(|sight| tells_of_risk(ctx, sight)) {
        return Ok(Vec::new());
    }
    let shut = list_shut(ctx)?;
    let mut told: Vec<KnownRisk> = Vec::new();
    for record in store::list_records(&mut ctx.tx, id)? {
        let sight = sights.iter().find(|sight| sight.holds(record.id) && tells_of_risk(ctx, sight));
        let Some(sight) = sight.filter(|_| !shut.contains(&record.source)) else { continue };
        let basis = ctx.permit(Permission::ReadPerson, sight.of(FieldClass::Identity))?;
        let known = KnownRisk {
            name: record.name(),
            other_names: record.other_names,
            date_of_birth: record.date_of_birth,
            sex: record.sex,
            because: basis.words(),
        };
        if !told.contains(&known) {
            told.push(known);
        }
    }
    Ok(told)
}
