//! A small county: two agencies and the partnership body, and somebody in each role.

use super::{postgres, template::Template};
use crate::{
    app::{App, Config, Limits},
    clock::Clock,
    ctx::{Ctx, Visitor},
    db::{DatabaseUrl, Engine},
    error::{Error, Refused},
    keys::MasterKeys,
    marac::{NewAppointment, adopt_marac, appoint, list_maracs},
    session::{Credentials, SignedIn, sign_in},
    user::{PasswordCost, code_of},
};
use domain::{
    ids::{AgencyId, MaracId, UserId},
    marac::MaracPart,
    policy::OperatorName,
    user::Role,
};
use jiff::{SignedDuration, Timestamp};
use std::{collections::BTreeMap, fs, path::PathBuf, sync::OnceLock};
use tempfile::TempDir;

/// Everyone's password in tests.
pub const PASSWORD: &str = "lantern meadow kettle";

/// The MARAC that is there from the beginning, with its coordinator and its chair.
pub const MARAC: &str = "Fenland MARAC";

/// Somebody of the small county.
#[derive(Debug, Clone)]
pub struct Person {
    pub id: UserId,
    pub agency: AgencyId,
    pub role: Role,
    pub email: String,
    /// For the code app, in base 32.
    pub code_secret: String,
}

/// A county of a test's own.
pub struct World {
    pub app: App,
    pub clock: Clock,
    pub config: Config,
    people: BTreeMap<String, Person>,
    /// Removed with the world.
    _folder: TempDir,
}

/// Runs a test on both engines; on one only where `WICKEN_TEST_ENGINE` says `sqlite` or
/// `postgres`.
pub fn on_both(test: impl Fn(World)) {
    for engine in engines() {
        eprintln!("on {}", engine.words());
        test(World::on(engine));
    }
}

/// The engines that the tests are to run on.
#[must_use]
pub fn engines() -> Vec<Engine> {
    #[expect(clippy::disallowed_methods, reason = "read in tests only")]
    match std::env::var("WICKEN_TEST_ENGINE").as_deref() {
        Ok("sqlite") => vec![Engine::Sqlite],
        Ok("postgres") => vec![Engine::Postgres],
        Ok(_) | Err(_) => vec![Engine::Sqlite, Engine::Postgres],
    }
}

/// A Tuesday in November.
pub(super) fn beginning() -> Timestamp {
    "2026-11-24T09:00:00Z".parse().expect("an instant")
}

/// The operator of every test.
#[must_use]
pub fn operator() -> Visitor {
    Visitor::Operator(OperatorName::parse("tester").expect("a plain name"))
}

impl World {
    /// The small county on an engine, with nobody signed in.
    #[must_use]
    pub fn on(engine: Engine) -> World {
        static SQLITE: OnceLock<Template> = OnceLock::new();
        static POSTGRES: OnceLock<Template> = OnceLock::new();
        let template = match engine {
            Engine::Sqlite => SQLITE.get_or_init(|| Template::on(engine)),
            Engine::Postgres => POSTGRES.get_or_init(|| Template::on(engine)),
        };
        let folder = tempfile::tempdir().expect("a folder");
        let url = match &template.database {
            Some(name) => DatabaseUrl::Postgres(postgres::new_database(Some(name))),
            None => {
                let path = folder.path().join("wicken.db");
                fs::copy(template.file(), &path).expect("a copy");
                DatabaseUrl::Sqlite(path)
            }
        };
        let clock = Clock::set_to(beginning() + SignedDuration::from_hours(1));
        super::sabotage::belongs(&clock);
        let spool = Some(folder.path().join("spool"));
        let config = config(url, template.keys.clone(), clock.clone(), spool);
        let app = App::open(config.clone()).expect("a copy of a good database opens");
        World { app, clock, config, people: template.people.clone(), _folder: folder }
    }

    /// Somebody by name: `"grantor"`, `"idva"`, ... as in the template's list.
    #[must_use]
    pub fn person(&self, name: &str) -> &Person {
        &self.people[name]
    }

    /// Everybody's names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.people.keys().map(String::as_str)
    }

    /// A folder of the test's own.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        self._folder.path().to_owned()
    }

    /// Signs somebody in through the front door.
    #[must_use]
    pub fn sign_in(&self, name: &str) -> Visitor {
        Visitor::Cookie(self.cookie(name))
    }

    /// The secret of a new session of somebody's.
    #[must_use]
    pub fn cookie(&self, name: &str) -> String {
        // A code is good once: the next one comes thirty seconds later.
        self.clock.advance(SignedDuration::from_secs(30));
        let code = self.code(name);
        match sign_in(&self.app, self.credentials(name, &code)) {
            Ok(SignedIn::Yes { secret }) => secret,
            other => unreachable!("{name} could not sign in: {other:?}"),
        }
    }

    /// What somebody types to sign in.
    #[must_use]
    pub fn credentials(&self, name: &str, code: &str) -> Credentials {
        Credentials {
            email: self.person(name).email.clone(),
            password: PASSWORD.to_owned(),
            code: code.to_owned(),
            device: "a test".to_owned(),
            network: "192.0.2.1".to_owned(),
        }
    }

    /// What somebody's code app shows now.
    #[must_use]
    pub fn code(&self, name: &str) -> String {
        code_of(&self.person(name).code_secret, self.clock.now()).expect("a code")
    }

    /// Appoints somebody to a MARAC, which is added if it is not there; which it is. Whoever is
    /// appointed to it already stays so.
    ///
    /// # Panics
    /// When they cannot be.
    pub fn appoint(&self, name: &str, marac: &'static str, part: MaracPart) -> MaracId {
        let user = self.person(name).id;
        let appointed = self.app.change(&operator(), move |ctx| {
            let marac = adopt_marac(ctx, marac)?.id;
            appoint(ctx, NewAppointment { marac, user, part })?;
            Ok(marac)
        });
        if let Err(Error::Refused(Refused::AppointedAlready)) = appointed {
            let known = self.app.read(&operator(), list_maracs).expect("the MARACs").maracs;
            return known.into_iter().find(|it| it.name == marac).expect("the MARAC").id;
        }
        appointed.expect("an appointment")
    }

    /// Appoints the coordinator and the chair to every MARAC that there is by now.
    ///
    /// # Panics
    /// When they cannot be.
    pub fn appoint_everywhere(&self) {
        let (people, known) = (self.people.clone(), |ctx: &mut Ctx<'_>| list_maracs(ctx));
        let known = self.app.read(&operator(), known).expect("the MARACs");
        for marac in known.maracs.into_iter().filter(|marac| marac.appointed.is_empty()) {
            appoint_both(&self.app, &people, marac.id).expect("an appointment");
        }
    }

    /// Another server on the same database.
    ///
    /// # Panics
    /// When it does not open.
    #[must_use]
    pub fn second_server(&self) -> App {
        let spool = Some(self.folder().join("second-spool"));
        App::open(Config { spool, ..self.config.clone() }).expect("a second server")
    }
}

pub(super) fn config(
    url: DatabaseUrl,
    keys: MasterKeys,
    clock: Clock,
    spool: Option<PathBuf>,
) -> Config {
    let password_cost = PasswordCost { memory_kib: 64, passes: 1 };
    Config { url, keys, clock, spool, limits: Limits::default(), password_cost }
}

/// The coordinator and the chair of the small county, to one MARAC.
pub(super) fn appoint_both(
    app: &App,
    people: &BTreeMap<String, Person>,
    marac: MaracId,
) -> Result<(), Error> {
    for (name, part) in [("coordinator", MaracPart::Coordinator), ("chair", MaracPart::Chair)] {
        let user = people[name].id;
        app.change(&operator(), move |ctx| appoint(ctx, NewAppointment { marac, user, part }))?;
    }
    Ok(())
}
