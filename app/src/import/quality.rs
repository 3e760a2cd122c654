//! How much each sender's records tell, so that they can be asked for more. It shows no person.

use super::{list::scope, store};
use crate::{
    ctx::{About, Ctx, Record},
    error::Error,
};
use domain::{
    ids::AgencyId,
    policy::{Basis, Permission},
};

/// The current records of people of one sender, and how many of them have what linking leans on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SenderQuality {
    pub agency: AgencyId,
    pub code: String,
    pub name: String,
    pub records: u64,
    pub with_name: u64,
    pub with_date_of_birth: u64,
    pub with_address: u64,
    pub with_phone: u64,
    pub with_nhs_number: u64,
}

/// The quality of what each sender sends whose imports the asker may see, by the sender's name.
///
/// # Errors
/// [`Error::Denied`], or [`Error::NotFound`] where the asker may not even know.
pub fn data_quality(ctx: &mut Ctx<'_>) -> Result<(Vec<SenderQuality>, Basis), Error> {
    let (agency, subject) = scope(ctx)?;
    let basis = ctx.permit(Permission::SeeImports, subject)?;
    let senders = store::list_quality(&mut ctx.tx, agency)?;
    let about = About { kind: "import", id: None, agency };
    ctx.record(Record::Read { basis: &basis, about, classes: &["import"] })?;
    Ok((senders, basis))
}
