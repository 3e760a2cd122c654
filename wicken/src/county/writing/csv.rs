//! Rows of comma-separated values (RFC 4180), each column told once: its name and its cell.

use super::party::Party;

/// Where a cell of a row of `R` is found.
pub(crate) type Cell<R> = fn(&R) -> &str;

/// A column of rows of `R`.
pub(crate) struct Column<R> {
    name: String,
    cell: Box<dyn Fn(&R) -> &str>,
}

impl<R: 'static> Column<R> {
    pub(crate) fn new(name: &str, cell: Cell<R>) -> Self {
        Self { name: name.to_owned(), cell: Box::new(cell) }
    }

    /// The person columns of one party; `names` are those that the sender has.
    pub(crate) fn of_party(prefix: &str, names: &[&str], party: fn(&R) -> &Party) -> Vec<Self> {
        let columns = PARTY_CELLS.iter().filter(|(name, _)| names.contains(name));
        let column = |(name, cell): &(&str, Cell<Party>)| {
            let cell = *cell;
            let name = format!("{prefix}_{name}");
            Self { name, cell: Box::new(move |row| cell(party(row))) }
        };
        columns.map(column).collect()
    }
}

const PARTY_CELLS: [(&str, Cell<Party>); 22] = [
    ("ref", |party| &party.own_ref),
    ("given_names", |party| &party.given_names),
    ("family_name", |party| &party.family_name),
    ("other_names", |party| &party.other_names),
    ("date_of_birth", |party| &party.date_of_birth),
    ("age", |party| &party.age),
    ("sex", |party| &party.sex),
    ("address", |party| &party.address),
    ("postcode", |party| &party.postcode),
    ("phone", |party| &party.phone),
    ("email", |party| &party.email),
    ("nhs_number", |party| &party.nhs_number),
    ("ethnicity", |party| &party.equality.ethnicity),
    ("ethnicity_list", |party| &party.equality.ethnicity_list),
    ("gender_identity", |party| &party.equality.gender_identity),
    ("sexual_orientation", |party| &party.equality.sexual_orientation),
    ("religion", |party| &party.equality.religion),
    ("disability", |party| &party.equality.disability),
    ("nationality", |party| &party.equality.nationality),
    ("language", |party| &party.equality.language),
    ("employment", |party| &party.equality.employment),
    ("education_level", |party| &party.equality.education_level),
];

pub(crate) fn header<R>(columns: &[Column<R>], into: &mut String) {
    let names: Vec<_> = columns.iter().map(|column| column.name.as_str()).collect();
    into.push_str(&names.join(","));
    into.push_str("\r\n");
}

pub(crate) fn line<R>(columns: &[Column<R>], row: &R, into: &mut String) {
    for (at, column) in columns.iter().enumerate() {
        if 0 < at {
            into.push(',');
        }
        quote((column.cell)(row), into);
    }
    into.push_str("\r\n");
}

/// The name and the cell of each column.
pub(crate) fn cells<R>(columns: &[Column<R>], row: &R) -> Vec<(String, String)> {
    let cell = |column: &Column<R>| (column.name.clone(), (column.cell)(row).to_owned());
    columns.iter().map(cell).collect()
}

pub(crate) fn quote(cell: &str, into: &mut String) {
    if !cell.contains([',', '"', '\n', '\r']) {
        return into.push_str(cell);
    }
    into.push('"');
    into.push_str(&cell.replace('"', "\"\""));
    into.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_quoted_only_where_it_must_be() {
        let columns = [
            Column::new("one", |row: &[&str; 2]| row[0]),
            Column::new("two", |row: &[&str; 2]| row[1]),
        ];
        let mut text = String::new();
        header(&columns, &mut text);
        line(&columns, &["Flat 2, Mill Road", "O'Connor"], &mut text);
        line(&columns, &["called \"Mo\"", ""], &mut text);
        let expected = "one,two\r\n\"Flat 2, Mill Road\",O'Connor\r\n\"called \"\"Mo\"\"\",\r\n";
        assert_eq!(text, expected);
    }
}
