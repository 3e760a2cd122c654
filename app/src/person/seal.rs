//! What gives a place away is sealed from the first row on, field by field.

use crate::{
    ctx::Ctx,
    error::Error,
    keys::{BulkSealer, RowSealer},
};
use domain::{ids::RecordId, person::PartyDetails};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The sealed cells of one row of `person_record`.
#[derive(Debug, Default)]
pub(super) struct SealedCells {
    pub address: Option<Vec<u8>>,
    pub postcode: Option<Vec<u8>>,
    pub phone: Option<Vec<u8>>,
    pub email: Option<Vec<u8>>,
    pub odd: Option<Vec<u8>>,
}

/// Seals a record's whereabouts under its own key; a record with nothing to seal needs no key.
pub(super) fn seal(
    ctx: &mut Ctx<'_>,
    sealer: &BulkSealer,
    record: RecordId,
    details: &PartyDetails,
) -> Result<SealedCells, Error> {
    if details.whereabouts.is_empty() && details.odd.is_empty() {
        return Ok(SealedCells::default());
    }
    let key = sealer.new_row(&mut ctx.tx, "person_record", record.uuid())?;
    let cell =
        |column, text: &Option<String>| text.as_ref().map(|text| key.seal(column, text.as_bytes()));
    let whereabouts = &details.whereabouts;
    Ok(SealedCells {
        address: cell("address", &whereabouts.address),
        postcode: cell("postcode", &whereabouts.postcode),
        phone: cell("phone", &whereabouts.phone),
        email: cell("email", &whereabouts.email),
        odd: seal_odd(&key, &details.odd)?,
    })
}

/// Cells that could not be read, as one sealed JSON object: a telephone number may be among them.
pub(crate) fn seal_odd(
    key: &RowSealer,
    odd: &BTreeMap<String, String>,
) -> Result<Option<Vec<u8>>, Error> {
    if odd.is_empty() {
        return Ok(None);
    }
    let spelt = serde_json::to_vec(odd).map_err(|error| Error::Broken(error.to_string()))?;
    Ok(Some(key.seal("odd", &spelt)))
}

/// The sealed place and unreadable cells of one state of an incident or referral.
#[derive(Debug, Default)]
pub(crate) struct SealedState {
    pub postcode: Option<Vec<u8>>,
    pub odd: Option<Vec<u8>>,
}

/// Seals what a state has to hide: the postcode of an incident may be where the victim lives.
pub(crate) fn seal_state(
    ctx: &mut Ctx<'_>,
    sealer: &BulkSealer,
    (table, state): (&'static str, Uuid),
    (postcode, odd): (Option<&str>, &BTreeMap<String, String>),
) -> Result<SealedState, Error> {
    if postcode.is_none() && odd.is_empty() {
        return Ok(SealedState::default());
    }
    let key = sealer.new_row(&mut ctx.tx, table, state)?;
    Ok(SealedState {
        postcode: postcode.map(|postcode| key.seal("postcode", postcode.as_bytes())),
        odd: seal_odd(&key, odd)?,
    })
}
