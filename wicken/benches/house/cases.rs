//! Fifty cases of another agency, listed among as many as a county never has; and what of a page
//! about a person the door and the ledger take.

use crate::{
    alone, each,
    main_job::{House, file_of, folder, size, take_in_by_command},
    server::Server,
    time,
};
use app::{
    App, Error, Visitor,
    db::DbError,
    demo::{be_person, list_people},
    involvement::list_own_cases,
    params,
    person::read_person,
};
use domain::{
    ids::{AgencyId, PersonId},
    policy::{Actor, FieldClass, Permission, Rules, Standing, Subject, UserActor, World, permit},
    user::Role,
};
use std::{
    path::Path,
    time::{Duration, Instant},
};
use uuid::Uuid;

const CASES: usize = 50;
const TURNS: usize = 200;
/// She works for the housing association, with which the police share under a protocol.
const READER: &str = "Leah Coveney";
/// A colleague of hers: what she read is in memory, and the door has not been asked for him.
const COLLEAGUE: &str = "Martin Gosling";

pub(crate) fn measure() {
    let file = file_of(size("WICKEN_BENCH_CASES", 100_000));
    let folder = folder();
    let house = House::demo(folder.path());
    take_in_by_command(&house, &file);
    let app = house.app();
    let people = list_people(&app).unwrap();
    let reader = people.iter().find(|person| person.0.name.as_str() == READER).unwrap();
    involve(&app, reader.0.agency);
    let secret = be_person(&app, reader.0.id, "a bench".to_owned()).unwrap();
    let visitor = Visitor::Cookie(secret.clone());
    let (cases, _) = app.read(&visitor, list_own_cases).unwrap();
    let people: Vec<PersonId> =
        cases.iter().flat_map(|own| own.people.iter().map(|person| person.person)).collect();
    let incidents = "select count(*) as count from incident";
    let incidents = app.db().read(|tx| tx.count(incidents, params![])).unwrap();
    let what = format!("{} cases, {} people, of {incidents}", cases.len(), people.len());
    assert!(CASES <= cases.len() && CASES <= people.len(), "{what}");
    in_process(&format!("/cases: {what}"), &app, &visitor, |ctx| list_own_cases(ctx).map(drop));
    let person = people[0];
    in_process("/people/{id}, one of them", &app, &visitor, |ctx| {
        read_person(ctx, person).map(drop)
    });
    let question = question();
    alone("a question at the door about a person", &time(question));
    let colleague = list_people(&app).unwrap().into_iter();
    let colleague = colleague.map(|it| it.0).find(|it| it.name.as_str() == COLLEAGUE).unwrap();
    let secret_of_his = be_person(&app, colleague.id, "a bench".to_owned()).unwrap();
    shares(&app, &visitor, &Visitor::Cookie(secret_of_his), &persons(people));
    drop(app);
    over_http(folder.path(), &secret, person);
}

fn persons(mut people: Vec<PersonId>) -> Vec<PersonId> {
    people.sort_unstable();
    people.dedup();
    people
}

/// What of a look at a person the door takes when it is asked for the first time, when it remembers
/// its answers, and what the ledger takes: medians over everybody in the cases.
fn shares(app: &App, before: &Visitor, visitor: &Visitor, people: &[PersonId]) {
    let look = |visitor: &Visitor| {
        let looks = people.iter().map(|person| {
            let whole = Instant::now();
            let took = app.read(visitor, |ctx| {
                let begun = Instant::now();
                read_person(ctx, *person)?;
                Ok(begun.elapsed())
            });
            let took = took.unwrap();
            (took, whole.elapsed().saturating_sub(took))
        });
        let (looks, kept): (Vec<Duration>, Vec<Duration>) = looks.unzip();
        (median(looks), median(kept))
    };
    look(before);
    let (first, kept) = look(visitor);
    let (again, kept_again) = look(visitor);
    let share = |part: Duration, of: Duration| {
        format!("{:.1} %", 100.0 * part.as_secs_f64() / of.as_secs_f64())
    };
    let door = first.saturating_sub(again);
    alone(&format!("/people/{{id}}, each of {} for the first time", people.len()), &time(first));
    alone("    of it the door", &share(door, first + kept));
    alone("    of it the ledger", &share(kept, first + kept));
    alone("/people/{id}, each once more: the door remembers", &time(again));
    alone("    of it the ledger", &share(kept_again, again + kept_again));
}

/// The agency works on the latest incidents that another holds.
fn involve(app: &App, agency: AgencyId) {
    let sources = "select i.incident_id as id from incident i
                   join incident_state s on s.incident_id = i.incident_id
                        and s.superseded_at is null
                   order by s.reported_on desc, i.incident_id limit 50";
    let sources: Vec<Uuid> =
        app.db().read(|tx| tx.list(sources, params![], |row| row.get("id"))).unwrap();
    let now = app.clock().now();
    let write = move |tx: &mut app::db::Tx<'_>| -> Result<(), DbError> {
        for source in &sources {
            tx.execute(
                "insert into involvement (involvement_id, source_id, agency_id, part, from_on, why,
                                          recorded_at)
                 values ($1, $2, $3, 'assigned', '2020-01-01', 'A bench.', $4)",
                params![*source, *source, agency, now],
            )?;
        }
        Ok(())
    };
    app.db().write(write).unwrap();
}

/// What a look takes by itself, and with the entries that have to be durable before it is shown.
fn in_process(
    what: &str,
    app: &App,
    visitor: &Visitor,
    look: impl Fn(&mut app::Ctx<'_>) -> Result<(), Error>,
) {
    let (mut looks, mut kept) = (Vec::new(), Vec::new());
    for _ in 0..TURNS {
        let whole = Instant::now();
        let took = app.read(visitor, |ctx| {
            let begun = Instant::now();
            look(ctx)?;
            Ok(begun.elapsed())
        });
        let took = took.unwrap();
        looks.push(took);
        kept.push(whole.elapsed().saturating_sub(took));
    }
    alone(what, &time(median(looks)));
    alone("    and until its entries are durable, besides", &time(median(kept)));
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn question() -> Duration {
    let rules = Rules::wicken().unwrap();
    let id = |number| Uuid::from_u128(number);
    let actor = Actor::User(UserActor {
        id: domain::ids::UserId::from_uuid(id(2)),
        role: Role::Deputy,
        agency: AgencyId::from_uuid(id(1)),
        agency_is_partnership: false,
        active: true,
        agency_active: true,
    });
    let asker = Standing { is_involved: true, is_agreed: true, ..Standing::default() };
    let subject = Subject::Person {
        id: PersonId::from_uuid(id(3)),
        agency: AgencyId::from_uuid(id(4)),
        referred_by: None,
        class: FieldClass::Identity,
        asker,
    };
    let world = World { fresh_sign_in: false };
    each(20_000, |_| {
        permit(&rules, &actor, Permission::ReadPerson, &subject, &world).unwrap();
    })
}

fn over_http(folder: &Path, secret: &str, person: PersonId) {
    let server = Server::demo(folder);
    let agent: ureq::Agent = ureq::Agent::new_with_defaults();
    for path in ["/cases".to_owned(), format!("/people/{person}")] {
        let mut times = Vec::new();
        for _ in 0..TURNS {
            let begun = Instant::now();
            let sent = agent
                .get(format!("http://{}{path}", server.address))
                .header("cookie", format!("wicken={secret}"))
                .call();
            let page = sent.unwrap().body_mut().read_to_string().unwrap();
            times.push(begun.elapsed());
            assert!(page.contains(READER), "{path} is not hers");
        }
        let shape = if path == "/cases" { "/cases" } else { "/people/{id}" };
        alone(&format!("{shape} over HTTP, recorded"), &time(median(times)));
    }
}
