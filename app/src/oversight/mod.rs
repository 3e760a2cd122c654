//! What data protection officers watch over: who shares what, who looked at whose records, what was
//! refused, and what was told to them.

mod read;
mod store;

pub use self::read::{
    AlertCount, GlassCount, Oversight, RefusalCount, SHOWN_DAYS, SightCount, read_oversight,
};
