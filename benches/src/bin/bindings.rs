//! What bindings are measured beside: the same calls in Rust, on the same input.
//!
//! `bindings FOLDER` reads `keywords.json` (rules), `messages.json` (texts) and `incoming.json` (messages for
//! `receive`) there, and prints one JSON object of figures. A binding's bench writes the folder and runs this
//! between its own rounds.

#![allow(clippy::print_stdout)]

use std::error::Error;
use std::path::Path;

use chrono::{DateTime, Utc};
use scrm_benches::timed;
use scrm_core::desk::IncomingMessage;
use scrm_core::keyword::{KeywordConfig, KeywordMatcher, KeywordRule};
use scrm_core::playbook::Playbook;
use scrm_core::store::MemoryStore;
use scrm_core::workspace::Workspace;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("which folder?")?;
    let folder = Path::new(&folder);
    let (find_many, hits) = find_many(folder)?;
    let receive = receive(folder)?;
    println!("{{\"find_many_ms\":{find_many:.3},\"hits\":{hits},\"receive_us\":{receive:.3}}}");
    Ok(())
}

fn read<T: serde::de::DeserializeOwned>(folder: &Path, name: &str) -> Result<T, Box<dyn Error>> {
    Ok(serde_json::from_slice(&std::fs::read(folder.join(name))?)?)
}

/// Milliseconds for all messages, and how many hits there are.
fn find_many(folder: &Path) -> Result<(f64, usize), Box<dyn Error>> {
    let rules: Vec<KeywordRule> = read(folder, "keywords.json")?;
    let messages: Vec<String> = read(folder, "messages.json")?;
    let matcher = KeywordMatcher::new(&KeywordConfig { rules, ..KeywordConfig::standard() })?;
    let (seconds, found) = timed(|| messages.iter().map(|message| matcher.find(message)).collect::<Vec<_>>());
    Ok((seconds * 1e3, found.iter().map(Vec::len).sum()))
}

/// Microseconds for one message, each received alone by a workspace in memory.
fn receive(folder: &Path) -> Result<f64, Box<dyn Error>> {
    let incoming: Vec<IncomingMessage> = read(folder, "incoming.json")?;
    let now: DateTime<Utc> = incoming.last().map(|message| message.sent_at).ok_or("no messages")?;
    let workspace = Workspace::new(Box::new(MemoryStore::default()), &Playbook::standard())?;
    let (seconds, outcome) = timed(|| {
        incoming.iter().try_for_each(|message| {
            workspace
                .receive(std::slice::from_ref(message), now)
                .map(|received| drop(std::hint::black_box(received)))
        })
    });
    outcome?;
    Ok(seconds * 1e6 / incoming.len() as f64)
}
