//! Workbooks as office programs write them, made from rows.

use std::{
    fmt::Write as _,
    io::{Cursor, Write},
};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

pub const TYPES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
pub const HEADER: &[&str] = &[
    "incident_ref",
    "reported_on",
    "area",
    "honour_based",
    "victim_given_names",
    "victim_family_name",
    "victim_date_of_birth",
    "victim_phone",
    "victim_address",
    "suspect_family_name",
];

/// So many incidents about invented people, each of its own.
pub fn incidents(count: usize) -> Vec<Vec<String>> {
    let row = |number: usize| {
        let day = 1 + number % 28;
        let name: String = number.to_string().bytes().map(|b| char::from(b + 49)).collect();
        let cells = [
            format!("I-{number}"),
            format!("2026-05-{day:02}"),
            "Fenland".to_owned(),
            if number.is_multiple_of(3) { "yes" } else { "no" }.to_owned(),
            "Ann".to_owned(),
            format!("X{name}"),
            format!("1980-04-{day:02}"),
            format!("01632 96{number:04}"),
            format!("{number} Mill \"Lane\", Elyton"),
            format!("Y{name}"),
        ];
        cells.to_vec()
    };
    let header = HEADER.iter().map(ToString::to_string).collect();
    std::iter::once(header).chain((0..count).map(row)).collect()
}

pub fn csv(rows: &[Vec<String>]) -> String {
    let cell = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
    let line = |row: &Vec<String>| row.iter().map(cell).collect::<Vec<_>>().join(",");
    rows.iter().map(|row| line(row) + "\n").collect()
}

pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

/// A row of texts as they stand in the sheet itself.
pub fn inline(number: usize, cells: &[&str]) -> String {
    let cell = |text: &&str| format!("<c t=\"inlineStr\"><is><t>{}</t></is></c>", escaped(text));
    let cells: String = cells.iter().map(cell).collect();
    format!("<row r=\"{number}\">{cells}</row>")
}

/// A header that is enough, and one row under it.
pub fn plain() -> String {
    inline(1, &["incident_ref", "reported_on", "area"])
        + &inline(2, &["I-1", "2026-05-01", "Fenland"])
}

/// The parts of a workbook, by name.
#[derive(Clone)]
pub struct Parts(pub Vec<(String, Vec<u8>)>);

impl Parts {
    #[must_use]
    pub fn set(mut self, name: &str, content: impl AsRef<[u8]>) -> Parts {
        self.0.retain(|(known, _)| known != name);
        self.0.push((name.to_owned(), content.as_ref().to_vec()));
        self
    }

    #[must_use]
    pub fn without(mut self, name: &str) -> Parts {
        self.0.retain(|(known, _)| known != name);
        self
    }

    pub fn zip(&self) -> Vec<u8> {
        zip(self, CompressionMethod::Deflated)
    }

    pub fn zip_stored(&self) -> Vec<u8> {
        zip(self, CompressionMethod::Stored)
    }
}

fn zip(parts: &Parts, method: CompressionMethod) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(method);
    for (name, content) in &parts.0 {
        writer.start_file(name.as_str(), options).expect("a part");
        writer.write_all(content).expect("its content");
    }
    writer.finish().expect("a zip").into_inner()
}

/// `id`, kind, target.
pub fn relations(list: &[(&str, &str, &str)]) -> String {
    let mut text = "<Relationships>".to_owned();
    for (id, kind, target) in list {
        let kind = format!("{TYPES}/{kind}");
        write!(text, "<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{target}\"/>")
            .expect("memory");
    }
    text + "</Relationships>"
}

pub fn workbook(names: &[&str]) -> String {
    let sheet = |(at, name): (usize, &&str)| {
        let at = at + 1;
        format!("<sheet name=\"{}\" sheetId=\"{at}\" r:id=\"rId{at}\"/>", escaped(name))
    };
    let sheets: String = names.iter().enumerate().map(sheet).collect();
    format!("<workbook xmlns:r=\"{TYPES}\"><workbookPr/><sheets>{sheets}</sheets></workbook>")
}

pub fn worksheet(rows: &str) -> String {
    let first = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    format!("{first}<worksheet><sheetData>{rows}</sheetData></worksheet>")
}

/// Styles 0 to 4: general, a date, a date and time, ten digits, text.
pub const STYLES: &str = "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy \
                          hh:mm\"/><numFmt numFmtId=\"165\" formatCode=\"0000000000\"/></numFmts>\
                          <cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs>\
                          <xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/>\
                          <xf numFmtId=\"165\"/><xf numFmtId=\"49\"/></cellXfs></styleSheet>";

/// A workbook as Excel writes it.
pub struct Xlsx;

impl Xlsx {
    /// One sheet with these rows.
    pub fn with(rows: &str) -> Parts {
        let shared = "<sst count=\"2\" uniqueCount=\"2\"><si><t>one</t></si><si><r><t>t</t></r>\
                      <r><t>wo</t></r><rPh><t>x</t></rPh></si></sst>";
        let book = [
            ("rId1", "worksheet", "worksheets/sheet1.xml"),
            ("rId8", "styles", "styles.xml"),
            ("rId9", "sharedStrings", "sharedStrings.xml"),
        ];
        let root = [("rId1", "officeDocument", "xl/workbook.xml")];
        Parts(Vec::new())
            .set("[Content_Types].xml", "<Types/>")
            .set("_rels/.rels", relations(&root))
            .set("xl/workbook.xml", workbook(&["Incidents"]))
            .set("xl/_rels/workbook.xml.rels", relations(&book))
            .set("xl/styles.xml", STYLES)
            .set("xl/sharedStrings.xml", shared)
            .set("xl/worksheets/sheet1.xml", worksheet(rows))
    }

    /// Several sheets, each with its name and rows.
    pub fn sheets(sheets: &[(&str, &str)]) -> Parts {
        let names: Vec<&str> = sheets.iter().map(|(name, _)| *name).collect();
        let targets: Vec<(String, String)> = (1..=sheets.len())
            .map(|at| (format!("rId{at}"), format!("worksheets/sheet{at}.xml")))
            .collect();
        let list: Vec<_> = targets.iter().map(|(id, to)| (&**id, "worksheet", &**to)).collect();
        let mut parts = Xlsx::with("")
            .set("xl/workbook.xml", workbook(&names))
            .set("xl/_rels/workbook.xml.rels", relations(&list));
        for (at, (_, rows)) in sheets.iter().enumerate() {
            parts = parts.set(&format!("xl/worksheets/sheet{}.xml", at + 1), worksheet(rows));
        }
        parts
    }

    /// Rows as somebody would type them into Excel: dates are dates, yes and no are TRUE and
    /// FALSE, texts stand beside the sheet and are referred to.
    pub fn of(rows: &[Vec<String>]) -> Parts {
        let (mut strings, mut count, mut sheet) = (String::new(), 0, String::new());
        for (at, row) in rows.iter().enumerate() {
            write!(sheet, "<row r=\"{}\">", at + 1).expect("memory");
            for (column, text) in row.iter().enumerate() {
                let place = format!("{}{}", char::from(b'A' + column as u8), at + 1);
                if let Ok(day) = text.parse::<jiff::civil::Date>() {
                    let days = (day - jiff::civil::date(1899, 12, 30)).get_days();
                    write!(sheet, "<c r=\"{place}\" s=\"1\"><v>{days}</v></c>").expect("memory");
                } else if let Some(flag) = ["no", "yes"].iter().position(|word| word == text) {
                    write!(sheet, "<c r=\"{place}\" t=\"b\"><v>{flag}</v></c>").expect("memory");
                } else {
                    write!(sheet, "<c r=\"{place}\" t=\"s\"><v>{count}</v></c>").expect("memory");
                    write!(strings, "<si><t>{}</t></si>", escaped(text)).expect("memory");
                    count += 1;
                }
            }
            sheet.push_str("</row>");
        }
        let strings = format!("<sst count=\"{count}\" uniqueCount=\"{count}\">{strings}</sst>");
        Xlsx::with(&sheet).set("xl/sharedStrings.xml", strings)
    }
}

/// A workbook as LibreOffice writes it.
pub struct Ods;

impl Ods {
    /// What stands within the body.
    pub fn with(tables: &str) -> Parts {
        let content = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content><office:body>\
             <office:spreadsheet>{tables}</office:spreadsheet></office:body>\
             </office:document-content>"
        );
        let manifest = "<!DOCTYPE manifest:manifest PUBLIC \"-//OpenOffice.org//DTD Manifest \
                        1.0//EN\" \"Manifest.dtd\"><manifest:manifest/>";
        Parts(Vec::new())
            .set("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            .set("META-INF/manifest.xml", manifest)
            .set("content.xml", content)
    }

    pub fn table(name: &str, rows: &str) -> String {
        format!("<table:table table:name=\"{}\">{rows}</table:table>", escaped(name))
    }

    pub fn row(cells: &[&str]) -> String {
        let cell = |text: &&str| {
            let text = escaped(text);
            format!(
                "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p>\
                 </table:table-cell>"
            )
        };
        let cells: String = cells.iter().map(cell).collect();
        format!("<table:table-row>{cells}</table:table-row>")
    }

    /// A header that is enough, one row under it, and what else is wished.
    pub fn plain(more: &str) -> Parts {
        let rows = Ods::row(&["incident_ref", "reported_on", "area"])
            + &Ods::row(&["I-1", "2026-05-01", "Fenland"])
            + more;
        Ods::with(&Ods::table("Incidents", &rows))
    }

    /// Rows as somebody would type them into Calc.
    pub fn of(rows: &[Vec<String>]) -> Parts {
        let cell = |text: &String| {
            let (kind, shown) = if text.parse::<jiff::civil::Date>().is_ok() {
                (format!("\"date\" office:date-value=\"{text}\""), "shown otherwise".to_owned())
            } else if ["no", "yes"].contains(&text.as_str()) {
                let flag = text == "yes";
                (format!("\"boolean\" office:boolean-value=\"{flag}\""), "TRUE?".to_owned())
            } else {
                ("\"string\" calcext:value-type=\"string\"".to_owned(), escaped(text))
            };
            format!(
                "<table:table-cell office:value-type={kind}><text:p>{shown}</text:p>\
                 </table:table-cell>"
            )
        };
        let row = |row: &Vec<String>| {
            let cells: String = row.iter().map(cell).collect();
            // As Calc ends its rows and its sheets.
            let rest = "<table:table-cell table:number-columns-repeated=\"16374\"/>";
            format!("<table:table-row>{cells}{rest}</table:table-row>")
        };
        let rows: String = rows.iter().map(row).collect();
        let rest = "<table:table-row table:number-rows-repeated=\"1048000\">\
                    <table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>";
        Ods::with(&Ods::table("Incidents", &(rows + rest)))
    }
}
