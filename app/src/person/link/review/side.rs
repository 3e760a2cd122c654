//! One record of a pair, as it is put beside the other.

use crate::{
    ctx::Ctx,
    error::Error,
    keys::{Place, open_field},
};
use domain::{
    ids::RecordId,
    person::{PartyRole, Sex},
};
use jiff::civil::Date;

/// Where a record comes from: enough to find it in the agency's own system, and nobody's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brief {
    pub agency: String,
    /// The sender's own, of the incident or referral.
    pub reference: String,
    pub is_referral: bool,
    pub role: PartyRole,
    /// The day of the report or referral.
    pub on: Date,
}

/// What one record says of who it is; never where they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    pub from: Brief,
    pub given_names: Option<String>,
    pub family_name: Option<String>,
    pub other_names: Vec<String>,
    pub date_of_birth: Option<Date>,
    /// In years, on the day of the report or referral.
    pub age: Option<i64>,
    pub sex: Option<Sex>,
    pub nhs_number: Option<String>,
    pub own_ref: Option<String>,
}

/// Address, postcode, phone and e-mail, sealed.
pub(super) type Sealed = [Option<Vec<u8>>; 4];

/// Opens them to compare them here; they go no further. A record whose key was erased has none.
pub(super) fn open(
    ctx: &mut Ctx<'_>,
    record: RecordId,
    sealed: &Sealed,
) -> Result<[Option<String>; 4], Error> {
    const COLUMNS: [&str; 4] = ["address", "postcode", "phone", "email"];
    let mut opened = [const { None }; 4];
    let keyring = ctx.app().keyring();
    for ((cell, sealed), column) in opened.iter_mut().zip(sealed).zip(COLUMNS) {
        let Some(sealed) = sealed else { continue };
        let place = Place { table: "person_record", column, row: record.uuid() };
        let plain = match open_field(&mut ctx.tx, &keyring, place, sealed) {
            Ok(plain) => plain,
            Err(crate::keys::FieldBroken::Erased) => continue,
            Err(broken) => return Err(broken.into()),
        };
        let text = std::str::from_utf8(&plain);
        let broken = |_| Error::Broken(format!("{column} of a record is no text"));
        *cell = Some(text.map_err(broken)?.to_owned());
    }
    Ok(opened)
}
