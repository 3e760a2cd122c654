//! Pages about breaking the glass: asking, what came of it, shutting it, and who did.

pub(crate) mod ask;
mod banner;
pub(crate) mod done;
pub(crate) mod end;
pub(crate) mod told;

pub(crate) use self::banner::banner;
