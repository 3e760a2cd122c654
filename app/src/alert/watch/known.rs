//! What is known of whoever looked and of whom they looked at, as far as the detectors ask.

use super::store::{self, Worker};
use crate::{
    db::Tx,
    error::Error,
    keys::{FieldBroken, Keyring, Place, open_field},
    person,
};
use domain::{
    alert::{
        Deed, Doing, Home, PersonFacts, Staff, given_and_family, is_near_name, is_same_family,
    },
    ids::{AgencyId, PersonId, RecordId},
    user::Role,
};
use jiff::ToSpan;
use std::{
    collections::{BTreeMap, btree_map::Entry},
    sync::Arc,
};

/// What was looked up in one step.
pub(super) struct Known {
    keyring: Arc<Keyring>,
    agencies: Option<Vec<AgencyId>>,
}

/// A record as far as it tells whose it may be; what is sealed is sealed still.
pub(super) struct Record {
    pub id: RecordId,
    pub person: PersonId,
    pub names: Vec<String>,
    pub postcode: Option<Vec<u8>>,
    pub address: Option<Vec<u8>>,
}

/// What is usual is counted over four weeks.
const USUAL_DAYS: i64 = 28;

impl Known {
    pub(super) fn new(keyring: Arc<Keyring>) -> Known {
        Known { keyring, agencies: None }
    }

    /// The people whom deeds opened, with their names and their last case.
    pub(super) fn list_people(
        &mut self,
        tx: &mut Tx<'_>,
        deeds: &[Deed],
    ) -> Result<BTreeMap<PersonId, PersonFacts>, Error> {
        let mut people = BTreeMap::new();
        for deed in deeds {
            let (Doing::Opened(person) | Doing::OpenedWhereabouts(person)) = deed.doing else {
                continue;
            };
            if let Entry::Vacant(new) = people.entry(person) {
                let records = store::list_of_person(tx, person)?;
                let names = records.into_iter().flat_map(|record| record.names).collect();
                let last_case = store::find_last_case(tx, person)?;
                new.insert(PersonFacts { names, homes: Vec::new(), last_case });
            }
        }
        Ok(people)
    }

    /// Somebody who works. Where they may live themselves is asked only of whoever opened somebody
    /// of their own family name.
    pub(super) fn find_staff(
        &mut self,
        tx: &mut Tx<'_>,
        worker: &Worker,
        (deeds, people): (&[Deed], &BTreeMap<PersonId, PersonFacts>),
    ) -> Result<Staff, Error> {
        let mut staff = Staff::named(worker.id, &worker.name);
        staff.is_officer = worker.role == Role::PrivacyOfficer;
        if people.is_empty() {
            return Ok(staff);
        }
        staff.colleagues = store::list_colleagues(tx, worker)?;
        if let Some(day) = deeds.last().map(|deed| deed.day) {
            let since = day.saturating_sub(USUAL_DAYS.days());
            staff.usual_tenths = store::find_usual(tx, worker.id, (since, day))?;
            staff.role_usual_tenths = store::find_usual_of_role(tx, worker, (since, day))?;
        }
        let own = self.list_own_records(tx, worker)?;
        staff.by_email =
            own.iter().filter(|(_, by_email)| *by_email).map(|(it, _)| it.person).collect();
        let is_kin = |name: &String| is_same_family(&worker.name, name);
        if people.values().any(|facts| facts.names.iter().any(is_kin)) {
            for (record, _) in &own {
                staff.homes.extend(self.open_home(tx, record)?);
            }
        }
        Ok(staff)
    }

    /// Adds where people live to those who bear the family name of the staff, where there is a home
    /// to compare it with. It is compared here and shown and kept nowhere.
    pub(super) fn with_homes(
        &mut self,
        tx: &mut Tx<'_>,
        mut people: BTreeMap<PersonId, PersonFacts>,
        staff: &Staff,
    ) -> Result<BTreeMap<PersonId, PersonFacts>, Error> {
        if staff.homes.is_empty() {
            return Ok(people);
        }
        for (person, facts) in &mut people {
            if facts.names.iter().any(|name| is_same_family(&staff.name, name)) {
                for record in store::list_of_person(tx, *person)? {
                    facts.homes.extend(self.open_home(tx, &record)?);
                }
            }
        }
        Ok(people)
    }

    /// Records of any agency that hold the worker's e-mail address (true), or their name.
    fn list_own_records(
        &mut self,
        tx: &mut Tx<'_>,
        worker: &Worker,
    ) -> Result<Vec<(Record, bool)>, Error> {
        let Some((given, family)) = given_and_family(&worker.name) else { return Ok(Vec::new()) };
        let agencies = match &self.agencies {
            Some(agencies) => agencies.clone(),
            None => self.agencies.insert(store::list_agencies(tx)?).clone(),
        };
        let mut own = Vec::new();
        let whom = person::OwnKeys { given: &given, family: &family, email: &worker.email };
        for found in person::list_own(tx, &self.keyring, &agencies, &whom)? {
            let Some(record) = store::find_record(tx, found.record)? else { continue };
            let is_named = record.names.iter().any(|name| is_near_name(&worker.name, name));
            if found.by_email || is_named {
                own.push((record, found.by_email));
            }
        }
        Ok(own)
    }

    fn open_home(&self, tx: &mut Tx<'_>, record: &Record) -> Result<Option<Home>, Error> {
        let mut open = |column, cell: &Option<Vec<u8>>| {
            let Some(cell) = cell else { return Ok(None) };
            let place = Place { table: "person_record", column, row: record.id.uuid() };
            match open_field(tx, &self.keyring, place, cell) {
                Ok(plain) => Ok(String::from_utf8(plain.to_vec()).ok()),
                // Its key was erased: there is nothing left to compare.
                Err(FieldBroken::Erased) => Ok(None),
                Err(error) => Err(Error::from(error)),
            }
        };
        let postcode = open("postcode", &record.postcode)?.unwrap_or_default();
        let address = open("address", &record.address)?.unwrap_or_default();
        let is_any = !postcode.is_empty() || !address.is_empty();
        Ok(is_any.then_some(Home { postcode, address }))
    }
}
