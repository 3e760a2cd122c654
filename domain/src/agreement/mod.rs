//! Agreements: which agencies may share what, why, on what law and until when.

pub mod gateway;
pub mod words;

use std::collections::BTreeSet;

use jiff::civil::Date;
use thiserror::Error;

use crate::agency::{AgencyKind, AgencyName, NameRefused};
use crate::coded::coded;
use crate::ids::AgencyId;
use crate::policy::FieldClass;

pub use gateway::{Gateway, Reach};
pub use words::{SHARING_WORDS_MAX, SharingWords, SharingWordsRefused};

coded! {
    /// Where an agreement stands on a day.
    AgreementStanding {
        InForce = "in_force", "In force";
        /// Past its review date: that warns and closes nothing.
        DueForReview = "due_for_review", "Due for review";
        /// Fewer than two parties have signed.
        Draft = "draft", "In draft";
        Ahead = "ahead", "Not yet begun";
        RunOut = "run_out", "Run out";
        Ended = "ended", "Ended";
    }
}

/// What an agreement is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgreementTitle(AgencyName);

impl AgreementTitle {
    /// # Errors
    /// As for the name of an agency.
    pub fn parse(text: &str) -> Result<Self, NameRefused> {
        AgencyName::parse(text).map(Self)
    }

    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

/// What the parties agree on. Once anybody may have signed it, it never changes: another text is
/// another agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    pub title: AgreementTitle,
    pub purpose: SharingWords,
    /// The law on which each party receives: at least one of them has to reach it.
    pub gateways: BTreeSet<Gateway>,
    pub classes: BTreeSet<FieldClass>,
    pub from: Date,
    /// The last day; open-ended without one.
    pub until: Option<Date>,
    pub review_on: Date,
}

/// An agency that an agreement is between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    pub agency: AgencyId,
    /// What it is now: a gateway reaches kinds of agencies.
    pub kind: AgencyKind,
    /// The authority on whose behalf it acts, where it does.
    pub acts_for: Option<AgencyName>,
    /// Nothing until its data protection officer signed.
    pub signed_on: Option<Date>,
}

/// An agreement between agencies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    pub terms: Terms,
    pub parties: Vec<Party>,
    /// The day on which somebody ended it: that day it grants nothing any more.
    pub ended_on: Option<Date>,
}

/// Why terms and parties make no agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum TermsRefused {
    #[error("who it is and in which case belong to it: without these two the rest tells nothing")]
    LacksBasis,
    #[error("choose at least one gateway")]
    NoGateway,
    #[error("choose at least two agencies")]
    TooFewParties,
    #[error("the last day lies before the first")]
    EndsBeforeItBegins,
    #[error("the review lies before the first day")]
    ReviewBeforeItBegins,
    #[error(
        "no gateway that you chose reaches one of the agencies: choose another gateway, or say \
         which authority the agency acts for"
    )]
    NotReached,
}

/// What every agreement and every gift gives: of a record without these two nothing is shown.
pub const BASIS_CLASSES: [FieldClass; 2] = [FieldClass::Identity, FieldClass::Case];

pub(crate) fn names_basis(classes: &BTreeSet<FieldClass>) -> bool {
    BASIS_CLASSES.iter().all(|class| classes.contains(class))
}

impl Party {
    fn has_signed(&self, on: Date) -> bool {
        self.signed_on.is_some_and(|signed| signed <= on)
    }

    /// Whether the law lets it receive through one of these gateways.
    pub fn is_reached(&self, gateways: &BTreeSet<Gateway>) -> bool {
        gateways.iter().any(|gateway| match gateway.reach(self.kind) {
            Reach::Itself => true,
            Reach::OnBehalf => self.acts_for.is_some(),
            Reach::Nobody => false,
        })
    }
}

impl Terms {
    /// Whether these terms, between these parties, can be put before them.
    ///
    /// # Errors
    /// [`TermsRefused`], the first that applies.
    pub fn check(&self, parties: &[Party]) -> Result<(), TermsRefused> {
        let agencies: BTreeSet<AgencyId> = parties.iter().map(|party| party.agency).collect();
        if agencies.len() < 2 || agencies.len() < parties.len() {
            return Err(TermsRefused::TooFewParties);
        }
        if !names_basis(&self.classes) {
            return Err(TermsRefused::LacksBasis);
        }
        if self.gateways.is_empty() {
            return Err(TermsRefused::NoGateway);
        }
        if self.until.is_some_and(|until| until < self.from) {
            return Err(TermsRefused::EndsBeforeItBegins);
        }
        if self.review_on < self.from {
            return Err(TermsRefused::ReviewBeforeItBegins);
        }
        match parties.iter().all(|party| party.is_reached(&self.gateways)) {
            true => Ok(()),
            false => Err(TermsRefused::NotReached),
        }
    }
}

impl Agreement {
    /// Whether it binds anybody on a day: begun, not run out, not ended, and signed by two.
    pub fn in_force(&self, on: Date) -> bool {
        match self.standing(on) {
            AgreementStanding::InForce | AgreementStanding::DueForReview => true,
            AgreementStanding::Draft
            | AgreementStanding::Ahead
            | AgreementStanding::RunOut
            | AgreementStanding::Ended => false,
        }
    }

    pub fn standing(&self, on: Date) -> AgreementStanding {
        let signed = self.parties.iter().filter(|party| party.has_signed(on)).count();
        if self.ended_on.is_some_and(|ended| ended <= on) {
            AgreementStanding::Ended
        } else if signed < 2 {
            AgreementStanding::Draft
        } else if on < self.terms.from {
            AgreementStanding::Ahead
        } else if self.terms.until.is_some_and(|until| until < on) {
            AgreementStanding::RunOut
        } else if self.terms.review_on < on {
            AgreementStanding::DueForReview
        } else {
            AgreementStanding::InForce
        }
    }

    /// Whether `asker` may be given what `holder` holds of a class: both have signed, the
    /// agreement is in force and names the class, and a gateway reaches the asker as it is today.
    pub fn covers(&self, holder: AgencyId, asker: AgencyId, class: FieldClass, on: Date) -> bool {
        let signed = |agency: AgencyId| {
            let mut parties = self.parties.iter();
            parties.find(|party| party.agency == agency && party.has_signed(on))
        };
        holder != asker
            && self.in_force(on)
            && self.terms.classes.contains(&class)
            && signed(holder).is_some()
            && signed(asker).is_some_and(|asker| asker.is_reached(&self.terms.gateways))
    }

    /// Since when it lets `asker` read what `holder` holds: its first day, or the day on which the
    /// later of the two signed.
    pub fn since(&self, holder: AgencyId, asker: AgencyId) -> Option<Date> {
        let two = self.parties.iter().filter(|it| [holder, asker].contains(&it.agency));
        let signed: Vec<Date> = two.filter_map(|party| party.signed_on).collect();
        let last = signed.iter().max().copied().filter(|_| signed.len() == 2)?;
        Some(last.max(self.terms.from))
    }
}

#[cfg(test)]
mod tests;
