//! The examples of docs/segments.md: each is there, is printed as it is written, and selects who it says.

use chrono::TimeDelta;

use super::*;
use crate::customer::{FieldName, Position, Stage};

const DOCUMENT: &str = include_str!("../../../../docs/segments.md");

pub(in crate::segment) fn people() -> Vec<Person> {
    let day = TimeDelta::days(1);
    vec![
        // A large company in the car trade that is quoted and silent.
        person("anna")
            .text(FieldName::Industry, "auto_parts")
            .text(FieldName::Language, "ru")
            .text(FieldName::Region, "RU")
            .people(250, 400)
            .tag("value.tier_a")
            .tag("behaviour.quoted")
            .position(Position::DecisionMaker)
            .budget(200_000, 500_000, "TWD")
            .stage(Stage::Quoted)
            .quoted(day * 8)
            .answered(day * 8)
            .wrote(day * 9),
        // Bought long ago and opens nothing.
        person("ben")
            .text(FieldName::Language, "en")
            .text(FieldName::Region, "TW")
            .text(FieldName::Owner, "wei")
            .products(&["green tea"])
            .stage(Stage::Customer)
            .tag("value.tier_c")
            .ordered(30_000, day * 200)
            .ordered(20_000, day * 120)
            .read(day * 60)
            .day(FieldName::Birthday, "1990-06-04"),
        // New, curious and waiting.
        person("chen")
            .text(FieldName::Language, "zh-hant")
            .text(FieldName::Region, "TW")
            .people(20, 40)
            .stage(Stage::NewInquiry)
            .viewed(day * 2)
            .viewed(day)
            .viewed(TimeDelta::hours(3))
            .wrote(TimeDelta::hours(2)),
        // A good customer.
        person("dana")
            .text(FieldName::Language, "en")
            .text(FieldName::Company, "Dana's Café")
            .text(FieldName::Owner, "omar")
            .products(&["espresso", "green tea"])
            .stage(Stage::Customer)
            .tag("value.tier_a")
            .tag("value.strategic")
            .ordered(400_000, day * 20)
            .ordered(300_000, day * 50)
            .read(day * 2)
            .day(FieldName::LastFollowUp, "2026-05-30"),
    ]
}

/// An expression, and who belongs to it.
pub(in crate::segment) const EXAMPLES: &[(&str, &str)] = &[
    ("industry == \"auto_parts\" && company_size > 200 && tier == \"A\"", "anna"),
    ("has_tag(\"behaviour.quoted\") && last_inbound < now - days(7)", "anna"),
    ("last_order < now - days(90) && count(\"message_read\", days(30)) == 0", "ben"),
    ("tier in [\"A\", \"B\"] && !has_tag(\"value.strategic\")", "anna"),
    ("budget.max >= money(100000, \"TWD\")", "anna"),
    ("budget.min >= 100000 && stage == \"quoted\"", "anna"),
    ("position == \"decision_maker\"", "anna"),
    ("stage == \"new_inquiry\" && count(\"page_viewed\", days(30)) >= 3", "chen"),
    ("hours_since(last_inbound) <= 24 && !has(last_outbound)", "chen"),
    ("last_outbound < now - days(7) && last_inbound < last_outbound", "anna"),
    ("language in [\"ru\", \"zh-hant\"]", "anna chen"),
    ("region == \"TW\" && order_count == 0", "chen"),
    ("order_count >= 2", "ben dana"),
    ("order_count >= 2 && days_since(last_order) > 90", "ben"),
    ("total_spent > 500000", "dana"),
    ("first_order < now - months(6)", "ben"),
    ("\"green tea\" in products && last_order < now - days(60)", "ben"),
    ("company.contains(\"cafe\")", "dana"),
    ("name.matches(\"^(anna|dana)$\")", "anna dana"),
    ("name.startsWith(\"B\")", "ben"),
    ("!has(owner)", "anna chen"),
    ("owner == \"wei\" || owner == \"omar\"", "ben dana"),
    ("last_follow_up < now - days(1)", "dana"),
    ("!has(last_follow_up) || days_since(last_follow_up) > 7", "anna ben chen"),
    ("birthday == date(\"1990-06-04\")", "ben"),
    ("days_since(created_at) >= 100", "anna ben chen dana"),
    ("created_at < timestamp(\"2026-01-01T00:00:00Z\")", ""),
    ("days_since(tagged_at(\"behaviour.quoted\")) > 7", "anna"),
    ("consent(\"marketing\", \"whatsapp\")", ""),
    ("head_count.max < 50 && !archived", "chen"),
    ("last_quote > now - days(14) && count(\"order_placed\", days(14)) == 0", "anna"),
    ("has_identifier(\"phone\") || has_identifier(\"whatsapp_id\")", ""),
];

#[test]
fn every_example_selects_who_it_should() {
    let people = people();
    for (text, expected) in EXAMPLES {
        let segment = segment(text);
        assert_eq!(segment.to_string(), *text);
        let selected: Vec<&str> = people
            .iter()
            .filter(|person| segment.contains(&person.customer, &person.history, now()))
            .map(|person| person.customer.id.as_str())
            .collect();
        assert_eq!(selected.join(" "), *expected, "{text}");
        assert!(DOCUMENT.contains(text), "docs/segments.md lacks {text}");
    }
}

#[test]
fn every_example_of_the_document_is_tried() {
    let block = DOCUMENT.split("```cel\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    for line in block.lines().filter(|line| !line.starts_with("//") && !line.is_empty()) {
        assert!(EXAMPLES.iter().any(|(text, _)| text == &line), "{line}");
    }
}

#[test]
fn every_name_of_the_document_is_known_and_every_name_is_in_the_document() {
    for (name, kind) in SegmentSchema::standard().names() {
        assert!(DOCUMENT.contains(&format!("`{name}`")), "docs/segments.md lacks {name} ({kind:?})");
    }
    for (event, _) in HISTORY_EVENTS {
        assert!(DOCUMENT.contains(&format!("`{event}`")), "docs/segments.md lacks {event}");
    }
}
