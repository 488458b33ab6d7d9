//! A customer stops the messages at any point between the decision to send and the hand-off.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use scrm_core::foundation::{CustomerId, Event, EventId, EventKind, ExternalId, OutboxId};
use scrm_core::playbook::Playbook;
use scrm_core::store::{ChangeSet, Store, StoreResult, Versioned};
use scrm_core::transport::{Channel, MessageBody, OnUnknown, OutboxState, OutgoingMessage, SendFailure};
use scrm_core::trust::consent::Purpose;
use scrm_core::trust::standing;
use scrm_core::workspace::{Attempt, LeasedMessage, Workspace, WorkspaceError};

use super::{webhook, workspace_over};
use crate::transports::RecordingTransport;
use crate::{CommitWatcher, FailingStore, SeededRandom, VirtualClock, Worker};

const WORKERS: usize = 3;
const STEPS: usize = 24;
const STOP_WORDS: [&str; 6] = ["STOP", "退订", "退訂", "отписаться", "إلغاء الاشتراك", "unsubscribe"];

/// How a customer stops the messages.
#[derive(Clone, Debug)]
enum OptOut {
    /// By a word.
    Words(&'static str),
    /// In a shop's own settings.
    Event,
    /// At the provider, which says so when it refuses a message.
    Provider,
}

/// What was committed, in order, as far as it matters here.
#[derive(Debug, Default)]
struct History {
    stopped: BTreeSet<CustomerId>,
    /// Messages that were marked after their customer had stopped them.
    late: Vec<OutboxId>,
    marks: u64,
    /// Messages that a worker is sending.
    sending: Vec<(OutboxId, u64)>,
    /// Commits of workers until the customer stops the messages, between one's reading and writing.
    countdown: Option<usize>,
    /// How often that was just before a mark.
    met_a_mark: u64,
}

type Shared<T> = Arc<Mutex<T>>;

fn locked<T, R>(shared: &Shared<T>, work: impl FnOnce(&mut T) -> R) -> R {
    work(&mut shared.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Writes the history.
#[derive(Debug)]
struct Observer {
    history: Shared<History>,
    /// What to do between a worker's reading and writing; the office itself is only watched.
    office: Option<Arc<Office>>,
}

impl CommitWatcher for Observer {
    fn before(&mut self, changes: &ChangeSet) {
        let Some(office) = &self.office else { return };
        let due = locked(&self.history, |history| {
            let left = history.countdown?.checked_sub(1);
            history.countdown = left;
            if left.is_none() {
                history.met_a_mark += u64::from(marks(changes).next().is_some());
            }
            Some(left.is_none())
        });
        if due == Some(true) {
            office.stop();
        }
    }

    fn after(&mut self, changes: &ChangeSet, outcome: &StoreResult<()>) {
        if outcome.is_err() {
            return;
        }
        locked(&self.history, |history| {
            for (id, customer) in marks(changes) {
                history.marks += 1;
                if history.stopped.contains(customer) {
                    history.late.push(id.clone());
                }
            }
            for change in &changes.customers {
                let now = standing(&change.value.consents, Purpose::Marketing, Channel::Whatsapp);
                if now.allowed {
                    history.stopped.remove(&change.value.id);
                } else {
                    history.stopped.insert(change.value.id.clone());
                }
            }
        });
    }
}

/// Marketing messages that a commit marks as being sent.
fn marks(changes: &ChangeSet) -> impl Iterator<Item = (&OutboxId, &CustomerId)> {
    let rows = changes.outbox.iter().map(|change| &*change.value);
    rows.filter(|row| {
        matches!(row.state, OutboxState::Attempting { .. }) && row.message.purpose == Purpose::Marketing
    })
    .map(|row| (&row.message.id, &row.message.customer))
}

/// The one who carries the opt-out of the present run out.
#[derive(Debug)]
struct Office {
    workspace: Workspace,
    history: Shared<History>,
    planned: Mutex<Option<Planned>>,
}

#[derive(Debug)]
struct Planned {
    run: usize,
    customer: CustomerId,
    how: OptOut,
    now: DateTime<Utc>,
}

impl Office {
    /// Carries the plan out, once.
    fn stop(&self) {
        let planned = self.planned.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(plan) = planned else { return };
        match plan.how {
            OptOut::Words(words) => {
                let message = webhook(1_000_000_000 + plan.run, plan.run, words, plan.now);
                self.workspace.receive(&[message], plan.now).unwrap();
            }
            OptOut::Event => self.withdraw(&plan),
            OptOut::Provider => {
                let sending = locked(&self.history, |history| history.sending.pop());
                let code = "131050".to_owned();
                let failure = SendFailure { code, retryable: false, retry_after: None, opted_out: true };
                let told = sending.is_some_and(|(id, generation)| {
                    self.workspace.fail(&id, generation, &failure, plan.now).is_ok()
                });
                if !told {
                    self.withdraw(&plan);
                }
            }
        }
    }

    fn withdraw(&self, plan: &Planned) {
        let kind = EventKind::ConsentWithdrawn { purpose: Some(Purpose::Marketing), channel: None };
        self.workspace.record(&[event(plan.run, "stop", &plan.customer, plan.now, kind)], plan.now).unwrap();
    }
}

fn event(run: usize, what: &str, customer: &CustomerId, at: DateTime<Utc>, kind: EventKind) -> Event {
    let id = EventId::new(format!("e_{run}_{what}"));
    Event { v: 1, id, at, customer: Some(customer.clone()), conversation: None, kind }
}

/// A worker, one step at a time.
struct Hand {
    workspace: Workspace,
    name: String,
    leased: Vec<LeasedMessage>,
    sending: Option<LeasedMessage>,
}

impl Hand {
    fn step(&mut self, history: &Shared<History>, chance: &mut SeededRandom, now: DateTime<Utc>) {
        if let Some(message) = self.sending.take() {
            let key = (message.message.id.clone(), message.generation);
            locked(history, |history| history.sending.retain(|present| *present != key));
            return self.report(&message, chance, now);
        }
        let Some(message) = self.leased.pop() else {
            let limit = 1 + chance.below(3);
            self.leased = self.workspace.lease(&self.name, limit, now).unwrap();
            return;
        };
        match self.workspace.attempt(&message.message.id, message.generation, now) {
            Ok(Attempt::Send {}) => {
                let key = (message.message.id.clone(), message.generation);
                locked(history, |history| history.sending.push(key));
                self.sending = Some(message);
            }
            Ok(Attempt::Refused { .. }) | Err(WorkspaceError::Outbox(_)) => {}
            Err(error) => panic!("{error}"),
        }
    }

    fn report(&self, message: &LeasedMessage, chance: &mut SeededRandom, now: DateTime<Utc>) {
        let (id, generation) = (&message.message.id, message.generation);
        let reported = match chance.below(10) {
            // The worker dies: the lease runs out.
            0 => Ok(()),
            // The provider gives no answer.
            1 => self.workspace.lose(id, generation, now),
            2..=4 => {
                let code = "transport.busy".to_owned();
                let failure = SendFailure { code, retryable: true, retry_after: None, opted_out: false };
                self.workspace.fail(id, generation, &failure, now)
            }
            _ => {
                let external = ExternalId::new(format!("x.{id}.{generation}"));
                self.workspace.acknowledge(id, generation, Some(&external), now).map(drop)
            }
        };
        match reported {
            Ok(()) | Err(WorkspaceError::Outbox(_)) => {}
            Err(error) => panic!("{error}"),
        }
    }
}

/// Plays `runs` runs: a customer with consent and up to four marketing messages, now, scheduled, or to be tried
/// again; three workers whose steps and hangs interleave; and an opt-out at any of their commits, between
/// reading and writing, by a word, by an event or at the provider. No message may be marked after it, and none
/// may be left over.
pub fn no_marketing_is_marked_after_an_opt_out<S: Store + 'static>(store: &Arc<S>, seed: u64, runs: usize) {
    let history: Shared<History> = Arc::default();
    let watched = |office: Option<Arc<Office>>| {
        let observer = Observer { history: Arc::clone(&history), office };
        let store = FailingStore::shared(Arc::clone(store)).watched(observer);
        Workspace::new(Box::new(store), &Playbook::standard()).unwrap()
    };
    let office = Arc::new(Office {
        workspace: watched(None),
        history: Arc::clone(&history),
        planned: Mutex::default(),
    });
    let mut hands: Vec<Hand> = (0..WORKERS)
        .map(|number| Hand {
            workspace: watched(Some(Arc::clone(&office))),
            name: format!("w{number}"),
            leased: Vec::new(),
            sending: None,
        })
        .collect();
    let sweeper = workspace_over(store);
    let mut clock = VirtualClock::new();
    for run in 0..runs {
        let mut chance = SeededRandom::for_item(seed, run as u64);
        let customer = begin(&office, run, &mut chance, clock.now());
        play(&office, &mut hands, &history, &mut chance, &mut clock);
        let late = locked(&history, |history| std::mem::take(&mut history.late));
        assert!(late.is_empty(), "seed {seed}, run {run}: {late:?} marked after the opt-out of {customer}");
        assert!(locked(&history, |history| history.stopped.contains(&customer)), "seed {seed}, run {run}");
        finish(store.as_ref(), &sweeper, &customer, &mut clock, seed, run);
    }
    let (marks, met) = locked(&history, |history| (history.marks, history.met_a_mark));
    assert!(marks as usize > runs / 2, "seed {seed}: hardly anything was sent: {marks}");
    assert!(met as usize > runs / 50, "seed {seed}: the opt-out hardly ever met a mark: {met}");
}

/// A customer who agreed, with messages that wait; and the plan of the opt-out.
fn begin(office: &Office, run: usize, chance: &mut SeededRandom, now: DateTime<Utc>) -> CustomerId {
    let workspace = &office.workspace;
    let received = workspace.receive(&[webhook(run, run, "hello", now)], now).unwrap();
    let customer = received[0].customer.clone().unwrap();
    let conversation = received[0].conversation.clone().unwrap();
    let kind = EventKind::ConsentGiven { purpose: Purpose::Marketing, channel: None };
    workspace.record(&[event(run, "consent", &customer, now, kind)], now).unwrap();
    let outbox = (0..=chance.below(4)).map(|number| {
        let message = OutgoingMessage {
            id: OutboxId::new(format!("o_{run}_{number}")),
            customer: customer.clone(),
            conversation: conversation.clone(),
            channel: Channel::Whatsapp,
            account: "shop".into(),
            to: scrm_core::customer::IdentifierKey::whatsapp_id(&super::number_of(run)),
            body: MessageBody::text("an offer"),
            purpose: Purpose::Marketing,
            rule: "campaign.test".into(),
            not_before: now + TimeDelta::seconds(chance.between(0, 40) as i64),
            expires_at: None,
            on_unknown: if chance.happens(0.5) { OnUnknown::Resend } else { OnUnknown::Park },
            answers: Vec::new(),
        };
        Versioned::new(workspace.engines().outbox.enqueue(message, now))
    });
    workspace.store().commit(&ChangeSet { outbox: outbox.collect(), ..ChangeSet::default() }).unwrap();
    let how = match chance.below(4) {
        0 => OptOut::Words(chance.word(&["STOP"])),
        1 => OptOut::Words(chance.pick(&STOP_WORDS).copied().unwrap_or("STOP")),
        2 => OptOut::Event,
        _ => OptOut::Provider,
    };
    let planned = Planned { run, customer: customer.clone(), how, now };
    *office.planned.lock().unwrap_or_else(PoisonError::into_inner) = Some(planned);
    customer
}

fn play(
    office: &Arc<Office>,
    hands: &mut [Hand],
    history: &Shared<History>,
    chance: &mut SeededRandom,
    clock: &mut VirtualClock,
) {
    let commit = chance.below(12);
    locked(history, |history| {
        history.countdown = Some(commit);
        history.sending.clear();
    });
    for _ in 0..STEPS {
        let number = chance.below(hands.len());
        if let Some(plan) = office.planned.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
            plan.now = clock.now();
        }
        hands[number].step(history, chance, clock.now());
        let pause = if chance.happens(0.05) { 45 } else { chance.between(0, 4) as i64 };
        clock.advance(TimeDelta::seconds(pause));
    }
    locked(history, |history| history.countdown = None);
    office.stop();
    for hand in hands {
        hand.leased.clear();
        hand.sending = None;
    }
}

/// Lets what is left come to its end: nothing may leave, and nothing may be left over.
fn finish<S: Store>(
    store: &S,
    sweeper: &Workspace,
    customer: &CustomerId,
    clock: &mut VirtualClock,
    seed: u64,
    run: usize,
) {
    let mut transport = RecordingTransport::new();
    while let Some(next) = store.next_outbox().unwrap() {
        clock.advance_to(next);
        Worker::new("sweeper", 50).drain(sweeper, &mut transport, clock.now()).unwrap();
    }
    let left: Vec<_> = transport.calls().iter().filter(|call| call.purpose == Purpose::Marketing).collect();
    assert!(left.is_empty(), "seed {seed}, run {run}: {} left after the opt-out", left.len());
    let open = store.open_outbox_of(customer).unwrap();
    assert!(
        open.iter().all(|row| matches!(row.value.state, OutboxState::Unknown { .. })),
        "seed {seed}, run {run}"
    );
}
