//! Random histories, and a store as data: two stores that were told the same must look the same.

use chrono::{DateTime, Utc};
use scrm_core::customer::Customer;
use scrm_core::foundation::{Coded, Fingerprint, fingerprint};
use scrm_core::store::{
    ChangeSet, ConversationRepository, CustomerRepository, MemoryStore, MergeLedger, MessageRepository,
    Outbox, Page, ProposalLedger, ProposalState, ReviewState, Store, StoreResult, Stored, TimerQueue,
    Versioned,
};
use scrm_core::transport::{OutboxMessage, OutboxState};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::SeededRandom;
use crate::samples::{
    at, conversation_at, event, identifier, merge, message, named, notice, proposal, reply, review, timer,
    waiting,
};

/// Rows that one question asks for.
const PAGE: usize = 500;

/// Everything a store keeps, as data, read through its public traits: records with their versions, events,
/// timers, the outbox, merges, pairs, proposals, notices, parked rows, and which of `rows` were imported. Where a
/// question fails the error stands in the place of the answer.
///
/// ```
/// use scrm_core::store::MemoryStore;
/// use scrm_testkit::history::dump;
/// assert_eq!(dump(&MemoryStore::new(), &[]), dump(&MemoryStore::new(), &[]));
/// ```
#[must_use]
pub fn dump(store: &dyn Store, rows: &[Fingerprint]) -> Value {
    let (first, last) = (DateTime::<Utc>::UNIX_EPOCH, far());
    let mut out = Map::new();
    let mut add = |name: &str, answer: StoreResult<Vec<Value>>| {
        let value = answer.map_or_else(|error| json!({ "error": error.to_string() }), Value::Array);
        out.insert(name.to_owned(), value);
    };
    add(
        "customers",
        pages(
            |after| store.list_customers(after, PAGE),
            |row| row.value.id.clone(),
            |row| record(row.version, &*row.value),
        ),
    );
    add(
        "conversations",
        pages(
            |after| store.list_conversations(after, PAGE),
            |row| row.value.id.clone(),
            |row| record(row.version, &*row.value),
        ),
    );
    add(
        "messages",
        timed(
            |page| store.list_messages(first, last, page),
            |row| (row.value.at, row.value.id.to_string()),
            |row| record(row.version, &*row.value),
        ),
    );
    add(
        "events",
        timed(|page| store.list_events(first, last, page), |event| (event.at, event.id.to_string()), data),
    );
    add("timers", store.due_timers(last, usize::MAX).map(|due| due.rows.iter().map(data).collect()));
    add(
        "outbox",
        pages(
            |after| store.list_outbox(after, PAGE),
            |row| row.value.message.id.clone(),
            |row| record(row.version, &*row.value),
        ),
    );
    add(
        "merges",
        pages(
            |after| store.list_merges(after, PAGE),
            |row| row.value.id.clone(),
            |row| record(row.version, &*row.value),
        ),
    );
    add(
        "reviews",
        pages(
            |after: Option<&String>| store.list_reviews(after.map(String::as_str), PAGE),
            |row| row.value.key(),
            |row| record(row.version, &*row.value),
        ),
    );
    add(
        "proposals",
        pages(
            |after| store.list_proposals(after, PAGE),
            |row| row.value.id.clone(),
            |row| record(row.version, &*row.value),
        ),
    );
    let notices = store.list_notices(first, last, usize::MAX);
    add("notices", notices.map(|notices| notices.iter().map(data).collect()));
    add("parked", store.parked_rows().map(|parked| parked.iter().map(data).collect()));
    add("imported_rows", store.imported_rows(rows).map(|known| known.iter().map(data).collect()));
    add("count", store.count_customers().map(|count| vec![json!(count)]));
    add("next", store.next_timer().and_then(|timer| Ok(vec![data(&timer), data(&store.next_outbox()?)])));
    Value::Object(out)
}

/// An instant after every other.
fn far() -> DateTime<Utc> {
    DateTime::from_timestamp(32_503_680_000, 0).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

fn data<T: Serialize>(value: &T) -> Value {
    serde_json::to_value(value).unwrap_or_else(|error| json!({ "error": error.to_string() }))
}

fn record<T: Serialize>(version: u64, value: &T) -> Value {
    json!({ "version": version, "value": data(value) })
}

fn pages<R, I>(
    ask: impl Fn(Option<&I>) -> StoreResult<Vec<R>>,
    id: impl Fn(&R) -> I,
    show: impl Fn(&R) -> Value,
) -> StoreResult<Vec<Value>> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = ask(after.as_ref())?;
        all.extend(page.iter().map(&show));
        match page.last() {
            Some(last) if page.len() == PAGE => after = Some(id(last)),
            _ => return Ok(all),
        }
    }
}

fn timed<R>(
    ask: impl Fn(&Page) -> StoreResult<Vec<R>>,
    place: impl Fn(&R) -> (DateTime<Utc>, String),
    show: impl Fn(&R) -> Value,
) -> StoreResult<Vec<Value>> {
    let (mut all, mut next) = (Vec::new(), Page::first(PAGE));
    loop {
        let page = ask(&next)?;
        all.extend(page.iter().map(&show));
        match page.last() {
            Some(last) if page.len() == PAGE => next.after = Some(place(last)),
            _ => return Ok(all),
        }
    }
}

/// `steps` change sets, the same for the same seed on every machine. Ids come from small pools, so that
/// records meet; about one set in eight is meant to conflict. Made against a store in memory, which gives the
/// versions.
///
/// ```
/// use scrm_testkit::history::random_history;
/// assert_eq!(random_history(7, 20).len(), 20);
/// ```
#[must_use]
pub fn random_history(seed: u64, steps: usize) -> Vec<ChangeSet> {
    let model = MemoryStore::new();
    let mut chance = SeededRandom::new(seed);
    (0..steps)
        .map(|_| {
            let set = random_set(&model, &mut chance);
            // A conflict is part of the history.
            let _ = model.commit(&set);
            set
        })
        .collect()
}

/// The rows that random histories import.
#[must_use]
pub fn history_rows() -> Vec<Fingerprint> {
    (0..6_u8).map(|n| fingerprint(&[&[n]])).collect()
}

/// Plays a random history to `store`, which must be empty, and to a store in memory, and tells the first
/// difference: another answer to a commit, or another dump, compared every 20 steps and at the end.
///
/// # Errors
/// The seed, the step and what differs.
///
/// ```
/// use scrm_core::store::MemoryStore;
/// scrm_testkit::history::same_as_memory(&MemoryStore::new(), 7, 50).unwrap();
/// ```
pub fn same_as_memory(store: &dyn Store, seed: u64, steps: usize) -> Result<(), String> {
    let (model, rows) = (MemoryStore::new(), history_rows());
    for (step, set) in random_history(seed, steps).iter().enumerate() {
        let (expected, found) = (answer(model.commit(set)), answer(store.commit(set)));
        if expected != found {
            return Err(format!("seed {seed}, step {step}: {found:?} instead of {expected:?}"));
        }
        if step % 20 == 0 || step + 1 == steps {
            compare(&dump(&model, &rows), &dump(store, &rows))
                .map_err(|what| format!("seed {seed}, step {step}: {what}"))?;
        }
    }
    Ok(())
}

/// What of an answer must be the same: of several conflicts a store may name any.
fn answer(result: StoreResult<()>) -> Result<(), &'static str> {
    result.map_err(|error| error.code())
}

fn compare(expected: &Value, found: &Value) -> Result<(), String> {
    let (Some(expected), Some(found)) = (expected.as_object(), found.as_object()) else {
        return Err("a dump is no object".to_owned());
    };
    for (name, rows) in expected {
        if found.get(name) != Some(rows) {
            let other = found.get(name).unwrap_or(&Value::Null);
            return Err(format!("{name} differ: {other} instead of {rows}"));
        }
    }
    Ok(())
}

/// The version to expect of a record: mostly the present one.
fn expected<T>(chance: &mut SeededRandom, found: StoreResult<Vec<Option<Stored<T>>>>) -> u64 {
    let present = found.ok().and_then(|mut rows| rows.pop().flatten()).map_or(0, |row| row.version);
    if chance.happens(0.02) { present + 1 } else { present }
}

fn random_set(model: &MemoryStore, chance: &mut SeededRandom) -> ChangeSet {
    let mut set = ChangeSet::default();
    for _ in 0..=chance.below(4) {
        add_change(&mut set, model, chance);
    }
    set
}

fn add_change(set: &mut ChangeSet, model: &MemoryStore, chance: &mut SeededRandom) {
    let who = format!("c_{}", chance.below(6));
    let when = chance.below(50) as i64;
    match chance.below(11) {
        0 | 1 => {
            let customer = random_customer(&who, chance);
            let version = expected(chance, model.customers(std::slice::from_ref(&customer.id)));
            set.customers.retain(|change| change.value.id != customer.id);
            set.customers.push(Versioned::at(version, customer));
        }
        2 if set.conversations.is_empty() => {
            let (id, address) = (format!("v_{}", chance.below(6)), format!("tel:+{}", chance.below(9)));
            let conversation = conversation_at(&id, &who, &address);
            let version = expected(chance, model.conversations(std::slice::from_ref(&conversation.id)));
            set.conversations.push(Versioned::at(version, conversation));
        }
        3 | 4 => {
            let id = format!("m_{}", chance.below(20));
            let mut message = message(&id, &who, when, words(chance));
            if chance.happens(0.5) {
                message = reply(&id, &who, when, &format!("wamid.{id}.{}", chance.below(2)));
            }
            let version = expected(chance, model.messages(std::slice::from_ref(&message.id)));
            set.messages.retain(|change| change.value.id != message.id);
            set.messages.push(Versioned::at(version, message));
        }
        5 => {
            let entry = random_entry(&who, when, chance);
            let version = expected(chance, model.outbox(std::slice::from_ref(&entry.message.id)));
            set.outbox.retain(|change| change.value.message.id != entry.message.id);
            set.outbox.push(Versioned::at(version, entry));
        }
        6 => add_timer_change(set, model, chance, &who, when),
        7 => {
            let event = event(&format!("e_{}", chance.below(400)), &who, when);
            set.events.retain(|present| present.id != event.id);
            set.events.push(event);
        }
        8 => set.notices.push(notice(&format!("n_{}", chance.below(12)), &who, when)),
        9 => add_merge_change(set, model, chance),
        _ => {
            set.imported_rows.extend(chance.pick(&history_rows()).map(|row| (*row, who.as_str().into())));
            set.settings.push((format!("s_{}", chance.below(3)), format!("{when}")));
        }
    }
}

fn random_customer(id: &str, chance: &mut SeededRandom) -> Customer {
    let mut customer = named(id, words(chance));
    for _ in 0..chance.below(4) {
        customer.identifiers.push(identifier(&format!("tel:+{}", chance.below(6))));
    }
    if chance.happens(0.2) {
        customer.archived_at = Some(at(1));
    }
    if chance.happens(0.2) {
        customer.merged_into = Some(("c_0".into(), "g_0".into()));
    }
    customer
}

fn random_entry(who: &str, when: i64, chance: &mut SeededRandom) -> OutboxMessage {
    let entry = waiting(&format!("o_{}", chance.below(8)), who, when);
    match chance.below(4) {
        0 => OutboxMessage { state: OutboxState::Unknown { since: at(when) }, due: None, ..entry },
        1 => {
            let state = OutboxState::Sent { at: at(when), external_id: None };
            OutboxMessage { state, due: None, ..entry }
        }
        _ => entry,
    }
}

fn add_timer_change(
    set: &mut ChangeSet,
    model: &MemoryStore,
    chance: &mut SeededRandom,
    who: &str,
    when: i64,
) {
    let key = format!("t_{}", chance.below(8));
    match chance.below(3) {
        0 => set.timers.push(timer(&key, who, when)),
        1 => set.cancelled_timers.push(key.as_str().into()),
        _ => {
            let due = model.due_timers(at(when), 1).map(|due| due.rows).unwrap_or_default();
            for timer in due {
                let late = if chance.happens(0.1) { 1 } else { 0 };
                if set.fired_timers.is_empty() {
                    set.fired_timers.push((timer.key, timer.due + chrono::TimeDelta::seconds(late)));
                }
            }
        }
    }
}

fn add_merge_change(set: &mut ChangeSet, model: &MemoryStore, chance: &mut SeededRandom) {
    let merge = merge(&format!("g_{}", chance.below(4)), "c_0", "c_1");
    let version = expected(chance, model.merge(&merge.id).map(|row| vec![row]));
    set.merges.retain(|change| change.value.id != merge.id);
    set.merges.push(Versioned::at(version, merge));
    let mut review = review("c_0", &format!("c_{}", chance.below(5)));
    if chance.happens(0.5) {
        review.state = ReviewState::Apart;
    }
    let present = model
        .list_reviews(None, usize::MAX)
        .map(|rows| vec![rows.into_iter().find(|row| row.value.key() == review.key())]);
    let version = expected(chance, present);
    set.reviews.retain(|change| change.value.key() != review.key());
    set.reviews.push(Versioned::at(version, review));
    let mut proposal = proposal(&format!("p_{}", chance.below(4)));
    if chance.happens(0.5) {
        proposal.state = ProposalState::Declined;
    }
    let version = expected(chance, model.proposals(std::slice::from_ref(&proposal.id)));
    set.proposals.retain(|change| change.value.id != proposal.id);
    set.proposals.push(Versioned::at(version, proposal));
}

fn words(chance: &mut SeededRandom) -> &'static str {
    chance.pick(&WORDS).copied().unwrap_or_default()
}

/// Words in the scripts that customers write.
const WORDS: [&str; 8] = [
    "門鎖多少錢",
    "门锁多少钱",
    "сколько стоит",
    "كم السعر",
    "कीमत क्या है",
    "how much?",
    "👍",
    "\u{200f}x\u{200b}",
];
