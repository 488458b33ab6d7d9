//! Stand-ins until the areas they belong to are merged.

use chrono::{DateTime, Utc};

use crate::customer::{Customer, FieldName, FieldValue};

pub(super) fn mask_name(name: &str) -> String {
    let mut characters = name.trim().chars();
    match (characters.next(), characters.next()) {
        (Some(first), Some(_)) => format!("{first}***"),
        _ => "***".to_owned(),
    }
}

pub(super) fn mask_text(text: &str) -> String {
    text.chars().map(|c| if c.is_numeric() { '*' } else { c }).collect()
}

pub(super) fn is_present(customer: &Customer, field: &FieldName) -> bool {
    match customer.value(field) {
        None => false,
        Some(FieldValue::Text(text)) => text.chars().any(char::is_alphabetic),
        Some(FieldValue::List(list)) => !list.is_empty(),
        Some(FieldValue::Windows(windows)) => !windows.is_empty(),
        Some(_) => true,
    }
}

pub(super) fn follow_up_due(customer: &Customer, now: DateTime<Utc>) -> bool {
    match customer.value(&FieldName::LastFollowUp) {
        Some(FieldValue::Date(date)) => (now.date_naive() - *date).num_days() >= 7,
        _ => (now - customer.created_at).num_days() >= 7,
    }
}
