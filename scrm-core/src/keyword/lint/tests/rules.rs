//! What the rules show by themselves.

use super::*;

#[test]
fn what_finds_the_same_in_one_topic_is_there_twice() {
    let lint = linted(vec![rule("a", &["Price", "ＰＲＩＣＥ", "cost"]), rule("b", &["tariff"])]);
    assert_eq!(codes(&lint), [("duplicate", "rules[0].phrases[1]")]);
    assert_eq!(lint.findings[0].other.as_ref().unwrap().field, "rules[0].phrases[0]");
    // Forms of one word, where all forms are found.
    assert_eq!(
        codes(&linted(vec![rule("a", &["refund", "refunds"])])),
        [("duplicate", "rules[0].phrases[1]")]
    );
    let written = KeywordRule {
        mode: MatchMode::AsWritten,
        ..rule("a", &["refund", "refunds", "what's up", "whats up"])
    };
    assert_eq!(codes(&linted(vec![written])), [("duplicate", "rules[0].phrases[3]")]);
    let other = KeywordRule { label: "a".to_owned(), ..rule("b", &["price-list"]) };
    let lint = linted(vec![rule("a", &["price list"]), other]);
    assert_eq!(codes(&lint), [("duplicate", "rules[1].phrases[0]")]);
    // With companions, and as the whole message, it is another phrase.
    let term = KeywordTerm { near: vec!["cancel".to_owned()], ..KeywordTerm::new("order") };
    let whole = KeywordTerm { mode: Some(MatchMode::WholeMessage), ..KeywordTerm::new("order") };
    assert_eq!(codes(&linted(vec![KeywordRule { terms: vec![term, whole], ..rule("a", &["order"]) }])), []);
}

#[test]
fn of_two_that_are_one_phrase_the_wider_stays() {
    let wider = |phrase: &str, mode| {
        let term = KeywordTerm { mode: Some(mode), ..KeywordTerm::new(phrase) };
        KeywordRule { mode: MatchMode::AsWritten, terms: vec![term], ..rule("a", &["refund"]) }
    };
    let lint = linted(vec![wider("refund", MatchMode::Substring)]);
    assert_eq!(codes(&lint), [("duplicate", "rules[0].phrases[0]")]);
    assert_eq!(lint.findings[0].other.as_ref().unwrap().field, "rules[0].terms[0].text");
    assert_eq!(
        codes(&linted(vec![wider("refund", MatchMode::Word)])),
        [("duplicate", "rules[0].terms[0].text")]
    );
    // Each finds what the other does not.
    let both = KeywordTerm { mode: Some(MatchMode::Typo), ..KeywordTerm::new("refund") };
    let both = KeywordRule { mode: MatchMode::Stem, terms: vec![both], ..rule("a", &["refund"]) };
    assert_eq!(codes(&linted(vec![both])), []);
    let written = KeywordRule { mode: MatchMode::AsWritten, ..rule("a", &["whats up", "what's up"]) };
    assert_eq!(codes(&linted(vec![written])), [("duplicate", "rules[0].phrases[0]")]);
}

#[test]
fn one_phrase_in_two_topics_contradicts_itself() {
    let lint = linted(vec![rule("price", &["價格"]), rule("delivery", &["доставка", "价格"])]);
    assert_eq!(codes(&lint), [("contradictory", "rules[1].phrases[1]")]);
    let finding = &lint.findings[0];
    assert_eq!(finding.severity, KeywordSeverity::Error);
    assert_eq!(finding.other.as_ref().unwrap().phrase.as_deref(), Some("價格"));
    assert!(
        finding.message.contains("“价格” of rule delivery finds the same as “價格” of rule price"),
        "{}",
        finding.message
    );
    // Forms of a word.
    assert_eq!(
        codes(&linted(vec![rule("a", &["refund"]), rule("b", &["refunds"])])),
        [("contradictory", "rules[1].phrases[0]")]
    );
}

#[test]
fn what_always_stands_behind_another_never_decides() {
    use MatchMode::{AsWritten, Regex, Stem, Substring, Typo, WholeMessage, Word};
    for (mode, phrase, other_mode, other, shadowed) in [
        (AsWritten, "return visit", AsWritten, "return", true),
        (AsWritten, "return visit", AsWritten, "returns", false),
        (AsWritten, "returns desk", Stem, "return", true),
        (Stem, "return visit", Stem, "returns", true),
        // Of "return visits" the other does not stand.
        (Stem, "return visit", AsWritten, "visit", false),
        (AsWritten, "visitor", Substring, "visit", true),
        (AsWritten, "visitor", AsWritten, "visit", false),
        (Substring, "return visit", AsWritten, "return", false),
        // In "price-list скидкикого" the other does not stand, though in "скидкии" it does.
        (Substring, "price-list скидки", Stem, "скидки", false),
        (Substring, "a return visit", AsWritten, "return", true),
        (Substring, "return visit", Substring, "turn", true),
        (WholeMessage, "return visit", AsWritten, "visit", true),
        (AsWritten, "return visit", WholeMessage, "return visit", false),
        (AsWritten, "退货地址", AsWritten, "退货", true),
        // Between other characters a word of its own does not stand.
        (AsWritten, "退货地址", Word, "退货地址", false),
        (Typo, "return visit", Typo, "return", true),
        (Typo, "return visit", AsWritten, "return", false),
        (AsWritten, "return visit", Regex, "ret[aeiou]rn", true),
        (AsWritten, "return visit", Regex, "^return", false),
    ] {
        let first = KeywordRule { mode: other_mode, priority: 1, ..rule("a", &[other]) };
        let lint = linted(vec![first.clone(), KeywordRule { mode, ..rule("b", &[phrase]) }]);
        let count = found(&lint, "shadowed").len();
        assert_eq!(count, usize::from(shadowed), "{mode:?} {phrase} {other_mode:?} {other}");
        // Of equals the longer one decides, and both topics are there.
        let equal = KeywordRule { priority: 0, ..first };
        let lint = linted(vec![equal, KeywordRule { mode, ..rule("b", &[phrase]) }]);
        let of_second = |finding: &&KeywordFinding| finding.place.rule.as_str() == "b";
        let count = found(&lint, "overlapping").into_iter().filter(of_second).count();
        assert_eq!(count, usize::from(shadowed), "{mode:?} {phrase} {other_mode:?} {other}");
    }
}

#[test]
fn a_negative_phrase_of_the_other_rule_keeps_it_out_of_the_way() {
    let first =
        KeywordRule { priority: 1, negative: vec!["return visit".to_owned()], ..rule("a", &["return"]) };
    assert_eq!(codes(&linted(vec![first, rule("b", &["return visit"])])), []);
    let same_topic = KeywordRule { priority: 1, label: "b".to_owned(), ..rule("a", &["return"]) };
    let lint = linted(vec![same_topic, rule("b", &["return visit"])]);
    assert_eq!(lint.findings[0].severity, KeywordSeverity::Note);
}

#[test]
fn a_negative_phrase_may_silence_its_own_rule() {
    let silenced =
        KeywordRule { negative: vec!["returns".to_owned()], ..rule("a", &["return policy", "refund"]) };
    let lint = linted(vec![silenced]);
    assert_eq!(codes(&lint), [("silenced", "rules[0].phrases[0]")]);
    assert_eq!(lint.findings[0].other.as_ref().unwrap().field, "rules[0].negative[0]");
    // A term counts beside its companion, which the negative phrase is.
    let term = KeywordTerm { near: vec!["cancel".to_owned()], ..KeywordTerm::new("order") };
    let silenced =
        KeywordRule { negative: vec!["cancel".to_owned()], terms: vec![term], ..rule("a", &["refund"]) };
    let lint = linted(vec![silenced]);
    assert_eq!(codes(&lint), [("silenced", "rules[0].terms[0].text")]);
    // One that is longer than the phrase leaves it alone elsewhere.
    assert_eq!(
        codes(&linted(vec![KeywordRule {
            negative: vec!["tax return".to_owned()],
            ..rule("a", &["return"])
        }])),
        []
    );
    assert_eq!(
        codes(&linted(vec![KeywordRule {
            negative: vec!["x y".to_owned(), "x-y".to_owned()],
            ..rule("a", &["z1"])
        }])),
        [("duplicate", "rules[0].negative[1]")]
    );
}

#[test]
fn a_mode_may_not_suit_a_phrase() {
    use MatchMode::{Regex, Substring, Typo};
    for (mode, phrase, code) in [
        (Substring, "ad", Some("short_substring")),
        (Substring, "adv", None),
        (Substring, "价", None),
        (Substring, "👍", None),
        (Typo, "vip card", Some("typo_without_effect")),
        (Typo, "vips card1", None),
        (Typo, "价格", Some("typo_without_effect")),
        (Regex, "price", Some("plain_regex")),
        (Regex, r"\b(price|cost)\b", Some("plain_regex")),
        (Regex, r"pric(e|es)", None),
        (Regex, r"price.*list", None),
        (Regex, r"\d+", None),
        (MatchMode::Auto, "the", Some("stop_word")),
        (MatchMode::Auto, "и", Some("stop_word")),
        (MatchMode::Auto, "что", Some("stop_word")),
        (MatchMode::Auto, "x", Some("stop_word")),
        (MatchMode::Auto, "1", None),
        (MatchMode::Auto, "的", Some("stop_word")),
        (MatchMode::Auto, "钱", None),
        (MatchMode::WholeMessage, "hi", None),
        (MatchMode::Auto, "how much", None),
    ] {
        let lint = linted(vec![KeywordRule { mode, ..rule("a", &[phrase]) }]);
        let expected: Vec<_> = code.map(|code| (code, "rules[0].phrases[0]")).into_iter().collect();
        assert_eq!(codes(&lint), expected, "{mode:?} {phrase}");
    }
    let lint = linted(vec![KeywordRule { mode: Regex, ..rule("a", &[r"\b(?:price|cost)\b"]) }]);
    assert_eq!(lint.findings[0].details, ["price", "cost"]);
}

#[test]
fn places_are_the_documents_own() {
    let term = KeywordTerm { near: vec!["a\u{202e}b".to_owned()], ..KeywordTerm::new("c\u{200b}d") };
    let rule =
        KeywordRule { terms: vec![term], negative: vec!["e\u{2067}f".to_owned()], ..rule("a", &["gh"]) };
    assert_eq!(
        codes(&linted(vec![rule])),
        [
            ("bidirectional_control", "rules[0].terms[0].near[0]"),
            ("bidirectional_control", "rules[0].negative[0]"),
            ("hidden_character", "rules[0].terms[0].text"),
        ]
    );
}

#[test]
fn a_phrase_that_is_too_short_for_latin_letters_is_told() {
    for (phrase, romanised, is_told) in [
        ("कब", true, true),
        ("कब", false, false),
        ("कीमत", true, false),
        ("price", true, false),
        ("买", true, true),
    ] {
        let lint = linted(vec![KeywordRule { romanised, ..rule("a", &[phrase]) }]);
        assert_eq!(found(&lint, "romanised_without_effect").len(), usize::from(is_told), "{phrase}");
    }
}

#[test]
fn an_expression_is_not_mistaken_for_a_phrase() {
    let expression = KeywordRule { mode: MatchMode::Regex, ..rule("b", &["price"]) };
    let lint = linted(vec![rule("a", &["price"]), expression]);
    assert!(found(&lint, "confusable_pair").is_empty(), "{:?}", codes(&lint));
}

#[test]
fn a_korean_phrase_fires_in_its_forms() {
    let messages = numbered("가격이 얼마", 400);
    assert!(found(&on(vec![rule("a", &["가격"])], &texts(&messages)), "never_fired").is_empty());
}
