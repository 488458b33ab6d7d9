//! Opt-out words and keywords on messages that people really wrote.
//!
//! The data is not part of the repository: without it the tests say "skipped: no data".

#![allow(clippy::print_stdout, clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use scrm_core::foundation::text::Folded;
use scrm_core::keyword::{KeywordConfig, KeywordMatcher};
use scrm_core::trust::{OptOutKind, OptOutWords, TrustConfig};

/// A message with what its collection says it is about.
struct Message {
    text: String,
    intent: String,
}

fn data() -> PathBuf {
    #[allow(clippy::disallowed_methods)]
    let named = std::env::var("SCRM_DATA").ok().map(PathBuf::from);
    named.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data"))
}

#[allow(clippy::disallowed_methods)]
fn read(path: &str) -> Option<String> {
    let text = fs::read_to_string(data().join(path)).ok();
    if text.is_none() {
        println!("skipped: no data ({path})");
    }
    text
}

/// The cells of each row; quotes may hold separators and line ends.
fn rows(text: &str, separator: char) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    for character in text.chars() {
        match character {
            '"' if separator == ',' => quoted = !quoted,
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            '\r' if !quoted => {}
            other if other == separator && !quoted => row.push(std::mem::take(&mut cell)),
            other => cell.push(other),
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    rows
}

fn table(path: &str, separator: char, text: usize, intent: usize) -> Vec<Message> {
    let Some(content) = read(path) else { return Vec::new() };
    rows(&content, separator)
        .into_iter()
        .skip(1)
        .filter_map(|row| Some(Message { text: row.get(text)?.clone(), intent: row.get(intent)?.clone() }))
        .collect()
}

fn clinc() -> Vec<Message> {
    let Some(content) = read("clinc150/data_full_train_val.json") else { return Vec::new() };
    let parts: BTreeMap<String, Vec<(String, String)>> = serde_json::from_str(&content).unwrap();
    parts.into_values().flatten().map(|(text, intent)| Message { text, intent }).collect()
}

/// Every collection, with its name.
fn collections() -> Vec<(&'static str, Vec<Message>)> {
    let hint3 = || table("hint3/v1/test/curekart_test.csv", ',', 0, 1).into_iter();
    let hint3 = hint3().chain(table("hint3/v1/train/curekart_train.csv", ',', 0, 1)).collect();
    let arabic = table("arbanking77/Banking77_Arabized_MSA_test.csv", ',', 1, 0)
        .into_iter()
        .chain(table("arbanking77/Banking77_Arabized_MSA_PAL_val.csv", ',', 1, 0))
        .collect();
    let multidogo = ["airline", "fastfood", "finance", "insurance", "media", "software"]
        .into_iter()
        .flat_map(|name| table(&format!("multidogo/{name}/dev.tsv"), '\t', 3, 5))
        .collect();
    vec![
        ("banking77", table("banking77/train.csv", ',', 0, 1)),
        ("clinc150", clinc()),
        ("hint3", hint3),
        ("arbanking77", arabic),
        ("ha_intents", table("ha_intents/sentences.csv", ',', 2, 1)),
        ("multidogo", multidogo),
        ("hinglish_top en", table("hinglish_top/validation.tsv", '\t', 0, 4)),
        ("hinglish_top", table("hinglish_top/validation.tsv", '\t', 1, 4)),
        (
            "bitext",
            table("bitext_support/dev/Bitext_Sample_Customer_Service_Validation_Dataset.csv", ',', 0, 1),
        ),
    ]
}

#[test]
fn trust_a5_words_leave_ordinary_messages_alone() {
    let words = OptOutWords::new(&TrustConfig::standard()).unwrap();
    let (mut read, mut stopped) = (0_usize, Vec::new());
    for (name, messages) in collections() {
        let before = (read, stopped.len());
        for message in messages.iter().filter(|message| !asks_to_stop(message)) {
            // Once as written and once as somebody in a hurry would write it.
            for text in [message.text.clone(), format!("{}!!", message.text.to_uppercase())] {
                read += 1;
                if words.recognise(&Folded::new(&text)).is_some_and(|hit| hit.kind == OptOutKind::Stop) {
                    stopped.push(format!("{name} [{}] {text}", message.intent));
                }
            }
        }
        println!("{name}: {} messages, {} stopped", read - before.0, stopped.len() - before.1);
    }
    if read == 0 {
        return;
    }
    for text in stopped.iter().take(40) {
        println!("{text}");
    }
    println!("{} of {read} stopped", stopped.len());
    assert!(read >= 100_000, "only {read} messages");
    assert!(stopped.len() * 1_000 <= read, "{} of {read} stopped", stopped.len());
}

/// Intents whose messages ask a machine, or a company, to stop.
fn asks_to_stop(message: &Message) -> bool {
    matches!(
        message.intent.as_str(),
        "cancel" | "HassNevermind" | "HassStopMoving" | "newsletter_subscription"
    )
}

#[test]
fn keywords_fire_where_they_should() {
    let matcher = KeywordMatcher::new(&KeywordConfig::standard()).unwrap();
    for (name, messages) in collections() {
        let mut fired: BTreeMap<String, usize> = BTreeMap::new();
        let mut intents: BTreeMap<(String, &str), usize> = BTreeMap::new();
        for message in &messages {
            if let Some(hit) = matcher.best(&Folded::new(&message.text)) {
                *fired.entry(hit.rule.to_string()).or_default() += 1;
                *intents.entry((hit.rule.to_string(), &message.intent)).or_default() += 1;
            }
            for hit in matcher.find(&message.text) {
                assert!(message.text.get(hit.span.bytes).is_some());
            }
        }
        println!("{name}: {} messages, {fired:?}", messages.len());
        let mut most: Vec<_> = intents.into_iter().collect();
        most.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        for ((rule, intent), count) in most.iter().take(12) {
            println!("    {rule} {intent} {count}");
        }
    }
}
