//! Files that are no text, and text in other encodings than UTF-8.

use super::*;

const NUL: &str = "the cell holds a NUL byte, which is no letter: remove it, or export the row";

fn utf16(text: &str, little: bool) -> Vec<u8> {
    text.encode_utf16()
        .flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() })
        .collect()
}

fn with_name(name: &[u8]) -> Vec<u8> {
    [b"incident_ref,reported_on,area,victim_family_name\nI1,2008-04-01,Fenland,", name, b"\n"]
        .concat()
}

pub(super) fn cases() -> Vec<Case> {
    [no_text(), nul_bytes(), encodings()].into_iter().flatten().collect()
}

fn no_text() -> Vec<Case> {
    let text = short("I1,2008-04-01,Fenland\n");
    let after = |magic: &[u8]| [magic, text.as_bytes()].concat();
    vec![
        refused_whole("empty", "", "the file is empty: export it again"),
        refused_whole("only a byte-order mark", "\u{feff}", "is empty"),
        refused_whole("only line ends", "\r\n\r\n\n", "is empty"),
        refused_whole("only spaces", "   \n  ", "is empty"),
        refused_whole("a workbook", after(b"PK\x03\x04\x14\0\x06\0"), "Excel workbook (.xlsx"),
        refused_whole("an empty zip", after(b"PK\x05\x06"), "empty zip archive"),
        refused_whole(
            "an old workbook",
            after(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0"),
            "old Excel workbook (.xls): save it as \"CSV UTF-8 (comma delimited)\"",
        ),
        refused_whole("a PDF", after(b"%PDF-1.7\n"), "is a PDF"),
        refused_whole("gzip", after(b"\x1f\x8b\x08\0"), "gzip"),
        refused_whole("bzip2", after(b"BZh91AY"), "bzip2"),
        refused_whole("xz", after(b"\xfd7zXZ\0\0"), "xz"),
        refused_whole("zstd", after(b"\x28\xb5\x2f\xfd\x04"), "zstd"),
        refused_whole("7-Zip", after(b"7z\xbc\xaf\x27\x1c\0"), "7-Zip"),
        refused_whole("RAR", after(b"Rar!\x1a\x07\0"), "RAR"),
        refused_whole("Parquet", after(b"PAR1\x15"), "Parquet"),
        refused_whole("SQLite", after(b"SQLite format 3\0"), "SQLite database"),
        refused_whole("PNG", after(b"\x89PNG\r\n\x1a\n"), "an image"),
        refused_whole("JPEG", after(b"\xff\xd8\xff\xe0"), "an image"),
        refused_whole("GIF", after(b"GIF89a"), "an image"),
        refused_whole("a program", after(b"\x7fELF\x02\x01"), "a program"),
        refused_whole("rich text", after(b"{\\rtf1\\ansi"), "rich-text document"),
        refused_whole("a JSON object", "{\"incident_ref\":\"I1\"}", "is JSON"),
        refused_whole("a JSON list", " [\n{\"incident_ref\":1}]", "is JSON"),
        refused_whole("a web page", "\n<!DOCTYPE html><html>", "HTML or XML"),
        refused_whole("XML with entities", "<?xml version='1.0'?><!DOCTYPE a>", "HTML or XML"),
        refused_whole("random bytes", (1..=40).collect::<Vec<u8>>().repeat(20), "is no text"),
    ]
}

fn nul_bytes() -> Vec<Case> {
    let text = short("I1,2008-04-01,Fenland\n");
    let marked = |text: &str, little| [utf16("\u{feff}", little), utf16(text, little)].concat();
    let many: String = (0..5000).map(|n| format!("I{n},2008-04-01,Fenland\n")).collect();
    let far = format!("{}\0", short(&many));
    let padded = format!("{text}{}", "\0".repeat(16));
    let below = format!("{}{}", short(&many), "\0\u{1}\u{2}".repeat(5000));
    vec![
        refused_whole("UTF-16, little end first", marked(&text, true), "is UTF-16 text: save it"),
        refused_whole("UTF-16, big end first", marked(&text, false), "is UTF-16 text"),
        refused_whole("UTF-16 without a mark", utf16(&text, true), "is UTF-16 text"),
        refused_whole("UTF-16 without a mark, big", utf16(&text, false), "is UTF-16 text"),
        refused_whole("UTF-32", b"\xff\xfe\0\0i\0\0\0".to_vec(), "is UTF-32 text"),
        refused_whole(
            "a NUL in the header",
            "incident\0_ref,area\n",
            "line 1, column 1, in the header: the cell holds a NUL byte",
        ),
        refused_whole("nothing but NUL", vec![0; 4096], "is no text"),
        refused_whole("a text that a crash left padded", padded, "is no text"),
        refused_whole("a text of letters between NULs", text.replace('0', "\0\0\0\0"), "no text"),
        refused_whole("no text far below", below, "is no text"),
        incidents(
            "a NUL in a reference",
            short("I\0,2008-04-01,Fenland\nI2,2008-04-01,Fenland\n"),
            1,
        )
        .refused(2, "incident_ref", NUL),
        incidents("a NUL in the last cell", short("I1,2008-04-01,\0Fenland\n"), 0)
            .refused(2, "area", NUL),
        incidents("a NUL between quotation marks", short("I1,\"2008\n-04\0-01\",Fenland\n"), 0)
            .refused(2, "reported_on", NUL),
        incidents("a NUL at the end", format!("{text}\0"), 1).refused(3, "incident_ref", NUL),
        incidents("a NUL that took a comma with it", short("I1,2008-04-01\0Fenland\n"), 0).refused(
            2,
            "reported_on",
            NUL,
        ),
        incidents("fifteen NULs in a short text", format!("{text}{}", "\0".repeat(15)), 1).refused(
            3,
            "incident_ref",
            NUL,
        ),
        incidents("a NUL far away", far, 5000).refused(5002, "incident_ref", NUL),
    ]
}

fn encodings() -> Vec<Case> {
    use WarningKind::Encoding;
    let name = "victim_family_name";
    let marked = |bytes: Vec<u8>| [b"\xef\xbb\xbf".to_vec(), bytes].concat();
    vec![
        incidents("UTF-8", with_name("Żółć".as_bytes()), 1),
        incidents("UTF-8 with a mark", marked(with_name("Zoë".as_bytes())), 1)
            .said("byte-order mark"),
        incidents("Windows-1252", with_name(b"Zo\xeb \x80 O\x92Neill"), 1).said("Windows-1252"),
        incidents("a mark and a stray byte", marked(with_name(b"Zo\xeb")), 1)
            .warned(2, name, Encoding)
            .said("byte-order mark"),
        incidents("a control character", with_name("Łódź Zoë \u{1}ü".as_bytes()), 1).warned(
            2,
            name,
            WarningKind::HiddenCharacter,
        ),
        incidents("more letters than stray bytes", with_name(b"\xc3\xab\xc3\xab\xeb"), 1)
            .warned(2, name, Encoding),
        incidents("more stray bytes than letters", with_name(b"\xc3\xab\xeb\xe9"), 1)
            .said("Windows-1252"),
        incidents("cut off inside a letter", with_name(b"Zo\xc3"), 1).said("Windows-1252"),
        incidents(
            "cut off there at the end",
            [short("I1,2008-04-01,Fen").as_bytes(), b"\xc3"].concat(),
            0,
        )
        .refused(2, "area", "the area is not known")
        .said("Windows-1252"),
        incidents("bytes without a letter", with_name(b"Zo\x81\x8d"), 1)
            .warned(2, name, Encoding)
            .said("Windows-1252"),
        incidents("overlong and surrogate forms", with_name(b"\xc0\xaf\xed\xa0\x80"), 1)
            .said("Windows-1252"),
        incidents(
            "a noncharacter in the reference",
            marked(short("I1,2008-04-01,Fenland\n").replace("I1", "I\u{fffe}").into_bytes()),
            1,
        )
        .said("byte-order mark"),
        incidents(
            "bytes of another encoding in the reference",
            marked([short("").into_bytes(), b"I\xeb,2008-04-01,Fenland\n".to_vec()].concat()),
            0,
        )
        .refused(2, "incident_ref", "not in the file's encoding: save the file as CSV UTF-8")
        .said("byte-order mark"),
    ]
}

#[test]
fn files_that_are_no_text_are_refused_by_what_they_look_like_and_encodings_are_told() {
    cases().iter().for_each(check);
}

#[test]
fn a_letter_on_the_border_of_two_chunks_does_not_make_another_encoding() {
    let rows: String = (0..6000).map(|n| format!("Ü{n},2008-04-01,Fenland\n")).collect();
    for pad in 0..4 {
        let text = format!("{}{}", "\n".repeat(pad), short(&rows));
        let seen = read(FileKind::Incidents, text.as_bytes()).unwrap();
        assert_eq!(seen.notes.encoding, super::super::Encoding::Utf8);
        assert_eq!(seen.incidents[5999].reference, "Ü5999");
    }
}

#[test]
fn what_windows_1252_says_is_what_is_kept() {
    let seen = read(FileKind::Incidents, &with_name(b"Zo\xeb O\x92Neill")).unwrap();
    let victim = &seen.incidents[0].pairs[0].victim;
    assert_eq!(victim.family_name.as_deref(), Some("Zoë O’Neill"));
}
