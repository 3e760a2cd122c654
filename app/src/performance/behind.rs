//! The records behind a figure, by their references, for whoever may see every one of them.

mod store;

use self::store::{Filter, Found};
use super::{
    as_at::{NEVER, at},
    names::Names,
    report::{FIGURES, ReportRequest},
    store::{At, fit},
};
use crate::{
    ctx::{Ctx, Record},
    db::{Cursor, Page},
    error::Error,
    exclusion,
    marac::Hearing,
};
use domain::{
    dates::plus_12_months,
    performance::{By, Indicator, NOT_KNOWN, Period, Question},
    policy::{Permission, Subject},
};
use jiff::civil::Date;
use uuid::Uuid;

const PAGE: usize = 50;

/// How many records a figure counts, and which.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Behind {
    pub count: u32,
    /// Nothing for whoever may not see all of them: a list with gaps would tell by its gaps.
    pub list: Option<Page<BehindRecord>>,
}

/// An incident, or the earliest referral of a case. Never whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BehindRecord {
    /// Of the fact; the next page begins after it.
    pub id: Uuid,
    /// The sender's own.
    pub reference: String,
    /// The day of the report of an incident, or on which a case was heard.
    pub on: Date,
    pub marac: Option<String>,
    pub repeat: Option<WhyRepeat>,
}

/// What makes a record a repeat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WhyRepeat {
    /// The incident itself, or the referral of the case that is a further one.
    pub reference: String,
    /// The day of that incident, or of its report.
    pub on: Date,
    /// Nothing where it is another agency's or MARAC's and so not the asker's to see.
    pub earlier: Option<EarlierRecord>,
}

/// The record that a repeat is a repeat of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierRecord {
    pub reference: String,
    /// The day of its report, or of the referral.
    pub on: Date,
    /// The last day on which a further incident still was a repeat.
    pub within_until: Date,
}

/// The records that a report counts: its denominator, or all that it counted. `key` is a row's, in
/// a report that is broken down; without it the total's.
///
/// A coordinator who sees every case behind it gets the list of referrals, an analyst that of
/// incidents which the own agency sent, all of them; everybody else the number.
///
/// # Errors
/// [`Error::NotFound`] for a key that no row has; as [`super::report`].
pub fn list_behind(
    ctx: &mut Ctx<'_>,
    request: &ReportRequest,
    key: Option<&str>,
    after: Option<Cursor>,
) -> Result<Behind, Error> {
    let basis = ctx.permit(Permission::ReadIndicators, Subject::System)?;
    let filter = filter(ctx, request, key)?;
    let is_of_cases = is_of_cases(request.indicator);
    let count = fit(store::count(&mut ctx.tx, is_of_cases, &filter)?);
    let figure = match is_of_cases {
        true => Some(Subject::Figure { agency: None, of_referrals: true }),
        false => only_sender(ctx, &filter)?
            .map(|agency| Subject::Figure { agency: Some(agency), of_referrals: false }),
    };
    let figure = figure.filter(|figure| ctx.would_permit(Permission::ListBehindFigure, *figure));
    let figure = match figure {
        Some(_) if holds_one_excluded(ctx, is_of_cases, &filter)? => None,
        Some(_) if is_of_cases && !sees_all(ctx, &filter)? => None,
        figure => figure,
    };
    let Some(figure) = figure else {
        let classes = &[request.indicator.code()];
        ctx.record(Record::Read { basis: &basis, about: FIGURES, classes })?;
        return Ok(Behind { count, list: None });
    };
    let basis = ctx.permit(Permission::ListBehindFigure, figure)?;
    let found = store::list(&mut ctx.tx, is_of_cases, &filter, (after, PAGE + 1))?;
    let hearing = Hearing::find(ctx)?;
    let records = found.into_iter().map(|found| record(found, &hearing)).collect();
    let list = Some(Page::of(records, PAGE, |record: &BehindRecord| record.id));
    ctx.record(Record::Read { basis: &basis, about: figure.into(), classes: &["references"] })?;
    Ok(Behind { count, list })
}

fn is_of_cases(indicator: Indicator) -> bool {
    match indicator {
        Indicator::RecordedIncidents | Indicator::RepeatIncidents => false,
        Indicator::Ni32 | Indicator::MaracDataset => true,
    }
}

/// Whether a record is behind the figure of somebody from whom the asker is excluded. The list
/// without it would have one record less than the figure says.
fn holds_one_excluded(
    ctx: &mut Ctx<'_>,
    is_of_cases: bool,
    filter: &Filter,
) -> Result<bool, Error> {
    let Some(user) = ctx.hand() else { return Ok(false) };
    for person in exclusion::list_excluded(&mut ctx.tx, user)? {
        if store::is_behind(&mut ctx.tx, is_of_cases, filter, person)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether every case behind the figure is the asker's to see, as the door has it for each: held or
/// referred by their agency, and heard by them by their office, because nobody comes before them,
/// or in place of somebody who is excluded. Whoever could be refused one of them gets none.
fn sees_all(ctx: &mut Ctx<'_>, filter: &Filter) -> Result<bool, Error> {
    let (own, on) = (ctx.signed()?.actor.agency, ctx.today());
    if store::is_any_of_others(&mut ctx.tx, filter, (own, on))? {
        return Ok(false);
    }
    let hearing = Hearing::find(ctx)?;
    let fallen_most = hearing.count_in_place();
    for marac in store::list_maracs(&mut ctx.tx, filter)? {
        if hearing.is_whole(marac) {
            continue;
        }
        let of_marac = Filter { marac: Some(marac.uuid()), ..filter.clone() };
        let referrals = store::list_referrals(&mut ctx.tx, &of_marac, fallen_most + 1)?;
        let mut heard = referrals.iter().map(|id| !hearing.is_elsewhere(Some(marac), *id));
        if fallen_most < referrals.len() || !heard.all(|is_heard| is_heard) {
            return Ok(false);
        }
    }
    Ok(true)
}

fn only_sender(ctx: &mut Ctx<'_>, filter: &Filter) -> Result<Option<domain::ids::AgencyId>, Error> {
    let senders = store::list_two_senders(&mut ctx.tx, filter)?;
    Ok(senders.first().copied().filter(|_| senders.len() == 1))
}

fn filter(ctx: &mut Ctx<'_>, request: &ReportRequest, key: Option<&str>) -> Result<Filter, Error> {
    let ReportRequest { indicator, period, by, baseline, as_at } = *request;
    let as_at = as_at.unwrap_or_else(|| ctx.today());
    Question::new(indicator, period, by, baseline, as_at)?;
    let (at, before) = at(as_at, ctx.now());
    let instant = match at {
        At::Now => NEVER,
        At::Past(instant) => instant,
    };
    let mut filter = Filter {
        period,
        instant,
        only_named: indicator == Indicator::RepeatIncidents,
        area: None,
        marac: None,
        agency: None,
    };
    let Some(key) = key else { return Ok(filter) };
    let by = by.ok_or(Error::NotFound)?;
    if let Some(slices) = by.slices(&period) {
        let slice = slices.into_iter().find(|slice| slice.key == key).ok_or(Error::NotFound)?;
        filter.period = within(&slice.whole, &period).ok_or(Error::NotFound)?;
        return Ok(filter);
    }
    let names = Names::read(&mut ctx.tx, (indicator, Some(by)), &period, before)?;
    match by {
        By::Area if key == NOT_KNOWN || names.has_area(key) => filter.area = Some(key.to_owned()),
        By::Marac => filter.marac = Some(names.id(key).ok_or(Error::NotFound)?),
        By::Agency => filter.agency = Some(names.id(key).ok_or(Error::NotFound)?),
        By::Area | By::Quarter | By::Month => return Err(Error::NotFound),
    }
    Ok(filter)
}

/// The days that two periods share.
fn within(one: &Period, other: &Period) -> Option<Period> {
    Period::new(one.from().max(other.from()), one.to().min(other.to())).ok()
}

/// An earlier referral to another MARAC is not told.
fn record(found: Found, hearing: &Hearing) -> BehindRecord {
    let is_told = found.earlier_referral.is_none_or(|(id, marac)| {
        hearing.is_whole(marac) || !hearing.is_elsewhere(Some(marac), id)
    });
    let earlier = found.earlier.filter(|_| is_told).map(|(reference, on)| EarlierRecord {
        reference,
        on,
        within_until: plus_12_months(on),
    });
    let repeat = found.repeat.map(|(reference, on)| WhyRepeat { reference, on, earlier });
    BehindRecord {
        id: found.id,
        reference: found.reference,
        on: found.on,
        marac: found.marac,
        repeat,
    }
}
