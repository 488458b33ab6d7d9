//! Rows that nobody can read, among many: the rest is done, they are set aside with their bytes.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::TimeDelta;
use scrm_core::foundation::OutboxId;
use scrm_core::store::{ChangeSet, Collection, Store, Versioned};
use scrm_core::transport::OutboxState;
use scrm_core::workspace::Workspace;

use super::{webhook, workspace_over};
use crate::samples::{at, customer, timer, waiting};
use crate::transports::RecordingTransport;
use crate::{Corruption, SeededRandom, Worker};

const POISONED: usize = 50;
const CUSTOMERS: usize = 20;

/// Fewer than the unreadable rows that are due first: a batch of nothing else must stop nobody.
const BATCH: usize = 20;

/// Makes a row unreadable behind the store's back.
pub type Corrupt<'a> = &'a dyn Fn(Collection, &str, Corruption);

/// The bytes of a row as they lie in the store.
pub type Bytes<'a> = &'a dyn Fn(Collection, &str) -> Option<Vec<u8>>;

/// `rows` messages wait and `rows` timers run, fifty of each unreadable, half of them due first.
pub fn unreadable_rows_stop_nobody<S: Store + 'static>(
    store: &Arc<S>,
    seed: u64,
    rows: usize,
    corrupt: Corrupt<'_>,
    bytes: Bytes<'_>,
) {
    let workspace = workspace_over(store);
    fill(store.as_ref(), rows);
    let poisoned = poison(seed, rows, corrupt, bytes);

    let mut transport = RecordingTransport::new();
    let drained = Worker::new("w1", BATCH).drain(&workspace, &mut transport, at(100)).unwrap();
    assert_eq!(drained.sent as usize, rows - POISONED, "seed {seed}: {drained:?}");
    let ticked = workspace.tick(at(100)).unwrap();
    let fired = ticked.fired.iter().filter(|fired| fired.timer.key.as_str().starts_with("t_poison"));
    assert_eq!(fired.count(), rows - POISONED, "seed {seed}: timers");
    let again = workspace.tick(at(100)).unwrap();
    assert!(again.fired.is_empty(), "seed {seed}: {} timers twice", again.fired.len());

    let parked = store.parked_rows().unwrap();
    let mut named: Vec<&str> = parked.iter().map(|row| row.id.as_str()).collect();
    named.sort_unstable();
    let expected: Vec<&str> = poisoned.keys().map(String::as_str).collect();
    assert_eq!(named, expected, "seed {seed}: the rows set aside");
    for (id, (collection, before)) in poisoned {
        assert_eq!(bytes(collection, &id), before, "seed {seed}: the bytes of {id}");
    }
    assert_eq!(workspace.store().next_outbox().unwrap(), None, "seed {seed}");
}

fn fill<S: Store>(store: &S, rows: usize) {
    let who = |row: usize| format!("c_{}", row % CUSTOMERS);
    let due = |row: usize| (row % 60) as i64;
    let set = ChangeSet {
        customers: (0..CUSTOMERS).map(|n| Versioned::new(customer(&format!("c_{n}")))).collect(),
        outbox: (0..rows).map(|n| Versioned::new(waiting(&format!("o_{n:05}"), &who(n), due(n)))).collect(),
        timers: (0..rows).map(|n| timer(&format!("t_poison_{n:05}"), &who(n), due(n))).collect(),
        ..ChangeSet::default()
    };
    store.commit(&set).unwrap();
}

/// Makes fifty rows of each kind unreadable; gives them with their bytes.
fn poison(
    seed: u64,
    rows: usize,
    corrupt: Corrupt<'_>,
    bytes: Bytes<'_>,
) -> BTreeMap<String, (Collection, Option<Vec<u8>>)> {
    let mut chance = SeededRandom::new(seed);
    let mut poisoned = BTreeMap::new();
    for (collection, prefix) in [(Collection::Outbox, "o_"), (Collection::Timers, "t_poison_")] {
        // Rows whose number divides by 60 are due first.
        let mut numbers: Vec<usize> = (0..rows).step_by(60).take(POISONED / 2).collect();
        while numbers.len() < POISONED {
            let number = chance.below(rows);
            if !numbers.contains(&number) {
                numbers.push(number);
            }
        }
        for (number, count) in numbers.into_iter().zip(0..) {
            let id = format!("{prefix}{number:05}");
            let ways = [Corruption::BadJson, Corruption::UnknownKind, Corruption::FutureVersion];
            corrupt(collection, &id, ways[count % ways.len()]);
            let spoilt = bytes(collection, &id);
            poisoned.insert(id, (collection, spoilt));
        }
    }
    poisoned
}

/// A customer whose own rows cannot be read: others are served, and the customer can still stop the messages.
pub fn an_unreadable_row_harms_nobody_else<S: Store + 'static>(store: &Arc<S>, corrupt: Corrupt<'_>) {
    let workspace = workspace_over(store);
    let first: Vec<_> = (0..3).map(|n| webhook(n, n, "hello", at(0))).collect();
    let received = workspace.receive(&first, at(0)).unwrap();
    let customer = received[0].customer.clone().unwrap();
    put(&workspace, "o_later", customer.as_str(), 86_400);

    // The reply that waits, and another message that is not yet due, cannot be read.
    corrupt(Collection::Outbox, received[0].outbox.as_ref().unwrap().as_str(), Corruption::BadJson);
    corrupt(Collection::Outbox, "o_later", Corruption::FutureVersion);
    let more: Vec<_> = (3..6).map(|n| webhook(n, n - 3, "how much is it?", at(1))).collect();
    let answered = workspace.receive(&more, at(1)).unwrap();
    assert_ne!(answered[0].outbox, received[0].outbox, "answered anew");
    workspace.receive(&[webhook(6, 0, "STOP", at(2))], at(2)).unwrap();
    let stopped = workspace.customer(&customer).unwrap();
    let standing = scrm_core::trust::standing(
        &stopped.consents,
        scrm_core::trust::consent::Purpose::Marketing,
        scrm_core::transport::Channel::Whatsapp,
    );
    assert!(!standing.allowed, "the customer could not stop the messages");

    // A customer's own record cannot be read: its message is parked, the others leave.
    let other = received[1].customer.clone().unwrap();
    put(&workspace, "o_lost", other.as_str(), 3);
    corrupt(Collection::Customers, other.as_str(), Corruption::BadJson);
    let now = at(0) + TimeDelta::minutes(2);
    let mut transport = RecordingTransport::new();
    Worker::new("w1", BATCH).drain(&workspace, &mut transport, now).unwrap();
    assert!(transport.calls().iter().all(|call| call.customer != other));
    assert!(transport.calls().iter().any(|call| Some(&call.customer) == received[2].customer.as_ref()));
    let lost = workspace.store().outbox(&[OutboxId::new("o_lost")]).unwrap()[0].clone().unwrap();
    assert!(matches!(lost.value.state, OutboxState::Parked { .. }), "{:?}", lost.value.state);
    // Every timer fires, that customer's are set aside.
    let ticked = workspace.tick(now + TimeDelta::days(2)).unwrap();
    assert!(ticked.fired.iter().any(|fired| Some(&fired.timer.customer) == received[2].customer.as_ref()));
    assert!(ticked.fired.iter().all(|fired| fired.timer.customer != other));
    assert!(workspace.tick(now + TimeDelta::days(2)).unwrap().fired.is_empty());
}

fn put(workspace: &Workspace, id: &str, customer: &str, due: i64) {
    let outbox = vec![Versioned::new(waiting(id, customer, due))];
    workspace.store().commit(&ChangeSet { outbox, ..ChangeSet::default() }).unwrap();
}
