//! Who is excluded from whom: whoever is meets what they would meet if there were no such person.

mod add;
mod end;
mod list;
mod store;

pub(crate) use self::store::{excluded_of, excludes, list_excluded};
pub use self::{
    add::{NewExclusion, exclude_user},
    end::end_exclusion,
    list::{Excludable, Exclusion, Exclusions, list_exclusions},
};
