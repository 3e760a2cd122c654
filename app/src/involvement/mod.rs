//! Who works on a case: agencies are involved by the coordinator of whoever holds it.

mod add;
mod case;
mod end;
mod list;
mod store;

pub use self::{
    add::{NewInvolvement, involve_agency},
    case::InvolvingCase,
    end::end_involvement,
    list::{
        Involved, Involvements, OwnCase, PersonInCase, list_involvements, list_known_risks,
        list_own_cases,
    },
};
pub(crate) use self::{
    case::{find_case, list_outside},
    list::list_open_people,
    store::{
        is_involved, is_on_his_side, list_all_involved, list_involved, list_perpetrator_side,
        referrer,
    },
};
