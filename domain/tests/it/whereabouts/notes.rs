//! Caseworkers' notes made by a seed: what each says of where somebody is, is known by its making.
//!
//! The sentences were written as people write them, before the check that is tried on them. Those
//! of the fresh files are held out: no rule of the check was written with them in view.

/// One note, and whether it tells where somebody is or how to reach them.
pub struct Note {
    pub text: String,
    pub is_locating: bool,
}

/// Which sentences notes are made of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Half {
    /// The check was written with these in view.
    Seen,
    HeldOut,
}

impl Half {
    fn files(self) -> (&'static str, &'static str) {
        match self {
            Half::Seen => (include_str!("locating.txt"), include_str!("harmless.txt")),
            Half::HeldOut => {
                (include_str!("fresh_locating.txt"), include_str!("fresh_harmless.txt"))
            }
        }
    }
}

/// Notes of one to four sentences; two of five hold one that locates.
pub fn notes(seed: u64, half: Half, count: usize) -> Vec<Note> {
    let (locating, harmless) = half.files();
    let (locating, harmless): (Vec<&str>, Vec<&str>) =
        (locating.lines().collect(), harmless.lines().collect());
    let mut dice = Dice(seed);
    (0..count).map(|_| note(&mut dice, &locating, &harmless)).collect()
}

fn note(dice: &mut Dice, locating: &[&str], harmless: &[&str]) -> Note {
    let is_locating = dice.below(5) < 2;
    let mut lines: Vec<String> = Vec::new();
    let others = dice.below(3) + usize::from(!is_locating);
    for _ in 0..others {
        let line = harmless[dice.below(harmless.len())];
        lines.push(filled(dice, line));
    }
    if is_locating {
        let line = locating[dice.below(locating.len())];
        let at = dice.below(lines.len() + 1);
        lines.insert(at, filled(dice, line));
    }
    let between = [" ", " ", "\n", "  "][dice.below(4)];
    Note { text: hasty(dice, lines.join(between)), is_locating }
}

/// As it is typed between two calls: without capitals, without stops, in capitals.
fn hasty(dice: &mut Dice, text: String) -> String {
    let text = match dice.below(20) {
        0..=2 => text.to_lowercase(),
        3 => text.to_uppercase(),
        _ => text,
    };
    let text = if dice.below(10) == 0 { text.replace(',', "") } else { text };
    if dice.below(8) == 0 { text.trim_end_matches('.').to_owned() } else { text }
}

fn filled(dice: &mut Dice, line: &str) -> String {
    let mut text = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('{') {
        let (slot, after) = after.split_once('}').expect("a slot ends");
        text.push_str(before);
        text.push_str(&word(dice, slot));
        rest = after;
    }
    text + rest
}

fn word(dice: &mut Dice, slot: &str) -> String {
    let small = dice.below(9) + 1;
    let two = dice.below(90) + 10;
    match slot {
        "num" => number(dice),
        "small" => small.to_string(),
        "small2" | "age" | "age2" => (two % 60 + 18).to_string(),
        "pc" => postcode(dice),
        "out" => dice.pick(OUTWARD).to_owned(),
        "inward" => inward(dice),
        "phone" => phone(dice),
        "mail" => mail(dice),
        "time" => time(dice),
        "date" => date(dice),
        "money" => money(dice),
        "nhs" => format!("943 47{} {}", dice.digits(1), dice.digits(4)),
        "crime" => format!("35/{}/26", dice.digits(5)),
        "cad" => format!("{} of {}/11/2026", dice.digits(4), two % 28 + 1),
        "collar" => format!("{}", 100 + dice.below(1900)),
        "exhibit" => format!("{}{}/{small}", dice.letter(), dice.letter()),
        "ref" => match dice.below(3) {
            0 => format!("I-2026-{}", dice.digits(4)),
            1 => format!("CP/{}/26", dice.digits(5)),
            _ => format!("35CAM{}", dice.digits(6)),
        },
        "ref2" => dice.digits(6),
        slot => dice.pick(list(slot)).to_owned(),
    }
}

fn number(dice: &mut Dice) -> String {
    let number = dice.below(180) + 1;
    match dice.below(12) {
        0 => format!("{number}a"),
        1 => format!("{number}B"),
        2 => format!("No. {number}"),
        3 => format!("Flat {}, {number}", dice.below(12) + 1),
        4 => format!("{number}-{}", number + 2),
        5 => format!("{number},"),
        _ => number.to_string(),
    }
}

fn inward(dice: &mut Dice) -> String {
    let letters = ["A", "B", "D", "E", "F", "G", "H", "J", "L", "N", "P", "Q", "R", "S", "T", "U"];
    format!("{}{}{}", dice.below(10), dice.pick(&letters), dice.pick(&letters))
}

fn postcode(dice: &mut Dice) -> String {
    let (out, inward) = (dice.pick(OUTWARD), inward(dice));
    match dice.below(8) {
        0 => format!("{out}{inward}"),
        1 => format!("{out} {inward}").to_lowercase(),
        2 => format!("{out}{inward}").to_lowercase(),
        3 => format!("{out}  {inward}"),
        _ => format!("{out} {inward}"),
    }
}

/// From the ranges kept for stories and plays: they ring nowhere.
fn phone(dice: &mut Dice) -> String {
    let last = format!("{:03}", dice.below(1000));
    match dice.below(10) {
        0 => format!("07700900{last}"),
        1 => format!("07700 900 {last}"),
        2 => format!("+44 7700 900{last}"),
        3 => format!("+447700900{last}"),
        4 => format!("07700.900.{last}"),
        5 => format!("01632 960{last}"),
        6 => format!("(01632) 960 {last}"),
        7 => format!("0044 7700 900{last}"),
        8 => format!("07700-900-{last}"),
        _ => format!("07700 900{last}"),
    }
}

fn mail(dice: &mut Dice) -> String {
    let name = dice.pick(list("Name")).to_lowercase();
    match dice.below(4) {
        0 => format!("{name}.{}@post.example", dice.digits(2)),
        1 => format!("{name}_new@mail.example.org"),
        2 => format!("{}{name}@example.co.uk", dice.letter()),
        _ => format!("{name}+safe@example.com"),
    }
}

fn time(dice: &mut Dice) -> String {
    let (hour, minute) = (dice.below(12) + 1, ["00", "15", "30", "45"][dice.below(4)]);
    match dice.below(5) {
        0 => format!("{hour}am"),
        1 => format!("{hour} pm"),
        2 => format!("{hour}.{minute}pm"),
        3 => format!("{:02}{minute} hrs", dice.below(24)),
        _ => format!("{:02}:{minute}", dice.below(24)),
    }
}

fn date(dice: &mut Dice) -> String {
    let (day, month) = (dice.below(28) + 1, dice.below(12) + 1);
    match dice.below(5) {
        0 => format!("{day}/{month}/2026"),
        1 => format!("{day:02}.{month:02}.26"),
        2 => format!("{day} {}", dice.pick(list("month"))),
        3 => format!("2026-{month:02}-{day:02}"),
        _ => format!("{day} {} 2026", dice.pick(list("month"))),
    }
}

fn money(dice: &mut Dice) -> String {
    match dice.below(4) {
        0 => format!("£{}", dice.below(900) + 20),
        1 => format!("£{},{}", dice.below(9) + 1, dice.digits(3)),
        2 => format!("{} pounds", dice.below(900) + 20),
        _ => format!("£{}.{}", dice.below(90), dice.digits(2)),
    }
}

const OUTWARD: &[&str] =
    &["PE13", "PE14", "CB1", "CB4", "PE2", "NR31", "IP28", "N1", "SE15", "B16"];

fn list(slot: &str) -> &'static [&'static str] {
    match slot {
        "She" => &["She", "She", "She", "The victim", "Client", "Ottilie", "Ms Rao", "V"],
        "Name" => &["Ottilie", "Priya", "Dawn", "Agnieszka", "Tom", "Bev", "Rasa", "Gwen"],
        "Family" => &["Marchbanks", "Rao", "Okafor", "Hill", "Silva", "Petrauskas", "Dunn"],
        "Child" => &["Alfie", "the eldest", "Maja", "the little one", "Noah", "Imogen"],
        "street" => STREETS,
        "town" | "town2" => TOWNS,
        "house" => &["Amber House", "The Limes", "Hollow Court", "Willow Lodge", "Fen View"],
        "hotel" => &["Travelodge", "Premier Inn", "Rose and Crown", "George Hotel", "Ibis"],
        "landmark" => &["station", "Co-op", "church", "chip shop", "fire station", "mosque"],
        "school" => SCHOOLS,
        "nursery" => &["Busy Bees", "Little Acorns Nursery", "Rainbow Pre-school"],
        "surgery" => SURGERIES,
        "shop" => &["Tesco", "Aldi", "the Horsefair Costa", "Bakkavor", "Greencore", "the library"],
        "park" => &["Riverside Caravan Park", "Mepal Marina", "the showground", "Denver Sluice"],
        "weekday" => &["Monday", "Tuesday", "Thursday", "Friday", "Saturday"],
        "month" => &["January", "March", "May", "August", "October", "December"],
        _ => unreachable!("no such slot: {slot}"),
    }
}

const STREETS: &[&str] = &[
    "Mill Road",
    "Orchard Row",
    "Church Lane",
    "St Mary's Street",
    "The Crescent",
    "Elm Close",
    "Queen Elizabeth Avenue",
    "Station Rd",
    "Lynn Road",
    "Old Fen Drove",
    "Peckover Gdns",
    "Alexandra Ct",
    "High Street",
    "Bridge St",
    "Harecroft Terrace",
    "King's Walk",
    "Sandringham Drive",
    "South Brink",
    "Market Square",
    "Priory Mews",
];

const TOWNS: &[&str] = &[
    "Wisbech",
    "Ely",
    "March",
    "Chatteris",
    "St Ives",
    "Littleport",
    "Peterborough",
    "King's Lynn",
    "Norwich",
    "Soham",
];

const SCHOOLS: &[&str] = &[
    "Orchard Park Primary",
    "St Peter's Junior School",
    "Hillside Academy",
    "Neale-Wade",
    "Ramnoth Primary School",
    "Thomas Clarkson",
];

const SURGERIES: &[&str] = &[
    "Riverside Surgery",
    "North Brink Practice",
    "the Clarkson Surgery",
    "Mercheford House",
    "Trinity Medical Centre",
];

/// A sequence that depends on nothing but its seed.
pub struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, most: usize) -> usize {
        let most = u64::try_from(most).expect("a small number");
        usize::try_from(self.next() % most).expect("below a small number")
    }

    fn pick(&mut self, list: &[&'static str]) -> &'static str {
        list[self.below(list.len())]
    }

    fn digits(&mut self, count: usize) -> String {
        (0..count).map(|_| char::from(b'1' + self.small(9))).collect()
    }

    fn letter(&mut self) -> char {
        char::from(b'A' + self.small(26))
    }

    fn small(&mut self, most: usize) -> u8 {
        u8::try_from(self.below(most)).expect("below a small number")
    }
}
