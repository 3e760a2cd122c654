//! What equality monitoring asks, and what it counts.

use serde::{Deserialize, Serialize};

use super::{Answer, EthnicityList, ethnicity::is_white_british};

/// The answers of equality monitoring. An empty cell is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Equality {
    pub ethnicity: Option<Answer>,
    pub ethnicity_list: Option<EthnicityList>,
    pub gender_identity: Option<Answer>,
    pub sexual_orientation: Option<Answer>,
    pub religion: Option<Answer>,
    pub disability: Option<Answer>,
    pub nationality: Option<Answer>,
    pub language: Option<Answer>,
    pub employment: Option<Answer>,
    pub education_level: Option<Answer>,
}

/// Answers that say nothing, beside the codes for not answering.
const NOTHING_SAID: [&str; 8] =
    ["unknown", "notstated", "refused", "declined", "na", "undisclosed", "notrecorded", "ns"];

impl Equality {
    /// Black, Asian or racially minoritised: everyone but White British, by the codes and labels
    /// of the censuses of 2001, 2011 and 2021. `None` where the answer is missing, says too little
    /// or stands on no list. Published figures often mean "other than White" instead: say beside
    /// a figure which it is.
    pub fn is_bme(&self) -> Option<bool> {
        let text = given(self.ethnicity.as_ref())?;
        is_white_british(text, self.ethnicity_list).map(|is| !is)
    }

    /// Disabled within the meaning of the Equality Act 2010, section 6, as the party says: `yes`,
    /// `yes, limited a little` or a disability by its name. `None` where nothing is said.
    pub fn is_disabled(&self) -> Option<bool> {
        let text = letters(given(self.disability.as_ref())?);
        match text.as_str() {
            "no" | "n" | "none" | "false" | "notdisabled" | "nodisability" => Some(false),
            text if NOTHING_SAID.contains(&text) || text.is_empty() => None,
            // `No, not limited`, `No disability declared`; no disability's name begins so.
            _ if starts_with_no(given(self.disability.as_ref())?) => Some(false),
            _ => Some(true),
        }
    }

    /// Lesbian, gay, bisexual or trans: an orientation other than heterosexual, or a gender
    /// identity other than the sex registered at birth. Who says the one and leaves out the other
    /// is counted by what is said; `None` where neither tells.
    pub fn is_lgbt(&self) -> Option<bool> {
        let orientation = given(self.sexual_orientation.as_ref()).and_then(is_not_heterosexual);
        let gender = given(self.gender_identity.as_ref()).and_then(is_trans);
        match (orientation, gender) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), _) => Some(false),
            // That the sex is the registered one says nothing of the orientation.
            (None, _) => None,
        }
    }
}

fn given(answer: Option<&Answer>) -> Option<&str> {
    answer.and_then(Answer::given)
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn starts_with_no(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric())
        .find(|word| !word.is_empty())
        .is_some_and(|word| word.eq_ignore_ascii_case("no"))
}

fn is_not_heterosexual(text: &str) -> Option<bool> {
    match letters(text).as_str() {
        "straight"
        | "heterosexual"
        | "straightheterosexual"
        | "heterosexualstraight"
        | "straightorheterosexual"
        | "heterosexualorstraight" => Some(false),
        text if NOTHING_SAID.contains(&text) || text.is_empty() => None,
        _ => Some(true),
    }
}

/// The censuses ask whether the gender is the one registered at birth: `no` means trans there, and
/// `woman` or `man` does not tell.
fn is_trans(text: &str) -> Option<bool> {
    let text = letters(text);
    let says_trans = ["trans", "nonbinary", "different", "genderqueer", "genderfluid", "agender"];
    match text.as_str() {
        "no" | "n" => Some(true),
        "yes"
        | "y"
        | "same"
        | "cis"
        | "cisgender"
        | "sameasregisteredatbirth"
        | "sameasatbirth"
        | "sameassexregisteredatbirth" => Some(false),
        text if says_trans.iter().any(|word| text.contains(word)) => Some(true),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::Unanswered;

    fn answer(text: &str) -> Option<Answer> {
        Answer::from_file(text)
    }

    #[test]
    fn bme_is_everyone_but_white_british() {
        let bme = |text: &str, ethnicity_list| {
            Equality { ethnicity: answer(text), ethnicity_list, ..Equality::default() }.is_bme()
        };
        assert_eq!(bme("White British", None), Some(false));
        assert_eq!(bme("White Irish", None), Some(true));
        assert_eq!(bme("W3", Some(EthnicityList::Census2011)), Some(true));
        for text in ["", "not_asked", "prefer_not_to_say", "not_known", "White", "NS"] {
            assert_eq!(bme(text, None), None, "{text:?}");
        }
    }

    #[test]
    fn a_disability_by_its_name_is_one_and_silence_is_none() {
        let disabled =
            |text: &str| Equality { disability: answer(text), ..Equality::default() }.is_disabled();
        for text in ["yes", "Yes, limited a little", "Wheelchair user", "deaf"] {
            assert_eq!(disabled(text), Some(true), "{text:?}");
        }
        for text in ["no", "No", "none", "No, not limited", "not disabled"] {
            assert_eq!(disabled(text), Some(false), "{text:?}");
        }
        for text in ["", "not_asked", "prefer_not_to_say", "not_known", "unknown", "Not stated"] {
            assert_eq!(disabled(text), None, "{text:?}");
        }
    }

    #[test]
    fn either_orientation_or_gender_identity_makes_lgbt() {
        let lgbt = |orientation: &str, gender: &str| {
            let (sexual_orientation, gender_identity) = (answer(orientation), answer(gender));
            Equality { sexual_orientation, gender_identity, ..Equality::default() }.is_lgbt()
        };
        assert_eq!(lgbt("gay or lesbian", ""), Some(true));
        assert_eq!(lgbt("bisexual", "yes"), Some(true));
        assert_eq!(lgbt("Straight", "trans woman"), Some(true));
        assert_eq!(lgbt("Straight", "no"), Some(true));
        assert_eq!(lgbt("", "non-binary"), Some(true));
        assert_eq!(lgbt("Heterosexual or straight", ""), Some(false));
        assert_eq!(lgbt("straight", "woman"), Some(false));
        assert_eq!(lgbt("", "yes"), None);
        assert_eq!(lgbt("", ""), None);
        assert_eq!(lgbt("not_asked", "prefer_not_to_say"), None);
    }

    #[test]
    fn json_keeps_what_was_not_asked_apart_from_what_was_left_empty() {
        let equality = Equality { religion: answer("not_asked"), ..Equality::default() };
        let json = serde_json::to_string(&equality).unwrap();
        let back: Equality = serde_json::from_str(&json).unwrap();
        assert_eq!(back.religion, Some(Answer::Unanswered(Unanswered::NotAsked)));
        assert_eq!(back.disability, None);
        assert_eq!(serde_json::from_str::<Equality>("{}").unwrap(), Equality::default());
    }
}
