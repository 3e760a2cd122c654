//! One person sought among as many as a county never has: in process, over HTTP, and what memory
//! a server needs to begin with.

mod asked;

use self::asked::{Asked, sample};
use crate::{
    alone,
    county::AgencyFile,
    main_job::{County, House, county_of, folder, operator, size, take_in_beside},
    server::Server,
    time,
};
use app::{
    App, Visitor,
    demo::{be_person, list_people},
    import::{ImportRequest, reading::FileKind, run_import},
    params,
    person::{FoundPerson, Likeness, SearchRequest, Sought, may_search_by_place, search_people},
    token::issue_token,
};
use domain::{
    agency::AgencyCode,
    ids::AgencyId,
    person::{NhsNumber, SearchPurpose},
};
use serde_json::{Value, json};
use std::{
    io::Cursor,
    time::{Duration, Instant},
};

/// Of those who are known, and as many of those who are new.
const SEARCHES: usize = 1_000;
/// Fewer than an account may have in an hour: then what was counted is taken away.
const IN_A_ROW: usize = 50;

pub(crate) fn measure() {
    let county = county_of(size("WICKEN_BENCH_ROWS", 20_000));
    let is_wanted = |engine: &str| std::env::args().all(|word| word != format!("no-{engine}"));
    if is_wanted("sqlite") {
        let folder = folder();
        measure_on(&House::demo(folder.path()), &county);
    }
    if is_wanted("postgres") {
        println!("on PostgreSQL");
        let folder = folder();
        measure_on(&House::demo_on_postgres(folder.path()), &county);
    }
}

fn measure_on(house: &House, county: &County) {
    let app = house.app();
    let visitor = worker(&app, county.file.agency);
    let token = app.change(&visitor, |ctx| issue_token(ctx, "A bench", 30)).unwrap().secret;
    let server = Server::serve(&house.url(), &house.key());
    let mut waits = Vec::new();
    take_in_beside(house, &county.file, &mut || waits.push(look(&server, &token)));
    drop(server);
    spread("    a look at a server beside it, recorded", &mut waits);
    alone("    and at most", &time(waits[waits.len() - 1]));
    let asked = sample(county, app.db(), SEARCHES);
    let persons = "select count(*) as count from person";
    let persons = app.db().read(|tx| tx.count(persons, params![])).unwrap();
    // By now the first session may have ended.
    in_process(house, &app, &worker(&app, county.file.agency), &asked, persons);
    let server = Server::serve(&house.url(), &house.key());
    over_http(house, (&server, &token), &asked);
    entered_elsewhere(&app, (&server, &token), &county.file);
}

/// A page that leaves an entry, which is durable before it is shown.
fn look(server: &Server, token: &str) -> Duration {
    let begun = Instant::now();
    let sent = ureq::get(format!("http://{}/api/v1/agencies", server.address))
        .header("authorization", format!("Bearer {token}"))
        .call();
    sent.unwrap().body_mut().read_to_vec().unwrap();
    begun.elapsed()
}

/// Somebody of the agency who may search.
fn worker(app: &App, agency: &str) -> Visitor {
    let people = list_people(app).unwrap();
    let code = "select agency_id from agency where code = $1";
    let own = app.db().read(|tx| tx.find(code, params![agency], |row| row.get("agency_id")));
    let own: Option<AgencyId> = own.unwrap();
    let of = people.iter().filter(|person| Some(person.0.agency) == own);
    let cookies = of.map(|person| be_person(app, person.0.id, "a bench".to_owned()).unwrap());
    let mut visitors = cookies.map(Visitor::Cookie);
    let may_search = |visitor: &Visitor| {
        let nobody = Sought {
            given_names: "Nobody".to_owned(),
            family_name: "Known".to_owned(),
            ..Sought::default()
        };
        let request = SearchRequest { purpose: SearchPurpose::CaseWork, sought: nobody };
        let found = app.change(visitor, move |ctx| {
            search_people(ctx, &request)?;
            may_search_by_place(ctx)
        });
        matches!(found, Ok(true))
    };
    visitors.find(may_search).expect("somebody of the police may search")
}

fn begin_anew(house: &House) {
    let db = house.database();
    let forget = db.write(|tx| tx.execute("delete from person_search", params![]));
    forget.map_err(|error: app::db::DbError| error.to_string()).unwrap();
}

fn in_process(house: &House, app: &App, visitor: &Visitor, asked: &[Asked], persons: i64) {
    type Kind = (&'static str, fn(&Asked) -> Sought);
    let kinds: [Kind; 4] = [
        ("both names", by_names),
        ("both names and the day of birth", |asked| Sought { born: asked.born, ..by_names(asked) }),
        ("a family name and the day of birth", |asked| Sought {
            family_name: asked.family.clone(),
            born: asked.born,
            ..Sought::default()
        }),
        ("all that is told of them", by_everything),
    ];
    let (mut all, mut durable) = (Vec::new(), Vec::new());
    for (name, sought) in kinds {
        let (mut times, mut tally) = (Vec::new(), Tally::default());
        // Without a day of birth some of these would ask for too little, or for the same again.
        let needs_day = name.contains("day");
        for (number, asked) in
            asked.iter().filter(|asked| !needs_day || asked.born.is_some()).enumerate()
        {
            if number % IN_A_ROW == 0 {
                begin_anew(house);
            }
            let request = SearchRequest { purpose: SearchPurpose::CaseWork, sought: sought(asked) };
            let whole = Instant::now();
            let search = move |ctx: &mut app::Ctx<'_>| {
                let begun = Instant::now();
                let found = search_people(ctx, &request)?;
                Ok((begun.elapsed(), found))
            };
            let (took, people) = app.change(visitor, search).unwrap();
            durable.push(whole.elapsed());
            times.push(took);
            tally.count(asked, &people);
        }
        spread(&format!("by {name}, of {persons}"), &mut times);
        tally.tell();
        all.append(&mut times);
    }
    spread("all of these, in process", &mut all);
    spread("    with the commit that records them", &mut durable);
}

/// Who was found, of those who are on file and of those who are not.
#[derive(Default)]
struct Tally {
    known: usize,
    first: usize,
    shown: usize,
    new: usize,
    /// For whom somebody is listed, be it as less likely; shown; and shown as very likely.
    listed: usize,
    taken_for: usize,
    taken_for_surely: usize,
    /// How likely whoever was meant was said to be, of each who is known and was found.
    meant: Vec<f64>,
    /// How likely the likeliest was said to be, of each who is new and for whom somebody was shown.
    mistaken: Vec<f64>,
}

/// Probabilities from which somebody might be shown.
const SHOWN_FROM: [f64; 4] = [0.05, 0.2, 0.5, 0.8];

impl Tally {
    fn count(&mut self, asked: &Asked, found: &[FoundPerson]) {
        let is_it = |person: &FoundPerson| asked.on_file.contains(&person.id);
        if asked.is_known {
            self.known += 1;
            self.first += usize::from(found.first().is_some_and(is_it));
            self.shown += usize::from(found.iter().any(is_it));
            self.meant.extend(found.iter().find(|person| is_it(person)).map(|one| one.probability));
            return;
        }
        let is_sure = |person: &FoundPerson| person.likeness == Likeness::VeryLikely;
        let is_shown = |person: &FoundPerson| person.likeness != Likeness::LessLikely;
        self.new += 1;
        self.listed += usize::from(!found.is_empty());
        self.taken_for += usize::from(found.iter().any(is_shown));
        self.taken_for_surely += usize::from(found.iter().any(is_sure));
        self.mistaken.extend(found.first().map(|one| one.probability));
    }

    fn tell(&self) {
        let share = |part: usize, of: usize| format!("{:.1} %", 100.0 * part as f64 / of as f64);
        let known = format!("{}, {}", share(self.first, self.known), share(self.shown, self.known));
        alone(&format!("    of {} known found first, found at all", self.known), &known);
        let all = [self.taken_for_surely, self.taken_for, self.listed];
        let new = all.map(|part| share(part, self.new)).join(", ");
        alone(&format!("    of {} new somebody very likely, shown, listed at all", self.new), &new);
        for from in SHOWN_FROM {
            let many = |all: &[f64]| all.iter().filter(|one| from <= **one).count();
            let (known, new) = (many(&self.meant), many(&self.mistaken));
            let shares = format!("{}, {}", share(known, self.known), share(new, self.new));
            alone(&format!("    shown from {from} on: of the known, of the new"), &shares);
        }
    }
}

fn by_names(asked: &Asked) -> Sought {
    Sought {
        given_names: asked.given.clone(),
        family_name: asked.family.clone(),
        ..Sought::default()
    }
}

fn by_everything(asked: &Asked) -> Sought {
    Sought {
        born: asked.born,
        nhs_number: asked.nhs_number.clone(),
        postcode: asked.postcode.clone(),
        phone: asked.phone.clone(),
        ..by_names(asked)
    }
}

fn spread(what: &str, times: &mut [Duration]) {
    times.sort();
    let at = |of: usize| time(times[(times.len() * of / 100).min(times.len() - 1)]);
    alone(what, &format!("p50 {}, p99 {}", at(50), at(99)));
}

/// What a program asks for somebody, and how many it is told of.
fn ask(agent: &ureq::Agent, (server, token): (&Server, &str), sought: &Sought) -> usize {
    let born = sought.born.map(|born| match born {
        app::person::BirthPart::Day(day) => day.to_string(),
        part => unreachable!("{part:?}"),
    });
    let body = json!({
        "purpose": "case_work", "given_names": sought.given_names,
        "family_name": sought.family_name, "date_of_birth": born,
        "nhs_number": sought.nhs_number.as_ref().map(NhsNumber::as_str),
    });
    let sent = agent
        .post(format!("http://{}/api/v1/people/search", server.address))
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/json")
        .send(body.to_string());
    let found: Value = sent.unwrap().body_mut().read_json().unwrap();
    found["people"].as_array().unwrap().len()
}

fn over_http(house: &House, door: (&Server, &str), asked: &[Asked]) {
    alone("memory of a server that has just begun", &door.0.memory());
    let agent = ureq::Agent::new_with_defaults();
    let mut times = Vec::new();
    for (number, asked) in asked.iter().enumerate() {
        if number % IN_A_ROW == 0 {
            begin_anew(house);
        }
        let sought = Sought { born: asked.born, ..by_names(asked) };
        let begun = Instant::now();
        ask(&agent, door, &sought);
        times.push(begun.elapsed());
    }
    spread("by both names and the day of birth over HTTP, recorded", &mut times);
    alone("    memory of the server afterwards", &door.0.memory());
    begin_anew(house);
}

/// One more is sent in at another place than the server that is asked.
fn entered_elsewhere(app: &App, door: (&Server, &str), file: &AgencyFile) {
    let sought = Sought {
        given_names: "Thessaly".to_owned(),
        family_name: "Quarrendon".to_owned(),
        ..Sought::default()
    };
    let agent = ureq::Agent::new_with_defaults();
    assert_eq!(ask(&agent, door, &sought), 0);
    let text = "incident_ref,reported_on,area,victim_given_names,victim_family_name\n\
                LAST-1,2009-03-30,Fenland,Thessaly,Quarrendon\n";
    let request = ImportRequest {
        kind: FileKind::Incidents,
        agency: AgencyCode::parse(file.agency).unwrap(),
        file_name: "one.csv".to_owned(),
        dry_run: false,
    };
    let begun = Instant::now();
    run_import(app, &operator(), &request, Cursor::new(text), &mut |_| ()).unwrap();
    let took = begun.elapsed();
    assert_eq!(ask(&agent, door, &sought), 1);
    alone("one more sent in elsewhere, linked and found here after", &time(took));
}
