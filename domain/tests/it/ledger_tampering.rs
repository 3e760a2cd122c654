//! The hands of an attacker, each with a note on which checks of the verifier catch it.

use domain::ledger::export::{checkpoint_line, header_line};
use domain::ledger::{Entry, NewEntry, SignedCheckpoint, SigningKey, Verifier};

use crate::ledger_county::{Dice, Ledger, Sealed, verify};

pub const SIZE: usize = 300;

/// What the attacker leaves behind, and the checkpoint the partner kept, if one is needed.
pub struct Tampered {
    pub export: Vec<u8>,
    pub kept: Option<SignedCheckpoint>,
}

/// The true ledger and its export.
pub struct Scene {
    pub ledger: Ledger,
    pub lines: Vec<String>,
}

pub type Tamper = fn(&Scene, &mut Dice) -> Tampered;

/// How, how often of every hundred, the hand that does it, and all the checks that find it.
#[rustfmt::skip]
pub const TAMPERINGS: [(&str, usize, Tamper, &[&str]); 19] = [
    ("flip one bit anywhere", 28, flip_bit,
        &["HalfErased", "LeafDiffers", "NotARow", "NotText", "OutOfOrder"]),
    ("delete a line", 6, delete_line, &["NoCheckpoint", "NotAHeader", "OutOfOrder", "SizeDiffers"]),
    ("insert a copy of a line elsewhere", 6, insert_copy,
        &["NotARow", "OutOfOrder", "SizeDiffers"]),
    ("insert a forged line", 4, insert_forged, &["OutOfOrder", "SizeDiffers"]),
    ("insert a forged line and renumber", 4, insert_and_renumber, &["SizeDiffers"]),
    ("delete an entry and renumber", 4, delete_and_renumber, &["SizeDiffers"]),
    ("swap two lines", 6, swap_lines, &["NotAHeader", "OutOfOrder", "SizeDiffers"]),
    ("swap two entries and renumber", 4, swap_and_renumber, &["RootDiffers"]),
    ("duplicate a line", 6, duplicate_line, &["AfterTheEnd", "NotARow", "OutOfOrder"]),
    ("truncate at any byte", 8, truncate, &["NoCheckpoint", "NoLineEnd"]),
    ("add a line after the end", 2, add_after_the_end, &["AfterTheEnd"]),
    ("hand over an older export", 4, hand_over_older, &["OlderThanKept"]),
    ("sign again with another key", 3, sign_with_another_key, &["NotSigned"]),
    ("put another ledger's id in the header", 2, rename_ledger, &["LedgerDiffers"]),
    ("swap the salts of two entries", 3, swap_salts, &["LeafDiffers"]),
    ("change an entry", 3, change_entry, &["LeafDiffers"]),
    ("change an entry and its leaf, keep the signature", 3, rechain, &["RootDiffers"]),
    ("delete only the salt", 2, half_erase, &["HalfErased"]),
    ("rewrite and sign with the true key", 2, rewrite_with_key, &["KeptRootDiffers"]),
];

fn found_alone(lines: &[String]) -> Tampered {
    Tampered { export: lines.concat().into_bytes(), kept: None }
}

/// The rows as they now are, under the checkpoint that was signed before.
fn under_old_checkpoint(tampered: &Ledger, original: &Ledger) -> Tampered {
    let mut lines = tampered.export();
    lines.pop();
    lines.push(checkpoint_line(&original.checkpoint(original.rows.len())));
    found_alone(&lines)
}

/// Every fourth time at an edge, where the header and the checkpoint are.
fn place(dice: &mut Dice, end: usize) -> usize {
    let edges = [0, 1, end - 2, end - 1];
    if dice.below(4) == 0 { edges[dice.below(edges.len())] } else { dice.below(end) }
}

fn two_places(dice: &mut Dice, end: usize) -> (usize, usize) {
    let first = place(dice, end);
    let second = (first + 1 + dice.below(end - 1)) % end;
    (first, second)
}

/// One that can still be read.
fn a_row(ledger: &Ledger, dice: &mut Dice) -> usize {
    let readable = |row: &usize| !ledger.rows[*row].is_erased;
    std::iter::repeat_with(|| dice.below(SIZE)).find(readable).expect("most are readable")
}

fn flip_bit(scene: &Scene, dice: &mut Dice) -> Tampered {
    let mut export = scene.lines.concat().into_bytes();
    let bit = dice.below(export.len() * 8);
    export[bit / 8] ^= 1 << (bit % 8);
    Tampered { export, kept: None }
}

fn delete_line(scene: &Scene, dice: &mut Dice) -> Tampered {
    let mut lines = scene.lines.clone();
    lines.remove(place(dice, lines.len()));
    found_alone(&lines)
}

fn insert_copy(scene: &Scene, dice: &mut Dice) -> Tampered {
    let mut lines = scene.lines.clone();
    let (from, to) = two_places(dice, lines.len());
    lines.insert(to, lines[from].clone());
    found_alone(&lines)
}

fn insert_forged(scene: &Scene, dice: &mut Dice) -> Tampered {
    let mut lines = scene.lines.clone();
    let seq = place(dice, SIZE + 1);
    lines.insert(seq + 1, Sealed::new(dice.salt(), dice.entry()).line(seq));
    found_alone(&lines)
}

fn insert_and_renumber(scene: &Scene, dice: &mut Dice) -> Tampered {
    let ledger = &scene.ledger;
    let mut tampered = ledger.clone();
    let row = Sealed::new(dice.salt(), dice.entry());
    tampered.rows.insert(place(dice, SIZE + 1), row);
    under_old_checkpoint(&tampered, ledger)
}

fn delete_and_renumber(scene: &Scene, dice: &mut Dice) -> Tampered {
    let ledger = &scene.ledger;
    let mut tampered = ledger.clone();
    tampered.rows.remove(place(dice, SIZE));
    under_old_checkpoint(&tampered, ledger)
}

fn swap_lines(scene: &Scene, dice: &mut Dice) -> Tampered {
    let mut lines = scene.lines.clone();
    let (first, second) = two_places(dice, lines.len());
    lines.swap(first, second);
    found_alone(&lines)
}

fn swap_and_renumber(scene: &Scene, dice: &mut Dice) -> Tampered {
    let ledger = &scene.ledger;
    let mut tampered = ledger.clone();
    let (first, second) = two_places(dice, SIZE);
    tampered.rows.swap(first, second);
    under_old_checkpoint(&tampered, ledger)
}

fn duplicate_line(scene: &Scene, dice: &mut Dice) -> Tampered {
    let mut lines = scene.lines.clone();
    let from = place(dice, lines.len());
    lines.insert(from, lines[from].clone());
    found_alone(&lines)
}

fn truncate(scene: &Scene, dice: &mut Dice) -> Tampered {
    let export = scene.lines.concat().into_bytes();
    let lines = &scene.lines[..place(dice, SIZE + 2)];
    let at_line_end = lines.concat().len();
    let length = if dice.below(2) == 0 { at_line_end } else { dice.below(export.len()) };
    Tampered { export: export[..length].to_vec(), kept: None }
}

fn add_after_the_end(scene: &Scene, dice: &mut Dice) -> Tampered {
    let mut lines = scene.lines.clone();
    let row = Sealed::new(dice.salt(), dice.entry()).line(SIZE);
    let additions = ["\n".to_owned(), lines[0].clone(), lines[SIZE + 1].clone(), row];
    lines.push(additions[dice.below(additions.len())].clone());
    found_alone(&lines)
}

fn hand_over_older(scene: &Scene, dice: &mut Dice) -> Tampered {
    let ledger = &scene.ledger;
    let size = dice.below(SIZE);
    let kept = size + 1 + dice.below(SIZE - size);
    let export = ledger.lines(size).concat().into_bytes();
    Tampered { export, kept: Some(ledger.checkpoint(kept)) }
}

fn sign_with_another_key(scene: &Scene, dice: &mut Dice) -> Tampered {
    let ledger = &scene.ledger;
    let key = SigningKey::from_bytes(&dice.salt().0);
    let mut lines = Ledger { key, ..ledger.clone() }.export();
    if dice.below(2) == 0 {
        let own = ledger.checkpoint(SIZE).encode();
        let own_id = own.split_once("\"key_id\"").expect("it names its key").1[..19].to_owned();
        let (before, after) = lines[SIZE + 1].split_once("\"key_id\"").expect("it names its key");
        lines[SIZE + 1] = format!("{before}\"key_id\"{own_id}{}", &after[19..]);
    }
    found_alone(&lines)
}

fn rename_ledger(scene: &Scene, dice: &mut Dice) -> Tampered {
    let mut lines = scene.lines.clone();
    lines[0] = header_line(dice.id());
    found_alone(&lines)
}

fn swap_salts(scene: &Scene, dice: &mut Dice) -> Tampered {
    let ledger = &scene.ledger;
    let mut tampered = ledger.clone();
    let first = a_row(ledger, dice);
    let second = std::iter::repeat_with(|| a_row(ledger, dice)).find(|row| *row != first);
    let second = second.expect("there is more than one");
    tampered.rows[first].salt = ledger.rows[second].salt.clone();
    tampered.rows[second].salt = ledger.rows[first].salt.clone();
    under_old_checkpoint(&tampered, ledger)
}

fn change_entry(scene: &Scene, dice: &mut Dice) -> Tampered {
    let ledger = &scene.ledger;
    let mut tampered = ledger.clone();
    let row = &mut tampered.rows[a_row(ledger, dice)];
    row.entry = with_another_subject(&row.entry, dice);
    under_old_checkpoint(&tampered, ledger)
}

fn rechain(scene: &Scene, dice: &mut Dice) -> Tampered {
    let ledger = &scene.ledger;
    under_old_checkpoint(&rewritten(ledger, a_row(ledger, dice), dice), ledger)
}

fn half_erase(scene: &Scene, dice: &mut Dice) -> Tampered {
    let ledger = &scene.ledger;
    let mut lines = scene.lines.clone();
    let row = a_row(ledger, dice);
    let salt = format!("\"{}\"", hex(&ledger.rows[row].salt.0));
    lines[row + 1] = lines[row + 1].replacen(&salt, "null", 1);
    found_alone(&lines)
}

/// Bar E7: who holds database and key can make an export that holds, but not the past you kept.
fn rewrite_with_key(scene: &Scene, dice: &mut Dice) -> Tampered {
    let ledger = &scene.ledger;
    let row = a_row(ledger, dice);
    let export = rewritten(ledger, row, dice).export().concat().into_bytes();
    let kept = row + 1 + dice.below(SIZE - row);
    assert!(verify(Verifier::new(ledger.public_key()), &export).is_ok());
    Tampered { export, kept: Some(ledger.checkpoint(kept)) }
}

fn rewritten(ledger: &Ledger, row: usize, dice: &mut Dice) -> Ledger {
    let mut rewritten = ledger.clone();
    let Sealed { salt, entry, .. } = &ledger.rows[row];
    rewritten.rows[row] = Sealed::new(salt.clone(), with_another_subject(entry, dice));
    rewritten
}

fn with_another_subject(entry: &Entry, dice: &mut Dice) -> Entry {
    let changed = NewEntry { subject: Some(dice.id()), ..NewEntry::clone(entry) };
    Entry::new(changed).expect("codes and ids only")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
