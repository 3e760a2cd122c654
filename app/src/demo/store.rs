//! What the scenes of the demo county are played with: its latest cases.

use crate::{
    db::{DbError, Tx},
    params,
};
use domain::ids::PersonId;
use uuid::Uuid;

/// The latest referrals that a MARAC took on, the latest first.
pub(super) fn list_latest_referrals(tx: &mut Tx<'_>, most: i64) -> Result<Vec<Uuid>, DbError> {
    tx.list(
        "select referral_id from referral_state
         where superseded_at is null and status = 'accepted'
         order by referred_on desc, referral_id limit $1",
        params![most],
        |row| row.get("referral_id"),
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
