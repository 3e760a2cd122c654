//! Every record as it is now, opened and laid out for linkage, on one snapshot.

use super::{engine, named::Named, store, taught::Answer};
use crate::{
    app::App,
    db::{DbError, Tx},
    error::Error,
    keys::{BulkOpener, Place},
};
use domain::{
    ids::{PersonId, RecordId},
    person::{PartyRole, Sex},
};
use jiff::civil::Date;
use std::{
    collections::{HashMap, HashSet},
    sync::mpsc::{self, Receiver, SyncSender},
    thread,
};
use uuid::Uuid;

/// How many records are read and opened at a time.
const PAGE: i64 = 4_000;

/// Which party of which incident or referral a record tells of, and what it is called there.
#[derive(Debug, Clone)]
pub(super) struct Party {
    pub id: RecordId,
    pub source: Uuid,
    pub role: PartyRole,
    pub own_ref: Option<String>,
    pub named: Named,
}

/// A record as the database holds it.
pub(super) struct Line {
    pub party: Party,
    pub agency: String,
    pub is_named: bool,
    pub age: Option<i64>,
    pub seen_on: Date,
    pub is_referral: bool,
    pub sex: Option<Sex>,
    /// Address, postcode, phone and email.
    pub sealed: [Option<Vec<u8>>; 4],
    pub key: Option<(Uuid, Vec<u8>)>,
    pub member_of: Option<Member>,
}

/// Whose a record is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Member {
    /// Of the membership.
    pub id: Uuid,
    pub person: PersonId,
    /// The record itself, or the first of those whose place it took.
    pub root: RecordId,
}

/// A record that is no longer, and the membership that it left.
pub(super) struct LeftBehind {
    pub party: Party,
    pub member_of: Member,
}

/// Whom the records of a root named, in the order of time.
pub(super) type NamedBefore = HashMap<RecordId, Vec<Named>>;

/// What somebody decided about two records.
pub(super) struct Decision {
    pub says: Says,
    pub left: Party,
    pub right: Party,
    /// That was shown to whoever decided, in thousandths of a bit.
    pub weight: Option<i64>,
}

impl Decision {
    fn answer(&self) -> Option<Answer> {
        let is_same = match self.says {
            Says::Same => true,
            Says::Different => false,
            Says::Nothing => return None,
        };
        #[expect(clippy::cast_precision_loss, reason = "thousandths of a few bits")]
        self.weight.map(|weight| Answer { weight: weight as f64 / 1e3, is_same })
    }
}

/// What a decision means to linkage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    Same,
    Different,
    /// Somebody looked and could not tell, or a second person has not confirmed it yet: nobody is
    /// asked again, and nobody is moved.
    Nothing,
}

/// What linking has to know of a record once its values are laid out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    pub id: RecordId,
    pub root: RecordId,
    /// The membership it has now.
    pub member_of: Option<(Uuid, PersonId)>,
    /// The membership of the record whose place it took; it ends when this one's begins.
    pub heir_of: Option<Uuid>,
    /// Whose it is: its own person, or that of the record whose place it took.
    pub inherits: Option<PersonId>,
    /// What the order of the review queue hangs on.
    pub role: PartyRole,
    pub is_referral: bool,
    pub seen_on: Date,
}

/// Everything that linking works on.
pub(super) struct Gathered {
    pub records: Vec<Known>,
    /// The named ones, in the order of `named`.
    pub table: linkage::Records,
    /// Places in `records`.
    pub named: Vec<u32>,
    pub ended: Vec<Uuid>,
    /// Pairs of places in `named`.
    pub same: Vec<(u32, u32)>,
    pub different: Vec<(u32, u32)>,
    /// Pairs of places in `records` that are not put before anybody again.
    pub parked: HashSet<(u32, u32)>,
    /// What people said of pairs, whoever these are by now.
    pub answers: Vec<Answer>,
}

/// The records of those sources in which somebody has to be found again.
#[derive(Default)]
struct Candidates(HashMap<(Uuid, PartyRole), Vec<(Party, usize)>>);

/// Reads everything. `told` hears how many records have been read.
pub(super) fn gather(app: &App, told: &mut dyn FnMut(usize)) -> Result<Gathered, Error> {
    let keyring = app.keyring();
    app.db().read(|tx| {
        let opener = BulkOpener::new(tx, &keyring)?;
        let behind = store::list_left_behind(tx)?;
        let before = match behind.is_empty() {
            true => NamedBefore::new(),
            false => store::list_named_before(tx)?,
        };
        let decisions = store::list_decisions(tx)?;
        let parties = behind.iter().map(|behind| &behind.party);
        let decided = decisions.iter().flat_map(|decision| [&decision.left, &decision.right]);
        let sought = parties.chain(decided).map(|party| party.source).collect();
        let (mut gathered, candidates) = read(tx, &opener, &sought, told)?;
        inherit(&mut gathered, &candidates, (&behind, &before));
        decide(&mut gathered, &candidates, &decisions);
        gathered.answers = decisions.iter().filter_map(Decision::answer).collect();
        Ok(gathered)
    })
}

/// Reads on one thread, and opens and lays out on others what was read before.
fn read(
    tx: &mut Tx<'_>,
    opener: &BulkOpener,
    sought: &HashSet<Uuid>,
    told: &mut dyn FnMut(usize),
) -> Result<(Gathered, Candidates), Error> {
    thread::scope(|scope| {
        let (pages, coming) = mpsc::sync_channel(1);
        let laying_out = scope.spawn(move || lay_out(opener, sought, coming));
        let read = read_pages(tx, &pages, told);
        drop(pages);
        let words = "the thread that lays records out failed";
        let laid_out = laying_out.join().map_err(|_| Error::Broken(words.to_owned()))?;
        read.map_err(Error::from).and(laid_out)
    })
}

fn read_pages(
    tx: &mut Tx<'_>,
    pages: &SyncSender<Vec<Line>>,
    told: &mut dyn FnMut(usize),
) -> Result<(), DbError> {
    let (mut after, mut count) = (RecordId::from_uuid(Uuid::nil()), 0);
    loop {
        let page = store::list_current(tx, after, PAGE)?;
        let Some(last) = page.last() else { return Ok(()) };
        after = last.party.id;
        count += page.len();
        if pages.send(page).is_err() {
            // Whoever lays them out has stopped, and says why.
            return Ok(());
        }
        told(count);
    }
}

fn lay_out(
    opener: &BulkOpener,
    sought: &HashSet<Uuid>,
    pages: Receiver<Vec<Line>>,
) -> Result<(Gathered, Candidates), Error> {
    let mut gathered = Gathered {
        records: Vec::new(),
        table: linkage::Records::new(engine::schema()),
        named: Vec::new(),
        ended: Vec::new(),
        same: Vec::new(),
        different: Vec::new(),
        parked: HashSet::new(),
        answers: Vec::new(),
    };
    let mut candidates = Candidates::default();
    for page in pages {
        let opened = open_all(opener, &page)?;
        for (line, opened) in page.into_iter().zip(opened) {
            let at = gathered.records.len();
            if line.is_named {
                engine::push(&mut gathered.table, &line, &opened);
                gathered.named.push(number(at));
            }
            gathered.records.push(Known {
                id: line.party.id,
                root: line.member_of.map_or(line.party.id, |member| member.root),
                member_of: line.member_of.map(|member| (member.id, member.person)),
                heir_of: None,
                inherits: line.member_of.map(|member| member.person),
                role: line.party.role,
                is_referral: line.is_referral,
                seen_on: line.seen_on,
            });
            if sought.contains(&line.party.source) {
                let key = (line.party.source, line.party.role);
                candidates.0.entry(key).or_default().push((line.party, at));
            }
        }
    }
    Ok((gathered, candidates))
}

/// Places are 32 bits wide, as in linkage: four thousand million records are in no county.
pub(super) fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

pub(super) type Opened = [Option<String>; 4];

/// Opens the whereabouts of a page on all of the machine's threads.
fn open_all(opener: &BulkOpener, page: &[Line]) -> Result<Vec<Opened>, Error> {
    let share = page.len().div_ceil(engine::threads()).max(1);
    let open_some = |lines: &[Line]| {
        lines.iter().map(|line| open(opener, line)).collect::<Result<Vec<_>, Error>>()
    };
    let open_some = &open_some;
    thread::scope(|scope| {
        let work: Vec<_> =
            page.chunks(share).map(|lines| scope.spawn(move || open_some(lines))).collect();
        let mut opened = Vec::with_capacity(page.len());
        for thread in work {
            let words = "a thread that opens records failed";
            let some = thread.join().map_err(|_| Error::Broken(words.to_owned()))?;
            opened.extend(some?);
        }
        Ok(opened)
    })
}

/// A record whose key was erased opens as empty: linking goes on with what is left of it.
fn open(opener: &BulkOpener, line: &Line) -> Result<Opened, Error> {
    const COLUMNS: [&str; 4] = ["address", "postcode", "phone", "email"];
    let mut opened = Opened::default();
    let Some((secret, wrapped)) = &line.key else { return Ok(opened) };
    if line.sealed.iter().all(Option::is_none) {
        return Ok(opened);
    }
    let row = line.party.id.uuid();
    let key = opener.record_key(row, (*secret, wrapped))?;
    for ((cell, sealed), column) in opened.iter_mut().zip(&line.sealed).zip(COLUMNS) {
        let place = Place { table: "person_record", column, row };
        *cell = sealed.as_ref().map(|sealed| key.open(place, sealed)).transpose()?;
    }
    Ok(opened)
}

/// A record that took another's place inherits its person and its root, so that an amendment makes
/// nobody a new person. Danger: whatever was opened holds to a root. So a record that names
/// somebody else than those before it under that root begins anew, and what was opened ends with
/// the old.
fn inherit(
    gathered: &mut Gathered,
    candidates: &Candidates,
    (behind, before): (&[LeftBehind], &NamedBefore),
) {
    for left in behind {
        let all = before.get(&left.member_of.root).map(Vec::as_slice).unwrap_or_default();
        let heirs = |party: &Party, at: usize| {
            gathered.records[at].inherits.is_none() && !party.named.is_none_of(all)
        };
        match candidates.find(&left.party, heirs) {
            Some(at) => {
                let record = &mut gathered.records[at];
                record.inherits = Some(left.member_of.person);
                record.root = left.member_of.root;
                record.heir_of = Some(left.member_of.id);
            }
            None => gathered.ended.push(left.member_of.id),
        }
    }
}

/// What was decided about records that were amended since holds for those in their place, unless
/// these name somebody else: nobody decided about them.
fn decide(gathered: &mut Gathered, candidates: &Candidates, decisions: &[Decision]) {
    if decisions.is_empty() {
        return;
    }
    let places: HashMap<u32, u32> =
        gathered.named.iter().enumerate().map(|(at, record)| (*record, number(at))).collect();
    let place = |party: &Party| {
        let heirs = |heir: &Party, _| !heir.named.is_somebody_else(&party.named);
        candidates.find(party, heirs).and_then(|at| places.get(&number(at)).copied())
    };
    for decision in decisions {
        let Some(pair) = place(&decision.left).zip(place(&decision.right)) else { continue };
        if pair.0 == pair.1 {
            continue;
        }
        match decision.says {
            Says::Same => gathered.same.push(pair),
            Says::Different => gathered.different.push(pair),
            Says::Nothing => {
                let (one, other) =
                    (gathered.named[pair.0 as usize], gathered.named[pair.1 as usize]);
                gathered.parked.insert((one.min(other), one.max(other)));
            }
        }
    }
}

impl Candidates {
    /// The record itself if it is still there; else the same party of the same source, by the
    /// agency's number, by the names, or because there is only one.
    fn find(&self, party: &Party, may: impl Fn(&Party, usize) -> bool) -> Option<usize> {
        let all = self.0.get(&(party.source, party.role))?;
        if let Some((itself, at)) = all.iter().find(|(candidate, _)| candidate.id == party.id) {
            return may(itself, *at).then_some(*at);
        }
        let all: Vec<_> = all.iter().filter(|(heir, at)| may(heir, *at)).collect();
        let number = |other: &Party| party.own_ref.is_some() && party.own_ref == other.own_ref;
        let names = |other: &Party| {
            let of = |party: &Party| {
                let named = &party.named;
                (named.given_names.clone(), named.family_name.clone())
            };
            let is_called = of(party) != (None, None);
            is_called && of(party) == of(other)
        };
        let found = all.iter().find(|(other, _)| number(other));
        let found = found.or_else(|| all.iter().find(|(other, _)| names(other)));
        let found = found.or_else(|| all.first().filter(|_| all.len() == 1));
        found.map(|(_, at)| *at)
    }
}
