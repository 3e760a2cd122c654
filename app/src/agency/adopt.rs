//! An agency that a file names first is added on the spot, without staff, and that is said.

use super::store::{self, State};
use crate::{ctx::Ctx, error::Error};
use domain::{
    agency::{AgencyCode, AgencyKind, AgencyName, AgencyStatus, NAME_CHARS_MAX},
    ids::AgencyId,
};

/// The agency that a file calls by its code or its name, whatever the case of a name; else a new
/// one with a code made from the name, and the sentence that says so.
///
/// Danger: it asks no permission of its own. The caller was permitted to import.
pub(crate) fn adopt_agency(
    ctx: &mut Ctx<'_>,
    called: &str,
    kind: AgencyKind,
) -> Result<(AgencyId, Option<String>), Error> {
    if let Some(id) = find(ctx, called)? {
        return Ok((id, None));
    }
    let name = name_from(called)?;
    for number in 1..100 {
        let code = code_from(called, number)?;
        if let Some(id) = insert(ctx, &code, (&name, kind))? {
            let words = kind.words();
            let notice = format!("The agency {name} was not known: added as {code} ({words}).");
            return Ok((id, Some(notice)));
        }
        // Another import added it at the same moment, or the code is somebody else's.
        if let Some(id) = find(ctx, called)? {
            return Ok((id, None));
        }
    }
    Err(Error::Broken("no code is left for a new agency".to_owned()))
}

/// A new agency with this very code; nothing where the code is taken.
pub(crate) fn insert(
    ctx: &mut Ctx<'_>,
    code: &AgencyCode,
    (name, kind): (&AgencyName, AgencyKind),
) -> Result<Option<AgencyId>, Error> {
    let id = AgencyId::from_uuid(ctx.new_id());
    if !store::insert_agency_unless_there(ctx, id, code)? {
        return Ok(None);
    }
    let state = State { version: 1, name: name.clone(), kind, status: AgencyStatus::Active };
    store::insert_state(ctx, id, &state)?;
    ctx.change_epoch()?;
    Ok(Some(id))
}

fn find(ctx: &mut Ctx<'_>, called: &str) -> Result<Option<AgencyId>, Error> {
    let agencies = store::list_agencies(ctx)?;
    let wanted = called.trim().to_lowercase();
    let by_code = agencies.iter().find(|agency| agency.code.as_str() == called.trim());
    let by_name = || agencies.iter().find(|agency| agency.name.as_str().to_lowercase() == wanted);
    let by_any_case =
        || agencies.iter().find(|agency| agency.code.as_str().to_lowercase() == wanted);
    Ok(by_code.or_else(by_name).or_else(by_any_case).map(|agency| agency.id))
}

/// As the file wrote it, without what a name cannot hold.
fn name_from(called: &str) -> Result<AgencyName, Error> {
    if let Ok(name) = AgencyName::parse(called) {
        return Ok(name);
    }
    let is_plain = |letter: &char| AgencyName::parse(&format!("x{letter}x")).is_ok();
    let plain: String = called.chars().filter(is_plain).take(NAME_CHARS_MAX).collect();
    Ok(AgencyName::parse(&plain).or_else(|_| AgencyName::parse("An agency without a name"))?)
}

/// `Amber House` becomes `AMBER-HOUSE`, and `AMBER-HOUSE-2` where that is taken.
fn code_from(called: &str, number: u32) -> Result<AgencyCode, Error> {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '-' };
    let words: String = called.chars().map(plain).collect();
    let words: Vec<&str> = words.split('-').filter(|word| !word.is_empty()).collect();
    let base: String = words.join("-").chars().take(36).collect();
    let base = if base.len() < 2 { "AGENCY".to_owned() } else { base };
    let code = if number == 1 { base } else { format!("{base}-{number}") };
    Ok(AgencyCode::parse(code.trim_end_matches('-'))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_made_from_a_name() {
        let code = |name: &str, number| code_from(name, number).unwrap().as_str().to_owned();
        assert_eq!(code("Amber House", 1), "AMBER-HOUSE");
        assert_eq!(code("Children's Social Care (Fenland)", 1), "CHILDREN-S-SOCIAL-CARE-FENLAND");
        assert_eq!(code("Amber House", 2), "AMBER-HOUSE-2");
        assert_eq!(code("é", 1), "AGENCY");
        assert_eq!(code(&"x".repeat(300), 1).len(), 36);
    }

    #[test]
    fn a_name_is_kept_as_written_unless_it_cannot_be_one() {
        assert_eq!(name_from("Amber House").unwrap().as_str(), "Amber House");
        assert_eq!(name_from("Amber\u{202e} House").unwrap().as_str(), "Amber House");
        assert_eq!(name_from(&"x".repeat(300)).unwrap().as_str().len(), 120);
        assert_eq!(name_from("\u{202e}").unwrap().as_str(), "An agency without a name");
    }
}
