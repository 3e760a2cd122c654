//! A made-up ledger for the other tests: the same for the same seed, with erased entries in it.

use domain::ledger::export::{checkpoint_line, entry_line, erased_line, header_line};
use domain::ledger::{
    Checkpoint, ERASURE, Entry, EntryActor, EntryKind, ExportBroken, Frontier, Hash, NewEntry,
    Outcome, Salt, SignedCheckpoint, SigningKey, TreeHead, Verified, Verifier, VerifyingKey,
    encode, sealed_leaf,
};
use jiff::Timestamp;
use uuid::Uuid;

/// SplitMix64: all the randomness a seeded test needs.
pub struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    pub fn id(&mut self) -> Uuid {
        Uuid::from_u64_pair(self.next(), self.next())
    }

    pub fn salt(&mut self) -> Salt {
        let mut bytes = [0; 32];
        bytes.chunks_mut(8).for_each(|chunk| chunk.copy_from_slice(&self.next().to_be_bytes()));
        Salt(bytes)
    }

    pub fn entry(&mut self) -> Entry {
        let codes = ["view_case", "open_address", "refer_case", "assign_action", "link_record"];
        let id = self.id();
        let actor = match self.below(5) {
            0 => EntryActor::Stranger,
            1 => EntryActor::Operator { name: "Ada.J-1_x".to_owned() },
            _ => EntryActor::User { user: self.id(), agency: self.id() },
        };
        let reason = "not_a_party".to_owned();
        let at = Timestamp::new(1_790_000_000 + self.below(1_000_000) as i64, 123_456_789);
        Entry::new(NewEntry {
            id,
            at: at.expect("a time of our days"),
            kind: EntryKind::Read,
            actor,
            doing: codes[self.below(codes.len())].to_owned(),
            subject_kind: "case".to_owned(),
            subject: Some(self.id()),
            subject_agency: (self.below(2) == 0).then(|| self.id()),
            classes: vec!["names".to_owned(), "risk".to_owned()][..self.below(3)].to_vec(),
            basis: vec!["policy.party:2".to_owned()],
            outcome: if self.below(4) == 0 { Outcome::Refused { reason } } else { Outcome::Done },
            session: Some(self.id()),
            request: None,
            purpose: None,
        })
        .expect("codes and ids only")
    }
}

#[derive(Clone)]
pub struct Sealed {
    pub salt: Salt,
    pub entry: Entry,
    pub leaf: Hash,
    pub is_erased: bool,
}

impl Sealed {
    pub fn new(salt: Salt, entry: Entry) -> Sealed {
        let leaf = sealed_leaf(&salt, &encode(&entry));
        Sealed { salt, entry, leaf, is_erased: false }
    }

    pub fn line(&self, seq: usize) -> String {
        if self.is_erased {
            erased_line(seq as u64, &self.leaf)
        } else {
            entry_line(seq as u64, &self.salt, &self.leaf, &self.entry)
        }
    }
}

#[derive(Clone)]
pub struct Ledger {
    pub id: Uuid,
    pub key: SigningKey,
    pub rows: Vec<Sealed>,
}

impl Ledger {
    /// Every fortieth entry tells of the erasure of the one twenty before it.
    pub fn made_up(dice: &mut Dice, size: usize) -> Ledger {
        let id = dice.id();
        let key = SigningKey::from_bytes(&dice.salt().0);
        let mut rows: Vec<Sealed> = Vec::new();
        for seq in 0..size {
            let mut entry = dice.entry();
            if seq % 40 == 39 {
                rows[seq - 20].is_erased = true;
                entry = erasure_of(&rows[seq - 20].entry, entry);
            }
            rows.push(Sealed::new(dice.salt(), entry));
        }
        Ledger { id, key, rows }
    }

    pub fn public_key(&self) -> VerifyingKey {
        self.key.verifying_key()
    }

    pub fn head(&self, size: usize) -> TreeHead {
        let mut frontier = Frontier::default();
        self.rows[..size].iter().for_each(|row| frontier.push(row.leaf));
        frontier.head()
    }

    pub fn checkpoint(&self, size: usize) -> SignedCheckpoint {
        Checkpoint::sign(self.id, self.head(size), Timestamp::UNIX_EPOCH, &self.key)
    }

    pub fn lines(&self, size: usize) -> Vec<String> {
        let rows = self.rows[..size].iter().enumerate().map(|(seq, row)| row.line(seq));
        let mut lines = vec![header_line(self.id)];
        lines.extend(rows);
        lines.push(checkpoint_line(&self.checkpoint(size)));
        lines
    }

    pub fn export(&self) -> Vec<String> {
        self.lines(self.rows.len())
    }
}

fn erasure_of(erased: &Entry, by: Entry) -> Entry {
    let erasure = NewEntry {
        kind: EntryKind::System,
        doing: ERASURE.to_owned(),
        subject_kind: "ledger_entry".to_owned(),
        subject: Some(erased.id),
        outcome: Outcome::Done,
        ..NewEntry::clone(&by)
    };
    Entry::new(erasure).expect("codes and ids only")
}

/// Verifies an export as `wicken audit verify` does: each line with its end, then the finish.
pub fn verify(mut verifier: Verifier, export: &[u8]) -> Result<Verified, ExportBroken> {
    for line in export.split_inclusive(|byte| *byte == b'\n') {
        verifier.feed(line)?;
    }
    verifier.finish()
}
