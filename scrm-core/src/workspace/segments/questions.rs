//! Who belongs to an expression: asked of the store, or of an index that the workspace keeps in memory.

use std::sync::PoisonError;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::super::{Workspace, WorkspaceError};
use super::history::stored_history;
use super::kept_index::{bring_up_to_date, take_in_everybody};
use crate::customer::Customer;
use crate::foundation::CustomerId;
use crate::segment::{CountedClause, CustomerHistory, ExplainedClause, Segment, SegmentIndex};

/// Candidates read at once.
const PAGE: usize = 500;

/// What an index that is kept in memory has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IndexedSegments {
    /// Customers.
    pub customers: u64,
    /// Bytes that it takes.
    pub bytes: u64,
}

impl Workspace {
    /// Keeps what segments ask of every customer in memory from now on: questions are then answered by the millisecond instead
    /// of by reading the store. Reads all customers and all that happened to them. What is committed through this workspace is
    /// known to the next question.
    ///
    /// ```
    /// use scrm_core::playbook::Playbook;
    /// use scrm_core::store::MemoryStore;
    /// use scrm_core::workspace::Workspace;
    ///
    /// let workspace = Workspace::new(Box::new(MemoryStore::default()), &Playbook::standard())?;
    /// assert_eq!(workspace.index_segments()?.customers, 0);
    /// assert_eq!(workspace.count_segment("!archived", chrono::DateTime::UNIX_EPOCH)?, 0);
    /// # Ok::<(), scrm_core::workspace::WorkspaceError>(())
    /// ```
    ///
    /// # Errors
    /// [`WorkspaceError::Store`] where the store fails.
    pub fn index_segments(&self) -> Result<IndexedSegments, WorkspaceError> {
        let mut kept = self.segment_index.lock().unwrap_or_else(PoisonError::into_inner);
        self.touched_customers.begin();
        let mut index = SegmentIndex::new(&self.engines().segments);
        take_in_everybody(&mut index, self.store.as_ref())?;
        index.shrink();
        let indexed = IndexedSegments { customers: index.len() as u64, bytes: index.bytes() as u64 };
        *kept = Some(index);
        Ok(indexed)
    }

    /// Customers who belong to an expression, in the order of their ids: at most `limit` of those after `after`. A list shorter
    /// than `limit` is the last one.
    ///
    /// ```
    /// use scrm_core::playbook::Playbook;
    /// use scrm_core::store::MemoryStore;
    /// use scrm_core::workspace::Workspace;
    ///
    /// let workspace = Workspace::new(Box::new(MemoryStore::default()), &Playbook::standard())?;
    /// let now = chrono::DateTime::UNIX_EPOCH;
    /// assert!(workspace.segment("tier == \"a\"", None, 100, now)?.is_empty());
    /// let mistake = workspace.segment("tire == \"a\"", None, 100, now).unwrap_err();
    /// assert_eq!(mistake.to_string(), "expression: line 1, column 1: there is no value tire; did you mean tier?");
    /// # Ok::<(), scrm_core::workspace::WorkspaceError>(())
    /// ```
    ///
    /// # Errors
    /// [`WorkspaceError::Segment`] where the text is no expression of the playbook's; [`WorkspaceError::Store`] where the store
    /// fails.
    pub fn segment(
        &self,
        expression: &str,
        after: Option<&CustomerId>,
        limit: usize,
        now: DateTime<Utc>,
    ) -> Result<Vec<CustomerId>, WorkspaceError> {
        let segment = self.read_segment(expression)?;
        let from_index = self.with_index(|index| {
            let selection = index.select(&segment, now);
            let is_next = |id: &&str| after.is_none_or(|after| *id > after.as_str());
            let mut ids: Vec<&str> = index.ids(&selection).filter(is_next).collect();
            if limit < ids.len() {
                ids.select_nth_unstable(limit);
                ids.truncate(limit);
            }
            ids.sort_unstable();
            ids.into_iter().map(CustomerId::new).collect()
        })?;
        if let Some(ids) = from_index {
            return Ok(ids);
        }
        let mut ids = Vec::new();
        self.visit_segment(&segment, after, now, |customer| {
            ids.push(customer.id.clone());
            ids.len() < limit
        })?;
        ids.truncate(limit);
        Ok(ids)
    }

    /// How many customers belong to an expression.
    ///
    /// # Errors
    /// As [`segment`](Self::segment).
    pub fn count_segment(&self, expression: &str, now: DateTime<Utc>) -> Result<u64, WorkspaceError> {
        let segment = self.read_segment(expression)?;
        if let Some(count) = self.with_index(|index| index.count(&segment, now) as u64)? {
            return Ok(count);
        }
        let mut count = 0;
        self.visit_segment(&segment, None, now, |_| {
            count += 1;
            true
        })?;
        Ok(count)
    }

    /// How many customers each clause of an expression has, and in which order clauses are best asked. Where no index is kept,
    /// one is made for the question.
    ///
    /// # Errors
    /// As [`segment`](Self::segment).
    pub fn explain_segment(
        &self,
        expression: &str,
        now: DateTime<Utc>,
    ) -> Result<CountedClause, WorkspaceError> {
        let segment = self.read_segment(expression)?;
        if let Some(counts) = self.with_index(|index| index.explain(&segment, now))? {
            return Ok(counts);
        }
        let mut index = SegmentIndex::new(&self.engines().segments);
        take_in_everybody(&mut index, self.store.as_ref())?;
        Ok(index.explain(&segment, now))
    }

    /// Why a customer belongs to an expression or does not: what came of each clause.
    ///
    /// # Errors
    /// As [`segment`](Self::segment), and [`WorkspaceError::NotFound`] where there is no such customer.
    pub fn explain_membership(
        &self,
        expression: &str,
        customer: &CustomerId,
        now: DateTime<Utc>,
    ) -> Result<ExplainedClause, WorkspaceError> {
        let segment = self.read_segment(expression)?;
        let customer = self.customer(customer)?;
        let history = stored_history(self.store.as_ref(), &customer.id)?;
        Ok(segment.explain(&customer, &history, now))
    }

    pub(super) fn read_segment(&self, expression: &str) -> Result<Segment, WorkspaceError> {
        self.engines().read_segment("expression", expression)
    }

    /// Asks the index, brought up to date; nothing where none is kept.
    pub(super) fn with_index<T>(
        &self,
        ask: impl FnOnce(&SegmentIndex) -> T,
    ) -> Result<Option<T>, WorkspaceError> {
        let mut kept = self.segment_index.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(index) = kept.as_mut() else { return Ok(None) };
        bring_up_to_date(index, &self.touched_customers, self.store.as_ref())?;
        Ok(Some(ask(index)))
    }

    /// Calls `visit` with everybody in a segment, in the order of ids, as long as it wants more.
    pub(super) fn visit_segment(
        &self,
        segment: &Segment,
        after: Option<&CustomerId>,
        now: DateTime<Utc>,
        mut visit: impl FnMut(&Customer) -> bool,
    ) -> Result<(), WorkspaceError> {
        let condition = segment.store_condition(now).without_history();
        let mut after = after.cloned();
        loop {
            let page = self.store.candidates(&condition, after.as_ref(), PAGE)?;
            for candidate in &page {
                let customer = &candidate.customer.value;
                let belongs = candidate.is_certain || {
                    let history = match segment.reads().has_events() {
                        true => stored_history(self.store.as_ref(), &customer.id)?,
                        false => CustomerHistory::default(),
                    };
                    segment.contains(customer, &history, now)
                };
                if belongs && !visit(customer) {
                    return Ok(());
                }
            }
            after = page.last().map(|candidate| candidate.customer.value.id.clone());
            if page.len() < PAGE {
                return Ok(());
            }
        }
    }
}
