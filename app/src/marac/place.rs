//! Where a referral belongs: the MARAC, the referring agency and the checklist that it names.
//! Whatever is not known yet is added on first use, and said.

use super::{office::tell_if_unheard, store};
use crate::{
    agency::adopt_agency,
    ctx::Ctx,
    db::{DbError, Tx},
    error::Error,
    involvement,
};
use domain::{
    agency::AgencyKind,
    ids::{AgencyId, MaracId, ReferralId},
    marac::{NewReferral, ReferrerKind},
};
use std::collections::{BTreeSet, HashMap};

/// What a referral names, found or added.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub marac: MaracId,
    pub referring_agency: AgencyId,
}

/// Finds what referrals name, each name once in a transaction.
#[derive(Debug, Default)]
pub(crate) struct Places {
    maracs: HashMap<String, MaracId>,
    agencies: HashMap<String, AgencyId>,
    instruments: BTreeSet<String>,
    /// What was added, in sentences. There is no person in them.
    pub notices: Vec<String>,
}

impl Places {
    pub(super) fn of(&mut self, ctx: &mut Ctx<'_>, new: &NewReferral) -> Result<Place, Error> {
        if let Some(checklist) = &new.checklist {
            self.instrument(ctx, checklist)?;
        }
        let kind = new.referrer_kind.map_or(AgencyKind::Other, agency_kind);
        let referring_agency = self.agency(ctx, &new.referring_agency, kind)?;
        Ok(Place { marac: self.marac(ctx, &new.marac)?, referring_agency })
    }

    fn marac(&mut self, ctx: &mut Ctx<'_>, name: &str) -> Result<MaracId, Error> {
        if let Some(known) = self.maracs.get(name) {
            return Ok(*known);
        }
        let AdoptedMarac { id, name: known_as, is_new } = adopt_marac(ctx, name)?;
        if is_new {
            self.notices.push(format!("The MARAC {known_as} was not known and is added."));
        }
        let unheard = tell_if_unheard(ctx, (id, &known_as))?;
        self.notices.extend(unheard.filter(|notice| !self.notices.contains(notice)));
        self.maracs.insert(name.to_owned(), id);
        Ok(id)
    }

    fn agency(
        &mut self,
        ctx: &mut Ctx<'_>,
        name: &str,
        kind: AgencyKind,
    ) -> Result<AgencyId, Error> {
        if let Some(known) = self.agencies.get(name) {
            return Ok(*known);
        }
        let (id, notice) = adopt_agency(ctx, name, kind)?;
        self.notices.extend(notice);
        self.agencies.insert(name.to_owned(), id);
        Ok(id)
    }

    /// Says so where whoever referred a case works in it with the alleged perpetrator: that an
    /// amendment names them as its referrer opens nothing of it to them.
    pub(super) fn note_side(
        &mut self,
        ctx: &mut Ctx<'_>,
        (case, referrer): (ReferralId, AgencyId),
        name: &str,
    ) -> Result<(), Error> {
        let on = ctx.today();
        let theirs = involvement::list_perpetrator_side(&mut ctx.tx, referrer, on)?;
        let notice = format!(
            "{name} referred a case in which it works with the alleged perpetrator: it goes on \
             reading nothing of the case. Say who works on which side."
        );
        if theirs.contains(&case.uuid()) && !self.notices.contains(&notice) {
            self.notices.push(notice);
        }
        Ok(())
    }

    fn instrument(&mut self, ctx: &mut Ctx<'_>, code: &str) -> Result<(), Error> {
        if self.instruments.contains(code) {
            return Ok(());
        }
        let now = ctx.now();
        if store::insert_instrument(&mut ctx.tx, (code, code), now)? {
            self.notices.push(format!("The checklist {code} was not known and is added."));
        }
        self.instruments.insert(code.to_owned());
        Ok(())
    }
}

/// A MARAC that somebody named.
pub(crate) struct AdoptedMarac {
    pub id: MaracId,
    /// As it was named first.
    pub name: String,
    pub is_new: bool,
}

/// A MARAC by its name, whatever the case; added where nobody knows it.
///
/// # Errors
/// [`Error::Storage`]; [`Error::Busy`] where somebody else adds it at this moment.
pub(crate) fn adopt_marac(ctx: &mut Ctx<'_>, name: &str) -> Result<AdoptedMarac, Error> {
    if let Some(known) = find_marac(&mut ctx.tx, name)? {
        return Ok(known);
    }
    let (id, now) = (MaracId::from_uuid(ctx.new_id()), ctx.now());
    if store::insert_marac(&mut ctx.tx, (id, name), now)? {
        return Ok(AdoptedMarac { id, name: name.to_owned(), is_new: true });
    }
    find_marac(&mut ctx.tx, name)?.ok_or(Error::Busy)
}

fn find_marac(tx: &mut Tx<'_>, name: &str) -> Result<Option<AdoptedMarac>, DbError> {
    let wanted = name.to_lowercase();
    let known = store::list_maracs(tx)?;
    let found = known.into_iter().find(|(_, known)| known.to_lowercase() == wanted);
    Ok(found.map(|(id, name)| AdoptedMarac { id, name, is_new: false }))
}

fn agency_kind(kind: ReferrerKind) -> AgencyKind {
    match kind {
        ReferrerKind::Police => AgencyKind::Police,
        ReferrerKind::Idva => AgencyKind::IdvaService,
        ReferrerKind::ChildrensSocialCare => AgencyKind::ChildrensSocialCare,
        ReferrerKind::AdultSocialCare => AgencyKind::AdultSocialCare,
        ReferrerKind::PrimaryCare => AgencyKind::PrimaryCare,
        ReferrerKind::SecondaryCare => AgencyKind::SecondaryCare,
        ReferrerKind::MentalHealth => AgencyKind::MentalHealth,
        ReferrerKind::Probation => AgencyKind::Probation,
        ReferrerKind::Education => AgencyKind::Education,
        ReferrerKind::Housing => AgencyKind::Housing,
        ReferrerKind::Mash => AgencyKind::Mash,
        ReferrerKind::SubstanceMisuse => AgencyKind::SubstanceMisuse,
        ReferrerKind::VoluntarySector => AgencyKind::VoluntarySector,
        ReferrerKind::Other => AgencyKind::Other,
    }
}
