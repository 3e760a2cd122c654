//! That a case is a repeat tells of an earlier one: it is said to whoever sees that, or hears it.

use super::{POLICE, few_people, read, victim_of};
use crate::{
    agreements::{police_work_on, protocol, signed},
    county::meddle,
    performance::{Cells, file, import},
};
use app::{
    App, Visitor,
    import::reading::FileKind,
    testing::{World, on_both},
};
use uuid::Uuid;

/// A second referral of the two of `few_people`, by the police, within the year.
fn second_referral(app: &App) -> Uuid {
    let row: Cells<'_> = &[
        ("referral_ref", "R2"),
        ("marac", "Fenland MARAC"),
        ("referring_agency", POLICE),
        ("referred_on", "2026-11-02"),
        ("heard_on", "2026-11-20"),
        ("victim_given_names", "Ottilie"),
        ("victim_family_name", "Marchbanks"),
        ("victim_date_of_birth", "1984-02-29"),
        ("victim_nhs_number", "9434765919"),
        ("perpetrator_given_names", "Casimir"),
        ("perpetrator_family_name", "Quillfeather"),
        ("perpetrator_date_of_birth", "1979-07-03"),
    ];
    import(app, FileKind::Referrals, "PARTNERSHIP", &file(&[row]));
    let sql = "select referral_id as id from referral where reference = 'R2'";
    app.db().read(|tx| tx.find(sql, &[], |row| row.get("id"))).unwrap().unwrap()
}

/// The references that somebody reads, and whether each is called a repeat.
fn told(world: &World, by: &Visitor) -> Vec<(String, bool)> {
    let file = read(&world.app, by, victim_of(&world.app, "R2"));
    let records = file.map_or(Vec::new(), |file| file.records);
    let mut told: Vec<_> =
        records.into_iter().map(|record| (record.case.reference, record.case.is_repeat)).collect();
    told.sort();
    told
}

fn lines(told: &[(&str, bool)]) -> Vec<(String, bool)> {
    told.iter().map(|(reference, is)| ((*reference).to_owned(), *is)).collect()
}

#[test]
fn a_referral_is_called_a_repeat_to_all_who_hear_it_and_to_nobody_who_only_looks_in() {
    on_both(|world| {
        few_people(&world.app);
        let case = second_referral(&world.app);
        let office = told(&world, &world.sign_in("coordinator"));
        assert_eq!(office, lines(&[("R1", false), ("R2", true)]));
        // The police referred it and do not see the first, which is another house's.
        let police = told(&world, &world.sign_in("deputy"));
        assert_eq!(police, lines(&[("R2", true), ("X1", false), ("X2", true)]));
        // Given by name it tells of no other case.
        meddle(
            &world.app,
            "update referral_state set referring_agency_id = agency_id
             from referral where referral.referral_id = referral_state.referral_id",
        );
        assert_eq!(told(&world, &world.sign_in("deputy")).len(), 2);
        let sql = "insert into gift (gift_id, person_id, agency_id, user_id, gateway, classes,
                       necessity, decided_by, ends_at, recorded_at)
                   select r.record_id, m.person_id, r.agency_id, $1, 'vital_interests', $2,
                          'A knife.', 'Hale', $3, r.recorded_at
                   from person_record r join membership m on m.record_id = r.record_id
                        and m.superseded_at is null
                   where r.source_id = $4 and r.party = 'victim'";
        let user = world.person("deputy").id;
        let until = world.clock.now() + jiff::SignedDuration::from_hours(9);
        let classes = serde_json::json!(["identity", "case"]);
        let plant = move |tx: &mut app::db::Tx<'_>| {
            tx.execute(sql, app::params![user, classes, until, case])?;
            tx.execute(
                "insert into gift_anchor (gift_id, source_id, root_id)
                 select g.gift_id, r.source_id, g.gift_id from gift g
                 join person_record r on r.record_id = g.gift_id",
                &[],
            )
        };
        world.app.db().write(plant).unwrap();
        let given = told(&world, &world.sign_in("deputy"));
        assert_eq!(given, lines(&[("R2", false), ("X1", false), ("X2", true)]));
        // Working on the case they hear it.
        signed(&world, protocol());
        police_work_on(&world, case);
        let hears = told(&world, &world.sign_in("representative"));
        assert_eq!(hears, lines(&[("R2", true), ("X1", false), ("X2", true)]));
    });
}

#[test]
fn an_incident_is_called_a_repeat_only_to_whoever_sees_the_earlier_one() {
    on_both(|world| {
        few_people(&world.app);
        second_referral(&world.app);
        let repeat = ("X2".to_owned(), true);
        assert!(told(&world, &world.sign_in("deputy")).contains(&repeat));
        // As if the first had been another force's.
        meddle(
            &world.app,
            "update incident set agency_id = (select agency_id from agency
                                              where code = 'AMBER-HOUSE')
             where reference = 'X1'",
        );
        meddle(
            &world.app,
            "update person_record set agency_id = (select agency_id from agency
                                                   where code = 'AMBER-HOUSE')
             where source_id = (select incident_id from incident where reference = 'X1')",
        );
        let police = told(&world, &world.sign_in("deputy"));
        assert!(police.contains(&("X2".to_owned(), false)), "{police:?}");
    });
}
