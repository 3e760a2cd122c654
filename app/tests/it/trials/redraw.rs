//! A world drawn anew around one person, inside a transaction that is undone: who asks, who is who,
//! who works on the person's cases and on whose side, what is agreed, given, opened and shut.

use super::{
    Dice,
    county::{Asker, held},
    rows::{Held, Rows},
};
use app::{
    db::{DbError, Tx},
    params,
};
use domain::user::Role;
use jiff::Timestamp;
use std::collections::BTreeSet;
use uuid::Uuid;

/// What stays from world to world.
#[derive(Debug, Clone)]
pub(super) struct Base {
    /// Whose roles, agencies and states are drawn: who asks, and who may come before them.
    pub users: Vec<Uuid>,
    pub agencies: Vec<Uuid>,
    pub maracs: Vec<Uuid>,
    pub now: Timestamp,
}

/// Who asks, the person whom everything is drawn around, and everybody beside them.
pub(super) struct Drawn {
    pub asker: Asker,
    pub person: Uuid,
    pub near: BTreeSet<Uuid>,
}

/// Draws a world. Half of what changes who is who comes before the rest is held to records, half
/// after it.
pub(super) fn redraw(tx: &mut Tx<'_>, base: &Base, dice: &mut Dice) -> Result<Drawn, DbError> {
    let users = base.users.iter().enumerate();
    let users = users.map(|(number, user)| redraw_user(tx, base, (*user, number == 0), dice));
    let users: Vec<Asker> = users.collect::<Result<_, _>>()?;
    let asker = users[0];
    refer_anew(tx, base, dice)?;
    if dice.one_in(2) {
        reshuffle(tx, base, dice)?;
    }
    let all = held(tx)?;
    let person = all[dice.below(all.len())].person;
    let near = beside(&all, person);
    let is_shared = dice.one_in(3);
    let mut rows = Rows::at(base.now, dice);
    rows.agreements(4, &base.agencies);
    match is_shared {
        true => rows.shared(&base.agencies, asker.agency, &near),
        false => rows.involvements(5, &base.agencies, &near),
    }
    rows.personal_near(&asker, &near);
    rows.offices(&users, &base.maracs);
    rows.colleagues_shut(&users[1..], &near);
    rows.duties(&[asker], &near);
    rows.suspended(&base.agencies);
    rows.write_within(tx)?;
    if dice.one_in(2) {
        reshuffle(tx, base, dice)?;
    }
    let all = held(tx)?;
    let sources: BTreeSet<Uuid> = near.iter().map(|it| it.source).collect();
    let there = all.iter().filter(|it| sources.contains(&it.source)).map(|it| it.person);
    let now_beside = beside(&all, person).into_iter().map(|it| it.person).collect::<Vec<_>>();
    let near = there.chain(now_beside).chain([person]).collect();
    Ok(Drawn { asker, person, near })
}

/// The records of a person's cases.
fn beside(all: &[Held], person: Uuid) -> Vec<Held> {
    let own = all.iter().filter(|it| it.person == person);
    let sources: BTreeSet<Uuid> = own.map(|it| it.source).collect();
    all.iter().filter(|it| sources.contains(&it.source)).cloned().collect()
}

/// In a third of all worlds the asker is somebody who hears MARACs, as the others always are.
fn redraw_user(
    tx: &mut Tx<'_>,
    base: &Base,
    (user, is_asker): (Uuid, bool),
    dice: &mut Dice,
) -> Result<Asker, DbError> {
    let hearers = [Role::Coordinator, Role::Coordinator, Role::Chair];
    let is_anyone = is_asker && !dice.one_in(4);
    let role = if is_anyone { dice.one_of(Role::ALL) } else { dice.one_of(&hearers) };
    let (agency, is_active) = (dice.one_of(&base.agencies), !dice.one_in(12));
    let status = if is_active { "active" } else { "suspended" };
    tx.execute(
        "update user_state set role = $2, agency_id = $3, status = $4 where user_id = $1",
        params![user, role.code(), agency, status],
    )?;
    Ok(Asker { id: user, role, agency, is_active })
}

/// One referral in four turns out to come from somebody else, and one to be for another MARAC.
fn refer_anew(tx: &mut Tx<'_>, base: &Base, dice: &mut Dice) -> Result<(), DbError> {
    let sql = "select referral_id from referral_state where superseded_at is null
               order by referral_id";
    let referrals: Vec<Uuid> = tx.list(sql, &[], |row| row.get("referral_id"))?;
    for referral in referrals {
        if dice.one_in(4) {
            let agency = dice.one_of(&base.agencies);
            tx.execute(
                "update referral_state set referring_agency_id = $2 where referral_id = $1",
                params![referral, agency],
            )?;
        }
        if dice.one_in(4) {
            let marac = dice.one_of(&base.maracs);
            tx.execute(
                "update referral_state set marac_id = $2 where referral_id = $1",
                params![referral, marac],
            )?;
        }
    }
    Ok(())
}

/// Links and amendments: one record in six becomes somebody else's, and one in six is sent again,
/// of which one in three names somebody else.
fn reshuffle(tx: &mut Tx<'_>, base: &Base, dice: &mut Dice) -> Result<(), DbError> {
    let all = held(tx)?;
    for of in &all {
        let mut person = of.person;
        if dice.one_in(6) {
            person = all[dice.below(all.len())].person;
            tx.execute(
                "update membership set person_id = $2
                 where record_id = $1 and superseded_at is null",
                params![of.id, person],
            )?;
        }
        if dice.one_in(6) {
            let id = Uuid::from_u128((u128::from(dice.throw()) << 64) | u128::from(dice.throw()));
            let root = if dice.one_in(3) { id } else { of.root };
            amend(tx, (of.id, id), (person, root), base.now)?;
        }
    }
    Ok(())
}

/// The sender sends a record again, word for word.
fn amend(
    tx: &mut Tx<'_>,
    (old, new): (Uuid, Uuid),
    (person, root): (Uuid, Uuid),
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "insert into person_record (record_id, agency_id, source_kind, source_id, party, is_named,
             own_ref, given_names, family_name, other_names, date_of_birth, age, seen_on,
             date_of_death, sex, nhs_number, equality, body_hash, recorded_at)
         select $2, agency_id, source_kind, source_id, party, is_named,
             own_ref, given_names, family_name, other_names, date_of_birth, age, seen_on,
             date_of_death, sex, nhs_number, equality, body_hash, $3
         from person_record where record_id = $1",
        params![old, new, now],
    )?;
    for sql in [
        "update person_record set superseded_at = $2 where record_id = $1",
        "update membership set superseded_at = $2 where record_id = $1 and superseded_at is null",
    ] {
        tx.execute(sql, params![old, now])?;
    }
    for sql in [
        "insert into person_key (key, record_id) select key, $2 from person_key
         where record_id = $1",
        "update referral_state set victim_id = $2 where victim_id = $1",
    ] {
        tx.execute(sql, params![old, new])?;
    }
    tx.execute(
        "insert into membership (membership_id, record_id, person_id, root_id, recorded_at)
         values ($1, $1, $2, $3, $4)",
        params![new, person, root, now],
    )?;
    Ok(())
}
