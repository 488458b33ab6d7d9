//! Precision and recall.

use super::*;

fn measured(rules: Vec<KeywordRule>, messages: &[(&str, Option<&str>)]) -> KeywordLint {
    let labels: Vec<Option<&str>> = messages.iter().map(|(_, label)| *label).collect();
    let texts = messages.iter().map(|(text, _)| *text);
    lint(&config(rules), texts, Some(&labels), &KeywordLintConfig::default()).unwrap()
}

#[test]
fn right_and_wrong_are_counted_for_phrases_rules_and_topics() {
    let second = KeywordRule { label: "price".to_owned(), ..rule("cost", &["costs"]) };
    let lint = measured(
        vec![rule("price", &["price", "tariff", "free"]), second, rule("return", &["refund"])],
        &[
            ("the price", Some("price")),
            ("price and costs", Some("price")),
            ("free tariff", None),
            ("price of a refund", Some("return")),
            ("money back", Some("return")),
            ("the costs", Some("price")),
        ],
    );
    let price = &lint.rules[0];
    let quality = price.quality.as_ref().unwrap();
    assert_eq!((price.fired, price.decided), (4, 3));
    assert_eq!((quality.right, quality.wrong, quality.labelled), (2, 2, 3));
    assert_eq!(quality.precision.value, Some(0.5));
    assert!((quality.recall.value.unwrap() - 2.0 / 3.0).abs() < 1e-12);
    let phrases: Vec<_> =
        price.phrases.iter().map(|it| (it.place.field.as_str(), it.fired, it.right, it.wrong)).collect();
    assert_eq!(
        phrases,
        [
            ("rules[0].phrases[0]", 3, Some(2), Some(1)),
            ("rules[0].phrases[1]", 1, Some(0), Some(1)),
            ("rules[0].phrases[2]", 1, Some(0), Some(1)),
        ]
    );
    let topics: Vec<_> = lint.labels.iter().map(|it| (it.label.as_str(), it.fired)).collect();
    assert_eq!(topics, [("price", 5), ("return", 1)]);
    assert_eq!(lint.labels[0].quality.as_ref().unwrap().recall.value, Some(1.0));
}

#[test]
fn a_rule_passes_or_fails_only_where_the_interval_tells() {
    let verdict = |right: usize, wrong: usize| {
        let mut messages = vec![("the price", Some("price")); right];
        messages.extend(vec![("a price", Some("return")); wrong]);
        let lint = measured(vec![rule("price", &["price"])], &messages);
        let quality = lint.rules[0].quality.clone().unwrap();
        (quality.verdict, found(&lint, "imprecise").len())
    };
    // Of 34 that are all right the interval begins at 0.8985, of 35 at 0.9011.
    assert_eq!(verdict(34, 0), (KeywordVerdict::TooFewToTell, 0));
    assert_eq!(verdict(35, 0), (KeywordVerdict::Passes, 0));
    assert_eq!(verdict(0, 0), (KeywordVerdict::TooFewToTell, 0));
    assert_eq!(verdict(2, 1), (KeywordVerdict::TooFewToTell, 0));
    assert_eq!(verdict(2, 4), (KeywordVerdict::Fails, 1));
    assert_eq!(verdict(60, 40), (KeywordVerdict::Fails, 1));
}

#[test]
fn an_imprecise_rule_names_its_worst_phrases() {
    let mut messages = vec![("a quote", None); 9];
    messages.extend([("price?", None), ("price", Some("price"))]);
    let lint = measured(vec![rule("price", &["price", "quote"])], &messages);
    let finding = found(&lint, "imprecise")[0];
    assert_eq!((finding.place.field.as_str(), finding.count), ("rules[0]", Some(10)));
    assert_eq!(finding.details, ["quote (9)", "price (1)"]);
    assert_eq!(finding.samples, [0, 1, 2]);
}

#[test]
fn without_labels_nothing_is_right_or_wrong() {
    let lint = on(vec![rule("price", &["price"])], &["the price"]);
    assert_eq!((&lint.rules[0].quality, lint.rules[0].phrases[0].right), (&None, None));
}

#[test]
fn every_message_has_a_label_or_none_has() {
    let thresholds = KeywordLintConfig::default();
    let error = lint(&config(vec![rule("a", &["b1"])]), ["x", "y"], Some(&[None]), &thresholds).unwrap_err();
    assert_eq!(error, KeywordError::LabelCount { messages: 2, labels: 1 });
}
