//! Which calls run at once.
//!
//! Going to another thread and back takes tens of microseconds, which is more than most calls of a workspace in
//! memory take. Such a call runs at once where the last one of its operation was brief, and where nothing else of the
//! workspace's is under way, so that calls keep their order and nothing waits for a lock.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use scrm_core::api::WORKSPACE_OPERATIONS;

use super::open::IN_MEMORY;

/// A call as long as this is as well off on the other thread.
const BRIEF: Duration = Duration::from_micros(200);

/// What larger requests take says nothing about small ones, and the other way round.
const LARGEST_REQUEST: usize = 8_192;

/// What is known of how long operations take.
#[derive(Debug)]
pub(super) struct Pace {
    in_memory: bool,
    /// By the operation's place in the table.
    brief: Vec<AtomicBool>,
    under_way: AtomicUsize,
}

impl Pace {
    pub(super) fn new(path: &str) -> Self {
        let operations = WORKSPACE_OPERATIONS.iter().copied().flatten();
        Self {
            in_memory: path == IN_MEMORY,
            brief: operations.map(|_| AtomicBool::new(false)).collect(),
            under_way: AtomicUsize::new(0),
        }
    }

    pub(super) fn may_run_at_once(&self, operation: usize, request: &str) -> bool {
        self.in_memory
            && request.len() <= LARGEST_REQUEST
            && self.brief.get(operation).is_some_and(|brief| brief.load(Ordering::Relaxed))
            && self.under_way.load(Ordering::Acquire) == 0
    }

    /// Notes that something goes to another thread.
    pub(super) fn begin(&self) {
        self.under_way.fetch_add(1, Ordering::AcqRel);
    }

    /// Notes that it is done.
    pub(super) fn end(&self) {
        self.under_way.fetch_sub(1, Ordering::AcqRel);
    }

    /// Runs a call and remembers whether it was brief.
    pub(super) fn timed<T>(&self, operation: usize, call: impl FnOnce() -> T) -> T {
        let started = Instant::now();
        let answer = call();
        if let Some(brief) = self.brief.get(operation) {
            brief.store(started.elapsed() < BRIEF, Ordering::Relaxed);
        }
        answer
    }
}
