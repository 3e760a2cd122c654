//! The agreements: all of them, and one.

use super::{about, store};
use crate::{
    agency,
    ctx::{Ctx, Record},
    error::Error,
};
use domain::{
    agreement::{Agreement, AgreementStanding, Party},
    ids::{AgencyId, AgreementId},
    policy::{Basis, Permission, Subject},
};
use jiff::{Timestamp, civil::Date};
use std::collections::BTreeMap;

/// One agreement in the list.
#[derive(Debug, Clone)]
pub struct AgreementLine {
    pub id: AgreementId,
    pub agreement: Agreement,
    pub standing: AgreementStanding,
    /// The names of its parties, in their order.
    pub parties: Vec<String>,
}

/// One agreement, its history, and what the asker may do about it.
#[derive(Debug, Clone)]
pub struct AgreementFile {
    pub id: AgreementId,
    pub agreement: Agreement,
    pub standing: AgreementStanding,
    pub parties: Vec<PartyLine>,
    /// The latest first.
    pub reviews: Vec<ReviewLine>,
    /// What whoever reviews it must have seen.
    pub version: i64,
    pub drafted_at: Timestamp,
    /// By name; nothing where the operator did.
    pub drafted_by: Option<String>,
    pub ended_at: Option<Timestamp>,
    pub ended_by: Option<String>,
    pub ended_why: Option<String>,
    /// Whether the asker could sign it for their agency, once they signed in again.
    pub may_sign: bool,
    /// Whether the asker could review or end it, likewise.
    pub may_keep: bool,
    pub basis: Basis,
}

/// A party of an agreement.
#[derive(Debug, Clone)]
pub struct PartyLine {
    pub party: Party,
    pub name: String,
    pub signed_at: Option<Timestamp>,
    pub signed_by: Option<String>,
}

/// That an agreement was looked at again.
#[derive(Debug, Clone)]
pub struct ReviewLine {
    pub at: Timestamp,
    pub by: Option<String>,
    pub words: Option<String>,
    /// The day by which it is to be looked at the next time.
    pub next_on: Date,
}

/// Every agreement, by title, and whether the asker may draft another.
///
/// # Errors
/// [`Error::Denied`].
pub fn list_agreements(ctx: &mut Ctx<'_>) -> Result<(Vec<AgreementLine>, Basis), Error> {
    let basis = ctx.permit(Permission::ReadAgreements, Subject::System)?;
    let names: BTreeMap<AgencyId, String> = agency::store::list_agencies(ctx)?
        .into_iter()
        .map(|agency| (agency.id, agency.name.to_string()))
        .collect();
    let on = ctx.today();
    let name = |party: &Party| names.get(&party.agency).cloned();
    let line = |(id, agreement): (AgreementId, Agreement)| AgreementLine {
        id,
        standing: agreement.standing(on),
        parties: agreement.parties.iter().filter_map(name).collect(),
        agreement,
    };
    let lines = store::list_all(&mut ctx.tx)?.into_iter().map(line).collect();
    ctx.record(Record::Read { basis: &basis, about: about(None), classes: &["agreement"] })?;
    Ok((lines, basis))
}

/// One agreement.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Denied`].
pub fn read_agreement(ctx: &mut Ctx<'_>, id: AgreementId) -> Result<AgreementFile, Error> {
    let found = store::find(&mut ctx.tx, id)?.ok_or(Error::NotFound)?;
    let basis = ctx.permit(Permission::ReadAgreements, Subject::System)?;
    let parties = store::list_parties(&mut ctx.tx, id)?;
    let standing = found.agreement.standing(ctx.today());
    let is_over = [AgreementStanding::Ended, AgreementStanding::RunOut].contains(&standing);
    let file = AgreementFile {
        id,
        standing,
        reviews: store::list_reviews(&mut ctx.tx, id)?,
        version: found.version,
        drafted_at: found.drafted_at,
        drafted_by: found.drafted_by,
        ended_at: found.ended_at,
        ended_by: found.ended_by,
        ended_why: found.ended_why,
        may_sign: !is_over && may_sign(ctx, &parties)?,
        may_keep: found.agreement.ended_on.is_none()
            && ctx.would_permit(Permission::KeepAgreements, Subject::System),
        agreement: found.agreement,
        parties,
        basis,
    };
    let classes = &["agreement"];
    ctx.record(Record::Read { basis: &file.basis, about: about(Some(id)), classes })?;
    Ok(file)
}

fn may_sign(ctx: &Ctx<'_>, parties: &[PartyLine]) -> Result<bool, Error> {
    let own = ctx.signed()?.actor.agency;
    let is_asked = |line: &PartyLine| line.party.agency == own && line.party.signed_on.is_none();
    let subject = Subject::Agency { id: own, active: true };
    Ok(parties.iter().any(is_asked) && ctx.would_permit(Permission::SignAgreement, subject))
}
