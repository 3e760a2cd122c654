//! Who is excluded from whom: whoever is meets what they would meet if there were no such person.

mod add;
mod end;
mod kept;
mod list;
mod store;

pub use self::{
    add::{NewExclusion, exclude_user},
    end::end_exclusion,
    list::{Excludable, Exclusion, Exclusions, list_exclusions},
};
pub(crate) use self::{
    kept::{end_declared, keep_declared},
    store::{excludes, list_excluded, list_shut_sources, list_sources_of},
};
