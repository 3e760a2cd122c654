//! The records behind a figure: by reference, for whoever may see them all.

use super::{Cells, ask, by, incidents, link, referrals, year};
use crate::county::{left_by, word};
use app::{
    App, Visitor,
    import::reading::FileKind,
    performance::{Behind, ReportRequest, list_behind},
    testing::on_both,
};
use domain::performance::{By, Indicator};
use jiff::civil::date;

fn behind(app: &App, visitor: &Visitor, request: ReportRequest, key: Option<&str>) -> Behind {
    app.read(visitor, |ctx| list_behind(ctx, &request, key, None)).unwrap()
}

fn listed(behind: &Behind) -> Vec<String> {
    let records = behind.list.as_ref().unwrap().items.iter();
    records
        .map(|record| {
            let repeat = record.repeat.as_ref().map_or(String::new(), |repeat| {
                let earlier = repeat.earlier.as_ref();
                let earlier = earlier.map_or("another's".to_owned(), |earlier| {
                    format!("{} {} until {}", earlier.reference, earlier.on, earlier.within_until)
                });
                format!(": {} {} after {earlier}", repeat.reference, repeat.on)
            });
            format!("{} {}{repeat}", record.reference, record.on)
        })
        .collect()
}

fn incident<'c>(reference: &'c str, day: &'c str, area: &'c str) -> [(&'c str, &'c str); 5] {
    [
        ("incident_ref", reference),
        ("reported_on", day),
        ("area", area),
        ("victim_family_name", "Rao"),
        ("suspect_family_name", "Cole"),
    ]
}

#[test]
fn an_analyst_sees_the_own_agencys_incidents_while_all_are_its_own_and_else_the_number() {
    on_both(|world| {
        let app = &world.app;
        let all = [
            incident("I1", "2008-04-01", "Fenland"),
            incident("I2", "2008-06-01", "Fenland"),
            incident("I3", "2008-06-02", "Cambridge"),
        ];
        incidents(app, &all.each_ref().map(|row| row.as_slice()));
        link(app, &[("FEN-POLICE/I1/victim", 1), ("FEN-POLICE/I2/victim", 1)]);
        let asked = by(ask(Indicator::RepeatIncidents, year(2008)), By::Area);
        let analyst = world.sign_in("analyst");
        let (fenland, left) = left_by(&world, || behind(app, &analyst, asked, Some("Fenland")));
        let why = "I2 2008-06-01: I2 2008-06-01 after I1 2008-04-01 until 2009-04-01";
        assert_eq!(listed(&fenland), ["I1 2008-04-01", why]);
        assert_eq!(left.len(), 1);
        assert!(left[0].starts_with("read list_behind_figure"), "{left:?}");
        assert_eq!(behind(app, &analyst, asked, None).count, 3);
        let quarter = by(asked, By::Quarter);
        assert_eq!(behind(app, &analyst, quarter, Some("2008/09 Q2")).count, 0);
        assert_eq!(behind(app, &analyst, quarter, Some("2008/09 Q1")).count, 3);
        for name in ["coordinator", "idva", "manager", "grantor", "administrator"] {
            let visitor = world.sign_in(name);
            let (found, left) = left_by(&world, || behind(app, &visitor, asked, Some("Fenland")));
            assert_eq!((found.count, found.list), (2, None), "{name}");
            assert_eq!(left, [format!("read read_indicators indicator by {name}")]);
        }
        let other = super::file(&[&incident("H1", "2008-05-01", "Fenland")]);
        super::import(app, FileKind::Incidents, "AMBER-HOUSE", &other);
        link(app, &[("AMBER-HOUSE/H1/victim", 1), ("FEN-POLICE/I2/victim", 1)]);
        let found = behind(app, &analyst, asked, Some("Fenland"));
        assert_eq!((found.count, found.list), (3, None));
        // Where all are its own, another agency's record is still not told.
        let own = behind(app, &analyst, by(asked, By::Agency), Some("Fen Police"));
        assert!(listed(&own).contains(&"I2 2008-06-01: I2 2008-06-01 after another's".to_owned()));
    });
}

#[test]
fn the_coordinator_sees_the_referrals_behind_a_case_and_why_it_is_a_repeat() {
    on_both(|world| {
        let app = &world.app;
        let referral = |reference, referred, heard, area| {
            [
                ("referral_ref", reference),
                ("marac", "Fenland MARAC"),
                ("referring_agency", "AMBER-HOUSE"),
                ("referred_on", referred),
                ("heard_on", heard),
                ("area", area),
                ("victim_family_name", "Rao"),
                ("perpetrator_family_name", "Cole"),
            ]
        };
        let all = [
            referral("R1", "2008-05-01", "2008-05-20", "Fenland"),
            referral("R2", "2008-07-01", "2008-07-20", ""),
        ];
        let all: Vec<Cells<'_>> = all.iter().map(|row| row.as_slice()).collect();
        referrals(app, &all);
        let keys = ["R1", "R2"].map(|reference| {
            [("victim", 1), ("perpetrator", 2)]
                .map(|(party, person)| (format!("PARTNERSHIP/{reference}/{party}"), person))
        });
        let keys: Vec<(&str, u64)> =
            keys.iter().flatten().map(|(key, person)| (key.as_str(), *person)).collect();
        link(app, &keys);
        let asked = by(ask(Indicator::Ni32, year(2008)), By::Area);
        let coordinator = world.sign_in("coordinator");
        let why = "R2 2008-07-20: R2 2008-07-01 after R1 2008-05-01 until 2009-05-01";
        assert_eq!(listed(&behind(app, &coordinator, asked, None)), ["R1 2008-05-20", why]);
        assert_eq!(listed(&behind(app, &coordinator, asked, Some("not known"))), [why]);
        assert_eq!(listed(&behind(app, &coordinator, asked, Some("Fenland"))), ["R1 2008-05-20"]);
        let marac = by(asked, By::Marac);
        assert_eq!(behind(app, &coordinator, marac, Some("Fenland MARAC")).count, 2);
        let agency = by(asked, By::Agency);
        assert_eq!(behind(app, &coordinator, agency, Some("Amber House")).count, 2);
        let past = ReportRequest { as_at: Some(date(2026, 11, 23)), ..asked };
        assert_eq!(behind(app, &coordinator, past, None).count, 0);
        for name in ["analyst", "administrator", "privacy officer", "chair"] {
            let visitor = world.sign_in(name);
            assert_eq!(behind(app, &visitor, asked, None).list, None, "{name}");
        }
        for key in ["Nowhere", "2008/09 Q1", ""] {
            let answer = app.read(&coordinator, |ctx| list_behind(ctx, &asked, Some(key), None));
            assert_eq!(word(&answer), "not found", "{key}");
        }
    });
}

#[test]
fn pages_hold_every_record_once_in_the_order_of_the_days() {
    on_both(|world| {
        let app = &world.app;
        let references: Vec<(String, String)> = (0..120)
            .map(|number| (format!("I{number}"), format!("2008-06-{:02}", 1 + number * 7 % 29)))
            .collect();
        let rows: Vec<_> =
            references.iter().map(|(it, day)| incident(it, day, "Fenland")).collect();
        let rows: Vec<Cells<'_>> = rows.iter().map(|row| row.as_slice()).collect();
        incidents(app, &rows);
        let asked = ask(Indicator::RecordedIncidents, year(2008));
        let analyst = world.sign_in("analyst");
        let (mut after, mut found, mut pages) = (None, Vec::new(), 0);
        loop {
            let page = app.read(&analyst, |ctx| list_behind(ctx, &asked, None, after)).unwrap();
            let page = page.list.unwrap();
            pages += 1;
            found.extend(page.items.into_iter().map(|record| (record.on, record.reference)));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!((found.len(), pages), (120, 3));
        assert!(found.is_sorted_by_key(|(on, _)| *on));
        found.sort();
        found.dedup();
        assert_eq!(found.len(), 120);
    });
}
