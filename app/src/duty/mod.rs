//! The duty team of an agency: its leads put somebody on it for some hours, and end that. Whoever
//! holds a case opens it to another agency's team for hours, and ends that.

mod call;
mod end;
mod list;
mod put;
mod store;

pub(crate) use self::call::list_called;
pub use self::{
    call::{
        CalledCase, DutyCall, DutyCalls, NewCall, call_duty_team, end_call, list_called_cases,
        list_calls,
    },
    end::end_duty,
    list::{OnDuty, Roster, TeamCall, list_county, list_roster},
    put::{NewDuty, put_on_duty},
};
