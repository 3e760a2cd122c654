//! Draws the table of who may do what, by asking the rules, for people who read no rules.

use std::fmt::Write;

use uuid::Uuid;

use super::actor::{Actor, OperatorName, Standing, Subject, SubjectKind, UserActor, World};
use super::class::FieldClass;
use super::permission::Permission;
use super::permit::permit;
use super::rules::Rules;
use crate::ids::{AgencyId, AlertId, LinkId, PersonId, UserId};
use crate::user::Role;

const SELF: UserId = UserId::from_uuid(Uuid::from_u128(1));
const OTHER: UserId = UserId::from_uuid(Uuid::from_u128(2));
const OWN_AGENCY: AgencyId = AgencyId::from_uuid(Uuid::from_u128(11));
const OTHER_AGENCY: AgencyId = AgencyId::from_uuid(Uuid::from_u128(12));
const PERSON: PersonId = PersonId::from_uuid(Uuid::from_u128(21));

const ALERT: AlertId = AlertId::from_uuid(Uuid::from_u128(41));
const PAIR: LinkId = LinkId::from_uuid(Uuid::from_u128(31));

const TITLE: &str = "\
<!-- Drawn from domain/policies by a test; `make docs` redraws it. Change the rules, not this. -->

# Who may do what

Each cell was found by asking the rules that Wicken itself asks, as an active user of an active
agency.

- **all**: of every agency, and of anyone. **own agency**: only of the user's own agency.
  **own**: only the user's own account. **–**: never.
- An asterisk (\\*) marks what needs a fresh sign-in, within the last five minutes.
- The operator is whoever runs commands on the machine that Wicken is on.
";

/// The permission table and the prohibitions, in Markdown.
pub fn permission_table(rules: &Rules) -> String {
    let mut page = TITLE.to_owned();
    page.push('\n');
    push_rows(&mut page, permission_rows(rules));
    page.push_str("\n## Of what is held about a person, what each role reads\n\n");
    push_rows(&mut page, class_rows(rules));
    push_prohibitions(&mut page, rules);
    push_duties(&mut page);
    page
}

/// The headings, and a row for each permission: its words, what the operator may of it, and what
/// each role may, in the order of [`Role::ALL`].
pub fn permission_rows(rules: &Rules) -> Vec<Vec<String>> {
    let row = |permission: &Permission| {
        let samples = samples(permission.subject_kind());
        row(rules, *permission, permission.words(), &samples)
    };
    [headings()].into_iter().chain(Permission::ALL.iter().map(row)).collect()
}

/// The headings, and a row for each class of fields, each read by itself: as [`permission_rows`].
pub fn class_rows(rules: &Rules) -> Vec<Vec<String>> {
    let row =
        |class: &FieldClass| row(rules, Permission::ReadPerson, class.words(), &people(*class));
    [headings()].into_iter().chain(FieldClass::ALL.iter().map(row)).collect()
}

fn headings() -> Vec<String> {
    let roles = Role::ALL.iter().map(|role| role.words());
    ["may", "operator"].into_iter().chain(roles).map(str::to_owned).collect()
}

fn push_rows(page: &mut String, mut rows: Vec<Vec<String>>) {
    rows.insert(1, vec!["---".to_owned(); Role::ALL.len() + 2]);
    for row in rows {
        writeln!(page, "| {} |", row.join(" | ").replace('*', "\\*"))
            .expect("writing to a String cannot fail");
    }
}

/// Somebody or something asked about, and what it is called in a cell.
type Sample = (&'static str, Subject);

fn row(rules: &Rules, permission: Permission, words: &str, samples: &[Sample]) -> Vec<String> {
    let operator = OperatorName::parse("operator").expect("a plain word names an operator");
    let mut cells = vec![words.to_owned()];
    cells.push(reach(rules, &Actor::Operator(operator), permission, samples));
    cells.extend(Role::ALL.iter().map(|role| cell(rules, *role, permission, samples)));
    cells
}

/// The reach outside the partnership body, and inside where it is another.
fn cell(rules: &Rules, role: Role, permission: Permission, samples: &[Sample]) -> String {
    let outside = reach(rules, &Actor::User(user(role)), permission, samples);
    let of_partnership = UserActor { agency_is_partnership: true, ..user(role) };
    let inside = reach(rules, &Actor::User(of_partnership), permission, samples);
    if outside == inside {
        outside
    } else {
        format!("{outside}; in the partnership body: {inside}")
    }
}

fn user(role: Role) -> UserActor {
    UserActor {
        id: SELF,
        role,
        agency: OWN_AGENCY,
        agency_is_partnership: false,
        active: true,
        agency_active: true,
    }
}

fn reach(rules: &Rules, actor: &Actor, permission: Permission, samples: &[Sample]) -> String {
    let may = |subject: &Subject, fresh_sign_in| {
        permit(rules, actor, permission, subject, &World { fresh_sign_in }).is_ok()
    };
    let reached: Vec<_> = samples.iter().filter(|(_, subject)| may(subject, true)).collect();
    let names: Vec<&str> = reached.iter().map(|(name, _)| *name).collect();
    let needs_fresh = reached.iter().any(|(_, subject)| !may(subject, false));
    let mark = if needs_fresh { " *" } else { "" };
    format!("{}{mark}", words(&names))
}

/// Records of a person, of one class, as they come before somebody who asks.
fn people(class: FieldClass) -> Vec<Sample> {
    let person = |agency, referred_by, asker| Subject::Person {
        id: PERSON,
        agency,
        referred_by,
        class,
        asker: Standing { opening_for: Some((OTHER, OTHER_AGENCY)), ..asker },
    };
    let nobody = Standing::default();
    let works_on_it = Standing { is_involved: true, is_agreed: true, has_second: true, ..nobody };
    let on_duty = Standing { is_on_duty: true, is_agreed: true, has_second: true, ..nobody };
    let in_emergency = Standing { broke_glass: true, ..nobody };
    let side = Standing { is_perpetrator_side: true, is_of_perpetrator: true, ..nobody };
    let side = Standing { is_agreed: true, ..side };
    vec![
        ("held by the own agency", person(OWN_AGENCY, None, nobody)),
        ("referred by it", person(OTHER_AGENCY, Some(OWN_AGENCY), nobody)),
        ("shared on a case under an agreement", person(OTHER_AGENCY, None, works_on_it)),
        ("that the duty team is called to", person(OTHER_AGENCY, None, on_duty)),
        ("given by name", person(OTHER_AGENCY, None, Standing { is_given: true, ..nobody })),
        ("behind broken glass", person(OTHER_AGENCY, None, in_emergency)),
        ("of an alleged perpetrator with whom they work", person(OTHER_AGENCY, None, side)),
        ("others", person(OTHER_AGENCY, None, nobody)),
    ]
}

fn samples(kind: SubjectKind) -> Vec<Sample> {
    let agency = |id| Subject::Agency { id, active: true };
    let account = |id, agency| Subject::User { id, agency, role: Role::Idva };
    let ledger = |agency| Subject::Ledger { agency };
    let case = |agency| Subject::Case {
        id: PERSON.uuid(),
        agency,
        excludes_asker: false,
        is_other_marac: false,
    };
    let alert = |agency, about| Subject::Alert { id: ALERT, agency, about };
    let pair = |left, right| Subject::Pair {
        id: PAIR,
        left,
        right,
        decided_by: Some(OTHER),
        excludes_asker: false,
        is_other_marac: false,
    };
    let incidents = |agency| Subject::Figure { agency, of_referrals: false };
    match kind {
        SubjectKind::System => vec![("the system", Subject::System)],
        SubjectKind::Agency => {
            vec![("own agency", agency(OWN_AGENCY)), ("other agencies", agency(OTHER_AGENCY))]
        }
        SubjectKind::User => vec![
            ("own", account(SELF, OWN_AGENCY)),
            ("colleagues", account(OTHER, OWN_AGENCY)),
            ("others", account(OTHER, OTHER_AGENCY)),
        ],
        SubjectKind::Ledger => vec![
            ("own agency", ledger(Some(OWN_AGENCY))),
            ("other agencies", ledger(Some(OTHER_AGENCY))),
            ("the whole", ledger(None)),
        ],
        SubjectKind::Person => people(FieldClass::Identity),
        SubjectKind::Match => {
            let found = |user, agency, (of_partnership, falls_to_asker)| {
                let id = PERSON.uuid();
                Subject::Match { id, user, agency, of_partnership, falls_to_asker }
            };
            vec![
                ("own", found(SELF, OWN_AGENCY, (false, true))),
                ("colleagues", found(OTHER, OWN_AGENCY, (false, true))),
                ("of other agencies", found(OTHER, OTHER_AGENCY, (false, true))),
                ("of the partnership, where held here", found(OTHER, OTHER_AGENCY, (true, true))),
                ("of the partnership", found(OTHER, OTHER_AGENCY, (true, false))),
            ]
        }
        SubjectKind::Case => {
            vec![("own agency", case(OWN_AGENCY)), ("other agencies", case(OTHER_AGENCY))]
        }
        SubjectKind::Alert => vec![
            ("about themselves", alert(OWN_AGENCY, Some(SELF))),
            ("own agency, not own", alert(OWN_AGENCY, Some(OTHER))),
            ("others", alert(OTHER_AGENCY, Some(OTHER))),
        ],
        SubjectKind::Pair => vec![
            ("both records of the own agency", pair(OWN_AGENCY, OWN_AGENCY)),
            ("records of other agencies", pair(OTHER_AGENCY, OTHER_AGENCY)),
        ],
        SubjectKind::Figure => vec![
            ("incidents of the own agency", incidents(Some(OWN_AGENCY))),
            ("of other agencies", incidents(Some(OTHER_AGENCY))),
            ("of all", incidents(None)),
            ("referrals", Subject::Figure { agency: None, of_referrals: true }),
        ],
    }
}

fn words(reached: &[&str]) -> String {
    match reached {
        [] => "–".to_owned(),
        ["the system"] => "yes".to_owned(),
        ["own agency", "other agencies"]
        | ["both records of the own agency", "records of other agencies"]
        | ["own", "colleagues", "others"]
        | ["own agency", "other agencies", "the whole"] => "all".to_owned(),
        ["own", "colleagues"] => "own agency".to_owned(),
        ["colleagues"] => "own agency, not own".to_owned(),
        ["colleagues", "others"] => "all but own".to_owned(),
        ["other agencies"] => "all but own agency".to_owned(),
        ["own agency, not own", "others"] => "all but own".to_owned(),
        ["held by the own agency", "referred by it", others @ ..] => {
            let both = ["held or referred by the own agency"];
            both.iter().chain(others).copied().collect::<Vec<_>>().join(", ")
        }
        others => others.join(", "),
    }
}

fn push_prohibitions(page: &mut String, rules: &Rules) {
    page.push_str("\n## What no role and no rule can grant\n\n");
    for (id, because) in rules.prohibitions() {
        writeln!(page, "- {because} (`{id}`)").expect("writing to a String cannot fail");
    }
}

fn push_duties(page: &mut String) {
    page.push_str("\n## What each role is there to do\n\n");
    for role in Role::ALL {
        writeln!(page, "- **{}**: {}", role.words(), role.duty())
            .expect("writing to a String cannot fail");
    }
}
