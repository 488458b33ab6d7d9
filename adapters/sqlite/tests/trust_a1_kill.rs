//! TRUST A1: worker processes die by SIGKILL at random instants, and nothing is lost or sent twice.
//!
//! The test starts itself again as the worker: one process owns a SQLite file at a time, so there is one worker
//! at a time, started anew after each kill. The provider is a file that the dead cannot take back.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use scrm_core::foundation::{ExternalId, OutboxId};
use scrm_core::playbook::Playbook;
use scrm_core::store::{ChangeSet, Outbox, Store, Versioned};
use scrm_core::transport::{
    MessageTransport, OnUnknown, OutboxState, OutgoingMessage, SendOutcome, TransportCapabilities,
};
use scrm_core::workspace::Workspace;
use scrm_sqlite::{SqliteOptions, SqliteStore, Synchronous};
use scrm_testkit::samples::{at, conversation, customer, waiting};
use scrm_testkit::workspace_cases::size;
use scrm_testkit::{SeededRandom, Worker};

const SEED: u64 = 20_260_107;
const CUSTOMERS: usize = 200;
const BATCH: usize = 50;

/// How long the provider takes for a message: a broadcast should outlive its kills.
const CALL: Duration = Duration::from_micros(300);

/// Where the worker's files are; without it the test below named `worker_process` does nothing.
const FOLDER: &str = "SCRM_A1_FOLDER";
const LIFE: &str = "SCRM_A1_LIFE";
const KEYS: &str = "SCRM_A1_KEYS";

/// Longer than a lease: each worker finds the leases of the one before it run out.
const BETWEEN_LIVES: i64 = 60;

fn options() -> SqliteOptions {
    // Commits survive the process; only a loss of power could take them.
    SqliteOptions { synchronous: Synchronous::Normal, ..SqliteOptions::default() }
}

/// A provider that writes what it is given to a file, at once: `id` on a line.
struct PostBox {
    file: File,
    /// The ids it took, where it recognises them.
    known: Option<BTreeMap<String, u32>>,
}

impl PostBox {
    fn open(folder: &Path, recognises_key: bool) -> Self {
        let path = folder.join("sent");
        let known = recognises_key.then(|| read_sent(folder));
        let file = OpenOptions::new().create(true).append(true).open(path).unwrap();
        Self { file, known }
    }
}

/// What the provider took, and how often.
fn read_sent(folder: &Path) -> BTreeMap<String, u32> {
    let mut sent = BTreeMap::new();
    let text = fs::read_to_string(folder.join("sent")).unwrap_or_default();
    text.lines().for_each(|line| *sent.entry(line.to_owned()).or_default() += 1);
    sent
}

impl MessageTransport for PostBox {
    fn capabilities(&self) -> TransportCapabilities {
        TransportCapabilities {
            name: "post box".to_owned(),
            max_text: None,
            reply_window: None,
            needs_human_confirm: false,
            recognises_key: self.known.is_some(),
            reports_status: false,
        }
    }

    fn send(&mut self, message: &OutgoingMessage) -> SendOutcome {
        let id = message.id.as_str();
        if self.known.as_mut().is_none_or(|known| known.insert(id.to_owned(), 1).is_none()) {
            // One call of the system: a line is there whole or not at all.
            self.file.write_all(format!("{id}\n").as_bytes()).unwrap();
        }
        thread::sleep(CALL);
        SendOutcome::Sent { external_id: Some(ExternalId::new(format!("x.{id}"))) }
    }
}

/// The worker: what the processes run that are killed.
#[test]
fn worker_process() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let life: i64 = std::env::var(LIFE).unwrap().parse().unwrap();
    let store = SqliteStore::open(folder.join("store.db"), &options()).unwrap();
    let workspace = Workspace::new(Box::new(store), &Playbook::standard()).unwrap();
    let mut post_box = PostBox::open(&folder, std::env::var_os(KEYS).is_some());
    Worker::new(&format!("life {life}"), BATCH).drain(&workspace, &mut post_box, now_in(life)).unwrap();
}

fn now_in(life: i64) -> DateTime<Utc> {
    at(0) + TimeDelta::seconds(life * BETWEEN_LIVES)
}

fn start(folder: &Path, life: i64, recognises_key: bool) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["worker_process", "--exact"]).env(FOLDER, folder).env(LIFE, life.to_string());
    if recognises_key {
        command.env(KEYS, "1");
    }
    command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
}

/// How a broadcast went.
#[derive(Debug)]
struct Outcome {
    kills: u64,
    /// Messages of which nobody knows, as the store lists them.
    unknown: u64,
    /// Neither sent, nor listed as unknown; or listed as sent and never handed over.
    lost: u64,
    /// Hand-offs beyond the first of a message.
    duplicates: u64,
    handed_over: usize,
}

fn broadcast(
    name: &str,
    seed: u64,
    messages: usize,
    kills: u64,
    on_unknown: OnUnknown,
    keys: bool,
) -> Outcome {
    let folder = std::env::temp_dir().join(format!("scrm-a1-{name}-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    seed_outbox(&folder, messages, on_unknown);
    let mut chance = SeededRandom::new(seed);
    let (mut killed, mut life) = (0, 1);
    loop {
        let mut worker = start(&folder, life, keys);
        life += 1;
        if killed < kills {
            thread::sleep(Duration::from_millis(chance.between(20, 150)));
            if worker.try_wait().unwrap().is_none() {
                worker.kill().unwrap();
                worker.wait().unwrap();
                killed += 1;
                continue;
            }
        }
        let done = worker.wait_with_output().unwrap();
        assert!(done.status.success(), "{name}, seed {seed}: {}", String::from_utf8_lossy(&done.stderr));
        break;
    }
    // One more life finds what the last one that was killed left behind.
    assert!(start(&folder, life, keys).wait().unwrap().success());
    let outcome = judge(&folder, messages, killed);
    fs::remove_dir_all(&folder).unwrap();
    outcome
}

fn seed_outbox(folder: &Path, messages: usize, on_unknown: OnUnknown) {
    let store = SqliteStore::open(folder.join("store.db"), &options()).unwrap();
    let who = |number: usize| format!("c_{}", number % CUSTOMERS);
    let outbox = (0..messages).map(|number| {
        let mut row = waiting(&format!("o_{number:05}"), &who(number), 0);
        row.message.on_unknown = on_unknown;
        Versioned::new(row)
    });
    let set = ChangeSet {
        customers: (0..CUSTOMERS).map(|number| Versioned::new(customer(&who(number)))).collect(),
        conversations: (0..CUSTOMERS)
            .map(|number| Versioned::new(conversation(&format!("v_{}", who(number)), &who(number))))
            .collect(),
        outbox: outbox.collect(),
        ..ChangeSet::default()
    };
    store.commit(&set).unwrap();
}

fn judge(folder: &Path, messages: usize, kills: u64) -> Outcome {
    let sent = read_sent(folder);
    let store = SqliteStore::open(folder.join("store.db"), &options()).unwrap();
    let rows = store.list_outbox(None, messages * 2).unwrap();
    assert_eq!(rows.len(), messages);
    let (mut unknown, mut lost) = (0, 0);
    for row in rows {
        let id: &OutboxId = &row.value.message.id;
        match row.value.state {
            OutboxState::Sent { .. } => lost += u64::from(!sent.contains_key(id.as_str())),
            OutboxState::Unknown { .. } => unknown += 1,
            _ => lost += 1,
        }
    }
    let duplicates = sent.values().map(|count| u64::from(count - 1)).sum();
    Outcome { kills, unknown, lost, duplicates, handed_over: sent.len() }
}

#[test]
fn trust_a1_killed_workers_park_what_nobody_knows() {
    let (messages, kills) = (size(10_000, 50_000), size(100, 500) as u64);
    let outcome = broadcast("park", SEED, messages, kills, OnUnknown::Park, false);
    assert_eq!((outcome.lost, outcome.duplicates), (0, 0), "seed {SEED}: {outcome:?}");
    assert!(outcome.unknown <= outcome.kills, "seed {SEED}: more than one per kill: {outcome:?}");
    assert!(outcome.handed_over as u64 + outcome.unknown >= messages as u64, "seed {SEED}: {outcome:?}");
    assert!(outcome.kills >= kills / 2 && outcome.unknown > 0, "seed {SEED}: hardly a kill: {outcome:?}");
}

#[test]
fn trust_a1_killed_workers_repeat_nothing_where_the_provider_knows_keys() {
    let (messages, kills) = (3_000, 30);
    let outcome = broadcast("keys", SEED + 1, messages, kills, OnUnknown::Resend, true);
    assert_eq!((outcome.lost, outcome.duplicates), (0, 0), "seed {}: {outcome:?}", SEED + 1);
    assert_eq!((outcome.unknown, outcome.handed_over), (0, messages), "seed {}: {outcome:?}", SEED + 1);
}

#[test]
fn trust_a1_killed_workers_repeat_one_message_at_most_where_they_resend() {
    let (messages, kills) = (3_000, 30);
    let outcome = broadcast("resend", SEED + 2, messages, kills, OnUnknown::Resend, false);
    assert_eq!((outcome.lost, outcome.handed_over), (0, messages), "seed {}: {outcome:?}", SEED + 2);
    assert!(outcome.duplicates <= outcome.kills, "seed {}: {outcome:?}", SEED + 2);
}
