//! Segments: who is meant, in one typed language.
//!
//! ```
//! use scrm_core::segment::{Segment, SegmentSchema};
//! let schema = SegmentSchema::standard();
//! let segment = Segment::parse(r#"has_tag("value.strategic") || company_size > 200 && tier == "A""#, &schema)?;
//! let mistake = Segment::parse("company_syze > 200", &schema).unwrap_err();
//! assert_eq!(mistake.to_string(), "line 1, column 1: there is no value company_syze; did you mean company_size?");
//! # Ok::<(), scrm_core::segment::SegmentError>(())
//! ```
//!
//! # What is not known
//!
//! 1. A comparison with something that is not known of a customer is neither true nor false, and nor is its opposite.
//! 2. `a && b` is false as soon as one of them is, and `a || b` true as soon as one is, whatever the other.
//! 3. A customer is in the segment where the whole is true; where nobody knows, the customer is not.
//! 4. `has(budget)` asks whether something is known, and is always answered.
//! 5. Counts, tags, consents and identifiers are always known: what never happened counts 0.

mod check;
mod condition;
mod custom_fields;
mod error;
mod evaluate;
mod explain;
mod fact_set;
mod history;
mod index;
mod located;
mod record;
mod saved;
mod schema;
mod steady;
mod syntax;
mod table;
mod term;

#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Timelike, Utc};

use check::Checker;
pub use condition::{
    AmountRange, Between, RangeEnd, StoreCondition, StoredAmount, StoredNumber, StoredTime, TextLook,
};
pub(crate) use custom_fields::check_custom_fields;
pub use error::{ERRORS, Place, SegmentError};
use evaluate::Evaluation;
pub use explain::{ExplainedClause, Joint};
pub use fact_set::FactSet;
pub(crate) use history::NO_HISTORY;
pub use history::{CustomerHistory, EventMark, HISTORY_EVENTS, event_marks};
pub use index::{CountedClause, SegmentIndex, Selection};
use located::{Source, locate};
use record::Record;
pub use saved::{
    AskedSegments, SavedSegment, SavedSegmentConfig, SavedSegmentError, SavedSegments, SegmentChange,
    SegmentChanges, SegmentConfig,
};
pub(crate) use saved::{STANDARD, timer_effect};
pub use schema::SegmentSchema;
pub use syntax::{Comparison, Expression};
pub use table::{SegmentCell, SegmentTable, SegmentTableError};
pub use term::SegmentType;
use term::Test;

use crate::customer::Customer;

/// How many instants at which an answer might change, and does not, are gone through at once.
const MOST_STEPS: usize = 1_000;

/// A checked expression: immutable, cheap to clone, shared between threads.
#[derive(Clone)]
pub struct Segment {
    inner: Arc<Inner>,
}

struct Inner {
    expression: Expression,
    test: Test,
    schema: SegmentSchema,
    reads: FactSet,
    depends_on_time: bool,
}

impl fmt::Debug for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A text in the expression may be a customer's name.
        f.debug_struct("Segment").finish_non_exhaustive()
    }
}

impl Segment {
    /// Reads and checks a text.
    ///
    /// # Errors
    /// Says where the text is no expression, names nothing that is known, or compares what cannot be compared.
    pub fn parse(text: &str, schema: &SegmentSchema) -> Result<Self, SegmentError> {
        let reading = syntax::read(text)?;
        let source = Source { text, starts: &reading.starts };
        let test = Checker { schema }.test(&locate(&reading.expression, Some(source))?)?;
        Ok(Self::of(reading.expression, test, schema))
    }

    /// Checks a tree.
    ///
    /// # Errors
    /// As [`parse`](Self::parse); places are paths in the tree.
    ///
    /// ```
    /// use scrm_core::segment::{Expression, Segment, SegmentSchema};
    /// let tree: Expression = serde_json::from_str(r#"{"kind": "call", "function": "has_tag", "arguments": [
    ///     {"kind": "text", "value": "value.strategic"}
    /// ]}"#).unwrap();
    /// let segment = Segment::new(tree, &SegmentSchema::standard())?;
    /// assert_eq!(segment.to_string(), r#"has_tag("value.strategic")"#);
    /// # Ok::<(), scrm_core::segment::SegmentError>(())
    /// ```
    pub fn new(expression: Expression, schema: &SegmentSchema) -> Result<Self, SegmentError> {
        let test = Checker { schema }.test(&locate(&expression, None)?)?;
        Ok(Self::of(expression, test, schema))
    }

    fn of(expression: Expression, test: Test, schema: &SegmentSchema) -> Self {
        let mut reads = FactSet::default();
        test.add_reads(&mut reads);
        let depends_on_time = test.depends_on_time();
        Self { inner: Arc::new(Inner { expression, test, schema: schema.clone(), reads, depends_on_time }) }
    }

    /// The tree.
    #[must_use]
    pub fn expression(&self) -> &Expression {
        &self.inner.expression
    }

    /// What of a customer the expression reads: where nothing of it changes, only time can change the answer.
    ///
    /// ```
    /// use scrm_core::segment::{Segment, SegmentSchema};
    /// let schema = SegmentSchema::standard();
    /// assert!(Segment::parse("order_count > 3", &schema)?.reads().has_events());
    /// assert!(!Segment::parse("company_size > 3", &schema)?.reads().has_events());
    /// # Ok::<(), scrm_core::segment::SegmentError>(())
    /// ```
    #[must_use]
    pub fn reads(&self) -> &FactSet {
        &self.inner.reads
    }

    /// Whether passing time may change the answer for some customer.
    ///
    /// ```
    /// use scrm_core::segment::{Segment, SegmentSchema};
    /// let schema = SegmentSchema::standard();
    /// assert!(Segment::parse("last_order < now - days(90)", &schema)?.depends_on_time());
    /// assert!(!Segment::parse("order_count > 3", &schema)?.depends_on_time());
    /// # Ok::<(), scrm_core::segment::SegmentError>(())
    /// ```
    #[must_use]
    pub fn depends_on_time(&self) -> bool {
        self.inner.depends_on_time
    }

    /// Whether the fields of a record decide alone: neither time nor anything else that is known of a customer, such as consents,
    /// tags and what happened, can change the answer.
    ///
    /// ```
    /// use scrm_core::segment::{Segment, SegmentSchema};
    /// let schema = SegmentSchema::standard();
    /// let reads_fields_alone = |text| Segment::parse(text, &schema).map(|read| read.reads_fields_alone());
    /// assert!(reads_fields_alone("company_size > 3 && has(budget)")?);
    /// assert!(!reads_fields_alone("order_count > 3")?);
    /// assert!(!reads_fields_alone("days_since(last_follow_up) > 3")?);
    /// # Ok::<(), scrm_core::segment::SegmentError>(())
    /// ```
    #[must_use]
    pub fn reads_fields_alone(&self) -> bool {
        !self.depends_on_time() && self.reads().has_fields_alone()
    }

    /// Whether a customer belongs to the segment.
    ///
    /// ```
    /// use scrm_core::customer::Customer;
    /// use scrm_core::segment::{CustomerHistory, Segment, SegmentSchema};
    /// let now = chrono::DateTime::UNIX_EPOCH;
    /// let customer = Customer::new("c_1".into(), now);
    /// let silent = Segment::parse(r#"count("message_received", days(30)) == 0"#, &SegmentSchema::standard())?;
    /// assert!(silent.contains(&customer, &CustomerHistory::default(), now));
    /// # Ok::<(), scrm_core::segment::SegmentError>(())
    /// ```
    #[must_use]
    pub fn contains(&self, customer: &Customer, history: &CustomerHistory, now: DateTime<Utc>) -> bool {
        self.holds(customer, history, now) == Some(true)
    }

    /// Whether the expression holds for a customer; nothing where nobody knows.
    #[must_use]
    pub fn holds(&self, customer: &Customer, history: &CustomerHistory, now: DateTime<Utc>) -> Option<bool> {
        let record = Record { schema: &self.inner.schema, customer, history };
        self.inner.test.holds(&Evaluation { schema: &self.inner.schema, facts: &record, now })
    }

    /// The first instant after `now` at which passing time changes the answer, nothing else happening; nothing where it never
    /// does. Exact, but for expressions that compare how long ago two things were: there it may come earlier, never later, and
    /// whoever asks again then is told of the next one.
    ///
    /// ```
    /// use chrono::TimeDelta;
    /// use scrm_core::customer::Customer;
    /// use scrm_core::segment::{CustomerHistory, Segment, SegmentSchema};
    /// let now = chrono::DateTime::UNIX_EPOCH;
    /// let customer = Customer::new("c_1".into(), now);
    /// let history = CustomerHistory::default();
    /// let known = Segment::parse("days_since(created_at) >= 100 && !archived", &SegmentSchema::standard())?;
    /// let change = known.next_change(&customer, &history, now).unwrap();
    /// assert_eq!(change, now + TimeDelta::days(100));
    /// assert!(known.contains(&customer, &history, change));
    /// assert_eq!(known.next_change(&customer, &history, change), None);
    /// # Ok::<(), scrm_core::segment::SegmentError>(())
    /// ```
    #[must_use]
    pub fn next_change(
        &self,
        customer: &Customer,
        history: &CustomerHistory,
        now: DateTime<Utc>,
    ) -> Option<DateTime<Utc>> {
        let record = Record { schema: &self.inner.schema, customer, history };
        let facts = |now| Evaluation { schema: &self.inner.schema, facts: &record, now };
        let test = &self.inner.test;
        let answer = test.holds(&facts(now));
        let mut at = test.may_change_at(&facts(now))?;
        for _ in 0..MOST_STEPS {
            if test.holds(&facts(at)) != answer {
                return Some(at);
            }
            at = test.may_change_at(&facts(at))?;
        }
        Some(at)
    }

    /// When to ask again at the latest where nothing happens: [`next_change`](Self::next_change), at a whole millisecond, not
    /// before it.
    pub(crate) fn next_wakeup(
        &self,
        customer: &Customer,
        history: &CustomerHistory,
        now: DateTime<Utc>,
    ) -> Option<DateTime<Utc>> {
        const MILLISECOND: i64 = 1_000_000;
        if !self.depends_on_time() {
            return None;
        }
        let change = self.next_change(customer, history, now)?;
        let over = i64::from(change.nanosecond()) % MILLISECOND;
        let rest = if over == 0 { 0 } else { MILLISECOND - over };
        Some(change.checked_add_signed(TimeDelta::nanoseconds(rest)).unwrap_or(change))
    }

    /// Why a customer is in or out: what came of each clause.
    ///
    /// ```
    /// use scrm_core::customer::Customer;
    /// use scrm_core::segment::{CustomerHistory, Segment, SegmentSchema};
    /// let now = chrono::DateTime::UNIX_EPOCH;
    /// let segment = Segment::parse("budget.max > 100000 && order_count == 0", &SegmentSchema::standard())?;
    /// let customer = Customer::new("c_1".into(), now);
    /// let why = segment.explain(&customer, &CustomerHistory::default(), now);
    /// assert_eq!(why.holds, None);
    /// assert_eq!((why.parts[0].holds, why.parts[1].holds), (None, Some(true)));
    /// assert_eq!(why.deciding().map(|clause| clause.text.as_str()).collect::<Vec<_>>(), ["budget.max > 100000"]);
    /// # Ok::<(), scrm_core::segment::SegmentError>(())
    /// ```
    #[must_use]
    pub fn explain(
        &self,
        customer: &Customer,
        history: &CustomerHistory,
        now: DateTime<Utc>,
    ) -> ExplainedClause {
        let record = Record { schema: &self.inner.schema, customer, history };
        let evaluation = Evaluation { schema: &self.inner.schema, facts: &record, now };
        explain::explain(&self.inner.expression, &self.inner.test, &evaluation)
    }
}

impl fmt::Display for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.expression.fmt(f)
    }
}
