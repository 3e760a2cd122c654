//! What the columns of a table hold.

use serde::{Deserialize, Serialize};

/// What a column holds. Several columns may be of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    GivenName,
    MiddleNames,
    FamilyName,
    /// Given, middle and family name in one cell; `Family, Given` is understood too.
    FullName,
    /// Other names, former or assumed, with `;` between them.
    FormerName,
    /// `YYYY-MM-DD`, `YYYYMMDD` or `DD/MM/YYYY`, real or not.
    DateOfBirth,
    /// `YYYY-MM-DD|age`: an age in years on a day.
    Age,
    Sex,
    Address,
    HouseNumber,
    Locality,
    Postcode,
    Phone,
    Email,
    /// A number that is one person's for life, such as an NHS number.
    NationalId,
    /// `AGENCY|number`: one agency's own number of a person.
    AgencyRef,
    /// Whatever is equal or not: occupation, place of birth. Each column is compared by itself.
    Category,
    /// The day on which the record was made.
    Date,
    /// Records of one case or event have one group.
    Group,
    /// What the person is in the group. Records of one group with different roles never link.
    Role,
}

impl Kind {
    pub const ALL: [Kind; 20] = [
        Kind::GivenName,
        Kind::MiddleNames,
        Kind::FamilyName,
        Kind::FullName,
        Kind::FormerName,
        Kind::DateOfBirth,
        Kind::Age,
        Kind::Sex,
        Kind::Address,
        Kind::HouseNumber,
        Kind::Locality,
        Kind::Postcode,
        Kind::Phone,
        Kind::Email,
        Kind::NationalId,
        Kind::AgencyRef,
        Kind::Category,
        Kind::Date,
        Kind::Group,
        Kind::Role,
    ];

    /// Its name in a schema, such as `given_name`.
    pub fn code(self) -> &'static str {
        match self {
            Kind::GivenName => "given_name",
            Kind::MiddleNames => "middle_names",
            Kind::FamilyName => "family_name",
            Kind::FullName => "full_name",
            Kind::FormerName => "former_name",
            Kind::DateOfBirth => "date_of_birth",
            Kind::Age => "age",
            Kind::Sex => "sex",
            Kind::Address => "address",
            Kind::HouseNumber => "house_number",
            Kind::Locality => "locality",
            Kind::Postcode => "postcode",
            Kind::Phone => "phone",
            Kind::Email => "email",
            Kind::NationalId => "national_id",
            Kind::AgencyRef => "agency_ref",
            Kind::Category => "category",
            Kind::Date => "date",
            Kind::Group => "group",
            Kind::Role => "role",
        }
    }

    pub fn from_code(code: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    pub name: String,
    pub kind: Kind,
}

/// The columns, in the order in which values are pushed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schema {
    pub columns: Vec<Column>,
}

impl Schema {
    pub fn new<'a>(columns: impl IntoIterator<Item = (&'a str, Kind)>) -> Schema {
        let column = |(name, kind): (&str, Kind)| Column { name: name.to_owned(), kind };
        Schema { columns: columns.into_iter().map(column).collect() }
    }

    pub fn has(&self, kind: Kind) -> bool {
        self.columns.iter().any(|column| column.kind == kind)
    }

    /// Names of the columns of one kind.
    pub fn names(&self, kind: Kind) -> impl Iterator<Item = &str> {
        let columns = self.columns.iter().filter(move |column| column.kind == kind);
        columns.map(|column| column.name.as_str())
    }
}
