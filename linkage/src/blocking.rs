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
/// The same where the key is a birthday or a year and little else. Of a million records four pairs
/// in ten had nothing but such a key in common, and two links in a thousand.
const MOST_OF_A_DAY: usize = 8;
/// And where a further field agrees, up to this many: one person may have forty records.
const MOST_FINER: usize = 64;

/// How many records were left out since too many had one key: none of the others agreed in a
/// further field, or still too many did.
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
    let (members, kept) = (Vec::new(), Vec::new());
    let mut cut = Cut { table, traits, rule, members, kept, left_out: 0 };
    cut.all(entries, 0);
    cut.members.shrink_to_fit();
    (cut.members, cut.left_out)
}

/// Half a hash and a record, so that sorting brings the records of a key together.
fn entry(key: u64, record: u32) -> u64 {
    mix(key, 0) & !0xffff_ffff | u64::from(record)
}

impl Rule {
    fn most_together(self) -> usize {
        match self {
            Rule::Born | Rule::GivenBirthday | Rule::YearNames => MOST_OF_A_DAY,
            _ => MOST_TOGETHER,
        }
    }

    /// Whether the date of birth is part of the key: that it agrees too goes without saying.
    fn has_date(self) -> bool {
        matches!(
            self,
            Rule::Born
                | Rule::FamilyBorn
                | Rule::GivenBorn
                | Rule::NicknameBorn
                | Rule::InitialsBorn
                | Rule::PostcodeBorn
        )
    }

    /// Whether the year of birth is part of the key.
    fn has_year(self) -> bool {
        self.has_date() || matches!(self, Rule::Dwelling | Rule::YearNames)
    }
}

/// Blocks as they come out, and how many records were left out.
struct Cut<'a> {
    table: &'a Table<'a>,
    traits: &'a [Traits],
    rule: Rule,
    members: Vec<u32>,
    /// A place to count in.
    kept: Vec<u32>,
    left_out: u64,
}

impl Cut<'_> {
    /// From entries sorted by their upper halves.
    fn all(&mut self, entries: &mut Vec<u64>, depth: usize) {
        entries.dedup();
        let mut finer = Vec::new();
        let most = if depth == 0 { self.rule.most_together() } else { MOST_FINER };
        for block in entries.chunk_by(|one, other| one >> 32 == other >> 32) {
            match block.len() {
                0 | 1 => {}
                count if count <= most => {
                    self.members.extend(block.iter().map(|entry| *entry as u32));
                    if let Some(last) = self.members.last_mut() {
                        *last |= LAST;
                    }
                }
                _ if depth == 2 => {}
                _ => {
                    let from = self.members.len();
                    finer.clear();
                    // Fetched in one go: a processor waits for many distant places at once.
                    let places = block.iter().map(|entry| *entry as u32 as usize);
                    black_box(places.fold(0, |all, at| {
                        all ^ self.table.people[at].born ^ self.traits[at].given as u32
                    }));
                    for entry_of_block in block {
                        let record = *entry_of_block as u32;
                        let person = &self.table.people[record as usize];
                        let own = &self.traits[record as usize];
                        let keys = refine(self.rule, person, own).into_iter().flatten();
                        finer.extend(keys.map(|key| entry(mix(key, entry_of_block >> 32), record)));
                    }
                    finer.sort_unstable();
                    self.all(&mut finer, depth + 1);
                    if depth == 0 {
                        self.left_out += (block.len() - self.kept_since(from)) as u64;
                    }
                }
            }
        }
    }

    /// How many records stand in the blocks that came out since.
    fn kept_since(&mut self, from: usize) -> usize {
        self.kept.clear();
        self.kept.extend(self.members[from..].iter().map(|member| member & !LAST));
        self.kept.sort_unstable();
        self.kept.dedup();
        self.kept.len()
    }
}

/// The further fields of which one must agree where too many records share a key. What the key is
/// made of is no further field.
fn refine(rule: Rule, person: &Person, own: &Traits) -> [Option<u64>; 5] {
    let known = |value: u32, key: u64| (value != 0).then_some(key);
    let born = |is_new: bool, key: u64| known(if is_new { person.born } else { 0 }, key);
    let (year, ..) = parts(person.born);
    [
        born(!rule.has_date(), mix(1, u64::from(person.born))),
        known(person.given, mix(2, own.given)),
        known(person.family, mix(3, own.family)),
        known(person.postcode, mix(4, own.postcode)),
        born(!rule.has_year(), mix(mix(5, u64::from(year)), u64::from(person.sex))),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Kind, Records, Schema};

    /// Pairs and records left out by a rule, of so many born on one day whose given names, all but
    /// the same in the first two, begin with one letter.
    fn of_one_day(count: usize, rule: &str) -> (u64, u64) {
        let columns = [("given", Kind::GivenName), ("born", Kind::DateOfBirth)];
        let mut records = Records::new(Schema::new(columns));
        let given = ["ann", "ann", "abel", "ada", "ailsa", "alma", "amy", "arthur", "astrid"];
        for (at, given) in given.into_iter().take(count).enumerate() {
            records.push(&at.to_string(), &[given, "1984-03-09"]);
        }
        let blocks = Blocks::new(&Table::new(&records), 1);
        let pairs = blocks.blocked.iter().find(|one| one.rule == rule).map_or(0, |one| one.pairs);
        let capped = blocks.capped.iter().find(|one| one.rule == rule);
        (pairs, capped.map_or(0, |one| one.records))
    }

    #[test]
    fn beyond_the_most_of_a_day_a_further_field_must_agree_and_who_is_left_out_is_told() {
        let rule = "date of birth and an initial";
        assert_eq!(of_one_day(MOST_OF_A_DAY, rule), (28, 0), "all with each other");
        assert_eq!(of_one_day(MOST_OF_A_DAY + 1, rule), (1, 7), "only who has one name");
    }
}
