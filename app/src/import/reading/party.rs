//! One party of a row: the columns behind `victim_`, `suspect_` or `perpetrator_`.

use domain::person::{Answer, Equality, EthnicityList, NhsNumber, PartyDetails, Sex, Whereabouts};

use super::{
    cells::{Cells, TEXT_MOST, WORD_MOST},
    outcome::WarningKind,
    settle::{Settling, settle_odd},
    values::{is_email, is_name, is_phone, parse_age, parse_postcode},
};

pub(super) fn read_party(cells: &mut Cells<'_>, prefix: &'static str) -> PartyDetails {
    let (mut party, odd) = cells.with_prefix(prefix, |cells| PartyDetails {
        own_ref: cells.text("ref", WORD_MOST),
        given_names: name(cells, "given_names"),
        family_name: name(cells, "family_name"),
        other_names: cells.list("other_names"),
        date_of_birth: cells.date("date_of_birth"),
        age: cells.value("age", parse_age),
        date_of_death: cells.date("date_of_death"),
        sex: cells.word("sex", Sex::from_file),
        nhs_number: nhs_number(cells),
        equality: equality(cells),
        whereabouts: whereabouts(cells),
        odd: Default::default(),
    });
    party.odd = odd;
    party
}

fn name(cells: &mut Cells<'_>, column: &str) -> Option<String> {
    let name = cells.text(column, WORD_MOST)?;
    if is_name(&name) {
        return Some(name);
    }
    cells.keep_odd(column, WarningKind::Unreadable);
    None
}

fn nhs_number(cells: &mut Cells<'_>) -> Option<NhsNumber> {
    let number = cells.value("nhs_number", |text| NhsNumber::parse(text).ok())?;
    if !number.is_check_digit_right() {
        cells.warn("nhs_number", WarningKind::CheckDigit);
    }
    Some(number)
}

fn equality(cells: &mut Cells<'_>) -> Equality {
    let mut answer =
        |column: &str| cells.text(column, WORD_MOST).as_deref().and_then(Answer::from_file);
    Equality {
        ethnicity: answer("ethnicity"),
        gender_identity: answer("gender_identity"),
        sexual_orientation: answer("sexual_orientation"),
        religion: answer("religion"),
        disability: answer("disability"),
        nationality: answer("nationality"),
        language: answer("language"),
        employment: answer("employment"),
        education_level: answer("education_level"),
        ethnicity_list: cells.word("ethnicity_list", EthnicityList::from_file),
    }
}

fn whereabouts(cells: &mut Cells<'_>) -> Whereabouts {
    let if_so = |is: fn(&str) -> bool| move |text: &str| is(text).then(|| text.to_owned());
    Whereabouts {
        address: cells.text("address", TEXT_MOST),
        postcode: cells.value("postcode", parse_postcode),
        phone: cells.value("phone", if_so(is_phone)),
        email: cells.value("email", if_so(is_email)),
    }
}

/// Joins what a later row says of the same party; the first that says something holds.
pub(super) fn settle_party(
    first: &mut PartyDetails,
    later: PartyDetails,
    prefix: &str,
    settling: &mut Settling<'_>,
) {
    macro_rules! each {
        ($( $($field:ident).+ : $column:literal, )+) => {$(
            let column = || format!("{prefix}{}", $column);
            settling.open_named(column, &mut first.$($field).+, later.$($field).+);
        )+};
    }
    each! {
        own_ref: "ref",
        given_names: "given_names",
        family_name: "family_name",
        date_of_birth: "date_of_birth",
        age: "age",
        date_of_death: "date_of_death",
        sex: "sex",
        nhs_number: "nhs_number",
        whereabouts.address: "address",
        whereabouts.postcode: "postcode",
        whereabouts.phone: "phone",
        whereabouts.email: "email",
        equality.ethnicity: "ethnicity",
        equality.ethnicity_list: "ethnicity_list",
        equality.gender_identity: "gender_identity",
        equality.sexual_orientation: "sexual_orientation",
        equality.religion: "religion",
        equality.disability: "disability",
        equality.nationality: "nationality",
        equality.language: "language",
        equality.employment: "employment",
        equality.education_level: "education_level",
    }
    let column = format!("{prefix}other_names");
    settling.list(&column, &mut first.other_names, later.other_names);
    settle_odd(&mut first.odd, later.odd);
}
