//! Time as people keep it: spans such as `"24h"` and `"7d"`, weekly windows that cross midnight, and the
//! workspace's [`Calendar`] of zone, business hours and holidays.

mod business;
mod calendar;
mod config;
mod error;
pub(crate) mod instant;
mod pace;
mod span;
#[cfg(test)]
mod tests;
mod window;
mod zone;

pub use calendar::Calendar;
#[allow(unused_imports)] // The playbook reads it.
pub(crate) use config::STANDARD;
pub use config::{CalendarConfig, Holiday};
pub use error::{ERRORS, TimeError};
pub(crate) use instant::{Instant, NAIVE, OptionalInstant};
pub(crate) use pace::earlier;
pub use span::Span;
pub use window::{LocalTime, WeekdaySet, WeeklyWindow};
