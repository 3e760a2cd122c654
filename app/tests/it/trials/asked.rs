//! What somebody is shown: everything that lists people, asked as they would.

use super::{county::Asker, facts::Record};
use crate::{people::by_names, performance::ask};
use app::{
    App, Ctx, Error,
    disclosure::{list_gifts, list_received},
    duty::list_called_cases,
    exclusion::list_exclusions,
    involvement::{PersonInCase, list_known_risks, list_own_cases},
    performance::{ReportRequest, list_behind},
    person::{PersonFile, SearchRequest, read_person, search_people},
    user::show_own_account,
};
use domain::{
    ids::PersonId,
    performance::{By, Indicator, Period},
    person::SearchPurpose,
    policy::FieldClass,
};
use jiff::civil::date;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// What one asker was shown.
#[derive(Debug, Default)]
pub(super) struct Shown {
    /// By record, as far as a class shows in it.
    pub records: BTreeMap<Uuid, BTreeSet<FieldClass>>,
    /// Whose exclusions, and whose gifts, could be listed.
    pub exclusions: BTreeSet<Uuid>,
    pub gifts: BTreeSet<Uuid>,
    /// Of whom a page tells that somebody is at risk, by the names that it tells.
    pub at_risk: BTreeSet<(Uuid, Option<String>)>,
    /// The same as a list; nothing for whoever may not ask.
    pub risks: Option<BTreeSet<(Uuid, Option<String>)>>,
    /// What a page offers to do with a person.
    pub offered: BTreeMap<Uuid, [bool; 4]>,
    /// Case and person, of the cases that the own agency works on; nothing for whoever may not ask.
    pub cases: Option<BTreeSet<(Uuid, Option<Uuid>)>>,
    /// The same, of those to which the asker is called as one of their duty team.
    pub called: Option<BTreeSet<(Uuid, Option<Uuid>)>>,
    /// Who was given by name.
    pub received: BTreeSet<Uuid>,
    /// Whether what is behind a figure is listed: the incidents of each agency, then the cases.
    pub behind: Vec<bool>,
}

impl Shown {
    /// What is shown otherwise than expected, in words.
    pub fn differences(&self, expected: &Shown) -> Vec<String> {
        let mut words = Vec::new();
        let mut tell = |what: &str, shown: String, expected: String| {
            if shown != expected {
                words.push(format!("{what}: {shown}, not {expected}"));
            }
        };
        let all: BTreeSet<&Uuid> = self.records.keys().chain(expected.records.keys()).collect();
        for record in all {
            let [shown, wanted] =
                [self, expected].map(|it| format!("{:?}", it.records.get(record)));
            tell(&format!("record {record}"), shown, wanted);
        }
        let lists = |it: &Shown| {
            let cases = format!("{:?}", it.cases);
            let (gifts, received) = (format!("{:?}", it.gifts), format!("{:?}", it.received));
            let (at_risk, risks) = (format!("{:?}", it.at_risk), format!("{:?}", it.risks));
            let lists = [format!("{:?}", it.exclusions), gifts, cases, received, at_risk, risks];
            let others = [&it.offered as &dyn std::fmt::Debug, &it.called, &it.behind];
            lists.into_iter().chain(others.map(|other| format!("{other:?}")))
        };
        let names = [
            "exclusions",
            "gifts",
            "cases",
            "received",
            "at risk",
            "list of those at risk",
            "offered",
            "called",
            "behind figures",
        ];
        for ((name, shown), wanted) in names.iter().zip(lists(self)).zip(lists(expected)) {
            tell(name, shown, wanted);
        }
        words
    }
}

/// The agencies whose figures are asked for, as the report names them.
pub(super) const SENDERS: [&str; 2] = ["Fen Police", "Amber House"];

/// Asks for everything about everybody.
pub(super) fn shown(app: &App, asker: &Asker, persons: &BTreeSet<Uuid>) -> Shown {
    let asked = app.read(&asker.visitor(), |ctx| {
        show_own_account(ctx)?;
        Ok(Shown { behind: behind(ctx)?, ..about(ctx, persons)? })
    });
    match asked {
        Ok(shown) => shown,
        Err(Error::SignInNeeded) => Shown { behind: vec![false; 3], ..Shown::default() },
        Err(error) => panic!("{asker:?}: {error}"),
    }
}

/// Asks for everything about some people; nothing is asked about figures.
pub(super) fn about(ctx: &mut Ctx<'_>, persons: &BTreeSet<Uuid>) -> Result<Shown, Error> {
    let mut shown = Shown::default();
    for person in persons {
        let id = PersonId::from_uuid(*person);
        if let Some(file) = told(read_person(ctx, id))? {
            shown.records.extend(classes_of(&file));
            shown.at_risk.extend(file.at_risk.iter().map(|it| (*person, it.name.clone())));
            let offered =
                [file.may_open_whereabouts, file.may_exclude, file.may_list_lookers, file.may_give];
            shown.offered.insert(*person, offered);
        }
        if told(list_exclusions(ctx, id))?.is_some() {
            shown.exclusions.insert(*person);
        }
        if told(list_gifts(ctx, id))?.is_some() {
            shown.gifts.insert(*person);
        }
    }
    let people = |case: Uuid, people: Vec<PersonInCase>| {
        let people = people.into_iter().map(|it| Some(it.person.uuid())).chain([None]);
        people.map(move |person| (case, person))
    };
    shown.cases = told(list_own_cases(ctx))?
        .map(|(cases, _)| cases.into_iter().flat_map(|it| people(it.case.id, it.people)).collect());
    shown.called = told(list_called_cases(ctx))?
        .map(|(cases, _)| cases.into_iter().flat_map(|it| people(it.case.id, it.people)).collect());
    shown.risks = told(list_known_risks(ctx))?
        .map(|known| known.into_iter().map(|it| (it.person.uuid(), it.name)).collect());
    let (received, _) = list_received(ctx)?;
    shown.received = received.into_iter().map(|gift| gift.person.uuid()).collect();
    Ok(shown)
}

/// Nothing where somebody is told that it is not there or not theirs.
fn told<T>(answer: Result<T, Error>) -> Result<Option<T>, Error> {
    match answer {
        Ok(answer) => Ok(Some(answer)),
        Err(Error::NotFound | Error::Denied(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The classes that show: each record has an answer, a mark, and a referrer where it is a referral.
fn classes_of(file: &PersonFile) -> BTreeMap<Uuid, BTreeSet<FieldClass>> {
    let classes = |record: &app::person::RecordOfPerson| {
        let mut classes = BTreeSet::from([FieldClass::Identity, FieldClass::Case]);
        if record.equality.religion.is_some() {
            classes.insert(FieldClass::Equality);
        }
        if record.case.honour_based.is_some() {
            classes.insert(FieldClass::Honour);
        }
        if record.case.referred_by.is_some() {
            classes.insert(FieldClass::Referrer);
        }
        classes
    };
    file.records.iter().map(|record| (record.id.uuid(), classes(record))).collect()
}

fn behind(ctx: &mut Ctx<'_>) -> Result<Vec<bool>, Error> {
    let period = Period::new(date(2026, 4, 1), date(2026, 10, 31)).unwrap();
    let incidents =
        ReportRequest { by: Some(By::Agency), ..ask(Indicator::RecordedIncidents, period) };
    let mut listed = Vec::new();
    for sender in SENDERS {
        listed.push(list_behind(ctx, &incidents, Some(sender), None)?.list.is_some());
    }
    listed.push(list_behind(ctx, &ask(Indicator::Ni32, period), None, None)?.list.is_some());
    Ok(listed)
}

/// Who is found by the name that a record has; nothing where the asker may not search.
pub(super) fn found(app: &App, asker: &Asker, record: &Record) -> Option<BTreeSet<Uuid>> {
    let record = record.clone();
    match app.change(&asker.visitor(), move |ctx| found_by(ctx, &record)) {
        Ok(found) => found,
        Err(Error::NotFound | Error::Denied(_) | Error::SignInNeeded) => None,
        Err(error) => panic!("{asker:?}: {error}"),
    }
}

/// As [`found`].
pub(super) fn found_by(
    ctx: &mut Ctx<'_>,
    record: &Record,
) -> Result<Option<BTreeSet<Uuid>>, Error> {
    let sought = by_names(&record.given_names, &record.family_name);
    let found = search_people(ctx, &SearchRequest { purpose: SearchPurpose::CaseWork, sought })?;
    Ok(Some(found.into_iter().map(|it| it.id.uuid()).collect()))
}
