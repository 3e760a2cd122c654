//! The components that pages are made of: GOV.UK's and MoJ's HTML, typed, from our own templates.
//!
//! A page builds one in a line and shows it with `{{ }}`, without `|safe`:
//!
//! ```ignore
//! let email = Input::email("email", "Email address").hint("Work address").error_from(&errors);
//! ```
//!
//! `web/tests/it/component_fixtures.rs` proves the HTML against GOV.UK's own fixtures.

#[macro_use]
mod building;
mod content;
mod options;

// What every page has.
mod breadcrumbs;
mod footer;
mod generic_header;
mod phase_banner;
mod service_navigation;
mod session_warning;
mod skip_link;
mod sub_navigation;

// What forms are made of.
mod back_link;
mod button;
mod character_count;
mod checkboxes;
mod choice;
mod date_input;
mod error_message;
mod error_summary;
mod field;
mod fieldset;
mod hint;
mod input;
mod label;
mod password_input;
mod radios;
mod select;
mod textarea;

// What records are shown with.
mod details;
mod identity_bar;
mod inset_text;
mod link;
mod pagination;
mod summary_list;
mod table;
mod tag;
mod timeline;

// What tells the reader something.
mod alert;
mod notification_banner;
mod panel;
mod warning_text;

pub use alert::{Alert, AlertKind};
pub use back_link::BackLink;
pub use breadcrumbs::{Breadcrumbs, Crumb};
pub use button::Button;
pub use character_count::CharacterCount;
pub use checkboxes::Checkboxes;
pub use choice::{Choice, Conditional, Labelled};
pub use content::{Content, Markup};
pub use date_input::{DateInput, DatePart, Part};
pub use details::Details;
pub use error_message::ErrorMessage;
pub use error_summary::{ErrorSummary, Problem};
pub use fieldset::{Fieldset, Legend};
pub use footer::{Footer, FooterLink, FooterMeta, FooterSection};
pub use generic_header::GenericHeader;
pub use hint::Hint;
pub use identity_bar::IdentityBar;
pub use input::{Affix, Input, Wrapper};
pub use inset_text::InsetText;
pub use label::Label;
pub use link::Link;
pub use notification_banner::NotificationBanner;
pub use options::{Attributes, Classes, Styled};
pub use pagination::{PageItem, PageStep, Pagination};
pub use panel::{Panel, PanelAction, PanelActions};
pub use password_input::PasswordInput;
pub use phase_banner::PhaseBanner;
pub use radios::Radios;
pub use select::{Select, SelectItem};
pub use service_navigation::{EndSlot, NavigationItem, ServiceNavigation, Slots};
pub use session_warning::SessionWarning;
pub use skip_link::SkipLink;
pub use sub_navigation::{SubNavigation, SubNavigationItem};
pub use summary_list::{
    SummaryAction, SummaryActions, SummaryCard, SummaryList, SummaryPart, SummaryRow, SummaryTitle,
};
pub use table::{Cell, Table};
pub use tag::Tag;
pub use textarea::Textarea;
pub use timeline::{Timeline, TimelineItem};
pub use warning_text::WarningText;

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    /// `|safe` would show what somebody typed as HTML; markup of ours needs no filter.
    #[test]
    fn no_template_switches_escaping_off() {
        let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
        let mut folders = vec![templates];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let text = fs::read_to_string(&path).unwrap().replace(' ', "");
                let unsafe_ways = ["|safe", "|escape(\"none\")", "|e(\"none\")"];
                let found = unsafe_ways.iter().find(|way| text.contains(*way));
                assert!(found.is_none(), "{} says {}", path.display(), found.unwrap());
            }
        }
    }
}
