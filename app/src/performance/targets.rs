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

/// Every target with its baseline and outturn counted, and what became of it.
///
/// # Errors
/// [`Error::Denied`] and [`Error::Storage`].
pub fn report_targets(ctx: &mut Ctx<'_>) -> Result<TargetReport, Error> {
    let basis = ctx.permit(Permission::ReadIndicators, Subject::System)?;
    let rows = STRATEGY_TARGETS.iter().map(|target| judged(ctx, target));
    let rows = rows.collect::<Result<Vec<TargetRow>, Error>>()?;
    ctx.record(Record::Read { basis: &basis, about: FIGURES, classes: &["indicators"] })?;
    Ok(TargetReport { rows })
}

fn judged(ctx: &mut Ctx<'_>, target: &Target) -> Result<TargetRow, Error> {
    let baseline = incidents(ctx, target, target.baseline)?;
    let outturn = incidents(ctx, target, target.outturn)?;
    Ok(judge(target, baseline, outturn))
}

fn incidents(ctx: &mut Ctx<'_>, target: &Target, period: Period) -> Result<u32, Error> {
    let rows = store::count_incidents(&mut ctx.tx, Some(By::Area), (period, At::Now))?;
    let own = rows
        .into_iter()
        .find(|(key, _)| matches!(key, Key::Area(Some(code)) if code == target.area_code));
    Ok(own.map_or(0, |(_, counted)| fit(counted.all)))
}
