//! In the demo county anyone may be anyone; anywhere else there is no such route.

use crate::kit::{Ask, Browser, County, Server, rows_of};
use app::{
    App, Config, Limits,
    db::{DatabaseUrl, Engine},
    demo::make_county,
    keys::{MasterKey, MasterKeys},
    system::initialise,
    testing::{engines, operator, postgres},
    user::PasswordCost,
};
use std::path::Path;

fn given_a_demo_county(engine: Engine, folder: &Path, clock: app::Clock) -> App {
    let url = match engine {
        Engine::Sqlite => DatabaseUrl::Sqlite(folder.join("demo.db")),
        Engine::Postgres => DatabaseUrl::Postgres(postgres::new_database(None)),
    };
    let config = Config {
        url,
        keys: MasterKeys::new(MasterKey::generate()),
        clock,
        spool: None,
        limits: Limits::default(),
        password_cost: PasswordCost { memory_kib: 64, passes: 1 },
    };
    initialise(config.clone(), &operator(), true).unwrap();
    let app = App::open(config).unwrap();
    make_county(&app, &operator()).unwrap();
    app
}

#[test]
fn anyone_may_be_anyone_in_the_demo_county() {
    let clock = app::Clock::set_to("2026-11-24T10:00:00Z".parse().unwrap());
    for engine in engines() {
        let folder = tempfile::tempdir().unwrap();
        let app = given_a_demo_county(engine, folder.path(), clock.clone());
        let server = Server::start(app.clone());
        let mut visitor = Browser::at(&server);
        let front = visitor.open("/").is(200).says("The demo county").says("Nobody here is real");
        let be: Vec<String> = front.forms().into_iter().map(|form| form.action).collect();
        assert!(10 < be.len(), "{be:?}");
        for action in &be {
            let home = visitor.submit(&front, action, &[]).is(200).at("/");
            let home = home.says("This is a demo county");
            visitor.submit(&home, "/sign-out", &[]).at("/signed-out");
        }
        let rows = rows_of(&app);
        assert_eq!(rows["session"], be.len() as i64);
        let token = visitor.token();
        let nobody = "/demo/be/0191e0a0-0000-7000-8000-00000000abcd";
        visitor.send(Ask::form(nobody, &[("request", &token)])).is(404);
        visitor.send(Ask::form("/demo/be/nonsense", &[("request", &token)])).is(404);
        visitor.send(Ask::form(be[0].as_str(), &[])).is(403);
        assert_eq!(rows_of(&app)["session"], rows["session"]);
    }
}

#[test]
fn a_county_that_is_no_demo_has_no_such_route() {
    County::on_both(|county| {
        let mut stranger = county.stranger();
        stranger.open("/").is(200).says("Welcome to Wicken").does_not_say("demo");
        let token = stranger.token();
        let rows = rows_of(county.app());
        let path = format!("/demo/be/{}", county.id("grantor"));
        let there = stranger.send(Ask::form(path, &[("request", &token)])).is(404);
        let nowhere = stranger.send(Ask::form("/no/such/page", &[("request", &token)])).is(404);
        assert_eq!((there.body, there.headers), (nowhere.body, nowhere.headers));
        assert_eq!(stranger.secret(), "");
        assert_eq!(rows_of(county.app()), rows);
    });
}
