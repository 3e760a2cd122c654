//! A field class is a kind of what may be held about a person, as rules and agreements name it.

use crate::coded::coded;

coded! {
    /// One kind of what may be held about a person. An agreement names classes, the door is asked
    /// for each, and the ledger keeps which were read. Some are held by no record yet: the rules
    /// about them stand before the first of them comes in.
    FieldClass {
        Identity = "identity", "Names, date of birth, sex and numbers";
        Case = "case", "Incidents and referrals, and what the person is in each";
        Equality = "equality", "Answers about equality";
        Honour = "honour", "Marks of honour-based violence and forced marriage";
        Referrer = "referrer", "Who referred";
        Risk = "risk", "Risk assessments";
        /// All that whoever works with an alleged perpetrator is told: a sentence, and no field.
        RiskKnown = "risk_known", "That somebody is at risk";
        Health = "health", "Health";
        Criminal = "criminal", "Criminal history";
        Children = "children", "Children of the household";
        Housing = "housing", "Housing";
        Immigration = "immigration", "Immigration status";
        Counselling = "counselling", "Notes of counselling";
        Minutes = "minutes", "Minutes of a MARAC";
        AgencyNote = "agency_note", "Notes of an agency";
        /// Never a field like others: opened by itself, with a reason, and never read along.
        Whereabouts = "whereabouts", "Where somebody lives and how to reach them";
    }
}

impl FieldClass {
    /// Those of which records hold something today.
    pub const HELD: &[FieldClass] =
        &[Self::Identity, Self::Case, Self::Equality, Self::Honour, Self::Referrer];

    /// Of what class a cell about a party is, by its column as files have it, without the party. A
    /// column that nobody knows is of the class that is opened most seldom.
    pub fn of_party_column(column: &str) -> FieldClass {
        match column {
            "ref" | "given_names" | "family_name" | "other_names" | "date_of_birth" | "age"
            | "date_of_death" | "sex" | "nhs_number" => Self::Identity,
            "ethnicity" | "ethnicity_list" | "gender_identity" | "sexual_orientation"
            | "religion" | "disability" | "nationality" | "language" | "employment"
            | "education_level" => Self::Equality,
            _ => Self::Whereabouts,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_about_a_party_is_of_one_class_and_what_nobody_knows_is_whereabouts() {
        for (column, class) in [
            ("nhs_number", FieldClass::Identity),
            ("religion", FieldClass::Equality),
            ("ethnicity_list", FieldClass::Equality),
            ("phone", FieldClass::Whereabouts),
            ("victim_religion", FieldClass::Whereabouts),
            ("shoe_size", FieldClass::Whereabouts),
        ] {
            assert_eq!(FieldClass::of_party_column(column), class, "{column}");
        }
    }
}
