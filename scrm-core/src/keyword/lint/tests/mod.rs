//! What is found, and what is not.

mod characters;
mod laws;
mod measures;
mod messages;
mod rules;

use super::*;
use crate::foundation::RuleId;
use crate::keyword::{KeywordRule, KeywordTerm, MatchMode};

fn rule(id: &str, phrases: &[&str]) -> KeywordRule {
    KeywordRule::new(RuleId::new(id), id, phrases.iter().copied())
}

fn config(rules: Vec<KeywordRule>) -> KeywordConfig {
    KeywordConfig { rules, ..KeywordConfig::standard() }
}

/// Without messages.
fn linted(rules: Vec<KeywordRule>) -> KeywordLint {
    on(rules, &[])
}

fn on(rules: Vec<KeywordRule>, messages: &[&str]) -> KeywordLint {
    lint(&config(rules), messages.iter().copied(), None, &KeywordLintConfig::default()).unwrap()
}

/// Codes and places, in order.
fn codes(lint: &KeywordLint) -> Vec<(&str, &str)> {
    let name = |code: &'static str| code.strip_prefix("keyword.lint.").unwrap();
    lint.findings.iter().map(|finding| (name(finding.code), finding.place.field.as_str())).collect()
}

fn found<'l>(lint: &'l KeywordLint, code: &str) -> Vec<&'l KeywordFinding> {
    lint.findings.iter().filter(|finding| finding.code.ends_with(&format!(".{code}"))).collect()
}

/// A message `many` times, each with a number so that no two are alike.
fn numbered(message: &str, many: usize) -> Vec<String> {
    (0..many).map(|number| format!("{message} {number}")).collect()
}

fn texts(messages: &[String]) -> Vec<&str> {
    messages.iter().map(String::as_str).collect()
}

#[test]
fn every_finding_is_worded_without_gaps() {
    for entry in KEYWORD_FINDINGS {
        assert!(entry.code.starts_with("keyword.lint."));
        assert!(entry.message.ends_with('.') && entry.advice.ends_with('.'), "{}", entry.code);
        let known = ["phrase", "rule", "other", "count", "details"];
        finding::worded(entry.message, |name| {
            assert!(known.contains(&name), "{}: {name}", entry.code);
            String::new()
        });
    }
}

#[test]
fn the_same_rules_and_messages_give_the_same_answer() {
    let messages = ["price and delivery", "سعر التوصيل", "price", "доставка", "多少钱"];
    let run = || lint(&KeywordConfig::standard(), messages, None, &KeywordLintConfig::default()).unwrap();
    assert_eq!(serde_json::to_string(&run()).unwrap(), serde_json::to_string(&run()).unwrap());
}

#[test]
fn findings_beyond_the_limit_are_counted() {
    let thresholds = KeywordLintConfig { max_findings: 2, ..KeywordLintConfig::default() };
    let config = config(vec![rule("a", &["the", "and", "or"])]);
    let lint = lint(&config, [], None, &thresholds).unwrap();
    assert_eq!((lint.findings.len(), lint.left_out), (2, 1));
}

#[test]
fn a_set_that_does_not_compile_is_refused_as_ever() {
    let error = lint(&config(vec![rule("a", &[])]), [], None, &KeywordLintConfig::default()).unwrap_err();
    assert_eq!(error, KeywordError::NoPhrases { rule: 0 });
}
