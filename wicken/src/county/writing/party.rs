//! One person as one record tells of them.

use super::{equality::Equality, hand::Hand, slips};
use crate::county::{
    calendar::{Day, civil},
    names::{Culture, Sex, plain},
    pairs::World,
    people::{Person, trait_of},
    places::{AREAS, Home},
    random::{Random, hashed},
};
use jiff::civil::Date;

/// The cells of the person columns; empty is not known.
#[derive(Clone, Default, Debug, PartialEq, Eq)]
pub(crate) struct Party {
    pub(crate) own_ref: String,
    pub(crate) given_names: String,
    pub(crate) family_name: String,
    pub(crate) other_names: String,
    pub(crate) date_of_birth: String,
    pub(crate) age: String,
    pub(crate) sex: String,
    pub(crate) address: String,
    pub(crate) postcode: String,
    pub(crate) phone: String,
    pub(crate) email: String,
    pub(crate) nhs_number: String,
    pub(crate) equality: Equality,
}

impl Party {
    /// Else it is nobody whom a later record could be the same as.
    pub(crate) fn is_named(&self) -> bool {
        let told = [&self.own_ref, &self.given_names, &self.family_name, &self.date_of_birth];
        told.iter().any(|cell| !cell.is_empty())
    }
}

/// What is being written, and when.
#[derive(Clone, Copy)]
pub(crate) struct Sitting {
    pub(crate) seed: u64,
    pub(crate) day: Day,
    /// Before 2009: other systems, other numbers.
    pub(crate) early: bool,
    /// Whose numbers are meant: 0 the police's, 1 the register's.
    pub(crate) keeper: u64,
    /// `31/12/2007` instead of `2007-12-31`.
    pub(crate) slashes: bool,
}

pub(crate) fn date_cell(date: Date, slashes: bool) -> String {
    let (year, month, day) = (date.year(), date.month(), date.day());
    match slashes {
        true => format!("{day:02}/{month:02}/{year}"),
        false => format!("{year}-{month:02}-{day:02}"),
    }
}

/// One person as `hand` writes of them.
pub(crate) fn write_party(
    world: &World,
    chance: &mut Random,
    number: u32,
    hand: &Hand,
    sitting: Sitting,
) -> Party {
    let person = world.person(number);
    let mut party = Party::default();
    if chance.chance(0.97) {
        party.sex = if person.sex == Sex::Female { "F" } else { "M" }.to_owned();
    }
    if chance.chance(hand.unnamed) {
        return party;
    }
    write_names(world, chance, number, hand, sitting, &mut party);
    write_birth(chance, person, hand, sitting, &mut party);
    write_home(world, chance, person.home_on(sitting.day), hand, &mut party);
    write_contact(world, chance, number, hand, sitting, &mut party);
    if chance.chance(hand.own_ref) {
        party.own_ref = own_ref(chance, number, sitting);
    }
    if person.nhs != 0 && chance.chance(hand.nhs) {
        let digits = nhs_number(person.nhs).unwrap_or_default();
        let wrong = chance.chance(0.03 * hand.slips);
        let digits = if wrong { slips::misdialled(chance, &digits, 3) } else { digits };
        party.nhs_number = match chance.chance(0.4) {
            true => format!("{} {} {}", &digits[..3], &digits[3..6], &digits[6..]),
            false => digits,
        };
    }
    let of_person = (number, person);
    party.equality = Equality::write(chance, of_person, hand, sitting);
    party
}

fn write_names(
    world: &World,
    chance: &mut Random,
    number: u32,
    hand: &Hand,
    sitting: Sitting,
    party: &mut Party,
) {
    let (names, person, day) = (&world.names, world.person(number), sitting.day);
    let mut given = names.word(person.given).to_owned();
    let mut middle = person.middle.map(|word| names.word(word).to_owned());
    // A tenth still write the name of years ago, and a few the next one already.
    let lag = if chance.chance(0.08) { -900 } else { 0 };
    let surname = person.surname_on(day + lag);
    let mut family = names.surname_text(surname, person.sex);
    let doubled = surname.second.is_some() && chance.chance(0.2);
    if doubled {
        let second = chance.chance(0.6);
        let one = surname.second.filter(|_| second).unwrap_or(surname.first);
        family = names.family_text(one, person.sex, surname.by_marriage);
    }
    if let Some(middle) = &mut middle
        && person.goes_by_middle
        && chance.chance(0.6)
    {
        std::mem::swap(middle, &mut given);
    }
    if let Some((first, last)) = person.alias.filter(|_| chance.chance(0.25)) {
        given = names.word(first).to_owned();
        family = names.family_text(last, person.sex, false);
    }
    // Some are called by a short form by everyone.
    let short = if trait_of(sitting.seed, number, 11) < 0.12 { 0.6 } else { 0.05 * hand.slips };
    if chance.chance(short) {
        given = names.short_form(chance, &given).map_or(given, str::to_owned);
    }
    given = misspelt(world, chance, given, hand, 0.05);
    family = misspelt(world, chance, family, hand, 0.025);
    if chance.chance(0.006 * hand.slips) {
        std::mem::swap(&mut given, &mut family);
    }
    if chance.chance(0.006 * hand.slips) {
        given = given.chars().take(1).collect();
    }
    if chance.chance(hand.no_given) {
        given.clear();
    } else if chance.chance(hand.no_family) {
        family.clear();
    }
    let middle = middle.filter(|_| !given.is_empty() && chance.chance(0.5));
    if let Some(middle) = middle {
        let initial = chance.chance(0.3);
        given.push(' ');
        given.extend(middle.chars().take(if initial { 1 } else { usize::MAX }));
    }
    party.other_names = other_names(world, chance, person, day);
    if party.other_names == format!("{given} {family}") {
        party.other_names.clear();
    }
    if person.culture != Culture::British && chance.chance(0.8) {
        (given, family) = (plain(&given), plain(&family));
        party.other_names = plain(&party.other_names);
    }
    if hand.capitals {
        (given, family) = (given.to_uppercase(), family.to_uppercase());
        party.other_names = party.other_names.to_uppercase();
    }
    (party.given_names, party.family_name) = (given, family);
}

fn misspelt(
    world: &World,
    chance: &mut Random,
    text: String,
    hand: &Hand,
    spelling: f64,
) -> String {
    if chance.chance(spelling * hand.slips)
        && let Some(other) = world.names.spelling(chance, &text)
    {
        return other.to_owned();
    }
    match chance.unit() / hand.slips {
        ..0.026 => slips::mistyped(chance, &text),
        0.026..0.046 => slips::misheard(chance, &text),
        _ => text,
    }
}

/// What else somebody has been called, where a record tells it.
fn other_names(world: &World, chance: &mut Random, person: &Person, day: Day) -> String {
    let mut told = Vec::new();
    let now = person.surname_on(day);
    let born = person.born_surname();
    if now != born && chance.chance(0.3) {
        told.push(world.names.surname_text(born, person.sex));
    }
    if let Some((first, last)) = person.alias.filter(|_| chance.chance(0.3)) {
        let last = world.names.family_text(last, person.sex, false);
        told.push(format!("{} {last}", world.names.word(first)));
    }
    told.join(";")
}

fn write_birth(
    chance: &mut Random,
    person: &Person,
    hand: &Hand,
    sitting: Sitting,
    party: &mut Party,
) {
    let age = person.age_on(sitting.day);
    if chance.chance(hand.no_birth) {
        if chance.chance(0.6) {
            party.age = (age + chance.between(-2, 2)).max(16).to_string();
        }
        return;
    }
    let born = civil(person.born);
    let (mut year, mut month, mut day) = (born.year(), born.month(), born.day());
    if chance.chance(hand.guessed_birth) {
        (year, month, day) = (year + chance.between(-2, 2) as i16, 1, 1);
    }
    match chance.unit() / hand.slips {
        ..0.02 if day <= 12 => (month, day) = (day, month),
        ..0.032 => {
            day = (i32::from(day) + chance.pick(&[-10, -2, -1, 1, 2, 10])).clamp(1, 31) as i8
        }
        0.032..0.038 => month = chance.between(1, 12) as i8,
        0.038..0.049 => year += chance.pick(&[-10, -1, -1, 1, 1, 10]),
        _ => {}
    }
    party.date_of_birth = match Date::new(year, month, day) {
        // Nobody is written down as born after the day of writing.
        Ok(written) => date_cell(written.min(civil(sitting.day)), sitting.slashes),
        // 31 April, as somebody typed it.
        Err(_) if sitting.slashes => format!("{day:02}/{month:02}/{year}"),
        Err(_) => format!("{year}-{month:02}-{day:02}"),
    };
}

fn write_home(world: &World, chance: &mut Random, home: Home, hand: &Hand, party: &mut Party) {
    if chance.chance(hand.no_address) {
        return;
    }
    let Some(house) = world.places.house(home) else {
        let refuge = matches!(home, Home::Refuge { .. });
        party.address = if refuge { "Refuge, address withheld" } else { "No fixed abode" }.into();
        return;
    };
    let short = chance.chance(0.25);
    let kind = if short { house.short_kind } else { house.kind };
    let mut address = format!("{} {} {kind}", house.number, house.street);
    if house.flat != 0 {
        address = match chance.chance(0.3) {
            true => format!("{}/{address}", house.flat),
            false => format!("Flat {}, {address}", house.flat),
        };
    }
    if chance.chance(0.035 * hand.slips) {
        address = slips::mistyped(chance, &address);
    }
    if chance.chance(0.75) {
        address = format!("{address}, {}", house.village);
    }
    if chance.chance(0.06) {
        address = format!("{address}, {}", AREAS[home.area()].name);
    }
    party.address = if hand.capitals { address.to_uppercase() } else { address };
    if chance.chance(0.93) {
        let postcode = world.places.postcode(home).unwrap_or_default();
        let tight = chance.chance(0.12);
        party.postcode = if tight { postcode.replace(' ', "") } else { postcode };
    }
}

fn write_contact(
    world: &World,
    chance: &mut Random,
    number: u32,
    hand: &Hand,
    sitting: Sitting,
    party: &mut Party,
) {
    if chance.chance(hand.phone) {
        // A number for about four years, each of the drama range of Ofcom, which nobody has.
        let offset = (trait_of(sitting.seed, number, 21) * 1_400.0) as Day;
        let spell = (sitting.day + 20_000 + offset) / 1_400;
        let last = hashed(&[sitting.seed, u64::from(number), 22, spell as u64]) % 1_000;
        party.phone = match chance.chance(0.5) {
            true => format!("07700 900{last:03}"),
            false => format!("07700900{last:03}"),
        };
    }
    if chance.chance(hand.email) {
        let person = world.person(number);
        let family = world.names.surname_text(person.born_surname(), person.sex);
        let name = format!("{}.{family}", world.names.word(person.given));
        let name: String =
            plain(&name).chars().filter(|c| c.is_ascii_alphanumeric() || *c == '.').collect();
        let digits = (trait_of(sitting.seed, number, 23) * 90.0) as u32 + 10;
        party.email = format!("{}{digits}@example.org", name.to_lowercase());
    }
}

/// The sender's own number of a person: of one in nine there are two, and once in four hundred
/// it is somebody else's.
fn own_ref(chance: &mut Random, number: u32, sitting: Sitting) -> String {
    let wrong = chance.chance(0.0025);
    let number = if wrong { number ^ 1 } else { number };
    let twofold = trait_of(sitting.seed, number, 31 + sitting.keeper) < 0.11;
    let second = twofold && chance.chance(0.5);
    let plain = u64::from(number) * 2 + u64::from(second);
    // 7^9 shares no factor with 10^8, so that no two numbers become one.
    let turned = (plain + 1_234_567 * (sitting.keeper + 1)) * 40_353_607 % 100_000_000;
    match (sitting.keeper, sitting.early) {
        (0, true) => format!("N{turned:08}"),
        (0, false) => format!("{turned:08}P"),
        _ => format!("MR{turned:08}"),
    }
}

/// Ten digits with the check digit of NHS numbers (modulus 11), from the range 999, which is kept
/// for tests; none where the check digit would be 10.
pub(crate) fn nhs_number(nine: u32) -> Option<String> {
    let digits = format!("{nine:09}");
    let sum: u32 = digits.bytes().zip((2..=10).rev()).map(|(b, w)| u32::from(b - b'0') * w).sum();
    match 11 - sum % 11 {
        10 => None,
        11 => Some(format!("{digits}0")),
        check => Some(format!("{digits}{check}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_nhs_number_has_the_check_digit_of_modulus_11() {
        // 943 476 5919 is the example of the NHS data dictionary.
        assert_eq!(nhs_number(943_476_591), Some("9434765919".into()));
        let valid = (999_000_000..999_000_110).filter_map(nhs_number).count();
        assert_eq!(valid, 100);
    }
}
