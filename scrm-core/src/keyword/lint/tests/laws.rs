//! What holds for any rules and messages.

use proptest::prelude::*;

use super::*;
use crate::foundation::text::Folded;
use crate::keyword::KeywordMatcher;

/// Words that phrases and messages are made of, so that they meet.
const WORDS: &[&str] = &[
    "return",
    "returns",
    "visit",
    "order",
    "my",
    "退货",
    "地址",
    "скидка",
    "скидки",
    "ad",
    "advert",
    "don't",
    "price-list",
];

fn text(words: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    let joined = |words: Vec<(&str, bool)>| {
        words
            .into_iter()
            .map(|(word, spaced)| format!("{word}{}", if spaced { " " } else { "" }))
            .collect::<String>()
    };
    prop::collection::vec((prop::sample::select(WORDS), prop::bool::weighted(0.8)), words).prop_map(joined)
}

fn any_rule(number: usize) -> impl Strategy<Value = KeywordRule> {
    use MatchMode::{AsWritten, Auto, Stem, Substring, Typo, WholeMessage, Word};
    let mode = prop::sample::select(vec![Auto, AsWritten, Stem, Substring, Typo, WholeMessage, Word]);
    let negative = prop::collection::vec(text(2..3), 0..2);
    let near = prop::collection::vec(text(1..2), 1..2);
    (prop::collection::vec(text(1..3), 1..3), mode, negative, near, 0..3_i32, any::<bool>()).prop_map(
        move |(phrases, mode, negative, near, priority, has_term)| {
            let term = KeywordTerm { near, within: 1, ..KeywordTerm::new("order") };
            let terms = if has_term { vec![term] } else { Vec::new() };
            let id = RuleId::new(format!("r{number}"));
            KeywordRule {
                mode,
                negative,
                priority,
                terms,
                ..KeywordRule::new(id, format!("l{}", number % 3), phrases)
            }
        },
    )
}

fn any_rules() -> impl Strategy<Value = Vec<KeywordRule>> {
    (any_rule(0), any_rule(1), any_rule(2), any_rule(3)).prop_map(|(a, b, c, d)| vec![a, b, c, d])
}

proptest! {
    #[test]
    fn what_is_measured_is_what_the_matcher_does(
        rules in any_rules(),
        messages in prop::collection::vec(text(0..7), 0..30),
    ) {
        let config = config(rules);
        let matcher = KeywordMatcher::new(&config).unwrap();
        let lint = lint(&config, texts(&messages), None, &KeywordLintConfig::default()).unwrap();
        for (number, rule) in lint.rules.iter().enumerate() {
            let folded: Vec<Folded<'_>> = messages.iter().map(|message| Folded::new(message)).collect();
            let best = folded.iter().filter_map(|message| matcher.best(message));
            prop_assert_eq!(rule.decided, best.filter(|hit| hit.rule_index == number).count());
            let fires = |message: &&Folded<'_>| matcher.find_folded(message).iter().any(|hit| hit.rule_index == number);
            prop_assert_eq!(rule.fired, folded.iter().filter(fires).count());
            let phrases: usize = rule.phrases.iter().map(|phrase| phrase.decided).sum();
            prop_assert_eq!(phrases, rule.decided);
        }
    }

    /// What the rules are said to show holds in every message, wherever the other rule is not silenced there.
    #[test]
    fn what_never_decides_never_does(
        mut rules in any_rules(),
        messages in prop::collection::vec(text(0..7), 30),
    ) {
        for rule in &mut rules {
            rule.negative.clear();
        }
        let config = config(rules);
        let thresholds = KeywordLintConfig::default();
        let alone = lint(&config, [], None, &thresholds).unwrap();
        let measured = lint(&config, texts(&messages), None, &thresholds).unwrap();
        let decided = |place: &KeywordLintPlace| {
            let phrases = measured.rules.iter().flat_map(|rule| &rule.phrases);
            phrases.filter(|phrase| phrase.place == *place).map(|phrase| phrase.decided).sum::<usize>()
        };
        for finding in &alone.findings {
            if finding.code == "keyword.lint.shadowed" {
                prop_assert_eq!(decided(&finding.place), 0, "{}", finding.message);
            }
        }
    }

    #[test]
    fn what_is_silenced_never_fires(rules in any_rules(), messages in prop::collection::vec(text(0..7), 30)) {
        let config = config(rules);
        let thresholds = KeywordLintConfig { least_evidence: usize::MAX, ..KeywordLintConfig::default() };
        let measured = lint(&config, texts(&messages), None, &thresholds).unwrap();
        let fired: Vec<&KeywordLintPlace> =
            measured.rules.iter().flat_map(|rule| &rule.phrases).map(|phrase| &phrase.place).collect();
        for finding in found(&measured, "silenced") {
            prop_assert!(!fired.contains(&&finding.place), "{}", finding.message);
        }
    }

    #[test]
    fn no_text_is_too_strange(phrase in "\\PC{1,12}", other in any::<String>(), message in any::<String>()) {
        let rules = vec![rule("a", &[&phrase]), rule("b", &[&other])];
        let _ = lint(&config(rules), [message.as_str()], None, &KeywordLintConfig::default());
    }
}
