//! How people write phones, budgets, dates and hours.

use chrono::{DateTime, Utc};

use super::phrases::Locale;
use crate::SeededRandom;

fn with_digits(text: &str, zero: char) -> String {
    text.chars()
        .map(|c| c.to_digit(10).and_then(|digit| char::from_u32(u32::from(zero) + digit)).unwrap_or(c))
        .collect()
}

pub(super) fn write_phone(random: &mut SeededRandom, locale: &Locale, national: &str) -> String {
    let code = locale.country_code;
    let (head, tail) = national.split_at(national.len() - 6);
    let (middle, end) = tail.split_at(3);
    match random.below(7) {
        0 => format!("+{code}{national}"),
        1 => format!("+{code} {head} {middle} {end}"),
        2 => format!("00{code} {head}-{middle}-{end}"),
        3 => format!("{}{head} {middle} {end}", locale.trunk_prefix),
        4 => with_digits(&format!("+{code}{national}"), locale.native_zero),
        5 => with_digits(&format!("+{code} {national}"), '０'),
        _ => format!("+{code} ({head}) {middle} {end}"),
    }
}

pub(super) fn write_budget(random: &mut SeededRandom, locale: &Locale) -> String {
    let low = random.between(1, 14) * 10;
    let high = low + random.between(1, 6) * 10;
    match locale.language {
        "ru" => format!("{low}-{high} тыс. тайваньских долларов"),
        "ar" => format!("{low} ألف – {high} ألف دولار تايواني"),
        "hi" => format!("₹{}-{} लाख", low / 10, high / 10),
        "zh-CN" => format!("{}万-{}万人民币", low / 10, high / 10),
        "zh-TW" => format!("{}萬-{}萬", low / 10, high / 10),
        _ => format!("{low},000 - {high},000 TWD"),
    }
}

pub(super) fn write_date_time(random: &mut SeededRandom, locale: &Locale, at: DateTime<Utc>) -> String {
    match (random.below(3), locale.language) {
        (0, "ru") => at.format("%d.%m.%Y %H:%M").to_string(),
        (0, "ar" | "hi") => with_digits(&at.format("%Y/%m/%d %H:%M").to_string(), locale.native_zero),
        (0, "zh-CN" | "zh-TW") => at.format("%Y年%-m月%-d日 %H:%M").to_string(),
        (1, _) => at.format("%Y-%m-%dT%H:%M:00Z").to_string(),
        _ => at.format("%Y/%m/%d %H:%M").to_string(),
    }
}

pub(super) fn write_windows(random: &mut SeededRandom, locale: &Locale) -> String {
    random.word(locale.preferred_times).to_owned()
}

pub(super) fn write_head_count(random: &mut SeededRandom, locale: &Locale) -> String {
    let count = random.between(3, 400);
    match random.below(4) {
        0 => "50-200".to_owned(),
        1 => ">200".to_owned(),
        2 => format!("{count} {}", locale.people),
        _ => count.to_string(),
    }
}

/// Spoils one cell the way real files are spoilt.
pub(super) fn mistaken(random: &mut SeededRandom, cells: &mut [String]) {
    let (cell, wrong) = match random.below(6) {
        0 => (0, ""),
        1 => (0, "test"),
        2 => (1, "12345"),
        3 => (2, "no e-mail @"),
        4 => (6, "2025/13/45"),
        _ => (8, "ask the boss"),
    };
    if let Some(slot) = cells.get_mut(cell) {
        wrong.clone_into(slot);
    }
}

/// Appends a row of CSV.
pub(super) fn write_csv(cells: &[String], out: &mut String) {
    for (position, cell) in cells.iter().enumerate() {
        if position > 0 {
            out.push(',');
        }
        if cell.contains(['"', ',', '\n', '\r']) {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(cell);
        }
    }
    out.push('\n');
}
