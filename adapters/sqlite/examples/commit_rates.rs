//! How fast the store commits, beside bare inserts of the same rows.
//!
//! `cargo run --release -p scrm-sqlite --example commit_rates [customers] [messages]`

#![allow(clippy::print_stdout, clippy::disallowed_methods)]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{Connection, params};
use scrm_core::customer::{
    Customer, Field, FieldName, FieldValue, Identifier, IdentifierKey, IdentifierKind,
};
use scrm_core::desk::{Author, Conversation, MessageRecord};
use scrm_core::foundation::{
    AccountId, ConversationId, CustomerId, ExternalId, Fingerprint, IdKind, MessageId, OutboxId, TimerKey,
    derive_id, fingerprint,
};
use scrm_core::store::{
    ChangeSet, ConversationRepository, CustomerRepository, MessageRepository, SearchIndex, SearchQuery,
    Store, Stored, Timer, TimerPurpose, Versioned,
};
use scrm_core::transport::{Channel, MessageBody, OnUnknown, OutboxMessage, OutboxState, OutgoingMessage};
use scrm_core::trust::consent::Purpose;
use scrm_sqlite::{SqliteOptions, SqliteStore};

type Failure = Box<dyn std::error::Error>;

const CUSTOMERS_AT_ONCE: usize = 20_000;
const MESSAGES_AT_ONCE: usize = 100;
/// Bare inserts of a million customers take minutes: their keys arrive in no order, see `commit::young`.
const BARE_CUSTOMERS: usize = 200_000;

fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let mut count = |standard: usize| -> Result<usize, Failure> {
        Ok(arguments.next().map_or(Ok(standard), |text| text.parse())?)
    };
    let (customers, messages) = (count(1_000_000)?, count(100_000)?);
    let folder = std::env::temp_dir().join(format!("scrm-commit-rates-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let result = measure(&folder, customers, messages);
    std::fs::remove_dir_all(&folder)?;
    result
}

fn measure(folder: &Path, customers: usize, messages: usize) -> Result<(), Failure> {
    let store = import(&folder.join("import.db"), customers)?;
    let bare = bare_customers(&folder.join("bare.db"), customers.min(BARE_CUSTOMERS))?;
    ratio("customers", bare, store);
    let store = receive(&folder.join("receive.db"), messages)?;
    let bare = bare_messages(&folder.join("bare-messages.db"), messages)?;
    ratio("messages", bare, store);
    singles(&folder.join("single.db"))
}

fn ratio(what: &str, bare: f64, store: f64) {
    println!("{what}: {:.2} of the rate of bare inserts\n", store / bare);
}

fn report(what: &str, rows: usize, took: Duration) -> f64 {
    let rate = rows as f64 / took.as_secs_f64();
    println!(
        "{what}: {rows} in {:.2} s, {rate:.0}/s; {:.2} s on a processor so far",
        took.as_secs_f64(),
        processor()
    );
    rate
}

/// Seconds that this process has spent on a processor: what counts on a busy machine.
fn processor() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    let nanoseconds = stat.split_whitespace().next().and_then(|text| text.parse::<f64>().ok());
    nanoseconds.unwrap_or(0.0) / 1e9
}

fn start() -> DateTime<Utc> {
    DateTime::from_timestamp(1_767_600_000, 0).unwrap_or_default()
}

fn customer(number: usize) -> (Customer, Fingerprint) {
    let now = start();
    let row = fingerprint(&[b"row", &number.to_le_bytes()]);
    let mut customer = Customer::new(
        CustomerId::derive(now, u32::try_from(number).unwrap_or(0), &[&number.to_le_bytes()]),
        now,
    );
    let field = |value: FieldValue| Field { value, source: "import:list".into(), at: now };
    let text = |words: String| field(FieldValue::Text(words.into()));
    customer.set_field(FieldName::Name, text(format!("Мария Иванова {number}")));
    customer.set_field(FieldName::Company, text(format!("王氏貿易 {}", number % 9_000)));
    customer.set_field(FieldName::Remark, text("asked for the price list".to_owned()));
    let phone = row.as_u64() % 10_000_000_000;
    for (kind, key) in [
        (IdentifierKind::Phone, format!("tel:+886{phone:010}")),
        (IdentifierKind::Email, format!("email:m{phone}@example.com")),
    ] {
        let value = key.split_once(':').map_or("", |(_, value)| value).into();
        customer.identifiers.push(Identifier {
            kind,
            value,
            raw: None,
            key: IdentifierKey::from_stored(key),
            source: "import:list".into(),
            at: now,
            undeliverable: false,
        });
    }
    (customer, row)
}

fn bare_connection(path: &Path) -> Result<Connection, Failure> {
    let connection = Connection::open(path)?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536;
         CREATE TABLE customers (id TEXT PRIMARY KEY, body TEXT);
         CREATE TABLE identifiers (key TEXT, customer TEXT, PRIMARY KEY (key, customer)) WITHOUT ROWID;
         CREATE TABLE imported_rows (fingerprint BLOB PRIMARY KEY, customer TEXT) WITHOUT ROWID;
         CREATE TABLE messages (id TEXT PRIMARY KEY, customer TEXT, at INTEGER, body TEXT);
         CREATE TABLE conversations (id TEXT PRIMARY KEY, customer TEXT, body TEXT);
         CREATE TABLE outbox (id TEXT PRIMARY KEY, due INTEGER, body TEXT);
         CREATE TABLE timers (key TEXT PRIMARY KEY, due INTEGER, body TEXT);",
    )?;
    Ok(connection)
}

fn bare_customers(path: &Path, count: usize) -> Result<f64, Failure> {
    let mut connection = bare_connection(path)?;
    let mut took = Duration::ZERO;
    for first in (0..count).step_by(CUSTOMERS_AT_ONCE) {
        let rows: Vec<_> = (first..count.min(first + CUSTOMERS_AT_ONCE))
            .map(|number| {
                let (customer, row) = customer(number);
                (serde_json::to_string(&customer).unwrap_or_default(), customer, row)
            })
            .collect();
        let began = Instant::now();
        let transaction = connection.transaction()?;
        for (body, customer, row) in &rows {
            let id = customer.id.as_str();
            transaction
                .prepare_cached("INSERT INTO customers VALUES (?1, ?2)")?
                .execute(params![id, body])?;
            for identifier in &customer.identifiers {
                transaction
                    .prepare_cached("INSERT INTO identifiers VALUES (?1, ?2)")?
                    .execute(params![identifier.key.as_str(), id])?;
            }
            transaction
                .prepare_cached("INSERT INTO imported_rows VALUES (?1, ?2)")?
                .execute(params![row.0, id])?;
        }
        transaction.commit()?;
        took += began.elapsed();
    }
    Ok(report("bare inserts of customers", count, took))
}

fn import(path: &PathBuf, count: usize) -> Result<f64, Failure> {
    let store = SqliteStore::open(path, &SqliteOptions::default())?;
    let (mut reading, mut writing, mut slowest) = (Duration::ZERO, Duration::ZERO, Duration::ZERO);
    for first in (0..count).step_by(CUSTOMERS_AT_ONCE) {
        let rows: Vec<_> = (first..count.min(first + CUSTOMERS_AT_ONCE)).map(customer).collect();
        let fingerprints: Vec<_> = rows.iter().map(|(_, row)| *row).collect();
        let keys: Vec<_> = rows
            .iter()
            .flat_map(|(customer, _)| customer.identifiers.iter().map(|identifier| identifier.key.clone()))
            .collect();
        let began = Instant::now();
        let known = store.imported_rows(&fingerprints)?.into_iter().filter(|known| *known).count();
        let found = store.customers_by_key(&keys)?.into_iter().filter(|found| !found.is_empty()).count();
        reading += began.elapsed();
        if known + found > 20 {
            return Err("rows were imported before".into());
        }
        let changes = ChangeSet {
            imported_rows: rows.iter().map(|(customer, row)| (*row, customer.id.clone())).collect(),
            customers: rows.into_iter().map(|(customer, _)| Versioned::new(customer)).collect(),
            ..ChangeSet::default()
        };
        let began = Instant::now();
        store.commit(&changes)?;
        writing += began.elapsed();
        slowest = slowest.max(began.elapsed());
    }
    println!(
        "looking up {:.2} s, committing {:.2} s, slowest commit {:.3} s, peak memory {} KiB",
        reading.as_secs_f64(),
        writing.as_secs_f64(),
        slowest.as_secs_f64(),
        peak_memory()
    );
    let rate = report("customers imported", count, reading + writing);
    let began = Instant::now();
    store.index_pending(20_000)?;
    report("customers indexed for search", 20_000.min(count), began.elapsed());
    if count <= 20_000 {
        let began = Instant::now();
        let hits = store.search(&SearchQuery { text: "мария 1234".to_owned(), limit: 20 })?;
        println!("search: {} hits in {:.1} ms", hits.len(), began.elapsed().as_secs_f64() * 1e3);
    }
    let began = Instant::now();
    store.close()?;
    println!("closing took {:.2} s", began.elapsed().as_secs_f64());
    println!("file: {} MB", std::fs::metadata(path)?.len() / 1_000_000);
    Ok(rate)
}

fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    line.and_then(|line| line.split_whitespace().nth(1)).unwrap_or("?").to_owned()
}

/// What one received message writes.
struct Received {
    conversation: Conversation,
    message: MessageRecord,
    outbox: OutboxMessage,
    timers: Vec<Timer>,
}

fn received(number: usize) -> Received {
    let at = start() + TimeDelta::milliseconds(i64::try_from(number).unwrap_or(0) * 40);
    let thread = (number / 3) % 20_000;
    let customer =
        CustomerId::from(derive_id(IdKind::Customer, start(), 0, &[&thread.to_le_bytes()]).as_str());
    let account = AccountId::new("main");
    let address = IdentifierKey::from_stored(format!("tel:+886{thread:09}"));
    let conversation_id = ConversationId::derive(start(), 0, &[&thread.to_le_bytes()]);
    let mut conversation = Conversation::new(
        conversation_id.clone(),
        customer.clone(),
        Channel::Whatsapp,
        account.clone(),
        address.clone(),
        start(),
    );
    conversation.last_inbound_at = Some(at);
    conversation.waiting_since = Some(at);
    let external = ExternalId::new(format!("wamid.HBgM{number}"));
    let message = MessageRecord {
        v: 1,
        id: MessageId::from_external("whatsapp", &account, &external),
        conversation: conversation_id.clone(),
        customer: customer.clone(),
        author: Author::Customer,
        body: MessageBody::text(format!("Hola, quiero el precio de 30 cajas, {number}")),
        at,
        external_id: Some(external),
        status: None,
        answered_by: None,
        answerable: true,
        outbox: None,
        reception: None,
        reasons: Vec::new().into(),
    };
    let outbox = OutboxMessage {
        v: 1,
        message: OutgoingMessage {
            id: OutboxId::derive(at, 0, &[&number.to_le_bytes()]),
            customer: customer.clone(),
            conversation: conversation_id.clone(),
            channel: Channel::Whatsapp,
            account,
            to: address,
            body: MessageBody::text("Thank you, we answer within the hour."),
            purpose: Purpose::Service,
            rule: "welcome".into(),
            not_before: at,
            expires_at: None,
            on_unknown: OnUnknown::Park,
            answers: Vec::new(),
        },
        state: OutboxState::Pending,
        created_at: at,
        due: Some(at),
        attempts: 0,
        generation: 0,
        message_record: None,
        taken_back: None,
    };
    let timer = |name: &str, purpose| Timer {
        key: TimerKey::new(format!("{name}:{conversation_id}")),
        due: at + TimeDelta::hours(2),
        customer: customer.clone(),
        conversation: Some(conversation_id.clone()),
        purpose,
    };
    let mut timers = vec![timer("response", TimerPurpose::ResponseDeadline {})];
    if number.is_multiple_of(2) {
        timers.push(timer("unread", TimerPurpose::ReplyUnread { turn: 1 }));
    }
    Received { conversation, message, outbox, timers }
}

fn bare_messages(path: &Path, count: usize) -> Result<f64, Failure> {
    let mut connection = bare_connection(path)?;
    let mut took = Duration::ZERO;
    for first in (0..count).step_by(MESSAGES_AT_ONCE) {
        let rows: Vec<_> = spread(first)
            .map(|number| {
                let row = received(number);
                let timers: Vec<_> = row.timers.iter().map(json).collect();
                (json(&row.conversation), json(&row.message), json(&row.outbox), timers, row)
            })
            .collect();
        let began = Instant::now();
        let transaction = connection.transaction()?;
        for (conversation, message, outbox, timers, row) in &rows {
            let (customer, at) = (row.message.customer.as_str(), row.message.at.timestamp_micros());
            transaction
                .prepare_cached("INSERT OR REPLACE INTO conversations VALUES (?1, ?2, ?3)")?
                .execute(params![row.conversation.id.as_str(), customer, conversation])?;
            transaction.prepare_cached("INSERT INTO messages VALUES (?1, ?2, ?3, ?4)")?.execute(params![
                row.message.id.as_str(),
                customer,
                at,
                message
            ])?;
            transaction.prepare_cached("INSERT INTO outbox VALUES (?1, ?2, ?3)")?.execute(params![
                row.outbox.message.id.as_str(),
                at,
                outbox
            ])?;
            for (timer, body) in row.timers.iter().zip(timers) {
                transaction
                    .prepare_cached("INSERT OR REPLACE INTO timers VALUES (?1, ?2, ?3)")?
                    .execute(params![timer.key.as_str(), at, body])?;
            }
        }
        transaction.commit()?;
        took += began.elapsed();
    }
    Ok(report("bare inserts of messages", count, took))
}

fn json<T: serde::Serialize>(record: &T) -> String {
    serde_json::to_string(record).unwrap_or_default()
}

/// Messages of a hundred customers: the three of one customer's come in three batches.
fn spread(first: usize) -> impl Iterator<Item = usize> {
    let group = first / MESSAGES_AT_ONCE;
    (0..MESSAGES_AT_ONCE).map(move |step| (group / 3) * 3 * MESSAGES_AT_ONCE + step * 3 + group % 3)
}

fn receive(path: &Path, count: usize) -> Result<f64, Failure> {
    let store = SqliteStore::open(path, &SqliteOptions::default())?;
    let (mut reading, mut writing) = (Duration::ZERO, Duration::ZERO);
    for first in (0..count).step_by(MESSAGES_AT_ONCE) {
        let rows: Vec<_> = spread(first).map(received).collect();
        let ids: Vec<_> = rows.iter().map(|row| row.message.id.clone()).collect();
        let threads: Vec<_> = rows
            .iter()
            .map(|row| {
                (row.conversation.channel, row.conversation.account.clone(), row.conversation.address.clone())
            })
            .collect();
        let began = Instant::now();
        let known = store.known_messages(&ids)?;
        let conversations = store.conversations_by_thread(&threads)?;
        reading += began.elapsed();
        if known.contains(&true) {
            return Err("a message was received before".into());
        }
        let mut changes = ChangeSet::default();
        for (row, present) in rows.into_iter().zip(conversations) {
            let version = present.map_or(0, |stored: Stored<Conversation>| stored.version);
            changes.conversations.push(Versioned::at(version, row.conversation));
            changes.messages.push(Versioned::new(row.message));
            changes.outbox.push(Versioned::new(row.outbox));
            changes.timers.extend(row.timers);
        }
        let began = Instant::now();
        store.commit(&changes)?;
        writing += began.elapsed();
    }
    println!("\nlooking up {:.2} s, committing {:.2} s", reading.as_secs_f64(), writing.as_secs_f64());
    Ok(report("messages received", count, reading + writing))
}

fn singles(path: &Path) -> Result<(), Failure> {
    const COUNT: usize = 500;
    let store = SqliteStore::open(path, &SqliteOptions::default())?;
    let began = Instant::now();
    for number in 0..COUNT {
        let row = received(number * 3);
        store.commit(&ChangeSet {
            conversations: vec![Versioned::new(row.conversation)],
            messages: vec![Versioned::new(row.message)],
            outbox: vec![Versioned::new(row.outbox)],
            timers: row.timers,
            ..ChangeSet::default()
        })?;
    }
    let alone = began.elapsed() / 500;
    let file = std::fs::File::create(path.with_extension("sync"))?;
    let page = vec![1_u8; 40_960];
    let began = Instant::now();
    for _ in 0..COUNT {
        std::io::Write::write_all(&mut &file, &page)?;
        file.sync_data()?;
    }
    println!("one message alone: {alone:?}; one write of ten pages and fsync: {:?}", began.elapsed() / 500);
    Ok(())
}
