//! What people do at the site, from the door in.

mod agency_system;
mod alerts;
mod declaration;
mod demo_county;
mod duty;
mod exclusions;
mod glass;
mod grantor;
mod import;
mod invited_person;
mod maracs;
mod oversight;
mod own_sessions;
mod people;
mod performance;
mod review;
mod review_by_program;
mod second_editor;
mod sent_twice;
mod sharing;
mod shown_once;
mod suspended_person;
mod whereabouts;
mod who_looked;

pub(crate) use self::agency_system::token_of;
