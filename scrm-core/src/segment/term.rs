//! Expressions once they are checked: every name is known, and every type fits.

use chrono::{DateTime, NaiveDate, Utc};
use regex::Regex;

use super::syntax::Comparison;
use crate::customer::{FieldName, IdentifierKind};
use crate::foundation::TagId;
use crate::foundation::time::Span;
use crate::transport::Channel;
use crate::trust::consent::Purpose;

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum SegmentType {
    /// True or false.
    Flag,
    /// A number.
    Number,
    /// A text; compared whatever its case, width and accents.
    Text,
    /// Several texts.
    Texts,
    /// An amount of money.
    Money,
    /// An instant.
    Instant,
    /// A day of the workspace's calendar.
    Date,
    /// A length of time.
    Duration,
}

impl SegmentType {
    /// What it is called in a message.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Flag => "true or false",
            Self::Number => "a number",
            Self::Text => "a text",
            Self::Texts => "a list of texts",
            Self::Money => "an amount of money",
            Self::Instant => "an instant",
            Self::Date => "a day",
            Self::Duration => "a length of time",
        }
    }
}

/// Which part of a field that is a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Its lower end.
    Low,
    /// Its upper end: what the range counts as.
    High,
}

/// Something that is known of a customer.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Attribute {
    Field(FieldName),
    Range(FieldName, Part),
    /// The one tag of an exclusive group that the customer has: the tags, each with the name that it has in the group.
    Group(Vec<(TagId, String)>),
    CreatedAt,
    UpdatedAt,
    Archived,
    PriorityLevel,
    PriorityScore,
    RespondBy,
    OrderCount,
    TotalSpent,
    Last(&'static str),
    First(&'static str),
    /// The class of value, which depends on the day.
    RfmClass,
}

/// A value, or how it is found.
#[derive(Clone, Debug)]
pub(super) enum Term {
    Flag(bool),
    Number(f64),
    /// Folded.
    Text(String),
    /// In minor units of the workspace's currency.
    Money(f64),
    Instant(DateTime<Utc>),
    Date(NaiveDate),
    /// The present moved by these, later where the flag says so.
    Now(Vec<(bool, Span)>),
    Attribute(Attribute),
    Known(Attribute),
    HasTag(TagId),
    TaggedAt(TagId),
    HasIdentifier(IdentifierKind),
    /// On one channel, or on any.
    Consent(Purpose, Option<Channel>),
    Count(&'static str, Option<Span>),
    /// Seconds in the unit that is counted in.
    Since(Box<Self>, f64),
}

/// How a text is looked at.
#[derive(Clone, Debug)]
pub(super) enum Look {
    Contains(String),
    StartsWith(String),
    EndsWith(String),
    Matches(Regex),
}

/// A condition.
#[derive(Clone, Debug)]
pub(super) enum Test {
    All(Vec<Self>),
    Any(Vec<Self>),
    Not(Box<Self>),
    Holds(Term),
    Compare(Term, Comparison, Term),
    /// The value is one of these.
    OneOf(Term, Vec<Term>),
    /// The list of texts has this one.
    Has(Term, String),
    Look(Term, Look),
}
