//! What the door lets somebody be shown, found out record by record.

use super::{
    asked::{SENDERS, Shown},
    county::Asker,
    facts::{Facts, Record},
};
use app::App;
use domain::{
    agency::AgencyKind,
    ids::AgencyId,
    policy::{FieldClass, Permission, Subject},
};
use std::collections::BTreeSet;
use uuid::Uuid;

/// What the door lets somebody see of some people, asked for each record by itself; nothing is said
/// of figures.
pub(super) fn expected(app: &App, facts: &Facts, asker: &Asker, persons: &BTreeSet<Uuid>) -> Shown {
    let mut expected = Shown::default();
    for record in facts.records.iter().filter(|it| persons.contains(&it.person)) {
        let mut classes = facts.readable(app, asker, record);
        if !classes.is_empty() {
            // There is nothing of a class to show where nothing is held of it.
            if record.marac.is_none() {
                classes.remove(&FieldClass::Referrer);
            }
            if record.party != "victim" {
                classes.remove(&FieldClass::Equality);
            }
            expected.records.insert(record.id, classes);
        }
        let is_told = facts.tells_of_risk(app, asker, record);
        if is_told {
            expected.at_risk.insert((record.person, record.name()));
        }
        if is_told || expected.records.contains_key(&record.id) {
            let offered = expected.offered.entry(record.person).or_default();
            let of_record = facts.offered(app, asker, record);
            offered.iter_mut().zip(of_record).for_each(|(any, one)| *any |= one);
        }
        if facts.may_about(app, asker, (Permission::ExcludeUser, record)) {
            expected.exclusions.insert(record.person);
        }
        if facts.may_about(app, asker, (Permission::EndGift, record)) {
            expected.gifts.insert(record.person);
        }
    }
    let is_open = |it: &&Record| !facts.readable(app, asker, it).is_empty();
    if asker.is_active && facts.may(app, asker, own_agency(asker, Permission::ListCases)) {
        let listed = |cases: BTreeSet<Uuid>| {
            let people = facts.records.iter().filter(|it| cases.contains(&it.source));
            let open = people.filter(is_open).map(|it| (it.source, Some(it.person)));
            open.chain(cases.iter().map(|case| (*case, None))).collect()
        };
        expected.cases = Some(listed(facts.listed_cases(asker)));
        expected.called = Some(listed(facts.called_cases(asker)));
        let beside_him = facts.own_cases(asker, true);
        let records = facts.records.iter().filter(|it| beside_him.contains(&it.source));
        let told = records.filter(|it| facts.tells_of_risk(app, asker, it));
        expected.risks = Some(told.map(|it| (it.person, it.name())).collect());
    }
    if asker.is_active {
        expected.received = facts.given(asker).filter(is_open).map(|it| it.person).collect();
    }
    expected
}

fn own_agency(asker: &Asker, may: Permission) -> (Permission, Subject) {
    let id = AgencyId::from_uuid(asker.agency);
    (may, Subject::Agency { id, active: true })
}

/// A figure has a list for whoever the door lets have it, if nobody excludes them who stands in any
/// of its records.
pub(super) fn behind(app: &App, facts: &Facts, asker: &Asker) -> Vec<bool> {
    let excluded = facts.excluded(asker.id);
    let meets = |is_behind: &dyn Fn(&&Record) -> bool| {
        facts.records.iter().filter(is_behind).any(|it| excluded.contains(&it.person))
    };
    let mut listed = Vec::new();
    for kind in [AgencyKind::Police, AgencyKind::IdvaService] {
        let sender = facts.agency_of_kind(kind);
        let figure =
            Subject::Figure { agency: Some(AgencyId::from_uuid(sender)), of_referrals: false };
        let may = facts.may(app, asker, (Permission::ListBehindFigure, figure));
        listed.push(may && !meets(&|it| it.marac.is_none() && it.holder == sender));
    }
    let figure = Subject::Figure { agency: None, of_referrals: true };
    let may = facts.may(app, asker, (Permission::ListBehindFigure, figure));
    let sees_all = facts.records.iter().all(|it| it.marac.is_none() || facts.sees_case(asker, it));
    listed.push(may && sees_all && !meets(&|it| it.marac.is_some()));
    assert_eq!(listed.len(), SENDERS.len() + 1);
    listed
}

/// Whom a search shows the door opens, and more than that they are at risk; and whoever has the
/// very name that was asked for is shown.
pub(super) fn hold_search(
    app: &App,
    facts: &Facts,
    (asker, sought): (&Asker, &Record),
    found: Option<BTreeSet<Uuid>>,
    keys: Keys,
) {
    let may_search = facts.may(app, asker, own_agency(asker, Permission::SearchPeople));
    assert_eq!(found.is_some(), may_search, "{asker:?} may search");
    let found = found.unwrap_or_default();
    let is_read = |record: &Record| !facts.readable(app, asker, record).is_empty();
    let is_open = |record: &&Record| is_read(record) || facts.tells_of_risk(app, asker, record);
    let is_held = |record: &Record| record.holder == asker.agency;
    let is_known = |record: &Record| is_held(record) || record.referred_by == Some(asker.agency);
    let open: Vec<&Record> = facts.records.iter().filter(is_open).collect();
    let has_sight = |record: &Record| is_known(record) || is_read(record);
    let listable = open.iter().filter(|it| keys == Keys::OfHolders || has_sight(it));
    let listable: BTreeSet<Uuid> = listable.map(|it| it.person).collect();
    assert!(found.is_subset(&listable), "{asker:?}: {found:?} of {listable:?}");
    for record in open {
        let has_keys = is_held(record) || keys == Keys::OfAll && has_sight(record);
        let is_named = may_search && record.name() == sought.name();
        let is_wanted = is_named && has_keys;
        assert!(!is_wanted || found.contains(&record.person), "{asker:?} does not find {record:?}");
    }
}

/// For whom a record can be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keys {
    /// Whoever holds or referred it or works on it, and whom it is open to alone.
    OfAll,
    /// Whoever holds it, and whoever referred it once: it is somebody else's by now.
    OfHolders,
}
