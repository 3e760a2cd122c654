//! An incident as an agency's file tells of it: its whole state.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use super::{Definition, IncidentStatus, Relationship, RiskGrade};
use crate::person::PartyDetails;

/// What a file says of one incident; the rows of one reference together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewIncident {
    /// Unique within the agency that sends it.
    pub reference: String,
    /// Decides in which period it counts.
    pub reported_on: Date,
    /// In London's time; orders incidents within a day. Its date is `reported_on`.
    pub reported_at: Option<DateTime>,
    /// May be years before it was reported.
    pub occurred_on: Option<Date>,
    pub area_code: String,
    pub status: IncidentStatus,
    /// As the file says; where it does not, [`Definition::at`] tells by the date.
    pub definition: Option<Definition>,
    pub risk_grade: Option<RiskGrade>,
    pub honour_based: Option<bool>,
    pub forced_marriage: Option<bool>,
    pub alcohol: Option<bool>,
    pub drugs: Option<bool>,
    pub crime_refs: Vec<String>,
    pub offences: Vec<String>,
    pub outcomes: Vec<String>,
    pub children_present: Option<u16>,
    /// Of the place, in capitals with one space. Danger: it may be where the victim lives.
    pub postcode: Option<String>,
    /// Cells of the incident that could not be read, as they came, by column.
    pub odd: BTreeMap<String, String>,
    /// In the order of the file; never empty.
    pub pairs: Vec<NewPair>,
}

/// A victim and a suspect of an incident. A party of whom nothing is said is there all the same.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewPair {
    pub victim: PartyDetails,
    pub perpetrator: PartyDetails,
    pub relationship: Option<Relationship>,
}

impl NewIncident {
    /// The definition that the incident is counted under.
    pub fn counted_under(&self) -> Definition {
        self.definition.unwrap_or_else(|| Definition::at(self.reported_on))
    }
}
