//! The text forms of values that are no text, for sources whose cells have types: data frames, JSON. An import reads
//! texts, so each binding writes a value as it stands here and nowhere else.

use std::fmt::{self, Write};

use chrono::{Datelike, NaiveDateTime, NaiveTime, Timelike};

use crate::foundation::EXACT_WHOLE;

/// Between the entries of a list in one cell.
pub const BETWEEN: &str = "; ";

/// A number; a whole one without a point, because data frames turn whole numbers into others where a column has
/// gaps. Not-a-number is a gap.
///
/// ```
/// use scrm_core::import::cell;
/// let mut text = String::new();
/// cell::number(12.0, &mut text).unwrap();
/// cell::number(f64::NAN, &mut text).unwrap();
/// assert_eq!(text, "12");
/// ```
///
/// # Errors
/// Those of the writer.
pub fn number(value: f64, out: &mut dyn Write) -> fmt::Result {
    if value.is_nan() {
        Ok(())
    } else if value.fract() == 0.0 && value.abs() <= EXACT_WHOLE {
        write!(out, "{value:.0}")
    } else {
        write!(out, "{value}")
    }
}

/// A yes or a no.
///
/// ```
/// assert_eq!(scrm_core::import::cell::flag(true), "true");
/// ```
#[must_use]
pub const fn flag(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

/// A local day, with its time of day where there is one.
///
/// ```
/// use scrm_core::import::cell;
/// let day = chrono::NaiveDate::from_ymd_opt(2026, 1, 5).unwrap();
/// let mut text = String::new();
/// cell::local(day.and_hms_opt(0, 0, 0).unwrap(), &mut text).unwrap();
/// assert_eq!(text, "2026-01-05");
/// ```
///
/// # Errors
/// Those of the writer.
pub fn local(at: NaiveDateTime, out: &mut dyn Write) -> fmt::Result {
    write!(out, "{:04}-{:02}-{:02}", at.year(), at.month(), at.day())?;
    if at.time() != NaiveTime::MIN {
        write!(out, " {:02}:{:02}:{:02}", at.hour(), at.minute(), at.second())?;
    }
    Ok(())
}

/// An instant, given as UTC.
///
/// ```
/// use scrm_core::import::cell;
/// let day = chrono::NaiveDate::from_ymd_opt(2026, 1, 5).unwrap();
/// let mut text = String::new();
/// cell::instant(day.and_hms_opt(9, 30, 0).unwrap(), &mut text).unwrap();
/// assert_eq!(text, "2026-01-05T09:30:00Z");
/// ```
///
/// # Errors
/// Those of the writer.
pub fn instant(at: NaiveDateTime, out: &mut dyn Write) -> fmt::Result {
    write!(
        out,
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
        at.year(),
        at.month(),
        at.day(),
        at.hour(),
        at.minute(),
        at.second()
    )
}
