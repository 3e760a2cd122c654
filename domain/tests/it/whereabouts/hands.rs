//! Single notes as many hands write them: an officer's log, a housing officer's line, minutes, a
//! text message. Each says of what class it is, and marks with `<` and `>` what must be found.
//!
//! The bodies were written one after the other, each before the check met it. Those in view were
//! then read, and rules were mended for what kind of thing was missed. Found at first contact, as
//! they are written, and rightly asked about: of the third 77.2 % and 91.2 %, of the fourth 94.9 %
//! and 95.5 %, of the fifth 93.8 % and 94.5 %, of the seventh, which has no capitals, 85.5 % and
//! all, of the eighth 94.8 % and 97.3 %, of the ninth, which asks for each form once, 91.4 %. The
//! fresh ones are held out, found at first contact with 98.0 % and 98.0 %: no rule was written with
//! them in view, and whoever reads what is missed of them must write new ones.

use domain::whereabouts::find_in_text;
use std::{
    collections::BTreeMap,
    ops::Range,
    time::{Duration, Instant},
};

struct Note {
    class: &'static str,
    text: String,
    marks: Vec<Range<usize>>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Letters {
    AsWritten,
    Small,
    Large,
}

struct Body {
    name: &'static str,
    locating: &'static str,
    harmless: &'static str,
    /// The least share found, as written and without the help of capitals.
    recall: (f64, f64),
}

const PRECISION: f64 = 0.93;

const BODIES: &[Body] = &[
    Body {
        name: "third",
        locating: include_str!("hands/third_locating.txt"),
        harmless: include_str!("hands/third_harmless.txt"),
        recall: (0.97, 0.93),
    },
    Body {
        name: "fourth",
        locating: include_str!("hands/fourth_locating.txt"),
        harmless: include_str!("hands/fourth_harmless.txt"),
        recall: (0.98, 0.97),
    },
    Body {
        name: "fifth",
        locating: include_str!("hands/fifth_locating.txt"),
        harmless: include_str!("hands/fifth_harmless.txt"),
        recall: (0.98, 0.95),
    },
    Body {
        name: "seventh",
        locating: include_str!("hands/seventh_locating.txt"),
        harmless: include_str!("hands/seventh_harmless.txt"),
        recall: (0.95, 0.95),
    },
    Body {
        name: "eighth",
        locating: include_str!("hands/eighth_locating.txt"),
        harmless: include_str!("hands/eighth_harmless.txt"),
        recall: (0.97, 0.94),
    },
    Body {
        name: "ninth",
        locating: include_str!("hands/ninth_locating.txt"),
        harmless: include_str!("hands/ninth_harmless.txt"),
        recall: (0.97, 0.93),
    },
    Body {
        name: "fresh",
        locating: include_str!("hands/fresh_locating.txt"),
        harmless: include_str!("hands/fresh_harmless.txt"),
        recall: (0.96, 0.92),
    },
];

fn read(line: &'static str) -> Note {
    let (class, marked) = line.split_once(": ").expect("a note has its class");
    let (mut text, mut marks, mut from) = (String::new(), Vec::new(), 0);
    for c in marked.chars() {
        match c {
            '<' => from = text.len(),
            '>' => marks.push(from..text.len()),
            c => text.push(c),
        }
    }
    Note { class, text, marks }
}

fn asked_about(text: &str, letters: Letters) -> Vec<Range<usize>> {
    let text = match letters {
        Letters::AsWritten => text.to_owned(),
        Letters::Small => text.to_lowercase(),
        Letters::Large => text.to_uppercase(),
    };
    find_in_text(&text).into_iter().map(|found| found.at).collect()
}

/// Of each class how many were asked about, of how many.
type Count = BTreeMap<&'static str, (usize, usize)>;

fn count(notes: &'static str, letters: Letters, is_told: bool) -> Count {
    let mut count = Count::new();
    for note in notes.lines().map(read) {
        let found = asked_about(&note.text, letters);
        assert_eq!(note.marks.is_empty(), !is_told, "{}", note.text);
        let overlaps =
            |mark: &Range<usize>| found.iter().any(|at| at.start < mark.end && mark.start < at.end);
        // The bytes of a text are its own only as long as its letters are.
        if letters == Letters::AsWritten && is_told && !note.marks.iter().all(overlaps) {
            eprintln!("not all of it found: {:?}", note.text);
        }
        if !is_told && !found.is_empty() {
            eprintln!("asked about for nothing: {:?}", note.text);
        }
        let of_class = count.entry(note.class).or_default();
        of_class.0 += usize::from(!found.is_empty());
        of_class.1 += 1;
    }
    count
}

fn sum(count: &Count) -> (usize, usize) {
    count.values().fold((0, 0), |sum, of_class| (sum.0 + of_class.0, sum.1 + of_class.1))
}

#[test]
fn of_notes_in_many_hands_nearly_all_that_locate_somebody_are_found() {
    let mut below = Vec::new();
    for body in BODIES {
        for letters in [Letters::AsWritten, Letters::Small, Letters::Large] {
            let told = count(body.locating, letters, true);
            let harmless = count(body.harmless, letters, false);
            let ((found, of), (wrong, _)) = (sum(&told), sum(&harmless));
            let recall = found as f64 / of as f64;
            let precision = found as f64 / (found + wrong) as f64;
            eprintln!("{} {letters:?}: recall {recall:.4}, precision {precision:.4}", body.name);
            eprintln!("  told {told:?}\n  harmless {harmless:?}");
            let bar = match letters {
                Letters::AsWritten => body.recall.0,
                Letters::Small | Letters::Large => body.recall.1,
            };
            if recall < bar || precision < PRECISION {
                below.push(format!("{} {letters:?}: {recall:.4}, {precision:.4}", body.name));
            }
        }
    }
    assert!(below.is_empty(), "{below:#?}");
}

#[test]
fn each_class_of_the_bodies_in_view_is_found_nearly_whole() {
    let mut classes = Count::new();
    for body in BODIES {
        for (class, (found, of)) in count(body.locating, Letters::AsWritten, true) {
            let sum = classes.entry(class).or_default();
            *sum = (sum.0 + found, sum.1 + of);
        }
    }
    eprintln!("{classes:#?}");
    let thin: Vec<_> = classes.iter().filter(|(_, (found, of))| 20 * found < 19 * of).collect();
    assert!(thin.is_empty(), "{thin:?}");
    assert!(12 <= classes.len());
}

/// Whoever writes a note may write a long one, and an hour of a server is nobody's to take. A check
/// that looks at each word from each other word takes minutes over these; the bar leaves room for a
/// machine with much else to do, and not for that.
#[test]
fn a_hostile_note_takes_time_in_proportion_to_its_length() {
    let units = [
        "she lives at her mum's near the station in Wisbech and works at Tesco on the ",
        "Aaa Bbb ",
        "07700 900 12 ",
        "a@b ",
        "two three ",
        "flat 1 ",
        "her her ",
    ];
    let mut slow = Vec::new();
    for unit in units {
        let text = unit.repeat(100_000 / unit.len());
        let start = Instant::now();
        let found = find_in_text(&text).len();
        let took = start.elapsed();
        eprintln!("{unit:?}: {found} in {took:?}");
        if Duration::from_secs(60) < took {
            slow.push((unit, took));
        }
    }
    assert!(slow.is_empty(), "{slow:?}");
}
