//! Rows of `user_account`, `user_state`, `invitation`, and of what someone signs in with.

use super::User;
use crate::{
    ctx::Ctx,
    db::{DbError, Row, Tx},
    error::{Conflict, Error},
    params,
};
use domain::{
    ids::{AgencyId, InvitationId, UserId},
    user::{DisplayName, EmailAddress, Role, UserStatus},
};
use jiff::Timestamp;
use uuid::Uuid;

/// What may change about a user.
pub(crate) struct State {
    pub version: i64,
    pub agency: AgencyId,
    pub role: Role,
    pub name: DisplayName,
    pub email: EmailAddress,
    pub status: UserStatus,
}

impl State {
    /// The version that follows what was found, with nothing changed yet.
    pub(super) fn after(user: &User) -> State {
        State {
            version: user.version + 1,
            agency: user.agency,
            role: user.role,
            name: user.name.clone(),
            email: user.email.clone(),
            status: user.status,
        }
    }
}

fn email(row: &Row<'_>) -> Result<EmailAddress, DbError> {
    let text: String = row.get("email")?;
    EmailAddress::parse(&text)
        .map_err(|error| DbError::Column { name: "email", why: error.to_string() })
}

fn name(row: &Row<'_>) -> Result<DisplayName, DbError> {
    let text: String = row.get("name")?;
    DisplayName::parse(&text)
        .map_err(|error| DbError::Column { name: "name", why: error.to_string() })
}

fn user(row: &Row<'_>) -> Result<User, DbError> {
    Ok(User {
        id: row.get("user_id")?,
        agency: row.get("agency_id")?,
        agency_name: row.get("agency_name")?,
        role: row.get("role")?,
        name: name(row)?,
        email: email(row)?,
        status: row.get("status")?,
        version: row.get("version")?,
    })
}

pub(super) fn insert_user(ctx: &mut Ctx<'_>, id: UserId) -> Result<(), Error> {
    let now = ctx.now();
    ctx.tx
        .execute("insert into user_account (user_id, made_at) values ($1, $2)", params![id, now])?;
    Ok(())
}

pub(super) fn insert_state(ctx: &mut Ctx<'_>, id: UserId, state: &State) -> Result<(), Error> {
    let (state_id, now, hand) = (ctx.new_id(), ctx.now(), ctx.hand());
    ctx.tx.execute(
        "insert into user_state (state_id, user_id, version, agency_id, role, name, email,
                                 status, recorded_at, recorded_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        params![
            state_id,
            id,
            state.version,
            state.agency,
            state.role,
            state.name.as_str(),
            state.email.as_str(),
            state.status,
            now,
            hand,
        ],
    )?;
    Ok(())
}

/// Puts `state` in the place of the version before it, which keeps its dates.
pub(super) fn supersede(ctx: &mut Ctx<'_>, id: UserId, state: &State) -> Result<(), Error> {
    let now = ctx.now();
    let superseded = ctx.tx.execute(
        "update user_state set superseded_at = $3
         where user_id = $1 and version = $2 and superseded_at is null",
        params![id, state.version - 1, now],
    )?;
    if superseded == 0 {
        let version = find_user(ctx, id)?.version;
        return Err(Conflict::Changed { version }.into());
    }
    insert_state(ctx, id, state)
}

pub(crate) fn find_user(ctx: &mut Ctx<'_>, id: UserId) -> Result<User, Error> {
    ctx.tx
        .find(
            "select u.user_id, u.agency_id, a.name as agency_name, u.role, u.name, u.email,
                    u.status, u.version
             from user_state u
             join agency_state a on a.agency_id = u.agency_id and a.superseded_at is null
             where u.user_id = $1 and u.superseded_at is null",
            params![id],
            user,
        )?
        .ok_or(Error::NotFound)
}

pub(super) fn find_user_by_email(ctx: &mut Ctx<'_>, email: &EmailAddress) -> Result<User, Error> {
    ctx.tx
        .find(
            "select u.user_id, u.agency_id, a.name as agency_name, u.role, u.name, u.email,
                    u.status, u.version
             from user_state u
             join agency_state a on a.agency_id = u.agency_id and a.superseded_at is null
             where u.email = $1 and u.superseded_at is null",
            params![email.as_str()],
            user,
        )?
        .ok_or(Error::NotFound)
}

pub(super) fn list_users(
    ctx: &mut Ctx<'_>,
    agency: AgencyId,
    after: Option<Uuid>,
    most: usize,
) -> Result<Vec<User>, Error> {
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    Ok(ctx.tx.list(
        "select u.user_id, u.agency_id, a.name as agency_name, u.role, u.name, u.email,
                u.status, u.version
         from user_state u
         join agency_state a on a.agency_id = u.agency_id and a.superseded_at is null
         where u.agency_id = $1 and u.superseded_at is null
           and (cast($2 as uuid) is null or $2 < u.user_id)
         order by u.user_id limit $3",
        params![agency, after, most],
        user,
    )?)
}

/// Everyone who can sign in, by agency and name: for the demo county's front page.
pub(crate) fn list_active(tx: &mut Tx<'_>) -> Result<Vec<User>, DbError> {
    tx.list(
        "select u.user_id, u.agency_id, a.name as agency_name, u.role, u.name, u.email,
                u.status, u.version
         from user_state u
         join agency_state a on a.agency_id = u.agency_id and a.superseded_at is null
         where u.superseded_at is null and u.status = 'active' and a.status = 'active'
         order by a.recorded_at, a.agency_id, u.user_id",
        params![],
        user,
    )
}

pub(super) struct Found {
    pub user: UserId,
    pub agency: AgencyId,
    pub name: DisplayName,
    pub email: EmailAddress,
}

/// Whom an invitation that still holds is for.
pub(super) fn find_invited(
    tx: &mut Tx<'_>,
    token_hash: [u8; 32],
    now: Timestamp,
) -> Result<Option<Found>, Error> {
    Ok(tx.find(
        "select i.user_id, u.agency_id, u.name, u.email from invitation i
         join user_state u on u.user_id = i.user_id and u.superseded_at is null
         where i.token_hash = $1 and i.used_at is null and $2 < i.ends_at
           and u.status <> 'suspended'",
        params![token_hash, now],
        |row| {
            Ok(Found {
                user: row.get("user_id")?,
                agency: row.get("agency_id")?,
                name: name(row)?,
                email: email(row)?,
            })
        },
    )?)
}

pub(super) fn insert_invitation(
    ctx: &mut Ctx<'_>,
    id: InvitationId,
    user: UserId,
    token_hash: [u8; 32],
    ends_at: Timestamp,
) -> Result<(), Error> {
    let now = ctx.now();
    ctx.tx.execute(
        "insert into invitation (invitation_id, user_id, token_hash, made_at, ends_at)
         values ($1, $2, $3, $4, $5)",
        params![id, user, token_hash, now, ends_at],
    )?;
    Ok(())
}

/// A new invitation takes the place of those before it.
pub(super) fn delete_invitations(ctx: &mut Ctx<'_>, user: UserId) -> Result<(), Error> {
    ctx.tx
        .execute("delete from invitation where user_id = $1 and used_at is null", params![user])?;
    Ok(())
}

/// Whether this was the first use.
pub(super) fn update_invitation_used(
    ctx: &mut Ctx<'_>,
    token_hash: [u8; 32],
) -> Result<bool, Error> {
    let now = ctx.now();
    let used = ctx.tx.execute(
        "update invitation set used_at = $2
         where token_hash = $1 and used_at is null and $2 < ends_at",
        params![token_hash, now],
    )?;
    Ok(used == 1)
}

pub(super) fn find_password(ctx: &mut Ctx<'_>, id: UserId) -> Result<Option<String>, Error> {
    Ok(ctx.tx.find(
        "select password_hash from credential where user_id = $1",
        params![id],
        |row| row.get("password_hash"),
    )?)
}

pub(super) fn update_password(ctx: &mut Ctx<'_>, id: UserId, hash: &str) -> Result<(), Error> {
    let now = ctx.now();
    ctx.tx.execute(
        "insert into credential (user_id, password_hash, made_at) values ($1, $2, $3)
         on conflict (user_id) do update set password_hash = $2, made_at = $3",
        params![id, hash, now],
    )?;
    Ok(())
}

pub(super) fn update_code_app(
    ctx: &mut Ctx<'_>,
    id: UserId,
    sealed: Vec<u8>,
    step: i64,
) -> Result<(), Error> {
    let now = ctx.now();
    ctx.tx.execute(
        "insert into second_factor (user_id, secret, last_step, made_at) values ($1, $2, $3, $4)
         on conflict (user_id) do update set secret = $2, last_step = $3, made_at = $4",
        params![id, sealed, step, now],
    )?;
    Ok(())
}

pub(super) fn delete_recovery_codes(ctx: &mut Ctx<'_>, id: UserId) -> Result<(), Error> {
    ctx.tx.execute("delete from recovery_code where user_id = $1", params![id])?;
    Ok(())
}

pub(super) fn insert_recovery_code(
    ctx: &mut Ctx<'_>,
    id: UserId,
    hash: [u8; 32],
) -> Result<(), Error> {
    let now = ctx.now();
    ctx.tx.execute(
        "insert into recovery_code (user_id, code_hash, made_at) values ($1, $2, $3)",
        params![id, hash, now],
    )?;
    Ok(())
}

/// Everything that someone signs in with.
pub(super) fn delete_sign_in(ctx: &mut Ctx<'_>, id: UserId) -> Result<(), Error> {
    ctx.tx.execute("delete from credential where user_id = $1", params![id])?;
    ctx.tx.execute("delete from second_factor where user_id = $1", params![id])?;
    delete_recovery_codes(ctx, id)
}
