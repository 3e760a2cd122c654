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
}
