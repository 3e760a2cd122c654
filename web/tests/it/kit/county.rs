//! The small county with a server in front of it.

use super::{Browser, Page, Server, log};
use app::{
    App,
    db::Engine,
    import::{ImportRequest, reading::FileKind, run_import},
    testing::{PASSWORD, World, engines, operator},
};
use domain::{
    agency::AgencyCode,
    ids::{AgencyId, ImportId, UserId},
};
use jiff::SignedDuration;
use std::io::Cursor;

/// A county that can be visited. The server stops before the database goes.
pub struct County {
    pub server: Server,
    pub world: World,
}

impl County {
    pub fn on(engine: Engine) -> County {
        log::listen();
        let world = World::on(engine);
        County { server: Server::start(world.app.clone()), world }
    }

    /// For what does not depend on the engine.
    pub fn embedded() -> County {
        County::on(Engine::Sqlite)
    }

    /// Runs a story on both engines.
    pub fn on_both(story: impl Fn(County)) {
        for engine in engines() {
            eprintln!("on {}", engine.words());
            story(County::on(engine));
        }
    }

    pub fn app(&self) -> &App {
        &self.world.app
    }

    pub fn stranger(&self) -> Browser {
        Browser::at(&self.server)
    }

    /// The browser of somebody who has just signed in.
    pub fn signed_in(&self, name: &str) -> Browser {
        self.stranger().with_cookie(&self.world.cookie(name))
    }

    /// Fills in the sign-in page for somebody.
    pub fn sign_in(&self, browser: &mut Browser, name: &str) -> Page {
        let email = self.world.person(name).email.clone();
        self.later(30);
        let page = browser.open("/sign-in");
        let code = self.world.code(name);
        let typed = [("email", email.as_str()), ("password", PASSWORD), ("code", &code)];
        browser.submit(&page, "/sign-in", &typed)
    }

    /// Shows once more that it is them, where they were asked to.
    pub fn sign_in_again(&self, browser: &mut Browser, name: &str, page: &Page) -> Page {
        self.later(30);
        let typed = [("password", PASSWORD), ("code", &self.world.code(name))];
        browser.submit(page, "/sign-in-again", &typed)
    }

    pub fn later(&self, seconds: i64) {
        self.world.clock.advance(SignedDuration::from_secs(seconds));
    }

    pub fn id(&self, name: &str) -> UserId {
        self.world.person(name).id
    }

    pub fn agency_of(&self, name: &str) -> AgencyId {
        self.world.person(name).agency
    }

    /// What the operator took in of the police's incidents.
    pub fn import(&self, incidents: &[u8]) -> ImportId {
        let request = ImportRequest {
            kind: FileKind::Incidents,
            agency: AgencyCode::parse("FEN-POLICE").unwrap(),
            file_name: "incidents.csv".to_owned(),
            dry_run: false,
        };
        let file = Cursor::new(incidents);
        let outcome = run_import(self.app(), &operator(), &request, file, &mut |_| {});
        outcome.unwrap().id.unwrap()
    }
}
