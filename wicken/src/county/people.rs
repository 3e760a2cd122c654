//! People of the county: who they are, what they are called when, and where they live when.

use super::{
    calendar::{Day, YEAR},
    names::{Culture, Family, Names, Sex, Surname, Word},
    places::{AREAS, Home, Places},
    random::{Random, hashed},
};

/// One invented person. Whatever is not kept here follows from the number and never changes.
pub(crate) struct Person {
    pub(crate) sex: Sex,
    pub(crate) culture: Culture,
    pub(crate) born: Day,
    pub(crate) given: Word,
    pub(crate) middle: Option<Word>,
    /// Known by the second name, as every family has one.
    pub(crate) goes_by_middle: bool,
    /// From each day on; the first since birth.
    pub(crate) surnames: Vec<(Day, Surname)>,
    /// From each day on; the first since ever.
    pub(crate) homes: Vec<(Day, Home)>,
    pub(crate) alias: Option<(Word, Family)>,
    /// Lives or lived with somebody of the same sex.
    pub(crate) same_sex_couple: bool,
    /// Nine digits without their check digit; 0 where no agency has ever written one down.
    pub(crate) nhs: u32,
}

fn in_force<T: Copy>(spells: &[(Day, T)], day: Day) -> T {
    let begun = spells.partition_point(|(from, _)| *from <= day);
    spells[begun.saturating_sub(1)].1
}

impl Person {
    pub(crate) fn surname_on(&self, day: Day) -> Surname {
        in_force(&self.surnames, day)
    }

    pub(crate) fn home_on(&self, day: Day) -> Home {
        in_force(&self.homes, day)
    }

    pub(crate) fn age_on(&self, day: Day) -> i32 {
        (f64::from(day - self.born) / YEAR).floor() as i32
    }

    pub(crate) fn born_surname(&self) -> Surname {
        self.surnames[0].1
    }

    /// Does nothing where a later name is known already.
    pub(crate) fn take_name(&mut self, from: Day, surname: Surname) {
        if self.surnames.last().is_some_and(|(last, _)| *last < from) {
            self.surnames.push((from, surname));
        }
    }

    pub(crate) fn live_from(&mut self, from: Day, homes: Vec<(Day, Home)>) {
        self.homes.retain(|(since, _)| *since < from);
        self.homes.extend(homes);
    }
}

/// What is so about person `number` for good, as a number from 0 up to 1.
pub(crate) fn trait_of(seed: u64, number: u32, which: u64) -> f64 {
    (hashed(&[seed, u64::from(number), which]) >> 11) as f64 / (1_u64 << 53) as f64
}

/// The long past: a home or a name from before anything that a file tells.
pub(crate) const EVER: Day = -60_000;

/// What a person is made from.
pub(crate) struct Birth {
    pub(crate) culture: Culture,
    pub(crate) sex: Sex,
    pub(crate) born: Day,
    /// A child's is that of a parent.
    pub(crate) surname: Option<Surname>,
}

pub(crate) fn make_person(chance: &mut Random, names: &Names, birth: Birth) -> Person {
    let Birth { culture, sex, born, surname } = birth;
    let new_year = match culture {
        // Where births were not registered, papers give the first day of the year.
        Culture::Pakistani | Culture::African => 0.06,
        Culture::Indian => 0.03,
        Culture::British => 0.001,
        _ => 0.003,
    };
    let born = if chance.chance(new_year) { new_years_day(born) } else { born };
    let given = names.given(chance, culture, sex, born);
    let middle = chance.chance(0.45).then(|| names.given(chance, culture, sex, born));
    let middle = middle.filter(|middle| *middle != given);
    let surname = surname.unwrap_or_else(|| names.surname(chance, culture));
    let alias = chance.chance(0.03).then(|| {
        let other = names.given(chance, culture, sex, born);
        let given = if chance.chance(0.5) { given } else { other };
        (given, names.family(chance, culture))
    });
    Person {
        sex,
        culture,
        born,
        given,
        middle,
        goes_by_middle: middle.is_some() && chance.chance(0.05),
        surnames: vec![(EVER, surname)],
        homes: Vec::new(),
        alias,
        same_sex_couple: false,
        nhs: 0,
    }
}

fn new_years_day(born: Day) -> Day {
    let date = super::calendar::civil(born);
    born + 1 - i32::from(date.day_of_year())
}

pub(crate) fn any_house(chance: &mut Random, places: &Places, area: usize) -> Home {
    Home::House {
        area: area as u8,
        village: chance.below(8) as u8,
        street: chance.below(places.streets_per_village) as u16,
        number: chance.between(1, 88) as u8,
        flat: if chance.chance(0.15) { chance.between(1, 9) as u8 } else { 0 },
    }
}

/// Where somebody lives who is at home in `area` until `sure`: a move about every five years,
/// and after `sure` one move in six leads into another district.
pub(crate) fn live_in(
    chance: &mut Random,
    places: &Places,
    area: usize,
    sure: Day,
) -> Vec<(Day, Home)> {
    let mut homes = vec![(EVER, any_house(chance, places, area))];
    let (mut day, mut area) = (sure - (3.0 * YEAR) as Day, area);
    while day < sure + (6.0 * YEAR) as Day {
        day += 30 + chance.wait(5.0 * YEAR) as Day;
        if sure < day && chance.chance(0.16) {
            area = chance.below(AREAS.len());
        }
        homes.push((day, any_house(chance, places, area)));
    }
    homes
}

/// People of an area by where their families come from, by then.
pub(crate) fn culture_in(chance: &mut Random, area: usize, year: i16) -> Culture {
    // British, Irish, Polish, Lithuanian, Portuguese, Pakistani, Indian, Traveller, African.
    let mut shares = match AREAS[area].name {
        "Cambridge" => [78.0, 2.0, 4.0, 1.0, 2.0, 5.0, 4.0, 0.6, 3.0],
        "East Cambridgeshire" => [88.0, 1.2, 3.0, 2.0, 1.0, 0.6, 0.6, 1.8, 0.6],
        "Fenland" => [83.0, 1.0, 5.0, 7.0, 4.0, 0.4, 0.5, 2.4, 0.4],
        "Huntingdonshire" => [87.0, 1.4, 3.5, 1.2, 1.0, 2.0, 1.4, 0.8, 1.0],
        "South Cambridgeshire" => [86.0, 1.4, 2.5, 0.8, 0.8, 1.5, 2.5, 1.8, 1.0],
        _ => [62.0, 1.2, 7.0, 7.0, 5.0, 12.0, 3.0, 1.0, 3.0],
    };
    // The countries that joined the Union on 1 May 2004.
    if year < 2004 {
        shares[2] *= 0.1;
        shares[3] *= 0.1;
    }
    Culture::ALL[chance.weighted(&shares)]
}
