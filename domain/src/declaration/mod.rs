//! The yearly declaration: whom somebody who uses Wicken knows, and what follows where one of them
//! is on file.

mod due;
mod found;
mod named;

pub use self::{
    due::{DeclarationDue, NEW_WITHIN_DAYS, NOTICE_DAYS, declares},
    found::{MatchedBy, Strength, shuts_at_once},
    named::{
        BORN_YEARS, DeclarationRefused, DeclaredPerson, DeclaredTexts, NAME_CHARS_MAX, PEOPLE_MOST,
        StaffDeclaration, Tie, WORDS_CHARS_MAX,
    },
};
