//! Nobody, two people, and one who excludes the asker are one answer; and it is told all the same.

use super::{BORN, break_for, break_for_leopold, leopold, victim};
use crate::county::{agency, count, left_by};
use app::{
    Visitor,
    exclusion::{NewExclusion, exclude_user},
    glass::{GlassAnswer, list_glass},
    params,
    testing::{World, on_both},
};
use domain::{
    exclusion::{ExclusionReason, ExclusionWords},
    glass::GlassOutcome,
};
use jiff::civil::date;

const TABLES: [&str; 6] = [
    "select count(*) as count from glass",
    "select count(*) as count from glass_anchor",
    "select count(*) as count from glass_notice",
    "select count(*) as count from alert",
    "select count(*) as count from ledger_entry",
    "select count(*) as count from person_search",
];

/// The answer as it is kept and sent, the entries, and how many rows each table has more.
fn told(world: &World, by: &Visitor, names: (&str, &str)) -> (Vec<u8>, Vec<String>, Vec<i64>) {
    let sizes = || TABLES.map(|sql| count(&world.app, sql));
    let before = sizes();
    let (answer, left) = left_by(world, || break_for(&world.app, by, names, BORN).unwrap());
    let grown = sizes().iter().zip(before).map(|(after, before)| after - before).collect();
    (serde_json::to_vec(&answer).unwrap(), left, grown)
}

/// Two of one name and birthday, and Leopold, from whom the deputy is excluded.
fn three(world: &World) {
    leopold(&world.app);
    for (reference, on) in [("X20", "2026-09-01"), ("X21", "2026-09-09")] {
        victim(&world.app, (reference, on), ("Ambrose", "Tillotson", "1960-05-06"));
    }
    let keys = ["FEN-POLICE/X20/victim", "FEN-POLICE/X21/victim", "FEN-POLICE/X9/victim"];
    crate::performance::link(&world.app, &[(keys[0], 1), (keys[1], 2), (keys[2], 3)]);
    let sql = "select m.person_id from membership m
               join person_record r on r.record_id = m.record_id
               where r.given_names = 'Leopold' and m.superseded_at is null";
    let find = |tx: &mut app::db::Tx<'_>| tx.find(sql, params![], |row| row.get("person_id"));
    let person = world.app.db().read(find).unwrap().unwrap();
    let words = ExclusionWords::parse("They were at school together.").unwrap();
    let user = world.person("deputy").id;
    let new = NewExclusion { person, user, reason: ExclusionReason::Friend, words };
    let lead = world.sign_in("representative");
    world.app.change(&lead, move |ctx| exclude_user(ctx, new)).unwrap();
}

#[test]
fn nobody_two_people_and_one_who_excludes_the_asker_are_the_very_same_answer() {
    on_both(|world| {
        three(&world);
        let deputy = world.sign_in("deputy");
        let nobody = told(&world, &deputy, ("Drusilla", "Nevermore"));
        let two = told(&world, &deputy, ("Ambrose", "Tillotson"));
        let mut excluded = told(&world, &deputy, ("Leopold", "Fenwicke"));
        // That they met their own exclusion is told outside their agency besides.
        assert_eq!(excluded.2[3], 2);
        excluded.2[3] -= 1;
        assert_eq!(nobody, two);
        assert_eq!(nobody, excluded);
        assert_eq!(nobody.0, b"\"Nobody\"");
        assert_eq!(&nobody.2[..3], [1, 0, 1], "a try, no anchor, one notice");
        assert_eq!(nobody.2[3], 1, "one alert");
        assert!(nobody.1.contains(&"change break_glass agency:FEN-POLICE by deputy".to_owned()));
        // The officer is told which it was; the asker is not.
        for (outcome, expected) in [("nobody", 2), ("excluded", 1), ("opened", 0)] {
            let sql = "select count(*) as count from glass where outcome = $1";
            let found = world.app.db().read(|tx| tx.count(sql, params![outcome])).unwrap();
            assert_eq!(found, expected, "{outcome}");
        }
        let hits = "select count(*) as count from alert a
                    join agency g on g.agency_id = a.agency_id and g.code = 'PARTNERSHIP'
                    where a.kind = 'excluded_hit'";
        assert_eq!(count(&world.app, hits), 1);
    });
}

#[test]
fn that_somebody_met_their_own_exclusion_is_read_outside_their_agency_only() {
    on_both(|world| {
        three(&world);
        let deputy = world.sign_in("deputy");
        break_for_leopold(&world.app, &deputy).unwrap();
        let of = |name| {
            let officer = world.sign_in(name);
            let book = world.app.read(&officer, |ctx| list_glass(ctx, None)).unwrap();
            let told = &book.page.items[0];
            (told.outcome, told.person.is_some())
        };
        assert_eq!(of("police privacy officer"), (GlassOutcome::Nobody, false));
        assert_eq!(of("privacy officer"), (GlassOutcome::Excluded, true));
    });
}

#[test]
fn a_name_that_sounds_alike_or_another_day_is_nobody_and_a_former_name_is_somebody() {
    on_both(|world| {
        leopold(&world.app);
        let idva = world.sign_in("idva");
        let nobody = |names, born| {
            let answer = break_for(&world.app, &idva, names, born).unwrap();
            assert_eq!(answer, GlassAnswer::Nobody, "{names:?} {born}");
        };
        nobody(("Leopolt", "Fenwicke"), BORN);
        nobody(("Leopold", "Fenwyck"), BORN);
        nobody(("Leopold", "Fenwicke"), date(1960, 5, 7));
        nobody(("Leopold", "Fenwicke"), date(1960, 6, 5));
        let answer = break_for_leopold(&world.app, &idva).unwrap();
        assert!(matches!(answer, GlassAnswer::Opened { .. }), "{answer:?}");
    });
}

#[test]
fn a_try_that_finds_nobody_is_told_to_the_own_agency_and_a_find_to_both() {
    on_both(|world| {
        leopold(&world.app);
        let idva = world.sign_in("idva");
        break_for(&world.app, &idva, ("Drusilla", "Nevermore"), BORN).unwrap();
        let (amber, police) = (agency(&world, "AMBER-HOUSE"), agency(&world, "FEN-POLICE"));
        let alerts = |agency| {
            let sql = "select count(*) as count from glass_notice n
                       join alert a on a.alert_id = n.alert_id and a.agency_id = n.agency_id
                       where n.agency_id = $1 and a.kind = 'break_glass'";
            world.app.db().read(|tx| tx.count(sql, params![agency])).unwrap()
        };
        assert_eq!((alerts(amber), alerts(police)), (1, 0));
        break_for_leopold(&world.app, &idva).unwrap();
        assert_eq!((alerts(amber), alerts(police)), (2, 1));
    });
}
