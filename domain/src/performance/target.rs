//! Targets as data with versions, and how far an outturn is from one.

use jiff::civil::Date;
use serde::Serialize;

use super::indicator::Indicator;
use super::period::Period;
use super::rounding::{Tenths, change, percent, ratio};
use crate::coded::coded;

/// What a target aims at. Which way is better belongs to the target, not to the sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetKind {
    /// At least so many per cent more than the baseline.
    Rise(Tenths),
    /// At least so many per cent fewer than the baseline.
    Fall(Tenths),
    /// A share no higher than this many per cent.
    Ceiling(Tenths),
    /// A share no lower than this many per cent.
    Floor(Tenths),
}

impl TargetKind {
    pub const fn aim(self) -> Tenths {
        match self {
            Self::Rise(aim) | Self::Fall(aim) | Self::Ceiling(aim) | Self::Floor(aim) => aim,
        }
    }

    pub const fn words(self) -> &'static str {
        match self {
            Self::Rise(_) => "a rise on the baseline of at least",
            Self::Fall(_) => "a fall on the baseline of at least",
            Self::Ceiling(_) => "a share no higher than",
            Self::Floor(_) => "a share no lower than",
        }
    }
}

/// What was agreed for one area. Whoever changes a target adds a version; none is rewritten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    pub area_code: &'static str,
    /// The area's name.
    pub area: &'static str,
    pub indicator: Indicator,
    pub kind: TargetKind,
    pub baseline: Period,
    pub outturn: Period,
    /// The counts that the source prints for both periods. They are compared with, never shown
    /// as, what the records give.
    pub printed: (u32, u32),
    pub agreed_by: &'static str,
    /// Nothing where the day is not established.
    pub agreed_on: Option<Date>,
    pub version: u8,
    pub source: &'static str,
}

/// The first of the two targets that each of the five partnerships had set for 2005 to 2008. The
/// second, fewer repeats, had no data and so no figures.
pub const STRATEGY_TARGETS: &[Target] = &[
    strategy_target("E07000008", "Cambridge", 400, (1_074, 1_405)),
    strategy_target("E07000009", "East Cambridgeshire", 100, (344, 453)),
    strategy_target("E07000010", "Fenland", 200, (805, 1_221)),
    strategy_target("E07000011", "Huntingdonshire", 100, (1_146, 1_367)),
    strategy_target("E07000012", "South Cambridgeshire", 500, (530, 781)),
];

const fn strategy_target(
    area_code: &'static str,
    area: &'static str,
    rise: i64,
    printed: (u32, u32),
) -> Target {
    Target {
        area_code,
        area,
        indicator: Indicator::RecordedIncidents,
        kind: TargetKind::Rise(Tenths(rise)),
        baseline: Period::financial_year(2003),
        outturn: Period::financial_year(2007),
        printed,
        agreed_by: "the area's Crime and Disorder Reduction Partnership",
        agreed_on: None,
        version: 1,
        source: "Cambridgeshire Domestic Violence Strategy 2008 to 2011, table 1",
    }
}

coded! {
    /// How an outturn stands to its target, in words that call no rise bad that was the aim.
    Verdict {
        Met = "met", "target met";
        Short = "short", "moved towards the aim, and short of it";
        NotNearer = "not_nearer", "no nearer to the aim than the baseline";
        AboveCeiling = "above_ceiling", "above the ceiling";
        BelowFloor = "below_floor", "below the floor";
        /// Nothing to compare with is neither met nor missed.
        NotJudged = "not_judged", "cannot be judged: there is nothing to compare with";
    }
}

/// A target and what became of it; as JSON a row of `wicken report targets --json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TargetRow {
    /// The area's name.
    pub key: String,
    pub indicator: Indicator,
    /// Nothing for a ceiling or a floor, which have no baseline.
    pub baseline: Option<i64>,
    pub outturn: i64,
    pub target: Tenths,
    /// The change or share in per cent; nothing where it cannot be judged.
    pub value: Option<Tenths>,
    pub met: Option<bool>,
    /// How many incidents or cases it would have taken; 0 when met.
    pub missed_by: Option<i64>,
    /// How many percentage points, from the exact value and rounded once; 0.0 when met.
    pub missed_by_points: Option<Tenths>,
    #[serde(skip)]
    pub verdict: Verdict,
}

/// All targets, judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TargetReport {
    pub rows: Vec<TargetRow>,
}

/// The whole count that meets a target on a baseline: of a rise the smallest, of a fall the
/// largest. Nothing for a ceiling or a floor, which have no baseline.
pub fn needed(kind: TargetKind, baseline: u32) -> Option<i64> {
    let before = i64::from(baseline);
    match kind {
        TargetKind::Rise(aim) => Some(ceiling_of((before * (1_000 + aim.0)).max(0), 1_000)),
        TargetKind::Fall(aim) => Some((before * (1_000 - aim.0)).max(0) / 1_000),
        TargetKind::Ceiling(_) | TargetKind::Floor(_) => None,
    }
}

/// Judges a rise or a fall by its counts; a ceiling or a floor is judged by [`judge_rate`], and
/// comes out as [`Verdict::NotJudged`] here.
///
/// A target is met by reaching the [`needed`] count, not by a percentage that was rounded.
pub fn judge(target: &Target, baseline: u32, outturn: u32) -> TargetRow {
    let (before, current) = (i64::from(baseline), i64::from(outturn));
    let (aim, sign) = match target.kind {
        TargetKind::Rise(aim) => (aim, 1),
        TargetKind::Fall(aim) => (aim, -1),
        TargetKind::Ceiling(_) | TargetKind::Floor(_) => {
            return not_judged(target, Some(before), current);
        }
    };
    if before == 0 {
        return not_judged(target, Some(before), current);
    }
    // By how many thousandths of a case the outturn is short of the aim: exact, since aims are
    // tenths of a per cent.
    let short = sign * (before * (1_000 + sign * aim.0) - 1_000 * current);
    let verdict = match (short <= 0, sign * (current - before)) {
        (true, _) => Verdict::Met,
        (false, 1..) => Verdict::Short,
        (false, _) => Verdict::NotNearer,
    };
    let points = ratio(i128::from(short.max(0)), i128::from(10 * before));
    TargetRow {
        key: target.area.to_owned(),
        indicator: target.indicator,
        baseline: Some(before),
        outturn: current,
        target: aim,
        value: change(current, before),
        met: Some(verdict == Verdict::Met),
        missed_by: Some(ceiling_of(short.max(0), 1_000)),
        missed_by_points: points,
        verdict,
    }
}

/// Judges a ceiling or a floor by numerator and denominator; a rise or a fall is judged by
/// [`judge`], and comes out as [`Verdict::NotJudged`] here.
///
/// `missed_by` is how many of the numerator are too many, or missing, with the denominator as it
/// is. "No higher than 28 %" is met by 28 % exactly.
pub fn judge_rate(target: &Target, numerator: u32, denominator: u32) -> TargetRow {
    let (part, all) = (i64::from(numerator), i64::from(denominator));
    let (aim, sign, missed) = match target.kind {
        TargetKind::Ceiling(aim) => (aim, 1, Verdict::AboveCeiling),
        TargetKind::Floor(aim) => (aim, -1, Verdict::BelowFloor),
        TargetKind::Rise(_) | TargetKind::Fall(_) => return not_judged(target, None, part),
    };
    if all == 0 {
        return not_judged(target, None, part);
    }
    let off = (sign * (1_000 * part - aim.0 * all)).max(0);
    let verdict = if off == 0 { Verdict::Met } else { missed };
    TargetRow {
        key: target.area.to_owned(),
        indicator: target.indicator,
        baseline: None,
        outturn: part,
        target: aim,
        value: percent(part, all),
        met: Some(verdict == Verdict::Met),
        missed_by: Some(ceiling_of(off, 1_000)),
        missed_by_points: ratio(i128::from(off), i128::from(10 * all)),
        verdict,
    }
}

fn not_judged(target: &Target, baseline: Option<i64>, outturn: i64) -> TargetRow {
    TargetRow {
        key: target.area.to_owned(),
        indicator: target.indicator,
        baseline,
        outturn,
        target: target.kind.aim(),
        value: None,
        met: None,
        missed_by: None,
        missed_by_points: None,
        verdict: Verdict::NotJudged,
    }
}

/// The smallest whole number of `parts` that holds `size`; `size` is not negative.
const fn ceiling_of(size: i64, parts: i64) -> i64 {
    (size + parts - 1) / parts
}
