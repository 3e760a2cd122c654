//! A duty team, and a case to which another agency called it.

use super::planted::Planted;
use app::duty::{NewCall, NewDuty, call_duty_team, put_on_duty};
use domain::agreement::SharingWords;

impl Planted {
    /// Somebody of Amber House is on duty, and the police call their team, without an agreement.
    pub fn call_a_duty_team(&self) {
        let (county, app) = (&self.county, self.county.app());
        let lead = county.world.sign_in("idva lead");
        let new = NewDuty { user: county.id("second idva"), from: None, hours: 12 };
        app.change(&lead, move |ctx| put_on_duty(ctx, new)).unwrap();
        let call = NewCall {
            case: self.case("I-9"),
            agency: county.agency_of("idva"),
            hours: 12,
            why: SharingWords::parse("Her sister called from Quillingbeck.").unwrap(),
        };
        let deputy = county.world.sign_in("deputy");
        app.change(&deputy, move |ctx| call_duty_team(ctx, &call)).unwrap();
    }
}
