//! What an engine answers: a value, the reasons for it, and the effects that follow.

use std::borrow::Cow;
use std::fmt;

use chrono::{DateTime, Utc};
use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::effect::Effect;
use super::time::Instant;

/// A value an engine read or compared, kept with its type so that any language can word it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum FactValue {
    /// A name, a code, a rule: never a customer's own words.
    Text(#[cfg_attr(feature = "schema", schemars(with = "String"))] CompactString),
    /// A number.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// An instant.
    Time(#[serde(with = "Instant")] DateTime<Utc>),
}

impl fmt::Debug for FactValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "{text:?}"),
            Self::Number(number) => write!(f, "{number}"),
            Self::Flag(flag) => write!(f, "{flag}"),
            Self::Time(at) => write!(f, "{at}"),
        }
    }
}

macro_rules! fact_from {
    ($($from:ty => $build:expr),+ $(,)?) => {$(
        impl From<$from> for FactValue {
            fn from(value: $from) -> Self {
                ($build)(value)
            }
        }
    )+};
}

fact_from! {
    &str => |text| Self::Text(CompactString::new(text)),
    String => |text| Self::Text(CompactString::from(text)),
    CompactString => Self::Text,
    f64 => Self::Number,
    i64 => |number| Self::Number(number as f64),
    u64 => |number| Self::Number(number as f64),
    u32 => |number| Self::Number(f64::from(number)),
    usize => |number| Self::Number(number as f64),
    bool => Self::Flag,
    DateTime<Utc> => Self::Time,
}

/// Why: a stable code with named facts, worded by whoever shows it.
///
/// ```
/// use scrm_core::foundation::Reason;
/// let reason = Reason::new("priority.budget_above").with("threshold", 100_000.0);
/// assert_eq!(reason.code, "priority.budget_above");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reason {
    /// `area.what`, stable for ever.
    pub code: Cow<'static, str>,
    /// What was read, in a fixed order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<(Cow<'static, str>, FactValue)>,
}

impl Reason {
    /// A reason without facts.
    #[must_use]
    pub const fn new(code: &'static str) -> Self {
        Self { code: Cow::Borrowed(code), facts: Vec::new() }
    }

    /// Adds a fact.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<FactValue>) -> Self {
        // Reasons are kept with every message, and most have one or two facts: no room for more.
        self.facts.reserve_exact(1);
        self.facts.push((Cow::Borrowed(name), value.into()));
        self
    }

    /// The fact with a name.
    ///
    /// ```
    /// use scrm_core::foundation::{FactValue, Reason};
    /// let reason = Reason::new("reply.away").with("open", false);
    /// assert_eq!(reason.fact("open"), Some(&FactValue::Flag(false)));
    /// assert_eq!(reason.fact("until"), None);
    /// ```
    #[must_use]
    pub fn fact(&self, name: &str) -> Option<&FactValue> {
        self.facts.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// The fact with a name, where it is a number.
    ///
    /// ```
    /// use scrm_core::foundation::Reason;
    /// assert_eq!(Reason::new("reply.fallback").with("count", 2_u32).number("count"), Some(2.0));
    /// ```
    #[must_use]
    pub fn number(&self, name: &str) -> Option<f64> {
        match self.fact(name)? {
            FactValue::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The fact with a name, where it is a yes or a no.
    ///
    /// ```
    /// use scrm_core::foundation::Reason;
    /// assert_eq!(Reason::new("priority.responded").with("late", true).flag("late"), Some(true));
    /// ```
    #[must_use]
    pub fn flag(&self, name: &str) -> Option<bool> {
        match self.fact(name)? {
            FactValue::Flag(flag) => Some(*flag),
            _ => None,
        }
    }
}

/// An engine's answer. Nothing has happened yet: the host or the workspace carries the effects out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[must_use = "a decision does nothing until its effects are carried out"]
pub struct Decision<V> {
    /// What was decided.
    pub value: V,
    /// Why, most important first.
    pub reasons: Vec<Reason>,
    /// What to do, in order.
    pub effects: Vec<Effect>,
}

impl<V> Decision<V> {
    /// A decision with one reason and no effects.
    pub fn because(value: V, reason: Reason) -> Self {
        Self { value, reasons: vec![reason], effects: Vec::new() }
    }

    /// Adds an effect.
    pub fn and(mut self, effect: Effect) -> Self {
        self.effects.push(effect);
        self
    }
}
