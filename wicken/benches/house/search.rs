//! One person sought among as many as a county never has: in process, over HTTP, and what memory
//! a server needs to begin with.

use crate::{
    alone,
    main_job::{House, file_of, folder, size, take_in_by_command},
    server::Server,
    time,
};
use app::{
    App, Visitor,
    demo::{be_person, list_people},
    params,
    person::{BirthPart, SearchRequest, Sought, search_people},
    token::issue_token,
};
use domain::{ids::AgencyId, person::SearchPurpose};
use serde_json::json;
use std::{
    path::Path,
    time::{Duration, Instant},
};

const SEARCHES: usize = 1_000;
/// Fewer than an account may have in an hour: then what was counted is taken away.
const IN_A_ROW: usize = 50;

/// Whom a search asks for, as the file has them.
#[derive(Clone)]
struct Asked {
    given: String,
    family: String,
    born: String,
}

pub(crate) fn measure() {
    let file = file_of(size("WICKEN_BENCH_ROWS", 20_000));
    let folder = folder();
    let house = House::demo(folder.path());
    take_in_by_command(&house, &file);
    let asked = sample(&file.text);
    let app = house.app();
    let persons = "select count(*) as count from person";
    let persons = app.db().read(|tx| tx.count(persons, params![])).unwrap();
    let visitor = worker(&app, file.agency);
    in_process(&house, &app, &visitor, &asked, persons);
    let token = app.change(&visitor, |ctx| issue_token(ctx, "A bench", 30)).unwrap().secret;
    drop(app);
    over_http(&house, folder.path(), &token, &asked);
}

/// Victims of whom the name and the day of birth are told, from all parts of the file.
fn sample(text: &str) -> Vec<Asked> {
    let mut lines = text.lines();
    let head: Vec<&str> = lines.next().unwrap().split(',').collect();
    let column = |name: &str| head.iter().position(|column| *column == name).unwrap();
    let columns = ["victim_given_names", "victim_family_name", "victim_date_of_birth"].map(column);
    let told = lines.filter(|line| !line.contains('"')).filter_map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        let [given, family, born] = columns.map(|at| cells.get(at).copied().unwrap_or_default());
        let is_whole = !given.is_empty() && !family.is_empty() && born.len() == 10;
        let [given, family, born] = [given, family, born].map(str::to_owned);
        is_whole.then_some(Asked { given, family, born })
    });
    let all: Vec<Asked> = told.collect();
    let step = (all.len() / SEARCHES).max(1);
    all.into_iter().step_by(step).take(SEARCHES).collect()
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
        app.change(visitor, move |ctx| search_people(ctx, &request)).is_ok()
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
    let kinds: [Kind; 3] = [
        ("both names and the day of birth", |asked| Sought {
            born: BirthPart::from_text(&asked.born).ok(),
            ..by_names(asked)
        }),
        ("both names", by_names),
        ("a family name and the day of birth", |asked| Sought {
            family_name: asked.family.clone(),
            born: BirthPart::from_text(&asked.born).ok(),
            ..Sought::default()
        }),
    ];
    let (mut all, mut durable, mut found) = (Vec::new(), Vec::new(), 0);
    for (name, sought) in kinds {
        let mut times = Vec::new();
        for (number, asked) in asked.iter().enumerate() {
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
            found += usize::from(!people.is_empty());
        }
        spread(&format!("by {name}, of {persons}"), &mut times);
        all.append(&mut times);
    }
    let known = found as f64 / all.len() as f64;
    spread("all of these, in process", &mut all);
    spread("    with the commit that records them", &mut durable);
    alone("    somebody was found in", &format!("{:.1} %", 100.0 * known));
}

fn by_names(asked: &Asked) -> Sought {
    Sought {
        given_names: asked.given.clone(),
        family_name: asked.family.clone(),
        ..Sought::default()
    }
}

fn spread(what: &str, times: &mut [Duration]) {
    times.sort();
    let at = |of: usize| time(times[(times.len() * of / 100).min(times.len() - 1)]);
    alone(what, &format!("p50 {}, p99 {}", at(50), at(99)));
}

fn over_http(house: &House, folder: &Path, token: &str, asked: &[Asked]) {
    let server = Server::demo(folder);
    alone("memory of a server that has just begun", &server.memory());
    let agent: ureq::Agent = ureq::Agent::new_with_defaults();
    let mut times = Vec::new();
    for (number, asked) in asked.iter().enumerate() {
        if number % IN_A_ROW == 0 {
            begin_anew(house);
        }
        let body = json!({
            "purpose": "case_work", "given_names": asked.given, "family_name": asked.family,
            "date_of_birth": asked.born,
        });
        let begun = Instant::now();
        let sent = agent
            .post(format!("http://{}/api/v1/people/search", server.address))
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", "application/json")
            .send(body.to_string());
        sent.unwrap().body_mut().read_to_vec().unwrap();
        times.push(begun.elapsed());
    }
    spread("the same over HTTP, recorded", &mut times);
    alone("    its memory afterwards", &server.memory());
}
