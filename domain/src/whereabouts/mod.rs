//! Where somebody is and how to reach them: what is sealed, and what must not stand in free text.

mod note;
mod text;

pub use self::{
    note::{
        SAFE_CONTACT_CHARS_MAX, WHEREABOUTS_CHARS_MAX, WhereaboutsClass, WhereaboutsNote,
        WhereaboutsRefused,
    },
    text::{FoundInText, TextFinding, find_in_text},
};
