//! Pages, the JSON API and their URLs. Knows HTTP, HTML and wording; decides nothing.
//!
//! [`site`] makes the whole site; `routes.rs` is its table of contents; each page is one file with
//! a template of the same name.

pub mod assets;
pub mod components;

mod answer;
mod asking;
mod charts;
mod confirm;
mod form;
mod frame;
mod home;
mod layers;
mod metrics;
mod offer;
mod routes;
mod site;
mod words;

mod agency;
mod agreement;
mod alert;
mod api;
mod declaration;
mod demo;
mod disclosure;
mod duty;
mod exclusion;
mod glass;
mod import;
mod involvement;
mod ledger;
mod marac;
mod performance;
mod person;
mod privacy;
mod review;
mod session;
mod system;
mod token;
mod user;
mod whereabouts;

pub use self::{
    api::openapi,
    routes::{Access, ROUTES, Route, site},
    site::{Origin, OriginRefused, Site, SiteConfig, WorkbookReader, WorkbookRows},
};
