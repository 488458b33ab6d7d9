//! What bindings are measured beside: the same calls in Rust, on the same input.
//!
//! `bindings FOLDER` reads `keywords.json` (rules), `messages.json` (texts), `incoming.json` (messages for `receive`)
//! and `customers.json` (a header and rows) there, and prints one JSON object of figures. A binding's bench writes
//! the folder and runs this between its own rounds.

#![allow(clippy::print_stdout)]

use std::error::Error;
use std::path::Path;

use chrono::{DateTime, Utc};
use scrm_benches::{scratch, timed};
use scrm_core::desk::IncomingMessage;
use scrm_core::import::{ImportOptions, TextTable};
use scrm_core::keyword::{KeywordConfig, KeywordMatcher, KeywordRule};
use scrm_core::playbook::Playbook;
use scrm_core::store::{MemoryStore, Store};
use scrm_core::workspace::Workspace;
use scrm_sqlite::{SqliteOptions, SqliteStore};
use serde::Deserialize;

/// Messages that are received by a store on a disk, which takes long for each.
const DURABLE: usize = 300;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("which folder?")?;
    let folder = Path::new(&folder);
    let (find_many, hits) = find_many(folder)?;
    let incoming: Vec<IncomingMessage> = read(folder, "incoming.json")?;
    let memory = receive(&incoming, Box::new(MemoryStore::default()))?;
    let files = scratch("bindings")?;
    let store = SqliteStore::open(files.join("crm.db"), &SqliteOptions::default())?;
    let durable = receive(incoming.get(..DURABLE).unwrap_or(&incoming), Box::new(store))?;
    std::fs::remove_dir_all(files)?;
    let customers = customers(folder)?;
    println!(
        "{{\"find_many_ms\":{find_many:.3},\"hits\":{hits},\"receive_us\":{memory:.3},\"receive_durable_us\":{durable:.3},\"customers_ms\":{customers:.3}}}"
    );
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
    let (seconds, found) = timed(|| {
        let mut found = Vec::new();
        matcher.find_many(messages.iter().map(String::as_str), |message, place| found.push((message, place)));
        found
    });
    Ok((seconds * 1e3, found.len()))
}

/// Microseconds for one message, each received alone.
fn receive(incoming: &[IncomingMessage], store: Box<dyn Store>) -> Result<f64, Box<dyn Error>> {
    let now: DateTime<Utc> = incoming.last().map(|message| message.sent_at).ok_or("no messages")?;
    let workspace = Workspace::new(store, &Playbook::standard())?;
    let (seconds, outcome) = timed(|| {
        incoming.iter().try_for_each(|message| {
            let received = workspace.receive(std::slice::from_ref(message), now);
            received.map(|received| drop(std::hint::black_box(received)))
        })
    });
    outcome?;
    Ok(seconds * 1e6 / incoming.len() as f64)
}

#[derive(Deserialize)]
struct Customers {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// Milliseconds for all customers, imported as a table into memory.
fn customers(folder: &Path) -> Result<f64, Box<dyn Error>> {
    let Customers { header, rows } = read(folder, "customers.json")?;
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let cells: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
    let cells: Vec<&[&str]> = cells.iter().map(Vec::as_slice).collect();
    let mut table = TextTable::new(&header, &cells);
    let workspace = Workspace::new(Box::new(MemoryStore::default()), &Playbook::standard())?;
    let options = ImportOptions { default_region: Some("GB".to_owned()), ..ImportOptions::new("shop") };
    let (seconds, report) =
        timed(|| workspace.import_table(&mut table, &options, &mut (), DateTime::UNIX_EPOCH));
    let created = report?.counts.created;
    if created != rows.len() as u64 {
        return Err(format!("{created} customers came of {} rows", rows.len()).into());
    }
    Ok(seconds * 1e3)
}
