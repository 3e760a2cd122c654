//! Couples: who they are, where they live while they are together, and what she is called.

use super::{
    calendar::{Day, YEAR, civil, day},
    names::{Culture, Sex, Surname},
    pairs::{Bond, Pair, World},
    people::{Birth, any_house, culture_in, live_in},
    places::Home,
};
use jiff::civil::date;

impl World {
    pub(super) fn new_couple(
        &mut self,
        area: usize,
        day: Day,
        victim: Option<u32>,
        suspect: Option<u32>,
    ) -> Pair {
        let youngest = if day < super::calendar::day(date(2013, 3, 31)) { 18.2 } else { 16.2 };
        let (known_victim, known_suspect) = (victim, suspect);
        let began = day - (self.chance.wait(4.0 * YEAR).min(30.0 * YEAR)) as Day - 20;
        let victim = match victim {
            Some(victim) => victim,
            None => {
                let like = suspect.map(|suspect| self.person(suspect));
                let like = like.map(|person| (person.culture, person.sex, person.born));
                self.new_victim(area, day, youngest, like)
            }
        };
        if self.person(victim).homes.is_empty() {
            let homes = live_in(&mut self.chance, &self.places, area, day);
            self.people[victim as usize].homes = homes;
        }
        let suspect = match suspect {
            Some(suspect) => suspect,
            None => self.new_partner(victim, day, youngest),
        };
        if self.person(victim).sex == self.person(suspect).sex {
            self.people[victim as usize].same_sex_couple = true;
            self.people[suspect as usize].same_sex_couple = true;
        }
        let bond = self.bond_of(victim, suspect, day);
        let parted = if self.chance.chance(0.42) {
            Some(day - self.chance.wait(200.0) as Day)
        } else if self.chance.chance(0.6) {
            Some(day + self.chance.wait(500.0) as Day)
        } else {
            None
        };
        let parted = parted.map(|parted| parted.max(began + 10));
        self.share_homes((victim, suspect), area, day, parted, bond);
        if bond == Bond::Spouse && known_victim.is_none() && known_suspect.is_none() {
            self.marry(victim, suspect, began, parted);
        }
        let (honour, forced) = self.honour(victim);
        let mut pair = Pair {
            victim,
            suspect,
            bond,
            parted,
            helpers: Vec::new(),
            bystander: None,
            honour,
            forced_marriage: forced,
            persistence: self.persistence(area, day),
        };
        for _ in 0..if honour { self.chance.between(1, 4) } else { 0 } {
            pair.helpers.extend(self.helper_for(&pair));
        }
        if self.chance.chance(0.02) {
            let child = self.relative(victim, Bond::Child, day);
            pair.bystander = child.map(|child| (child, Bond::Step));
        }
        pair
    }

    fn new_victim(
        &mut self,
        area: usize,
        day: Day,
        youngest: f64,
        like: Option<(Culture, Sex, Day)>,
    ) -> u32 {
        let chance = &mut self.chance;
        let (culture, sex, born) = match like {
            Some((culture, sex, born)) => {
                let other = if sex == Sex::Male { Sex::Female } else { Sex::Male };
                let sex = if chance.chance(0.03) { sex } else { other };
                let born = born + chance.around(700.0, 1_800.0) as Day;
                (culture, sex, born.min(day - (youngest * YEAR) as Day))
            }
            None => {
                let age = youngest + chance.wait(9.0) + chance.wait(8.0);
                let sex = if chance.chance(0.84) { Sex::Female } else { Sex::Male };
                let culture = culture_in(chance, area, civil(day).year());
                (culture, sex, day - (age.min(88.0) * YEAR) as Day)
            }
        };
        self.add_person(Birth { culture, sex, born, surname: None })
    }

    pub(super) fn new_partner(&mut self, victim: u32, day: Day, youngest: f64) -> u32 {
        let person = self.person(victim);
        let (culture, sex, born) = (person.culture, person.sex, person.born);
        let area = person.home_on(day).area();
        let chance = &mut self.chance;
        let other = if sex == Sex::Male { Sex::Female } else { Sex::Male };
        let sex = if chance.chance(0.03) { sex } else { other };
        let same = chance.chance(0.88);
        let culture = if same { culture } else { culture_in(chance, area, civil(day).year()) };
        let older = if sex == Sex::Male { 700.0 } else { -700.0 };
        let born = born - chance.around(older, 1_900.0) as Day;
        let born = born.min(day - (youngest * YEAR) as Day).max(day - (89.0 * YEAR) as Day);
        self.add_person(Birth { culture, sex, born, surname: None })
    }

    fn bond_of(&mut self, victim: u32, suspect: u32, on: Day) -> Bond {
        let (one, other) = (self.person(victim), self.person(suspect));
        let youngest = one.age_on(on).min(other.age_on(on));
        let same_sex = one.sex == other.sex;
        match self.chance.unit() {
            ..0.40 if 20 < youngest && !same_sex => Bond::Spouse,
            // The Civil Partnership Act 2004 came into force on 5 December 2005.
            ..0.25 if 20 < youngest && same_sex && day(date(2006, 3, 1)) < on => Bond::CivilPartner,
            0.94.. => Bond::CoParent,
            _ => Bond::Partner,
        }
    }

    /// Where the two live: together until they part, and then one of them leaves.
    fn share_homes(
        &mut self,
        (victim, suspect): (u32, u32),
        area: usize,
        day: Day,
        parted: Option<Day>,
        bond: Bond,
    ) {
        let together = if bond == Bond::Spouse { 0.98 } else { 0.68 };
        let shares = self.chance.chance(together) && bond != Bond::CoParent;
        if !shares {
            if self.person(suspect).homes.is_empty() {
                let near = self.chance.chance(0.75);
                let area = if near { area } else { self.chance.below(6) };
                self.people[suspect as usize].homes =
                    live_in(&mut self.chance, &self.places, area, day);
            }
            return;
        }
        let homes = self.person(victim).homes.clone();
        if self.person(suspect).homes.is_empty() {
            self.people[suspect as usize].homes = homes;
        } else {
            let since = day - (YEAR * 1.5) as Day;
            let later = homes.iter().filter(|(from, _)| since < *from).copied();
            let mut shared = vec![(since, self.person(victim).home_on(since))];
            shared.extend(later);
            self.people[suspect as usize].live_from(since, shared);
        }
        let Some(parted) = parted else { return };
        let here = area as u8;
        if self.chance.chance(0.35) {
            self.leave(victim, (parted, day), (0.14, Home::Refuge { area: here }));
        } else {
            self.leave(suspect, (parted, day), (0.1, Home::NoFixedAbode { area: here }));
        }
    }

    /// Away from home on the day of parting, with a chance of `share` to a shelter first; still
    /// near it on the day that is told of.
    fn leave(&mut self, person: u32, (parted, told): (Day, Day), (share, shelter): (f64, Home)) {
        let mut from = parted;
        let mut homes = Vec::new();
        if self.chance.chance(share) {
            homes.push((from, shelter));
            from += self.chance.between(60, 240);
        }
        let stays = from <= told || self.chance.chance(0.8);
        let area = if stays { shelter.area() } else { self.chance.below(6) };
        homes.push((from, any_house(&mut self.chance, &self.places, area)));
        self.people[person as usize].live_from(parted, homes);
    }

    /// The name she takes, and often gives back when it is over.
    fn marry(&mut self, one: u32, other: u32, on: Day, parted: Option<Day>) {
        let (wife, husband) = match (self.person(one).sex, self.person(other).sex) {
            (Sex::Female, Sex::Male) => (one, other),
            (Sex::Male, Sex::Female) => (other, one),
            _ => return,
        };
        let own = self.person(wife).born_surname();
        let his = self.person(husband).born_surname();
        let share = match self.person(wife).culture {
            Culture::Portuguese => 0.3,
            Culture::Pakistani => 0.45,
            _ => 0.8,
        };
        if !self.chance.chance(share) {
            return;
        }
        let doubled = his.second.is_none() && self.chance.chance(0.08);
        let taken = match doubled {
            true => Surname { first: own.first, second: Some(his.first), by_marriage: true },
            false => Surname { by_marriage: true, ..his },
        };
        self.people[wife as usize].take_name(on, taken);
        if let Some(parted) = parted.filter(|_| self.chance.chance(0.55)) {
            let back = parted + 120 + self.chance.wait(400.0) as Day;
            self.people[wife as usize].take_name(back, own);
        }
    }
}
