//! What the verifier says, in words a data protection officer can act on.

use domain::ledger::verifier::LONGEST_LINE;
use domain::ledger::{
    Checkpoint, Entry, EntryActor, ExportBroken, NewEntry, Outcome, SignatureBroken, SigningKey,
    TreeHead, Verifier, encode, parse_public_key,
};
use jiff::Timestamp;
use uuid::Uuid;

use crate::ledger_county::{Dice, Ledger, Sealed, verify};

fn ledger() -> Ledger {
    Ledger::made_up(&mut Dice(7), 60)
}

fn said(ledger: &Ledger, lines: &[String]) -> String {
    let verifier = Verifier::new(ledger.public_key());
    let verified = verify(verifier, lines.concat().as_bytes());
    verified.expect_err("it was tampered with").to_string()
}

#[test]
fn an_export_without_entries_passes() {
    let ledger = ledger();
    let export = ledger.lines(0).concat();
    let verified = verify(Verifier::new(ledger.public_key()), export.as_bytes()).unwrap();
    assert_eq!((verified.size, verified.at), (0, Timestamp::UNIX_EPOCH));
}

#[test]
fn the_public_key_can_come_as_hex() {
    let ledger = ledger();
    let bytes = ledger.public_key().to_bytes();
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let verifier = Verifier::new(parse_public_key(&hex).unwrap());
    assert!(verify(verifier, ledger.export().concat().as_bytes()).is_ok());
}

#[test]
fn a_fault_names_its_line_and_what_it_means() {
    let ledger = ledger();
    let mut lines = ledger.export();
    lines.remove(5);
    let expected = "line 6: entry 5 stands where entry 4 belongs: entries were removed, put in, \
                    repeated or moved";
    assert_eq!(said(&ledger, &lines), expected);
}

#[test]
fn an_entry_changed_in_the_database_is_found_on_its_own_line() {
    let mut ledger = ledger();
    let new = NewEntry { subject: None, ..NewEntry::clone(&ledger.rows[30].entry) };
    ledger.rows[30].entry = Entry::new(new).unwrap();
    let expected = "line 32: the entry and its salt do not give its hash: one of the three was \
                    changed after it was written";
    assert_eq!(said(&ledger, &ledger.export()), expected);
}

#[test]
fn an_export_older_than_the_kept_checkpoint_says_that_entries_were_removed() {
    let ledger = ledger();
    let kept = ledger.checkpoint(50);
    let verifier = Verifier::new(ledger.public_key()).expecting(&kept).unwrap();
    let broken = verify(verifier, ledger.lines(40).concat().as_bytes()).unwrap_err();
    let expected = "line 42: with 40 entries the export is older than the checkpoint you kept, \
                    which has 50: entries were removed";
    assert_eq!(broken.to_string(), expected);
}

#[test]
fn another_spelling_of_any_line_is_refused() {
    let ledger = ledger();
    let lines = ledger.export();
    for (place, start) in [
        (0, "line 1: this is not the first line of a ledger export, it is not spelt"),
        (1, "line 2: this is not a line of a ledger, it is not spelt"),
        (61, "line 62: the last line is not a checkpoint, it is not spelt"),
    ] {
        let mut respelt = lines.clone();
        respelt[place] = lines[place].replacen(",", ", ", 1);
        assert!(said(&ledger, &respelt).starts_with(start), "{place}");
        respelt[place] = lines[place].replacen("\n", "\r\n", 1);
        assert!(said(&ledger, &respelt).starts_with(start), "{place}");
    }
}

#[test]
fn another_format_is_refused() {
    let ledger = ledger();
    let mut lines = ledger.export();
    lines[0] = lines[0].replacen("wicken-ledger/1", "wicken-ledger/2", 1);
    assert!(said(&ledger, &lines).starts_with("line 1: this is not the first line"));
}

#[test]
fn a_checkpoint_of_another_ledger_or_another_key_cannot_be_expected() {
    let ledger = ledger();
    let other = Ledger { id: Uuid::from_u128(9), ..ledger.clone() };
    let verifier = Verifier::new(ledger.public_key()).expecting(&other.checkpoint(9)).unwrap();
    let broken = verify(verifier, ledger.export().concat().as_bytes()).unwrap_err();
    assert!(broken.to_string().starts_with("line 1: the checkpoint you kept is of another ledger"));

    let key = SigningKey::from_bytes(&[9; 32]);
    let kept = Checkpoint::sign(ledger.id, ledger.head(9), Timestamp::UNIX_EPOCH, &key);
    let refused = Verifier::new(ledger.public_key()).expecting(&kept).map(drop);
    assert_eq!(refused, Err(SignatureBroken::OtherKey));
}

#[test]
fn a_forged_kept_checkpoint_of_no_entries_is_not_taken_for_an_empty_tree() {
    let ledger = ledger();
    let wrong = TreeHead { size: 0, ..ledger.head(1) };
    let kept = Checkpoint::sign(ledger.id, wrong, Timestamp::UNIX_EPOCH, &ledger.key);
    let verifier = Verifier::new(ledger.public_key()).expecting(&kept).unwrap();
    let broken = verify(verifier, ledger.export().concat().as_bytes()).unwrap_err();
    assert!(broken.to_string().starts_with("line 1: the first 0 entries are not those"));
}

#[test]
fn a_line_without_bound_is_refused_before_it_is_read() {
    let ledger = ledger();
    let mut verifier = Verifier::new(ledger.public_key());
    let broken = verifier.feed(&vec![b' '; LONGEST_LINE + 1]).unwrap_err();
    assert!(broken.to_string().starts_with("line 1: the line is longer than"));
}

#[test]
fn the_longest_entry_fits_the_longest_line() {
    let mut ledger = Ledger::made_up(&mut Dice(7), 1);
    let longest = "x".repeat(64);
    let new = NewEntry::clone(&ledger.rows[0].entry);
    let entry = Entry::new(NewEntry {
        actor: EntryActor::User { user: new.id, agency: new.id },
        doing: longest.clone(),
        subject_kind: longest.clone(),
        subject_agency: Some(new.id),
        classes: vec![longest.clone(); 64],
        basis: vec![longest.clone(); 64],
        outcome: Outcome::Refused { reason: longest.clone() },
        request: Some(new.id),
        purpose: Some(longest),
        ..new
    })
    .unwrap();
    assert!(encode(&entry).len() < LONGEST_LINE / 2 + 2_048);
    ledger.rows[0] = Sealed::new(ledger.rows[0].salt.clone(), entry);
    let verifier = Verifier::new(ledger.public_key());
    assert!(verify(verifier, ledger.export().concat().as_bytes()).is_ok());
}

#[test]
fn a_caller_who_ignores_a_fault_still_cannot_finish() {
    let ledger = ledger();
    let mut verifier = Verifier::new(ledger.public_key());
    let first: ExportBroken = verifier.feed(b"{}\n").unwrap_err();
    for line in ledger.export() {
        assert_eq!(verifier.feed(line.as_bytes()), Err(first.clone()));
    }
    assert_eq!(verifier.finish(), Err(first));
}

#[test]
fn content_that_disappeared_without_a_record_shows_in_the_counts() {
    let mut ledger = ledger();
    let verified = |ledger: &Ledger| {
        let export = ledger.export().concat();
        verify(Verifier::new(ledger.public_key()), export.as_bytes()).unwrap()
    };
    assert_eq!((verified(&ledger).erased, verified(&ledger).erasures_recorded), (1, 1));
    assert!(verified(&ledger).every_erasure_is_recorded());
    ledger.rows[3].is_erased = true;
    assert_eq!((verified(&ledger).erased, verified(&ledger).erasures_recorded), (2, 1));
    assert!(!verified(&ledger).every_erasure_is_recorded());
}
