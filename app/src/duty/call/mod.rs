//! A case is open to another agency's duty team for some hours.

mod called;
mod end;
mod list;
mod make;
mod store;

pub(crate) use self::store::list_called;
pub use self::{
    called::{CalledCase, list_called_cases},
    end::end_call,
    list::{DutyCall, DutyCalls, list_calls},
    make::{NewCall, call_duty_team},
};
