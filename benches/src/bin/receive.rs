//! Messages decided per second: in memory, and durable in SQLite beside bare inserts of the same rows.
//!
//! An argument names the one part to run: `memory`, `durable` or `single`.

#![allow(clippy::print_stdout)]

use std::error::Error;
use std::path::Path;

use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{Connection, params};
use scrm_benches::{median, scratch, timed};
use scrm_core::customer::IdentifierKind;
use scrm_core::desk::{IncomingMessage, Sender, SenderIdentifier};
use scrm_core::foundation::ExternalId;
use scrm_core::playbook::Playbook;
use scrm_core::store::{MemoryStore, Page, Store};
use scrm_core::transport::{Channel, MessageBody};
use scrm_core::workspace::Workspace;
use scrm_sqlite::{SqliteOptions, SqliteStore};
use scrm_testkit::generator::{ActivityKind, month};

const SEED: u64 = 7;
const PEOPLE: u64 = 5_000;
const BATCH: usize = 100;
const ROUNDS: usize = 5;

/// A part of the bench.
type Part = fn() -> Result<(), Box<dyn Error>>;

/// The parts by the name that runs one alone.
const PARTS: [(&str, Part); 3] =
    [("memory", || in_memory(100_000)), ("durable", || durable(20_000)), ("single", || one_by_one(500))];

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
fn messages(count: u64) -> Vec<IncomingMessage> {
    month(SEED, PEOPLE, count, 30, start())
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

fn in_memory(count: u64) -> Result<(), Box<dyn Error>> {
    let messages = messages(count);
    let playbook = playbook()?;
    let mut rates = Vec::new();
    for _ in 0..ROUNDS {
        let workspace = Workspace::new(Box::new(MemoryStore::default()), &playbook)?;
        let (seconds, decided) = timed(|| feed(&workspace, &messages, BATCH));
        rates.push(decided? as f64 / seconds);
    }
    println!("in memory, 100 keyword rules: {:>9.0} messages/s (median of {ROUNDS})", median(rates));
    Ok(())
}

fn durable(count: u64) -> Result<(), Box<dyn Error>> {
    let messages = messages(count);
    let playbook = playbook()?;
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let folder = scratch(&format!("receive-{round}"))?;
        let store = SqliteStore::open(folder.join("crm.db"), &SqliteOptions::default())?;
        let workspace = Workspace::new(Box::new(store), &playbook)?;
        let (seconds, decided) = timed(|| feed(&workspace, &messages, BATCH));
        ours.push(decided? as f64 / seconds);
        let rows = rows_of(workspace.store())?;
        let (seconds, inserted) = timed(|| insert_bare(&folder.join("bare.db"), &rows, messages.len()));
        inserted?;
        bare.push(messages.len() as f64 / seconds);
        std::fs::remove_dir_all(folder)?;
    }
    let (ours, bare) = (median(ours), median(bare));
    println!("SQLite, durable, batches of {BATCH}: {ours:>9.0} messages/s");
    println!("bare inserts of the same rows:   {bare:>9.0} messages/s; ratio {:.2}", ours / bare);
    Ok(())
}

/// What a run left in a store: table, id, body.
type Rows = Vec<(usize, String, String)>;

fn rows_of(store: &dyn Store) -> Result<Rows, Box<dyn Error>> {
    let mut rows = Vec::new();
    let far = start() + TimeDelta::days(400);
    let mut page = Page::first(5_000);
    loop {
        let messages = store.list_messages(DateTime::UNIX_EPOCH, far, &page)?;
        for stored in &messages {
            rows.push((0, stored.value.id.to_string(), serde_json::to_string(&*stored.value)?));
        }
        match messages.last() {
            Some(last) if messages.len() == 5_000 => {
                page.after = Some((last.value.at, last.value.id.to_string()))
            }
            _ => break,
        }
    }
    for stored in store.list_conversations(None, usize::MAX)? {
        // A conversation is written once for every message of its own batch.
        rows.push((1, stored.value.id.to_string(), serde_json::to_string(&*stored.value)?));
    }
    for stored in store.list_outbox(None, usize::MAX)? {
        rows.push((2, stored.value.message.id.to_string(), serde_json::to_string(&*stored.value)?));
    }
    for timer in store.due_timers(far, usize::MAX)?.rows {
        rows.push((3, timer.key.to_string(), serde_json::to_string(&timer)?));
    }
    Ok(rows)
}

/// The same rows into four bare tables, in as many durable transactions.
fn insert_bare(path: &Path, rows: &Rows, messages: usize) -> Result<(), Box<dyn Error>> {
    let mut connection = Connection::open(path)?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
         CREATE TABLE t0 (id TEXT PRIMARY KEY, body TEXT); CREATE TABLE t1 (id TEXT PRIMARY KEY, body TEXT);
         CREATE TABLE t2 (id TEXT PRIMARY KEY, body TEXT); CREATE TABLE t3 (id TEXT PRIMARY KEY, body TEXT);",
    )?;
    let batches = messages.div_ceil(BATCH).max(1);
    for chunk in rows.chunks(rows.len().div_ceil(batches).max(1)) {
        let transaction = connection.transaction()?;
        for (table, id, body) in chunk {
            let sql = match table {
                0 => "INSERT INTO t0 VALUES (?1, ?2)",
                1 => "INSERT INTO t1 VALUES (?1, ?2)",
                2 => "INSERT INTO t2 VALUES (?1, ?2)",
                _ => "INSERT INTO t3 VALUES (?1, ?2)",
            };
            transaction.prepare_cached(sql)?.execute(params![id, body])?;
        }
        transaction.commit()?;
    }
    Ok(())
}

/// One message at a time: the cost of one durable commit each.
fn one_by_one(count: u64) -> Result<(), Box<dyn Error>> {
    let messages = messages(count);
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
