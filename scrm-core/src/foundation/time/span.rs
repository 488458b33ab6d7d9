//! A length of time as a rule writes it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A length of time: calendar months and days, then clock seconds.
///
/// `"24h"` is clock time; `"7d"` is calendar days in the workspace's zone, so that it ends at the same
/// local hour across a daylight-saving change. Written as numbers with units `mo`, `w`, `d`, `h`, `m`, `s`.
///
/// ```
/// use scrm_core::foundation::time::Span;
/// assert_eq!("1h30m".parse::<Span>().unwrap(), Span::minutes(90));
/// assert_eq!(Span::days(7).to_string(), "7d");
/// assert!("7".parse::<Span>().is_err());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(with = "String"))]
pub struct Span {
    /// Calendar months.
    pub months: u32,
    /// Calendar days.
    pub days: u32,
    /// Clock seconds.
    pub seconds: u64,
}

impl Span {
    /// Calendar months.
    #[must_use]
    pub const fn months(months: u32) -> Self {
        Self { months, days: 0, seconds: 0 }
    }

    /// Calendar days.
    #[must_use]
    pub const fn days(days: u32) -> Self {
        Self { months: 0, days, seconds: 0 }
    }

    /// Clock hours.
    #[must_use]
    pub const fn hours(hours: u64) -> Self {
        Self::seconds(hours * 3_600)
    }

    /// Clock minutes.
    #[must_use]
    pub const fn minutes(minutes: u64) -> Self {
        Self::seconds(minutes * 60)
    }

    /// Clock seconds.
    #[must_use]
    pub const fn seconds(seconds: u64) -> Self {
        Self { months: 0, days: 0, seconds }
    }

    /// Whether the span has no length.
    #[must_use]
    pub const fn is_zero(&self) -> bool {
        self.months == 0 && self.days == 0 && self.seconds == 0
    }

    /// Length in seconds with a day as 24 hours and a month as 30 days: for comparisons and shares, never
    /// for setting a timer (that is the calendar's business).
    #[must_use]
    pub const fn nominal_seconds(&self) -> u64 {
        self.months as u64 * 2_592_000 + self.days as u64 * 86_400 + self.seconds
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_zero() {
            return f.write_str("0s");
        }
        let parts = [
            (u64::from(self.months), "mo"),
            (u64::from(self.days), "d"),
            (self.seconds / 3_600, "h"),
            (self.seconds / 60 % 60, "m"),
            (self.seconds % 60, "s"),
        ];
        parts.iter().filter(|(count, _)| *count > 0).try_for_each(|(count, unit)| write!(f, "{count}{unit}"))
    }
}

impl std::str::FromStr for Span {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WRONG: &str = "a span is written like \"24h\", \"7d\" or \"1h30m\" (units mo, w, d, h, m, s)";
        let mut span = Self::default();
        let mut rest = text.trim();
        if rest.is_empty() {
            return Err(WRONG);
        }
        while !rest.is_empty() {
            let digits = rest.find(|c: char| !c.is_ascii_digit()).ok_or(WRONG)?;
            let (number, after) = rest.split_at(digits);
            let number: u32 = number.parse().map_err(|_| WRONG)?;
            let unit_end = after.find(|c: char| c.is_ascii_digit()).unwrap_or(after.len());
            let (unit, after) = after.split_at(unit_end);
            let seconds_per_unit: u64 = match unit.trim() {
                "mo" => {
                    span.months = span.months.checked_add(number).ok_or(WRONG)?;
                    0
                }
                "w" => {
                    span.days = number.checked_mul(7).and_then(|d| span.days.checked_add(d)).ok_or(WRONG)?;
                    0
                }
                "d" => {
                    span.days = span.days.checked_add(number).ok_or(WRONG)?;
                    0
                }
                "h" => 3_600,
                "m" => 60,
                "s" => 1,
                _ => return Err(WRONG),
            };
            span.seconds += u64::from(number) * seconds_per_unit;
            rest = after;
        }
        Ok(span)
    }
}

impl From<Span> for String {
    fn from(value: Span) -> Self {
        value.to_string()
    }
}

impl TryFrom<String> for Span {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}
