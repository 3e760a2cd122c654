//! Zips: bombs, lies in the list of parts, and files that are no workbooks.

use super::{Case, Rows, Says, case};
use crate::workbook::{
    made::{Ods, Parts, Xlsx, plain, relations, worksheet},
    raw::{self, Raw},
};

const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
const MIB: usize = 1024 * 1024;

pub(super) fn cases() -> Vec<Case> {
    let mut cases = other_kinds();
    cases.extend(bombs());
    cases.extend(liars());
    cases.extend(names());
    cases
}

fn other_kinds() -> Vec<Case> {
    let utf_16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    let office = |target: &str| {
        let root = relations(&[("rId1", "officeDocument", target)]);
        Xlsx::with(&plain()).set("_rels/.rels", root).set(target, "x").zip()
    };
    let open = |kind: &str| {
        let kind = format!("application/vnd.oasis.opendocument.{kind}");
        Ods::plain("").set("mimetype", kind).zip()
    };
    let zip = |name: &str, content: &[u8]| Parts(Vec::new()).set(name, content).zip();
    vec![
        case("an old workbook", [OLE, &[0; 600]].concat(), Says("old Excel workbook")),
        case("an old header alone", OLE.to_vec(), Says("old Excel workbook")),
        case(
            "a workbook with a password",
            [OLE, &[0; 600], &utf_16("EncryptedPackage"), &[0; 600]].concat(),
            Says("has a password: take it away"),
        ),
        case("a binary workbook", office("xl/workbook.bin"), Says(".xlsb")),
        case("a text of Word", office("word/document.xml"), Says("a text document")),
        case("slides of PowerPoint", office("ppt/presentation.xml"), Says("a presentation")),
        case("a text of Writer", open("text"), Says("a text document")),
        case("slides of Impress", open("presentation"), Says("a presentation")),
        case("a drawing", open("graphics"), Says("another kind of document")),
        case("an empty zip", Parts(Vec::new()).zip(), Says("zip archive and no workbook")),
        case("a zip of CSV", zip("a.csv", b"incident_ref\n"), Says("zip archive and no workbook")),
        case("a zip in a zip", zip("a.xlsx", &Xlsx::with(&plain()).zip()), Says("send the")),
        case("a program for phones", zip("classes.dex", b"dex"), Says("send the")),
        case("a zip's first bytes", b"PK\x03\x04".to_vec(), Says("damaged")),
        case("a zip's last bytes", b"PK\x05\x06".to_vec(), Says("damaged")),
        case("a zip's head and noise", [b"PK\x03\x04", &noise(5000)[..]].concat(), Says("damaged")),
        case(
            "ods with a password",
            Ods::plain("").set("META-INF/manifest.xml", "<m><manifest:encryption-data/></m>").zip(),
            Says("has a password"),
        ),
        case(
            "ods with a password around it all",
            Ods::plain("").set("encrypted-package", "x").zip(),
            Says("has a password"),
        ),
        case("ods without content", Ods::plain("").without("content.xml").zip(), Says("send the")),
    ]
}

/// Bytes that no packing makes smaller.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_u32;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state.to_le_bytes()[0]
    };
    (0..length).map(|_| next()).collect()
}

fn bombs() -> Vec<Case> {
    let zeros = vec![b' '; 40 * MIB];
    let good = Xlsx::with(&plain());
    let says = Says("three hundred times");
    let mut cases: Vec<Case> = [
        "xl/worksheets/sheet1.xml",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "xl/workbook.xml",
        "_rels/.rels",
        "xl/media/picture.png",
    ]
    .iter()
    .map(|name| case(format!("a bomb in {name}"), good.clone().set(name, &zeros).zip(), says))
    .collect();
    let nested = Parts(Vec::new()).set("zeros", &zeros).zip();
    let nested =
        (0..16).fold(good.clone(), |parts, at| parts.set(&format!("xl/{at}.zip"), &nested));
    let repeated = "<row/>".repeat(MIB / 2);
    cases.extend([
        case("a bomb in content.xml", Ods::plain("").set("content.xml", &zeros).zip(), says),
        case("bombs within that nobody unpacks", nested.zip(), Rows(1)),
        case("half a million empty rows", Xlsx::with(&repeated).zip(), Says("no sheet")),
        case(
            "49 MiB",
            good.clone().set("xl/media/a.png", vec![0; 49 * MIB]).zip_stored(),
            Says("over 48 MiB"),
        ),
        case(
            "10,001 parts",
            (0..10_001)
                .fold(good, |mut parts, at| {
                    parts.0.push((format!("xl/{at}"), Vec::new()));
                    parts
                })
                .zip(),
            Says("more than 10,000 parts"),
        ),
    ]);
    cases
}

fn raw_parts() -> Vec<Raw> {
    Xlsx::with(&plain()).0.iter().map(|(name, data)| Raw::new(name, data)).collect()
}

/// The good workbook with one part changed.
fn with(name: &str, change: impl Fn(&mut Raw)) -> Vec<u8> {
    let mut parts = raw_parts();
    parts.iter_mut().filter(|part| part.name == name.as_bytes()).for_each(change);
    raw::zip(&parts, None)
}

fn liars() -> Vec<Case> {
    let sheet = "xl/worksheets/sheet1.xml";
    let good = raw::zip(&raw_parts(), None);
    let twice = |part: Raw| raw::zip(&[raw_parts(), vec![part]].concat(), None);
    let other = worksheet("");
    let over = Raw { at: Some(6), ..Raw::new("xl/over", &noise(2 * MIB)) };
    let mut cases: Vec<Case> = [1, 25, 50, 75, 99]
        .map(|share| {
            let cut = good[..good.len() * share / 100].to_vec();
            case(format!("{share} hundredths of a workbook"), cut, Says("damaged"))
        })
        .into();
    let tail = [&good[..], &[0; 100]].concat();
    let half: Vec<u8> = good.iter().enumerate().map(|(at, b)| b ^ u8::from(at > 900)).collect();
    cases.extend([
        case("a good one written by hand", good.clone(), Rows(1)),
        case("zeros behind the end", tail, Rows(1)),
        case("half of it inverted", half, Says("damaged")),
        case(
            "a sheet that is there twice",
            twice(Raw::new(sheet, other.as_bytes())),
            Says("one name"),
        ),
        case("a promise of 60,000 parts", raw::zip(&raw_parts(), Some(60_000)), Says("damaged")),
        case("a promise of one part", raw::zip(&raw_parts(), Some(1)), Says("no workbook")),
        case("parts over one another", twice(over), Says("lie over one another")),
        case(
            "a part that says it is 4 GiB",
            with(sheet, |part| part.size = Some(u32::MAX - 1)),
            Says("three hundred times"),
        ),
        case(
            "a part that says it is 600 MiB of 3",
            twice(Raw { size: Some(629_145_600), ..Raw::new("xl/x", &noise(3 * MIB)) }),
            Says("512 MiB"),
        ),
        case(
            "a part that says it is empty",
            with(sheet, |part| part.size = Some(0)),
            Says("damaged"),
        ),
        case(
            "a part that says it is packed to 2 GiB",
            with(sheet, |part| part.packed = Some(1 << 31)),
            Says("damaged"),
        ),
        case("a wrong checksum", with(sheet, |part| part.crc = Some(7)), Says("damaged")),
        case("a part with a password", with(sheet, |part| part.flags = 1), Says("a password")),
        case("a packing of 1990", with(sheet, |part| part.method = 6), Says("packed in a way")),
        case(
            "a packing of nobody's",
            with(sheet, |part| part.method = 999),
            Says("packed in a way"),
        ),
        case(
            "what is stored said to be packed",
            with(sheet, |part| part.method = 8),
            Says("damaged"),
        ),
        case(
            "a name that is no text",
            with("xl/styles.xml", |part| part.name = vec![0xff; 4]),
            Rows(1),
        ),
    ]);
    cases
}

fn names() -> Vec<Case> {
    let long = "x".repeat(10_000);
    [
        "../../../../elsewhere/evil",
        "/etc/passwd",
        "C:\\Windows\\evil.dll",
        "..\\..\\evil",
        "xl/../../../evil",
        "CON",
        "a\0b",
        long.as_str(),
        "xl/worksheets/sheet1.xml/",
        "__proto__",
    ]
    .into_iter()
    .map(|name| {
        let shown: String = name.chars().take(30).collect();
        let workbook = raw::zip(&[raw_parts(), vec![Raw::new(name, b"evil")]].concat(), None);
        case(format!("a part named {shown:?}"), workbook, Rows(1))
    })
    .collect()
}
