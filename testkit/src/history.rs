//! Random histories, and a store as data: two stores that were told the same must look the same.

use chrono::{DateTime, Utc};
use scrm_core::foundation::Fingerprint;
use scrm_core::store::{Page, Store, StoreResult};
use serde::Serialize;
use serde_json::{Map, Value, json};

/// Rows that one question asks for.
const PAGE: usize = 500;

/// Everything a store keeps, as data, read through its public traits: records with their versions, events,
/// timers, the outbox, merges, pairs, notices, parked rows, and which of `rows` were imported. Where a
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
