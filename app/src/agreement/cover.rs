//! What agreements let one agency read of another's, asked for at every request.

use super::store;
use crate::db::{DbError, Tx};
use domain::{agreement::Agreement, ids::AgencyId, policy::FieldClass};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// What `asker` may be given of what `holder` holds: the classes that agreements name which both
/// signed and which are in force on that day. None for the own agency, which needs no agreement.
///
/// # Errors
/// When the database cannot answer.
pub(crate) fn list_classes(
    tx: &mut Tx<'_>,
    holder: AgencyId,
    asker: AgencyId,
    on: Date,
) -> Result<BTreeSet<FieldClass>, DbError> {
    let agreements = store::list_between(tx, holder, asker)?;
    let named = |agreement: &Agreement| covered(agreement, holder, asker, on);
    Ok(agreements.iter().flat_map(named).collect())
}

/// The classes that one agreement covers between two agencies on a day.
pub(super) fn covered(
    agreement: &Agreement,
    holder: AgencyId,
    asker: AgencyId,
    on: Date,
) -> BTreeSet<FieldClass> {
    let classes = agreement.terms.classes.iter().copied();
    classes.filter(|class| agreement.covers(holder, asker, *class, on)).collect()
}

/// The agreement by which `asker` may read a class of what `holder` holds, as it ends the sentence
/// "You may do this because ...": its title, and since when. The oldest, where it is several.
///
/// # Errors
/// When the database cannot answer.
pub(crate) fn find_words(
    tx: &mut Tx<'_>,
    holder: AgencyId,
    asker: AgencyId,
    class: FieldClass,
    on: Date,
) -> Result<Option<String>, DbError> {
    let mut agreements = store::list_between(tx, holder, asker)?;
    agreements.retain(|agreement| agreement.covers(holder, asker, class, on));
    let dated = agreements.iter().filter_map(|it| Some((it.since(holder, asker)?, it)));
    let oldest = dated.min_by_key(|(since, _)| *since);
    Ok(oldest.map(|(since, agreement)| {
        let since = since.strftime("%-d %B %Y");
        format!("the agreement “{}” has allowed it since {since}", agreement.terms.title.as_str())
    }))
}
