//! The thread of a workspace.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, PoisonError};

use scrm_core::foundation::ErrorInfo;
use scrm_core::workspace::Workspace;

use super::open::Opening;
use super::{Shared, Wanted};
use crate::guard::guarded;
use crate::outlet::{Event, Outlet};
use crate::text::reply;

/// What the thread is asked to do.
#[derive(Debug)]
pub(super) enum Job {
    /// To run an operation.
    Call {
        /// Settled with its outcome.
        ticket: u32,
        /// Which.
        wanted: Wanted,
        /// What is asked, as JSON text.
        request: String,
    },
    /// To close the workspace and end.
    Close {
        /// Settled then.
        ticket: u32,
    },
}

/// Works through the jobs in their order, and ends with the last of those who can send any.
pub(super) struct Worker {
    jobs: Receiver<Job>,
    shared: Arc<Shared>,
    outlet: Outlet,
}

impl Worker {
    /// A thread that opens the workspace, settles the ticket, and then does what it is sent.
    pub(super) fn begin(opening: Opening, ticket: u32, shared: Arc<Shared>, outlet: Outlet) -> Sender<Job> {
        let (sender, jobs) = channel();
        let worker = Self { jobs, shared, outlet };
        std::thread::spawn(move || worker.run(&opening, ticket));
        sender
    }

    fn run(self, opening: &Opening, ticket: u32) {
        let opened = guarded("opening", || {
            let workspace = opening.open()?;
            self.put(Some(Arc::new(workspace)));
            Ok("null".to_owned())
        });
        let is_open = opened.is_ok();
        self.settle(ticket, opened);
        if !is_open {
            return;
        }
        for job in &self.jobs {
            match job {
                Job::Call { ticket, wanted, request } => {
                    let outcome = guarded("calling", || self.call(wanted, &request));
                    self.shared.pace.end();
                    self.settle(ticket, outcome);
                }
                Job::Close { ticket } => {
                    let outcome = guarded("closing", || {
                        self.put(None);
                        Ok("null".to_owned())
                    });
                    return self.settle(ticket, outcome);
                }
            }
        }
        self.put(None);
    }

    fn call(&self, wanted: Wanted, request: &str) -> Result<String, ErrorInfo> {
        let workspace = self.shared.workspace()?;
        self.shared.pace.timed(wanted.index, || wanted.operation.call_json(&workspace, request))
    }

    fn put(&self, workspace: Option<Arc<Workspace>>) {
        let mut place = self.shared.workspace.lock().unwrap_or_else(PoisonError::into_inner);
        let before = std::mem::replace(&mut *place, workspace);
        drop(place);
        drop(before);
    }

    fn settle(&self, ticket: u32, outcome: Result<String, ErrorInfo>) {
        self.outlet.send(ticket, Event::Settled, reply(outcome));
    }
}
