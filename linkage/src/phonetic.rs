//! How a name sounds: a short key in which spellings of one English sound agree.

/// The key of a folded name: up to six sounds of five bits, 0 for none.
///
/// Our own, in the manner of Soundex and Metaphone: the first sound is kept, later vowels fall
/// away, and letters that are heard alike are one sound.
pub(crate) fn sound(name: &[u8]) -> u32 {
    let (mut key, mut count, mut last) = (0u32, 0, 0u8);
    let mut at = 0;
    while at < name.len() && count < 6 {
        let (sound, length) = one_sound(name, at);
        at += length;
        match sound {
            0 => {}
            VOWEL if 1 < at && 0 < count => last = 0,
            _ if sound == last => {}
            _ => {
                key = key << 5 | u32::from(sound);
                count += 1;
                last = sound;
            }
        }
    }
    key
}

const VOWEL: u8 = 1;
const KAY: u8 = 2;
const ESS: u8 = 3;
const TEE: u8 = 4;
const PEE: u8 = 5;
const EFF: u8 = 6;
const EM: u8 = 7;
const EN: u8 = 8;
const ELL: u8 = 9;
const AR: u8 = 10;
const JAY: u8 = 11;
const BEE: u8 = 12;

/// The sound at a place, 0 for a silent letter, and how many letters make it.
fn one_sound(name: &[u8], at: usize) -> (u8, usize) {
    let rest = &name[at..];
    let begins = |letters: &str| rest.starts_with(letters.as_bytes());
    let next = rest.get(1).copied().unwrap_or(b' ');
    if at == 0 {
        for (letters, sound) in [("kn", EN), ("gn", EN), ("wr", AR), ("ps", ESS), ("wh", VOWEL)] {
            if begins(letters) {
                return (sound, 2);
            }
        }
        if begins("mac") && 5 < rest.len() {
            return (EM, 2);
        }
    }
    for (letters, sound) in
        [("ph", EFF), ("gh", 0), ("sch", JAY), ("sh", JAY), ("ch", JAY), ("ck", KAY), ("cz", JAY)]
    {
        if begins(letters) {
            return (sound, letters.len());
        }
    }
    let is_soft = matches!(next, b'e' | b'i' | b'y');
    let sound = match rest[0] {
        b'a' | b'e' | b'i' | b'o' | b'u' => VOWEL,
        b'y' => {
            if at == 0 {
                JAY
            } else {
                VOWEL
            }
        }
        b'c' if is_soft => ESS,
        b'g' if is_soft => JAY,
        b'c' | b'k' | b'q' | b'g' | b'x' => KAY,
        b's' | b'z' => ESS,
        b't' | b'd' => TEE,
        b'p' => PEE,
        b'b' => BEE,
        b'f' | b'v' => EFF,
        b'm' => EM,
        b'n' => EN,
        b'l' => ELL,
        b'r' => AR,
        b'j' => JAY,
        b'w' if at == 0 => VOWEL,
        _ => 0,
    };
    (sound, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_sound_agree_and_other_names_do_not() {
        for (one, other) in [
            ("smith", "smyth"),
            ("stephen", "stefan"),
            ("catherine", "katherine"),
            ("macdonald", "mcdonald"),
            ("knight", "night"),
            ("philips", "phillips"),
            ("wright", "rite"),
            ("mohammed", "muhamad"),
        ] {
            assert_eq!(sound(one.as_bytes()), sound(other.as_bytes()), "{one} {other}");
        }
        for (one, other) in [("smith", "jones"), ("mark", "martin"), ("ann", "ben")] {
            assert_ne!(sound(one.as_bytes()), sound(other.as_bytes()), "{one} {other}");
        }
        assert_eq!(sound(b""), 0);
    }
}
