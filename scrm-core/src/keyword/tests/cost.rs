//! Messages and keywords that are made to be slow.

use std::sync::mpsc::channel;
use std::time::Duration;

use super::*;

/// Bytes of a message, at least.
const MEGABYTE: usize = 1_000_000;

/// What is linear takes a second or two; what is not would take hours.
const PATIENCE: Duration = Duration::from_secs(60);

/// Ten thousand keywords that begin alike, in every mode, and expressions that look far ahead.
fn many_keywords() -> KeywordMatcher {
    let modes = [MatchMode::AsWritten, MatchMode::Stem, MatchMode::Substring, MatchMode::Word];
    let like = |at: usize| match at % 5 {
        0 => format!("{}b", "a".repeat(at % 60 + 1)),
        1 => format!("{}{at}", "a ".repeat(at % 40 + 1)),
        2 => format!("والسعر{}", "ا".repeat(at % 50)),
        3 => format!("价{}{at}", "格".repeat(at % 30)),
        _ => format!("delivery delivered {at}"),
    };
    let mut rules: Vec<KeywordRule> = (0..9_800)
        .map(|at| KeywordRule {
            mode: modes[at % modes.len()],
            romanised: at % 7 == 0,
            negative: if at % 100 == 0 { vec![format!("never {at}")] } else { Vec::new() },
            ..KeywordRule::new(RuleId::new(at.to_string()), "l", [like(at)])
        })
        .collect();
    rules.extend((0..200).map(|at| rule(&format!("typo {at}"), MatchMode::Typo, &["deliveries delivered"])));
    let expressions = ["a[^z]*z|a", "(a+)+b", "(a|aa)*c", r"(\w+\s?)+$", "价.*格|价"];
    rules.extend(
        expressions
            .iter()
            .enumerate()
            .map(|(at, text)| rule(&format!("expression {at}"), MatchMode::Regex, &[*text])),
    );
    matcher(rules)
}

fn repeated(piece: &str) -> String {
    piece.repeat(MEGABYTE / piece.len() + 1)
}

// A thread of its own may be waited for and left behind.
#[allow(clippy::disallowed_methods)]
#[test]
fn trust_f6_cost_is_linear() {
    let set = many_keywords();
    let pieces = [
        "a",
        "a ",
        "ab",
        "a-",
        "a'",
        "aab aab ",
        "ا",
        "وال",
        "价",
        "格价",
        "delivery ",
        "delivered delivery",
        "е\u{301}",
        "Ёё",
        "👩\u{200d}👩\u{200d}",
        "\u{200b}",
        "\u{202e}a",
        "क्षि",
        "skolko stoit ",
        "duoshao",
        "0",
        "ﬃ",
    ];
    for piece in pieces {
        let (set, text) = (set.clone(), repeated(piece));
        let (done, waits) = channel();
        std::thread::spawn(move || {
            let hits = set.find(&text);
            let _ = done.send(hits.iter().all(|hit| text.get(hit.span.bytes.clone()).is_some()));
        });
        assert_eq!(waits.recv_timeout(PATIENCE), Ok(true), "{piece:?}, a million bytes of it");
    }
}

#[test]
fn expressions_that_would_be_too_large_are_refused() {
    for expression in ["(a{1000}){1000}", "(?:\\w{100}){200}", "((a{50}){50}){50}"] {
        let error =
            KeywordMatcher::new(&config(vec![rule("r", MatchMode::Regex, &[expression])])).unwrap_err();
        assert_eq!(error.code(), "keyword.regex.too_large", "{expression}");
    }
}
