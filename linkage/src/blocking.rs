//! Which pairs are compared: those that have one key of many in common.

use crate::{
    compare::Table,
    date::parts,
    intern::{hash, mix},
    parallel,
    place::is_british,
    records::{Part, Person},
    sort::by_upper,
};
use serde::{Deserialize, Serialize};

/// The keys, each a rule of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rule {
    National,
    Phone,
    Email,
    AgencyRef,
    GroupRole,
    Born,
    FamilyBorn,
    GivenBorn,
    NicknameBorn,
    InitialsBorn,
    FamilyBirthday,
    GivenBirthday,
    PostcodeGiven,
    PostcodeFamily,
    PostcodeBorn,
    Dwelling,
    HouseStreet,
    Sounds,
    NicknameFamily,
    Beginnings,
    PartGiven,
    AreaNames,
    YearNames,
    /// What came with a record in code.
    Keyed,
}

const RULES: [(Rule, &str); 23] = [
    (Rule::National, "national number"),
    (Rule::Phone, "phone"),
    (Rule::Email, "e-mail"),
    (Rule::AgencyRef, "agency's own number"),
    (Rule::GroupRole, "case and role"),
    (Rule::Born, "date of birth and an initial"),
    (Rule::FamilyBorn, "family name and date of birth"),
    (Rule::GivenBorn, "given name and date of birth"),
    (Rule::NicknameBorn, "short form and date of birth"),
    (Rule::InitialsBorn, "initials and date of birth"),
    (Rule::FamilyBirthday, "family name and birthday"),
    (Rule::GivenBirthday, "given name and birthday"),
    (Rule::PostcodeGiven, "postcode and given name"),
    (Rule::PostcodeFamily, "postcode and family name"),
    (Rule::PostcodeBorn, "postcode and date of birth"),
    (Rule::Dwelling, "dwelling and year of birth"),
    (Rule::HouseStreet, "house, street and a name"),
    (Rule::Sounds, "sound of both names"),
    (Rule::NicknameFamily, "short form and family name"),
    (Rule::Beginnings, "beginnings of both names"),
    (Rule::PartGiven, "part of the family name and given name"),
    (Rule::AreaNames, "postcode district, family name and initial"),
    (Rule::YearNames, "year of birth, given name and initial"),
];

/// Of records in code.
const OF_CODES: [(Rule, &str); 1] = [(Rule::Keyed, "keyed hash")];

/// Records that share one key are compared with each other up to this many; beyond, a further
/// field must agree too.
const MOST_TOGETHER: usize = 64;

/// What was left out since too many records had one key, though no further field told them apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capped {
    pub rule: String,
    pub records: u64,
}

/// How many pairs of records share a key of one rule; many pairs share keys of several.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Blocked {
    pub rule: String,
    pub pairs: u64,
}

/// Blocks of records that share a key.
pub(crate) struct Blocks {
    /// Records of all blocks one after the other, ascending in each; the last has [`LAST`] set.
    members: Vec<u32>,
    /// Where in `members` each record stands: positions of record `r` are those from
    /// `from[r]` until `from[r + 1]`.
    positions: Vec<u32>,
    from: Vec<u32>,
    pub blocked: Vec<Blocked>,
    pub capped: Vec<Capped>,
}

const LAST: u32 = 1 << 31;

impl Blocks {
    pub(crate) fn new(table: &Table<'_>, threads: usize) -> Blocks {
        let rules = if table.records.is_coded { &OF_CODES[..] } else { &RULES[..] };
        let found = parallel::map(threads, rules.len(), |at| one_rule(table, rules[at].0));
        let mut members = Vec::with_capacity(found.iter().map(|(found, _)| found.len()).sum());
        let (mut blocked, mut capped) = (Vec::new(), Vec::new());
        for ((found, left_out), (_, rule)) in found.into_iter().zip(rules) {
            let blocks = found.chunk_by(|member, _| member & LAST == 0);
            let pairs = blocks.map(|block| (block.len() * (block.len() - 1) / 2) as u64).sum();
            if 0 < pairs {
                blocked.push(Blocked { rule: (*rule).to_owned(), pairs });
            }
            members.extend(found);
            if 0 < left_out {
                capped.push(Capped { rule: (*rule).to_owned(), records: left_out });
            }
        }
        let mut from = vec![0u32; table.len() + 1];
        for member in &members {
            from[(member & !LAST) as usize + 1] += 1;
        }
        for at in 1..from.len() {
            from[at] += from[at - 1];
        }
        let mut next = from.clone();
        let mut positions = vec![0; members.len()];
        for (position, member) in members.iter().enumerate() {
            let next = &mut next[(member & !LAST) as usize];
            positions[*next as usize] = position as u32;
            *next += 1;
        }
        Blocks { members, positions, from, blocked, capped }
    }

    /// Keeps what is told of the blocks, and not who is in them.
    pub(crate) fn forget(&mut self) {
        (self.members, self.positions, self.from) = (Vec::new(), Vec::new(), Vec::new());
    }

    /// Fills `partners` with the later records that share a key with this one, each once, by what
    /// is `seen`.
    pub(crate) fn partners(&self, record: u32, seen: &mut [u32], partners: &mut Vec<u32>) {
        partners.clear();
        let at = record as usize;
        for position in &self.positions[self.from[at] as usize..self.from[at + 1] as usize] {
            let mut position = *position as usize;
            while self.members[position] & LAST == 0 {
                position += 1;
                let other = self.members[position] & !LAST;
                let last_seen = &mut seen[other as usize];
                if *last_seen != record + 1 {
                    *last_seen = record + 1;
                    partners.push(other);
                }
            }
        }
    }
}

/// Blocks of one rule, and how many records were left out.
fn one_rule(table: &Table<'_>, rule: Rule) -> (Vec<u32>, u64) {
    let mut entries = Vec::with_capacity(table.len());
    let mut keys = Vec::new();
    for record in 0..table.len() as u32 {
        keys.clear();
        match rule {
            Rule::Keyed => keys.extend(table.records.keys_of(table.order[record as usize])),
            rule => push_keys(table, rule, &table.people[record as usize], &mut keys),
        }
        entries.extend(keys.iter().map(|key| entry(*key, record)));
    }
    by_upper(&mut entries, &mut Vec::new());
    let mut cut = Cut { table, members: Vec::new(), left_out: 0 };
    cut.all(&mut entries, 0);
    cut.members.shrink_to_fit();
    (cut.members, cut.left_out)
}

/// Half a hash and a record, so that sorting brings the records of a key together.
fn entry(key: u64, record: u32) -> u64 {
    mix(key, 0) & !0xffff_ffff | u64::from(record)
}

/// Blocks as they come out, and how many records were left out.
struct Cut<'a> {
    table: &'a Table<'a>,
    members: Vec<u32>,
    left_out: u64,
}

impl Cut<'_> {
    /// From entries sorted by their upper halves.
    fn all(&mut self, entries: &mut Vec<u64>, depth: usize) {
        entries.dedup();
        let mut finer = Vec::new();
        for block in entries.chunk_by(|one, other| one >> 32 == other >> 32) {
            match block.len() {
                0 | 1 => {}
                2..=MOST_TOGETHER => {
                    self.members.extend(block.iter().map(|entry| *entry as u32));
                    if let Some(last) = self.members.last_mut() {
                        *last |= LAST;
                    }
                }
                _ if depth == 2 => self.left_out += block.len() as u64,
                _ => {
                    finer.clear();
                    for entry_of_block in block {
                        let record = *entry_of_block as u32;
                        let person = &self.table.people[record as usize];
                        let keys = refine(self.table, person).into_iter().flatten();
                        finer.extend(keys.map(|key| entry(mix(key, entry_of_block >> 32), record)));
                    }
                    finer.sort_unstable();
                    self.all(&mut finer, depth + 1);
                }
            }
        }
    }
}

/// The further fields of which one must agree where too many records share a key.
fn refine(table: &Table<'_>, person: &Person) -> [Option<u64>; 5] {
    let records = table.records;
    let name = |name: u32| records.names.hash(name);
    let text = |text: u32| records.texts.hash(text);
    let known = |value: u32, key: u64| (value != 0).then_some(key);
    let (year, ..) = parts(person.born);
    [
        known(person.born, mix(1, u64::from(person.born))),
        known(person.given, mix(2, name(person.given))),
        known(person.family, mix(3, name(person.family))),
        known(person.postcode, mix(4, text(person.postcode))),
        known(person.born, mix(mix(5, u64::from(year)), u64::from(person.sex))),
    ]
}

fn push_keys(table: &Table<'_>, rule: Rule, person: &Person, keys: &mut Vec<u64>) {
    let records = table.records;
    let text = |text: u32| records.texts.hash(text);
    let texts = |first: u32, part: Part| {
        records.more(person, part).chain([first]).filter(|one| *one != 0).map(text)
    };
    match rule {
        Rule::National => keys.extend(texts(person.national, Part::National)),
        Rule::Phone => keys.extend(texts(person.phone, Part::Phone)),
        Rule::Email => keys.extend(texts(person.email, Part::Email)),
        Rule::AgencyRef => keys.extend(texts(person.agency_ref, Part::AgencyRef)),
        Rule::GroupRole => {
            if person.group != 0 && person.role != 0 {
                keys.push(mix(text(person.group), text(person.role)));
            }
        }
        Rule::PostcodeGiven
        | Rule::PostcodeFamily
        | Rule::PostcodeBorn
        | Rule::Dwelling
        | Rule::HouseStreet
        | Rule::AreaNames => push_places(table, rule, person, keys),
        Rule::Sounds | Rule::NicknameFamily | Rule::Beginnings | Rule::PartGiven => {
            push_names(table, rule, person, keys);
        }
        Rule::Born
        | Rule::FamilyBorn
        | Rule::GivenBorn
        | Rule::NicknameBorn
        | Rule::InitialsBorn
        | Rule::FamilyBirthday
        | Rule::GivenBirthday
        | Rule::YearNames => push_births(table, rule, person, keys),
        Rule::Keyed => {}
    }
}

fn push_births(table: &Table<'_>, rule: Rule, person: &Person, keys: &mut Vec<u64>) {
    let names = &table.records.names;
    if person.born == 0 {
        return;
    }
    let (year, month, day) = parts(person.born);
    // Day and month in either order are one key.
    let (low, high) = (u64::from(day.min(month)), u64::from(day.max(month)));
    let birthday = low << 8 | high;
    let born = u64::from(year) << 16 | birthday;
    let given = u64::from(names.sound(person.given));
    let family = u64::from(names.sound(person.family));
    let initial = |name: u32| names.bytes(name).first().copied().map_or(0, u64::from);
    let (first, last) = (initial(person.given), initial(person.family));
    match rule {
        Rule::Born => {
            // Thousands are born on one day: one initial must be the same.
            let initials = [(7, first), (8, last)].into_iter().filter(|(_, one)| *one != 0);
            keys.extend(initials.map(|(which, one)| mix(mix(born, which), one)));
        }
        Rule::FamilyBorn if family != 0 => keys.push(mix(born, family)),
        Rule::GivenBorn if given != 0 => keys.push(mix(born, given)),
        Rule::NicknameBorn => {
            let roots = names.roots(person.given).iter();
            keys.extend(roots.map(|root| mix(born, u64::from(*root))));
        }
        Rule::InitialsBorn if first != 0 && last != 0 => {
            keys.push(mix(born, first.min(last) << 8 | first.max(last)));
        }
        Rule::FamilyBirthday if family != 0 && first != 0 => {
            keys.push(mix(mix(birthday, family), first));
        }
        Rule::GivenBirthday if given != 0 => {
            keys.push(mix(mix(birthday, given), u64::from(year / 10)));
            keys.push(mix(mix(birthday, given), last));
        }
        Rule::YearNames if given != 0 && last != 0 => {
            keys.push(mix(mix(u64::from(year), given), last));
        }
        _ => {}
    }
}

fn push_places(table: &Table<'_>, rule: Rule, person: &Person, keys: &mut Vec<u64>) {
    let (records, names) = (table.records, &table.records.names);
    let text = |text: u32| records.texts.hash(text);
    let given = u64::from(names.sound(person.given));
    let family = u64::from(names.sound(person.family));
    if rule == Rule::HouseStreet {
        let streets = records.more(person, Part::Street).chain([person.street]);
        for street in streets.filter(|street| *street != 0 && person.house != 0) {
            let dwelling = mix(text(street), text(person.house));
            keys.extend(
                [given, family].iter().filter(|name| **name != 0).map(|n| mix(dwelling, *n)),
            );
        }
        return;
    }
    let postcodes = records.more(person, Part::Postcode).chain([person.postcode]);
    for postcode in postcodes.filter(|postcode| *postcode != 0) {
        let code = records.texts.bytes(postcode);
        let hashed = hash(code);
        match rule {
            Rule::PostcodeGiven if given != 0 => keys.push(mix(hashed, given)),
            Rule::PostcodeFamily if family != 0 => keys.push(mix(hashed, family)),
            Rule::PostcodeBorn if person.born != 0 => {
                keys.push(mix(hashed, u64::from(person.born)));
            }
            Rule::Dwelling if person.house != 0 && person.born != 0 => {
                let dwelling = mix(hashed, text(person.house));
                keys.push(mix(dwelling, u64::from(parts(person.born).0)));
            }
            Rule::AreaNames if given != 0 && family != 0 => {
                let area = if is_british(code) { &code[..code.len() - 3] } else { code };
                let initial = names.bytes(person.given).first().copied().map_or(0, u64::from);
                keys.push(mix(mix(hash(area), family), initial));
            }
            _ => {}
        }
    }
}

fn push_names(table: &Table<'_>, rule: Rule, person: &Person, keys: &mut Vec<u64>) {
    let (records, names) = (table.records, &table.records.names);
    if person.given == 0 || person.family == 0 {
        return;
    }
    let given = u64::from(names.sound(person.given));
    let family = u64::from(names.sound(person.family));
    match rule {
        Rule::Sounds => keys.push(mix(given.min(family), given.max(family))),
        Rule::NicknameFamily => {
            let roots = names.roots(person.given).iter();
            keys.extend(roots.map(|root| mix(family, u64::from(*root))));
        }
        Rule::Beginnings => {
            let beginning = |name: u32, most: usize| {
                let bytes = names.bytes(name);
                hash(&bytes[..bytes.len().min(most)])
            };
            keys.push(mix(beginning(person.given, 3), beginning(person.family, 4)));
        }
        _ => {
            // A whole name takes part too: it may be a part of somebody else's.
            keys.push(mix(given, names.hash(person.family)));
            let parts = names.parts(person.family).iter();
            keys.extend(parts.map(|part| mix(given, names.hash(*part))));
            for other in records.more(person, Part::Family) {
                keys.push(mix(given, names.hash(other)));
            }
            for other in records.more(person, Part::Given) {
                let other = u64::from(names.sound(other));
                keys.push(mix(other, names.hash(person.family)));
            }
        }
    }
}
