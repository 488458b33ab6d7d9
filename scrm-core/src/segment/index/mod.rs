//! Segments over many customers at once: sets, columns and timelines, kept up to date.
//!
//! A condition over an index means what it means over a record: what the index knows of a customer is what the record and the
//! history say, and what no column can answer is asked of the rows that are left, one by one.

mod classes;
mod codes;
mod column;
mod counts;
mod facts;
mod holding;
mod plan;
mod rows;
mod texts;
mod timeline;

#[cfg(test)]
mod tests;

use std::fmt;

use chrono::{DateTime, Utc};

pub use counts::CountedClause;
use facts::KnownFacts;
pub(super) use holding::Holding;
use plan::{Asked, Planner, Step};
use rows::RowSet;
use texts::Texts;

use super::history::CustomerHistory;
use super::record::Record;
use super::schema::SegmentSchema;
use super::{Segment, term};
use crate::customer::Customer;
use crate::foundation::{CustomerId, Event};
use crate::store::ChangeSet;

/// What is known of every customer, laid out for questions about all of them.
///
/// It is made for one schema: under another playbook, it is made anew. An expression that was checked against another schema
/// is answered by what this one knows. Instants are kept to the nanosecond; those of a field in which one is centuries away, to
/// the microsecond.
///
/// Counting takes time in proportion to the customers, a few cycles for each 64 of them and clause, and to the events within the
/// windows that are counted. A customer takes about 150 bytes, and twelve more for each event.
///
/// ```
/// use scrm_core::customer::Customer;
/// use scrm_core::segment::{CustomerHistory, Segment, SegmentIndex, SegmentSchema};
/// let now = chrono::DateTime::UNIX_EPOCH;
/// let schema = SegmentSchema::standard();
/// let mut index = SegmentIndex::new(&schema);
/// for id in ["c_1", "c_2"] {
///     index.put(&Customer::new(id.into(), now), &CustomerHistory::default());
/// }
/// index.remove(&"c_2".into());
/// let silent = Segment::parse(r#"count("message_received", days(30)) == 0"#, &schema)?;
/// assert_eq!(index.count(&silent, now), 1);
/// assert_eq!(index.ids(&index.select(&silent, now)).collect::<Vec<_>>(), ["c_1"]);
/// # Ok::<(), scrm_core::segment::SegmentError>(())
/// ```
#[derive(Clone)]
pub struct SegmentIndex {
    schema: SegmentSchema,
    /// A customer's row has the number of the id, less one.
    ids: Texts,
    /// The row of each id: not its own where the customer's history was written anew.
    rows: Vec<u32>,
    /// The id of each row.
    owners: Vec<u32>,
    present: RowSet,
    known: KnownFacts,
    /// Rows that are nobody's any more, and whose events are still there.
    left: Vec<u32>,
    /// Rows that are ready for somebody.
    free: Vec<u32>,
}

impl fmt::Debug for SegmentIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SegmentIndex").field("customers", &self.len()).finish_non_exhaustive()
    }
}

/// Customers whom a segment has, as an index found them.
#[derive(Clone, Debug)]
pub struct Selection {
    rows: RowSet,
}

impl Selection {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.count()
    }

    /// Whether there is nobody.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Their places in the index, in order: good until the index changes.
    ///
    /// ```
    /// use scrm_core::customer::Customer;
    /// use scrm_core::segment::{CustomerHistory, Segment, SegmentIndex, SegmentSchema};
    /// let now = chrono::DateTime::UNIX_EPOCH;
    /// let mut index = SegmentIndex::new(&SegmentSchema::standard());
    /// index.put(&Customer::new("c_1".into(), now), &CustomerHistory::default());
    /// let everybody = Segment::parse("!archived", &SegmentSchema::standard())?;
    /// assert_eq!(index.select(&everybody, now).places(), [0]);
    /// # Ok::<(), scrm_core::segment::SegmentError>(())
    /// ```
    #[must_use]
    pub fn places(&self) -> Vec<u32> {
        let mut places = Vec::with_capacity(self.len());
        places.extend(self.rows.rows().map(|row| row as u32));
        places
    }
}

impl SegmentIndex {
    /// An index of nobody.
    #[must_use]
    pub fn new(schema: &SegmentSchema) -> Self {
        Self {
            schema: schema.clone(),
            ids: Texts::default(),
            rows: Vec::new(),
            owners: Vec::new(),
            present: RowSet::default(),
            known: KnownFacts::new(schema),
            left: Vec::new(),
            free: Vec::new(),
        }
    }

    /// How many customers there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.present.count()
    }

    /// Whether there is nobody.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Takes a customer in with everything that happened, in the place of what was known. One that was merged away goes.
    pub fn put(&mut self, customer: &Customer, history: &CustomerHistory) {
        if customer.merged_into.is_some() {
            return self.remove(&customer.id);
        }
        let row = self.row(&customer.id).filter(|row| !self.known.has_history(*row));
        let row = row.unwrap_or_else(|| self.new_row(&customer.id));
        let record = Record { schema: &self.schema, customer, history };
        self.known.take_record(row, &record);
        self.known.take_history(row, &record);
        self.present.set(row, true);
    }

    /// Takes a customer's record in. What happened to the customer stays as it is known.
    ///
    /// ```
    /// use scrm_core::customer::Customer;
    /// use scrm_core::segment::{Segment, SegmentIndex, SegmentSchema};
    /// let now = chrono::DateTime::UNIX_EPOCH;
    /// let mut index = SegmentIndex::new(&SegmentSchema::standard());
    /// let mut customer = Customer::new("c_1".into(), now);
    /// index.put_record(&customer);
    /// customer.archived_at = Some(now);
    /// index.put_record(&customer);
    /// let archived = Segment::parse("archived", &SegmentSchema::standard())?;
    /// assert_eq!(index.count(&archived, now), 1);
    /// # Ok::<(), scrm_core::segment::SegmentError>(())
    /// ```
    pub fn put_record(&mut self, customer: &Customer) {
        match self.row(&customer.id) {
            Some(row) if customer.merged_into.is_none() => {
                let history = CustomerHistory::default();
                self.known.take_record(row, &Record { schema: &self.schema, customer, history: &history });
            }
            _ => self.put(customer, &CustomerHistory::default()),
        }
    }

    /// Takes in something that happened. Events of nobody, and of customers who are not in the index, are passed over.
    pub fn record(&mut self, event: &Event) {
        if let Some(row) = event.customer.as_ref().and_then(|customer| self.row(customer)) {
            self.known.take_event(row, event, &self.schema);
        }
    }

    /// Takes in the customers and events of a change set, as [`put_record`](Self::put_record) and [`record`](Self::record) do.
    ///
    /// A change set does not say all that happens to a customer: messages are written again when they are opened, and what
    /// happened to somebody who was merged away is not known of the one who remains. [`put`](Self::put) says it all.
    pub fn apply(&mut self, changes: &ChangeSet) {
        changes.customers.iter().for_each(|customer| self.put_record(&customer.value));
        changes.events.iter().for_each(|event| self.record(event));
    }

    /// Forgets a customer.
    pub fn remove(&mut self, customer: &CustomerId) {
        if let Some(row) = self.row(customer) {
            self.leave(row);
        }
    }

    /// How many customers belong to a segment.
    #[must_use]
    pub fn count(&self, segment: &Segment, now: DateTime<Utc>) -> usize {
        self.count_where(&self.plan(&segment.inner.test, now), now)
    }

    /// Who belongs to a segment.
    #[must_use]
    pub fn select(&self, segment: &Segment, now: DateTime<Utc>) -> Selection {
        let step = self.plan(&segment.inner.test, now);
        let rows = step.selected(&Asked { schema: &self.schema, now }, &self.present);
        Selection { rows }
    }

    /// The ids of a selection, in the order in which customers came into the index.
    pub fn ids<'i>(&'i self, selection: &'i Selection) -> impl Iterator<Item = &'i str> {
        selection.rows.rows().filter_map(|row| self.ids.get((*self.owners.get(row)?).into()))
    }

    /// How many customers each clause of a segment has, and how many it takes away from those that the clauses before it left,
    /// in the order in which they are asked.
    ///
    /// ```
    /// use scrm_core::customer::Customer;
    /// use scrm_core::segment::{CustomerHistory, Segment, SegmentIndex, SegmentSchema};
    /// let now = chrono::DateTime::UNIX_EPOCH;
    /// let mut index = SegmentIndex::new(&SegmentSchema::standard());
    /// index.put(&Customer::new("c_1".into(), now), &CustomerHistory::default());
    /// let segment = Segment::parse(r#"!archived && tier == "a""#, &SegmentSchema::standard())?;
    /// let counts = index.explain(&segment, now);
    /// assert_eq!((counts.holds, counts.fails, counts.unknown), (0, 0, 1));
    /// assert_eq!((counts.parts[0].holds, counts.parts[1].unknown), (1, 1));
    /// # Ok::<(), scrm_core::segment::SegmentError>(())
    /// ```
    #[must_use]
    pub fn explain(&self, segment: &Segment, now: DateTime<Utc>) -> CountedClause {
        counts::explain(self, &segment.inner.expression, &segment.inner.test, now)
    }

    /// About how many bytes the index takes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let rows = (self.rows.capacity() + self.owners.capacity()) * size_of::<u32>();
        self.ids.bytes() + rows + self.present.bytes() + self.known.bytes()
    }

    /// Gives back memory that was kept ready for more.
    pub fn shrink(&mut self) {
        self.ids.shrink();
        self.rows.shrink_to_fit();
        self.owners.shrink_to_fit();
        self.known.shrink();
    }

    fn row(&self, customer: &CustomerId) -> Option<usize> {
        let number = self.ids.number(customer.as_str())?;
        let row = *self.rows.get(usize::try_from(number - 1).ok()?)? as usize;
        self.present.has(row).then_some(row)
    }

    /// A row for a customer whose history is written anew.
    fn new_row(&mut self, customer: &CustomerId) -> usize {
        if let Some(row) = self.row(customer) {
            self.leave(row);
        }
        let number = self.ids.take_in(customer.as_str());
        let row = self.free.pop().unwrap_or_else(|| {
            self.owners.push(0);
            (self.owners.len() - 1) as u32
        });
        if let Some(owner) = self.owners.get_mut(row as usize) {
            *owner = number as u32;
        }
        match self.rows.get_mut(number as usize - 1) {
            Some(place) => *place = row,
            None => self.rows.push(row),
        }
        row as usize
    }

    /// Gives a row up.
    fn leave(&mut self, row: usize) {
        self.present.set(row, false);
        self.left.push(row as u32);
        if self.left.len() > self.owners.len() / 4 + 256 {
            self.known.forget_events(|row| self.present.has(row as usize));
            self.free.append(&mut self.left);
        }
    }

    fn planner(&self, now: DateTime<Utc>) -> Planner<'_> {
        Planner { schema: &self.schema, known: &self.known, rows: self.owners.len(), now }
    }

    fn plan(&self, test: &term::Test, now: DateTime<Utc>) -> Step<'_> {
        let mut step = self.planner(now).plan(test, true);
        step.put_in_order(&Asked { schema: &self.schema, now }, &self.present);
        step
    }

    fn count_where(&self, step: &Step<'_>, now: DateTime<Utc>) -> usize {
        let asked = Asked { schema: &self.schema, now };
        let blocks = (0..self.present.blocks()).filter_map(|block| Some((block, self.present.block(block)?)));
        blocks.map(|(block, left)| rows::count(&step.select(block, &asked, left))).sum()
    }
}
