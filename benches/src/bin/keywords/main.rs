//! How well learned rules answer on labelled messages: `keywords [FOLDER] [--only NAME] [--precision SHARE] [--rules]`.
//!
//! Rules are learned from the part of each set that is for learning and judged on the other part: coverage is the share
//! of messages with a label that are answered, precision the share of these answers that are right, outside the share of
//! messages without a label that are not answered. `--rules` prints the rules too, `--wrong` what was answered wrongly.

#![allow(clippy::print_stdout)]

mod sets;

use std::error::Error;
use std::path::PathBuf;

use scrm_core::keyword::learn::{LabelledMessage, LearnOptions, LearnedMode, LearnedRule, learn_rules};
use sets::Set;

/// What is asked for.
#[derive(Default)]
struct Asked {
    only: Option<String>,
    options: LearnOptions,
    rules: bool,
    wrong: bool,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut data = None;
    let mut asked = Asked::default();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--only" => asked.only = arguments.next(),
            "--precision" => asked.options.precision = arguments.next().unwrap_or_default().parse()?,
            "--terms" => asked.options.terms = arguments.next().unwrap_or_default().parse()?,
            "--rules" => asked.rules = true,
            "--wrong" => asked.wrong = true,
            unknown if unknown.starts_with("--") => return Err(format!("there is no {unknown}").into()),
            _ => data = Some(PathBuf::from(argument)),
        }
    }
    let data = data.or_else(|| std::env::var_os("SCRM_DATA").map(PathBuf::from));
    let data = data.unwrap_or_else(|| PathBuf::from("../shared/data"));
    println!(
        "{:<22} {:>6} {:>6} {:>7} {:>10} {:>4} {:>8} {:>9} {:>7} {:>6} {:>9} {:>7}",
        "set",
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
    for set in sets::all(&data)? {
        if asked.only.as_ref().is_none_or(|only| set.name.starts_with(only.as_str())) {
            measure(&set, &asked);
        }
    }
    Ok(())
}

fn measure(set: &Set, asked: &Asked) {
    let messages: Vec<LabelledMessage<'_>> = set
        .train
        .iter()
        .map(|message| LabelledMessage { text: &message.text, label: message.label.as_deref() })
        .collect();
    let started = std::time::Instant::now();
    let learned = learn_rules(&messages, &asked.options);
    let seconds = started.elapsed().as_secs_f64();
    let judge = learned.judge();
    let answers: Vec<Option<String>> =
        set.test.iter().map(|message| judge.answer(&message.text).map(|rule| rule.label.clone())).collect();
    let labels: Vec<Option<String>> = set.test.iter().map(|message| message.label.clone()).collect();
    let figures = sets::judge(&labels, &answers);
    let terms = learned.rules.iter().map(|rule| rule.phrases.len() + rule.negative.len());
    let intents = learned.rules.len() + learned.unlearned.len();
    if asked.rules {
        learned.rules.iter().for_each(print);
    }
    if asked.wrong {
        for (message, answer) in
            set.test.iter().zip(&answers).filter(|(message, answer)| message.label != **answer)
        {
            let name = |label: &Option<String>| label.clone().unwrap_or_else(|| "-".to_owned());
            println!("{:<30} {:<30} {}", name(&message.label), name(answer), message.text);
        }
    }
    println!(
        "{:<22} {:>6} {:>6} {:>7} {:>10.1} {:>4} {:>8.1} {:>9.1} {:>7.1} {:>6.3} {:>9.1} {:>7.2}",
        set.name,
        set.train.len(),
        set.test.len(),
        intents,
        terms.clone().sum::<usize>() as f64 / intents.max(1) as f64,
        terms.max().unwrap_or_default(),
        100.0 * figures.coverage,
        100.0 * figures.precision,
        100.0 * figures.outside,
        figures.mcc,
        100.0 * f64::from(learned.right) / f64::from(learned.fired.max(1)),
        seconds,
    );
}

/// A rule as a person would write it down: `deliver…` is a part of words, `late + order` two that stand near each other.
fn print(rule: &LearnedRule) {
    let phrases: Vec<String> = rule
        .phrases
        .iter()
        .map(|phrase| {
            let text = match phrase.mode {
                LearnedMode::Stem => phrase.text.clone(),
                LearnedMode::Substring => format!("…{}…", phrase.text),
            };
            let near: String = phrase.near.iter().map(|near| format!(" + {near}")).collect();
            format!("{text}{near} ({}/{})", phrase.right, phrase.fired)
        })
        .collect();
    let but = if rule.negative.is_empty() {
        String::new()
    } else {
        format!("\n    but not: {}", rule.negative.join(" | "))
    };
    println!(
        "{} [{}; right {} of {}, {:.0}-{:.0} %]\n    {}{but}",
        rule.label,
        rule.priority,
        rule.right,
        rule.fired,
        100.0 * rule.interval.0,
        100.0 * rule.interval.1,
        phrases.join(" | ")
    );
}
