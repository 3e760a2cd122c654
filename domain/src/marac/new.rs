//! A referral as a MARAC register tells of it: its whole state.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Criterion, MeetingKind, ReferralStatus, ReferrerKind};
use crate::{incident::Relationship, person::PartyDetails};

/// What a file says of one referral; the rows of one reference together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewReferral {
    /// Unique within the agency that keeps the register.
    pub reference: String,
    /// The MARAC's name, as the file spells it.
    pub marac: String,
    pub referred_on: Date,
    /// As the file calls it: a code, or a name.
    pub referring_agency: String,
    pub status: ReferralStatus,
    /// When the incident was that led to it.
    pub incident_on: Option<Date>,
    /// When an agency learnt of the incident.
    pub identified_on: Option<Date>,
    /// References of other referrals of the very same incident; they need not be there yet.
    pub same_incident_as: Vec<String>,
    /// The day of the meeting that concluded the case; `None` while it is not heard.
    pub heard_on: Option<Date>,
    pub meeting_kind: Option<MeetingKind>,
    /// In the order of [`Criterion::ALL`], each once.
    pub criteria: Vec<Criterion>,
    /// The risk checklist's id, such as `caada-dash-2009`.
    pub checklist: Option<String>,
    /// The number of yes answers. It is never checked against the criteria.
    pub checklist_score: Option<u8>,
    pub referrer_kind: Option<ReferrerKind>,
    /// Where the victim lived when referred.
    pub area_code: Option<String>,
    pub children_count: Option<u16>,
    pub pregnant: Option<bool>,
    pub honour_based: Option<bool>,
    pub forced_marriage: Option<bool>,
    /// What the perpetrator is to the victim.
    pub relationship: Option<Relationship>,
    /// Whether the victim knows of the referral. It is not consent.
    pub victim_aware: Option<bool>,
    pub victim_agrees: Option<bool>,
    pub victim_lgbt: Option<bool>,
    pub victim: PartyDetails,
    /// In the order of the file, each once; never empty.
    pub perpetrators: Vec<PartyDetails>,
    /// Cells of the referral that could not be read, as they came, by column.
    pub odd: BTreeMap<String, String>,
}
