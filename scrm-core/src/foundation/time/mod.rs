//! Time as people keep it: spans such as `"24h"` and `"7d"`, weekly windows that cross midnight, and the
//! workspace's [`Calendar`] of zone, business hours and holidays.

mod span;
mod window;

pub use span::Span;
pub use window::{LocalTime, WeekdaySet, WeeklyWindow};
