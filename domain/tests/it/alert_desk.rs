//! A desk at which somebody works: deeds in their order, with ids and instants of their own.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so")]

use domain::alert::{Deed, Doing, Home, PersonFacts};
use domain::ids::{EntryId, PersonId, UserId};
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use uuid::Uuid;

/// What somebody does, from 9 in the morning of a day on.
pub struct Desk {
    pub deeds: Vec<Deed>,
    number: u128,
    day: Date,
    seconds: i64,
}

impl Desk {
    /// `number` tells the entries of this desk from those of all others.
    pub fn on(day: Date, number: u32) -> Desk {
        Desk { deeds: Vec::new(), number: u128::from(number) << 64, day, seconds: 0 }
    }

    /// Goes on some seconds later.
    pub fn after(&mut self, seconds: i64, doing: Doing) {
        self.seconds += seconds;
        let at = self.day.to_datetime(Time::constant(9, 0, 0, 0)).to_zoned(TimeZone::UTC).unwrap();
        let at = at.timestamp() + jiff::SignedDuration::from_secs(self.seconds);
        self.number += 1;
        let entry = EntryId::from_uuid(Uuid::from_u128(self.number));
        self.deeds.push(Deed { entry, at, day: self.day, doing });
    }

    /// Goes on at 9 of another day.
    pub fn turn_to(&mut self, day: Date) {
        self.day = day;
        self.seconds = 0;
    }
}

pub fn user(number: u128) -> UserId {
    UserId::from_uuid(Uuid::from_u128(number))
}

pub fn person(number: u128) -> PersonId {
    PersonId::from_uuid(Uuid::from_u128(number))
}

pub fn home(address: &str, postcode: &str) -> Home {
    Home { postcode: postcode.to_owned(), address: address.to_owned() }
}

/// A person of one name whose last case was on a day.
pub fn facts(name: &str, last_case: Date) -> PersonFacts {
    PersonFacts { names: vec![name.to_owned()], homes: Vec::new(), last_case: Some(last_case) }
}
