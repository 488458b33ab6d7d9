//! Webhooks come more than once, out of order and over several threads; each has its effect once.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::thread;

use chrono::{DateTime, TimeDelta, Utc};
use scrm_core::desk::IncomingMessage;
use scrm_core::foundation::{CustomerId, NoticeKind};
use scrm_core::store::{Page, Store};
use scrm_core::workspace::{Received, ReceivedKind, Workspace, WorkspaceError};

use super::{webhook, workspace_over};
use crate::samples::at;
use crate::transports::RecordingTransport;
use crate::{SeededRandom, Worker};

const THREADS: usize = 4;
const MESSAGES_OF_A_CUSTOMER: usize = 4;
const LARGEST_BATCH: u64 = 40;

/// How often a host hands a batch over again where other threads kept winning.
const HAND_OVERS: usize = 50;

/// Every customer writes four messages in one turn; one customer in five asks for a person in one of them.
/// Each message is delivered one to five times, in any order, by four threads that share a workspace, and some
/// once more after the answers left.
pub fn webhooks_have_their_effect_once<S: Store + 'static>(store: &Arc<S>, seed: u64, webhooks: usize) {
    let workspace = workspace_over(store);
    let messages: Vec<IncomingMessage> = (0..webhooks).map(message).collect();
    let mut chance = SeededRandom::new(seed);
    let mut deliveries: Vec<usize> =
        (0..webhooks).flat_map(|index| vec![index; chance.between(1, 5) as usize]).collect();
    chance.shuffle(&mut deliveries);

    let received = deliver(&workspace, seed, &messages, &deliveries, at(10));
    let mut new = vec![0_u32; webhooks];
    let by_id: BTreeMap<String, usize> = received_ids(&workspace, &messages);
    for one in received.iter().filter(|one| one.kind == ReceivedKind::New) {
        new[by_id[one.message.as_str()]] += 1;
    }
    assert!(new.iter().all(|count| *count == 1), "seed {seed}: a message was new twice or never");
    check_store(&workspace, seed, webhooks);

    let mut transport = RecordingTransport::new();
    Worker::new("w1", 50).drain(&workspace, &mut transport, at(60)).unwrap();
    let again: Vec<usize> = (0..webhooks / 10).map(|_| chance.below(webhooks)).collect();
    let later = at(60) + TimeDelta::days(6);
    for one in deliver(&workspace, seed, &messages, &again, later) {
        assert_eq!(one.kind, ReceivedKind::Duplicate, "seed {seed}: {}", one.message);
    }
    Worker::new("w1", 50).drain(&workspace, &mut transport, later + TimeDelta::minutes(1)).unwrap();
    let mut replies: BTreeMap<CustomerId, u32> = BTreeMap::new();
    for call in transport.calls() {
        *replies.entry(call.customer.clone()).or_default() += 1;
    }
    let customers = webhooks.div_ceil(MESSAGES_OF_A_CUSTOMER);
    assert_eq!(replies.len(), customers, "seed {seed}: somebody got no answer");
    assert!(replies.values().all(|count| *count == 1), "seed {seed}: a turn was answered twice");
    check_store(&workspace, seed, webhooks);
}

fn asks_for_a_person(customer: usize) -> bool {
    customer.is_multiple_of(5)
}

fn message(index: usize) -> IncomingMessage {
    let (customer, position) = (index / MESSAGES_OF_A_CUSTOMER, index % MESSAGES_OF_A_CUSTOMER);
    let text = match position {
        2 if asks_for_a_person(customer) => "I want to talk to a human",
        0 => "hello",
        1 => "門鎖多少錢",
        2 => "где мой заказ",
        _ => "👍",
    };
    webhook(index, customer, text, at(0))
}

/// The ids that the store gives the messages, with their places.
fn received_ids(workspace: &Workspace, messages: &[IncomingMessage]) -> BTreeMap<String, usize> {
    let ids = messages.iter().enumerate().map(|(index, message)| {
        let id = scrm_core::foundation::MessageId::from_external(
            message.channel.as_str(),
            &message.account,
            &message.external_id,
        );
        assert_eq!(workspace.store().known_messages(std::slice::from_ref(&id)).unwrap(), [true]);
        (id.to_string(), index)
    });
    ids.collect()
}

/// Hands messages over by several threads in batches of random size; gives all answers.
fn deliver(
    workspace: &Workspace,
    seed: u64,
    messages: &[IncomingMessage],
    deliveries: &[usize],
    now: DateTime<Utc>,
) -> Vec<Received> {
    let share = deliveries.len().div_ceil(THREADS).max(1);
    thread::scope(|scope| {
        let threads: Vec<_> = deliveries
            .chunks(share)
            .zip(0..)
            .map(|(mine, thread)| {
                scope.spawn(move || deliver_share(workspace, seed, thread, messages, mine, now))
            })
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    })
}

fn deliver_share(
    workspace: &Workspace,
    seed: u64,
    thread: u64,
    messages: &[IncomingMessage],
    mut mine: &[usize],
    now: DateTime<Utc>,
) -> Vec<Received> {
    let mut chance = SeededRandom::for_item(seed, thread);
    let mut received = Vec::new();
    while !mine.is_empty() {
        let size = (chance.between(1, LARGEST_BATCH) as usize).min(mine.len());
        let (batch, rest) = mine.split_at(size);
        let batch: Vec<IncomingMessage> = batch.iter().map(|index| messages[*index].clone()).collect();
        received.extend(hand_over(workspace, seed, &batch, now));
        mine = rest;
    }
    received
}

fn hand_over(
    workspace: &Workspace,
    seed: u64,
    batch: &[IncomingMessage],
    now: DateTime<Utc>,
) -> Vec<Received> {
    for _ in 0..HAND_OVERS {
        match workspace.receive(batch, now) {
            Ok(received) => return received,
            Err(WorkspaceError::Contended { .. }) => thread::yield_now(),
            Err(error) => panic!("seed {seed}: {error}"),
        }
    }
    panic!("seed {seed}: a batch was refused {HAND_OVERS} times")
}

/// One record of each message, one customer and one waiting or sent answer for each number, one call for a
/// person from each who asked.
fn check_store(workspace: &Workspace, seed: u64, webhooks: usize) {
    let store = workspace.store();
    let customers = webhooks.div_ceil(MESSAGES_OF_A_CUSTOMER);
    let (first, last) = (at(-1), at(86_400 * 30));
    assert_eq!(store.count_customers().unwrap(), customers as u64, "seed {seed}: customers");
    let stored = store.list_messages(first, last, &Page::first(webhooks * 4)).unwrap();
    let written = stored.iter().filter(|row| row.value.author == scrm_core::desk::Author::Customer).count();
    assert_eq!(written, webhooks, "seed {seed}: messages");
    let outbox = store.list_outbox(None, customers * 4).unwrap();
    let open = outbox
        .iter()
        .filter(|row| !matches!(row.value.state, scrm_core::transport::OutboxState::Cancelled { .. }));
    assert_eq!(open.count(), customers, "seed {seed}: answers");
    let notices = store.list_notices(first, last, usize::MAX).unwrap();
    let calls = notices.iter().filter(|notice| notice.kind == NoticeKind::HandOver).count();
    let asked = (0..customers).filter(|customer| asks_for_a_person(*customer)).count();
    assert_eq!(calls, asked, "seed {seed}: calls for a person");
}
