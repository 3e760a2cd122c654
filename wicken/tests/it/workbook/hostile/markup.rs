//! XML: entities, other encodings, great depth, ends in the middle; in every part that is read.

use super::{Case, Rows, Says, case};
use crate::workbook::made::{Ods, Parts, STYLES, Xlsx, plain, worksheet};

pub(super) fn cases() -> Vec<Case> {
    let mut cases = in_every_part();
    cases.extend(in_the_sheet());
    cases
}

fn laughs() -> String {
    let mut dtd = "<!DOCTYPE lolz [<!ENTITY lol \"lol\">".to_owned();
    for at in 1..10 {
        let before = if at == 1 { "lol".to_owned() } else { format!("lol{}", at - 1) };
        let ten = format!("&{before};").repeat(10);
        dtd.push_str(&format!("<!ENTITY lol{at} \"{ten}\">"));
    }
    dtd + "]><lolz>&lol9;</lolz>"
}

fn in_every_part() -> Vec<Case> {
    let (xlsx, ods) = (Xlsx::with(&plain()), Ods::plain(""));
    let places: [(&Parts, &str); 7] = [
        (&xlsx, "_rels/.rels"),
        (&xlsx, "xl/workbook.xml"),
        (&xlsx, "xl/_rels/workbook.xml.rels"),
        (&xlsx, "xl/sharedStrings.xml"),
        (&xlsx, "xl/styles.xml"),
        (&xlsx, "xl/worksheets/sheet1.xml"),
        (&ods, "content.xml"),
    ];
    let utf_16 = |text: &str| {
        let units = std::iter::once(0xfeff).chain(text.encode_utf16());
        units.flat_map(u16::to_le_bytes).collect::<Vec<u8>>()
    };
    let deep = "<a>".repeat(100_000);
    let attacks: [(&str, Vec<u8>, &'static str); 6] = [
        ("a billion laughs", laughs().into_bytes(), "words of its own"),
        (
            "a file of the machine",
            b"<!DOCTYPE a [<!ENTITY f SYSTEM \"file:///etc/passwd\">]><a>&f;</a>".to_vec(),
            "words of its own",
        ),
        ("a hundred thousand elements deep", deep.into_bytes(), "nested too deep"),
        ("no UTF-8", b"<a>\xff\xfe\xfa caf\xe9</a>".to_vec(), "damaged"),
        ("UTF-16", utf_16("<?xml version=\"1.0\" encoding=\"UTF-16\"?><a>b</a>"), "damaged"),
        ("an end in the middle", b"<a><b c=\"d".to_vec(), "damaged"),
    ];
    let mut cases = Vec::new();
    for (parts, part) in places {
        for (name, content, words) in &attacks {
            let workbook = parts.clone().set(part, content).zip();
            cases.push(case(format!("{name} in {part}"), workbook, Says(words)));
        }
    }
    cases
}

/// A good sheet around what is put into it.
fn sheet(text: &str) -> Vec<u8> {
    let row = format!("<row r=\"3\"><c t=\"inlineStr\"><is><t>{text}</t></is></c></row>");
    Xlsx::with(&(plain() + &row)).zip()
}

fn whole(content: &str) -> Vec<u8> {
    Xlsx::with("").set("xl/worksheets/sheet1.xml", content).zip()
}

fn in_the_sheet() -> Vec<Case> {
    let good = worksheet(&plain());
    let attributes = (0..50_000).map(|at| format!(" a{at}=\"b\"")).collect::<String>();
    let words = (0..60_000).map(|at| format!("{at} ")).collect::<String>();
    let formats = (0..100_001).map(|at| format!("<xf numFmtId=\"{at}\"/>")).collect::<String>();
    let styles = STYLES.replace("<cellXfs>", &format!("<cellXfs>{formats}"));
    vec![
        case("an entity of nobody's", sheet("&nobody;"), Says("words of its own")),
        case("a character by no number", sheet("&#xFFFFFFFF;"), Says("damaged")),
        case("a character that is none", sheet("&#x110000;"), Says("damaged")),
        case("half a pair of characters", sheet("&#xD800;"), Says("damaged")),
        case("an ampersand alone", sheet("a & b"), Says("damaged")),
        case("elements that cross", whole("<worksheet><sheetData></worksheet>"), Says("damaged")),
        case("no rows at all", whole("<worksheet/>"), Says("damaged")),
        case("an empty sheet", whole("<worksheet><sheetData/></worksheet>"), Says("no sheet")),
        case("an empty part", whole(""), Says("damaged")),
        case("no XML", whole("incident_ref,reported_on\n1,2\n"), Says("damaged")),
        case("a text that never ends", whole(&(good.clone() + "<![CDATA[")), Rows(1)),
        case("a comment that never ends", whole("<worksheet><!-- "), Says("damaged")),
        case("an instruction", whole(&format!("<?php evil(); ?>{good}")), Rows(1)),
        case(
            "fifty thousand attributes",
            whole(&good.replace("<row r=\"2\">", &format!("<row{attributes} r=\"2\">"))),
            Rows(1),
        ),
        case("a cell of 400,000 characters", sheet(&words), Rows(2)),
        case("a style sheet in the sheet", whole(STYLES), Says("damaged")),
        case(
            "a hundred thousand formats",
            Xlsx::with(&plain()).set("xl/styles.xml", styles).zip(),
            Says("100,000 formats"),
        ),
        case("markup in a text", sheet("&lt;script&gt;alert(1)&lt;/script&gt;"), Rows(2)),
        case("a text in CDATA", sheet("<![CDATA[I-2]]>"), Rows(2)),
    ]
}
