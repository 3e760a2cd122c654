//! What holds for every file there can be.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

/// What the row of a file can be made of: things that have broken readers of CSV.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => Just(",".to_owned()),
        3 => Just("\n".to_owned()),
        1 => Just("\r\n".to_owned()),
        1 => Just("\r".to_owned()),
        2 => Just("\"".to_owned()),
        1 => Just("\"\"".to_owned()),
        1 => Just(" ".to_owned()),
        2 => Just("I1,2008-04-01,Fenland\n".to_owned()),
        2 => Just("I2,2008-04-01,Cambridge\n".to_owned()),
        1 => Just("\"I1\",\"2008-04-01\",\"Fenland\"\n".to_owned()),
        2 => "I[0-9]",
        2 => Just("2008-04-01".to_owned()),
        2 => Just("Fenland".to_owned()),
        1 => "\\PC{0,6}",
    ]
}

/// A cell as RFC 4180 writes it.
fn written(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn no_bytes_make_the_reader_panic_and_its_counts_add_up(
        bytes in proptest::collection::vec(any::<u8>(), 0..600),
        kind in prop_oneof![Just(FileKind::Incidents), Just(FileKind::Referrals)],
    ) {
        let _ = read(kind, &bytes);
        let header: &[u8] = b"incident_ref,reported_on,area,victim_family_name\n";
        let _ = read(kind, &[header, &bytes].concat());
    }

    #[test]
    fn no_reference_is_taken_in_by_halves(
        pieces in proptest::collection::vec(piece(), 0..80),
    ) {
        let text = short(&pieces.concat());
        let seen = read(FileKind::Incidents, text.as_bytes()).unwrap();
        let mut taken: BTreeMap<&str, usize> = BTreeMap::new();
        for incident in &seen.incidents {
            *taken.entry(&incident.reference).or_default() += 1;
        }
        prop_assert!(taken.values().all(|times| *times == 1), "{taken:?}");
        for refusal in &seen.refusals {
            prop_assert!(
                refusal.reference.is_empty() || !taken.contains_key(refusal.reference.as_str()),
                "{refusal:?}"
            );
        }
    }

    #[test]
    fn every_line_of_a_file_without_line_ends_in_cells_is_a_row_or_empty(
        pieces in proptest::collection::vec(piece(), 0..60),
    ) {
        let body = pieces.concat().replace(['\r', '"'], "");
        let text = short(&body);
        let seen = read(FileKind::Incidents, text.as_bytes()).unwrap();
        let lines = body.lines().count() as u64;
        let empty = body.lines().filter(|line| line.is_empty()).count() as u64;
        prop_assert!(seen.notes.rows + seen.notes.empty_rows <= lines);
        prop_assert!(lines - empty <= seen.notes.rows + seen.notes.empty_rows);
    }

    #[test]
    fn whatever_is_written_after_the_rfc_is_read_back(
        cells in proptest::collection::vec("[ -~\u{a1}-\u{ac}\n]{0,40}", 1..40),
    ) {
        let mut text = "incident_ref,reported_on,area,victim_address\r\n".to_owned();
        for (number, cell) in cells.iter().enumerate() {
            text += &format!("I{number},2008-04-01,Fenland,{}\r\n", written(cell));
        }
        let seen = read(FileKind::Incidents, text.as_bytes()).unwrap();
        prop_assert_eq!(seen.incidents.len(), cells.len());
        for (incident, cell) in seen.incidents.iter().zip(&cells) {
            let words: Vec<&str> = cell.split_whitespace().collect();
            let address = incident.pairs[0].victim.whereabouts.address.clone();
            prop_assert_eq!(address.unwrap_or_default(), words.join(" "));
        }
    }

    #[test]
    fn the_order_of_the_rows_changes_neither_what_is_taken_in_nor_what_is_refused(
        rows in proptest::collection::vec((0..6_u8, 0..4_u8, any::<bool>()), 1..40),
    ) {
        let line = |(reference, suspect, is_good): &(u8, u8, bool)| {
            let day = if *is_good || *reference < 4 { "2008-04-01" } else { "2008-04-31" };
            format!("I{reference},{day},Fenland,S{suspect}\n")
        };
        let file = |rows: &[(u8, u8, bool)]| {
            let lines: String = rows.iter().map(line).collect();
            format!("incident_ref,reported_on,area,suspect_ref\n{lines}")
        };
        let mut sorted = rows.clone();
        sorted.sort_unstable();
        let summary = |rows: &[(u8, u8, bool)]| {
            let seen = read(FileKind::Incidents, file(rows).as_bytes()).unwrap();
            let taken: BTreeSet<_> =
                seen.incidents.iter().map(|new| (new.reference.clone(), new.pairs.len())).collect();
            (taken, seen.notes.rows_accepted, seen.notes.rows_refused)
        };
        prop_assert_eq!(summary(&rows), summary(&sorted));
    }
}
