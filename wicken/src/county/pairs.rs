//! Who hurts whom: couples and families, made when they are first heard of.

use super::{
    calendar::{Day, YEAR},
    names::{Culture, Names},
    people::{Birth, Person, make_person, trait_of},
    places::Places,
    random::Random,
    writing::party::nhs_number,
};
use jiff::civil::date;

/// What the one who hurts is to the one who is hurt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bond {
    Spouse,
    CivilPartner,
    Partner,
    CoParent,
    Parent,
    Child,
    Sibling,
    Step,
    InLaw,
    OtherFamily,
    Household,
}

impl Bond {
    /// The code of the exchange formats on a day before or after the two had parted.
    pub(crate) fn code(self, parted: bool) -> &'static str {
        match self {
            Self::Spouse if parted => "ex_spouse",
            Self::Spouse => "spouse",
            Self::Partner if parted => "ex_partner",
            Self::Partner => "partner",
            Self::CivilPartner => "civil_partner",
            Self::CoParent => "co_parent",
            Self::Parent => "parent",
            Self::Child => "son_daughter",
            Self::Sibling => "sibling",
            Self::Step => "step",
            Self::InLaw => "in_law",
            Self::OtherFamily => "other_family",
            Self::Household => "household",
        }
    }

    /// What the other one is to this one, when they change places.
    fn turned(self) -> Self {
        match self {
            Self::Parent => Self::Child,
            Self::Child => Self::Parent,
            other => other,
        }
    }

    pub(super) fn is_couple(self) -> bool {
        matches!(self, Self::Spouse | Self::CivilPartner | Self::Partner | Self::CoParent)
    }
}

pub(crate) struct Pair {
    pub(crate) victim: u32,
    pub(crate) suspect: u32,
    pub(crate) bond: Bond,
    pub(crate) parted: Option<Day>,
    /// Others who take part, each with what they are to the victim.
    pub(crate) helpers: Vec<(u32, Bond)>,
    /// Another one who is hurt, with what the suspect is to them.
    pub(crate) bystander: Option<(u32, Bond)>,
    pub(crate) honour: bool,
    pub(crate) forced_marriage: bool,
    /// The chance that an incident is followed by another.
    pub(crate) persistence: f64,
}

impl Pair {
    pub(crate) fn relationship_on(&self, bond: Bond, day: Day) -> &'static str {
        bond.code(self.parted.is_some_and(|parted| parted <= day))
    }
}

/// Everyone there is, and everyone's pairs.
pub(crate) struct World {
    pub(crate) chance: Random,
    pub(crate) names: Names,
    pub(crate) places: Places,
    pub(crate) people: Vec<Person>,
    pub(crate) pairs: Vec<Pair>,
    seed: u64,
    nhs_given: u64,
    /// The pairs that were first heard of in each area, in that order.
    heard_in: [Vec<u32>; 6],
}

/// How much more, or less, of the violence comes again: by area, in 2003 and in 2008 and since.
const PERSISTENCE: [(f64, f64); 6] =
    [(1.06, 0.96), (0.86, 0.84), (1.02, 1.10), (0.99, 0.91), (0.90, 0.94), (1.0, 1.05)];

impl World {
    pub(crate) fn new(seed: u64, scale: f64) -> Self {
        Self {
            chance: Random::of(&[seed]),
            names: Names::read(),
            places: Places::of_scale(scale),
            people: Vec::new(),
            pairs: Vec::new(),
            seed,
            nhs_given: 0,
            heard_in: Default::default(),
        }
    }

    pub(crate) fn person(&self, number: u32) -> &Person {
        &self.people[number as usize]
    }

    pub(crate) fn pair(&self, number: u32) -> &Pair {
        &self.pairs[number as usize]
    }

    pub(crate) fn area_of_victim(&self, pair: u32, day: Day) -> usize {
        self.person(self.pair(pair).victim).home_on(day).area()
    }

    /// A pair that is new to the agencies, of a victim who lives in `area` on `day`.
    pub(crate) fn new_pair(&mut self, area: usize, day: Day) -> u32 {
        let made = match self.chance.unit() {
            ..0.05 => self.victim_again(area, day),
            0.05..0.15 => self.suspect_again(area, day),
            0.15..0.18 => self.relative_again(area, day),
            _ => None,
        };
        let pair = match made {
            Some(pair) => pair,
            None if self.chance.chance(0.79) => self.new_couple(area, day, None, None),
            None => self.new_family(area, day),
        };
        self.add(pair, area)
    }

    /// The same two with changed places: each says that it was the other.
    pub(crate) fn turned(&mut self, pair: u32) -> u32 {
        let from = self.pair(pair);
        let turned = Pair {
            victim: from.suspect,
            suspect: from.victim,
            bond: from.bond.turned(),
            parted: from.parted,
            helpers: Vec::new(),
            bystander: None,
            honour: false,
            forced_marriage: false,
            persistence: 0.2,
        };
        self.pairs.push(turned);
        self.pairs.len() as u32 - 1
    }

    /// An NHS number for whom an agency of health has one; there are 900,000 of them.
    pub(crate) fn give_nhs_number(&mut self, number: u32) {
        let has = self.person(number).nhs != 0 || 0.6 < trait_of(self.seed, number, 51);
        while !has && self.nhs_given < 1_000_000 {
            // 3^18 shares no factor with a million: every number comes once.
            let nine = 999_000_000 + self.nhs_given * 387_420_489 % 1_000_000;
            self.nhs_given += 1;
            if nhs_number(nine as u32).is_some() {
                self.people[number as usize].nhs = nine as u32;
                return;
            }
        }
    }

    fn add(&mut self, mut pair: Pair, area: usize) -> u32 {
        let number = self.pairs.len() as u32;
        if self.chance.chance(0.03) {
            pair.helpers.extend(self.helper_for(&pair));
        }
        self.pairs.push(pair);
        self.heard_in[area].push(number);
        number
    }

    pub(super) fn add_person(&mut self, birth: Birth) -> u32 {
        let person = make_person(&mut self.chance, &self.names, birth);
        self.people.push(person);
        self.people.len() as u32 - 1
    }

    /// A pair that the agencies know already, most likely one of the last years.
    fn known_pair(&mut self, area: usize) -> Option<u32> {
        let heard = &self.heard_in[area];
        let recent = if self.chance.chance(0.9) { heard.len() * 2 / 3 } else { 0 };
        let at = recent + self.chance.below(heard.len().saturating_sub(recent));
        heard.get(at).copied()
    }

    /// A victim with a new partner.
    fn victim_again(&mut self, area: usize, day: Day) -> Option<Pair> {
        let known = self.known_pair(area)?;
        let victim = self.pair(known).victim;
        let person = self.person(victim);
        let fits = person.home_on(day).area() == area && (18..75).contains(&person.age_on(day));
        fits.then(|| self.new_couple(area, day, Some(victim), None))
    }

    /// A suspect with a new partner.
    fn suspect_again(&mut self, area: usize, day: Day) -> Option<Pair> {
        let known = self.known_pair(area)?;
        let pair = self.pair(known);
        let (suspect, bond) = (pair.suspect, pair.bond);
        let fits = bond.is_couple() && (18..75).contains(&self.person(suspect).age_on(day));
        fits.then(|| self.new_couple(area, day, None, Some(suspect)))
    }

    /// A brother, sister or grown child of someone known.
    fn relative_again(&mut self, area: usize, day: Day) -> Option<Pair> {
        let known = self.known_pair(area)?;
        let one = self.pair(known).victim;
        if self.person(one).home_on(day).area() != area || 75 < self.person(one).age_on(day) {
            return None;
        }
        Some(self.family_of(one, day))
    }

    pub(super) fn persistence(&mut self, area: usize, day: Day) -> f64 {
        // Most are heard of once; a few again and again.
        let base = match self.chance.unit() {
            ..0.58 => 0.12,
            0.58..0.88 => 0.45,
            _ => 0.78,
        };
        let (early, late) = PERSISTENCE[area];
        let years =
            (f64::from(day - super::calendar::day(date(2003, 10, 1))) / YEAR / 4.0).clamp(0.0, 1.0);
        base * (early + (late - early) * years)
    }

    pub(super) fn honour(&mut self, victim: u32) -> (bool, bool) {
        let share = match self.person(victim).culture {
            Culture::Pakistani => 0.12,
            Culture::Indian | Culture::Traveller | Culture::African => 0.05,
            _ => 0.001,
        };
        let honour = self.chance.chance(share);
        (honour, honour && self.chance.chance(0.4))
    }
}
