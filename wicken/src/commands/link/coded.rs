//! Files of records in code: what `wicken link encode` writes, and reads again to compare.

use super::answers;
use crate::config::Failure;
use linkage::{
    Records,
    clk::{CLK_VERSION, CODE_BYTES, ClkKey, Coded, Encoded, Encoder, LEAST_SECRET},
};
use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::Read,
    os::unix::fs::PermissionsExt,
    path::Path,
};

/// The first column: the version and four bytes by which files of two keys are told apart.
const MARK: &str = "clk";
const CHECKED: &str = "national_id_checked";

/// The key that partners share, from a file that only its owner can read.
pub(super) fn read_key(path: &Path) -> Result<ClkKey, Failure> {
    let shown = path.display();
    let usage = |what: String| Failure::Usage(format!("--key-file {shown}: {what}"));
    let metadata = fs::metadata(path).map_err(|error| usage(error.to_string()))?;
    let mode = metadata.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        let mend = format!("Run: chmod 600 {shown}");
        return Err(usage(format!("it can be read by others (mode {mode:o}). {mend}")));
    }
    let secret = fs::read(path).map_err(|error| usage(error.to_string()))?;
    let secret = secret.trim_ascii();
    ClkKey::new(secret).ok_or_else(|| {
        usage(format!(
            "the key has {} bytes and needs {LEAST_SECRET}. Make one, and give it to the partner \
             by a safe way: openssl rand -base64 32 > {shown}",
            secret.len()
        ))
    })
}

/// Writes the records in code: one column for each kind of which any record says something.
pub(super) fn write(path: &Path, records: &Records, key: ClkKey) -> Result<(), Failure> {
    let mark = format!("{CLK_VERSION}-{}", hex(&key.check()));
    let columns = filled(records);
    let mut encoder = Encoder::new(key);
    answers::write_csv(path, |csv| {
        let names = columns.iter().map(|column| column.code());
        let ends = ["sex", CHECKED, "keys"];
        csv.write_record([MARK, "id"].into_iter().chain(names).chain(ends))?;
        for record in 0..records.len() as u32 {
            let encoded = encoder.encode(records, record);
            let keys: Vec<u8> = encoded.keys.iter().flat_map(|key| key.to_be_bytes()).collect();
            let mut row = vec![mark.clone(), records.id(record).to_owned()];
            let codes = columns.iter().map(|column| base64(&encoded.codes[*column as usize]));
            row.extend(codes);
            let checked = if encoded.is_checked { "yes" } else { "" };
            row.extend([encoded.sex.to_owned(), checked.to_owned(), base64(&keys)]);
            csv.write_record(&row)?;
        }
        Ok(())
    })
}

/// What any of the columns of the schema can hold.
fn filled(records: &Records) -> Vec<Coded> {
    use linkage::Kind;
    let has = |kinds: &[Kind]| kinds.iter().any(|kind| records.schema().has(*kind));
    let is_there = |coded: &Coded| match coded {
        Coded::GivenName => has(&[Kind::GivenName, Kind::FullName]),
        Coded::MiddleNames => has(&[Kind::MiddleNames, Kind::GivenName, Kind::FullName]),
        Coded::FamilyName => has(&[Kind::FamilyName, Kind::FullName]),
        Coded::DateOfBirth => has(&[Kind::DateOfBirth]),
        Coded::House => has(&[Kind::Address, Kind::HouseNumber]),
        Coded::Street => has(&[Kind::Address]),
        Coded::Postcode => has(&[Kind::Address, Kind::Postcode]),
        Coded::Locality => has(&[Kind::Locality]),
        Coded::Phone => has(&[Kind::Phone]),
        Coded::Email => has(&[Kind::Email]),
        Coded::NationalId => has(&[Kind::NationalId]),
    };
    Coded::ALL.into_iter().filter(is_there).collect()
}

/// Whether a file holds records in code.
pub(super) fn is_coded(path: &Path) -> bool {
    let mut start = [0; MARK.len() + 1];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut start));
    read.is_ok() && start.starts_with(MARK.as_bytes()) && start.ends_with(b",")
}

/// Reads files of records in code as one; answers how many records the first has.
pub(super) fn read(paths: &[&Path]) -> Result<(Records, u32), Failure> {
    let mut columns = BTreeSet::new();
    for path in paths {
        let header = reader(path)?.headers().map_err(|error| failed(path, &error))?.clone();
        columns.extend(header.iter().map(str::to_owned));
    }
    let mut records = Records::of_codes(columns.iter().map(String::as_str));
    let mut mark: Option<String> = None;
    let mut first = None;
    for path in paths {
        read_one(path, &mut records, &mut mark)?;
        first.get_or_insert(records.len());
    }
    let first = u32::try_from(first.unwrap_or_default()).map_err(Failure::of)?;
    Ok((records, first))
}

fn reader(path: &Path) -> Result<csv::Reader<File>, Failure> {
    csv::Reader::from_path(path).map_err(|error| failed(path, &error))
}

fn read_one(path: &Path, records: &mut Records, mark: &mut Option<String>) -> Result<(), Failure> {
    let mut reader = reader(path)?;
    let header = reader.headers().map_err(|error| failed(path, &error))?.clone();
    let place = |name: &str| header.iter().position(|one| one == name);
    let codes = Coded::ALL.map(|coded| place(coded.code()));
    let [sex, checked, keys] = ["sex", CHECKED, "keys"].map(place);
    let mut ids = BTreeSet::new();
    for row in reader.records() {
        let row = row.map_err(|error| failed(path, &error))?;
        let line = row.position().map_or(0, csv::Position::line);
        let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).unwrap_or_default();
        let wrong = |what: &str| failed(path, &format!("line {line}: {what}"));
        check_mark(path, cell(Some(0)), mark)?;
        let id = cell(Some(1));
        if id.is_empty() || !ids.insert(id.to_owned()) {
            return Err(wrong("its identifier is missing or stands in the file twice"));
        }
        let mut encoded = Encoded {
            sex: match cell(sex) {
                "F" => "F",
                "M" => "M",
                _ => "",
            },
            is_checked: cell(checked) == "yes",
            ..Encoded::default()
        };
        for (code, at) in encoded.codes.iter_mut().zip(codes) {
            *code = from_base64(cell(at)).ok_or_else(|| wrong("a code is no base64"))?;
            if !code.is_empty() && code.len() != CODE_BYTES {
                return Err(wrong("a code is too long or too short"));
            }
        }
        let bytes = from_base64(cell(keys)).ok_or_else(|| wrong("the keys are no base64"))?;
        let eight = |bytes: &[u8]| bytes.iter().fold(0, |key, byte| key << 8 | u64::from(*byte));
        encoded.keys = bytes.chunks_exact(8).map(eight).collect();
        records.push_encoded(id, &encoded);
    }
    Ok(())
}

/// Codes of another version or another key cannot be compared.
fn check_mark(path: &Path, found: &str, mark: &mut Option<String>) -> Result<(), Failure> {
    let version = found.split('-').next().unwrap_or_default();
    if version != CLK_VERSION.to_string() {
        let what = format!("its codes are of version `{version}`, not {CLK_VERSION}; encode anew");
        return Err(failed(path, &what));
    }
    if mark.get_or_insert_with(|| found.to_owned()) != found {
        let what = "its codes were made with two keys, or with another key than the other file's; \
                    encode both with one key file";
        return Err(failed(path, &what));
    }
    Ok(())
}

fn failed(path: &Path, error: &dyn std::fmt::Display) -> Failure {
    Failure::Failed(format!("{}: {error}", path.display()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// RFC 4648, section 4, without padding.
const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn base64(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 4 / 3 + 2);
    for three in bytes.chunks(3) {
        let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or_default());
        let all = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..=three.len() {
            text.push(char::from(LETTERS[(all >> (18 - 6 * at) & 63) as usize]));
        }
    }
    text
}

fn from_base64(text: &str) -> Option<Vec<u8>> {
    let text = text.trim_end_matches('=').as_bytes();
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    for four in text.chunks(4) {
        let mut all = 0u32;
        for at in 0..4 {
            let letter = four.get(at).copied().unwrap_or(b'A');
            let value = match letter {
                b'A'..=b'Z' => letter - b'A',
                b'a'..=b'z' => letter - b'a' + 26,
                b'0'..=b'9' => letter - b'0' + 52,
                b'+' => 62,
                b'/' => 63,
                _ => return None,
            };
            all = all << 6 | u32::from(value);
        }
        if four.len() == 1 {
            return None;
        }
        bytes.extend(&all.to_be_bytes()[1..four.len()]);
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_rfc_4648() {
        for (bytes, text) in [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v")] {
            assert_eq!(base64(bytes.as_bytes()), text);
            assert_eq!(from_base64(text).as_deref(), Some(bytes.as_bytes()));
        }
        assert_eq!(from_base64("Zg=="), Some(b"f".to_vec()));
        assert_eq!(base64(&[0xfb, 0xff]), "+/8");
        assert_eq!((from_base64("Z"), from_base64("Z!")), (None, None));
    }
}
