//! Who of the demo county is on duty tonight, and the case to which a duty team was called.

use super::{scenes::desk, store};
use crate::{
    agency,
    app::App,
    duty::{NewCall, NewDuty, call_duty_team, put_on_duty},
    error::{Error, Refused},
};
use domain::{agency::AgencyCode, agreement::SharingWords};

/// Each lead with whom they put on duty.
const TEAMS: [(&str, &str); 3] = [
    ("PS Beth Farrow", "PC Sam Lavender"),
    ("Aisha Benn", "Grace Tolliver"),
    ("Martin Gosling", "Leah Coveney"),
];
const COORDINATOR: &str = "Helen Sharman-Pike";
const HOURS: u16 = 24;
/// On the latest of so many referrals the county's agencies work already.
const WORKED_ON: i64 = 6;

pub(super) fn play(app: &App) -> Result<(), Error> {
    for (lead, name) in TEAMS {
        let (user, lead) = (desk(app, name)?.0, desk(app, lead)?.1);
        let new = NewDuty { user, from: None, hours: HOURS };
        app.change(&lead, move |ctx| put_on_duty(ctx, new))?;
    }
    call(app)
}

/// The coordinator opens the newest referral on which they do not work to the housing association's
/// duty team: the locks have to be changed tonight.
fn call(app: &App) -> Result<(), Error> {
    let coordinator = desk(app, COORDINATOR)?.1;
    let latest = app.db().read(|tx| store::list_latest_referrals(tx, 2 * WORKED_ON))?;
    for case in latest {
        let why = SharingWords::parse("He has kept a key. The locks have to be changed tonight.")?;
        let called = app.change(&coordinator, move |ctx| {
            let code = AgencyCode::parse("OUSE-HOMES")?;
            let agency = agency::store::find_agency_by_code(ctx, &code)?.id;
            call_duty_team(ctx, &NewCall { case, agency, hours: 12, why })
        });
        match called {
            Ok(_) => return Ok(()),
            // It works on this one, referred it, or another office hears it.
            Err(
                Error::NotFound
                | Error::Refused(Refused::InvolvedAlready | Refused::InvolvesItself),
            ) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
