//! Violence in families that is not between partners, and the relatives of everyone.

use super::{
    calendar::{Day, YEAR, civil},
    names::{Sex, Surname},
    pairs::{Bond, Pair, World},
    people::{Birth, culture_in, live_in},
};

impl World {
    pub(super) fn new_family(&mut self, area: usize, day: Day) -> Pair {
        let chance = &mut self.chance;
        let sex = if chance.chance(0.68) { Sex::Female } else { Sex::Male };
        let age = (20.0 + chance.wait(13.0) + chance.wait(12.0)).min(86.0);
        let culture = culture_in(chance, area, civil(day).year());
        let born = day - (age * YEAR) as Day;
        let victim = self.add_person(Birth { culture, sex, born, surname: None });
        let homes = live_in(&mut self.chance, &self.places, area, day);
        self.people[victim as usize].homes = homes;
        self.family_of(victim, day)
    }

    pub(super) fn family_of(&mut self, victim: u32, day: Day) -> Pair {
        let age = self.person(victim).age_on(day);
        let bond = match self.chance.unit() {
            ..0.45 if 38 < age => Bond::Child,
            0.45..0.58 if age < 50 => Bond::Parent,
            0.58..0.80 => Bond::Sibling,
            0.80..0.87 => Bond::InLaw,
            0.87..0.93 => Bond::Step,
            0.93..0.97 => Bond::Household,
            0.97.. => Bond::OtherFamily,
            _ => Bond::Sibling,
        };
        let relative = self.relative(victim, bond, day);
        let (suspect, bond) = match relative {
            Some(suspect) => (suspect, bond),
            None => (self.new_partner(victim, day, 18.2), Bond::Household),
        };
        if self.person(suspect).homes.is_empty() {
            self.people[suspect as usize].homes = self.person(victim).homes.clone();
        }
        let (honour, forced_marriage) = self.honour(victim);
        let persistence = self.persistence(self.person(victim).home_on(day).area(), day);
        let (parted, bystander) = (None, None);
        let mut pair = Pair {
            victim,
            suspect,
            bond,
            parted,
            helpers: Vec::new(),
            bystander,
            honour,
            forced_marriage,
            persistence,
        };
        if honour {
            pair.helpers.extend(self.helper_for(&pair));
        }
        pair
    }

    /// A grown-up relative, if one of that age can be.
    pub(super) fn relative(&mut self, of: u32, bond: Bond, day: Day) -> Option<u32> {
        let person = self.person(of);
        let (born, surname) = (person.born, person.born_surname());
        let (culture, homes, own_sex) = (person.culture, person.homes.clone(), person.sex);
        let (given, married) = (person.given, person.surname_on(day));
        let chance = &mut self.chance;
        let twin = bond == Bond::Sibling && chance.chance(0.14);
        let older = match bond {
            Bond::Parent => -chance.between(18 * 365, 38 * 365),
            Bond::Child => chance.between(17 * 365, 36 * 365),
            Bond::Step | Bond::InLaw => chance.between(-24 * 365, -2 * 365),
            _ if twin => 0,
            _ => chance.around(0.0, 1_600.0) as Day,
        };
        let born = born + older;
        let age = f64::from(day - born) / YEAR;
        if !(18.1..92.0).contains(&age) {
            return None;
        }
        let sex = if chance.chance(0.72) { Sex::Male } else { Sex::Female };
        let surname = match bond {
            Bond::Child => Some(married),
            Bond::Parent | Bond::Sibling => Some(surname),
            Bond::InLaw if chance.chance(0.7) => Some(married),
            _ => None,
        };
        let surname = surname.map(|surname| Surname { by_marriage: false, ..surname });
        let relative = self.add_person(Birth { culture, sex, born, surname });
        let namesake = matches!(bond, Bond::Child | Bond::Parent)
            && (sex, own_sex) == (Sex::Male, Sex::Male)
            && self.chance.chance(0.1);
        let at_home = self.chance.chance(0.6);
        let away = live_in(&mut self.chance, &self.places, homes[0].1.area(), day);
        let made = &mut self.people[relative as usize];
        if namesake {
            made.given = given;
        }
        if twin {
            // Also where the registry of another country knew no more than the year.
            made.born = born;
        }
        made.homes = if at_home { homes } else { away };
        Some(relative)
    }

    /// Somebody on the suspect's side.
    pub(super) fn helper_for(&mut self, pair: &Pair) -> Option<(u32, Bond)> {
        let day = self.person(pair.suspect).born + (30.0 * YEAR) as Day;
        let brother = self.relative(pair.suspect, Bond::Sibling, day)?;
        let bond = if pair.bond.is_couple() { Bond::InLaw } else { Bond::OtherFamily };
        Some((brother, bond))
    }
}
