//! Headers that are missing, broken or strange.

use super::*;

const MISSING: &str = "the file has no such column and it is required: add it to the header";

pub(super) fn cases() -> Vec<Case> {
    [refused(), read_all_the_same(), missing_columns()].into_iter().flatten().collect()
}

fn refused() -> Vec<Case> {
    let row = "I1,2008-04-01,Fenland\n";
    let columns = |count: usize| format!("incident_ref{}\n", ",x".repeat(count - 1));
    let many = |count: usize| {
        let names: Vec<String> = (1..count).map(|number| format!("x{number}")).collect();
        format!("incident_ref,{}\n", names.join(","))
    };
    let no_header = "line 1 names no column of the format \"incidents\": the first line must be";
    vec![
        refused_whole("no header", row, no_header),
        refused_whole("one word", "hello", no_header),
        refused_whole("a title above the header", format!("Report of May\n{row}"), no_header),
        refused_whole("the hint of Excel", format!("sep=,\n{row}"), no_header),
        refused_whole("no header after empty lines", "\n\nhello,you\n", "line 3 names no column"),
        refused_whole("only commas and a word", ",,,\n,x,\n", "line 2 names no column"),
        refused_whole(
            "semicolons",
            "incident_ref;reported_on;area\nI1;2008-04-01;Fenland\n",
            "line 1 is separated by semicolons: save the file as CSV separated by commas",
        ),
        refused_whole("tabs", "incident_ref\treported_on\tarea\n", "separated by"),
        refused_whole("vertical bars", "incident_ref|reported_on|area\n", "by vertical bars"),
        refused_whole("quoted semicolons", "\"incident_ref\";\"area\"\n", "text follows the quot"),
        refused_whole(
            "twice",
            "incident_ref,area,area\n",
            "line 1 names the column \"area\" twice",
        ),
        refused_whole("twice in other case", "Area,incident_ref,area \n", "\"area\" twice"),
        refused_whole("an unknown one twice", "incident_ref,a b,A B\n", "\"a b\" twice: rename"),
        refused_whole("twice but for what is hidden", "area,a\u{200b}rea\n", "\"area\" twice"),
        refused_whole("a thousand and one columns", many(1001), "line 1, column 1001"),
        refused_whole("a million columns", columns(1_000_000), "more than 1,000 cells"),
        refused_whole("a quote without end", "incident_ref,\"area\nI1,x", "line 1, column 2, in"),
        refused_whole(
            "a quote without end over a million lines",
            format!("incident_ref,\"area\n{}", "I1,x\n".repeat(1_000_000)),
            "has no end",
        ),
        refused_whole("text after a quote", "\"incident_ref\"x,area\n", "column 1, in the header"),
        refused_whole(
            "a name of 70,000 bytes",
            format!("area,{}\n", "x".repeat(70_000)),
            "column 2",
        ),
        refused_whole(
            "a header of 3 MB",
            "area,".to_owned() + &"y".repeat(3_000_000),
            "line 1, column 2, in the header: the cell has more than 65,536 bytes: shorten it",
        ),
    ]
}

fn read_all_the_same() -> Vec<Case> {
    let plain = "I1,2008-04-01,Fenland";
    let names: Vec<String> = (0..997).map(|number| format!("x{number}")).collect();
    let thousand =
        format!("incident_ref,reported_on,area,{}\n{plain}{}\n", names.join(","), ",".repeat(997));
    vec![
        incidents("a header only", "incident_ref,reported_on,area", 0),
        incidents(
            "capitals and spaces",
            " Incident_Ref , REPORTED_ON,Area\nI1,2008-04-01,Fenland",
            1,
        ),
        incidents(
            "quoted names",
            "\"incident_ref\",\"reported_on\",\"area\"\nI1,2008-04-01,Fenland",
            1,
        ),
        incidents("another order", "area,reported_on,incident_ref\nFenland,2008-04-01,I1\n", 1),
        incidents(
            "hidden characters",
            "\u{200b}incident_ref,reported_on\u{200f},area\nI1,2008-04-01,Fenland",
            1,
        ),
        incidents(
            "empty lines above",
            "\r\n\r\nincident_ref,reported_on,area\r\nI1,2008-04-01,Fenland\r\n",
            1,
        ),
        incidents(
            "unknown columns",
            "incident_ref,reported_on,area,child_school,beat\nI1,2008-04-01,Fenland,,\n",
            1,
        )
        .said("not known and were ignored: child_school, beat."),
        incidents(
            "columns without a name",
            "incident_ref,reported_on,area,,\nI1,2008-04-01,Fenland,,\n",
            1,
        )
        .said("Columns without a name were ignored: 2."),
        incidents(
            "a perpetrator of the other format",
            "incident_ref,reported_on,area,perpetrator_ref\nI1,2008-04-01,Fenland,P\n",
            1,
        )
        .said("perpetrator_ref"),
        incidents("a thousand columns", thousand, 1).said("x0, x1"),
    ]
}

fn missing_columns() -> Vec<Case> {
    let referral = |header: &str| format!("{header}\n1,2,3\n4,5,6\n");
    vec![
        incidents("no reference", "reported_on,area\n2008-04-01,Fenland\n2008-04-02,Fenland\n", 0)
            .refused(2, "incident_ref", MISSING)
            .refused(3, "incident_ref", MISSING),
        incidents("no date", "incident_ref,area\nI1,Fenland\n", 0).refused(
            2,
            "reported_on",
            MISSING,
        ),
        incidents("no area", "incident_ref,reported_on\nI1,2008-04-01\n", 0).refused(
            2,
            "area",
            "fill in the area, or load postcodes with `wicken area postcodes`",
        ),
        incidents(
            "a postcode for the area",
            "incident_ref,reported_on,postcode\nI1,2008-04-01,CB1 2AB\n",
            1,
        ),
        incidents(
            "a time for the date",
            "incident_ref,reported_at,area\nI1,2008-04-01T10:00,Fenland\n",
            1,
        ),
        incidents("a register of referrals", "referral_ref,marac,area\nR1,Fenland,Fenland\n", 0)
            .refused(2, "incident_ref", MISSING)
            .said("referral_ref, marac"),
        referrals("no referral_ref", referral("marac,referred_on,referring_agency"), 0)
            .refused(2, "referral_ref", MISSING)
            .refused(3, "referral_ref", MISSING),
        referrals("no marac", referral("referral_ref,referred_on,referring_agency"), 0)
            .refused(2, "marac", MISSING)
            .refused(3, "marac", MISSING),
        referrals("no referred_on", referral("referral_ref,marac,referring_agency"), 0)
            .refused(2, "referred_on", MISSING)
            .refused(3, "referred_on", MISSING),
        referrals("no referring_agency", "referral_ref,marac,referred_on\nR1,M,2008-04-01\n", 0)
            .refused(2, "referring_agency", MISSING),
    ]
}

#[test]
fn a_header_that_is_missing_or_broken_is_told_with_its_line_and_the_mend() {
    cases().iter().for_each(check);
}

#[test]
fn of_a_thousand_unknown_columns_a_hundred_are_told() {
    let names: Vec<String> = (0..900).map(|number| format!("{}{number}", "x".repeat(90))).collect();
    let text = format!("incident_ref,{}\n", names.join(","));
    let seen = read(FileKind::Incidents, text.as_bytes()).unwrap();
    assert_eq!(seen.notes.unknown_columns.len(), 100);
    assert!(seen.notes.unknown_columns.iter().all(|name| name.len() == 64));
}
