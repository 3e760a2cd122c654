//! A thousand hands at a real exported file; each is found.

use super::{export, verify};
use app::testing::{World, on_both, operator};
use domain::ledger::SignedCheckpoint;

/// SplitMix64, so that a run can be had again.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % end as u64) as usize
    }
}

type Lines = Vec<Vec<u8>>;
type Hand = fn(&mut Lines, &mut Dice);

const HANDS: [(&str, Hand); 12] = [
    ("flip a bit", flip),
    ("delete a line", |lines, dice| drop(lines.remove(dice.below(lines.len())))),
    ("repeat a line", |lines, dice| {
        let at = dice.below(lines.len());
        lines.insert(at, lines[at].clone());
    }),
    ("swap two lines", |lines, dice| {
        let at = dice.below(lines.len() - 1);
        lines.swap(at, at + 1);
    }),
    ("swap two entries and renumber", |lines, dice| {
        let at = 1 + dice.below(lines.len() - 3);
        lines.swap(at, at + 1);
        renumber(lines);
    }),
    ("delete an entry and renumber", |lines, dice| {
        lines.remove(1 + dice.below(lines.len() - 2));
        renumber(lines);
    }),
    ("insert a copy and renumber", |lines, dice| {
        let (from, to) = (1 + dice.below(lines.len() - 2), 1 + dice.below(lines.len() - 2));
        lines.insert(to, lines[from].clone());
        renumber(lines);
    }),
    ("cut off at any byte", |lines, dice| {
        let whole = lines.concat();
        *lines = vec![whole[..dice.below(whole.len())].to_vec()];
    }),
    ("add a line", |lines, dice| lines.push(lines[dice.below(lines.len())].clone())),
    ("make a space", |lines, dice| {
        let at = dice.below(lines.len());
        let place = dice.below(lines[at].len());
        lines[at].insert(place, b' ');
    }),
    ("say that it was another", |lines, dice| change_word(lines, dice, "user", "usar")),
    ("say that it was refused", |lines, dice| change_word(lines, dice, "done", "none")),
];

fn flip(lines: &mut Lines, dice: &mut Dice) {
    let at = dice.below(lines.len());
    let bit = dice.below(lines[at].len() * 8);
    lines[at][bit / 8] ^= 1 << (bit % 8);
}

fn renumber(lines: &mut Lines) {
    let last = lines.len() - 1;
    for (seq, line) in lines[1..last].iter_mut().enumerate() {
        let text = String::from_utf8(line.clone()).unwrap();
        let (before, after) = text.split_once("\"seq\":").unwrap();
        let rest = after.trim_start_matches(|letter: char| letter.is_ascii_digit());
        *line = format!("{before}\"seq\":{seq}{rest}").into_bytes();
    }
}

fn change_word(lines: &mut Lines, dice: &mut Dice, from: &str, to: &str) {
    let start = dice.below(lines.len());
    let order = (0..lines.len()).map(|step| (start + step) % lines.len());
    for at in order {
        let text = String::from_utf8(lines[at].clone()).unwrap();
        if text.contains(from) {
            lines[at] = text.replacen(from, to, 1).into_bytes();
            return;
        }
    }
}

fn real_export(world: &World) -> Vec<u8> {
    for name in ["idva", "grantor", "chair", "analyst"] {
        let visitor = world.sign_in(name);
        drop(world.app.read(&visitor, app::agency::list_agencies));
    }
    export(&world.app, &operator())
}

#[test]
fn a_thousand_changes_of_an_exported_ledger_are_all_found() {
    on_both(|world| {
        let whole = real_export(&world);
        verify(&world.app, &whole, None).unwrap();
        let lines: Lines =
            whole.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
        let mut dice = Dice(20_261_124);
        for number in 0..1_000 {
            let (name, hand) = HANDS[number % HANDS.len()];
            let mut changed = lines.clone();
            hand(&mut changed, &mut dice);
            let bytes = changed.concat();
            assert_ne!(bytes, whole, "{number}: to {name} changed nothing");
            assert!(verify(&world.app, &bytes, None).is_err(), "{number}: to {name} was not found");
        }
    });
}

#[test]
fn an_older_export_does_not_pass_for_one_that_a_partner_knows_to_be_longer() {
    on_both(|world| {
        let older = real_export(&world);
        let _later = world.sign_in("idva");
        let line = app::ledger::checkpoint_line(&world.app).unwrap();
        let kept = SignedCheckpoint::decode(&line).unwrap();
        assert!(verify(&world.app, &older, None).is_ok());
        assert!(verify(&world.app, &older, Some(&kept)).is_err());
    });
}

#[test]
fn the_ledger_of_another_county_does_not_pass_for_ours() {
    on_both(|world| {
        let bytes = real_export(&world);
        let key = ed25519_dalek::SigningKey::from_bytes(&[7; 32]).verifying_key();
        let mut verifier = domain::ledger::Verifier::new(key);
        let lines = bytes.split_inclusive(|byte| *byte == b'\n');
        let fed: Result<Vec<()>, _> = lines.map(|line| verifier.feed(line)).collect();
        assert!(fed.is_err() || verifier.finish().is_err());
    });
}
