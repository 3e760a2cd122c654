//! Ordinary work of an invented county: who opens whom on which day, by seeded dice.
//!
//! It knows nothing of the detectors. People work on a caseload of theirs, search for whoever rings
//! up and often find nobody, prepare for a meeting every second week, and look up an old case now
//! and then.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so")]

use std::collections::BTreeMap;

use domain::alert::{Doing, Home, PersonFacts};
use domain::ids::PersonId;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};

use crate::alert_desk::{Desk, facts, home, person};

pub const FIRST_DAY: Date = date(2026, 9, 7);
const DAYS: i32 = 28;
const PEOPLE: u64 = 3_000;

const GIVEN: [&str; 64] = [
    "Ada", "Alan", "Amina", "Ann", "Arjun", "Beth", "Bogdan", "Carys", "Chidi", "Clare", "Colin",
    "Dawn", "Derek", "Diana", "Edith", "Ewa", "Farah", "Fiona", "Gary", "Grace", "Hana", "Harold",
    "Helen", "Ian", "Imran", "Irena", "Jack", "Jade", "Janet", "Jiri", "Joan", "Karen", "Kofi",
    "Lena", "Liam", "Lucy", "Maria", "Mark", "Mei", "Mona", "Nadia", "Neil", "Nia", "Olga", "Omar",
    "Orla", "Pavel", "Petra", "Priya", "Ralph", "Rosa", "Ruth", "Sam", "Sita", "Susan", "Tariq",
    "Tess", "Tomasz", "Una", "Vera", "Wendy", "Yusuf", "Zara", "Zoe",
];
const FAMILY: [&str; 90] = [
    "Abbott",
    "Adeyemi",
    "Ahmed",
    "Archer",
    "Bailey",
    "Baker",
    "Barnes",
    "Begum",
    "Bell",
    "Bennett",
    "Bishop",
    "Brady",
    "Brook",
    "Burton",
    "Carter",
    "Chandra",
    "Chen",
    "Clarke",
    "Cole",
    "Cooper",
    "Cox",
    "Dale",
    "Davies",
    "Dean",
    "Dunn",
    "Ellis",
    "Evans",
    "Farrow",
    "Fisher",
    "Fletcher",
    "Ford",
    "Foster",
    "Fox",
    "Gibson",
    "Gill",
    "Grant",
    "Gray",
    "Hall",
    "Harper",
    "Hayes",
    "Hill",
    "Holt",
    "Hughes",
    "Hunt",
    "Iqbal",
    "Irwin",
    "Jain",
    "James",
    "Jones",
    "Kaczmarek",
    "Kaur",
    "Kelly",
    "Khan",
    "King",
    "Kowalska",
    "Lamb",
    "Lane",
    "Lavender",
    "Lewis",
    "Lloyd",
    "Marsh",
    "Mason",
    "Mills",
    "Moore",
    "Morgan",
    "Nash",
    "Novak",
    "Okafor",
    "Owen",
    "Parker",
    "Patel",
    "Pike",
    "Porter",
    "Prothero",
    "Quinn",
    "Rao",
    "Reid",
    "Rhodes",
    "Rose",
    "Sharman",
    "Shaw",
    "Silva",
    "Stone",
    "Thorne",
    "Tran",
    "Turner",
    "Walsh",
    "Webb",
    "Wilk",
    "Young",
];

/// Dice that fall the same every time.
pub struct Dice(u64);

impl Dice {
    pub fn seeded(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `most`.
    pub fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % most
    }

    pub fn is_one_in(&mut self, most: u64) -> bool {
        self.below(most) == 0
    }

    pub fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        let at = self.below(all.len() as u64);
        &all[usize::try_from(at).unwrap()]
    }
}

/// Somebody who works there.
pub struct Worker {
    pub name: String,
    pub agency: u64,
    pub is_office: bool,
    pub home: Home,
    pub desk: Desk,
}

pub struct County {
    pub people: BTreeMap<PersonId, PersonFacts>,
    pub workers: Vec<Worker>,
}

/// Everything done in four weeks.
pub fn county(seed: u64) -> County {
    let mut dice = Dice::seeded(seed);
    let people = (0..PEOPLE).map(|number| (person(u128::from(number) + 1), somebody(&mut dice)));
    let people = people.collect();
    let workers = (0..60).map(|number| worker(number, &mut dice)).collect();
    let mut county = County { people, workers };
    for at in 0..county.workers.len() {
        work(&mut county.workers[at], &county.people, &mut dice);
    }
    county
}

fn name(dice: &mut Dice) -> String {
    format!("{} {}", dice.one_of(&GIVEN), dice.one_of(&FAMILY))
}

fn somewhere(dice: &mut Dice) -> Home {
    let (number, street) = (dice.below(90) + 1, dice.one_of(&FAMILY));
    let postcode = format!(
        "PE{} {}{}B",
        dice.below(20) + 1,
        dice.below(9) + 1,
        dice.one_of(&["A", "B", "D", "E"])
    );
    home(&format!("{number} {street} Road"), &postcode)
}

fn somebody(dice: &mut Dice) -> PersonFacts {
    // Most cases are of the last year, some are years old.
    let days = if dice.is_one_in(6) { dice.below(3_000) } else { dice.below(365) };
    let last = FIRST_DAY - i64::try_from(days).unwrap().days();
    PersonFacts { homes: vec![somewhere(dice)], ..facts(&name(dice), last) }
}

fn worker(number: u32, dice: &mut Dice) -> Worker {
    Worker {
        name: name(dice),
        agency: u64::from(number % 6),
        is_office: number < 2,
        home: somewhere(dice),
        desk: Desk::on(FIRST_DAY, number + 1),
    }
}

fn work(worker: &mut Worker, people: &BTreeMap<PersonId, PersonFacts>, dice: &mut Dice) {
    let caseload: Vec<PersonId> = (0..14).map(|_| current(people, dice)).collect();
    for day in 0..DAYS {
        let day = FIRST_DAY + day.days();
        if [Weekday::Saturday, Weekday::Sunday].contains(&day.weekday()) || dice.is_one_in(8) {
            continue;
        }
        worker.desk.turn_to(day);
        // One day in ten somebody reads through the cases of the next meeting.
        let is_meeting = if worker.is_office { dice.is_one_in(4) } else { dice.is_one_in(10) };
        if is_meeting {
            for _ in 0..8 + dice.below(10) {
                open(worker, current(people, dice), dice);
            }
        }
        for _ in 0..1 + dice.below(4) {
            case(worker, *dice.one_of(&caseload), dice);
        }
        for _ in 0..dice.below(3) {
            somebody_rings_up(worker, people, dice);
        }
    }
}

/// Somebody whose case is of the last year.
fn current(people: &BTreeMap<PersonId, PersonFacts>, dice: &mut Dice) -> PersonId {
    loop {
        let id = person(u128::from(dice.below(PEOPLE)) + 1);
        if people[&id].last_case.is_some_and(|last| FIRST_DAY - 1.years() <= last) {
            return id;
        }
    }
}

fn open(worker: &mut Worker, person: PersonId, dice: &mut Dice) {
    let seconds = 60 + i64::try_from(dice.below(240)).unwrap();
    worker.desk.after(seconds, Doing::Opened(person));
}

fn case(worker: &mut Worker, person: PersonId, dice: &mut Dice) {
    if dice.is_one_in(2) {
        worker.desk.after(300, Doing::Search { found: 1 });
        worker.desk.after(0, Doing::Listed(person));
    }
    open(worker, person, dice);
    if dice.is_one_in(12) {
        worker.desk.after(40, Doing::OpenedWhereabouts(person));
    }
    worker.desk.after(500, Doing::Worked);
}

/// Half of those who ring up are not known, and some are found only at the second try.
fn somebody_rings_up(
    worker: &mut Worker,
    people: &BTreeMap<PersonId, PersonFacts>,
    dice: &mut Dice,
) {
    if dice.is_one_in(2) {
        worker.desk.after(900, Doing::Search { found: 0 });
        return;
    }
    if dice.is_one_in(3) {
        worker.desk.after(600, Doing::Search { found: 0 });
    }
    let all: Vec<&PersonId> = people.keys().collect();
    let person = **dice.one_of(&all);
    worker.desk.after(60, Doing::Search { found: 2 });
    worker.desk.after(0, Doing::Listed(person));
    open(worker, person, dice);
}
