//! What the scenes of the demo county are played with: its latest cases.

use super::{declaring::OnFile, hearing::HELENS_MARACS};
use crate::{
    db::{DbError, Tx},
    params,
};
use domain::ids::{PersonId, UserId};
use jiff::Timestamp;
use uuid::Uuid;

/// The latest referrals that the MARACs of the first coordinator took on, the latest first.
pub(super) fn list_latest_referrals(tx: &mut Tx<'_>, most: i64) -> Result<Vec<Uuid>, DbError> {
    let [one, other, third] = HELENS_MARACS;
    tx.list(
        "select s.referral_id from referral_state s join marac m on m.marac_id = s.marac_id
         where s.superseded_at is null and s.status = 'accepted' and m.name in ($1, $2, $3)
         order by s.referred_on desc, s.referral_id limit $4",
        params![one, other, third, most],
        |row| row.get("referral_id"),
    )
}

/// A referral of some months ago that a MARAC took on, and its victim; nothing in a small county.
pub(super) fn find_case_of(
    tx: &mut Tx<'_>,
    marac: &str,
) -> Result<Option<(Uuid, PersonId)>, DbError> {
    tx.find(
        "select s.referral_id, v.person_id from referral_state s
         join marac m on m.marac_id = s.marac_id
         join membership v on v.record_id = s.victim_id and v.superseded_at is null
         where s.superseded_at is null and s.status = 'accepted' and m.name = $1
         order by s.referred_on desc, s.referral_id limit 1 offset 12",
        params![marac],
        |row| Ok((row.get("referral_id")?, row.get("person_id")?)),
    )
}

/// Whoever was harmed in the latest incident, as far as anybody knows who it is.
pub(super) fn find_latest_victim(tx: &mut Tx<'_>) -> Result<Option<PersonId>, DbError> {
    tx.find(
        "select m.person_id from person_record r
         join membership m on m.record_id = r.record_id and m.superseded_at is null
         join agency a on a.agency_id = r.agency_id and a.code = 'CAMBS-POLICE'
         where r.superseded_at is null and r.source_kind = 'incident' and r.party = 'victim'
               and r.is_named
         order by r.seen_on desc, r.record_id limit 1",
        params![],
        |row| row.get("person_id"),
    )
}

/// A victim and a perpetrator of one incident of the police's, both with names and birthdays.
pub(super) fn find_couple_on_file(tx: &mut Tx<'_>) -> Result<Option<[OnFile; 2]>, DbError> {
    tx.find(
        "select v.given_names as v_given, v.family_name as v_family, v.date_of_birth as v_born,
                p.given_names as p_given, p.family_name as p_family, p.date_of_birth as p_born
         from person_record v
         join person_record p on p.source_id = v.source_id and p.superseded_at is null
              and p.party = 'perpetrator'
         join agency a on a.agency_id = v.agency_id and a.code = 'CAMBS-POLICE'
         where v.superseded_at is null and v.party = 'victim' and v.source_kind = 'incident'
               and v.given_names is not null and v.family_name is not null
               and v.date_of_birth is not null and p.given_names is not null
               and p.family_name is not null and p.date_of_birth is not null
         order by v.seen_on, v.record_id limit 1",
        params![],
        |row| {
            Ok([
                OnFile {
                    given_names: row.get("v_given")?,
                    family_name: row.get("v_family")?,
                    born: row.get("v_born")?,
                },
                OnFile {
                    given_names: row.get("p_given")?,
                    family_name: row.get("p_family")?,
                    born: row.get("p_born")?,
                },
            ])
        },
    )
}

/// Lets everybody have begun of late, one of them earlier: the county was made long before those
/// who read it now came to work there.
pub(super) fn update_began(
    tx: &mut Tx<'_>,
    at: Timestamp,
    (late, late_at): (UserId, Timestamp),
) -> Result<(), DbError> {
    tx.execute("update user_account set made_at = $1", params![at])?;
    tx.execute("update user_account set made_at = $2 where user_id = $1", params![late, late_at])?;
    Ok(())
}
