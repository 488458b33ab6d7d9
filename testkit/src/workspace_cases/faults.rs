//! The store fails at operation k of a workspace's day: every call leaves the old state or the new one.

use std::io::Cursor;
use std::sync::Arc;

use chrono::TimeDelta;
use scrm_core::customer::IdentifierKey;
use scrm_core::foundation::{CustomerId, Event, EventId, EventKind, ExternalId, Money, Order, OutboxId};
use scrm_core::import::ImportOptions;
use scrm_core::playbook::Playbook;
use scrm_core::store::{ChangeSet, Store, Versioned};
use scrm_core::transport::{OutboxState, SendFailure};
use scrm_core::trust::consent::Purpose;
use scrm_core::workspace::{DuplicateOptions, Workspace, WorkspaceError};
use serde_json::Value;

use super::{number_of, webhook};
use crate::history::dump;
use crate::samples::{at, proposal};
use crate::{FailingStore, Fault};

type Done = Result<(), WorkspaceError>;
type Step = fn(&Workspace) -> Done;

/// A day, step by step; each step is one commit or none, and may be tried again.
const DAY: &[Step] = &[
    |w| receive(w, 1, 0, "hello", 10),
    |w| receive(w, 2, 1, "門鎖多少錢", 12),
    |w| receive(w, 3, 2, "مرحبا", 14),
    |w| note(w, 1, 0, 16, EventKind::ConsentGiven { purpose: Purpose::Marketing, channel: None }),
    |w| lease(w, 20),
    |w| attempt(w, 20),
    |w| acknowledge(w, 21),
    |w| attempt(w, 22),
    |w| fail_for_now(w, 23),
    |w| note(w, 2, 1, 30, EventKind::AgentReplied { agent: None, message: None, body: None }),
    |w| note(w, 3, 1, 31, EventKind::OrderPlaced { order: order(w) }),
    |w| receive(w, 4, 2, "I want to talk to a human", 40),
    |w| receive(w, 4, 2, "I want to talk to a human", 41),
    |w| lease(w, 60),
    |w| attempt(w, 60),
    |w| acknowledge(w, 61),
    |w| clicked(w, 62),
    |w| receive(w, 5, 0, "STOP", 70),
    |w| note(w, 4, 2, 80, EventKind::FollowedUp { agent: None }),
    |w| w.find_duplicates(DuplicateOptions::default(), at(90)).map(drop),
    refuse,
    merge,
    undo_merge,
    |w| w.accept_proposal(&PROPOSED.into(), Some("Да, чиним."), at(100)).map(drop),
    // Leases ran out, and no timer is due yet: a tick commits for each, and each is a step here.
    |w| w.tick(at(125)).map(drop),
    |w| receive(w, 6, 0, "👍", 130),
    |w| lease(w, 140),
    |w| attempt(w, 140),
    |w| lose(w, 140),
    |w| attempt(w, 141),
    |w| acknowledge(w, 141),
    |w| attempt(w, 142),
    |w| acknowledge(w, 142),
    |w| attempt(w, 143),
    |w| acknowledge(w, 143),
    |w| w.tick(at(0) + TimeDelta::days(2)).map(drop),
];

/// Rows that are there before the day begins.
const FILE: &str =
    "Name,Phone,Stage\nAnna Walker,+447400000000,new inquiry\nАнна Уокер,+447400999999,quoted\n";

/// A proposal that is there too.
const PROPOSED: &str = "p_1";

/// Fails at every operation, once and until it is mended; then goes on. Every dump in between is that before or
/// that after the step, and the day ends as if nothing had happened. Gives the number of operations.
pub fn a_fault_at_any_operation_leaves_the_old_state_or_the_new<S: Store + 'static>(
    make: impl Fn() -> S,
) -> u64 {
    let (states, operations) = undisturbed(make());
    for k in 1..=operations {
        for fault in [Fault::Once(k), Fault::From(k)] {
            let (store, workspace) = open(make());
            store.plan(fault);
            let mut failed = 0;
            for (index, step) in DAY.iter().enumerate() {
                if step(&workspace).is_ok() {
                    continue;
                }
                failed += 1;
                let state = dump(&**store.inner(), &[]);
                assert!(
                    state == states[index] || state == states[index + 1],
                    "{fault:?}: step {index} was half done"
                );
                store.repair();
                step(&workspace).unwrap_or_else(|error| panic!("{fault:?}: step {index} again: {error}"));
            }
            assert!(failed <= 1, "{fault:?}: {failed} steps failed");
            let end = dump(&**store.inner(), &[]);
            assert!(Some(&end) == states.last(), "{fault:?}: the day ended otherwise");
            let engines = workspace.engines();
            let accepted = engines.keyword.rules().iter().filter(|rule| rule.id.as_str().ends_with(PROPOSED));
            assert_eq!(accepted.count(), 1, "{fault:?}: what was accepted is not in force");
        }
    }
    operations
}

/// A store whose faults are planned from outside, and the workspace over it, with its file imported.
fn open<S: Store + 'static>(store: S) -> (Arc<FailingStore<S>>, Workspace) {
    let store = Arc::new(FailingStore::new(store));
    let shared = Box::new(FailingStore::shared(Arc::clone(&store)));
    let workspace = Workspace::new(shared, &Playbook::standard()).unwrap();
    workspace.import_csv(&mut Cursor::new(FILE), &ImportOptions::new("test"), at(0)).unwrap();
    let proposals = vec![Versioned::new(proposal(PROPOSED))];
    workspace.store().commit(&ChangeSet { proposals, ..ChangeSet::default() }).unwrap();
    (store, workspace)
}

/// The states between the steps where nothing fails, and how many operations the day takes.
fn undisturbed<S: Store + 'static>(store: S) -> (Vec<Value>, u64) {
    let (store, workspace) = open(store);
    store.repair();
    let mut states = vec![dump(&**store.inner(), &[])];
    for (index, step) in DAY.iter().enumerate() {
        step(&workspace).unwrap_or_else(|error| panic!("step {index}: {error}"));
        states.push(dump(&**store.inner(), &[]));
    }
    (states, store.operations())
}

fn receive(workspace: &Workspace, number: usize, customer: usize, text: &str, second: i64) -> Done {
    workspace.receive(&[webhook(number, customer, text, at(second))], at(second)).map(drop)
}

fn holder(workspace: &Workspace, customer: usize) -> Result<Option<CustomerId>, WorkspaceError> {
    let key = IdentifierKey::whatsapp_id(&number_of(customer));
    Ok(workspace.store().customers_by_key(&[key])?.concat().pop())
}

fn note(workspace: &Workspace, number: u32, customer: usize, second: i64, kind: EventKind) -> Done {
    let event = Event {
        v: 1,
        id: EventId::new(format!("e_day{number}")),
        at: at(second),
        customer: holder(workspace, customer)?,
        conversation: None,
        kind,
    };
    workspace.record(&[event], at(second)).map(drop)
}

/// The customer follows a link in the first message that was sent.
fn clicked(workspace: &Workspace, second: i64) -> Done {
    let rows = workspace.store().list_outbox(None, 100)?;
    let Some(message) = rows.iter().find_map(|row| row.value.message_record.clone()) else { return Ok(()) };
    let (id, kind) = (EventId::new("e_click"), EventKind::LinkClicked { message });
    let event = Event { v: 1, id, at: at(second), customer: None, conversation: None, kind };
    workspace.record(&[event], at(second)).map(drop)
}

fn order(workspace: &Workspace) -> Order {
    let total = Money::major(150_000, workspace.engines().currency().base);
    Order { number: "1".to_owned(), total }
}

fn lease(workspace: &Workspace, second: i64) -> Done {
    workspace.lease("w1", 10, at(second)).map(drop)
}

/// The first message in the outbox in a state, with its generation.
fn first(
    workspace: &Workspace,
    is: fn(&OutboxState) -> bool,
) -> Result<Option<(OutboxId, u64)>, WorkspaceError> {
    let rows = workspace.store().list_outbox(None, 100)?;
    let found = rows.into_iter().find(|row| is(&row.value.state));
    Ok(found.map(|row| (row.value.message.id.clone(), row.value.generation)))
}

fn attempt(workspace: &Workspace, second: i64) -> Done {
    match first(workspace, |state| matches!(state, OutboxState::Claimed { .. }))? {
        Some((id, generation)) => workspace.attempt(&id, generation, at(second)).map(drop),
        None => Ok(()),
    }
}

fn sending(workspace: &Workspace) -> Result<Option<(OutboxId, u64)>, WorkspaceError> {
    first(workspace, |state| matches!(state, OutboxState::Attempting { .. }))
}

fn acknowledge(workspace: &Workspace, second: i64) -> Done {
    let Some((id, generation)) = sending(workspace)? else { return Ok(()) };
    let external = ExternalId::new(format!("wamid.out.{second}"));
    workspace.acknowledge(&id, generation, Some(&external), at(second)).map(drop)
}

fn fail_for_now(workspace: &Workspace, second: i64) -> Done {
    let Some((id, generation)) = sending(workspace)? else { return Ok(()) };
    let code = "transport.busy".to_owned();
    let failure = SendFailure { code, retryable: true, retry_after: None, opted_out: false };
    workspace.fail(&id, generation, &failure, at(second))
}

fn lose(workspace: &Workspace, second: i64) -> Done {
    let Some((id, generation)) = sending(workspace)? else { return Ok(()) };
    workspace.lose(&id, generation, at(second))
}

/// Tells the first two customers apart.
fn refuse(workspace: &Workspace) -> Done {
    let listed = workspace.store().list_customers(None, 2)?;
    let [one, other] = listed.as_slice() else { return Ok(()) };
    workspace.refuse_duplicate(&one.value.id, &other.value.id, at(95))
}

/// Merges the second customer of the file into the first.
fn merge(workspace: &Workspace) -> Done {
    let listed = workspace.store().list_customers(None, 100)?;
    let other = IdentifierKey::from_stored("tel:+447400999999");
    let Some(absorbed) = workspace.store().customers_by_key(&[other])?.concat().pop() else { return Ok(()) };
    let survivor = listed.iter().find(|row| row.value.id != absorbed).map(|row| row.value.id.clone());
    let Some(survivor) = survivor else { return Ok(()) };
    workspace.merge(&survivor, &absorbed, at(100)).map(drop)
}

fn undo_merge(workspace: &Workspace) -> Done {
    let merges = workspace.store().list_merges(None, 10)?;
    let Some(merge) = merges.first() else { return Ok(()) };
    workspace.undo_merge(&merge.value.id, at(110)).map(drop)
}
