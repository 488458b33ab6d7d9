//! A worker as a host writes one: lease, mark, call the provider, report.

use chrono::{DateTime, Utc};
use scrm_core::transport::{MessageTransport, SendOutcome};
use scrm_core::workspace::{Attempt, LeasedMessage, Workspace, WorkspaceError};

/// What became of the messages that a [`Worker`] took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Drained {
    /// The provider took them.
    pub sent: u64,
    /// Taken back at the last moment: consent was withdrawn, or they came too late.
    pub refused: u64,
    /// The provider refused them.
    pub failed: u64,
    /// The provider gave no answer; when the lease is over they go the way that each asks for.
    pub unanswered: u64,
    /// Somebody else had taken them over or back meanwhile.
    pub taken_over: u64,
}

/// Delivers what waits in a workspace's outbox.
///
/// Each message is marked in the store just before the provider is called, so that a worker that dies leaves at
/// most one message of which nobody knows whether it was sent.
///
/// ```
/// use scrm_core::playbook::Playbook;
/// use scrm_core::store::MemoryStore;
/// use scrm_core::workspace::Workspace;
/// use scrm_testkit::{Worker, samples::at, transports::RecordingTransport};
///
/// let workspace = Workspace::new(Box::new(MemoryStore::new()), &Playbook::standard())?;
/// let drained = Worker::new("w1", 20).drain(&workspace, &mut RecordingTransport::new(), at(0))?;
/// assert_eq!(drained.sent, 0);
/// # Ok::<(), scrm_core::workspace::WorkspaceError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Worker {
    name: String,
    batch: usize,
}

impl Worker {
    /// A worker that takes `batch` messages at a time.
    #[must_use]
    pub fn new(name: &str, batch: usize) -> Self {
        Self { name: name.to_owned(), batch }
    }

    /// Delivers everything that is due at `now`.
    ///
    /// # Errors
    /// What the workspace says where its store fails.
    pub fn drain(
        &self,
        workspace: &Workspace,
        transport: &mut dyn MessageTransport,
        now: DateTime<Utc>,
    ) -> Result<Drained, WorkspaceError> {
        let mut drained = Drained::default();
        loop {
            let leased = workspace.lease(&self.name, self.batch, now)?;
            if leased.is_empty() {
                return Ok(drained);
            }
            #[cfg(plant)]
            if scrm_core::foundation::plant::is_active("a1") {
                send_as_a_batch(workspace, transport, &leased, now, &mut drained)?;
                continue;
            }
            for message in &leased {
                if may_send(workspace, message, now, &mut drained)? {
                    send(workspace, transport, message, now, &mut drained)?;
                }
            }
        }
    }
}

/// The planted defect: the whole batch is marked before the first call.
#[cfg(plant)]
fn send_as_a_batch(
    workspace: &Workspace,
    transport: &mut dyn MessageTransport,
    leased: &[LeasedMessage],
    now: DateTime<Utc>,
    drained: &mut Drained,
) -> Result<(), WorkspaceError> {
    let mut marked = Vec::new();
    for message in leased {
        if may_send(workspace, message, now, drained)? {
            marked.push(message);
        }
    }
    marked.into_iter().try_for_each(|message| send(workspace, transport, message, now, drained))
}

/// Marks a message as being sent.
fn may_send(
    workspace: &Workspace,
    leased: &LeasedMessage,
    now: DateTime<Utc>,
    drained: &mut Drained,
) -> Result<bool, WorkspaceError> {
    match workspace.attempt(&leased.message.id, leased.generation, now) {
        Ok(Attempt::Send {}) => Ok(true),
        Ok(Attempt::Refused { .. }) => {
            drained.refused += 1;
            Ok(false)
        }
        Err(WorkspaceError::Outbox(_)) => {
            drained.taken_over += 1;
            Ok(false)
        }
        Err(error) => Err(error),
    }
}

/// Calls the provider once and reports what it says.
fn send(
    workspace: &Workspace,
    transport: &mut dyn MessageTransport,
    leased: &LeasedMessage,
    now: DateTime<Utc>,
    drained: &mut Drained,
) -> Result<(), WorkspaceError> {
    let (id, generation) = (&leased.message.id, leased.generation);
    let reported = match transport.send(&leased.message) {
        SendOutcome::Sent { external_id } => {
            drained.sent += 1;
            workspace.acknowledge(id, generation, external_id.as_ref(), now).map(drop)
        }
        SendOutcome::Failed { failure } => {
            drained.failed += 1;
            workspace.fail(id, generation, &failure, now)
        }
        SendOutcome::Unknown => {
            drained.unanswered += 1;
            workspace.lose(id, generation, now)
        }
    };
    match reported {
        Err(WorkspaceError::Outbox(_)) => {
            drained.taken_over += 1;
            Ok(())
        }
        other => other,
    }
}
