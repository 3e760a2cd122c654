//! What is asked: everybody, in each standing, about everything in each relation to them.

use domain::{
    ids::{AgencyId, AlertId, LinkId, PersonId, UserId},
    policy::{
        Actor, FieldClass, OperatorName, Permission, Standing, Subject, SubjectKind, UserActor,
        World,
    },
    user::Role,
};
use serde_json::{Value, json};
use uuid::Uuid;

const SELF: UserId = UserId::from_uuid(Uuid::from_u128(1));
const SOMEBODY: UserId = UserId::from_uuid(Uuid::from_u128(2));
const OWN: AgencyId = AgencyId::from_uuid(Uuid::from_u128(11));
const OTHER: AgencyId = AgencyId::from_uuid(Uuid::from_u128(12));
const PERSON: PersonId = PersonId::from_uuid(Uuid::from_u128(21));
const PAIR: LinkId = LinkId::from_uuid(Uuid::from_u128(31));
const ALERT: AlertId = AlertId::from_uuid(Uuid::from_u128(41));

/// Who asks for what, about what, and whether they have just signed in.
#[derive(Debug, Clone)]
pub(super) struct Question {
    pub actor: Actor,
    pub subject: Subject,
    pub world: World,
    pub permissions: Vec<Permission>,
}

impl Question {
    pub fn json(&self) -> Value {
        let ask: Vec<&str> = self.permissions.iter().map(|permission| permission.code()).collect();
        json!({
            "who": who(&self.actor),
            "about": about(&self.subject),
            "fresh": self.world.fresh_sign_in,
            "ask": ask,
        })
    }
}

fn who(actor: &Actor) -> Value {
    match actor {
        Actor::Operator(_) => json!({ "role": "operator" }),
        Actor::User(user) => json!({
            "id": user.id,
            "role": user.role.code(),
            "agency": user.agency,
            "partnership": user.agency_is_partnership,
            "active": user.active,
            "agency_active": user.agency_active,
        }),
    }
}

fn about(subject: &Subject) -> Value {
    match *subject {
        Subject::System => json!({ "kind": "system" }),
        Subject::Agency { id, active } => {
            json!({ "kind": "agency", "agency": id, "active": active })
        }
        Subject::User { id, agency, .. } => {
            json!({ "kind": "account", "holder": id, "agency": agency })
        }
        Subject::Ledger { agency } => json!({ "kind": "ledger", "agency": agency }),
        Subject::Person { agency, referred_by, class, asker, .. } => {
            let this = |is_so| if is_so { vec![class.code()] } else { Vec::new() };
            json!({
                "kind": "person",
                "agency": agency,
                "referred_by": referred_by,
                "class": class.code(),
                "excluded": asker.is_excluded,
                "involved": asker.is_involved,
                "duty": asker.is_on_duty,
                "agreed": this(asker.is_agreed),
                "given": this(asker.is_given),
                "glass": asker.broke_glass,
                "second": asker.has_second,
                "side": asker.is_perpetrator_side,
                "perpetrator": asker.is_of_perpetrator,
                "other_marac": asker.is_other_marac,
                "opening_for": asker.opening_for.map(|(_, agency)| agency),
            })
        }
        Subject::Match { user, agency, of_partnership, falls_to_asker, .. } => json!({
            "kind": "match",
            "holder": user,
            "agency": agency,
            "of_partnership": of_partnership,
            "falls_to_asker": falls_to_asker,
        }),
        Subject::Case { agency, excludes_asker, is_other_marac, .. } => json!({
            "kind": "case",
            "agency": agency,
            "excluded": excludes_asker,
            "other_marac": is_other_marac,
        }),
        Subject::Alert { agency, about, .. } => {
            json!({ "kind": "alert", "agency": agency, "about": about })
        }
        Subject::Pair { left, right, decided_by, excludes_asker, is_other_marac, .. } => json!({
            "kind": "pair",
            "left": left,
            "right": right,
            "decided_by": decided_by,
            "excluded": excludes_asker,
            "other_marac": is_other_marac,
        }),
        Subject::Figure { agency, of_referrals } => {
            json!({ "kind": "figure", "agency": agency, "of_referrals": of_referrals })
        }
    }
}

/// Active, a leaver, of a suspended agency, and both; of the partnership body or not.
fn users(role: Role) -> Vec<UserActor> {
    let mut users = Vec::new();
    for (active, agency_active) in [(true, true), (false, true), (true, false), (false, false)] {
        for agency_is_partnership in [false, true] {
            let (id, agency) = (SELF, OWN);
            users.push(UserActor {
                id,
                role,
                agency,
                agency_is_partnership,
                active,
                agency_active,
            });
        }
    }
    users
}

pub(super) fn all() -> Vec<Question> {
    let users = Role::ALL.iter().copied().flat_map(users).map(Actor::User);
    let operator = Actor::Operator(OperatorName::parse("root").unwrap());
    let mut questions = Vec::new();
    for actor in users.chain([operator]) {
        for fresh_sign_in in [true, false] {
            let world = World { fresh_sign_in };
            let ask = |(subject, permissions)| {
                let actor = actor.clone();
                Question { actor, subject, world, permissions }
            };
            questions.extend(subjects(&actor, world).into_iter().map(ask));
        }
    }
    questions
}

fn subjects(actor: &Actor, world: World) -> Vec<(Subject, Vec<Permission>)> {
    let mut subjects = Vec::new();
    for subject in things() {
        let about = |permission: &Permission| permission.subject_kind() == subject.kind();
        subjects.push((subject, Permission::ALL.iter().copied().filter(about).collect()));
    }
    subjects.extend(people(actor, world));
    subjects
}

/// Excluded from somebody in it, or it is for another MARAC, or neither.
const SHUT: [(bool, bool); 3] = [(true, false), (false, true), (false, false)];

/// Everything but people.
fn things() -> Vec<Subject> {
    let agencies = [OWN, OTHER];
    let mut things = vec![Subject::System];
    for agency in agencies {
        let id = PERSON.uuid();
        for is_so in [true, false] {
            things.push(Subject::Agency { id: agency, active: is_so });
        }
        for (excludes_asker, is_other_marac) in SHUT {
            things.push(Subject::Case { id, agency, excludes_asker, is_other_marac });
        }
        for about in [None, Some(SELF), Some(SOMEBODY)] {
            things.push(Subject::Alert { id: ALERT, agency, about });
        }
    }
    // The last is somebody who worked elsewhere when they declared.
    for (user, agency) in [(SELF, OWN), (SOMEBODY, OWN), (SOMEBODY, OTHER), (SELF, OTHER)] {
        if (user, agency) != (SELF, OTHER) {
            things.push(Subject::User { id: user, agency, role: Role::Idva });
        }
        for (of_partnership, falls_to_asker) in
            [(false, false), (false, true), (true, false), (true, true)]
        {
            let id = PERSON.uuid();
            things.push(Subject::Match { id, user, agency, of_partnership, falls_to_asker });
        }
    }
    for agency in [Some(OWN), Some(OTHER), None] {
        things.push(Subject::Ledger { agency });
        things.extend([true, false].map(|of_referrals| Subject::Figure { agency, of_referrals }));
    }
    for (left, right) in agencies.into_iter().flat_map(|it| agencies.map(|right| (it, right))) {
        for decided_by in [None, Some(SELF), Some(SOMEBODY)] {
            things.extend(SHUT.map(|(excludes_asker, is_other_marac)| {
                let id = PAIR;
                Subject::Pair { id, left, right, decided_by, excludes_asker, is_other_marac }
            }));
        }
    }
    things
}

/// How somebody may stand towards a person: each of six facts, in every combination, and whoever
/// waits for a second person.
fn standings() -> Vec<Standing> {
    let combined = (0..64u8).map(|bits| Standing {
        is_excluded: bits & 1 != 0,
        is_involved: bits & 2 != 0,
        is_agreed: bits & 4 != 0,
        is_given: bits & 8 != 0,
        broke_glass: bits & 16 != 0,
        has_second: bits & 32 != 0,
        ..Standing::default()
    });
    let none = Standing::default();
    let waiting = [OWN, OTHER].into_iter().flat_map(|agency| {
        [false, true].map(|is_excluded| Standing {
            is_excluded,
            opening_for: Some((SOMEBODY, agency)),
            ..none
        })
    });
    combined.chain(waiting).chain(of_perpetrators()).chain(elsewhere()).chain(on_duty()).collect()
}

/// On duty for a case that is called, beside each fact that matters to it.
fn on_duty() -> impl Iterator<Item = Standing> {
    (0..16u8).map(|bits| Standing {
        is_on_duty: true,
        is_agreed: bits & 1 != 0,
        has_second: bits & 2 != 0,
        is_excluded: bits & 4 != 0,
        is_perpetrator_side: bits & 8 != 0,
        ..Standing::default()
    })
}

/// Of a referral to another MARAC, on each ground that could open it.
fn elsewhere() -> impl Iterator<Item = Standing> {
    let none = Standing { is_other_marac: true, ..Standing::default() };
    let shared = Standing { is_involved: true, is_agreed: true, ..none };
    [
        none,
        shared,
        Standing { has_second: true, ..shared },
        Standing { is_given: true, ..none },
        Standing { broke_glass: true, ..none },
        Standing { broke_glass: true, has_second: true, ..none },
        Standing { opening_for: Some((SOMEBODY, OTHER)), ..none },
        Standing { is_excluded: true, ..none },
    ]
    .into_iter()
}

/// On the side of the alleged perpetrator or not, about them or not, beside each other ground.
fn of_perpetrators() -> impl Iterator<Item = Standing> {
    let none = Standing::default();
    let agreed = Standing { is_agreed: true, ..none };
    let grounds = [
        none,
        agreed,
        Standing { is_involved: true, ..agreed },
        Standing { is_given: true, ..none },
        Standing { broke_glass: true, has_second: true, ..none },
        Standing { opening_for: Some((SOMEBODY, OTHER)), ..none },
        Standing { is_excluded: true, ..agreed },
    ];
    let sides = [(true, true), (true, false), (false, true)];
    sides.into_iter().flat_map(move |(is_perpetrator_side, is_of_perpetrator)| {
        grounds.map(|ground| Standing { is_perpetrator_side, is_of_perpetrator, ..ground })
    })
}

/// Facts that are true at once: one at most, and an exclusion beside it.
fn is_plain(asker: &Standing) -> bool {
    if asker.is_perpetrator_side || asker.is_on_duty {
        return true;
    }
    let facts = [asker.is_involved || asker.is_agreed, asker.is_given, asker.broke_glass];
    let count = facts.into_iter().filter(|is_so| *is_so).count();
    count < 2 && asker.is_involved == asker.is_agreed && !asker.has_second
}

/// What is asked of somebody about what an agency holds.
///
/// In a long run everything. Else: whoever is shut out altogether is asked about little; reading
/// about every class by whoever signed in long ago, which is enough for it; opening whereabouts on
/// every ground; and all else on the grounds that are plain, about the classes on which it turns.
fn people(actor: &Actor, world: World) -> Vec<(Subject, Vec<Permission>)> {
    let of_people = Permission::ALL.iter().copied();
    let of_people: Vec<Permission> =
        of_people.filter(|permission| permission.subject_kind() == SubjectKind::Person).collect();
    let mut people = Vec::new();
    for (agency, referred_by) in
        [OWN, OTHER].into_iter().flat_map(|it| [None, Some(OWN), Some(OTHER)].map(|by| (it, by)))
    {
        for asker in standings() {
            for class in FieldClass::ALL.iter().copied() {
                let is_asked = |permission: &Permission| {
                    is_asked(actor, world, (agency, referred_by), &asker, class, *permission)
                };
                let asked: Vec<Permission> = of_people.iter().copied().filter(is_asked).collect();
                let id = PERSON;
                if !asked.is_empty() {
                    let subject = Subject::Person { id, agency, referred_by, class, asker };
                    people.push((subject, asked));
                }
            }
        }
    }
    people
}

fn is_asked(
    actor: &Actor,
    world: World,
    (agency, referred_by): (AgencyId, Option<AgencyId>),
    asker: &Standing,
    class: FieldClass,
    permission: Permission,
) -> bool {
    if is_deep() {
        return true;
    }
    let is_turning =
        [FieldClass::Identity, FieldClass::Immigration, FieldClass::Whereabouts].contains(&class);
    let (is_shut, is_partnership) = match actor {
        Actor::User(user) => (!(user.active && user.agency_active), user.agency_is_partnership),
        Actor::Operator(_) => (false, true),
    };
    if is_shut {
        let is_own = agency == OWN && referred_by.is_none();
        let is_second = permission == Permission::SecondOpening;
        let opening_for = is_second.then_some((SOMEBODY, OTHER));
        return is_own && is_turning && *asker == Standing { opening_for, ..Standing::default() };
    }
    let fresh = world.fresh_sign_in;
    match permission {
        Permission::ReadPerson if !is_partnership && !fresh => asker.opening_for.is_none(),
        Permission::OpenWhereabouts if !is_partnership && fresh => class == FieldClass::Whereabouts,
        Permission::SecondOpening => class == FieldClass::Whereabouts && is_plain(asker),
        _ => is_turning && is_plain(asker) && asker.opening_for.is_none(),
    }
}

/// Whether the long runs are asked for.
pub(super) fn is_deep() -> bool {
    #[expect(clippy::disallowed_methods, reason = "read in tests only")]
    std::env::var("WICKEN_DEEP").is_ok()
}
