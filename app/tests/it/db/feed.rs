//! What changed is told, after it is durable, to every server that can hear it.

use crate::{agencies::harbour, county::agency};
use app::{
    agency::{add_agency, suspend_agency},
    db::{Engine, Event},
    testing::{World, on_both},
};
use std::{
    thread,
    time::{Duration, Instant},
};
use tokio::sync::broadcast::Receiver;

fn next(events: &mut Receiver<Event>, within: Duration) -> Option<Event> {
    let end = Instant::now() + within;
    while Instant::now() < end {
        if let Ok(event) = events.try_recv() {
            return Some(event);
        }
        thread::sleep(Duration::from_millis(5));
    }
    None
}

#[test]
fn a_change_is_told_once_in_this_server() {
    on_both(|world| {
        let grantor = world.sign_in("grantor");
        // The listening connection is made in the background.
        thread::sleep(Duration::from_millis(200));
        let mut events = world.app.db().feed().subscribe();
        world.app.change(&grantor, |ctx| add_agency(ctx, harbour())).unwrap();
        let event = next(&mut events, Duration::from_secs(1)).expect("it is told");
        assert_eq!(event.topic, "policy-epoch");
        assert_eq!(next(&mut events, Duration::from_millis(100)), None, "once");
    });
}

#[test]
fn what_was_undone_is_not_told() {
    on_both(|world| {
        let idva = world.sign_in("idva");
        let amber = agency(&world, "AMBER-HOUSE");
        let mut events = world.app.db().feed().subscribe();
        let refused = world.app.change(&idva, |ctx| {
            ctx.announce("never", uuid::Uuid::nil())?;
            add_agency(ctx, harbour())
        });
        assert!(refused.is_err());
        let grantor = world.sign_in("grantor");
        let late = world.app.change(&grantor, move |ctx| suspend_agency(ctx, amber, 7));
        assert!(late.is_err());
        assert_eq!(next(&mut events, Duration::from_millis(150)), None);
    });
}

#[test]
fn another_server_on_postgres_hears_of_it_within_a_second() {
    if !app::testing::engines().contains(&Engine::Postgres) {
        return;
    }
    let world = World::on(Engine::Postgres);
    let other = world.second_server();
    let grantor = world.sign_in("grantor");
    thread::sleep(Duration::from_millis(200));
    let mut events = other.db().feed().subscribe();
    world.app.change(&grantor, |ctx| add_agency(ctx, harbour())).unwrap();
    let event = next(&mut events, Duration::from_secs(1)).expect("it is told");
    assert_eq!(event.topic, "policy-epoch");
}

#[test]
fn a_feed_that_lost_its_connection_hears_again() {
    if !app::testing::engines().contains(&Engine::Postgres) {
        return;
    }
    let world = World::on(Engine::Postgres);
    let grantor = world.sign_in("grantor");
    thread::sleep(Duration::from_millis(200));
    let mut killer =
        postgres::Client::connect(world.app.db().server().unwrap(), postgres::NoTls).unwrap();
    let sql = "select pg_terminate_backend(pid) from pg_stat_activity
               where application_name = 'wicken' and datname = current_database()";
    killer.query(sql, &[]).unwrap();
    thread::sleep(Duration::from_millis(2_500));
    let mut events = world.app.db().feed().subscribe();
    world.app.change(&grantor, |ctx| add_agency(ctx, harbour())).unwrap();
    assert!(next(&mut events, Duration::from_secs(1)).is_some());
}
