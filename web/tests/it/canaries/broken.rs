//! While the ledger cannot be written, at whichever step it fails: whatever is shown of somebody
//! waits in the spool, once for each look, or nothing is shown of anybody.
//!
//! The places are those of the table: each at which something protected is read, by each who may.

use super::{
    asker::{ASKERS, Visit},
    canary::CANARIES,
    entries::{Sums, at},
    files::SOUGHT,
    paths::{Ids, looks},
    planted::Planted,
    spelling::Net,
    table::readers,
};
use crate::kit::{Ask, Browser, County, Server, is_deep};
use app::{
    App, Config,
    db::{DbError, Engine, Tx},
    testing::engines,
    user::show_own_account,
};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use std::{collections::BTreeSet, time::Instant};
use web::Access;

/// Where writing the ledger fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    /// At the first entry of a request.
    First,
    /// At an entry after the first, which is in by then.
    Later,
    /// When everything is written and only has to be made durable.
    Commit,
    /// At the first entry, and there is no spool.
    NoSpool,
    /// At the first entry, and the spool is full.
    FullSpool,
}

const FAULTS: [Fault; 5] =
    [Fault::First, Fault::Later, Fault::Commit, Fault::NoSpool, Fault::FullSpool];

/// Something that showed somebody while all was well.
struct Look {
    visit: usize,
    place: String,
    how: How,
}

enum How {
    Get(String),
    Post(String, Vec<(&'static str, String)>),
    Json(&'static str, serde_json::Value),
}

/// A look under a fault: who was shown, and when it was.
struct Taken<'l> {
    look: &'l Look,
    status: u16,
    shown: BTreeSet<&'static str>,
    /// Canaries of all sorts, also of what is about nobody by name.
    met: usize,
    at: Timestamp,
}

struct Trial {
    planted: Planted,
    net: Net,
    visits: Vec<Visit>,
    /// The same people at a server that has no spool.
    bare: Server,
}

#[test]
fn while_the_ledger_is_broken_a_look_at_somebody_waits_in_the_spool_or_shows_nobody() {
    for engine in engines() {
        let begun = Instant::now();
        let trial = Trial::on(engine);
        let looks = trial.looks();
        let places: BTreeSet<&str> = looks.iter().map(|look| look.place.as_str()).collect();
        let least = if engine == Engine::Sqlite { 30 } else { 10 };
        assert!(least < places.len(), "{} places: {places:?}", places.len());
        for fault in FAULTS {
            trial.hold(fault, &looks);
        }
        eprintln!(
            "{}: {} looks at {} places under {} faults in {:?}",
            engine.words(),
            looks.len(),
            places.len(),
            FAULTS.len(),
            begun.elapsed()
        );
    }
}

impl Trial {
    fn on(engine: Engine) -> Trial {
        let planted = Planted::on(County::on(engine));
        // On the second engine every third asker, but in a long run.
        let is_walked = |number: usize| is_deep() || engine == Engine::Sqlite || number % 3 == 2;
        let askers = ASKERS.iter().enumerate().filter(|(number, _)| is_walked(*number));
        let visits = askers.map(|(_, asker)| asker.visit(&planted.county)).collect();
        let config = Config { spool: None, ..planted.county.world.config.clone() };
        let bare = Server::start(App::open(config).unwrap());
        Trial { planted, net: Net::of_all(), visits, bare }
    }

    /// One look of each asker at each place where the table says that they read of somebody.
    fn looks(&self) -> Vec<Look> {
        let ids = Ids::of(&self.planted);
        let mut found = Vec::new();
        for (visit, of) in self.visits.iter().enumerate() {
            for place in readers(of.head) {
                let ways = self.ways(&ids, &place);
                let mut ways =
                    ways.into_iter().map(|how| Look { visit, place: place.clone(), how });
                let showing = ways.find(|look| {
                    let ask = self.ask(look, &self.token(look));
                    0 < self.take(look, ask, None).met
                });
                found.extend(showing);
            }
        }
        found
    }

    /// The requests with which somebody could be met at a place.
    fn ways(&self, ids: &Ids, place: &str) -> Vec<How> {
        let (method, path) = place.split_once(' ').unwrap();
        if method == "get" {
            let route = looks().find(|route| route.path == path).unwrap();
            return ids.addresses(route).into_iter().map(How::Get).collect();
        }
        let people = self.planted.people.keys();
        match path {
            "/people/{id}/whereabouts" => people
                .map(|id| {
                    let typed =
                        vec![("reason", "visit".to_owned()), ("words", "A walk.".to_owned())];
                    How::Post(path.replace("{id}", &id.to_string()), typed)
                })
                .collect(),
            "/people" | "/api/v1/people/search" => {
                SOUGHT.iter().map(|(given, family, _)| sought(path, given, family)).collect()
            }
            other => panic!("nobody knows what to send to {other}: say it here"),
        }
    }

    fn token(&self, look: &Look) -> String {
        match look.how {
            How::Post(..) => self.visits[look.visit].browser.clone().token(),
            How::Get(_) | How::Json(..) => String::new(),
        }
    }

    fn ask(&self, look: &Look, token: &str) -> Ask {
        let visit = &self.visits[look.visit];
        let bearer = visit.token.as_deref().unwrap_or_default();
        match &look.how {
            How::Get(path) => {
                let is_api = looks().any(|it| {
                    format!("get {}", it.path) == look.place && it.access == Access::Token
                });
                if is_api { Ask::get(path).bearer(bearer) } else { Ask::get(path) }
            }
            How::Post(path, typed) => {
                let typed = typed.iter().map(|(name, value)| (*name, value.as_str()));
                Ask::form(path, &[("request", token)].into_iter().chain(typed).collect::<Vec<_>>())
            }
            How::Json(path, body) => {
                Ask::json(*path, "", body).without("idempotency-key").bearer(bearer)
            }
        }
    }

    /// Looks, at an instant of its own.
    fn take<'l>(&self, look: &'l Look, ask: Ask, server: Option<&Server>) -> Taken<'l> {
        let clock = &self.planted.county.world.clock;
        clock.advance(SignedDuration::from_millis(2));
        let visit = &self.visits[look.visit];
        let mut browser = match server {
            Some(server) => Browser::at(server).with_cookie(visit.browser.secret()),
            None => visit.browser.clone(),
        };
        let at = clock.now();
        let page = browser.send(ask);
        let caught = self.net.catch(&page.body);
        let shown = caught.iter().filter_map(|index| CANARIES[*index].person()).collect();
        Taken { look, status: page.status, shown, met: caught.len(), at }
    }

    /// Everything is looked at once more while the ledger is broken; then it is mended.
    fn hold(&self, fault: Fault, looks: &[Look]) {
        let app = self.planted.county.app();
        let asks: Vec<Ask> = looks.iter().map(|look| self.ask(look, &self.token(look))).collect();
        let filler = self.planted.county.world.sign_in("chair");
        write(app, &breaking(fault, app.db().engine()));
        if fault == Fault::FullSpool {
            for many in [400, 1] {
                while app
                    .read(&filler, |ctx| {
                        (0..many).try_for_each(|_| show_own_account(ctx).map(drop))
                    })
                    .is_ok()
                {}
            }
        }
        let server = (fault == Fault::NoSpool).then_some(&self.bare);
        let taken: Vec<Taken<'_>> =
            looks.iter().zip(asks).map(|(look, ask)| self.take(look, ask, server)).collect();
        write(app, &mending(fault, app.db().engine()));
        let spooled = app.empty_spool();
        let (mut sums, mut met) = (Sums::default(), 0);
        for taken in &taken {
            let visit = &self.visits[taken.look.visit];
            let (left, count) = at(&self.planted.county, visit.user.unwrap(), taken.at);
            let about =
                format!("{fault:?}: {} {} ({})", visit.head, taken.look.place, taken.status);
            sums.hold(&about, &taken.shown, &left, &self.planted.people);
            met += usize::from(0 < taken.met);
            if 0 < taken.met && count == 0 {
                sums.missing.push(format!("{about} showed something"));
            }
        }
        eprintln!(
            "{fault:?}: {} looks, {met} showed something, {} somebody; {} entries about people, \
             {spooled} were in the spool",
            taken.len(),
            sums.answers,
            sums.entries
        );
        let wrong = [&sums.missing, &sums.spurious, &sums.twice].map(|of| of.join("\n")).concat();
        assert!(wrong.is_empty(), "{wrong}");
        let is_kept = [Fault::First, Fault::Later, Fault::Commit].contains(&fault);
        assert_eq!(0 < sums.answers, is_kept, "{fault:?}: {} showed somebody", sums.answers);
        assert_eq!(0 < met, is_kept, "{fault:?}: {met} showed something");
        assert_eq!(0 < spooled, fault != Fault::NoSpool, "{fault:?}: {spooled} were in the spool");
    }
}

fn sought(path: &str, given: &str, family: &str) -> How {
    if path == "/people" {
        let typed = [("given_names", given), ("family_name", family), ("purpose", "case_work")];
        return How::Post(path.to_owned(), typed.map(|(name, it)| (name, it.to_owned())).to_vec());
    }
    let body = json!({ "purpose": "case_work", "given_names": given, "family_name": family });
    How::Json("/api/v1/people/search", body)
}

fn write(app: &App, statements: &[&'static str]) {
    let statements = statements.to_vec();
    let write = move |tx: &mut Tx<'_>| -> Result<(), DbError> {
        statements.iter().try_for_each(|sql| tx.execute(sql, &[]).map(drop))
    };
    app.db().write(write).unwrap();
}

/// Statements after which the ledger fails as it should.
fn breaking(fault: Fault, engine: Engine) -> Vec<&'static str> {
    // A row without its parent: that is found out when everything is to be made durable.
    let orphans = [
        "create table broken_parent (id integer primary key)",
        "create table broken_child
             (id integer references broken_parent (id) deferrable initially deferred)",
    ];
    match (engine, fault) {
        (Engine::Sqlite, Fault::Commit) => [
            orphans.as_slice(),
            &["create trigger broken after insert on ledger_entry begin
                   insert into broken_child (id) values (1); end"],
        ]
        .concat(),
        (Engine::Sqlite, Fault::Later) => vec![
            "create trigger broken before insert on ledger_entry
             when exists (select 1 from ledger_entry where made_at = new.made_at) begin
                 select raise(abort, 'broken for a test'); end",
        ],
        (Engine::Sqlite, Fault::First | Fault::NoSpool | Fault::FullSpool) => vec![
            "create trigger broken before insert on ledger_entry begin
                 select raise(abort, 'broken for a test'); end",
        ],
        (Engine::Postgres, Fault::Commit) => [
            orphans.as_slice(),
            &[
                "create function broken() returns trigger language plpgsql as
                     'begin insert into broken_child (id) values (1); return new; end'",
                "create trigger broken after insert on ledger_entry
                     for each row execute function broken()",
            ],
        ]
        .concat(),
        (Engine::Postgres, Fault::Later) => vec![
            "create function broken() returns trigger language plpgsql as
                 'begin if exists (select 1 from ledger_entry where made_at = new.made_at)
                  then raise exception ''broken for a test''; end if; return new; end'",
            "create trigger broken before insert on ledger_entry
                 for each row execute function broken()",
        ],
        (Engine::Postgres, Fault::First | Fault::NoSpool | Fault::FullSpool) => vec![
            "create function broken() returns trigger language plpgsql as
                 'begin raise exception ''broken for a test''; end'",
            "create trigger broken before insert on ledger_entry
                 for each row execute function broken()",
        ],
    }
}

fn mending(fault: Fault, engine: Engine) -> Vec<&'static str> {
    let mut statements = match engine {
        Engine::Sqlite => vec!["drop trigger broken"],
        Engine::Postgres => vec!["drop trigger broken on ledger_entry", "drop function broken()"],
    };
    if fault == Fault::Commit {
        statements.extend(["drop table broken_child", "drop table broken_parent"]);
    }
    statements
}
