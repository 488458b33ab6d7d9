use chrono::TimeDelta;

use super::*;
use crate::customer::{FieldName, FieldValue, Position, Stage};

const YES: Option<bool> = Some(true);
const NO: Option<bool> = Some(false);

#[test]
fn what_is_not_known_is_neither_true_nor_false() {
    let nobody = person("Anna");
    for (text, answer) in [
        ("budget > 1", None),
        ("!(budget > 1)", None),
        ("budget > 1 || true", YES),
        ("budget > 1 && false", NO),
        ("budget > 1 && true", None),
        ("budget > 1 || false", None),
        ("has(budget)", NO),
        ("!has(budget)", YES),
        ("stage != \"lost\"", None),
        ("!has(stage) || stage != \"lost\"", YES),
        ("industry in [\"food\"]", None),
        ("\"tea\" in products", None),
        ("company.contains(\"a\")", None),
        ("last_order < now", None),
        ("days_since(last_order) > 90", None),
        ("tagged_at(\"behaviour.quoted\") < now", None),
        ("tier == \"a\"", None),
        ("count(\"order_placed\") == 0", YES),
        ("order_count == 0 && total_spent == 0", YES),
        ("has_tag(\"value.strategic\")", NO),
        ("has_identifier(\"phone\")", NO),
        ("consent(\"marketing\")", NO),
        ("consent(\"service\")", YES),
        ("archived", NO),
    ] {
        assert_eq!(holds(text, &nobody), answer, "{text}");
    }
    assert!(!segment("budget > 1").contains(&nobody.customer, &nobody.history, now()));
}

#[test]
fn texts_are_the_same_however_they_are_typed() {
    let anna = person("Анна Ёлкина").text(FieldName::Company, "Ｃａｆé 價格").products(&["Чай", "绿茶"]);
    for text in [
        "name == \"анна елкина\"",
        "name.startsWith(\"АННА\")",
        "name.ends_with(\"ёлкина\")",
        "company == \"cafe 价格\"",
        "company.contains(\"CAFÉ\")",
        "company.matches(\"^cafe .{2}$\")",
        "company.matches(\"^CAFÉ 價\")",
        "name.matches(\"Ёлкин[АУ]\")",
        "\"ЧАЙ\" in products",
        "\"綠茶\" in products",
        "name != \"anna\"",
    ] {
        assert_eq!(holds(text, &anna), YES, "{text}");
    }
    assert_eq!(holds("\"ча\" in products", &anna), NO);
}

#[test]
fn amounts_are_compared_in_the_workspaces_currency() {
    let rich = person("Anna").budget(50_000, 80_000, "TWD");
    for (text, answer) in [
        ("budget == money(80000, \"TWD\")", YES),
        ("budget.max >= 80000", YES),
        ("budget.max > 80000", NO),
        ("budget.min < 50000.01", YES),
        ("50000 == budget.min", YES),
        ("budget.min in [50000, 1]", YES),
    ] {
        assert_eq!(holds(text, &rich), answer, "{text}");
    }
    // The standard table has no rate for it.
    let elsewhere = person("Anna").budget(1, 2, "XAU");
    assert_eq!(holds("budget > 0", &elsewhere), None);
    assert_eq!(holds("has(budget)", &elsewhere), YES);
}

#[test]
fn times_have_exact_ends() {
    let day = TimeDelta::days(1);
    let person = person("Anna")
        .ordered(100, day * 90)
        .wrote(TimeDelta::hours(24))
        .viewed(day * 30)
        .viewed(day * 30 - TimeDelta::seconds(1))
        .viewed(TimeDelta::zero())
        .viewed(-day);
    for (text, answer) in [
        ("days_since(last_order) == 90", YES),
        ("days_since(last_order) > 90", NO),
        ("last_order == now - days(90)", YES),
        ("last_inbound < now - hours(24)", NO),
        ("last_inbound <= now - hours(24)", YES),
        ("hours_since(last_inbound) == 24", YES),
        // The window begins after its beginning and ends with the present.
        ("count(\"page_viewed\", days(30)) == 2", YES),
        ("count(\"page_viewed\") == 3", YES),
        ("now - months(1) - days(2) < now - weeks(4)", YES),
        ("now + years(1) > now", YES),
        ("created_at < timestamp(\"2026-02-21T10:00:00+08:00\")", NO),
        ("created_at < date(\"2026-02-22\")", YES),
    ] {
        assert_eq!(holds(text, &person), answer, "{text}");
    }
}

#[test]
fn days_are_those_of_the_workspaces_calendar() {
    // Two in the morning UTC is ten in Taipei: the same day; a quarter past four in the afternoon UTC is the next.
    let person =
        person("Anna").day(FieldName::LastFollowUp, "2026-05-31").day(FieldName::Birthday, "1990-06-01");
    for (text, answer) in [
        ("last_follow_up == now - days(1)", YES),
        ("last_follow_up < now", YES),
        ("last_follow_up >= now", NO),
        ("days_since(last_follow_up) == 1", YES),
        ("birthday == date(\"1990-06-01\")", YES),
    ] {
        assert_eq!(holds(text, &person), answer, "{text}");
    }
}

#[test]
fn groups_stages_and_ranges() {
    let person = person("Anna")
        .tag("value.tier_a")
        .stage(Stage::Quoted)
        .position(Position::DecisionMaker)
        .people(100, 300)
        .with(FieldName::DealProbability, FieldValue::Number(0.25));
    for (text, answer) in [
        ("tier == \"A\"", YES),
        ("tier in [\"b\", \"c\"]", NO),
        ("stage in [\"quoted\", \"sample_sent\"]", YES),
        ("position == \"decision_maker\"", YES),
        ("company_size > 200 && head_count.min < 200", YES),
        ("deal_probability == 0.25", YES),
        ("days_since(tagged_at(\"value.tier_a\")) == 10", YES),
    ] {
        assert_eq!(holds(text, &person), answer, "{text}");
    }
}

#[test]
fn a_clause_says_what_came_of_it() {
    let person = person("Anna").people(10, 20).tag("value.tier_b");
    let text = "(company_size > 200 || tier == \"a\") && !has_tag(\"value.strategic\") && budget > 5";
    let why = segment(text).explain(&person.customer, &person.history, now());
    assert_eq!(why.holds, NO);
    let deciding: Vec<&str> = why.deciding().map(|clause| clause.text.as_str()).collect();
    assert_eq!(deciding, ["company_size > 200", "tier == \"a\"", "budget > 5"]);
    assert_eq!(why.parts[1].holds, YES);
    assert_eq!(why.parts[2].holds, None);
    assert_eq!(why.text, segment(text).to_string());
}
