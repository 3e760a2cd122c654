//! Turns who asks, and about what, into the entities that the rules speak of.
//!
//! Built natively: through JSON a decision takes ten times as long. Only those entities are
//! built whose attributes a rule may read; of the others the name is enough.

use std::collections::{BTreeMap, BTreeSet};

use cedar_policy::{
    Context, Entities, Entity, EntityId, EntityTypeName, EntityUid, Request, RestrictedExpression,
    Schema,
};
use uuid::Uuid;

use super::actor::{Actor, Standing, Subject, SubjectKind, UserActor, World};
use super::class::FieldClass;
use super::permission::Permission;
use super::rules::{Rules, RulesBroken};
use crate::ids::{AgencyId, UserId};
use crate::user::Role;

/// The names of the schema, parsed once: cloning one costs a reference count. And what of all that
/// can be asked fits the schema, which is a matter of the kinds alone.
#[derive(Clone, Debug)]
pub(super) struct Names {
    user: EntityTypeName,
    operator: EntityTypeName,
    agency: EntityTypeName,
    account: EntityTypeName,
    ledger: EntityTypeName,
    person: EntityTypeName,
    matched: EntityTypeName,
    case: EntityTypeName,
    alert: EntityTypeName,
    pair: EntityTypeName,
    figure: EntityTypeName,
    system: EntityUid,
    roles: BTreeMap<Role, EntityUid>,
    classes: BTreeMap<FieldClass, EntityUid>,
    permissions: BTreeMap<Permission, EntityUid>,
    fresh: Context,
    stale: Context,
    askable: BTreeSet<Kinds>,
}

/// What is asked for, whether by the operator, and about what.
type Kinds = (Permission, bool, SubjectKind);

impl Names {
    pub(super) fn of(schema: &Schema) -> Result<Self, RulesBroken> {
        let mut names = Self {
            user: type_name("User"),
            operator: type_name("Operator"),
            agency: type_name("Agency"),
            account: type_name("Account"),
            ledger: type_name("Ledger"),
            person: type_name("Person"),
            matched: type_name("Match"),
            case: type_name("Case"),
            alert: type_name("Alert"),
            pair: type_name("Pair"),
            figure: type_name("Figure"),
            system: uid(&type_name("System"), "wicken"),
            roles: role_uids(),
            classes: class_uids(),
            permissions: permission_uids(schema)?,
            fresh: context(true)?,
            stale: context(false)?,
            askable: BTreeSet::new(),
        };
        names.askable = askable(&names, schema);
        Ok(names)
    }

    fn context(&self, world: &World) -> Context {
        if world.fresh_sign_in { self.fresh.clone() } else { self.stale.clone() }
    }

    fn agency(&self, id: AgencyId) -> EntityUid {
        record(&self.agency, id.uuid())
    }
}

fn type_name(name: &'static str) -> EntityTypeName {
    name.parse().expect("every name passed here is one plain word")
}

fn role_uids() -> BTreeMap<Role, EntityUid> {
    let role_type = type_name("Role");
    Role::ALL.iter().map(|role| (*role, uid(&role_type, role.code()))).collect()
}

fn class_uids() -> BTreeMap<FieldClass, EntityUid> {
    let class_type = type_name("FieldClass");
    FieldClass::ALL.iter().map(|class| (*class, uid(&class_type, class.code()))).collect()
}

fn permission_uids(schema: &Schema) -> Result<BTreeMap<Permission, EntityUid>, RulesBroken> {
    let mut uids = BTreeMap::new();
    for permission in Permission::ALL.iter().copied() {
        let action = schema.actions().find(|action| action.id().unescaped() == permission.code());
        let action = action.ok_or(RulesBroken::NoAction(permission.code()))?;
        uids.insert(permission, action.clone());
    }
    Ok(uids)
}

fn context(fresh: bool) -> Result<Context, RulesBroken> {
    let fresh = RestrictedExpression::new_bool(fresh);
    Context::from_pairs([("freshSignIn".to_owned(), fresh)])
        .map_err(|error| RulesBroken::Unsound(error.to_string()))
}

/// Held against the schema here, once and for each kind, instead of at each request.
fn askable(names: &Names, schema: &Schema) -> BTreeSet<Kinds> {
    let resources = [
        (SubjectKind::System, names.system.clone()),
        (SubjectKind::Agency, record(&names.agency, Uuid::nil())),
        (SubjectKind::User, record(&names.account, Uuid::nil())),
        (SubjectKind::Ledger, record(&names.ledger, Uuid::nil())),
        (SubjectKind::Person, record(&names.person, Uuid::nil())),
        (SubjectKind::Match, record(&names.matched, Uuid::nil())),
        (SubjectKind::Case, record(&names.case, Uuid::nil())),
        (SubjectKind::Alert, record(&names.alert, Uuid::nil())),
        (SubjectKind::Pair, record(&names.pair, Uuid::nil())),
        (SubjectKind::Figure, record(&names.figure, Uuid::nil())),
    ];
    let principals =
        [(false, record(&names.user, Uuid::nil())), (true, uid(&names.operator, "operator"))];
    let mut askable = BTreeSet::new();
    for (permission, action) in &names.permissions {
        for (is_operator, principal) in &principals {
            for (kind, resource) in &resources {
                let fits = |context: &Context| {
                    let (principal, resource) = (principal.clone(), resource.clone());
                    let context = context.clone();
                    Request::new(principal, action.clone(), resource, context, Some(schema)).is_ok()
                };
                if fits(&names.fresh) && fits(&names.stale) {
                    askable.insert((*permission, *is_operator, *kind));
                }
            }
        }
    }
    askable
}

fn uid(type_name: &EntityTypeName, id: &str) -> EntityUid {
    EntityUid::from_type_name_and_id(type_name.clone(), EntityId::new(id))
}

fn record(type_name: &EntityTypeName, id: Uuid) -> EntityUid {
    uid(type_name, id.as_hyphenated().encode_lower(&mut Uuid::encode_buffer()))
}

/// What the rules are asked. `None` where it cannot be asked: a permission about agencies with a
/// person as its subject, for one.
pub(super) fn request(
    rules: &Rules,
    actor: &Actor,
    permission: Permission,
    subject: &Subject,
    world: &World,
) -> Option<Request> {
    let names = rules.names();
    let is_operator = matches!(actor, Actor::Operator(_));
    if !names.askable.contains(&(permission, is_operator, subject.kind())) {
        return None;
    }
    let action = names.permissions.get(&permission)?.clone();
    let principal = actor_uid(names, actor);
    let resource = subject_uid(names, subject);
    Request::new(principal, action, resource, names.context(world), None).ok()
}

/// What the rules may look up to answer.
///
/// The entities are not held against the schema each time; a test does so for every kind.
pub(super) fn entities(rules: &Rules, actor: &Actor, subject: &Subject) -> Option<Entities> {
    let names = rules.names();
    let actor = actor_entity(names, actor)?;
    let subject = subject_entity(names, subject)?;
    Entities::from_entities([actor, subject], None).ok()
}

fn actor_uid(names: &Names, actor: &Actor) -> EntityUid {
    match actor {
        Actor::User(user) => record(&names.user, user.id.uuid()),
        Actor::Operator(name) => uid(&names.operator, name.as_str()),
    }
}

fn actor_entity(names: &Names, actor: &Actor) -> Option<Entity> {
    let uid = actor_uid(names, actor);
    match actor {
        Actor::User(user) => user_entity(names, uid, user),
        Actor::Operator(_) => entity(uid, []),
    }
}

fn user_entity(names: &Names, uid: EntityUid, user: &UserActor) -> Option<Entity> {
    entity(
        uid,
        [
            ("role", is(names.roles.get(&user.role)?.clone())),
            ("active", RestrictedExpression::new_bool(user.active)),
            ("agency", is(names.agency(user.agency))),
            ("agencyActive", RestrictedExpression::new_bool(user.agency_active)),
            ("agencyIsPartnership", RestrictedExpression::new_bool(user.agency_is_partnership)),
        ],
    )
}

fn subject_uid(names: &Names, subject: &Subject) -> EntityUid {
    match subject {
        Subject::System => names.system.clone(),
        Subject::Agency { id, .. } => names.agency(*id),
        Subject::User { id, .. } => record(&names.account, id.uuid()),
        Subject::Ledger { agency: Some(agency) } => record(&names.ledger, agency.uuid()),
        Subject::Ledger { agency: None } => uid(&names.ledger, "all"),
        Subject::Person { id, .. } => record(&names.person, id.uuid()),
        Subject::Match { id, .. } => record(&names.matched, *id),
        Subject::Case { id, .. } => record(&names.case, *id),
        Subject::Alert { id, .. } => record(&names.alert, id.uuid()),
        Subject::Pair { id, .. } => record(&names.pair, id.uuid()),
        Subject::Figure { agency: Some(agency), .. } => record(&names.figure, agency.uuid()),
        Subject::Figure { agency: None, .. } => uid(&names.figure, "all"),
    }
}

fn subject_entity(names: &Names, subject: &Subject) -> Option<Entity> {
    let uid = subject_uid(names, subject);
    match subject {
        Subject::System | Subject::Ledger { agency: None } => entity(uid, []),
        Subject::Agency { active, .. } => {
            entity(uid, [("active", RestrictedExpression::new_bool(*active))])
        }
        Subject::User { id, agency, role } => entity(
            uid,
            [
                ("holder", is(record(&names.user, id.uuid()))),
                ("agency", is(names.agency(*agency))),
                ("role", is(names.roles.get(role)?.clone())),
            ],
        ),
        Subject::Ledger { agency: Some(agency) } => {
            entity(uid, [("agency", is(names.agency(*agency)))])
        }
        Subject::Person { agency, referred_by, class, asker, .. } => {
            let class = names.classes.get(class)?.clone();
            let always = [("agency", is(names.agency(*agency))), ("class", is(class))];
            let referred_by = referred_by.map(|by| ("referredBy", is(names.agency(by))));
            let standing = standing(names, asker);
            entity(uid, always.into_iter().chain(referred_by).chain(standing))
        }
        Subject::Match { user, agency, of_partnership, falls_to_asker, .. } => entity(
            uid,
            [
                ("holder", is(record(&names.user, user.uuid()))),
                ("agency", is(names.agency(*agency))),
                ("ofPartnership", RestrictedExpression::new_bool(*of_partnership)),
                ("fallsToAsker", RestrictedExpression::new_bool(*falls_to_asker)),
            ],
        ),
        Subject::Case { agency, excludes_asker, is_other_marac, .. } => entity(
            uid,
            [
                ("agency", is(names.agency(*agency))),
                ("excludesAsker", RestrictedExpression::new_bool(*excludes_asker)),
                ("otherMarac", RestrictedExpression::new_bool(*is_other_marac)),
            ],
        ),
        Subject::Alert { agency, about, .. } => {
            let about = about.map(|user| ("about", is(record(&names.user, user.uuid()))));
            entity(uid, [("agency", is(names.agency(*agency)))].into_iter().chain(about))
        }
        Subject::Pair { left, right, decided_by, excludes_asker, is_other_marac, .. } => {
            let always = [
                ("left", is(names.agency(*left))),
                ("right", is(names.agency(*right))),
                ("excludesAsker", RestrictedExpression::new_bool(*excludes_asker)),
                ("otherMarac", RestrictedExpression::new_bool(*is_other_marac)),
            ];
            let decided = |by: UserId| ("decidedBy", is(record(&names.user, by.uuid())));
            entity(uid, always.into_iter().chain(decided_by.map(decided)))
        }
        Subject::Figure { agency, of_referrals } => {
            let of_referrals = ("ofReferrals", RestrictedExpression::new_bool(*of_referrals));
            match agency {
                None => entity(uid, [of_referrals]),
                Some(agency) => entity(uid, [of_referrals, ("agency", is(names.agency(*agency)))]),
            }
        }
    }
}

fn standing(
    names: &Names,
    asker: &Standing,
) -> impl Iterator<Item = (&'static str, RestrictedExpression)> {
    let opening_for = asker.opening_for.map(|(_, agency)| ("openingFor", is(names.agency(agency))));
    let facts = [
        ("excludesAsker", asker.is_excluded),
        ("involvesAsker", asker.is_involved),
        ("onDuty", asker.is_on_duty),
        ("agreedWithAsker", asker.is_agreed),
        ("givenToAsker", asker.is_given),
        ("glassBroken", asker.broke_glass),
        ("hasSecond", asker.has_second),
        ("perpetratorSide", asker.is_perpetrator_side),
        ("ofPerpetrator", asker.is_of_perpetrator),
        ("otherMarac", asker.is_other_marac),
    ];
    let facts = facts.map(|(name, is_so)| (name, RestrictedExpression::new_bool(is_so)));
    facts.into_iter().chain(opening_for)
}

fn is(uid: EntityUid) -> RestrictedExpression {
    RestrictedExpression::new_entity_uid(uid)
}

fn entity(
    uid: EntityUid,
    attributes: impl IntoIterator<Item = (&'static str, RestrictedExpression)>,
) -> Option<Entity> {
    let attributes = attributes.into_iter().map(|(name, value)| (name.to_owned(), value));
    Entity::new_with_tags(uid, attributes, [], []).ok()
}

#[cfg(test)]
mod tests;
