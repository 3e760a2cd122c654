//! An agency comes to work with an alleged perpetrator: of whom it works with it learns who he is
//! and that there is a risk, and nothing that it had of the case before.

use super::planted::{Planted, terms};
use app::{
    Visitor,
    agreement::{NewAgreement, draft_agreement, sign_agreement},
    disclosure::{NewGift, give_record},
    glass::{GlassRequest, break_glass},
    involvement::{NewInvolvement, involve_agency},
};
use domain::{
    agency::AgencyName,
    agreement::{Gateway, SharingWords},
    disclosure::GiftTerms,
    glass::{GlassReason, GlassWords},
    ids::AgreementId,
    involvement::{InvolvementDays, InvolvementPart},
    policy::FieldClass,
    user::{DisplayName, EmailAddress},
};
use std::collections::BTreeSet;

/// Named by the agreement; of these the police read the first two, of him.
const CLASSES: [FieldClass; 6] = [
    FieldClass::Identity,
    FieldClass::RiskKnown,
    FieldClass::Case,
    FieldClass::Equality,
    FieldClass::Referrer,
    FieldClass::Whereabouts,
];

impl Planted {
    /// The police work with Hal, about whom Amber House raised Gwen's case with the office. Before
    /// that his record was given to one of them, and another broke the glass for her.
    pub fn work_with_him(&self) {
        let (county, app) = (&self.county, self.county.app());
        let (police, office) = (county.agency_of("deputy"), county.agency_of("coordinator"));
        let coordinator = county.world.sign_in("coordinator");
        let given = GiftTerms {
            classes: BTreeSet::from([FieldClass::Identity, FieldClass::Case]),
            gateway: Gateway::VitalInterests,
            necessity: SharingWords::parse("He was seen in Sproutenham.").unwrap(),
            decided_by: DisplayName::parse("The manager of the office").unwrap(),
            hours: 24,
        };
        let to = EmailAddress::parse(&county.world.person("deputy").email).unwrap();
        let new = NewGift { person: self.person("hal"), to, terms: given };
        app.change(&coordinator, move |ctx| give_record(ctx, &new)).unwrap();
        let words = GlassWords::parse("She was brought in from Bunklethorpe.").unwrap();
        let why = (GlassReason::DangerToLife, words);
        let born = "1985-01-02".parse().unwrap();
        let request = GlassRequest::new(("Gwendorra", "Huxtablethorn"), born, why).unwrap();
        let lead = county.world.sign_in("representative");
        app.change(&lead, move |ctx| break_glass(ctx, &request)).unwrap();
        let council = || Some(AgencyName::parse("Snoutwick Council").unwrap());
        let draft = NewAgreement {
            terms: terms("An agreement about men of whom there is a risk", &CLASSES),
            parties: vec![(office, council()), (police, None)],
        };
        let officer = county.world.sign_in("privacy officer");
        let id = app.change(&officer, move |ctx| draft_agreement(ctx, draft.clone())).unwrap();
        let sign = |visitor: &Visitor, id: AgreementId| {
            app.change(visitor, move |ctx| sign_agreement(ctx, id)).unwrap();
        };
        sign(&officer, id);
        sign(&county.world.sign_in("police privacy officer"), id);
        let new = NewInvolvement {
            case: self.case("M-Quibbleford-2"),
            agency: police,
            part: InvolvementPart::PerpetratorSide,
            days: InvolvementDays::new("2026-11-01".parse().unwrap(), None).unwrap(),
            why: SharingWords::parse("Wainscotley sees him every week.").unwrap(),
        };
        let coordinator = county.world.sign_in("coordinator");
        app.change(&coordinator, move |ctx| involve_agency(ctx, &new)).unwrap();
    }
}
