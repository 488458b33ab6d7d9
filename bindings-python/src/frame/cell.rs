//! Cells as text: the form in which an import reads values.

use std::fmt::{self, Write};

use chrono::{Datelike, NaiveDateTime, NaiveTime, Timelike};

/// The largest whole number up to which every one has a floating-point form of its own.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Between the entries of a list in one cell.
pub(super) const BETWEEN: &str = "; ";

/// A number; a whole one without a point, because data frames turn whole numbers into others where a column has
/// gaps. Not-a-number is a gap.
pub(super) fn number(value: f64, out: &mut dyn Write) -> fmt::Result {
    if value.is_nan() {
        Ok(())
    } else if value.fract() == 0.0 && value.abs() <= EXACT {
        write!(out, "{value:.0}")
    } else {
        write!(out, "{value}")
    }
}

pub(super) const fn flag(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

/// A local day, with its time of day where there is one.
pub(super) fn local(at: NaiveDateTime, out: &mut dyn Write) -> fmt::Result {
    write!(out, "{:04}-{:02}-{:02}", at.year(), at.month(), at.day())?;
    if at.time() != NaiveTime::MIN {
        write!(out, " {:02}:{:02}:{:02}", at.hour(), at.minute(), at.second())?;
    }
    Ok(())
}

/// An instant, given as UTC.
pub(super) fn instant(at: NaiveDateTime, out: &mut dyn Write) -> fmt::Result {
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
