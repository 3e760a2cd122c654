//! What was in the database at the end of an earlier day.

use super::{Cells, ask, by, incidents, link, ni32, referrals, rows, total, year};
use app::{performance::ReportRequest, testing::on_both};
use domain::performance::{By, Indicator};
use jiff::{SignedDuration, civil::date};

const FIRST: jiff::civil::Date = date(2026, 11, 24);

fn incident<'c>(
    reference: &'c str,
    day: &'c str,
    area: &'c str,
    status: &'c str,
) -> [(&'c str, &'c str); 6] {
    [
        ("incident_ref", reference),
        ("reported_on", day),
        ("area", area),
        ("record_status", status),
        ("victim_family_name", "Rao"),
        ("suspect_family_name", "Cole"),
    ]
}

#[test]
fn an_amendment_changes_today_and_leaves_yesterday_as_it_was() {
    on_both(|world| {
        let app = &world.app;
        let [one, two] = ["I1", "I2"].map(|it| incident(it, "2008-05-01", "Fenland", "live"));
        incidents(app, &[&one, &two]);
        let asked = ask(Indicator::RecordedIncidents, year(2008));
        let then = ReportRequest { as_at: Some(FIRST), ..asked };
        assert_eq!([total(app, asked).0, total(app, then).0], [2, 2]);
        world.clock.advance(SignedDuration::from_hours(24));
        incidents(app, &[&incident("I1", "2008-05-01", "Fenland", "cancelled")]);
        incidents(app, &[&incident("I2", "2008-05-01", "Cambridge", "live")]);
        assert_eq!([total(app, asked).0, total(app, then).0], [1, 2]);
        assert!(rows(app, by(then, By::Area)).contains(&"Fenland 2/- -".to_owned()));
        assert!(rows(app, by(asked, By::Area)).contains(&"Cambridge 1/- -".to_owned()));
        let before = ReportRequest { as_at: Some(date(2026, 11, 23)), ..asked };
        assert_eq!(total(app, before).0, 0);
    });
}

#[test]
fn a_change_of_links_changes_today_and_leaves_yesterday_as_it_was() {
    on_both(|world| {
        let app = &world.app;
        let referral = |reference, referred, heard| {
            [
                ("referral_ref", reference),
                ("marac", "Fenland MARAC"),
                ("referring_agency", "FEN-POLICE"),
                ("referred_on", referred),
                ("heard_on", heard),
                ("victim_family_name", "Rao"),
                ("perpetrator_family_name", "Cole"),
            ]
        };
        let both = [
            referral("R1", "2008-05-01", "2008-05-20"),
            referral("R2", "2008-07-01", "2008-07-20"),
        ];
        let both: Vec<Cells<'_>> = both.iter().map(|row| row.as_slice()).collect();
        referrals(app, &both);
        let same = |victim: u64, perpetrator: u64| {
            link(
                app,
                &[
                    ("PARTNERSHIP/R1/victim", 1),
                    ("PARTNERSHIP/R1/perpetrator", 2),
                    ("PARTNERSHIP/R2/victim", victim),
                    ("PARTNERSHIP/R2/perpetrator", perpetrator),
                ],
            );
            ni32(app, 2008, None)
        };
        assert_eq!(same(1, 2), (1, 2));
        world.clock.advance(SignedDuration::from_hours(24));
        assert_eq!(same(3, 2), (0, 2));
        assert_eq!(ni32(app, 2008, Some(FIRST)), (1, 2));
        world.clock.advance(SignedDuration::from_hours(24));
        assert_eq!(same(1, 2), (1, 2));
        assert_eq!(ni32(app, 2008, Some(date(2026, 11, 25))), (0, 2));
        assert_eq!(ni32(app, 2008, Some(FIRST)), (1, 2));
        assert_eq!(ni32(app, 2008, Some(date(2026, 11, 23))), (0, 0));
    });
}

#[test]
fn a_day_ends_at_midnight_in_london() {
    on_both(|world| {
        let app = &world.app;
        // From ten in the morning of the 24th to one minute to midnight.
        world.clock.advance(SignedDuration::from_mins(13 * 60 + 59));
        incidents(app, &[&incident("I1", "2008-05-01", "Fenland", "live")]);
        world.clock.advance(SignedDuration::from_mins(1));
        incidents(app, &[&incident("I2", "2008-05-01", "Fenland", "live")]);
        let asked = ask(Indicator::RecordedIncidents, year(2008));
        let at = |day| total(app, ReportRequest { as_at: Some(day), ..asked }).0;
        assert_eq!([at(FIRST), at(date(2026, 11, 25)), at(date(2030, 1, 1))], [1, 2, 2]);
    });
}
