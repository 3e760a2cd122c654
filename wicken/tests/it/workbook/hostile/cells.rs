//! Sheets and cells: false sizes, places that are none, numbers without bounds, ways out.

use super::{Case, Rows, Says, case};
use crate::workbook::made::{Ods, Parts, Xlsx, inline, plain, relations, workbook, worksheet};

pub(super) fn cases() -> Vec<Case> {
    let mut cases = places();
    cases.extend(values());
    cases.extend(sheets());
    cases.extend(outside());
    cases.extend(open());
    cases
}

/// The good rows and what is put behind them.
fn with(more: &str) -> Vec<u8> {
    Xlsx::with(&(plain() + more)).zip()
}

fn sized(dimension: &str) -> Vec<u8> {
    let size = format!("<dimension ref=\"{dimension}\"/><sheetData>");
    let sheet = worksheet(&plain()).replace("<sheetData>", &size);
    Xlsx::with("").set("xl/worksheets/sheet1.xml", sheet).zip()
}

fn places() -> Vec<Case> {
    let at = |place: &str| format!("<row><c r=\"{place}\"><v>1</v></c></row>");
    let row = |number: &str| format!("<row r=\"{number}\"><c><v>1</v></c></row>");
    let none = Says("a number that no row has");
    vec![
        case("a false size", sized("A1:XFD1048576"), Rows(1)),
        case("a size of nothing", sized(""), Rows(1)),
        case("a size that is none", sized("ZZZZZZ99999999999:-1"), Rows(1)),
        case("a size of one cell", sized("A1"), Rows(1)),
        case(
            "one cell at the very end",
            with("<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>"),
            Rows(2),
        ),
        case("a cell in the last column", with(&at("XFD3")), Rows(2)),
        case("a cell behind the last column", with(&at("XFE3")), Says("more columns")),
        case("a cell in column ZZZZZZZZ", with(&at("ZZZZZZZZ3")), Says("more columns")),
        case("a cell without letters", with(&at("3")), Says("a name that no cell has")),
        case("a cell without a name", with(&at("")), Says("a name that no cell has")),
        case("row 0", with(&row("0")), none),
        case("row -1", with(&row("-1")), none),
        case("row 1048577", with(&row("1048577")), none),
        case("row 4294967297", with(&row("4294967297")), none),
        case("row x", with(&row("x")), none),
        case("a row twice", with(&row("2")), Says("out of order")),
        case("a row before another", with(&(row("9") + &row("5"))), Says("out of order")),
        case("a cell twice", with("<row><c r=\"A3\"><v>1</v></c><c r=\"A3\"/></row>"), Rows(1)),
        case("16,384 columns", with(&inline(3, &["x"; 16_384])), Rows(2)),
        case("16,385 columns", with(&inline(3, &["x"; 16_385])), Says("more columns")),
        case("a hundred thousand empty rows", with(&"<row></row>".repeat(100_000)), Rows(1)),
    ]
}

fn values() -> Vec<Case> {
    let cell = |what: &str, value: &str| {
        let name = "<c t=\"inlineStr\"><is><t>I-2</t></is></c>";
        with(&format!("<row>{name}<c {what}><v>{value}</v></c></row>"))
    };
    let shared = |content: &str| {
        let rows = plain() + "<row><c t=\"s\"><v>0</v></c></row>";
        Xlsx::with(&rows).set("xl/sharedStrings.xml", content).zip()
    };
    let missing = Says("refers to a text that is missing");
    let counted = "<sst count=\"4294967295\" uniqueCount=\"4294967295\"><si><t>I-2</t></si></sst>";
    let mut cases = vec![
        case("four billion texts, by its own count", shared(counted), Rows(2)),
        case("minus one texts", shared(&counted.replace("4294967295", "-1")), Rows(2)),
        case("no texts", shared("<sst/>"), missing),
        case("text 4294967295", cell("t=\"s\"", "4294967295"), missing),
        case("text -1", cell("t=\"s\"", "-1"), missing),
        case("text 18446744073709551616", cell("t=\"s\"", "18446744073709551616"), missing),
        case("a kind that is none", cell("t=\"zzz\"", "1"), Rows(2)),
        case("a flag that is 7", cell("t=\"b\"", "7"), Rows(2)),
        case("style 4294967295", cell("s=\"4294967295\"", "1"), Rows(2)),
        case("style -1", cell("s=\"-1\"", "1"), Rows(2)),
        case("a formula that calls a program", with(DDE), Rows(2)),
        case("a number of 10,000 digits", cell("", &"9".repeat(10_000)), Rows(2)),
    ];
    for number in ["1E308", "-1E308", "1E999", "NaN", "INF", "0x1p9", "1e-320"] {
        cases.push(case(format!("the number {number}"), cell("", number), Rows(2)));
        let name = format!("the date {number}");
        cases.push(case(name, cell("s=\"1\"", number), Rows(2)));
    }
    for day in ["-1", "0", "60", "2958466", "99999999999"] {
        cases.push(case(format!("day {day}"), cell("s=\"1\"", day), Rows(2)));
    }
    cases
}

const DDE: &str = "<row><c t=\"str\"><f>cmd|' /C calc'!A0</f><v>I-2</v></c></row>";

fn sheets() -> Vec<Case> {
    let plain = plain();
    let notes = inline(1, &["notes"]);
    let good = Xlsx::with(&plain);
    let names: Vec<String> = (0..1001).map(|at| format!("S{at}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let hidden = workbook(&["I"]).replace(" sheetId", " state=\"veryHidden\" sheetId");
    let book = |content: String| good.clone().set("xl/workbook.xml", content).zip();
    let leads = |kind: &str, target: &str| {
        let relations = relations(&[("rId1", kind, target)]);
        good.clone().set("xl/_rels/workbook.xml.rels", relations).zip()
    };
    let two = Xlsx::sheets(&[("May", &plain), ("June", &plain)]).zip();
    let both = workbook(&["A", "B"]).replace("rId2", "rId1");
    vec![
        case("two sheets that fit", two, Says("several sheets hold rows of this kind: May, June")),
        case(
            "no sheet that fits",
            Xlsx::sheets(&[("May", &notes), ("June", &notes)]).zip(),
            Says("has incident_ref in it: May, June"),
        ),
        case("one sheet under two names", book(both), Says("several sheets")),
        case("no sheets", book(workbook(&[])), Says("no sheet with cells")),
        case("1,001 sheets", book(workbook(&names)), Says("more than 1,000 sheets")),
        case("a sheet that is hidden", book(hidden), Rows(1)),
        case("a chart alone", leads("chartsheet", "chart.xml"), Says("no sheet with cells")),
        case("a sheet of old macros", leads("xlMacrosheet", "m.xml"), Says("no sheet with cells")),
        case("a sheet that is missing", leads("worksheet", "nowhere.xml"), Says("missing")),
        case("a sheet in /etc", leads("worksheet", "../../../etc/passwd"), Says("missing")),
        case("a sheet that is the workbook", leads("worksheet", "workbook.xml"), Says("no rows")),
        case(
            "a sheet that is its list",
            leads("worksheet", "_rels/workbook.xml.rels"),
            Says("no rows"),
        ),
        case(
            "a sheet without a relation",
            good.clone().without("xl/_rels/workbook.xml.rels").zip(),
            Says("leads nowhere"),
        ),
        case("no workbook in it", good.clone().without("xl/workbook.xml").zip(), Says("send the")),
        case(
            "no list of kinds",
            good.clone().without("[Content_Types].xml").zip(),
            Says("send the"),
        ),
        case("no styles", good.clone().without("xl/styles.xml").zip(), Rows(1)),
    ]
}

fn outside() -> Vec<Case> {
    let good = Xlsx::with(&plain());
    let list = |more: &str| {
        let own = relations(&[("rId1", "worksheet", "worksheets/sheet1.xml")]);
        let list = own.replace("</Relationships>", &format!("{more}</Relationships>"));
        good.clone().set("xl/_rels/workbook.xml.rels", list)
    };
    let far = relations(&[("rId1", "worksheet", "http://192.0.2.1/sheet.xml")])
        .replace("/></", " TargetMode=\"External\"/></");
    let link = "<Relationship Id=\"r5\" Type=\"x/externalLink\" TargetMode=\"External\" \
                Target=\"file://192.0.2.1/share/evil.xlsx\"/>";
    let macros = "<Relationship Id=\"r6\" Type=\"x/vbaProject\" Target=\"vbaProject.bin\"/>";
    let query = "<Relationship Id=\"r7\" Type=\"x/connections\" Target=\"connections.xml\"/>";
    let sheet = worksheet(&plain()).replace(
        "</worksheet>",
        "<oleObjects><oleObject link=\"x\"/>\
        </oleObjects><hyperlinks><hyperlink ref=\"A1\" r:id=\"r1\"/></hyperlinks></worksheet>",
    );
    vec![
        case(
            "a sheet on another machine",
            good.clone().set("xl/_rels/workbook.xml.rels", far).zip(),
            Says("leads outside"),
        ),
        case(
            "links to other workbooks",
            list(link).set("xl/externalLinks/externalLink1.xml", "<!DOCTYPE a>").zip(),
            Rows(1),
        ),
        case("macros", list(macros).set("xl/vbaProject.bin", [0xcc; 99]).zip(), Rows(1)),
        case("a query of a database", list(query).set("xl/connections.xml", "<a/>").zip(), Rows(1)),
        case(
            "objects and links in the sheet",
            good.clone().set("xl/worksheets/sheet1.xml", sheet).zip(),
            Rows(1),
        ),
    ]
}

fn open() -> Vec<Case> {
    let row = |times: &str, cell: &str| {
        let row = format!("<table:table-row table:number-rows-repeated=\"{times}\">");
        Ods::plain(&format!("{row}{cell}</table:table-row>")).zip()
    };
    let cell = |times: &str, text: &str| {
        let begin = format!("<table:table-cell table:number-columns-repeated=\"{times}\">");
        row("1", &format!("{begin}<text:p>{text}</text:p></table:table-cell>"))
    };
    let one = "<table:table-cell><text:p>x</text:p></table:table-cell>";
    let value = |kind: &str, value: &str| {
        let cell = format!("<table:table-cell office:value-type=\"{kind}\" {value}/>");
        row("1", &format!("{one}{cell}"))
    };
    let long = format!("<table:table-cell><text:p>{}</text:p></table:table-cell>", "x".repeat(999));
    let nested =
        format!("<table:table-cell>{}</table:table-cell>", Ods::table("in", &Ods::row(&["a"])));
    let two = Ods::table("A", &Ods::row(&["incident_ref"]));
    let macros: Parts = Ods::plain("").set("Basic/Standard/Evil.xml", laughs_not());
    let repeated = Says("repeated a number of times");
    vec![
        case("nothing, two billion cells wide", cell("2147483648", ""), Rows(1)),
        case("something, two billion cells wide", cell("2147483648", "x"), Says("more columns")),
        case("a cell 10^30 times", cell(&"9".repeat(30), "x"), repeated),
        case("a cell 0 times", cell("0", "x"), repeated),
        case("a cell -1 times", cell("-1", "x"), repeated),
        case("nothing, two billion rows long", row("2147483648", "<table:table-cell/>"), Rows(1)),
        case("something, two billion rows long", row("2147483648", one), Says("more rows")),
        case("a row x times", row("x", one), repeated),
        case("a long row, a million times", row("1048000", &long), Says("rows are over 64 MiB")),
        case("the date yesterday", value("date", "office:date-value=\"yesterday\""), Rows(2)),
        case(
            "a date in the year 99999999",
            value("date", "office:date-value=\"99999999-01-01\""),
            Rows(2),
        ),
        case("a float that is none", value("float", "office:value=\"NaN\""), Rows(2)),
        case("a float without value", value("float", ""), Rows(2)),
        case(
            "a flag that is perhaps",
            value("boolean", "office:boolean-value=\"perhaps\""),
            Rows(2),
        ),
        case("a time without end", value("time", "office:time-value=\"PT99999999H\""), Rows(2)),
        case("a table in a cell", row("1", &nested), Rows(1)),
        case("two tables that fit", Ods::with(&(two.clone() + &two)).zip(), Says("several sheets")),
        case("no table", Ods::with("").zip(), Says("no sheet with cells")),
        case("macros of Calc", macros.zip(), Rows(1)),
    ]
}

fn laughs_not() -> &'static str {
    "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>"
}
