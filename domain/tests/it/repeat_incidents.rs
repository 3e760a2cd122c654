//! The rule of a repeat incident, one test a part of it, on both sides of each boundary.

use domain::ids::IncidentId;
use domain::incident::repeat::{SeenIncident, earlier_within_year, repeats_of_victim};
use jiff::civil::{Date, date};
use uuid::Uuid;

use crate::repeat_slowly::slow_earlier;

fn id(number: u128) -> IncidentId {
    IncidentId::from_uuid(Uuid::from_u128(number))
}

fn incident(number: u128, reported_on: Date) -> SeenIncident {
    SeenIncident { id: id(number), reported_on, reported_at: None, is_live: true }
}

/// Each repeat with the earlier incident that makes it one: asked of the rule for all, of the rule
/// for one, and of the slow definition.
fn repeats(incidents: &[SeenIncident]) -> Vec<(u128, u128)> {
    let repeats = repeats_of_victim(incidents);
    for own in incidents {
        let earlier = earlier_within_year(own, incidents);
        assert_eq!(earlier, slow_earlier(own, incidents), "{own:?}");
        let listed = repeats.iter().find(|(repeat, _)| *repeat == own.id);
        assert_eq!(earlier, listed.map(|(_, earlier)| *earlier), "{own:?}");
    }
    let number = |id: IncidentId| id.uuid().as_u128();
    repeats.iter().map(|(repeat, earlier)| (number(*repeat), number(*earlier))).collect()
}

#[test]
fn the_anniversary_of_the_earlier_report_is_within_and_the_day_after_it_is_not() {
    let first = incident(1, date(2008, 4, 1));
    assert_eq!(repeats(&[first, incident(2, date(2009, 4, 1))]), [(2, 1)]);
    assert_eq!(repeats(&[first, incident(2, date(2009, 4, 2))]), []);
}

#[test]
fn the_anniversary_of_a_report_on_a_leap_day_is_28_february() {
    let first = incident(1, date(2008, 2, 29));
    assert_eq!(repeats(&[first, incident(2, date(2009, 2, 28))]), [(2, 1)]);
    assert_eq!(repeats(&[first, incident(2, date(2009, 3, 1))]), []);
}

#[test]
fn an_earlier_incident_is_one_of_an_earlier_day_whatever_the_time() {
    let at = |number, day: Date, hour| SeenIncident {
        reported_at: Some(day.at(hour, 0, 0, 0)),
        ..incident(number, day)
    };
    let day = date(2008, 4, 1);
    assert_eq!(repeats(&[at(1, day, 1), at(2, day, 23)]), []);
    assert_eq!(repeats(&[at(1, day, 23), at(2, date(2008, 4, 2), 0)]), [(2, 1)]);
}

#[test]
fn of_the_earlier_incidents_the_latest_is_named() {
    let at = |number, hour| {
        let day = date(2008, 5, 1);
        SeenIncident { reported_at: Some(day.at(hour, 0, 0, 0)), ..incident(number, day) }
    };
    let all = [incident(1, date(2008, 4, 1)), at(3, 9), at(2, 22), incident(4, date(2009, 5, 1))];
    assert_eq!(repeats(&all), [(3, 1), (2, 1), (4, 2)]);
}

#[test]
fn the_year_starts_again_with_each_incident() {
    let days = [date(2008, 4, 1), date(2009, 3, 1), date(2010, 2, 1)];
    let all = [incident(1, days[0]), incident(2, days[1]), incident(3, days[2])];
    assert_eq!(repeats(&all), [(2, 1), (3, 2)]);
    assert_eq!(repeats(&[all[0], all[2]]), []);
}

#[test]
fn what_is_not_live_is_no_repeat_and_makes_none() {
    let first = incident(1, date(2008, 4, 1));
    let cancelled = SeenIncident { is_live: false, ..incident(2, date(2008, 6, 1)) };
    assert_eq!(repeats(&[first, cancelled]), []);
    assert_eq!(repeats(&[cancelled, incident(3, date(2008, 8, 1))]), []);
    // Nor does it hide the live one before it.
    assert_eq!(repeats(&[first, cancelled, incident(3, date(2008, 8, 1))]), [(3, 1)]);
}

#[test]
fn rows_may_come_in_any_order_and_a_first_incident_is_no_repeat() {
    let all = [incident(2, date(2008, 6, 1)), incident(1, date(2008, 4, 1))];
    assert_eq!(repeats(&all), [(2, 1)]);
    assert_eq!(repeats(&all[..1]), []);
    assert_eq!(repeats(&[]), []);
}
