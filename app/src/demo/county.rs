//! Who works in the demo county. All of them are invented.

use super::hearing;
use crate::{
    agency::{NewAgency, add_agency},
    app::App,
    ctx::{Ctx, Visitor},
    entropy,
    error::Error,
    system::PARTNERSHIP,
    user::{Acceptance, NewUser, accept_invitation, current_code, invite_user, show_invitation},
};
use domain::{
    agency::{AgencyCode, AgencyKind, AgencyName},
    ids::AgencyId,
    user::{DisplayName, EmailAddress, Role},
};

const AGENCIES: [(&str, &str, AgencyKind); 10] = [
    ("CAMBS-POLICE", "Fen County Constabulary", AgencyKind::Police),
    ("AMBER-HOUSE", "Amber House IDVA Service", AgencyKind::IdvaService),
    ("CHILDREN", "County Children's Services", AgencyKind::ChildrensSocialCare),
    ("ADULTS", "County Adult Social Care", AgencyKind::AdultSocialCare),
    ("OUSE-HOMES", "Ouse Valley Homes", AgencyKind::Housing),
    ("FEN-HEALTH", "Fenland Group Practice", AgencyKind::PrimaryCare),
    ("WILLOW-MH", "Willow Mental Health Trust", AgencyKind::MentalHealth),
    ("PROBATION", "County Probation", AgencyKind::Probation),
    ("TURNING-TIDE", "Turning Tide Drug and Alcohol Service", AgencyKind::SubstanceMisuse),
    ("LODE-REFUGE", "Lode Women's Refuge", AgencyKind::VoluntarySector),
];

const PEOPLE: [(&str, &str, Role); 23] = [
    ("Margaret Oduya", PARTNERSHIP, Role::Manager),
    ("Helen Sharman-Pike", PARTNERSHIP, Role::Coordinator),
    ("Anwen Treharne", PARTNERSHIP, Role::Coordinator),
    ("Ruth Abelard", PARTNERSHIP, Role::PrivacyOfficer),
    ("Tomasz Wilk", PARTNERSHIP, Role::Grantor),
    ("Priya Raman-Holt", PARTNERSHIP, Role::Grantor),
    ("Colin Marsh", PARTNERSHIP, Role::Administrator),
    ("Joan Ellersby", PARTNERSHIP, Role::ProgrammeCoordinator),
    ("DCI Alan Thurlow", "CAMBS-POLICE", Role::Chair),
    ("PS Beth Farrow", "CAMBS-POLICE", Role::Representative),
    ("Nia Prothero", "CAMBS-POLICE", Role::Analyst),
    ("PC Sam Lavender", "CAMBS-POLICE", Role::Referrer),
    ("Dorothy Quill", "CAMBS-POLICE", Role::PrivacyOfficer),
    ("Aisha Benn", "AMBER-HOUSE", Role::IdvaLead),
    ("Grace Tolliver", "AMBER-HOUSE", Role::Idva),
    ("Karolina Zając", "AMBER-HOUSE", Role::Idva),
    ("Meera Joshi", "AMBER-HOUSE", Role::PrivacyOfficer),
    ("Martin Gosling", "OUSE-HOMES", Role::Representative),
    ("Leah Coveney", "OUSE-HOMES", Role::Deputy),
    ("Stuart Penhale", "OUSE-HOMES", Role::PrivacyOfficer),
    ("Dr Simon Achebe", "FEN-HEALTH", Role::Referrer),
    ("Yvonne Tell", "CHILDREN", Role::Representative),
    ("Owen Rudd", "PROBATION", Role::Representative),
];

/// Makes the agencies and people of the demo county in a new database.
///
/// # Errors
/// Whatever an operation says; on a new database that is nothing.
pub fn make_county(app: &App, visitor: &Visitor) -> Result<(), Error> {
    app.change(visitor, |ctx| {
        for (code, name, kind) in AGENCIES {
            let new =
                NewAgency { code: AgencyCode::parse(code)?, name: AgencyName::parse(name)?, kind };
            add_agency(ctx, new)?;
        }
        Ok(())
    })?;
    let invited = app.change(visitor, |ctx| {
        let secrets = PEOPLE.iter().map(|(name, agency, role)| invite(ctx, name, agency, *role));
        secrets.collect::<Result<Vec<_>, _>>()
    })?;
    for secret in invited {
        accept(app, secret)?;
    }
    hearing::make(app, visitor)
}

fn invite(ctx: &mut Ctx<'_>, name: &str, agency: &str, role: Role) -> Result<String, Error> {
    let agency = AgencyCode::parse(agency)?;
    let agency: AgencyId = crate::agency::store::find_agency_by_code(ctx, &agency)?.id;
    let new = NewUser {
        agency,
        role,
        name: DisplayName::parse(name)?,
        email: EmailAddress::parse(&address(name))?,
    };
    Ok(invite_user(ctx, new)?.secret)
}

/// `example` is reserved (RFC 2606): no letter sent there reaches anyone.
fn address(name: &str) -> String {
    let letters = name.to_lowercase().replace('ą', "a");
    let letters = letters.chars().filter(|c| c.is_ascii_alphabetic() || *c == ' ');
    let words: String = letters.collect();
    let last_two: Vec<&str> = words.split(' ').rev().take(2).collect();
    let local: Vec<&str> = last_two.into_iter().rev().collect();
    format!("{}@county.example", local.join("."))
}

/// Nobody knows the password: in a demo county one is somebody by choosing them.
fn accept(app: &App, secret: String) -> Result<(), Error> {
    let invitation = show_invitation(app, &secret)?;
    let code = current_code(&invitation, app.clock().now())?;
    accept_invitation(app, Acceptance { secret, password: entropy::token(), code })?;
    Ok(())
}
