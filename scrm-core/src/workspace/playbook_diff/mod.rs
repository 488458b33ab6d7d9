//! What another playbook would change: every customer decided again under both, and nothing written.

mod decided;
mod report;
#[cfg(test)]
mod tests;
mod text;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use decided::Judge;
pub use report::{
    ChangedKind, CountedChange, NotCompared, PlaybookChange, PlaybookChangeKind, PlaybookDiff,
    PlaybookDiffOptions,
};

use super::absorbed::Absorbed;
use super::record::INSTANT;
use super::segments::stored_history;
use super::{Workspace, WorkspaceError};
use crate::audit::StableSample;
use crate::customer::Customer;
use crate::foundation::{CustomerId, Event};
use crate::playbook::Playbook;
use crate::segment::{CustomerHistory, Segment};
use crate::value::OrderLines;

/// Customers read at once.
const PAGE: usize = 1_000;

/// Picks the samples.
const SEED: &str = "playbook_diff";

impl Workspace {
    /// Who would change tags, tier, priority, owner, value class or segment if the playbook `b` were in force in place of
    /// `a`. Every customer's record is decided again under both, as if each came into force at `now`: what is different is
    /// different because of the playbooks. Nothing is written. docs/policy-diff.md says what is compared.
    ///
    /// Reads every customer, page by page, and a customer's events where a class of value or a segment asks for them. Memory
    /// grows with the merges, and with how many different changes there are.
    ///
    /// ```
    /// use chrono::DateTime;
    /// use scrm_core::import::ImportOptions;
    /// use scrm_core::playbook::Playbook;
    /// use scrm_core::store::MemoryStore;
    /// use scrm_core::tag::Condition;
    /// use scrm_core::workspace::{PlaybookDiffOptions, Workspace};
    ///
    /// let standard = Playbook::standard();
    /// let workspace = Workspace::new(Box::new(MemoryStore::default()), &standard)?;
    /// let file = "Name,Phone,Annual purchase\nAnna,+447400123456,450000\nOmar,+447400123457,90000\n";
    /// let now = DateTime::UNIX_EPOCH;
    /// workspace.import_csv(&mut std::io::Cursor::new(file), &ImportOptions::new("shop"), now)?;
    ///
    /// let mut generous = standard.clone();
    /// for tag in generous.tags.dimensions.iter_mut().flat_map(|dimension| &mut dimension.tags) {
    ///     if let Some(Condition::Amount { range, .. }) = &mut tag.rule {
    ///         range.above = range.above.map(|_| 400_000);
    ///         range.at_most = range.at_most.map(|_| 400_000);
    ///     }
    /// }
    /// let diff = workspace.diff_playbooks(&standard, &generous, &PlaybookDiffOptions::default(), now)?;
    /// assert_eq!((diff.customers, diff.changed), (2, 1));
    /// assert!(diff.to_text().contains("tier: value.tier_b → value.tier_a: 1"));
    /// # Ok::<(), scrm_core::workspace::WorkspaceError>(())
    /// ```
    ///
    /// # Errors
    /// [`WorkspaceError::Playbook`] where an engine refuses a section; [`WorkspaceError::Segment`] where a segment means
    /// nothing under one of the playbooks; [`WorkspaceError::Store`] where the store fails.
    pub fn diff_playbooks(
        &self,
        a: &Playbook,
        b: &Playbook,
        options: &PlaybookDiffOptions,
        now: DateTime<Utc>,
    ) -> Result<PlaybookDiff, WorkspaceError> {
        Comparison::new(self, a, b, options, now)?.run()
    }

    /// [`diff_playbooks`](Self::diff_playbooks) between the playbook in force and another.
    ///
    /// ```
    /// use chrono::DateTime;
    /// use scrm_core::playbook::Playbook;
    /// use scrm_core::store::MemoryStore;
    /// use scrm_core::workspace::{PlaybookDiffOptions, Workspace};
    /// let workspace = Workspace::new(Box::new(MemoryStore::default()), &Playbook::standard())?;
    /// let options = PlaybookDiffOptions::default();
    /// let diff = workspace.diff_playbook(&Playbook::standard(), &options, DateTime::UNIX_EPOCH)?;
    /// assert_eq!((diff.customers, diff.changed), (0, 0));
    /// # Ok::<(), scrm_core::workspace::WorkspaceError>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`diff_playbooks`](Self::diff_playbooks).
    pub fn diff_playbook(
        &self,
        playbook: &Playbook,
        options: &PlaybookDiffOptions,
        now: DateTime<Utc>,
    ) -> Result<PlaybookDiff, WorkspaceError> {
        self.diff_playbooks(&self.playbook()?, playbook, options, now)
    }
}

/// One pass over the customers.
struct Comparison<'c> {
    workspace: &'c Workspace,
    options: &'c PlaybookDiffOptions,
    now: DateTime<Utc>,
    first: Judge,
    second: Judge,
    only: Option<Segment>,
    compares_classes: bool,
    reads_history: bool,
    absorbed: Absorbed,
    lines: OrderLines,
    without_rate: u64,
    customers: u64,
    changed: u64,
    kinds: BTreeMap<PlaybookChangeKind, u64>,
    changes: BTreeMap<PlaybookChange, (u64, StableSample<()>)>,
}

impl<'c> Comparison<'c> {
    fn new(
        workspace: &'c Workspace,
        a: &Playbook,
        b: &Playbook,
        options: &'c PlaybookDiffOptions,
        now: DateTime<Utc>,
    ) -> Result<Self, WorkspaceError> {
        let (first, second) = (Judge::new(a, options)?, Judge::new(b, options)?);
        let only = options.segment.as_deref();
        let only = only.map(|text| first.engines.read_segment("segment", text)).transpose()?;
        let by_thresholds = |judge: &Judge| judge.engines.rfm.scores_by_thresholds();
        Ok(Self {
            workspace,
            options,
            now,
            compares_classes: by_thresholds(&first) && by_thresholds(&second),
            reads_history: only.as_ref().is_some_and(|only| only.reads().has_events())
                || first.reads_history()
                || second.reads_history(),
            first,
            second,
            only,
            absorbed: workspace.absorbed()?,
            lines: OrderLines::default(),
            without_rate: 0,
            customers: 0,
            changed: 0,
            kinds: PlaybookChangeKind::ALL.into_iter().map(|kind| (kind, 0)).collect(),
            changes: BTreeMap::new(),
        })
    }

    fn run(mut self) -> Result<PlaybookDiff, WorkspaceError> {
        let mut after: Option<CustomerId> = None;
        loop {
            let page = self.workspace.customers(after.as_ref(), PAGE)?;
            for customer in page.iter().filter(|customer| customer.archived_at.is_none()) {
                self.compare(customer)?;
            }
            after = page.last().map(|customer| customer.id.clone());
            if page.len() < PAGE {
                return Ok(self.finish());
            }
        }
    }

    fn compare(&mut self, customer: &Customer) -> Result<(), WorkspaceError> {
        let history = match self.reads_history {
            true => stored_history(self.workspace.store(), &customer.id)?,
            false => CustomerHistory::default(),
        };
        let before = self.first.decide(customer, &history, self.now);
        if self.only.as_ref().is_some_and(|only| !only.contains(&before.record, &history, self.now)) {
            return Ok(());
        }
        self.customers += 1;
        let after = self.second.decide(customer, &history, self.now);
        let mut changes = before.changes_to(&after, &history, self.options.score_change, self.now);
        if self.compares_classes {
            let events = self.events_of(&customer.id)?;
            let from = self.first.value_class(&events, &mut self.lines, self.now);
            let without_rate = self.lines.without_rate();
            let to = self.second.value_class(&events, &mut self.lines, self.now);
            self.without_rate += without_rate.max(self.lines.without_rate());
            if from != to {
                changes.push(PlaybookChange::ValueClass { from, to });
            }
        }
        self.count(&customer.id, changes);
        Ok(())
    }

    /// The events of a customer, under earlier ids too.
    fn events_of(&self, customer: &CustomerId) -> Result<Vec<Event>, WorkspaceError> {
        let store = self.workspace.store();
        let mut events = Vec::new();
        for id in std::iter::once(customer).chain(self.absorbed.earlier_ids(customer)) {
            events.extend(store.events_of(id, DateTime::<Utc>::MIN_UTC, self.now + INSTANT)?);
        }
        Ok(events)
    }

    fn count(&mut self, customer: &CustomerId, changes: Vec<PlaybookChange>) {
        self.changed += u64::from(!changes.is_empty());
        let kinds: BTreeSet<PlaybookChangeKind> = changes.iter().map(PlaybookChange::kind).collect();
        for kind in kinds {
            *self.kinds.entry(kind).or_default() += 1;
        }
        for change in changes {
            let new = || (0, StableSample::new(SEED, self.options.samples));
            let (count, sample) = self.changes.entry(change).or_insert_with(new);
            *count += 1;
            sample.offer(customer.as_str(), || ());
        }
    }

    fn finish(self) -> PlaybookDiff {
        let counted = |(change, (customers, sample)): (PlaybookChange, (u64, StableSample<()>))| {
            CountedChange { change, customers, samples: sample.ids().map(CustomerId::new).collect() }
        };
        let mut changes: Vec<CountedChange> = self.changes.into_iter().map(counted).collect();
        changes.sort_by_key(|counted| (counted.change.kind(), Reverse(counted.customers)));
        let mut not_compared = Vec::new();
        if !self.compares_classes {
            not_compared.push(NotCompared::ValueClassByQuantiles {});
        }
        if self.without_rate > 0 {
            not_compared.push(NotCompared::OrdersWithoutRate { orders: self.without_rate });
        }
        PlaybookDiff {
            v: 1,
            at: self.now,
            customers: self.customers,
            changed: self.changed,
            kinds: self.kinds.into_iter().map(|(kind, customers)| ChangedKind { kind, customers }).collect(),
            changes,
            not_compared,
        }
    }
}
