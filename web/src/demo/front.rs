//! "Be this person", for everyone of the demo county.

use crate::{
    answer::{Answer, Problem, page},
    asking::Asking,
    frame::Frame,
    site::Site,
};
use askama::Template;

#[derive(Template)]
#[template(path = "demo/front.html")]
struct Page {
    frame: Frame,
    agencies: Vec<Agency>,
}

struct Agency {
    name: String,
    people: Vec<Person>,
}

struct Person {
    id: String,
    name: String,
    role: &'static str,
    duty: &'static str,
}

pub(crate) async fn show(site: &Site, asking: &Asking) -> Answer {
    let app = site.app().clone();
    let found = tokio::task::spawn_blocking(move || app::demo::list_people(&app)).await;
    let people = found
        .map_err(|panic| Problem::of(asking, app::Error::Broken(panic.to_string())))?
        .map_err(|error| Problem::of(asking, error))?;
    let mut agencies: Vec<Agency> = Vec::new();
    for app::demo::DemoPerson(user) in people {
        let person = Person {
            id: user.id.to_string(),
            name: user.name.to_string(),
            role: user.role.words(),
            duty: user.role.duty(),
        };
        match agencies.last_mut().filter(|agency| agency.name == user.agency_name) {
            Some(agency) => agency.people.push(person),
            None => agencies.push(Agency { name: user.agency_name, people: vec![person] }),
        }
    }
    page(&Page { frame: Frame::outside(site, asking, "Demo county"), agencies })
}
