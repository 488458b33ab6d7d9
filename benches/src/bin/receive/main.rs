//! Messages decided per second: in memory, and durable in SQLite beside bare inserts of the same rows.
//!
//! An argument names the one part to run: `memory`, `durable` or `single`.

#![allow(clippy::print_stdout)]

mod bare;

use std::error::Error;

use bare::Target;
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::Connection;
use scrm_benches::{median, scratch, timed};
use scrm_core::customer::IdentifierKind;
use scrm_core::desk::{IncomingMessage, Sender, SenderIdentifier};
use scrm_core::foundation::ExternalId;
use scrm_core::playbook::Playbook;
use scrm_core::store::MemoryStore;
use scrm_core::transport::{Channel, MessageBody};
use scrm_core::workspace::Workspace;
use scrm_sqlite::{SqliteOptions, SqliteStore};
use scrm_testkit::generator::{ActivityKind, month};

const SEED: u64 = 7;
const PEOPLE: u64 = 5_000;
/// Sizes of a workspace in memory: customers, and what they and the shop did in a month. The larger, the more of it has to
/// come from memory for each message.
const SIZES: [(u64, u64); 3] = [(500, 10_000), (PEOPLE, 100_000), (50_000, 1_000_000)];
const BATCH: usize = 100;
const ROUNDS: usize = 5;

/// A part of the bench.
type Part = fn() -> Result<(), Box<dyn Error>>;

/// The parts by the name that runs one alone.
const PARTS: [(&str, Part); 3] =
    [("memory", in_memory), ("durable", || durable(20_000)), ("single", || one_by_one(500))];

fn main() -> Result<(), Box<dyn Error>> {
    let wanted = std::env::args().nth(1);
    let chosen: Vec<_> =
        PARTS.iter().filter(|(name, _)| wanted.as_deref().is_none_or(|wanted| wanted == *name)).collect();
    if chosen.is_empty() {
        return Err(
            format!("there is no such part; there are {}", PARTS.map(|(name, _)| name).join(", ")).into()
        );
    }
    chosen.into_iter().try_for_each(|(_, run)| run())
}

fn start() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::seconds(1_780_279_200)
}

/// Messages of many customers, in the order of time.
fn messages(people: u64, count: u64) -> Vec<IncomingMessage> {
    month(SEED, people, count, 30, start())
        .into_iter()
        .filter(|activity| activity.kind == ActivityKind::Message)
        .zip(0_u64..)
        .map(|(activity, number)| IncomingMessage {
            external_id: ExternalId::new(format!("wamid.HBgLMTY1MDM4Nzk0Mzk5FQIAERgSQ{number:012}")),
            channel: Channel::Whatsapp,
            account: "shop".into(),
            sender: Sender {
                identifiers: vec![SenderIdentifier {
                    kind: IdentifierKind::WhatsappId,
                    value: activity.phone.trim_start_matches('+').into(),
                }],
                display_name: Some(activity.name),
            },
            body: MessageBody::text(activity.text),
            sent_at: activity.at,
            history: false,
        })
        .collect()
}

/// The standard playbook with its keyword rules brought to a hundred.
fn playbook() -> Result<Playbook, Box<dyn Error>> {
    let mut playbook = Playbook::standard();
    let mut number = 0;
    while playbook.keywords.rules.len() < 100 {
        let Some(mut rule) = playbook.keywords.rules.first().cloned() else { break };
        number += 1;
        rule.id = format!("keyword.extra{number}").as_str().into();
        rule.phrases = (0..6).map(|phrase| format!("product {number} model {phrase}")).collect();
        rule.negative = Vec::new();
        playbook.keywords.rules.push(rule);
    }
    Ok(playbook)
}

fn feed(workspace: &Workspace, messages: &[IncomingMessage], batch: usize) -> Result<usize, Box<dyn Error>> {
    let mut decided = 0;
    for chunk in messages.chunks(batch) {
        let now = chunk.last().map_or_else(start, |message| message.sent_at);
        decided += workspace.receive(chunk, now)?.len();
    }
    Ok(decided)
}

fn in_memory() -> Result<(), Box<dyn Error>> {
    let playbook = playbook()?;
    for (people, count) in SIZES {
        let messages = messages(people, count);
        let mut rates = Vec::new();
        for _ in 0..ROUNDS {
            let workspace = Workspace::new(Box::new(MemoryStore::default()), &playbook)?;
            let (seconds, decided) = timed(|| feed(&workspace, &messages, BATCH));
            rates.push(decided? as f64 / seconds);
        }
        println!(
            "in memory, 100 keyword rules, {people:>6} customers: {:>9.0} messages/s (median of {ROUNDS})",
            median(rates)
        );
    }
    Ok(())
}

fn durable(count: u64) -> Result<(), Box<dyn Error>> {
    let messages = messages(PEOPLE, count);
    let playbook = playbook()?;
    let transactions = messages.len().div_ceil(BATCH).max(1);
    let (mut ours, mut same_tables, mut bare) = (Vec::new(), Vec::new(), Vec::new());
    let mut rows = 0;
    for round in 0..ROUNDS {
        let folder = scratch(&format!("receive-{round}"))?;
        let file = folder.join("crm.db");
        let store = SqliteStore::open(&file, &SqliteOptions::default())?;
        let workspace = Workspace::new(Box::new(store), &playbook)?;
        let (seconds, decided) = timed(|| feed(&workspace, &messages, BATCH));
        ours.push(decided? as f64 / seconds);
        drop(workspace);
        let tables = bare::read(&file)?;
        let rate = |name: &str, into| -> Result<(usize, f64), Box<dyn Error>> {
            let (seconds, inserted) = timed(|| bare::insert(&folder.join(name), &tables, into, transactions));
            Ok((inserted?, messages.len() as f64 / seconds))
        };
        let (inserted, same) = rate("same.db", Target::SameTables)?;
        same_tables.push(same);
        rows = inserted;
        bare.push(rate("bare.db", Target::KeyAndBody(&["messages", "conversations", "outbox", "timers"]))?.1);
        std::fs::remove_dir_all(folder)?;
    }
    let (ours, same_tables, bare) = (median(ours), median(same_tables), median(bare));
    println!("SQLite, durable, batches of {BATCH}: {ours:>9.0} messages/s");
    println!(
        "its {rows} rows into the same tables: {same_tables:>9.0} messages/s; ratio {:.2}",
        ours / same_tables
    );
    println!("four of them with a key and a body: {bare:>9.0} messages/s; ratio {:.2}", ours / bare);
    Ok(())
}

/// One message at a time: the cost of one durable commit each.
fn one_by_one(count: u64) -> Result<(), Box<dyn Error>> {
    let messages = messages(PEOPLE, count);
    let folder = scratch("one")?;
    let store = SqliteStore::open(folder.join("crm.db"), &SqliteOptions::default())?;
    let workspace = Workspace::new(Box::new(store), &playbook()?)?;
    let (ours, decided) = timed(|| feed(&workspace, &messages, 1));
    let decided = decided?;
    let connection = Connection::open(folder.join("bare.db"))?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (id INTEGER PRIMARY KEY, body TEXT);",
    )?;
    let (bare, inserted) = timed(|| {
        (0..decided).try_for_each(|_| connection.execute("INSERT INTO t (body) VALUES ('x')", []).map(|_| ()))
    });
    inserted?;
    println!(
        "one message, durable: {:.2} ms; one bare durable insert: {:.2} ms; ratio {:.2}",
        ours * 1e3 / decided as f64,
        bare * 1e3 / decided as f64,
        ours / bare
    );
    std::fs::remove_dir_all(folder)?;
    Ok(())
}
