//! Pages of alerts: the inbox of data protection officers, and one alert.

pub(crate) mod list;
pub(crate) mod show;
