//! Who belongs to the saved segments, and asking everybody when the segments themselves changed.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::super::unit_of_work::UnitOfWork;
use super::super::{NamedId, Workspace, WorkspaceError};
use crate::foundation::time::Instant;
use crate::foundation::{CustomerId, SegmentId, fingerprint};
use crate::segment::{AskedSegments, SavedSegments, SegmentChanges};
use crate::store::{ChangeSet, StoreResult};

/// Customers read, and asked about in one commit.
const PAGE: usize = 500;

/// What every segment was when all customers were last asked about it.
const ASKED: &str = "segment.asked";

/// A saved segment with how many customers belong to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SavedSegmentListing {
    /// Its id.
    pub id: SegmentId,
    /// What people call it, by language.
    pub names: BTreeMap<String, String>,
    /// Its expression.
    pub when: String,
    /// How many customers belong to it.
    pub members: u64,
}

/// A customer who belongs to a saved segment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SegmentMember {
    /// Who.
    pub customer: CustomerId,
    /// Since when.
    #[serde(with = "Instant")]
    pub since: DateTime<Utc>,
}

/// How often saved segments were asked since the workspace was opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SegmentWork {
    /// Whether a customer belongs to a segment, asked so often.
    pub asked: u64,
    /// Not asked so often, because nothing that the segment reads had changed of a customer who did.
    pub skipped: u64,
}

/// What came of asking everybody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RefreshedSegments {
    /// Customers who were asked about.
    pub customers: u64,
    /// Segments that are new, or mean something else than when everybody was last asked.
    pub segments: u64,
    /// Segments that customers came to belong to.
    pub entered: u64,
    /// Segments that customers belong to no longer.
    pub left: u64,
}

impl SegmentWork {
    pub(in crate::workspace) const fn add(&mut self, changes: &SegmentChanges) {
        self.asked += changes.asked;
        self.skipped += changes.skipped;
    }

    pub(in crate::workspace) const fn add_all(&mut self, other: Self) {
        self.asked += other.asked;
        self.skipped += other.skipped;
    }
}

impl Workspace {
    /// The saved segments of the playbook, each with how many customers belong to it. Reads all customers.
    ///
    /// ```
    /// use scrm_core::playbook::Playbook;
    /// use scrm_core::store::MemoryStore;
    /// use scrm_core::workspace::Workspace;
    ///
    /// let playbook = Playbook::read("[[segments.saved]]\nid = \"large\"\nwhen = 'company_size > 200'\n")?;
    /// let workspace = Workspace::new(Box::new(MemoryStore::default()), &playbook)?;
    /// assert_eq!(workspace.saved_segments()?[0].members, 0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`WorkspaceError::Store`] where the store fails.
    pub fn saved_segments(&self) -> Result<Vec<SavedSegmentListing>, WorkspaceError> {
        let engines = self.engines();
        let listing = engines.saved_segments.iter().map(|saved| SavedSegmentListing {
            id: saved.id.clone(),
            names: saved.names.clone(),
            when: saved.segment.to_string(),
            members: 0,
        });
        let mut listing: Vec<SavedSegmentListing> = listing.collect();
        self.visit_customers(|customer| {
            for membership in &customer.segments {
                if let Some(saved) = listing.iter_mut().find(|saved| saved.id == membership.segment) {
                    saved.members += 1;
                }
            }
        })?;
        Ok(listing)
    }

    /// Customers who belong to a saved segment, in the order of their ids: at most `limit` of those after `after`. A list
    /// shorter than `limit` is the last one.
    ///
    /// ```
    /// use scrm_core::playbook::Playbook;
    /// use scrm_core::store::MemoryStore;
    /// use scrm_core::workspace::Workspace;
    ///
    /// let playbook = Playbook::read("[[segments.saved]]\nid = \"large\"\nwhen = 'company_size > 200'\n")?;
    /// let workspace = Workspace::new(Box::new(MemoryStore::default()), &playbook)?;
    /// assert!(workspace.segment_members(&"large".into(), None, 10)?.is_empty());
    /// assert!(workspace.segment_members(&"small".into(), None, 10).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`WorkspaceError::NotFound`] where the playbook saves no such segment; [`WorkspaceError::Store`] where the store fails.
    pub fn segment_members(
        &self,
        segment: &SegmentId,
        after: Option<&CustomerId>,
        limit: usize,
    ) -> Result<Vec<SegmentMember>, WorkspaceError> {
        if self.engines().saved_segments.get(segment).is_none() {
            return Err(WorkspaceError::NotFound {
                what: "saved segment",
                id: NamedId::of_playbook(segment.as_str()),
            });
        }
        let mut members = Vec::new();
        let mut after = after.cloned();
        while members.len() < limit {
            let page = self.store.list_customers(after.as_ref(), PAGE)?;
            let is_last = page.len() < PAGE;
            after = page.last().map(|stored| stored.value.id.clone());
            members.extend(page.iter().filter(|stored| stored.value.merged_into.is_none()).filter_map(
                |stored| {
                    let since = stored.value.in_segment_since(segment)?;
                    Some(SegmentMember { customer: stored.value.id.clone(), since })
                },
            ));
            if is_last {
                break;
            }
        }
        members.truncate(limit);
        Ok(members)
    }

    /// How often saved segments were asked, and how often that could be left out, since the workspace was opened.
    #[must_use]
    pub fn segment_work(&self) -> SegmentWork {
        *self.segment_work.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    pub(in crate::workspace) fn remember_segment_work(&self, work: SegmentWork) {
        if work != SegmentWork::default() {
            self.segment_work.lock().unwrap_or_else(std::sync::PoisonError::into_inner).add_all(work);
        }
    }

    /// Asks everybody about the saved segments that are new, or mean something else, since this was last called: call it after
    /// the playbook's segments, tags, calendar or currencies changed. Segments that are saved no longer are left. One commit for
    /// each page of customers; called again, also after a failure half-way, it does what is left to do.
    ///
    /// ```
    /// use scrm_core::playbook::Playbook;
    /// use scrm_core::store::MemoryStore;
    /// use scrm_core::workspace::Workspace;
    ///
    /// let playbook = Playbook::read("[[segments.saved]]\nid = \"large\"\nwhen = 'company_size > 200'\n")?;
    /// let workspace = Workspace::new(Box::new(MemoryStore::default()), &playbook)?;
    /// let now = chrono::DateTime::UNIX_EPOCH;
    /// assert_eq!(workspace.refresh_segments(now)?.segments, 1);
    /// assert_eq!(workspace.refresh_segments(now)?.segments, 0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`WorkspaceError::Store`] and [`WorkspaceError::Contended`] where the store fails.
    pub fn refresh_segments(&self, now: DateTime<Utc>) -> Result<RefreshedSegments, WorkspaceError> {
        let engines = self.engines();
        let saved = &engines.saved_segments;
        let meanings = self.meanings(saved);
        let known = self.asked_before()?;
        if known.as_ref() == Some(&meanings) {
            return Ok(RefreshedSegments::default());
        }
        let known = known.unwrap_or_default();
        let asked = saved.asked_where(|one| known.get(one.id.as_str()) != meanings.get(one.id.as_str()));
        let changed = meanings.iter().filter(|(id, meaning)| known.get(*id) != Some(*meaning)).count();
        let mut report = RefreshedSegments { segments: changed as u64, ..Default::default() };
        let mut after: Option<CustomerId> = None;
        loop {
            let page = self.store.list_customers(after.as_ref(), PAGE)?;
            let ids: Vec<CustomerId> = page.iter().map(|stored| stored.value.id.clone()).collect();
            let done = self.commit_decided(now, |unit| self.ask_page(unit, saved, &asked, &ids, now))?;
            report.customers += done.customers;
            report.entered += done.entered;
            report.left += done.left;
            after = ids.last().cloned();
            if ids.len() < PAGE {
                break;
            }
        }
        let text = serde_json::to_string(&meanings).unwrap_or_default();
        self.commit_decided(now, |unit| {
            unit.set_setting(ASKED, text.clone());
            Ok(())
        })?;
        Ok(report)
    }

    fn ask_page(
        &self,
        unit: &mut UnitOfWork<'_>,
        saved: &SavedSegments,
        asked: &AskedSegments,
        ids: &[CustomerId],
        now: DateTime<Utc>,
    ) -> Result<RefreshedSegments, WorkspaceError> {
        unit.load_customers(ids)?;
        let mut done = RefreshedSegments::default();
        for id in ids {
            let Some(present) = unit.customer(id)?.filter(|present| present.id == *id) else { continue };
            let mut kept = present.as_ref().clone();
            let mut changes = saved.forget_others(&mut kept, now);
            if !changes.is_empty()
                && let Some(written) = unit.customer_mut(id)
            {
                written.segments.clone_from(&kept.segments);
                super::note_segment_changes(unit, id, &changes)?;
            }
            changes.add(self.ask_segments(unit, saved, &kept, Some(&present), asked, now)?);
            done.customers += 1;
            done.entered += changes.entered.len() as u64;
            done.left += changes.left.len() as u64;
            unit.settled_customer(id);
        }
        Ok(done)
    }

    /// What every segment meant when all customers were last asked about it; nothing where they never were. A segment that
    /// was out of force since means nothing.
    fn asked_before(&self) -> StoreResult<Option<BTreeMap<String, String>>> {
        let text = self.store.setting(ASKED)?;
        Ok(text.map(|text| serde_json::from_str(&text).unwrap_or_default()))
    }

    /// Notes which segments are out of force from now on: nobody is asked about them, so that everybody has to be when they
    /// are in force again.
    pub(in crate::workspace) fn note_segments_out_of_force(&self) -> StoreResult<()> {
        let Some(mut known) = self.asked_before()? else { return Ok(()) };
        let meanings = self.meanings(&self.engines().saved_segments);
        let mut is_new = false;
        for (id, meaning) in &mut known {
            if !meaning.is_empty() && meanings.get(id) != Some(meaning) {
                meaning.clear();
                is_new = true;
            }
        }
        if !is_new {
            return Ok(());
        }
        let text = serde_json::to_string(&known).unwrap_or_default();
        self.store.commit(&ChangeSet { settings: vec![(ASKED.to_owned(), text)], ..ChangeSet::default() })
    }

    /// Stands for what each saved segment means: its expression, and what the expression is answered by.
    fn meanings(&self, saved: &SavedSegments) -> BTreeMap<String, String> {
        let playbook = &self.playbook;
        let beside = (&playbook.tags, &playbook.calendar, &playbook.currency);
        let beside = serde_json::to_vec(&beside).unwrap_or_default();
        let meaning = |text: String| fingerprint(&[text.as_bytes(), &beside]).to_string();
        saved.iter().map(|one| (one.id.to_string(), meaning(one.segment.to_string()))).collect()
    }
}
