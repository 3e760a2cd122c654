//! In a demo county anyone may be anyone; in a real one nobody may.

use crate::county::{count, left_by, word};
use app::{
    App, Config, Visitor,
    area::list_areas,
    db::{DatabaseUrl, Engine},
    demo::{be_person, list_people, make_county},
    system::initialise,
    testing::{World, engines, on_both, operator, postgres},
    user::show_own_account,
};
use jiff::civil::date;

fn demo_county(engine: Engine) -> (App, World, tempfile::TempDir) {
    let world = World::on(engine);
    let folder = tempfile::tempdir().unwrap();
    let url = match engine {
        Engine::Sqlite => DatabaseUrl::Sqlite(folder.path().join("demo.db")),
        Engine::Postgres => DatabaseUrl::Postgres(postgres::new_database(None)),
    };
    let config = Config { url, spool: None, ..world.config.clone() };
    initialise(config.clone(), &operator(), true).unwrap();
    let app = App::open(config).unwrap();
    make_county(&app, &operator()).unwrap();
    (app, world, folder)
}

#[test]
fn in_the_demo_county_one_is_whom_one_chooses_and_that_is_recorded() {
    for engine in engines() {
        let (app, _world, _folder) = demo_county(engine);
        let people = list_people(&app).unwrap();
        assert_eq!(people.len(), 23);
        for person in &people {
            let secret = be_person(&app, person.0.id, "a browser".into()).unwrap();
            let (own, _) = app.read(&Visitor::Cookie(secret), show_own_account).unwrap();
            assert_eq!(own.id, person.0.id);
        }
        let sql = "select count(*) as count from ledger_entry
                   where kind = 'sign_in' and line like '%be_demo_person%'";
        assert_eq!(count(&app, sql), 23);
        let sql = "select count(*) as count from ledger_entry
                   where kind = 'system' and line like '%add_maracs%'";
        assert_eq!(count(&app, sql), 1);
        assert_eq!(word(&be_person(&app, crate::county::nobody(), "x".into())), "not found");
    }
}

#[test]
fn in_a_real_county_nobody_is_anybody() {
    on_both(|world| {
        let id = world.person("idva").id;
        let (answer, left) = left_by(&world, || be_person(&world.app, id, "a browser".into()));
        assert_eq!((word(&answer), left.len()), ("not found", 0));
        assert_eq!(word(&list_people(&world.app)), "not found");
        assert_eq!(count(&world.app, "select count(*) as count from session"), 0);
    });
}

#[test]
fn a_new_database_tells_in_its_ledger_that_it_was_made() {
    on_both(|world| {
        let entries = crate::county::entries(&world.app);
        let made: Vec<String> =
            entries.iter().map(|entry| crate::county::words(&world, entry)).collect();
        let expected = "system initialise system by operator tester";
        assert!(made.iter().any(|line| line == expected), "{made:?}");
        let expected = "change add_agency agency:PARTNERSHIP by operator tester";
        assert!(made.iter().any(|line| line == expected), "{made:?}");
    });
}

#[test]
fn an_area_is_in_force_from_its_first_day_on() {
    on_both(|world| {
        let idva = world.sign_in("idva");
        let names = |on| {
            world
                .app
                .read(&idva, move |ctx| {
                    show_own_account(ctx)?;
                    list_areas(ctx, on)
                })
                .unwrap()
                .into_iter()
                .map(|area| area.name)
                .collect::<Vec<_>>()
        };
        assert_eq!(names(date(1974, 3, 31)), Vec::<String>::new());
        assert_eq!(names(date(1998, 3, 31)).len(), 5);
        let expected = [
            "Cambridge",
            "East Cambridgeshire",
            "Fenland",
            "Huntingdonshire",
            "Peterborough",
            "South Cambridgeshire",
        ];
        assert_eq!(names(date(1998, 4, 1)), expected);
    });
}
