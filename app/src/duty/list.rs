//! Who is on duty, and to what the team was called.

use super::store;
use crate::{
    agency,
    ctx::{About, Ctx, Record},
    error::Error,
    user,
};
use domain::{
    agency::AgencyStatus,
    duty::{DutyHours, serves},
    ids::{AgencyId, DutyId, UserId},
    policy::{Basis, Permission, Subject},
    user::Role,
};
use jiff::Timestamp;

/// Somebody whose hours are not over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnDuty {
    pub id: DutyId,
    pub user: UserId,
    pub name: String,
    pub role: Role,
    pub hours: DutyHours,
    /// Whether they are on duty now.
    pub is_now: bool,
    /// Who put them on duty, by name.
    pub made_by: String,
    /// Whether the asker may end it.
    pub may_end: bool,
}

/// That another agency called the team to a case. Which case, and why, is read by whoever is on
/// duty, where the cases are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamCall {
    pub agency_name: String,
    pub at: Timestamp,
    pub until: Timestamp,
}

/// The duty team of one agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roster {
    pub agency: AgencyId,
    pub agency_name: String,
    /// Whose hours are not over, those that begin first first.
    pub team: Vec<OnDuty>,
    /// The calls that stand, the latest first.
    pub calls: Vec<TeamCall>,
    /// Whom the asker may put on duty, by name; nothing where they may put nobody.
    pub staff: Vec<(UserId, String, Role)>,
    pub basis: Basis,
}

/// The duty team of the asker's own agency.
///
/// # Errors
/// [`Error::Denied`].
pub fn list_roster(ctx: &mut Ctx<'_>) -> Result<Roster, Error> {
    let own = ctx.signed()?.actor.agency;
    let own = agency::store::find_agency(ctx, own)?;
    let mut roster = list(ctx, &own)?;
    for duty in &mut roster.team {
        duty.may_end = may_keep(ctx, (duty.user, own.id, duty.role));
    }
    let staff = user::store::list_active(&mut ctx.tx)?.into_iter();
    let staff = staff.filter(|user| user.agency == own.id && serves(user.role));
    for user in staff {
        if may_keep(ctx, (user.id, own.id, user.role)) {
            roster.staff.push((user.id, user.name.to_string(), user.role));
        }
    }
    roster.staff.sort_by(|one, other| (&one.1, one.0).cmp(&(&other.1, other.0)));
    Ok(roster)
}

/// The duty teams of every agency that the asker may see, by name.
///
/// # Errors
/// [`Error::Denied`].
pub fn list_county(ctx: &mut Ctx<'_>) -> Result<Vec<Roster>, Error> {
    if let Ok(signed) = ctx.signed() {
        let (id, active) = (signed.actor.agency, signed.actor.agency_active);
        ctx.permit(Permission::SeeDuty, Subject::Agency { id, active })?;
    }
    let mut rosters = Vec::new();
    for agency in agency::store::list_agencies(ctx)? {
        let is_seen = ctx.would_permit(Permission::SeeDuty, Subject::from(&agency));
        if is_seen && agency.status == AgencyStatus::Active {
            rosters.push(list(ctx, &agency)?);
        }
    }
    Ok(rosters)
}

fn list(ctx: &mut Ctx<'_>, agency: &agency::Agency) -> Result<Roster, Error> {
    let basis = ctx.permit(Permission::SeeDuty, Subject::from(agency))?;
    let now = ctx.now();
    let team = store::list_team(&mut ctx.tx, agency.id, now)?;
    let calls = store::list_calls(&mut ctx.tx, agency.id, now)?;
    let about = About::agency(agency.id);
    ctx.record(Record::Read { basis: &basis, about, classes: &["duty"] })?;
    let (agency_name, staff) = (agency.name.to_string(), Vec::new());
    Ok(Roster { agency: agency.id, agency_name, team, calls, staff, basis })
}

fn may_keep(ctx: &Ctx<'_>, (id, agency, role): (UserId, AgencyId, Role)) -> bool {
    ctx.would_permit(Permission::KeepDuty, Subject::User { id, agency, role })
}
