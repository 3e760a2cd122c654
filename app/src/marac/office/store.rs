//! Rows of `marac_office` and `marac_neighbour`.

use super::{
    appoint::NewAppointment,
    list::{Appointable, Appointed, HeardBy, Marac},
};
use crate::{
    ctx::Ctx,
    db::{DbError, Row, Tx},
    error::Error,
    involvement::referrer,
    params,
};
use domain::{
    ids::{AgencyId, MaracId, OfficeId, UserId},
    marac::{MaracPart, OfficeHolder, Post},
    user::{Role, UserStatus},
};
use jiff::civil::Date;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Whether somebody appointed as `part` can do anything by it now.
fn is_there(row: &Row<'_>, part: MaracPart) -> Result<bool, DbError> {
    let (role, status): (Role, UserStatus) = (row.get("role")?, row.get("status")?);
    let is_agency_active = row.get::<String>("agency_status")? == "active";
    Ok(role == part.role() && status == UserStatus::Active && is_agency_active)
}

/// Everybody who holds an office now, by MARAC; the coordinators of a neighbour for each MARAC for
/// which it stands in. There are few: a county has a handful of MARACs.
pub(super) fn list_holders(
    tx: &mut Tx<'_>,
) -> Result<BTreeMap<MaracId, Vec<OfficeHolder>>, DbError> {
    let rows = tx.list(
        "select o.marac_id, o.user_id, o.part, u.role, u.status, a.status as agency_status,
                n.marac_id as for_marac_id
         from marac_office o
         join user_state u on u.user_id = o.user_id and u.superseded_at is null
         join agency_state a on a.agency_id = u.agency_id and a.superseded_at is null
         left join marac_neighbour n on n.stand_in_id = o.marac_id and n.ended_at is null
         where o.ended_at is null",
        params![],
        |row| {
            let part: MaracPart = row.get("part")?;
            let (user, is_there) = (row.get("user_id")?, is_there(row, part)?);
            let holder = OfficeHolder { user, post: Post::Own(part), is_there };
            Ok((row.get("marac_id")?, row.get("for_marac_id")?, holder))
        },
    )?;
    let mut by_marac: BTreeMap<MaracId, Vec<OfficeHolder>> = BTreeMap::new();
    for (marac, stands_in_for, holder) in rows {
        let stands_in_for: Option<MaracId> = stands_in_for;
        let own = by_marac.entry(marac).or_default();
        if !own.contains(&holder) {
            own.push(holder);
        }
        if let (Some(other), Post::Own(MaracPart::Coordinator)) = (stands_in_for, holder.post) {
            let neighbour = OfficeHolder { post: Post::Neighbour, ..holder };
            by_marac.entry(other).or_default().push(neighbour);
        }
    }
    Ok(by_marac)
}

pub(super) fn is_marac(tx: &mut Tx<'_>, id: MaracId) -> Result<bool, DbError> {
    let found =
        tx.find("select 1 as found from marac where marac_id = $1", params![id], |_| Ok(()));
    Ok(found?.is_some())
}

/// Whether they held no part of the MARAC until now.
pub(super) fn insert_office(
    ctx: &mut Ctx<'_>,
    id: OfficeId,
    new: NewAppointment,
) -> Result<bool, Error> {
    let (now, hand) = (ctx.now(), ctx.hand());
    let inserted = ctx.tx.execute(
        "insert into marac_office (office_id, marac_id, user_id, part, from_at, recorded_by)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (marac_id, user_id) where ended_at is null do nothing",
        params![id, new.marac, new.user, new.part, now, hand],
    )?;
    Ok(inserted == 1)
}

/// Whose an appointment is, ended or not.
pub(super) fn find_holder(tx: &mut Tx<'_>, id: OfficeId) -> Result<Option<UserId>, DbError> {
    tx.find("select user_id from marac_office where office_id = $1", params![id], |row| {
        row.get("user_id")
    })
}

/// Whether it was in force.
pub(super) fn update_office_ended(ctx: &mut Ctx<'_>, id: OfficeId) -> Result<bool, Error> {
    let (now, hand) = (ctx.now(), ctx.hand());
    let ended = ctx.tx.execute(
        "update marac_office set ended_at = $2, ended_by = $3
         where office_id = $1 and ended_at is null",
        params![id, now, hand],
    )?;
    Ok(ended == 1)
}

pub(super) fn update_neighbour_ended(ctx: &mut Ctx<'_>, marac: MaracId) -> Result<(), Error> {
    let (now, hand) = (ctx.now(), ctx.hand());
    ctx.tx.execute(
        "update marac_neighbour set ended_at = $2, ended_by = $3
         where marac_id = $1 and ended_at is null",
        params![marac, now, hand],
    )?;
    Ok(())
}

pub(super) fn insert_neighbour(
    ctx: &mut Ctx<'_>,
    marac: MaracId,
    stand_in: MaracId,
) -> Result<(), Error> {
    let (id, now, hand) = (ctx.new_id(), ctx.now(), ctx.hand());
    ctx.tx.execute(
        "insert into marac_neighbour (neighbour_id, marac_id, stand_in_id, from_at, recorded_by)
         values ($1, $2, $3, $4, $5)",
        params![id, marac, stand_in, now, hand],
    )?;
    Ok(())
}

/// Every MARAC with the one that stands in for it, by name; who is appointed is not in it yet.
pub(super) fn list_offices(tx: &mut Tx<'_>) -> Result<Vec<Marac>, DbError> {
    tx.list(
        "select m.marac_id, m.name, n.stand_in_id, s.name as stand_in_name
         from marac m
         left join marac_neighbour n on n.marac_id = m.marac_id and n.ended_at is null
         left join marac s on s.marac_id = n.stand_in_id
         order by m.name, m.marac_id",
        params![],
        |row| {
            let stand_in: Option<MaracId> = row.get("stand_in_id")?;
            Ok(Marac {
                id: row.get("marac_id")?,
                name: row.get("name")?,
                appointed: Vec::new(),
                stand_in: stand_in.zip(row.get("stand_in_name")?),
                heard_by: HeardBy::Nobody,
            })
        },
    )
}

/// The appointments in force, by part and name.
pub(super) fn list_appointed(tx: &mut Tx<'_>) -> Result<Vec<Appointed>, DbError> {
    let mut appointed = tx.list(
        "select o.office_id, o.marac_id, o.user_id, o.part, o.from_at, u.name, u.role, u.status,
                a.name as agency_name, a.status as agency_status, w.name as made_by
         from marac_office o
         join user_state u on u.user_id = o.user_id and u.superseded_at is null
         join agency_state a on a.agency_id = u.agency_id and a.superseded_at is null
         left join user_state w on w.user_id = o.recorded_by and w.superseded_at is null
         where o.ended_at is null order by u.name, o.office_id",
        params![],
        |row| {
            let part = row.get("part")?;
            Ok(Appointed {
                id: row.get("office_id")?,
                marac: row.get("marac_id")?,
                user: row.get("user_id")?,
                name: row.get("name")?,
                agency_name: row.get("agency_name")?,
                part,
                since: row.get("from_at")?,
                made_by: row.get("made_by")?,
                is_there: is_there(row, part)?,
            })
        },
    )?;
    appointed.sort_by_key(|appointed| appointed.part);
    Ok(appointed)
}

/// Coordinators and chairs who use Wicken now, by name.
pub(super) fn list_appointable(tx: &mut Tx<'_>) -> Result<Vec<Appointable>, DbError> {
    tx.list(
        "select u.user_id, u.agency_id, u.name, u.role, a.name as agency_name
         from user_state u
         join agency_state a on a.agency_id = u.agency_id and a.superseded_at is null
         where u.superseded_at is null and u.status = 'active'
               and u.role in ('coordinator', 'chair')
         order by u.name, u.user_id",
        params![],
        |row| {
            Ok(Appointable {
                id: row.get("user_id")?,
                agency: row.get("agency_id")?,
                name: row.get("name")?,
                agency_name: row.get("agency_name")?,
                role: row.get("role")?,
            })
        },
    )
}

/// Where somebody works, and as what.
pub(super) struct Desk {
    pub agency: AgencyId,
    pub role: Role,
}

pub(super) fn find_desk(tx: &mut Tx<'_>, user: UserId) -> Result<Option<Desk>, DbError> {
    tx.find(
        "select agency_id, role from user_state where user_id = $1 and superseded_at is null",
        params![user],
        |row| Ok(Desk { agency: row.get("agency_id")?, role: row.get("role")? }),
    )
}

/// An incident or a referral: whose it is, and who else is in it; none of those who work there with
/// the alleged perpetrator.
pub(super) struct CaseDesk {
    pub marac: Option<MaracId>,
    holder: AgencyId,
    referred_by: Option<AgencyId>,
    involved: Vec<AgencyId>,
}

impl CaseDesk {
    /// The agencies that are in it by name, first whoever referred it.
    pub fn agencies(&self) -> impl Iterator<Item = AgencyId> + '_ {
        let own = self.referred_by.into_iter().chain([self.holder]);
        own.chain(self.involved.iter().copied())
    }
}

pub(super) fn find_case_desk(
    tx: &mut Tx<'_>,
    source: Uuid,
    today: Date,
) -> Result<Option<CaseDesk>, DbError> {
    let involved = tx.list(
        "select distinct i.agency_id from involvement i
         where i.source_id = $1 and i.ended_at is null and i.from_on <= $2
               and (i.until_on is null or $2 <= i.until_on)
               and not exists (select 1 from perpetrator_side v
                               where v.involvement_id = i.involvement_id)
         order by i.agency_id",
        params![source, today],
        |row| row.get("agency_id"),
    )?;
    tx.find(
        concat!(
            "select r.agency_id, s.marac_id, ",
            referrer!("$2"),
            " from person_record r
         left join referral_state s on s.referral_id = r.source_id and s.superseded_at is null
         where r.source_id = $1 and r.superseded_at is null order by r.record_id limit 1"
        ),
        params![source, today],
        |row| {
            Ok(CaseDesk {
                marac: row.get("marac_id")?,
                holder: row.get("agency_id")?,
                referred_by: row.get("referring_agency_id")?,
                involved: involved.clone(),
            })
        },
    )
}

/// Everybody who represents an agency and can sign in.
pub(super) fn list_representatives(
    tx: &mut Tx<'_>,
    agency: AgencyId,
) -> Result<Vec<UserId>, DbError> {
    tx.list(
        "select user_id from user_state
         where agency_id = $1 and superseded_at is null and status = 'active'
               and role in ('representative', 'deputy')
         order by user_id",
        params![agency],
        |row| row.get("user_id"),
    )
}
