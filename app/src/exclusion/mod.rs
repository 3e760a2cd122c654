//! Who is excluded from whom: whoever is meets what they would meet if there were no such person.

mod add;
mod end;
mod list;
mod store;

pub(crate) use self::store::{excludes, list_excluded, list_shut_sources};
pub use self::{
    add::{NewExclusion, exclude_user},
    end::end_exclusion,
    list::{Excludable, Exclusion, Exclusions, list_exclusions},
};
