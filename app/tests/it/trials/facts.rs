//! What is true in a county, read row by row without any query of Wicken's, and what the door says
//! to it: the slow way, record by record.

use super::county::Asker;
use app::{
    App,
    db::{DbError, Row, Tx},
};
use domain::{
    agency::AgencyKind,
    agreement::BASIS_CLASSES,
    ids::{AgencyId, PersonId, UserId},
    policy::{Actor, FieldClass, Permission, Standing, Subject, UserActor, World, permit},
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
    pub is_referral: bool,
    pub given_names: String,
    pub family_name: String,
}

struct Agreement {
    id: Uuid,
    gateways: Vec<String>,
    classes: BTreeSet<FieldClass>,
    from: Date,
    until: Option<Date>,
    is_ended: bool,
}

struct Involvement {
    source: Uuid,
    agency: Uuid,
    from: Date,
    until: Option<Date>,
}

/// What was given, or opened in an emergency: to whom, which roots, until when.
struct Opened {
    user: Uuid,
    roots: BTreeSet<Uuid>,
    classes: BTreeSet<FieldClass>,
    ends: Timestamp,
    holder: Option<Uuid>,
}

struct Exclusion {
    user: Uuid,
    person: Uuid,
    anchors: BTreeSet<(Uuid, String)>,
}

pub(super) struct Facts {
    pub records: Vec<Record>,
    kinds: BTreeMap<Uuid, (AgencyKind, bool)>,
    agreements: Vec<Agreement>,
    /// Who has signed which agreement.
    signed: BTreeSet<(Uuid, Uuid)>,
    involvements: Vec<Involvement>,
    gifts: Vec<Opened>,
    glass: Vec<Opened>,
    exclusions: Vec<Exclusion>,
    now: Timestamp,
    today: Date,
}

type Rows<T> = Result<Vec<T>, DbError>;

fn classes(row: &Row<'_>) -> Result<BTreeSet<FieldClass>, DbError> {
    Ok(serde_json::from_value(row.get("classes")?).unwrap())
}

impl Facts {
    pub fn of(app: &App) -> Facts {
        let now = app.clock().now();
        let today = now.to_zoned(jiff::tz::TimeZone::get("Europe/London").unwrap()).date();
        let read = |tx: &mut Tx<'_>| {
            Ok::<_, DbError>(Facts {
                records: records(tx)?,
                kinds: kinds(tx)?.into_iter().collect(),
                agreements: agreements(tx)?,
                signed: signed(tx)?.into_iter().collect(),
                involvements: involvements(tx)?,
                gifts: gifts(tx)?,
                glass: glass(tx)?,
                exclusions: exclusions(tx)?,
                now,
                today,
            })
        };
        app.db().read(read).unwrap()
    }

    pub fn persons(&self) -> BTreeSet<Uuid> {
        self.records.iter().map(|record| record.person).collect()
    }

    pub fn agency_of_kind(&self, kind: AgencyKind) -> Uuid {
        let found = self.kinds.iter().find(|(_, (of, _))| *of == kind);
        *found.unwrap().0
    }

    /// Everyone from whom somebody is excluded: by name, or as whom a party now stands.
    pub fn excluded(&self, asker: &Asker) -> BTreeSet<Uuid> {
        let mut persons = BTreeSet::new();
        for exclusion in self.exclusions.iter().filter(|it| it.user == asker.id) {
            persons.insert(exclusion.person);
            for record in &self.records {
                if exclusion.anchors.contains(&(record.source, record.party.clone())) {
                    persons.insert(record.person);
                }
            }
        }
        persons
    }

    fn is_shut(&self, asker: &Asker, source: Uuid) -> bool {
        let excluded = self.excluded(asker);
        self.records.iter().any(|it| it.source == source && excluded.contains(&it.person))
    }

    pub fn involved(&self, agency: Uuid) -> impl Iterator<Item = Uuid> + '_ {
        let holds = |it: &&Involvement| {
            let is_over = it.until.is_some_and(|until| until < self.today);
            it.from <= self.today && !is_over
        };
        let own = self.involvements.iter().filter(move |it| it.agency == agency);
        own.filter(holds).map(|it| it.source)
    }

    /// Sources of cases that the asker's agency works on and that are not shut to them.
    pub fn own_cases(&self, asker: &Asker) -> BTreeSet<Uuid> {
        self.involved(asker.agency).filter(|source| !self.is_shut(asker, *source)).collect()
    }

    fn is_agreed(&self, holder: Uuid, asker: Uuid, class: FieldClass) -> bool {
        let is_reached = |agreement: &Agreement| {
            let is_authority = self.kinds[&asker].0 == AgencyKind::Police;
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
        let standing = Standing {
            is_excluded: self.excluded(asker).contains(&record.person),
            is_involved: self.involved(asker.agency).any(|source| source == record.source),
            is_agreed: self.is_agreed(record.holder, asker.agency, class),
            is_given: gifts.any(|gift| gift.classes.contains(&class)),
            broke_glass: self.opens(&self.glass, asker, record).next().is_some(),
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
        !self.is_shut(asker, record.source) && self.may(app, asker, (may, subject))
    }

    /// The classes of a record that the door lets somebody read; none without the basis.
    pub fn readable(&self, app: &App, asker: &Asker, record: &Record) -> BTreeSet<FieldClass> {
        let may = |class: &FieldClass| {
            let subject = self.subject(asker, record, *class);
            self.may(app, asker, (Permission::ReadPerson, subject))
        };
        if self.is_shut(asker, record.source) || !BASIS_CLASSES.iter().all(may) {
            return BTreeSet::new();
        }
        FieldClass::HELD.iter().copied().filter(may).collect()
    }

    /// The records that were given to somebody by name.
    pub fn given(&self, asker: &Asker) -> impl Iterator<Item = &Record> {
        self.records.iter().filter(|it| self.opens(&self.gifts, asker, it).next().is_some())
    }
}

fn records(tx: &mut Tx<'_>) -> Rows<Record> {
    let referrers: BTreeMap<Uuid, Option<Uuid>> = tx
        .list(
            "select referral_id, referring_agency_id from referral_state
             where superseded_at is null",
            &[],
            |row| Ok((row.get("referral_id")?, row.get("referring_agency_id")?)),
        )?
        .into_iter()
        .collect();
    let persons: BTreeMap<Uuid, (Uuid, Uuid)> = tx
        .list(
            "select record_id, person_id, root_id from membership where superseded_at is null",
            &[],
            |row| Ok((row.get("record_id")?, (row.get("person_id")?, row.get("root_id")?))),
        )?
        .into_iter()
        .collect();
    tx.list(
        "select record_id, source_id, party, agency_id, given_names, family_name
         from person_record where superseded_at is null",
        &[],
        |row| {
            let (id, source): (Uuid, Uuid) = (row.get("record_id")?, row.get("source_id")?);
            let (person, root) = persons[&id];
            Ok(Record {
                id,
                root,
                person,
                source,
                party: row.get("party")?,
                holder: row.get("agency_id")?,
                referred_by: referrers.get(&source).copied().flatten(),
                is_referral: referrers.contains_key(&source),
                given_names: row.get("given_names")?,
                family_name: row.get("family_name")?,
            })
        },
    )
}

fn kinds(tx: &mut Tx<'_>) -> Rows<(Uuid, (AgencyKind, bool))> {
    tx.list(
        "select agency_id, kind, status from agency_state where superseded_at is null",
        &[],
        |row| {
            let status: String = row.get("status")?;
            Ok((row.get("agency_id")?, (row.get("kind")?, status == "active")))
        },
    )
}

fn agreements(tx: &mut Tx<'_>) -> Rows<Agreement> {
    tx.list(
        "select agreement_id, gateways, classes, from_on, until_on, ended_at from agreement",
        &[],
        |row| {
            let ended: Option<Timestamp> = row.get("ended_at")?;
            Ok(Agreement {
                id: row.get("agreement_id")?,
                gateways: serde_json::from_value(row.get("gateways")?).unwrap(),
                classes: classes(row)?,
                from: row.get("from_on")?,
                until: row.get("until_on")?,
                is_ended: ended.is_some(),
            })
        },
    )
}

fn signed(tx: &mut Tx<'_>) -> Rows<(Uuid, Uuid)> {
    tx.list(
        "select agreement_id, agency_id from agreement_party where signed_on is not null",
        &[],
        |row| Ok((row.get("agreement_id")?, row.get("agency_id")?)),
    )
}

fn involvements(tx: &mut Tx<'_>) -> Rows<Involvement> {
    tx.list(
        "select source_id, agency_id, from_on, until_on from involvement where ended_at is null",
        &[],
        |row| {
            Ok(Involvement {
                source: row.get("source_id")?,
                agency: row.get("agency_id")?,
                from: row.get("from_on")?,
                until: row.get("until_on")?,
            })
        },
    )
}

fn gifts(tx: &mut Tx<'_>) -> Rows<Opened> {
    let anchors: Vec<(Uuid, Uuid)> =
        tx.list("select gift_id, root_id from gift_anchor", &[], |row| {
            Ok((row.get("gift_id")?, row.get("root_id")?))
        })?;
    tx.list(
        "select gift_id, user_id, agency_id, classes, ends_at from gift where ended_at is null",
        &[],
        |row| {
            let id: Uuid = row.get("gift_id")?;
            let own = anchors.iter().filter(|(of, _)| *of == id);
            Ok(Opened {
                user: row.get("user_id")?,
                roots: own.map(|(_, root)| *root).collect(),
                classes: classes(row)?,
                ends: row.get("ends_at")?,
                holder: Some(row.get("agency_id")?),
            })
        },
    )
}

fn glass(tx: &mut Tx<'_>) -> Rows<Opened> {
    let anchors: Vec<(Uuid, Uuid)> =
        tx.list("select glass_id, root_id from glass_anchor", &[], |row| {
            Ok((row.get("glass_id")?, row.get("root_id")?))
        })?;
    let sql = "select glass_id, user_id, ends_at from glass where ended_at is null";
    tx.list(sql, &[], |row| {
        let id: Uuid = row.get("glass_id")?;
        let own = anchors.iter().filter(|(of, _)| *of == id);
        Ok(Opened {
            user: row.get("user_id")?,
            roots: own.map(|(_, root)| *root).collect(),
            classes: BTreeSet::new(),
            ends: row.get("ends_at")?,
            holder: None,
        })
    })
}

fn exclusions(tx: &mut Tx<'_>) -> Rows<Exclusion> {
    let anchors: Vec<(Uuid, (Uuid, String))> =
        tx.list("select exclusion_id, source_id, party from exclusion_anchor", &[], |row| {
            Ok((row.get("exclusion_id")?, (row.get("source_id")?, row.get("party")?)))
        })?;
    let sql = "select exclusion_id, user_id, person_id from exclusion where ended_at is null";
    tx.list(sql, &[], |row| {
        let id: Uuid = row.get("exclusion_id")?;
        let own = anchors.iter().filter(|(of, _)| *of == id);
        Ok(Exclusion {
            user: row.get("user_id")?,
            person: row.get("person_id")?,
            anchors: own.map(|(_, anchor)| anchor.clone()).collect(),
        })
    })
}
