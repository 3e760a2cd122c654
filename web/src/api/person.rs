//! People, for programs: the same search and the same record as on the pages, without whereabouts.

use crate::{
    answer::Answer,
    api::{
        Wrong,
        body::{Id, Looked},
        schema,
    },
    asking::Asking,
    offer::offer,
    site::Site,
};
use app::{
    Ctx, Error, Refused,
    person::{
        BirthPart, CaseKind, PersonFile, RecordOfPerson, SearchRequest, Sought, read_person,
        search_people,
    },
};
use axum::{Json, extract::State, response::IntoResponse};
use domain::{
    ids::PersonId,
    person::{NhsNumber, SearchPurpose},
    policy::{Permission, Subject},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// Whom a search asks for: both names, one name with a whole date of birth or a postcode, an NHS
/// number, or a phone number. A postcode and a phone number tell where somebody is, so only
/// accounts that may open that search by them; others are answered 422.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SearchPeople {
    /// What the search is for.
    #[schema(schema_with = schema::purpose)]
    purpose: String,
    #[schema(schema_with = schema::sought)]
    given_names: Option<String>,
    /// Today's or an earlier one.
    #[schema(schema_with = schema::sought)]
    family_name: Option<String>,
    /// `1984-03-09`, `1984-03` or `1984`.
    #[schema(schema_with = schema::birth)]
    date_of_birth: Option<String>,
    #[schema(schema_with = schema::sought)]
    nhs_number: Option<String>,
    #[schema(schema_with = schema::sought)]
    postcode: Option<String>,
    #[schema(schema_with = schema::sought)]
    phone: Option<String>,
}

/// People, the likeliest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct FoundPeople {
    people: Vec<FoundPerson>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct FoundPerson {
    id: Uuid,
    name: Option<String>,
    other_names: Vec<String>,
    date_of_birth: Option<String>,
    /// The own agency's numbers of the person.
    own_refs: Vec<String>,
    /// `very_likely`, `possible` or `less_likely`.
    likeness: String,
    /// From 0 to 1.
    probability: f64,
    /// Why, in words. What gives a place away is named as no reason.
    reasons: Vec<String>,
}

/// What is held about a person, as far as it is the account's to see.
#[derive(Serialize, ToSchema)]
pub(crate) struct Person {
    id: Uuid,
    records: Vec<PersonRecord>,
    links: Vec<PersonLink>,
    /// Who the person is, where the account works with them as with an alleged perpetrator and is
    /// told nothing else but that somebody is at risk.
    at_risk: Vec<PersonAtRisk>,
}

/// An alleged perpetrator in a case in which somebody is at risk.
#[derive(Serialize, ToSchema)]
pub(crate) struct PersonAtRisk {
    name: Option<String>,
    other_names: Vec<String>,
    date_of_birth: Option<String>,
    sex: Option<String>,
}

/// What one agency recorded about one party of one incident or referral.
#[derive(Serialize, ToSchema)]
pub(crate) struct PersonRecord {
    id: Uuid,
    agency: Uuid,
    agency_name: String,
    /// Of a referral: who referred.
    referred_by: Option<Uuid>,
    /// `incident` or `referral`.
    kind: String,
    /// The agency's own reference of the incident or referral.
    reference: String,
    status: String,
    marac: Option<String>,
    heard_on: Option<String>,
    /// What the person is in it, such as `victim`.
    party: String,
    /// What the alleged perpetrator is to the victim.
    relationships: Vec<String>,
    is_repeat: bool,
    /// `null` where it is not known, or not the account's to see.
    honour_based: Option<bool>,
    forced_marriage: Option<bool>,
    /// The agency's own number of the person.
    own_ref: Option<String>,
    given_names: Option<String>,
    family_name: Option<String>,
    other_names: Vec<String>,
    date_of_birth: Option<String>,
    /// In years, on the day of `seen_on`.
    age: Option<i64>,
    seen_on: String,
    date_of_death: Option<String>,
    sex: Option<String>,
    nhs_number: Option<String>,
    /// Answers by question, such as `religion`.
    equality: BTreeMap<String, String>,
    /// Whether an address or a way to reach them is held, sealed.
    holds_whereabouts: bool,
}

/// Why two records are one person.
#[derive(Serialize, ToSchema)]
pub(crate) struct PersonLink {
    left: Uuid,
    right: Uuid,
    since: String,
    /// Whether somebody compared the two and decided.
    is_decided: bool,
    reasons: Vec<String>,
}

impl SearchPeople {
    fn request(self) -> Result<SearchRequest, Refused> {
        let purpose = SearchPurpose::from_code(&self.purpose).ok_or(Refused::SearchPurpose)?;
        let given = |text: Option<String>| text.filter(|text| !text.is_empty());
        let born = given(self.date_of_birth).map(|text| BirthPart::from_text(&text)).transpose()?;
        let number = given(self.nhs_number).map(|text| NhsNumber::parse(&text)).transpose();
        let sought = Sought {
            given_names: self.given_names.unwrap_or_default(),
            family_name: self.family_name.unwrap_or_default(),
            born,
            nhs_number: number.map_err(Refused::NhsNumber)?,
            postcode: self.postcode.unwrap_or_default(),
            phone: self.phone.unwrap_or_default(),
        };
        Ok(SearchRequest { purpose, sought })
    }
}

impl From<app::person::FoundPerson> for FoundPerson {
    fn from(found: app::person::FoundPerson) -> Self {
        FoundPerson {
            id: found.id.uuid(),
            name: found.name,
            other_names: found.other_names,
            date_of_birth: found.date_of_birth.map(|day| day.to_string()),
            own_refs: found.own_refs,
            likeness: found.likeness.code().to_owned(),
            probability: found.probability,
            reasons: found.reasons,
        }
    }
}

impl From<RecordOfPerson> for PersonRecord {
    fn from(record: RecordOfPerson) -> Self {
        let (kind, status) = match record.case.kind {
            CaseKind::Incident(status) => ("incident", status.code()),
            CaseKind::Referral(status) => ("referral", status.code()),
        };
        let relationships = record.case.relationships.iter();
        PersonRecord {
            id: record.id.uuid(),
            agency: record.agency.uuid(),
            agency_name: record.agency_name,
            referred_by: record.referred_by.map(|agency| agency.uuid()),
            kind: kind.to_owned(),
            reference: record.case.reference,
            status: status.to_owned(),
            marac: record.case.marac,
            heard_on: record.case.heard_on.map(|day| day.to_string()),
            party: record.party.code().to_owned(),
            relationships: relationships.map(|one| one.code().to_owned()).collect(),
            is_repeat: record.case.is_repeat,
            honour_based: record.case.honour_based,
            forced_marriage: record.case.forced_marriage,
            own_ref: record.own_ref,
            given_names: record.given_names,
            family_name: record.family_name,
            other_names: record.other_names,
            date_of_birth: record.date_of_birth.map(|day| day.to_string()),
            age: record.age,
            seen_on: record.seen_on.to_string(),
            date_of_death: record.date_of_death.map(|day| day.to_string()),
            sex: record.sex.map(|sex| sex.code().to_owned()),
            nhs_number: record.nhs_number,
            equality: equality(&record.equality),
            holds_whereabouts: record.holds_whereabouts,
        }
    }
}

/// The questions that were answered, by the names that files have for them.
fn equality(equality: &domain::person::Equality) -> BTreeMap<String, String> {
    let fields = serde_json::to_value(equality).unwrap_or_default();
    let fields = fields.as_object().into_iter().flatten();
    fields.filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned()))).collect()
}

impl From<PersonFile> for Person {
    fn from(file: PersonFile) -> Self {
        let link = |link: app::person::WhyOne| PersonLink {
            left: link.left.uuid(),
            right: link.right.uuid(),
            since: link.since.to_string(),
            is_decided: link.is_decided,
            reasons: link.reasons,
        };
        let at_risk = |known: app::person::KnownRisk| PersonAtRisk {
            name: known.name,
            other_names: known.other_names,
            date_of_birth: known.date_of_birth.map(|day| day.to_string()),
            sex: known.sex.map(|sex| sex.code().to_owned()),
        };
        Person {
            id: file.id.uuid(),
            records: file.records.into_iter().map(PersonRecord::from).collect(),
            links: file.links.into_iter().map(link).collect(),
            at_risk: file.at_risk.into_iter().map(at_risk).collect(),
        }
    }
}

/// Searches among the people whom the account's agency knows. It changes nothing, but is counted:
/// an account may search sixty times within an hour.
#[utoipa::path(
    post,
    path = "/api/v1/people/search",
    request_body = SearchPeople,
    responses(
        (status = 200, body = FoundPeople),
        (status = 400, body = Wrong),
        (status = 401, body = Wrong),
        (status = 403, body = Wrong),
        (status = 404, body = Wrong),
        (status = 413, body = Wrong),
        (status = 415, body = Wrong),
        (status = 422, body = Wrong),
        (status = 503, body = Wrong)
    )
)]
pub(crate) async fn search(
    State(site): State<Site>,
    asking: Asking,
    Looked(sought): Looked<SearchPeople>,
) -> Answer {
    let found = site.change(&asking, move |ctx| search_after_asking(ctx, sought)).await?;
    let people = found.into_iter().map(FoundPerson::from).collect();
    Ok(Json(FoundPeople { people }).into_response())
}

/// Whoever may not search learns that, and not what was wrong with the search.
fn search_after_asking(
    ctx: &mut Ctx<'_>,
    sought: SearchPeople,
) -> Result<Vec<app::person::FoundPerson>, Error> {
    let actor = ctx.signed()?.actor;
    let own = Subject::Agency { id: actor.agency, active: actor.agency_active };
    offer(ctx, Permission::SearchPeople, own)?;
    let request = sought.request().map_err(Error::Refused)?;
    search_people(ctx, &request)
}

/// What is held about a person, without where they are.
#[utoipa::path(
    get,
    path = "/api/v1/people/{id}",
    params(("id" = Uuid, Path, description = "The person's id")),
    responses(
        (status = 200, body = Person),
        (status = 401, body = Wrong),
        (status = 404, body = Wrong),
        (status = 503, body = Wrong)
    )
)]
pub(crate) async fn show(State(site): State<Site>, asking: Asking, Id(id): Id<PersonId>) -> Answer {
    let file = site.read(&asking, move |ctx| read_person(ctx, id)).await?;
    Ok(Json(Person::from(file)).into_response())
}
