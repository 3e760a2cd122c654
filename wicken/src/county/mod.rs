//! The invented county of Cambridgeshire: what its agencies would have sent in, file by file.
//!
//! The districts are real, and so are the counts of live incidents of 2003/04 and 2007/08. People,
//! villages, streets, agencies and everything that happens are invented. Postcodes are in CB90 to
//! CB99 and PE90 to PE99, where nobody lives; telephone numbers in Ofcom's drama range
//! 07700 900000 to 900999; addresses of the net at `example.org`; NHS numbers in the range 999.
//!
//! Two eras are told: April 2002 to March 2009, and from the quarter three years before today up
//! to today. Files come in order of the days on which they are imported; a later one amends
//! earlier ones, so that what was known on any day can be asked.
//!
//! Some files hold rows that cannot be taken in (31 February, no reference, a cell too many) and
//! words that no list has. The truth knows nothing of rows that are refused.
//!
//! The truth names each party as `AGENCY/REFERENCE/PARTY`: `victim` and `suspect`, in the register
//! `perpetrator`, of the first row of a reference; of a person who first stands in its second
//! row `victim2`, `suspect2` or `perpetrator2`, and so on by the number of the row. A person who
//! stands in several rows in one role is told once, by the first of them. An unnamed party (no
//! name, no date of birth, no number of its agency) has no key.

mod calendar;
mod couples;
mod families;
mod files;
mod incidents;
mod marac;
mod names;
mod pairs;
mod people;
mod places;
mod random;
mod totals;
mod writing;

#[cfg(test)]
mod tests;

use files::{PoliceShelf, RegisterShelf, Shelf, Truth};
use incidents::Incident;
use jiff::civil::Date;
use marac::Referral;
use pairs::World;
use std::collections::BTreeMap;

/// The police force, as the demo county calls it.
pub(crate) const POLICE: &str = "CAMBS-POLICE";
/// The body that keeps the register; its code is that of every new database.
pub(crate) const REGISTER: &str = "PARTNERSHIP";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileKind {
    Incidents,
    Referrals,
}

/// A file as an agency writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AgencyFile {
    pub(crate) kind: FileKind,
    /// Who sends it.
    pub(crate) agency: &'static str,
    pub(crate) name: String,
    /// The day on which it is imported.
    pub(crate) import_on: Date,
    /// Comma-separated values, some with a byte-order mark, some with dates as `31/12/2007`.
    pub(crate) text: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct County {
    /// In the order in which they are imported.
    pub(crate) files: Vec<AgencyFile>,
    /// For each party of each file the number of the person.
    pub(crate) truth: BTreeMap<String, u64>,
}

/// The county of `seed`, `scale` times as large as the real one (0.01 to 100), up to `today`.
///
/// The same three make the same county. A `today` before July 2009 has no recent years.
pub(crate) fn generate(seed: u64, scale: f64, today: Date) -> County {
    let mut files = Vec::new();
    let truth = tell(seed, scale, today, &mut |file| files.push(file));
    County { files, truth }
}

/// As [`generate`], but gives the files away one by one: a large county fits into less memory.
pub(crate) fn tell(
    seed: u64,
    scale: f64,
    today: Date,
    each: &mut dyn FnMut(AgencyFile),
) -> BTreeMap<String, u64> {
    let story = Story::live(seed, scale, today);
    let mut truth = Truth::new();
    for era in &story.eras {
        let shelf = |hearings: bool| Shelf {
            seed,
            early: era.early,
            periods: if hearings { era.quarters.clone() } else { era.periods.clone() },
            today: calendar::day(today),
        };
        if era.periods.is_empty() {
            continue;
        }
        let police = PoliceShelf::arrange(shelf(false), &era.incidents);
        let register = RegisterShelf::arrange(shelf(true), &era.referrals);
        // The register begins later; both end on the same day.
        let behind = police.count() - register.count();
        for at in 0..police.count() {
            each(police.write(&story.world, at, &mut truth));
            if behind <= at {
                each(register.write(&story.world, at - behind, &mut truth));
            }
        }
    }
    truth
}

/// Everything that happened.
struct Story {
    world: World,
    eras: Vec<Era>,
}

struct Era {
    early: bool,
    /// Of the files of the police: years and quarters.
    periods: Vec<calendar::Period>,
    /// Of the files of the register.
    quarters: Vec<calendar::Period>,
    incidents: Vec<Incident>,
    referrals: Vec<Referral>,
}

impl Story {
    fn live(seed: u64, scale: f64, today: Date) -> Self {
        let scale = scale.clamp(0.01, 100.0);
        let mut world = World::new(seed, scale);
        let stretches = [totals::early_stretches(scale), totals::recent_stretches(scale, today)];
        let hearings = [totals::early_hearings(scale), totals::recent_hearings(scale, today)];
        let mut eras = Vec::new();
        for (stretches, hearings) in stretches.into_iter().zip(hearings) {
            let early = eras.is_empty();
            let incidents = incidents::live_through(&mut world, &stretches);
            let referrals = marac::refer(&mut world, &incidents, &hearings);
            let periods = stretches.iter().flat_map(|stretch| {
                // The files of the police came quarter by quarter from April 2007 on.
                let quarterly =
                    hearings.first().is_some_and(|h| h.period.from <= stretch.period.from);
                match quarterly {
                    true => calendar::quarters(stretch.period.from, stretch.period.to),
                    false => vec![stretch.period],
                }
            });
            let periods = periods.collect();
            let quarters = hearings.iter().map(|hearing| hearing.period).collect();
            eras.push(Era { early, periods, quarters, incidents, referrals });
        }
        Self { world, eras }
    }
}
