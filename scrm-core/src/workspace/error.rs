//! What a workspace can refuse.

use std::fmt;

use thiserror::Error;

use crate::foundation::{Coded, ErrorEntry, TagId, is_own_id};
use crate::playbook::PlaybookError;
use crate::store::StoreError;

/// Why a workspace call failed. Nothing was written by the call, except where an import says how far it came.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum WorkspaceError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The playbook cannot be used.
    #[error(transparent)]
    Playbook(#[from] PlaybookError),
    /// The file cannot be imported.
    #[error(transparent)]
    Import(#[from] crate::import::ImportError),
    /// The outbox refused.
    #[error(transparent)]
    Outbox(#[from] crate::transport::OutboxError),
    /// A merge or its undoing was refused.
    #[error(transparent)]
    Dedupe(#[from] crate::dedupe::DedupeError),
    /// The text of an answer cannot be used.
    #[error(transparent)]
    Reply(#[from] crate::reply::ReplyError),
    /// An export cannot be written as it was asked for.
    #[error(transparent)]
    Export(#[from] crate::export::ExportError),
    /// A segment that a call was given is no expression of the playbook's.
    #[error("{field}: {cause}")]
    Segment {
        /// Which of the call's fields it came in.
        field: String,
        /// What is wrong with it.
        cause: crate::segment::SegmentError,
    },
    /// Other writers kept winning.
    #[error("the records kept changing while they were written ({tries} tries)")]
    Contended {
        /// How often it was tried.
        tries: u32,
    },
    /// There is no such record.
    #[error("there is no {what} {id}")]
    NotFound {
        /// What was looked for.
        what: &'static str,
        /// Its id, where it is one of the engine's.
        id: NamedId,
    },
    /// An event names a record that is not there.
    #[error("event {position}: there is no {what} {id}")]
    EventAboutNothing {
        /// Position in the batch, from 1.
        position: u64,
        /// The field that names it.
        field: &'static str,
        /// What was looked for.
        what: &'static str,
        /// Its id, where it is one of the engine's.
        id: NamedId,
    },
    /// The sender of a message has no usable identifier.
    #[error("message {position} has no usable sender identifier")]
    NoSender {
        /// Position in the batch, from 1.
        position: u64,
    },
    /// A message lacks what tells it from others.
    #[error("message {position} needs `{field}`")]
    MessageWithout {
        /// Position in the batch, from 1.
        position: u64,
        /// The missing field.
        field: &'static str,
    },
    /// An event of this kind has its own call.
    #[error("event {position} of kind {kind} is not recorded this way: {instead}")]
    WrongDoor {
        /// Position in the batch, from 1.
        position: u64,
        /// Its kind.
        kind: &'static str,
        /// What to call.
        instead: &'static str,
    },
    /// A rating is not from 1 to 5.
    #[error("event {position} has {stars} stars, from 1 to 5 are given")]
    NoSuchRating {
        /// Position in the batch, from 1.
        position: u64,
        /// What was given.
        stars: u8,
    },
    /// The taxonomy does not have a tag that a person set or took away.
    #[error("event {position}: there is no tag {tag} in the playbook")]
    NoSuchTag {
        /// Position in the batch, from 1.
        position: u64,
        /// What was given.
        tag: TagId,
    },
    /// An event lacks the customer or the conversation that it needs.
    #[error("event {position} needs `{field}`")]
    EventWithout {
        /// Position in the batch, from 1.
        position: u64,
        /// The missing field.
        field: &'static str,
    },
}

/// An id as an error names it. Hosts ask for what they have, which may be a telephone number or a name: what is none of the engine's
/// own ids, and no name of a playbook, is not repeated.
///
/// ```
/// use scrm_core::workspace::NamedId;
/// let id = scrm_core::foundation::CustomerId::derive(chrono::DateTime::UNIX_EPOCH, 1, &[b"anna"]);
/// assert_eq!(NamedId::new(id.as_str()).to_string(), id.as_str());
/// assert_eq!(NamedId::new("+44 7400 123456").to_string(), "of the id that was given");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedId(Option<String>);

impl NamedId {
    /// An id that somebody asked for; of a pair, both with `|` between them.
    #[must_use]
    pub fn new(asked: &str) -> Self {
        Self(asked.split('|').all(is_own_id).then(|| asked.to_owned()))
    }

    /// A name that a playbook would give, such as a saved segment's: repeated where it can be one.
    pub(super) fn of_playbook(asked: &str) -> Self {
        let is_name = asked.starts_with(|first: char| first.is_ascii_alphabetic())
            && asked.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'));
        Self(is_name.then(|| asked.to_owned()))
    }
}

impl fmt::Display for NamedId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_deref().unwrap_or("of the id that was given"))
    }
}

/// The catalogue lines of this area.
pub const ERRORS: &[ErrorEntry] = &[
    ErrorEntry {
        code: "workspace.contended",
        message: "Other writers kept changing the same records.",
        help: "Try again; if it keeps happening, let one process write.",
        retryable: true,
    },
    ErrorEntry {
        code: "workspace.not_found",
        message: "There is no record with this id.",
        help: "Check the id; a merged customer's id leads to the survivor.",
        retryable: false,
    },
    ErrorEntry {
        code: "workspace.no_sender",
        message: "A message came without any usable identifier of its sender.",
        help: "Give at least one of phone, whatsapp_id, scoped_user_id, e-mail or a system id.",
        retryable: false,
    },
    ErrorEntry {
        code: "workspace.message_without",
        message: "A message came without its id.",
        help: "Give the id that the provider gave it: two messages with the same one are one message, delivered twice.",
        retryable: false,
    },
    ErrorEntry {
        code: "workspace.wrong_door",
        message: "Events of this kind are made by another call.",
        help: "Use the call that the error names.",
        retryable: false,
    },
    ErrorEntry {
        code: "workspace.no_such_rating",
        message: "A rating is not from 1 to 5 stars.",
        help: "Give 1 (not content at all) to 5 (very content); a thumb up is 5, a thumb down 1.",
        retryable: false,
    },
    ErrorEntry {
        code: "workspace.no_such_tag",
        message: "The taxonomy of the playbook does not have this tag.",
        help: "Name a tag of the playbook's dimensions, or add the tag there first.",
        retryable: false,
    },
    ErrorEntry {
        code: "workspace.event_without",
        message: "An event lacks its id, or the customer or conversation it concerns.",
        help: "Fill the field that the error names.",
        retryable: false,
    },
];

impl Coded for WorkspaceError {
    fn code(&self) -> &'static str {
        match self {
            Self::Store(error) => error.code(),
            Self::Playbook(error) => error.code(),
            Self::Import(error) => error.code(),
            Self::Outbox(error) => error.code(),
            Self::Dedupe(error) => error.code(),
            Self::Reply(error) => error.code(),
            Self::Export(error) => error.code(),
            Self::Segment { cause, .. } => cause.code(),
            Self::Contended { .. } => "workspace.contended",
            Self::NotFound { .. } | Self::EventAboutNothing { .. } => "workspace.not_found",
            Self::NoSender { .. } => "workspace.no_sender",
            Self::MessageWithout { .. } => "workspace.message_without",
            Self::WrongDoor { .. } => "workspace.wrong_door",
            Self::NoSuchRating { .. } => "workspace.no_such_rating",
            Self::NoSuchTag { .. } => "workspace.no_such_tag",
            Self::EventWithout { .. } => "workspace.event_without",
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            Self::Store(error) => error.field(),
            Self::Playbook(error) => error.field(),
            Self::Import(error) => error.field(),
            Self::Outbox(error) => error.field(),
            Self::Dedupe(error) => error.field(),
            Self::Reply(error) => error.field(),
            Self::Export(error) => error.field(),
            Self::Segment { field, .. } => Some(field.clone()),
            Self::NoSender { position } => Some(of_message(*position, "sender.identifiers")),
            Self::MessageWithout { position, field } => Some(of_message(*position, field)),
            Self::WrongDoor { position, .. } => Some(of_event(*position, "kind")),
            Self::NoSuchRating { position, .. } => Some(of_event(*position, "stars")),
            Self::NoSuchTag { position, .. } => Some(of_event(*position, "tag")),
            Self::EventAboutNothing { position, field, .. } | Self::EventWithout { position, field } => {
                Some(of_event(*position, field))
            }
            _ => None,
        }
    }

    fn row(&self) -> Option<u64> {
        match self {
            Self::Playbook(error) => error.row(),
            Self::Import(error) => error.row(),
            Self::Segment { cause, .. } => cause.row(),
            Self::NoSender { position }
            | Self::MessageWithout { position, .. }
            | Self::EventAboutNothing { position, .. }
            | Self::WrongDoor { position, .. }
            | Self::NoSuchRating { position, .. }
            | Self::NoSuchTag { position, .. }
            | Self::EventWithout { position, .. } => Some(*position),
            _ => None,
        }
    }
}

/// The place of an event's field in the list that a call was given, as its JSON names it: counted from 0.
fn of_event(position: u64, field: &str) -> String {
    format!("events[{}].{field}", position.saturating_sub(1))
}

/// The place of a message's field, likewise.
fn of_message(position: u64, field: &str) -> String {
    format!("messages[{}].{field}", position.saturating_sub(1))
}
