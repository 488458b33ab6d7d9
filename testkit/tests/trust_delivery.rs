//! Delivery when things go wrong: a store that fails at every operation, workers that die, hang and come
//! back late, rows that cannot be read.
//!
//! Every history follows from its seed, which a failure prints.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use scrm_core::desk::MessageRecord;
use scrm_core::foundation::{MessageId, OutboxId};
use scrm_core::store::{
    ChangeSet, MemoryStore, Outbox, Store, StoreError, StoreResult, Stored, TimerQueue, Versioned,
};
use scrm_core::transport::{
    MessageTransport, OnUnknown, OutboxConfig, OutboxEngine, OutboxMessage, OutboxState, SendOutcome,
};
use scrm_testkit::history::dump;
use scrm_testkit::samples::{at, conversation, customer, event, message, outgoing, reply, timer};
use scrm_testkit::store_cases::poison;
use scrm_testkit::transports::{FlakyTransport, Weather};
use scrm_testkit::{FailingStore, Fault, SeededRandom, StoreUnderTest, VirtualClock};
use serde_json::Value;

fn engine() -> OutboxEngine {
    OutboxEngine::new(&OutboxConfig::standard()).unwrap()
}

// ---- A2: the store fails at operation k ----

const MESSAGES: i64 = 5;

/// A message comes in: it is kept, its customer and thread are made, an answer is put into the outbox and a
/// timer is set, in one commit. Nothing happens where the message is known.
fn receive(store: &dyn Store, number: i64) -> StoreResult<()> {
    let (who, id) = ("c_1", format!("m_{number}"));
    if store.known_messages(&[MessageId::new(&id)])? == [true] {
        return Ok(());
    }
    let mut set = ChangeSet::default();
    if store.customers(&[who.into()])?.iter().all(Option::is_none) {
        set.customers.push(Versioned::new(customer(who)));
    }
    let thread = store.conversations(&["v_1".into()])?.pop().flatten();
    let mut next = thread.as_ref().map_or_else(|| conversation("v_1", who), |thread| (*thread.value).clone());
    next.turn.number += 1;
    set.conversations.push(Versioned::at(thread.map_or(0, |thread| thread.version), next));
    set.messages.push(Versioned::new(message(&id, who, number, "多少錢？")));
    set.events.push(event(&format!("e_{number}"), who, number));
    set.timers.push(timer("t_follow_up", who, number + 3_600));
    set.outbox
        .push(Versioned::new(engine().enqueue(outgoing(&format!("o_{number}"), who, number), at(number))));
    commit_received(store, &set)
}

#[cfg(not(plant))]
fn commit_received(store: &dyn Store, set: &ChangeSet) -> StoreResult<()> {
    store.commit(set)
}

/// The planted defect: the answer is put into the outbox outside the transaction.
#[cfg(plant)]
fn commit_received(store: &dyn Store, set: &ChangeSet) -> StoreResult<()> {
    if !scrm_core::foundation::plant::is_active("a2") {
        return store.commit(set);
    }
    let mut rest = set.clone();
    let outbox = std::mem::take(&mut rest.outbox);
    store.commit(&rest)?;
    store.commit(&ChangeSet { outbox, ..ChangeSet::default() })
}

/// Moves one outbox message by one step, where it is not at its end.
fn deliver(store: &dyn Store, transport: &mut FlakyTransport, number: i64) -> StoreResult<()> {
    let outbox = engine();
    let (id, now) = (OutboxId::new(format!("o_{number}")), at(100));
    let Some(stored) = store.outbox(&[id])?.pop().flatten() else { return Ok(()) };
    let entry = &*stored.value;
    let mut set = ChangeSet::default();
    let next = match &entry.state {
        OutboxState::Pending => outbox.claim(entry, "w1", now),
        OutboxState::Claimed { .. } => outbox.begin(entry, entry.generation, now),
        OutboxState::Attempting { .. } => {
            let outcome = transport.send(&entry.message);
            if let SendOutcome::Sent { external_id: Some(external) } = &outcome {
                let record = reply(&format!("r_{number}"), "c_1", 100, external.as_str());
                set.messages.push(Versioned::new(MessageRecord { external_id: None, ..record }));
            }
            outbox.settle(entry, entry.generation, outcome, now)
        }
        _ => return Ok(()),
    };
    set.outbox.push(Versioned::at(stored.version, next.unwrap()));
    store.commit(&set)
}

type Step = Box<dyn Fn(&dyn Store, &mut FlakyTransport) -> StoreResult<()>>;

/// The scenario, step by step: each may be tried again.
fn steps() -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for number in 1..=MESSAGES {
        steps.push(Box::new(move |store, _| receive(store, number)));
        for _ in 0..3 {
            steps.push(Box::new(move |store, transport| deliver(store, transport, number)));
        }
    }
    steps
}

/// Plays the scenario from a step until something fails; gives the step that failed.
fn play(store: &dyn Store, transport: &mut FlakyTransport, from: usize) -> Option<usize> {
    steps()
        .iter()
        .enumerate()
        .skip(from)
        .find_map(|(index, step)| step(store, transport).err().map(|_| index))
}

/// The states between the steps of a run in which nothing fails, and how many operations it takes.
fn undisturbed() -> (Vec<Value>, u64) {
    let store = FailingStore::new(MemoryStore::new());
    let mut transport = FlakyTransport::new(0, Weather::default()).recognising_keys();
    let mut states = vec![dump(&**store.inner(), &[])];
    for step in steps() {
        step(&store, &mut transport).unwrap();
        states.push(dump(&**store.inner(), &[]));
    }
    (states, store.operations())
}

#[test]
fn trust_a2_a_fault_at_any_operation_leaves_the_old_state_or_the_new() {
    let (states, operations) = undisturbed();
    assert!(steps().len() >= 20 && operations >= 40, "{operations} operations");
    for k in 1..=operations {
        for fault in [Fault::Once(k), Fault::From(k), Fault::AnswerLost(k)] {
            let store = FailingStore::new(MemoryStore::new());
            let mut transport = FlakyTransport::new(0, Weather::default()).recognising_keys();
            store.plan(fault);
            let failed = play(&store, &mut transport, 0);
            let failed = failed.unwrap_or_else(|| panic!("{fault:?}: the fault did not surface"));
            let state = dump(&**store.inner(), &[]);
            let (old, new) = (&states[failed], &states[failed + 1]);
            assert!(state == *old || state == *new, "{fault:?}: step {failed} is half done");
            store.repair();
            // A step that was carried out while its answer was lost must not be carried out again.
            let from = if state == *new { failed + 1 } else { failed };
            assert_eq!(play(&store, &mut transport, from), None, "{fault:?}: the run does not complete");
            assert_eq!(dump(&**store.inner(), &[]), states[states.len() - 1], "{fault:?}");
            assert_eq!(transport.delivered().len(), MESSAGES as usize, "{fault:?}: lost or doubled");
        }
    }
}

// ---- A3: random interleavings ----

/// What a worker believes it holds.
#[derive(Clone, Debug)]
struct Hold {
    id: OutboxId,
    generation: u64,
    until: DateTime<Utc>,
    began: bool,
    read: Stored<OutboxMessage>,
}

/// Eight workers on one store, moved one step at a time by chance.
struct Workers {
    store: MemoryStore,
    outbox: OutboxEngine,
    clock: VirtualClock,
    chance: SeededRandom,
    holds: Vec<Option<Hold>>,
    /// The latest generation that was committed for each message.
    latest: BTreeMap<OutboxId, u64>,
    acknowledged: BTreeSet<OutboxId>,
}

impl Workers {
    fn new(seed: u64) -> Self {
        let outbox = engine();
        let store = MemoryStore::new();
        let entries = (0..3).map(|n| {
            let mut message = outgoing(&format!("o_{n}"), "c_1", 0);
            message.on_unknown = if n == 0 { OnUnknown::Park } else { OnUnknown::Resend };
            Versioned::new(outbox.enqueue(message, at(0)))
        });
        store.commit(&ChangeSet { outbox: entries.collect(), ..ChangeSet::default() }).unwrap();
        Self {
            store,
            outbox,
            clock: VirtualClock::at(at(0)),
            chance: SeededRandom::new(seed),
            holds: vec![None; 8],
            latest: BTreeMap::new(),
            acknowledged: BTreeSet::new(),
        }
    }

    fn read(&self, id: &OutboxId) -> Stored<OutboxMessage> {
        self.store.outbox(std::slice::from_ref(id)).unwrap().remove(0).unwrap()
    }

    fn commit(&self, version: u64, entry: OutboxMessage) -> bool {
        let set = ChangeSet { outbox: vec![Versioned::at(version, entry)], ..ChangeSet::default() };
        match self.store.commit(&set) {
            Ok(()) => true,
            Err(StoreError::Conflict { .. }) => false,
            Err(other) => panic!("{other}"),
        }
    }

    fn step(&mut self) {
        let worker = self.chance.below(8);
        match self.chance.below(8) {
            0 | 1 => self.claim(worker),
            2 => self.begin(worker),
            3 => self.renew(worker),
            4 => self.acknowledge(worker),
            5 => self.take_back(),
            // Some steps of the clock outlive a lease, some go back.
            6 => self.clock.advance(TimeDelta::seconds(self.chance.below(40) as i64 - 4)),
            // The worker hangs, and later goes on with what it knew.
            _ => {}
        }
    }

    fn claim(&mut self, worker: usize) {
        let now = self.clock.now();
        let due = self.store.due_outbox(now, 3).unwrap().rows;
        let Some(stored) = self.chance.pick(&due).cloned() else { return };
        let mut version = stored.version;
        let mut entry = (*stored.value).clone();
        if let Some(free) = self.outbox.expire(&entry, now) {
            if !self.commit(version, free.clone()) {
                return;
            }
            (version, entry) = (version + 1, free);
        }
        let Ok(claimed) = self.outbox.claim(&entry, &format!("w{worker}"), now) else { return };
        if !self.commit(version, claimed.clone()) {
            return;
        }
        let (id, generation) = (claimed.message.id.clone(), claimed.generation);
        for other in self.holds.iter().flatten() {
            assert!(other.id != id || other.until <= now, "two owners of {id} at {now}");
        }
        assert!(self.latest.insert(id.clone(), generation) < Some(generation), "{id}: generation came again");
        self.holds[worker] =
            Some(Hold { read: self.read(&id), id, generation, until: claimed.due.unwrap(), began: false });
    }

    /// The message as the worker read it last, or as it is now: late workers use either.
    fn seen(&mut self, hold: &Hold) -> Stored<OutboxMessage> {
        if self.chance.happens(0.5) { self.read(&hold.id) } else { hold.read.clone() }
    }

    fn begin(&mut self, worker: usize) {
        let Some(mut hold) = self.holds[worker].clone() else { return };
        let stored = self.seen(&hold);
        let Ok(next) = self.outbox.begin(&stored.value, hold.generation, self.clock.now()) else { return };
        if self.commit(stored.version, next.clone()) {
            assert_eq!(self.latest[&hold.id], hold.generation, "an old generation began to send");
            (hold.began, hold.until, hold.read) = (true, next.due.unwrap(), self.read(&hold.id));
            self.holds[worker] = Some(hold);
        }
    }

    fn renew(&mut self, worker: usize) {
        let Some(mut hold) = self.holds[worker].clone() else { return };
        let stored = self.seen(&hold);
        let Ok(next) = self.outbox.renew(&stored.value, hold.generation, self.clock.now()) else { return };
        if self.commit(stored.version, next.clone()) {
            assert_eq!(self.latest[&hold.id], hold.generation, "an old generation was renewed");
            (hold.until, hold.read) = (next.due.unwrap(), self.read(&hold.id));
            self.holds[worker] = Some(hold);
        }
    }

    fn acknowledge(&mut self, worker: usize) {
        let Some(hold) = self.holds[worker].clone() else { return };
        let stored = self.seen(&hold);
        let now = self.clock.now();
        let Ok(next) = self.outbox.acknowledge(&stored.value, hold.generation, None, now) else { return };
        if self.commit(stored.version, next) {
            assert_eq!(self.latest[&hold.id], hold.generation, "an old generation's word was taken");
            assert!(hold.began, "what was never begun was acknowledged");
            assert!(self.acknowledged.insert(hold.id), "acknowledged twice");
            self.holds[worker] = None;
        }
    }

    fn take_back(&mut self) {
        let id = OutboxId::new(format!("o_{}", self.chance.below(3)));
        let stored = self.read(&id);
        if let Ok(next) = self.outbox.cancel(&stored.value, "test.cancelled", self.clock.now()) {
            assert!(!self.acknowledged.contains(&next.message.id));
            if self.chance.happens(0.1) && self.commit(stored.version, next) {
                let gone = &stored.value.message.id;
                self.holds.iter_mut().for_each(|hold| {
                    if hold.as_ref().is_some_and(|hold| hold.id == *gone) {
                        *hold = None;
                    }
                });
            }
        }
    }
}

#[test]
fn trust_a3_no_message_has_two_owners_and_no_late_word_is_taken() {
    let mut acknowledged = 0;
    for seed in 0..10_000 {
        let run = std::panic::catch_unwind(|| {
            let mut workers = Workers::new(seed);
            (0..40).for_each(|_| workers.step());
            workers.acknowledged.len()
        });
        acknowledged += run.unwrap_or_else(|_| panic!("seed {seed}"));
    }
    assert!(acknowledged > 500, "the schedules hardly ever deliver: {acknowledged}");
}

// ---- A8: workers that die ----

/// Seconds between two looks of a worker at the outbox.
const POLL: i64 = 3;

struct Dying {
    outbox: OutboxEngine,
    chance: SeededRandom,
    entry: OutboxMessage,
    /// Until when each worker lives, and its work on the message: the generation and when it will be done.
    alive: Vec<bool>,
    work: Vec<Option<(u64, DateTime<Utc>)>>,
    died_at: Option<DateTime<Utc>>,
    running_since: Option<(u64, DateTime<Utc>)>,
}

impl Dying {
    fn new(seed: u64) -> Self {
        let outbox = engine();
        let mut message = outgoing("o_1", "c_1", 0);
        message.on_unknown = OnUnknown::Resend;
        Self {
            entry: outbox.enqueue(message, at(0)),
            outbox,
            chance: SeededRandom::new(seed),
            alive: vec![true; 3],
            work: vec![None; 3],
            died_at: None,
            running_since: None,
        }
    }

    fn tick(&mut self, now: DateTime<Utc>) {
        for worker in 0..self.alive.len() {
            if self.alive[worker]
                && self.alive.iter().filter(|alive| **alive).count() > 1
                && self.chance.happens(0.05)
            {
                self.alive[worker] = false;
                if self.work[worker].take().is_some_and(|(generation, _)| generation == self.entry.generation)
                {
                    self.died_at = Some(now);
                }
            }
            if self.alive[worker] {
                self.act(worker, now);
            }
        }
        self.check(now);
    }

    fn act(&mut self, worker: usize, now: DateTime<Utc>) {
        match self.work[worker] {
            Some((generation, done)) if done <= now => {
                if let Ok(next) = self.outbox.acknowledge(&self.entry, generation, None, now) {
                    self.entry = next;
                }
                self.work[worker] = None;
            }
            Some((generation, _)) => match self.outbox.renew(&self.entry, generation, now) {
                Ok(next) => self.entry = next,
                Err(_) => self.work[worker] = None,
            },
            None if self.entry.due.is_some_and(|due| due <= now) => self.take_up(worker, now),
            None => {}
        }
    }

    fn take_up(&mut self, worker: usize, now: DateTime<Utc>) {
        if let Some(next) = self.outbox.expire(&self.entry, now) {
            self.entry = next;
        }
        let Ok(claimed) = self.outbox.claim(&self.entry, "w", now) else { return };
        if let Some(died) = self.died_at.take() {
            assert!(now - died <= TimeDelta::seconds(35), "taken over after {}", now - died);
        }
        let generation = claimed.generation;
        self.entry = claimed;
        if self.chance.happens(0.8) {
            self.entry = self.outbox.begin(&self.entry, generation, now).unwrap();
        }
        let needs = TimeDelta::seconds(POLL * self.chance.below(4) as i64);
        self.work[worker] = Some((generation, now + needs));
    }

    /// Nothing is in a running state for longer than two leases.
    fn check(&mut self, now: DateTime<Utc>) {
        let running =
            matches!(self.entry.state, OutboxState::Claimed { .. } | OutboxState::Attempting { .. });
        match self.running_since {
            _ if !running => self.running_since = None,
            Some((generation, since)) if generation == self.entry.generation => {
                assert!(now - since <= self.outbox.lease() * 2, "stuck since {since}");
            }
            _ => self.running_since = Some((self.entry.generation, now)),
        }
    }
}

#[test]
fn trust_a8_a_dead_workers_message_is_taken_over_in_time() {
    let mut taken_over = 0;
    for seed in 0..10_000 {
        let run = std::panic::catch_unwind(|| {
            let mut workers = Dying::new(seed);
            for tick in 0..60 {
                workers.tick(at(tick * POLL));
                if workers.entry.state.is_final() {
                    break;
                }
            }
            assert!(workers.entry.state.is_final(), "never came to its end: {:?}", workers.entry.state);
            workers.entry.generation
        });
        taken_over += run.unwrap_or_else(|_| panic!("seed {seed}")) - 1;
    }
    assert!(taken_over > 500, "workers hardly ever die: {taken_over}");
}

// ---- A9: rows that cannot be read ----

#[test]
fn trust_a9_unreadable_rows_are_set_aside_and_stop_nobody_in_memory() {
    poison::fifty_unreadable_rows_stop_nobody(&StoreUnderTest::memory());
}

// ---- all together: nothing is lost on a bad day ----

/// Delivers everything that is due through a transport on a bad day, until nothing is left to do.
fn deliver_all(store: &MemoryStore, transport: &mut FlakyTransport, clock: &mut VirtualClock) {
    let outbox = engine();
    while let Some(next) = store.next_outbox().unwrap() {
        clock.advance_to(next);
        let now = clock.now();
        for stored in store.due_outbox(now, outbox.batch()).unwrap().rows {
            let put = |version, entry: &OutboxMessage| {
                let set =
                    ChangeSet { outbox: vec![Versioned::at(version, entry.clone())], ..ChangeSet::default() };
                store.commit(&set).unwrap();
            };
            let claimed = outbox.claim(&stored.value, "w1", now).unwrap();
            put(stored.version, &claimed);
            let sending = outbox.begin(&claimed, claimed.generation, now).unwrap();
            put(stored.version + 1, &sending);
            let outcome = transport.send(&sending.message);
            put(stored.version + 2, &outbox.settle(&sending, sending.generation, outcome, now).unwrap());
        }
    }
}

#[test]
fn every_message_comes_to_one_end_on_a_bad_day() {
    let storm =
        Weather { request_lost: 0.1, answer_lost: 0.1, duplicated: 0.0, refused_for_now: 0.2, refused: 0.05 };
    for (seed, keys) in [(1, true), (2, false), (3, true)] {
        let (store, outbox) = (MemoryStore::new(), engine());
        let entries = (0..500).map(|n| {
            let mut message = outgoing(&format!("o_{n:03}"), "c_1", n % 50);
            message.on_unknown = if keys { OnUnknown::Resend } else { OnUnknown::Park };
            Versioned::new(outbox.enqueue(message, at(0)))
        });
        store.commit(&ChangeSet { outbox: entries.collect(), ..ChangeSet::default() }).unwrap();
        let mut transport = FlakyTransport::new(seed, storm);
        if keys {
            transport = transport.recognising_keys();
        }
        deliver_all(&store, &mut transport, &mut VirtualClock::at(at(0)));
        let arrived: BTreeSet<_> = transport.delivered().iter().cloned().collect();
        assert_eq!(arrived.len(), transport.delivered().len(), "seed {seed}: a message arrived twice");
        for stored in store.list_outbox(None, 1_000).unwrap() {
            let entry = &stored.value;
            let came = arrived.contains(&entry.message.id);
            match &entry.state {
                OutboxState::Sent { .. } => assert!(came, "seed {seed}: sent, but nothing came"),
                OutboxState::Failed { .. } => assert!(!came || keys, "seed {seed}: failed, but it came"),
                OutboxState::Unknown { .. } => {}
                other => panic!("seed {seed}: left over as {other:?}"),
            }
        }
        assert_eq!(store.next_timer().unwrap(), None);
    }
}
