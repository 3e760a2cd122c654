//! Canaries: for each protected field a text that stands nowhere else, put in as in life; then
//! everything that leaves is looked through, to the last byte, as everyone who can ask.
//!
//! `canaries.txt` says where each may be met and by whom. Whatever is met elsewhere fails, and so
//! does a line of the table that nothing meets. `UPDATE=1` writes what was met into the table: then
//! read each change of it. It cannot make anybody a reader: that stands in `canary.rs`.

mod asker;
mod broken;
mod canary;
mod crawl;
mod disk;
mod duty;
mod entries;
mod files;
mod paths;
mod planted;
mod side;
mod spelling;
mod table;

use self::{
    asker::ASKERS,
    canary::CANARIES,
    crawl::{Crawl, Findings, assert_everybody_was_met},
    paths::looks,
    planted::Planted,
    spelling::Net,
};
use crate::kit::{Ask, County, logged_so_far};
use app::{db::Engine, ledger::export_ledger, testing::operator};
use std::time::Instant;

/// GET routes that answer 200 to nobody here.
const NOT_ANSWERED: &[&str] = &["get /invitation/{secret}"];

fn crawl(planted: &Planted, net: &Net) -> Findings {
    let mut crawl = Crawl { planted, net, found: Findings::default() };
    for asker in ASKERS {
        let begun = Instant::now();
        let before = crawl.found.responses;
        crawl.walk(asker);
        let (count, took) = (crawl.found.responses - before, begun.elapsed());
        eprintln!("{}: {count} answers in {:.1} s", asker.head, took.as_secs_f64());
    }
    crawl.found
}

#[test]
fn what_is_told_of_a_person_is_told_to_whom_the_table_says_and_each_time_recorded_once() {
    let planted = Planted::on(County::on(Engine::Sqlite));
    let net = Net::of_all();
    let mut found = crawl(&planted, &net);
    let sums = &found.sums;
    eprintln!(
        "{} canaries in {} spellings, {} answers, {} bytes, met {} times; {} answers showed {} \
         people, {} entries: {} missing, {} spurious, {} twice",
        CANARIES.len(),
        net.spellings,
        found.responses,
        found.bytes,
        found.met.count(),
        sums.answers,
        sums.people,
        sums.entries,
        sums.missing.len(),
        sums.spurious.len(),
        sums.twice.len(),
    );
    assert_everybody_was_met(&found);
    let mut wrong = String::new();
    let leaks = found.leaks.iter().cloned().collect();
    for (what, of) in [
        ("leaks", &leaks),
        ("no entry", &sums.missing),
        ("an entry for nothing", &sums.spurious),
        ("two entries for one look", &sums.twice),
    ] {
        if !of.is_empty() {
            wrong.push_str(&format!("{what}:\n{}\n", of.join("\n")));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    let places = looks().map(|route| format!("get {}", route.path));
    let silent: Vec<String> = places.filter(|place| !found.answered.contains(place)).collect();
    assert_eq!(silent, NOT_ANSWERED, "these answered 200 to nobody");
    disk::note_columns(&planted, &net, &mut found);
    let heads: Vec<&'static str> = ASKERS.iter().map(|asker| asker.head).collect();
    found.met.compare(&heads);
    nothing_beside(&planted, &net);
}

/// Logs, counts, the ledger's export and what lies in the folder name nobody.
fn nothing_beside(planted: &Planted, net: &Net) {
    let county = &planted.county;
    let mut deputy = county.signed_in("deputy");
    let broken = "alter table person_search rename to gone";
    county.app().db().write(move |tx| tx.execute(broken, &[]).map(drop)).unwrap();
    let token = deputy.token();
    let typed =
        [("request", &*token), ("family_name", "Vanterpoole"), ("given_names", "Adelquist")];
    let fields = [typed.as_slice(), &[("purpose", "case_work")]].concat();
    let fault = deputy.send(Ask::form("/people", &fields)).is(500);
    none_in("the page of a fault", &fault.body, net);
    none_in("the counts", &deputy.open("/metrics").body, net);
    let mut export = Vec::new();
    export_ledger(county.app(), &operator()).unwrap().write(&mut export).unwrap();
    assert!(10_000 < export.len());
    none_in("the ledger's export", &export, net);
    // Where the ledger cannot be written, the look waits in the spool.
    let broken = "alter table ledger_entry rename to no_ledger";
    county.app().db().write(move |tx| tx.execute(broken, &[]).map(drop)).unwrap();
    deputy.open(&format!("/people/{}", planted.person("ada"))).is(200).says("Vanterpoole");
    disk::nothing_in_the_folder(planted, net);
    let log = logged_so_far();
    for heard in ["we broke", "the spool is used"] {
        assert!(log.contains(heard), "the log is heard");
    }
    none_in("the log", log.as_bytes(), net);
}

#[track_caller]
fn none_in(what: &str, bytes: &[u8], net: &Net) {
    let caught: Vec<&str> = net.catch(bytes).iter().map(|index| CANARIES[*index].name).collect();
    assert!(caught.is_empty(), "{what} holds {caught:?}");
}
