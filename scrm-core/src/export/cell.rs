//! What stands in one cell, in the forms that an import reads.

use std::fmt::Write;

use chrono::{DateTime, NaiveTime, Utc};
use compact_str::CompactString;
use serde::Serialize;

use crate::customer::{FieldName, FieldValue, HeadCount};
use crate::foundation::time::WeeklyWindow;
use crate::foundation::{Budget, Currency, Money};
use crate::import::{cell, is_unread_field};
use crate::trust::{MaskKind, Masker};

/// One cell, as JSON has it.
#[derive(Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub(super) enum Cell {
    Text(CompactString),
    List(Vec<CompactString>),
    Whole(u32),
    Number(f64),
    Flag(bool),
}

impl Cell {
    /// As a file of cells has it.
    pub(super) fn into_text(self) -> String {
        match self {
            Self::Text(text) => text.into(),
            Self::List(entries) => entries.join(cell::BETWEEN),
            Self::Whole(number) => number.to_string(),
            Self::Flag(flag) => cell::flag(flag).to_owned(),
            Self::Number(number) => {
                let mut text = String::new();
                // Writing into a text does not fail.
                let _ = cell::number(number, &mut text);
                text
            }
        }
    }
}

/// An instant.
pub(super) fn instant(at: DateTime<Utc>) -> Cell {
    written(|text| cell::instant(at.naive_utc(), text))
}

/// A field's value, hidden as far as `masker` hides it.
pub(super) fn of_field(name: &FieldName, value: &FieldValue, masker: Option<&Masker>) -> Cell {
    let shown = of_value(value);
    let Some(masker) = masker else { return shown };
    let is_personal =
        matches!(value, FieldValue::Text(_) | FieldValue::List(_)) || *name == FieldName::Birthday;
    let hide = |text: CompactString| masker.mask(mask_of(name), &text).into();
    match shown {
        Cell::Text(text) if is_personal => Cell::Text(hide(text)),
        Cell::List(texts) if is_personal => Cell::List(texts.into_iter().map(hide).collect()),
        shown => shown,
    }
}

fn mask_of(name: &FieldName) -> MaskKind {
    match name {
        FieldName::Name | FieldName::Company => MaskKind::Name,
        // Hidden whole, as what nobody could read is: it may be anything.
        FieldName::Address | FieldName::Birthday => MaskKind::Address,
        unread if is_unread_field(unread) => MaskKind::Address,
        _ => MaskKind::Text,
    }
}

fn of_value(value: &FieldValue) -> Cell {
    match value {
        FieldValue::Text(text) => Cell::Text(text.clone()),
        FieldValue::List(entries) => Cell::List(entries.clone()),
        FieldValue::Date(day) => written(|text| cell::local(day.and_time(NaiveTime::MIN), text)),
        FieldValue::Instant(at) => instant(*at),
        FieldValue::Budget(budget) => Cell::Text(budget_text(budget)),
        FieldValue::Windows(windows) => Cell::List(windows.iter().map(window_text).collect()),
        FieldValue::HeadCount(HeadCount { low, high }) => {
            let number = |count: &u32| compact_str::format_compact!("{count}");
            Cell::Text(range_text(low.as_ref().map(number), high.as_ref().map(number)))
        }
        FieldValue::Position(position) => Cell::Text(position.as_str().into()),
        FieldValue::Stage(stage) => Cell::Text(stage.as_str().into()),
        FieldValue::Number(number) => Cell::Number(*number),
        FieldValue::Flag(flag) => Cell::Flag(*flag),
        FieldValue::Money(Money { minor, currency }) => {
            Cell::Text(compact_str::format_compact!("{} {currency}", amount_text(*minor, *currency)))
        }
    }
}

fn written(write: impl FnOnce(&mut dyn Write) -> std::fmt::Result) -> Cell {
    let mut text = CompactString::default();
    // Writing into a text does not fail.
    let _ = write(&mut text);
    Cell::Text(text)
}

/// `50000-80000 TWD`, `from 50000 TWD`, `up to 80000 TWD`.
fn budget_text(budget: &Budget) -> CompactString {
    let end = |minor: i64| amount_text(minor, budget.currency);
    let range = range_text(budget.low.map(end), budget.high.map(end));
    compact_str::format_compact!("{range} {}", budget.currency)
}

fn range_text(low: Option<CompactString>, high: Option<CompactString>) -> CompactString {
    match (low, high) {
        (Some(low), Some(high)) if low == high => low,
        (Some(low), Some(high)) => compact_str::format_compact!("{low}-{high}"),
        (Some(low), None) => compact_str::format_compact!("from {low}"),
        (None, Some(high)) => compact_str::format_compact!("up to {high}"),
        (None, None) => CompactString::default(),
    }
}

/// An amount in whole units, with as many decimals as the currency has where it is not whole.
fn amount_text(minor: i64, currency: Currency) -> CompactString {
    let one = 10_u64.pow(currency.exponent());
    let (sign, minor) = (if minor < 0 { "-" } else { "" }, minor.unsigned_abs());
    let (whole, rest) = (minor / one, minor % one);
    if rest == 0 {
        return compact_str::format_compact!("{sign}{whole}");
    }
    let digits = currency.exponent() as usize;
    // Three digits after a point read as thousands: a fourth tells that they are none.
    let end = if digits == 3 { "0" } else { "" };
    compact_str::format_compact!("{sign}{whole}.{rest:0digits$}{end}")
}

/// `mon,tue,fri 09:00-12:00`.
fn window_text(window: &WeeklyWindow) -> CompactString {
    let days = Vec::<String>::from(window.days).join(",");
    compact_str::format_compact!("{days} {}-{}", window.from, window.to)
}
