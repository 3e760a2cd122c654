//! What would change by an answer, worked out by the rules that reports are made by.

mod cases;
mod incidents;
mod store;

use crate::{
    ctx::Ctx,
    db::{DbError, Tx},
    marac::Hearing,
    person::{find_group, list_guess_of, list_shut},
};
use domain::{
    ids::{AgencyId, PersonId},
    performance::{Indicator, NOT_KNOWN, financial_year_key},
};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// What would change if two who count as two were one, or two who count as one were two; nothing
/// for two records that are one person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Effect {
    /// By day.
    pub changed: Vec<Changed>,
    /// By indicator, year and area.
    pub figures: Vec<FigureMove>,
}

/// An incident or a case that would begin to count as a repeat, or cease to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    pub indicator: Indicator,
    /// The sender's own, of the incident or of the first referral of the case.
    pub reference: String,
    /// The day of the report, or on which the case was heard.
    pub on: Date,
    pub becomes_repeat: bool,
    /// The reference and day of what it would be a repeat of, or is until then; nothing where that
    /// is another agency's, and so not the asker's to see.
    pub earlier: Option<(String, Date)>,
}

/// A figure that would move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureMove {
    pub indicator: Indicator,
    /// `2008/09`
    pub year: String,
    pub area: String,
    pub repeats: Moved,
    /// Two cases of one day become one, when their victims are one.
    pub all: Moved,
}

/// By how much.
pub type Moved = i64;

/// What is gathered before it is told: with whose it is.
struct Found {
    changed: Changed,
    agency: AgencyId,
    earlier_agency: Option<AgencyId>,
}

type Figures = BTreeMap<(&'static str, String, String), (Indicator, Moved, Moved)>;

/// The two sides of a question: everybody on them.
pub(super) struct Sides {
    one: BTreeSet<PersonId>,
    other: BTreeSet<PersonId>,
    /// By whom the first side counts, and by whom the second does or would.
    names: (PersonId, PersonId),
    pub count_as_one: bool,
}

impl Sides {
    /// Of two who count as one, everybody else who counts so stays with the older: what linkage
    /// would make of them without the younger is not known before it has looked.
    pub(super) fn find(
        tx: &mut Tx<'_>,
        (one, other): (PersonId, PersonId),
    ) -> Result<Sides, DbError> {
        let (one, other) = (one.min(other), one.max(other));
        let names = (find_group(tx, one)?, find_group(tx, other)?);
        let mut all = list_guess_of(tx, one)?;
        if names.0 != names.1 {
            let other = list_guess_of(tx, other)?;
            return Ok(Sides { one: all, other, names, count_as_one: false });
        }
        all.remove(&other);
        let (names, other) = ((names.0, other), BTreeSet::from([other]));
        Ok(Sides { one: all, other, names, count_as_one: true })
    }

    fn everybody(&self) -> impl Iterator<Item = PersonId> {
        self.one.iter().chain(&self.other).copied()
    }

    /// By whom somebody counts if the two are two.
    fn apart(&self, person: PersonId) -> Option<PersonId> {
        let (one, other) = self.names;
        let is_one = self.one.contains(&person).then_some(one);
        is_one.or_else(|| self.other.contains(&person).then_some(other))
    }
}

/// What would change by the answer that is not what counts today. With `only`, of that agency's
/// records alone; and never of an incident or referral that is shut to the asker, or that another
/// MARAC hears.
pub(super) fn of(
    ctx: &mut Ctx<'_>,
    sides: &Sides,
    only: Option<AgencyId>,
) -> Result<Effect, DbError> {
    let (shut, hearing) = (list_shut(ctx)?, Hearing::find(ctx)?);
    let areas = store::list_area_names(&mut ctx.tx)?;
    let mut figures = Figures::new();
    let mut count = |at: Place<'_>, repeats, all| {
        if only.is_some_and(|only| only != at.agency) {
            return;
        }
        let area = at.area.and_then(|code| areas.get(code)).map_or(NOT_KNOWN, String::as_str);
        let key = (at.indicator.code(), financial_year_key(at.on), area.to_owned());
        let figure = figures.entry(key).or_insert((at.indicator, 0, 0));
        figure.1 += repeats;
        figure.2 += all;
    };
    let mut found = incidents::changed(&mut ctx.tx, sides, &shut, &mut count)?;
    let is_shut = |id: Uuid, marac| shut.contains(&id) || hearing.is_elsewhere(Some(marac), id);
    found.extend(cases::changed(&mut ctx.tx, sides, &is_shut, &mut count)?);
    let is_told = |found: &Found| only.is_none_or(|only| only == found.agency);
    let mut changed: Vec<Changed> =
        found.into_iter().filter(is_told).map(|found| found.told(only)).collect();
    changed.sort_by(|one, next| (one.on, &one.reference).cmp(&(next.on, &next.reference)));
    let moved = figures.into_iter().filter(|(_, (_, repeats, all))| (*repeats, *all) != (0, 0));
    let figures = moved.map(|((_, year, area), (indicator, repeats, all))| FigureMove {
        indicator,
        year,
        area,
        repeats,
        all,
    });
    Ok(Effect { changed, figures: figures.collect() })
}

/// Where a record counts.
struct Place<'p> {
    indicator: Indicator,
    on: Date,
    area: Option<&'p str>,
    agency: AgencyId,
}

type Count<'c> = &'c mut dyn FnMut(Place<'_>, Moved, Moved);

impl Found {
    fn told(self, only: Option<AgencyId>) -> Changed {
        let is_told = only.is_none() || self.earlier_agency == only;
        let earlier = self.changed.earlier.filter(|_| is_told);
        Changed { earlier, ..self.changed }
    }
}
