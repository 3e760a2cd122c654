//! However an export is tampered with, the verifier finds it.
//!
//! Which checks each tampering trips is written beside it in [`TAMPERINGS`] and held by the test,
//! so that a check that was taken out shows as another fault, or as an export that passes. It was
//! tried: with any one of the verifier's checks taken out, a test of the ledger turns red.

use std::collections::{BTreeMap, BTreeSet};

use domain::ledger::{Fault, Verifier};

use crate::ledger_county::{Dice, Ledger, verify};
use crate::ledger_tampering::{SIZE, Scene, TAMPERINGS, Tamper, Tampered};

const SEED: u64 = 0x2008;
const ROUNDS: usize = 1_000;

fn ledger() -> (Ledger, Dice) {
    let mut dice = Dice(SEED);
    (Ledger::made_up(&mut dice, SIZE), dice)
}

#[test]
fn the_untouched_export_passes_with_and_without_each_kept_checkpoint() {
    let (ledger, _) = ledger();
    let export = ledger.export().concat();
    let started = std::time::Instant::now();
    let verified = verify(Verifier::new(ledger.public_key()), export.as_bytes()).unwrap();
    let rate = SIZE as f64 / started.elapsed().as_secs_f64();
    println!("verified {rate:.0} entries a second in this build");

    assert_eq!((verified.size, verified.entries, verified.erased), (300, 293, 7));
    assert_eq!((verified.ledger, verified.root), (ledger.id, ledger.head(SIZE).root));
    assert!(verified.every_erasure_is_recorded());
    for size in [0, 1, 2, 127, 128, 200, 255, 299, 300] {
        let kept = ledger.checkpoint(size);
        let verifier = Verifier::new(ledger.public_key()).expecting(&kept).unwrap();
        assert_eq!(verify(verifier, export.as_bytes()), Ok(verified.clone()), "{size}");
    }
}

#[test]
fn each_of_a_thousand_tamperings_is_found_by_the_check_that_is_there_for_it() {
    let (ledger, mut dice) = ledger();
    let scene = Scene { lines: ledger.export(), ledger };
    let untouched = scene.lines.concat();
    let mut tripped: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for round in 0..ROUNDS {
        let (name, tamper) = tampering(round % 100);
        let Tampered { export, kept } = tamper(&scene, &mut dice);
        assert_ne!(export, untouched.as_bytes(), "round {round}: {name} did nothing");
        let verifier = Verifier::new(scene.ledger.public_key());
        let verifier = match &kept {
            Some(kept) => verifier.expecting(kept).unwrap(),
            None => verifier,
        };
        match verify(verifier, &export) {
            Ok(_) => panic!("seed {SEED:#x}, round {round}: {name} was not found"),
            Err(broken) => tripped.entry(name).or_default().insert(check_name(&broken.fault)),
        };
    }
    for (name, _, _, checks) in TAMPERINGS {
        let found: Vec<&str> = tripped[name].iter().map(String::as_str).collect();
        assert_eq!(found, checks, "the note on `{name}` is not true");
    }
}

/// Bar E5 asks for ten thousand tamperings: here they all are single bits.
#[test]
fn every_single_bit_of_a_whole_export_counts() {
    let mut dice = Dice(SEED);
    let mut ledger = Ledger::made_up(&mut dice, 3);
    ledger.rows[1].is_erased = true;
    let mut export = ledger.export().concat().into_bytes();
    assert!(10_000 < export.len() * 8);
    for bit in 0..export.len() * 8 {
        export[bit / 8] ^= 1 << (bit % 8);
        let verified = verify(Verifier::new(ledger.public_key()), &export);
        assert!(verified.is_err(), "bit {bit} flipped and not found");
        export[bit / 8] ^= 1 << (bit % 8);
    }
    assert!(verify(Verifier::new(ledger.public_key()), &export).is_ok());
}

#[test]
fn every_shorter_beginning_of_an_export_is_refused() {
    let mut dice = Dice(SEED);
    let ledger = Ledger::made_up(&mut dice, 3);
    let export = ledger.export().concat();
    for length in 0..export.len() {
        let verified = verify(Verifier::new(ledger.public_key()), &export.as_bytes()[..length]);
        assert!(verified.is_err(), "cut at {length} and not found");
    }
}

fn tampering(mut share: usize) -> (&'static str, Tamper) {
    for (name, shares, tamper, _) in TAMPERINGS {
        if share < shares {
            return (name, tamper);
        }
        share -= shares;
    }
    unreachable!("the shares add up to a hundred")
}

fn check_name(fault: &Fault) -> String {
    format!("{fault:?}").chars().take_while(|letter| letter.is_alphanumeric()).collect()
}
