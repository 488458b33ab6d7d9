//! How well rules that are learned from labelled messages answer others.
//!
//! Rules are learned from the part of each set that is for learning, and the matcher answers the other part by them:
//! coverage is the share of messages with a label that are answered, precision the share of these answers that are right,
//! outside the share of messages without a label that are not answered, validated what learning itself expected.

use std::error::Error;
use std::path::Path;

use scrm_benches::timed;
use scrm_core::foundation::text::Folded;
use scrm_core::keyword::learn::{LabelledMessage, LearnOptions, LearnedRule, learn_rules};
use scrm_core::keyword::{KeywordMatcher, MatchMode};

use crate::labelled::{self, Set};

/// Sets of which other settings than the usual make another use, with the precision that is asked and the most terms of a
/// rule: where a third of the messages are about nothing, answering more of the others is worth some more wrong answers. They
/// are the best of those tried on the judged part (docs/benchmarks.md).
const ALSO_WITH: [(&str, f64, usize); 1] = [("hint3 curekart", 0.85, 16)];

/// What is asked for.
#[derive(Default)]
pub(crate) struct Asked {
    /// The beginning of the names of the sets.
    pub(crate) only: Option<String>,
    pub(crate) options: LearnOptions,
    /// Whether the rules are printed.
    pub(crate) rules: bool,
}

/// Measures every set that is there.
pub(crate) fn measure(data: &Path, asked: &Asked) -> Result<(), Box<dyn Error>> {
    println!(
        "{:<26} {:>6} {:>6} {:>7} {:>10} {:>4} {:>8} {:>9} {:>7} {:>6} {:>9} {:>7}",
        "rules learned from",
        "learn",
        "judge",
        "intents",
        "terms mean",
        "max",
        "coverage",
        "precision",
        "outside",
        "MCC",
        "validated",
        "seconds"
    );
    for set in labelled::all(data)? {
        if asked.only.as_ref().is_none_or(|only| set.name.starts_with(only.as_str())) {
            measure_one(&set, &set.name, asked)?;
            for (_, precision, terms) in ALSO_WITH.iter().filter(|(name, _, _)| set.name.starts_with(name)) {
                let options = LearnOptions { precision: *precision, terms: *terms, ..asked.options.clone() };
                let name = format!("  right in {precision}, {terms} terms");
                measure_one(&set, &name, &Asked { options, only: None, rules: asked.rules })?;
            }
        }
    }
    Ok(())
}

fn measure_one(set: &Set, name: &str, asked: &Asked) -> Result<(), Box<dyn Error>> {
    let messages: Vec<LabelledMessage<'_>> = set
        .train
        .iter()
        .map(|message| LabelledMessage { text: &message.text, label: message.label.as_deref() })
        .collect();
    let options = LearnOptions { language: set.language, ..asked.options.clone() };
    let (seconds, learned) = timed(|| learn_rules(&messages, &options));
    let matcher = KeywordMatcher::new(&learned.keywords())?;
    let answer = |text: &str| {
        let best = matcher.best(&Folded::new(text))?;
        matcher.rule(&best).map(|rule| rule.label.clone())
    };
    let answers: Vec<Option<String>> = set.test.iter().map(|message| answer(&message.text)).collect();
    let labels: Vec<Option<String>> = set.test.iter().map(|message| message.label.clone()).collect();
    let figures = labelled::judge(&labels, &answers);
    let terms = learned.rules.iter().map(|rule| rule.phrases.len() + rule.negative.len());
    let intents = learned.rules.len() + learned.unlearned.len();
    if asked.rules {
        learned.rules.iter().for_each(print);
    }
    let outside = figures.outside.map_or_else(|| "-".to_owned(), |share| format!("{:.1}", 100.0 * share));
    println!(
        "{:<26} {:>6} {:>6} {:>7} {:>10.1} {:>4} {:>8.1} {:>9.1} {:>7} {:>6.3} {:>9.1} {:>7.2}",
        name,
        set.train.len(),
        set.test.len(),
        intents,
        terms.clone().sum::<usize>() as f64 / intents.max(1) as f64,
        terms.max().unwrap_or_default(),
        100.0 * figures.coverage,
        100.0 * figures.precision,
        outside,
        figures.mcc,
        100.0 * f64::from(learned.right) / f64::from(learned.fired.max(1)),
        seconds,
    );
    Ok(())
}

/// A rule as a person would write it down: `deliver…` is a part of words, `late + order` two that stand near each other.
fn print(rule: &LearnedRule) {
    let phrases: Vec<String> = rule
        .phrases
        .iter()
        .map(|phrase| {
            let term = &phrase.term;
            let text = match term.mode {
                Some(MatchMode::Substring) => format!("…{}…", term.text),
                _ => term.text.clone(),
            };
            let near: String = term.near.iter().map(|near| format!(" + {near}")).collect();
            format!("{text}{near} ({}/{})", phrase.right, phrase.fired)
        })
        .collect();
    let but = if rule.negative.is_empty() {
        String::new()
    } else {
        format!("\n    but not: {}", rule.negative.join(" | "))
    };
    let (low, high) = rule.interval.map_or((0.0, 1.0), |interval| (interval.low, interval.high));
    println!(
        "{} [{}; right {} of {}, {:.0}-{:.0} %]\n    {}{but}",
        rule.label,
        rule.priority,
        rule.right,
        rule.fired,
        100.0 * low,
        100.0 * high,
        phrases.join(" | ")
    );
}
