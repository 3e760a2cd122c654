//! Workbooks that are what they say.

use super::{
    import,
    made::{Ods, Parts, Xlsx, csv, incidents, inline, relations, workbook},
    written,
};
use crate::harness::{House, Person, text};
use app::db::Engine;
use serde_json::Value;

fn figures(house: &House) -> String {
    let period = ["--from", "2026-04-01", "--to", "2027-03-31", "--by", "area", "--json"];
    let told = |indicator| house.well(&[&["report", indicator], &period[..]].concat());
    told("recorded-incidents") + &told("repeat-incidents")
}

#[test]
fn the_same_rows_give_the_same_counts_and_figures_whatever_they_came_in() {
    let rows = incidents(60);
    let files = [
        ("may.csv", csv(&rows).into_bytes()),
        ("may.xlsx", Xlsx::of(&rows).zip()),
        ("may.ods", Ods::of(&rows).zip()),
        // Its name says nothing.
        ("odd.csv", Xlsx::of(&rows).zip()),
    ];
    let mut told = Vec::new();
    for (name, content) in &files {
        let house = House::on(Engine::Sqlite);
        let path = written(&house, name, content);
        let output = import(&house, &path, &[]);
        assert_eq!(output.status.code(), Some(0), "{name}: {}", text(&output.stderr));
        told.push((text(&output.stdout), figures(&house)));
    }
    let counts: Value = serde_json::from_str(&told[0].0).expect("a JSON document");
    assert_eq!((&counts["new"], &counts["warnings"]), (&60.into(), &0.into()), "{counts}");
    for (at, (name, _)) in files.iter().enumerate() {
        assert_eq!(told[at], told[0], "{name}");
    }
}

#[test]
fn a_workbook_after_its_csv_changes_nothing() {
    let house = House::on(Engine::Sqlite);
    let rows = incidents(10);
    import(&house, &written(&house, "may.csv", csv(&rows).as_bytes()), &[]);
    for (name, content) in [("may.xlsx", Xlsx::of(&rows).zip()), ("may.ods", Ods::of(&rows).zip())]
    {
        let output = import(&house, &written(&house, name, &content), &[]);
        let counts: Value = serde_json::from_slice(&output.stdout).expect("a JSON document");
        assert_eq!(counts["unchanged"], 10, "{name}: {counts}");
    }
}

/// The CSV that the child makes of it, and what it has to say.
fn rows(parts: &Parts) -> (String, String) {
    let output = super::fed(super::child(), &parts.zip());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    (text(&output.stdout), text(&output.stderr))
}

#[test]
fn every_kind_of_cell_of_an_xlsx_comes_out_as_people_write_it() {
    let sheet = inline(1, &["incident_ref", "reported_at"])
        + "<row r=\"3\"><c r=\"A3\" t=\"s\"><v>1</v></c>\
           <c r=\"B3\" s=\"2\"><v>39539.395833333336</v></c>\
           <c r=\"C3\" s=\"1\"><v>39539</v></c><c r=\"D3\" s=\"3\"><v>34</v></c>\
           <c r=\"E3\"><v>7.700900123E9</v></c><c r=\"F3\" t=\"b\"><v>1</v></c>\
           <c r=\"G3\" t=\"e\"><v>#N/A</v></c>\
           <c r=\"H3\" t=\"str\"><f>A1&amp;\"x\"</f><v>cached &amp; kept</v></c>\
           <c r=\"J3\" t=\"d\"><v>2008-04-01T00:00:00</v></c>\
           <c r=\"K3\" s=\"1\"><v>60</v></c><c r=\"L3\" t=\"inlineStr\"><is><r><t>ri</t></r>\
           <r><t>ch</t></r></is></c><c r=\"M3\"><f>1/0</f></c></row>";
    let (csv, said) = rows(&Xlsx::with(&sheet));
    let cells = "two,2008-04-01T09:30,2008-04-01,0000000034,7700900123,yes,,cached & kept,,\
                 2008-04-01,60,rich\n";
    assert_eq!(csv, format!("incident_ref,reported_at\n\n{cells}"));
    assert!(said.contains("1 cells hold an error") && said.contains("G3"), "{said}");
    assert!(said.contains("in no calendar") && said.contains("K3"), "{said}");
    let since_1904 = workbook(&["I"]).replace("<workbookPr/>", "<workbookPr date1904=\"1\"/>");
    let sheet = inline(1, &["incident_ref", "reported_on"])
        + "<row r=\"2\"><c><v>1</v></c><c s=\"1\"><v>38077</v></c></row>";
    let (csv, _) = rows(&Xlsx::with(&sheet).set("xl/workbook.xml", since_1904));
    assert!(csv.ends_with("\n1,2008-04-01\n"), "{csv}");
}

#[test]
fn every_kind_of_cell_of_an_ods_comes_out_as_people_write_it() {
    let cell = |what: &str, shown: &str| {
        format!("<table:table-cell {what}><text:p>{shown}</text:p></table:table-cell>")
    };
    let row = [
        cell("office:value-type=\"string\"", "one<text:s text:c=\"3\"/><text:span>two</text:span>"),
        cell("office:value-type=\"date\" office:date-value=\"2008-04-01T09:30:00\"", "1 Apr"),
        cell("office:value-type=\"float\" office:value=\"34\"", "0000000034"),
        cell("office:value-type=\"float\" office:value=\"1.5\"", "2"),
        cell("office:value-type=\"boolean\" office:boolean-value=\"false\"", "FALSE"),
        cell("office:value-type=\"string\" calcext:value-type=\"error\"", "#N/A"),
        cell("office:value-type=\"time\" office:time-value=\"PT09H30M00S\"", "9:30"),
        "<table:covered-table-cell table:number-columns-repeated=\"2\"/>".to_owned(),
        "<table:table-cell office:value-type=\"string\"><office:annotation><text:p>aside</text:p>\
         </office:annotation><text:p>a</text:p><text:p>b</text:p></table:table-cell>"
            .to_owned(),
    ]
    .concat();
    let rows_of = Ods::row(&["incident_ref", "reported_at"])
        + "<table:table-row table:number-rows-repeated=\"2\"><table:table-cell/></table:table-row>"
        + &format!("<table:table-row>{row}</table:table-row>");
    let (csv, said) = rows(&Ods::with(&Ods::table("I", &rows_of)));
    let cells = "one two,2008-04-01T09:30,0000000034,1.5,no,,09:30,,,a b\n";
    assert_eq!(csv, format!("incident_ref,reported_at\n\n\n{cells}"));
    assert!(said.contains("1 cells hold an error") && said.contains("F4"), "{said}");
}

#[test]
fn a_lost_zero_is_told_by_its_column() {
    let sheet = inline(1, &["incident_ref", "victim_phone", "victim_nhs_number"])
        + "<row r=\"2\"><c><v>1</v></c><c><v>1632960001</v></c><c><v>943476591</v></c></row>";
    let (csv, said) = rows(&Xlsx::with(&sheet));
    assert!(csv.ends_with("\n1,1632960001,943476591\n"), "{csv}");
    assert!(said.contains("victim_phone: 1 cells are numbers"), "{said}");
    assert!(said.contains("victim_nhs_number: 1 cells are numbers"), "{said}");
}

#[test]
fn of_several_sheets_the_one_that_fits_is_read_and_said() {
    let (notes, plain) = (inline(1, &["These are notes"]), super::made::plain());
    let sheets = [("Notes", notes.as_str()), ("Incidents 2026", &plain)];
    let (csv, said) = rows(&Xlsx::sheets(&sheets));
    assert_eq!(csv, "incident_ref,reported_on,area\nI-1,2026-05-01,Fenland\n");
    assert!(said.contains("the sheet Incidents 2026 was read"), "{said}");
    let tables = Ods::table("Notes", &Ods::row(&["These are notes"]))
        + &Ods::table("Rows", &Ods::row(&["area", "Incident_Ref "]));
    let (csv, said) = rows(&Ods::with(&tables));
    assert_eq!(csv, "area,Incident_Ref \n");
    assert!(said.contains("the sheet Rows was read"), "{said}");
}

#[test]
fn a_coordinator_sends_a_workbook_through_the_page_and_reads_what_was_said_of_it() {
    let house = House::on(Engine::Sqlite);
    let path = written(&house, "one.csv", csv(&incidents(1)).as_bytes());
    import(&house, &path, &[]);
    let server = house.serve();
    let coordinator = Person::join(&house, &server, "cleo@county.example", "coordinator");
    let mut wire = server.wire().with("cookie", &coordinator.cookie);
    let page = wire.get("/imports/new").expect("the page").text();
    assert!(page.contains("or a workbook (.xlsx or .ods)"), "{page}");
    let mut rows = incidents(5);
    rows[3].push("beside".to_owned());
    let macros = relations(&[
        ("rId1", "worksheet", "worksheets/sheet1.xml"),
        ("rId9", "sharedStrings", "sharedStrings.xml"),
        ("rId8", "styles", "styles.xml"),
        ("rId7", "vbaProject", "vbaProject.bin"),
    ]);
    let parts = Xlsx::of(&rows).set("xl/_rels/workbook.xml.rels", macros);
    let answer = upload(&mut wire, "may.xlsx", &parts.zip());
    assert_eq!(answer.status, 303, "{}", answer.text());
    let page = wire.get(answer.header("location")).expect("the outcome").text();
    assert!(page.contains("may.xlsx") && page.contains("Macros of the workbook"), "{page}");
    // Row and line have one number.
    assert!(page.contains("I-2") && page.contains(">4<"), "{page}");
    let answer = upload(&mut wire, "old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on");
    assert_eq!(answer.status, 422);
    assert!(answer.text().contains("The file is an old Excel workbook (.xls): save it as .xlsx"));
}

fn upload(wire: &mut crate::harness::Wire, name: &str, file: &[u8]) -> crate::harness::Reply {
    let page = wire.get("/imports/new").expect("the page").text();
    let after = page.split("name=\"request\" value=\"").nth(1).expect("a form");
    let token = after.split('"').next().expect("its token");
    let mut body = Vec::new();
    let begin = "--wicken\r\ncontent-disposition: form-data; name=";
    for (name, value) in [("request", token), ("kind", "incidents"), ("agency", "FEN-POLICE")] {
        body.extend(format!("{begin}\"{name}\"\r\n\r\n{value}\r\n").into_bytes());
    }
    body.extend(format!("{begin}\"file\"; filename=\"{name}\"\r\n\r\n").into_bytes());
    body.extend(file);
    body.extend(b"\r\n--wicken--\r\n");
    let kind = ("content-type", "multipart/form-data; boundary=wicken");
    wire.ask("POST", "/imports/new", &[kind], &body).expect("an answer")
}
