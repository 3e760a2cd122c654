//! An area is added: files may then name it, by its code or by its name.

use super::{list::Area, store};
use crate::{
    ctx::{About, Ctx, Record},
    error::{Error, Refused},
};
use domain::policy::{Permission, Subject};
use jiff::civil::Date;

/// Codes of the Office for National Statistics have nine characters.
const CODE_MOST: usize = 20;
const NAME_MOST: usize = 120;

/// What is asked of a new area.
#[derive(Debug, Clone)]
pub struct NewArea {
    pub code: String,
    pub name: String,
    pub valid_from: Date,
}

/// Adds an area.
///
/// # Errors
/// [`Refused::AreaCode`], [`Refused::AreaName`], [`Refused::AreaTaken`]; [`Error::Denied`].
pub fn add_area(ctx: &mut Ctx<'_>, new: &NewArea) -> Result<(), Error> {
    let basis = ctx.permit(Permission::KeepAreas, Subject::System)?;
    let area = check(ctx, new)?;
    let (id, now) = (ctx.new_id(), ctx.now());
    store::insert_area(&mut ctx.tx, id, &area, now)?;
    ctx.record(Record::Changed { basis: &basis, about: about_areas() })
}

pub(super) fn about_areas() -> About {
    About { kind: "area", id: None, agency: None }
}

fn check(ctx: &mut Ctx<'_>, new: &NewArea) -> Result<Area, Error> {
    let (code, name) = (new.code.trim(), new.name.trim());
    if !(1..=CODE_MOST).contains(&code.len()) || !code.chars().all(|c| c.is_ascii_alphanumeric()) {
        return Err(Refused::AreaCode.into());
    }
    let is_long = NAME_MOST < name.chars().count();
    if name.is_empty() || is_long || name.chars().any(char::is_control) {
        return Err(Refused::AreaName.into());
    }
    // A file may write either: neither may mean two areas.
    let lower = |text: &str| text.to_lowercase();
    let (own_code, own_name) = (lower(code), lower(name));
    let is_same = |known: &String| lower(known) == own_code || lower(known) == own_name;
    let known = store::list_names(&mut ctx.tx)?;
    if known.iter().any(|(code, name)| is_same(code) || is_same(name)) {
        return Err(Refused::AreaTaken.into());
    }
    let (code, name) = (code.to_owned(), name.to_owned());
    Ok(Area { code, name, valid_from: new.valid_from, valid_until: None })
}
