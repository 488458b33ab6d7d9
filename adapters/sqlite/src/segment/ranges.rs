//! Times within ranges. They stand in records as texts, whose order is that of time once what is written differently is alike.

use std::ops::Bound;

use chrono::{DateTime, Datelike, NaiveDate, SecondsFormat, Utc};
use scrm_core::segment::Between;

use super::fields::Stored;
use super::text::SqlParameter;
use super::write::{Said, Unsaid, Writer};

/// A text of a time in the order of time: fractions are of any length, so the `Z` after them goes; a year of more than four
/// digits begins with a `+`, and comes after all others. One before the first year begins with a `-`, and comes first.
pub(super) fn instant_key(text: &str) -> String {
    format!("rtrim(replace({text}, '+', '~'), 'Z')")
}

/// The same for a day.
fn day_key(text: &str) -> String {
    format!("replace({text}, '+', '~')")
}

/// A bound as such a text. One outside the years of four digits has no place in that order.
pub(super) fn instant_bound(at: DateTime<Utc>) -> Result<SqlParameter, Unsaid> {
    is_usual(at.year())?;
    let text = at.to_rfc3339_opts(SecondsFormat::AutoSi, true);
    Ok(SqlParameter::Text(text.trim_end_matches('Z').to_owned()))
}

fn day_bound(day: NaiveDate) -> Result<SqlParameter, Unsaid> {
    is_usual(day.year())?;
    Ok(SqlParameter::Text(day.to_string()))
}

fn is_usual(year: i32) -> Said {
    if (0..=9_999).contains(&year) { Ok(()) } else { Err(Unsaid) }
}

impl Writer {
    /// A field that holds an instant or a day.
    pub(super) fn field_time(
        &mut self,
        field: &Stored,
        instants: &[Between<DateTime<Utc>>],
        days: &[Between<NaiveDate>],
    ) -> Said {
        let value = field.value("[1]");
        let instants = self.within(&instant_key(&value), instants, instant_bound)?;
        let days = self.within(&day_key(&value), days, day_bound)?;
        let kind = field.kind();
        self.text.push_str(&format!(
            "CASE {kind} WHEN 'instant' THEN {instants} WHEN 'date' THEN {days} ELSE 0 END"
        ));
        Ok(())
    }

    /// Whether a key lies in one of the ranges; where there is no key, nothing.
    pub(super) fn within<T: Copy>(
        &mut self,
        key: &str,
        ranges: &[Between<T>],
        bound: impl Fn(T) -> Result<SqlParameter, Unsaid>,
    ) -> Result<String, Unsaid> {
        let mut any = Vec::with_capacity(ranges.len());
        for range in ranges {
            let mut all = Vec::new();
            for (end, open, closed) in [(range.from, ">", ">="), (range.to, "<", "<=")] {
                let (value, operator) = match end {
                    Bound::Unbounded => continue,
                    Bound::Excluded(value) => (value, open),
                    Bound::Included(value) => (value, closed),
                };
                let value = self.bind(bound(value)?);
                all.push(format!("{key} {operator} {value}"));
            }
            any.push(if all.is_empty() { format!("{key} IS NOT NULL") } else { all.join(" AND ") });
        }
        Ok(if any.is_empty() { "0".to_owned() } else { format!("({})", any.join(" OR ")) })
    }
}
