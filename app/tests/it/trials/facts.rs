//! What is true in a county, read row by row without any query of Wicken's, and what the door says
//! to it: the slow way, record by record.

use super::{county::Asker, kept};
use app::App;
use domain::{
    agency::AgencyKind,
    agreement::BASIS_CLASSES,
    ids::{AgencyId, PersonId, UserId},
    policy::{Actor, FieldClass, Permission, Standing, Subject, UserActor, World, permit},
    user::Role,
};
use jiff::{Timestamp, civil::Date};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// One agency's record of a person.
#[derive(Debug, Clone)]
pub(super) struct Record {
    pub id: Uuid,
    pub root: Uuid,
    pub person: Uuid,
    pub source: Uuid,
    pub party: String,
    pub holder: Uuid,
    pub referred_by: Option<Uuid>,
    /// Nothing where it came with an incident.
    pub marac: Option<Uuid>,
    pub given_names: String,
    pub family_name: String,
}

impl Record {
    pub fn name(&self) -> Option<String> {
        Some(format!("{} {}", self.given_names, self.family_name))
    }
}

pub(super) struct Agreement {
    pub id: Uuid,
    pub gateways: Vec<String>,
    pub classes: BTreeSet<FieldClass>,
    pub from: Date,
    pub until: Option<Date>,
    pub is_ended: bool,
}

pub(super) struct Involvement {
    pub source: Uuid,
    pub agency: Uuid,
    pub from: Date,
    pub until: Option<Date>,
    /// On the side of the alleged perpetrator.
    pub is_side: bool,
}

/// What was given, or opened in an emergency: to whom, which roots, until when.
pub(super) struct Opened {
    pub user: Uuid,
    pub roots: BTreeSet<Uuid>,
    pub classes: BTreeSet<FieldClass>,
    pub ends: Timestamp,
    pub holder: Option<Uuid>,
}

pub(super) struct Exclusion {
    pub user: Uuid,
    pub person: Uuid,
    pub anchors: BTreeSet<(Uuid, String)>,
}

/// What somebody is appointed to.
pub(super) struct Office {
    pub marac: Uuid,
    pub user: Uuid,
    pub part: String,
    /// In the role that it is for, active, of an active agency.
    pub is_there: bool,
}

pub(super) struct Facts {
    pub records: Vec<Record>,
    pub kinds: BTreeMap<Uuid, (AgencyKind, bool)>,
    pub agreements: Vec<Agreement>,
    /// Who has signed which agreement.
    pub signed: BTreeSet<(Uuid, Uuid)>,
    pub involvements: Vec<Involvement>,
    pub gifts: Vec<Opened>,
    pub glass: Vec<Opened>,
    /// What a second person opened.
    pub seconds: Vec<Opened>,
    pub exclusions: Vec<Exclusion>,
    pub offices: Vec<Office>,
    /// By MARAC, which stands in for it.
    pub neighbours: BTreeMap<Uuid, Uuid>,
    /// Who is on duty now, of which agency.
    pub on_duty: BTreeSet<(Uuid, Uuid)>,
    /// The cases to which an agency's duty team is called now.
    pub calls: BTreeSet<(Uuid, Uuid)>,
    pub now: Timestamp,
    pub today: Date,
}

/// What a page of a person offers, and the class by which the door is asked.
const OFFERED: [(Permission, FieldClass); 4] = [
    (Permission::OpenWhereabouts, FieldClass::Whereabouts),
    (Permission::ExcludeUser, FieldClass::Identity),
    (Permission::ListLookers, FieldClass::Identity),
    (Permission::GiveRecord, FieldClass::Identity),
];

impl Facts {
    pub fn of(app: &App) -> Facts {
        let now = app.clock().now();
        app.db().read(|tx| kept::facts(tx, now)).unwrap()
    }

    pub fn persons(&self) -> BTreeSet<Uuid> {
        self.records.iter().map(|record| record.person).collect()
    }

    pub fn agency_of_kind(&self, kind: AgencyKind) -> Uuid {
        let found = self.kinds.iter().find(|(_, (of, _))| *of == kind);
        *found.unwrap().0
    }

    /// Everyone from whom somebody is excluded: by name, or as whom a party now stands.
    pub fn excluded(&self, user: Uuid) -> BTreeSet<Uuid> {
        let mut persons = BTreeSet::new();
        for exclusion in self.exclusions.iter().filter(|it| it.user == user) {
            persons.insert(exclusion.person);
            for record in &self.records {
                if exclusion.anchors.contains(&(record.source, record.party.clone())) {
                    persons.insert(record.person);
                }
            }
        }
        persons
    }

    fn is_shut(&self, user: Uuid, source: Uuid) -> bool {
        let excluded = self.excluded(user);
        self.records.iter().any(|it| it.source == source && excluded.contains(&it.person))
    }

    /// Sources of cases on which an agency works today, as one of those who keep her safe or on the
    /// other side.
    fn works_on(&self, agency: Uuid, is_side: bool) -> impl Iterator<Item = Uuid> + '_ {
        let holds = |it: &&Involvement| {
            let is_over = it.until.is_some_and(|until| until < self.today);
            it.from <= self.today && !is_over
        };
        let own =
            self.involvements.iter().filter(move |it| it.agency == agency && it.is_side == is_side);
        own.filter(holds).map(|it| it.source)
    }

    /// Sources of cases that the asker's agency works on and that are not shut to them.
    pub fn own_cases(&self, asker: &Asker, is_side: bool) -> BTreeSet<Uuid> {
        let works_on = self.works_on(asker.agency, is_side);
        works_on.filter(|source| !self.is_shut(asker.id, *source)).collect()
    }

    /// Those of them that are listed: none that another MARAC hears.
    pub fn listed_cases(&self, asker: &Asker) -> BTreeSet<Uuid> {
        &self.own_cases(asker, false) - &self.heard_elsewhere(asker)
    }

    fn heard_elsewhere(&self, asker: &Asker) -> BTreeSet<Uuid> {
        let elsewhere = self.records.iter().filter(|it| self.is_of_another_marac(asker, it));
        elsewhere.map(|record| record.source).collect()
    }

    /// Sources of cases to which the asker is called.
    pub fn called(&self, asker: &Asker) -> BTreeSet<Uuid> {
        let is_on_duty = self.on_duty.contains(&(asker.id, asker.agency));
        let calls = self.calls.iter().filter(|(_, agency)| is_on_duty && *agency == asker.agency);
        calls.map(|(source, _)| *source).collect()
    }

    /// Those of them that are listed: none that is shut, none of his, none of another MARAC.
    pub fn called_cases(&self, asker: &Asker) -> BTreeSet<Uuid> {
        let mut called = &self.called(asker) - &self.heard_elsewhere(asker);
        called.retain(|source| !self.is_shut(asker.id, *source));
        called.retain(|source| !self.works_on(asker.agency, true).any(|it| it == *source));
        called
    }

    /// Whether somebody holds a part in a MARAC, and can do anything by it.
    fn holds(&self, asker: &Asker, marac: Uuid, part: &str) -> bool {
        self.there(marac, part).any(|office| office.user == asker.id)
    }

    fn there<'f>(&'f self, marac: Uuid, part: &'f str) -> impl Iterator<Item = &'f Office> {
        self.offices.iter().filter(move |it| it.marac == marac && it.part == part && it.is_there)
    }

    /// Whether all that is referred to a MARAC is somebody's to hear.
    fn hears_all(&self, asker: &Asker, marac: Uuid) -> bool {
        self.holds(asker, marac, "coordinator") || self.holds(asker, marac, "chair")
    }

    /// Where nobody who comes before may hear a case, its deputies do, and then the neighbours.
    fn hears(&self, asker: &Asker, marac: Uuid, source: Uuid) -> bool {
        let has = |part| self.there(marac, part).any(|it| !self.is_shut(it.user, source));
        let neighbour = self.neighbours.get(&marac);
        let is_neighbour = neighbour.is_some_and(|it| self.holds(asker, *it, "coordinator"));
        self.hears_all(asker, marac)
            || !has("coordinator") && self.holds(asker, marac, "deputy")
            || !has("coordinator") && !has("deputy") && is_neighbour
    }

    /// Whether a referral is the asker's by their agency and by what they are appointed to.
    pub fn sees_case(&self, asker: &Asker, record: &Record) -> bool {
        let is_own = record.holder == asker.agency || record.referred_by == Some(asker.agency);
        let is_beside_him = self.works_on(asker.agency, true).any(|it| it == record.source);
        is_own && !is_beside_him && !self.is_of_another_marac(asker, record)
    }

    fn is_of_another_marac(&self, asker: &Asker, record: &Record) -> bool {
        let hears_maracs = [Role::Coordinator, Role::Chair].contains(&asker.role);
        let marac = record.marac.filter(|_| hears_maracs);
        marac.is_some_and(|marac| !self.hears(asker, marac, record.source))
    }

    fn is_agreed(&self, holder: Uuid, asker: Uuid, class: FieldClass) -> bool {
        let is_reached = |agreement: &Agreement| {
            let authorities = [AgencyKind::Police, AgencyKind::Probation];
            let is_authority = authorities.contains(&self.kinds[&asker].0);
            agreement.gateways.iter().any(|gateway| gateway == "safeguarding" || is_authority)
        };
        holder != asker
            && self.agreements.iter().any(|agreement| {
                let both = [holder, asker];
                let is_over = agreement.until.is_some_and(|until| until < self.today);
                agreement.classes.contains(&class)
                    && both.iter().all(|one| self.signed.contains(&(agreement.id, *one)))
                    && agreement.from <= self.today
                    && !is_over
                    && !agreement.is_ended
                    && is_reached(agreement)
            })
    }

    fn opens<'o>(
        &self,
        opened: &'o [Opened],
        asker: &Asker,
        record: &Record,
    ) -> impl Iterator<Item = &'o Opened> {
        let (user, root, holder, now) = (asker.id, record.root, record.holder, self.now);
        opened.iter().filter(move |it| {
            let is_held = it.holder.is_none_or(|from| from == holder);
            it.user == user && now < it.ends && is_held && it.roots.contains(&root)
        })
    }

    /// What the door is asked about one class of one record.
    fn subject(&self, asker: &Asker, record: &Record, class: FieldClass) -> Subject {
        let mut gifts = self.opens(&self.gifts, asker, record);
        let works_on = |is_side: bool| {
            self.works_on(asker.agency, is_side).any(|source| source == record.source)
        };
        let standing = Standing {
            is_excluded: self.excluded(asker.id).contains(&record.person),
            is_involved: works_on(false),
            is_on_duty: self.called(asker).contains(&record.source),
            is_other_marac: self.is_of_another_marac(asker, record),
            is_perpetrator_side: works_on(true),
            is_of_perpetrator: record.party == "perpetrator",
            is_agreed: self.is_agreed(record.holder, asker.agency, class),
            is_given: gifts.any(|gift| gift.classes.contains(&class)),
            broke_glass: self.opens(&self.glass, asker, record).next().is_some(),
            has_second: self.opens(&self.seconds, asker, record).next().is_some(),
            ..Standing::default()
        };
        Subject::Person {
            id: PersonId::from_uuid(record.person),
            agency: AgencyId::from_uuid(record.holder),
            referred_by: record.referred_by.map(AgencyId::from_uuid),
            class,
            asker: standing,
        }
    }

    pub fn may(&self, app: &App, asker: &Asker, (may, about): (Permission, Subject)) -> bool {
        let (kind, is_active) = self.kinds[&asker.agency];
        let actor = Actor::User(UserActor {
            id: UserId::from_uuid(asker.id),
            role: asker.role,
            agency: AgencyId::from_uuid(asker.agency),
            agency_is_partnership: kind == AgencyKind::Partnership,
            active: asker.is_active,
            agency_active: is_active,
        });
        permit(app.rules(), &actor, may, &about, &World { fresh_sign_in: true }).is_ok()
    }

    /// For a permission that is asked about a person and not about a class.
    pub fn may_about(
        &self,
        app: &App,
        asker: &Asker,
        (may, record): (Permission, &Record),
    ) -> bool {
        let subject = self.subject(asker, record, FieldClass::Identity);
        !self.is_shut(asker.id, record.source) && self.may(app, asker, (may, subject))
    }

    /// The classes of a record that the door lets somebody read; none without the basis.
    pub fn readable(&self, app: &App, asker: &Asker, record: &Record) -> BTreeSet<FieldClass> {
        let may = |class: &FieldClass| {
            let subject = self.subject(asker, record, *class);
            self.may(app, asker, (Permission::ReadPerson, subject))
        };
        if self.is_shut(asker.id, record.source) || !BASIS_CLASSES.iter().all(may) {
            return BTreeSet::new();
        }
        FieldClass::HELD.iter().copied().filter(may).collect()
    }

    /// Whether the door tells somebody who it is and that somebody is at risk, and in no case.
    pub fn tells_of_risk(&self, app: &App, asker: &Asker, record: &Record) -> bool {
        let may = |class| {
            let subject = self.subject(asker, record, class);
            self.may(app, asker, (Permission::ReadPerson, subject))
        };
        !self.is_shut(asker.id, record.source)
            && may(FieldClass::Identity)
            && may(FieldClass::RiskKnown)
            && !may(FieldClass::Case)
    }

    /// What a page offers somebody to do with a person, in the order of [`OFFERED`].
    pub fn offered(&self, app: &App, asker: &Asker, record: &Record) -> [bool; 4] {
        OFFERED.map(|(permission, class)| {
            let subject = self.subject(asker, record, class);
            self.may(app, asker, (permission, subject))
        })
    }

    /// The records that were given to somebody by name.
    pub fn given(&self, asker: &Asker) -> impl Iterator<Item = &Record> {
        self.records.iter().filter(|it| self.opens(&self.gifts, asker, it).next().is_some())
    }
}
