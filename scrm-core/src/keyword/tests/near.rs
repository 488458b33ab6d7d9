//! Companions, and why a phrase comes to nothing.

use super::*;

fn term(text: &str, near: &[&str], within: u8) -> KeywordTerm {
    let near = near.iter().map(|&companion| companion.to_owned()).collect();
    KeywordTerm { near, within, ..KeywordTerm::new(text) }
}

fn with_terms(terms: Vec<KeywordTerm>) -> KeywordMatcher {
    matcher(vec![KeywordRule { terms, ..rule("r", MatchMode::Auto, &[]) }])
}

#[test]
fn a_companion_must_stand_near() {
    let cancel = with_terms(vec![term("order", &["cancel"], 5)]);
    for (message, fires) in [
        ("cancel my order", true),
        ("please CANCELLED the orders", true),
        ("my order, can you cancel it?", true),
        ("order", false),
        ("cancel", false),
        ("cancel one two three four five order", true),
        ("cancel one two three four five six order", false),
        ("order one two three four five six cancel x order", true),
    ] {
        assert_eq!(!cancel.find(message).is_empty(), fires, "{message}");
        assert_eq!(cancel.best(&Folded::new(message)).is_some(), fires, "{message}");
    }
}

#[test]
fn all_companions_must_stand_near_and_none_may_be_the_phrase_itself() {
    let set = with_terms(vec![term("card", &["lost", "visa"], 3)]);
    assert!(set.find("lost my card").is_empty());
    assert_eq!(set.find("I lost my visa card").len(), 1);
    let twice = with_terms(vec![term("card", &["card"], 3)]);
    assert!(twice.find("card").is_empty());
    assert_eq!(twice.find("card by card").len(), 2);
}

#[test]
fn scripts_without_spaces_count_two_characters_as_a_word() {
    let set = with_terms(vec![term("订单", &["取消"], 2)]);
    assert_eq!(set.find("取消订单").len(), 1);
    assert_eq!(set.find("取消我的两个订单").len(), 1);
    assert!(set.find("取消我昨天的两个订单").is_empty());
}

#[test]
fn the_nearest_companion_counts_however_many_there_are() {
    let set = with_terms(vec![term("x", &["y"], 0)]);
    let message = "y ".repeat(300) + "a x " + &"y ".repeat(300);
    assert_eq!(set.find(&message).len(), 1);
    assert!(set.find(&("y ".repeat(300) + "a x a y")).is_empty());
}

#[test]
fn a_term_has_a_number_after_the_phrases_and_is_named_in_errors() {
    let terms = vec![term("blue", &[], 5), term(" ", &[], 5)];
    let rule = KeywordRule { terms, ..rule("r", MatchMode::Auto, &["red"]) };
    let error = KeywordMatcher::new(&config(vec![rule.clone()])).unwrap_err();
    assert_eq!(error.field().as_deref(), Some("rules[0].terms[1].text"));
    let set = matcher(vec![KeywordRule { terms: vec![term("blue", &[], 5)], ..rule.clone() }]);
    assert_eq!(set.find("blue")[0].phrase_index, 1);
    let blank = KeywordRule { terms: vec![term("blue", &["\u{200b}"], 5)], ..rule };
    let error = KeywordMatcher::new(&config(vec![blank])).unwrap_err();
    assert_eq!(error.field().as_deref(), Some("rules[0].terms[0].near[0]"));
}

#[test]
fn an_explanation_says_what_came_of_each_phrase() {
    let mut returns = rule("return", MatchMode::Auto, &["return"]);
    returns.negative = vec!["tax return".to_owned()];
    let cancel = KeywordRule {
        terms: vec![term("order", &["cancel", "now"], 5)],
        ..rule("cancel", MatchMode::Auto, &[])
    };
    let set = matcher(vec![returns, cancel, rule("order", MatchMode::Word, &["order", "my order"])]);
    let told = |message: &str| {
        let explained = set.explain(message).into_iter();
        explained.map(|why| (why.rule.to_string(), why.phrase, why.mode, why.outcome)).collect::<Vec<_>>()
    };
    let owned = |text: &str| text.to_owned();
    assert_eq!(
        told("cancel my order and my tax return"),
        [
            (owned("order"), owned("my order"), MatchMode::Word, KeywordOutcome::Best),
            (
                owned("cancel"),
                owned("order"),
                MatchMode::Stem,
                KeywordOutcome::Alone { missing: vec![owned("now")] }
            ),
            (owned("order"), owned("order"), MatchMode::Word, KeywordOutcome::Fires),
            (
                owned("return"),
                owned("return"),
                MatchMode::Stem,
                KeywordOutcome::Silenced { by: owned("tax return") }
            ),
        ]
    );
    assert_eq!(told("hello"), []);
}
