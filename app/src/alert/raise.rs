//! Officers are told of something.

use super::store::{self, NewRow};
use crate::{
    clock::{day_of, london},
    ctx::Ctx,
    db::{DbError, Tx},
    error::Error,
};
use domain::{
    alert::AlertKind,
    dates::plus_working_days,
    ids::{AgencyId, AlertId, UserId},
};
use jiff::{SignedDuration, Timestamp, ToSpan};
use uuid::Uuid;

/// What officers are to be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewAlert {
    /// Whose officers. What goes outside the agency of whoever it is about goes there in spite of
    /// this: see [`AlertKind::goes_outside`].
    pub agency: AgencyId,
    pub kind: AlertKind,
    /// Who did it.
    pub about: Option<UserId>,
    /// Which kind of record it is about, as the ledger names it, and which.
    pub subject: Option<(&'static str, Uuid)>,
    pub due: Timestamp,
}

/// Raises an alert in the transaction of what it tells of. The operation that calls this asks the
/// door and leaves the entry; the entries of whoever it is about at this instant stand behind it.
///
/// # Errors
/// [`Error::Storage`].
pub(crate) fn raise(ctx: &mut Ctx<'_>, new: NewAlert) -> Result<AlertId, Error> {
    let (id, now) = (AlertId::from_uuid(ctx.new_id()), ctx.now());
    let agency = told(&mut ctx.tx, new.kind, (new.agency, new.about))?;
    let row = NewRow {
        id,
        agency,
        kind: new.kind,
        about: new.about,
        subject: new.subject,
        cause: id.to_string(),
        rules: None,
        raised_at: now,
        due_at: new.due,
    };
    store::insert(&mut ctx.tx, &row)?;
    Ok(id)
}

/// As [`raise`], unless the same is told to the same agency's officers already and waits. About
/// nobody: what it is the consequence of may not be theirs to know.
///
/// # Errors
/// [`Error::Storage`].
pub(crate) fn raise_once(ctx: &mut Ctx<'_>, new: &NewAlert) -> Result<(), Error> {
    let (id, now) = (AlertId::from_uuid(ctx.new_id()), ctx.now());
    let earlier = store::count_settled(&mut ctx.tx, new)?;
    let subject = new.subject.map_or(Uuid::nil(), |(_, id)| id);
    let row = NewRow {
        id,
        agency: new.agency,
        kind: new.kind,
        about: new.about,
        subject: new.subject,
        // One at a time, also of two transactions that raise it at once.
        cause: format!("{}/{}/{subject}/{earlier}", new.kind.code(), new.agency),
        rules: None,
        raised_at: now,
        due_at: new.due,
    };
    store::insert(&mut ctx.tx, &row)?;
    Ok(())
}

/// The end of the last working day on which an alert of this kind is looked at in time.
///
/// A bank holiday counts as a working day, so that an alert is due sooner and never later.
pub(crate) fn due(kind: AlertKind, at: Timestamp) -> Timestamp {
    let day = plus_working_days(day_of(at), kind.working_days());
    let next = day.saturating_add(1.day()).to_zoned(london());
    let end = next.map_or(at, |next| next.timestamp());
    end.saturating_sub(SignedDuration::from_micros(1)).unwrap_or(end)
}

/// Whose officers are told. Of what goes outside that is the partnership, and of somebody of the
/// partnership whoever else is named.
pub(super) fn told(
    tx: &mut Tx<'_>,
    kind: AlertKind,
    (agency, about): (AgencyId, Option<UserId>),
) -> Result<AgencyId, DbError> {
    let Some(about) = about.filter(|_| kind.goes_outside()) else { return Ok(agency) };
    let is_own = store::find_agency_of(tx, about)? == Some(agency);
    let partnership = store::find_partnership(tx)?;
    Ok(partnership.filter(|_| is_own).unwrap_or(agency))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alert_is_due_at_the_end_of_a_working_day_in_london() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        // A Friday evening of summer in London, and one of winter.
        for (kind, raised, ends) in [
            (AlertKind::ExcludedHit, "2026-07-03T20:00:00Z", "2026-07-06T22:59:59.999999Z"),
            (AlertKind::BreakGlass, "2026-11-27T20:00:00Z", "2026-12-01T23:59:59.999999Z"),
            (AlertKind::FanOut, "2026-11-24T09:00:00Z", "2026-12-01T23:59:59.999999Z"),
        ] {
            assert_eq!(due(kind, at(raised)), at(ends), "{kind:?}");
        }
    }
}
