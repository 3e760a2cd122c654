//! Invented people, and the records that careless clerks make of them.

use linkage::{Kind, Options, Outcome, Records, Schema, Stage, dedupe};

/// SplitMix64 (Steele, Lea and Flood, 2014).
pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % count as u64).unwrap()
    }

    pub fn is_one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    pub fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }
}

pub const COLUMNS: [(&str, Kind); 8] = [
    ("given", Kind::GivenName),
    ("family", Kind::FamilyName),
    ("born", Kind::DateOfBirth),
    ("address", Kind::Address),
    ("postcode", Kind::Postcode),
    ("phone", Kind::Phone),
    ("nhs", Kind::NationalId),
    ("sex", Kind::Sex),
];

pub type Row = [String; 8];

/// A row from texts.
pub fn row(texts: [&str; 8]) -> Row {
    texts.map(str::to_owned)
}

pub fn records(rows: &[Row]) -> Records {
    let mut records = Records::new(Schema::new(COLUMNS));
    for (at, row) in rows.iter().enumerate() {
        records.push(&format!("r{at}"), &row.each_ref().map(String::as_str));
    }
    records
}

pub fn run(records: &Records, options: &Options) -> Outcome {
    dedupe(records, options, &mut |_: Stage| {})
}

const STARTS: [&str; 24] = [
    "Ha", "Bren", "Cal", "Dor", "El", "Fen", "Gar", "Hol", "Is", "Jar", "Kel", "Lor", "Mar", "Nor",
    "Os", "Pel", "Quin", "Ros", "Sel", "Tor", "Ul", "Ven", "Wes", "Yar",
];
const ENDS: [&str; 20] = [
    "ton", "ley", "worth", "man", "by", "den", "ford", "gate", "ham", "kins", "low", "more",
    "ness", "over", "pole", "ridge", "sby", "thorpe", "wick", "son",
];
const GIVEN: [&str; 40] = [
    "Alice",
    "Brian",
    "Carla",
    "Dennis",
    "Esther",
    "Faisal",
    "Greta",
    "Harold",
    "Ingrid",
    "Joseph",
    "Kirsty",
    "Leonard",
    "Maureen",
    "Norbert",
    "Olga",
    "Patrick",
    "Queenie",
    "Rupert",
    "Sabrina",
    "Trevor",
    "Ursula",
    "Victor",
    "Wanda",
    "Xavier",
    "Yusuf",
    "Zofia",
    "Barbara",
    "Clement",
    "Dorothy",
    "Edmund",
    "Florence",
    "Gideon",
    "Henrietta",
    "Ivan",
    "Judith",
    "Kenneth",
    "Lucinda",
    "Magnus",
    "Nadia",
    "Oscar",
];

/// One person as she is.
pub fn person(chance: &mut Chance) -> Row {
    let family = format!("{}{}", chance.pick(&STARTS), chance.pick(&ENDS));
    [
        chance.pick(&GIVEN).to_owned(),
        family,
        format!(
            "{}-{:02}-{:02}",
            1940 + chance.below(65),
            1 + chance.below(12),
            2 + chance.below(26)
        ),
        format!("{} {} Road", 1 + chance.below(90), chance.pick(&STARTS)),
        format!("PE{} {}A{}", 1 + chance.below(30), 1 + chance.below(9), letter(chance)),
        format!("07{:09}", chance.below(1_000_000_000)),
        String::new(),
        chance.pick(&["F", "M"]).to_owned(),
    ]
}

fn letter(chance: &mut Chance) -> char {
    char::from(b'A' + u8::try_from(chance.below(20)).unwrap())
}

/// A record of a person with the faults that records have.
pub fn record_of(person: &Row, chance: &mut Chance) -> Row {
    let mut record = person.clone();
    for name in [0, 1] {
        if chance.is_one_in(8) {
            record[name] = misspelt(&record[name], chance);
        }
    }
    if chance.is_one_in(10) {
        let (year, rest) = record[2].split_once('-').unwrap();
        let (month, day) = rest.split_once('-').unwrap();
        record[2] = format!("{year}-{day}-{month}");
    }
    for cell in [2, 3, 4, 5] {
        if chance.is_one_in(6) {
            record[cell].clear();
        }
    }
    if chance.is_one_in(4) {
        record[3] = format!("{} Elm Lane", 1 + chance.below(300));
        record[4] =
            format!("CB{} {}B{}", 1 + chance.below(30), 1 + chance.below(9), letter(chance));
    }
    record
}

fn misspelt(name: &str, chance: &mut Chance) -> String {
    let at = 1 + chance.below(name.len() - 2);
    let mut letters: Vec<char> = name.chars().collect();
    match chance.below(3) {
        0 => letters.swap(at, at + 1),
        1 => drop(letters.remove(at)),
        _ => letters.insert(at, letters[at]),
    }
    letters.into_iter().collect()
}

/// A register with its truth: which person each record is of.
pub fn register(people: usize, chance: &mut Chance) -> (Vec<Row>, Vec<usize>) {
    let (mut rows, mut truth) = (Vec::new(), Vec::new());
    for number in 0..people {
        let person = person(chance);
        for _ in 0..1 + chance.below(4) {
            rows.push(record_of(&person, chance));
            truth.push(number);
        }
    }
    (rows, truth)
}

/// Pairwise precision and recall.
pub fn accuracy(clusters: &[u32], truth: &[usize]) -> (f64, f64) {
    let (mut both, mut found, mut there) = (0, 0, 0);
    for one in 0..truth.len() {
        for other in 0..one {
            let is_found = clusters[one] == clusters[other];
            let is_there = truth[one] == truth[other];
            both += i32::from(is_found && is_there);
            found += i32::from(is_found);
            there += i32::from(is_there);
        }
    }
    (f64::from(both) / f64::from(found.max(1)), f64::from(both) / f64::from(there.max(1)))
}
