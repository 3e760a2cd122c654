//! Looking for all canaries at once in whatever bytes leave, however they are spelt: in any case,
//! in an address, in HTML, in JSON, in base64 wherever it begins, in hexadecimal.

use super::canary::CANARIES;
use std::collections::{BTreeSet, HashMap};

/// Shorter spellings would be found by chance.
const SHORTEST: usize = 6;
const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Every spelling of every canary, by its first four bytes.
pub(super) struct Net {
    by_start: HashMap<[u8; 4], Vec<(usize, Vec<u8>)>>,
    /// Whether any spelling begins with these two bytes.
    begins: Vec<bool>,
    pub spellings: usize,
}

impl Net {
    pub fn of_all() -> Net {
        let mut net = Net { by_start: HashMap::new(), begins: vec![false; 1 << 16], spellings: 0 };
        for (index, canary) in CANARIES.iter().enumerate() {
            for spelling in spellings(canary.text) {
                net.begins[pair(&spelling)] = true;
                let start = [spelling[0], spelling[1], spelling[2], spelling[3]];
                net.by_start.entry(start).or_default().push((index, spelling));
                net.spellings += 1;
            }
        }
        net
    }

    /// The canaries in it, by their place in the list.
    pub fn catch(&self, bytes: &[u8]) -> BTreeSet<usize> {
        let text = bytes.to_ascii_lowercase();
        let mut caught = BTreeSet::new();
        for (at, start) in text.windows(4).enumerate() {
            if !self.begins[pair(start)] {
                continue;
            }
            let start = [start[0], start[1], start[2], start[3]];
            for (index, spelling) in self.by_start.get(&start).into_iter().flatten() {
                if text[at..].starts_with(spelling) {
                    caught.insert(*index);
                }
            }
        }
        caught
    }
}

fn pair(bytes: &[u8]) -> usize {
    usize::from(bytes[0]) << 8 | usize::from(bytes[1])
}

/// In lower case, as everything is that is looked through.
fn spellings(text: &str) -> BTreeSet<Vec<u8>> {
    let mut plain = vec![text.to_owned(), text.to_lowercase(), text.to_uppercase()];
    // A number or a postcode is written with blanks and without, a telephone number abroad too.
    if text.bytes().any(|byte| byte.is_ascii_digit()) {
        plain.push(text.replace(' ', ""));
        if let Some(rest) = text.replace(' ', "").strip_prefix("07") {
            plain.push(format!("+447{rest}"));
        }
    }
    if let Ok(day) = text.parse::<jiff::civil::Date>() {
        plain = ["%Y-%m-%d", "%-d %B %Y", "%-d %b %Y", "%d/%m/%Y", "%-d/%-m/%Y", "%Y%m%d"]
            .map(|format| day.strftime(format).to_string())
            .to_vec();
    }
    let mut all = BTreeSet::new();
    for text in plain {
        let bytes = text.as_bytes();
        let escaped = ["%20", "+"].map(|blank| in_address(bytes, blank));
        let html = |amp: &str, quote: &str| text.replace('&', amp).replace('\'', quote);
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let json = serde_json::to_string(&text).unwrap_or_default();
        all.extend(escaped.map(String::into_bytes));
        all.extend([
            html("&#38;", "&#39;").into_bytes(),
            html("&amp;", "&#39;").into_bytes(),
            html("&amp;", "&#x27;").into_bytes(),
            html("&amp;", "'").into_bytes(),
            json.trim_matches('"').as_bytes().to_vec(),
            in_ascii_json(&text).into_bytes(),
            hex.into_bytes(),
            bytes.to_vec(),
        ]);
        for before in 0..3 {
            let inner = in_base64(bytes, before);
            all.insert(inner.replace('+', "-").replace('/', "_").into_bytes());
            all.insert(inner.into_bytes());
        }
    }
    let all = all.into_iter().map(|spelling| spelling.to_ascii_lowercase());
    all.filter(|spelling| SHORTEST <= spelling.len()).collect()
}

fn in_address(bytes: &[u8], blank: &str) -> String {
    let one = |byte: &u8| match byte {
        b' ' => blank.to_owned(),
        byte if byte.is_ascii_alphanumeric() || b"-_.~".contains(byte) => {
            char::from(*byte).to_string()
        }
        byte => format!("%{byte:02x}"),
    };
    bytes.iter().map(one).collect()
}

fn in_ascii_json(text: &str) -> String {
    let one =
        |c: char| if c.is_ascii() { c.to_string() } else { format!("\\u{:04x}", u32::from(c)) };
    text.chars().map(one).collect()
}

/// What of it is the same whatever stands around it, when so many bytes stand before it.
fn in_base64(bytes: &[u8], before: usize) -> String {
    let mut bits = Vec::new();
    for byte in std::iter::repeat_n(&0, before).chain(bytes) {
        bits.extend((0..8).rev().map(|at| byte >> at & 1));
    }
    let digit = |six: &[u8]| six.iter().fold(0_usize, |all, bit| all << 1 | usize::from(*bit));
    let digits: Vec<char> =
        bits.chunks_exact(6).map(|six| char::from(BASE64[digit(six)])).collect();
    // The first that holds no bit of what stands before.
    digits.into_iter().skip((before * 8).div_ceil(6)).collect()
}

#[test]
fn a_canary_is_seen_in_whatever_spelling() {
    let net = Net::of_all();
    let of = |name: &str| CANARIES.iter().position(|canary| canary.name == name).unwrap();
    for (name, text) in [
        ("ada.given_names", "..ADELQUIST.."),
        ("ada.other_names", "Z%C3%A9phyra+O%27Quillon+%26+Nightwell"),
        ("ada.other_names", "<b>Zéphyra O&#39;Quillon &amp; Nightwell</b>"),
        ("ada.other_names", "Zéphyra O&#39;Quillon &#38; Nightwell"),
        ("ada.other_names", "{\"z\\u00e9phyra O'Quillon & Nightwell\"}"),
        ("ada.date_of_birth", "born on 27 February 1931"),
        ("ada.nhs_number", "9993182648"),
        ("ada.phone", "+447700900461"),
        ("ada.address", "\\x372047726962626C6573686177204D657773"),
        ("ada.postcode", "ze98qx"),
    ] {
        assert!(net.catch(text.as_bytes()).contains(&of(name)), "{name}: {text}");
    }
    // As any encoder has it: in front of it no byte, one, two.
    for (text, encoded) in [
        ("Gribble", "NyBHcmliYmxlc2hhdyBNZXdz"),
        ("xGribble", "eDcgR3JpYmJsZXNoYXcgTWV3cw=="),
        ("xxGribble", "eHg3IEdyaWJibGVzaGF3IE1ld3M="),
    ] {
        assert!(net.catch(encoded.as_bytes()).contains(&of("ada.address")), "{text}");
    }
    assert!(net.catch(b"Nothing of anybody, 1931-02-28 or 07700 900463.").is_empty());
}
