//! What equality monitoring knows of a person, and why it does not know more.

use super::{hand::Hand, party::Sitting};
use crate::county::{
    names::{Culture, Sex},
    people::{Person, trait_of},
    random::Random,
};

#[derive(Clone, Default, Debug, PartialEq, Eq)]
pub(crate) struct Equality {
    pub(crate) ethnicity: String,
    pub(crate) ethnicity_list: String,
    pub(crate) gender_identity: String,
    pub(crate) sexual_orientation: String,
    pub(crate) religion: String,
    pub(crate) disability: String,
    pub(crate) nationality: String,
    pub(crate) language: String,
    pub(crate) employment: String,
    pub(crate) education_level: String,
}

impl Equality {
    pub(crate) fn write(
        chance: &mut Random,
        (number, person): (u32, &Person),
        hand: &Hand,
        sitting: Sitting,
    ) -> Self {
        let is = |which| trait_of(sitting.seed, number, which);
        let age = person.age_on(sitting.day);
        let ethnicity = ethnicity(person, is(41), sitting);
        let mut told = Self {
            ethnicity: answer(chance, hand, ethnicity),
            gender_identity: answer(chance, hand, gender_identity(person, is(42))),
            sexual_orientation: answer(chance, hand, orientation(person, is(43))),
            religion: answer(chance, hand, religion(person, is(44))),
            disability: answer(chance, hand, if is(45) < 0.16 { "yes" } else { "no" }),
            nationality: answer(chance, hand, nationality(person, is(46))),
            language: answer(chance, hand, language(person, is(46))),
            employment: answer(chance, hand, employment(age, is(47))),
            education_level: answer(chance, hand, education(is(48))),
            ethnicity_list: String::new(),
        };
        let unanswered = ["", "not_asked", "prefer_not_to_say", "not_known"];
        if !unanswered.contains(&told.ethnicity.as_str()) {
            told.ethnicity_list = list(sitting).to_owned();
        }
        told
    }
}

/// The census that the sender's list of ethnic groups goes by.
fn list(sitting: Sitting) -> &'static str {
    match (sitting.early, sitting.keeper) {
        (true, _) => "census2001",
        (false, 0) => "census2011",
        (false, _) => "census2021",
    }
}

/// Not asked, not answered and not known are three things, and an empty cell is a fourth.
fn answer(chance: &mut Random, hand: &Hand, value: &str) -> String {
    if !chance.chance(hand.equality) {
        return String::new();
    }
    let told = match chance.unit() {
        ..0.10 => "not_asked",
        0.10..0.13 => "prefer_not_to_say",
        0.13..0.18 => "not_known",
        _ => value,
    };
    told.to_owned()
}

/// The police write the codes of the self-defined list, the register the words of the census.
fn ethnicity(person: &Person, which: f64, sitting: Sitting) -> &'static str {
    let early = sitting.early;
    let (code, words) = match person.culture {
        Culture::British if which < 0.03 => ("M1", "White and Black Caribbean"),
        Culture::British if which < 0.045 => ("B1", "Caribbean"),
        Culture::British if which < 0.055 => ("M2", "White and Asian"),
        Culture::British => ("W1", "White British"),
        Culture::Irish => ("W2", "White Irish"),
        Culture::Traveller if early => ("W9", "Any other White background"),
        Culture::Traveller => ("W3", "Gypsy or Irish Traveller"),
        Culture::Polish | Culture::Lithuanian | Culture::Portuguese => {
            ("W9", "Any other White background")
        }
        Culture::Pakistani if which < 0.3 => ("A3", "Bangladeshi"),
        Culture::Pakistani => ("A2", "Pakistani"),
        Culture::Indian => ("A1", "Indian"),
        Culture::African => ("B2", "African"),
    };
    if sitting.keeper == 0 { code } else { words }
}

fn gender_identity(person: &Person, which: f64) -> &'static str {
    match (person.sex, which) {
        (Sex::Female, ..0.004) => "trans man",
        (Sex::Male, ..0.004) => "trans woman",
        (_, 0.004..0.008) => "non-binary",
        (Sex::Female, _) => "woman",
        (Sex::Male, _) => "man",
    }
}

fn orientation(person: &Person, which: f64) -> &'static str {
    match which {
        ..0.02 => "bisexual",
        _ if person.same_sex_couple && person.sex == Sex::Female => "lesbian",
        _ if person.same_sex_couple => "gay",
        _ => "heterosexual",
    }
}

fn religion(person: &Person, which: f64) -> &'static str {
    match (person.culture, which) {
        (Culture::Pakistani, ..0.93) => "muslim",
        (Culture::Indian, ..0.4) => "sikh",
        (Culture::Indian, 0.4..0.8) => "hindu",
        (Culture::British, 0.4..) => "no religion",
        (_, ..0.85) => "christian",
        _ => "no religion",
    }
}

fn nationality(person: &Person, which: f64) -> &'static str {
    match (person.culture, which) {
        (Culture::Polish, ..0.85) => "Polish",
        (Culture::Lithuanian, ..0.9) => "Lithuanian",
        (Culture::Portuguese, ..0.85) => "Portuguese",
        (Culture::Irish, ..0.4) => "Irish",
        (Culture::Pakistani, ..0.2) => "Pakistani",
        (Culture::Indian, ..0.25) => "Indian",
        (Culture::African, ..0.3) => "Nigerian",
        _ => "British",
    }
}

fn language(person: &Person, which: f64) -> &'static str {
    match (person.culture, which) {
        (Culture::Polish, ..0.7) => "Polish",
        (Culture::Lithuanian, ..0.8) => "Lithuanian",
        (Culture::Portuguese, ..0.7) => "Portuguese",
        (Culture::Pakistani, ..0.3) => "Urdu",
        (Culture::Indian, ..0.2) => "Punjabi",
        _ => "English",
    }
}

fn employment(age: i32, which: f64) -> &'static str {
    match (age, which) {
        (66.., _) => "retired",
        (..22, ..0.4) => "student",
        (_, ..0.5) => "employed",
        (_, 0.5..0.58) => "self-employed",
        (_, 0.58..0.75) => "unemployed",
        (_, 0.75..0.9) => "looking after home or family",
        _ => "long-term sick or disabled",
    }
}

fn education(which: f64) -> &'static str {
    match which {
        ..0.2 => "none",
        0.2..0.5 => "level 2",
        0.5..0.75 => "level 3",
        _ => "level 4 or above",
    }
}
