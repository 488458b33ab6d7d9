//! Time that a test moves by hand.

use chrono::{DateTime, TimeDelta, TimeZone, Utc};

/// A clock that stands still until it is moved. It may be moved back, as clocks are.
///
/// ```
/// use chrono::TimeDelta;
/// use scrm_testkit::VirtualClock;
/// let mut clock = VirtualClock::new();
/// let start = clock.now();
/// clock.advance(TimeDelta::hours(24));
/// assert_eq!(clock.now() - start, TimeDelta::days(1));
/// ```
#[derive(Clone, Debug)]
pub struct VirtualClock {
    now: DateTime<Utc>,
}

impl VirtualClock {
    /// A clock at 9:00 UTC on Monday, 5 January 2026.
    #[must_use]
    pub fn new() -> Self {
        Self::at(Utc.timestamp_opt(1_767_603_600, 0).single().unwrap_or_default())
    }

    /// A clock at an instant.
    #[must_use]
    pub const fn at(now: DateTime<Utc>) -> Self {
        Self { now }
    }

    /// The present instant.
    #[must_use]
    pub const fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// Moves the clock, forwards or backwards; it stops at the ends of time.
    pub fn advance(&mut self, by: TimeDelta) {
        let end = if by < TimeDelta::zero() { DateTime::<Utc>::MIN_UTC } else { DateTime::<Utc>::MAX_UTC };
        self.now = self.now.checked_add_signed(by).unwrap_or(end);
    }

    /// Moves the clock to `instant` unless it is past it.
    pub fn advance_to(&mut self, instant: DateTime<Utc>) {
        self.now = self.now.max(instant);
    }
}

impl Default for VirtualClock {
    fn default() -> Self {
        Self::new()
    }
}
