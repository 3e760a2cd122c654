//! The strategy's targets, judged by what the records say.

use super::{
    report::FIGURES,
    store::{self, At, Key, fit},
};
use crate::{
    ctx::{Ctx, Record},
    error::Error,
};
use domain::{
    performance::{By, Period, STRATEGY_TARGETS, Target, TargetReport, TargetRow, judge},
    policy::{Permission, Subject},
};
use std::collections::BTreeMap;

/// Incidents by area, of each period that a target asks for.
type Counted = Vec<(Period, BTreeMap<String, i64>)>;

/// What a look at the targets is called beside the codes of indicators.
pub(super) const TARGETS: &str = "targets";

/// Every target with its baseline and outturn counted, and what became of it.
///
/// # Errors
/// [`Error::Denied`] and [`Error::Storage`].
pub fn report_targets(ctx: &mut Ctx<'_>) -> Result<TargetReport, Error> {
    let basis = ctx.permit(Permission::ReadIndicators, Subject::System)?;
    let report = judge_targets(ctx)?;
    ctx.record(Record::Read { basis: &basis, about: FIGURES, classes: &[TARGETS] })?;
    Ok(report)
}

pub(super) fn judge_targets(ctx: &mut Ctx<'_>) -> Result<TargetReport, Error> {
    let mut counted = Counted::new();
    let rows = STRATEGY_TARGETS.iter().map(|target| judged(ctx, &mut counted, target));
    Ok(TargetReport { rows: rows.collect::<Result<Vec<TargetRow>, Error>>()? })
}

fn judged(ctx: &mut Ctx<'_>, counted: &mut Counted, target: &Target) -> Result<TargetRow, Error> {
    let baseline = incidents(ctx, counted, (target, target.baseline))?;
    let outturn = incidents(ctx, counted, (target, target.outturn))?;
    Ok(judge(target, baseline, outturn))
}

/// Targets share their years: each is counted once.
fn incidents(
    ctx: &mut Ctx<'_>,
    counted: &mut Counted,
    (target, period): (&Target, Period),
) -> Result<u32, Error> {
    let at = match counted.iter().position(|(of, _)| *of == period) {
        Some(at) => at,
        None => {
            counted.push((period, by_area(ctx, period)?));
            counted.len() - 1
        }
    };
    Ok(counted[at].1.get(target.area_code).map_or(0, |all| fit(*all)))
}

fn by_area(ctx: &mut Ctx<'_>, period: Period) -> Result<BTreeMap<String, i64>, Error> {
    let mut by_area: BTreeMap<String, i64> = BTreeMap::new();
    for (key, counted) in store::count_incidents(&mut ctx.tx, Some(By::Area), (period, At::Now))? {
        if let Key::Area(Some(code)) = key {
            *by_area.entry(code).or_default() += counted.all;
        }
    }
    Ok(by_area)
}
