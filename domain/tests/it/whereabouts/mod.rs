//! Free text that tells where somebody is, found before it is kept where many read it.

mod hands;
mod hard;
mod notes;

use self::notes::{Half, notes};
use domain::whereabouts::find_in_text;

/// The least of all notes that locate somebody which must be found, and the least share of notes
/// asked about that must truly locate somebody.
struct Bars {
    recall: f64,
    precision: f64,
}

#[test]
fn of_two_thousand_notes_nearly_all_that_locate_somebody_are_found() {
    check(Half::Seen, 2_000, &Bars { recall: 0.99, precision: 0.95 });
}

/// What the check is worth on sentences that nobody had in view when its rules were written: at
/// first contact it found 97.0 % with 88.1 % rightly, and since the rules were written anew 98.7 %
/// with 99.1 %. The bar is below that, as the next change of a rule may cost a little here; whoever
/// tunes a rule on these sentences must write new ones.
///
/// Of 170 sentences written later to be hard, 150 were found at first contact, and 3 of 140 that
/// tell of no place were asked about. They stand among those in view since.
#[test]
fn of_notes_in_sentences_never_seen_before_most_that_locate_somebody_are_found() {
    check(Half::HeldOut, 2_000, &Bars { recall: 0.98, precision: 0.90 });
}

fn check(half: Half, count: usize, bars: &Bars) {
    let (mut found, mut missed, mut wrong) = (0, Vec::new(), Vec::new());
    for note in notes(20_261_123, half, count) {
        let spans = find_in_text(&note.text);
        let told: Vec<&str> = spans.iter().map(|found| &note.text[found.at.clone()]).collect();
        match (note.is_locating, told.is_empty()) {
            (true, false) => found += 1,
            (true, true) => missed.push(note.text.clone()),
            (false, false) => wrong.push(format!("{told:?} in {:?}", note.text)),
            (false, true) => {}
        }
    }
    let share = |part: usize, rest: usize| part as f64 / (part + rest) as f64;
    let (recall, precision) = (share(found, missed.len()), share(found, wrong.len()));
    eprintln!("{half:?}: recall {recall:.4}, precision {precision:.4} of {count} notes");
    eprintln!("missed: {missed:#?}\nfound: {wrong:#?}");
    assert!(bars.recall <= recall, "{half:?}: recall {recall}, {} missed", missed.len());
    assert!(bars.precision <= precision, "{half:?}: precision {precision}");
}
