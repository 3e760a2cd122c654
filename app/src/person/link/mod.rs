//! Which records are one person: linkage over all of them, and its answers kept with reasons.

mod changes;
mod choose;
mod engine;
mod evidence;
mod fresh;
mod gather;
mod named;
mod people;
mod relink;
pub mod review;
mod store;
mod taught;
#[cfg(feature = "testing")]
mod told;

pub use self::relink::{LinkProgress, LinkStage, Relinked, relink};
#[cfg(feature = "testing")]
pub(crate) use self::told::take_links;
