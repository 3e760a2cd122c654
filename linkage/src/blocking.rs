//! Which pairs are compared: those that have one key of many in common.

mod keys;

use crate::{compare::Table, date::parts, intern::mix, parallel, records::Person, sort::by_upper};
use keys::{Traits, push_keys};
use serde::{Deserialize, Serialize};
use std::hint::black_box;

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
const MOST_TOGETHER: usize = 32;
/// And where a further field agrees, up to this many: one person may have forty records.
const MOST_FINER: usize = 64;

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
    /// Where in `members` each record stands, but for those where it is the last of a block:
    /// positions of record `r` are those from `from[r]` until `from[r + 1]`.
    positions: Vec<u32>,
    from: Vec<u32>,
    pub blocked: Vec<Blocked>,
    pub capped: Vec<Capped>,
}

const LAST: u32 = 1 << 31;

impl Blocks {
    pub(crate) fn new(table: &Table<'_>, threads: usize) -> Blocks {
        let rules = if table.records.is_coded { &OF_CODES[..] } else { &RULES[..] };
        let traits: Vec<Traits> = table.people.iter().map(|one| Traits::of(table, one)).collect();
        let found = parallel::map_with(threads, rules.len(), Desk::default, |desk, at| {
            one_rule(table, &traits, rules[at].0, desk)
        });
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
        // Whoever is last in a block has no later records there.
        let earlier = |member: &u32| member & LAST == 0;
        let mut from = vec![0u32; table.len() + 1];
        for member in members.iter().copied().filter(earlier) {
            from[member as usize + 1] += 1;
        }
        for at in 1..from.len() {
            from[at] += from[at - 1];
        }
        let mut next = from.clone();
        let mut positions = vec![0; from.last().map_or(0, |count| *count as usize)];
        for (position, member) in members.iter().enumerate().filter(|(_, one)| earlier(one)) {
            let next = &mut next[*member as usize];
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
        let positions = &self.positions[self.from[at] as usize..self.from[at + 1] as usize];
        // A processor waits for many distant places at once, if it is asked for all of them first.
        black_box(positions.iter().fold(0, |all, place| all ^ self.members[*place as usize]));
        for position in positions {
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

/// What one thread works with.
#[derive(Default)]
struct Desk {
    keys: Vec<u64>,
    entries: Vec<u64>,
    spare: Vec<u64>,
}

/// Blocks of one rule, and how many records were left out.
fn one_rule(
    table: &Table<'_>,
    traits: &[Traits],
    rule: Rule,
    Desk { keys, entries, spare }: &mut Desk,
) -> (Vec<u32>, u64) {
    entries.clear();
    for (record, own) in (0u32..).zip(traits) {
        keys.clear();
        match rule {
            Rule::Keyed => keys.extend(table.records.keys_of(table.order[record as usize])),
            rule => push_keys(table, rule, &table.people[record as usize], own, keys),
        }
        entries.extend(keys.iter().map(|key| entry(*key, record)));
    }
    by_upper(entries, spare);
    let mut cut = Cut { table, traits, members: Vec::new(), left_out: 0 };
    cut.all(entries, 0);
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
    traits: &'a [Traits],
    members: Vec<u32>,
    left_out: u64,
}

impl Cut<'_> {
    /// From entries sorted by their upper halves.
    fn all(&mut self, entries: &mut Vec<u64>, depth: usize) {
        entries.dedup();
        let mut finer = Vec::new();
        let most = if depth == 0 { MOST_TOGETHER } else { MOST_FINER };
        for block in entries.chunk_by(|one, other| one >> 32 == other >> 32) {
            match block.len() {
                0 | 1 => {}
                count if count <= most => {
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
                        let own = &self.traits[record as usize];
                        let keys = refine(person, own).into_iter().flatten();
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
fn refine(person: &Person, own: &Traits) -> [Option<u64>; 5] {
    let known = |value: u32, key: u64| (value != 0).then_some(key);
    let (year, ..) = parts(person.born);
    [
        known(person.born, mix(1, u64::from(person.born))),
        known(person.given, mix(2, own.given)),
        known(person.family, mix(3, own.family)),
        known(person.postcode, mix(4, own.postcode)),
        known(person.born, mix(mix(5, u64::from(year)), u64::from(person.sex))),
    ]
}
