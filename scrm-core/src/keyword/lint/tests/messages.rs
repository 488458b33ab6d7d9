//! What the messages show.

use super::*;

#[test]
fn a_phrase_that_stands_in_none_of_enough_messages_never_fires() {
    let rules = || {
        let negative = vec!["free of charge".to_owned()];
        vec![KeywordRule { negative, ..rule("price", &["price", "rate card", "цена"]) }]
    };
    let many = numbered("the price", 200);
    let lint = on(rules(), &texts(&many));
    // Nothing is said of Russian: there are no Russian messages.
    assert_eq!(
        codes(&lint),
        [
            ("too_broad", "rules[0].phrases[0]"),
            ("never_fired", "rules[0].phrases[1]"),
            ("idle_negative", "rules[0].negative[0]")
        ]
    );
    assert_eq!(lint.findings[1].count, Some(0));
    assert_eq!(lint.findings[0].details, ["100 %"]);
    assert_eq!(lint.findings[0].samples, [0, 1, 2]);
    assert_eq!(codes(&on(rules(), &texts(&many[..199]))), []);
}

#[test]
fn a_share_of_a_fifth_is_not_too_broad() {
    let mut messages = numbered("hello", 160);
    messages.extend(numbered("the price", 40));
    assert_eq!(codes(&on(vec![rule("price", &["price"])], &texts(&messages))), []);
    messages.push("price".to_owned());
    assert_eq!(
        codes(&on(vec![rule("price", &["price"])], &texts(&messages))),
        [("too_broad", "rules[0].phrases[0]")]
    );
}

#[test]
fn a_negative_phrase_that_keeps_an_answer_back_is_not_idle() {
    let rules = || {
        let negative = vec!["at any cost".to_owned(), "any cost".to_owned(), "cost centre".to_owned()];
        vec![KeywordRule { negative, ..rule("price", &["costs"]) }]
    };
    let mut messages = numbered("hello", 200);
    messages.push("at any cost".to_owned());
    messages.push("the costs".to_owned());
    let lint = on(rules(), &texts(&messages));
    // Both that stand there silence the rule; each is asked alone.
    assert_eq!(codes(&lint), [("idle_negative", "rules[0].negative[2]")]);
    // One that is there twice is not idle too.
    let negative = vec!["at any cost".to_owned(), "At any cost".to_owned()];
    let twice = vec![KeywordRule { negative, ..rule("price", &["costs"]) }];
    assert_eq!(codes(&on(twice, &texts(&messages))), [("duplicate", "rules[0].negative[1]")]);
}

#[test]
fn a_phrase_is_silenced_where_a_negative_stands_in_every_message() {
    let rules = || vec![KeywordRule { negative: vec!["tax".to_owned()], ..rule("return", &["return"]) }];
    let messages = numbered("my tax return", 5);
    let lint = on(rules(), &texts(&messages));
    assert_eq!(codes(&lint), [("silenced", "rules[0].phrases[0]")]);
    assert_eq!(lint.findings[0].other.as_ref().unwrap().field, "rules[0].negative[0]");
    assert_eq!(codes(&on(rules(), &texts(&messages[..4]))), []);
    let mut more = messages;
    more.push("return it".to_owned());
    assert_eq!(codes(&on(rules(), &texts(&more))), []);
}

#[test]
fn a_phrase_that_fires_and_never_decides_is_shadowed() {
    let rules = || vec![KeywordRule { priority: 1, ..rule("a", &["order"]) }, rule("b", &["parcel"])];
    let messages = numbered("the parcel of my order", 5);
    let lint = on(rules(), &texts(&messages));
    assert_eq!(codes(&lint), [("shadowed", "rules[1].phrases[0]")]);
    assert_eq!((lint.findings[0].count, lint.findings[0].samples.len()), (Some(5), 3));
    assert_eq!(lint.findings[0].other.as_ref().unwrap().field, "rules[0].phrases[0]");
    assert_eq!(codes(&on(rules(), &texts(&messages[..4]))), []);
    let mut more = messages;
    more.push("a parcel".to_owned());
    assert_eq!(codes(&on(rules(), &texts(&more))), []);
    // A longer phrase of its own rule is no other rule.
    assert_eq!(codes(&on(vec![rule("a", &["order", "my order"])], &texts(&numbered("my order", 9)))), []);
}

#[test]
fn a_phrase_that_never_fires_alone_overlaps() {
    let rules = || vec![rule("a", &["order number"]), rule("b", &["parcel"])];
    let mut messages = numbered("the order number of my parcel", 5);
    messages.extend(numbered("hello", 40));
    messages.push("a parcel".to_owned());
    let lint = on(rules(), &texts(&messages));
    assert_eq!(codes(&lint), [("overlapping", "rules[0].phrases[0]")]);
    let other = lint.findings[0].other.as_ref().unwrap();
    assert_eq!((other.field.as_str(), &other.phrase), ("rules[1]", &None));
    messages.push("the order number".to_owned());
    assert_eq!(codes(&on(rules(), &texts(&messages))), []);
}

#[test]
fn forms_that_a_phrase_leaves_out_are_named() {
    let rules = |mode| vec![KeywordRule { mode, ..rule("price", &["скидка", "скидки"]) }];
    let messages =
        ["хочу скидку", "дайте скидку!", "со скидкой", "скидку", "о скидках", "скидка есть?", "скидки?"];
    let lint = on(rules(MatchMode::AsWritten), &messages);
    assert_eq!(codes(&lint), [("missing_forms", "rules[0].phrases[0]")]);
    assert_eq!(lint.findings[0].details, ["скидку (3)", "скидках (1)", "скидкой (1)"]);
    assert_eq!((lint.findings[0].count, &lint.findings[0].samples), (Some(5), &vec![0, 1, 2]));
    assert_eq!(found(&on(rules(MatchMode::Stem), &messages), "missing_forms").len(), 0);
    assert_eq!(codes(&on(rules(MatchMode::AsWritten), &messages[1..])), []);
}

#[test]
fn forms_are_missed_only_in_messages_of_the_topic() {
    let rules = vec![KeywordRule { mode: MatchMode::AsWritten, ..rule("return", &["return"]) }];
    let messages = numbered("returned", 6);
    for (label, codes_then) in [("return", vec![("missing_forms", "rules[0].phrases[0]")]), ("visit", vec![])]
    {
        let labels = vec![Some(label); 6];
        let lint =
            lint(&config(rules.clone()), texts(&messages), Some(&labels), &KeywordLintConfig::default())
                .unwrap();
        assert_eq!(codes(&lint), codes_then);
    }
}

#[test]
fn companions_may_never_be_near() {
    let rules = || {
        let term = KeywordTerm { near: vec!["cancel".to_owned()], within: 2, ..KeywordTerm::new("order") };
        vec![KeywordRule { terms: vec![term], ..rule("cancel", &["cancellation"]) }]
    };
    let alone = numbered("where is my order", 5);
    let lint = on(rules(), &texts(&alone));
    assert_eq!(codes(&lint), [("companion_never_near", "rules[0].terms[0].text")]);
    assert_eq!(lint.findings[0].details, ["cancel"]);
    let far = numbered("cancel it please, I mean my order", 5);
    assert_eq!(codes(&on(rules(), &texts(&far))), [("companion_too_far", "rules[0].terms[0].text")]);
    let mut near = alone;
    near.push("cancel my order".to_owned());
    assert_eq!(codes(&on(rules(), &texts(&near))), []);
}

#[test]
fn a_phrase_in_messages_of_many_topics_tells_none_apart() {
    let rules =
        || vec![rule("a", &["help"]), rule("b", &["parcel"]), rule("c", &["refund"]), rule("d", &["size"])];
    let messages = ["help parcel", "help refund", "help size", "help parcel size", "help", "help refund"];
    let lint = on(rules(), &messages);
    let broad = found(&lint, "many_topics");
    assert_eq!(broad[0].place.field, "rules[0].phrases[0]");
    // With labels, these decide.
    let labels = [Some("b"), Some("c"), Some("d"), Some("b"), None, Some("c")];
    let labelled = |labels: &[Option<&str>]| {
        super::lint(&config(rules()), messages, Some(labels), &KeywordLintConfig::default()).unwrap()
    };
    let lint = labelled(&labels);
    assert_eq!(found(&lint, "many_topics")[0].details, ["b (2)", "c (2)", "d (1)", "none (1)"]);
    assert_eq!(found(&labelled(&[Some("a"); 6]), "many_topics").len(), 0);
}

#[test]
fn a_short_substring_is_shown_by_the_words_that_it_stands_in() {
    let rules = || vec![KeywordRule { mode: MatchMode::Substring, ..rule("advert", &["art"]) }];
    let messages = ["start", "party", "smart", "a part", "my part", "art"];
    let lint = on(rules(), &messages);
    assert_eq!(codes(&lint), [("short_substring", "rules[0].phrases[0]")]);
    assert_eq!(lint.findings[0].details, ["part", "party", "smart", "start"]);
    assert_eq!(lint.findings[0].count, Some(5));
    assert_eq!(codes(&on(rules(), &["art", "an art", "arts"])), []);
}
