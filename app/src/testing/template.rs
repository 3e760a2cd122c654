//! The small county as every test finds it: made through the operations, or read from where another
//! process left it.

use super::{
    postgres,
    world::{MARAC, PASSWORD, Person, appoint_both, beginning, config, operator},
};
use crate::{
    agency::{NewAgency, add_agency},
    app::App,
    clock::Clock,
    ctx::Record,
    db::{DatabaseUrl, Engine},
    error::Error,
    keys::{MasterKey, MasterKeys},
    marac::adopt_marac,
    system::{PARTNERSHIP, initialise},
    user::{Acceptance, NewUser, accept_invitation, current_code, invite_user, show_invitation},
};
use domain::{
    agency::{AgencyCode, AgencyKind, AgencyName},
    ids::{AgencyId, UserId},
    user::{DisplayName, EmailAddress, Role},
};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};
use tempfile::TempDir;

/// Names a folder into which [`keep_template`] has put the small county. Whoever runs tests in a
/// hundred processes, one after the other, saves making it in each of them.
pub const KEPT: &str = "WICKEN_TEST_TEMPLATE";

const AMBER: &str = "AMBER-HOUSE";
const POLICE: &str = "FEN-POLICE";

pub(super) struct Template {
    pub people: BTreeMap<String, Person>,
    pub keys: MasterKeys,
    /// The name of the database, of PostgreSQL.
    pub database: Option<String>,
    folder: PathBuf,
    /// Removed with the template, unless somebody else keeps it.
    _own: Option<TempDir>,
}

const AGENCIES: [(&str, &str, AgencyKind); 2] =
    [(AMBER, "Amber House", AgencyKind::IdvaService), (POLICE, "Fen Police", AgencyKind::Police)];

const PEOPLE: [(&str, &str, Role); 16] = [
    ("administrator", PARTNERSHIP, Role::Administrator),
    ("grantor", PARTNERSHIP, Role::Grantor),
    ("second grantor", PARTNERSHIP, Role::Grantor),
    ("coordinator", PARTNERSHIP, Role::Coordinator),
    ("manager", PARTNERSHIP, Role::Manager),
    ("privacy officer", PARTNERSHIP, Role::PrivacyOfficer),
    ("programme coordinator", PARTNERSHIP, Role::ProgrammeCoordinator),
    ("chair", POLICE, Role::Chair),
    ("representative", POLICE, Role::Representative),
    ("deputy", POLICE, Role::Deputy),
    ("analyst", POLICE, Role::Analyst),
    ("referrer", POLICE, Role::Referrer),
    ("police privacy officer", POLICE, Role::PrivacyOfficer),
    ("idva lead", AMBER, Role::IdvaLead),
    ("idva", AMBER, Role::Idva),
    ("second idva", AMBER, Role::Idva),
];

/// Makes the small county on SQLite and leaves it in an empty folder, for [`KEPT`].
///
/// # Panics
/// When it cannot be made or written.
pub fn keep_template(folder: &Path) {
    let template = Template::make(Engine::Sqlite);
    fs::copy(template.file(), folder.join(FILE)).expect("a copy");
    template.keys.write_new(&folder.join(KEYS)).expect("the keys are written");
    let people: Vec<Kept> = template
        .people
        .into_iter()
        .map(|(name, it)| (name, it.id, it.agency, it.email, it.code_secret))
        .collect();
    let people = serde_json::to_vec(&people).expect("people as JSON");
    fs::write(folder.join(WHO), people).expect("people are written");
}

const FILE: &str = "wicken.db";
const KEYS: &str = "keys";
const WHO: &str = "people.json";

/// Somebody's name, id, agency, e-mail address and secret for the code app.
type Kept = (String, UserId, AgencyId, String, String);

impl Template {
    pub fn on(engine: Engine) -> Template {
        let kept = std::env::var_os(KEPT).filter(|_| engine == Engine::Sqlite);
        kept.map_or_else(|| Template::make(engine), |folder| Template::read(folder.into()))
    }

    /// The database of SQLite, to be copied.
    pub fn file(&self) -> PathBuf {
        self.folder.join(FILE)
    }

    fn read(folder: PathBuf) -> Template {
        let keys = MasterKeys::read(&folder.join(KEYS)).expect("the keys that were kept");
        let people = fs::read(folder.join(WHO)).expect("the people who were kept");
        let people: Vec<Kept> = serde_json::from_slice(&people).expect("people as JSON");
        let people = people.into_iter().map(|(name, id, agency, email, code_secret)| {
            let (.., role) = PEOPLE.iter().find(|(of, ..)| *of == name).expect("one of us");
            (name, Person { id, agency, role: *role, email, code_secret })
        });
        Template { people: people.collect(), keys, database: None, folder, _own: None }
    }

    fn make(engine: Engine) -> Template {
        let folder = tempfile::tempdir().expect("a folder");
        let keys = MasterKeys::new(MasterKey::generate());
        let url = match engine {
            Engine::Sqlite => DatabaseUrl::Sqlite(folder.path().join(FILE)),
            Engine::Postgres => DatabaseUrl::Postgres(postgres::new_database(None)),
        };
        let database = match &url {
            DatabaseUrl::Postgres(url) => Some(postgres::name_of(url).to_owned()),
            DatabaseUrl::Sqlite(_) => None,
        };
        let clock = Clock::set_to(beginning());
        let config = config(url, keys.clone(), clock, None);
        initialise(config.clone(), &operator(), false).expect("a new database");
        let app = App::open(config.clone()).expect("a new database opens");
        let people = fill(&app).expect("the small county");
        drop(app);
        if let DatabaseUrl::Sqlite(path) = &config.url {
            crate::db::fold(path, &keys.newest().database_key()).expect("the log is folded");
        }
        Template { people, keys, database, folder: folder.path().to_owned(), _own: Some(folder) }
    }
}

fn fill(app: &App) -> Result<BTreeMap<String, Person>, Error> {
    app.change(&operator(), |ctx| {
        for (code, name, kind) in AGENCIES {
            let (code, name) = (AgencyCode::parse(code)?, AgencyName::parse(name)?);
            add_agency(ctx, NewAgency { code, name, kind })?;
        }
        Ok(())
    })?;
    let people = PEOPLE
        .iter()
        .map(|(name, agency, role)| Ok((name.to_string(), join(app, name, agency, *role)?)));
    let people = people.collect::<Result<BTreeMap<_, _>, Error>>()?;
    let marac = app.change(&operator(), |ctx| {
        ctx.record(Record::System { doing: "add_marac" })?;
        Ok(adopt_marac(ctx, MARAC)?.id)
    })?;
    appoint_both(app, &people, marac)?;
    Ok(people)
}

fn join(app: &App, name: &'static str, code: &'static str, role: Role) -> Result<Person, Error> {
    let email = format!("{}@county.example", name.replace(' ', "."));
    let new_email = EmailAddress::parse(&email)?;
    let (agency, invited) = app.change(&operator(), move |ctx| {
        let code = AgencyCode::parse(code)?;
        let agency = crate::agency::store::find_agency_by_code(ctx, &code)?.id;
        let name = DisplayName::parse(&format!("The {name}"))?;
        let new = NewUser { agency, role, name, email: new_email };
        Ok((agency, invite_user(ctx, new)?))
    })?;
    let invitation = show_invitation(app, &invited.secret)?;
    let code = current_code(&invitation, app.clock().now())?;
    let secret = invited.secret;
    accept_invitation(app, Acceptance { secret, password: PASSWORD.to_owned(), code })?;
    let code_secret = invitation.code_secret;
    Ok(Person { id: invited.user, agency, role, email, code_secret })
}
