//! When which file leaves its agency, and what was known by then.
//!
//! A record goes into the file of the stretch in which it was recorded. What was not known then,
//! or wrong, comes right in a later file: the same reference again, whole.

use super::{
    AgencyFile, FileKind,
    calendar::{Day, Period, civil, quarter_name, quarter_of, weekday, year_name, year_of},
    incidents::{Incident, Standing},
    marac::{Fate, Referral},
    pairs::World,
    random::Random,
    writing::{
        csv,
        incident::{Draft, incident_columns, incident_rows},
        mishap::{Mishap, mishaps_of, write_spoilt},
        party::{Party, Sitting},
        referral::{References, Stage, referral_columns, referral_rows},
    },
};
use std::collections::BTreeMap;

/// The stretches of the files of one sender, one after the other.
pub(crate) struct Shelf {
    pub(crate) seed: u64,
    pub(crate) early: bool,
    pub(crate) periods: Vec<Period>,
    /// The day on which the county is made.
    pub(crate) today: Day,
}

/// What a reference and a party's place in it stand for.
pub(crate) type Truth = BTreeMap<String, u64>;

/// Which records each file tells, and how well.
type Contents<T> = Vec<Vec<(u32, T)>>;

impl Shelf {
    fn file_of(&self, day: Day) -> Option<usize> {
        let at = self.periods.partition_point(|period| period.to < day);
        (at < self.periods.len()).then_some(at)
    }

    /// Puts a record into its first file, and where it was a draft, into a later one.
    fn put<T: Copy + PartialEq>(
        &self,
        contents: &mut Contents<T>,
        record: u32,
        (recorded, mended): (Day, Option<Day>),
        (draft, last): (T, T),
    ) {
        let first = self.file_of(recorded).unwrap_or(self.periods.len() - 1);
        // What is mended within the same stretch was never sent otherwise.
        match mended.map(|day| self.file_of(day)) {
            Some(Some(later)) if first < later => {
                contents[first].push((record, draft));
                contents[later].push((record, last));
            }
            Some(None) => contents[first].push((record, draft)),
            _ => contents[first].push((record, last)),
        }
    }

    fn mishaps<T>(&self, kind: FileKind, at: usize, of: &Contents<T>) -> Vec<(usize, Mishap)> {
        mishaps_of((kind, self.early), (at, of.len()), of[at].len())
    }

    fn empty<T: Clone>(&self) -> Contents<T> {
        vec![Vec::new(); self.periods.len()]
    }

    /// Ten or so days after the end, on a working day; never after today.
    fn import_on(&self, period: Period, days: Day) -> Day {
        let day = period.to + days;
        let day = day + (7 - weekday(day)) % 7 * i32::from(4 < weekday(day));
        day.min(self.today)
    }

    fn file(&self, kind: FileKind, agency: &'static str, at: usize, text: String) -> AgencyFile {
        let period = self.periods[at];
        let (prefix, days) = match kind {
            FileKind::Incidents => ("incidents", 10),
            FileKind::Referrals => ("referrals", 11),
        };
        let is_year = 100 < period.days();
        let cut_off = !is_year && period.to < quarter_of(period.from).to;
        let name = match is_year {
            true => year_name(year_of(period.from)),
            false => quarter_name(period),
        };
        let so_far = if cut_off { "-so-far" } else { "" };
        let name = format!("{prefix}-{name}{so_far}.csv");
        AgencyFile { kind, agency, name, import_on: civil(self.import_on(period, days)), text }
    }
}

/// The files of the police, in order.
pub(crate) struct PoliceShelf<'a> {
    shelf: Shelf,
    incidents: &'a [Incident],
    references: Vec<String>,
    contents: Contents<Draft>,
}

impl<'a> PoliceShelf<'a> {
    pub(crate) fn arrange(shelf: Shelf, incidents: &'a [Incident]) -> Self {
        let mut contents = shelf.empty();
        let areas = if shelf.early { 5 } else { 6 };
        for (at, incident) in incidents.iter().enumerate() {
            let mut chance = Random::of(&[shelf.seed, 3, u64::from(shelf.early), at as u64]);
            let late = match chance.unit() {
                ..0.02 => chance.wait(50.0) as Day,
                0.02..0.07 => chance.between(1, 5),
                _ => 0,
            };
            let recorded = incident.day + late;
            let draft = draft_of(&mut chance, incident, areas);
            let mended = (draft != Draft::Final).then(|| recorded + 20 + chance.between(1, 100));
            // What would be mended after the last file was right from the first.
            let mended = mended.filter(|day| shelf.file_of(*day).is_some());
            shelf.put(&mut contents, at as u32, (recorded, mended), (draft, Draft::Final));
        }
        let references = numbered("DV", incidents.iter().map(|incident| incident.day));
        Self { shelf, incidents, references, contents }
    }

    pub(crate) fn count(&self) -> usize {
        self.contents.len()
    }

    pub(crate) fn write(&self, world: &World, at: usize, truth: &mut Truth) -> AgencyFile {
        let (columns, mut text) = (incident_columns(self.shelf.early), String::new());
        csv::header(&columns, &mut text);
        let mishaps = self.shelf.mishaps(FileKind::Incidents, at, &self.contents);
        for (number, (record, draft)) in self.contents[at].iter().enumerate() {
            let incident = &self.incidents[*record as usize];
            let reference = &self.references[*record as usize];
            let sitting = Sitting {
                seed: self.shelf.seed,
                day: incident.day,
                early: self.shelf.early,
                keeper: 0,
                // The first two yearly files were saved by a spreadsheet.
                slashes: self.shelf.early && at < 2,
            };
            let rows = incident_rows(world, incident, reference, sitting, *draft);
            let mut known = Known::new(super::POLICE, reference, truth);
            for row in &rows {
                csv::line(&columns, row, &mut text);
                known.row();
                known.tell("victim", &row.victim, row.victim_number);
                known.tell("suspect", &row.suspect, row.suspect_number);
            }
            for (_, mishap) in mishaps.iter().filter(|(at, _)| *at == number) {
                write_spoilt(&columns, &rows[0], *mishap, &mut text);
            }
        }
        self.shelf.file(FileKind::Incidents, super::POLICE, at, text)
    }
}

/// What the police did not know at first. It never moves a live incident into another year, and
/// in the end each is in the area that it is counted in.
fn draft_of(chance: &mut Random, incident: &Incident, areas: u8) -> Draft {
    match (incident.standing, chance.unit()) {
        (Standing::Live, ..0.10) => Draft::Unfinished,
        (Standing::Live, 0.10..0.12) => Draft::NoSuspect,
        (Standing::Live, 0.12..0.135) => Draft::OtherStanding(Standing::NotDomestic),
        (Standing::Live, 0.135..0.145) => {
            Draft::OtherArea((incident.area + chance.between(1, 3) as u8) % areas)
        }
        (Standing::Cancelled | Standing::NotDomestic, ..0.3) => {
            Draft::OtherStanding(Standing::Live)
        }
        _ => Draft::Final,
    }
}

/// The files of the register, in order.
pub(crate) struct RegisterShelf<'a> {
    shelf: Shelf,
    referrals: &'a [Referral],
    references: Vec<String>,
    contents: Contents<Stage>,
}

impl<'a> RegisterShelf<'a> {
    pub(crate) fn arrange(shelf: Shelf, referrals: &'a [Referral]) -> Self {
        let mut contents = shelf.empty();
        for (at, referral) in referrals.iter().enumerate() {
            let mut chance = Random::of(&[shelf.seed, 4, u64::from(shelf.early), at as u64]);
            let late = if chance.chance(0.02) { chance.between(5, 60) } else { 0 };
            let recorded = referral.day + late;
            let (stage, mended) = stage_of(&mut chance, referral, recorded);
            shelf.put(&mut contents, at as u32, (recorded, mended), (stage, Stage::Final));
        }
        let references = numbered("R", referrals.iter().map(|referral| referral.day));
        Self { shelf, referrals, references, contents }
    }

    pub(crate) fn count(&self) -> usize {
        self.contents.len()
    }

    pub(crate) fn write(&self, world: &World, at: usize, truth: &mut Truth) -> AgencyFile {
        let (columns, mut text) = (referral_columns(self.shelf.early), String::new());
        if !self.shelf.early {
            // The register is kept in a spreadsheet, which marks its files so.
            text.push('\u{feff}');
        }
        csv::header(&columns, &mut text);
        let mishaps = self.shelf.mishaps(FileKind::Referrals, at, &self.contents);
        for (number, (record, stage)) in self.contents[at].iter().enumerate() {
            let referral = &self.referrals[*record as usize];
            let own = &self.references[*record as usize];
            let same = referral.same_as.map(|at| self.references[at as usize].as_str());
            let sitting = Sitting {
                seed: self.shelf.seed,
                day: referral.day,
                early: self.shelf.early,
                keeper: 1,
                slashes: self.shelf.early,
            };
            let rows = referral_rows(world, referral, &References { own, same }, sitting, *stage);
            let mut known = Known::new(super::REGISTER, own, truth);
            for row in &rows {
                csv::line(&columns, row, &mut text);
                known.row();
                known.tell("victim", &row.victim, row.victim_number);
                known.tell("perpetrator", &row.perpetrator, row.perpetrator_number);
            }
            for (_, mishap) in mishaps.iter().filter(|(at, _)| *at == number) {
                write_spoilt(&columns, &rows[0], *mishap, &mut text);
            }
        }
        self.shelf.file(FileKind::Referrals, super::REGISTER, at, text)
    }
}

/// What the register could not say at first, and when it could.
fn stage_of(chance: &mut Random, referral: &Referral, recorded: Day) -> (Stage, Option<Day>) {
    if let Some(heard) = referral.heard_on {
        return match chance.unit() {
            ..0.03 => (Stage::PerpetratorUnknown, Some(heard.max(recorded) + 30)),
            0.03..0.05 => {
                let other = (referral.area + 1) % 5;
                (Stage::OtherArea(other), Some(heard.max(recorded) + 30))
            }
            0.05..0.25 if recorded < referral.day + 3 => (Stage::NotJudged, Some(heard)),
            _ => (Stage::NotHeard, Some(heard)),
        };
    }
    match referral.fate {
        Fate::Submitted => (Stage::Final, None),
        _ => (Stage::NotJudged, Some(recorded + chance.between(3, 20))),
    }
}

/// References in order of their days, begun anew each April: `DV-0304-000001`.
fn numbered(prefix: &str, days: impl Iterator<Item = Day>) -> Vec<String> {
    let (mut of_year, mut number) = (0, 0);
    let next = |day: Day| {
        let year = year_of(day);
        number = if year == of_year { number + 1 } else { 1 };
        of_year = year;
        format!("{prefix}-{:02}{:02}-{number:06}", year % 100, (year + 1) % 100)
    };
    days.map(next).collect()
}

/// The parties of one reference, each told once.
struct Known<'a> {
    reference: String,
    rows: usize,
    told: Vec<(&'static str, u32)>,
    truth: &'a mut Truth,
}

impl<'a> Known<'a> {
    fn new(agency: &str, reference: &str, truth: &'a mut Truth) -> Self {
        let reference = format!("{agency}/{reference}");
        Self { reference, rows: 0, told: Vec::new(), truth }
    }

    fn row(&mut self) {
        self.rows += 1;
    }

    fn tell(&mut self, role: &'static str, party: &Party, number: u32) {
        if self.told.contains(&(role, number)) {
            return;
        }
        self.told.push((role, number));
        if party.is_named() {
            let place = if self.rows == 1 { String::new() } else { self.rows.to_string() };
            let key = format!("{}/{role}{place}", self.reference);
            self.truth.insert(key, u64::from(number) + 1);
        }
    }
}
