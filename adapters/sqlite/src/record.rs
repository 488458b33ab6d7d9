//! Stored records: JSON with a format number, and keys beside it.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Row, ToSql};
use scrm_core::customer::Customer;
use scrm_core::desk::{Conversation, MessageRecord};
use scrm_core::foundation::{ConversationId, Event, Notice, TimerKey};
use scrm_core::store::{
    Collection, DuplicateReview, MergeRecord, ProposalRecord, StoreError, Timer, TimerPurpose,
};
use scrm_core::transport::OutboxMessage;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// The newest record format this version reads and the one it writes.
const KNOWN_FORMAT: u32 = 1;

/// The row is not text at all.
const NOT_TEXT: &str = "record.not_text";
/// The text is not JSON, or is cut short.
const NOT_JSON: &str = "record.not_json";
/// JSON of a shape or kind that this version does not know.
const UNKNOWN_SHAPE: &str = "record.unknown_shape";
/// Written by a newer version.
const NEWER_FORMAT: &str = "record.newer_format";
/// It cannot be written as JSON.
const NOT_ENCODABLE: &str = "record.not_encodable";

/// A record that is kept as JSON.
pub(crate) trait Record: Serialize + DeserializeOwned {
    /// Where it is kept.
    const COLLECTION: Collection;

    /// The format it was written in.
    fn format(&self, body: &[u8]) -> u32;

    /// Appends the record as it is kept.
    fn write(&self, body: &mut Vec<u8>) -> serde_json::Result<()> {
        serde_json::to_writer(body, self)
    }

    /// Reads what [`write`](Self::write) wrote.
    fn read(body: &[u8]) -> serde_json::Result<Self> {
        serde_json::from_slice(body)
    }

    /// Reads the record of a row, whose body is in `column`, or says by a code why it cannot.
    fn of_row(row: &Row<'_>, column: usize) -> Result<Self, &'static str> {
        let bytes = body_of(row, column)?;
        let record = Self::read(bytes).map_err(|error| unreadable_cause(&error))?;
        if record.format(bytes) > KNOWN_FORMAT { Err(NEWER_FORMAT) } else { Ok(record) }
    }
}

macro_rules! records {
    ($($record:ty => $collection:ident),+ $(,)?) => {$(
        impl Record for $record {
            const COLLECTION: Collection = Collection::$collection;

            fn format(&self, _body: &[u8]) -> u32 {
                self.v
            }
        }
    )+};
}

records! {
    Conversation => Conversations,
    MessageRecord => Messages,
    OutboxMessage => Outbox,
    Event => Events,
    MergeRecord => Merges,
    DuplicateReview => Reviews,
    ProposalRecord => Proposals,
}

impl Record for Customer {
    const COLLECTION: Collection = Collection::Customers;

    fn format(&self, _body: &[u8]) -> u32 {
        self.v
    }

    fn write(&self, body: &mut Vec<u8>) -> serde_json::Result<()> {
        self.write_stored(body)
    }

    fn read(body: &[u8]) -> serde_json::Result<Self> {
        Self::read_stored(body)
    }
}

/// What the columns of a timer do not say: a customer has several timers, and an import sets millions.
#[derive(Serialize, Deserialize)]
struct TimerBody<'t> {
    /// The due time, where it is finer than its column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    due: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    conversation: Option<Cow<'t, ConversationId>>,
    #[serde(flatten)]
    purpose: Cow<'t, TimerPurpose>,
}

impl Record for Timer {
    const COLLECTION: Collection = Collection::Timers;

    fn format(&self, body: &[u8]) -> u32 {
        written_format(body)
    }

    fn write(&self, body: &mut Vec<u8>) -> serde_json::Result<()> {
        let is_finer = instant(Instant::due(self.due).0) != self.due;
        let kept = TimerBody {
            due: is_finer.then_some(self.due),
            conversation: self.conversation.as_ref().map(Cow::Borrowed),
            purpose: Cow::Borrowed(&self.purpose),
        };
        serde_json::to_writer(body, &kept)
    }

    /// Key, customer and due time stand in the columns after the body.
    fn of_row(row: &Row<'_>, column: usize) -> Result<Self, &'static str> {
        let bytes = body_of(row, column)?;
        let kept: TimerBody<'_> = serde_json::from_slice(bytes).map_err(|error| unreadable_cause(&error))?;
        if written_format(bytes) > KNOWN_FORMAT {
            return Err(NEWER_FORMAT);
        }
        let text = |column: usize| row.get_ref(column).ok()?.as_str().ok();
        let (Some(key), Some(due)) = (text(column + 1), row.get(column + 3).ok()) else {
            return Err(UNKNOWN_SHAPE);
        };
        let key = TimerKey::new(key);
        let customer = text(column + 2).or_else(|| key.customer()).ok_or(UNKNOWN_SHAPE)?.into();
        Ok(Self {
            key,
            due: kept.due.unwrap_or_else(|| instant(due)),
            customer,
            conversation: kept.conversation.map(Cow::into_owned),
            purpose: kept.purpose.into_owned(),
        })
    }
}

/// The customer of a timer as its column says it: not at all where the key does.
#[derive(Clone, Copy)]
pub(crate) struct TimerOwner<'t>(Option<&'t str>);

impl<'t> TimerOwner<'t> {
    pub(crate) fn of(timer: &'t Timer) -> Self {
        let customer = timer.customer.as_str();
        Self((timer.key.customer() != Some(customer)).then_some(customer))
    }
}

impl ToSql for TimerOwner<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(
            self.0.map_or(ValueRef::Blob(&[]), |customer| ValueRef::Text(customer.as_bytes())),
        ))
    }
}

impl Record for Notice {
    // Notices are told, not worked on, and have no collection of their own; an unreadable one is reported
    // with the events.
    const COLLECTION: Collection = Collection::Events;

    fn format(&self, body: &[u8]) -> u32 {
        written_format(body)
    }
}

/// The format of a record whose type keeps no number: the first format has none in its body either.
fn written_format(body: &[u8]) -> u32 {
    #[derive(Deserialize)]
    struct Format {
        v: Option<u32>,
    }
    serde_json::from_slice::<Format>(body).ok().and_then(|format| format.v).unwrap_or(KNOWN_FORMAT)
}

fn body_of<'r>(row: &'r Row<'_>, column: usize) -> Result<&'r [u8], &'static str> {
    row.get_ref(column).map_err(|_| NOT_TEXT)?.as_bytes().map_err(|_| NOT_TEXT)
}

fn unreadable_cause(error: &serde_json::Error) -> &'static str {
    match error.classify() {
        serde_json::error::Category::Data => UNKNOWN_SHAPE,
        _ => NOT_JSON,
    }
}

/// The error for one record that was asked for and cannot be decoded.
pub(crate) fn unreadable<T: Record>(id: &str, cause: &str) -> StoreError {
    StoreError::Unreadable { collection: T::COLLECTION, id: id.to_owned(), cause: cause.to_owned() }
}

/// Reused memory for encoding.
#[derive(Debug, Default)]
pub(crate) struct Encoder {
    buffer: Vec<u8>,
}

impl Encoder {
    /// The record as JSON, valid until the next call.
    pub(crate) fn encode<T: Record>(&mut self, id: &str, record: &T) -> Result<Body<'_>, StoreError> {
        self.buffer.clear();
        record.write(&mut self.buffer).map_err(|_| unreadable::<T>(id, NOT_ENCODABLE))?;
        Ok(Body(&self.buffer))
    }
}

/// JSON on its way into the database.
#[derive(Debug)]
pub(crate) struct Body<'a>(pub(crate) &'a [u8]);

impl ToSql for Body<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(ValueRef::Text(self.0)))
    }
}

/// An instant as a key: microseconds since 1970. Finer parts stay in the body and order nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Instant(i64);

impl Instant {
    /// The key of an instant at which something becomes due: never before it, so that who wakes up at the
    /// key's instant finds the thing due.
    pub(crate) fn due(at: DateTime<Utc>) -> Self {
        let finer = i64::from(!at.timestamp_subsec_nanos().is_multiple_of(1_000));
        Self(at.timestamp_micros().saturating_add(finer))
    }

    /// The key of `at`.
    pub(crate) fn of(at: DateTime<Utc>) -> Self {
        Self(at.timestamp_micros())
    }
}

impl ToSql for Instant {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Owned(Value::Integer(self.0)))
    }
}

/// The instant a key stands for.
pub(crate) fn instant(key: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(key).unwrap_or_default()
}

/// A version as SQLite keeps it.
pub(crate) fn version_key(version: u64) -> i64 {
    i64::try_from(version).unwrap_or(i64::MAX)
}
