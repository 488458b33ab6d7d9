//! The workspace: the only place where engines and a store meet.
//!
//! Every call loads what it needs, asks the engines, and writes one [`ChangeSet`].
//! When somebody else wrote first, it loads and decides again. Nothing is sent here: messages wait in the
//! outbox, and a host [leases](Workspace::lease) them, marks each one just before the call to its provider
//! ([`attempt`](Workspace::attempt)) and reports what became of it.

mod absorbed;
mod accepted;
mod audit;
#[cfg(test)]
mod consent_order_tests;
mod consent_told_late;
mod customers;
mod draft;
mod duplicates;
#[cfg(test)]
mod duplicates_tests;
mod engines;
mod error;
mod explain;
mod history;
mod holding;
mod import;
mod keyword_health;
#[cfg(test)]
mod keywords_tests;
#[cfg(test)]
mod not_sent_tests;
mod order_book;
#[cfg(test)]
mod order_book_tests;
mod outbox;
#[cfg(test)]
mod own_language_tests;
mod pages;
mod playbook_diff;
mod playbook_facts;
mod proposals;
mod receive;
mod record;
#[cfg(test)]
mod record_tests;
mod search;
#[cfg(test)]
mod search_tests;
mod segments;
#[cfg(test)]
mod sender_tests;
mod settle;
mod shelf;
#[cfg(test)]
mod tests;
mod tick;
mod told_late;
#[cfg(test)]
mod told_late_tests;
mod unanswered;
mod unit_of_work;
mod unsettled;
#[cfg(test)]
mod unsettled_tests;
mod waiting;
#[cfg(test)]
mod waiting_tests;

use std::sync::{Arc, Mutex, PoisonError, RwLock};

use chrono::{DateTime, Utc};

pub use customers::{CustomerView, QueuedCustomer};
pub use draft::Draft;
pub use duplicates::{DuplicateOptions, DuplicatesFound};
pub use engines::Engines;
pub use error::{ERRORS, NamedId, WorkspaceError};
pub use explain::{ExplainedFact, Explanation, word};
pub use import::{
    ImportBatch, ImportProgress, ImportReader, ImportSession, ImportSource, ImportWatcher, TableReader,
};
pub use keyword_health::{KeywordHealth, KeywordRuleHealth};
pub use outbox::{Attempt, LeasedMessage};
pub use playbook_diff::{
    ChangedKind, CountedChange, NotCompared, PlaybookChange, PlaybookChangeKind, PlaybookDiff,
    PlaybookDiffOptions,
};
pub use proposals::ProposedKeywords;
pub use receive::{Received, ReceivedKind};
pub use record::Recorded;
pub use segments::{
    ExportOptions, ExportedPage, IndexedSegments, RefreshedSegments, SavedSegmentListing, SegmentMember,
    SegmentWork,
};
pub use tick::{FiredTimer, Ticked};
pub use unsettled::{UnsettledMessage, UnsettledState};

use crate::playbook::Playbook;
use crate::segment::SegmentIndex;
use crate::store::{ChangeSet, Collection, Store, StoreError, Unreadable};
use history::AverageWait;
use segments::TouchedCustomers;
use unit_of_work::UnitOfWork;

/// How often a call loads and decides again before it gives up.
const TRIES: u32 = 16;

/// One business: a store, and the engines of its playbook.
///
/// Every method takes `&self`; a workspace is `Send + Sync` and can be shared by threads.
///
/// ```
/// use chrono::{TimeZone, Utc};
/// use scrm_core::import::ImportOptions;
/// use scrm_core::playbook::Playbook;
/// use scrm_core::store::MemoryStore;
/// use scrm_core::workspace::Workspace;
///
/// let workspace = Workspace::new(Box::new(MemoryStore::default()), &Playbook::standard())?;
/// let file = "Name,Phone\nAnna Walker,+447400123456\nAnna Walker,07400 123456\n";
/// let now = Utc.with_ymd_and_hms(2026, 1, 5, 9, 0, 0).unwrap();
/// let options = ImportOptions { default_region: Some("GB".into()), ..ImportOptions::new("shop") };
/// let report = workspace.import_csv(&mut std::io::Cursor::new(file), &options, now)?;
/// assert_eq!((report.counts.created, report.counts.unchanged), (1, 1));
/// # Ok::<(), scrm_core::workspace::WorkspaceError>(())
/// ```
#[derive(Debug)]
pub struct Workspace {
    store: Box<dyn Store>,
    /// As it was given: without the rules that people accepted since.
    playbook: Playbook,
    /// Those of the playbook in force.
    engines: RwLock<Arc<Engines>>,
    /// Held while what is in force changes.
    changing: Mutex<()>,
    average_wait: Mutex<AverageWait>,
    segment_work: Mutex<SegmentWork>,
    /// What segments ask of every customer, where a host wants it kept.
    segment_index: Mutex<Option<SegmentIndex>>,
    touched_customers: TouchedCustomers,
}

impl Workspace {
    /// A workspace over a store, with every engine of the playbook compiled and checked. Keyword rules that people accepted are
    /// laid over the playbook; see [`accept_proposal`](Self::accept_proposal).
    ///
    /// # Errors
    /// [`WorkspaceError::Playbook`] where an engine refuses its section; [`WorkspaceError::Store`] where the
    /// store fails.
    pub fn new(store: Box<dyn Store>, playbook: &Playbook) -> Result<Self, WorkspaceError> {
        let engines = accepted::engines_in_force(playbook, &accepted::load(store.as_ref())?)?;
        let average_wait = Mutex::new(AverageWait::load(store.as_ref())?);
        let workspace = Self {
            store,
            playbook: playbook.clone(),
            engines: RwLock::new(Arc::new(engines)),
            changing: Mutex::new(()),
            average_wait,
            segment_work: Mutex::default(),
            segment_index: Mutex::default(),
            touched_customers: TouchedCustomers::default(),
        };
        workspace.note_segments_out_of_force()?;
        Ok(workspace)
    }

    /// The store.
    #[must_use]
    pub fn store(&self) -> &dyn Store {
        self.store.as_ref()
    }

    /// The engines of the playbook in force. They stay what they are; who asks again after a proposal was accepted or declined
    /// gets others.
    #[must_use]
    pub fn engines(&self) -> Arc<Engines> {
        Arc::clone(&self.engines.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// When [`tick`](Self::tick) or [`lease`](Self::lease) next has something to do.
    ///
    /// # Errors
    /// [`WorkspaceError::Store`] where the store fails.
    pub fn next_wakeup(&self) -> Result<Option<DateTime<Utc>>, WorkspaceError> {
        let timer = self.store.next_timer()?;
        let outbox = self.store.next_outbox()?;
        Ok(timer.into_iter().chain(outbox).min())
    }

    /// Runs `decide` in a unit of work, settles the saved segments of whom it touched, and commits it; again from the start
    /// where somebody else wrote first.
    fn commit_decided<T>(
        &self,
        now: DateTime<Utc>,
        mut decide: impl FnMut(&mut UnitOfWork<'_>) -> Result<T, WorkspaceError>,
    ) -> Result<T, WorkspaceError> {
        for _ in 0..TRIES {
            let mut unit = self.begin();
            let decided =
                decide(&mut unit).and_then(|answer| self.settle_expressions(&mut unit, now).map(|()| answer));
            let answer = match decided {
                Err(WorkspaceError::Store(error)) => {
                    self.set_aside_once(error)?;
                    continue;
                }
                answer => answer?,
            };
            match unit.commit() {
                Ok(()) => {
                    self.remember_segment_work(unit.segment_work());
                    return Ok(answer);
                }
                Err(StoreError::Conflict { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(WorkspaceError::Contended { tries: TRIES })
    }

    /// Sets an outbox message or a timer aside that a listing of a customer's stumbled over; the listing then
    /// leaves it out. Any other error, and one about a row that is aside already, comes back.
    fn set_aside_once(&self, error: StoreError) -> Result<(), WorkspaceError> {
        match error {
            StoreError::Unreadable {
                collection: collection @ (Collection::Outbox | Collection::Timers),
                id,
                cause,
            } => {
                let row = Unreadable { collection, id, cause };
                let parked = self.store.parked_rows()?;
                if parked.iter().any(|known| known.collection == row.collection && known.id == row.id) {
                    let Unreadable { collection, id, cause } = row;
                    return Err(StoreError::Unreadable { collection, id, cause }.into());
                }
                Ok(self.store.commit(&ChangeSet { park: vec![row], ..ChangeSet::default() })?)
            }
            other => Err(other.into()),
        }
    }

    /// The average wait for a person, as far as it is known.
    fn average_wait(&self) -> AverageWait {
        *self.average_wait.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn remember_average_wait(&self, wait: AverageWait) {
        *self.average_wait.lock().unwrap_or_else(PoisonError::into_inner) = wait;
    }
}

#[allow(dead_code)]
fn assert_shareable() {
    const fn shareable<T: Send + Sync>() {}
    shareable::<Workspace>();
}
