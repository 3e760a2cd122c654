//! What the agencies of the demo county have agreed to share, who works on a few cases, and one
//! record that was given in an emergency; each done by a person of the county.

use super::{scenes::desk, store};
use crate::{
    agency,
    agreement::{NewAgreement, draft_agreement, sign_agreement},
    app::App,
    clock::day_of,
    ctx::Visitor,
    disclosure::{NewGift, give_record},
    error::{Error, Refused},
    involvement::{NewInvolvement, involve_agency},
    system::PARTNERSHIP,
};
use domain::{
    agency::{AgencyCode, AgencyName},
    agreement::{AgreementTitle, BASIS_CLASSES, Gateway, SharingWords, Terms},
    disclosure::GiftTerms,
    ids::{AgencyId, AgreementId, PersonId},
    involvement::{InvolvementDays, InvolvementPart},
    policy::FieldClass,
    user::{DisplayName, EmailAddress},
};
use jiff::{ToSpan, civil::Date};
use std::collections::BTreeSet;

const KEEPER: &str = "Ruth Abelard";
const POLICE_OFFICER: &str = "Dorothy Quill";
const AMBER_OFFICER: &str = "Meera Joshi";
const HOUSING_OFFICER: &str = "Stuart Penhale";
const COORDINATOR: &str = "Helen Sharman-Pike";
const REPRESENTATIVE: &str = "PS Beth Farrow";

/// On how many of the latest referrals other agencies work.
const CASES: i64 = 6;

/// An agreement of the county: how it began so many days before today, and who has signed it.
struct Agreed {
    title: &'static str,
    purpose: &'static str,
    gateways: &'static [Gateway],
    classes: &'static [FieldClass],
    days_old: i64,
    /// Counted from its first day.
    review_after: i64,
    parties: &'static [&'static str],
    signers: &'static [&'static str],
}

const AGREED: [Agreed; 3] = [
    Agreed {
        title: "Cambridgeshire information sharing protocol for domestic abuse",
        purpose: "To assess risk and to plan for the safety of victims at high risk and their \
                  children, at the MARACs and between their meetings.",
        gateways: &[Gateway::CrimeAndDisorder, Gateway::Safeguarding],
        classes: &[FieldClass::Honour, FieldClass::Referrer, FieldClass::Whereabouts],
        days_old: 200,
        review_after: 730,
        parties: &[PARTNERSHIP, "CAMBS-POLICE", "AMBER-HOUSE", "OUSE-HOMES", "PROBATION"],
        signers: &[KEEPER, POLICE_OFFICER, AMBER_OFFICER, HOUSING_OFFICER],
    },
    Agreed {
        title: "Fenland repeat victims pilot",
        purpose: "To see early who is harmed again, and to reach them within a day.",
        gateways: &[Gateway::Safeguarding],
        classes: &[FieldClass::Equality],
        days_old: 400,
        review_after: 365,
        parties: &[PARTNERSHIP, "CAMBS-POLICE"],
        signers: &[KEEPER, POLICE_OFFICER],
    },
    Agreed {
        title: "Health services at the MARAC",
        purpose: "To bring what practices and the mental health trust know to the meeting.",
        gateways: &[Gateway::Safeguarding],
        classes: &[FieldClass::Risk, FieldClass::Health],
        days_old: -30,
        review_after: 365,
        parties: &[PARTNERSHIP, "FEN-HEALTH", "WILLOW-MH"],
        signers: &[KEEPER],
    },
];

pub(super) fn play(app: &App) -> Result<(), Error> {
    for agreed in AGREED {
        let keeper = desk(app, KEEPER)?.1;
        let id = draft(app, &keeper, &agreed)?;
        for signer in agreed.signers {
            let signer = desk(app, signer)?.1;
            app.change(&signer, move |ctx| sign_agreement(ctx, id))?;
        }
    }
    involve(app)?;
    give(app)
}

fn draft(app: &App, keeper: &Visitor, agreed: &Agreed) -> Result<AgreementId, Error> {
    let first = today(app).saturating_sub(agreed.days_old.days());
    let terms = Terms {
        title: AgreementTitle::parse(agreed.title)?,
        purpose: SharingWords::parse(agreed.purpose)?,
        gateways: agreed.gateways.iter().copied().collect(),
        classes: agreed.classes.iter().copied().chain(BASIS_CLASSES).collect(),
        from: first,
        until: None,
        review_on: first.saturating_add(agreed.review_after.days()),
    };
    let codes = agreed.parties;
    app.change(keeper, move |ctx| {
        let mut parties: Vec<(AgencyId, Option<AgencyName>)> = Vec::new();
        for code in codes {
            let code = AgencyCode::parse(code)?;
            parties.push((agency::store::find_agency_by_code(ctx, &code)?.id, None));
        }
        draft_agreement(ctx, NewAgreement { terms, parties })
    })
}

fn today(app: &App) -> Date {
    day_of(app.clock().now())
}

/// The coordinator says that the police and the housing association work on the latest referrals.
fn involve(app: &App) -> Result<(), Error> {
    let coordinator = desk(app, COORDINATOR)?.1;
    let cases = app.db().read(|tx| store::list_latest_referrals(tx, CASES))?;
    let days = InvolvementDays { from: today(app), until: None };
    for case in cases {
        for (code, part, why) in [
            ("CAMBS-POLICE", InvolvementPart::Assigned, "They were called to the house."),
            ("OUSE-HOMES", InvolvementPart::Invited, "She rents one of their flats."),
        ] {
            let why = SharingWords::parse(why)?;
            let involved = app.change(&coordinator, move |ctx| {
                let code = AgencyCode::parse(code)?;
                let agency = agency::store::find_agency_by_code(ctx, &code)?.id;
                involve_agency(ctx, &NewInvolvement { case, agency, part, days, why })
            });
            match involved {
                // It referred the case, and so is in it already.
                Ok(_) | Err(Error::Refused(Refused::InvolvesItself)) => {}
                Err(error) => return Err(error),
            }
        }
    }
    Ok(())
}

/// In the night the police give their record of a victim to the IDVA on call.
fn give(app: &App) -> Result<(), Error> {
    let lead = desk(app, REPRESENTATIVE)?.1;
    let Some(person): Option<PersonId> = app.db().read(store::find_latest_victim)? else {
        return Ok(());
    };
    let terms = GiftTerms {
        classes: BTreeSet::from(BASIS_CLASSES),
        gateway: Gateway::VitalInterests,
        necessity: SharingWords::parse(
            "Whoever hurt them was released an hour ago and said that they would come back. The \
             IDVA on call has to know with whom she speaks.",
        )?,
        decided_by: DisplayName::parse("Inspector Hale, on duty")?,
        hours: 24,
    };
    let to = EmailAddress::parse("grace.tolliver@county.example")?;
    app.change(&lead, move |ctx| give_record(ctx, &NewGift { person, to, terms }))?;
    Ok(())
}
