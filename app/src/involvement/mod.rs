//! Who works on a case: agencies are involved by the coordinator of whoever holds it.

mod add;
mod case;
mod end;
mod list;
mod store;

pub(crate) use self::store::{list_involved, list_perpetrator_side};
pub use self::{
    add::{NewInvolvement, involve_agency},
    case::InvolvingCase,
    end::end_involvement,
    list::{
        Involved, Involvements, OwnCase, PersonInCase, list_involvements, list_known_risks,
        list_own_cases,
    },
};
