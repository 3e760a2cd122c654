//! One agency's record of a person, and the incident or referral that it came with.

use domain::{
    ids::{AgencyId, RecordId},
    incident::{IncidentStatus, Relationship},
    marac::ReferralStatus,
    person::{Equality, PartyRole, Sex},
    policy::FieldClass,
};
use jiff::civil::Date;
use uuid::Uuid;

/// What one agency recorded about a person, in its own words.
#[derive(Debug, Clone)]
pub struct RecordOfPerson {
    pub id: RecordId,
    /// Of the incident or referral.
    pub source: Uuid,
    pub agency: AgencyId,
    pub agency_name: String,
    pub referred_by: Option<AgencyId>,
    pub case: Case,
    /// What the person is in the case: nobody *is* a perpetrator.
    pub party: PartyRole,
    pub own_ref: Option<String>,
    pub given_names: Option<String>,
    pub family_name: Option<String>,
    pub other_names: Vec<String>,
    pub date_of_birth: Option<Date>,
    /// In years on the day on which they were seen.
    pub age: Option<i64>,
    pub seen_on: Date,
    pub date_of_death: Option<Date>,
    pub sex: Option<Sex>,
    pub nhs_number: Option<String>,
    pub equality: Equality,
    /// Whether an address, a postcode, a phone number or an e-mail address is sealed with it.
    pub holds_whereabouts: bool,
    /// It came with a referral that the asker's MARACs do not hear: it was given to them, or is
    /// open in an emergency.
    pub is_other_marac: bool,
    /// The asker hears the case in place of somebody who is excluded from it.
    pub is_in_place: bool,
    /// On what ground the asker sees it, as a sentence; only where a person is read.
    pub because: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseKind {
    Incident(IncidentStatus),
    Referral(ReferralStatus),
}

/// The incident or referral that a record came with.
#[derive(Debug, Clone)]
pub struct Case {
    pub kind: CaseKind,
    /// The sender's own.
    pub reference: String,
    /// The day of the report or of the referral.
    pub on: Date,
    /// Of a referral.
    pub marac: Option<String>,
    pub heard_on: Option<Date>,
    pub referred_by: Option<String>,
    /// What the alleged perpetrator is to the victim, for each pair in which the person stands.
    pub relationships: Vec<Relationship>,
    /// The case whose repeat it counts as, of whatever agency.
    pub(super) earlier: Option<Uuid>,
    /// Whether it counts as a repeat, as far as that tells of no case that is not the asker's to
    /// see.
    pub is_repeat: bool,
    /// Nothing where it is not known, or not the asker's to see.
    pub honour_based: Option<bool>,
    pub forced_marriage: Option<bool>,
}

impl RecordOfPerson {
    /// Given names and family name, as recorded.
    #[must_use]
    pub fn name(&self) -> Option<String> {
        let parts = [&self.given_names, &self.family_name];
        let words: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
        if words.is_empty() { None } else { Some(words.join(" ")) }
    }

    /// The name and all the others.
    pub fn all_names(&self) -> impl Iterator<Item = String> + '_ {
        self.name().into_iter().chain(self.other_names.iter().cloned())
    }

    /// Says that it is a repeat where the asker sees the earlier case, too, or hears the referral:
    /// a meeting that is not told so decides as if it were the first.
    pub(super) fn tell_repeat(&mut self, sees: impl Fn(&Uuid) -> bool, hears: bool) {
        let is_heard = hears && matches!(self.case.kind, CaseKind::Referral(_));
        let is_told = |earlier: &Uuid| is_heard || sees(earlier);
        self.case.is_repeat = self.case.earlier.as_ref().is_some_and(is_told);
    }

    /// Takes out what is not of `classes`; who it is and in which case always stays.
    pub(super) fn hide_all_but(&mut self, classes: &[FieldClass]) {
        if !classes.contains(&FieldClass::Equality) {
            self.equality = Equality::default();
        }
        if !classes.contains(&FieldClass::Honour) {
            self.case.honour_based = None;
            self.case.forced_marriage = None;
        }
        if !classes.contains(&FieldClass::Referrer) {
            self.referred_by = None;
            self.case.referred_by = None;
        }
    }
}
