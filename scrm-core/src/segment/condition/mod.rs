//! What a store is asked for a segment: the part of an expression that a store can answer, as data.
//!
//! A condition is about a set of customers, so it knows two answers only: an expression that nobody can answer for a customer
//! does not hold. Negations are gone: `!(a > 1)` asks for customers of whom `a` is known and at most 1. Relative times are
//! instants, days since a time are bounds of that time, and amounts of money are bounds in each currency.

mod amounts;
mod bounds;
mod build;
#[cfg(test)]
mod tests;

use std::fmt;
use std::ops::Bound;

use chrono::{DateTime, NaiveDate, Utc};

use super::Segment;
use super::syntax::Comparison;
use crate::customer::{FieldName, IdentifierKind};
use crate::foundation::{Currency, TagId};

/// A condition that a store answers for its customers: with yes, no, or that the record has to say.
///
/// `Debug` shows whether it is exact: a text in it may be a customer's name.
#[derive(Clone, PartialEq)]
pub enum StoreCondition {
    /// All of them hold: everybody where there are none.
    All(Vec<Self>),
    /// One of them holds: nobody where there are none.
    Any(Vec<Self>),
    /// What a store cannot say: it may hold or not.
    Open,
    /// Whether the customer has a tag.
    Tag {
        /// Which.
        tag: TagId,
        /// Whether it has to be there.
        has: bool,
    },
    /// Whether the customer has an identifier of a kind.
    Identifier {
        /// Which kind.
        kind: IdentifierKind,
        /// Whether there has to be one.
        has: bool,
    },
    /// Whether the customer was archived.
    Archived(bool),
    /// Whether the customer has a place in the queue.
    Queued(bool),
    /// A field holds a flag, and it is this one.
    Flag {
        /// Which field.
        field: FieldName,
        /// What it has to say.
        says: bool,
    },
    /// Whether a field has a value, of any kind.
    Known {
        /// Which field.
        field: FieldName,
        /// Whether it has to have one.
        is_known: bool,
    },
    /// A number is known, and compares like this.
    Number {
        /// Which number.
        of: StoredNumber,
        /// How.
        operator: Comparison,
        /// With which number.
        number: f64,
    },
    /// An amount of money is known, and lies in one of the ranges.
    Amount {
        /// Which amount.
        of: StoredAmount,
        /// The ranges; an amount in a currency that is not listed lies in none.
        ranges: Vec<AmountRange>,
    },
    /// A time is known, and lies in one of the ranges of its kind.
    Time {
        /// Which time.
        of: StoredTime,
        /// Ranges for an instant.
        instants: Vec<Between<DateTime<Utc>>>,
        /// Ranges for a day: a field may hold either.
        days: Vec<Between<NaiveDate>>,
    },
    /// A field holds a text, a stage or a position, and it looks so or not. A text is looked at
    /// [folded](crate::foundation::text::fold), a stage and a position by the name that data has for it.
    Text {
        /// Which field.
        field: FieldName,
        /// What it has to look like.
        look: TextLook,
        /// Whether it has to look so.
        holds: bool,
        /// Whether the record has to say of a value of another kind; otherwise the condition does not hold of it.
        others_open: bool,
    },
    /// A field holds a list of texts, or a single one, a stage or a position, and a text is in it or not, folded.
    Listed {
        /// Which field.
        field: FieldName,
        /// The folded text.
        text: String,
        /// Whether it has to be there.
        is_listed: bool,
    },
}

/// A number that a store keeps or counts.
#[derive(Clone, Debug, PartialEq)]
pub enum StoredNumber {
    /// A field that holds a number.
    Field(FieldName),
    /// An end of a field that holds a head count; the other end where this one is open.
    People(FieldName, RangeEnd),
    /// The level in the queue.
    PriorityLevel,
    /// The score in the queue.
    PriorityScore,
    /// How many orders there are: events of one [number](crate::foundation::Order::known_number) tell of one order.
    Orders,
    /// How many events of a kind there are in a time.
    Events {
        /// The kind, by one of the names of [`HISTORY_EVENTS`](super::HISTORY_EVENTS).
        event: &'static str,
        /// After this instant.
        after: Option<DateTime<Utc>>,
        /// Up to and with this instant.
        until: Option<DateTime<Utc>>,
    },
}

/// An amount of money that a store keeps.
#[derive(Clone, Debug, PartialEq)]
pub enum StoredAmount {
    /// A field that holds an amount.
    Field(FieldName),
    /// An end of a field that holds a budget; the other end where this one is open.
    Budget(FieldName, RangeEnd),
}

/// What a text looks like. All texts in it are folded.
#[derive(Clone, PartialEq)]
pub enum TextLook {
    /// It is one of these.
    OneOf(Vec<String>),
    /// It has this in it.
    Contains(String),
    /// It begins so.
    StartsWith(String),
    /// It ends so.
    EndsWith(String),
}

impl fmt::Debug for TextLook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OneOf(_) => "OneOf(…)",
            Self::Contains(_) => "Contains(…)",
            Self::StartsWith(_) => "StartsWith(…)",
            Self::EndsWith(_) => "EndsWith(…)",
        })
    }
}

/// Which end of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RangeEnd {
    /// The lower one.
    Low,
    /// The upper one.
    High,
}

/// A time that a store keeps.
#[derive(Clone, Debug, PartialEq)]
pub enum StoredTime {
    /// A field that holds an instant or a day.
    Field(FieldName),
    /// When the record was made.
    CreatedAt,
    /// When the record changed last.
    UpdatedAt,
    /// When a first response is due.
    RespondBy,
    /// When the customer got a tag: the first of the record's tags with this id.
    Tagged(TagId),
    /// The first event of a kind, by one of the names of [`HISTORY_EVENTS`](super::HISTORY_EVENTS).
    First(&'static str),
    /// The last event of a kind.
    Last(&'static str),
}

/// A range with open or closed ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Between<T> {
    /// Where it begins.
    pub from: Bound<T>,
    /// Where it ends.
    pub to: Bound<T>,
}

/// Amounts in minor units of a currency, with both ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AmountRange {
    /// The currency.
    pub currency: Currency,
    /// The smallest.
    pub from: i64,
    /// The largest.
    pub to: i64,
}

impl fmt::Debug for StoreCondition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoreCondition").field("is_exact", &self.is_exact()).finish_non_exhaustive()
    }
}

impl StoreCondition {
    /// Everybody.
    #[must_use]
    pub const fn everybody() -> Self {
        Self::All(Vec::new())
    }

    /// Nobody.
    #[must_use]
    pub const fn nobody() -> Self {
        Self::Any(Vec::new())
    }

    /// The same with everything open that asks what happened, for whom a store's log does not say all: a workspace also counts
    /// messages, and what happened to customers who were merged.
    ///
    /// ```
    /// use scrm_core::segment::{Segment, SegmentSchema, StoreCondition};
    /// let now = chrono::DateTime::UNIX_EPOCH;
    /// let asked = Segment::parse(r#"count("order_placed") > 2"#, &SegmentSchema::standard())?.store_condition(now);
    /// assert!(asked.is_exact());
    /// assert_eq!(asked.without_history(), StoreCondition::Open);
    /// # Ok::<(), scrm_core::segment::SegmentError>(())
    /// ```
    #[must_use]
    pub fn without_history(self) -> Self {
        match self {
            Self::All(of) => Self::All(of.into_iter().map(Self::without_history).collect()),
            Self::Any(of) => Self::Any(of.into_iter().map(Self::without_history).collect()),
            Self::Number { of: StoredNumber::Orders | StoredNumber::Events { .. }, .. }
            | Self::Time { of: StoredTime::First(_) | StoredTime::Last(_), .. } => Self::Open,
            other => other,
        }
    }

    /// Whether it says the same as the expression that it was made of: nothing is [open](Self::Open). Otherwise it holds, or
    /// may hold, for everybody in the segment and for others.
    ///
    /// ```
    /// use scrm_core::segment::{Segment, SegmentSchema};
    /// let now = chrono::DateTime::UNIX_EPOCH;
    /// let asked = |text: &str| Segment::parse(text, &SegmentSchema::standard()).unwrap().store_condition(now);
    /// assert!(asked(r#"has_tag("value.strategic") && company_size > 200"#).is_exact());
    /// assert!(!asked(r#"has_tag("value.strategic") && name.matches("^a")"#).is_exact());
    /// ```
    #[must_use]
    pub fn is_exact(&self) -> bool {
        match self {
            Self::All(of) | Self::Any(of) => of.iter().all(Self::is_exact),
            Self::Open | Self::Text { others_open: true, .. } => false,
            _ => true,
        }
    }
}

impl Segment {
    /// What a store is asked for the segment at `now`. Whoever is in the segment is among those of whom it holds or may hold;
    /// where it [is exact](StoreCondition::is_exact) there are no others.
    ///
    /// ```
    /// use scrm_core::segment::{Segment, SegmentSchema, StoreCondition};
    /// let now = chrono::DateTime::UNIX_EPOCH;
    /// let segment = Segment::parse(r#"!has_tag("value.strategic")"#, &SegmentSchema::standard())?;
    /// let tag = "value.strategic".into();
    /// assert_eq!(segment.store_condition(now), StoreCondition::Tag { tag, has: false });
    /// # Ok::<(), scrm_core::segment::SegmentError>(())
    /// ```
    #[must_use]
    pub fn store_condition(&self, now: DateTime<Utc>) -> StoreCondition {
        build::Builder { schema: &self.inner.schema, now }.condition(&self.inner.test, true)
    }
}
