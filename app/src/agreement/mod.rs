//! Agreements between agencies: drafting, signing, reviewing and ending them, and what they cover.

mod cover;
mod draft;
mod effect;
mod end;
mod list;
mod review;
mod sign;
mod store;

pub(crate) use self::cover::{find_words, list_classes};
pub use self::{
    draft::{NewAgreement, draft_agreement},
    effect::{EndingEffect, LosingAgency, LosingCase, effect_of_ending},
    end::{Ending, end_agreement},
    list::{AgreementFile, AgreementLine, PartyLine, ReviewLine, list_agreements, read_agreement},
    review::{NewReview, review_agreement},
    sign::sign_agreement,
};

use crate::ctx::About;
use domain::ids::AgreementId;

fn about(id: Option<AgreementId>) -> About {
    About { kind: "agreement", id: id.map(AgreementId::uuid), agency: None }
}
