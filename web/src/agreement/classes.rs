//! Kinds of information, as the forms about sharing ask for them and tell them.

use crate::{
    components::Checkboxes,
    form::{Answers, Typed},
};
use domain::{agreement::BASIS_CLASSES, policy::FieldClass};
use std::collections::BTreeSet;

/// The boxes for kinds of information, without those that always belong to it.
pub(crate) fn classes(legend: &str, offered: &[FieldClass], typed: Typed<'_>) -> Checkboxes {
    let items = offered.iter().filter(|class| !BASIS_CLASSES.contains(class));
    Checkboxes::new("class", legend)
        .hint("Who the person is and in which cases they stand always belongs to it.")
        .items(items.map(|class| (class.code(), class.words())))
        .values(typed.all("class"))
}

/// What was chosen, with what always belongs to it.
pub(crate) fn chosen_classes(answers: &Answers) -> BTreeSet<FieldClass> {
    let chosen = answers.all("class").filter_map(FieldClass::from_code);
    chosen.chain(BASIS_CLASSES).collect()
}

/// `Names, date of birth, sex and numbers; Housing`
pub(crate) fn class_words(classes: &BTreeSet<FieldClass>) -> String {
    classes.iter().map(|class| class.words()).collect::<Vec<_>>().join("; ")
}
